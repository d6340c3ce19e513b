"""The cells of one sheet, before anybody knows what they mean."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from hatangso.errors import Finding, Message
from hatangso.model.raw_table import CellValue

__all__ = ["Area", "Sheet", "cell_value", "column_letter", "one_line", "row_values"]

# First row, first column, last row, last column, as indices into the sheet's cells.
Area = tuple[int, int, int, int]

# A float holds whole numbers exactly up to here.
_MOST_EXACT = 2**53
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


@dataclass(frozen=True)
class Sheet:
    """A rectangle of cells.

    Attributes:
        file: Name of the file.
        name: Name of the sheet; empty in delimited text.
        rows: Cells; all rows are equally long.
        numbers: Row or line of the file for each row, from 1.
        first_column: Column of the file that stands first, from 0.
        merged: Cells that are merged; None when the format does not tell.
        hidden_rows: Numbers of the rows that are hidden in the file.
        encoding: How the texts were written.
        findings: Problems of single cells.
        notes: What to know of the whole sheet.
    """

    file: str
    name: str
    rows: Sequence[Sequence[CellValue]]
    numbers: Sequence[int]
    first_column: int = 0
    merged: tuple[Area, ...] | None = None
    hidden_rows: frozenset[int] = frozenset()
    encoding: str = "utf-8"
    findings: tuple[Finding, ...] = ()
    notes: tuple[Message, ...] = field(default=())

    def letter(self, column: int) -> str:
        """Return the file's name for a column of the rectangle."""
        return column_letter(self.first_column + column)


def column_letter(index: int) -> str:
    """Return how spreadsheets name a column that is counted from 0.

    >>> column_letter(0), column_letter(27), column_letter(16383)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_value(value: object) -> CellValue:
    """Return a cell as tables hold it: texts in NFC and trimmed, None when empty.

    Whole numbers become int, since spreadsheets know floats only; a length of time
    becomes text.

    >>> cell_value(" Xã A "), cell_value(12.0), cell_value("")
    ('Xã A', 12, None)
    """
    if isinstance(value, float):
        is_whole = value.is_integer() and abs(value) < _MOST_EXACT
        return int(value) if is_whole else value
    if isinstance(value, str):
        return _clean(value) if value else None
    if value is None or isinstance(value, bool | int | date | datetime | time):
        return value
    if isinstance(value, timedelta):
        return str(value)
    return _clean(str(value))


def row_values(row: Sequence[object]) -> list[CellValue]:
    """Return ``cell_value`` of each cell; texts and numbers on a short way."""
    return [
        (cell.strip() or None if cell.isascii() else _clean(cell))
        if type(cell) is str
        else (int(cell) if cell.is_integer() and abs(cell) < _MOST_EXACT else cell)
        if type(cell) is float
        else cell_value(cell)
        for cell in row
    ]


@lru_cache(maxsize=65536)
def _clean(text: str) -> str | None:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return text.strip() or None


def one_line(value: CellValue) -> str:
    r"""Return a cell's text with single spaces; empty when the cell is.

    >>> one_line("Tên  trạm\n(BTS)")
    'Tên trạm (BTS)'
    """
    return "" if value is None else " ".join(str(value).split())
