"""A planner asks, gets a plan, compares it, and makes it the province's own."""

import re

import pytest
from playwright.sync_api import expect

from web_service import Service
from web_visit import HANDS, IN_EVERY_WAY, WIDTHS_PX, Visits, overflow_px, vi

pytestmark = pytest.mark.browser


@IN_EVERY_WAY
def test_a_budget_becomes_a_plan_that_is_compared_adopted_and_tasks(
    visits: Visits, service: Service, way: str
) -> None:
    hands = HANDS[way]
    page = visits.page("planner", width_px=WIDTHS_PX[way])
    page.goto("/quy-hoach")
    hands.press(page.get_by_role("link", name=vi("New scenario")))
    hands.write(page.locator("#title_vi"), "Gói năm tỷ")
    hands.choose(page.locator("#aim"), "most_people")
    hands.write(page.locator("#year-0-budget"), "nhiều")
    hands.press(page.get_by_role("button", name=vi("Save and make the plan")))
    # What no amount is comes back with its field marked.
    expect(page.locator("#year-0-budget")).to_have_value("nhiều")
    expect(page.get_by_role("alert").first).to_be_visible()
    assert overflow_px(page) == 0
    hands.write(page.locator("#year-0-budget"), "5 tỷ")
    hands.choose(page.locator("#service-0-technology"), "4G")
    hands.press(page.get_by_role("button", name=vi("Save and make the plan")))
    expect(page.locator(".job progress")).to_be_visible()
    address = page.url.partition("?")[0]
    service.run_jobs()
    expect(page.locator(".plan-facts")).to_be_visible()
    expect(page.locator(".verdict").first).to_be_visible()
    expect(page.locator(".map-small canvas")).to_be_visible()
    assert overflow_px(page) == 0

    page.goto("/quy-hoach")
    hands.press(page.get_by_role("link", name=vi("Compare two plans")))
    hands.choose(page.locator("select").first, "plan")
    hands.choose(page.locator("select").nth(1), address.rsplit("/", 1)[-1])
    hands.press(page.get_by_role("main").locator("button[type=submit]"))
    expect(page.get_by_role("heading", name=vi("Goals"))).to_be_visible()
    assert overflow_px(page) == 0

    page.goto(address)
    hands.press(page.locator("a[href$='/thong-qua']"))
    hands.write(page.locator("#reason"), "Quyết định 12/QĐ-UBND")
    hands.press(page.get_by_role("button", name=vi("Adopt this plan")))
    expect(page).to_have_url(re.compile("da=saved"))
    expect(page.locator(".flash.good").last).to_contain_text("Quyết định 12/QĐ-UBND")
    page.goto("/ha-tang/task")
    expect(page.locator("#records tbody tr").first).to_be_visible()
