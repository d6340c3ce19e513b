"""Lists that follow what is typed, and people who are quicker than the answer."""

import re

import pytest
from playwright.sync_api import Page, Response, Route, expect

from web_visit import Visits

pytestmark = pytest.mark.browser
_ASKED = re.compile(r"tim=phu(\+|%20)song(\+|%20)4g")
_LINK = "#list tbody a[href='/chi-tieu/village_4g_ratio']"


def _type_before_the_answer(page: Page) -> list[Route]:
    """Write into the search of indicators, and hold back what the service answers."""
    page.goto("/chi-tieu?xem=tat-ca&tim=phu+song")
    page.locator("#tim").press("End")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(_ASKED, hold)
    with page.expect_request(_ASKED):
        page.locator("#tim").press_sequentially(" 4g")
    return held


def _answer(page: Page, held: list[Route]) -> Response:
    with page.expect_response(_ASKED) as answered:
        for route in held:
            route.continue_()
    answered.value.finished()
    return answered.value


def test_a_click_is_not_lost_when_the_list_is_replaced_under_it(
    visits: Visits,
) -> None:
    page = visits.page("planner")
    held = _type_before_the_answer(page)
    page.locator(_LINK).hover()
    page.mouse.down()
    _answer(page, held)
    page.mouse.up()
    expect(page).to_have_url(re.compile("/chi-tieu/village_4g_ratio"))


def test_the_focus_stays_in_a_list_that_is_replaced(visits: Visits) -> None:
    page = visits.page("planner")
    held = _type_before_the_answer(page)
    page.locator(_LINK).focus()
    _answer(page, held)
    expect(page).to_have_url(_ASKED)
    expect(page.locator(_LINK)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/chi-tieu/village_4g_ratio"))
