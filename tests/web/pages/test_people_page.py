"""The page of teams and people: numbers with a way to their records."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from people_records import fill_people
from web_service import Client, Service

ClientAs = Callable[..., Client]
PAGE = "/he-thong/con-nguoi"


@pytest.fixture
def staffed(service: Service, province: Path) -> Service:
    fill_people(province)
    service.state.snapshots.forget()
    return service


def plain(page: str) -> str:
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    return re.sub(r" ([;:.,)])", r"\1", words).replace("( ", "(")


def test_numbers_stand_with_their_denominators(staffed: Service) -> None:
    told = plain(staffed.client_as("reader").get(PAGE).text)
    assert "1 / 2 xã, phường có tổ cấp xã" in told
    assert "1 / 4 thôn có tổ 2 tổ cấp thôn; 1 tổ không khớp thôn nào" in told
    # 6 of 9; one team is not told, one is impossible.
    assert "66,7 % thành viên đã tập huấn 6 / 9; 1 chưa rõ; 1 bản ghi vô lý" in told


def test_the_printed_ratio_is_told_with_its_arithmetic(staffed: Service) -> None:
    page = staffed.client_as("reader").get(PAGE).text
    told = plain(page)
    assert "1.292 / 1.092 tổ cấp thôn, theo số in kỳ 2024-03: 118,3 %" in told
    assert "1.292 tổ cấp thôn / 1.092 thôn = 118,3 %" in told
    assert re.search(r'href="/ha-tang/figure/\d+">1\.292', page)


def test_the_commune_with_the_largest_gap_comes_first(staffed: Service) -> None:
    page = staffed.client_as("reader").get(PAGE).text
    listed = re.findall(r'<th scope="row"><a href="\?xa=(\d+)#mot-xa"', page)
    assert listed == ["00002", "00001"]
    only = staffed.client_as("reader").get(f"{PAGE}?xem=tap-huan-cu").text
    assert re.findall(r'<th scope="row"><a href="\?xa=(\d+)#', only) == ["00001"]


def test_a_commune_names_villages_without_a_team_and_lost_teams(
    staffed: Service,
) -> None:
    page = staffed.client_as("reader").get(f"{PAGE}?xa=00001").text
    told = plain(page)
    assert "Thôn chưa có tổ (1) Xóm Đồng Bằng" in told
    assert "Tổ không khớp thôn nào trong sổ (1) Tổ lạc" in told
    assert "Tổ tập huấn đã lâu (1) Tổ xã Đồng Bằng" in told
    assert re.search(r'href="/ha-tang/locality/\d+">Xóm Đồng Bằng', page)
    assert "/ha-tang/community_team?f.tier=village&amp;xa=00001" in page


def test_the_least_trained_agency_comes_first(staffed: Service) -> None:
    told = plain(staffed.client_as("reader").get(PAGE).text)
    assert told.index("Sở Kém") < told.index("Sở Khá")
    assert "Đã tập huấn: 45 % (9 / 20)" in told


def test_events_stand_by_month_and_kind(staffed: Service) -> None:
    page = staffed.client_as("reader").get(PAGE).text
    assert "10/2025" in page
    assert "/ha-tang/outreach_event?f.kind=contest" in page
    assert "12.000" in page


def test_every_link_to_a_list_opens_it(staffed: Service) -> None:
    client = staffed.client_as("reader")
    page = client.get(f"{PAGE}?xa=00001").text
    for link in set(re.findall(r'href="(/(?:ha-tang|chi-tieu)[^"#]*)', page)):
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_without_records_the_page_says_what_to_import(client_as: ClientAs) -> None:
    told = plain(client_as("planner").get(PAGE).text)
    assert "Sổ đăng ký chưa có tổ công nghệ số cộng đồng." in told
    assert "Sổ đăng ký chưa có cơ quan." in told
    assert "Sổ đăng ký chưa có hoạt động nào." in told


@pytest.mark.parametrize("query", ["xa=khong", "xem=la", "trang=999", "tim=%3Cb%3E"])
def test_addresses_that_name_nothing_are_passed_over(
    staffed: Service, query: str
) -> None:
    assert staffed.client_as("reader").get(f"{PAGE}?{query}").status_code == 200


def test_english_is_whole(staffed: Service) -> None:
    told = plain(staffed.client_as("reader").get(f"{PAGE}?lang=en").text)
    assert "Communes, the largest gap first" in told
    assert "1,292 village teams / 1,092 villages = 118.3 %" in told
