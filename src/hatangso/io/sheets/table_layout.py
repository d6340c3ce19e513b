"""Find the tables of a sheet: titles above, header, rows, totals, notes below."""

from collections.abc import Sequence
from dataclasses import replace

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.io.sheets.sheet_cells import Sheet, one_line
from hatangso.io.sheets.table_blanks import fill_blanks
from hatangso.io.sheets.table_bodies import Body, read_body
from hatangso.io.sheets.table_headers import Header, Merges, column_titles, find_header
from hatangso.io.sheets.table_totals import check_totals
from hatangso.io.sheets.table_words import (
    is_money_title,
    is_money_unit,
    is_row_number_title,
    table_unit,
    without_unit,
)
from hatangso.model.raw_table import RawColumn, RawRow, RawTable

__all__ = ["find_tables"]

# How many merged cells are looked at: more than any table for people has.
_MOST_MERGED_CELLS = 500_000


def find_tables(sheet: Sheet) -> list[RawTable]:
    """Return the tables of a sheet, from the top.

    A sheet with cells but without anything like a header gives one table whose columns
    have no titles and whose ``header_row`` is 0, with a finding that says so.
    """
    merges = _merges(sheet)
    parts = _side_by_side(sheet, merges)
    if len(parts) > 1:
        return [table for part in parts for table in find_tables(part)]
    tables, start = [], 0
    while start < len(sheet.rows):
        header = find_header(sheet, merges, start, len(sheet.rows))
        if header is None:
            break
        title = _title(sheet, start, header.first)
        table, start = _table(sheet, merges, header, title)
        tables.append(table)
    if not tables and _looks_like_data(sheet):
        header = Header(-1, -1, 0)
        tables.append(_table(sheet, merges, header, ())[0])
    # A line of texts below a table looks like a header of nothing.
    return [table for table in tables if table.rows or table.totals] or tables[:1]


def _merges(sheet: Sheet) -> Merges:
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, right in sheet.merged or ():
        if len(found) > _MOST_MERGED_CELLS:
            break
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                found[row, column] = (top, left)
    return found


def _looks_like_data(sheet: Sheet) -> bool:
    filled = [row for row in sheet.rows if sum(cell is not None for cell in row) > 1]
    return len(filled) > 1


def _title(sheet: Sheet, start: int, end: int) -> tuple[str, ...]:
    lines = []
    for cells in sheet.rows[start:end]:
        texts = [one_line(cell) for cell in cells if cell is not None]
        lines.extend(texts)
    return tuple(lines)


def _table(
    sheet: Sheet, merges: Merges, header: Header, title: tuple[str, ...]
) -> tuple[RawTable, int]:
    """Return a table, and the row behind it."""
    has_header = header.first >= 0
    width = len(sheet.rows[0])
    titles = column_titles(sheet, merges, header) if has_header else [()] * width
    counting = _counting_column(sheet, header, titles)
    body = read_body(sheet, merges, header, counting, len(sheet.rows))
    kept = _kept_columns(titles, body, counting)
    blanks = fill_blanks(sheet, body, kept)
    unit = next(filter(None, map(table_unit, title)), "")
    table = RawTable(
        file=sheet.file,
        sheet=sheet.name,
        title=title,
        columns=tuple(_column(sheet, titles[c], c, unit) for c in kept),
        rows=_narrowed(body.rows, kept),
        totals=_narrowed(body.totals, kept),
        encoding=sheet.encoding,
        header_row=sheet.numbers[header.last] if has_header else 0,
        notes=(*sheet.notes, *_notes(sheet, body, titles, unit)),
    )
    findings = [*_cell_findings(sheet, header, body), *_header_findings(table)]
    findings.extend(blanks)
    findings.extend(check_totals(table))
    return replace(table, findings=tuple(findings)), max(body.end, header.body)


