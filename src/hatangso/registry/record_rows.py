"""Rows of the kinds' tables and what they mean."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Select, Table, select, tuple_

from hatangso.model.record import FieldValue, Record
from hatangso.model.record_kind import GeometryType, RecordKind
from hatangso.registry.schema import RegisterTables
from hatangso.registry.shapes import shape_columns

__all__ = ["RecordRows", "RecordState", "chunks", "key_of", "value_columns"]

_T = TypeVar("_T")
_CHUNK = 5_000  # databases limit the values in one question


class RecordState(NamedTuple):
    """How a record stands at one revision; a tuple, since there are many.

    Attributes:
        values: All fields of the kind; ``geometry`` beside them, as in ``Record``.
    """

    values: Mapping[str, FieldValue]
    revision: int
    confirmed_on: date | None


@dataclass(frozen=True)
class RecordRows:
    """The records that stand in the register, seen through one connection."""

    connection: Connection
    tables: RegisterTables
    kinds: Mapping[str, RecordKind]

    def records(self, kind: RecordKind) -> list[Record]:
        """Return all records of a kind, in the order of their numbers."""
        table = self.tables.records[kind.code]
        return self.found(kind, self.selection(kind).order_by(table.c.record_id))

    def selection(self, kind: RecordKind) -> Select[Any]:
        """Return the question for records of a kind, to be narrowed."""
        columns = self.tables.records[kind.code].c
        names = ("record_id", "revision", "confirmed_on", *value_columns(kind))
        return select(*(columns[name] for name in names))

    def found(self, kind: RecordKind, question: Select[Any]) -> list[Record]:
        """Return the records that a narrowed selection finds."""
        names = value_columns(kind)
        return [
            Record(kind.code, number, revision, dict(zip(names, row, strict=True)), day)
            for number, revision, day, *row in self.connection.execute(question).all()
        ]

    def states(self, kind: RecordKind, ids: Collection[int]) -> dict[int, RecordState]:
        """Return how some records stand; those that are not there are missing."""
        table = self.tables.records[kind.code]
        found: dict[int, RecordState] = {}
        for some in chunks(sorted(set(ids))):
            narrowed = self.selection(kind).where(table.c.record_id.in_(some))
            for one in self.found(kind, narrowed):
                found[one.id] = RecordState(one.values, one.revision, one.confirmed_on)
        return found

    def with_key(
        self, kind: RecordKind, keys: Collection[tuple[FieldValue, ...]]
    ) -> dict[int, tuple[FieldValue, ...]]:
        """Return number and key of the records that have one of some keys."""
        table = self.tables.records[kind.code]
        columns = [table.c[name] for name in kind.key]
        # To a database nothing equals nothing: parts not known are asked for apart.
        by_known: dict[tuple[bool, ...], list[tuple[FieldValue, ...]]] = {}
        for key in keys:
            known = tuple([part is not None for part in key])
            by_known.setdefault(known, []).append(key)
        found: dict[int, tuple[FieldValue, ...]] = {}
        for known, some in by_known.items():
            condition = [
                column.is_(None)
                for column, is_known in zip(columns, known, strict=True)
                if not is_known
            ]
            parts = list(compress(columns, known))
            for piece in chunks(some, _CHUNK // len(columns)):
                wanted = [tuple(compress(key, known)) for key in piece]
                # For keys of one part SQLAlchemy takes half as long without a tuple.
                meets = (
                    parts[0].in_([part for (part,) in wanted])
                    if len(parts) == 1
                    else tuple_(*parts).in_(wanted)
                )
                question = select(table.c.record_id, *columns).where(meets, *condition)
                rows = self.connection.execute(question)
                found.update({row[0]: tuple(row[1:]) for row in rows})
        return found

    def with_value(
        self, kind: RecordKind, field: str, values: Iterable[FieldValue]
    ) -> list[tuple[int, FieldValue]]:
        """Return number and value of the records whose field has one of some values."""
        table = self.tables.records[kind.code]
        column = table.c[field]
        return [
            (row[0], row[1])
            for some in chunks(sorted(values, key=str))
            for row in self.connection.execute(
                select(table.c.record_id, column)
                .where(column.in_(some))
                .order_by(table.c.record_id)
            )
        ]

    def row_of(
        self, kind: RecordKind, record_id: int, state: RecordState
    ) -> dict[str, FieldValue]:
        """Return what the table keeps of a record."""
        values, revision, confirmed_on = state
        row: dict[str, FieldValue] = {
            **values,
            "record_id": record_id,
            "revision": revision,
            "confirmed_on": confirmed_on,
        }
        if kind.geometry is not None:
            row.update(shape_columns(kind, values))
        return row

    def table(self, kind: RecordKind) -> Table:
        """Return the table of a kind."""
        return self.tables.records[kind.code]


def value_columns(kind: RecordKind) -> tuple[str, ...]:
    """Return the columns that are a record's values, in order."""
    names = tuple(field.name for field in kind.fields)
    has_shape = kind.geometry in {GeometryType.LINE, GeometryType.POLYGON}
    return (*names, "geometry") if has_shape else names


def key_of(
    kind: RecordKind, values: Mapping[str, FieldValue]
) -> tuple[FieldValue, ...] | None:
    """Return the key of a record; None when no part of it is known."""
    key = tuple([values.get(name) for name in kind.key])
    return None if key.count(None) == len(key) else key


def chunks(items: Sequence[_T], size: int = _CHUNK) -> Iterator[Sequence[_T]]:
    """Yield a sequence in pieces that a database takes at once."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
