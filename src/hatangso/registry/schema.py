"""Tables of the register: one for each kind, and the history beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

from hatangso.errors import InvalidInputError
from hatangso.io.database_columns import JSON_VALUE, ROW_NUMBER, UtcMoment
from hatangso.model.record_kind import Field, FieldType, RecordKind

__all__ = ["BOX_COLUMNS", "RegisterTables", "build_tables"]

BOX_COLUMNS = ("west_deg", "south_deg", "east_deg", "north_deg")
_OWN_COLUMNS = (
    "record_id",
    "revision",
    "confirmed_on",
    "geometry",
    "shape",
    *BOX_COLUMNS,
)


_TYPES: Mapping[FieldType, TypeEngine[Any]] = {
    FieldType.TEXT: Text(),
    FieldType.WHOLE: BigInteger(),
    FieldType.NUMBER: Double(),
    FieldType.MONEY: BigInteger(),
    FieldType.DATE: Date(),
    FieldType.PERIOD: Text(),
    FieldType.YES_NO: Boolean(),
    FieldType.CHOICE: Text(),
    FieldType.UNIT: Text(),
    FieldType.REFERENCE: Text(),
}


@dataclass(frozen=True)
class RegisterTables:
    """The tables of a register.

    Attributes:
        records: By the code of the kind.
        last_number: The last number given to a record of a kind: none is given twice.
        change_set: Changes that happened together.
        change: What each record was before and after.
        source_key: Which record a sender's key means now.
        source_key_change: Which record it meant before and after a set.
        sender_profile: Answers to questions about a sender's files.
    """

    metadata: MetaData
    records: Mapping[str, Table]
    last_number: Table
    change_set: Table
    change: Table
    source_key: Table
    source_key_change: Table
    sender_profile: Table


def build_tables(kinds: Mapping[str, RecordKind]) -> RegisterTables:
    """Return the tables for a catalogue of kinds.

    Raises:
        InvalidInputError: A kind or a field has a name that the register needs itself,
            or a reference leads to a kind that is not there or has no key of one field.
    """
    return _built(tuple(kinds.items()))


@lru_cache(maxsize=8)
def _built(kinds: tuple[tuple[str, RecordKind], ...]) -> RegisterTables:
    """Return the tables for some kinds, which every register with them shares."""
    return _tables(dict(kinds))


def _tables(kinds: Mapping[str, RecordKind]) -> RegisterTables:
    """Return the tables for some kinds."""
    metadata = MetaData()
    own = _own_tables(metadata)
    for code, kind in kinds.items():
        if code in own:
            raise InvalidInputError(
                "the register needs the name {name} itself: give the kind another",
                name=code,
            )
        _check_references(kind, kinds)
    return RegisterTables(
        metadata=metadata,
        records={code: _record_table(kind, metadata) for code, kind in kinds.items()},
        **own,
    )


def _check_references(kind: RecordKind, kinds: Mapping[str, RecordKind]) -> None:
    """Refuse a reference that cannot name one record."""
    for field in kind.fields:
        if field.type is not FieldType.REFERENCE:
            continue
        target = kinds.get(field.refers_to)
        if target is None or len(target.key) != 1:
            raise InvalidInputError(
                "{kind}.{field} refers to {target}, which is no kind with a key of one"
                " field",
                kind=kind.code,
                field=field.name,
                target=field.refers_to,
            )


def _record_table(kind: RecordKind, metadata: MetaData) -> Table:
    """Return the table of a kind."""
    taken = sorted({field.name for field in kind.fields} & set(_OWN_COLUMNS))
    if taken:
        raise InvalidInputError(
            "the register needs the name {name} itself: give the field of {kind}"
            " another",
            name=taken[0],
            kind=kind.code,
        )
    columns: list[Column[Any]] = [
        Column("record_id", BigInteger(), primary_key=True, autoincrement=False),
        Column("revision", Integer(), nullable=False),
        Column("confirmed_on", Date()),
        *(Column(field.name, _TYPES[field.type]) for field in kind.fields),
    ]
    if kind.geometry is not None:
        columns.append(Column("geometry", LargeBinary()))
        columns.extend(Column(name, Double()) for name in BOX_COLUMNS)
    return Table(kind.code, metadata, *columns, *_indexes(kind))


def _indexes(kind: RecordKind) -> list[Index]:
    """Return the index on the key, and those that find who refers to a record."""
    prefix = "ix" if kind.is_log else "ux"
    return [
        Index(f"{prefix}_{kind.code}_key", *kind.key, unique=not kind.is_log),
        *(
            Index(f"ix_{kind.code}_{field.name}", field.name)
            for field in kind.fields
            if _is_searched(field, kind)
        ),
    ]


def _is_searched(field: Field, kind: RecordKind) -> bool:
    """Return whether records are looked for by a field."""
    return field.type is FieldType.REFERENCE and kind.key != (field.name,)


def _own_tables(metadata: MetaData) -> dict[str, Table]:
    """Return the tables that every register has, by the names of their attributes."""
    return {
        "last_number": Table(
            "last_number",
            metadata,
            Column("kind", Text(), primary_key=True),
            Column("number", BigInteger(), nullable=False),
        ),
        "change_set": _change_set_table(metadata),
        "change": _change_table(metadata),
        "source_key": Table(
            "source_key",
            metadata,
            Column("kind", Text(), primary_key=True),
            Column("sender", Text(), primary_key=True),
            Column("key", Text(), primary_key=True),
            Column("record_id", BigInteger(), nullable=False),
            Index("ix_source_key_record", "kind", "record_id"),
        ),
        "source_key_change": Table(
            "source_key_change",
            metadata,
            Column("id", ROW_NUMBER, primary_key=True),
            Column("set_id", ForeignKey("change_set.id"), nullable=False, index=True),
            Column("kind", Text(), nullable=False),
            Column("sender", Text(), nullable=False),
            Column("key", Text(), nullable=False),
            Column("before_id", BigInteger()),
            Column("after_id", BigInteger()),
        ),
        "sender_profile": Table(
            "sender_profile",
            metadata,
            Column("sender", Text(), primary_key=True),
            Column("kind", Text(), primary_key=True),
            Column("answers", JSON_VALUE, nullable=False),
        ),
    }


def _change_set_table(metadata: MetaData) -> Table:
    """Return the table of who changed something, when and why."""
    return Table(
        "change_set",
        metadata,
        Column("id", ROW_NUMBER, primary_key=True),
        Column("at", UtcMoment(), nullable=False),
        Column("actor", Text(), nullable=False),
        Column("reason", Text(), nullable=False),
        Column("source", Text(), nullable=False),
        Column("source_sha256", Text(), nullable=False),
        Column("sender", Text(), nullable=False),
        Column("undoes", ForeignKey("change_set.id")),
    )


def _change_table(metadata: MetaData) -> Table:
    """Return the table of what changed; ``revision`` is what it made of the record."""
    return Table(
        "change",
        metadata,
        Column("id", ROW_NUMBER, primary_key=True),
        Column("set_id", ForeignKey("change_set.id"), nullable=False, index=True),
        Column("kind", Text(), nullable=False),
        Column("record_id", BigInteger(), nullable=False),
        Column("action", Text(), nullable=False),
        Column("revision", Integer(), nullable=False),
        Column("into_id", BigInteger()),
        Column("before", JSON_VALUE),
        Column("after", JSON_VALUE),
        Column("confirmed_before", Date()),
        Column("confirmed_after", Date()),
        Index("ix_change_record", "kind", "record_id"),
        Index("ix_change_into", "kind", "into_id"),
    )
