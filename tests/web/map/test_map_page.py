"""The page Bản đồ, and who may ask it for what."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from web_service import Client

ClientAs = Callable[..., Client]
# The province of the tests lies in this tile.
TILE = "9/405/225.png"


@pytest.fixture
def nobody(client_as: ClientAs) -> Client:
    return client_as("public")


@pytest.fixture
def reader(client_as: ClientAs) -> Client:
    return client_as("reader")


def _layers(client: Client) -> dict[str, Any]:
    answer = client.get("/ban-do/lop.json")
    assert answer.status_code == 200
    return {layer["id"]: layer for layer in answer.json()["layers"]}


def test_the_page_names_its_layers_to_the_script(nobody: Client) -> None:
    answer = nobody.get("/ban-do")
    assert answer.status_code == 200
    assert 'id="map-catalogue"' in answer.text
    assert "data-map-page" in answer.text
    assert "style=" not in answer.text.partition("<body")[2]


def test_sites_networks_and_plans_are_for_those_who_signed_in(
    nobody: Client, reader: Client
) -> None:
    hidden = {
        "sites",
        "fibre",
        "network-nodes",
        "network-links",
        "measurements",
        "plan",
    }
    assert not hidden & set(_layers(nobody))
    assert hidden <= set(_layers(reader))
    for layer in sorted(hidden):
        address = f"/ban-do/lop-mang/vi/{layer}.geojson"
        assert nobody.get(address).status_code in {303, 401}
        assert reader.get(address).status_code == 200
        assert nobody.get(f"/ban-do/lop/vi/{layer}.geojson").status_code == 404


def test_every_layer_answers_under_the_address_that_the_catalogue_gives(
    reader: Client,
) -> None:
    for layer in _layers(reader).values():
        address = layer.get("data")
        if address is None:
            address = layer["tiles"].replace("{z}/{x}/{y}.png", TILE)
        answer = reader.get(address)
        assert answer.status_code in {200, 204}, address
        assert "immutable" in answer.headers["cache-control"]
        assert "private" in answer.headers["cache-control"]


def test_a_tile_of_another_version_is_asked_for_again(nobody: Client) -> None:
    answer = nobody.get(f"/ban-do/o/level-4g/{TILE}?v=old")
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["cache-control"]
    assert answer.headers["content-type"] == "image/png"


def test_a_tile_is_drawn_once_and_then_read(nobody: Client, province: Path) -> None:
    first = nobody.get(f"/ban-do/o/level-4g/{TILE}").content
    (kept,) = (province / "results" / ".map").rglob("*.png")
    assert kept.read_bytes() == first
    kept.write_bytes(b"from the cache")
    assert nobody.get(f"/ban-do/o/level-4g/{TILE}").content == b"from the cache"


@pytest.mark.parametrize(
    "path",
    [
        "/ban-do/o/nothing/9/405/225.png",
        "/ban-do/o/..%2f..%2fservice.sqlite/9/405/225.png",
        "/ban-do/o/level-4g/22/0/0.png",
        "/ban-do/o/level-4g/0/0/0.png",
        "/ban-do/o/level-4g/9/512/0.png",
        "/ban-do/dia-hinh/20/1/1.png",
        "/ban-do/lop/vi/..%2fsites.geojson",
        "/ban-do/lop/vi/nothing.geojson",
    ],
)
def test_what_is_no_layer_and_no_tile_is_not_found(nobody: Client, path: str) -> None:
    assert nobody.get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["lon=abc&lat=21", "lon=nan&lat=21", "lon=105", "lon=999&lat=21"]
)
def test_a_place_that_is_none_is_refused(reader: Client, query: str) -> None:
    assert reader.get(f"/ban-do/noi?{query}").status_code == 422
    assert reader.get(f"/ban-do/duong-truyen?{query}").status_code == 422


def test_features_that_a_browser_has_are_not_sent_again(nobody: Client) -> None:
    address = "/ban-do/lop/vi/communes.geojson"
    first = nobody.get(address)
    assert first.json()["features"][0]["properties"]["name"]
    again = nobody.get(address, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    plain = nobody.get(address, headers={"accept-encoding": "identity"})
    assert plain.json() == first.json()


def test_a_point_tells_commune_village_and_signal(nobody: Client) -> None:
    page = nobody.get("/ban-do/noi?lon=105.03&lat=21.1").text
    assert "Xóm Đồng Bằng" in page
    assert "4G" in page
    assert "/ban-do/duong-truyen" not in page


def test_the_way_of_the_signal_is_for_those_who_signed_in(
    nobody: Client, reader: Client
) -> None:
    address = "/ban-do/duong-truyen?lon=105.112&lat=21.1&technology=4G"
    assert nobody.get(address).status_code in {303, 401}
    page = reader.get(address).text
    assert "path-ground" in page
    assert "VNPT" in page
    assert "Trạm Chân Núi" in page


def test_where_no_station_is_in_reach_the_page_says_so(reader: Client) -> None:
    page = reader.get("/ban-do/duong-truyen?lon=105.1&lat=21.1&technology=5G").text
    assert "path-ground" not in page
    assert "5G" in page


def test_names_are_found_without_marks_and_sites_by_members_only(
    nobody: Client, reader: Client
) -> None:
    assert "Bản Khuất" in nobody.get("/ban-do/tim?q=ban+khuat").text
    assert "Bản Khuất" in nobody.get("/ban-do/tim?q=KHUẤT").text
    assert "Trạm Phía Đông" not in nobody.get("/ban-do/tim?q=phia+dong").text
    assert "Trạm Phía Đông" in reader.get("/ban-do/tim?q=phia+dong").text


def test_a_search_for_nothing_or_for_markup_finds_nothing(nobody: Client) -> None:
    assert "data-map-go" not in nobody.get("/ban-do/tim?q=").text
    page = nobody.get("/ban-do/tim?q=%3Cscript%3Ealert(1)").text
    assert "<script>alert" not in page


def test_the_map_speaks_english_too(nobody: Client) -> None:
    nobody.get("/ban-do?lang=en")
    layers = {
        layer["id"]: layer["title"]
        for layer in nobody.get("/ban-do/lop.json?lang=en").json()["layers"]
    }
    assert layers["holes"] == "Coverage holes"
