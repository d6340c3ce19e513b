"""Pages of digital platforms: numbers that open their lists, and what is not known."""

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hatangso.model.record import Action, Actor, Edit
from hatangso.web.application import create_app
from hatangso.web.settings import Settings
from hatangso.workflows.register.edit_records import commit_edits
from platform_records import TODAY, fill_platforms
from small_province import NOW
from web_service import ADDRESS, CHEAP_HASHER, Clock, Service

START = "/he-thong/nen-tang"
PAGES = (
    START,
    f"{START}/dich-vu-du-lieu",
    f"{START}/dich-vu-cong",
    f"{START}/van-ban-thu-dien-tu",
    f"{START}/hoi-nghi",
    f"{START}/danh-muc",
)
_AT = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=ZoneInfo("Asia/Saigon"))


@pytest.fixture
def filled(province: Path) -> Iterator[Service]:
    fill_platforms(province)
    clock = Clock(_AT)
    settings = Settings(directory=province, base_url=ADDRESS, workers=1)
    service = Service(create_app(settings, now=clock, hasher=CHEAP_HASHER), clock)
    yield service
    service.close()


def counts(page: str) -> list[tuple[str, int]]:
    found = re.findall(rf'href="({START}/danh-sach/[^"]+)">([\d.]+)</a>', page)
    return [(unescape(href), int(count.replace(".", ""))) for href, count in found]


def rows(page: str) -> int:
    return len(re.findall(r'<th scope="row"><a href="/ha-tang/', page))


def test_every_number_opens_a_list_of_so_many(filled: Service) -> None:
    client = filled.client_as("reader")
    found: dict[tuple[str, int], None] = {}
    for path in PAGES:
        told = counts(client.get(path).text)
        assert told, path
        found |= dict.fromkeys(told)
    for address, count in found:
        listed = client.get(address)
        assert listed.status_code == 200, address
        assert rows(listed.text) == count, address


def test_pages_are_whole_in_both_languages(filled: Service) -> None:
    for language, word in (("vi", "Dịch vụ dữ liệu"), ("en", "Data services")):
        client = filled.client_as("planner")
        client.cookies.set("hatangso_language", language)
        for path in PAGES:
            page = client.get(path)
            assert page.status_code == 200
            assert word in page.text
            assert "None" not in re.sub(r"<[^>]*>", "", page.text)


def test_an_empty_register_says_what_to_import(service: Service) -> None:
    client = service.client_as("planner")
    for path in PAGES:
        assert "/du-lieu/bieu-mau/" in client.get(path).text


def test_missing_services_stand_by_benefit_and_unknown_ones_last(
    filled: Service,
) -> None:
    page = filled.client_as("reader").get(f"{START}/dich-vu-du-lieu").text
    names = re.findall(r'/ha-tang/data_service/\d+">(Tra cứu [^<]+)</a>', page)
    assert names[:4] == [
        "Tra cứu lý lịch tư pháp",
        "Tra cứu hộ kinh doanh",
        "Tra cứu bảo hiểm",
        "Tra cứu đất đai",
    ]
    assert "4.000 hồ sơ \N{MULTIPLICATION SIGN} 10" in page
    assert "Sở Lạ" in page


def test_a_budget_is_understood_as_people_write_it(filled: Service) -> None:
    client = filled.client_as("reader")
    address = f"{START}/dich-vu-du-lieu"
    page = client.get(address, params={"kinh_phi": "150 triệu"}).text
    assert "Đã chọn với 100 triệu đồng trên 150 triệu đồng" in page
    for text in ("abc", "-5", "9" * 40):
        wrong = client.get(address, params={"kinh_phi": text})
        assert wrong.status_code == 200
        assert "kinh_phi-error" in wrong.text


def test_a_list_that_there_is_not_is_not_found(filled: Service) -> None:
    client = filled.client_as("reader")
    for address in ("khong-co", "dung?nhom=XX", "full?nhom=co-quan:Sở Lạ"):
        assert client.get(f"{START}/danh-sach/{address}").status_code == 404


def test_readers_do_not_see_who_holds_a_certificate(filled: Service) -> None:
    address = f"{START}/danh-sach/chung-thu?nhom=valid"
    assert "Lê Thị An" not in filled.client_as("reader").get(address).text


def test_long_tables_are_paged(province: Path, service: Service) -> None:
    edits = [
        Edit(
            "public_service",
            Action.CREATE,
            values={"id": f"T{n}", "name": f"Thủ tục {n}", "agency": f"Xã {n}"},
        )
        for n in range(120)
    ]
    commit_edits(province, edits, actor=Actor("me"), at=NOW, reason="test")
    service.state.snapshots.forget()
    client = service.client_as("reader")
    first = client.get(f"{START}/dich-vu-cong").text
    second = client.get(f"{START}/dich-vu-cong?trang=2").text
    assert "trang=2" in first
    assert "Xã 119" in second
    assert "Xã 119" not in first


def test_what_waits_in_its_table_is_counted_and_has_no_page_yet(
    province: Path, service: Service
) -> None:
    (province / "data_services.csv").write_text(
        "id,name,platform,is_used,dossiers_a_year\nD1,Tra cứu thuế,NDXP,no,7\n",
        encoding="utf-8",
    )
    service.state.snapshots.forget()
    client = service.client_as("reader")
    for path in (START, f"{START}/dich-vu-du-lieu", f"{START}/danh-sach/khong-dung"):
        page = client.get(path).text
        assert "Tra cứu thuế" in page
        assert not re.search(r"/ha-tang/data_service/-\d", page)
