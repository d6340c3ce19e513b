"""The map in a real browser, drawn without a graphics card."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from hatangso.web.security.visitors import SESSION_COOKIE
from web_service import Service

pytestmark = pytest.mark.browser
WITHIN_MS = 60_000
READY = "performance.getEntriesByName('map:ready').length"


@pytest.fixture
def open_map(
    browser: Browser, service: Service, live_server: str
) -> Callable[..., Page]:
    """Return what opens the map as a reader, and waits until it is drawn."""

    def opened(width: int = 1280, height: int = 800, view: str = "") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(WITHIN_MS)
        secret, _ = service.session(service.account("reader"))
        context.add_cookies(
            [{"name": SESSION_COOKIE, "value": secret, "url": live_server}]
        )
        page = context.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(f"{live_server}/ban-do{view}")
        for _ in range(WITHIN_MS // 100):
            if page.evaluate(READY):
                break
            page.wait_for_timeout(100)
        assert page.evaluate(READY)
        assert troubles == []
        return page

    return opened


def test_a_place_is_found_and_asked_about_by_keyboard_alone(
    open_map: Callable[..., Page],
) -> None:
    page = open_map()
    page.locator("#map-search").focus()
    page.keyboard.type("ban khuat")
    expect(page.locator("#map-found button").first).to_contain_text("Bản Khuất")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#map-place table")).to_be_visible(timeout=WITHIN_MS)
    expect(page.locator("#map-path svg").first).to_be_visible(timeout=WITHIN_MS)
    assert "diem=105.112" in page.url
    page.keyboard.press("Escape")
    expect(page.locator("#map-answer")).to_be_hidden()
    page.context.close()


def test_an_address_brings_the_same_view_back(open_map: Callable[..., Page]) -> None:
    page = open_map(view="#o=105.1,21.1,11.5&lop=sites,communes&song=4G,VNPT,dbm")
    assert page.locator("input[value=sites]").is_checked()
    assert not page.locator("input[value=holes]").is_checked()
    assert page.locator("#map-operator").input_value() == "VNPT"
    expect(page.locator("#map-legend")).to_contain_text("dBm")
    assert "o=105.10000,21.10000,11.50" in page.url
    page.context.close()


def test_what_nobody_has_handed_in_is_said_not_drawn(
    open_map: Callable[..., Page],
) -> None:
    page = open_map()
    page.locator("#map-model").select_option("declared")
    expect(page.locator("#map-coverage-note")).not_to_be_empty()
    page.locator("#map-model").select_option("level")
    expect(page.locator("#map-coverage-note")).to_be_empty()
    page.context.close()


def test_on_a_phone_nothing_is_wider_than_the_screen(
    open_map: Callable[..., Page],
) -> None:
    page = open_map(360, 700)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(".map-side-open").click()
    expect(page.locator("#map-side")).to_be_visible()
    page.locator(".map-side-close").click()
    page.locator("#map canvas").press("Enter")
    expect(page.locator("#map-place h2")).to_be_visible(timeout=WITHIN_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


def test_the_picture_of_the_map_is_a_png_with_legend(
    open_map: Callable[..., Page],
) -> None:
    page = open_map()
    with page.expect_download() as saved:
        page.locator("[data-map-do=picture]").click()
    picture = saved.value.path().read_bytes()
    assert picture.startswith(b"\x89PNG")
    width = int.from_bytes(picture[16:20])
    canvas = page.locator("#map canvas").evaluate("canvas => canvas.clientWidth")
    assert width > canvas + 200
    page.context.close()
