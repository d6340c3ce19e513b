"""One table on one sheet: title, head, rows, totals, notes, and how it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from math import ceil

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from hatangso.documents.official.blocks import Column, ColumnKind, RowRole, Table
from hatangso.documents.official.spans import Footnote
from hatangso.documents.workbook.cells import Cell, cell_of, plain_text
from hatangso.documents.workbook.looks import Looks
from hatangso.documents.workbook.totals import added_rows

__all__ = ["TableSheet", "print_on_a4"]

_A4 = 9
_FORMULA_SIGNS = "=+-@"
_HEAD_COLOUR, _GROUP_COLOUR = "#E7E6E6", "#F2F2F2"
_LINE_HEIGHT = 16.5  # points, of a line of 12 points
_PORTRAIT_CHARACTERS = 88  # that A4 upright bears without being made smaller
_WIDEST_FROZEN = 45
_NARROWEST, _ORDINAL_WIDTH = 9, 6
_TEXT_WIDTH_PER_SHARE, _NARROWEST_TEXT, _WIDEST_TEXT = 16, 12, 60
_ALIGNMENTS = {
    ColumnKind.ORDINAL: "center",
    ColumnKind.TEXT: "left",
    ColumnKind.NUMBER: "right",
    ColumnKind.DATE: "center",
}


@dataclass
class TableSheet:
    """A sheet that is being written.

    Attributes:
        table: As the document has it.
        title: Its caption with its number.
        remarks: Lines below the title: of which document, and what must be known.
        foot: Printed at the foot of every page, left of the page number.
    """

    sheet: Worksheet
    looks: Looks
    table: Table
    title: str
    remarks: Sequence[str] = ()
    foot: str = ""
    _notes: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Write everything."""
        columns = self.table.columns
        cells = [
            [
                cell_of(sentence, column, self._mark)
                for sentence, column in zip(row.cells, columns, strict=False)
            ]
            for row in self.table.rows
        ]
        widths = _widths(columns, cells)
        for at, width in enumerate(widths):
            self.sheet.set_column(at, at, width)
        head = self._write_title(widths)
        first = self._write_head(head, widths)
        below = self._write_rows(first, cells, widths)
        self._write_notes(below, widths)
        self.sheet.freeze_panes(first, _frozen_columns(columns, widths))
        self.sheet.repeat_rows(head, first - 1)
        print_on_a4(
            self.sheet, self.foot, is_landscape=sum(widths) > _PORTRAIT_CHARACTERS
        )

    def _mark(self, footnote: Footnote) -> str:
        """Keep a note for below the table, each once, and return its mark."""
        note = plain_text(footnote.note)
        if note not in self._notes:
            self._notes.append(note)
        return f" ({self._notes.index(note) + 1})"

    def _write_title(self, widths: Sequence[int]) -> int:
        """Write what stands above the table, and return the row below it."""
        lines = [(self.title, self.looks.look(bold=True, text_wrap=True, font_size=13))]
        look = self.looks.look(italic=True, text_wrap=True)
        lines += [(one, look) for one in self.remarks if one]
        for row, (text, one) in enumerate(lines):
            self._write_line(row, text, widths, one)
        return len(lines)

    def _write_line(
        self, row: int, text: str, widths: Sequence[int], look: object
    ) -> None:
        """Write a line over all columns, as high as it needs."""
        written = plain_text(text)
        self._merge(row, 0, row, len(widths) - 1, written, look)
        self.sheet.set_row(row, _height(written, sum(widths)))

    def _merge(  # noqa: PLR0917 - the corners of a range
        self, top: int, left: int, bottom: int, right: int, text: str, look: object
    ) -> None:
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", look)
        self.sheet.write_string(top, left, text, look)

    def _write_head(self, row: int, widths: Sequence[int]) -> int:
        """Write the titles of the columns, and return the row below them."""
        columns = self.table.columns
        look = self.looks.framed(bold=True, align="center", bg_color=_HEAD_COLOUR)
        has_groups = any(column.group for column in columns)
        titles = row + has_groups
        for name, group in groupby(enumerate(columns), lambda pair: pair[1].group):
            members = [at for at, _ in group]
            if name:
                self._merge(row, members[0], row, members[-1], plain_text(name), look)
            for at in members:
                top = titles if name else row
                self._merge(top, at, titles, at, _head_text(columns[at]), look)
        heights = [
            _height(_head_text(column), width)
            for column, width in zip(columns, widths, strict=True)
        ]
        if has_groups:
            self.sheet.set_row(row, _LINE_HEIGHT * 2)
        self.sheet.set_row(titles, max(heights))
        return titles + 1

    def _write_rows(
        self, first: int, cells: list[list[Cell]], widths: Sequence[int]
    ) -> int:
        """Write the rows, and return the row below them."""
        if not cells:
            look = self.looks.framed(italic=True)
            text = plain_text(self.table.when_empty)
            self._merge(first, 0, first, len(widths) - 1, text, look)
            return first + 1
        roles = [row.role for row in self.table.rows]
        for at, (role, row) in enumerate(zip(roles, cells, strict=True)):
            if role is RowRole.GROUP:
                self._write_group(first + at, row, widths)
                continue
            for column, cell in enumerate(row):
                formula = ""
                if role is RowRole.TOTAL:
                    added = added_rows(cells, roles, at, column)
                    formula = _formula(added, first, column)
                self._write_cell(first + at, column, cell, role, formula)
        return first + len(cells)

    def _write_group(
        self, row: int, cells: Sequence[Cell], widths: Sequence[int]
    ) -> None:
        look = self.looks.framed(bold=True, align="left", bg_color=_GROUP_COLOUR)
        text = str(cells[0].value or "") if cells else ""
        self._merge(row, 0, row, len(widths) - 1, text, look)
        self.sheet.set_row(row, _height(text, sum(widths)))

    def _write_cell(
        self, row: int, column: int, cell: Cell, role: RowRole, formula: str
    ) -> None:
        properties: dict[str, object] = {
            "align": _ALIGNMENTS[self.table.columns[column].kind]
        }
        if cell.number_format:
            properties["num_format"] = cell.number_format
        if cell.is_bold or role is RowRole.TOTAL:
            properties["bold"] = True
        if cell.is_missing:
            properties |= {"italic": True, "align": "center"}
        value = cell.value
        if isinstance(value, str):
            if value.startswith(tuple(_FORMULA_SIGNS)):
                properties["quote_prefix"] = True
            self.sheet.write_string(row, column, value, self.looks.framed(**properties))
            return
        look = self.looks.framed(**properties)
        if value is None:
            self.sheet.write_blank(row, column, None, look)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, look)
        elif formula:
            self.sheet.write_formula(row, column, formula, look, value)
        else:
            self.sheet.write_number(row, column, value, look)

    def _write_notes(self, row: int, widths: Sequence[int]) -> None:
        look = self.looks.look(italic=True, text_wrap=True)
        notes = [self.table.note] if self.table.note else []
        notes += [f"({at}) {note}" for at, note in enumerate(self._notes, start=1)]
        for at, note in enumerate(notes):
            self._write_line(row + at, note, widths, look)


