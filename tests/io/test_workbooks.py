"""Tables out of workbooks in the layouts that departments and operators send."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from hatangso.io.workbooks import read_tables
from hatangso.model.raw_table import RawTable

ANNEX = (
    ("ỦY BAN NHÂN DÂN TỈNH X", None, None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
    ("Biểu số 02",),
    ("DANH SÁCH TRẠM BTS",),
    ("(Kèm theo Kế hoạch số 137/KH-UBND)",),
    (None, None, None, None, None, None, "Đơn vị tính: triệu đồng"),
    ("STT", "Tên trạm", "Xã", "Tọa độ", None, "Chiều cao (m)", "Kinh phí"),
    (None, None, None, "Kinh độ", "Vĩ độ", None, None),
    ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
    ("I", "Huyện Định Hóa", None, None, None, None, 300),
    (1, "TN-1", "Xã A", 105.8, 21.6, 42, 100),
    (2, "TN-2", None, 105.9, 21.7, 36, 200),
    ("II", "Huyện Phú Lương"),
    (1, "PL-1", "Xã Cộng Hòa", 105.7, 21.7, 30, 50),
    ("Tổng cộng", None, None, None, None, None, 351),
    (),
    ("Người lập biểu", None, None, None, "Giám đốc"),
)
ANNEX_MERGES = (
    "A2:G2",
    "A6:A7",
    "B6:B7",
    "C6:C7",
    "D6:E6",
    "F6:F7",
    "G6:G7",
    "C10:C11",
)


def save(
    path: Path, rows: Sequence[Sequence[object]], merges: Sequence[str] = ()
) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "BTS"
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    workbook.save(path)
    return path


@pytest.fixture
def annex(tmp_path: Path) -> RawTable:
    (table,) = read_tables(save(tmp_path / "bts.xlsx", ANNEX, ANNEX_MERGES))
    return table


def test_the_header_is_found_below_the_titles_with_both_its_rows(
    annex: RawTable,
) -> None:
    assert [column.titles for column in annex.columns] == [
        ("Tên trạm",),
        ("Xã",),
        ("Tọa độ", "Kinh độ"),
        ("Tọa độ", "Vĩ độ"),
        ("Chiều cao (m)",),
        ("Kinh phí",),
    ]
    assert [column.letter for column in annex.columns] == list("BCDEFG")
    assert annex.header_row == 7
    assert "DANH SÁCH TRẠM BTS" in annex.title


def test_rows_keep_their_numbers_and_their_group(annex: RawTable) -> None:
    assert [(row.number, row.cells[0], row.groups) for row in annex.rows] == [
        (10, "TN-1", ("Huyện Định Hóa",)),
        (11, "TN-2", ("Huyện Định Hóa",)),
        (13, "PL-1", ("Huyện Phú Lương",)),
    ]


def test_a_commune_merged_over_its_rows_is_filled_down_and_said(
    annex: RawTable,
) -> None:
    assert annex.rows[1].cells[1] == "Xã A"
    assert any("filled down from row 11" in str(note) for note in annex.notes)


def test_a_unit_above_the_table_is_that_of_money_and_one_in_the_header_its_columns(
    annex: RawTable,
) -> None:
    units = {column.title: column.unit for column in annex.columns}
    assert units["Kinh phí"] == "triệu đồng"
    assert units["Chiều cao (m)"] == "m"
    assert units["Xã"] == ""


def test_totals_are_apart_and_a_wrong_one_is_found(annex: RawTable) -> None:
    assert [row.number for row in annex.totals] == [9, 14]
    (finding,) = annex.findings
    assert (finding.place.row, finding.place.column, finding.value) == (14, "G", 351)
    assert "351" in str(finding.problem)
    assert "350" in str(finding.problem)
