"""The industrial zones of the shipped provinces, and what was made up in them."""

from datetime import datetime, time
from pathlib import Path

import pytest
import shapely

from hatangso.io.findings import Findings
from hatangso.io.parameter_files import parameter_set
from hatangso.io.province_directory import read_province
from hatangso.model.industrial_zone import Zone
from hatangso.model.provenance import Reality
from hatangso.model.province import Province
from hatangso.packs.catalogue import pack_directory, pack_keys
from hatangso.packs.zones import lay_out_buildings
from hatangso.radio.link_budget import radio_parameters
from hatangso.units import VIETNAM_TIME
from hatangso.workflows.sensor_readings import load_readings

_MOST_BYTES = 200_000
_FILES = ("zones.geojson", "buildings.geojson", "sensors.csv", "sensor_readings.csv")


@pytest.fixture(scope="module", params=pack_keys())
def pack(request: pytest.FixtureRequest) -> tuple[Path, Province]:
    directory = pack_directory(request.param)
    defaults = radio_parameters(parameter_set("viet_nam")).service_defaults()
    findings = Findings()
    province = read_province(directory, findings, service_defaults=defaults)
    assert findings.errors == ()
    return directory, province


def test_outlines_are_real_and_all_in_them_is_marked_as_made_up(
    pack: tuple[Path, Province],
) -> None:
    _, province = pack
    reality = {name: one.reality for name, one in province.provenances.items()}
    assert reality["zones"] is Reality.REAL
    made_up = ("buildings", "sensors", "incidents", "sensor_readings")
    assert {reality[name] for name in made_up} == {Reality.SYNTHETIC}


def test_every_zone_has_its_outline_and_no_building_leaves_it(
    pack: tuple[Path, Province],
) -> None:
    _, province = pack
    zones = {zone.id: zone for zone in province.zones}
    facilities = {
        one.id for one in province.facilities if one.kind == "industrial_zone"
    }
    assert {zone.facility_id for zone in province.zones} == facilities
    assert province.buildings
    for building in province.buildings:
        outline = zones[building.zone_id].geometry
        assert shapely.covers(shapely.buffer(outline, 1e-5), building.geometry)


def test_no_two_buildings_overlap(pack: tuple[Path, Province]) -> None:
    shapes = [one.geometry for one in pack[1].buildings]
    inner = shapely.buffer(shapes, -5e-6)
    tree = shapely.STRtree(inner)
    first, second = tree.query(inner, predicate="intersects")
    assert (first == second).all()


def test_a_week_of_readings_ends_with_the_day_of_the_data(
    pack: tuple[Path, Province],
) -> None:
    directory, province = pack
    found = load_readings(directory)
    assert len(found) == 11
    end = datetime.combine(province.data_date, time(23), VIETNAM_TIME).timestamp()
    assert max(one.at_s[-1] for one in found.values()) == end
    assert min(one.at_s[0] for one in found.values()) >= end - 7 * 86_400


def test_what_comes_along_stays_small(pack: tuple[Path, Province]) -> None:
    total = sum((pack[0] / name).stat().st_size for name in _FILES)
    assert total < _MOST_BYTES


def test_a_zone_too_narrow_for_a_building_has_none() -> None:
    sliver = shapely.box(105.0, 21.0, 105.01, 21.0001)
    assert lay_out_buildings([Zone("kcn-1", "", "Z", sliver)]) == ()
