"""A path on one sheet: the drawing, the loss budget, and what follows, as SVG."""

import re
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from textwrap import wrap

from hatangso.documents.path_drawing import PathDrawing, PathFrame, draw_path
from hatangso.documents.report_content import PathPicture
from hatangso.errors import Message
from hatangso.geography.sight_line import Intrusion
from hatangso.language import Language, format_number, translate
from hatangso.units import KM_PER_M

__all__ = ["BudgetRow", "PathSheet", "render_path_sheet"]

_PLOT_HEIGHT = 250
_WIDTH = 420
_MARGIN = 12
_LINE, _ROW = 14.5, 16.0
_LETTERS = 68
_TITLE_LETTERS = 52
_TICKS = 7
_COLUMN = 72
_INK, _SOFT, _RED, _BLUE = "#17252b", "#52646b", "#b4481a", "#2f7f99"
_LEGEND = (
    (Message("ground"), "#d6cfc2", 1.0),
    (Message("clutter"), "#9db88f", 1.0),
    (Message("first Fresnel zone"), _BLUE, 0.2),
    (Message("60 % of it"), _BLUE, 0.45),
)
_UNIT_GAP = re.compile(r"(?<=\d) (?=(?:m|km|dBm|dB|MHz|%)(?:\b|$| ))")
# How many letters of the legend fit into a unit of its width.
_LETTER = 5.6


@dataclass(frozen=True)
class BudgetRow:
    """One line of the loss budget.

    Attributes:
        label: What it is.
        values: One number per column; None where the column has none.
        unit: Of the numbers.
        is_total: Whether it is what the lines above make together.
    """

    label: Message
    values: tuple[float | None, ...]
    unit: str = "dB"
    is_total: bool = False


@dataclass(frozen=True)
class PathSheet:
    """Everything that the sheet says.

    Attributes:
        picture: The path.
        marks: The obstacles that get a number, from 1.
        columns: Names of the models.
        rows: The loss budget.
        sentences: What follows, each a line of its own.
    """

    picture: PathPicture
    marks: tuple[Intrusion, ...]
    columns: tuple[str, ...]
    rows: tuple[BudgetRow, ...]
    sentences: tuple[Message, ...]


def render_path_sheet(sheet: PathSheet, language: Language) -> str:
    """Return the sheet as an SVG file of its own, legible on a narrow screen too."""
    drawing = draw_path(sheet.picture, _PLOT_HEIGHT)
    frame = PathFrame.of(sheet.picture.line, _PLOT_HEIGHT)
    length = getattr(drawing.length, language)
    title = f"{drawing.station} \N{EN DASH} {drawing.place} · {length}"
    pen = _Pen(language)
    pen.down(16)
    for part in wrap(title, _TITLE_LETTERS):
        pen.text(_MARGIN, part, size=13, weight=700)
        pen.down(_ROW)
    pen.group(_plot(drawing, frame, sheet, language), pen.y - 12)
    pen.down(_PLOT_HEIGHT - 6)
    _legend(pen)
    _table(pen, sheet)
    for sentence in sheet.sentences:
        words = _UNIT_GAP.sub("\N{NO-BREAK SPACE}", translate(sentence, language))
        for part in wrap(words, _LETTERS, break_on_hyphens=False):
            pen.text(_MARGIN, part)
            pen.down(_LINE)
        pen.down(3)
    height = ceil(pen.y)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}"'
        f' role="img" lang="{language}" font-family="system-ui, sans-serif"'
        ' font-size="11">'
    )
    return "\n".join(
        [
            head,
            f"<title>{escape(title)}</title>",
            f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
            *pen.parts,
            "</svg>\n",
        ]
    )


