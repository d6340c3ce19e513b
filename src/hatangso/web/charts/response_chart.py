"""How long answers took through the hours, and in which hours a target was down."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from markupsafe import Markup

from hatangso.documents.graphics.scales import Scale, nice_ticks
from hatangso.documents.graphics.svg import element
from hatangso.web.charts.svg import chart

__all__ = ["ResponseHour", "response_chart"]

_WIDTH, _HEIGHT = 720.0, 260.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 16.0, 20.0, 42.0
_STRIP = 8.0
_MOST_DAYS = 8


@dataclass(frozen=True)
class ResponseHour:
    """One hour.

    Attributes:
        at: Its begin, in Viet Nam.
        mean_ms: Of the answers; None without any.
        down_ratio: Share of the hour in which the target was down.
        known_ratio: Share of the hour of which anything is known.
    """

    at: datetime
    mean_ms: float | None
    down_ratio: float
    known_ratio: float


def response_chart(
    name: str,
    hours: Sequence[ResponseHour],
    *,
    title: str,
    text: str,
    number: Callable[[float], str],
) -> Markup | None:
    """Return the chart; None when nothing is known of any hour.

    A line joins neighbouring hours with answers; a strip below is drawn where something
    is known, and tells by its height how much of an hour the target was down.

    Args:
        name: Unique on its page.
        hours: In order.
        title: What it shows.
        text: The same in a sentence.
        number: Writes a number as the reader's language does.
    """
    if not hours:
        return None
    start, end = hours[0].at, hours[-1].at + timedelta(hours=1)
    most = max((one.mean_ms or 0.0 for one in hours), default=0.0)
    ticks = nice_ticks(0.0, max(most, 1.0))
    x = Scale(0.0, (end - start) / timedelta(hours=1), _LEFT, _WIDTH - _RIGHT)
    y = Scale(ticks[0], ticks[-1], _HEIGHT - _BOTTOM, _TOP)
    places = [(x((one.at - start) / timedelta(hours=1)), one) for one in hours]
    drawn = [
        *_grid(y, ticks, number),
        *_days(x, start, end),
        *_lines(places, x, y),
        *_strip(places, x),
    ]
    return chart(name, drawn, size=(_WIDTH, _HEIGHT), title=title, text=text)


def _grid(
    y: Scale, ticks: Sequence[float], number: Callable[[float], str]
) -> Iterable[Markup]:
    yield element("text", "ms", x=0, y=_TOP - 6)
    for value in ticks:
        kind = "axis" if value == ticks[0] else "grid"
        yield element(
            "path", d=f"M{_LEFT:g},{y(value):.1f}H{_WIDTH - _RIGHT:g}", class_=kind
        )
        yield element("text", number(value), x=_LEFT - 8, y=y(value) + 4, class_="end")


def _days(x: Scale, start: datetime, end: datetime) -> Iterable[Markup]:
    """Write days below the axis, as many as there is room for."""
    days = max(1, (end - start).days)
    step = timedelta(days=-(-days // _MOST_DAYS))
    day = start.replace(hour=0) + timedelta(days=1)
    while day < end:
        place = x((day - start) / timedelta(hours=1))
        yield element("path", d=f"M{place:.1f},{_HEIGHT - _BOTTOM:g}v5", class_="axis")
        yield element("text", f"{day:%d/%m}", x=place, y=_HEIGHT - 6, class_="middle")
        day += step


def _lines(
    places: Sequence[tuple[float, ResponseHour]], x: Scale, y: Scale
) -> Iterable[Markup]:
    """Draw a line for every run of hours with answers."""
    half = (x(1.0) - x(0.0)) / 2
    for has_answer, run in groupby(
        _with_gaps(places), key=lambda one: one[1].mean_ms is not None
    ):
        if has_answer:
            points = [f"{at + half:.1f},{y(one.mean_ms or 0):.1f}" for at, one in run]
            if len(points) == 1:
                yield element("path", d=f"M{points[0]}h1", class_="line")
            else:
                yield element("path", d="M" + "L".join(points), class_="line")


def _with_gaps(
    places: Sequence[tuple[float, ResponseHour]],
) -> Iterable[tuple[float, ResponseHour]]:
    """Yield the hours with an empty one where some are missing."""
    last: datetime | None = None
    for at, one in places:
        if last is not None and one.at - last > timedelta(hours=1):
            yield at, ResponseHour(one.at, None, 0.0, 0.0)
        yield at, one
        last = one.at


def _strip(places: Sequence[tuple[float, ResponseHour]], x: Scale) -> Iterable[Markup]:
    width = max(x(1.0) - x(0.0), 0.5)
    base = _HEIGHT - _BOTTOM + 6
    for at, one in places:
        if one.down_ratio > 0:
            height = max(2.0, _STRIP * one.down_ratio)
            yield element(
                "rect",
                x=at,
                y=base + _STRIP - height,
                width=max(width, 1.5),
                height=height,
                class_="fill-none",
            )
        elif one.known_ratio > 0:
            yield element(
                "rect",
                x=at,
                y=base + _STRIP - 2,
                width=width,
                height=2.0,
                class_="fill-good",
            )
