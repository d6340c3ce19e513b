"""The map: layers, search, the signal at a place, and a view that can be sent on."""

import re

import pytest
from playwright.sync_api import Page, expect

from web_service import ON_BOTH_DATABASES
from web_visit import DESK_PX, HANDS, PHONE_PX, Visits, overflow_px

pytestmark = pytest.mark.browser
# Asked in the page itself: its rules let nobody evaluate texts again and again.
_READY = """() => new Promise(ready => {
    const look = () => performance.getEntriesByName("map:ready").length
        ? ready() : requestAnimationFrame(look);
    look();
})"""


def _open_map(page: Page, address: str = "/ban-do") -> None:
    page.goto(address)
    expect(page.locator("#map canvas")).to_be_visible()
    page.evaluate(_READY)


@ON_BOTH_DATABASES
def test_a_place_is_found_asked_about_and_sent_on(visits: Visits) -> None:
    page = visits.page("planner")
    _open_map(page)
    page.locator("#map-side input[value=localities]").check()
    page.locator("#map-side input[value=sites]").check()
    page.locator("#map-model").select_option("dbm")
    expect(page.locator("#map-legend")).to_contain_text("dBm")
    # Without diacritics, and as one types.
    page.locator("#map-search").press_sequentially("ban khuat")
    HANDS["mouse"].press(page.locator("#map-found button", has_text="Bản Khuất"))
    expect(page).to_have_url(re.compile("o=105.112"))
    page.locator("#map canvas").click()
    answer = page.locator("#map-answer")
    expect(answer.locator("#map-place")).to_contain_text("Xã Đông")
    expect(answer.locator("#map-place tbody tr").first).to_be_visible()
    budget = answer.locator("#map-path .map-station").first
    expect(budget).to_contain_text("P.1812")
    expect(budget.locator("svg.path-drawing path.path-ground")).to_be_visible()

    shared = page.url
    other = visits.page("planner")
    _open_map(other, shared)
    for layer in ("localities", "sites"):
        expect(other.locator(f"#map-side input[value={layer}]")).to_be_checked()
    expect(other.locator("#map-model")).to_have_value("dbm")
    expect(other.locator("#map-place")).to_contain_text("Xã Đông")
    assert other.url == shared


def test_the_map_answers_to_keys_alone(visits: Visits) -> None:
    hands = HANDS["keyboard"]
    page = visits.page("planner")
    _open_map(page)
    hands.press(page.locator("#map-side input[value=localities]"))
    expect(page).to_have_url(re.compile("localities"))
    hands.choose(page.locator("#map-model"), "dbm")
    expect(page.locator("#map-legend")).to_contain_text("dBm")
    hands.write(page.locator("#map-search"), "dong bang")
    hands.press(page.locator("#map-found button").first)
    expect(page).to_have_url(re.compile("o=105.0"))
    hands.press(page.locator("#map canvas"))
    expect(page.locator("#map-place")).to_contain_text("Xã Tây")
    expect(page.locator("#map-path .map-station").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#map-answer")).to_be_hidden()


def test_a_place_is_found_and_asked_about_on_a_phone(visits: Visits) -> None:
    hands = HANDS["phone"]
    page = visits.page("planner", width_px=PHONE_PX)
    _open_map(page)
    hands.press(page.locator("[data-map-do=side]:visible").first)
    hands.press(page.locator("#map-side input[value=localities]"))
    hands.write(page.locator("#map-search"), "ban khuat")
    hands.press(page.locator("#map-found button", has_text="Bản Khuất"))
    expect(page).to_have_url(re.compile("o=105.112"))
    # The sheet with the choices makes room for what is told of the place.
    expect(page.locator("#map-side")).to_be_hidden()
    expect(page.locator("#map-place")).to_contain_text("Xã Đông")
    expect(page.locator("#map-path .map-station").first).to_be_visible()
    side = page.locator(".map-side-open")
    expect(side).to_have_attribute("aria-expanded", "false")
    assert overflow_px(page) == 0


def test_the_public_sees_the_coverage_on_a_phone_and_no_sites(visits: Visits) -> None:
    page = visits.page(width_px=PHONE_PX)
    _open_map(page)
    assert overflow_px(page) == 0
    page.locator("[data-map-do=side]:visible").first.click()
    expect(page.locator("#map-side")).to_be_visible()
    expect(page.locator("#map-side input[value=sites]")).to_have_count(0)
    page.locator(".map-side-close").click()
    page.locator("#map canvas").click()
    expect(page.locator("#map-place")).to_be_visible()
    expect(page.locator("#map-path")).to_have_count(0)
    assert overflow_px(page) == 0


def test_a_picture_of_the_map_has_legend_and_scale(visits: Visits) -> None:
    page = visits.page("planner", width_px=DESK_PX)
    _open_map(page)
    with page.expect_download() as download:
        page.locator("[data-map-do=picture]").click()
    assert download.value.suggested_filename.endswith(".png")
