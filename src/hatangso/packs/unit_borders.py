"""Communes of before July 2025 found among borders of 2009, and how they were divided.

Between 2009 and 2025 some communes were merged or renamed. A border is placed by its
name where it lies inside the new commune that followed; what is left in a new commune
belongs to the old units of it whose names the borders do not know.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry

from hatangso.geography.unit_history import UnitSize
from hatangso.geography.unit_spelling import spellings
from hatangso.model.unit_history import Successor
from hatangso.packs.people_map import PeopleMap

__all__ = [
    "OldBorder",
    "Placement",
    "place_borders",
    "sizes_of",
    "whole_and_divided",
]

# A border belongs where most of it lies; the two sources differ along the edges.
_MOST_RATIO = 0.5
_DECIMALS = 6
_SEVERAL = "rest_of_several"


@dataclass(frozen=True)
class OldBorder:
    """A commune as the census of 2009 drew it; 0 people when none were printed."""

    id: str
    name: str
    district: str
    people: int
    area_km2: float
    border: BaseGeometry


@dataclass(frozen=True)
class Placement:
    """What became of a border of 2009.

    Attributes:
        unit_code: The commune of before July 2025 that it belonged to; empty when the
            borders do not tell.
        new_code: The commune of today that most of it lies in.
        inside_ratio: How much of it lies there.
        basis: ``same_name``; ``rest``: the one commune whose name is unknown to the
            borders; ``rest_of_several``: one of several such; ``none``: merged into
            some neighbour that kept its name.
    """

    border: OldBorder
    unit_code: str
    new_code: str
    inside_ratio: float
    basis: str


def place_borders(
    names: Mapping[str, str],
    followed: Mapping[str, Sequence[str]],
    old_borders: Sequence[OldBorder],
    new_borders: Mapping[str, BaseGeometry],
) -> list[Placement]:
    """Find which old commune each border of 2009 belongs to.

    Args:
        names: Full names of the old communes by code.
        followed: The new codes that followed each old code.
        old_borders: Of 2009.
        new_borders: Of today, by code.
    """
    owners = _owners_by_name(names, followed, old_borders, new_borders)
    known = set(owners.values())
    unknown: defaultdict[str, list[str]] = defaultdict(list)
    for code, new_codes in followed.items():
        if code not in known:
            unknown[new_codes[0]].append(code)
    placements = []
    for border in old_borders:
        ratio, new_code = max(
            (_inside_ratio(border.border, new), code)
            for code, new in new_borders.items()
        )
        owner, basis = owners.get(border.id, ""), "same_name"
        if not owner:
            possible = unknown.get(new_code, [])
            owner = possible[0] if len(possible) == 1 else ""
            basis = ("none", "rest", _SEVERAL)[min(len(possible), 2)]
        placements.append(Placement(border, owner, new_code, ratio, basis))
    return placements


def _owners_by_name(
    names: Mapping[str, str],
    followed: Mapping[str, Sequence[str]],
    old_borders: Sequence[OldBorder],
    new_borders: Mapping[str, BaseGeometry],
) -> dict[str, str]:
    """Return the code of the old commune of the same name in the same place."""
    by_name: defaultdict[str, list[OldBorder]] = defaultdict(list)
    for border in old_borders:
        by_name[spellings(border.name)[-1].folded].append(border)
    owners = {}
    for code, name in names.items():
        today = shapely.union_all([new_borders[new] for new in followed[code]])
        for border in by_name.get(spellings(name)[-1].folded, ()):
            if _inside_ratio(border.border, today) > _MOST_RATIO:
                owners[border.id] = code
    return owners


def whole_and_divided(
    followed: Mapping[str, Sequence[str]],
    placements: Sequence[Placement],
    new_borders: Mapping[str, BaseGeometry],
    people: PeopleMap,
    effective: date,
) -> list[Successor]:
    """Return who followed each old commune, with its shares.

    Raises:
        KeyError: A divided commune has no border of 2009.
    """
    borders = {place.unit_code: place.border.border for place in placements}
    successors = []
    for code, new_codes in followed.items():
        if len(new_codes) == 1:
            successors.append(Successor(code, new_codes[0], effective, 1.0, 1.0, 1.0))
            continue
        pieces = [borders[code].intersection(new_borders[new]) for new in new_codes]
        areas = _shares([piece.area for piece in pieces])
        heads = _shares([people.inside(piece) for piece in pieces])
        successors += [
            Successor(code, new, effective, area, head, head, is_estimated=True)
            for new, area, head in zip(new_codes, areas, heads, strict=True)
        ]
    return successors


def sizes_of(
    names: Mapping[str, str],
    followed: Mapping[str, Sequence[str]],
    placements: Sequence[Placement],
    people: PeopleMap,
) -> list[UnitSize]:
    """Return how large each old commune was beside the others of its province.

    Where the borders only tell what several communes had together, each is given an
    equal part; ``method`` says so.
    """
    mapped = sum(people.inside(place.border.border) for place in placements)
    growth = sum(place.border.people for place in placements) / mapped
    owned: defaultdict[str, list[Placement]] = defaultdict(list)
    rests: defaultdict[str, list[Placement]] = defaultdict(list)
    for place in placements:
        if place.basis == _SEVERAL:
            rests[place.new_code].append(place)
        elif place.unit_code:
            owned[place.unit_code].append(place)
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    for code in names:
        if code not in owned:
            sharing[followed[code][0]].append(code)
    sizes = []
    for code in names:
        parts, count = owned.get(code, []), 1
        method = parts[0].basis if parts else "rest_in_equal_parts"
        if not parts:
            new_code = followed[code][0]
            parts, count = rests[new_code], len(sharing[new_code])
        heads = 0.0
        for place in parts:
            heads += place.border.people or growth * people.inside(place.border.border)
            method = method if place.border.people else "map_of_people"
        area_km2 = sum(place.border.area_km2 for place in parts)
        sizes.append(
            UnitSize(
                code, None, round(area_km2 / count, 3), round(heads / count), method
            )
        )
    return sizes


def _inside_ratio(border: BaseGeometry, area: BaseGeometry) -> float:
    if not border.intersects(area):
        return 0.0
    return float(border.intersection(area).area / border.area)


def _shares(sizes: Sequence[float]) -> list[float]:
    """Return shares of few decimals that sum to 1 as they are written."""
    total = sum(sizes)
    shares = [round(size / total, _DECIMALS) for size in sizes[:-1]]
    return [*shares, round(1 - sum(shares), _DECIMALS)]
