"""Periods of a series in one spelling, and how they lie in each other."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from hatangso.errors import InvalidInputError
from hatangso.indicators.period import parse_period

__all__ = ["SeriesPeriod", "asked_period", "gaps_in", "series_period", "tiles"]

_DAY = timedelta(days=1)
_YEAR_MONTHS = 12
# Parts of a year by how many months they have, and the first of these.
_SIGNS = {
    **{(1, month): f"{month:02d}" for month in range(1, 13)},
    **{(3, 3 * quarter - 2): f"Q{quarter}" for quarter in range(1, 5)},
    (6, 1): "H1",
    (6, 7): "H2",
}
# As others write them: 2024Q4, 202403, 2024S1.
_PACKED = re.compile(r"(\d{4})[-]?([QHSM])(\d{1,2})", re.IGNORECASE)
_PACKED_MONTH = re.compile(r"(\d{4})(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class SeriesPeriod:
    """A span of days with its name.

    Attributes:
        is_stated: False when its source does not state it clearly.
    """

    first: date
    last: date
    code: str
    is_stated: bool = True

    def is_within(self, other: "SeriesPeriod") -> bool:
        """Return whether every day of it is a day of another."""
        return other.first <= self.first and self.last <= other.last

    def overlaps(self, other: "SeriesPeriod") -> bool:
        """Return whether a day belongs to both."""
        return self.first <= other.last and other.first <= self.last

    def is_same_span(self, other: "SeriesPeriod") -> bool:
        """Return whether both are the same days."""
        return (self.first, self.last) == (other.first, other.last)


@lru_cache(maxsize=4096)
def series_period(text: str) -> SeriesPeriod | None:
    """Return a period that was printed or asked for; None when it cannot be placed.

    >>> series_period("quý IV/2024").code, series_period("2024Q4").code
    ('2024-Q4', '2024-Q4')
    """
    plain = text.strip()
    if packed := _PACKED.fullmatch(plain):
        year, sign, number = packed.groups()
        sign = sign.upper().replace("S", "H")
        plain = f"{year}-{number:0>2}" if sign == "M" else f"{year}-{sign}{number}"
    elif month := _PACKED_MONTH.fullmatch(plain):
        plain = f"{month[1]}-{month[2]}"
    found = parse_period(plain)
    if found is None:
        return None
    code = _code(found.first, found.last)
    return SeriesPeriod(found.first, found.last, code, found.is_stated)


def asked_period(text: str) -> SeriesPeriod:
    """Return a period that somebody asks for.

    Raises:
        InvalidInputError: It cannot be read.
    """
    found = series_period(text)
    if found is None:
        raise InvalidInputError(
            '"{text}" is no period:'
            " write 2024, 2024-H1, 2024-Q4, 2024-03 or 2024-12-31",
            text=text,
        )
    return found


def tiles(
    periods: Iterable[SeriesPeriod],
) -> tuple[tuple[SeriesPeriod, ...], tuple[SeriesPeriod, SeriesPeriod] | None]:
    """Choose periods that can be added up: none within another, none twice.

    Returns:
        The widest ones in order, and two that overlap without one lying in the other;
        None in their place when all is well.
    """
    widest_first = sorted(
        set(periods), key=lambda item: (item.first - item.last, item.first)
    )
    chosen: list[SeriesPeriod] = []
    for period in widest_first:
        if any(period.is_within(other) for other in chosen):
            continue
        crossing = next((other for other in chosen if period.overlaps(other)), None)
        if crossing is not None:
            return (), (min(crossing, period), max(crossing, period))
        chosen.append(period)
    return tuple(sorted(chosen)), None


def gaps_in(whole: SeriesPeriod, parts: Sequence[SeriesPeriod]) -> tuple[str, ...]:
    """Return the spans of a period that its parts, in order, leave out."""
    gaps, day = [], whole.first
    for part in parts:
        if part.first > day:
            gaps.append(_code(day, part.first - _DAY))
        day = part.last + _DAY
    if day <= whole.last:
        gaps.append(_code(day, whole.last))
    return tuple(gaps)


def _code(first: date, last: date) -> str:
    if first == last:
        return first.isoformat()
    if first.day != 1 or (last + _DAY).day != 1:
        return f"{first.isoformat()}/{last.isoformat()}"
    if (first.month, last.month) == (1, _YEAR_MONTHS):
        years = (first.year, last.year)
        return f"{years[0]}" if years[0] == years[1] else f"{years[0]}-{years[1]}"
    sign = ""
    if first.year == last.year:
        sign = _SIGNS.get((last.month - first.month + 1, first.month), "")
    return f"{first.year}-{sign}" if sign else f"{first:%Y-%m}/{last:%Y-%m}"
