"""Documents as workbooks: numbers stay numbers, words stay words, pages print."""

import re
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from document_samples import (
    MARKUP,
    TASK_COSTS,
    letter_document,
    long_document,
    number,
    titled_document,
)
from hatangso.documents.official.blocks import (
    Column,
    ColumnKind,
    Row,
    RowRole,
    Table,
)
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.source_annex import REALITY_WORDS
from hatangso.documents.official.spans import NO_DATA, Footnote, Sentence
from hatangso.documents.official.trace_record import SHEET, trace_record
from hatangso.documents.official.traces import traced_numbers
from hatangso.documents.workbook.workbook import SOURCES_SHEET, workbook
from hatangso.model.provenance import Reality

_A4 = 9


def _read(document: OfficialDocument, *, is_computed: bool = False) -> Workbook:
    return openpyxl.load_workbook(BytesIO(workbook(document)), data_only=is_computed)


def _with_table(table: Table) -> OfficialDocument:
    return replace(titled_document(), blocks=(table,), annexes=())


def _table(
    *rows: Row, title: str = "Số hộ", unit: str = "hộ", caption: str = "Bảng"
) -> Table:
    columns = (
        Column("name", "Tên"),
        Column("count", title, ColumnKind.NUMBER, unit),
    )
    return Table("t", caption, columns, rows)


def _row(
    name: str,
    value: float | None,
    role: RowRole = RowRole.PLAIN,
    *,
    key: str = "",
    **kwargs: int,
) -> Row:
    told = number(key or name, value, "hộ", **kwargs)
    return Row(((name,), (told,)), role)


def _sheet(*rows: Row, is_computed: bool = False) -> Worksheet:
    return _read(_with_table(_table(*rows)), is_computed=is_computed)["Bảng"]


def _column_b(sheet: Worksheet) -> list[object]:
    first = int(re.sub(r"\D", "", str(sheet.freeze_panes)))
    return [sheet.cell(row, 2).value for row in range(first, sheet.max_row + 1)]


def _summed(sheet: Worksheet, formula: str) -> float:
    """Return what a formula SUM adds up."""
    areas = formula.removeprefix("=SUM(").removesuffix(")").split(",")
    cells = [cell.value for area in areas for row in sheet[area] for cell in row]
    return sum(value for value in cells if isinstance(value, int | float))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert workbook(titled_document()) == workbook(titled_document())


def test_each_table_has_a_sheet_and_the_record_is_hidden() -> None:
    book = _read(titled_document())
    assert book.sheetnames == [
        "Thông tin",
        "Chỉ tiêu hạ tầng số theo năm",
        "Nhiệm vụ và kinh phí",
        "Nhiệm vụ chậm",
        "Danh sách thôn, xóm lõm sóng",
        "Nhiệm vụ và kinh phí (2)",
        SOURCES_SHEET,
        SHEET,
    ]
    assert book[SHEET].sheet_state == "veryHidden"
    facts = {row[0]: row[1] for row in book["Thông tin"].values}
    assert facts["Số, ký hiệu"] == "…/KH-UBND"
    assert facts["Lưu ý"].startswith("Có số liệu mô phỏng")
    assert facts["Bảng 2"].startswith("Nhiệm vụ và kinh phí")


def test_the_hidden_record_comes_back_whole_however_long() -> None:
    document = long_document(400)
    sheet = _read(document)[SHEET]
    pieces = [str(row[0]) for row in sheet.values]
    assert len(pieces) > 1
    assert "".join(pieces) == trace_record(document)


def test_signs_that_excel_escapes_come_back_in_the_record() -> None:
    row = Row((("x",), (replace(number("k", 1), label="_x0041_ \t\x07"),)))
    document = _with_table(_table(row))
    pieces = [str(one[0]) for one in _read(document)[SHEET].values]
    assert "".join(pieces) == trace_record(document)


