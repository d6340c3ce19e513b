"""A document as a workbook: what it is, a sheet for each table, where numbers are from.

The last sheet is hidden: it holds the record by which a later check finds what changed.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from hatangso.documents.official.blocks import Column, ColumnKind, Row, Table
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.source_annex import REALITY_WORDS, SOURCES_TITLE
from hatangso.documents.official.trace_record import SHEET, cells_of, trace_record
from hatangso.documents.official.traces import traced_numbers
from hatangso.documents.workbook.cells import plain_text
from hatangso.documents.workbook.looks import Looks
from hatangso.documents.workbook.sheet_names import SheetNames
from hatangso.documents.workbook.table_sheet import TableSheet, print_on_a4
from hatangso.language import format_date

__all__ = ["workbook"]

FACTS_SHEET, SOURCES_SHEET = "Thông tin", "Nguồn số liệu"
# A workbook notes when it was made; a fixed time keeps equal workbooks equal.
_MADE_AT = datetime(2025, 7, 1)  # noqa: DTZ001 - a file's time has no zone
_LABEL_WIDTH, _FACT_WIDTH = 24, 84
_LONGEST_PROPERTY = 250


def workbook(document: OfficialDocument) -> bytes:
    """Return a document's tables as an Excel workbook; same document, same bytes."""
    written = BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties(_properties(document))
    looks = Looks(book)
    facts = book.add_worksheet(FACTS_SHEET)
    contents = _write_tables(book, looks, document)
    _write_facts(facts, looks, document, contents)
    record = book.add_worksheet(SHEET)
    for row, piece in enumerate(cells_of(trace_record(document))):
        record.write_string(row, 0, piece)
    record.very_hidden()
    book.close()
    return written.getvalue()


def _properties(document: OfficialDocument) -> dict[str, object]:
    day = document.letterhead.day
    return {
        "title": plain_text(document.subject)[:_LONGEST_PROPERTY],
        "author": plain_text(document.letterhead.issuer)[:_LONGEST_PROPERTY],
        "created": datetime.combine(day, time()) if day else _MADE_AT,
    }


def _write_tables(
    book: xlsxwriter.Workbook, looks: Looks, document: OfficialDocument
) -> list[tuple[str, str]]:
    """Write a sheet for each table and for the sources, and return what they are."""
    names = SheetNames((FACTS_SHEET, SOURCES_SHEET, SHEET))
    marks = " ".join(document.marks)
    about = _title(document)
    contents = []
    for at, (annex, table) in enumerate(_tables(document), start=1):
        number = f"Bảng {at}"
        name = names.name_for(table.caption, number)
        contents.append((number, f"{table.caption} (tờ “{name}”)"))
        title = f"{number}. {table.caption}" if table.caption else number
        sheet = book.add_worksheet(name)
        TableSheet(sheet, looks, table, title, (annex or about, marks), about).write()
    sheet = book.add_worksheet(SOURCES_SHEET)
    sources = _sources(document)
    TableSheet(sheet, looks, sources, SOURCES_SHEET, (about, marks), about).write()
    return contents


def _tables(document: OfficialDocument) -> Iterator[tuple[str, Table]]:
    """Yield the tables, each with the title of its annex; sources have a sheet."""
    for block in document.blocks:
        if isinstance(block, Table):
            yield "", block
    for annex in document.annexes:
        if annex.title == SOURCES_TITLE:
            continue
        for block in annex.blocks:
            if isinstance(block, Table):
                yield annex.title, block


def _title(document: OfficialDocument) -> str:
    subject = f"V/v {document.subject}" if not document.type_name else document.subject
    return f"{document.type_name} {subject}".strip()


def _write_facts(
    sheet: Worksheet,
    looks: Looks,
    document: OfficialDocument,
    contents: list[tuple[str, str]],
) -> None:
    """Write who issues the document, about what, and which tables it has."""
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 1, _FACT_WIDTH)
    sheet.hide_gridlines(2)
    title = looks.look(bold=True, font_size=14, align="center", text_wrap=True)
    sheet.merge_range(0, 0, 0, 1, "", title)
    sheet.write_string(0, 0, plain_text(_title(document)), title)
    sheet.set_row(0, 20.0 * (1 + len(_title(document)) // 80))
    label = looks.framed(bold=True, valign="top")
    text = looks.framed(valign="top")
    quoted = looks.framed(valign="top", quote_prefix=True)
    for row, (name, fact) in enumerate([*_facts(document), *contents], start=2):
        sheet.write_string(row, 0, name, label)
        told = plain_text(fact)
        sheet.write_string(row, 1, told, quoted if told[:1] in "=+-@" else text)
    print_on_a4(sheet, _title(document), is_landscape=False)


def _facts(document: OfficialDocument) -> Iterator[tuple[str, str]]:
    """Yield what is known of the document: what it is called, and the words for it."""
    head = document.letterhead
    if document.marks:
        yield "Lưu ý", "\n".join(document.marks)
    if head.issuer:
        yield (
            "Cơ quan ban hành",
            "\n".join(one for one in (head.above, head.issuer) if one),
        )
    if head.symbol:
        yield "Số, ký hiệu", f"{head.number or '…'}/{head.symbol}"
    if head.place:
        day = format_date(head.day) if head.day else "ngày … tháng … năm …"
        yield "Nơi, ngày ban hành", f"{head.place}, {day}"
    if document.addressees:
        yield "Kính gửi", "\n".join(document.addressees)
    if document.bases:
        yield "Căn cứ", "\n".join(document.bases)
    if document.signature:
        yield (
            "Người ký",
            "\n".join(
                one
                for one in (*document.signature.lines, document.signature.name)
                if one
            ),
        )
    if document.recipients:
        yield "Nơi nhận", "\n".join(document.recipients)


def _sources(document: OfficialDocument) -> Table:
    """Return the table of all numbers and where they come from."""
    columns = (
        Column("stt", "STT", ColumnKind.ORDINAL),
        Column("label", "Số liệu", width=3),
        Column("value", "Giá trị", ColumnKind.NUMBER),
        Column("unit", "Đơn vị tính"),
        Column("period", "Kỳ số liệu"),
        Column("source", "Nguồn", width=3),
        Column("reality", "Tính chất", width=0.8),
    )
    rows = tuple(
        Row(
            (
                (str(at),),
                (number.label,),
                (replace(number, unit=""),),  # it has a column of its own
                (number.unit,),
                (number.period,),
                (number.source,),
                (REALITY_WORDS[number.reality],),
            )
        )
        for at, number in enumerate(traced_numbers(document), start=1)
    )
    return Table(
        "sources", SOURCES_SHEET, columns, rows, when_empty="Văn bản không có số liệu."
    )
