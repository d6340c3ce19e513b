"""Hold what a file says against what the register knows, row by row."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from hatangso.errors import Finding, Message, Severity
from hatangso.io.records.record_reading import place_of
from hatangso.model.file_reading import (
    Difference,
    DifferenceKind,
    Question,
    ReadRow,
    TableReading,
)
from hatangso.model.record import Actor, FieldValue, Record
from hatangso.model.record_kind import Field, RecordKind
from hatangso.registry.rights import refusal_of, visible
from hatangso.workflows.register.import_duplicates import (
    NewRow,
    duplicate_findings,
    rivals_finding,
    surely_meant,
)
from hatangso.workflows.register.import_matching import (
    Codes,
    RecordFinder,
    key_text,
    unnamed_records,
)
from hatangso.workflows.register.known_records import KnownRecords
from hatangso.workflows.register.log_matching import known_events
from hatangso.workflows.register.missing_columns import MissingColumns
from hatangso.workflows.register.same_values import is_same

__all__ = ["Comparison", "compare"]

Values = Mapping[str, FieldValue]
# A field's value, and the row that gives it.
Told = tuple["_Row", FieldValue]


@dataclass(frozen=True)
class Comparison:
    """What taking a file would change.

    Attributes:
        readings: As they were given, with what the comparison found beside.
        differences: One for each row of the readings, in their order.
        keys: How the file names the record of each difference.
    """

    readings: tuple[TableReading, ...]
    differences: tuple[Difference, ...]
    keys: tuple[str, ...]


class _Row(NamedTuple):
    """A row, where it stands, and the record it speaks of; a tuple: there are many."""

    table: int
    row: ReadRow
    values: dict[str, FieldValue]
    record: Record | None
    key: str


@dataclass
class _Result:
    """What grows while rows are compared."""

    effects: dict[tuple[int, int], Difference] = field(default_factory=dict)
    keys: dict[tuple[int, int], str] = field(default_factory=dict)
    findings: dict[int, list[Finding]] = field(
        default_factory=lambda: defaultdict(list)
    )
    notes: dict[int, list[Message]] = field(default_factory=lambda: defaultdict(list))
    questions: dict[int, tuple[Question, ...]] = field(default_factory=dict)
    missing: MissingColumns = field(default_factory=MissingColumns)


def compare(
    readings: Sequence[TableReading],
    kinds: Mapping[str, RecordKind],
    known: KnownRecords,
    *,
    actor: Actor,
    sender: str = "",
    seeks_duplicates: bool = True,
) -> Comparison:
    """Say for each row of a file what taking it would change.

    A row speaks of the record with its key, else of the one that the sender's earlier
    files named so. Empty cells and columns that the file does not have leave what is
    known.

    Args:
        readings: Tables of one file; those of no known kind are left aside.
        kinds: By their codes.
        known: The register.
        actor: Whose rights count.
        sender: Who made the file; empty when nobody said.
        seeks_duplicates: Whether new rows that may be known things are told.
    """
    result = _Result()
    tables = defaultdict(list)
    for number, reading in enumerate(readings):
        if reading.kind:
            tables[reading.kind].append(number)
    for code, numbers in tables.items():
        kind = kinds[code]
        records = known.records(code)
        named = known.source_keys(code, sender) if sender else {}
        asking = _Asking(readings, kind, actor)
        if kind.is_log:
            rows = _events(numbers, asking, records, result)
        else:
            rows = _rows(numbers, asking, RecordFinder(kind, records, named), result)
            rows = _found_by_place(rows, asking, records, result)
            _give_codes(rows, Codes(kind, (record.values for record in records)))
        for together in _by_record(kind, rows):
            _compare_rows(together, asking, result)
        for number in numbers:
            result.questions[number] = result.missing.questions(number, kind)
            lacking = result.missing.findings(number, kind, readings[number])
            result.findings[number] += lacking
        named_ids = {row.record.id for row in rows if row.record is not None}
        unnamed = unnamed_records(
            kind, records, named_ids, [row.row.values for row in rows]
        )
        result.notes[numbers[0]] += unnamed
        if seeks_duplicates:
            new = _new_rows(rows, result)
            for number, finding in duplicate_findings(kind, records, new, readings):
                result.findings[number].append(finding)
    return Comparison(
        tuple(
            replace(
                reading,
                findings=_by_row([*reading.findings, *result.findings[number]]),
                questions=(*reading.questions, *result.questions.get(number, ())),
                notes=(*reading.notes, *result.notes[number]),
            )
            for number, reading in enumerate(readings)
        ),
        tuple(result.effects[place] for place in sorted(result.effects)),
        tuple(result.keys[place] for place in sorted(result.effects)),
    )


def _by_row(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: one.place.row or 0))


@dataclass(frozen=True)
class _Asking:
    """What a comparison of one kind is about."""

    readings: Sequence[TableReading]
    kind: RecordKind
    actor: Actor

    @cached_property
    def required(self) -> tuple[Field, ...]:
        """Return the fields that a new record must have."""
        return tuple(item for item in self.kind.fields if item.is_required)


def _rows(
    numbers: Iterable[int], asking: _Asking, finder: RecordFinder, result: _Result
) -> list[_Row]:
    """Return the rows of all tables of a kind, each with its record."""
    rows = []
    for number in numbers:
        by_name = by_bare_name = 0
        for row in asking.readings[number].rows:
            found = finder.find(row.values)
            values = dict(row.values)
            if found.record is not None:
                # The sender may call it otherwise: its own name stays.
                kept = (*asking.kind.key, *found.kept)
                values = {n: v for n, v in values.items() if n not in kept}
                by_name += found.by_name
                by_bare_name += bool(found.kept)
            if found.rivals and row.is_usable:
                row = replace(row, is_usable=False)  # noqa: PLW2901 - nobody knows which
                place = place_of(asking.readings[number], row.number)
                rivals = rivals_finding(asking.kind, found.rivals, place)
                result.findings[number].append(rivals)
            key = key_text(asking.kind, row.values)
            rows.append(_Row(number, row, values, found.record, key))
        if by_name:
            text = "{count} rows without a code were recognised by their names"
            result.notes[number].append(Message(text, {"count": by_name}))
        if by_bare_name:
            text = (
                "{count} names have or lack no more than a word such as thôn: they are"
                " those of the register, which stay"
            )
            result.notes[number].append(Message(text, {"count": by_bare_name}))
    return rows


def _found_by_place(
    rows: Sequence[_Row], asking: _Asking, records: Sequence[Record], result: _Result
) -> list[_Row]:
    """Return the rows; those without a code with the record that they surely mean."""
    asked = {
        place: row.values
        for place, row in enumerate(rows)
        if row.record is None and row.row.is_usable and not row.key
    }
    named_ids = {row.record.id for row in rows if row.record is not None}
    found = surely_meant(asking.kind, records, asked, named_ids)
    told = list(rows)
    for place, (record, finding, kept) in found.items():
        row = rows[place]
        values = {name: v for name, v in row.values.items() if name not in kept}
        told[place] = row._replace(record=record, values=values)
        where = place_of(asking.readings[row.table], row.row.number)
        result.findings[row.table].append(replace(finding, place=where))
    return told


def _events(
    numbers: Iterable[int],
    asking: _Asking,
    records: Sequence[Record],
    result: _Result,
) -> list[_Row]:
    """Return the rows of all tables of a log, each with the event it tells again."""
    rows = [(number, row) for number in numbers for row in asking.readings[number].rows]
    found = known_events([row.values for _, row in rows], records)
    keys = {key_text(asking.kind, record.values) for record in records}
    beside = Counter(
        number
        for (number, row), record in zip(rows, found, strict=True)
        if record is None and key_text(asking.kind, row.values) in keys
    )
    text = "{count} rows are taken as events beside others of the same {fields}"
    fields = ", ".join(_label(asking.kind, name) for name in asking.kind.key)
    for number, count in beside.items():
        result.notes[number].append(Message(text, {"count": count, "fields": fields}))
    # Events have no name: each row stands for itself.
    return [
        _Row(number, row, dict(row.values), record, "")
        for (number, row), record in zip(rows, found, strict=True)
    ]


def _give_codes(rows: Iterable[_Row], codes: Codes) -> None:
    """Give new records that may come without a code the next one."""
    if not codes.are_given:
        return
    new = [row for row in rows if row.record is None and row.row.is_usable]
    for row in new:
        codes.note(row.values)
    for row in new:
        if not row.key:
            code = codes.new(row.values)
            row.values[codes.field] = code


def _by_record(kind: RecordKind, rows: Iterable[_Row]) -> list[list[_Row]]:
    """Return the rows that speak of one record together, in the order of the file."""
    groups: dict[object, list[_Row]] = defaultdict(list)
    for row in rows:
        name = "" if kind.is_log else key_text(kind, row.values)
        about = (row.record.id,) if row.record else name
        groups[about or (None, row.table, row.row.number)].append(row)
    return list(groups.values())


def _new_rows(rows: Iterable[_Row], result: _Result) -> list[NewRow]:
    """Return one row for each record that would be new, or has no name."""
    first: dict[str, NewRow] = {}
    for row in rows:
        effect = result.effects[row.table, row.row.number].effect
        # Also one that is refused for want of a code: what is near has one.
        has_no_code = row.record is None and row.row.is_usable and not row.key
        if effect is DifferenceKind.NEW or has_no_code:
            name = row.key or f"{row.table}:{row.row.number}"
            first.setdefault(name, NewRow(row.table, row.row.number, row.values))
    return list(first.values())


def _compare_rows(rows: Sequence[_Row], asking: _Asking, result: _Result) -> None:
    """Compare the rows of one record."""
    usable = [row for row in rows if row.row.is_usable]
    for row in rows:
        if not row.row.is_usable:
            changed = _effect(row, _known([row]), asking)[1]
            _put(row, asking, DifferenceKind.REFUSED, result, changed)
    if not usable:
        return
    disputed = _disputed(usable)
    if disputed:
        _tell_conflict(usable, disputed, asking, result)
        return
    record = usable[0].record
    together = _known(usable)
    is_lacking = record is None and _lacks_columns(together, usable, asking, result)
    refusal = None if is_lacking else _refusal(record, together, usable[0], asking)
    for row in usable:
        said = together if len(usable) == 1 else _known([row])
        effect, changed = _effect(row, said, asking)
        if (refusal or is_lacking) and effect is not DifferenceKind.SAME:
            effect = DifferenceKind.REFUSED
        _put(row, asking, effect, result, changed)
    if refusal is not None and any(
        result.effects[row.table, row.row.number].effect is DifferenceKind.REFUSED
        for row in usable
    ):
        result.findings[usable[0].table].append(refusal)


def _known(rows: Iterable[_Row]) -> dict[str, FieldValue]:
    """Return what rows of one record say."""
    return {
        name: value
        for row in rows
        for name, value in row.values.items()
        if value is not None
    }


def _effect(row: _Row, said: Values, asking: _Asking) -> tuple[DifferenceKind, Values]:
    """Return what taking a row does, and which of what it says would be written."""
    if row.record is None:
        return DifferenceKind.NEW, said
    # Nobody learns by guessing what he may not read.
    seen = visible(asking.actor, asking.kind, row.record).values
    changed = {
        name: value
        for name, value in said.items()
        if not is_same(name, value, seen.get(name))
    }
    return (DifferenceKind.CHANGED if changed else DifferenceKind.SAME), changed


def _put(
    row: _Row,
    asking: _Asking,
    effect: DifferenceKind,
    result: _Result,
    changed: Values,
) -> None:
    before: Values = {}
    if row.record is not None and changed:
        # Nobody learns from a preview what he may not read.
        seen = visible(asking.actor, asking.kind, row.record).values
        before = {name: seen.get(name) for name in changed}
    result.keys[row.table, row.row.number] = row.key
    result.effects[row.table, row.row.number] = Difference(
        sheet=asking.readings[row.table].sheet,
        row=row.row.number,
        kind=asking.kind.code,
        effect=effect,
        record_id=row.record.id if row.record else None,
        revision=row.record.revision if row.record else None,
        before=before,
        after=changed,
    )


def _disputed(rows: Sequence[_Row]) -> dict[str, list[_Row]]:
    """Return the fields for which the rows of one record want different values."""
    if len(rows) == 1:
        return {}
    told: dict[str, list[Told]] = defaultdict(list)
    for row in rows:
        for name, value in row.values.items():
            if value is not None:
                told[name].append((row, value))
    return {
        name: [row for row, _ in pairs]
        for name, pairs in told.items()
        if any(not is_same(name, value, pairs[0][1]) for _, value in pairs)
    }


def _tell_conflict(
    rows: Sequence[_Row],
    disputed: Mapping[str, list[_Row]],
    asking: _Asking,
    result: _Result,
) -> None:
    for row in rows:
        changed = {n: row.values[n] for n in disputed if row.values.get(n) is not None}
        _put(row, asking, DifferenceKind.CONFLICT, result, changed)
    for name, tellers in disputed.items():
        first = tellers[0]
        for row in tellers[1:]:
            if is_same(name, row.values[name], first.values[name]):
                continue
            reading = asking.readings[row.table]
            result.findings[row.table].append(
                Finding(
                    Severity.ERROR,
                    place_of(reading, row.row.number, name),
                    Message(
                        '"{field}" of {key} is {value} here and {other} in {place}',
                        {
                            "field": _label(asking.kind, name),
                            "key": ", ".join(filter(None, row.key.split("|"))),
                            "value": _plain(row.values[name]),
                            "other": _plain(first.values[name]),
                            "place": _where(asking, first),
                        },
                    ),
                    Message("keep one of the two rows, or correct the wrong one"),
                    row.values[name],
                )
            )


def _plain(value: FieldValue) -> FieldValue:
    """Return a number as people write it: 45, not 45,0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _where(asking: _Asking, row: _Row) -> Message:
    sheet = asking.readings[row.table].sheet
    values = {"sheet": sheet, "row": row.row.number}
    if sheet:
        return Message("sheet {sheet}, row {row}", values)
    return Message("row {row}", values)


