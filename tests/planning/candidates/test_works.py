"""What could be built for several services at once."""

from dataclasses import replace

import numpy as np
import pytest
from shapely import LineString, box

from hatangso.errors import InvalidInputError
from hatangso.geography.grid import distances_m
from hatangso.geography.terrain import Terrain
from hatangso.model.demand import AskedService
from hatangso.model.place import Road
from hatangso.model.province import Province
from hatangso.model.site import Site, Technology
from hatangso.model.work import NETWORK, Work, WorkKind
from hatangso.planning.candidates.siting import Spacing, works_conflicts
from hatangso.planning.candidates.works import Proposal, propose_works
from hill_province import (
    COSTS,
    GRID,
    HILL,
    RADIO,
    SITING,
    hills,
    locality,
    province,
)

G4 = AskedService("4G", Technology.G4)
G5 = AskedService("5G-100", Technology.G5, 100.0)
FIBRE = AskedService("fibre", None, 1_000.0)


def propose(
    given: Province | None = None,
    services: tuple[AskedService, ...] = (G4,),
    terrain: Terrain | None = None,
    **rules: object,
) -> Proposal:
    given = given or province()
    return propose_works(
        given,
        terrain or hills(),
        services=services,
        wanting={one.name: given.localities for one in services},
        radio=RADIO,
        **{"costs": COSTS, "siting": SITING, **rules},  # type: ignore[arg-type]
    )


def by_id(found: Proposal) -> dict[str, Work]:
    return {one.id: one for one in found.works}


def masts(found: Proposal) -> list[Work]:
    return [one for one in found.works if one.kind is WorkKind.NEW_MAST]


def notes(found: Proposal) -> str:
    return "\n".join(map(str, found.notes))


def test_an_own_mast_is_upgraded_and_an_empty_one_is_shared() -> None:
    found = by_id(propose())

    upgrade, share = found["UP-S1-4G"], found["SHARE-S2-4G"]
    assert (upgrade.kind, upgrade.operator) == (WorkKind.UPGRADE, "VNPT")
    assert (upgrade.antenna_height_m, share.antenna_height_m) == (30, 33)
    assert share.cost_vnd - upgrade.cost_vnd == COSTS.share_extra_vnd
    assert upgrade.node == share.node == NETWORK


def test_an_operator_shares_the_masts_of_others_and_upgrades_its_own() -> None:
    viettel = by_id(propose(operator="Viettel"))
    vnpt = by_id(propose(operator="VNPT"))

    assert {"SHARE-S1-4G", "SHARE-S2-4G"} <= set(viettel)
    assert {"UP-S1-4G", "SHARE-S2-4G"} <= set(vnpt)


def test_a_mast_with_as_many_tenants_as_it_carries_takes_no_further_one() -> None:
    one_each = replace(SITING, tenants_per_mast=1.0)

    found = propose(operator="Viettel", siting=one_each)

    assert "SHARE-S1-4G" not in by_id(found)
    assert "SHARE-S2-4G" in by_id(found)
    assert "1 masts in range carry 1 operators" in notes(found)
    assert "tenants_per_mast" in notes(found)


def test_where_nobody_shares_only_own_masts_are_left() -> None:
    found = propose(operator="VNPT", nobody_shares=True)

    kinds = {one.kind for one in found.works}
    assert WorkKind.SHARE not in kinds
    assert "UP-S1-4G" in by_id(found)


def test_one_mast_carries_equipment_of_every_service() -> None:
    alone, both = propose(), propose(services=(G4, G5))

    assert [one.id for one in masts(alone)] == [one.id for one in masts(both)]
    for mast in masts(both):
        carried = [one for one in both.works if one.needs == mast.id]
        assert [one.service for one in carried] == ["4G", "5G-100"]
        assert {one.kind for one in carried} == {WorkKind.EQUIPMENT}
        assert {one.node for one in carried} == {NETWORK}
        assert mast.node == f"mast:{mast.id}"
        assert mast.service == ""


def test_a_mast_is_named_after_its_place_and_not_after_who_wants_it() -> None:
    given = province()
    fewer = replace(given, localities=given.localities[:1])

    assert {one.id for one in masts(propose(fewer))} <= {
        one.id for one in masts(propose(given))
    }
    assert all(
        one.id == f"NEW-{one.lat_deg:.5f}-{one.lon_deg:.5f}"
        for one in masts(propose(given))
    )


def test_services_of_one_technology_share_equipment_under_the_highest_rate() -> None:
    plain = AskedService("5G", Technology.G5)

    found = propose(services=(plain, G5))

    assert {one.service for one in found.works} - {""} == {"5G-100"}
    assert len([one for one in found.works if one.id.startswith("UP-S1")]) == 1


def test_masts_stand_on_the_hill_and_beside_each_village() -> None:
    found = masts(propose())

    lon, lat = GRID.lon_lat(*(np.array(float(at)) for at in HILL))
    lons = np.array([one.lon_deg for one in found])
    lats = np.array([one.lat_deg for one in found])
    assert distances_m(float(lon), float(lat), lons, lats).min() < 2
    for place in province().localities:
        assert distances_m(place.lon_deg, place.lat_deg, lons, lats).min() < 102
    assert len(found) == 3


