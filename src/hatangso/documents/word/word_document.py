"""An official document as DOCX that Word and LibreOffice open and officials edit."""

from collections.abc import Sequence

from hatangso.documents.official.decree_30 import decree_30
from hatangso.documents.official.official_document import Annex, OfficialDocument
from hatangso.documents.official.trace_record import NAMESPACE, trace_record
from hatangso.documents.official.wording import annex_reference, ended, roman
from hatangso.documents.word import sections
from hatangso.documents.word.blocks import block_elements
from hatangso.documents.word.closing import signatures
from hatangso.documents.word.contents import contents
from hatangso.documents.word.elements import (
    Element,
    gap,
    keep_with_next,
    paragraph,
    run,
    w,
)
from hatangso.documents.word.letterhead import bases, letterhead, titles
from hatangso.documents.word.manuscript import Manuscript
from hatangso.documents.word.numbering import annex_headings, numbering
from hatangso.documents.word.package import WordPackage
from hatangso.documents.word.page_estimate import estimated_pages
from hatangso.documents.word.settings import settings
from hatangso.documents.word.styles import styles

__all__ = ["word_document"]


def word_document(document: OfficialDocument) -> bytes:
    """Return the DOCX of a document; the same document gives the same bytes.

    Raises:
        InvalidInputError: The drawing of a figure cannot be read.
    """
    whole = ended(document)
    package = WordPackage()
    package.add("styles", styles())
    package.add("numbering", numbering(len(whole.annexes)))
    package.add("settings", settings())
    headers = (
        package.add("header1", sections.header()),
        package.add("header2", w("hdr", w("p"))),
    )
    manuscript = Manuscript(
        package, height_mm=sections.text_height_mm(is_landscape=False)
    )
    _write(whole, manuscript, headers)
    package.add("footnotes", manuscript.footnotes())
    package.add_trace(trace_record(document), NAMESPACE)
    title = f"{whole.type_name} {whole.subject}".strip()
    package.describe(title, whole.letterhead.issuer, [("hatangso", whole.kind)])
    return package.content()


def _write(
    document: OfficialDocument, manuscript: Manuscript, headers: Sequence[str]
) -> None:
    """Fill the body: the text in one section, each annex in its own."""
    text = _text(document, manuscript)
    annexes = [
        (annex.is_landscape, _annex(document, at, manuscript))
        for at, annex in enumerate(document.annexes)
    ]
    # LibreOffice 7 puts an empty line above a table that begins a text with footnotes.
    first = [gap(1)] if manuscript.notes else []
    above = [*first, *letterhead(document), *titles(document)]

    def parts(listed: list[Element]) -> list[tuple[bool, list[Element]]]:
        return [(False, [*above, *listed, *text]), *annexes]

    listed: list[Element] = []
    if document.has_contents:
        blank = contents(manuscript.contents, {})
        pages = estimated_pages(parts(blank))
        listed = contents(manuscript.contents, pages)
    _close(parts(listed), manuscript, headers)


def _close(
    parts: Sequence[tuple[bool, list[Element]]],
    manuscript: Manuscript,
    headers: Sequence[str],
) -> None:
    body = manuscript.package.body
    for at, (is_landscape, content) in enumerate(parts):
        close = sections.section(
            is_landscape=is_landscape, headers=() if at else headers
        )
        if at < len(parts) - 1:
            body.extend(sections.closed_by(content, close))
            continue
        body.extend([*sections.ended(content), close])


def _text(document: OfficialDocument, manuscript: Manuscript) -> list[Element]:
    opening = (
        [paragraph("BodyText", *manuscript.runs(document.opening))]
        if document.opening
        else []
    )
    said = [
        *bases(document),
        *opening,
        *block_elements(document.blocks, manuscript),
        *(
            paragraph("BodyText", *manuscript.runs(sentence))
            for sentence in document.closing
        ),
    ]
    signed = signatures(document)
    if said and signed:
        keep_with_next(said[-1])
    return [*said, *signed]


def _annex(
    document: OfficialDocument, at: int, manuscript: Manuscript
) -> list[Element]:
    annex: Annex = document.annexes[at]
    manuscript.width_mm = decree_30().text_width_mm(is_landscape=annex.is_landscape)
    manuscript.height_mm = sections.text_height_mm(is_landscape=annex.is_landscape)
    manuscript.annex_numbering = annex_headings(at)
    manuscript.ordinals = [0, 0, 0]
    word = decree_30().words["annex"]
    number = word if len(document.annexes) == 1 else f"{word} {roman(at + 1)}"
    start, end = manuscript.listed(f"{number}. {annex.title.upper()}", 1)
    reference = annex_reference(document)
    return [
        paragraph("AnnexTitle", start, run(f"\n{annex.title.upper()}"), end),
        *([paragraph("AnnexReference", run(reference))] if reference else []),
        *block_elements(annex.blocks, manuscript),
    ]
