"""Counts of hours that stand for the looks of which they were made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hatangso.availability.timeline import Durations, Span, timeline
from hatangso.errors import OutOfRangeError
from hatangso.model.monitoring import Sample, TargetState

__all__ = ["HOUR_S", "HourCount", "hour_counts", "hour_durations"]

HOUR_S = 3600


@dataclass(frozen=True, order=True)
class HourCount:
    """What an hour's looks come to.

    Attributes:
        hour: Number of the hour since 1970, in UTC.
        answers: How many looks got an answer.
        response_sum_ms: Of their answers.
        response_most_ms: The slowest answer; None without any.
    """

    hour: int
    up_s: int = 0
    slow_s: int = 0
    down_s: int = 0
    answers: int = 0
    response_sum_ms: float = 0.0
    response_most_ms: float | None = None

    @property
    def response_mean_ms(self) -> float | None:
        """Return how long answers took on average; None without any."""
        return self.response_sum_ms / self.answers if self.answers else None


def hour_counts(
    samples: Sequence[Sample], *, from_s: int, until_s: int, hold_s: int
) -> tuple[HourCount, ...]:
    """Return the counts of the hours of a period of which anything is known.

    Args:
        samples: Of the period, and those before that hold into it.
        from_s: Begin of an hour.
        until_s: End of an hour.
        hold_s: How long a look holds at most.

    Raises:
        OutOfRangeError: The period is not made of whole hours.
    """
    if from_s % HOUR_S or until_s % HOUR_S:
        raise OutOfRangeError("counts are made of whole hours")
    found: dict[int, dict[str, float]] = {}
    for span in timeline(samples, from_s=from_s, until_s=until_s, hold_s=hold_s):
        if span.state is not TargetState.UNKNOWN:
            for hour, length_s in _by_hour(span):
                hours = found.setdefault(hour, {})
                name = f"{span.state.value}_s"
                hours[name] = hours.get(name, 0) + length_s
    for one in samples:
        if from_s <= one.at_s < until_s and one.response_ms is not None:
            hours = found.setdefault(one.at_s // HOUR_S, {})
            hours["answers"] = hours.get("answers", 0) + 1
            hours["response_sum_ms"] = (
                hours.get("response_sum_ms", 0.0) + one.response_ms
            )
            hours["response_most_ms"] = max(
                hours.get("response_most_ms", 0.0), one.response_ms
            )
    return tuple(_count(hour, found[hour]) for hour in sorted(found))


def _by_hour(span: Span) -> Iterable[tuple[int, int]]:
    """Yield the hours that a span lies in, with its length in each."""
    start = span.from_s
    while start < span.until_s:
        end = min((start // HOUR_S + 1) * HOUR_S, span.until_s)
        yield start // HOUR_S, end - start
        start = end


def _count(hour: int, found: dict[str, float]) -> HourCount:
    return HourCount(
        hour,
        int(found.get("up_s", 0)),
        int(found.get("slow_s", 0)),
        int(found.get("down_s", 0)),
        int(found.get("answers", 0)),
        found.get("response_sum_ms", 0.0),
        found.get("response_most_ms"),
    )


def hour_durations(
    counts: Iterable[HourCount], *, from_s: int, until_s: int
) -> Durations:
    """Return how long each state lasted in a period of whole hours.

    Hours without a count are unknown; counts outside the period are left out.
    """
    first, last = from_s // HOUR_S, until_s // HOUR_S
    chosen = [one for one in counts if first <= one.hour < last]
    up_s = sum(one.up_s for one in chosen)
    slow_s = sum(one.slow_s for one in chosen)
    down_s = sum(one.down_s for one in chosen)
    unknown_s = max(until_s - from_s, 0) - up_s - slow_s - down_s
    return Durations(up_s, slow_s, down_s, unknown_s)
