"""Lay a sheet out as a grid of cells, and tell what must be read from where."""

from collections.abc import Sequence
from dataclasses import dataclass

from import_corpus.corpus_nouns import (
    ExpectedTable,
    Heading,
    Line,
    Problem,
    Sheet,
    Typed,
)

__all__ = ["Grid", "Merge", "placed"]

Merge = tuple[int, int, int, int]


@dataclass(frozen=True)
class Grid:
    """A sheet as a spreadsheet holds it.

    Attributes:
        rows: Cells, the first row first; None is empty.
        merges: Merged areas: first row, first column, last row, last column, from 0.
        hidden: Hidden columns, from 0.
        expected: What must be read.
    """

    name: str
    rows: tuple[tuple[Typed | None, ...], ...]
    merges: tuple[Merge, ...]
    hidden: tuple[int, ...]
    expected: ExpectedTable


def letter(column: int) -> str:
    """Return a column, from 0, as spreadsheets name it."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def placed(sheet: Sheet, problems: Sequence[Problem] = ()) -> Grid:
    """Lay out a sheet: title, a blank line, header, lines."""
    headings = list(sheet.headings)
    if sheet.numbering:
        headings.insert(0, Heading("", (sheet.numbering,)))
    width = max(1, len(headings))
    rows: list[tuple[Typed | None, ...]] = []
    merges: list[Merge] = []
    for text in sheet.title:
        if width > 1:
            merges.append((len(rows), 0, len(rows), width - 1))
        rows.append(_line([text], width))
    if sheet.title:
        rows.append(_line([], width))
    header, header_merges = _header(headings)
    merges += [
        (top + len(rows), left, bottom + len(rows), right)
        for top, left, bottom, right in header_merges
    ]
    rows += header
    expected: dict[int, dict[str, object]] = {}
    count = 0
    for line in sheet.lines:
        if line.kind == "row":
            count += 1
            rows.append(_row(line, headings, count, is_numbered=bool(sheet.numbering)))
            asides = {h.titles[-1] for h in sheet.headings if not h.field}
            expected[len(rows)] = {
                name: cell.meant
                for name, cell in line.cells.items()
                if name not in asides
            }
        elif line.kind == "header":
            rows += header
        elif line.kind == "blank":
            rows.append(_line([], width))
        elif line.kind == "note":
            rows.append(_line([line.text], width))
        else:
            rows.append(_summary(line, headings, is_numbered=bool(sheet.numbering)))
    return Grid(
        sheet.name,
        tuple(rows),
        tuple(merges),
        tuple(i for i, heading in enumerate(headings) if heading.is_hidden),
        ExpectedTable(
            sheet.name,
            sheet.kind,
            expected,
            {h.field: letter(i) for i, h in enumerate(headings) if h.field},
            tuple(problems),
        ),
    )


def _line(texts: Sequence[str], width: int) -> tuple[Typed | None, ...]:
    cells: list[Typed | None] = [Typed(text) for text in texts]
    return tuple(cells + [None] * (width - len(cells)))


def _header(
    headings: Sequence[Heading],
) -> tuple[list[tuple[Typed | None, ...]], list[Merge]]:
    """Return the rows of a header; what is alike side by side is merged."""
    depth = max((len(heading.titles) for heading in headings), default=0)
    grid: list[list[Typed | None]] = [[None] * len(headings) for _ in range(depth)]
    merges: list[Merge] = []
    for column, heading in enumerate(headings):
        last = len(heading.titles) - 1
        for row, title in enumerate(heading.titles):
            before = headings[column - 1].titles if column else ()
            is_repeated = row < last and before[: row + 1] == heading.titles[: row + 1]
            if not is_repeated:
                grid[row][column] = Typed(title)
            if row < last and not is_repeated:
                right = column
                while (
                    right + 1 < len(headings)
                    and headings[right + 1].titles[: row + 1]
                    == heading.titles[: row + 1]
                    and len(headings[right + 1].titles) > row + 1
                ):
                    right += 1
                if right > column:
                    merges.append((row, column, row, right))
        if last < depth - 1:
            merges.append((last, column, depth - 1, column))
    return [tuple(row) for row in grid], merges


def _row(
    line: Line, headings: Sequence[Heading], count: int, *, is_numbered: bool
) -> tuple[Typed | None, ...]:
    cells: list[Typed | None] = [
        line.cells.get(heading.field or heading.titles[-1]) for heading in headings
    ]
    if is_numbered:
        cells[0] = Typed(line.number or count)
    return tuple(cells)


def _summary(
    line: Line, headings: Sequence[Heading], *, is_numbered: bool
) -> tuple[Typed | None, ...]:
    """Return the line of a group or of a total."""
    cells = [
        line.cells.get(heading.field or heading.titles[-1]) for heading in headings
    ]
    first = 1 if is_numbered and line.kind == "group" else 0
    # Without a column of numbers the numeral stands in front of the group's name.
    mark = f"{line.number}. " if line.number and not first else ""
    cells[first] = Typed(mark + line.text)
    if first:
        cells[0] = Typed(line.number) if line.number else None
    return tuple(cells)