def _label(kind: RecordKind, name: str) -> str:
    """Return the field's name as its descriptor gives it."""
    try:
        return kind.field(name).label_vi
    except KeyError:
        return name


def _lacks_columns(
    together: Values, rows: Sequence[_Row], asking: _Asking, result: _Result
) -> bool:
    """Return whether a new record lacks what the whole table does not say."""
    table = rows[0].table
    lacking = [
        result.missing.lacks(table, asking.readings[table], item.name)
        for item in asking.required
        if together.get(item.name) is None
    ]
    return any(lacking)


def _refusal(
    record: Record | None, together: Values, row: _Row, asking: _Asking
) -> Finding | None:
    """Return why the rows of a record may not be taken; None when they may."""
    reading = asking.readings[row.table]
    if record is None:
        for item in asking.required:
            if together.get(item.name) is None:
                return Finding(
                    Severity.ERROR,
                    place_of(reading, row.row.number, item.name),
                    Message(
                        'a new record needs "{field}", and the file does not give it',
                        {"field": item.label_vi},
                    ),
                    Message("fill it in, or leave the row out"),
                )
    before, after = None, together
    if record is not None:
        before = visible(asking.actor, asking.kind, record).values
        after = {**before, **together}
    refused = refusal_of(asking.actor, asking.kind, before, after)
    if refused is None:
        return None
    return Finding(
        Severity.ERROR,
        place_of(reading, row.row.number),
        refused,
        Message("leave the row out, or let somebody import it who may change it"),
        row.key,
    )
