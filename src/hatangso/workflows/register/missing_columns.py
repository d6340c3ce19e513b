"""Fields that new records need and that no column of a table gives: told once."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from hatangso.errors import Finding, Message, Severity
from hatangso.geography.unit_history import UnitHistory
from hatangso.geography.unit_names import resolve_unit
from hatangso.io.records.record_reading import place_of
from hatangso.io.records.told_values import TOLD
from hatangso.language import fold
from hatangso.model.file_reading import Question, TableReading
from hatangso.model.raw_table import RawTable
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.model.unit_history import Level

__all__ = ["MissingColumns", "offer_communes"]

# What a whole file may have in common; names, codes and places differ by row.
_SHARED = (
    FieldType.UNIT,
    FieldType.CHOICE,
    FieldType.YES_NO,
    FieldType.DATE,
    FieldType.PERIOD,
    FieldType.REFERENCE,
)
_COMMUNE_WORDS = re.compile(r"(?:xã|phường|đặc khu|thị trấn)\s+(.+)", re.IGNORECASE)
_SIGNS = re.compile(r"[,;:()\-\u2013.\d]")
_MOST_WORDS = 5


class MissingColumns:
    """Counts, for each table, the rows that lack what no column gives."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._given: dict[tuple[int, str], bool] = {}
        self._counts: Counter[tuple[int, str]] = Counter()

    def lacks(self, number: int, reading: TableReading, name: str) -> bool:
        """Return whether no row of a table has a field; one more row needs it."""
        place = number, name
        if place not in self._given:
            self._given[place] = any(
                match.field == name for match in reading.matches
            ) or any(name in row.values for row in reading.rows)
        if not self._given[place]:
            self._counts[place] += 1
        return not self._given[place]

    def questions(self, number: int, kind: RecordKind) -> tuple[Question, ...]:
        """Return what must be told for a whole table."""
        return tuple(
            Question(
                f"{TOLD}{field.name}",
                Message(
                    'there is no column for "{field}", which {count} new records'
                    " need; what is it for the whole file?",
                    {"field": field.label_vi, "count": count},
                ),
                _answers(field),
            )
            for field, count in self._of(number, kind)
            if _is_shared(field, kind)
        )

    def findings(
        self, number: int, kind: RecordKind, reading: TableReading
    ) -> list[Finding]:
        """Return the columns that a whole table misses."""
        return [
            Finding(
                Severity.ERROR,
                replace(place_of(reading, 0), row=None),
                Message(
                    'there is no column for "{field}", which {count} new records need',
                    {"field": field.label_vi, "count": count},
                ),
                Message("add the column, or leave these rows out"),
            )
            for field, count in self._of(number, kind)
            if not _is_shared(field, kind)
        ]

    def _of(self, number: int, kind: RecordKind) -> list[tuple[Field, int]]:
        return [
            (field, self._counts[number, field.name])
            for field in kind.fields
            if self._counts[number, field.name]
        ]


def _is_shared(field: Field, kind: RecordKind) -> bool:
    return field.type in _SHARED or field.name == kind.operator_field


def _answers(field: Field) -> tuple[str, ...]:
    if field.type is FieldType.YES_NO:
        return ("có", "không")
    return tuple(choice.code for choice in field.choices)


def offer_communes(
    readings: Iterable[TableReading],
    tables: Sequence[RawTable],
    kinds: Mapping[str, RecordKind],
    units: UnitHistory,
    *,
    day: date,
    province: str,
    known: Collection[str],
) -> tuple[TableReading, ...]:
    """Offer the communes that titles name as answers to which commune a file is of.

    Args:
        readings: With their questions.
        tables: As they stand in the file.
        kinds: By their codes.
        units: All units through time.
        day: On which names are looked up.
        province: Its name.
        known: Codes of its communes; nothing else is offered.
    """
    lines: dict[str, list[str]] = {}
    for table in tables:
        lines.setdefault(table.sheet, []).extend(table.title)
    offered = []
    for reading in readings:
        if not any(question.key.startswith(TOLD) for question in reading.questions):
            offered.append(reading)
            continue
        codes = _named(
            lines.get(reading.sheet, []), units, day=day, parent=province, known=known
        )
        questions = tuple(
            replace(question, answers=codes)
            if question.key.startswith(TOLD)
            and kinds[reading.kind].field(question.key.removeprefix(TOLD)).type
            is FieldType.UNIT
            else question
            for question in reading.questions
        )
        offered.append(replace(reading, questions=questions))
    return tuple(offered)


def _named(
    lines: Iterable[str],
    units: UnitHistory,
    *,
    day: date,
    parent: str,
    known: Collection[str],
) -> tuple[str, ...]:
    """Return the codes of the communes that lines of a title name."""
    codes: dict[str, None] = {}
    for line in lines:
        found = _COMMUNE_WORDS.search(line)
        if found is None:
            continue
        words = _SIGNS.split(found[1])[0].split()
        for count in range(min(len(words), _MOST_WORDS), 0, -1):
            name = " ".join(words[:count])
            match = resolve_unit(
                name, units, day=day, parent=parent, level=Level.COMMUNE
            )
            near = match.on_day or ((match.unit,) if match.unit else match.candidates)
            inside = [unit.code for unit in near if unit.code in known]
            spelled = [unit for unit in near if fold(unit.name) == fold(name)]
            if inside and (spelled or match.on_day):
                codes.update(dict.fromkeys(inside))
                break
    return tuple(codes)
