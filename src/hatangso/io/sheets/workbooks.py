"""Read the tables of workbooks and delimited text."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from hatangso.errors import Finding, Message, Place
from hatangso.io.features.speed_test_files import with_speed_tests
from hatangso.io.records.kind_words import is_own_sheet
from hatangso.io.sheets.binary_workbooks import scan_binary_workbook
from hatangso.io.sheets.delimited_text import read_delimited
from hatangso.io.sheets.file_refusals import refuse
from hatangso.io.sheets.file_safety import (
    FileFormat,
    format_note,
    recognised_format,
    require_safe_parts,
)
from hatangso.io.sheets.open_document_parts import scan_open_document
from hatangso.io.sheets.packed_parts import PackedParts
from hatangso.io.sheets.read_limits import ReadLimits
from hatangso.io.sheets.sheet_cells import Area, Sheet, row_values
from hatangso.io.sheets.sheet_mending import mend_cells
from hatangso.io.sheets.sheet_scans import SheetScan
from hatangso.io.sheets.spreadsheet_parts import scan_spreadsheet
from hatangso.io.sheets.table_layout import find_tables
from hatangso.io.sheets.text_encodings import encoding_findings, in_unicode
from hatangso.model.raw_table import CellValue, RawTable

__all__ = ["read_tables"]

_SAVE_AGAIN = Message("open it in a spreadsheet program and save it again")


def read_tables(path: Path, *, limits: ReadLimits | None = None) -> list[RawTable]:
    """Return the tables of a workbook or of delimited text, in the order of the file.

    What the file is follows from its content, not its name. Hidden sheets and rows are
    read too, with a note. Rows keep the numbers that they have in the file. A cell with
    an error (``#REF!``, a formula without stored value) is None, and an error stands
    among the table's findings. Numbers shown in per cent or with leading zeros become
    texts as they are shown: ``25%``, ``007``.

    Args:
        path: A file .xlsx, .xls, .ods, .csv, .tsv or .txt.
        limits: How much is read before the file is refused.

    Raises:
        InvalidInputError: The file cannot be read, is not safe to read, or holds no
            table; its findings name the place and the fix.
    """
    limits = limits or ReadLimits()
    found = recognised_format(path, limits)
    findings: list[Finding] = []
    if found is FileFormat.TEXT:
        sheets = [read_delimited(path, limits)]
    else:
        scans = _scans(path, found, limits, findings)
        sheets = _sheets(path, scans)
    tables = [
        with_speed_tests(table) for sheet in sheets for table in find_tables(sheet)
    ]
    if not tables:
        fix = Message("write the names of the columns into the row above the data")
        raise refuse(path, Message("it holds no table"), fix)
    note = format_note(path, found)
    first = replace(
        tables[0],
        findings=(*findings, *tables[0].findings),
        notes=(*tables[0].notes, note) if note else tables[0].notes,
    )
    return [first, *tables[1:]]


def _scans(
    path: Path, found: FileFormat, limits: ReadLimits, findings: list[Finding]
) -> dict[str, SheetScan]:
    """Return what stands in each sheet, once that is known to be safe and bounded."""
    if found is FileFormat.XLS:
        scans = scan_binary_workbook(path)
    else:
        parts = PackedParts(path, limits)
        findings.extend(require_safe_parts(parts))
        is_xlsx = found is FileFormat.XLSX
        look = scan_spreadsheet if is_xlsx else scan_open_document
        scans = look(parts, limits)
    for name, scan in scans.items():
        scan.require_bounded(path, name, limits)
    return scans


def _sheets(path: Path, scans: dict[str, SheetScan]) -> list[Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        return [
            _sheet(
                workbook.get_sheet_by_name(data.name),
                path.name,
                scans.get(data.name, SheetScan()),
                is_hidden=data.visible is not SheetVisibleEnum.Visible,
            )
            for data in workbook.sheets_metadata
            if not is_own_sheet(data.name)
            if data.typ is SheetTypeEnum.WorkSheet
        ]
    except CalamineError as error:
        problem = Message("it is damaged or cut off")
        raise refuse(path, problem, _SAVE_AGAIN) from error


def _sheet(
    found: CalamineSheet, file: str, scan: SheetScan, *, is_hidden: bool
) -> Sheet:
    texts, decision = in_unicode(found.to_python())
    rows = [row_values(row) for row in texts]
    top, left = found.start or (0, 0)
    place = Place(file, sheet=found.name)
    findings = mend_cells(rows, (top, left), scan, place)
    findings.extend(encoding_findings(decision, place))
    merged = found.merged_cell_ranges
    areas = scan.merged if merged is None else [(*a, *b) for a, b in merged]
    text = "sheet {sheet} is hidden in the file; it was read"
    hidden = (Message(text, {"sheet": found.name}),) if is_hidden else ()
    return Sheet(
        file=file,
        name=found.name,
        rows=rows,
        numbers=range(top + 1, top + 1 + len(rows)),
        first_column=left,
        merged=_inside(areas, top, left, rows),
        hidden_rows=frozenset(row + 1 for row in scan.hidden_rows),
        encoding=str(decision.encoding),
        findings=tuple(findings),
        notes=(*hidden, *decision.notes),
    )


def _inside(
    areas: Sequence[Area], top: int, left: int, rows: Sequence[Sequence[CellValue]]
) -> tuple[Area, ...]:
    """Return merged areas as indices, cut to the cells that hold something."""
    height, width = len(rows), len(rows[0]) if rows else 0
    return tuple(
        (r0 - top, c0 - left, min(r1 - top, height - 1), min(c1 - left, width - 1))
        for r0, c0, r1, c1 in areas
        if 0 <= r0 - top < height and 0 <= c0 - left < width
    )