def test_numbers_are_numbers_days_are_days_and_what_nobody_knows_is_words() -> None:
    sheet = _read(titled_document())["Nhiệm vụ và kinh phí"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert rows[0][0] == "A. Hạ tầng viễn thông"
    assert rows[1] == (
        1,
        "Phủ sóng thôn lõm sóng",
        TASK_COSTS[0],
        datetime(2026, 12, 31),  # noqa: DTZ001 - a cell has no time zone
    )
    assert rows[5][2] == NO_DATA
    assert sheet["C4"].value == "Kinh phí\n(triệu đồng)"
    assert sheet["C6"].number_format == "#,##0"
    assert sheet["D6"].number_format == "dd/mm/yyyy"


def test_decimals_follow_the_number_and_years_are_not_grouped() -> None:
    year = replace(number("year", 2030), text="2030")
    sheet = _sheet(
        _row("a", 96.4, decimals=1),
        Row((("b",), (year,))),
        Row((("c",), ("≥ ", number("c", 1149, "hộ")))),
    )
    formats = [sheet.cell(row, 2).number_format for row in (5, 6, 7)]
    assert formats == ["#,##0.0", "0", '"≥ "#,##0;"≥ "-#,##0']
    assert _column_b(sheet)[:3] == [96.4, 2030, 1149]


def test_a_unit_that_the_head_does_not_have_stands_in_the_cell() -> None:
    table = _table(_row("a", 12), unit="")
    sheet = _read(_with_table(table))["Bảng"]
    assert (sheet["B5"].value, sheet["B5"].number_format) == (12, '#,##0" hộ"')


def test_heads_of_groups_are_merged_over_their_columns() -> None:
    sheet = _read(titled_document())["Chỉ tiêu hạ tầng số theo năm"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"C4:E4", "A4:A5", "B4:B5", "F4:F5"} <= merged
    assert sheet["C4"].value == "Chỉ tiêu"
    assert sheet["D5"].value == "Năm 2028\n(%)"


def test_a_total_is_a_formula_that_gives_what_was_told() -> None:
    rows = (
        Row((("A",),), RowRole.GROUP),
        _row("a", 2),
        _row("b", 3),
        _row("Cộng A", 5, RowRole.TOTAL),
        Row((("B",),), RowRole.GROUP),
        _row("c", 7),
        _row("Cộng B", 7, RowRole.TOTAL),
        _row("Tổng", 12, RowRole.TOTAL),
    )
    sheet = _sheet(*rows)
    formulas = [one for one in _column_b(sheet) if str(one).startswith("=")]
    assert formulas == ["=SUM(B6:B7)", "=SUM(B10:B10)", "=SUM(B6:B7,B10:B10)"]
    assert [_summed(sheet, str(one)) for one in formulas] == [5, 7, 12]
    told = _column_b(_sheet(*rows, is_computed=True))
    assert [told[at] for at in (3, 6, 7)] == [5, 7, 12]


@pytest.mark.parametrize(("values", "total"), [((2, None), 2), ((2, 3), 6)])
def test_a_total_that_no_formula_can_give_stays_the_number_told(
    values: tuple[int | None, ...], total: int
) -> None:
    rows = [_row(str(at), value) for at, value in enumerate(values)]
    sheet = _sheet(*rows, _row("Tổng", total, RowRole.TOTAL))
    assert _column_b(sheet)[len(values)] == total


def test_sheets_print_on_a4_as_wide_as_the_page_with_the_head_on_each() -> None:
    book = _read(titled_document())
    wide, narrow = book["Danh sách thôn, xóm lõm sóng"], book["Nhiệm vụ chậm"]
    assert (wide.page_setup.orientation, narrow.page_setup.orientation) == (
        "landscape",
        "portrait",
    )
    for sheet in (wide, narrow):
        assert sheet.page_setup.paperSize == _A4
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in {None, 1}  # 1 is usual
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.oddHeader.center.text == "&P/&N"
    assert wide.print_title_rows == "$4:$5"
    assert wide.freeze_panes == "C6"


def test_a_name_with_an_ampersand_stands_whole_in_the_foot() -> None:
    foot = _read(replace(titled_document(), subject="R&D"))["Nhiệm vụ chậm"].oddFooter
    assert foot.left.text == "KẾ HOẠCH R&&D"


@pytest.mark.parametrize(
    "text", ["=1+1", "+84", "-5", "@SUM(A1)", MARKUP, "\x00a\ud800"]
)
def test_text_is_text_whatever_it_begins_with(text: str) -> None:
    table = _table(Row(((text,), (number("k", 1),))), caption=text)
    cells: tuple[Sentence, ...] = ((text,),)
    titled = replace(table, rows=(Row(cells, RowRole.GROUP), *table.rows), note=text)
    document = replace(_with_table(titled), subject=text, marks=(text,))
    book = _read(document)
    sheet = book.worksheets[1]
    shown = text.replace("\x00", "").replace("\ud800", "")
    assert sheet["A5"].value == sheet["A6"].value == shown
    assert {cell.data_type for cell in (sheet["A5"], sheet["A6"])} == {"s"}
    assert not re.search(r"[\[\]:*?/\\]", sheet.title)


def test_notes_of_disputed_numbers_stand_below_the_table_with_their_mark() -> None:
    note = Footnote("Hai nguồn nêu hai con số.")
    row = Row((("a",), (number("k", 64, "hộ"), note)))
    sheet = _sheet(row, Row((("b", note), (number("l", 65, "hộ"),))))
    assert (sheet["B5"].value, sheet["B5"].number_format) == (64, '#,##0" (1)"')
    assert sheet["A6"].value == "b (1)"
    assert sheet["A7"].value == "(1) Hai nguồn nêu hai con số."


def test_all_numbers_stand_among_the_sources_those_of_sentences_too() -> None:
    document = letter_document()
    sheet = _read(document)[SOURCES_SHEET]
    rows = [row for row in sheet.values if isinstance(row[0], int)]
    assert len(rows) == len(traced_numbers(document))
    assert rows[0][1:] == (
        "Số liệu mẫu households:khuoi_meo:2026",
        64,
        None,
        "2026",
        "Biểu mẫu thử",
        REALITY_WORDS[Reality.REAL],
    )
    assert rows[1][2] == NO_DATA


def test_names_of_sheets_are_short_and_no_two_alike() -> None:
    caption = "Danh sách thôn, xóm có sóng: rất dài/và còn dài hơn nữa"
    table = _table(_row("a", 1), caption=caption)
    document = replace(
        titled_document(),
        blocks=(table, table, replace(table, caption=""), replace(table, caption="'")),
        annexes=(),
    )
    names = _read(document).sheetnames[1:5]
    assert names == [
        "Danh sách thôn, xóm có sóng rất",
        "Danh sách thôn, xóm có sóng (2)",
        "Bảng 3",
        "Bảng 4",
    ]


def test_three_thousand_rows_all_stand_in_the_workbook() -> None:
    document = long_document(3_000)
    content = workbook(document)
    book = openpyxl.load_workbook(BytesIO(content), read_only=True)
    sheet = book["Danh sách thôn, xóm lõm sóng"]
    rows = [row for row in sheet.values if isinstance(row[0], int)]
    assert len(rows) == 3_000
