"""Write grids as the files that people send."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from import_corpus.corpus_nouns import Typed
from import_corpus.placing import Grid

__all__ = ["write_csv", "write_ods", "write_xls", "write_xlsx"]

_DATE = "dd/mm/yyyy"


def write_xlsx(path: Path, grids: Sequence[Grid]) -> Path:
    """Write a workbook of today."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 - as typed
        for grid in grids:
            sheet = book.add_worksheet(grid.name)
            formats: dict[str, object] = {}

            def styled(cell: Typed, formats: dict[str, object] = formats) -> object:
                shown = cell.shown or (_DATE if isinstance(cell.written, date) else "")
                if not shown:
                    return None
                if shown not in formats:
                    formats[shown] = book.add_format({"num_format": shown})
                return formats[shown]

            tops = {(top, left): (b, r) for top, left, b, r in grid.merges}
            for row, cells in enumerate(grid.rows):
                for column, cell in enumerate(cells):
                    if (row, column) in tops:
                        bottom, right = tops[row, column]
                        text = cell.written if cell else ""
                        sheet.merge_range(row, column, bottom, right, text)
                    elif cell is not None and cell.written is not None:
                        _put(sheet, row, column, cell, styled(cell))
            for column in grid.hidden:
                sheet.set_column(column, column, None, None, {"hidden": True})
    return path


def _put(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    cell: Typed,
    style: object,
) -> None:
    if cell.formula:
        sheet.write_formula(row, column, cell.formula, style, cell.written)
    elif isinstance(cell.written, date):
        sheet.write_datetime(row, column, cell.written, style)
    elif isinstance(cell.written, str):
        sheet.write_string(row, column, cell.written, style)
    else:
        sheet.write(row, column, cell.written, style)


def write_xls(path: Path, grids: Sequence[Grid]) -> Path:
    """Write a workbook of before 2007."""
    book = xlwt.Workbook(encoding="utf-8")
    for grid in grids:
        sheet = book.add_sheet(grid.name, cell_overwrite_ok=True)
        tops = {(top, left): (b, r) for top, left, b, r in grid.merges}
        for row, cells in enumerate(grid.rows):
            for column, cell in enumerate(cells):
                written = cell.written if cell else None
                if (row, column) in tops:
                    bottom, right = tops[row, column]
                    sheet.write_merge(row, bottom, column, right, written or "")
                elif written is not None:
                    is_date = isinstance(written, date)
                    shown = (cell.shown if cell else "") or (_DATE if is_date else "")
                    style = xlwt.easyxf(num_format_str=shown) if shown else None
                    sheet.write(row, column, written, *([style] if style else []))
        for column in grid.hidden:
            sheet.col(column).hidden = True
    book.save(str(path))
    return path


def write_ods(path: Path, grids: Sequence[Grid]) -> Path:
    """Write an OpenDocument spreadsheet."""
    document = OpenDocumentSpreadsheet()
    for grid in grids:
        table = Table(name=grid.name)
        tops = {(top, left): (b, r) for top, left, b, r in grid.merges}
        covered = {
            (row, column)
            for top, left, bottom, right in grid.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }
        for row, cells in enumerate(grid.rows):
            line = TableRow()
            for column, cell in enumerate(cells):
                if (row, column) in covered:
                    line.addElement(CoveredTableCell())
                    continue
                spans = {}
                if (row, column) in tops:
                    bottom, right = tops[row, column]
                    spans = {
                        "numberrowsspanned": bottom - row + 1,
                        "numbercolumnsspanned": right - column + 1,
                    }
                line.addElement(_ods_cell(cell, spans))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def _ods_cell(cell: Typed | None, spans: dict[str, int]) -> TableCell:
    written = cell.written if cell else None
    if written is None:
        return TableCell(**spans)
    if isinstance(written, bool):
        return TableCell(
            valuetype="boolean", booleanvalue=str(written).lower(), **spans
        )
    if isinstance(written, int | float):
        found = TableCell(valuetype="float", value=written, **spans)
    elif isinstance(written, date):
        found = TableCell(valuetype="date", datevalue=written.isoformat(), **spans)
    else:
        found = TableCell(valuetype="string", **spans)
    found.addElement(P(text=str(written)))
    return found


def write_csv(
    path: Path,
    grids: Sequence[Grid],
    *,
    delimiter: str = ",",
    encode: Callable[[str], bytes] = lambda text: text.encode("utf-8-sig"),
    line_end: str = "\r\n",
) -> Path:
    """Write the first grid as text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    for cells in grids[0].rows:
        writer.writerow(["" if cell is None else _text(cell.written) for cell in cells])
    path.write_bytes(encode(text.getvalue()))
    return path


def _text(written: object) -> str:
    if isinstance(written, date):
        return written.strftime("%d/%m/%Y")
    return "" if written is None else str(written)


def add_members(path: Path, members: dict[str, bytes]) -> Path:
    """Add files to a workbook, which is an archive."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path
