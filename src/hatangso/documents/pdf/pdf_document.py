"""An official document as PDF/A: the same page on every machine, now and later."""

import json
from importlib.resources import files

from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.trace_record import trace_record
from hatangso.documents.pdf import typesetting
from hatangso.documents.pdf.page_data import page_data

__all__ = ["heading_pages", "pdf_document"]


def pdf_document(document: OfficialDocument) -> bytes:
    """Return the PDF of a document; the same document gives the same bytes.

    It is PDF/A-3 with tags for those who cannot see it; the record of its numbers is
    attached as ``hatangso-trace.json``.

    Raises:
        InvalidInputError: The drawing of a figure cannot be read.
        NotFoundError: The fonts are missing.
    """
    return typesetting.pdf(_sources(document))


def heading_pages(document: OfficialDocument) -> tuple[int, ...]:
    """Return the page, from 1, of every heading and annex in their order.

    Raises:
        InvalidInputError: The drawing of a figure cannot be read.
        NotFoundError: The fonts are missing.
    """
    pages = json.loads(
        typesetting.query(_sources(document), "<heading-pages>", "value")
    )
    return tuple(pages[0])


def _sources(document: OfficialDocument) -> dict[str, bytes]:
    data = page_data(document)
    content = json.dumps(data.content, ensure_ascii=False)
    return {
        "main.typ": (files(__package__) / "official.typ").read_bytes(),
        "document.json": content.encode(),
        "trace.json": trace_record(document).encode(),
        **{name: svg.encode() for name, svg in data.drawings.items()},
    }
