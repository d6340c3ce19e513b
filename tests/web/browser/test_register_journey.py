"""The register: find a record, change it, read its history, look back, take it back."""

import re

import pytest
from playwright.sync_api import expect

from web_service import Clock
from web_visit import HANDS, IN_EVERY_WAY, WIDTHS_PX, Visits, overflow_px, vi

pytestmark = pytest.mark.browser
_RECORD = re.compile(r"/ha-tang/site/\d+")


@IN_EVERY_WAY
def test_a_record_is_found_changed_read_back_and_restored(
    visits: Visits, clock: Clock, way: str
) -> None:
    hands = HANDS[way]
    clock.move(days=3)
    page = visits.page("planner", width_px=WIDTHS_PX[way])
    main = page.get_by_role("main")
    page.goto("/ha-tang/site")
    expect(page.locator("#records tbody tr")).to_have_count(3)
    hands.write(page.locator("#q"), "chan nui")
    hands.press(page.locator("form.record-filters button[type=submit]"))
    expect(page.locator("#records tbody tr")).to_have_count(1)
    assert overflow_px(page) == 0
    hands.press(page.locator("#records tbody th a"))
    expect(page).to_have_url(_RECORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trạm Chân Núi")

    hands.press(page.locator("a[href$='/sua']"))
    hands.write(page.locator("#f-structure_height_m"), "ba mươi")
    hands.press(page.get_by_role("button", name=vi("Save")))
    # What is wrong is said at the field, and what was written stays.
    expect(page.locator("#f-structure_height_m-error")).to_be_visible()
    expect(page.locator("#f-structure_height_m")).to_have_value("ba mươi")
    assert overflow_px(page) == 0
    hands.write(page.locator("#f-structure_height_m"), "33,5")
    hands.write(page.locator("#reason"), "Đo lại ngày 05/01")
    hands.press(page.get_by_role("button", name=vi("Save")))
    expect(page.locator(".flash.good")).to_have_text(vi("Saved."))
    expect(main).to_contain_text("33,5")
    newest = page.locator(".record-history li").first
    expect(newest).to_contain_text("Đo lại ngày 05/01")
    expect(newest.locator("td").last).to_contain_text("33,5")

    hands.write(page.locator("#ngay"), "03/01/2026")
    hands.press(page.get_by_role("button", name=vi("Show")))
    expect(page.locator(".flash.warn")).to_contain_text("03/01/2026")
    expect(page.locator(".record-pairs")).not_to_contain_text("33,5")
    hands.press(page.get_by_role("link", name=vi("Back to today")))
    expect(page.locator(".record-pairs")).to_contain_text("33,5")

    hands.press(page.locator(".record-history a[href^='/ha-tang/lich-su/']").first)
    expect(page.locator("details.record-undo")).to_be_visible()
    assert overflow_px(page) == 0
    hands.press(page.locator("details.record-undo summary"))
    hands.press(page.locator("details.record-undo button"))
    expect(page.locator(".flash.good")).to_be_visible()
    page.goto("/ha-tang/site?q=chan+nui")
    hands.press(page.locator("#records tbody th a"))
    expect(page.locator(".record-pairs")).not_to_contain_text("33,5")
    expect(page.locator(".record-history")).to_contain_text(vi("taken back"))
