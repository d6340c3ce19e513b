"""Coverage of maps and points."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.geography.terrain import Terrain
from hatangso.model.coverage import LEVEL_NUMBERS, CoverageLevel, PointCoverage
from hatangso.model.place import Facility
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.beams import Network
from hatangso.radio.calibration import Calibration, Offset, PathClass, Sight
from hatangso.radio.coverage import (
    NetworkCoverage,
    best_of,
    grid_coverage,
    level_numbers,
    point_coverage,
    sites_on_terrain,
)
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.masts import ground_m, masts_of
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


def _networks(
    terrain: Terrain,
    services: list[Service],
    parameters: RadioParameters,
    *,
    sites: tuple[Site, ...] = SITES,
    tile_cells: int | None = None,
    with_second_opinion: bool = False,
) -> dict[Network, NetworkCoverage]:
    return grid_coverage(
        terrain,
        sites,
        services,
        parameters=parameters,
        refractivity_gradient_n_per_km=50,
        tile_cells=tile_cells,
        with_second_opinion=with_second_opinion,
    )


def _best(
    found: dict[Network, NetworkCoverage], technology: Technology = G4
) -> NetworkCoverage:
    return best_of([x for item, x in found.items() if item.technology is technology])


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
    found = _best(_networks(terrain, [service], parameters))
    site = SITES[1]
    lattice = Lattice.around(terrain.grid, site.lon_deg, site.lat_deg, range_m=15_000)
    scene = RadialScene.under(terrain, parameters, refractivity_gradient_n_per_km=50)
    band = Band(service.antenna_height_m, service.frequency_mhz)
    loss_db = radial_losses(scene, lattice, [band])[0]
    [radiator] = masts_of(terrain, SITES, [service], parameters)[0].radiators
    [base_m] = ground_m(terrain, np.array([site.lon_deg]), np.array([site.lat_deg]))
    width_m, height_m = lattice.cell_size_m
    for row, col in np.random.default_rng(5).integers(0, 120, (200, 2)):
        east_m, north_m = (col - lattice.col) * width_m, (lattice.row - row) * height_m
        step = max(round(np.hypot(east_m, north_m) / lattice.step_m), 1)
        sparse = [2**i for i in range(6) if 2**i * step * lattice.step_m <= 15_000]
        every = max(sparse, default=1)
        turn_ratio = np.arctan2(east_m, north_m) / (2 * np.pi) % 1
        radial = round(turn_ratio * lattice.radials / every) * every % lattice.radials
        azimuth_deg, away_m = lattice.azimuths_deg[radial], step * lattice.step_m
        there = np.array(_on_radial(lattice, radial, step))
        lon_deg, lat_deg = terrain.grid.lon_lat(there[:1], there[1:])
        [drop_m] = base_m + 30 - ground_m(terrain, lon_deg, lat_deg) - 1.5
        if np.isnan(drop_m):  # just beyond the edge
            continue
        below_deg = np.degrees(np.arctan2(drop_m, away_m))
        strength_dbm = radiator.strength_dbm(np.array(azimuth_deg), below_deg)
        level_dbm = strength_dbm - loss_db[radial, step]
        if np.isnan(level_dbm):
            assert found.site_number[row, col] == 0
        else:
            assert found.level_dbm[row, col] == pytest.approx(level_dbm, abs=0.1)
            assert found.site_number[row, col] == 2


def _on_radial(lattice: Lattice, radial: int, step: int) -> tuple[float, float]:
    angle, away_m = 2 * np.pi * radial / lattice.radials, step * lattice.step_m
    width_m, height_m = lattice.cell_size_m
    return (
        lattice.row - np.cos(angle) * away_m / height_m,
        lattice.col + np.sin(angle) * away_m / width_m,
    )


def test_the_map_and_the_points_agree_at_the_centres_of_cells(
    make_terrain: MakeTerrain, services: list[Service], parameters: RadioParameters
) -> None:
    terrain = make_terrain(relief_m=60.0, clutter_m=0.0)
    found = _best(_networks(terrain, services, parameters)).level_dbm
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


@pytest.mark.parametrize("tile_cells", [17, 50, 119])
def test_coverage_across_seams_is_that_of_the_whole(
    make_terrain: MakeTerrain,
    services: list[Service],
    parameters: RadioParameters,
    tile_cells: int,
) -> None:
    terrain = make_terrain()
    terrain.elevation_m[40:44, 70:76] = np.nan
    whole = _networks(terrain, services, parameters, with_second_opinion=True)
    tiled = _networks(
        terrain, services, parameters, with_second_opinion=True, tile_cells=tile_cells
    )
    assert list(whole) == list(tiled)
    for network, expected in whole.items():
        for name in vars(expected):
            one, other = getattr(expected, name), getattr(tiled[network], name)
            assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f"), name


def test_equal_levels_go_to_the_lower_site(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    twins = (SITES[0], replace(SITES[0], id="twin"))
    services = [make_service("twin", G4), make_service("a", G4)]
    found = _best(_networks(make_terrain(), services, parameters, sites=twins))
    assert set(np.unique(found.site_number)) == {1}


def test_twins_on_a_channel_leave_no_more_than_the_load_apart(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    twins = (SITES[0], replace(SITES[0], id="twin"))
    alone = [make_service("a", G4)]
    both = [*alone, make_service("twin", G4)]
    other = [*alone, make_service("twin", G4, operator="VNPT")]
    terrain = make_terrain(relief_m=10.0)
    quiet = _best(_networks(terrain, alone, parameters, sites=twins)).sinr_db
    loud = _best(_networks(terrain, both, parameters, sites=twins)).sinr_db
    apart = _best(_networks(terrain, other, parameters, sites=twins)).sinr_db
    load_db = 10 * np.log10(parameters.rates[G4].load_ratio)
    assert np.all(loud < -load_db + 1e-3)
    assert np.nanmax(loud) == pytest.approx(-load_db, abs=0.1)
    assert np.all(quiet > loud)
    assert np.array_equal(apart, quiet)


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
    before = _networks(terrain, services, parameters)
    new = make_service("new", technology, antenna_height_m=height_m)
    after = _networks(terrain, [*services, new], parameters, sites=sites)
    for network, old in before.items():
        old_dbm, new_dbm = old.level_dbm, after[network].level_dbm
        was_known = np.isfinite(old_dbm)
        assert np.all(new_dbm[was_known] >= old_dbm[was_known])
        if network.technology is not technology:
            assert np.array_equal(old_dbm, new_dbm, equal_nan=True)


def test_what_stations_off_the_terrain_might_reach_is_unknown(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    terrain = make_terrain()
    assert sites_on_terrain(terrain, SITES).tolist() == [True, True, True, False]
    found = _best(_networks(terrain, [make_service("off", G4)], parameters))
    assert np.all(np.isnan(found.level_dbm))
    assert not np.any(found.site_number)
    assert set(np.unique(found.level)) == {LEVEL_NUMBERS[CoverageLevel.UNKNOWN]}


def test_what_lies_behind_missing_terrain_is_unknown(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    terrain = make_terrain()
    terrain.elevation_m[:, 60:63] = np.nan
    found = _best(_networks(terrain, [make_service("a", G4)], parameters))
    unknown = LEVEL_NUMBERS[CoverageLevel.UNKNOWN]
    assert np.all(found.level[:, 60:] == unknown)
    assert np.any(found.level[:, :60] != unknown)


def test_a_cell_without_ground_has_no_level_of_its_neighbours(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    terrain = make_terrain()
    terrain.elevation_m[40:70, 55:80] = np.nan
    is_void = np.isnan(terrain.elevation_m)
    services = [make_service("a", G4), make_service("c", G4)]
    found = _best(_networks(terrain, services, parameters, with_second_opinion=True))
    assert np.all(found.level[is_void] == LEVEL_NUMBERS[CoverageLevel.UNKNOWN])
    assert not np.any(found.site_number[is_void])
    for name in ("level_dbm", "second_dbm", "sinr_db", "rate_mbps"):
        values = getattr(found, name)
        assert np.all(np.isnan(values[is_void]))
        assert np.any(np.isfinite(values[~is_void]))


def test_calibration_moves_every_level_of_its_class(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    terrain, service = make_terrain(), make_service("b", G4)
    whole = Offset(PathClass(Sight.OBSTRUCTED), 7.0)
    moved = replace(parameters, calibration=Calibration((whole,)))
    before = _best(_networks(terrain, [service], parameters)).level_dbm
    after = _best(_networks(terrain, [service], moved)).level_dbm
    by_db = np.round((after - before)[np.isfinite(before)], 3)
    assert set(np.unique(by_db)) == {0.0, 7.0}
    points = [
        _at(105.5 + (c + 0.5) / 1200, 21.7 - 40.5 / 1200) for c in range(0, 120, 7)
    ]
    plain = _points(terrain, points, [service], parameters)
    other = _points(terrain, points, [service], moved)
    gains_db = {
        round(b.level_dbm - a.level_dbm, 3)
        for a, b in zip(plain, other, strict=True)
        if a.level_dbm is not None and b.level_dbm is not None
    }
    assert gains_db == {0.0, 7.0}


def test_levels_are_classified_with_the_margin(parameters: RadioParameters) -> None:
    basic_dbm, good_dbm = parameters.thresholds_dbm(G4)
    levels_dbm = np.array([[basic_dbm - 0.1, basic_dbm], [good_dbm, np.nan]])
    numbers = level_numbers(levels_dbm, np.full((2, 2), np.inf), G4, parameters)
    assert numbers.tolist() == [[1, 2], [3, 1]]


def test_a_level_without_the_rate_that_is_asked_does_not_count(
    parameters: RadioParameters,
) -> None:
    technologies = dict(parameters.technologies)
    technologies[G4] = replace(
        technologies[G4], basic_rate_mbps=5.0, good_rate_mbps=20.0
    )
    asking = replace(parameters, technologies=technologies)
    edge_mbps = np.array([4.9, 5.0, 19.0, 20.0])
    numbers = level_numbers(np.full(4, -60.0), edge_mbps, G4, asking)
    assert numbers.tolist() == [1, 2, 2, 3]


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
    assert _networks(terrain, [], parameters) == {}


def test_services_on_unknown_sites_are_refused(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    with pytest.raises(NotFoundError, match="nowhere"):
        _networks(make_terrain(), [make_service("nowhere")], parameters)


def test_carriers_that_no_standard_knows_are_refused(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    odd = make_service("a", G4, bandwidth_mhz=12.0)
    with pytest.raises(InvalidInputError, match="12 MHz"):
        _networks(make_terrain(), [odd], parameters)
