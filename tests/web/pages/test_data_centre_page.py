"""The page of data centres: bars, losses, forms, and numbers that open their lists."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from data_centre_samples import fill_data_centres
from web_service import Client, Service

ClientAs = Callable[..., Client]
PAGE = "/he-thong/trung-tam-du-lieu"


@pytest.fixture
def reader(service: Service, province: Path, client_as: ClientAs) -> Client:
    fill_data_centres(province)
    service.state.snapshots.forget()
    return client_as("reader")


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_an_empty_register_says_what_to_take_in(client_as: ClientAs) -> None:
    page = client_as("planner").get(PAGE)
    assert page.status_code == 200
    assert "Sổ đăng ký chưa có máy chủ nào." in page.text
    assert 'href="/du-lieu"' in page.text
    lost = client_as("reader").get(f"{PAGE}/chiu-hong")
    assert "chưa nói được gì về việc hỏng máy" in lost.text


def test_the_page_leads_to_hosts_racks_and_systems(reader: Client) -> None:
    page = reader.get(PAGE).text
    told = words(page)
    assert "2 máy chủ, 6 máy ảo" in told
    assert "PUE 1,5 trong" in told
    assert "cao hơn 1,4" in told
    for kind, name in (("host", "BK1"), ("rack", "A1"), ("data_centre", "BK")):
        (href,) = set(re.findall(rf'href="(/ha-tang/{kind}/\d+)">{name}<', page))
        assert reader.get(href).status_code == 200
    assert "/ha-tang/virtual_machine?f.host_id=BK1" in page


def test_numbers_of_systems_open_their_lists(reader: Client) -> None:
    page = reader.get(PAGE).text
    found = re.findall(
        rf'href="({PAGE}\?loi=[a-z_]+)#danh-sach">([^<]+): <strong>(\d+)', page
    )
    assert {title for _, title, _ in found} >= {
        "Không sao lưu",
        "Chưa xác định cấp độ an toàn",
    }
    for address, title, count in found:
        listed = reader.get(address).text
        assert f">{title}: {count}</caption>" in listed
        assert len(re.findall(r'"/ha-tang/information_system/\d+"', listed)) == int(
            count
        )


def test_losses_name_the_machines_without_a_place(reader: Client) -> None:
    apart = words(reader.get(f"{PAGE}/chiu-hong").text)
    assert "BK hỏng một máy chủ: không chịu được" in apart
    assert "1 \N{MULTIPLICATION SIGN} small" in apart
    part = reader.get(f"{PAGE}/chiu-hong?chung=1", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "hỏng một máy chủ: chịu được" in words(part)
    both = words(reader.get(f"{PAGE}/chiu-hong?chung=so-sanh").text)
    assert "Gộp chung, các máy ảo xếp vừa trên ít hơn 1 máy chủ" in both


def test_a_new_system_is_tried(reader: Client) -> None:
    asked = "so=2&vcpu=4&ram=8&dia=100"
    fits = words(reader.get(f"{PAGE}/he-thong-moi?{asked}").text)
    assert "hiện đủ chỗ" in fits
    large = words(reader.get(f"{PAGE}/he-thong-moi?so=2&vcpu=4&ram=80&dia=1").text)
    assert "hiện không đủ chỗ" in large
    assert "2 máy ảo mới không có chỗ" in large
    assert reader.get(f"{PAGE}/he-thong-moi?so=x").status_code == 422
    assert reader.get(f"{PAGE}/he-thong-moi?so=9999999").status_code == 422
    assert "bao nhiêu máy ảo" in reader.get(f"{PAGE}/he-thong-moi").text


def test_a_new_centre_is_sized_on_the_page(reader: Client) -> None:
    told = words(reader.get(f"{PAGE}?tu=1000&mw=10").text)
    assert "Tổng công suất 10,78 MW" in told
    assert "6,5 kW" in told
    assert "không dùng được cho" in words(reader.get(f"{PAGE}?tu=nhiều").text)


def test_the_public_does_not_see_it(client_as: ClientAs) -> None:
    assert client_as("public").get(PAGE).status_code in (302, 303, 401, 403)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_both_languages_are_whole(reader: Client, language: str) -> None:
    page = reader.get(f"{PAGE}?lang={language}").text
    assert ("How large is a new centre?" in page) is (language == "en")
    assert ("Trung tâm mới cần lớn đến đâu?" in page) is (language == "vi")


@pytest.mark.parametrize("sort", ["ghost", "<script>", "no_level' --"])
def test_hostile_addresses_change_nothing(reader: Client, sort: str) -> None:
    page = reader.get(
        PAGE, params={"loi": sort, "chung": "x", "mw": "1e999", "tu": "1"}
    )
    assert page.status_code == 200
    assert "<script>" not in page.text.replace('<script type="module"', "")
