"""Find the rows that are a table's header among titles and data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from hatangso.io.sheets.sheet_cells import Sheet, one_line
from hatangso.io.sheets.table_words import (
    is_header_word,
    is_note,
    is_number_like,
    is_row_number_title,
    is_title_line,
    is_total,
    is_year,
)
from hatangso.model.raw_table import CellValue

__all__ = ["Header", "Merges", "column_titles", "find_header", "is_numbering"]

# How many filled rows below a title a header may stand, and are looked at below it.
_ROWS_TO_HEADER = 40
_ROWS_BELOW = 6
_MOST_HEADER_ROWS = 6
_LONGEST_TITLE = 200
_LEAST_SCORE = 2.5
# A later row must be this much better than an earlier one to be the header.
_ENOUGH_OF_BEST = 0.75
_LEAST_NUMBERED = 3

# For a cell inside a merged area: the first row and column of that area.
Merges = Mapping[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Header:
    """Where a header stands.

    Attributes:
        first: Its first row, as an index into the sheet's rows.
        last: Its last row of titles.
        body: First row below it and below the numbers of columns.
    """

    first: int
    last: int
    body: int


def find_header(sheet: Sheet, merges: Merges, start: int, end: int) -> Header | None:
    """Return the first header between two rows; None when nothing looks like one.

    Args:
        sheet: The cells.
        merges: Of the sheet.
        start: Index of the first row to look at.
        end: Index behind the last row that may be a header.
    """
    scores = dict(_scores(sheet, merges, start, end))
    best = max(scores.values(), default=0.0)
    if best < _LEAST_SCORE:
        return None
    row = next(r for r, score in scores.items() if score >= _ENOUGH_OF_BEST * best)
    first = _grown_up(sheet, merges, row, start)
    last = _grown_down(sheet, merges, first, row)
    body = last + 1
    while body < len(sheet.rows) and is_numbering(sheet, body, last):
        body += 1
    return Header(first, last, body)


def _scores(
    sheet: Sheet, merges: Merges, start: int, end: int
) -> Iterator[tuple[int, float]]:
    seen = 0
    for row in range(start, min(end, len(sheet.rows))):
        if not any(cell is not None for cell in sheet.rows[row]):
            continue
        seen += 1
        if seen > _ROWS_TO_HEADER:
            return
        score = _score(sheet, merges, row)
        if score > 0:
            yield row, score


def _score(sheet: Sheet, merges: Merges, row: int) -> float:
    """Return how much a row looks like a header; 0 when it cannot be one."""
    titles = _titles(sheet, merges, row)
    if not _may_be_header(list(titles.values())):
        return 0.0
    words = sum(is_header_word(text) for text in titles.values())
    below = _rows_below(sheet, row)
    widest = max((_filled(cells) for cells in below), default=0)
    if not widest and not words and len(titles) < _LEAST_NUMBERED:
        # Above nothing at all, two texts may be anything.
        return 0.0
    contrast = sum(
        any(_is_datum(cells[column]) for cells in below) for column in titles
    )
    numbered = any(is_numbering(sheet, r, row) for r in range(row + 1, row + 4))
    starts = any(is_row_number_title(text) for text in titles.values())
    return (
        2.0 * min(1.0, len(titles) / max(1, widest))
        + (0.0 if widest else 1.0)
        + 2.0 * words / len(titles)
        + 2.0 * contrast / len(titles)
        + 2.0 * numbered
        + 1.5 * starts
    )


def _titles(sheet: Sheet, merges: Merges, row: int) -> dict[int, str]:
    """Return the texts over each column, also those merged from above."""
    found = {}
    for column, cell in enumerate(sheet.rows[row]):
        top, left = merges.get((row, column), (row, column))
        text = one_line(cell if (top, left) == (row, column) else sheet.rows[top][left])
        if text:
            found[column] = text
    return found


def _may_be_header(titles: Sequence[str]) -> bool:
    distinct = set(titles)
    if len(distinct) < 2 or any(len(text) > _LONGEST_TITLE for text in distinct):  # noqa: PLR2004 - a header has two columns at least
        return False
    if all(is_title_line(text) or is_note(text) for text in distinct):
        return False
    if any(is_total(text) for text in titles[:1]):
        return False
    numbers = sum(is_number_like(text) and not is_year(text) for text in titles)
    return numbers <= 0.2 * len(titles)


def _rows_below(sheet: Sheet, row: int) -> list[Sequence[CellValue]]:
    near = sheet.rows[row + 1 : row + 1 + 2 * _ROWS_BELOW]
    return [cells for cells in near if _filled(cells)][:_ROWS_BELOW]


def _filled(cells: Sequence[CellValue]) -> int:
    return sum(cell is not None for cell in cells)


def _is_datum(cell: CellValue) -> bool:
    if isinstance(cell, str):
        return is_number_like(cell)
    return isinstance(cell, int | float | date | time)


def _grown_up(sheet: Sheet, merges: Merges, row: int, start: int) -> int:
    """Return the first row of the header that a row belongs to."""
    first = min(
        (merges.get((row, c), (row, c))[0] for c in range(len(sheet.rows[row]))),
        default=row,
    )
    first = max(first, start)
    while first > start and row - first < _MOST_HEADER_ROWS:
        if not _stands_over(sheet, merges, first - 1):
            break
        first -= 1
    return first


def _stands_over(sheet: Sheet, merges: Merges, row: int) -> bool:
    """Return whether a row holds heads of groups of the columns named below it."""
    heads = [(c, cell) for c, cell in enumerate(sheet.rows[row]) if cell is not None]
    if not heads or any(
        _is_datum(cell) or is_title_line(one_line(cell)) for _, cell in heads
    ):
        return False
    width = len(sheet.rows[row])
    spans = [_span(sheet, merges, row, column) for column, _ in heads]
    below = _titles(sheet, merges, row + 1)
    if any(span >= max(2, len(below)) for span in spans) or heads[0][0] == 0:
        return False
    return all(
        span > 1 and column + 1 < width and column in below and column + 1 in below
        for span, (column, _) in zip(spans, heads, strict=True)
    )


def _span(sheet: Sheet, merges: Merges, row: int, column: int) -> int:
    """Return over how many columns a title stands; blank neighbours are its own."""
    cells, width = sheet.rows[row], 1
    for other in range(column + 1, len(cells)):
        if (row, column) in merges:
            if merges.get((row, other)) != (row, column):
                break
        elif cells[other] is not None or (row, other) in merges:
            break
        width += 1
    return width


def _grown_down(sheet: Sheet, merges: Merges, first: int, row: int) -> int:
    """Return the last row of titles."""
    last = row
    while last + 1 < len(sheet.rows) and last - first + 1 < _MOST_HEADER_ROWS:
        if not _goes_on(sheet, merges, first, last):
            break
        last += 1
    return last


def _goes_on(sheet: Sheet, merges: Merges, first: int, last: int) -> bool:
    """Return whether the row below a header still names columns."""
    row = last + 1
    own = {c: cell for c, cell in enumerate(sheet.rows[row]) if cell is not None}
    is_titles = all(
        is_year(cell) or not (_is_datum(cell) or isinstance(cell, bool))
        for cell in own.values()
    )
    if not own or not is_titles:
        return False
    if any(
        first <= merges.get((row, column), (row, 0))[0] <= last
        for column in range(len(sheet.rows[row]))
    ):
        return True
    return _fills_the_gaps(sheet, merges, last, own)


def _fills_the_gaps(
    sheet: Sheet, merges: Merges, last: int, own: Mapping[int, CellValue]
) -> bool:
    """Return whether cells stand below heads of groups, and nowhere else."""
    above = sheet.rows[last]
    covered: set[int] = set()
    for column, cell in enumerate(above):
        if cell is not None:
            span = _span(sheet, merges, last, column)
            if span > 1:
                covered.update(range(column, column + span))
    titled = [column for column, cell in enumerate(above) if cell is not None]
    if not covered or not set(own) <= covered:
        return False
    # Below a head stand at least two; a blank column that nothing fills is no group.
    return any(c not in titled for c in own) and len(own) < len(above)


def is_numbering(sheet: Sheet, row: int, header: int) -> bool:
    """Return whether a row numbers the columns: (1) (2) (3), or A B 1 2 3.

    Args:
        sheet: The cells.
        row: Index of the row.
        header: Index of the header's last row, which stands above.
    """
    if row >= len(sheet.rows) or row <= header:
        return False
    marks = [one_line(cell) for cell in sheet.rows[row] if cell is not None]
    plain = [mark.strip("()[] ").split("=")[0].strip("() ") for mark in marks]
    if len(plain) < _LEAST_NUMBERED or not all(
        part.isdecimal() or (len(part) == 1 and part.isascii() and part.isalpha())
        for part in plain
    ):
        return False
    numbers = [int(part) for part in plain if part.isdecimal()]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))) if numbers else 0:
        return False
    if not numbers or numbers[0] > len(plain):
        return False
    if any(mark != part for mark, part in zip(marks, plain, strict=True)):
        return True
    return not plain[0].isdecimal() or not _counts_on(sheet, row)


def _counts_on(sheet: Sheet, row: int) -> bool:
    """Return whether the next row goes on counting: then both are rows of data."""
    here = [cell for cell in sheet.rows[row] if cell is not None]
    for cells in sheet.rows[row + 1 : row + 3]:
        first = next((cell for cell in cells if cell is not None), None)
        if first is not None:
            return one_line(first) == str(int(one_line(here[0])) + 1)
    return False


def column_titles(
    sheet: Sheet, merges: Merges, header: Header
) -> list[tuple[str, ...]]:
    """Return the titles over each column, from the top and each once."""
    titles: list[list[str]] = [[] for _ in sheet.rows[header.last]]
    for row in range(header.first, header.last + 1):
        for column, text in _spread(sheet, merges, row, header).items():
            if text not in titles[column][-1:]:
                titles[column].append(text)
    return [tuple(column) for column in titles]


def _spread(sheet: Sheet, merges: Merges, row: int, header: Header) -> dict[int, str]:
    """Return the titles of one row; without merges a head covers the blanks behind."""
    found = _titles(sheet, merges, row)
    if row == header.last:
        return found
    below = [sheet.rows[r] for r in range(row + 1, header.last + 1)]
    head = ""
    for column, cell in enumerate(sheet.rows[row]):
        if (row, column) in merges:
            head = ""
        elif cell is not None:
            head = one_line(cell)
        elif head and any(cells[column] is not None for cells in below):
            found[column] = head
        else:
            head = ""
    return found
