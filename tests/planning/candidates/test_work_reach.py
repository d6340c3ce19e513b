"""Whom works with antennas would serve."""

from collections.abc import Sequence

import numpy as np
import pytest

from hatangso.errors import InvalidInputError
from hatangso.model.demand import AskedService
from hatangso.model.site import Technology
from hatangso.model.work import Work, WorkKind
from hatangso.planning.candidates.work_reach import (
    antenna_works,
    reached_works,
    with_reach,
)
from hatangso.planning.candidates.works import Proposal, propose_works
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.links import Placed
from hatangso.radio.needed_level import needed_level_dbm
from hatangso.radio.reach import Transmitter, reach
from hatangso.units import FloatArray
from hill_province import COSTS, RADIO, SITING, hills, locality, province

G4 = AskedService("4G", Technology.G4)
G5 = AskedService("5G-300", Technology.G5, 300.0)
FIBRE = AskedService("fibre", None)
SERVICES = (G4, G5, FIBRE)
WANTING = {one.name: province().localities for one in SERVICES}
WORKS = propose_works(
    province(),
    hills(),
    services=SERVICES,
    wanting=WANTING,
    costs=COSTS,
    siting=SITING,
    radio=RADIO,
).works


def levels_dbm(
    transmitters: Sequence[Transmitter],
    points: Sequence[Placed],
    radio: RadioParameters,
) -> FloatArray:
    return reach(
        hills(),
        transmitters,
        points,
        parameters=radio,
        refractivity_gradient_n_per_km=50.0,
    ).level_dbm


def reached() -> Proposal:
    return reached_works(
        WORKS,
        services=SERVICES,
        wanting=WANTING,
        radio=RADIO,
        siting=SITING,
        levels_dbm=levels_dbm,
    )


def by_id(found: Proposal) -> dict[str, Work]:
    return {one.id: one for one in found.works}


def test_works_cover_whom_they_give_the_level_that_the_service_asks() -> None:
    found = by_id(reached())

    for work in antenna_works(reached().works):
        service = next(one for one in SERVICES if one.name == work.service)
        assert service.technology is not None
        least_dbm = needed_level_dbm(
            service, RADIO, interference_margin_db=SITING.interference_margin_db
        )
        sender = Transmitter(
            work.lon_deg, work.lat_deg, work.antenna_height_m, service.technology
        )
        level_dbm = levels_dbm([sender], province().localities, RADIO)[0]
        strong = [
            f"{work.service}:{place.id}"
            for place, dbm in zip(province().localities, level_dbm, strict=True)
            if dbm >= least_dbm
        ]
        assert list(work.covers) == strong
    assert found["UP-S1-4G"].covers == ("4G:L1",)


def test_works_without_antennas_stay_as_they_are() -> None:
    found = by_id(reached())

    for work in WORKS:
        if work.kind is WorkKind.FIBRE_ACCESS:
            assert found[work.id] == work


def test_nothing_farther_is_looked_at_than_sites_are_studied() -> None:
    ranges_m = []

    def noted(
        transmitters: Sequence[Transmitter],
        points: Sequence[Placed],
        radio: RadioParameters,
    ) -> FloatArray:
        ranges_m.append(radio.range_m(transmitters[0].technology))
        return np.full((len(transmitters), len(points)), np.nan)

    found = reached_works(
        WORKS,
        services=SERVICES,
        wanting=WANTING,
        radio=RADIO,
        siting=SITING,
        levels_dbm=noted,
    )

    assert ranges_m == [SITING.existing_range_4g_m, SITING.existing_range_5g_m]
    assert antenna_works(found.works) == ()


def test_a_mast_whose_equipment_reaches_nobody_is_left_out_and_counted() -> None:
    reaching = antenna_works(WORKS)
    matrix = np.zeros((len(reaching), 2), dtype=bool)
    first = next(i for i, one in enumerate(reaching) if one.needs)
    matrix[first] = True

    found = with_reach(WORKS, ["4G:L2", "4G:L1"], matrix)

    left = {one.id: one for one in found.works}
    assert left[reaching[first].id].covers == ("4G:L1", "4G:L2")
    assert reaching[first].needs in left
    masts = [one for one in found.works if one.kind is WorkKind.NEW_MAST]
    assert len(masts) == 1
    assert f"{len(WORKS) - len(found.works)} of {len(WORKS)} works" in str(
        found.notes[0]
    )


def test_a_matrix_of_another_shape_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="shape"):
        with_reach(WORKS, ["4G:L1"], np.zeros((1, 1), dtype=bool))


def test_two_services_of_one_technology_ask_their_own_levels() -> None:
    plain = AskedService("5G", Technology.G5)
    asked = (plain, AskedService("5G-600", Technology.G5, 600.0))
    far = province(localities=(locality(1, 106.135, 21.9),))
    wanting = {one.name: far.localities for one in asked}
    works = propose_works(
        far,
        hills(),
        services=asked,
        wanting=wanting,
        costs=COSTS,
        siting=SITING,
        radio=RADIO,
    ).works
    weak_dbm = needed_level_dbm(plain, RADIO, interference_margin_db=3) + 1

    found = reached_works(
        works,
        services=asked,
        wanting=wanting,
        radio=RADIO,
        siting=SITING,
        levels_dbm=lambda senders, points, _: np.full(
            (len(senders), len(points)), weak_dbm
        ),
    )

    covers = {one.covers for one in antenna_works(found.works)}
    assert covers == {("5G:L1",)}
