"""Bars of parts: targets by how they stand, money by source and year."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hatangso.documents.graphics.axes import (
    SIZE_PT,
    SMALL_PT,
    draw_value_axis,
    tick_texts,
    value_scale,
    value_ticks,
)
from hatangso.documents.graphics.boxes import Box
from hatangso.documents.graphics.drawing_notes import NO_NOTES, DrawingNotes
from hatangso.documents.graphics.fills import Fill, part_fills, pattern_definitions
from hatangso.documents.graphics.legend import fill_entry, lay_legend, lay_notes
from hatangso.documents.graphics.lettering import (
    LINE_HEIGHT,
    text_lines,
    text_width,
    wrap,
    write,
)
from hatangso.documents.graphics.picture import POINTS_PER_MM, empty_picture, picture
from hatangso.documents.graphics.scales import Scale
from hatangso.documents.graphics.svg import element
from hatangso.documents.official.spans import NO_DATA
from hatangso.language import format_shortest

__all__ = ["StackedBar", "StackedBars", "stacked_bars"]

_ROW = 24.0
_THICK = 15.0
_LABEL_RATIO = 0.34
_MARGIN = 1.0


@dataclass(frozen=True)
class StackedBar:
    """A bar; a value for each part, None for what nobody knows."""

    label: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class StackedBars:
    """Bars one below the other.

    Attributes:
        parts: What the values of each bar are, in order; at most eight differ.
        unit: At the end of the axis: ``tỷ đồng``.
        most_decimals: Of the numbers in and behind the bars.
        has_totals: Whether the sum stands behind each bar.
    """

    parts: Sequence[str]
    bars: Sequence[StackedBar]
    unit: str = ""
    most_decimals: int = 1
    has_totals: bool = True
    notes: DrawingNotes = NO_NOTES


def stacked_bars(chart: StackedBars, *, width_mm: float = 160.0) -> str:
    """Return the chart as SVG. Values below 0 are taken for 0."""
    known = [_total(bar) for bar in chart.bars]
    if not any(one is not None for one in known):
        return empty_picture(width_mm)
    width = width_mm * POINTS_PER_MM
    totals = [one for one in known if one is not None]
    ticks = value_ticks(totals)
    labels = max(text_width(bar.label, SIZE_PT) for bar in chart.bars) + 7
    labels = min(labels, _LABEL_RATIO * width)
    behind = text_width(tick_texts(ticks)[-1], SMALL_PT) / 2 + 1
    if chart.has_totals:
        widest = max(
            text_width(_number(chart, one), SMALL_PT, is_bold=True) for one in totals
        )
        behind = max(behind, widest + 7)
    fills = part_fills(len(chart.parts))
    legend, top = lay_legend(
        _MARGIN,
        2.0,
        width - 2,
        [fill_entry(*one) for one in zip(fills, chart.parts, strict=True)],
    )
    box = Box(
        _MARGIN + labels, top + 6, width - 2 - labels - behind, _ROW * len(chart.bars)
    )
    scale = value_scale(ticks, box.x, box.right)
    drawn = [pattern_definitions(fills), *legend]
    drawn += draw_value_axis(scale, ticks, box, is_across=True, title=chart.unit)
    for at, bar in enumerate(chart.bars):
        middle = box.y + (at + 0.5) * _ROW
        drawn += _label(bar.label, box, middle)
        drawn += _bar(chart, bar, scale, middle, fills)
    bottom = box.bottom + (2 if chart.unit else 1) * SMALL_PT + 12
    notes, height = lay_notes(_MARGIN, bottom, width - 2, chart.notes)
    return picture(width, bottom + height + 2, [*drawn, *notes])


def _total(bar: StackedBar) -> float | None:
    known = [max(one, 0.0) for one in bar.values if one is not None]
    return sum(known) if known else None


def _number(chart: StackedBars, value: float) -> str:
    return format_shortest(value, chart.most_decimals)


def _label(label: str, box: Box, middle: float) -> list[Markup]:
    lines = wrap(label, SIZE_PT, box.x - 7, most_lines=2)
    first = middle + 0.33 * SIZE_PT - (len(lines) - 1) * SIZE_PT * LINE_HEIGHT / 2
    return text_lines(box.x - 6, first, lines, size_pt=SIZE_PT, anchor="end")


def _bar(
    chart: StackedBars,
    bar: StackedBar,
    scale: Scale,
    middle: float,
    fills: Sequence[Fill],
) -> list[Markup]:
    total = _total(bar)
    base = middle + 0.33 * SMALL_PT
    if total is None:
        place = scale.start + 4
        how = {"size_pt": SMALL_PT, "is_italic": True, "has_halo": True}
        return [write(place, base, NO_DATA, **how)]  # type: ignore[arg-type]
    drawn, start = [], 0.0
    for value, fill in zip(bar.values, fills, strict=False):
        if value is not None and value > 0:
            left, right = scale(start), scale(start + value)
            drawn += _part(left, right, middle, fill, _number(chart, value))
            start += value
    if chart.has_totals:
        text = _number(chart, total)
        drawn.append(
            write(scale(total) + 5, base, text, size_pt=SMALL_PT, is_bold=True)
        )
    return drawn


def _part(
    left: float, right: float, middle: float, fill: Fill, text: str
) -> list[Markup]:
    """Return a part with its number on white, where there is room for it."""
    drawn = [
        element(
            "rect",
            x=left,
            y=middle - _THICK / 2,
            width=right - left,
            height=_THICK,
            fill=fill.paint,
            stroke="#000",
            stroke_width=0.6,
        )
    ]
    room = text_width(text, SMALL_PT) + 3
    if room + 3 <= right - left:
        across = (left + right) / 2
        drawn.append(
            element(
                "rect",
                x=across - room / 2,
                y=middle - 0.56 * SMALL_PT,
                width=room,
                height=1.12 * SMALL_PT,
                fill="#fff",
            )
        )
        base = middle + 0.33 * SMALL_PT
        drawn.append(write(across, base, text, size_pt=SMALL_PT, anchor="middle"))
    return drawn
