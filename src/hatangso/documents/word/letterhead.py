"""What stands above the text: who issues the document, number, day, title, bases."""

from hatangso.documents.graphics.lettering import text_width
from hatangso.documents.official.decree_30 import decree_30
from hatangso.documents.official.official_document import (
    DocumentForm,
    Letterhead,
    OfficialDocument,
)
from hatangso.documents.official.wording import (
    addressees_of,
    bases_of,
    number_and_symbol,
    place_and_day,
)
from hatangso.documents.word.elements import (
    TWIPS_PER_MM,
    TWIPS_PER_PT,
    Element,
    paragraph,
    run,
    w,
)
from hatangso.documents.word.layout_tables import layout_table

__all__ = ["bases", "letterhead", "titles"]

_PT_PER_MM = 72 / 25.4
_THIN_EIGHTHS = 6


def letterhead(document: OfficialDocument) -> list[Element]:
    """Return issuer, Quốc hiệu, number and day; of sheets nothing."""
    if document.form is DocumentForm.SHEETS:
        return []
    form = decree_30()
    left_mm = form.text_width_mm() * form.lengths["issuer_column_ratio"]
    right_mm = form.text_width_mm() - left_mm
    head = document.letterhead
    below = [paragraph("Number", run(number_and_symbol(head)))]
    if document.form is DocumentForm.LETTER:
        subject = f"{form.words['letter_subject']} {document.subject}"
        below.append(paragraph("LetterSubject", run(subject)))
    rows = [
        (_issuer(head, left_mm), _motto(right_mm)),
        (below, [paragraph("PlaceAndDay", run(place_and_day(head)))]),
    ]
    return [layout_table(rows, (left_mm, right_mm))]


def _issuer(head: Letterhead, width_mm: float) -> list[Element]:
    form = decree_30()
    above = _balanced(head.above, "above_issuer", width_mm)
    made = [paragraph("AboveIssuer", run(above))] if above else []
    issuer = _balanced(head.issuer, "issuer", width_mm)
    line_mm = _longest_line_mm(issuer, "issuer", width_mm)
    return [
        *made,
        paragraph("Issuer", run(issuer)),
        _line(line_mm * form.lengths["issuer_line_ratio"], width_mm),
    ]


def _motto(width_mm: float) -> list[Element]:
    form = decree_30()
    device = form.words["device"]
    return [
        paragraph("Motto", run(form.words["motto"])),
        paragraph("Device", run(device)),
        _line(_longest_line_mm(device, "device", width_mm), width_mm),
    ]


def _balanced(text: str, part: str, width_mm: float) -> str:
    """Return words on one line, or on two of about the same length.

    What needs more than two lines is left to break by itself.
    """
    form = decree_30().text[part]

    def width(words: list[str]) -> float:
        pt = text_width(" ".join(words), form.size_pt, is_bold=form.is_bold)
        return float(pt / _PT_PER_MM)

    words = text.split()
    if not width_mm < width(words) < 2 * width_mm:
        return " ".join(words)
    cut = min(
        range(1, len(words)),
        key=lambda at: max(width(words[:at]), width(words[at:])),
        default=len(words),
    )
    return " ".join(words[:cut]) + "\n" + " ".join(words[cut:])


def _longest_line_mm(text: str, part: str, width_mm: float) -> float:
    size_pt = decree_30().text[part].size_pt
    widest_pt = max(
        text_width(line, size_pt, is_bold=True) for line in text.split("\n")
    )
    return float(min(widest_pt / _PT_PER_MM, width_mm - 4))


def _line(length_mm: float, width_mm: float) -> Element:
    """Return a line in the middle: the upper edge of an empty paragraph."""
    side = max(0, round((width_mm - length_mm) / 2 * TWIPS_PER_MM))
    edge = w("top", val="single", sz=_THIN_EIGHTHS, space=1, color="auto")
    return w(
        "p",
        w(
            "pPr",
            w("pStyle", val="Line"),
            w("pBdr", edge),
            w("spacing", before=60, after=0, line=4 * TWIPS_PER_PT, lineRule="exact"),
            w("ind", left=side, right=side, firstLine=0),
        ),
    )


def titles(document: OfficialDocument) -> list[Element]:
    """Return type, subject, the line below, what nobody may miss, and addressees."""
    made = []
    form = decree_30()
    if document.type_name:
        made.append(paragraph("Title", run(document.type_name)))
    if document.form is not DocumentForm.LETTER and document.subject:
        style = "Subtitle" if document.type_name else "Title"
        subject = _balanced(document.subject, "subject", form.text_width_mm())
        made.append(paragraph(style, run(subject)))
        words_mm = _longest_line_mm(subject, "subject", form.text_width_mm())
        ratio = form.lengths["subject_line_ratio"]
        made.append(_line(words_mm * ratio, form.text_width_mm()))
    made.extend(paragraph("Mark", run(mark)) for mark in document.marks)
    return [*made, *_addressees(document)]


def _addressees(document: OfficialDocument) -> list[Element]:
    whom = addressees_of(document)
    word = decree_30().words["addressees"]
    if len(whom) == 1:
        return [paragraph("Addressees", run(f"{word} {whom[0]}"))]
    if not whom:
        return []
    return [
        paragraph("Addressees", run(word), alignment="center"),
        *(paragraph("AddresseeList", run(one)) for one in whom),
    ]


def bases(document: OfficialDocument) -> list[Element]:
    """Return the legal bases, each a paragraph."""
    return [paragraph("Basis", run(basis)) for basis in bases_of(document)]
