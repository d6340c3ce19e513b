"""Find the units and the counts in somebody's table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.errors import Message, Place, Severity
from hatangso.geography.restatement import Count, is_ratio_unit
from hatangso.geography.unit_history import UnitHistory
from hatangso.geography.unit_names import UnitMatch, resolve_unit
from hatangso.io.findings import Findings
from hatangso.language import fold
from hatangso.language.typed_numbers import (
    StyleDecision,
    TypedNumber,
    decide_style,
    read_number,
)
from hatangso.model.raw_table import RawColumn, RawRow, RawTable

__all__ = ["CountTable", "read_counts"]

_CODE_WORDS = frozenset({"ma", "code"})
_NAME_WORDS = frozenset(
    {"xa", "phuong", "commune", "unit", "don vi", "dia phuong", "dia ban"}
)
_PARENT_WORDS = frozenset(
    {"huyen", "quan", "thi xa", "thanh pho", "tp", "tinh", "district", "province"}
)
_RATIO_WORDS = frozenset({"ty le", "ti le", "mat do", "ratio", "percent"})
_SHOWN = 4
# Below it a person should look; lost zeros and an old district are no such doubt.
_SURE_RATIO = 0.95


@dataclass(frozen=True)
class _Roles:
    """Which columns say what unit a row is, and which the units above it."""

    units: tuple[int, ...]
    above: tuple[int, ...]


@dataclass(frozen=True)
class CountTable:
    """Counts of units, column by column.

    Attributes:
        columns: Titles, with the counts by code of a unit.
        left_out: Titles of columns that are no counts.
    """

    columns: tuple[tuple[str, dict[str, Count]], ...]
    left_out: tuple[str, ...]


def read_counts(
    table: RawTable,
    units: UnitHistory,
    findings: Findings,
    *,
    day: date,
    unit_column: str = "",
) -> CountTable:
    """Read the counts of a table whose rows are units in force on a day.

    Args:
        table: As it stands in the file.
        units: All units.
        findings: Receives rows that are no unit of the day, or one told twice, numbers
            that cannot be understood, and columns of ratios.
        day: The day whose units the table speaks of.
        unit_column: Title or letter of the column with names or codes; found by its
            title when empty.
    """
    roles = _roles(table, unit_column)
    if not roles.units:
        findings.error(
            _place(table),
            Message("no column holds names or codes of units"),
            Message("name the column with --unit-column"),
        )
        return CountTable((), ())
    codes = _codes(table, roles, units, findings, day=day)
    columns, left_out = [], []
    for place, column in enumerate(table.columns):
        if place in roles.units or place in roles.above:
            continue
        counts = _counts(table, place, codes, findings)
        if counts is None:
            left_out.append(column.title)
        else:
            columns.append((column.title, counts))
    return CountTable(tuple(columns), tuple(left_out))


def _roles(table: RawTable, told: str) -> _Roles:
    """Return which columns name units: a code first, then a name."""
    codes = _titled(table, _CODE_WORDS)
    names = [p for p in _titled(table, _NAME_WORDS) if _holds_words(table, p)]
    above = [p for p in _titled(table, _PARENT_WORDS) if _holds_words(table, p)]
    names = [p for p in names if p not in codes]
    found = [*codes[:1], *names[:1]] or above[-1:]
    if told:
        asked = fold(told)
        found = [
            place
            for place, column in enumerate(table.columns)
            if asked in {fold(column.title), fold(column.letter)}
        ]
    return _Roles(tuple(found), tuple(p for p in above if p not in found))


def _titled(table: RawTable, words: frozenset[str]) -> list[int]:
    """Return the columns whose title holds one of some words."""
    return [
        place
        for place, column in enumerate(table.columns)
        if any(f" {word} " in f" {_plain_title(column)} " for word in words)
    ]


def _holds_words(table: RawTable, place: int) -> bool:
    """Return whether a column holds names: one titled "number of communes" does not."""
    cells = [row.cells[place] for row in table.rows]
    return any(isinstance(cell, str) and not cell[:1].isdigit() for cell in cells)


def _plain_title(column: RawColumn) -> str:
    return " ".join(fold(column.title).replace("_", " ").replace("/", " ").split())


def _codes(
    table: RawTable,
    roles: _Roles,
    units: UnitHistory,
    findings: Findings,
    *,
    day: date,
) -> dict[int, str]:
    """Return the code of the unit of each row that has one."""
    codes: dict[int, str] = {}
    rows: dict[str, int] = {}
    for row in table.rows:
        parent = _parent(row, roles.above, units)
        matches = [
            resolve_unit(str(cell), units, day=day, parent=parent)
            for cell in (row.cells[place] for place in roles.units)
            if cell is not None
        ]
        code = _agreed(matches, _place(table, row.number), findings)
        if not code:
            continue
        if code in rows:
            findings.error(
                _place(table, row.number),
                Message(
                    "the unit {code} stands in row {other} already",
                    {"code": code, "other": rows[code]},
                ),
                Message("keep one of the two rows"),
            )
            continue
        rows[code] = row.number
        codes[row.number] = code
    return codes


def _parent(row: RawRow, parents: Sequence[int], units: UnitHistory) -> str:
    """Return the units above that a row, or the group that it stands in, names."""
    told = [str(row.cells[place]) for place in parents if row.cells[place] is not None]
    if told:
        return ", ".join(told)
    names = {fold(unit.name) for unit in units.existences}
    return ", ".join(
        group for group in reversed(row.groups) if any(n in fold(group) for n in names)
    )


def _agreed(matches: Sequence[UnitMatch], place: Place, findings: Findings) -> str:
    """Return the one code that a row's cells mean, or note why there is none."""
    if not matches:
        findings.error(
            place,
            Message("the row names no unit"),
            Message("write the unit's code or name"),
        )
        return ""
    for match in matches:
        problem = _problem(match)
        if problem is not None:
            findings.error(place, *problem, match.text)
            return ""
    first, last = matches[0], matches[-1]
    if first.unit is None or last.unit is None:
        return ""
    if first.unit != last.unit:
        findings.error(
            place,
            Message(
                "the code {code} is that of {kind} {name}, not of {text}",
                {"code": first.unit.code, "kind": first.unit.kind}
                | {"name": first.unit.name, "text": last.text},
            ),
            Message("correct the code or the name"),
        )
        return ""
    if last.certainty_ratio < _SURE_RATIO:
        found = {"kind": last.unit.kind, "name": last.unit.name, "code": last.unit.code}
        findings.warn(
            place,
            Message(
                "{text} was taken for {kind} {name} ({code})",
                {"text": last.text, **found},
            ),
            Message("check the unit"),
            last.text,
        )
    return first.unit.code


