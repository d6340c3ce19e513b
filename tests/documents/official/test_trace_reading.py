"""The record is found in a DOCX, a PDF and a workbook, however others packed it."""

import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from docx import Document
from pypdf import PdfReader, PdfWriter

from document_samples import titled_document
from hatangso.documents.official.trace_reading import trace_of_file
from hatangso.documents.official.trace_record import (
    ATTACHMENT,
    NAMESPACE,
    SHEET,
    cells_of,
    read_trace_record,
    trace_record,
)
from hatangso.errors import InvalidInputError

RECORD = trace_record(titled_document())
ITEM = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    f'<ht:trace xmlns:ht="{NAMESPACE}"><![CDATA[{RECORD}]]></ht:trace>'
)


def _word(**items: str) -> bytes:
    content = BytesIO()
    Document().save(content)
    with zipfile.ZipFile(content, "a") as archive:
        for name, text in items.items():
            archive.writestr(f"customXml/{name}.xml", text)
    return content.getvalue()


def _workbook(cells: list[str], sheet: str = SHEET) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        workbook.add_worksheet("Bảng")
        hidden = workbook.add_worksheet(sheet)
        hidden.hide()
        for row, cell in enumerate(cells):
            hidden.write_string(row, 0, cell)
    return content.getvalue()


def _pdf(name: str = ATTACHMENT, text: str = RECORD, password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("khác.txt", b"x")
    writer.add_attachment(name, text.encode())
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    content = BytesIO()
    writer.write(content)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        _word(item11=ITEM),
        _word(item12="<a/>", item13="no xml", item17=ITEM),
        _workbook(list(cells_of(RECORD))),
        _workbook([RECORD[at : at + 100] for at in range(0, len(RECORD), 100)]),
        _pdf(),
    ],
    ids=["word", "another item", "workbook", "small cells", "pdf"],
)
def test_the_record_is_found(content: bytes) -> None:
    assert trace_of_file(content) == read_trace_record(RECORD)


def test_the_record_is_found_among_compressed_attachments() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(_pdf())))
    for page in writer.pages:
        page.compress_content_streams()
    content = BytesIO()
    writer.write(content)
    assert trace_of_file(content.getvalue()) == read_trace_record(RECORD)


@pytest.mark.parametrize(
    "content",
    [
        _word(),
        _word(item11='<trace xmlns="urn:other">{}</trace>'),
        _workbook(["a"], "Khác"),
        _pdf("other.json"),
    ],
    ids=["word", "other item", "workbook", "pdf"],
)
def test_a_file_of_another_product_has_none(content: bytes) -> None:
    with pytest.raises(InvalidInputError, match="has no record"):
        trace_of_file(content)


def _other_archive() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("readme.txt", "x")
    return content.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"text", b"\xd0\xcf\x11\xe0", _other_archive()]
)
def test_a_file_that_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInputError, match="no DOCX, PDF or XLSX"):
        trace_of_file(content)


@pytest.mark.parametrize("make", [_word, _pdf, lambda: _workbook([RECORD])])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_a_file_that_was_cut_off_says_so(make: object, share: float) -> None:
    content = make()
    with pytest.raises(InvalidInputError):
        trace_of_file(content[: int(len(content) * share)])


@pytest.mark.parametrize(
    "content",
    [_word(item11=ITEM.replace('"numbers"', '"n"')), _workbook(["{"]), _pdf(text="{")],
)
def test_a_broken_record_says_so(content: bytes) -> None:
    with pytest.raises(InvalidInputError, match="cut or changed"):
        trace_of_file(content)


def test_a_pdf_with_a_password_says_so() -> None:
    with pytest.raises(InvalidInputError, match="password"):
        trace_of_file(_pdf(password="x" * 4))


def test_a_file_that_unpacks_without_end_is_refused() -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("word/document.xml", "customXml/item1.xml"):
            with archive.open(name, "w") as part:
                for _ in range(25):
                    part.write(bytes(10_000_000))
    with pytest.raises(InvalidInputError, match="unpacks to"):
        trace_of_file(content.getvalue())


def test_entities_of_a_hostile_item_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        f'<t xmlns="{NAMESPACE}">&b;</t>'
    )
    with pytest.raises(InvalidInputError, match="has no record"):
        trace_of_file(_word(item11=bomb))
