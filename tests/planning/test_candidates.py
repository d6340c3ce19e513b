import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from shapely import LineString, box

from hatangso.errors import InvalidInputError
from hatangso.geography.grid import Grid, distances_m
from hatangso.geography.terrain import Terrain
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.place import Locality, Road
from hatangso.model.plan import BuildKind, Candidate
from hatangso.model.province import Province
from hatangso.model.site import Service, Site, Technology
from hatangso.planning.candidates import propose_candidates, with_covers
from hatangso.planning.costs import CostParameters, cost_parameters
from hatangso.planning.siting import (
    SitingParameters,
    Spacing,
    siting_parameters,
    spacing_conflicts,
)

SHIPPED = Path(__file__).parents[2] / "src" / "hatangso" / "planning"
GRID = Grid("EPSG:4326", 106.0, 22.0, 1 / 1200, 1 / 1200, 240, 240)


def shipped_costs() -> CostParameters:
    return cost_parameters(tomllib.loads((SHIPPED / "costs.toml").read_text("utf-8")))


def shipped_siting() -> SitingParameters:
    return siting_parameters(
        tomllib.loads((SHIPPED / "siting.toml").read_text("utf-8"))
    )


def hills() -> Terrain:
    """Return flat ground with one hill of 200 m in cell (100, 130)."""
    row, col = np.mgrid[:240, :240]
    hill_m = 200 * np.exp(-((row - 100) ** 2 + (col - 130) ** 2) / 50)
    elevation_m = (300 + hill_m).astype(np.float32)
    return Terrain(GRID, elevation_m, np.zeros_like(elevation_m))


def locality(number: int, lon_deg: float, lat_deg: float) -> Locality:
    return Locality(f"L{number}", f"Thôn {number}", "00001", lon_deg, lat_deg, 300, 70)


def service(site_id: str, operator: str, technology: Technology) -> Service:
    return Service(site_id, operator, technology, 1800.0, 20.0, 46.0, 17.0, 1.0, 30.0)


