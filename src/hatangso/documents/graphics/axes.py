"""Axes of charts: a frame of values, its ticks in Vietnamese numbers, its grid."""

from collections.abc import Sequence

from markupsafe import Markup

from hatangso.documents.graphics.boxes import Box
from hatangso.documents.graphics.lettering import text_width, write
from hatangso.documents.graphics.scales import Scale, nice_ticks
from hatangso.documents.graphics.svg import element
from hatangso.language import format_shortest

__all__ = [
    "AXIS",
    "GRID",
    "SIZE_PT",
    "SMALL_PT",
    "draw_value_axis",
    "tick_texts",
    "value_scale",
    "value_ticks",
]

SIZE_PT = 8.5
SMALL_PT = 7.5
AXIS: dict[str, object] = {"stroke": "#000", "stroke_width": 0.8, "fill": "none"}
GRID: dict[str, object] = {"stroke": "#bbb", "stroke_width": 0.4, "fill": "none"}
_MOST_DECIMALS = 4


def value_ticks(
    values: Sequence[float], *, highest: float | None = None, most: int = 6
) -> tuple[float, ...]:
    """Return round values for an axis from nought to beyond all values.

    Args:
        values: What must lie on the axis.
        highest: The axis does not pass it unless a value does (100 for shares).
        most: About so many ticks.
    """
    low, high = min([0.0, *values]), max([0.0, *values])
    ticks = nice_ticks(low, high if high > low else low + 1, most=most)
    if highest is not None:
        kept = tuple(one for one in ticks if one <= max(highest, high))
        ticks = kept if kept and kept[-1] >= high else ticks
    return ticks


def value_scale(ticks: Sequence[float], start: float, end: float) -> Scale:
    """Return where values lie between the first and the last tick."""
    return Scale(ticks[0], ticks[-1], start, end)


def tick_texts(ticks: Sequence[float]) -> tuple[str, ...]:
    """Return the ticks as numbers.

    >>> tick_texts((0.0, 1250.5))
    ('0', '1.250,5')
    """
    return tuple(format_shortest(one, _MOST_DECIMALS) for one in ticks)


def draw_value_axis(
    scale: Scale, ticks: Sequence[float], box: Box, *, is_across: bool, title: str = ""
) -> list[Markup]:
    """Return grid and numbers of an axis below or left of a box, and its title.

    Args:
        scale: Where values lie.
        ticks: Which are written.
        box: What the grid runs through.
        is_across: Whether the axis runs from left to right, below the box.
        title: What is counted, with its unit: at the end of the axis.
    """
    drawn = []
    for value, text in zip(ticks, tick_texts(ticks), strict=True):
        at = scale(value)
        style = AXIS if value == 0 else GRID
        if is_across:
            path = f"M{at:.1f} {box.y:.1f}V{box.bottom:.1f}"
            place = (at, box.bottom + SMALL_PT + 3)
            anchor = "middle"
        else:
            path = f"M{box.x:.1f} {at:.1f}H{box.right:.1f}"
            place = (box.x - 4, at + 0.33 * SMALL_PT)
            anchor = "end"
        drawn.append(element("path", d=path, **style))
        drawn.append(write(*place, text, size_pt=SMALL_PT, anchor=anchor, role="tick"))
    if title:
        drawn.append(_title(ticks, box, title, is_across=is_across))
    return drawn


def _title(ticks: Sequence[float], box: Box, title: str, *, is_across: bool) -> Markup:
    if is_across:
        down = box.bottom + 2 * SMALL_PT + 7
        return write(
            box.right, down, title, size_pt=SMALL_PT, anchor="end", is_italic=True
        )
    widest = max(text_width(text, SMALL_PT) for text in tick_texts(ticks))
    left = box.x - 4 - widest
    return write(max(left, 0.5), box.y - 8, title, size_pt=SMALL_PT, is_italic=True)
