"""Say which new rows of a file may be things that the register has already."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.io.records.record_reading import place_of
from hatangso.model.file_reading import TableReading
from hatangso.model.record import FieldValue, Record
from hatangso.model.record_kind import RecordKind
from hatangso.registry.duplicates import Duplicate, duplicates_of
from hatangso.workflows.register.import_matching import key_text

__all__ = ["NewRow", "duplicate_findings", "rivals_finding", "surely_meant"]

# From here on a row is taken for what it resembles, or warned of; an assumption.
_SURE_RATIO = 0.9
_SHOWN = 5
_PLACE = ("lon_deg", "lat_deg")


class NewRow(NamedTuple):
    """A row that would become a record; a tuple, since there are many.

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
    # No register numbers a record below zero; a view does for edits by hand.
    last = min((record.id for record in records), default=0)
    new = {min(last, 0) - number: row for number, row in enumerate(rows, 1)}
    guests = [Record(kind.code, number, 0, row.values) for number, row in new.items()]
    found: dict[int, Finding] = {}
    for pair in duplicates_of(kind, records, guests=guests):
        ids = sorted((pair.one.id, pair.other.id))
        if ids[0] in new and ids[0] not in found:
            row, other = new[ids[0]], new.get(ids[1])
            found[ids[0]] = _finding(kind, pair, row, other, readings[row.table])
    ordered = sorted(found, reverse=True)
    return [(new[number].table, found[number]) for number in ordered]


def rivals_finding(kind: RecordKind, rivals: Sequence[Record], place: Place) -> Finding:
    """Return the error of a row whose name several records have."""
    names = ", ".join(key_text(kind, one.values) for one in rivals[:_SHOWN])
    problem = Message(
        "the row has no code and may speak of {count} records: {names}",
        {"count": len(rivals), "names": names},
    )
    fix = Message("give the code of the one that is meant")
    return Finding(Severity.ERROR, place, problem, fix)


def surely_meant(
    kind: RecordKind,
    records: Sequence[Record],
    rows: Mapping[int, Mapping[str, FieldValue]],
    named_ids: Collection[int],
) -> dict[int, tuple[Record, Finding, tuple[str, ...]]]:
    """Return the records that rows without a code surely speak of.

    A record near the row with a like name, if it is the only one, no other row speaks
    of it, and the row does not name another operator.

    Args:
        kind: Of all of them; its rule decides.
        records: What the register has.
        rows: Values by the number of the row.
        named_ids: Of the records that other rows speak of.

    Returns:
        By the number of the row: the record, a finding that tells so, and the fields
        that stay as the record has them: what it was known by is no news.
    """
    if kind.duplicates is None or kind.duplicates.near_m is None or not rows:
        return {}
    pairs: dict[int, list[tuple[Duplicate, Record]]] = defaultdict(list)
    claims: Counter[int] = Counter()
    for pair, number, known in _pairs(kind, records, rows):
        if pair.certainty_ratio >= _SURE_RATIO:
            pairs[number].append((pair, known))
            claims[known.id] += 1
    found = {}
    for number, some in sorted(pairs.items()):
        pair, known = some[0]
        owner, other = (
            values.get(kind.operator_field) for values in (rows[number], known.values)
        )
        is_anothers = None not in (owner, other) and owner != other
        if len(some) > 1 or claims[known.id] > 1 or known.id in named_ids:
            continue
        if not is_anothers:
            kept = (*kind.key, *kind.duplicates.alike, *_PLACE)
            found[number] = known, _taken(kind, pair, known), kept
    return found


def _pairs(
    kind: RecordKind,
    records: Sequence[Record],
    rows: Mapping[int, Mapping[str, FieldValue]],
) -> Iterator[tuple[Duplicate, int, Record]]:
    """Yield what rows resemble: the pair, the number of the row and the record."""
    last = min([0, *(record.id for record in records)])
    numbers = {last - place: number for place, number in enumerate(rows, 1)}
    guests = [
        Record(kind.code, guest, 0, rows[number]) for guest, number in numbers.items()
    ]
    for pair in duplicates_of(kind, records, guests=guests):
        ids = [one.id for one in (pair.one, pair.other) if one.id in numbers]
        if len(ids) == 1:
            known = pair.other if pair.one.id in numbers else pair.one
            yield pair, numbers[ids[0]], known


def _taken(kind: RecordKind, pair: Duplicate, known: Record) -> Finding:
    problem = Message(
        "the row has no code and was taken for {key} of the register: {reason}",
        {"key": _called(kind, known), "reason": pair.reason},
    )
    fix = Message("write another code if it is not that one")
    return Finding(Severity.SUGGESTION, Place(""), problem, fix)


def _called(kind: RecordKind, known: Record) -> str:
    """Return key and name of a record."""
    key, name = key_text(kind, known.values), str(known.values.get("name") or "")
    return f"{key} ({name})" if name else key


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
    known = max(pair.one, pair.other, key=lambda one: one.id)
    name = key_text(kind, known.values)
    problem = Message(
        "the row may be {key} of the register: {reason}",
        {"key": _called(kind, known), "reason": pair.reason},
    )
    fix = Message("write the code {key} if it is that one", {"key": name})
    is_sure = pair.certainty_ratio >= _SURE_RATIO
    severity = Severity.WARNING if is_sure else Severity.SUGGESTION
    return Finding(severity, place, problem, fix)
