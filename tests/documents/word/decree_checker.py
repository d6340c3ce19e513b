"""Reads a DOCX back and holds it against Decree 30/2020/NĐ-CP, Annex I.

Its numbers are its own: it shares nothing with what writes the documents.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from documents.word.word_reading import Paragraph, R, W, WordFile, text_of
from documents.word.word_schema import misplaced

TWIPS_PER_MM = 1440 / 25.4
PAPER_MM = (210, 297)
MARGINS_MM = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
FONT = "Times New Roman"
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
DEVICE = "Độc lập - Tự do - Hạnh phúc"
DAY = re.compile(r"\S.*, ngày(\xa0+| \d{2} )tháng(\xa0+| \d{1,2} )năm(\xa0+| \d{4})$")
SPACED = ("BodyText", "Basis", "ListBullet")
# Style: size from, to, bold, italic.
LOOKS = {
    "Motto": (12, 13, True, False),
    "Device": (13, 14, True, False),
    "AboveIssuer": (12, 13, False, False),
    "Issuer": (12, 13, True, False),
    "Number": (13, 13, False, False),
    "PlaceAndDay": (13, 14, False, True),
    "LetterSubject": (12, 13, False, False),
    "Title": (13, 14, True, False),
    "Subtitle": (13, 14, True, False),
    "Addressees": (13, 14, False, False),
    "Basis": (13, 14, False, True),
    "BodyText": (13, 14, None, None),
    "ListBullet": (13, 14, None, None),
    "Heading1": (13, 14, True, False),
    "Heading2": (13, 14, True, False),
    "AnnexTitle": (13, 14, True, False),
    "AnnexReference": (13, 14, False, True),
    "RecipientsTitle": (12, 12, True, True),
    "Recipients": (11, 11, False, False),
    "Authority": (13, 14, True, False),
    "Signer": (13, 14, True, False),
}
CENTRED = ("Motto", "Device", "Issuer", "Title", "Subtitle", "AnnexTitle", "Signer")
LEVELS = {"Heading1": "upperRoman", "Heading2": "decimal", "Heading3": "lowerLetter"}
TYPED_NUMBER = re.compile(r"^([IVX]+\.|\d+\.|[a-zđ]\))\s")


@dataclass(frozen=True)
class Expected:
    """What only the caller knows of a document.

    Attributes:
        totals: Printed totals by the caption of the table and the title of the column.
        landscape: Of each section.
        with_blanks: Captions of tables in which a number may not apply.
    """

    totals: Mapping[tuple[str, str], str] = field(default_factory=dict)
    landscape: Sequence[bool] = (False,)
    with_blanks: Collection[str] = ()
    has_letterhead: bool = True


def deviations(content: bytes, expected: Expected) -> list[str]:
    """Return what is not as the decree wants it, and what Word would not open."""
    file = WordFile(content)
    found = [
        *_paper(file, expected),
        *_fonts(file),
        *_page_numbers(file),
        *_texts(file),
        *_headings(file),
        *_tables(file, expected),
        *_fields(file),
        *_notes(file),
        *_forbidden(file),
    ]
    if expected.has_letterhead:
        found += [*_letterhead(file), *_closing(file)]
    for name, part in file.parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            found += [f"{name}: {one}" for one in misplaced(part)]
    return found


def _paper(file: WordFile, expected: Expected) -> Iterator[str]:
    sections = file.sections()
    if len(sections) != len(expected.landscape):
        yield f"{len(sections)} sections, not {len(expected.landscape)}"
    for at, section in enumerate(sections):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        is_landscape = size.get(f"{W}orient") == "landscape"
        sides = [round(int(size.get(W + side)) / TWIPS_PER_MM) for side in "wh"]
        if tuple(sides[::-1] if is_landscape else sides) != PAPER_MM:
            yield f"section {at}: the paper is {sides} mm"
        if at < len(expected.landscape) and is_landscape != expected.landscape[at]:
            yield f"section {at}: landscape is {is_landscape}"
        for side, (low, high) in MARGINS_MM.items():
            margin_mm = int(margins.get(W + side)) / TWIPS_PER_MM
            if not low - 0.1 <= margin_mm <= high + 0.1:
                yield f"section {at}: the {side} margin is {margin_mm:.0f} mm"


def _fonts(file: WordFile) -> Iterator[str]:
    defaults = file.parts["word/styles.xml"].find(
        f"{W}docDefaults/{W}rPrDefault/{W}rPr"
    )
    if defaults.find(f"{W}rFonts") is None:
        yield "no font is named"
    language = defaults.find(f"{W}lang")
    if language is None or language.get(f"{W}val") != "vi-VN":
        yield "the language is not Vietnamese"
    for name, part in file.parts.items():
        for fonts in part.iter(f"{W}rFonts"):
            if set(fonts.attrib.values()) != {FONT}:
                yield f"{name}: a font is {sorted(set(fonts.attrib.values()))}"
        for colour in part.iter(f"{W}color"):
            if colour.get(f"{W}val") not in {"auto", "000000"}:
                yield f"{name}: text in the colour {colour.get(f'{W}val')}"


def _page_numbers(file: WordFile) -> Iterator[str]:
    first = file.sections()[0]
    if first.find(f"{W}titlePg") is None:
        yield "the first page bears a number"
    headers = {
        one.get(f"{W}type"): file.related(one.get(f"{R}id"))
        for one in first.iter(f"{W}headerReference")
    }
    usual = headers.get("default")
    if usual is None or not _has_page(usual):
        yield "no page number above the text"
    else:
        paragraph = Paragraph(usual.find(f"{W}p"), file)
        if paragraph.value("jc") != "center":
            yield "the page number is not in the middle"
        if not paragraph.sizes_pt() <= {13, 14}:
            yield f"the page number is {paragraph.sizes_pt()} pt"
    if "first" in headers and _has_page(headers["first"]):
        yield "the first page bears a number"
    if any(one.find(f"{W}titlePg") is not None for one in file.sections()[1:]):
        yield "the first page of a later section bears no number"
    if any(_has_page(part) for name, part in file.parts.items() if "footer" in name):
        yield "a page number below the text"


def _has_page(part: Any) -> bool:
    return any((one.text or "").strip() == "PAGE" for one in part.iter(f"{W}instrText"))


def _texts(file: WordFile) -> Iterator[str]:
    for paragraph in file.paragraphs():
        if not paragraph.runs() or paragraph.style not in LOOKS:
            continue
        low, high, is_bold, is_italic = LOOKS[paragraph.style]
        said = f"{paragraph.style} {paragraph.text[:30]!r}"
        if not all(low <= size <= high for size in paragraph.sizes_pt()):
            yield f"{said}: {sorted(paragraph.sizes_pt())} pt"
        if is_bold is not None and paragraph.is_all("b") != is_bold:
            yield f"{said}: bold is {not is_bold}"
        if is_italic is not None and paragraph.is_all("i") != is_italic:
            yield f"{said}: italic is {not is_italic}"
        if paragraph.style in CENTRED and paragraph.value("jc") != "center":
            yield f"{said}: not in the middle"
        if paragraph.style in SPACED:
            yield from _body(paragraph, said)


def _body(paragraph: Paragraph, said: str) -> Iterator[str]:
    if paragraph.value("jc") != "both":
        yield f"{said}: not justified"
    first_mm = int(paragraph.value("ind", "firstLine", "0")) / TWIPS_PER_MM
    if not 9.9 <= first_mm <= 12.8:
        yield f"{said}: its first line begins at {first_mm:.1f} mm"
    space_pt = sum(
        int(paragraph.value("spacing", side, "0")) / 20 for side in ("before", "after")
    )
    if space_pt < 6:
        yield f"{said}: {space_pt} pt to the next paragraph"
    line = int(paragraph.value("spacing", "line", "240"))
    if not 240 <= line <= 360:
        yield f"{said}: {line / 240} lines"


def _letterhead(file: WordFile) -> Iterator[str]:
    by_style: dict[str, list[Paragraph]] = {}
    for paragraph in file.paragraphs():
        by_style.setdefault(paragraph.style, []).append(paragraph)
    fixed = {"Motto": MOTTO, "Device": DEVICE}
    for style, words in fixed.items():
        if [one.text for one in by_style.get(style, [])] != [words]:
            yield f"{words} does not stand once"
    for style in ("Device", "Issuer"):
        for paragraph in by_style.get(style, []):
            following = paragraph.element.getnext()
            if following is None or following.find(f"{W}pPr/{W}pBdr") is None:
                yield f"no line below {paragraph.text!r}"
    yield from _issue(by_style)
    for paragraph in by_style.get("Title", []):
        if not (paragraph.text.isupper() or paragraph.is_all("caps")):
            yield f"{paragraph.text!r} is not in capitals"


def _issue(by_style: Mapping[str, Sequence[Paragraph]]) -> Iterator[str]:
    issuer = by_style.get("Issuer", [])
    if len(issuer) != 1 or not issuer[0].text.isupper():
        yield "the issuer does not stand in capitals"
    if not any(
        re.match(r"Số: .*/\S+$", one.text) for one in by_style.get("Number", [])
    ):
        yield "no number and symbol"
    if not any(DAY.match(one.text) for one in by_style.get("PlaceAndDay", [])):
        yield "no place and day"
    bases = [one.text for one in by_style.get("Basis", [])]
    for at, basis in enumerate(bases):
        sign = "." if at == len(bases) - 1 else ";"
        if not (basis.startswith("Căn cứ ") and basis.endswith(sign)):
            yield f"basis {basis!r}"


def _closing(file: WordFile) -> Iterator[str]:
    texts = [one.text for one in file.paragraphs()]
    if not any(text.endswith("./.") for text in texts):
        yield "the text does not end with ./."
    recipients = [one.text for one in file.paragraphs() if one.style == "Recipients"]
    if "Nơi nhận:" not in texts or not recipients:
        yield "no recipients"
    elif not recipients[-1].startswith("- Lưu:"):
        yield "the last recipient is not the archive"
    authority = [one for one in file.paragraphs() if one.style == "Authority"]
    if not authority or not all(one.text.isupper() for one in authority):
        yield "nobody signs in capitals"
    for one in authority:
        row = one.element.getparent().getparent()
        if row.find(f"{W}trPr/{W}cantSplit") is None:
            yield "the signature may break across pages"


def _headings(file: WordFile) -> Iterator[str]:
    numbering = file.parts["word/numbering.xml"]
    formats: dict[str, str] = {}
    for level in numbering.iter(f"{W}lvl"):
        style = level.find(f"{W}pStyle")
        if style is not None:
            formats[style.get(f"{W}val")] = level.find(f"{W}numFmt").get(f"{W}val")
    numbers = {one.get(f"{W}numId") for one in numbering.iter(f"{W}num")}
    for paragraph in file.paragraphs():
        style = paragraph.style.removeprefix("Annex")
        if style not in LEVELS:
            continue
        said = f"heading {paragraph.text!r}"
        number = paragraph.property("numPr")
        if number is None or number.find(f"{W}numId").get(f"{W}val") not in numbers:
            yield f"{said}: no numbering"
        if formats.get(style) != LEVELS[style]:
            yield f"{said}: numbered as {formats.get(style)}"
        if paragraph.property("keepNext") is None:
            yield f"{said}: may stand alone below a page"
        if TYPED_NUMBER.match(paragraph.text):
            yield f"{said}: its number is typed"
    for style in sorted(set(formats) - set(file.styles)):
        yield f"numbering of {style}, which is no style"


def _tables(file: WordFile, expected: Expected) -> Iterator[str]:
    seen = set()
    for table in file.data_tables():
        caption = _caption(table)
        seen.add(caption)
        rows = table.findall(f"{W}tr")
        heads = [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
        if not heads or heads != rows[: len(heads)]:
            yield f"table {caption!r}: its header does not stand on every page"
        if any(row.find(f"{W}trPr/{W}cantSplit") is None for row in rows):
            yield f"table {caption!r}: a row may break across pages"
        checked = [] if caption in expected.with_blanks else rows[len(heads) :]
        yield from _cells(table, caption, checked)
        totals = {
            column: text
            for (name, column), text in expected.totals.items()
            if name == caption
        }
        yield from _totals(caption, heads, rows[-1], totals)
    for name, _ in expected.totals:
        if name not in seen:
            yield f"there is no table {name!r}"


def _caption(table: Any) -> str:
    above = table.getprevious()
    text = "" if above is None else text_of(above)
    return re.sub(r"^Bảng \d+\. ", "", text)


def _cells(table: Any, caption: str, rows: Sequence[Any]) -> Iterator[str]:
    grid = [int(one.get(f"{W}w")) for one in table.iter(f"{W}gridCol")]
    for row in table.findall(f"{W}tr"):
        spans = [int(one.get(f"{W}val")) for one in row.iter(f"{W}gridSpan")]
        count = len(row.findall(f"{W}tc")) + sum(spans) - len(spans)
        if count != len(grid):
            yield f"table {caption!r}: {count} cells for {len(grid)} columns"
    for at, row in enumerate(rows[:-1]):
        for cell in row.findall(f"{W}tc"):
            alignment = cell.find(f"{W}p/{W}pPr/{W}jc")
            is_number = alignment is not None and alignment.get(f"{W}val") == "right"
            if is_number and not text_of(cell).strip():
                yield f"table {caption!r}: row {at + 1} has an empty number"


def _totals(
    caption: str, heads: Sequence[Any], row: Any, totals: Mapping[str, str]
) -> Iterator[str]:
    if not (totals and heads):
        return
    titles = [text_of(cell) for cell in heads[-1].findall(f"{W}tc")]
    cells = row.findall(f"{W}tc")
    for column, text in totals.items():
        at = next((i for i, one in enumerate(titles) if one.startswith(column)), None)
        if at is None:
            yield f"table {caption!r}: there is no column {column!r}"
            continue
        if text_of(cells[at]) != text:
            yield f"table {caption!r}: the total is {text_of(cells[at])}, not {text}"
        if any(run.find(f"{W}rPr/{W}b") is None for run in cells[at].iter(f"{W}r")):
            yield f"table {caption!r}: the total is not bold"


def _fields(file: WordFile) -> Iterator[str]:
    """Yield what is wrong with captions and contents."""
    counts: dict[str, int] = {}
    for paragraph in file.paragraphs():
        if paragraph.style != "Caption":
            continue
        label = paragraph.text.split(" ")[0]
        counts[label] = counts.get(label, 0) + 1
        codes = [one.text.split() for one in paragraph.element.iter(f"{W}instrText")]
        if [code[:2] for code in codes] != [["SEQ", label]]:
            yield f"caption {paragraph.text!r} is not counted by a field"
        if not paragraph.text.startswith(f"{label} {counts[label]}. "):
            yield f"caption {paragraph.text!r} is out of order"
    marks = [one.get(f"{W}name") for one in file.body.iter(f"{W}bookmarkStart")]
    if len(marks) != len(set(marks)):
        yield "a bookmark stands twice"
    for link in file.body.iter(f"{W}hyperlink"):
        if link.get(f"{W}anchor") not in marks:
            yield f"contents lead to {link.get(f'{W}anchor')}, which is nowhere"
    kinds = [one.get(f"{W}fldCharType") for one in file.body.iter(f"{W}fldChar")]
    if kinds.count("begin") != kinds.count("end"):
        yield "a field does not end"
    if file.parts["word/settings.xml"].find(f"{W}updateFields") is not None:
        yield "Word would ask whether to update fields"


def _notes(file: WordFile) -> Iterator[str]:
    written = {
        one.get(f"{W}id")
        for one in file.parts["word/footnotes.xml"].iter(f"{W}footnote")
        if one.get(f"{W}type") is None
    }
    used = [one.get(f"{W}id") for one in file.body.iter(f"{W}footnoteReference")]
    if sorted(written) != sorted(used):
        yield "footnotes and their marks do not belong together"
    for paragraph in file.paragraphs():
        if paragraph.style == "AnnexReference" and "(Kèm theo" not in paragraph.text:
            yield f"annex goes with {paragraph.text!r}"


def _forbidden(file: WordFile) -> Iterator[str]:
    for name in ("txbxContent", "pict"):
        if any(True for _ in file.body.iter(f"{W}{name}")):
            yield "a text box"
    for one in file.body.iter("{*}docPr"):
        if not one.get("descr"):
            yield "a picture without words for those who cannot see it"
    for paragraph in file.paragraphs():
        if paragraph.style not in file.styles:
            yield f"{paragraph.style} is no style"
