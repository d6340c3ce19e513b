"""Read the tables of workbooks and delimited text."""

from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from hatangso.errors import InvalidInputError, Message
from hatangso.io.delimited_text import read_delimited
from hatangso.io.sheet_cells import Area, Sheet, cell_value
from hatangso.io.table_layout import find_tables
from hatangso.model.raw_table import CellValue, RawTable

__all__ = ["read_tables"]


def read_tables(path: Path) -> list[RawTable]:
    """Return the tables of a workbook or of delimited text, in the order of the file.

    Hidden sheets and rows are read too, with a note. Rows keep the numbers that they
    have in the file. An error at a cell (``#REF!``, a formula without stored value)
    leaves the cell empty and stands among the table's findings.

    Args:
        path: A file .xlsx, .xls, .ods, .csv, .tsv or .txt.

    Raises:
        InvalidInputError: The file cannot be read; the message says why.
    """
    if path.suffix.lower() in {".csv", ".tsv", ".txt"}:
        return find_tables(read_delimited(path))
    return [table for sheet in _sheets(path) for table in find_tables(sheet)]


def _sheets(path: Path) -> list[Sheet]:
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        return [
            _sheet(workbook, path.name, data.name, is_hidden="Visible" not in str(data))
            for data in workbook.sheets_metadata
        ]
    except CalamineError as error:
        text = "{file} cannot be read: it is damaged or no workbook; save it again"
        raise InvalidInputError(text, file=path.name) from error


def _sheet(
    workbook: CalamineWorkbook, file: str, name: str, *, is_hidden: bool
) -> Sheet:
    found = workbook.get_sheet_by_name(name)
    rows = [[cell_value(cell) for cell in row] for row in found.to_python()]
    top, left = found.start or (0, 0)
    text = "sheet {sheet} is hidden in the file; it was read"
    merged = found.merged_cell_ranges
    return Sheet(
        file=file,
        name=name,
        rows=rows,
        numbers=range(top + 1, top + 1 + len(rows)),
        first_column=left,
        merged=None if merged is None else _areas(merged, top, left, rows),
        notes=(Message(text, {"sheet": name}),) if is_hidden else (),
    )


def _areas(
    merged: list[tuple[tuple[int, int], tuple[int, int]]],
    top: int,
    left: int,
    rows: list[list[CellValue]],
) -> tuple[Area, ...]:
    """Return merged areas inside the rectangle of cells that hold something."""
    width = len(rows[0]) if rows else 0
    return tuple(
        (r0 - top, c0 - left, min(r1 - top, len(rows) - 1), min(c1 - left, width - 1))
        for (r0, c0), (r1, c1) in merged
        if 0 <= r0 - top < len(rows) and 0 <= c0 - left < width
    )
