"""Sections: paper, margins, and where the number of the page stands."""

from collections.abc import Sequence

from hatangso.documents.official.decree_30 import decree_30
from hatangso.documents.word import elements
from hatangso.documents.word.elements import (
    NAMESPACES,
    TWIPS_PER_MM,
    Element,
    gap,
    on,
    paragraph,
    w,
)

__all__ = ["closed_by", "ended", "header", "section", "text_height_mm"]


def text_height_mm(*, is_landscape: bool) -> float:
    """Return how high text may be between the margins."""
    form = decree_30()
    height_mm = form.width_mm if is_landscape else form.height_mm
    lengths = form.lengths
    return height_mm - lengths["margin_top_mm"] - lengths["margin_bottom_mm"]


def section(*, is_landscape: bool, headers: Sequence[str] = ()) -> Element:
    """Return what closes a section.

    Args:
        is_landscape: Whether the paper lies on its long side.
        headers: Keys of the header and of that of the first page, without a number; the
            sections that follow take them over.
    """
    form = decree_30()
    size = [round(form.width_mm * TWIPS_PER_MM), round(form.height_mm * TWIPS_PER_MM)]
    paper = w("pgSz", w=size[0], h=size[1])
    if is_landscape:
        paper = w("pgSz", w=size[1], h=size[0], orient="landscape")
    references = []
    for kind, key in zip(("default", "first"), headers, strict=False):
        reference = w("headerReference", type=kind)
        reference.set(f"{{{NAMESPACES['r']}}}id", key)
        references.append(reference)
    lengths = {name: round(mm * TWIPS_PER_MM) for name, mm in form.lengths.items()}
    margins = w(
        "pgMar",
        top=lengths["margin_top_mm"],
        right=lengths["margin_right_mm"],
        bottom=lengths["margin_bottom_mm"],
        left=lengths["margin_left_mm"],
        header=lengths["header_mm"],
        footer=lengths["header_mm"],
        gutter=0,
    )
    return w(
        "sectPr",
        *references,
        w("type", val="nextPage"),
        paper,
        margins,
        w("cols", space=720),
        on("titlePg", bool(headers)),
    )


def closed_by(content: list[Element], close: Element) -> list[Element]:
    """Return what stands in a section, its last paragraph closing it."""
    content = ended(content)
    content[-1].find(w("pPr").tag).append(close)
    return content


def ended(content: list[Element]) -> list[Element]:
    """Return what stands in a section, with a paragraph at its end, as Word asks."""
    is_ended = bool(content) and content[-1].tag == w("p").tag
    return content if is_ended else [*content, gap(1)]


def header() -> Element:
    """Return the header: the number of the page in the middle."""
    return w("hdr", paragraph("Header", *elements.field("PAGE", "2")))
