"""Outlines of industrial zones, and the buildings in them."""

import json
from pathlib import Path

import pytest

from hatangso.io.findings import Findings
from hatangso.io.parameter_files import parameter_set
from hatangso.io.province_directory import read_province
from hatangso.model.province import Province
from hatangso.radio.link_budget import radio_parameters
from small_province import append_row, build_small_province

DEFAULTS = radio_parameters(parameter_set("viet_nam")).service_defaults()
RING = [[105.02, 21.10], [105.03, 21.10], [105.03, 21.11], [105.02, 21.11]]
SMALL = [[105.022, 21.102], [105.023, 21.102], [105.023, 21.103], [105.022, 21.103]]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    build_small_province(tmp_path)
    append_row(
        tmp_path / "facilities.csv",
        ("Z1", "KCN Thung Lũng", "industrial_zone", 105.025, 21.105),
    )
    return tmp_path


def feature(
    properties: object, ring: list[list[float]], kind: str = "Polygon"
) -> object:
    coordinates: object = [[*ring, ring[0]]] if kind == "Polygon" else ring[0]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def write_layer(directory: Path, name: str, *features: object) -> None:
    content = {"type": "FeatureCollection", "features": list(features)}
    path = directory / f"{name}.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    with (directory / "province.toml").open("a", encoding="utf-8") as stream:
        stream.write(f'[layers.{name}]\nreality = "synthetic"\nsource = "test"\n')


def read(directory: Path) -> tuple[Province, list[str]]:
    findings = Findings()
    province = read_province(directory, findings, service_defaults=DEFAULTS)
    return province, [f"{one.place} {one.problem}" for one in findings]


ZONE = feature({"id": "K1", "name": "Thung Lũng", "facility_id": "Z1"}, RING)


def building(**properties: object) -> object:
    return feature({"id": "B1", "zone_id": "K1"} | properties, SMALL)


def test_a_zone_and_its_buildings_are_read(directory: Path) -> None:
    write_layer(directory, "zones", ZONE)
    write_layer(
        directory,
        "buildings",
        building(name="Xưởng 1", kind="factory", height_m=12.5, storeys=2),
    )
    province, found = read(directory)
    assert found == []
    (zone,), (one,) = province.zones, province.buildings
    assert (zone.name, zone.facility_id) == ("Thung Lũng", "Z1")
    assert (one.kind, one.height_m, one.storeys) == ("factory", 12.5, 2)


def test_a_height_that_nobody_told_is_unknown_not_zero(directory: Path) -> None:
    write_layer(directory, "zones", ZONE)
    write_layer(directory, "buildings", building())
    province, found = read(directory)
    assert found == []
    (one,) = province.buildings
    assert (one.kind, one.height_m, one.storeys) == ("", None, None)


def test_all_that_is_wrong_is_told_at_once_with_its_place(directory: Path) -> None:
    write_layer(
        directory,
        "zones",
        ZONE,
        ZONE,
        feature({"id": "K2", "facility_id": "T1"}, RING),
        feature({"id": "K3", "facility_id": "Z1"}, RING, "Point"),
        feature({"facility_id": "Z1"}, RING),
    )
    write_layer(
        directory,
        "buildings",
        building(height_m=-3),
        building(height_m="cao"),
        building(storeys=1.5),
        building(storeys=True),
        building(kind="nhà"),
        building(zone_id="K9"),
        feature({"id": "B9", "zone_id": "K1"}, [[600000, 2300000]] * 4),
    )
    _, found = read(directory)
    places = [one.partition(" ")[0] for one in found]
    assert places == [
        "zones.geojson:4",
        "zones.geojson:5:id",
        "zones.geojson:2:id",
        "zones.geojson:3:facility_id",
        "buildings.geojson:1:height_m",
        "buildings.geojson:2:height_m",
        "buildings.geojson:3:storeys",
        "buildings.geojson:4:storeys",
        "buildings.geojson:5:kind",
        "buildings.geojson:7",
    ]


def test_a_building_in_no_zone_is_told(directory: Path) -> None:
    write_layer(directory, "zones", ZONE)
    write_layer(directory, "buildings", building(zone_id="K9"))
    _, found = read(directory)
    assert found == ["buildings.geojson:1:zone_id no zone has the id K9"]


def test_rings_that_cross_are_mended(directory: Path) -> None:
    crossed = [RING[0], RING[2], RING[1], RING[3]]
    write_layer(directory, "zones", feature({"id": "K1", "facility_id": "Z1"}, crossed))
    province, found = read(directory)
    assert found == []
    assert province.zones[0].geometry.is_valid


def test_a_layer_without_an_origin_is_told(directory: Path) -> None:
    content = {"type": "FeatureCollection", "features": [ZONE]}
    (directory / "zones.geojson").write_text(json.dumps(content), encoding="utf-8")
    _, found = read(directory)
    assert found == ["province.toml:layers.zones the layer zones has no origin"]
