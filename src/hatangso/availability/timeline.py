"""What a target was at every second of a period, and for how long.

A look holds until the next one, and not longer than ``hold_s``: after that nobody
knows. An agent that stops makes time unknown, never down.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hatangso.errors import OutOfRangeError
from hatangso.model.monitoring import Outage, OutageEnd, Sample, TargetState

__all__ = [
    "Durations",
    "Span",
    "durations",
    "joined",
    "ordered",
    "outages",
    "timeline",
]

# Of two looks in one second that differ, the one that says more harm counts.
_GRAVITY = (TargetState.DOWN, TargetState.SLOW, TargetState.UP, TargetState.UNKNOWN)
_END_AFTER = {
    TargetState.UNKNOWN: OutageEnd.UNKNOWN,
    TargetState.UP: OutageEnd.RECOVERED,
    TargetState.SLOW: OutageEnd.RECOVERED,
}


@dataclass(frozen=True)
class Span:
    """Time in which a target's state was one; the end is not part of it."""

    from_s: int
    until_s: int
    state: TargetState

    @property
    def length_s(self) -> int:
        """Return how long it is."""
        return self.until_s - self.from_s


@dataclass(frozen=True)
class Durations:
    """How long a target was what; all four make up the period."""

    up_s: int = 0
    slow_s: int = 0
    down_s: int = 0
    unknown_s: int = 0

    def __add__(self, other: "Durations") -> "Durations":
        """Return both together."""
        return Durations(
            self.up_s + other.up_s,
            self.slow_s + other.slow_s,
            self.down_s + other.down_s,
            self.unknown_s + other.unknown_s,
        )

    @property
    def known_s(self) -> int:
        """Return the time of which anything is known."""
        return self.up_s + self.slow_s + self.down_s

    @property
    def period_s(self) -> int:
        """Return the whole time."""
        return self.known_s + self.unknown_s

    @property
    def available_ratio(self) -> float | None:
        """Return the share of the known time in which it answered; None if unknown."""
        if not self.known_s:
            return None
        return (self.up_s + self.slow_s) / self.known_s

    @property
    def known_ratio(self) -> float | None:
        """Return the share of the period of which anything is known."""
        return self.known_s / self.period_s if self.period_s else None


def ordered(samples: Iterable[Sample]) -> tuple[Sample, ...]:
    """Return looks by time, one a second, however they come in."""
    kept: dict[int, Sample] = {}
    for one in samples:
        other = kept.get(one.at_s)
        if other is None or _rank(one) < _rank(other):
            kept[one.at_s] = one
    return tuple(kept[at_s] for at_s in sorted(kept))


def _rank(one: Sample) -> tuple[int, float, str]:
    return _GRAVITY.index(one.state), -(one.response_ms or 0.0), one.fault.value


def timeline(
    samples: Iterable[Sample], *, from_s: int, until_s: int, hold_s: int
) -> tuple[Span, ...]:
    """Return the spans that fill a period without a gap, neighbours different.

    Args:
        samples: In any order; those before the period hold into it.
        from_s: First second.
        until_s: The second after the last.
        hold_s: How long a look holds at most.

    Raises:
        OutOfRangeError: The period is empty, or a look holds for no time.
    """
    if until_s <= from_s or hold_s <= 0:
        raise OutOfRangeError(
            "a period ends after it begins, and a look holds for some time"
        )
    spans: list[Span] = []
    kept = ordered(samples)
    nexts = [*(one.at_s for one in kept[1:]), until_s]
    for one, next_s in zip(kept, nexts, strict=False):
        start = max(one.at_s, from_s)
        end = min(one.at_s + hold_s, next_s, until_s)
        if end <= start:
            continue
        known_s = spans[-1].until_s if spans else from_s
        if start > known_s:
            _append(spans, Span(known_s, start, TargetState.UNKNOWN))
        _append(spans, Span(start, end, one.state))
    known_s = spans[-1].until_s if spans else from_s
    if known_s < until_s:
        _append(spans, Span(known_s, until_s, TargetState.UNKNOWN))
    return tuple(spans)


def _append(spans: list[Span], span: Span) -> None:
    """Add a span, as part of the one before where the state is the same."""
    if spans and spans[-1].state is span.state:
        span = Span(spans.pop().from_s, span.until_s, span.state)
    spans.append(span)


def durations(spans: Iterable[Span]) -> Durations:
    """Return how long each state lasted."""
    total = dict.fromkeys(TargetState, 0)
    for one in spans:
        total[one.state] += one.length_s
    return Durations(
        up_s=total[TargetState.UP],
        slow_s=total[TargetState.SLOW],
        down_s=total[TargetState.DOWN],
        unknown_s=total[TargetState.UNKNOWN],
    )


def outages(spans: Sequence[Span]) -> tuple[Outage, ...]:
    """Return the outages of a period, the earliest first."""
    after = [*spans[1:], None]
    return tuple(
        Outage(
            one.from_s,
            one.until_s,
            OutageEnd.ONGOING if other is None else _END_AFTER[other.state],
        )
        for one, other in zip(spans, after, strict=True)
        if one.state is TargetState.DOWN
    )


def joined(kept: Sequence[Outage], spans: Sequence[Span]) -> tuple[Outage, ...]:
    """Return outages known before and those of the spans after them, the cut healed.

    Args:
        kept: In order; the last may go on at the cut.
        spans: From the cut on.
    """
    found = outages(spans)
    if not kept or not spans or kept[-1].end is not OutageEnd.ONGOING:
        return (*kept, *found)
    cut, first = kept[-1], spans[0]
    if first.state is TargetState.DOWN:
        whole = Outage(cut.began_at_s, found[0].ended_at_s, found[0].end)
        return (*kept[:-1], whole, *found[1:])
    healed = Outage(cut.began_at_s, cut.ended_at_s, _END_AFTER[first.state])
    return (*kept[:-1], healed, *found)
