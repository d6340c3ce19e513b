"""Names that stand once for several rows, where no merged cell says so."""

from collections.abc import Sequence
from dataclasses import replace

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.io.sheets.sheet_cells import Sheet
from hatangso.io.sheets.table_bodies import Body

__all__ = ["fill_blanks"]

# A column with fewer blanks has gaps, not names for several rows.
_LEAST_BLANK_RATIO = 0.25
_LEAST_ROWS = 3
# Districts, communes and villages stand here.
_LEADING_COLUMNS = 4
_FILLED_RATIO = 0.9


def fill_blanks(sheet: Sheet, body: Body, kept: Sequence[int]) -> list[Finding]:
    """Find leading columns of names with blanks below them, and say so.

    Delimited text cannot merge cells: there the name is put into the rows below it. In
    a workbook, which could have merged them, the blanks stay.

    Args:
        sheet: That the body comes from.
        body: Its rows change in place.
        kept: Columns of the table, from the left.
    """
    findings = []
    for place, column in enumerate(kept[:_LEADING_COLUMNS]):
        cells = [row.cells[column] for row in body.rows]
        if None not in cells:
            continue
        if not _names_several_rows(body, kept, place):
            break
        row = next(r.number for r in body.rows if r.cells[column] is None)
        findings.append(_finding(sheet, column, row))
        if sheet.merged is None:
            _fill(body, column)
    return findings


def _names_several_rows(body: Body, kept: Sequence[int], place: int) -> bool:
    cells = [row.cells[kept[place]] for row in body.rows]
    blank = sum(cell is None for cell in cells)
    if (
        len(cells) < _LEAST_ROWS
        or not isinstance(cells[0], str)
        or not _LEAST_BLANK_RATIO * len(cells) <= blank < len(cells)
    ):
        return False
    return any(
        sum(row.cells[other] is not None for row in body.rows)
        >= _FILLED_RATIO * len(cells)
        for other in kept[place + 1 :]
    ) and all(cell is None or isinstance(cell, str) for cell in cells)


def _fill(body: Body, column: int) -> None:
    above = None
    for index, row in enumerate(body.rows):
        if row.cells[column] is None:
            cells = (*row.cells[:column], above, *row.cells[column + 1 :])
            body.rows[index] = replace(row, cells=cells)
        else:
            above = row.cells[column]


def _finding(sheet: Sheet, column: int, row: int) -> Finding:
    place = Place(sheet.file, row, sheet.letter(column), sheet.name or None)
    if sheet.merged is None:
        return Finding(
            Severity.WARNING,
            place,
            Message("empty cells were filled with the name above them"),
            Message("write the name into every row where it is another"),
        )
    return Finding(
        Severity.WARNING,
        place,
        Message("the column is empty in rows below a name"),
        Message("write the name into every row that it stands for, or merge the cells"),
    )
