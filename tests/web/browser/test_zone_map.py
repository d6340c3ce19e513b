"""An industrial zone that stands, in a real browser."""

import pytest
from playwright.sync_api import Browser, Page, expect

from hatangso.web.security.visitors import SESSION_COOKIE
from web_filled import FilledService
from web_visit import PHONE_PX, overflow_px

pytestmark = pytest.mark.browser
_WITHIN_MS = 60_000
_KEEP_MAP = "document.addEventListener('map:ready', e => window.drawn = e.detail.map)"
_SEEN = """() => {
  const seen = window.drawn.queryRenderedFeatures().map(one => one.layer.id);
  return [...new Set(seen)].filter(id => id.startsWith('zone-')).sort();
}"""
_SENSOR_AT = """() => {
  const map = window.drawn;
  const one = map.queryRenderedFeatures({layers: ['zone-sensor']})
    .find(one => one.properties.id === 'C2');
  const [at, box] = [map.project(one.geometry.coordinates),
    map.getCanvas().getBoundingClientRect()];
  return [at.x + box.left, at.y + box.top];
}"""


@pytest.fixture
def page(browser: Browser, filled: FilledService, filled_address: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(_WITHIN_MS)
    secret, _ = filled.service.session(filled.administrator)
    context.add_cookies(
        [{"name": SESSION_COOKIE, "value": secret, "url": filled_address}]
    )
    opened = context.new_page()
    opened.add_init_script(_KEEP_MAP)
    zone = filled.samples["/he-thong/khu-cong-nghiep/{number}"]
    opened.goto(f"{filled_address}{zone}")
    until(opened, "window.drawn !== undefined")
    return opened


def until(page: Page, condition: str) -> None:
    """Wait for a condition; the policy of the page lets no text become a function."""
    for _ in range(_WITHIN_MS // 100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never: {condition}")


def test_a_zone_stands_and_tells_what_is_clicked(page: Page) -> None:
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    assert page.evaluate("window.drawn.getPitch()") > 40
    everything = page.evaluate(_SEEN)
    for layer in ("building", "mast", "outline", "sensor"):
        assert f"zone-{layer}" in everything
    page.locator("#zone-controls [value=incident]").uncheck()
    until(page, "!window.drawn.getLayer('zone-incident')")
    left, top = page.evaluate(_SENSOR_AT)
    page.mouse.click(left, top)
    expect(page.locator("#zone-panel h2")).to_contain_text("Bụi cổng chính")
    expect(page.locator("#zone-panel svg.chart")).to_be_visible()
    page.locator("#zone-panel .switch a").last.click()
    expect(page.locator("#zone-panel .switch [aria-current]")).to_have_text("31 ngày")
    page.locator("#zone-controls [value=building]").uncheck()
    until(page, "!window.drawn.getLayer('zone-building')")
    page.locator("#zone-controls [value='4G']").check()
    until(page, "!!window.drawn.getLayer('level-4g')")
    page.locator("[data-zone-do=tilt]").click()
    until(page, "window.drawn.getPitch() < 1")
    page.set_viewport_size({"width": PHONE_PX, "height": 800})
    assert overflow_px(page) == 0
    assert troubles == []
    page.context.close()
