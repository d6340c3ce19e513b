"""What areas and bars are filled with: told apart by hatch, not by grey alone.

A hatch that is ``open`` lets text be read above it; greys grow darker with the step, so
that a copier that loses the hatch still keeps their order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hatangso.documents.graphics.svg import element

__all__ = [
    "FORECAST",
    "MOST_CLASSES",
    "UNKNOWN",
    "Fill",
    "class_fills",
    "part_fills",
    "pattern_definitions",
]


@dataclass(frozen=True)
class Fill:
    """A ground with a hatch.

    Attributes:
        name: Unique among the fills.
        ground: Grey below the hatch.
        path: The hatch within its tile; empty for none.
        ink: Of the hatch.
        stroke_pt: Its lines.
        tile_pt: Side of the tile that repeats.
    """

    name: str
    ground: str
    path: str = ""
    ink: str = "#000"
    stroke_pt: float = 0.5
    tile_pt: float = 5.0

    @property
    def paint(self) -> str:
        """Value of the attribute ``fill``."""
        return f"url(#fill-{self.name})" if self.path else self.ground


# A tile of 4.8 points is 20 dots wide at 300 dpi: whole dots leave no seams.
_TILE_RATIO = 0.96
_DOTS = "M1.2 1.2h.01M3.7 3.7h.01"
_RISING = "M-1 1l2 -2M0 5l5 -5M4 6l2 -2"
_FALLING = "M-1 4l2 2M0 0l5 5M4 -1l2 2"
_LEVEL = "M0 1.25h5M0 3.75h5"
_UPRIGHT = "M1.25 0v5M3.75 0v5"
_STEPS = (
    Fill("class-1", "#ffffff"),
    Fill("class-2", "#f1f1f1", _DOTS, "#555", 0.9),
    Fill("class-3", "#e0e0e0", _RISING, "#666", 0.45),
    Fill("class-4", "#c9c9c9", _LEVEL, "#444", 0.5),
    Fill("class-5", "#adadad", _RISING + _FALLING, "#333", 0.45),
    Fill("class-6", "#8c8c8c", _UPRIGHT, "#111", 0.8),
)
MOST_CLASSES = len(_STEPS)
UNKNOWN = Fill("unknown", "#ffffff", "M1 1l2 2M3 1l-2 2", "#999", 0.4, 8.0)
FORECAST = Fill("forecast", "#eeeeee", _UPRIGHT, "#aaa", 0.4)
_PARTS = (
    Fill("part-1", "#404040"),
    Fill("part-2", "#c4c4c4"),
    Fill("part-3", "#ffffff", _RISING, "#000", 0.6),
    Fill("part-4", "#ffffff", _DOTS, "#000", 1.1),
    Fill("part-5", "#8a8a8a", _FALLING, "#fff", 0.9),
    Fill("part-6", "#ffffff", _LEVEL, "#000", 0.5),
    Fill("part-7", "#e6e6e6", _RISING + _FALLING, "#333", 0.4),
    Fill("part-8", "#ffffff"),
)


def class_fills(count: int) -> tuple[Fill, ...]:
    """Return fills of classes in order, from the lightest to the darkest.

    At most ``MOST_CLASSES`` differ; what lies beyond shares the last.
    """
    last = len(_STEPS) - 1
    if count <= 1:
        return _STEPS[2:3] * count
    spread = max(last, count - 1) if count > last else last
    steps = [round(at * spread / (count - 1)) for at in range(count)]
    return tuple(_STEPS[min(step, last)] for step in steps)


def part_fills(count: int) -> tuple[Fill, ...]:
    """Return fills of the parts of a bar, neighbours as different as can be."""
    return tuple(_PARTS[at % len(_PARTS)] for at in range(count))


def pattern_definitions(fills: Iterable[Fill]) -> Markup:
    """Return the patterns of fills, each once, for the head of a drawing."""
    named = {fill.name: fill for fill in fills if fill.path}
    patterns: Sequence[Markup] = [_pattern(named[name]) for name in sorted(named)]
    return element("defs", *patterns)


def _pattern(fill: Fill) -> Markup:
    side = fill.tile_pt
    return element(
        "pattern",
        element("rect", width=side, height=side, fill=fill.ground),
        element(
            "path",
            d=fill.path,
            stroke=fill.ink,
            stroke_width=fill.stroke_pt,
            stroke_linecap="round" if fill.path == _DOTS else None,
            fill="none",
        ),
        id=f"fill-{fill.name}",
        width=side * _TILE_RATIO,
        height=side * _TILE_RATIO,
        viewBox=f"0 0 {side:g} {side:g}",
        patternUnits="userSpaceOnUse",
    )