def test_of_villages_near_each_other_one_gets_a_mast_beside_it() -> None:
    near = (locality(1, 106.1, 21.9), locality(2, 106.101, 21.9, people=900))

    found = masts(propose(province(localities=near)))

    assert len(found) == 2
    away_m = [
        distances_m(106.101, 21.9, np.array([one.lon_deg]), np.array([one.lat_deg]))[0]
        for one in found
    ]
    assert min(away_m) < 102


def test_nothing_is_built_in_protected_areas() -> None:
    lon, lat = GRID.lon_lat(*(np.array(float(at)) for at in HILL))
    top = box(lon - 0.005, lat - 0.005, lon + 0.005, lat + 0.005)

    assert len(masts(propose(protected=(top,)))) == 2


def test_a_province_that_is_all_reserve_gets_no_mast_and_is_told_why() -> None:
    found = propose(protected=(box(106, 21.8, 106.2, 22),))

    assert masts(found) == []
    assert "2 of 2 places have no spot" in notes(found)
    assert "protected_areas.geojson" in notes(found)


def test_spacing_that_excludes_every_spot_is_told_with_what_to_relax() -> None:
    found = propose(siting=replace(SITING, rural_spacing_m=30_000.0))

    assert masts(found) == []
    assert "30000 m (elsewhere)" in notes(found)
    assert "rural_spacing_m" in notes(found)
    assert "UP-S1-4G" in by_id(found)


def test_villages_off_the_terrain_are_told() -> None:
    terrain = hills()
    void = Terrain(GRID, np.full_like(terrain.elevation_m, np.nan), terrain.clutter_m)

    found = propose(terrain=void)

    assert found.works == ()
    assert "there is no terrain of the province" in notes(found)
    assert "2 sites in range" in notes(found)


def test_a_province_without_roads_is_told_that_access_counts_nothing() -> None:
    found = propose(province(roads=()))

    assert {one.road_distance_m for one in masts(found)} == {0.0}
    assert "roads.geojson" in notes(found)


def test_far_from_the_grid_a_mast_has_its_own_power() -> None:
    far = locality(1, 106.02, 21.98, has_grid_power=False)
    off_grid = province(localities=(far,))

    found = {one.has_own_power: one for one in masts(propose(off_grid))}

    mast = found[True]
    assert COSTS.grid_vnd(mast.grid_distance_m) > COSTS.off_grid_power_vnd
    powered = masts(propose(province(localities=(replace(far, has_grid_power=True),))))
    assert not any(one.has_own_power for one in powered)


def test_longer_access_costs_more() -> None:
    far = Road("R", "local", LineString([(106.0, 21.81), (106.2, 21.81)]))

    near_vnd = {one.id: one.cost_vnd for one in masts(propose())}
    far_vnd = {one.id: one.cost_vnd for one in masts(propose(province(roads=(far,))))}

    assert set(far_vnd) < set(near_vnd)
    assert all(far_vnd[name] > near_vnd[name] for name in far_vnd)


def test_fibre_gets_an_access_at_the_place_and_a_satellite_only_when_asked() -> None:
    plain = propose(services=(FIBRE,))
    last = propose(services=(FIBRE,), accepts_satellite=True)

    access = by_id(plain)["FIBRE-L1-fibre"]
    assert {one.kind for one in plain.works} == {WorkKind.FIBRE_ACCESS}
    assert (access.node, access.covers) == ("place:L1", ("fibre:L1",))
    satellite = by_id(last)["SAT-L1-fibre"]
    assert (satellite.node, satellite.covers) == (NETWORK, ("fibre:L1",))
    assert satellite.cost_vnd == 15_000_000 + 5 * 40_000_000


def test_new_masts_too_near_to_each_other_exclude_each_other() -> None:
    mast = masts(propose())[0]
    pair = [replace(mast, id=f"N{n}", lon_deg=106.1 + n * 0.002) for n in range(2)]
    ward = replace(province().communes[0], kind="phường")

    assert works_conflicts(pair, Spacing(province().communes, SITING)) == (
        ("N0", "N1"),
    )
    assert works_conflicts(pair, Spacing([ward], SITING)) == ()


def test_same_input_gives_the_same_works_in_any_order() -> None:
    plain = province()
    turned = replace(plain, localities=plain.localities[::-1], sites=plain.sites[::-1])

    assert propose(plain, (G4, G5, FIBRE)) == propose(turned, (FIBRE, G5, G4))


def test_nobody_in_want_needs_no_work() -> None:
    assert propose(province(localities=())).works == ()


def test_questions_that_make_no_sense_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="4G is asked for twice"):
        propose(services=(G4, G4))
    with pytest.raises(InvalidInputError, match="which nobody asks for"):
        propose_works(
            province(),
            hills(),
            services=(G4,),
            wanting={"3G": province().localities},
            costs=COSTS,
            siting=SITING,
            radio=RADIO,
        )
    with pytest.raises(InvalidInputError, match="no site"):
        propose(province(sites=(), services=()))


def test_a_site_out_of_range_is_not_studied() -> None:
    far = Site("FAR", 106.19, 21.81, 42.0, "VNPT")
    near_only = replace(SITING, existing_range_4g_m=4_000.0)
    given = province(
        sites=(*province().sites, far), localities=province().localities[:1]
    )

    found = propose(given, siting=near_only)

    assert {one.site_id for one in found.works} == {"S1", None}
