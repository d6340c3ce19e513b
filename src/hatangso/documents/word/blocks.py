"""The blocks of a document, one after the other."""

from collections.abc import Sequence

from hatangso.documents.official.blocks import (
    Block,
    Figure,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Table,
)
from hatangso.documents.official.wording import roman
from hatangso.documents.word.elements import Element, begin_page, paragraph, run, w
from hatangso.documents.word.figures import figure_elements
from hatangso.documents.word.manuscript import Manuscript
from hatangso.documents.word.tables import table_elements

__all__ = ["block_elements"]


def block_elements(blocks: Sequence[Block], manuscript: Manuscript) -> list[Element]:
    """Return paragraphs and tables of blocks."""
    made: list[Element] = []
    is_new_page = False
    for block in blocks:
        if isinstance(block, PageBreak):
            is_new_page = True
            continue
        added = _block_elements(block, manuscript)
        if is_new_page and added:
            begin_page(added[0])
            is_new_page = False
        made += added
    return made


def _block_elements(
    block: Heading | Paragraph | Items | Table | Figure, manuscript: Manuscript
) -> list[Element]:
    match block:
        case Heading():
            return [_heading(block, manuscript)]
        case Paragraph():
            style = "Note" if block.is_note else "BodyText"
            runs = manuscript.runs(block.sentence)
            return [paragraph(style, *runs, is_kept_with_next=block.is_lead)]
        case Items():
            return [
                paragraph("ListBullet", *manuscript.runs(entry))
                for entry in block.entries
            ]
        case Table():
            return table_elements(block, manuscript)
        case Figure():
            return figure_elements(block, manuscript)


def _heading(heading: Heading, manuscript: Manuscript) -> Element:
    level = heading.level
    ordinals = manuscript.ordinals
    ordinals[level - 1] += 1
    ordinals[level:] = [0] * (len(ordinals) - level)
    number = (
        f"{roman(ordinals[0])}.",
        f"{ordinals[1]}.",
        f"{_letter(ordinals[2])})",
    )[level - 1]
    annex = manuscript.annex_numbering
    start, end = manuscript.listed(
        f"{number} {heading.text}", level if annex is None else level + 1
    )
    content = (start, run(heading.text), end)
    if annex is None:
        return paragraph(f"Heading{level}", *content)
    numbering = w("numPr", w("ilvl", val=level - 1), w("numId", val=annex))
    return paragraph(f"AnnexHeading{level}", *content, numbering=numbering)


def _letter(number: int) -> str:
    """Return a, b … z, aa, bb … as Word counts."""
    again, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (again + 1)
