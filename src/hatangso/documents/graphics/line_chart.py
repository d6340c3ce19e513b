"""Series through time, what is asked of them, and where they are heading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from markupsafe import Markup

from hatangso.documents.graphics.axes import (
    AXIS,
    SMALL_PT,
    draw_value_axis,
    tick_texts,
    value_scale,
)
from hatangso.documents.graphics.boxes import Box
from hatangso.documents.graphics.drawing_notes import NO_NOTES, DrawingNotes
from hatangso.documents.graphics.fills import FORECAST, pattern_definitions
from hatangso.documents.graphics.labels import along, beside, place_labels, write_label
from hatangso.documents.graphics.legend import (
    LegendEntry,
    fill_entry,
    lay_legend,
    lay_notes,
    line_entry,
)
from hatangso.documents.graphics.lettering import text_width, write
from hatangso.documents.graphics.picture import POINTS_PER_MM, empty_picture, picture
from hatangso.documents.graphics.scales import Scale, nice_ticks
from hatangso.documents.graphics.svg import element
from hatangso.language import format_shortest
from hatangso.units import FloatArray

__all__ = [
    "Forecast",
    "LineChart",
    "Series",
    "SeriesPoint",
    "TargetStep",
    "line_chart",
]

_HEIGHT = 195.0
_TOP, _BELOW, _RIGHT = 20.0, 20.0, 14.0
_MOST_TICKS, _MOST_YEARS = 9, 15
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_YEAR_STEP = 4
_MONTHS = 12
_LAST_DAY = (12, 31)
_DAYS_PER_MONTH = 31
_RADIUS = 3.2
# A line and a mark for each series, in order; then they begin again.
_DASHES = (None, "6 2.5", "1.5 2", "8 2 1.5 2")
_MARKS = (
    "M-1 0a1 1 0 1 1 2 0a1 1 0 1 1 -2 0z",
    "M-.9 -.9h1.8v1.8h-1.8z",
    "M0 -1.15L1.1 .8H-1.1z",
    "M0 -1.25L1.25 0L0 1.25L-1.25 0z",
)
_TARGET: dict[str, object] = {
    "stroke": "#000",
    "stroke_width": 1.1,
    "stroke_dasharray": "3 2",
}


@dataclass(frozen=True)
class SeriesPoint:
    """A value on a day; text empty: the number in Vietnamese."""

    at: date
    value: float
    text: str = ""


@dataclass(frozen=True)
class Series:
    """Values of one kind, in any order."""

    title: str
    points: Sequence[SeriesPoint]


@dataclass(frozen=True)
class TargetStep:
    """What is asked for from a day on, until the next step."""

    at: date
    value: float
    text: str = ""


@dataclass(frozen=True)
class Forecast:
    """Where the first series is heading.

    Attributes:
        low: Lower end of the interval; None when there is none.
        high: Upper end, likewise.
    """

    at: date
    value: float
    low: float | None = None
    high: float | None = None
    title: str = "Dự báo và khoảng tin cậy"


@dataclass(frozen=True)
class LineChart:
    """All that is drawn.

    Attributes:
        unit: Above the axis, with what is counted.
        highest_value: The axis does not pass it unless a value does.
        most_decimals: Of the values beside the points.
    """

    series: Sequence[Series]
    unit: str = ""
    targets: Sequence[TargetStep] = ()
    target_title: str = "Mục tiêu"
    forecast: Forecast | None = None
    highest_value: float | None = None
    most_decimals: int = 1
    notes: DrawingNotes = NO_NOTES


@dataclass(frozen=True)
class _Frame:
    box: Box
    x: Scale
    y: Scale

    def place(self, at: date, value: float) -> tuple[float, float]:
        return self.x(_months(at)), self.y(value)


def line_chart(chart: LineChart, *, width_mm: float = 160.0) -> str:
    """Return the chart as SVG; without a value it says that there is no data."""
    if not any(series.points for series in chart.series):
        return empty_picture(width_mm)
    width = width_mm * POINTS_PER_MM
    ticks = _value_ticks(chart)
    left = max(text_width(text, SMALL_PT) for text in tick_texts(ticks)) + 8
    box = Box(left, _TOP, width - left - _RIGHT, _HEIGHT - _TOP - _BELOW)
    months = _month_ticks(_days(chart))
    frame = _Frame(
        box,
        Scale(months[0], months[-1], box.x + 6, box.right - 6),
        value_scale(ticks, box.bottom, box.y),
    )
    drawn = [pattern_definitions([FORECAST])]
    drawn += draw_value_axis(frame.y, ticks, box, is_across=False, title=chart.unit)
    drawn += _time_axis(frame, months)
    drawn += _forecast(chart, frame)
    drawn += _targets(chart, frame)
    for at, series in enumerate(chart.series):
        drawn += _line(series, at, frame)
    drawn += _values(chart, frame)
    legend, height = lay_legend(1.0, _HEIGHT + 2, width - 2, _legend(chart))
    bottom = _HEIGHT + height + 5
    notes, height = lay_notes(1.0, bottom, width - 2, chart.notes)
    return picture(width, bottom + height + 2, [*drawn, *legend, *notes])


def _months(day: date) -> float:
    return day.year * _MONTHS + day.month - 1 + (day.day - 1) / _DAYS_PER_MONTH


def _days(chart: LineChart) -> list[date]:
    found = [one.at for series in chart.series for one in series.points]
    found += [one.at for one in chart.targets]
    return [*found, chart.forecast.at] if chart.forecast else found


def _value_ticks(chart: LineChart) -> tuple[float, ...]:
    values = [one.value for series in chart.series for one in series.points]
    values += [one.value for one in chart.targets]
    if chart.forecast is not None:
        ahead = chart.forecast
        ends = (ahead.value, ahead.low, ahead.high)
        values += [one for one in ends if one is not None]
    low, high = min(values), max(values)
    # A share or a count is read from nought, unless all lies far above it.
    low = 0.0 if 0 <= low < 0.6 * high or low == high >= 0 else low
    ticks = nice_ticks(low, high)
    if chart.highest_value is not None:
        ticks = tuple(one for one in ticks if one <= max(chart.highest_value, high))
    return ticks


def _month_ticks(days: Sequence[date]) -> tuple[int, ...]:
    """Return months, counted from year 0, that are written below the axis."""
    first, last = int(_months(min(days))), int(_months(max(days)) + 0.999)
    # Values of whole years are written below their years, however few there are.
    is_yearly = all((day.month, day.day) == _LAST_DAY for day in days)
    step = next(
        (
            one
            for one in _MONTH_STEPS[_YEAR_STEP if is_yearly else 0 :]
            if (last - first) / one < (_MOST_YEARS if one >= _MONTHS else _MOST_TICKS)
        ),
        _MONTH_STEPS[-1],
    )
    if step >= _MONTHS:
        # Whole years, from the first one on.
        first = first // _MONTHS * _MONTHS
        last = -(-last // _MONTHS) * _MONTHS
    start = first if step >= _MONTHS else first // step * step
    end = start + max(-(-(last - start) // step), 1) * step
    return tuple(range(start, end + 1, step))


def _time_axis(frame: _Frame, months: Sequence[int]) -> list[Markup]:
    box = frame.box
    drawn = [
        element("path", d=f"M{box.x:.1f} {box.bottom:.1f}H{box.right:.1f}", **AXIS)
    ]
    step = months[1] - months[0]
    is_years = step >= _MONTHS
    for month in months:
        x = frame.x(month)
        drawn.append(element("path", d=f"M{x:.1f} {box.bottom:.1f}v3.5", **AXIS))
        if is_years and month == months[-1]:
            break
        year, rest = divmod(month, _MONTHS)
        text = str(year) if is_years else f"{rest + 1:02d}/{year}"
        # A year is written below its middle: its last day belongs to it.
        across = frame.x(month + _MONTHS / 2) if is_years else x
        place = (across, box.bottom + 12)
        drawn.append(
            write(*place, text, size_pt=SMALL_PT, anchor="middle", role="tick")
        )
    return drawn


def _forecast(chart: LineChart, frame: _Frame) -> list[Markup]:
    ahead = chart.forecast
    points = sorted(chart.series[0].points, key=lambda one: one.at)
    if ahead is None or not points:
        return []
    start = frame.place(points[-1].at, points[-1].value)
    drawn = []
    if ahead.low is not None and ahead.high is not None:
        ends = [frame.place(ahead.at, one) for one in (ahead.high, ahead.low)]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (start, *ends)) + "z"
        edge = {"stroke": "#777", "stroke_width": 0.5}
        drawn.append(element("path", d=path, fill=FORECAST.paint, **edge))
    x, y = frame.place(ahead.at, ahead.value)
    path = f"M{start[0]:.1f} {start[1]:.1f}L{x:.1f} {y:.1f}"
    line = {"stroke": "#000", "stroke_width": 1.0, "stroke_dasharray": "1.5 2.5"}
    return [*drawn, element("path", d=path, fill="none", **line)]


def _targets(chart: LineChart, frame: _Frame) -> list[Markup]:
    """Return steps: what was asked for holds until more is."""
    places = _steps(chart, frame)
    if not places:
        return []
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    flags = [_flag(*frame.place(step.at, step.value)) for step in chart.targets]
    return [element("path", d=path, fill="none", **_TARGET), *flags]


def _steps(chart: LineChart, frame: _Frame) -> list[tuple[float, float]]:
    """Return the corners of the line; a target alone is drawn across the chart."""
    steps = sorted(chart.targets, key=lambda one: one.at)
    if not steps:
        return []
    first = frame.place(steps[0].at, steps[0].value)
    if len(steps) == 1:
        return [(frame.box.x, first[1]), (frame.box.right, first[1])]
    places = [first]
    for step in steps[1:]:
        x, y = frame.place(step.at, step.value)
        places += [(x, places[-1][1]), (x, y)]
    return places


def _flag(x: float, y: float) -> Markup:
    path = f"M{x:.1f} {y - 4:.1f}l4 4l-4 4l-4 -4z"
    return element("path", d=path, fill="#fff", stroke="#000", stroke_width=0.9)


def _line(series: Series, at: int, frame: _Frame) -> list[Markup]:
    points = sorted(series.points, key=lambda one: one.at)
    places = [frame.place(one.at, one.value) for one in points]
    drawn = []
    if len(places) > 1:
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        drawn.append(element("path", d=path, fill="none", **_stroke(at)))
    return drawn + [_mark(at, x, y) for x, y in places]


def _stroke(at: int) -> dict[str, object]:
    dash = _DASHES[at % len(_DASHES)]
    return {"stroke": "#000", "stroke_width": 1.3, "stroke_dasharray": dash}


def _mark(at: int, x: float, y: float) -> Markup:
    return element(
        "path",
        d=_MARKS[at % len(_MARKS)],
        transform=f"translate({x:.1f} {y:.1f}) scale({_RADIUS:g})",
        fill="#000" if at % 2 == 0 else "#fff",
        stroke="#000",
        stroke_width=round(0.9 / _RADIUS, 2),
    )


def _values(chart: LineChart, frame: _Frame) -> list[Markup]:
    """Return the values beside their points where there is room, the last first."""
    told: list[tuple[tuple[float, float], str]] = []
    if chart.forecast is not None:
        ahead = chart.forecast
        text = format_shortest(ahead.value, chart.most_decimals)
        told.append((frame.place(ahead.at, ahead.value), text))
    points = [one for series in chart.series for one in series.points]
    points.sort(key=lambda one: one.at, reverse=True)
    newest = len(chart.series)
    marked: tuple[SeriesPoint | TargetStep, ...] = (
        *points[:newest],
        *reversed(chart.targets),
        *points[newest:],
    )
    for one in marked:
        text = one.text or format_shortest(one.value, chart.most_decimals)
        told.append((frame.place(one.at, one.value), text))
    wishes = [[beside(x, y, text, SMALL_PT, _RADIUS)] for (x, y), text in told]
    taken = [Box.around(x, y, 6, 6) for (x, y), _ in told]
    found = place_labels(
        wishes, frame.box.grown(3), taken=taken, shy_of=_lines(chart, frame)
    )
    return [part for one in found if one is not None for part in write_label(one)]


def _lines(chart: LineChart, frame: _Frame) -> FloatArray:
    """Return places on all lines, which values had better not hide."""
    found: list[FloatArray] = [np.empty((0, 2))]
    for series in chart.series:
        points = sorted(series.points, key=lambda one: one.at)
        found.append(along([frame.place(one.at, one.value) for one in points]))
    found.append(along(_steps(chart, frame)))
    return np.concatenate(found)


def _legend(chart: LineChart) -> list[LegendEntry]:
    found = [_series_entry(at, series.title) for at, series in enumerate(chart.series)]
    if chart.targets:
        found.append(_target_entry(chart.target_title))
    if chart.forecast is not None:
        has_band = chart.forecast.low is not None and chart.forecast.high is not None
        dots = {"stroke": "#000", "stroke_width": 1.0, "stroke_dasharray": "1.5 2.5"}
        title = chart.forecast.title
        found.append(
            fill_entry(FORECAST, title) if has_band else line_entry(title, **dots)
        )
    return found


def _series_entry(at: int, title: str) -> LegendEntry:
    line = line_entry(title, **_stroke(at))
    return LegendEntry(
        lambda x, y: element("g", line.sample(x, y), _mark(at, x, y)), title
    )


def _target_entry(title: str) -> LegendEntry:
    line = line_entry(title, **_TARGET)
    return LegendEntry(lambda x, y: element("g", line.sample(x, y), _flag(x, y)), title)