class _Pen:
    """Writes from the top down."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.parts: list[str] = []
        self.y = 0.0

    def down(self, step: float) -> None:
        self.y += step

    def text(
        self,
        x: float,
        words: str,
        *,
        size: float = 11,
        weight: int = 400,
        anchor: str = "start",
        fill: str = _INK,
    ) -> None:
        self.parts.append(
            _text(x, self.y, words, anchor=anchor, size=size, weight=weight, fill=fill)
        )

    def rule(self) -> None:
        right = _WIDTH - _MARGIN
        y = round(self.y - 11.5, 1)
        self.parts.append(f'<path d="M{_MARGIN} {y}H{right}" stroke="#c6ced1"/>')

    def group(self, parts: list[str], y: float) -> None:
        self.parts += [f'<g transform="translate(0 {y:g})">', *parts, "</g>"]


def _text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    size: float = 11,
    weight: int = 400,
    fill: str = _INK,
) -> str:
    look = "" if size == 11 else f' font-size="{size:g}"'  # noqa: PLR2004 - the sheet's own size
    look += "" if weight == 400 else f' font-weight="{weight}"'  # noqa: PLR2004 - the usual weight
    look += "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{x:g}" y="{round(y, 1):g}" fill="{fill}"{look}>'
        f"{escape(words, quote=False)}</text>"
    )


def _plot(
    drawing: PathDrawing, frame: PathFrame, sheet: PathSheet, language: Language
) -> list[str]:
    x1, y1, x2, y2 = drawing.sight
    sight, dashes = f"M{x1} {y1}L{x2} {y2}", 'stroke-dasharray="5 4"'
    inside = f"M{x1} 0H{x2}V{drawing.foot}H{x1}z"
    masts = f"M{x1} {drawing.start[1]}V{y1}M{x2} {drawing.end[1]}V{y2}"
    return [
        *_axes(frame, language),
        f'<clipPath id="plot"><path d="{inside}"/></clipPath>',
        f'<g clip-path="url(#plot)" fill="{_BLUE}">',
        f'<path d="{drawing.zone}" opacity=".2"/>',
        f'<path d="{drawing.clear_zone}" opacity=".3"/></g>',
        f'<path d="{drawing.clutter}" fill="#9db88f"/>',
        f'<path d="{drawing.ground}" fill="#d6cfc2" stroke="#7d7361"/>',
        f'<path d="{sight}" stroke="{_RED}" stroke-width="1.4" {dashes}/>',
        f'<path d="{masts}" stroke="{_INK}" stroke-width="2.4"/>',
        f'<circle cx="{x1}" cy="{y1}" r="3.2" fill="{_INK}"/>',
        f'<circle cx="{x2}" cy="{y2}" r="3.2" fill="{_RED}"/>',
        *_marks(frame, sheet),
    ]


def _axes(frame: PathFrame, language: Language) -> list[str]:
    """Return grid lines at round numbers, with their numbers."""
    left, right = frame.x(0), frame.x(frame.length_m)
    parts = []
    for height_m in _round_numbers(frame.low_m, frame.high_m):
        y = frame.y(height_m)
        parts.append(f'<path d="M{left} {y}H{right}" stroke="#e6eaeb"/>')
        words = format_number(height_m, 0, language)
        parts.append(_text(left - 6, y + 4, words, anchor="end", fill=_SOFT))
    parts.append(_text(left - 6, 12, "m", anchor="end", fill=_SOFT))
    length_km = frame.length_m * KM_PER_M
    ticks_km = _round_numbers(0.0, length_km)
    decimals = max(0, -floor(log10(ticks_km[1]))) if len(ticks_km) > 1 else 0
    for at_km in ticks_km:
        x = frame.x(at_km / KM_PER_M)
        parts.append(f'<path d="M{x} {frame.foot}v4" stroke="{_SOFT}"/>')
        words = format_number(at_km, decimals, language)
        parts.append(_text(x, frame.foot + 16, words, anchor="middle", fill=_SOFT))
    parts.append(_text(right + 10, frame.foot + 26, "km", anchor="end", fill=_SOFT))
    return parts


def _round_numbers(low: float, high: float) -> list[float]:
    """Return some round numbers between two."""
    rough = (high - low) / _TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(n * power for n in (1, 2, 5, 10) if n * power >= rough)
    return [n * step for n in range(ceil(low / step), floor(high / step) + 1)]


def _marks(frame: PathFrame, sheet: PathSheet) -> list[str]:
    """Return a number over each obstacle, those that would touch one row higher."""
    line, parts = sheet.picture.line, []
    last_x, last_y = -1e9, 0.0
    for count, mark in enumerate(sheet.marks, start=1):
        x, top = frame.x(line.distance_m[mark.index]), frame.y(line.top_m[mark.index])
        y = max(top - 12, 10.0)
        if x - last_x < 16 and abs(y - last_y) < 16:  # noqa: PLR2004 - twice the radius
            y = last_y - 16 if last_y > 26 else last_y + 16  # noqa: PLR2004 - the same
        parts += [
            f'<path d="M{x} {top}V{round(y, 1)}" stroke="{_RED}"/>',
            f'<circle cx="{x}" cy="{round(y, 1)}" r="7" fill="#fff" stroke="{_RED}"/>',
            _text(x, y + 3.5, str(count), anchor="middle", size=10, fill=_RED),
        ]
        last_x, last_y = x, y
    return parts


def _legend(pen: _Pen) -> None:
    x = float(_MARGIN)
    for label, colour, opacity in _LEGEND:
        words = translate(label, pen.language)
        width = 16 + _LETTER * len(words) + 12
        if x + width > _WIDTH - _MARGIN + 12:
            x = float(_MARGIN)
            pen.down(_LINE)
        y = round(pen.y - 8, 1)
        pen.parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="11" height="9" fill="{colour}"'
            f' opacity="{opacity:g}"/>'
        )
        pen.text(x + 16, words, fill=_SOFT)
        x += width
    pen.down(_LINE + 8)


def _table(pen: _Pen, sheet: PathSheet) -> None:
    columns = len(sheet.columns)
    edges = [_WIDTH - _MARGIN - _COLUMN * (columns - 1 - i) for i in range(columns)]
    for name, edge in zip(sheet.columns, edges, strict=True):
        pen.text(edge, name, weight=700, anchor="end")
    pen.down(_ROW)
    for row in sheet.rows:
        weight = 700 if row.is_total else 400
        pen.rule()
        pen.text(_MARGIN, translate(row.label, pen.language), weight=weight)
        for value, edge in zip(row.values, edges, strict=True):
            words = "\N{EN DASH}"
            if value is not None:
                words = f"{format_number(value, 1, pen.language)} {row.unit}"
            pen.text(edge, words, weight=weight, anchor="end")
        pen.down(_ROW)
    pen.down(4)
