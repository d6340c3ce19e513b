import numpy as np
import pytest
import shapely
from scipy.spatial import cKDTree

from hatangso.geography.grid import Grid
from hatangso.geography.plane import Plane
from hatangso.geography.terrain import Terrain
from hatangso.model.site import Service, Site
from hatangso.packs.mast_equipment import EquipmentRules, equip
from hatangso.packs.masts import (
    MastRules,
    MastSpot,
    Neighbourhood,
    place_masts,
    remote_settlements,
)

PLANE = Plane(106.0, 21.5)
GRID = Grid("EPSG:4326", 105.8, 21.7, 0.002, 0.002, 200, 200)


def neighbourhood(*, with_roads: bool = True) -> Neighbourhood:
    """Four communes of 50 settlements; the last is a ward, the first lies far off."""
    random = np.random.default_rng(1)
    middles = np.array([[-15_000, 15_000], [5_000, 5_000], [9_000, -9_000], [0, 0]])
    xy = np.repeat(middles, 50, axis=0) + random.normal(0, 1, (200, 2)) * 2_500
    lon, lat = PLANE.lon_lat(xy)
    commune = np.repeat(np.arange(4), 50)
    people = np.where(commune == 3, 2_000, random.integers(50, 600, 200))
    road_lon, road_lat = PLANE.lon_lat(np.linspace([0, 0], [9_000, -9_000], 90))
    lon_index = np.arange(200)
    hills = 200 * np.sin(lon_index / 4)[None, :] * np.cos(lon_index / 5)[:, None]
    return Neighbourhood(
        lon_deg=lon,
        lat_deg=lat,
        people=people,
        commune=commune,
        is_ward=commune == 3,
        road_lon_deg=road_lon if with_roads else np.empty(0),
        road_lat_deg=road_lat if with_roads else np.empty(0),
        border=shapely.box(105.75, 21.25, 106.25, 21.75),
        terrain=Terrain(GRID, hills + 200, np.zeros(GRID.shape)),
    )


def xy_m(spots: tuple[MastSpot, ...]) -> np.ndarray:
    return PLANE.xy_m([s.lon_deg for s in spots], [s.lat_deg for s in spots])


@pytest.fixture(scope="module")
def spots() -> tuple[MastSpot, ...]:
    return place_masts(neighbourhood(), MastRules(120, left_out_ratio=0.05), seed=1)


def test_there_are_exactly_as_many_masts_as_asked(spots: tuple[MastSpot, ...]) -> None:
    assert len(spots) == 120
    assert len(place_masts(neighbourhood(with_roads=False), MastRules(3), seed=1)) == 3


def test_the_same_seed_places_alike(spots: tuple[MastSpot, ...]) -> None:
    rules = MastRules(120, left_out_ratio=0.05)
    assert place_masts(neighbourhood(), rules, seed=1) == spots


def test_masts_keep_their_distance(spots: tuple[MastSpot, ...]) -> None:
    nearest_m = cKDTree(xy_m(spots)).query(xy_m(spots), k=2)[0][:, 1]
    is_ward = np.array([spot.settlement >= 150 for spot in spots])
    assert nearest_m.min() >= 95
    assert np.quantile(nearest_m[~is_ward], 0.1) >= 390


