"""Coverage of maps and points."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.geography.terrain import Terrain
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.place import Facility
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.coverage import (
    GridCoverage,
    classify,
    grid_coverage,
    point_coverage,
    sites_on_terrain,
)
from hatangso.radio.link_budget import RadioParameters, reference_eirp_dbm
from hatangso.radio.radials import Band, Lattice, RadialScene, radial_losses

MakeTerrain = Callable[..., Terrain]
MakeService = Callable[..., Service]
G2, G3, G4, G5 = Technology
SITES = (
    Site("a", 105.53, 21.67, 40, "x"),
    Site("b", 105.56, 21.65, 40, "x"),
    Site("c", 105.57, 21.62, 40, "x"),
    Site("off", 105.49, 21.65, 40, "x"),
)


@pytest.fixture(scope="module")
def services(make_service: MakeService) -> list[Service]:
    return [
        make_service("a", G4, azimuths_deg=(0.0, 120.0, 240.0)),
        make_service("a", G2),
        make_service("b", G4, operator="VNPT", antenna_height_m=20.0),
        make_service("c", G4, operator="VNPT", azimuths_deg=(180.0,)),
        make_service("c", G5, operator="Viettel"),
    ]


def _maps(
    terrain: Terrain,
    services: list[Service],
    parameters: RadioParameters,
    *,
    sites: tuple[Site, ...] = SITES,
    workers: int = 2,
) -> dict[Technology, GridCoverage]:
    return grid_coverage(
        terrain,
        sites,
        services,
        parameters=parameters,
        refractivity_gradient_n_per_km=50,
        workers=workers,
    )


def _points(
    terrain: Terrain,
    points: list[Facility],
    services: list[Service],
    parameters: RadioParameters,
) -> list[PointCoverage]:
    return point_coverage(
        terrain,
        points,
        SITES,
        services,
        parameters=parameters,
        refractivity_gradient_n_per_km=50,
    )


def _at(lon_deg: float, lat_deg: float, name: str = "p") -> Facility:
    return Facility(name, "", "other", lon_deg, lat_deg)


def test_each_cell_takes_the_nearest_point_of_the_lattice(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    terrain, service = make_terrain(), make_service("b", G4, azimuths_deg=(90.0,))
    found = _maps(terrain, [service], parameters)[G4]
    site = SITES[1]
    lattice = Lattice.around(terrain.grid, site.lon_deg, site.lat_deg, range_m=15_000)
    scene = RadialScene.of(terrain, refractivity_gradient_n_per_km=50)
    band = Band(service.antenna_height_m, service.frequency_mhz)
    loss_db = radial_losses(scene, lattice, [band])[0]
    rng = np.random.default_rng(5)
    for row, col in rng.integers(0, 120, (200, 2)):
        width_m, height_m = lattice.cell_size_m
        east_m, north_m = (col - lattice.col) * width_m, (lattice.row - row) * height_m
        turn_ratio = np.arctan2(east_m, north_m) / (2 * np.pi) % 1
        radial = round(turn_ratio * lattice.radials) % lattice.radials
        step = max(round(np.hypot(east_m, north_m) / lattice.step_m), 1)
        off_deg = abs((lattice.azimuths_deg[radial] - 90 + 180) % 360 - 180)
        level_dbm = reference_eirp_dbm(service, parameters) - loss_db[radial, step]
        # The horizon lies 3 degrees above the main direction, 9 degrees wide.
        level_dbm -= min(12 * (off_deg / 65) ** 2 + 12 * (3 / 9) ** 2, 30)
        if np.isnan(level_dbm):
            assert found.site_number[row, col] == 0
        else:
            assert found.level_dbm[row, col] == pytest.approx(level_dbm, abs=1e-3)
            assert found.site_number[row, col] == 2


def test_the_map_and_the_points_agree_at_the_centres_of_cells(
    make_terrain: MakeTerrain, services: list[Service], parameters: RadioParameters
) -> None:
    terrain = make_terrain(relief_m=60.0, clutter_m=0.0)
    found = _maps(terrain, services, parameters)[G4].level_dbm
    rows, cols = np.meshgrid(np.arange(5.0, 115, 10), np.arange(5.0, 115, 10))
    lons, lats = terrain.grid.lon_lat(rows.ravel(), cols.ravel())
    points = [_at(lon, lat) for lon, lat in zip(lons, lats, strict=True)]
    answers = _points(terrain, points, services, parameters)
    exact_dbm = [a.level_dbm for a in answers if a.technology is G4]
    on_map_dbm = found[rows.ravel().astype(int), cols.ravel().astype(int)]
    both = np.array([x is not None for x in exact_dbm]) & np.isfinite(on_map_dbm)
    exact = np.array([x for x in exact_dbm if x is not None])
    apart_db = np.abs(exact - on_map_dbm[np.array([x is not None for x in exact_dbm])])
    assert both.mean() > 0.9
    assert np.nanmedian(apart_db) < 2


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_map_does_not_depend_on_the_workers(
    make_terrain: MakeTerrain,
    services: list[Service],
    parameters: RadioParameters,
    workers: int,
) -> None:
    terrain = make_terrain()
    one = _maps(terrain, services, parameters, workers=1)
    other = _maps(terrain, services, parameters, workers=workers)
    for technology in Technology:
        first, second = one[technology], other[technology]
        assert np.array_equal(first.level_dbm, second.level_dbm, equal_nan=True)
        assert np.array_equal(first.site_number, second.site_number)


def test_equal_levels_go_to_the_lower_site(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    twins = (SITES[0], replace(SITES[0], id="twin"))
    services = [make_service("twin", G4), make_service("a", G4)]
    for workers in (1, 2):
        found = _maps(
            make_terrain(), services, parameters, sites=twins, workers=workers
        )
        assert set(np.unique(found[G4].site_number)) == {1}


@given(
    st.tuples(st.floats(105.505, 105.595), st.floats(21.605, 21.695)),
    st.tuples(st.sampled_from(list(Technology)), st.floats(2, 60)),
)
@settings(max_examples=15, deadline=None)
def test_one_more_service_never_weakens_the_map(
    make_terrain: MakeTerrain,
    make_service: MakeService,
    parameters: RadioParameters,
    place: tuple[float, float],
    kind: tuple[Technology, float],
) -> None:
    terrain = make_terrain()
    technology, height_m = kind
    services = [make_service("a", G4), make_service("b", G5), make_service("c", G2)]
    sites = (*SITES, Site("new", *place, 60, "x"))
    before = _maps(terrain, services, parameters)
    new = make_service("new", technology, antenna_height_m=height_m)
    after = _maps(terrain, [*services, new], parameters, sites=sites)
    for item in Technology:
        old_dbm, new_dbm = before[item].level_dbm, after[item].level_dbm
        was_known = np.isfinite(old_dbm)
        assert np.all(new_dbm[was_known] >= old_dbm[was_known])
        if item is not technology:
            assert np.array_equal(old_dbm, new_dbm, equal_nan=True)


def test_progress_ends_with_all_masts(
    make_terrain: MakeTerrain, services: list[Service], parameters: RadioParameters
) -> None:
    seen: list[tuple[int, int]] = []
    grid_coverage(
        make_terrain(),
        SITES,
        services,
        parameters=parameters,
        refractivity_gradient_n_per_km=50,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (3, 3)
    assert seen == sorted(seen)


def test_nothing_radiates_from_sites_without_terrain(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    terrain = make_terrain()
    assert sites_on_terrain(terrain, SITES).tolist() == [True, True, True, False]
    found = _maps(terrain, [make_service("off", G4)], parameters)[G4]
    assert np.all(np.isnan(found.level_dbm))
    assert not np.any(found.site_number)


def test_levels_are_classified_with_the_margin(parameters: RadioParameters) -> None:
    basic_dbm, good_dbm = parameters.thresholds_dbm(G4)
    levels_dbm = np.array([[basic_dbm - 0.1, basic_dbm], [good_dbm, np.nan]])
    levels = classify(levels_dbm, G4, parameters)
    assert levels.tolist() == [["none", "basic"], ["good", "none"]]
    assert np.all(levels[0, 1:] == CoverageLevel.BASIC)


def test_points_come_in_order_with_every_technology(
    make_terrain: MakeTerrain, services: list[Service], parameters: RadioParameters
) -> None:
    points = [_at(105.55, 21.65, "q"), _at(105.56, 21.64, "p")]
    answers = _points(make_terrain(), points, services, parameters)
    assert [(a.point_id, a.technology) for a in answers] == [
        (name, technology) for name in ("q", "p") for technology in Technology
    ]


def test_the_best_server_and_its_rivals_are_named(
    make_terrain: MakeTerrain, services: list[Service], parameters: RadioParameters
) -> None:
    near_b = _at(105.5601, 21.6501)
    terrain = make_terrain(relief_m=10.0, clutter_m=0.0)
    answer = _points(terrain, [near_b], services, parameters)[2]
    assert answer.level is CoverageLevel.GOOD
    assert answer.site_id == "b"
    assert answer.operator == "VNPT"
    assert answer.operators == ("VNPT", "Viettel")
    assert answer.distance_m == pytest.approx(15.2, abs=1)
    assert answer.obstacle is None


def test_a_point_behind_a_wall_learns_what_blocks_it(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    terrain = make_terrain(relief_m=0.0, clutter_m=0.0)
    terrain.elevation_m[:] = 50
    terrain.elevation_m[:, 55] = 900
    wall_lon_deg = 105.5 + 55.5 / 1200
    answer = _points(
        terrain, [_at(105.59, 21.67)], [make_service("a", G4)], parameters
    )[2]
    assert answer.level is CoverageLevel.NONE
    assert answer.site_id == "a"
    obstacle = answer.obstacle
    assert obstacle is not None
    assert obstacle.lon_deg == pytest.approx(wall_lon_deg, abs=2e-3)
    assert obstacle.lat_deg == pytest.approx(21.67, abs=1e-6)
    assert 700 < obstacle.height_m <= 900
    assert obstacle.antenna_rise_m > obstacle.excess_m > 0
    assert obstacle.distance_m == pytest.approx(
        (105.59 - obstacle.lon_deg) * 103_600, rel=0.01
    )


def test_nobody_can_tell_without_terrain(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    terrain = make_terrain()
    inside, outside = _at(105.55, 21.65), _at(105.4, 21.65)
    alone = _points(terrain, [inside, outside], [make_service("off", G4)], parameters)
    levels = [(a.point_id, a.technology, a.level) for a in alone]
    assert [level for _, tech, level in levels if tech is G4] == ["unknown"] * 2
    # No 2G anywhere: inside that is known, outside it is not.
    assert [level for _, tech, level in levels if tech is G2] == ["none", "unknown"]
    assert all(a.level_dbm is None and a.site_id is None for a in alone)
    both = [make_service("off", G4), make_service("b", G4)]
    near_b = _points(terrain, [_at(105.56, 21.651)], both, parameters)[2]
    assert near_b.level is CoverageLevel.GOOD


def test_nobody_can_tell_across_missing_terrain(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    terrain = make_terrain()
    terrain.elevation_m[:, 60:63] = np.nan
    answer = _points(
        terrain, [_at(105.59, 21.67)], [make_service("a", G4)], parameters
    )[2]
    assert answer.level is CoverageLevel.UNKNOWN


def test_no_services_means_no_signal(
    make_terrain: MakeTerrain, parameters: RadioParameters
) -> None:
    terrain = make_terrain()
    answers = _points(terrain, [_at(105.55, 21.65)], [], parameters)
    assert {a.level for a in answers} == {CoverageLevel.NONE}
    assert np.all(np.isnan(_maps(terrain, [], parameters)[G4].level_dbm))


def test_services_on_unknown_sites_are_refused(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    with pytest.raises(NotFoundError, match="nowhere"):
        _maps(make_terrain(), [make_service("nowhere")], parameters)


def test_carriers_that_no_standard_knows_are_refused(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    odd = make_service("a", G4, bandwidth_mhz=12.0)
    with pytest.raises(InvalidInputError, match="12 MHz"):
        _maps(make_terrain(), [odd], parameters)
