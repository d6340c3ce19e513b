"""Tables with one column for each year, operator or technology, and as rows instead."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hatangso.io.table_words import folded
from hatangso.model.raw_table import RawColumn, RawRow, RawTable

__all__ = ["Spread", "find_spread", "unfolded"]

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
_VALUE_TITLE = "Giá trị"


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


def unfolded(table: RawTable, spread: Spread) -> RawTable:
    """Return the table with one row for each label, where there is anything for it.

    The label stands in a column of its own. Rows keep their number: several rows have
    the same. Totals and findings stay those of the table as it was.
    """
    used = {index for part in spread.parts for index in part}
    kept = [index for index in range(len(table.columns)) if index not in used]
    first = table.columns[spread.parts[0][0]]
    values = [
        replace(table.columns[index], titles=titles or (_VALUE_TITLE,))
        for index, titles in zip(spread.parts[0], spread.titles, strict=True)
    ]
    label = RawColumn(first.letter, (_TITLES[spread.by],))
    rows = [
        RawRow(
            row.number,
            (
                *(row.cells[i] for i in kept),
                _as_cell(name),
                *(row.cells[i] for i in part),
            ),
            row.groups,
            row.geometry,
        )
        for row in table.rows
        for name, part in zip(spread.labels, spread.parts, strict=True)
        if any(row.cells[i] is not None for i in part)
    ]
    columns = (*(table.columns[i] for i in kept), label, *values)
    return replace(table, columns=columns, rows=tuple(rows), totals=())


def _as_cell(label: str) -> str | int:
    return int(label) if label.isdigit() else label
