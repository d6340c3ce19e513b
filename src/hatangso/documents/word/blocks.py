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
from hatangso.documents.word.elements import Element, paragraph, run, w
from hatangso.documents.word.figures import figure_elements
from hatangso.documents.word.manuscript import Manuscript
from hatangso.documents.word.tables import table_elements

__all__ = ["block_elements"]


def block_elements(blocks: Sequence[Block], manuscript: Manuscript) -> list[Element]:
    """Return paragraphs and tables of blocks."""
    return [
        element for block in blocks for element in _block_elements(block, manuscript)
    ]


def _block_elements(block: Block, manuscript: Manuscript) -> list[Element]:
    match block:
        case Heading():
            return [_heading(block, manuscript)]
        case Paragraph():
            style = "Note" if block.is_note else "BodyText"
            return [paragraph(style, *manuscript.runs(block.sentence))]
        case Items():
            return [
                paragraph("ListBullet", *manuscript.runs(entry))
                for entry in block.entries
            ]
        case Table():
            return table_elements(block, manuscript)
        case Figure():
            return figure_elements(block, manuscript)
        case PageBreak():
            return [paragraph("Normal", w("r", w("br", type="page")))]


def _heading(heading: Heading, manuscript: Manuscript) -> Element:
    level = heading.level
    ordinals = manuscript.ordinals
    ordinals[level - 1] += 1
    ordinals[level:] = [0] * (len(ordinals) - level)
    number = (
        f"{roman(ordinals[0])}.",
        f"{ordinals[1]}.",
        f"{chr(ord('a') + ordinals[2] - 1)})",
    )[level - 1]
    start, end = manuscript.listed(f"{number} {heading.text}", level)
    numbering = None
    if manuscript.heading_numbering is not None:
        numbering = w(
            "numPr",
            w("ilvl", val=level - 1),
            w("numId", val=manuscript.heading_numbering),
        )
    return paragraph(
        f"Heading{level}", start, run(heading.text), end, numbering=numbering
    )
