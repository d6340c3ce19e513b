"""The second opinion: as the plain model, and no different for being fast."""

from collections.abc import Callable

import numpy as np
import pytest

from hatangso.errors import InvalidInputError
from hatangso.geography.terrain import Terrain
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.place import Locality
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.itm import point_to_point_loss
from hatangso.radio.itm_inputs import Conditions, Ground, TerrainProfile
from hatangso.radio.kernels import sample_profile
from hatangso.radio.link_budget import RadioParameters, radio_parameters
from hatangso.radio.links import Links, Receivers, links_between, profile_step_m
from hatangso.radio.masts import masts_of
from hatangso.radio.point_coverage import point_coverage
from hatangso.radio.radials import RadialScene
from hatangso.radio.second_opinion import SLACK_DB, itm_levels_dbm

MakeTerrain = Callable[..., Terrain]
MakeService = Callable[..., Service]
POINTS, SITES = 40, 12
TECHNOLOGIES = (Technology.G2, Technology.G4)


def _place(rng: np.random.Generator) -> tuple[float, float]:
    return 105.5 + rng.uniform(0.003, 0.097), 21.7 - rng.uniform(0.003, 0.097)


def _points(seed: int) -> list[Locality]:
    rng = np.random.default_rng(seed)
    return [
        Locality(f"X{at:02d}", "Xóm", "00001", *_place(rng), 100, 20)
        for at in range(POINTS)
    ]


def _network(make_service: MakeService) -> tuple[list[Site], list[Service]]:
    rng = np.random.default_rng(11)
    sites = [Site(f"S{at}", *_place(rng), 42.0, "VNPT") for at in range(SITES)]
    services = [
        make_service(
            site.id,
            technology,
            operator=operator,
            antenna_height_m=20.0 + 2 * at,
            port_power_dbm=20.0 + 2 * (at % 5),
            azimuths_deg=(0.0, 120.0) if at % 2 else (),
        )
        for at, site in enumerate(sites)
        for technology in TECHNOLOGIES
        for operator in ("Viettel", "VNPT")
    ]
    return sites, services


def _links(
    terrain: Terrain, make_service: MakeService, parameters: RadioParameters
) -> tuple[RadialScene, Links]:
    scene = RadialScene.of(terrain, refractivity_gradient_n_per_km=45)
    sites, services = _network(make_service)
    links = links_between(
        terrain,
        scene,
        masts_of(terrain, sites, services, parameters),
        Receivers.at(terrain, _points(5)),
        parameters=parameters,
    )
    return scene, links


def _levels_dbm(
    terrain: Terrain,
    make_service: MakeService,
    parameters: RadioParameters,
    *,
    workers: int = 1,
    slack_db: float = SLACK_DB,
) -> np.ndarray:
    scene, links = _links(terrain, make_service, parameters)
    return itm_levels_dbm(
        scene,
        links,
        TECHNOLOGIES,
        points=POINTS,
        parameters=parameters,
        step_m=profile_step_m(terrain.grid),
        workers=workers,
        slack_db=slack_db,
    )


def _plain_loss_db(
    scene: RadialScene, links: Links, link: int, step_m: float, p: RadioParameters
) -> float:
    path, paths = links.path[link], links.paths
    _, radiator = links.radiators[links.radiator[link]]
    length_m = paths.lengths_m[path]
    steps = max(int(np.ceil(length_m / step_m)), 4)
    ground_m, clutter_m = np.empty(steps + 1), np.empty(steps + 1)
    kernel_scene = scene.with_bands([900.0], steps=steps)
    start, end = tuple(paths.starts[path]), tuple(paths.ends[path])
    assert sample_profile(kernel_scene, start, end, ground_m, clutter_m)
    profile = TerrainProfile(ground_m, length_m / steps, paths.heights_m[path], 1.5)
    conditions = Conditions(
        radiator.band.frequency_mhz,
        p.surface_refractivity_n,
        p.itm_climate,
        p.polarisation,
        Ground(p.itm_ground_permittivity, p.itm_ground_conductivity_s_m),
    )
    return point_to_point_loss(profile, conditions).loss_db