def test_every_commune_has_a_mast_and_people_draw_them(
    spots: tuple[MastSpot, ...],
) -> None:
    per_commune = np.bincount([spot.settlement // 50 for spot in spots], minlength=4)
    assert per_commune.min() >= 1
    assert per_commune.argmax() == 3


def test_no_mast_stands_near_a_settlement_that_is_left_out(
    spots: tuple[MastSpot, ...],
) -> None:
    around = neighbourhood()
    is_left_out = remote_settlements(around, left_out_ratio=0.05, radius_m=2_200)
    assert 1 <= is_left_out.sum() <= 10
    assert not (is_left_out & around.is_ward).any()
    alone = PLANE.xy_m(around.lon_deg[is_left_out], around.lat_deg[is_left_out])
    assert cKDTree(alone).query(xy_m(spots))[0].min() >= 2_150


def test_leaving_out_nobody_leaves_nobody_far_from_a_mast() -> None:
    around = neighbourhood()
    spots = place_masts(around, MastRules(150, left_out_ratio=0.0), seed=1)
    people_xy = PLANE.xy_m(around.lon_deg, around.lat_deg)
    assert cKDTree(xy_m(spots)).query(people_xy)[0].max() < 2_000 + 750 + 50


def test_masts_stand_higher_than_their_settlements(
    spots: tuple[MastSpot, ...],
) -> None:
    around = neighbourhood()
    height = around.terrain.nearest_elevation_m
    masts_m = height(
        np.array([s.lon_deg for s in spots]), np.array([s.lat_deg for s in spots])
    )
    homes = [spot.settlement for spot in spots]
    homes_m = height(around.lon_deg[homes], around.lat_deg[homes])
    assert np.nanmean(masts_m - homes_m) > 10


def network(
    rules: EquipmentRules | None = None,
) -> tuple[tuple[Site, ...], tuple[Service, ...]]:
    random = np.random.default_rng(2)
    spots = [
        MastSpot(
            106 + n / 1e4,
            21.0,
            n,
            int(random.integers(50, 9_000)),
            100.0,
            90.0 * (n % 2),
        )
        for n in range(400)
    ]
    is_ward = [n % 4 == 0 for n in range(400)]
    return equip(
        spots,
        place_names=["Thần Sa", "Tích Lương"] * 200,
        is_ward=is_ward,
        is_5g_area=is_ward,
        rules=rules or EquipmentRules(prefix="TNN", count_5g=30),
        seed=3,
    )


def test_sites_are_numbered_and_named_after_their_communes() -> None:
    sites, _ = network()
    assert [site.id for site in sites[:2]] == ["TNN-0001", "TNN-0002"]
    assert [site.name for site in sites[:3]] == [
        "Thần Sa 1",
        "Tích Lương 1",
        "Thần Sa 2",
    ]


def test_antennas_hang_below_the_top_of_the_structure() -> None:
    sites, services = network()
    top_m = {site.id: site.structure_height_m for site in sites}
    assert all(15 <= height <= 60 for height in top_m.values())
    assert all(0 < x.antenna_height_m <= top_m[x.site_id] for x in services)


def test_technologies_stand_where_they_should() -> None:
    sites, services = network()
    with_4g = {x.site_id for x in services if x.technology == "4G"}
    with_5g = {x.site_id for x in services if x.technology == "5G"}
    assert len(with_4g) == pytest.approx(0.93 * len(sites), abs=1)
    assert len(with_5g) == 30
    assert all(int(name.split("-")[1]) % 4 == 1 for name in with_5g)
    assert all(x.operator != "Vietnamobile" for x in services if x.technology == "5G")


def test_an_operator_has_each_technology_once_on_a_site() -> None:
    _, services = network()
    keys = [(x.site_id, x.operator, x.technology) for x in services]
    assert len(keys) == len(set(keys))


def test_about_a_fifth_of_the_masts_are_shared() -> None:
    sites, services = network()
    operators = {
        site.id: {x.operator for x in services if x.site_id == site.id}
        for site in sites
    }
    shared = [len(names) for names in operators.values() if len(names) > 1]
    assert 0.12 <= len(shared) / len(sites) <= 0.32
    assert max(shared) <= 3
    assert all(site.owner in operators[site.id] for site in sites)


def test_owners_follow_the_shares() -> None:
    sites, _ = network()
    ratio = sum(site.owner == "Viettel" for site in sites) / len(sites)
    assert ratio == pytest.approx(0.4, abs=0.07)


def test_some_small_masts_are_omnidirectional_and_the_rest_has_three_sectors() -> None:
    _, services = network()
    assert {len(x.azimuths_deg) for x in services} == {0, 3}
    assert all(0 <= a < 360 for x in services for a in x.azimuths_deg)
    assert all(x.antenna_gain_dbi == 11 for x in services if not x.azimuths_deg)