def province(**changes: object) -> Province:
    commune = AdminUnit(
        "00001", "Xã A", "A Commune", "xã", 400, 9000, box(106, 21.8, 106.2, 22)
    )
    plain = Province(
        key="test",
        name_vi="Thử",
        name_en="Test",
        note_vi="",
        note_en="",
        refractivity_gradient_n_per_km=50.0,
        communes=(commune,),
        localities=(locality(1, 106.1, 21.9), locality(2, 106.12, 21.93)),
        sites=(
            Site("S1", 106.09, 21.9, 42.0, "VNPT"),
            Site("S2", 106.15, 21.93, 36.0, "Towerco"),
        ),
        services=(service("S1", "VNPT", Technology.G2),),
        roads=(Road("R", "local", LineString([(106.0, 21.91), (106.2, 21.91)])),),
        facilities=(),
        figures=(),
        documents=(),
        provenances={},
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def propose(
    given: Province, *, operator: str | None = None, terrain: Terrain | None = None
) -> tuple[Candidate, ...]:
    return propose_candidates(
        given,
        terrain or hills(),
        technology=Technology.G4,
        uncovered=["L1", "L2"],
        costs=shipped_costs(),
        siting=shipped_siting(),
        operator=operator,
    )


def by_id(candidates: tuple[Candidate, ...]) -> dict[str, Candidate]:
    return {one.id: one for one in candidates}


def test_own_mast_without_the_technology_is_upgraded_and_an_empty_one_is_shared() -> (
    None
):
    found = by_id(propose(province()))

    upgrade, share = found["UP-S1-4G"], found["SHARE-S2-4G"]
    assert (upgrade.kind, upgrade.operator) == (BuildKind.UPGRADE, "VNPT")
    assert upgrade.antenna_height_m == 30
    assert (share.kind, share.antenna_height_m) == (BuildKind.SHARE, 33)
    assert upgrade.cost_vnd < share.cost_vnd


def test_an_operator_shares_the_masts_of_others_and_upgrades_its_own() -> None:
    viettel = by_id(propose(province(), operator="Viettel"))
    vnpt = by_id(propose(province(), operator="VNPT"))

    assert {"SHARE-S1-4G", "SHARE-S2-4G"} <= set(viettel)
    assert {"UP-S1-4G", "SHARE-S2-4G"} <= set(vnpt)
    assert {one.operator for one in viettel.values()} == {"Viettel"}


def test_site_that_has_the_technology_is_no_candidate() -> None:
    services = tuple(service("S1", "VNPT", one) for one in (Technology.G4,))

    found = by_id(propose(province(services=services)))
    other = by_id(propose(province(services=services), operator="Viettel"))

    assert not any("S1" in name for name in found)
    assert "SHARE-S1-4G" in other


def test_sites_out_of_range_are_not_studied() -> None:
    far = Site("FAR", 106.19, 21.81, 42.0, "VNPT")
    near_only = replace(shipped_siting(), existing_range_4g_m=4_000)

    found = propose_candidates(
        province(sites=(*province().sites, far)),
        hills(),
        technology=Technology.G4,
        uncovered=["L1"],
        costs=shipped_costs(),
        siting=near_only,
    )

    assert {one.site_id for one in found} == {"S1", None}


def test_a_mast_is_proposed_on_the_hill_and_beside_each_locality() -> None:
    masts = [one for one in propose(province()) if one.kind is BuildKind.NEW_MAST]

    top_lon, top_lat = GRID.lon_lat(np.array(100.0), np.array(130.0))
    lons, lats = (
        np.array([one.lon_deg for one in masts]),
        np.array([one.lat_deg for one in masts]),
    )
    assert distances_m(float(top_lon), float(top_lat), lons, lats).min() < 1
    for place in province().localities:
        assert distances_m(place.lon_deg, place.lat_deg, lons, lats).min() < 101
    assert len(masts) == 3


def test_new_masts_keep_their_distance_from_existing_ones() -> None:
    crowded = Site("S3", 106.1, 21.9, 42.0, "VNPT")

    masts = [
        one
        for one in propose(province(sites=(*province().sites, crowded)))
        if one.kind is BuildKind.NEW_MAST
    ]

    for site in (*province().sites, crowded):
        lons = np.array([one.lon_deg for one in masts])
        lats = np.array([one.lat_deg for one in masts])
        assert distances_m(site.lon_deg, site.lat_deg, lons, lats).min() >= 400
    assert len(masts) == 3


def test_wards_allow_masts_nearer_to_each_other() -> None:
    ward = replace(province().communes[0], kind="phường")
    siting = shipped_siting()
    pair = [
        replace(propose(province())[0], id=f"NEW-{n}", lon_deg=106.1 + n * 0.002)
        for n in range(2)
    ]

    assert len(spacing_conflicts(pair, Spacing(province().communes, siting))) == 1
    assert spacing_conflicts(pair, Spacing([ward], siting)) == ()


def test_hill_top_far_from_any_road_is_not_proposed() -> None:
    road = Road("R", "local", LineString([(106.0, 21.81), (106.2, 21.81)]))

    masts = [
        one
        for one in propose(province(roads=(road,)))
        if one.kind is BuildKind.NEW_MAST
    ]

    assert len(masts) == 2
    assert all(one.road_distance_m > 5_000 for one in masts)


def test_longer_access_costs_more() -> None:
    near = by_id(propose(province()))["NEW-0003"]
    road = Road("R", "local", LineString([(106.0, 21.81), (106.2, 21.81)]))
    far = by_id(propose(province(roads=(road,))))["NEW-0002"]

    assert (near.lon_deg, near.lat_deg) == (far.lon_deg, far.lat_deg)
    assert far.cost_vnd > near.cost_vnd


def test_province_without_roads_gets_masts_without_access() -> None:
    masts = [one for one in propose(province(roads=())) if one.site_id is None]

    assert {one.road_distance_m for one in masts} == {0.0}


def test_nothing_is_built_off_the_terrain() -> None:
    terrain = hills()
    void = Terrain(GRID, np.full_like(terrain.elevation_m, np.nan), terrain.clutter_m)

    assert propose(province(), terrain=void) == ()


def test_same_input_gives_the_same_candidates_in_any_order() -> None:
    plain = province()
    turned = replace(plain, localities=plain.localities[::-1], sites=plain.sites[::-1])

    assert propose(plain) == propose(turned)


def test_nobody_uncovered_needs_no_candidate() -> None:
    found = propose_candidates(
        province(),
        hills(),
        technology=Technology.G4,
        uncovered=[],
        costs=shipped_costs(),
        siting=shipped_siting(),
    )

    assert found == ()


def test_unknown_locality_and_province_without_sites_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="L9"):
        propose_candidates(
            province(),
            hills(),
            technology=Technology.G4,
            uncovered=["L9"],
            costs=shipped_costs(),
            siting=shipped_siting(),
        )
    with pytest.raises(InvalidInputError, match="no site"):
        propose(province(sites=(), services=()))


def test_covers_come_from_the_matrix_and_idle_candidates_go() -> None:
    candidates = propose(province())
    reach = np.zeros((len(candidates), 2), dtype=bool)
    reach[0] = True

    found = with_covers(candidates, ["L2", "L1"], reach)

    assert [one.covers for one in found] == [("L1", "L2")]
    with pytest.raises(InvalidInputError, match="shape"):
        with_covers(candidates, ["L1"], reach)
