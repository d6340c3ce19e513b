"""Give address codes to the houses of a table, and write them to be imported."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hatangso.errors import Finding, Message, Place
from hatangso.geography.address_codes.allotment import (
    GivenCode,
    HousePoint,
    allot_codes,
)
from hatangso.io.csv_tables import write_csv
from hatangso.io.findings import Findings
from hatangso.io.records.formula_guard import guarded
from hatangso.io.tables import Column, Row, number, read_rows, text
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.address_ground import (
    HOUSEHOLD,
    AddressGround,
    address_ground,
)
from hatangso.workflows.addresses import known_code
from hatangso.workflows.register.register_tables import register_view

__all__ = ["AllotmentSummary", "allot_addresses"]

_COLUMNS = (
    Column("lon_deg", number(-180, 180)),
    Column("lat_deg", number(-90, 90)),
    Column("commune_code", text, required=False, default=""),
    Column("locality", text, required=False, default=""),
    Column("house", text, required=False, default=""),
)
_HEADER = (
    *("id", "commune_code", "locality", "house"),
    *("lon_deg", "lat_deg", "postcode"),
)
_DECIMALS = 7


@dataclass(frozen=True)
class AllotmentSummary:
    """What codes were given.

    Attributes:
        houses: Rows of the table, each with a code.
        whole: Of which so many have their postcode.
        sharing: Houses that share a cell with others, and got longer codes.
        numbered: Houses that share the smallest cell, and got a number.
        outside: Houses outside of all communes.
        taken: Codes of the register, which stay whose they are.
        findings: Which rows those are.
    """

    file: Path
    houses: int
    whole: int
    sharing: int
    numbered: int
    outside: int
    taken: int
    is_assumed: bool
    findings: tuple[Finding, ...]


def allot_addresses(directory: Path, points: Path, out: Path) -> AllotmentSummary:
    """Write a table of households with codes, as the register imports it.

    The commune of a house that the table does not tell is that around it. Codes in the
    register stay whose they are.

    Args:
        directory: The province directory.
        points: CSV with lon_deg and lat_deg; commune_code, locality, house if known.
        out: CSV to write.

    Raises:
        NotFoundError: It is no province directory.
        InvalidInputError: A file cannot be used; it carries all findings.
    """
    findings = Findings()
    rows = read_rows(points, _COLUMNS, findings)
    findings.raise_errors()
    with register_view(directory, shipped_kinds()) as view:
        ground = address_ground(directory, view.records)
        codes = [known_code(ground, one) for one in view.records(HOUSEHOLD)]
    findings.items.extend(ground.findings)
    taken = [one for one in codes if one is not None]
    houses = _houses(ground, rows, points.name, findings)
    given = allot_codes(houses, ground.postcodes, ground.layout, taken=taken)
    write_csv(
        out,
        _HEADER,
        (
            _cells(row, house, code)
            for (_, row), house, code in zip(rows, houses, given, strict=True)
        ),
    )
    _say_sharing(rows, given, points.name, findings)
    return AllotmentSummary(
        file=out,
        houses=len(given),
        whole=sum(one.is_whole for one in given),
        sharing=sum(one.shared_by > 1 for one in given),
        numbered=sum(bool(one.code.number) for one in given),
        outside=sum(not one.commune_code for one in houses),
        taken=len(taken),
        is_assumed=ground.layout.is_assumed,
        findings=tuple(findings),
    )


def _houses(
    ground: AddressGround,
    rows: Sequence[tuple[int, Row]],
    file: str,
    findings: Findings,
) -> list[HousePoint]:
    lons_deg = np.array([row["lon_deg"] for _, row in rows], dtype=float)
    lats_deg = np.array([row["lat_deg"] for _, row in rows], dtype=float)
    places = ground.communes_at(lons_deg, lats_deg)
    houses = []
    for (row_number, row), at in zip(rows, places, strict=True):
        around = ground.communes[at].code if at >= 0 else ""
        told = str(row["commune_code"])
        if told and told != around:
            findings.warn(
                Place(file, row_number, "commune_code"),
                Message(
                    "the house does not lie in the commune {told}: {around}",
                    {"told": told, "around": around or Message("outside of all")},
                ),
                Message("the commune around the house was taken; correct either"),
                told,
            )
        elif not around:
            findings.warn(
                Place(file, row_number, "lon_deg"),
                Message("the house lies outside the communes of the province"),
                Message("correct its place; its code has no postcode"),
            )
        houses.append(HousePoint(*_point(row), around))
    return houses


def _point(row: Row) -> tuple[float, float]:
    return float(str(row["lon_deg"])), float(str(row["lat_deg"]))


def _cells(row: Row, house: HousePoint, given: GivenCode) -> list[object]:
    return [
        given.text,
        house.commune_code,
        guarded(str(row["locality"])),
        guarded(str(row["house"])),
        round(house.lon_deg, _DECIMALS),
        round(house.lat_deg, _DECIMALS),
        given.code.postcode,
    ]


def _say_sharing(
    rows: Sequence[tuple[int, Row]],
    given: Sequence[GivenCode],
    file: str,
    findings: Findings,
) -> None:
    """Tell which houses share a cell, and whose points are the same."""
    places = Counter(one.code.place for one in given)
    for (row_number, _), one in zip(rows, given, strict=True):
        if one.code.number:
            findings.warn(
                Place(file, row_number),
                Message(
                    "{count} houses share the smallest cell: the code {code} ends with"
                    " a number",
                    {"count": places[one.code.place], "code": one.text},
                ),
                Message("a house may stand twice in the table; flats need a number"),
            )
        elif one.shared_by > 1:
            findings.suggest(
                Place(file, row_number),
                Message(
                    "{count} houses share a cell: the code {code} is longer",
                    {"count": one.shared_by, "code": one.text},
                ),
                Message("nothing is to be done when the places are right"),
            )
