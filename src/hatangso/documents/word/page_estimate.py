"""On which page each heading will stand, as far as can be told without Word.

Lines are counted by the widths of their letters, so that a heading near the edge of a
page may be told a page too early or too late; Word counts anew when the contents are
updated.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from hatangso.documents.graphics.lettering import text_width
from hatangso.documents.official.decree_30 import TextForm, decree_30
from hatangso.documents.word.elements import (
    NAMESPACES,
    TWIPS_PER_PT,
    Element,
)
from hatangso.documents.word.sections import text_height_mm
from hatangso.documents.word.styles import Look, paragraph_looks

__all__ = ["estimated_pages"]

_W = f"{{{NAMESPACES['w']}}}"
_EXTENT = f"{{{NAMESPACES['wp']}}}extent"
_PT_PER_MM = 72 / 25.4
_EMU_PER_PT = 12_700
_LINE_RATIO = 1.15
_CELL_MARGINS_PT = 8.5
_NOTE_LINES = 2
_SPACE_RATIO = 0.25
_TABLE_LINE_PT = 0.5


@dataclass(frozen=True)
class _Piece:
    """A paragraph or a row of a table.

    Attributes:
        before_pt: Of the height, the space above; it and the space below the paragraph
            before are one, the larger.
        is_kept: Stays on the page of what follows.
        is_break: Begins a new page.
        head_pt: Height of the header that stands again above a row on a new page.
    """

    height_pt: float
    before_pt: float = 0
    after_pt: float = 0
    is_kept: bool = False
    is_whole: bool = True
    is_break: bool = False
    bookmarks: tuple[str, ...] = ()
    head_pt: float = 0


def estimated_pages(sections: Sequence[tuple[bool, list[Element]]]) -> dict[str, int]:
    """Return the page of each bookmark, counted from 1.

    Args:
        sections: Whether each is landscape, and its paragraphs and tables.
    """
    found: dict[str, int] = {}
    page = 0
    for is_landscape, content in sections:
        width_mm = decree_30().text_width_mm(is_landscape=is_landscape)
        height_mm = text_height_mm(is_landscape=is_landscape)
        pieces = list(_pieces(content, width_mm * _PT_PER_MM))
        page = _placed(pieces, height_mm * _PT_PER_MM, page + 1, found)
    return found


def _placed(
    pieces: Sequence[_Piece], height_pt: float, page: int, found: dict[str, int]
) -> int:
    """Note where each piece falls, and return the last page."""
    used_pt = after_pt = 0.0
    for at, piece in enumerate(pieces):
        used_pt -= min(after_pt, piece.before_pt)
        after_pt = piece.after_pt
        needed_pt = _together_pt(pieces, at)
        if piece.is_break or (used_pt and used_pt + needed_pt > height_pt):
            page += 1
            used_pt = piece.head_pt
        found.update(dict.fromkeys(piece.bookmarks, page))
        used_pt += piece.height_pt
        while used_pt > height_pt and not piece.is_whole:
            page += 1
            used_pt -= height_pt
    return page


def _together_pt(pieces: Sequence[_Piece], at: int) -> float:
    """Return the height that must stand on one page, from a piece on."""
    needed_pt = 0.0
    two_lines_pt = 2 * _LINE_RATIO * decree_30().text["body"].size_pt
    for piece in pieces[at:]:
        whole_pt = piece.height_pt - piece.after_pt
        needed_pt += whole_pt if piece.is_whole else min(whole_pt, two_lines_pt)
        if not piece.is_kept:
            break
    return needed_pt


def _pieces(content: Sequence[Element], width_pt: float) -> Iterator[_Piece]:
    for element in content:
        if element.tag == f"{_W}tbl":
            yield from _rows(element)
            continue
        height_pt = _paragraph_pt(element, width_pt)
        look = _look(element)
        yield _Piece(
            height_pt,
            look.before_pt if look else 0,
            look.after_pt if look else 0,
            is_kept=_is_kept(element),
            is_whole=element.find(f".//{_EXTENT}") is not None,
            is_break=element.find(f"{_W}pPr/{_W}pageBreakBefore") is not None,
            bookmarks=tuple(
                str(mark.get(f"{_W}name"))
                for mark in element.iter(f"{_W}bookmarkStart")
            ),
        )


def _rows(table: Element) -> Iterator[_Piece]:
    head_pt = 0.0
    for row in table.iter(f"{_W}tr"):
        height_pt = max(map(_cell_pt, row.iter(f"{_W}tc"))) + _TABLE_LINE_PT
        is_head = row.find(f"{_W}trPr/{_W}tblHeader") is not None
        yield _Piece(
            height_pt,
            is_kept=any(_is_kept(one) for one in row.iter(f"{_W}p")),
            head_pt=0 if is_head else head_pt,
        )
        head_pt += height_pt if is_head else 0


def _cell_pt(cell: Element) -> float:
    properties = cell.find(f"{_W}tcPr")
    width_pt = int(properties.find(f"{_W}tcW").get(f"{_W}w")) / TWIPS_PER_PT
    inner_pt = max(width_pt - _CELL_MARGINS_PT, 1)
    height_pt = sum(_paragraph_pt(one, inner_pt) for one in cell.iter(f"{_W}p"))
    return height_pt if properties.find(f"{_W}vMerge") is None else height_pt / 2


def _is_kept(paragraph: Element) -> bool:
    if paragraph.find(f"{_W}pPr/{_W}keepNext") is not None:
        return True
    look = _look(paragraph)
    return look is not None and look.is_kept_with_next


def _paragraph_pt(paragraph: Element, width_pt: float) -> float:
    spacing = paragraph.find(f"{_W}pPr/{_W}spacing")
    if spacing is not None and spacing.get(f"{_W}lineRule") == "exact":
        return int(spacing.get(f"{_W}line")) / TWIPS_PER_PT
    look = _look(paragraph)
    form = decree_30().text[look.text if look else "body"]
    height_pt = 0.0
    if look:
        height_pt += look.before_pt + look.after_pt
        width_pt -= (look.left_mm + look.right_mm) * _PT_PER_MM
    if spacing is not None:
        height_pt += int(spacing.get(f"{_W}before", 0)) / TWIPS_PER_PT
    picture = paragraph.find(f".//{_EXTENT}")
    if picture is not None:
        return height_pt + int(picture.get("cy")) / _EMU_PER_PT
    first_pt = (look.first_line_mm if look else 0) * _PT_PER_MM
    lines = sum(_wrapped(one, form, width_pt, first_pt) for one in _lines(paragraph))
    notes = len(list(paragraph.iter(f"{_W}footnoteReference"))) * _NOTE_LINES
    note_pt = notes * decree_30().text["footnote"].size_pt
    return height_pt + (lines * form.size_pt + note_pt) * _LINE_RATIO


def _wrapped(text: str, form: TextForm, width_pt: float, first_pt: float) -> int:
    """Return how many lines a text takes, broken between words."""
    if form.is_upper:
        text = text.upper()
    whole_pt = first_pt + text_width(text, form.size_pt, is_bold=form.is_bold)
    if whole_pt <= width_pt:
        return 1
    lines, used_pt = 1, first_pt
    for word in text.split():
        word_pt = text_width(f"{word} ", form.size_pt, is_bold=form.is_bold)
        if used_pt + word_pt - form.size_pt * _SPACE_RATIO > width_pt:
            lines += math.ceil(word_pt / width_pt) if used_pt else 0
            used_pt = 0
        used_pt += word_pt % width_pt
    return lines


def _lines(paragraph: Element) -> list[str]:
    texts = [
        "\n" if one.tag == f"{_W}br" else one.text or ""
        for one in paragraph.iter(f"{_W}t", f"{_W}br")
    ]
    return "".join(texts).replace("\u00a0", " ").split("\n")


def _look(paragraph: Element) -> Look | None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return None if style is None else _looks().get(str(style.get(f"{_W}val")))


@cache
def _looks() -> dict[str, Look]:
    return {look.code: look for look in paragraph_looks()}
