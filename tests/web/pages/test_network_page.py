"""The government network in the browser: numbers that open lists, and what is told."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from government_network_samples import fill_network
from hatangso.model.record import Action, Actor, Edit
from hatangso.web.views import network_view
from hatangso.workflows.register.edit_records import commit_edits
from small_province import NOW
from web_service import Client

ClientAs = Callable[..., Client]


@pytest.fixture
def filled(province: Path) -> Path:
    return fill_network(province)


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_without_nodes_the_page_says_what_to_import(client_as: ClientAs) -> None:
    page = client_as("reader").get("/he-thong/mang")
    assert page.status_code == 200
    assert "Hãy nhập danh sách nút (network_nodes)" in words(page.text)
    assert 'href="/ha-tang/network_node"' in page.text
    assert "chưa có nút" in words(client_as("reader").get("/he-thong/mang/nut").text)


def test_the_public_does_not_see_it(client_as: ClientAs) -> None:
    answer = client_as("public").get("/he-thong/mang")
    assert answer.status_code in {302, 303, 401, 403}


@pytest.mark.usefixtures("filled")
def test_numbers_open_lists_of_so_many(client_as: ClientAs) -> None:
    client = client_as("reader")
    page = client.get("/he-thong/mang").text
    counted = re.findall(
        r'href="(/he-thong/mang/(?:nut|co-quan)\?trang_thai=\w+)">([\d.]+)</a>', page
    )
    assert len(counted) >= 6
    for address, count in counted:
        listed = client.get(address).text
        if count == "0":
            assert "Chưa có gì thuộc loại này" in listed
        else:
            assert f"{count} dòng" in listed, address


@pytest.mark.usefixtures("filled")
def test_cuts_loads_and_costs_are_told_and_drawn(client_as: ClientAs) -> None:
    page = client_as("reader").get("/he-thong/mang").text
    told = words(page)
    assert "Mạng bị chia thành nhiều mảnh" in told
    assert "L4" in told
    assert "không đủ băng thông" in told
    assert "Đã chứng minh: trong số này không cách nào rẻ hơn." in told
    assert "UBND xã An, UBND xã Bình" in told
    # Drawn, and said to those who do not see it; links that cut somebody off stand out.
    assert 'class="chart network-map"' in page
    assert page.count('class="net-link single"') == 3
    assert "L4: đứt thì 2 nút mất kết nối" in page
    assert re.search(r'href="/ha-tang/network_link/\d+">L4</a>', page)
    assert re.search(r'href="/ha-tang/network_node/\d+">', page)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("address", "there", "missing"),
    [
        ("/he-thong/mang/nut?trang_thai=no", "Xã Cao", "Xã An"),
        ("/he-thong/mang/nut?tim=xa+binh", "Xã Bình", "Xã An"),
        ("/he-thong/mang/co-quan?trang_thai=none", "Thanh tra tỉnh", "UBND xã An"),
        ("/he-thong/mang/su-co?loai=carrier", "VNPT", "Huyện Một"),
        ("/he-thong/mang/tai", "L1", "L6"),
        ("/he-thong/mang/nut?trang_thai=gi-do", "Chưa có gì", "Xã An"),
        ("/he-thong/mang/nut?trang=99", "Xã An", "Chưa có gì"),
    ],
)
def test_lists_are_filtered(
    client_as: ClientAs, address: str, there: str, missing: str
) -> None:
    page = client_as("reader").get(address)
    assert page.status_code == 200
    main = page.text.partition("<table")[2] or page.text
    assert there in main
    assert missing not in main


@pytest.mark.usefixtures("filled")
def test_a_route_is_told_only_to_who_may_see_its_circuits(
    province: Path, client_as: ClientAs
) -> None:
    shape = bytes.fromhex(
        "01020000000200000033333333337359409a99999999193640"
        "3333333333735a409a99999999193640"
    )
    made = [("route", {"id": "T9", "name": "Tuyến 9", "kind": "aerial",
                       "geometry": shape})]  # fmt: skip
    made += [("circuit", {"id": code, "operator": "VNPT", "route_id": "T9"})
             for code in ("L1", "L2")]  # fmt: skip
    edits = [Edit(kind, Action.CREATE, values=values) for kind, values in made]
    commit_edits(province, edits, actor=Actor("me"), at=NOW, reason="test")
    asked = "/he-thong/mang/su-co?loai=route"
    assert "T9" in client_as("administrator").get(asked).text
    assert "T9" not in client_as("reader").get(asked).text


@pytest.mark.usefixtures("filled")
def test_concerns_lead_to_records(client_as: ClientAs) -> None:
    page = client_as("reader").get("/he-thong/van-de?loai=network_single_link").text
    assert "L4" in page
    assert re.search(r'href="/ha-tang/network_link/\d+"', page)


@pytest.mark.usefixtures("filled")
def test_the_page_speaks_english_too(client_as: ClientAs) -> None:
    page = client_as("reader").get("/he-thong/mang?lang=en").text
    assert "What one failure cuts off" in page
    assert "hang on one link" in page


@pytest.mark.usefixtures("filled")
def test_a_large_network_leaves_what_takes_long_to_the_command(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_view, "_MOST_NODES", 5)
    told = words(client_as("reader").get("/he-thong/mang").text)
    assert "Mạng lớn: lệnh hatangso network --harden tìm các đường rẻ nhất." in told
    assert "Mạng lớn: lệnh hatangso network xét việc này." in told
    assert "L4" in told
