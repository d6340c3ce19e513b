"""Tables of virtualisation software whose headers say less than they mean.

``Memory`` of RVTools is in MiB and ``maxmem`` of Proxmox in bytes: a reader who guesses
by the header alone takes 16,384 for GB.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TypeVar

from hatangso.errors import Message
from hatangso.io.records.column_matching import LEFT_ASIDE, column_key
from hatangso.language.words import fold
from hatangso.model.raw_table import CellValue, RawRow, RawTable

__all__ = ["KnownExport", "export_of", "known_exports", "parts_of_export"]

Told = TypeVar("Told")
_FILE = "known_exports.toml"
_RECOGNISED = Message("recognised as an export of {name}")
_LEFT = Message("{count} rows of things that the register does not hold are left out")
_NOTES = {
    "note_threads": Message(
        "processors are counted as threads there: with two threads a core, correct the"
        " cores or halve cores_overcommit"
    ),
    "note_disks": Message(
        "of a machine with several disks only the first is told there"
    ),
    "note_flavours": Message(
        "sizes stand in the list of flavours: hatangso inventory joins both lists"
    ),
}


@dataclass(frozen=True)
class KnownExport:
    """What is known of one table of one software.

    Attributes:
        name: Of software and table.
        kind: Of its records.
        has: Titles that tell it apart; ``|`` parts those of one column.
        columns: Field by title; all others are left aside.
        units: Unit by title, where the header names none or the wrong one.
        values: What words of a column mean, by title and word in small letters.
        where: Title of a column and the words in it that mark the rows.
        notes: What the reader should know.
    """

    name: str
    kind: str
    has: tuple[str, ...]
    columns: Mapping[str, str]
    units: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    where: tuple[str, tuple[str, ...]] = ("", ())
    notes: tuple[Message, ...] = ()

    def is_of(self, table: RawTable) -> bool:
        """Return whether a table has all the titles."""
        titles = [column.title for column in table.columns]
        return all(any(_is(title, one) for title in titles) for one in self.has)

    def answers(self, table: RawTable, told: Mapping[str, str]) -> dict[str, str]:
        """Return which field each column fills, as answers to questions.

        Args:
            table: The table.
            told: What a person answered: it goes before what is known.
        """
        given = set(told.values())
        found = dict(told)
        for column in table.columns:
            name = _of(self.columns, column.title) or LEFT_ASIDE
            if name in given:
                name = LEFT_ASIDE
            given.add(name)
            found.setdefault(column_key(table, column), name)
        return found

    def part(self, table: RawTable) -> RawTable:
        """Return the rows that are its own, with units told and words translated."""
        columns = tuple(
            replace(one, unit=_of(self.units, one.title) or one.unit)
            for one in table.columns
        )
        meanings = [_of(self.values, one.title) for one in table.columns]
        return replace(
            table,
            columns=columns,
            rows=tuple(
                replace(row, cells=_meant(row.cells, meanings))
                for row in table.rows
                if self._is_own(table, row)
            ),
            notes=(
                *table.notes,
                Message(_RECOGNISED.text, {"name": self.name}),
                *self.notes,
            ),
        )

    def _is_own(self, table: RawTable, row: RawRow) -> bool:
        title, words = self.where
        if not title:
            return True
        places = [at for at, one in enumerate(table.columns) if _is(one.title, title)]
        return any(str(row.cells[at]).strip().lower() in words for at in places)


@cache
def known_exports() -> tuple[KnownExport, ...]:
    """Return the exports that are known."""
    path = files("hatangso") / "io" / "records" / _FILE
    told = tomllib.loads(path.read_text(encoding="utf-8"))["export"]
    return tuple(
        KnownExport(
            one["name"],
            one["kind"],
            tuple(one["has"]),
            one["columns"],
            one.get("units", {}),
            one.get("values", {}),
            _where(one.get("where", {})),
            tuple(note for key, note in _NOTES.items() if one.get(key)),
        )
        for one in told
    )


def _where(told: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
    values = told.get("values", ())
    words = values if isinstance(values, list) else ()
    return str(told.get("column", "")), tuple(str(word) for word in words)


def parts_of_export(table: RawTable, kind: str = "") -> list[tuple[RawTable, str]]:
    """Return the parts of a table that a known software wrote, with their kinds.

    Args:
        table: As it was found.
        kind: Of its records when it was told; empty otherwise.

    Returns:
        Nothing for tables of nobody known; parts without rows are left out.
    """
    parts = [
        (one.part(table), one.kind)
        for one in known_exports()
        if one.is_of(table) and kind in ("", one.kind)
    ]
    parts = [(part, code) for part, code in parts if part.rows]
    left_n = len(table.rows) - sum(len(part.rows) for part, _ in parts)
    if parts and left_n:
        told = Message(_LEFT.text, {"count": left_n})
        first, code = parts[0]
        parts[0] = (replace(first, notes=(*first.notes, told)), code)
    return parts


def export_of(table: RawTable, kind: str) -> KnownExport | None:
    """Return the software whose table of a kind this is; None for nobody known."""
    found = (one for one in known_exports() if one.kind == kind and one.is_of(table))
    return next(found, None)


def _is(title: str, names: str) -> bool:
    """Return whether a title is one of several names."""
    return fold(title) in [fold(name) for name in names.split("|")]


def _of(table: Mapping[str, Told], title: str) -> Told | None:
    return next((told for names, told in table.items() if _is(title, names)), None)


def _meant(
    cells: Sequence[CellValue], meanings: Sequence[Mapping[str, str] | None]
) -> tuple[CellValue, ...]:
    return tuple(
        cell
        if meaning is None or cell is None
        else meaning.get(str(cell).strip().lower(), cell) or None
        for cell, meaning in zip(cells, meanings, strict=True)
    )
