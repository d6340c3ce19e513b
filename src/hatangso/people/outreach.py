"""What was done to reach people: events and those who took part, month by month."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.model.digital_team import OutreachEvent

__all__ = ["EventTotal", "Outreach", "outreach"]


@dataclass(frozen=True)
class EventTotal:
    """Events of one kind or month.

    Attributes:
        events: Numbers of their records.
        participants_n: Of those whose participants are told.
        unknown: Events of which nobody has told how many took part.
    """

    key: str
    events: tuple[int, ...]
    participants_n: int
    unknown: tuple[int, ...]


@dataclass(frozen=True)
class Outreach:
    """The events of a province.

    Attributes:
        whole: All that were held.
        by_kind: By the code of their kind.
        by_month: ``2026-03``, the earliest first; months without events between the
            first and the last among them, so that a gap is seen.
        to_come: Events after today; not counted.
        undated: Events of which nobody has told when; in ``whole`` and ``by_kind``.
    """

    whole: EventTotal
    by_kind: tuple[EventTotal, ...]
    by_month: tuple[EventTotal, ...]
    to_come: tuple[int, ...]
    undated: tuple[int, ...]


def outreach(events: Sequence[OutreachEvent], *, today: date) -> Outreach:
    """Count events and those who took part; unknown numbers are told apart."""
    held = [one for one in events if one.held_on is None or one.held_on <= today]
    kinds: dict[str, list[OutreachEvent]] = defaultdict(list)
    months: dict[tuple[int, int], list[OutreachEvent]] = defaultdict(list)
    for one in held:
        kinds[one.kind].append(one)
        if one.held_on is not None:
            months[one.held_on.year, one.held_on.month].append(one)
    return Outreach(
        _total("", held),
        tuple(_total(kind, kinds[kind]) for kind in sorted(kinds)),
        tuple(_by_month(months)),
        tuple(sorted(o.number for o in events if o.held_on and o.held_on > today)),
        tuple(sorted(one.number for one in held if one.held_on is None)),
    )


def _by_month(
    months: Mapping[tuple[int, int], Sequence[OutreachEvent]],
) -> list[EventTotal]:
    if not months:
        return []
    first, last = (12 * year + month - 1 for year, month in (min(months), max(months)))
    named = (divmod(place, 12) for place in range(first, last + 1))
    return [
        _total(f"{year:04}-{month + 1:02}", months.get((year, month + 1), ()))
        for year, month in named
    ]


def _total(key: str, events: Sequence[OutreachEvent]) -> EventTotal:
    return EventTotal(
        key,
        tuple(sorted(one.number for one in events)),
        sum(one.participants or 0 for one in events),
        tuple(sorted(one.number for one in events if one.participants is None)),
    )
