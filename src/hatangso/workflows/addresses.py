"""How many households have an address code, and which codes cannot be right."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from hatangso.errors import Finding, InvalidInputError, Message
from hatangso.geography.address_codes.codes import (
    AddressCode,
    cell_of,
    read_address_code,
)
from hatangso.language.words import fold
from hatangso.model.record import Record
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.address_ground import (
    HOUSEHOLD,
    AddressGround,
    Village,
    address_ground,
)
from hatangso.workflows.record_values import text_of
from hatangso.workflows.register.register_tables import register_view

__all__ = [
    "AddressSummary",
    "AreaCodes",
    "CodeFault",
    "CodeProblem",
    "address_coverage",
    "addresses_of",
    "code_problems",
    "known_code",
]

# A code is made of a place rounded to a millionth of a degree, or so: ten centimetres.
_EDGE_DEG = 1e-6


class CodeFault(StrEnum):
    """Why the code of a household cannot be right, or is not whole."""

    UNREADABLE = "unreadable"
    MISPLACED = "misplaced"
    SHARED = "shared"
    WRONG_COMMUNE = "wrong_commune"
    WRONG_POSTCODE = "wrong_postcode"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class CodeProblem:
    """What is wrong with the code of one household."""

    fault: CodeFault
    record: Record
    message: Message


@dataclass(frozen=True)
class AreaCodes:
    """The codes of a commune or a village.

    Attributes:
        key: Code of the commune, or number of the village.
        households: None when nobody has counted them.
        codes: Households that have a code.
        parent: Code of the commune of a village; empty for a commune.
    """

    key: str
    name: str
    households: int | None
    codes: int
    parent: str = ""

    @property
    def ratio(self) -> float | None:
        """Return the share of households with a code; None when it is not known."""
        return self.codes / self.households if self.households else None


@dataclass(frozen=True)
class AddressSummary:
    """How a province stands with address codes.

    Attributes:
        codes: Of all households, also of those of which nobody knows the commune.
        counted: The communes whose households are counted, together.
        communes: In the order of their codes.
        villages: In the order of the register.
        unplaced: Codes of households of which nobody knows the commune of today.
        without_village: Codes whose commune has no village of the name they tell.
        postcodes: So many communes have a known postcode.
    """

    codes: int
    counted: AreaCodes
    communes: tuple[AreaCodes, ...]
    villages: tuple[AreaCodes, ...]
    unplaced: int
    without_village: int
    postcodes: int
    is_assumed: bool
    findings: tuple[Finding, ...]

    @property
    def without_codes(self) -> tuple[AreaCodes, ...]:
        """Return the communes in which no household has a code."""
        return tuple(one for one in self.communes if not one.codes)


def addresses_of(
    directory: Path,
) -> tuple[AddressSummary, tuple[CodeProblem, ...]]:
    """Return how a province stands with address codes, and what is wrong with them.

    Raises:
        NotFoundError: It is no province directory.
        InvalidInputError: A file of it cannot be used.
    """
    with register_view(directory, shipped_kinds()) as view:
        ground = address_ground(directory, view.records)
        records = view.records(HOUSEHOLD)
    return address_coverage(ground, records), code_problems(ground, records)


def address_coverage(
    ground: AddressGround, records: Sequence[Record]
) -> AddressSummary:
    """Count the households with a code by commune and village."""
    # Names are folded once each: there are far more households than names.
    raw = Counter(
        (one.values.get("commune_code"), one.values.get("locality")) for one in records
    )
    told: Counter[tuple[str, str]] = Counter()
    for (code, locality), count in raw.items():
        told[str(code or "").strip(), fold(str(locality or ""))] += count
    by_commune: Counter[str] = Counter()
    for (commune, _), count in told.items():
        by_commune[commune] += count
    counted = _households(ground.villages)
    communes = tuple(
        AreaCodes(one.code, one.name_vi, counted.get(one.code), by_commune[one.code])
        for one in sorted(ground.communes, key=lambda one: one.code)
    )
    villages = tuple(
        AreaCodes(
            one.id or one.name,
            one.name,
            one.households,
            _of_village(one, told),
            one.commune_code,
        )
        for one in ground.villages
    )
    placed = sum(one.codes for one in communes)
    known = [one for one in communes if one.households is not None]
    households = sum(one.households or 0 for one in known) or None
    return AddressSummary(
        len(records),
        AreaCodes("", "", households, sum(one.codes for one in known)),
        communes,
        villages,
        len(records) - placed,
        placed - sum(one.codes for one in villages),
        len(ground.postcodes),
        ground.layout.is_assumed,
        ground.findings,
    )


def _households(villages: Sequence[Village]) -> dict[str, int | None]:
    """Return the households of communes; None where a village was not counted."""
    found: dict[str, int | None] = {}
    for one in villages:
        before = found.get(one.commune_code, 0)
        is_known = before is not None and one.households is not None
        found[one.commune_code] = (
            (before or 0) + (one.households or 0) if is_known else None
        )
    return found


def _of_village(village: Village, told: Counter[tuple[str, str]]) -> int:
    names = {fold(village.name), fold(village.id)} - {""}
    return sum(told[village.commune_code, name] for name in names)


def known_code(ground: AddressGround, record: Record) -> AddressCode | None:
    """Return the code of a household in its parts; None when it cannot be read."""
    try:
        return read_address_code(text_of(record, "id"), ground.layout)
    except InvalidInputError:
        return None


def code_problems(
    ground: AddressGround, records: Sequence[Record]
) -> tuple[CodeProblem, ...]:
    """Return what is wrong with the codes of households, the gravest sort first."""
    codes: list[AddressCode | None] = []
    found: list[CodeProblem] = []
    for one in records:
        try:
            codes.append(read_address_code(text_of(one, "id"), ground.layout))
        except InvalidInputError as error:
            codes.append(None)
            found.append(CodeProblem(CodeFault.UNREADABLE, one, error.message))
    shared = Counter((one.place, one.number) for one in codes if one)
    homes = _homes(ground, records)
    for record, code, home in zip(records, codes, homes, strict=True):
        if code is not None:
            is_shared = shared[code.place, code.number] > 1
            found += _of_code(ground, record, code, home, is_shared=is_shared)
    order = tuple(CodeFault)
    return tuple(sorted(found, key=lambda one: order.index(one.fault)))


def _homes(ground: AddressGround, records: Sequence[Record]) -> list[str | None]:
    """Return the code of the commune in which each household lies.

    Empty outside of all communes; None when its place is not known.
    """
    places = [_place(one) for one in records]
    known = [place for place in places if place is not None]
    lons_deg, lats_deg = np.array(known, dtype=float).reshape(-1, 2).T
    numbers = iter(ground.communes_at(lons_deg, lats_deg))
    homes: list[str | None] = []
    for place in places:
        at = -1 if place is None else int(next(numbers))
        inside = ground.communes[at].code if at >= 0 else ""
        homes.append(None if place is None else inside)
    return homes


def _place(record: Record) -> tuple[float, float] | None:
    lon_deg, lat_deg = record.values.get("lon_deg"), record.values.get("lat_deg")
    if isinstance(lon_deg, int | float) and isinstance(lat_deg, int | float):
        return float(lon_deg), float(lat_deg)
    return None


def _of_code(
    ground: AddressGround,
    record: Record,
    code: AddressCode,
    home: str | None,
    *,
    is_shared: bool,
) -> Iterator[CodeProblem]:
    place = _place(record)
    if place is not None and not _is_near(code, place):
        text = Message("the household does not lie in the cell of its code")
        yield CodeProblem(CodeFault.MISPLACED, record, text)
    if is_shared:
        text = Message("another household has the same place code")
        yield CodeProblem(CodeFault.SHARED, record, text)
    commune = text_of(record, "commune_code")
    if ground.communes and commune and home is not None and home != commune:
        text = Message(
            "the household does not lie in its commune {commune}", {"commune": commune}
        )
        yield CodeProblem(CodeFault.WRONG_COMMUNE, record, text)
    right = ground.postcodes.get(commune, "")
    for told in dict.fromkeys((code.postcode, text_of(record, "postcode"))):
        if told and right and told != right:
            text = Message(
                "the postcode {told} is not that of the commune, {right}",
                {"told": told, "right": right},
            )
            yield CodeProblem(CodeFault.WRONG_POSTCODE, record, text)
    if ground.layout.has_postcode and not code.postcode:
        text = Message("the code has no postcode: it is not whole")
        yield CodeProblem(CodeFault.INCOMPLETE, record, text)


def _is_near(code: AddressCode, place: tuple[float, float]) -> bool:
    """Return whether a place lies in the cell of a code, or on its edge."""
    cell, (lon_deg, lat_deg) = cell_of(code.place), place
    is_across = cell.west_deg - _EDGE_DEG <= lon_deg <= cell.east_deg + _EDGE_DEG
    return (
        is_across
        and cell.south_deg - _EDGE_DEG <= lat_deg <= cell.north_deg + _EDGE_DEG
    )
