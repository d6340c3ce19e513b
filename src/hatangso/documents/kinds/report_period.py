"""The spans of time of which reports are made: months, quarters, half-years, years."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

__all__ = ["PeriodSort", "ReportPeriod", "offered_periods", "period_holding"]

_ROMAN = ("", "I", "II", "III", "IV")
_HALVES = ("", "đầu năm", "cuối năm")
_MONTHS_PER_YEAR = 12
_CODE = re.compile(r"(\d{4})(?:-(?:(\d{2})|Q([1-4])|H([12])))?")


class PeriodSort(IntEnum):
    """How long a period is, in months."""

    MONTH = 1
    QUARTER = 3
    HALF_YEAR = 6
    YEAR = 12


# How many past ones are offered; reports on older ones have long been sent.
_OFFERED = {
    PeriodSort.MONTH: 12,
    PeriodSort.QUARTER: 4,
    PeriodSort.HALF_YEAR: 2,
    PeriodSort.YEAR: 2,
}


@dataclass(frozen=True)
class ReportPeriod:
    """A month, quarter, half-year or year of the calendar.

    Attributes:
        number: 1 for January, quý I, the first half-year and for a year.
    """

    sort: PeriodSort
    year: int
    number: int = 1

    @classmethod
    def of_code(cls, code: str) -> "ReportPeriod | None":
        """Return the period of a code; None when it is none.

        >>> ReportPeriod.of_code("2026-Q3").words
        'quý III/2026'
        """
        found = _CODE.fullmatch(code)
        if found is None:
            return None
        year, month, quarter, half = found.groups()
        if month is not None:
            if not 1 <= int(month) <= _MONTHS_PER_YEAR:
                return None
            return cls(PeriodSort.MONTH, int(year), int(month))
        if quarter is not None:
            return cls(PeriodSort.QUARTER, int(year), int(quarter))
        if half is not None:
            return cls(PeriodSort.HALF_YEAR, int(year), int(half))
        return cls(PeriodSort.YEAR, int(year))

    @property
    def code(self) -> str:
        """Return ``2026-10``, ``2026-Q3``, ``2026-H1`` or ``2026``."""
        match self.sort:
            case PeriodSort.MONTH:
                return f"{self.year:04}-{self.number:02}"
            case PeriodSort.QUARTER:
                return f"{self.year:04}-Q{self.number}"
            case PeriodSort.HALF_YEAR:
                return f"{self.year:04}-H{self.number}"
            case PeriodSort.YEAR:
                return f"{self.year:04}"

    @property
    def words(self) -> str:
        """Return it as a title has it: ``tháng 10/2026``, ``6 tháng đầu năm 2026``."""
        match self.sort:
            case PeriodSort.MONTH:
                return f"tháng {self.number}/{self.year}"
            case PeriodSort.QUARTER:
                return f"quý {_ROMAN[self.number]}/{self.year}"
            case PeriodSort.HALF_YEAR:
                return f"6 tháng {_HALVES[self.number]} {self.year}"
            case PeriodSort.YEAR:
                return f"năm {self.year}"

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, (self.number - 1) * self.sort + 1, 1)

    @property
    def last(self) -> date:
        """Return its last day."""
        return self._moved(1).first - timedelta(days=1)

    @property
    def before(self) -> "ReportPeriod":
        """Return the period of the same length before it."""
        return self._moved(-1)

    @property
    def after(self) -> "ReportPeriod":
        """Return the period of the same length after it."""
        return self._moved(1)

    def _moved(self, by: int) -> "ReportPeriod":
        in_year = _MONTHS_PER_YEAR // self.sort
        at = self.year * in_year + self.number - 1 + by
        return ReportPeriod(self.sort, at // in_year, at % in_year + 1)


def period_holding(day: date, sort: PeriodSort) -> ReportPeriod:
    """Return the period of a length that a day lies in."""
    return ReportPeriod(sort, day.year, (day.month - 1) // sort + 1)


def offered_periods(data_date: date, today: date) -> tuple[ReportPeriod, ...]:
    """Return the periods of which a report may be wanted, the usual one first.

    Of each length those that are over stand first, the newest before the others, then
    the one that runs, then the one in which the province's data were taken.

    Args:
        data_date: Day of the province's data; ``date.min`` when it names none.
        today: Day on which somebody asks.
    """
    found = [
        period for sort in PeriodSort for period in _of_sort(sort, data_date, today)
    ]
    return tuple(dict.fromkeys(found))


def _of_sort(sort: PeriodSort, data_date: date, today: date) -> Iterator[ReportPeriod]:
    running = period_holding(today, sort)
    period = running
    for _ in range(_OFFERED[sort]):
        period = period.before
        yield period
    yield running
    if date.min < data_date <= today:
        yield period_holding(data_date, sort)