def _problem(match: UnitMatch) -> tuple[Message, Message] | None:
    """Return what is wrong with a match, and how to mend it."""
    likely = match.candidates or match.suggestions
    listed = "; ".join(
        f"{unit.kind} {unit.name} ({unit.code})" for unit in likely[:_SHOWN]
    )
    text = {"text": match.text}
    if match.unit is None and listed:
        return (
            Message('"{text}": {reason}', {**text, "reason": match.reason}),
            Message("choose one of: {names}", {"names": listed}),
        )
    if match.unit is None:
        return (
            Message('"{text}": {reason}', {**text, "reason": match.reason}),
            Message("correct the code or the name"),
        )
    if match.is_other_day:
        return (
            Message('"{text}": {reason}', {**text, "reason": match.notes[0]}),
            Message("name units of the day, or tell the day of the table with --on"),
        )
    return None


def _counts(
    table: RawTable, place: int, codes: dict[int, str], findings: Findings
) -> dict[str, Count] | None:
    """Return the counts of a column, or None when it holds none."""
    column = table.columns[place]
    cells = [row.cells[place] for row in table.rows]
    style = decide_style(cells, is_whole=True)
    numbers = [read_number(cell, style) for cell in cells]
    if not any(number.value is not None for number in numbers):
        return None
    if _is_ratio(column, numbers):
        findings.warn(
            Place(table.file, table.header_row, column.title, table.sheet or None),
            Message("{title} is a ratio and was left out", {"title": column.title}),
            Message("give its numerator and denominator as columns"),
        )
        return None
    _note_unclear(table, column, style, findings)
    counts: dict[str, Count] = {}
    for row, number in zip(table.rows, numbers, strict=True):
        problem = _doubt(number)
        where = Place(table.file, row.number, column.title, table.sheet or None)
        if problem is not None:
            findings.error(where, *problem, row.cells[place])
        elif row.number in codes:
            counts[codes[row.number]] = _count(number)
    return counts


def _is_ratio(column: RawColumn, numbers: Sequence[TypedNumber]) -> bool:
    title = f" {_plain_title(column)} "
    return (
        is_ratio_unit(column.unit)
        or "%" in title
        or any(f" {word} " in title for word in _RATIO_WORDS)
        or any(is_ratio_unit(number.unit) for number in numbers)
    )


def _note_unclear(
    table: RawTable, column: RawColumn, style: StyleDecision, findings: Findings
) -> None:
    if style.is_ambiguous:
        one = style.unclear[0]
        findings.error(
            Place(table.file, table.header_row, column.title, table.sheet or None),
            Message(
                '"{text}" can be {one} or {other}',
                {"text": one.text, "one": one.vietnamese, "other": one.english},
            ),
            Message("write the numbers without marks between thousands"),
        )


def _doubt(number: TypedNumber) -> tuple[Message, Message] | None:
    """Return why a number cannot be added to others, and how to mend it."""
    if number.doubt is not None and number.doubt.severity is Severity.ERROR:
        return number.doubt.problem, number.doubt.fix
    if number.value is not None and (number.comparator != "=" or number.whole):
        return (
            Message("a count is needed, not a limit or a pair of numbers"),
            Message("write one number"),
        )
    return None


def _count(number: TypedNumber) -> Count:
    value = number.value
    return int(value) if value is not None and value.is_integer() else value


def _place(table: RawTable, row: int | None = None) -> Place:
    return Place(table.file, row, None, table.sheet or None)
