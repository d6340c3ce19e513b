"""Administrative units and who followed them, from the tables that come along."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from hatangso.errors import Message, Place
from hatangso.geography.unit_history import UnitHistory, UnitSize
from hatangso.io.findings import Findings
from hatangso.io.tables import Column, Row, choice, iso_day, number, read_rows, text
from hatangso.model.unit_history import Level, Successor, UnitExistence

__all__ = ["read_units", "shipped_units", "unit_name"]


_UNITS = (
    Column("code", text),
    Column("name", text),
    Column("kind", text),
    Column("level", choice([*Level])),
    Column("parent_code", text, required=False, default=""),
    Column("valid_from", iso_day, required=False),
    Column("valid_to", iso_day, required=False),
    Column("reference", text, required=False, default=""),
)
_SUCCESSORS = (
    Column("old_code", text),
    Column("new_code", text),
    Column("effective", iso_day),
    Column("area_ratio", number(0, 1)),
    Column("people_ratio", number(0, 1)),
    Column("households_ratio", number(0, 1)),
    Column("is_estimated", choice(("yes", "no"))),
)
_SIZES = (
    Column("code", text),
    Column("valid_from", iso_day, required=False),
    Column("area_km2", number(0)),
    Column("people", number(0)),
    Column("method", text),
)


@cache
def shipped_units() -> UnitHistory:
    """Return the units of the provinces that come along; read once."""
    with as_file(files("hatangso.geography") / "units") as directory:
        return read_units(directory)


def unit_name(code: str) -> str:
    """Return kind and name of the latest unit with a code; empty when none has it.

    >>> unit_name("01840")
    'phường Đức Xuân'
    """
    lives = shipped_units().lives(code)
    return f"{lives[-1].kind} {lives[-1].name}" if lives else ""


def read_units(directory: Path) -> UnitHistory:
    """Read ``units.csv``, ``successors.csv`` and ``sizes.csv`` of a directory.

    Raises:
        InvalidInputError: A table is missing or cannot be understood, two existences of
            a code overlap, a succession names a unit that did not exist then, or the
            shares of a unit do not sum to 1; all findings at once.
    """
    findings = Findings()

    def table(file: str, columns: Sequence[Column]) -> list[Row]:
        return [row for _, row in read_rows(directory / file, columns, findings)]

    units = table("units.csv", _UNITS)
    successors = table("successors.csv", _SUCCESSORS)
    sizes = table("sizes.csv", _SIZES)
    findings.raise_errors()
    history = UnitHistory(
        tuple(map(_unit, units)),
        tuple(map(_successor, successors)),
        tuple(map(_size, sizes)),
    )
    for problem in history.contradictions():
        fix = Message("correct units.csv or successors.csv")
        findings.error(Place(directory.name), problem, fix)
    findings.raise_errors()
    return history


def _unit(row: Row) -> UnitExistence:
    return UnitExistence(**{**row, "level": Level(str(row["level"]))})  # type: ignore[arg-type]  # the columns are the attributes


def _successor(row: Row) -> Successor:
    return Successor(**{**row, "is_estimated": row["is_estimated"] == "yes"})  # type: ignore[arg-type]  # the columns are the attributes


def _size(row: Row) -> UnitSize:
    return UnitSize(**row)  # type: ignore[arg-type]  # the columns are the attributes
