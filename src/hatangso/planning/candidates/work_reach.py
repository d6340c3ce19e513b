"""Whom works with antennas would serve."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from hatangso.errors import InvalidInputError, Message
from hatangso.model.demand import AskedService, Demand
from hatangso.model.site import Technology
from hatangso.model.work import Work, WorkKind
from hatangso.planning.candidates.siting import SitingParameters, studied_radio
from hatangso.planning.candidates.works import Proposal
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.links import Placed
from hatangso.radio.needed_level import needed_level_dbm
from hatangso.radio.reach import Transmitter
from hatangso.units import BoolArray, FloatArray

__all__ = ["Levels", "antenna_works", "reached_works", "with_reach"]

Levels: TypeAlias = Callable[
    [Sequence[Transmitter], Sequence[Placed], RadioParameters], FloatArray
]
_WITH_ANTENNA = {WorkKind.UPGRADE, WorkKind.SHARE, WorkKind.EQUIPMENT}


def antenna_works(works: Sequence[Work]) -> tuple[Work, ...]:
    """Return the works whose covers only the radio engine can tell, in their order."""
    return tuple(one for one in works if one.kind in _WITH_ANTENNA)


def with_reach(
    works: Sequence[Work], demand_ids: Sequence[str], reach: BoolArray
) -> Proposal:
    """Return works with whom they reach; what would serve nobody is left out.

    Args:
        works: What could be built, new masts with their equipment.
        demand_ids: Whom the columns of the matrix mean.
        reach: Whether each work with an antenna would satisfy each demand, shape
            (antenna work, demand), rows in the order of ``antenna_works``.

    Raises:
        InvalidInputError: The matrix has another shape.
    """
    reaching = antenna_works(works)
    asked = (len(reaching), len(demand_ids))
    if reach.shape != asked:
        text = "the matrix of reach must have the shape {asked}; it has {shape}"
        raise InvalidInputError(text, asked=asked, shape=reach.shape)
    ids = np.asarray(demand_ids, dtype=object)
    covers = {
        work.id: tuple(sorted(ids[row]))
        for work, row in zip(reaching, reach.astype(bool), strict=True)
    }
    kept = [
        replace(work, covers=covers[work.id]) if work.id in covers else work
        for work in works
        if covers.get(work.id, (True,))
    ]
    needed = {work.needs for work in kept}
    useful = tuple(
        work for work in kept if work.kind is not WorkKind.NEW_MAST or work.id in needed
    )
    return Proposal(useful, _idle_notes(works, useful))


def reached_works(
    works: Sequence[Work],
    *,
    services: Sequence[AskedService],
    wanting: Mapping[str, Sequence[Placed]],
    radio: RadioParameters,
    siting: SitingParameters,
    levels_dbm: Levels,
) -> Proposal:
    """Find out whom works with antennas would serve, and fill their covers.

    A work serves a place when its level there is at least ``needed_level_dbm`` of the
    service.

    Args:
        works: What could be built, as ``propose_works`` returns it.
        services: What is planned.
        wanting: By the name of a service the places that are known to lack it.
        radio: The link budget.
        siting: How far is looked, and the margin for neighbours.
        levels_dbm: Computes the median levels of transmitters at places under a link
            budget, shape (transmitter, place), NaN out of range, as ``radio.reach``
            does. It is asked once for each technology.

    Returns:
        The works that serve somebody, with notes on the others.
    """
    reaching = antenna_works(works)
    pairs = [(one.name, p.id) for one in services for p in wanting.get(one.name, ())]
    column = {pair: number for number, pair in enumerate(pairs)}
    technology_of = {one.name: one.technology for one in services}
    is_served = np.zeros((len(reaching), len(pairs)), dtype=bool)
    for technology in Technology:
        asked = [one for one in services if one.technology is technology]
        rows = [
            row
            for row, work in enumerate(reaching)
            if technology_of.get(work.service) is technology
        ]
        places = {p.id: p for one in asked for p in wanting.get(one.name, ())}
        if not rows or not places:
            continue
        points = [places[name] for name in sorted(places)]
        number = {point.id: place for place, point in enumerate(points)}
        transmitters = _transmitters(reaching, rows, technology)
        level_dbm = levels_dbm(transmitters, points, studied_radio(radio, siting))
        for one in asked:
            least_dbm = needed_level_dbm(
                one, radio, interference_margin_db=siting.interference_margin_db
            )
            ids = [place.id for place in wanting.get(one.name, ())]
            found = level_dbm[:, [number[name] for name in ids]] >= least_dbm
            is_served[np.ix_(rows, [column[one.name, name] for name in ids])] = found
    return with_reach(works, [Demand.id_of(*pair) for pair in pairs], is_served)


def _transmitters(
    works: Sequence[Work], rows: Sequence[int], technology: Technology
) -> list[Transmitter]:
    return [
        Transmitter(one.lon_deg, one.lat_deg, one.antenna_height_m, technology)
        for one in (works[row] for row in rows)
    ]


def _idle_notes(works: Sequence[Work], useful: Sequence[Work]) -> tuple[Message, ...]:
    left = len(works) - len(useful)
    if not left:
        return ()
    text = (
        "{count} of {works} works that were studied would serve nobody: hills stand"
        " between, or the places are too far; raise mast_height_m or the ranges in"
        " [siting] to study more"
    )
    return (Message(text, {"count": left, "works": len(works)}),)
