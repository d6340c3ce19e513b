"""What stands below the text: who signs, and who receives the document."""

from hatangso.documents.official.decree_30 import decree_30
from hatangso.documents.official.official_document import OfficialDocument, Signature
from hatangso.documents.official.wording import recipients_of
from hatangso.documents.word.elements import (
    TWIPS_PER_PT,
    Element,
    gap,
    paragraph,
    run,
    w,
)
from hatangso.documents.word.layout_tables import layout_table

__all__ = ["signatures"]


def signatures(document: OfficialDocument) -> list[Element]:
    """Return recipients to the left and the signature to the right, on one page."""
    if document.signature is None and not document.recipients:
        return []
    half_mm = decree_30().text_width_mm() / 2
    cells = (_recipients(document), _signature(document.signature))
    return [
        gap(6, is_kept_with_next=True),
        layout_table([cells], (half_mm, half_mm)),
    ]


def _recipients(document: OfficialDocument) -> list[Element]:
    entries = recipients_of(document)
    if not entries:
        return []
    title = paragraph("RecipientsTitle", run(decree_30().words["recipients"]))
    return [title, *(paragraph("Recipients", run(entry)) for entry in entries)]


def _signature(signature: Signature | None) -> list[Element]:
    if signature is None:
        return []
    room_pt = decree_30().lengths["signature_space_pt"]
    room = w("spacing", before=int(room_pt * TWIPS_PER_PT), after=0)
    return [
        *(paragraph("Authority", run(line)) for line in signature.lines),
        paragraph("Signer", run(signature.name), spacing=room),
    ]
