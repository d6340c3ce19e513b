"""Periods as they are printed: ``2025``, ``2024-Q4``, ``quý IV/2024``."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

__all__ = ["Period", "is_later", "parse_period"]

_FIRST_YEAR, _LAST_YEAR = 1945, 2199
_MONTHS_PER_QUARTER = 3
_MONTHS_PER_HALF = 6
_MONTHS_PER_YEAR = 12
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_LEADING_WORDS = re.compile(
    r"^(?:about|khoảng|đến|hết|cuối|trong|kỳ|tháng|năm|ngày)\s+", re.IGNORECASE
)
_UNTIL_YEAR = re.compile(r"đến\s+(?:cuối|hết)\s+(?:năm\s+)?(\d{4})")


@dataclass(frozen=True)
class Period:
    """A span of days read from a printed period.

    Attributes:
        first: First day that the text may mean.
        last: Last day that it may mean; a target is due at its end.
        is_stated: False when the text itself says that its source does not state the
            period clearly (``2025 (không nêu rõ)``).
    """

    first: date
    last: date
    is_stated: bool = True


@lru_cache(maxsize=1024)
def parse_period(text: str) -> Period | None:
    """Read a printed period.

    Args:
        text: Year, month, day, quarter or span of years, in ISO or Vietnamese order;
            remarks in brackets are not read.

    Returns:
        The span of days, or None when the text names no period that can be placed in
        time (``không nêu năm``, ``trước 2020``).

    >>> parse_period("quý IV/2024").last
    datetime.date(2024, 12, 31)
    >>> parse_period("2025 (không nêu rõ)").is_stated
    False
    """
    plain = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    bare = " ".join(re.sub(r"\([^)]*\)", " ", plain).split())
    while (shorter := _LEADING_WORDS.sub("", bare)) != bare:
        bare = shorter
    until = _UNTIL_YEAR.search(plain)
    span = _span(bare) or (until and _years(until[1], until[1]))
    if span is None:
        return None
    first, last = span
    return Period(first, last, is_stated="không nêu" not in plain)


def is_later(text: str, than: str) -> bool:
    """Tell whether one printed date is certainly later than another.

    ``2024-10`` is later than ``2023``, but nobody knows whether it is later than
    ``2024``; what cannot be read is later than nothing, nor is anything later than it.
    """
    one, other = parse_period(text), parse_period(than)
    return one is not None and other is not None and one.first > other.last


def _span(bare: str) -> tuple[date, date] | None:
    for pattern, build in _FORMS:
        found = re.fullmatch(pattern, bare)
        if found:
            return build(*found.groups())
    return None


def _years(first: str, last: str) -> tuple[date, date] | None:
    if not _FIRST_YEAR <= int(first) <= int(last) <= _LAST_YEAR:
        return None
    return date(int(first), 1, 1), date(int(last), 12, 31)


def _months(year: str, first: int, last: int) -> tuple[date, date] | None:
    if _years(year, year) is None or not 1 <= first <= last <= _MONTHS_PER_YEAR:
        return None
    end = monthrange(int(year), last)[1]
    return date(int(year), first, 1), date(int(year), last, end)


def _month(year: str, month: str) -> tuple[date, date] | None:
    return _months(year, int(month), int(month))


def _day(year: str, month: str, day: str) -> tuple[date, date] | None:
    span = _month(year, month)
    if span is None or not 1 <= int(day) <= span[1].day:
        return None
    exact = span[0].replace(day=int(day))
    return exact, exact


def _quarter(year: str, quarter: str) -> tuple[date, date] | None:
    number = _ROMAN.get(quarter) or int(quarter)
    last = number * _MONTHS_PER_QUARTER
    return _months(year, last - _MONTHS_PER_QUARTER + 1, last)


def _half(year: str, half: str) -> tuple[date, date] | None:
    last = int(half) * _MONTHS_PER_HALF
    return _months(year, last - _MONTHS_PER_HALF + 1, last)


_FORMS: tuple[tuple[str, Callable[..., tuple[date, date] | None]], ...] = (
    (r"(\d{4})", lambda year: _years(year, year)),
    (r"(\d{4})\s*(?:-|\u2013|->|\u2192)\s*(\d{4})", _years),
    (r"(\d{4})-(\d{1,2})", _month),
    (r"(\d{1,2})[/-](\d{4})", lambda month, year: _month(year, month)),
    (r"(\d{4})-(\d{1,2})-(\d{1,2})", _day),
    (
        r"(\d{1,2})/(\d{1,2})/(\d{4})",
        lambda day, month, year: _day(year, month, day),
    ),
    (r"(\d{4})-q([1-4])", _quarter),
    (r"(\d{4})-h([12])", _half),
    (
        r"(\d{4})-(\d{2})/\1-(\d{2})",
        lambda year, first, last: _months(year, int(first), int(last)),
    ),
    (
        r"(?:quý\s*|q)(iv|i{1,3}|[1-4])\s*[/-]\s*(?:năm\s*)?(\d{4})",
        lambda quarter, year: _quarter(year, quarter),
    ),
)
