"""A series through the years, what was promised, and where it is heading."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from hatangso.documents.graphics.scales import Scale, nice_ticks, year_ticks
from hatangso.documents.graphics.svg import element
from hatangso.web.charts.svg import chart

__all__ = ["Band", "Goal", "Line", "LineChart", "Point", "line_chart"]

_WIDTH, _HEIGHT = 720.0, 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 16.0, 14.0, 30.0
_RADIUS = 4.5
_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Point:
    """One value.

    Attributes:
        label: What is said when it is pointed at.
        shape: ``reported`` (a disc), ``computed`` (a square) or ``measured`` (a
            triangle): shapes, since colours do not survive a printer.
    """

    at: date
    value: float
    label: str
    shape: str = "reported"


@dataclass(frozen=True)
class Line:
    """Points of one kind of source; a line joins those of two days or more."""

    points: tuple[Point, ...]


@dataclass(frozen=True)
class Goal:
    """What a document asks for on a day.

    Attributes:
        is_ruling: Whether it is in force; the others are drawn hollow.
    """

    at: date
    value: float
    label: str
    is_ruling: bool = True


@dataclass(frozen=True)
class Band:
    """Where a series is heading: from its last point to a day.

    Attributes:
        low: Lower end of the interval; None when there are too few values for one.
        high: Upper end, likewise.
    """

    start: date
    start_value: float
    at: date
    value: float
    low: float | None
    high: float | None
    label: str


@dataclass(frozen=True)
class LineChart:
    """All that is drawn.

    Attributes:
        name: Unique on its page.
        text: The chart in a sentence.
        unit: Written above the axis.
        highest_value: The axis does not pass it (100 for shares of a whole).
    """

    name: str
    title: str
    text: str
    unit: str
    lines: tuple[Line, ...]
    goals: tuple[Goal, ...] = ()
    band: Band | None = None
    highest_value: float | None = None


@dataclass(frozen=True)
class _Frame:
    x: Scale
    y: Scale
    years: tuple[int, ...]
    ticks: tuple[float, ...]

    def place(self, at: date, value: float) -> tuple[float, float]:
        return self.x(_years(at)), self.y(value)


def line_chart(found: LineChart, number: Callable[[float], str]) -> Markup | None:
    """Return the chart; None when no value can be placed in time.

    Args:
        found: What to draw.
        number: Writes a number as the reader's language does.
    """
    frame = _frame(found)
    if frame is None:
        return None
    drawn = [*_grid(frame, found.unit, number)]
    if found.band is not None:
        drawn += _band(frame, found.band)
    for goal in found.goals:
        drawn.append(_goal(frame, goal))
    for line in found.lines:
        drawn += _line(frame, line)
    return chart(
        found.name, drawn, size=(_WIDTH, _HEIGHT), title=found.title, text=found.text
    )


def _frame(found: LineChart) -> _Frame | None:
    points = [point for line in found.lines for point in line.points]
    if not points:
        return None
    placed: list[tuple[date, float]] = [(one.at, one.value) for one in points]
    placed += [(one.at, one.value) for one in found.goals]
    if found.band is not None:
        band = found.band
        ends = (band.value, band.low, band.high)
        placed += [(band.at, value) for value in ends if value is not None]
    values = [value for _, value in placed]
    low = min(values)
    # A share or a count is read from nought, unless all lies far above it.
    low = 0.0 if low >= 0 and low < max(values) * 0.6 else low - _slack(values)
    ticks = nice_ticks(low, max(values))
    if found.highest_value is not None:
        ticks = tuple(one for one in ticks if one <= max(found.highest_value, *values))
    years = year_ticks([day for day, _ in placed])
    return _Frame(
        Scale(years[0], years[-1], _LEFT, _WIDTH - _RIGHT),
        Scale(ticks[0], ticks[-1], _HEIGHT - _BOTTOM, _TOP + 10),
        years,
        ticks,
    )


def _slack(values: list[float]) -> float:
    return (max(values) - min(values)) * 0.15


def _years(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / _DAYS_PER_YEAR


def _grid(frame: _Frame, unit: str, number: Callable[[float], str]) -> Iterable[Markup]:
    yield element("text", unit, x=0, y=_TOP - 2)
    for value in frame.ticks:
        y = frame.y(value)
        kind = "axis" if value == frame.ticks[0] else "grid"
        yield element("path", d=f"M{_LEFT:g},{y:.1f}H{_WIDTH - _RIGHT:g}", class_=kind)
        yield element("text", number(value), x=_LEFT - 8, y=y + 4, class_="end")
    bottom = _HEIGHT - _BOTTOM
    for year in frame.years:
        x, middle = frame.x(year), frame.x(year + 0.5)
        yield element("path", d=f"M{x:.1f},{bottom:g}v5", class_="axis")
        if year < frame.x.high:
            yield element("text", str(year), x=middle, y=bottom + 19, class_="middle")


def _band(frame: _Frame, band: Band) -> Iterable[Markup]:
    start = frame.place(band.start, band.start_value)
    end = frame.place(band.at, band.value)
    title = element("title", band.label)
    if band.low is not None and band.high is not None:
        tops = [frame.place(band.at, one) for one in (band.high, band.low)]
        path = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in (start, *tops)) + "Z"
        yield element("path", title, d=path, class_="area")
    path = f"M{start[0]:.1f},{start[1]:.1f}L{end[0]:.1f},{end[1]:.1f}"
    yield element("path", title, d=path, class_="line forecast")


def _goal(frame: _Frame, goal: Goal) -> Markup:
    """A flag: a diamond, with a dashed line from the start of its year."""
    x, y = frame.place(goal.at, goal.value)
    back = frame.x(goal.at.year)
    kind = "goal" if goal.is_ruling else "goal former"
    return element(
        "g",
        element("title", goal.label),
        element("path", d=f"M{back:.1f},{y:.1f}H{x:.1f}", class_="line target"),
        element("path", d=f"M{x:.1f},{y - 6:.1f}l6,6l-6,6l-6,-6Z", class_=kind),
    )


def _line(frame: _Frame, line: Line) -> Iterable[Markup]:
    places = [frame.place(point.at, point.value) for point in line.points]
    shape = line.points[0].shape if line.points else ""
    for before, after in pairwise(places):
        path = f"M{before[0]:.1f},{before[1]:.1f}L{after[0]:.1f},{after[1]:.1f}"
        yield element("path", d=path, class_=f"line {shape}")
    for point, (x, y) in zip(line.points, places, strict=True):
        yield _dot(point, x, y)


def _dot(point: Point, x: float, y: float) -> Markup:
    title = element("title", point.label)
    kind = f"dot {point.shape}"
    if point.shape == "computed":
        side = 2 * _RADIUS
        return element(
            "rect",
            title,
            x=x - _RADIUS,
            y=y - _RADIUS,
            width=side,
            height=side,
            class_=kind,
        )
    if point.shape == "measured":
        return element("path", title, d=f"M{x:.1f},{y - 6:.1f}l6,10h-12Z", class_=kind)
    return element("circle", title, cx=x, cy=y, r=_RADIUS, class_=kind)
