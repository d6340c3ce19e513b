"""Columns of dates and periods as values of a field."""

import re
from collections.abc import Callable, Mapping, Sequence

from hatangso.errors import Message, Severity
from hatangso.io.records.value_reading import ColumnReading, ReadCell, read_each
from hatangso.language.typed_cells import Doubt, refused
from hatangso.language.typed_dates import (
    DayOrder,
    DayOrderDecision,
    TypedDate,
    decide_day_order,
    read_date,
)
from hatangso.model.file_reading import Question
from hatangso.model.raw_table import CellValue, RawColumn
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import Field

__all__ = ["read_dates", "read_periods"]

# What a register keeps as a period.
_PERIOD = re.compile(r"\d{4}(-Q[1-4]|-\d\d(-\d\d)?)?")
# The value of a cell, and what is odd or wrong with it.
_Read = tuple[FieldValue, Doubt | None]


def read_dates(
    cells: Sequence[CellValue],
    item: Field,
    column: RawColumn,
    answers: Mapping[str, str],
) -> ColumnReading:
    """Read a column of days; a longer period gives its last day, with a warning.

    Args:
        cells: Of the column.
        item: DATE.
        column: Its header.
        answers: ``dates:TITLE`` tells whether the day or the month comes first.
    """

    def day(cell: CellValue, found: TypedDate) -> _Read:
        if found.last is None or found.day is not None:
            return found.last, None
        return found.last, Doubt(
            Severity.WARNING,
            Message(
                '"{raw}" names no single day: its last day {day} was taken'
                ' for "{field}"',
                {
                    "raw": cell,
                    "day": found.last.strftime("%d/%m/%Y"),
                    "field": item.label_vi,
                },
            ),
            Message("write day/month/year, like 31/12/2024"),
        )

    return _read(cells, column, answers, day)


def read_periods(
    cells: Sequence[CellValue],
    item: Field,
    column: RawColumn,
    answers: Mapping[str, str],
) -> ColumnReading:
    """Read a column of periods: 2026, 2026-Q1, 2026-03, 2026-03-31.

    Args:
        cells: Of the column.
        item: PERIOD.
        column: Its header.
        answers: ``dates:TITLE`` tells whether the day or the month comes first.
    """

    def period(cell: CellValue, found: TypedDate) -> _Read:
        if not found.text or _PERIOD.fullmatch(found.text):
            return found.text or None, None
        return None, refused(
            Message(
                '"{raw}" is neither a year, a quarter, a month nor a day for "{field}"',
                {"raw": cell, "field": item.label_vi},
            ),
            Message("write it like 2026, 2026-Q1, 2026-03 or 31/03/2026"),
        )

    return _read(cells, column, answers, period)


def _bounded(cell: CellValue, found: TypedDate) -> Doubt:
    return Doubt(
        Severity.WARNING,
        Message(
            '"{raw}" is not exact: {period} was taken',
            {"raw": cell, "period": found.text},
        ),
        Message("give the exact date"),
    )


def _read(
    cells: Sequence[CellValue],
    column: RawColumn,
    answers: Mapping[str, str],
    typed: Callable[[CellValue, TypedDate], _Read],
) -> ColumnReading:
    order = decide_day_order(cells)
    key = f"dates:{column.title}"
    told = answers.get(key)
    questions = []
    if told in [str(one) for one in DayOrder]:
        order = order.told(DayOrder(told))
    elif order.is_ambiguous:
        # Nobody in Viet Nam writes the month first; a person may still say so.
        order = DayOrderDecision(DayOrder.DAY_FIRST)
        questions = _questions(cells, column, key)

    def read_cell(cell: CellValue) -> ReadCell:
        found = read_date(cell, order)
        value, doubt = typed(cell, found)
        if doubt is None and value is not None and found.comparator != "=":
            doubt = _bounded(cell, found)
        return ReadCell(value, tuple(one for one in (found.doubt, doubt) if one))

    read = read_each(read_cell, cells)
    return ColumnReading(tuple(read), tuple(questions))


def _questions(
    cells: Sequence[CellValue], column: RawColumn, key: str
) -> list[Question]:
    unclear = decide_day_order(cells).unclear
    return [
        Question(
            key,
            Message(
                'does the day or the month come first in "{text}" of "{column}"?',
                {"text": unclear[0], "column": column.title},
            ),
            (str(DayOrder.DAY_FIRST), str(DayOrder.MONTH_FIRST)),
        )
    ]
