"""Text in a drawing: how wide it will be, where it breaks, how it is written."""

import re
import unicodedata
from collections.abc import Sequence

from markupsafe import Markup

from hatangso.documents.graphics.svg import element

__all__ = ["LEAST_SIZE_PT", "LINE_HEIGHT", "text_lines", "text_width", "wrap", "write"]

LEAST_SIZE_PT = 6.5
"""No text is smaller."""
LINE_HEIGHT = 1.16
"""From one line to the next, in sizes of the text."""
_FONT = "Tinos"
_BREAKS = re.compile(r"[ \t\r\n]+")
_HALO: dict[str, object] = {
    "fill": "#fff",
    "stroke": "#fff",
    "stroke_width": 2.2,
    "stroke_linejoin": "round",
}
_HORN = "\u031b"
# Advance widths in thousandths of the size: Times New Roman's, which Tinos shares.
_WIDTHS = {
    180: "'",
    200: "|",
    250: " \u00a0,.",
    278: "/:;\\ijlt",
    300: "²",
    333: "!()-I[]`fr·\u2018\u2019",
    350: "•",
    389: "Js",
    400: "°",
    408: '"',
    444: "?acez\u201c\u201d",
    480: "{}^",
    500: "#$*0123456789_bdghknopquvxyđ\u2013",
    542: "~≥≤±≈₫",
    556: "FPS",
    564: "+<=>\u00d7",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐ",
    778: "&m",
    833: "%",
    889: "M",
    944: "W@",
}
_WIDTH_OF = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_WIDEST = 1000
_HORN_WIDTH = 45
# Letters of the bold are wider, in running Vietnamese by at most so much.
_BOLD_WIDTH = 1.09


def text_width(text: str, size_pt: float, *, is_bold: bool = False) -> float:
    """Return how wide a line will be, rather too much than too little.

    >>> round(text_width("Đồng Hỷ", 10), 1)
    36.9
    """
    thousandths = 0
    for sign in unicodedata.normalize("NFD", text):
        if sign == _HORN:
            thousandths += _HORN_WIDTH
        elif not unicodedata.combining(sign):
            thousandths += _WIDTH_OF.get(sign, _WIDEST)
    return thousandths / 1000 * size_pt * (_BOLD_WIDTH if is_bold else 1.0)


def wrap(
    text: str,
    size_pt: float,
    width_pt: float,
    *,
    most_lines: int = 99,
    is_bold: bool = False,
) -> tuple[str, ...]:
    """Return the lines of a text; what passes the last line ends in an ellipsis.

    A text breaks at spaces, not at those that are not to be broken at (U+00A0).
    """
    words = [word for word in _BREAKS.split(text) if word]
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size_pt, is_bold=is_bold) <= width_pt:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], " ".join(lines[most_lines - 1 :])]
    return tuple(_cut(line, size_pt, width_pt, is_bold=is_bold) for line in lines)


def _cut(line: str, size_pt: float, width_pt: float, *, is_bold: bool) -> str:
    """Return a line that fits: a word may be longer than a line is wide."""
    cut = line
    while len(cut) > 1 and text_width(cut, size_pt, is_bold=is_bold) > width_pt:
        kept = cut.removesuffix("…")[:-1].rstrip()
        # A letter keeps its marks, however they are encoded.
        while kept and unicodedata.combining(line[len(kept)]):
            kept = kept[:-1]
        cut = kept + "…"
    return cut


def write(
    x: float,
    y: float,
    text: str,
    *,
    size_pt: float = 8.0,
    anchor: str = "start",
    is_bold: bool = False,
    is_italic: bool = False,
    has_halo: bool = False,
    fill: str = "#000",
    role: str | None = None,
) -> Markup:
    """Return a line of text.

    Args:
        x: Where its ``anchor`` stands.
        y: Of the line on which its letters stand.
        text: Plain; nothing in it is markup.
        size_pt: At least ``LEAST_SIZE_PT``.
        anchor: ``start``, ``middle`` or ``end``.
        is_bold: Whether it is bold.
        is_italic: Whether it is in italics.
        has_halo: Whether it stands off from what is below it.
        fill: Its ink.
        role: What it is, for whoever reads the drawing again: ``label``.
    """
    attributes: dict[str, object] = {
        "x": round(x, 2),
        "y": round(y, 2),
        "font_family": _FONT,
        "font_size": float(max(size_pt, LEAST_SIZE_PT)),
        "text_anchor": anchor if anchor != "start" else None,
        "font_weight": "bold" if is_bold else None,
        "font_style": "italic" if is_italic else None,
    }
    letters = unicodedata.normalize("NFC", text)
    drawn = element("text", letters, **attributes, fill=fill, data_role=role)
    if not has_halo:
        return drawn
    # A line of its own: where letters are painted one by one, as in a PDF, the halo of
    # one would eat the letter before it.
    halo = element("text", letters, **attributes, **_HALO, data_role="halo")
    return element("g", halo, drawn)


def text_lines(
    x: float, y: float, lines: Sequence[str], *, size_pt: float = 8.0, **how: object
) -> list[Markup]:
    """Return lines one below the other, the first standing at ``y``."""
    step = size_pt * LINE_HEIGHT
    return [
        write(x, y + step * at, line, size_pt=size_pt, **how)  # type: ignore[arg-type]
        for at, line in enumerate(lines)
    ]
