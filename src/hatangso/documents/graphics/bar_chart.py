"""Bars of values, each held against what was asked for."""

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
from hatangso.documents.graphics.legend import (
    LegendEntry,
    fill_entry,
    lay_legend,
    lay_notes,
)
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

__all__ = ["Bar", "BarChart", "bar_chart"]

_MET, _UNJUDGED, _MISSED = part_fills(3)
_ROW, _THIN_ROW = 20.0, 10.5
_MOST_IN_PANEL = 34
_PANEL_GAP = 14.0
_LABEL_RATIO, _THIN_LABEL_RATIO = 0.36, 0.46
_MARGIN = 1.0


@dataclass(frozen=True)
class Bar:
    """A value.

    Attributes:
        value: None when nobody knows it.
        target: None when none is set.
        is_met: Whether the target is met; None when that cannot be said, as when the
            target is one not to pass.
        text: The value as printed; empty: the number in Vietnamese.
    """

    label: str
    value: float | None
    target: float | None = None
    is_met: bool | None = None
    text: str = ""


@dataclass(frozen=True)
class BarChart:
    """Bars one below the other.

    Attributes:
        unit: At the end of the axis: ``%``.
        highest_value: The axis does not pass it unless a value does.
        most_decimals: Of values without a text of their own.
    """

    bars: Sequence[Bar]
    unit: str = ""
    target_title: str = "Mục tiêu"
    highest_value: float | None = None
    most_decimals: int = 1
    notes: DrawingNotes = NO_NOTES


@dataclass(frozen=True)
class _Panel:
    box: Box
    scale: Scale
    ticks: tuple[float, ...]
    row: float


def bar_chart(chart: BarChart, *, width_mm: float = 160.0) -> str:
    """Return the chart as SVG; many bars stand in two columns."""
    known = [bar.value for bar in chart.bars if bar.value is not None]
    if not known:
        return empty_picture(width_mm)
    width = width_mm * POINTS_PER_MM
    columns = 1 if len(chart.bars) <= _MOST_IN_PANEL else 2
    per_column = -(-len(chart.bars) // columns)
    each = (width - 2 * _MARGIN - (columns - 1) * _PANEL_GAP) / columns
    drawn = [pattern_definitions([_MET, _UNJUDGED, _MISSED])]
    bottom = 0.0
    for column in range(columns):
        bars = chart.bars[column * per_column : (column + 1) * per_column]
        left = _MARGIN + column * (each + _PANEL_GAP)
        parts, bottom_here = _panel(chart, bars, left, each, columns)
        drawn += parts
        bottom = max(bottom, bottom_here)
    legend, height = lay_legend(_MARGIN, bottom, width, _legend(chart))
    drawn += legend
    bottom += height + 3
    notes, height = lay_notes(_MARGIN, bottom, width - 2, chart.notes)
    return picture(width, bottom + height + 2, [*drawn, *notes])


def _panel(
    chart: BarChart, bars: Sequence[Bar], left: float, width: float, columns: int
) -> tuple[list[Markup], float]:
    values = [bar.value for bar in chart.bars if bar.value is not None]
    targets = [bar.target for bar in chart.bars if bar.target is not None]
    ticks = value_ticks(
        [*values, *targets],
        highest=chart.highest_value,
        most=6 if columns == 1 else 4,
    )
    size, ratio = (
        (SIZE_PT, _LABEL_RATIO) if columns == 1 else (SMALL_PT, _THIN_LABEL_RATIO)
    )
    widest = max(text_width(bar.label, size) for bar in chart.bars) + 7
    labels = min(widest, ratio * width)
    texts = 6 + max(
        text_width(_text(chart, bar), SMALL_PT, is_bold=True) for bar in chart.bars
    )
    # The last number below the axis stands about its end.
    texts = max(texts, text_width(tick_texts(ticks)[-1], SMALL_PT) / 2 + 1)
    row = _ROW if columns == 1 else _THIN_ROW
    box = Box(left + labels, 4.0, width - labels - texts, row * len(bars))
    scale = value_scale(ticks, box.x, box.right)
    panel = _Panel(box, scale, ticks, row)
    drawn = draw_value_axis(scale, ticks, box, is_across=True, title=chart.unit)
    for at, bar in enumerate(bars):
        drawn += _bar(chart, bar, panel, box.y + (at + 0.5) * row, left)
    return drawn, box.bottom + (2 if chart.unit else 1) * SMALL_PT + 14


def _text(chart: BarChart, bar: Bar) -> str:
    if bar.value is None:
        return ""
    return bar.text or format_shortest(bar.value, chart.most_decimals)


def _fill(bar: Bar) -> Fill:
    if bar.is_met is None:
        return _UNJUDGED
    return _MET if bar.is_met else _MISSED


def _bar(
    chart: BarChart, bar: Bar, panel: _Panel, middle: float, left: float
) -> list[Markup]:
    box, scale = panel.box, panel.scale
    size = SIZE_PT if panel.row >= _ROW else SMALL_PT
    lines = wrap(
        bar.label, size, box.x - left - 6, most_lines=2 if panel.row >= _ROW else 1
    )
    first = middle + 0.33 * size - (len(lines) - 1) * size * LINE_HEIGHT / 2
    drawn = text_lines(box.x - 5, first, lines, size_pt=size, anchor="end")
    zero = scale(0.0)
    thick = 0.56 * panel.row
    if bar.value is None:
        drawn.append(
            write(
                box.x + 4,
                middle + 0.33 * SMALL_PT,
                NO_DATA,
                size_pt=SMALL_PT,
                is_italic=True,
                has_halo=True,
            )
        )
    else:
        end = scale(bar.value)
        drawn.append(
            element(
                "rect",
                x=min(zero, end),
                y=middle - thick / 2,
                width=abs(end - zero),
                height=thick,
                fill=_fill(bar).paint,
                stroke="#000",
                stroke_width=0.6,
            )
        )
    if bar.target is not None:
        drawn.append(_target(scale(bar.target), middle, 0.84 * panel.row))
    drawn.append(
        write(
            box.right + 5,
            middle + 0.33 * SMALL_PT,
            _text(chart, bar),
            size_pt=SMALL_PT,
            is_bold=True,
        )
    )
    return drawn


def _target(x: float, middle: float, height: float) -> Markup:
    """Return a line across the bar that stands off from dark and light alike."""
    path = f"M{x:.1f} {middle - height / 2:.1f}v{height:.1f}"
    rim = element("path", d=path, stroke="#fff", stroke_width=4.2)
    line = element("path", d=path, stroke="#000", stroke_width=2.0)
    return element("g", rim, line)


def _legend(chart: BarChart) -> list[LegendEntry]:
    known = [bar for bar in chart.bars if bar.value is not None]
    found = []
    if any(bar.is_met for bar in known):
        found.append(fill_entry(_MET, "Đạt mục tiêu"))
    if any(bar.is_met is False for bar in known):
        found.append(fill_entry(_MISSED, "Chưa đạt mục tiêu"))
    if found and any(bar.is_met is None for bar in known):
        found.append(fill_entry(_UNJUDGED, "Không có mục tiêu để so sánh"))
    if any(bar.target is not None for bar in chart.bars):
        found.append(LegendEntry(lambda x, y: _target(x, y, 10.0), chart.target_title))
    return found
