"""Bars for cells of tables: the number stands beside them, so they say nothing alone.

Their width is that of the cell. What a part means is told by its pattern as well as its
colour: paper has no colours.
"""

from collections.abc import Iterable

from markupsafe import Markup

from hatangso.documents.graphics.svg import element, group

__all__ = ["TONES", "bar", "fill_of", "patterns"]

# A pattern for every tone that is not plain; "{tone}" is the class of its ink.
_PATTERNS = {
    "at-risk": "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4",
    "open": "M0,4 h8",
    "unknown": "M2,2 h.1 M6,6 h.1",
}
TONES = ("met", "on-course", "open", "at-risk", "missed", "unknown", "rest", "share")
_HEIGHT = 12


def patterns() -> Markup:
    """Return what the bars of a page are filled with: once on every page that has any.

    It takes no room.
    """
    found = (
        element(
            "pattern",
            element("rect", width=8, height=8, class_=f"tone-{tone} ground"),
            element("path", d=path, class_=f"tone-{tone} marks"),
            id=f"tone-{tone}",
            width=8,
            height=8,
            patternUnits="userSpaceOnUse",
        )
        for tone, path in _PATTERNS.items()
    )
    drawn = element("defs", *found)
    return element(
        "svg", drawn, width=0, height=0, class_="tone-patterns", aria_hidden="true"
    )


def bar(parts: Iterable[tuple[float, str]], *, height: int = _HEIGHT) -> Markup:
    """Return a bar of parts one after another.

    Args:
        parts: Share of the whole width (0 to 1), and one of ``TONES``.
        height: In pixels.
    """
    drawn, start = [], 0.0
    for ratio, tone in parts:
        if ratio > 0:
            drawn.append(_part(start, ratio, tone))
        start += ratio
    return element(
        "svg",
        element("rect", width="100%", height="100%", class_="tone-ground"),
        group(drawn),
        class_="bar-chart",
        height=height,
        aria_hidden="true",
        focusable="false",
    )


def _part(start: float, ratio: float, tone: str) -> Markup:
    return element(
        "rect",
        x=f"{100 * start:.2f}%",
        width=f"{100 * min(ratio, 1 - start):.2f}%",
        height="100%",
        class_=f"bar-part tone-{tone}",
        fill=fill_of(tone),
    )


def fill_of(tone: str) -> str | None:
    """Return the pattern of a tone; None for a plain one."""
    return f"url(#tone-{tone})" if tone in _PATTERNS else None
