"""Targets, indicators, and the page of each."""

from collections.abc import Callable

import pytest

from web_service import Client

ClientAs = Callable[..., Client]
CODE = "village_4g_ratio"


def test_a_part_of_the_page_is_the_list_alone(client_as: ClientAs) -> None:
    client = client_as("public")
    whole = client.get("/chi-tieu?tim=4g")
    part = client.get("/chi-tieu?tim=4g", headers={"hx-request": "true"})
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert 'id="list"' in part.text


def test_a_search_that_finds_nothing_offers_a_way_out(client_as: ClientAs) -> None:
    page = client_as("public").get("/chi-tieu?tim=khongcogi").text
    assert "Không có mục nào khớp." in page
    assert 'href="/chi-tieu"' in page


def test_all_indicators_are_paged(client_as: ClientAs) -> None:
    client = client_as("public")
    first = client.get("/chi-tieu?xem=tat-ca").text
    second = client.get("/chi-tieu?xem=tat-ca&trang=2").text
    assert "trang=2" in first
    assert first != second
    assert first.count('<th scope="row">') == 50


def test_the_page_of_an_indicator_shows_value_target_and_communes(
    client_as: ClientAs,
) -> None:
    page = client_as("public").get(f"/chi-tieu/{CODE}").text
    for words in ("Căn cứ", "Chuỗi số liệu", "Xã Tây", "Định nghĩa", "mô phỏng"):
        assert words in page
    assert 'role="img"' in page


def test_the_plan_is_for_those_who_may_read_plans(client_as: ClientAs) -> None:
    words = "Phương án giải quyết đến đâu"
    assert words not in client_as("public").get(f"/chi-tieu/{CODE}").text
    assert words in client_as("reader").get(f"/chi-tieu/{CODE}").text


@pytest.mark.parametrize("boundaries", ["", "hien-nay", "2024-12-31"])
def test_boundaries_can_be_chosen(client_as: ClientAs, boundaries: str) -> None:
    page = client_as("public").get(f"/chi-tieu/{CODE}?dia_gioi={boundaries}")
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/chi-tieu/khong-co", 404),
        (f"/chi-tieu/{CODE}?dia_gioi=hom-qua", 422),
        ("/chi-tieu?trang=0", 422),
        ("/chi-tieu?tim=" + "x" * 200, 422),
        ("/chi-tieu?trang=9999", 200),
        ("/chi-tieu?phan=%3Cscript%3E&ket_luan=%22%3E", 200),
    ],
)
def test_odd_addresses_get_a_clear_answer(
    client_as: ClientAs, address: str, status: int
) -> None:
    page = client_as("public").get(address)
    assert page.status_code == status
    assert "<script>" not in page.text


def test_the_downloads_lead_to_the_interface(client_as: ClientAs) -> None:
    client = client_as("public")
    page = client.get(f"/chi-tieu/{CODE}").text
    address = f"/api/v1/analytics?dx={CODE}&boundaries=as-reported"
    assert address.replace("&", "&amp;") in page or address in page
    for form in ("csv", "json", "sdmx-csv"):
        assert client.get(f"{address}&format={form}").status_code == 200
