"""The table of contents: a field of Word, its entries filled in already."""

from collections.abc import Mapping, Sequence

from hatangso.documents.official.decree_30 import decree_30
from hatangso.documents.word import elements
from hatangso.documents.word.elements import Element, gap, paragraph, run, w
from hatangso.documents.word.manuscript import ContentsEntry

__all__ = ["contents"]

# What stands within a section is soon found; the bases should begin on the first page.
_DEEPEST = 1


def contents(
    entries: Sequence[ContentsEntry], pages: Mapping[str, int]
) -> list[Element]:
    """Return the title and an entry for each section and annex.

    Args:
        entries: In the order in which they stand.
        pages: On which each bookmark stands; Word counts anew when asked to.
    """
    title = paragraph("ContentsTitle", run(decree_30().words["contents"]))
    lines = [
        _line(entry, pages.get(entry.bookmark, 1))
        for entry in entries
        if entry.level <= _DEEPEST
    ]
    if not lines:
        return []
    begin, code, separate, _, end = elements.field(
        f'TOC \\o "1-{_DEEPEST}" \\h \\z \\u', ""
    )
    for at, part in enumerate((begin, code, separate), 1):
        lines[0].insert(at, part)
    lines[-1].append(end)
    return [title, *lines, gap(6)]


def _line(entry: ContentsEntry, page: int) -> Element:
    link = w("hyperlink", run(f"{entry.text}\t"), anchor=entry.bookmark, history=1)
    for part in elements.field(f"PAGEREF {entry.bookmark} \\h", str(page)):
        link.append(part)
    return paragraph(f"TOC{entry.level}", link)
