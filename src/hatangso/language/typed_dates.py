"""Columns of typed dates: whether the day or the month comes first, what each says."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import isfinite

from hatangso.errors import Message, Severity
from hatangso.language.date_phrases import (
    WRITE_DATE,
    DayOrder,
    TypedDate,
    read_date_text,
    two_orders,
)
from hatangso.language.typed_cells import Cell, Doubt, refused

__all__ = [
    "DayOrder",
    "DayOrderDecision",
    "TypedDate",
    "decide_day_order",
    "read_date",
    "read_day",
]

_MONTHS = 12
_SHOWN = 3
_FIRST_YEAR, _LAST_YEAR = 1945, 2199
# Longer ones are no year, no date without separators and no count of days.
_MOST_DIGITS = 15
# A spreadsheet counts days from here; its 1900 was a leap year by mistake.
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


@dataclass(frozen=True)
class DayOrderDecision:
    """How the dates of a column are written.

    Attributes:
        order: Day first, as in Viet Nam, when nothing decides.
        evidence: A cell that only this order explains; empty when none was found.
        counter_evidence: A cell that only the other order explains; empty likewise.
        unclear: Some cells that the two orders read differently.
        unclear_count: How many different texts these are.
        is_swap_suspected: The spreadsheet has made dates of some texts, and left others
            whose first number is above 12: a program that puts the month first did so,
            and the dates that it made have day and month exchanged.
    """

    order: DayOrder = DayOrder.DAY_FIRST
    evidence: str = ""
    counter_evidence: str = ""
    unclear: tuple[str, ...] = ()
    unclear_count: int = 0
    is_swap_suspected: bool = False

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether a person must say which order is meant."""
        return bool(self.unclear) and not self.evidence

    @property
    def is_mixed(self) -> bool:
        """Tell whether the column holds both orders."""
        return bool(self.evidence and self.counter_evidence)

    def told(self, order: DayOrder) -> "DayOrderDecision":
        """Return the decision after a person said which order is meant."""
        return DayOrderDecision(order, evidence=order)


def decide_day_order(cells: Iterable[Cell]) -> DayOrderDecision:
    """Return whether the day or the month comes first in the dates of a column.

    >>> decide_day_order(["9/10/2024", "31/10/2024"]).order.value
    'dd/mm/yyyy'
    >>> decide_day_order(["9/10/2024", "10/11/2024"]).is_ambiguous
    True
    """
    cells = list(cells)
    speaks_for: dict[DayOrder, list[str]] = {order: [] for order in DayOrder}
    unclear = []
    for text in dict.fromkeys(cell for cell in cells if isinstance(cell, str)):
        first, second, separator = two_orders(text) or (0, 0, ".")
        if separator == ".":
            continue
        if first > _MONTHS >= second:
            speaks_for[DayOrder.DAY_FIRST].append(text)
        elif second > _MONTHS >= first:
            speaks_for[DayOrder.MONTH_FIRST].append(text)
        elif first != second and first <= _MONTHS:
            unclear.append(text)
    day_first, month_first = speaks_for.values()
    is_day_first = len(day_first) >= len(month_first)
    order = DayOrder.DAY_FIRST if is_day_first else DayOrder.MONTH_FIRST
    return DayOrderDecision(
        order,
        evidence=next(iter(speaks_for[order]), ""),
        counter_evidence=next(iter(speaks_for[order.other]), ""),
        unclear=tuple(unclear[:_SHOWN]),
        unclear_count=len(unclear),
        is_swap_suspected=_is_swapped(cells, day_first),
    )


def _is_swapped(cells: list[Cell], day_first: list[str]) -> bool:
    made = [cell for cell in cells if isinstance(cell, date)]
    return bool(made and day_first) and all(cell.day <= _MONTHS for cell in made)


