"""What a sensor is worth at a moment: fresh, silent, or out of its limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from hatangso.model.sensing import Limits, Series
from hatangso.sensing.sensing_rules import SensingRules
from hatangso.units import BoolArray, IntArray

__all__ = ["Excursion", "Judgement", "SensorState", "Side", "excursions", "judge"]


class SensorState(StrEnum):
    """How a sensor stands, the worst first."""

    OUT_OF_LIMITS = "out_of_limits"
    SILENT = "silent"  # it has spoken, but not lately: its value is not known
    UNHEARD = "unheard"  # no reading at all: not known whether it works
    FRESH = "fresh"


class Side(StrEnum):
    """Which limit a value is beyond."""

    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True)
class Excursion:
    """A time beyond a limit, from the first reading beyond it until it was back.

    Attributes:
        side: The limit that was passed first.
        start_s: When, in seconds since 1970.
        end_s: The reading that made it over; None while it lasts.
        worst: The value farthest beyond its limit.
    """

    side: Side
    start_s: int
    end_s: int | None
    worst: float


@dataclass(frozen=True)
class Judgement:
    """How a sensor stands at a moment.

    Attributes:
        latest_s: When it spoke last, in seconds since 1970; None when it never did.
        latest: What it said then.
        excursion: The excursion that it was in when it spoke last; None for none.
    """

    state: SensorState
    latest_s: int | None
    latest: float | None
    excursion: Excursion | None

    @property
    def value(self) -> float | None:
        """Return its value now; None when it is not known."""
        is_known = self.state in {SensorState.FRESH, SensorState.OUT_OF_LIMITS}
        return self.latest if is_known else None


def judge(
    series: Series,
    limits: Limits,
    rules: SensingRules,
    *,
    at_s: int,
    every_min: float | None = None,
) -> Judgement:
    """Return how a sensor stands.

    Args:
        series: What it said; later readings than the moment count as not yet made.
        limits: Between what it should stay.
        rules: When it is silent, and when it is back.
        at_s: The moment, in seconds since 1970.
        every_min: How often it says that it reports, in minutes; None for the usual.
    """
    heard = series.until(at_s)
    if not len(heard.at_s):
        return Judgement(SensorState.UNHEARD, None, None, None)
    latest_s, latest = int(heard.at_s[-1]), float(heard.values[-1])
    last = next(iter(excursions(heard, limits, rules)[-1:]), None)
    lasting = last if last is not None and last.end_s is None else None
    state = SensorState.FRESH
    if at_s - latest_s > rules.silent_after_s(every_min):
        state = SensorState.SILENT
    elif lasting is not None:
        state = SensorState.OUT_OF_LIMITS
    return Judgement(state, latest_s, latest, lasting)


def excursions(
    series: Series, limits: Limits, rules: SensingRules
) -> tuple[Excursion, ...]:
    """Return the times beyond the limits, the oldest first.

    An excursion starts with a reading beyond a limit. It is over when as many readings
    in a row as the rules ask have come back within the limits by the margin: a value
    that trembles about its limit makes one excursion, not twenty.
    """
    values = series.values
    is_low, is_high = _beyond(series, limits, 0.0)
    is_out = is_low | is_high
    nearly_low, nearly_high = _beyond(series, limits, rules.clear_margin_ratio)
    clear = _runs_end(~(nearly_low | nearly_high), round(rules.clear_after_readings))
    return tuple(
        _excursion(series, limits, start, end)
        for start, end in _pairs(np.flatnonzero(is_out), clear, len(values))
    )


def _beyond(
    series: Series, limits: Limits, margin_ratio: float
) -> tuple[BoolArray, BoolArray]:
    """Return which readings are below the low limit, and which above the high one."""
    values = series.values
    never = np.zeros(len(values), dtype=bool)
    low, high = limits.low, limits.high
    span = high - low if low is not None and high is not None else None
    is_low = is_high = never
    if low is not None:
        is_low = values < low + margin_ratio * abs(low if span is None else span)
    if high is not None:
        is_high = values > high - margin_ratio * abs(high if span is None else span)
    return is_low, is_high


def _runs_end(is_good: BoolArray, length: int) -> IntArray:
    """Return where so many good readings in a row are complete."""
    total = np.concatenate(([0], np.cumsum(is_good)))
    if len(is_good) < length:
        return np.empty(0, dtype=np.int64)
    ends = np.flatnonzero(total[length:] - total[:-length] == length)
    return ends + length - 1


def _pairs(
    outs: IntArray, clears: IntArray, count: int
) -> Iterator[tuple[int, int | None]]:
    """Yield the first reading of each excursion, and the one that ends it."""
    position = 0
    while position < count:
        at = int(np.searchsorted(outs, position))
        if at == len(outs):
            return
        start = int(outs[at])
        later = int(np.searchsorted(clears, start, side="right"))
        if later == len(clears):
            yield start, None
            return
        position = int(clears[later])
        yield start, position


def _excursion(
    series: Series, limits: Limits, start: int, end: int | None
) -> Excursion:
    values = series.values[start:end]
    low, high = limits.low, limits.high
    is_high = high is not None and float(values[0]) > high
    # What is beyond both limits in turn is named after the farther of the two.
    too_high = float(values.max()) - high if high is not None else -np.inf
    too_low = low - float(values.min()) if low is not None else -np.inf
    worst = values.max() if too_high >= too_low else values.min()
    return Excursion(
        Side.HIGH if is_high else Side.LOW,
        int(series.at_s[start]),
        None if end is None else int(series.at_s[end]),
        float(worst),
    )
