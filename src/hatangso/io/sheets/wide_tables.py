"""Tables with one column for each year, operator or technology, taken apart."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from hatangso.errors import Finding
from hatangso.io.sheets.table_words import folded
from hatangso.model.raw_table import RawColumn, RawRow, RawTable

__all__ = [
    "VALUE_TITLE",
    "Spread",
    "find_spread",
    "taken_apart",
    "without_spread",
]

_LEAST_COLUMNS = 2
# Over a column that names the year, the operator or the technology of a row.
_TITLES = {"year": "Năm", "operator": "Nhà mạng", "technology": "Công nghệ"}
_LABELS = {
    "year": re.compile(
        r"(?:den |het |cuoi |ket thuc |trong )?(?:nam )?((?:19|20)\d\d)"
    ),
    "operator": re.compile(
        r"((?:mang )?(?:vnpt|vinaphone|viettel|mobifone|vietnamobile|vnm|gmobile|gtel"
        r"|fpt|cmc|itel|sctv|vtvcab)(?: telecom)?)"
    ),
    "technology": re.compile(r"(?:mang |tram |cong nghe )?([2345]g)(?:/lte|/nr)?"),
}
# What stands over values that had nothing but their label.
VALUE_TITLE = "Giá trị"


@dataclass(frozen=True)
class Spread:
    """Columns that repeat the same things for each of several labels.

    Attributes:
        by: What the labels are: ``year``, ``operator`` or ``technology``.
        labels: ``2024``, as the header writes it, in the order of the columns.
        parts: For each label the columns of it, as indices; the same things in the
            same order.
        titles: What these columns hold, without the label.
    """

    by: str
    labels: tuple[str, ...]
    parts: tuple[tuple[int, ...], ...]
    titles: tuple[tuple[str, ...], ...]


def find_spread(table: RawTable) -> Spread | None:
    """Return the columns that stand for years, operators or technologies.

    Every label must have the same columns, and there must be two labels at least.
    """
    for by, pattern in _LABELS.items():
        found: dict[str, dict[tuple[str, ...], int]] = {}
        for index, column in enumerate(table.columns):
            label, rest = _split(column.titles, pattern)
            if label:
                found.setdefault(label, {}).setdefault(rest, index)
        things = list(found.values())
        if len(found) >= _LEAST_COLUMNS and all(
            t.keys() == things[0].keys() for t in things
        ):
            return _spread(by, found)
    return None


def _split(
    titles: Sequence[str], pattern: re.Pattern[str]
) -> tuple[str, tuple[str, ...]]:
    """Return the label among the rows of a header, and the other rows."""
    for place in reversed(range(len(titles))):
        match = pattern.fullmatch(folded(titles[place]).strip("( )"))
        if match:
            rest = (*titles[:place], *titles[place + 1 :])
            return match[1] if match[1].isdigit() else titles[place], rest
    return "", ()


def _spread(by: str, found: Mapping[str, Mapping[tuple[str, ...], int]]) -> Spread:
    titles = tuple(next(iter(found.values())))
    return Spread(
        by=by,
        labels=tuple(found),
        parts=tuple(
            tuple(things[title] for title in titles) for things in found.values()
        ),
        titles=titles,
    )


def taken_apart(table: RawTable, spread: Spread) -> list[RawTable]:
    """Return a table for each label, with the rows that have anything for it.

    The label stands in a column of its own before the values. Every cell keeps its row
    and column: each table has the findings that speak of it.
    """
    others = set(without_spread(table, spread).columns)
    return [
        part
        for label, indices in zip(spread.labels, spread.parts, strict=True)
        if (part := _part(table, spread, label, indices, others)).rows
    ]


def _part(
    table: RawTable,
    spread: Spread,
    label: str,
    indices: Sequence[int],
    others: Collection[RawColumn],
) -> RawTable:
    kept = [i for i, column in enumerate(table.columns) if column in others]
    values = [
        replace(table.columns[index], read_as=titles or (VALUE_TITLE,))
        for index, titles in zip(indices, spread.titles, strict=True)
    ]
    name = replace(values[0], unit="", read_as=(_TITLES[spread.by],))
    columns = (*(table.columns[i] for i in kept), name, *values)
    cell: str | int = int(label) if label.isdigit() else label
    rows = tuple(
        replace(
            row,
            cells=(
                *(row.cells[i] for i in kept),
                cell,
                *(row.cells[i] for i in indices),
            ),
        )
        for row in table.rows
        if any(row.cells[i] is not None for i in indices)
    )
    return replace(
        table,
        columns=columns,
        rows=rows,
        totals=(),
        findings=_findings_of(table, columns),
    )


def without_spread(table: RawTable, spread: Spread) -> RawTable:
    """Return the table with nothing but the columns that stand once."""
    used = {index for part in spread.parts for index in part}
    kept = [index for index in range(len(table.columns)) if index not in used]
    columns = tuple(table.columns[index] for index in kept)

    def narrowed(rows: Sequence[RawRow]) -> tuple[RawRow, ...]:
        return tuple(
            replace(row, cells=tuple(row.cells[index] for index in kept))
            for row in rows
        )

    return replace(
        table,
        columns=columns,
        rows=narrowed(table.rows),
        totals=narrowed(table.totals),
        findings=_findings_of(table, columns),
    )


def _findings_of(table: RawTable, columns: Sequence[RawColumn]) -> tuple[Finding, ...]:
    """Return what is said of these columns, or of none."""
    letters = {column.letter for column in columns}
    gone = {column.letter for column in table.columns} - letters
    return tuple(
        one
        for one in table.findings
        if one.place.column is None or one.place.column.split(" ")[0] not in gone
    )
