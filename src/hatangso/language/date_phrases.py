"""Dates as people type them: ``9/10/2024``, ``quý IV/2024``, ``hết năm 2025``."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from hatangso.errors import Message, Severity
from hatangso.language.typed_cells import Doubt, is_nothing, plain_text, refused
from hatangso.language.words import fold

__all__ = ["WRITE_DATE", "DayOrder", "TypedDate", "read_date_text", "two_orders"]

_FIRST_YEAR, _LAST_YEAR = 1945, 2199
_MONTHS_PER_YEAR, _MONTHS_PER_QUARTER, _MONTHS_PER_HALF = 12, 3, 6
# Two digits of a year stand for 1950 to 2049.
_CENTURY, _LAST_OF_2000S = 100, 49
WRITE_DATE = Message("write day/month/year, like 31/12/2024, or a period, like 12/2024")


class DayOrder(StrEnum):
    """What comes first in ``9/10/2024``."""

    DAY_FIRST = "dd/mm/yyyy"
    MONTH_FIRST = "mm/dd/yyyy"

    @property
    def other(self) -> "DayOrder":
        """Return the other order."""
        is_day = self is DayOrder.DAY_FIRST
        return DayOrder.MONTH_FIRST if is_day else DayOrder.DAY_FIRST


@dataclass(frozen=True)
class TypedDate:
    """A cell, read.

    Attributes:
        text: As a register keeps it: 2026, 2026-H1, 2026-Q1, 2026-03, 2026-03-31,
            2021-2025, 2026-01/2026-09; empty when nothing was understood.
        first: First day that the cell may mean; None likewise.
        last: Last day likewise.
        comparator: ``<=`` for until, ``>=`` for since, ``<`` for before, ``>`` for
            after; ``=`` otherwise.
        is_missing: The cell says nothing, or that nothing is known.
        doubt: What is wrong or unsure; an ERROR leaves no date.
    """

    text: str = ""
    first: date | None = None
    last: date | None = None
    comparator: str = "="
    is_missing: bool = False
    doubt: Doubt | None = None

    @property
    def day(self) -> date | None:
        """Return the day, None when the cell names a longer period or nothing."""
        return self.first if self.first == self.last else None


_Span = tuple[str, date, date]


class _NoSuchDayError(ValueError):
    """A date that no calendar has, or that no register needs."""


def _day(year: str | int, month: str | int, day: str | int) -> _Span:
    try:
        exact = date(_full_year(year), int(month), int(day))
    except ValueError as error:
        raise _NoSuchDayError from error
    if not _FIRST_YEAR <= exact.year <= _LAST_YEAR:
        raise _NoSuchDayError
    return exact.isoformat(), exact, exact


def _full_year(year: str | int) -> int:
    number = int(year)
    if number >= _CENTURY or len(str(year)) > 2:  # noqa: PLR2004 - 0024 is no 2024
        return number
    return number + (2000 if number <= _LAST_OF_2000S else 1900)


def _months(year: str, first: int, last: int) -> _Span:
    """Return a span of months by its shortest name."""
    begin = _day(year, first, 1)[1]
    end = _day(year, last, monthrange(begin.year, min(max(last, 1), 12))[1])[2]
    count = last - first + 1
    short = {1: f"{year}-{first:02d}", _MONTHS_PER_YEAR: year}
    if last % count == 0:
        short[_MONTHS_PER_QUARTER] = f"{year}-Q{last // _MONTHS_PER_QUARTER}"
        short[_MONTHS_PER_HALF] = f"{year}-H{last // _MONTHS_PER_HALF}"
    return short.get(count, f"{year}-{first:02d}/{year}-{last:02d}"), begin, end


def _month(year: str, month: str | int) -> _Span:
    return _months(year, int(month), int(month))


def _quarter(year: str, quarter: str) -> _Span:
    last = _QUARTERS.get(quarter, 0) * _MONTHS_PER_QUARTER
    return _months(year, last - _MONTHS_PER_QUARTER + 1, last)


def _half(year: str, part: str) -> _Span:
    last = _MONTHS_PER_HALF if part in {"dau", "1"} else _MONTHS_PER_YEAR
    return _months(year, last - _MONTHS_PER_HALF + 1, last)


def _years(first: str, last: str) -> _Span:
    begin, end = _day(first, 1, 1)[1], _day(last, 12, 31)[1]
    if begin > end:
        raise _NoSuchDayError
    return (first if first == last else f"{first}-{last}"), begin, end


def _named_month(year: str, name: str) -> _Span:
    return _months(str(_full_year(year)), _MONTHS[name[:3]], _MONTHS[name[:3]])


_QUARTERS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "nhat": 1,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
}
_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "jan",
            "feb",
            "mar",
            "apr",
            "may",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct",
            "nov",
            "dec",
        ),
        1,
    )
}
_D, _Y, _OF_YEAR = "([0-9]{1,2})", "([0-9]{4})", r"\s*(?:[/.,-]|nam|nam:)?\s*(?:nam )?"
_QUARTER_NAME = "(iv|i{1,3}|[1-4]|nhat|mot|hai|ba|tu|bon)"
_MONTH_NAME = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_TIME = r"(?:[t ]\s*[0-9]{1,2}[:h][0-9]{2}.*)?"
# Without diacritics, as `fold` leaves them.
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., _Span]], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (f"(?:nam )?{_Y}", lambda year: _years(year, year)),
        (rf"{_Y}\s*(?:-|\u2013|den)\s*{_Y}", _years),
        (f"{_Y}([/.-]){_D}\\2{_D}{_TIME}", lambda y, _, m, d: _day(y, m, d)),
        (f"{_Y}([0-9]{{2}})([0-9]{{2}})", _day),
        (f"{_Y}[/.-]?([0-9]{{2}})", _month),
        (f"{_Y}[/.-]([1-9])", _month),
        (f"{_D}[/.-]{_Y}", lambda month, year: _month(year, month)),
        (
            rf"{_D}\s*thang {_D}{_OF_YEAR}{_Y}",
            lambda day, month, year: _day(year, month, day),
        ),
        (
            rf"(?:thang|thg|t)[. ]*{_D}{_OF_YEAR}{_Y}",
            lambda month, year: _month(year, month),
        ),
        (
            rf"(?:quy|q)[. ]*{_QUARTER_NAME}{_OF_YEAR}{_Y}",
            lambda quarter, year: _quarter(year, quarter),
        ),
        (rf"{_Y}\s*[-/]?\s*q([1-4])", _quarter),
        (f"{_Y}-h([12])", _half),
        (
            rf"(?:6|06|sau) thang (dau|cuoi){_OF_YEAR}{_Y}",
            lambda part, year: _half(year, part),
        ),
        (rf"nua (dau|cuoi){_OF_YEAR}{_Y}", lambda part, year: _half(year, part)),
        (
            rf"{_D}\s*(?:thang|t)(?: dau)?{_OF_YEAR}{_Y}",
            lambda count, year: _months(year, 1, int(count)),
        ),
        (
            rf"{_D}[ -]?{_MONTH_NAME}[ ,-]*([0-9]{{2}}|[0-9]{{4}})",
            lambda day, name, year: _day(year, _MONTHS[name], day),
        ),
        (
            rf"{_MONTH_NAME}\.? {_D},? {_Y}",
            lambda name, day, year: _day(year, _MONTHS[name], day),
        ),
        (rf"{_MONTH_NAME}[. -]*{_Y}", lambda name, year: _named_month(year, name)),
    )
)
_TWO_ORDERS = re.compile(
    rf"([0-9]{{1,2}})\s?([/.-])\s?([0-9]{{1,2}})\s?\2\s?([0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_COMPARATORS = {
    "<=": ("tinh den het", "tinh den", "den het", "den cuoi", "den", "toi", "het",
           "cham nhat", "khong muon hon", "until", "by", "<=", "≤"),
    ">=": ("ke tu", "bat dau tu", "tu", "since", "from", ">=", "≥"),
    "<": ("truoc", "before", "<"),
    ">": ("sau", "after", ">"),
    "~": ("khoang", "du kien", "about", "~"),
    "=": ("ngay", "vao", "trong", "ky", "giai doan", "thoi diem", "on"),
}  # fmt: skip
_SIGN_OF = {word: sign for sign, words in _COMPARATORS.items() for word in words}
_FRONT = re.compile(
    "(" + "|".join(sorted(map(re.escape, _SIGN_OF), key=len, reverse=True)) + ")[ :]+"
)
_VAGUE = re.compile(
    r"(?:dau|giua|cuoi|end of|early|late|mid)[ -](?=nam|thang|quy|[0-9])"
)
_RELATIVE = re.compile(
    r".*\b(?:gan nhat|moi nhat|hien nay|hien tai|gan day|hom nay|nam ngoai|sap toi"
    r"|(?:nam|thang|quy|tuan) (?:nay|truoc|sau|toi)|latest|current|now|today)"
    r"|nay|den nay"
)
_NO_YEAR = re.compile(
    rf"{_D}[/.-]{_D}|{_D} thang {_D}|(?:thang|thg|t) ?{_D}|(?:quy|q) ?{_QUARTER_NAME}"
    r"|[0-9]{1,2} thang(?: dau nam| cuoi nam)?"
)
_REMARK = re.compile(r"(?<=\S)\s*\([^()]*\)$")


def two_orders(text: str) -> tuple[int, int, str] | None:
    """Return the first two numbers and the separator of a date like ``9/10/2024``.

    None for every other text: it says by itself what is what.
    """
    found = _TWO_ORDERS.fullmatch(text) or _TWO_ORDERS.fullmatch(_bare(text)[1])
    return (int(found[1]), int(found[3]), found[2]) if found else None


@lru_cache(maxsize=65536)
def read_date_text(text: str, order: DayOrder) -> TypedDate:
    """Read a text; see `typed_dates` for whole columns and for other cells.

    >>> read_date_text("hết quý IV/2024", DayOrder.DAY_FIRST).text
    '2024-Q4'
    """
    if _TWO_ORDERS.fullmatch(text):
        return _read_phrase(text, text, "=", order)
    if is_nothing(text) or fold(text) == "khong":
        return TypedDate(is_missing=True)
    shown = plain_text(text)
    remark = _REMARK.search(shown)
    comparator, bare = _bare(shown[: remark.start()] if remark else shown)
    if _RELATIVE.fullmatch(bare) or _RELATIVE.fullmatch(fold(shown)):
        problem = Message('"{text}" depends on when it was written', {"text": text})
        fix = Message("write the day on which it was so, like 31/12/2024")
        return TypedDate(doubt=refused(problem, fix))
    found = _read_phrase(text, bare, comparator, order)
    if remark and found.text and found.doubt is None:
        return replace(found, doubt=_read_as(text, found.text))
    return found


def _read_phrase(text: str, bare: str, comparator: str, order: DayOrder) -> TypedDate:
    """Read a text whose words in front are taken off."""
    vague = _VAGUE.match(bare)
    try:
        span = _span(bare[vague.end() :] if vague else bare, order)
    except _NoSuchDayError:
        problem = Message('no calendar has the day "{text}"', {"text": text})
        if _fits_other_order(bare, order):
            problem = Message(
                '"{text}" is written as {other}, the column as {order}',
                {"text": text, "order": order, "other": order.other},
            )
        return TypedDate(doubt=refused(problem, WRITE_DATE))
    if span is None:
        return TypedDate(doubt=refused(_no_date(text, bare), WRITE_DATE))
    doubt = _read_as(text, span[0]) if vague else None
    return TypedDate(*span, comparator=comparator, doubt=doubt)


def _read_as(text: str, period: str) -> Doubt:
    problem = Message('"{text}" was read as {period}', {"text": text, "period": period})
    return Doubt(Severity.SUGGESTION, problem, WRITE_DATE)


def _bare(text: str) -> tuple[str, str]:
    """Return what the words in front say, and the text without them."""
    bare, sign = fold(plain_text(text)).strip(" ."), "="
    while found := _FRONT.match(bare):
        sign = _SIGN_OF[found[1]] if sign == "=" else sign
        bare = bare[found.end() :]
    return sign, bare


def _span(bare: str, order: DayOrder) -> _Span | None:
    found = _TWO_ORDERS.fullmatch(bare)
    if found:
        day, month = found[1], found[3]
        # Nobody writes points and the month first.
        if order is DayOrder.MONTH_FIRST and found[2] != ".":
            day, month = month, day
        return _day(found[4], month, day)
    for pattern, build in _FORMS:
        found = pattern.fullmatch(bare)
        if found:
            return build(*found.groups())
    return None


def _fits_other_order(bare: str, order: DayOrder) -> bool:
    try:
        return _TWO_ORDERS.fullmatch(bare) is not None and bool(
            _span(bare, order.other)
        )
    except _NoSuchDayError:
        return False


def _no_date(text: str, bare: str) -> Message:
    if _NO_YEAR.fullmatch(bare):
        return Message('"{text}" lacks a year of four digits', {"text": text})
    return Message('"{text}" is no date', {"text": text})
