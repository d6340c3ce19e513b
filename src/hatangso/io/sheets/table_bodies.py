"""Tell the rows below a header apart: data, groups, totals, notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeGuard

from hatangso.io.sheets.sheet_cells import Sheet, one_line
from hatangso.io.sheets.table_headers import Header, Merges, find_header, is_numbering
from hatangso.io.sheets.table_words import (
    group_mark,
    is_header_word,
    is_note,
    is_number_like,
    is_overall_total,
    is_row_number_title,
    is_title_line,
    is_total,
    without_mark,
)
from hatangso.model.raw_table import CellValue, RawRow

__all__ = ["Body", "read_body"]

_MOST_CELLS_OF_A_NOTE = 3


@dataclass
class Body:
    """What stands below a header.

    Attributes:
        end: Index of the first row that no longer belongs to the table.
        rows: Rows of data, with all cells of the sheet's width.
        totals: Rows that print sums, of groups too.
        groups: Numbers of the rows that were read as the head of a group.
        repeated: Numbers of rows that print the header again.
        filled_down: Columns whose merged cells were filled down, with the first row.
    """

    end: int
    rows: list[RawRow] = field(default_factory=list)
    totals: list[RawRow] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    filled_down: dict[int, int] = field(default_factory=dict)


def read_body(
    sheet: Sheet, merges: Merges, header: Header, counting: int | None, end: int
) -> Body:
    """Read the rows below a header until the table ends.

    Args:
        sheet: The cells.
        merges: Of the sheet.
        header: Where the header stands.
        counting: Column that numbers the rows; None when none does.
        end: Index behind the last row that may belong to the table.
    """
    return _Reader(sheet, merges, header, counting).read(end)


class _Reader:
    """Goes down the rows and keeps the groups that are open."""

    def __init__(
        self, sheet: Sheet, merges: Merges, header: Header, counting: int | None
    ) -> None:
        """Note what does not change from row to row."""
        self.sheet, self.merges, self.header = sheet, merges, header
        self.counting = counting
        self.titles = {
            tuple(sheet.rows[row])
            for row in range(max(header.first, 0), header.last + 1)
        }
        self.first_title = next(
            (c for cells in self.titles for c, cell in enumerate(cells) if cell), 0
        )
        self.first_titles = {cells[self.first_title] for cells in self.titles}
        self.open: list[tuple[str, str]] = []
        self.kinds: list[str] = []
        self.body = Body(end=len(sheet.rows))
        self.counts = self._counts()
        self.is_nested = self._is_nested()
        self.width = max(
            (_filled(row) for row in sheet.rows[header.body : header.body + 50]),
            default=0,
        )

    def read(self, end: int) -> Body:
        """Return everything up to the end of the table."""
        is_after_blank = False
        for row in range(self.header.body, end):
            cells = self.sheet.rows[row]
            first = next((c for c, cell in enumerate(cells) if cell is not None), None)
            if first is None:
                is_after_blank = True
                continue
            if not is_after_blank and self._is_full(cells):
                self._take_datum(row, cells)
                continue
            if self._ends_at(row, first, is_after_blank=is_after_blank):
                self.body.end = row
                return self.body
            is_after_blank = False
            self._take(row, cells)
        self.body.end = end
        return self.body

    def _is_full(self, cells: Sequence[CellValue]) -> bool:
        """Return whether so much stands in a row that it can only be one of data.

        Notes below a table have few cells, and the head of a group has one word.
        """
        if self.counting is not None or self.body.repeated:
            return False
        if len(cells) - cells.count(None) <= _MOST_CELLS_OF_A_NOTE:
            return False
        words = list(islice(filter(_is_word, cells), 2))
        if len(words) < 2 or self._is_repeated(cells):  # noqa: PLR2004 - as above
            return False
        return not is_total(self._label(cells))

    def _is_counted(self, cells: Sequence[CellValue]) -> bool:
        """Return whether a row is one of data without looking any closer."""
        if self.counting is None or self.is_nested:
            return False
        label = next((cell for cell in cells if isinstance(cell, str)), "")
        return type(cells[self.counting]) is int and not is_total(label)

    def _is_nested(self) -> bool:
        """Return whether rows are counted 1, 1.1, 1.2: then 1 may head a group."""
        if self.counting is None:
            return False
        return any(
            isinstance(cells[self.counting], str | float)
            and group_mark(one_line(cells[self.counting])) == "dotted"
            for cells in self.sheet.rows[self.header.body :]
        )

    def _counts(self) -> bool:
        """Return whether rows of data have Arabic numbers, or no number at all."""
        if self.counting is None:
            return False
        cells = [row[self.counting] for row in self.sheet.rows[self.header.body :]]
        marks = [group_mark(one_line(cell)) for cell in cells if cell is not None]
        return "number" in marks or 2 * len(marks) < len(cells)

    def _ends_at(self, row: int, first: int, *, is_after_blank: bool) -> bool:
        cells = self.sheet.rows[row]
        if self._is_repeated(cells):
            return False
        if self.counting is not None and is_row_number_title(
            one_line(cells[self.counting])
        ):
            return True
        text = cells[first]
        if isinstance(text, str) and self._is_below(cells, text):
            return True
        if not is_after_blank:
            return False
        if isinstance(text, str) and is_title_line(text) and _filled(cells) == 1:
            return True
        return self._is_new_header(row)

    def _is_below(self, cells: Sequence[CellValue], text: str) -> bool:
        texts = [cell for cell in cells if cell is not None]
        return (
            is_note(text)
            and len(texts) <= _MOST_CELLS_OF_A_NOTE
            and len(texts) < max(self.width, 2)
            and all(isinstance(cell, str) for cell in texts)
        )

    def _is_new_header(self, row: int) -> bool:
        found = find_header(self.sheet, self.merges, row, row + 1)
        if found is None or found.first < row:
            return False
        cells = self.sheet.rows[row]
        if all(is_header_word(one_line(cell)) for cell in cells if cell is not None):
            return True
        # A row with the same kinds of cells as the one before is one of data.
        kinds = [type(cell) for cell in cells]
        return not self.body.rows or kinds != [
            type(cell) for cell in self.body.rows[-1].cells
        ]

    def _is_repeated(self, cells: Sequence[CellValue]) -> bool:
        return cells[self.first_title] in self.first_titles and (
            tuple(cells) in self.titles
        )

    def _take(self, row: int, cells: Sequence[CellValue]) -> None:
        number = self.sheet.numbers[row]
        if self._is_counted(cells):
            self._take_datum(row, cells)
            return
        if self._is_repeated(cells):
            self.body.repeated.append(number)
            return
        if self.body.repeated and is_numbering(self.sheet, row, self.header.last):
            return
        label = self._label(cells)
        if is_total(label):
            self.body.totals.append(RawRow(number, tuple(cells), self._scope_of(label)))
            return
        if self._opens_group(row, cells):
            self.body.groups.append(number)
            if any(isinstance(cell, int | float) for cell in self._beside(cells)):
                self.body.totals.append(RawRow(number, tuple(cells), self._path()))
            return
        self._close_counted(cells)
        self._take_datum(row, cells)

    def _take_datum(self, row: int, cells: Sequence[CellValue]) -> None:
        filled = self._filled_down(row, cells)
        number = self.sheet.numbers[row]
        self.body.rows.append(RawRow(number, filled, self._path()))

    def _close_counted(self, cells: Sequence[CellValue]) -> None:
        """Close the group of 1 at the row counted 2."""
        text = "" if self.counting is None else one_line(cells[self.counting])
        if self.is_nested and group_mark(text) in ("number", "dotted"):
            kind = _depth_kind(text)
            self.open = [
                (other, name)
                for other, name in self.open
                if not other.startswith("count") or other < kind
            ]

    def _path(self) -> tuple[str, ...]:
        return tuple(name for _, name in self.open)

    def _scope_of(self, label: str) -> tuple[str, ...]:
        return () if is_overall_total(label) else self._path()

    def _beside(self, cells: Sequence[CellValue]) -> list[CellValue]:
        """Return the cells beside the row's number."""
        return [
            cell
            for column, cell in enumerate(cells)
            if column != self.counting and cell is not None
        ]

    def _label(self, cells: Sequence[CellValue]) -> str:
        for cell in cells:
            if isinstance(cell, str) and not group_mark(cell):
                return one_line(cell)
            if isinstance(cell, int | float) and cell is not cells[self.counting or 0]:
                break
        return ""

    def _opens_group(self, row: int, cells: Sequence[CellValue]) -> bool:
        """Open the group that a row begins, if it begins one."""
        kind, name = self._group_of(row, cells)
        if not name:
            return False
        if kind not in self.kinds:
            # Kinds of marks nest in the order in which they first appear.
            self.kinds.append(kind)
        level = self.kinds.index(kind)
        self.open = [
            (other, title)
            for other, title in self.open
            if self.kinds.index(other) < level
        ]
        self.open.append((kind, name))
        return True

    def _group_of(self, row: int, cells: Sequence[CellValue]) -> tuple[str, str]:
        beside = self._beside(cells)
        if self.counting is not None and cells[self.counting] is not None:
            words = [cell for cell in beside if _is_word(cell)]
            return self._numbered_group(row, one_line(cells[self.counting]), words)
        word = beside[0]
        if not _is_word(word) or any(map(_is_word, beside[1:])):
            return "", ""
        mark, name = without_mark(word)
        if mark:
            return group_mark(mark), name
        if len(beside) == 1 and self._is_heading(row, cells):
            return "name", one_line(word)
        return "", ""

    def _numbered_group(
        self, row: int, text: str, words: Sequence[str]
    ) -> tuple[str, str]:
        """Return the group that the column of numbers opens."""
        mark = group_mark(text)
        if mark in ("roman", "letter") and self.counts:
            if mark == "roman" and self._continues_letters(text):
                mark = "letter"
            return mark, one_line(words[0]) if words else text
        if mark in ("number", "dotted") and self._has_children(row, text):
            return _depth_kind(text), one_line(words[0]) if words else text
        if not mark and not words and not is_number_like(text):
            marked, name = without_mark(text)
            return (group_mark(marked) or "name"), name
        return "", ""

    def _continues_letters(self, text: str) -> bool:
        """Return whether C, D … follow B rather than stand for numbers."""
        return "letter" in self.kinds and "roman" not in self.kinds and text != "I"

    def _has_children(self, row: int, text: str) -> bool:
        """Return whether the next row is counted 1.1 below 1."""
        below = self.sheet.rows[row + 1] if row + 1 < len(self.sheet.rows) else None
        if below is None or self.counting is None:
            return False
        child = one_line(below[self.counting])
        return group_mark(child) == "dotted" and child.startswith(
            text.rstrip(".") + "."
        )

    def _is_heading(self, row: int, cells: Sequence[CellValue]) -> bool:
        """Return whether a row with nothing but a name heads a group."""
        column = next(c for c, cell in enumerate(cells) if cell is not None)
        is_wide = self.merges.get((row, column + 1)) == (row, column)
        return is_wide or (self.width > 2 and self.counting is not None)  # noqa: PLR2004 - in a table of two columns a lone name is a row without its value

    def _filled_down(
        self, row: int, cells: Sequence[CellValue]
    ) -> tuple[CellValue, ...]:
        """Return a row with the values of cells that are merged over several rows."""
        covered = self._covered(row)
        if not covered:
            return tuple(cells)
        filled = list(cells)
        for column, top in covered.items():
            if filled[column] is None and column != self.counting:
                filled[column] = self.sheet.rows[top][column]
                self.body.filled_down.setdefault(column, self.sheet.numbers[row])
        return tuple(filled)

    def _covered(self, row: int) -> Mapping[int, int]:
        if not self.merges:
            return {}
        found = {}
        for column in range(len(self.sheet.rows[row])):
            top, left = self.merges.get((row, column), (row, column))
            if self.header.last < top < row and left == column:
                found[column] = top
        return found


def _depth_kind(text: str) -> str:
    """Return the kind of group that a number of rows opens, by its depth."""
    return f"count{text.strip('.').count('.')}"


def _is_word(cell: CellValue) -> TypeGuard[str]:
    return isinstance(cell, str) and not is_number_like(cell)


def _filled(cells: Sequence[CellValue]) -> int:
    return sum(cell is not None for cell in cells)
