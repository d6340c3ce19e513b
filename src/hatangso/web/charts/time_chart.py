"""What a sensor said by hours or days: means, spans, limits, and what is missing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil

from markupsafe import Markup

from hatangso.documents.graphics.scales import Scale, nice_ticks
from hatangso.documents.graphics.svg import element
from hatangso.model.sensing import Limits
from hatangso.sensing.history import Bucket
from hatangso.units import VIETNAM_TIME
from hatangso.web.charts.svg import chart

__all__ = ["TimeChart", "time_chart"]

_WIDTH, _HEIGHT = 720.0, 260.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 58.0, 12.0, 14.0, 28.0
_MOST_DAYS = 8
# With so few buckets each gets a dot.
_FEW = 40


@dataclass(frozen=True)
class TimeChart:
    """All that is drawn.

    Attributes:
        name: Unique on its page.
        text: The chart in a sentence.
        unit: Written above the axis.
        buckets: One after the other; those without readings are left open.
        width_s: Of each.
        low_words: What the low limit is called; likewise the others.
    """

    name: str
    title: str
    text: str
    unit: str
    buckets: Sequence[Bucket]
    width_s: int
    limits: Limits
    low_words: str
    high_words: str
    gap_words: str


@dataclass(frozen=True)
class _Frame:
    x: Scale
    y: Scale
    ticks: tuple[float, ...]

    def middle(self, bucket: Bucket, width_s: int) -> float:
        return self.x(bucket.start_s + width_s / 2)


def time_chart(found: TimeChart, number: Callable[[float], str]) -> Markup | None:
    """Return the chart; None when there is no reading at all.

    Args:
        found: What to draw.
        number: Writes a number as the reader's language does.
    """
    heard = [one for one in found.buckets if one.readings_n]
    if not heard:
        return None
    limits = [one for one in (found.limits.low, found.limits.high) if one is not None]
    values = [x for one in heard for x in (one.low, one.high) if x is not None]
    ticks = nice_ticks(min(*values, *limits), max(*values, *limits), most=5)
    first, last = found.buckets[0], found.buckets[-1]
    frame = _Frame(
        Scale(first.start_s, last.start_s + found.width_s, _LEFT, _WIDTH - _RIGHT),
        Scale(ticks[0], ticks[-1], _HEIGHT - _BOTTOM, _TOP + 8),
        ticks,
    )
    drawn = [
        *_grid(frame, found.unit, number),
        *_missing(frame, found),
        *_limits(frame, found),
        *(part for run in _runs(found.buckets) for part in _run(frame, found, run)),
    ]
    size = (_WIDTH, _HEIGHT)
    return chart(found.name, drawn, size=size, title=found.title, text=found.text)


def _grid(frame: _Frame, unit: str, number: Callable[[float], str]) -> Iterator[Markup]:
    yield element("text", unit, x=0, y=_TOP - 2)
    for value in frame.ticks:
        y = frame.y(value)
        kind = "axis" if value == frame.ticks[0] else "grid"
        yield element("path", d=f"M{_LEFT:g},{y:.1f}H{_WIDTH - _RIGHT:g}", class_=kind)
        yield element("text", number(value), x=_LEFT - 8, y=y + 4, class_="end")
    yield from _days(frame)


def _days(frame: _Frame) -> Iterator[Markup]:
    """Write the days below the axis, where each begins in Viet Nam."""
    start = datetime.fromtimestamp(frame.x.low, VIETNAM_TIME)
    end = datetime.fromtimestamp(frame.x.high, VIETNAM_TIME)
    day = datetime.combine(start.date(), time(), VIETNAM_TIME)
    day += timedelta(days=day < start)
    step = max(1, ceil((end - day).days / _MOST_DAYS))
    bottom = _HEIGHT - _BOTTOM
    while day < end:
        x = frame.x(day.timestamp())
        yield element("path", d=f"M{x:.1f},{bottom:g}v5", class_="axis")
        yield element("text", f"{day:%d/%m}", x=x + 3, y=bottom + 18)
        day += timedelta(days=step)


def _missing(frame: _Frame, found: TimeChart) -> Iterator[Markup]:
    """Shade the time of which nothing is known."""
    top, bottom = frame.y(frame.ticks[-1]), frame.y(frame.ticks[0])
    for run in _runs(found.buckets, is_heard=False):
        start = frame.x(run[0].start_s)
        width = frame.x(run[-1].start_s + found.width_s) - start
        yield element(
            "rect",
            element("title", found.gap_words),
            x=start,
            y=top,
            width=width,
            height=bottom - top,
            class_="gap",
        )


def _limits(frame: _Frame, found: TimeChart) -> Iterator[Markup]:
    told = (
        (found.limits.low, found.low_words, 14),
        (found.limits.high, found.high_words, -5),
    )
    for value, words, away in told:
        if value is None:
            continue
        y = frame.y(value)
        path = f"M{_LEFT:g},{y:.1f}H{_WIDTH - _RIGHT:g}"
        yield element("path", element("title", words), d=path, class_="line limit")
        yield element("text", words, x=_LEFT + 6, y=y + away)


def _runs(
    buckets: Iterable[Bucket], *, is_heard: bool = True
) -> Iterator[tuple[Bucket, ...]]:
    """Yield buckets with readings that follow on each other; or those without."""
    run: list[Bucket] = []
    for one in buckets:
        if bool(one.readings_n) is is_heard:
            run.append(one)
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _run(frame: _Frame, found: TimeChart, run: Sequence[Bucket]) -> Iterator[Markup]:
    xs = [frame.middle(one, found.width_s) for one in run]
    highs = [frame.y(one.high or 0.0) for one in run]
    lows = [frame.y(one.low or 0.0) for one in run]
    means = [frame.y(one.mean or 0.0) for one in run]
    if highs != lows and len(run) > 1:
        there = zip(xs, highs, strict=True)
        back = reversed(list(zip(xs, lows, strict=True)))
        path = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in (*there, *back)) + "Z"
        yield element("path", d=path, class_="area")
    path = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, means, strict=True))
    yield element("path", d=path, class_="line")
    if len(run) == 1 or len(found.buckets) <= _FEW:
        for x, y in zip(xs, means, strict=True):
            yield element("circle", cx=x, cy=y, r=3, class_="dot")