def print_on_a4(sheet: Worksheet, foot: str, *, is_landscape: bool) -> None:
    """Set how a sheet is printed: as wide as the page, with the number of the page."""
    sheet.set_paper(_A4)
    if is_landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.79, right=0.59, top=0.79, bottom=0.79)
    # An ampersand begins a code; 255 signs are all that a foot takes.
    told = plain_text(foot)[:150].replace("&", "&&").replace("\n", " ")
    sheet.set_header('&C&"Times New Roman,Regular"&10&P/&N')
    sheet.set_footer(f'&L&"Times New Roman,Italic"&9 {told}' if told else "")


def _head_text(column: Column) -> str:
    title = plain_text(column.title)
    return f"{title}\n({plain_text(column.unit)})" if column.unit else title


def _formula(ranges: Sequence[tuple[int, int]], first: int, column: int) -> str:
    if not ranges:
        return ""
    told = [
        f"{xl_rowcol_to_cell(first + top, column)}:"
        f"{xl_rowcol_to_cell(first + bottom, column)}"
        for top, bottom in ranges
    ]
    return f"=SUM({','.join(told)})"


def _widths(columns: Sequence[Column], cells: Sequence[Sequence[Cell]]) -> list[int]:
    """Return widths in characters; words get what a narrow table leaves of the page."""
    widths = [_width(column, at, cells) for at, column in enumerate(columns)]
    spare = _PORTRAIT_CHARACTERS - sum(widths)
    texts = [at for at, one in enumerate(columns) if one.kind is ColumnKind.TEXT]
    if spare > 0 and texts:
        shares = sum(columns[at].width for at in texts)
        for at in texts:
            widths[at] += int(spare * columns[at].width / shares)
    return widths


def _width(column: Column, at: int, cells: Sequence[Sequence[Cell]]) -> int:
    """Return how many characters wide a column is."""
    if column.kind is ColumnKind.ORDINAL:
        return _ORDINAL_WIDTH
    words = _head_text(column).split()
    least = max([_NARROWEST, *(len(word) + 2 for word in words)])
    here = [row[at] for row in cells if len(row) > max(at, 1)]  # no titles of groups
    if column.kind is ColumnKind.TEXT:
        longest = max((len(str(cell.value or "")) for cell in here), default=0)
        usual = max(_NARROWEST_TEXT, round(column.width * _TEXT_WIDTH_PER_SHARE))
        return min(max(least, min(longest + 2, usual)), _WIDEST_TEXT)
    shown = [_shown_length(cell) + 2 for cell in here]
    return min(max([least, *shown]), _WIDEST_TEXT)


def _shown_length(cell: Cell) -> int:
    """Return about how many signs a number, a day or few words take."""
    if isinstance(cell.value, str):
        return min(len(cell.value), 16)
    if isinstance(cell.value, int | float):
        return len(f"{cell.value:,.0f}") + _beside_digits(cell.number_format)
    return 10 if cell.value else 0


def _beside_digits(number_format: str) -> int:
    """Return how many signs a format shows beside the grouped digits."""
    positive = number_format.partition(";")[0]
    return len(positive.replace("#,##0", "").replace('"', ""))


def _height(text: str, width: int) -> float:
    """Return the height of a row that shows a text within so many characters."""
    # Capitals and bold letters are wider than the digits that a width counts.
    lines = sum(max(1, ceil(len(line) * 1.1 / width)) for line in text.split("\n"))
    return min(lines * _LINE_HEIGHT + 3, 400.0)


def _frozen_columns(columns: Sequence[Column], widths: Sequence[int]) -> int:
    """Return how many columns stay in sight: up to the first that names the row."""
    kinds = [column.kind for column in columns]
    if ColumnKind.TEXT not in kinds:
        return 0
    count = kinds.index(ColumnKind.TEXT) + 1
    is_narrow = sum(widths[:count]) <= _WIDEST_FROZEN
    return count if is_narrow and count < len(columns) else 0