def _side_by_side(sheet: Sheet, merges: Merges) -> list[Sheet]:
    """Return a sheet cut before each column of row numbers, if it has several."""
    header = find_header(sheet, merges, 0, len(sheet.rows))
    if header is None:
        return [sheet]
    titles = column_titles(sheet, merges, header)
    starts = [
        column
        for column, names in enumerate(titles)
        if names and is_row_number_title(names[-1])
    ]
    if len(starts) < 2 or titles[starts[0]] != titles[starts[1]]:  # noqa: PLR2004 - one table has one such column
        return [sheet]
    ends = [*starts[1:], len(titles)]
    return [
        replace(
            sheet,
            rows=[row[start:end] for row in sheet.rows],
            first_column=sheet.first_column + start,
            merged=None
            if sheet.merged is None
            else tuple(
                (top, left - start, bottom, min(right, end - 1) - start)
                for top, left, bottom, right in sheet.merged
                if start <= left < end
            ),
        )
        for start, end in zip([0, *starts[1:]], ends, strict=True)
    ]


def _counting_column(
    sheet: Sheet, header: Header, titles: Sequence[tuple[str, ...]]
) -> int | None:
    """Return the column that numbers the rows, by its title or, first, by itself."""
    for column, names in enumerate(titles):
        if names and is_row_number_title(names[-1]):
            return column
    if not titles or titles[0]:
        return None
    cells = [row[0] for row in sheet.rows[header.body :] if row[0] is not None]
    is_counted = cells[:3] == [1, 2, 3] or cells[:3] == ["1", "2", "3"]
    return 0 if is_counted and header.first >= 0 else None


def _kept_columns(
    titles: Sequence[tuple[str, ...]], body: Body, counting: int | None
) -> list[int]:
    """Return the columns that hold something, without the numbers of rows."""
    return [
        column
        for column, names in enumerate(titles)
        if column != counting
        and (names or any(row.cells[column] is not None for row in body.rows))
    ]


def _narrowed(rows: Sequence[RawRow], kept: Sequence[int]) -> tuple[RawRow, ...]:
    if all(list(kept) == list(range(len(row.cells))) for row in rows[:1]):
        return tuple(rows)
    return tuple(
        [
            RawRow(row.number, tuple([row.cells[c] for c in kept]), row.groups)
            for row in rows
        ]
    )


def _column(
    sheet: Sheet, titles: tuple[str, ...], column: int, unit_of_table: str
) -> RawColumn:
    units = [without_unit(title)[1] for title in reversed(titles)]
    unit = next(filter(None, units), "")
    if not unit and is_money_unit(unit_of_table) and is_money_title(" ".join(titles)):
        unit = unit_of_table
    return RawColumn(sheet.letter(column), titles, unit)


def _notes(
    sheet: Sheet, body: Body, titles: Sequence[tuple[str, ...]], unit: str
) -> list[Message]:
    notes = []
    for column, row in body.filled_down.items():
        text = "merged cells of column {column} were filled down from row {row} on"
        name = " / ".join(titles[column]) or sheet.letter(column)
        notes.append(Message(text, {"column": name, "row": row}))
    if body.repeated:
        text = "{count} rows that print the header again were left out"
        notes.append(Message(text, {"count": len(body.repeated)}))
    hidden = [row for row in body.rows if row.number in sheet.hidden_rows]
    if hidden:
        text = "{count} rows are hidden in the file; they were read, the first is {row}"
        notes.append(Message(text, {"count": len(hidden), "row": hidden[0].number}))
    if unit:
        notes.append(Message("the table names the unit {unit}", {"unit": unit}))
    return notes


def _cell_findings(sheet: Sheet, header: Header, body: Body) -> list[Finding]:
    """Return the findings of the sheet that lie in this table."""
    first = sheet.numbers[max(header.first, 0)]
    last = sheet.numbers[body.end - 1] if body.end else first
    return [
        finding
        for finding in sheet.findings
        if finding.place.row is None or first <= finding.place.row <= last
    ]


def _header_findings(table: RawTable) -> list[Finding]:
    place = Place(table.file, row=table.header_row or None, sheet=table.sheet or None)
    if not table.header_row:
        return [
            Finding(
                Severity.WARNING,
                place,
                Message("no row looks like a header"),
                Message("write the names of the columns into the row above the data"),
            )
        ]
    return [
        Finding(
            Severity.WARNING,
            Place(table.file, table.header_row, column.letter, table.sheet or None),
            Message("the column has values but no name"),
            Message("name the column in the header, or empty it"),
        )
        for column in table.columns
        if not column.titles
    ]
