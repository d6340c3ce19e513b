"""Red numbers lead to lists, and lists to the records behind them."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from hatangso.model.record import Action, Actor, Edit
from hatangso.workflows.register.edit_records import commit_edits
from small_province import NOW
from web_service import Client, Service

ClientAs = Callable[..., Client]


@pytest.fixture(autouse=True)
def overdue_hole(province: Path, service: Service) -> None:
    values = {
        "id": "H77",
        "kind": "white",
        "locality": "Khuổi Lừa",
        "commune_code": "00002",
        "cluster": "Cụm Khuổi Lừa",
        "state": "assigned",
        "responsible_operator": "VNPT",
        "promised_on": date(2020, 1, 1),
    }
    edit = Edit("coverage_hole", Action.CREATE, values=values)
    commit_edits(province, [edit], actor=Actor("lan"), at=NOW, reason="danh sách")
    service.state.snapshots.forget()


def hrefs(page: str, start: str) -> list[str]:
    return [
        one
        for one in map(unescape, re.findall(r'href="([^"]+)"', page))
        if one.startswith(start)
    ]


def test_from_a_number_of_the_overview_one_comes_to_the_hole(
    client_as: ClientAs,
) -> None:
    client = client_as("leader")
    overview = client.get("/").text
    for part in ("VT", "TTDL", "CNS", "NTS", "QT"):
        assert hrefs(overview, f"/he-thong/van-de?phan={part}")
    [number] = hrefs(overview, "/he-thong/van-de?phan=VT&muc=warning")
    listed = client.get(number).text
    assert "Cụm Khuổi Lừa" in listed
    [record] = [one for one in hrefs(listed, "/ha-tang/") if one.count("/") == 3]
    assert "Cụm Khuổi Lừa" in client.get(record).text


def test_the_hub_counts_what_its_lists_hold(client_as: ClientAs) -> None:
    client = client_as("reader")
    hub = client.get("/he-thong").text
    counted = re.findall(r'href="(/he-thong/van-de\?phan=[^"]+muc=\w+)">([\d.]+)<', hub)
    assert counted
    for address, count in counted:
        total = f"{count} dòng"
        assert total in client.get(unescape(address)).text, address


def test_the_public_sees_no_concern(client_as: ClientAs) -> None:
    client = client_as("public")
    assert "/he-thong" not in client.get("/").text
    assert client.get("/he-thong/van-de").status_code in {302, 303, 401, 403}


def test_a_filter_that_nobody_offers_finds_nothing_or_all(client_as: ClientAs) -> None:
    client = client_as("reader")
    assert "H77" not in client.get("/he-thong/van-de?loai=khong-co").text
    assert "Cụm Khuổi Lừa" in client.get("/he-thong/van-de?muc=la-gi&trang=99").text


def test_a_part_of_which_nothing_is_known_has_no_zeroes(client_as: ClientAs) -> None:
    hub = client_as("leader").get("/he-thong").text
    [row] = [one for one in hub.split("<tr>") if "van-de?phan=TTDL" in one]
    assert "sổ đăng ký chưa có gì" in row
    assert ">0</td>" not in row
