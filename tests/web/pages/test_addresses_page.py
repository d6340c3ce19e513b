"""Mã địa chỉ: counts for every account, single households only for some."""

from collections.abc import Callable
from html import unescape
from http import HTTPStatus
from pathlib import Path

import pytest

from hatangso.geography.address_codes.codes import place_code
from hatangso.model.record import Action, Actor, Edit
from hatangso.workflows.register.edit_records import commit_edits
from small_province import NOW
from web_service import Client, Service

ClientAs = Callable[..., Client]
PAGE = "/he-thong/dia-chi"
CODE = place_code(105.03, 21.1)
OWNER = "Nhà bà <Lành>"


@pytest.fixture
def household(province: Path, service: Service) -> None:
    values = {
        "id": CODE,
        "house": OWNER,
        "lon_deg": 105.03,
        "lat_deg": 21.1,
        "commune_code": "00001",
        "locality": "Xóm Đồng Bằng",
    }
    edit = Edit("household_address", Action.CREATE, values=values)
    commit_edits(province, [edit], actor=Actor("lan"), at=NOW, reason="danh sách")
    service.state.snapshots.forget()


def test_without_codes_the_page_says_how_to_begin(client_as: ClientAs) -> None:
    page = client_as("reader").get(PAGE)
    assert page.status_code == HTTPStatus.OK
    assert "Chưa hộ nào có mã địa chỉ" in page.text
    assert 'href="/du-lieu"' in page.text
    assert "Chưa biết mã bưu chính" in page.text
    assert client_as("public").get(PAGE).status_code != HTTPStatus.OK


@pytest.mark.usefixtures("household")
def test_a_number_leads_to_villages_and_households(client_as: ClientAs) -> None:
    client = client_as("planner")
    page = client.get(PAGE).text
    assert f"{PAGE}?xa=00001" in page
    assert "Xóm Đồng Bằng" in client.get(f"{PAGE}?xa=00001").text
    assert "/ha-tang/household_address?xa=00001" in page
    assert CODE in client.get("/ha-tang/household_address?xa=00001").text
    assert "thiếu mã bưu chính" in page


@pytest.mark.usefixtures("household")
def test_a_reader_sees_counts_and_no_household(client_as: ClientAs) -> None:
    reader = client_as("reader")
    for address in (PAGE, f"{PAGE}?tim={CODE.replace('+', '%2B')}", f"{PAGE}?xa=00001"):
        page = unescape(reader.get(address).text)
        assert "Lành" not in page
        assert "/ha-tang/household_address" not in page
    assert "Codes" not in page
    assert "chỉ xem số lượng" in page


@pytest.mark.usefixtures("household")
def test_who_may_see_personal_data_finds_the_household(client_as: ClientAs) -> None:
    page = client_as("planner").get(PAGE, params={"tim": CODE}).text
    assert "Nhà bà &lt;Lành&gt;" in page
    assert "Nhà bà <Lành>" not in page


@pytest.mark.usefixtures("household")
@pytest.mark.parametrize("path", ["", "?tim=7PH7", "/1", "/1/lich-su"])
def test_a_reader_learns_from_no_page_where_a_household_lives(
    client_as: ClientAs, path: str
) -> None:
    code = place_code(105.03, 21.1)
    shown = client_as("reader").get(f"/ha-tang/household_address{path}")
    assert shown.status_code < 500
    assert code not in shown.text
    assert "105,03" not in shown.text
    told = client_as("reader").get("/api/v1/records/household_address")
    assert told.status_code == HTTPStatus.OK
    assert code not in told.text


def test_look_up_works_both_ways(client_as: ClientAs) -> None:
    client = client_as("reader")
    page = client.get(PAGE, params={"tim": "21,1; 105,03"}).text
    assert CODE in page
    assert "Xã Tây" in page
    page = client.get(PAGE, params={"tim": CODE}).text
    assert "21,100" in page


@pytest.mark.parametrize(
    "asked", ["HRVX+M4", "<script>alert(1)</script>", "0, 900", "\x00", "7" * 100]
)
def test_what_is_no_address_is_told_beside_the_field(
    client_as: ClientAs, asked: str
) -> None:
    page = client_as("reader").get(PAGE, params={"tim": asked})
    assert page.status_code == HTTPStatus.OK
    assert 'id="tim-wrong"' in page.text
    assert "<script>alert" not in page.text


def test_odd_parts_of_the_address_break_nothing(client_as: ClientAs) -> None:
    client = client_as("reader")
    assert client.get(f"{PAGE}?xa=%3Cb%3E").status_code == HTTPStatus.OK
    assert client.get(f"{PAGE}?tim={'x' * 500}").status_code < 500
