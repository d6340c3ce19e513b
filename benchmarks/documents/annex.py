"""An annex of 3,000 rows to DOCX, PDF and XLSX: `python benchmarks/documents/annex.py`.

Beside each the usual way in the same run: the table by python-docx itself, that
DOCX to PDF by LibreOffice where it is installed, the cells by openpyxl.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import perf_counter

import docx
import openpyxl

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from document_samples import long_document
from hatangso.documents.official.blocks import Table
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.wording import plain_text
from hatangso.documents.pdf.pdf_document import pdf_document
from hatangso.documents.word.word_document import word_document
from hatangso.documents.workbook.workbook import workbook

ROWS = 3_000


def table_of(document: OfficialDocument) -> list[list[str]]:
    """Return the words of the annex, its header first."""
    (table,) = document.annexes[0].blocks
    assert isinstance(table, Table)  # noqa: S101 - the sample's annex is one table
    rows = [[plain_text(cell) for cell in row.cells] for row in table.rows]
    return [[column.title for column in table.columns], *rows]


def by_python_docx(rows: list[list[str]]) -> bytes:
    """Return the table as its cells are usually filled."""
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def by_libreoffice(content: bytes) -> bytes:
    """Return the PDF of a DOCX."""
    program = shutil.which("soffice") or "soffice"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "annex.docx"
        place.write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        options = ["--headless", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run(  # noqa: S603 - a program of this machine, a file of our own
            [program, profile, *options, str(place)], check=True, capture_output=True
        )
        return place.with_suffix(".pdf").read_bytes()


def by_openpyxl(rows: list[list[str]]) -> bytes:
    """Return the table as a plain sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def timed(name: str, make: Callable[[], bytes]) -> tuple[float, bytes]:
    """Return the seconds that something takes, and what it makes; print both."""
    start = perf_counter()
    made = make()
    seconds = perf_counter() - start
    print(f"{name:<28}{seconds:>8.2f} s{len(made) / 1e6:>8.2f} MB")
    return seconds, made


def main() -> None:
    """Print seconds and sizes, and how ours compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    count = parser.parse_args().rows
    document = long_document(count)
    rows = table_of(document)
    word_s, word = timed("DOCX", lambda: word_document(document))
    pdf_s, _ = timed("PDF", lambda: pdf_document(document))
    book_s, _ = timed("XLSX", lambda: workbook(document))
    plain_s, _ = timed("DOCX by python-docx", lambda: by_python_docx(rows))
    sheet_s, _ = timed("XLSX by openpyxl", lambda: by_openpyxl(rows))
    print(f"DOCX: {plain_s / word_s:.1f} times as fast as python-docx")
    print(f"XLSX: {sheet_s / book_s:.1f} times as fast as openpyxl")
    if shutil.which("soffice"):
        office_s, _ = timed("PDF by LibreOffice", lambda: by_libreoffice(word))
        print(f"PDF: {office_s / pdf_s:.1f} times as fast as LibreOffice")


if __name__ == "__main__":
    main()
