"""How much of a centre's energy serves its computers: the PUE of months and a year."""

from collections.abc import Iterable
from dataclasses import dataclass

from hatangso.errors import OutOfRangeError
from hatangso.model.data_centre import EnergyReading

__all__ = ["EnergyUse", "MonthlyPue", "energy_use", "month_after", "months_between"]

_MONTHS_PER_YEAR = 12


@dataclass(frozen=True)
class MonthlyPue:
    """The PUE of a month.

    Attributes:
        month: ``2026-03``.
        pue: Total energy over that of the computers; None when it is not known.
        is_wrong: Whether something was read that cannot be: less in total than the
            computers alone, or nothing for them.
    """

    month: str
    pue: float | None
    is_wrong: bool = False


@dataclass(frozen=True)
class EnergyUse:
    """How efficient a centre was.

    Attributes:
        months: All months, the last one last; those without a reading too.
        year_pue: Of the known ones of the last twelve months, weighed by their energy.
        known_n: How many of the last twelve are known.
        missing: Those of the last twelve that are not.
    """

    months: tuple[MonthlyPue, ...]
    year_pue: float | None
    known_n: int
    missing: tuple[str, ...]

    @property
    def is_whole_year(self) -> bool:
        """Whether all twelve months are known."""
        return self.known_n == _MONTHS_PER_YEAR


def energy_use(readings: Iterable[EnergyReading], *, last: str) -> EnergyUse:
    """Return the PUE month by month, and of the twelve months up to a last one.

    Args:
        readings: Of one centre, in any order; those after the last month are left out.
        last: The last month that counts, such as ``2026-03``.

    Raises:
        OutOfRangeError: Two readings are of one month.

    Source:
        ISO/IEC 30134-2, PUE: total energy of the centre over that of its IT equipment,
        both over the same year.
    """
    by_month: dict[str, EnergyReading] = {}
    for one in readings:
        if one.month in by_month:
            text = "the month {month} stands twice among the readings"
            raise OutOfRangeError(text, month=one.month)
        if one.month <= last:
            by_month[one.month] = one
    year = [month_after(last, -back) for back in range(_MONTHS_PER_YEAR - 1, -1, -1)]
    first = min([year[0], *by_month])
    months = []
    while first <= last:
        months.append(_monthly(first, by_month.get(first)))
        first = month_after(first)
    known = [one.month for one in months if one.pue is not None and one.month in year]
    total = sum(by_month[month].total_kwh or 0.0 for month in known)
    computers = sum(by_month[month].it_kwh or 0.0 for month in known)
    return EnergyUse(
        tuple(months),
        total / computers if known else None,
        len(known),
        tuple(month for month in year if month not in known),
    )


def month_after(month: str, count: int = 1) -> str:
    """Return the month so many months later, or earlier.

    >>> month_after("2025-12"), month_after("2026-01", -13)
    ('2026-01', '2024-12')
    """
    place = _place(month) + count
    return f"{place // _MONTHS_PER_YEAR:04d}-{place % _MONTHS_PER_YEAR + 1:02d}"


def months_between(first: str, last: str) -> int:
    """Return how many months one comes after another.

    >>> months_between("2025-11", "2026-01")
    2
    """
    return _place(last) - _place(first)


def _place(month: str) -> int:
    return int(month[:4]) * _MONTHS_PER_YEAR + int(month[5:7]) - 1


def _monthly(month: str, reading: EnergyReading | None) -> MonthlyPue:
    if reading is None or reading.total_kwh is None or reading.it_kwh is None:
        return MonthlyPue(month, None)
    if reading.it_kwh <= 0 or reading.total_kwh < reading.it_kwh:
        return MonthlyPue(month, None, is_wrong=True)
    return MonthlyPue(month, reading.total_kwh / reading.it_kwh)
