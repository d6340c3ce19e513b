"""From a hole to the letter that answers voters, and back to whether it still holds."""

import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from web_service import Service
from web_visit import HANDS, IN_EVERY_WAY, WIDTHS_PX, Visits, overflow_px, vi

pytestmark = pytest.mark.browser


@IN_EVERY_WAY
def test_a_hole_becomes_a_letter_that_is_taken_and_checked(
    visits: Visits, service: Service, way: str
) -> None:
    hands = HANDS[way]
    page = visits.page("planner", width_px=WIDTHS_PX[way])
    page.goto("/vung-lom/mo-phong?cong_nghe=5G")
    hands.press(page.locator("input[name=noi]").first)
    hands.press(
        page.get_by_role("button", name=vi("Take the chosen ones into the register"))
    )
    hands.press(page.locator("a[href^='/vung-lom/']:not(.tabs a)").first)
    place = page.get_by_role("heading", level=1).inner_text()
    hands.press(page.get_by_role("link", name=vi("Make the official letter")))
    chosen = page.locator("#hole option:checked")
    expect(chosen).to_have_count(1)
    assert chosen.inner_text().split(",")[0].strip() in place
    assert overflow_px(page) == 0
    hands.press(page.get_by_role("button", name=vi("Make the document")))
    expect(page).to_have_url(re.compile("/van-ban$"))
    service.run_jobs()
    file = page.get_by_role("link", name="PDF", exact=True)
    expect(file).to_be_visible()
    assert overflow_px(page) == 0
    with page.expect_download() as download:
        hands.press(file)
    path = download.value.path()
    words = " ".join(PdfReader(path).pages[0].extract_text().split())
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words
    hands.press(page.get_by_role("link", name=vi("Check a document or a signature")))
    page.locator("#file").set_input_files(
        {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": path.read_bytes()}
    )
    hands.press(page.get_by_role("button", name=vi("Check"), exact=True))
    expect(page.locator(".flash.good")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("cv.pdf")
    assert overflow_px(page) == 0
