"""Which site is nearest to a place, and what stands between."""

from pathlib import Path

import pytest

from hatangso.geography.grid import distances_m
from hatangso.workflows.check import load_province
from hatangso.workflows.hole_evidence import nearest_sites
from small_province import build_small_province


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    build_small_province(tmp_path)
    return tmp_path


def test_it_is_the_nearest_of_every_operator_nearest_first(directory: Path) -> None:
    inputs = load_province(directory)
    place = inputs.province.localities[0]
    found = nearest_sites(inputs, place.lon_deg, place.lat_deg)
    operators = {one.operator for one in inputs.province.services}
    assert {one.operator for one in found} == operators
    assert [one.distance_m for one in found] == sorted(one.distance_m for one in found)
    sites = {site.id: site for site in inputs.province.sites}
    for one in found:
        mine = {
            s.site_id for s in inputs.province.services if s.operator == one.operator
        }
        away_m = distances_m(
            place.lon_deg,
            place.lat_deg,
            [sites[site].lon_deg for site in sorted(mine)],
            [sites[site].lat_deg for site in sorted(mine)],
        )
        assert one.distance_m == pytest.approx(min(away_m))


def test_an_obstacle_rises_above_the_line_and_lies_on_the_way(directory: Path) -> None:
    inputs = load_province(directory)
    obstacles = [
        (near, near.obstacle)
        for place in inputs.province.localities
        for near in nearest_sites(inputs, place.lon_deg, place.lat_deg)
        if near.obstacle is not None
    ]
    for near, obstacle in obstacles:
        assert obstacle.excess_m >= 0
        assert 0 < obstacle.from_place_m < near.distance_m


def test_off_the_terrain_nothing_is_said_of_obstacles(directory: Path) -> None:
    inputs = load_province(directory)
    grid = inputs.terrain.grid
    found = nearest_sites(inputs, grid.west - 0.1, grid.north)
    assert found
    assert all(not one.is_terrain_known and one.obstacle is None for one in found)
