"""A whole drawing of a width on paper, and the one that says there is nothing."""

from collections.abc import Iterable

from hatangso.documents.graphics.fills import UNKNOWN, pattern_definitions
from hatangso.documents.graphics.lettering import text_width, write
from hatangso.documents.graphics.svg import element
from hatangso.documents.official.spans import NO_DATA

__all__ = ["POINTS_PER_MM", "empty_picture", "picture"]

POINTS_PER_MM = 72 / 25.4
_EMPTY_HEIGHT = 90.0
_EMPTY_SIZE_PT = 10.0


def picture(width_pt: float, height_pt: float, children: Iterable[str]) -> str:
    """Return a drawing whose unit is a point when it is as wide as it says."""
    width_mm, height_mm = width_pt / POINTS_PER_MM, height_pt / POINTS_PER_MM
    return str(
        element(
            "svg",
            element("rect", width=width_pt, height=height_pt, fill="#fff"),
            *children,
            xmlns="http://www.w3.org/2000/svg",
            width=f"{width_mm:.2f}mm",
            height=f"{height_mm:.2f}mm",
            viewBox=f"0 0 {width_pt:.2f} {height_pt:.2f}",
        )
    )


def empty_picture(width_mm: float, text: str = NO_DATA) -> str:
    """Return a frame that says that nobody has the data."""
    width = width_mm * POINTS_PER_MM
    room = text_width(text, _EMPTY_SIZE_PT) + 16
    middle = _EMPTY_HEIGHT / 2
    return picture(
        width,
        _EMPTY_HEIGHT,
        [
            pattern_definitions([UNKNOWN]),
            element(
                "rect",
                x=0.5,
                y=0.5,
                width=width - 1,
                height=_EMPTY_HEIGHT - 1,
                fill=UNKNOWN.paint,
                stroke="#000",
                stroke_width=0.7,
            ),
            element(
                "rect",
                x=(width - room) / 2,
                y=middle - 12,
                width=room,
                height=24,
                fill="#fff",
            ),
            write(
                width / 2,
                middle + 0.33 * _EMPTY_SIZE_PT,
                text,
                size_pt=_EMPTY_SIZE_PT,
                anchor="middle",
                is_italic=True,
            ),
        ],
    )
