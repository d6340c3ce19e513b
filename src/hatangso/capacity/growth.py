"""What machines took through time, from the days on which they were installed."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.model.data_centre import Resource, VirtualMachine

__all__ = ["Growth", "growth_of"]


@dataclass(frozen=True)
class Growth:
    """What was given at the end of each month.

    Attributes:
        series: By resource and day; empty when too few machines have a day.
        dated_n: How many machines have a day of installation.
        undated_n: How many have none: they count from the first day on.
    """

    series: Mapping[Resource, Mapping[date, float]]
    dated_n: int
    undated_n: int


def growth_of(
    machines: Sequence[tuple[VirtualMachine, date | None]],
    *,
    today: date,
    months_n: int,
    least_dated_ratio: float,
) -> Growth:
    """Return what the machines that still stand were given, month by month.

    Machines that were removed since are not in it, so that true growth was not slower
    in what came, but may have been in what stayed.

    Args:
        machines: Each with the day of its installation; None when nobody knows.
        today: The last day; what is installed later is left out.
        months_n: How many months back are looked at.
        least_dated_ratio: So many of the machines must have a day.
    """
    dated = [(day, one) for one, day in machines if day is not None and day <= today]
    undated = [one for one, day in machines if day is None]
    counted_n = len(dated) + len(undated)
    if not dated or len(dated) < least_dated_ratio * counted_n:
        return Growth({}, len(dated), len(undated))
    first = min(day for day, _ in dated)
    days = [day for day in _month_ends(today, months_n) if day >= first]
    return Growth(
        {
            resource: {
                day: sum(one.amount(resource) or 0.0 for one in undated)
                + sum(one.amount(resource) or 0.0 for at, one in dated if at <= day)
                for day in days
            }
            for resource in Resource
        },
        len(dated),
        len(undated),
    )


def _month_ends(today: date, months_n: int) -> list[date]:
    """Return the last days of so many months, and today."""
    place = today.year * 12 + today.month - 1
    ends = []
    for at in range(max(place - months_n, 12), place):
        year, month = at // 12, at % 12 + 1
        ends.append(date(year, month, monthrange(year, month)[1]))
    return [*ends, today]
