"""Say which new rows of a file may be things that the register has already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hatangso.errors import Finding, Message, Severity
from hatangso.io.record_reading import place_of
from hatangso.model.file_reading import TableReading
from hatangso.model.record import FieldValue, Record
from hatangso.model.record_kind import RecordKind
from hatangso.registry.duplicates import Duplicate, duplicates_of
from hatangso.workflows.import_matching import key_text

__all__ = ["NewRow", "duplicate_findings"]


@dataclass(frozen=True)
class NewRow:
    """A row that would become a record.

    Attributes:
        table: Which table of the file.
        number: Row of the file.
    """

    table: int
    number: int
    values: Mapping[str, FieldValue]


def duplicate_findings(
    kind: RecordKind,
    records: Sequence[Record],
    rows: Sequence[NewRow],
    readings: Sequence[TableReading],
) -> list[tuple[int, Finding]]:
    """Return a suggestion for each new row that may be something known.

    Args:
        kind: Of all of them; its rule decides.
        records: What the register has.
        rows: Those that would become records.
        readings: Tables of the file.

    Returns:
        Each with the table that it is about, in the order of the rows.
    """
    if kind.duplicates is None or not rows:
        return []
    nothing: dict[str, FieldValue] = {field.name: None for field in kind.fields}
    # No register numbers a record below zero; a view does for edits by hand.
    last = min((record.id for record in records), default=0)
    new = {min(last, 0) - number: row for number, row in enumerate(rows, 1)}
    guests = [
        Record(kind.code, number, 0, {**nothing, **row.values})
        for number, row in new.items()
    ]
    found: dict[int, Finding] = {}
    for pair in duplicates_of(kind, records, guests=guests):
        ids = sorted((pair.one.id, pair.other.id))
        if ids[0] in new and ids[0] not in found:
            row, other = new[ids[0]], new.get(ids[1])
            found[ids[0]] = _finding(kind, pair, row, other, readings[row.table])
    ordered = sorted(found, reverse=True)
    return [(new[number].table, found[number]) for number in ordered]


def _finding(
    kind: RecordKind,
    pair: Duplicate,
    row: NewRow,
    other: NewRow | None,
    reading: TableReading,
) -> Finding:
    """Return what a row may be: a record of the register, or another row."""
    place = place_of(reading, row.number)
    if other is not None:
        problem = Message(
            "the row may be the same as row {row}: {reason}",
            {"row": other.number, "reason": pair.reason},
        )
        fix = Message("keep one of the two rows if they are one")
        return Finding(Severity.SUGGESTION, place, problem, fix)
    known = pair.one if pair.one.revision else pair.other
    name = key_text(kind, known.values)
    called = str(known.values.get("name") or "")
    problem = Message(
        "the row may be {key} of the register: {reason}",
        {"key": f"{name} ({called})" if called else name, "reason": pair.reason},
    )
    fix = Message("write the code {key} if it is that one", {"key": name})
    return Finding(Severity.SUGGESTION, place, problem, fix)
