"""An official document as plain data for ``official.typ``, numbered and worded."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import groupby

from hatangso.documents.graphics.lettering import text_width
from hatangso.documents.official.blocks import (
    Block,
    Column,
    Figure,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Row,
    RowRole,
    Table,
)
from hatangso.documents.official.decree_30 import decree_30
from hatangso.documents.official.official_document import (
    Annex,
    DocumentForm,
    OfficialDocument,
)
from hatangso.documents.official.spans import NO_DATA, Emphasis, Footnote, Sentence
from hatangso.documents.official.wording import (
    addressees_of,
    annex_reference,
    bases_of,
    ended,
    number_and_symbol,
    place_and_day,
    plain_text,
    recipients_of,
    roman,
)
from hatangso.documents.pdf.printable import BREAK_HERE, printable
from hatangso.documents.pdf.typesetting import FONT_FAMILY
from hatangso.documents.word.column_widths import (
    CELL_MARGINS_MM,
    column_widths_mm,
    needed_widths_mm,
)

__all__ = ["PageData", "page_data"]

Json = dict[str, object]

_PT_PER_MM = 72 / 25.4
_NO_BREAK = "\N{NO-BREAK SPACE}"
# Breaks in the middle if it must.
_NO_DATA = NO_DATA.replace("chưa có", f"chưa{_NO_BREAK}có").replace(
    "số liệu", f"số{_NO_BREAK}liệu"
)
# PDF/A wants a day; this one says that nobody knows it.
_NO_DAY = date(1970, 1, 1)
# A word below this is never wider than a line or a column of a readable table.
_SHORT_WORD = 12
# A row of more lines may break across pages; others stay whole.
_WHOLE_ROW_LINES = 20
_LONGEST_GROUP = 300
_MOST_GROUPS = 6


@dataclass
class PageData:
    """What is set, and what is counted while it is gathered.

    Attributes:
        content: For ``document.json``.
        drawings: SVG by name of file.
    """

    content: Json = field(default_factory=dict)
    drawings: dict[str, str] = field(default_factory=dict)
    table_count: int = 0
    width_mm: float = field(default_factory=lambda: decree_30().text_width_mm())
    ordinals: list[int] = field(default_factory=lambda: [0, 0, 0])
    is_annex: bool = False


def page_data(document: OfficialDocument) -> PageData:
    """Return the data of a document; every text in it can be printed."""
    whole = ended(document)
    data = PageData()
    day = whole.letterhead.day or whole.made_on or _NO_DAY
    opening = [Paragraph(whole.opening)] if whole.opening else []
    closing = [Paragraph(sentence) for sentence in whole.closing]
    text, last = _parted((*opening, *whole.blocks, *closing))
    data.content = {
        "form": {**asdict(decree_30()), "family": FONT_FAMILY},
        "title": printable(f"{whole.type_name} {whole.subject}".strip()),
        "author": printable(whole.letterhead.issuer),
        "description": whole.kind,
        "attachment": "Hồ sơ số liệu của văn bản",
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "letterhead": _letterhead(whole),
        "titles": {
            "type_name": _cased("type_name", whole.type_name),
            "subject": _title(whole),
            "marks": [printable(mark) for mark in whole.marks],
            "addressees": [printable(one) for one in addressees_of(whole)],
        },
        "has_contents": whole.has_contents,
        "bases": [printable(basis) for basis in bases_of(whole)],
        "blocks": list(_blocks(text, data)),
        "last_blocks": list(_blocks(last, data)),
        "signatures": _signatures(whole),
        "annexes": [_annex(whole, at, data) for at in range(len(whole.annexes))],
    }
    return data


def _cased(name: str, text: str) -> str:
    """Return a text in capitals where its form asks for them."""
    return printable(text.upper() if decree_30().text[name].is_upper else text)


def _title(document: OfficialDocument) -> str:
    """Return what stands below the type, or in its place."""
    if document.form is DocumentForm.LETTER:
        return ""
    return _cased("subject" if document.type_name else "type_name", document.subject)


def _letterhead(document: OfficialDocument) -> Json | None:
    if document.form is DocumentForm.SHEETS:
        return None
    head = document.letterhead
    is_letter = document.form is DocumentForm.LETTER
    subject = f"{decree_30().words['letter_subject']} {document.subject}"
    return {
        "above": _with_whole_place(head.above, head.place),
        "issuer": _with_whole_place(head.issuer, head.place),
        "number": printable(number_and_symbol(head)),
        "subject": printable(subject) if is_letter else "",
        "place_and_day": printable(place_and_day(head)),
    }


def _with_whole_place(issuer: str, place: str) -> str:
    """Return a name that breaks before ``TỈNH THÁI NGUYÊN``, not within."""
    before, word, after = issuer.partition(f" {place.upper()}")
    if not (place and word):
        return printable(issuer)
    words, _, level = before.rpartition(" ")
    kept = f"{level}{word}{after}".replace(" ", _NO_BREAK)
    return printable(f"{words} {kept}".lstrip())


def _signatures(document: OfficialDocument) -> Json | None:
    signature = document.signature
    if signature is None and not document.recipients:
        return None
    return {
        "recipients": [printable(one) for one in recipients_of(document)],
        "authority": [printable(line) for line in signature.lines] if signature else [],
        "name": printable(signature.name) if signature else "",
    }


def _annex(document: OfficialDocument, at: int, data: PageData) -> Json:
    annex: Annex = document.annexes[at]
    data.width_mm = decree_30().text_width_mm(is_landscape=annex.is_landscape)
    data.ordinals = [0, 0, 0]
    data.is_annex = True
    word = decree_30().words["annex"]
    number = word if len(document.annexes) == 1 else f"{word} {roman(at + 1)}"
    return {
        "number": number,
        "title": _cased("annex_title", annex.title),
        "listed": printable(f"{number}. {annex.title}"),
        "reference": printable(annex_reference(document)),
        "is_landscape": annex.is_landscape,
        "blocks": list(_blocks(annex.blocks, data)),
    }


def _blocks(blocks: Sequence[Block], data: PageData) -> Iterator[Json]:
    for block in blocks:
        match block:
            case Heading():
                yield _heading(block, data)
            case Paragraph():
                kind = "lead" if block.is_lead else "paragraph"
                kind = "note" if block.is_note else kind
                yield {"block": kind, "sentence": _sentence(block.sentence)}
            case Items():
                entries = [_sentence(entry) for entry in block.entries]
                yield {"block": "items", "entries": entries}
            case Table():
                yield _table(block, data)
            case Figure():
                yield _figure(block, data)
            case PageBreak():
                yield {"block": "page_break"}


def _parted(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """Return blocks, and the last text, which stays on the page of the signature."""
    match blocks:
        case (*others, Items(entries=(_, *_, last)) as items):
            before = replace(items, entries=items.entries[:-1])
            return (*others, before), (replace(items, entries=(last,)),)
        case (*others, Paragraph() | Items() as last):
            return others, (last,)
        case _:
            return blocks, ()


def _heading(heading: Heading, data: PageData) -> Json:
    level = heading.level
    ordinals = data.ordinals
    ordinals[level - 1] += 1
    ordinals[level:] = [0] * (len(ordinals) - level)
    number = (
        f"{roman(ordinals[0])}.",
        f"{ordinals[1]}.",
        f"{chr(ord('a') + ordinals[2] - 1)})",
    )[level - 1]
    return {
        "block": "heading",
        "level": level,
        "depth": level + data.is_annex,
        "text": f"{number} {_cased(f'heading_{level}', heading.text)}",
        "listed": printable(f"{number} {heading.text}"),
    }


def _figure(figure: Figure, data: PageData) -> Json:
    number = len(data.drawings) + 1
    name = f"drawing-{number}.svg"
    data.drawings[name] = printable(figure.svg)
    return {
        "block": "figure",
        "file": name,
        "width_mm": figure.width_mm,
        "caption": printable(
            f"{decree_30().words['figure']} {number}. {figure.caption}"
        ),
        "description": printable(figure.description),
    }


def _table(table: Table, data: PageData) -> Json:
    data.table_count += 1
    size_pt = decree_30().text["table"].size_pt
    widths_mm = column_widths_mm(table, data.width_mm, needed_widths_mm(table, size_pt))
    inner_pt = [max((mm - CELL_MARGINS_MM) * _PT_PER_MM, 1) for mm in widths_mm]
    rows = [_row(row, inner_pt, size_pt) for row in table.rows]
    end = _end_of_body(table.rows)
    if any(row["is_long"] for row in rows[end:]):
        end = len(rows)
    return {
        "block": "table",
        "caption": printable(
            f"{decree_30().words['table']} {data.table_count}. {table.caption}"
        ),
        "columns": [
            _column(column, mm)
            for column, mm in zip(table.columns, widths_mm, strict=True)
        ],
        "rows": list(_gathered(rows[:end])),
        "last_rows": rows[end:],
        "note": printable(table.note),
        "when_empty": "" if rows else printable(table.when_empty),
    }


def _end_of_body(rows: Sequence[Row]) -> int:
    """Return where the last rows begin: totals, and what they must not stand without.

    That is the row before them, and the groups that only it belongs to.
    """
    end = len(rows)
    while end and rows[end - 1].role is RowRole.TOTAL:
        end -= 1
    if end == len(rows):
        return end
    if end and rows[end - 1].role is RowRole.PLAIN:
        end -= 1
    while end and rows[end - 1].role is RowRole.GROUP:
        end -= 1
    return end


def _gathered(rows: Sequence[Json]) -> Iterator[Json]:
    """Yield rows; groups that follow each other are one, kept with the row below.

    Very long groups and those with footnotes are rows like others: Typst cannot set
    headers that are higher than a page, nor tag footnotes in them.
    """
    for is_head, found in groupby(rows, lambda row: row["can_head"]):
        run = list(found)
        if is_head and run[-1] is not rows[-1] and len(run) <= _MOST_GROUPS:
            yield {"role": "head", "rows": run}
        else:
            yield from run


def _column(column: Column, width_mm: float) -> Json:
    return {
        "title": printable(column.title),
        "unit": printable(column.unit),
        "group": printable(column.group),
        "kind": column.kind,
        "width_mm": width_mm,
    }


def _row(row: Row, widths_pt: Sequence[float], size_pt: float) -> Json:
    cells: list[object] = []
    is_long = False
    spread = [sum(widths_pt)] if row.role is RowRole.GROUP else widths_pt
    for cell, width_pt in zip(row.cells, spread, strict=False):
        cells.append(_sentence(cell, width_pt, size_pt))
        is_long = is_long or _is_long(cell, width_pt, size_pt)
    missing = len(spread) - len(cells)
    has_note = any(isinstance(span, Footnote) for cell in row.cells for span in cell)
    return {
        "role": row.role,
        "cells": cells + [""] * missing,
        "is_long": is_long,
        "can_head": row.role is RowRole.GROUP
        and not has_note
        and len(plain_text(row.cells[0])) <= _LONGEST_GROUP,
    }


def _is_long(cell: Sentence, width_pt: float, size_pt: float) -> bool:
    text = plain_text(cell)
    # No letter is wider than the size; most cells need no measuring.
    if len(text) * size_pt < _WHOLE_ROW_LINES * width_pt and "\n" not in text:
        return False
    lines = text_width(text, size_pt) / width_pt + text.count("\n")
    return lines > _WHOLE_ROW_LINES


def _sentence(
    sentence: Sentence, width_pt: float | None = None, size_pt: float = 14
) -> str | list[str | Json]:
    """Return one text where a sentence is one, else its pieces."""
    wide_pt = width_pt or decree_30().text_width_mm() * _PT_PER_MM
    pieces = [piece for span in sentence for piece in _pieces(span, wide_pt, size_pt)]
    texts = [piece for piece in pieces if isinstance(piece, str)]
    return "".join(texts) if len(texts) == len(pieces) else pieces


def _pieces(span: object, width_pt: float, size_pt: float) -> Iterator[str | Json]:
    if isinstance(span, Footnote):
        yield {"note": printable(span.note)}
        return
    text = span if isinstance(span, str) else str(getattr(span, "text", ""))
    for at, line in enumerate(printable(text).split("\n")):
        if at:
            yield {"break": True}
        fitted = _fitted(line, width_pt, size_pt)
        if isinstance(span, Emphasis):
            yield {
                "text": fitted,
                "is_bold": span.is_bold,
                "is_italic": span.is_italic,
            }
        else:
            yield fitted.replace(NO_DATA, _NO_DATA)


def _fitted(line: str, width_pt: float, size_pt: float) -> str:
    """Return a line in which words wider than their place can be broken."""
    if len(line) * size_pt <= width_pt:
        return line
    return " ".join(
        BREAK_HERE.join(word)
        if len(word) >= _SHORT_WORD and text_width(word, size_pt) > width_pt
        else word
        for word in line.split(" ")
    )
