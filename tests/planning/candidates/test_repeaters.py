"""Repeaters of villages that a station reaches above the roofs."""

from dataclasses import replace

import numpy as np
import pytest

from hatangso.errors import InvalidInputError
from hatangso.geography.terrain import Terrain
from hatangso.model.demand import AskedService
from hatangso.model.place import Facility
from hatangso.model.province import Province
from hatangso.model.site import Technology
from hatangso.model.work import NETWORK, Work, WorkKind
from hatangso.planning.candidates.repeaters import propose_repeaters
from hill_province import COSTS, GRID, RADIO, SITING, locality, province, service

G4 = AskedService("4G", Technology.G4)


def ridge(height_m: float) -> Terrain:
    """Return flat ground with a ridge half way between mast S1 and village L1."""
    elevation_m = np.full((240, 240), 100, dtype=np.float32)
    elevation_m[:, 130:134] += height_m
    return Terrain(GRID, elevation_m, np.zeros_like(elevation_m))


def behind_the_ridge(**said: object) -> Province:
    village = locality(1, 106.128, 21.9, **said)
    return province(
        localities=(village,), services=(service("S1", "VNPT", Technology.G4),)
    )


def repeaters(
    height_m: float,
    given: Province | None = None,
    asked: AskedService = G4,
    **rules: object,
) -> tuple[Work, ...]:
    given = given or behind_the_ridge()
    return propose_repeaters(
        given,
        ridge(height_m),
        services=(asked,),
        wanting={asked.name: given.localities},
        radio=RADIO,
        **{"costs": COSTS, "siting": SITING, **rules},  # type: ignore[arg-type]
    )


def test_a_village_that_a_station_reaches_above_the_roofs_gets_a_repeater() -> None:
    (found,) = repeaters(10)

    assert found.kind is WorkKind.REPEATER
    assert (found.id, found.service, found.covers) == ("REP-L1-4G", "4G", ("4G:L1",))
    assert (found.operator, found.node, found.site_id) == ("VNPT", NETWORK, None)
    assert found.antenna_height_m == SITING.repeater_antenna_m
    assert found.cost_vnd == COSTS.repeater_vnd


def test_behind_a_high_ridge_there_is_no_donor() -> None:
    assert repeaters(400) == ()


def test_a_higher_antenna_finds_a_donor_where_a_lower_one_does_not() -> None:
    asked = [
        height_m
        for height_m in range(0, 300, 20)
        if not repeaters(height_m)
        and repeaters(height_m, siting=replace(SITING, repeater_antenna_m=60.0))
    ]

    assert asked


def test_without_a_power_grid_panels_are_added() -> None:
    (found,) = repeaters(10, behind_the_ridge(has_grid_power=False))

    assert found.has_own_power
    assert found.cost_vnd == COSTS.repeater_vnd + COSTS.repeater_solar_vnd


def test_only_stations_of_the_technology_and_the_operator_are_donors() -> None:
    only_2g = replace(
        behind_the_ridge(), services=(service("S1", "VNPT", Technology.G2),)
    )

    assert repeaters(10, only_2g) == ()
    assert repeaters(10, operator="Viettel") == ()
    assert len(repeaters(10, operator="VNPT")) == 1


def test_only_villages_get_repeaters() -> None:
    given = behind_the_ridge()
    school = Facility("T1", "Trường", "school", 106.128, 21.9)

    found = propose_repeaters(
        given,
        ridge(10),
        services=(G4,),
        wanting={"4G": (school,)},
        costs=COSTS,
        siting=SITING,
        radio=RADIO,
    )

    assert found == ()


def test_a_rate_asks_for_a_donor_that_gives_it() -> None:
    given = replace(
        behind_the_ridge(), services=(service("S1", "VNPT", Technology.G5),)
    )
    slow, fast = (AskedService("5G", Technology.G5, rate) for rate in (100.0, 600.0))

    heights_m = range(0, 200, 10)
    for_slow = [bool(repeaters(h, given, slow)) for h in heights_m]
    for_fast = [bool(repeaters(h, given, fast)) for h in heights_m]

    assert sum(for_fast) < sum(for_slow)
    with pytest.raises(InvalidInputError, match="5G asks for 9000"):
        repeaters(10, given, AskedService("5G", Technology.G5, 9_000.0))
