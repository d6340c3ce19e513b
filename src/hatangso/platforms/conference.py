"""Video conferences: who can take part, and how meetings went."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.model.platform import Endpoint, Meeting
from hatangso.model.tally import Share, Tally, grouped, share, tally

__all__ = ["Conference", "MeetingYear", "conference"]


@dataclass(frozen=True)
class MeetingYear:
    """The meetings of a year.

    Attributes:
        year: None for meetings of which nobody has told the day.
        meetings: Numbers of records.
        failures: Failed endpoints over all endpoints that took part.
        minutes: In all, as far as told; None when nobody has.
        untimed: Meetings of which nobody has told how long they took.
    """

    year: int | None
    meetings: tuple[int, ...]
    failures: Share
    minutes: int | None
    untimed: tuple[int, ...]


@dataclass(frozen=True)
class Conference:
    """Endpoints and meetings of a province.

    Attributes:
        tiers: Numbers of records by tier that has endpoints, the highest first.
        communes_with: Codes of communes with an endpoint of their own.
        communes_without: Codes of communes without one.
        strange_communes: Endpoints whose commune is not one of the province's.
        without_commune: Endpoints of communes of which nobody has told which.
        encrypted: Which endpoints are encrypted.
        years: The newest first; those without a day last.
        failed: Meetings with failed endpoints, most failed ones first.
        largest_n: Endpoints of the largest meeting; None when nobody has told any.
        largest: Its record.
        busiest_n: Endpoints of all meetings of the busiest day: so many at once at
            most, if all its meetings were at one time.
        busiest_on: That day.
    """

    tiers: Mapping[str, tuple[int, ...]]
    communes_with: tuple[str, ...]
    communes_without: tuple[str, ...]
    strange_communes: tuple[int, ...]
    without_commune: tuple[int, ...]
    encrypted: Tally
    years: tuple[MeetingYear, ...]
    failed: tuple[int, ...]
    largest_n: int | None
    largest: int | None
    busiest_n: int | None
    busiest_on: date | None

    @property
    def endpoints_n(self) -> int:
        """Return how many endpoints there are."""
        return sum(map(len, self.tiers.values()))

    def fits(self, capacity_n: int | None) -> bool | None:
        """Return whether a bridge of so many endpoints held the largest meeting."""
        if capacity_n is None or self.largest_n is None:
            return None
        return self.largest_n <= capacity_n


def conference(
    endpoints: Sequence[Endpoint],
    meetings: Sequence[Meeting],
    *,
    communes: Sequence[str],
    tiers: Sequence[str],
) -> Conference:
    """Return how video conferences stand.

    Args:
        endpoints: Those that work.
        meetings: That were held.
        communes: Codes of all communes of the province.
        tiers: Codes of all tiers that there can be, the highest first; the last one is
            that of communes.
    """
    groups = grouped(endpoints, lambda one: one.tier)
    order = [*tiers, *sorted(set(groups) - {*tiers, ""}), ""]
    lowest = tiers[-1] if tiers else ""
    own = [one for one in endpoints if one.tier in {lowest, ""}]
    known = set(communes)
    reached = {one.commune for one in own if one.commune} & known
    largest = max(
        (one for one in meetings if one.endpoints is not None),
        key=lambda one: (one.endpoints or 0, -one.number),
        default=None,
    )
    busiest_on, busiest_n = _busiest(meetings)
    return Conference(
        tiers={
            tier: tuple(one.number for one in groups[tier])
            for tier in order
            if tier in groups
        },
        communes_with=tuple(one for one in communes if one in reached),
        communes_without=tuple(one for one in communes if one not in reached),
        strange_communes=tuple(
            one.number for one in own if one.commune and one.commune not in known
        ),
        without_commune=tuple(one.number for one in own if not one.commune),
        encrypted=tally(endpoints, lambda one: one.is_encrypted),
        years=_years(meetings),
        failed=_failed(meetings),
        largest_n=largest.endpoints if largest else None,
        largest=largest.number if largest else None,
        busiest_n=busiest_n,
        busiest_on=busiest_on,
    )


def _years(meetings: Sequence[Meeting]) -> tuple[MeetingYear, ...]:
    groups = grouped(meetings, lambda one: one.held_on.year if one.held_on else 0)
    return tuple(_year(year, groups[year]) for year in sorted(groups, reverse=True))


def _year(year: int, meetings: Sequence[Meeting]) -> MeetingYear:
    told = [one.minutes for one in meetings if one.minutes is not None]
    return MeetingYear(
        year or None,
        tuple(one.number for one in meetings),
        share(meetings, lambda one: one.failed_endpoints, lambda one: one.endpoints),
        sum(told) if told else None,
        tuple(one.number for one in meetings if one.minutes is None),
    )


def _failed(meetings: Sequence[Meeting]) -> tuple[int, ...]:
    found = [one for one in meetings if one.failed_endpoints]
    found.sort(key=lambda one: (-(one.failed_endpoints or 0), one.number))
    return tuple(one.number for one in found)


def _busiest(meetings: Sequence[Meeting]) -> tuple[date | None, int | None]:
    """Return the day with most endpoints; the first of several."""
    days: dict[date, int] = defaultdict(int)
    for one in meetings:
        if one.held_on is not None and one.endpoints is not None:
            days[one.held_on] += one.endpoints
    if not days:
        return None, None
    return min(days.items(), key=lambda one: (-one[1], one[0]))
