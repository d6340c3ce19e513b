"""Tables of data: headers that stand on every page, groups, totals, numbers right."""

from collections.abc import Iterator, Sequence

from hatangso.documents.official.blocks import (
    Column,
    ColumnKind,
    Row,
    RowRole,
    Table,
)
from hatangso.documents.official.decree_30 import decree_30
from hatangso.documents.official.spans import Sentence
from hatangso.documents.word.column_widths import column_widths_mm, needed_widths_mm
from hatangso.documents.word.elements import (
    TWIPS_PER_MM,
    Element,
    gap,
    on,
    paragraph,
    run,
    w,
)
from hatangso.documents.word.manuscript import Manuscript

__all__ = ["table_elements"]

_ALIGNMENTS = {
    ColumnKind.ORDINAL: "center",
    ColumnKind.DATE: "center",
    ColumnKind.NUMBER: "right",
    ColumnKind.TEXT: "left",
}


def table_elements(table: Table, manuscript: Manuscript) -> list[Element]:
    """Return caption, table and note."""
    form = decree_30()
    width_mm = manuscript.width_mm
    size_pt = form.text["table"].size_pt
    widths = [
        round(mm * TWIPS_PER_MM)
        for mm in column_widths_mm(table, width_mm, needed_widths_mm(table, size_pt))
    ]
    properties = w(
        "tblPr",
        w("tblStyle", val="TableGrid"),
        w("tblW", w=sum(widths), type="dxa"),
        w("jc", val="center"),
        w("tblLayout", type="fixed"),
        w("tblLook", val="0420", firstRow=1, noVBand=1),
    )
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    made = w("tbl", properties, grid, *_header(table.columns, widths))
    for row in _rows(table, widths, manuscript):
        made.append(row)
    caption = manuscript.caption(form.words["table"], table.caption, is_above=True)
    if table.note:
        return [caption, made, paragraph("Note", run(table.note))]
    return [caption, made, gap(6)]


def _header(columns: Sequence[Column], widths: Sequence[int]) -> list[Element]:
    """Return one row, or two where columns have a title above them."""
    if not any(column.group for column in columns):
        cells = [
            _title_cell(column, width)
            for column, width in zip(columns, widths, strict=True)
        ]
        return [_row(cells, is_header=True)]
    upper: list[Element] = []
    lower: list[Element] = []
    for start, end in _groups(columns):
        group = columns[start].group
        for at in range(start, end):
            merged = "" if group else "continue"
            lower.append(_title_cell(columns[at], widths[at], merged=merged))
        if group:
            width = sum(widths[start:end])
            title = _title(group)
            upper.append(_cell(width, [title], span=end - start))
        else:
            upper.append(_title_cell(columns[start], widths[start], merged="restart"))
    return [_row(upper, is_header=True), _row(lower, is_header=True)]


def _groups(columns: Sequence[Column]) -> Iterator[tuple[int, int]]:
    """Yield from where to where neighbours have the same title above them."""
    start = 0
    for at in range(1, len(columns) + 1):
        same = at < len(columns) and columns[at].group == columns[start].group
        if not (same and columns[start].group):
            yield start, at
            start = at


def _title_cell(column: Column, width: int, *, merged: str = "") -> Element:
    if merged == "continue":
        return _cell(width, [paragraph("CellText")], merged=merged)
    unit = [run(f"\n({column.unit})")] if column.unit else []
    return _cell(width, [_title(column.title, *unit)], merged=merged)


def _title(text: str, *unit: Element) -> Element:
    return paragraph(
        "CellText",
        run(text, is_bold=True),
        *unit,
        is_kept_with_next=True,
        alignment="center",
    )


def _rows(
    table: Table, widths: Sequence[int], manuscript: Manuscript
) -> Iterator[Element]:
    if not table.rows:
        yield _whole_row((table.when_empty,), widths, manuscript)
    last = len(table.rows) - 1
    for at, row in enumerate(table.rows):
        if row.role is RowRole.GROUP:
            yield _whole_row(row.cells[0], widths, manuscript, is_group=True)
            continue
        next_is_total = at < last and table.rows[at + 1].role is RowRole.TOTAL
        yield _plain_row(row, table.columns, widths, manuscript, is_kept=next_is_total)


def _whole_row(
    cell: Sentence,
    widths: Sequence[int],
    manuscript: Manuscript,
    *,
    is_group: bool = False,
) -> Element:
    text = paragraph(
        "CellText",
        *manuscript.runs(cell, is_bold=is_group),
        is_kept_with_next=is_group,
    )
    return _row([_cell(sum(widths), [text], span=len(widths))])


def _plain_row(
    row: Row,
    columns: Sequence[Column],
    widths: Sequence[int],
    manuscript: Manuscript,
    *,
    is_kept: bool,
) -> Element:
    is_bold = row.role is RowRole.TOTAL
    cells = [
        _cell(
            width,
            [
                paragraph(
                    "CellText",
                    *manuscript.runs(cell, is_bold=is_bold),
                    is_kept_with_next=is_kept,
                    alignment=_ALIGNMENTS[column.kind],
                )
            ],
        )
        for cell, column, width in zip(row.cells, columns, widths, strict=True)
    ]
    return _row(cells)


def _row(cells: Sequence[Element], *, is_header: bool = False) -> Element:
    return w("tr", w("trPr", w("cantSplit"), on("tblHeader", is_header)), *cells)


def _cell(
    width: int, content: Sequence[Element], *, span: int = 1, merged: str = ""
) -> Element:
    properties = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=span) if span > 1 else None,
        w("vMerge", val=merged) if merged else None,
        w("vAlign", val="center"),
    )
    return w("tc", properties, *content)
