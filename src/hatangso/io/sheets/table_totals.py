"""Hold the sums that a table prints against its rows."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.io.sheets.table_words import folded, is_year
from hatangso.model.raw_table import CellValue, RawColumn, RawRow, RawTable

__all__ = ["WrongTotal", "check_totals", "wrong_totals"]

# Columns whose numbers are not meant to be added.
_NO_SUM = re.compile(
    r"(ty le|ti le|%|binh quan|trung binh|mat do|kinh do|vi do|toa do|nam\b|cao do"
    r"|chieu (cao|rong)|toc do|tan so|don gia|ma\b|diem so|thu hang|xep hang|rate|ratio"
    r"|share|average|mean|latitude|longitude|year|height|speed)"
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[.,  ]\d{3})+")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class WrongTotal:
    """A printed sum that its rows do not give.

    Attributes:
        row: The row that prints it.
        column: Where it stands.
        printed: What stands there.
        computed: What the rows give.
    """

    row: RawRow
    column: RawColumn
    printed: float
    computed: float


def check_totals(table: RawTable) -> list[Finding]:
    """Return a finding for each printed sum that the rows do not give."""
    text = "the printed total is {printed:.10g}, its rows add up to {computed:.10g}"
    return [
        Finding(
            Severity.WARNING,
            Place(
                table.file, wrong.row.number, wrong.column.letter, table.sheet or None
            ),
            Message(text, {"printed": wrong.printed, "computed": wrong.computed}),
            Message("correct the total or the rows; only the rows are taken over"),
            value=wrong.printed,
        )
        for wrong in wrong_totals(table)
    ]


def wrong_totals(table: RawTable) -> list[WrongTotal]:
    """Return the printed sums that the rows do not give.

    A total speaks of its group, of the rows above it since the total before, or of the
    whole table: it is right when one of these gives it. Columns of rates, heights and
    other numbers that nobody adds are left out, and so are columns with cells that are
    no numbers.
    """
    return [
        wrong
        for total in table.totals
        for index, column in enumerate(table.columns)
        if not _NO_SUM.search(folded(f"{column.title} {column.unit}"))
        for wrong in _wrong(table, total, index)
    ]


def _wrong(table: RawTable, total: RawRow, index: int) -> Iterator[WrongTotal]:
    printed = _number(total.cells[index])
    if printed is None or is_year(total.cells[index]):
        return
    sums = []
    for rows in _scopes(table, total):
        cells = [row.cells[index] for row in rows]
        numbers = [_number(cell) for cell in cells if cell is not None]
        if not numbers or None in numbers:
            continue
        known = [number for number in numbers if number is not None]
        computed = math.fsum(known)
        if abs(computed - printed) <= _tolerance([printed, *known]):
            return
        sums.append(computed)
    if sums:
        yield WrongTotal(total, table.columns[index], printed, sums[0])


def _scopes(table: RawTable, total: RawRow) -> list[Sequence[RawRow]]:
    """Return the rows that a total may speak of, the likeliest first."""
    depth = len(total.groups)
    group = [row for row in table.rows if row.groups[:depth] == total.groups]
    before = [other.number for other in table.totals if other.number < total.number]
    since = max(before, default=0)
    above = [row for row in table.rows if since < row.number < total.number]
    return [group, above, table.rows]


def _tolerance(numbers: Sequence[float]) -> float:
    """Return how far rounding of what is printed may move a sum."""
    if all(number.is_integer() for number in numbers):
        return 0.0
    decimals = max(len(repr(number).partition(".")[2]) for number in numbers)
    return 0.5 * 10.0 ** -min(decimals, 9) * len(numbers)


def _number(cell: CellValue) -> float | None:
    """Return a cell's number; a text may group its digits by three."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    if text in ("-", "\u2013"):
        return 0.0
    if _GROUPED.fullmatch(text):
        return float(re.sub(r"[.,  ]", "", text))
    return float(text.replace(",", ".")) if _PLAIN.fullmatch(text) else None