def read_date(
    cell: Cell, column: DayOrderDecision, *, is_from_1904: bool = False
) -> TypedDate:
    """Read a cell as a day or a longer period.

    In a column that holds both orders, a cell that the two read differently is refused.

    Args:
        cell: Text, date or number; whole numbers from 1945 to 2199 are years, larger
            ones days as a spreadsheet counts them.
        column: The order, decided from all cells of the column.
        is_from_1904: The workbook counts days from 1904 instead of 1900.

    >>> read_date("9/10/2024", DayOrderDecision()).text
    '2024-10-09'
    >>> read_date("6 tháng đầu năm 2024", DayOrderDecision()).text
    '2024-H1'
    """
    if cell is None or cell != cell:  # noqa: PLR0124 - NaN is an empty cell
        return TypedDate(is_missing=True)
    if isinstance(cell, str):
        return _read_text(cell, column, is_from_1904=is_from_1904)
    if isinstance(cell, date):
        return _read_made_date(cell, column)
    if isinstance(cell, (bool, time)):
        problem = Message('"{text}" is no date', {"text": str(cell)})
        return TypedDate(doubt=refused(problem, WRITE_DATE))
    return _read_count(cell, column, is_from_1904=is_from_1904)


def read_day(
    cell: Cell, column: DayOrderDecision, *, is_from_1904: bool = False
) -> TypedDate:
    """Read a cell as one day; a longer period is refused.

    >>> str(read_day("10/2023", DayOrderDecision()).doubt.problem)
    '"10/2023" names no day'
    """
    found = read_date(cell, column, is_from_1904=is_from_1904)
    if found.first is None or found.day is not None:
        return found
    problem = Message('"{text}" names no day', {"text": str(cell)})
    fix = Message("write day/month/year, like 31/12/2024")
    return TypedDate(doubt=refused(problem, fix))


def _read_text(text: str, column: DayOrderDecision, *, is_from_1904: bool) -> TypedDate:
    found = read_date_text(text, column.order)
    digits = text.strip()
    is_count = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
    if found.doubt and is_count:
        return _read_count(int(digits), column, is_from_1904=is_from_1904)
    if not column.is_mixed or not found.text:
        return found
    other = read_date_text(text, column.order.other)
    if other.text in {found.text, ""}:
        return found
    problem = Message(
        '"{text}" can be {one} or {other}: the column holds dates like {evidence} '
        "and like {counter}",
        {
            "text": text,
            "one": found.text,
            "other": other.text,
            "evidence": column.evidence,
            "counter": column.counter_evidence,
        },
    )
    fix = Message("write all dates of the column in one way")
    return TypedDate(doubt=refused(problem, fix))


def _read_made_date(cell: date, column: DayOrderDecision) -> TypedDate:
    day = cell.date() if isinstance(cell, datetime) else cell
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        problem = Message(
            "{value} is a number that the spreadsheet shows as a date",
            {"value": day.isoformat()},
        )
        return TypedDate(doubt=refused(problem, WRITE_DATE))
    found = TypedDate(day.isoformat(), day, day)
    if not column.is_swap_suspected or day.day == day.month:
        return found
    problem = Message(
        "day and month of {day} may be exchanged: the spreadsheet took the month "
        "first, as {evidence} shows, which stayed a text",
        {"day": day.strftime("%d/%m/%Y"), "evidence": column.evidence},
    )
    fix = Message("check whether it should be {day}", {"day": day.strftime("%m/%d/%Y")})
    return replace(found, doubt=Doubt(Severity.WARNING, problem, fix))


def _read_count(
    count: float, column: DayOrderDecision, *, is_from_1904: bool
) -> TypedDate:
    """Read a number: a year, a date without separators, or days since the epoch."""
    if isfinite(count) and count == int(count):
        found = read_date_text(str(int(count)), column.order)
        if found.text:
            return found
    epoch = _EPOCH_1904 if is_from_1904 else _EPOCH_1900
    first, last = date(_FIRST_YEAR, 1, 1) - epoch, date(_LAST_YEAR, 12, 31) - epoch
    if not first.days <= count <= last.days + 1:
        problem = Message('"{text}" is no date', {"text": f"{count:.15g}"})
        return TypedDate(doubt=refused(problem, WRITE_DATE))
    day = epoch + timedelta(days=int(count))
    problem = Message(
        "{count} was read as {day}, as spreadsheets count days",
        {"count": str(int(count)), "day": day.strftime("%d/%m/%Y")},
    )
    doubt = Doubt(Severity.SUGGESTION, problem, Message("format the column as dates"))
    return TypedDate(day.isoformat(), day, day, doubt=doubt)
