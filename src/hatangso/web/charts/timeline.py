"""Bars of time for cells of a table: from when to when, how far, and what lies between.

All places are shares of the width of the cell, so that a bar is as wide as there is
room; what it says stands in words beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from hatangso.documents.graphics.svg import element
from hatangso.web.charts.bars import fill_of

__all__ = ["TimeBar", "TimeMark", "TimeSpan", "time_axis", "time_bar", "time_span"]

_HEIGHT = 26
_BAR_TOP, _BAR_HEIGHT = 8, 10
_MOST_TICKS = 8


@dataclass(frozen=True)
class TimeSpan:
    """The time that all bars of a table share; both days are in it."""

    first: date
    last: date

    def percent(self, day: date) -> float:
        """Return where a day lies, 0 to 100; days outside lie on the edge."""
        whole = (self.last - self.first).days or 1
        return 100 * min(max((day - self.first).days / whole, 0.0), 1.0)


@dataclass(frozen=True)
class TimeMark:
    """A day on a bar.

    Attributes:
        tone: One of the tones of bars.
        label: Said when it is pointed at.
    """

    day: date
    tone: str
    label: str


@dataclass(frozen=True)
class TimeBar:
    """What is drawn in one cell.

    Attributes:
        start: None when nobody has told; the bar is then left away.
        end: None likewise.
        tone: One of the tones of bars.
        done_ratio: How much of it is filled; None when nobody has told.
        marks: Days of its own.
    """

    start: date | None
    end: date | None
    tone: str
    done_ratio: float | None = None
    marks: tuple[TimeMark, ...] = ()


def time_span(days: Iterable[date | None], *, today: date) -> TimeSpan:
    """Return whole years that hold all days and today."""
    years = [one.year for one in days if one is not None]
    years.append(today.year)
    return TimeSpan(date(min(years), 1, 1), date(max(years), 12, 31))


def time_axis(span: TimeSpan) -> Markup:
    """Return the years above a column of bars."""
    years = range(span.first.year, span.last.year + 1)
    step = -(-len(years) // _MOST_TICKS)
    ticks = [
        element("text", str(year), x=f"{span.percent(date(year, 1, 1)):.2f}%", y=12)
        for year in years[::step]
    ]
    return element("svg", *ticks, class_="time-axis", height=16, aria_hidden="true")


def time_bar(bar: TimeBar, span: TimeSpan, *, today: date) -> Markup:
    """Return the bar of one row; it says nothing alone."""
    drawn = [*_years(span), *_bar(bar, span)]
    place = f"{span.percent(today):.2f}%"
    drawn.append(
        element("line", x1=place, x2=place, y1=0, y2=_HEIGHT, class_="time-today")
    )
    drawn += [_mark(one, span) for one in bar.marks]
    return element("svg", *drawn, class_="time-bar", height=_HEIGHT, aria_hidden="true")


def _years(span: TimeSpan) -> Sequence[Markup]:
    places = [
        f"{span.percent(date(year, 1, 1)):.2f}%"
        for year in range(span.first.year + 1, span.last.year + 1)
    ]
    return [
        element("line", x1=x, x2=x, y1=0, y2=_HEIGHT, class_="time-year")
        for x in places
    ]


def _bar(bar: TimeBar, span: TimeSpan) -> list[Markup]:
    if bar.start is None or bar.end is None or bar.end < bar.start:
        return []
    start, end = span.percent(bar.start), span.percent(bar.end)
    width = max(end - start, 0.5)
    drawn = [_part(start, width, "rest")]
    if bar.done_ratio is None:
        drawn.append(_part(start, width, "unknown"))
    elif bar.done_ratio > 0:
        drawn.append(_part(start, width * min(bar.done_ratio, 1.0), bar.tone))
    return drawn


def _part(start: float, width: float, tone: str) -> Markup:
    return element(
        "rect",
        x=f"{start:.2f}%",
        y=_BAR_TOP,
        width=f"{width:.2f}%",
        height=_BAR_HEIGHT,
        class_=f"bar-part tone-{tone}",
        fill=fill_of(tone),
    )


def _mark(mark: TimeMark, span: TimeSpan) -> Markup:
    """Return a diamond that keeps its shape however wide the cell is."""
    middle = _BAR_TOP + _BAR_HEIGHT / 2
    diamond = element(
        "path",
        element("title", mark.label),
        d=f"M0,{middle - 6:g}l6,6l-6,6l-6,-6Z",
        class_=f"time-mark tone-{mark.tone}",
    )
    return element(
        "svg", diamond, x=f"{span.percent(mark.day):.2f}%", overflow="visible"
    )
