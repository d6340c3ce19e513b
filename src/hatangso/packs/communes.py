"""Communes in force, from the tables and borders of the sources."""

import csv
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import shapely
from shapely import MultiPolygon, Polygon

from hatangso.errors import InvalidInputError
from hatangso.io.geojson import read_geojson
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.provenance import Reality

__all__ = ["normalised", "read_communes", "split_predecessors"]

# WorldPop stands for 2020; the sum of the four provinces has to grow by this to meet
# the registers of 2025.
GROWTH_RATIO = 1.2
_COMMA_OUTSIDE_PARENTHESES = re.compile(r",\s*(?![^()]*\))")
_DECIMALS = 5
_LEAST_AREA_RATIO, _MOST_AREA_RATIO = 0.9, 1.1


def read_communes(sources: Path, key: str) -> tuple[AdminUnit, ...]:
    """Return the communes of a former province in the order of their codes.

    Raises:
        InvalidInputError: A commune has no row in the table of people.
    """
    with (sources / "population" / "communes_2025.csv").open(encoding="utf-8") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    communes = []
    for feature in read_geojson(sources / "units" / f"communes_2025_{key}.geojson"):
        code = str(feature.properties["code"])
        if code not in rows:
            text = "commune {code} has no row in communes_2025.csv: add it"
            raise InvalidInputError(text, code=code)
        communes.append(
            _commune(feature.properties, _border(feature.geometry), rows[code])
        )
    return tuple(sorted(communes, key=lambda commune: commune.code))


def split_predecessors(merged_from: str) -> tuple[str, ...]:
    """Split a list of units at its commas, but not inside parentheses.

    >>> split_predecessors("Xã A (huyện B, phần còn lại), Xã C")
    ('Xã A (huyện B, phần còn lại)', 'Xã C')
    """
    parts = _COMMA_OUTSIDE_PARENTHESES.split(normalised(merged_from))
    return tuple(part.strip() for part in parts if part.strip())


def normalised(text: str) -> str:
    """Return a text in NFC, its white space reduced to single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _commune(
    properties: Mapping[str, str],
    border: Polygon | MultiPolygon,
    row: Mapping[str, str],
) -> AdminUnit:
    name_vi = normalised(properties["fullName"])
    worldpop = float(row["worldpop2020"])
    is_printed_used = bool(row["pop"]) and row["pop_suspect"] != "True"
    people = float(row["pop"]) if is_printed_used else worldpop * GROWTH_RATIO
    return AdminUnit(
        code=properties["code"],
        name_vi=name_vi,
        name_en=normalised(properties["fullNameEn"]),
        kind=name_vi.split(" ", 1)[0].lower(),
        area_km2=float(properties["areaKm2"]),
        people=round(people),
        geometry=border,
        people_reality=Reality.REAL if is_printed_used else Reality.DERIVED,
        people_note="" if is_printed_used else _people_note(row, worldpop),
        predecessors=split_predecessors(properties["merged_from"]),
    )


def _border(geometry: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    """Return the border as it will be shipped: rounded, and valid after that."""
    rounded = shapely.transform(geometry, lambda xy: xy.round(_DECIMALS))
    if not rounded.is_valid:
        rounded = shapely.make_valid(rounded, method="structure", keep_collapsed=False)
        rounded = shapely.transform(rounded, lambda xy: xy.round(_DECIMALS))
    return rounded


def _people_note(row: Mapping[str, str], worldpop: float) -> str:
    estimate = f"thay bằng ước tính WorldPop 2020 ({_number(worldpop)} người) × 1,2"  # noqa: RUF001 - the sign of multiplication is meant
    if not row["pop"]:
        return f"Nguồn không in dân số; {estimate}."
    printed = f"Nguồn in {_number(float(row['pop']))} người"
    area_ratio = float(row["area_ratio"] or 1)
    if not _LEAST_AREA_RATIO <= area_ratio <= _MOST_AREA_RATIO:
        legal, other = (
            _number(float(row["areaKm2"]), 2),
            _number(float(row["dientichkm2"]), 2),
        )
        why = f"kèm diện tích {other} km² trong khi diện tích của xã là {legal} km²"
        return f"{printed} {why}; không dùng, {estimate}."
    ratio = _number(float(row["pop"]) / worldpop, 2)
    return (
        f"{printed}, bằng {ratio} lần ước tính WorldPop 2020; không dùng, {estimate}."
    )


def _number(value: float, decimals: int = 0) -> str:
    """Return a number as Vietnamese writes it: 1.234,5."""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,"))