@pytest.mark.parametrize("relief_m", [10.0, 300.0, 900.0])
def test_equals_the_plain_model_at_every_point(
    make_terrain: MakeTerrain,
    make_service: MakeService,
    parameters: RadioParameters,
    relief_m: float,
) -> None:
    terrain = make_terrain(seed=8, relief_m=relief_m)
    scene, links = _links(terrain, make_service, parameters)
    step_m = profile_step_m(terrain.grid)
    best_dbm = np.full((POINTS, len(TECHNOLOGIES)), -np.inf)
    is_far = links.paths.lengths_m >= 250
    assert np.all(np.bincount(links.point[is_far[links.path]]) > 0)
    for link in range(len(links.point)):
        _, radiator = links.radiators[links.radiator[link]]
        at = links.point[link], TECHNOLOGIES.index(radiator.technology)
        if not is_far[links.path[link]]:
            best_dbm[at] = np.nan
            continue
        loss_db = _plain_loss_db(scene, links, link, step_m, parameters)
        best_dbm[at] = np.maximum(best_dbm[at], links.strength_dbm[link] - loss_db)
    found = _levels_dbm(terrain, make_service, parameters)
    is_plain = np.isfinite(best_dbm)
    assert is_plain.sum() > POINTS
    assert found[is_plain] == pytest.approx(best_dbm[is_plain], abs=1e-6)


@pytest.mark.parametrize("relief_m", [0.0, 300.0, 900.0])
def test_leaving_out_what_cannot_win_changes_nothing(
    make_terrain: MakeTerrain,
    make_service: MakeService,
    parameters: RadioParameters,
    relief_m: float,
) -> None:
    terrain = make_terrain(seed=3, relief_m=relief_m)
    pruned = _levels_dbm(terrain, make_service, parameters)
    every = _levels_dbm(terrain, make_service, parameters, slack_db=np.inf)
    assert np.array_equal(pruned, every)


def test_threads_do_not_change_the_second_opinion(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    terrain = make_terrain(seed=3)
    one, three = (
        _levels_dbm(terrain, make_service, parameters, workers=n) for n in (1, 3)
    )
    assert np.array_equal(one, three)


def test_clutter_does_not_enter_the_second_opinion(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    bare, wooded = make_terrain(seed=3, clutter_m=0.0), make_terrain(seed=3)
    assert np.array_equal(
        _levels_dbm(bare, make_service, parameters),
        _levels_dbm(wooded, make_service, parameters),
    )


@pytest.mark.parametrize("climate", range(1, 8))
def test_no_climate_lies_below_free_space_by_more_than_the_slack(
    climate: int,
) -> None:
    distance_m = np.geomspace(300, 300e3, 40)
    for length_m in distance_m:
        profile = TerrainProfile(np.zeros(40), length_m / 39, 3_000.0, 3_000.0)
        loss = point_to_point_loss(profile, Conditions(700, 350, climate))
        assert loss.loss_db >= loss.free_space_db - SLACK_DB


def test_a_point_without_stations_has_no_signal_by_both_opinions(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    terrain = make_terrain()
    site = Site("S", 105.55, 21.65, 42.0, "VNPT")
    found = point_coverage(
        terrain,
        _points(1)[:2],
        [site],
        [make_service("S", Technology.G4)],
        parameters=parameters,
        refractivity_gradient_n_per_km=45,
        technologies=(Technology.G4, Technology.G5),
    )
    assert [one.second_level for one in found[1::2]] == [CoverageLevel.NONE] * 2
    assert all(one.second_level_dbm is None for one in found[1::2])
    assert all(one.second_level_dbm is not None for one in found[::2])
    assert not any(one.is_uncertain for one in found[1::2])


def test_missing_terrain_leaves_the_second_opinion_open(
    make_terrain: MakeTerrain, make_service: MakeService, parameters: RadioParameters
) -> None:
    terrain = make_terrain()
    terrain.elevation_m[:, 58:62] = np.nan
    point = Locality("X", "Xóm", "1", 105.52, 21.65, 10, 2)
    (found,) = point_coverage(
        terrain,
        [point],
        [Site("S", 105.58, 21.65, 42.0, "VNPT")],
        [make_service("S", Technology.G4)],
        parameters=parameters,
        refractivity_gradient_n_per_km=45,
        technologies=(Technology.G4,),
    )
    assert found.second_level is CoverageLevel.UNKNOWN
    assert found.second_level_dbm is None
    assert not found.is_uncertain


def test_only_a_flat_contradiction_is_uncertain() -> None:
    uncertain = {
        (first, second)
        for first in CoverageLevel
        for second in CoverageLevel
        if PointCoverage("X", Technology.G4, first, second_level=second).is_uncertain
    }
    none, basic, good = CoverageLevel.NONE, CoverageLevel.BASIC, CoverageLevel.GOOD
    assert uncertain == {(none, basic), (none, good), (basic, none), (good, none)}


def test_a_climate_is_a_whole_number(parameters: RadioParameters) -> None:
    tables = parameters.as_mapping()
    assert radio_parameters(tables) == parameters
    tables["propagation"]["itm_climate"] = 2.5
    with pytest.raises(InvalidInputError, match="whole number"):
        radio_parameters(tables)
