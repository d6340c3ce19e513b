"""The legend of a drawing, and what stands below it: sources, date, marks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from hatangso.documents.graphics.drawing_notes import DrawingNotes
from hatangso.documents.graphics.fills import Fill
from hatangso.documents.graphics.lettering import (
    LINE_HEIGHT,
    text_lines,
    text_width,
    wrap,
    write,
)
from hatangso.documents.graphics.svg import element
from hatangso.language import format_date

__all__ = ["LegendEntry", "fill_entry", "lay_legend", "lay_notes", "line_entry"]

_SIZE_PT = 8.0
_NOTE_SIZE_PT = 7.5
_SAMPLE_WIDTH, _SAMPLE_HEIGHT = 17.0, 9.0
_GAP = 5.0
_COLUMN_GAP = 12.0
_MOST_COLUMNS = 4


@dataclass(frozen=True)
class LegendEntry:
    """A sample with what it means.

    Attributes:
        sample: Draws it about a middle.
    """

    sample: Callable[[float, float], Markup]
    title: str


def fill_entry(fill: Fill, title: str) -> LegendEntry:
    """Return the entry of an area."""

    def sample(x: float, y: float) -> Markup:
        return element(
            "rect",
            x=x - _SAMPLE_WIDTH / 2,
            y=y - _SAMPLE_HEIGHT / 2,
            width=_SAMPLE_WIDTH,
            height=_SAMPLE_HEIGHT,
            fill=fill.paint,
            stroke="#000",
            stroke_width=0.5,
        )

    return LegendEntry(sample, title)


def line_entry(title: str, **line: object) -> LegendEntry:
    """Return the entry of a line with its attributes."""

    def sample(x: float, y: float) -> Markup:
        path = f"M{x - _SAMPLE_WIDTH / 2:.1f} {y:.1f}h{_SAMPLE_WIDTH:g}"
        return element("path", d=path, fill="none", **line)

    return LegendEntry(sample, title)


def lay_legend(
    x: float,
    y: float,
    width: float,
    entries: Sequence[LegendEntry],
    *,
    title: str = "",
) -> tuple[list[Markup], float]:
    """Return a legend in columns, and the height that it takes.

    Entries follow each other down the columns; a title too long for its column breaks.
    """
    if not entries:
        return [], 0.0
    titles, title_height = _title(x, y, width, title)
    columns = _columns(entries, width)
    column_width = (width + _COLUMN_GAP) / columns
    room = column_width - _COLUMN_GAP - _SAMPLE_WIDTH - _GAP
    texts = [wrap(one.title, _SIZE_PT, room) or ("",) for one in entries]
    rows = -(-len(entries) // columns)
    drawn, deepest = titles, 0.0
    for column in range(columns):
        down = y + title_height
        for at in range(column * rows, min((column + 1) * rows, len(entries))):
            left = x + column * column_width
            middle = down + 0.62 * _SIZE_PT
            drawn.append(entries[at].sample(left + _SAMPLE_WIDTH / 2, middle))
            drawn += text_lines(
                left + _SAMPLE_WIDTH + _GAP,
                middle + 0.33 * _SIZE_PT,
                texts[at],
                size_pt=_SIZE_PT,
            )
            down += (len(texts[at]) - 1) * _SIZE_PT * LINE_HEIGHT + 1.5 * _SIZE_PT
        deepest = max(deepest, down - y)
    return drawn, deepest


def _title(x: float, y: float, width: float, title: str) -> tuple[list[Markup], float]:
    if not title:
        return [], 0.0
    lines = wrap(title, _SIZE_PT, width, is_bold=True)
    drawn = text_lines(x, y + _SIZE_PT, lines, size_pt=_SIZE_PT, is_bold=True)
    return drawn, len(lines) * _SIZE_PT * LINE_HEIGHT + 4.0


def _columns(entries: Sequence[LegendEntry], width: float) -> int:
    """Return as many columns as the longest title leaves room for, at least two."""
    longest = max(text_width(one.title, _SIZE_PT) for one in entries)
    wanted = longest + _SAMPLE_WIDTH + _GAP + _COLUMN_GAP
    fitting = max(2, int((width + _COLUMN_GAP) / wanted))
    return min(fitting, _MOST_COLUMNS, len(entries))


def lay_notes(
    x: float, y: float, width: float, notes: DrawingNotes
) -> tuple[list[Markup], float]:
    """Return sources, date and marks one below the other, and the height they take."""
    drawn: list[Markup] = []
    down = y
    for text, is_bold in _sentences(notes):
        for line in wrap(text, _NOTE_SIZE_PT, width, is_bold=is_bold):
            down += _NOTE_SIZE_PT * LINE_HEIGHT
            drawn.append(
                write(
                    x,
                    down,
                    line,
                    size_pt=_NOTE_SIZE_PT,
                    is_italic=True,
                    is_bold=is_bold,
                )
            )
    return drawn, down - y + 2.0 if drawn else 0.0


def _sentences(notes: DrawingNotes) -> list[tuple[str, bool]]:
    found = []
    told = []
    if notes.sources:
        told.append("Nguồn: " + "; ".join(notes.sources).rstrip("."))
    # The first day of the calendar stands for a day that nobody has said.
    if notes.as_of is not None and notes.as_of > date.min:
        day = f"số liệu đến ngày {format_date(notes.as_of)}"
        told.append(day if told else day[0].upper() + day[1:])
    if told:
        found.append(("; ".join(told) + ".", False))
    found += [(mark, True) for mark in notes.marks]
    return found
