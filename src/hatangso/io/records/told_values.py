"""Values that a whole file has and none of its columns: told beside it, once."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from hatangso.errors import InvalidInputError, Message
from hatangso.io.records.record_reading import ReadingContext, read_table
from hatangso.language.words import fold
from hatangso.model.file_reading import ColumnMatch, TableReading
from hatangso.model.raw_table import RawColumn, RawRow, RawTable
from hatangso.model.record import Actor, FieldValue, Role
from hatangso.model.record_kind import Field, RecordKind

__all__ = [
    "TOLD",
    "check_told",
    "own_values",
    "titled_values",
    "told_values",
    "with_values",
]

# How the key of an answer begins that is a value of the whole file.
TOLD = "value:"
# Shorter words in a title may be part of any other.
_LONG_WORD = 6
_TITLED_KINDS = ("figure", "target")
_YEAR = re.compile(r"\bnam ((?:19|20)\d\d)\b")


def told_values(kind: RecordKind, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that are values of the whole file, by the fields of a kind.

    Args:
        kind: Its fields may be called by name or label.
        answers: By their keys: ``value:commune_code``, ``value:Xã``.
    """
    told = {}
    for key, value in answers.items():
        field = _field(kind, key.removeprefix(TOLD)) if key.startswith(TOLD) else None
        if field is not None:
            told[field.name] = value
    return told


def own_values(
    kind: RecordKind, actor: Actor, matches: Collection[ColumnMatch]
) -> dict[str, str]:
    """Return what a file of somebody's own records need not say: whose they are."""
    own = {}
    if actor.role is Role.COMMUNE and len(actor.units) == 1:
        own[kind.unit_field] = min(actor.units)
    if actor.role is Role.OPERATOR:
        own[kind.operator_field] = actor.operator
    filled = {match.field for match in matches}
    return {name: value for name, value in own.items() if name and name not in filled}


def titled_values(
    kind: RecordKind, table: RawTable, matches: Collection[ColumnMatch]
) -> dict[str, str]:
    """Return what a title says of figures and targets and no column does.

    That is the year, and whether figures are plans or results. Nothing where the lines
    above the table and its sheet name several.
    """
    if kind.code not in _TITLED_KINDS:
        return {}
    lines = " ".join(fold(line) for line in (table.sheet, *table.title))
    named: dict[str, set[str]] = {"period": set(_YEAR.findall(lines))}
    if kind.code == "figure":
        named["kind"] = {
            choice.code
            for choice in kind.field("kind").choices
            if any(
                len(word) >= _LONG_WORD and fold(word) in lines
                for word in (choice.label_vi, *choice.synonyms)
            )
        }
    filled = {match.field for match in matches}
    return {
        name: min(found)
        for name, found in named.items()
        if len(found) == 1 and name not in filled
    }


def check_told(answers: Mapping[str, str], kinds: Collection[RecordKind]) -> None:
    """Refuse a value for a field that no table of the file has.

    Raises:
        InvalidInputError: It names the field, and those that there are.
    """
    for key in answers:
        name = key.removeprefix(TOLD)
        if not key.startswith(TOLD) or not kinds:
            continue
        if all(_field(kind, name) is None for kind in kinds):
            names = dict.fromkeys(one.name for kind in kinds for one in kind.fields)
            raise InvalidInputError(
                'no table of the file has a field "{name}"; it may be one of: {names}',
                name=name,
                names=", ".join(names),
            )


def _field(kind: RecordKind, name: str) -> Field | None:
    """Return the field that is called so; None when there is none."""
    for field in kind.fields:
        if field.name == name:
            return field
    for field in kind.fields:
        names = (field.label_vi, field.label_en, *field.synonyms)
        if fold(name) in {fold(one) for one in names}:
            return field
    return None


def with_values(
    reading: TableReading,
    kind: RecordKind,
    told: Mapping[str, str],
    *,
    context: ReadingContext,
    note: Message,
) -> TableReading:
    """Return a table whose rows have what was told where they say nothing themselves.

    Args:
        reading: The table.
        kind: Of its rows.
        told: As a cell would have it, by field.
        context: What is known beside the file.
        note: What is said of it, with the gaps field, value and count.

    Raises:
        InvalidInputError: A value cannot be understood; it carries the findings.
    """
    for name, text in told.items():
        value = _read(kind, kind.field(name), text, context)
        matched = any(match.field == name for match in reading.matches)
        rows = []
        for row in reading.rows:
            # A cell that could not be understood is missing, not empty.
            is_empty = row.values.get(name) is None and (
                name in row.values or not matched
            )
            values = {**row.values, name: value} if is_empty else row.values
            rows.append(replace(row, values=values))
        count = sum(
            after.values is not before.values
            for after, before in zip(rows, reading.rows, strict=True)
        )
        if count:
            label = kind.field(name).label_vi
            gaps = {"field": label, "value": text, "count": count}
            told_so = Message(note.text, gaps)
            reading = replace(
                reading, rows=tuple(rows), notes=(*reading.notes, told_so)
            )
    return reading


def _read(
    kind: RecordKind, field: Field, text: str, context: ReadingContext
) -> FieldValue:
    """Return a value that was told, read and checked like a cell."""
    column = RawColumn("--value", (field.name,))
    table = RawTable("--value", "", (), (column,), (RawRow(1, (text,)),), header_row=0)
    match = ColumnMatch(column, field.name, 1.0, Message("told"))
    read = read_table(table, kind, [match], context=context)
    value = read.rows[0].values.get(field.name)
    if value is None or not read.rows[0].is_usable:
        raise InvalidInputError(
            '"{value}" cannot be the "{field}" of the whole file',
            findings=[
                replace(finding, place=replace(finding.place, row=None, column=None))
                for finding in read.findings
            ],
            value=text,
            field=field.label_vi,
        )
    return value
