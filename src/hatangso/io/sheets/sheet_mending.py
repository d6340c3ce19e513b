"""Put cells as people see them, and empty those that hold an error."""

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.io.sheets.sheet_cells import column_letter
from hatangso.io.sheets.sheet_scans import SheetScan
from hatangso.model.raw_table import CellValue

__all__ = ["mend_cells"]

_ERROR_TEXTS = frozenset(
    {"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!"}
)
_ERROR_FIX = Message("correct the formula or write the value, and save the file again")
_NO_VALUE = Message("the formula has no stored value")
_NO_VALUE_FIX = Message("open the file in a spreadsheet program and save it again")


def mend_cells(
    rows: list[list[CellValue]], corner: tuple[int, int], scan: SheetScan, place: Place
) -> list[Finding]:
    """Change cells in place, and return an error for each that was emptied.

    Args:
        rows: Of a sheet.
        corner: Row and column of its first cell in the file, from 0.
        scan: What was seen in the file.
        place: File and sheet.
    """
    top, left = corner
    errors = {**_error_texts(rows, corner), **scan.errors}
    for row, column in [*errors, *scan.uncached]:
        _put(rows, row - top, column - left, None)
    for row, column in scan.percent:
        number = _number(rows, row - top, column - left)
        if number is not None:
            _put(rows, row - top, column - left, f"{100 * number:.12g}%")
    for (row, column), digits in scan.padded.items():
        number = _number(rows, row - top, column - left)
        if isinstance(number, int):
            _put(rows, row - top, column - left, f"{number:0{digits}d}")
    return [
        _finding(place, row, column, errors.get((row, column)))
        for row, column in sorted({*errors, *scan.uncached})
    ]


def _error_texts(
    rows: list[list[CellValue]], corner: tuple[int, int]
) -> dict[tuple[int, int], str]:
    return {
        (row + corner[0], column + corner[1]): cell
        for row, cells in enumerate(rows)
        if not _ERROR_TEXTS.isdisjoint(cells)
        for column, cell in enumerate(cells)
        if isinstance(cell, str) and cell in _ERROR_TEXTS
    }


def _finding(place: Place, row: int, column: int, error: str | None) -> Finding:
    problem, fix = _NO_VALUE, _NO_VALUE_FIX
    if error is not None:
        problem = Message("the cell holds the error {error}", {"error": error})
        fix = _ERROR_FIX
    there = Place(place.file, row + 1, column_letter(column), place.sheet)
    return Finding(Severity.ERROR, there, problem, fix, value=error)


def _number(rows: list[list[CellValue]], row: int, column: int) -> int | float | None:
    if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
        return None
    cell = rows[row][column]
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    return None


def _put(rows: list[list[CellValue]], row: int, column: int, value: CellValue) -> None:
    if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
        rows[row][column] = value
