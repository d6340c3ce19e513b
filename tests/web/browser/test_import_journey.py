"""An operator's workbook: understood, mended, written, counted with, taken back."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Locator, Page, expect

from web_service import Service
from web_visit import HANDS, IN_EVERY_WAY, WIDTHS_PX, Mouse, Visits, overflow_px, vi

pytestmark = pytest.mark.browser
Row = Sequence[object]
_SITES = ("Mã trạm", "Tên trạm", "Kinh độ", "Vĩ độ", "Độ cao cột (m)", "Chủ sở hữu")
_SERVICES = (
    "Mã trạm",
    "Nhà mạng",
    "Công nghệ",
    "Tần số (MHz)",
    "Độ rộng kênh (MHz)",
    "Công suất một cổng (dBm)",
    "Độ tăng ích ăng-ten (dBi)",
    "Suy hao fi-đơ (dB)",
    "Độ cao ăng-ten (m)",
)
NEW = ("N1", "Trạm Bản Khuất", 105.115, 21.1, 40, "VNPT")
CHANGED = ("S2", "Trạm Chân Núi", 105.07, 21.095, 33, "VNPT")
WRONG = ("N2", "Trạm Sai", 105.05, 21.13, "cao", "VNPT")
NEW_4G = ("N1", "VNPT", "4G", 1860, 20, 43, 17, 0.5, 38)


def _write_workbook(path: Path, sheets: Mapping[str, Sequence[Row]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _send(page: Page, hands: Mouse, workbook: Path, service: Service) -> None:
    """Send a workbook in, and wait until it was looked at."""
    page.goto("/du-lieu")
    hands.give(page.locator("#files"), workbook)
    hands.write(page.locator("#sender"), "VNPT")
    hands.press(page.get_by_role("button", name=vi("Send and look at it")))
    expect(page).to_have_url(re.compile("/du-lieu/nhap/"))
    service.run_jobs()
    expect(_step(page, "Confirm the answers and look again")).to_be_visible()


def _step(page: Page, words: str) -> Locator:
    main = page.get_by_role("main")
    return main.get_by_role("button", name=vi(words)).or_(
        main.get_by_role("link", name=vi("Next"), exact=True)
    )


def _write(page: Page, hands: Mouse, service: Service) -> None:
    """Write what was looked at into the register."""
    hands.write(page.locator("#ly_do"), "Báo cáo quý I")
    hands.press(page.get_by_role("button", name=vi("Write into the register")))
    expect(page.locator(".job")).to_be_visible()
    service.run_jobs()
    expect(page.get_by_role("heading", name=vi("What was written"))).to_be_visible()


@IN_EVERY_WAY
def test_a_workbook_is_understood_written_and_taken_back(
    visits: Visits, service: Service, tmp_path: Path, way: str
) -> None:
    hands = HANDS[way]
    page = visits.page("planner", width_px=WIDTHS_PX[way])
    rows = (_SITES, NEW, CHANGED, WRONG)
    _send(page, hands, _write_workbook(tmp_path / "vnpt.xlsx", {"Trạm": rows}), service)
    assert overflow_px(page) == 0
    hands.press(page.get_by_role("link", name=vi("Next"), exact=True))
    finding = page.locator(".finding", has_text="cao").first
    expect(finding.locator(".finding-place")).to_contain_text("4")
    hands.press(finding.locator("details summary"))
    expect(finding.locator("mark")).to_have_text("cao")
    assert overflow_px(page) == 0
    hands.press(page.get_by_role("link", name=vi("Next"), exact=True))
    changed = page.locator("table.changes tbody tr", has_text="S2")
    expect(changed.locator("del")).to_have_text("30")
    expect(changed.locator("ins")).to_have_text("33")
    assert overflow_px(page) == 0
    hands.press(page.get_by_role("link", name=vi("Next"), exact=True))
    hands.press(page.locator("input[name=bo_loi]"))
    _write(page, hands, service)
    assert overflow_px(page) == 0
    assert len(service.state.register.records("site")) == 4
    hands.press(page.get_by_role("button", name=vi("Take this import back")))
    expect(page.locator(".flash.good")).to_have_text(vi("Taken back."))
    assert len(service.state.register.records("site")) == 3


@pytest.mark.heavy
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_an_operators_workbook_becomes_a_new_map_indicator_and_plan(
    visits: Visits, service: Service, tmp_path: Path
) -> None:
    """All of it in the browser; what runs beside it is the service's own worker."""
    hands = HANDS["mouse"]
    page = visits.page("planner")

    def level_in_the_valley() -> str:
        page.goto("/ban-do#o=105.11500,21.10000,14.00&diem=105.11500,21.10000")
        page.reload()
        row = page.locator("#map-place tbody tr", has_text="4G").first
        return row.inner_text()

    def people_with_4g() -> str:
        page.goto("/chi-tieu/people_4g_ratio")
        return page.locator("#chuoi tbody tr").first.inner_text()

    def people_of_a_new_plan(title: str) -> str:
        page.goto("/quy-hoach/kich-ban/moi")
        hands.write(page.locator("#title_vi"), title)
        hands.choose(page.locator("#service-0-technology"), "4G")
        hands.press(page.get_by_role("button", name=vi("Save and make the plan")))
        expect(page.locator(".job")).to_be_visible()
        service.run_jobs()
        return page.locator(".plan-facts div", has_text="4G").first.inner_text()

    level_before, people_before = level_in_the_valley(), people_with_4g()
    plan_before = people_of_a_new_plan("Trước khi có trạm mới")

    sheets = {"Trạm": (_SITES, NEW), "Dịch vụ": (_SERVICES, NEW_4G)}
    _send(page, hands, _write_workbook(tmp_path / "vnpt.xlsx", sheets), service)
    page.goto(f"{page.url.partition('?')[0]}/ghi")
    _write(page, hands, service)
    hands.press(
        page.get_by_role("button", name=vi("Compute coverage and targets again"))
    )
    expect(page.locator(".job")).to_be_visible()
    service.run_jobs()
    expect(page.locator(".job .status")).to_have_class(re.compile("done"))

    assert level_in_the_valley() != level_before
    assert people_with_4g() != people_before
    page.goto("/quy-hoach")
    expect(page.locator(".scenario .status.late").first).to_be_visible()
    assert people_of_a_new_plan("Sau khi có trạm mới") != plan_before
