"""A table of counts, in somebody's layout, on the units of another day."""

import csv
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from hatangso.errors import InvalidInputError
from hatangso.io.unit_files import shipped_units
from hatangso.model.unit_history import Level, SuccessionBasis
from hatangso.workflows.restate_table import RestatedTable, as_csv, restate_table

EVENT = date(2025, 7, 1)


def restated(
    path: Path, text: str, to_day: date = EVENT, output: Path | None = None
) -> RestatedTable:
    path.write_text(text, encoding="utf-8")
    return restate_table(
        path, to_day=to_day, basis=SuccessionBasis.PEOPLE, output=output
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bang.csv"


def problems(error: pytest.ExceptionInfo[InvalidInputError]) -> list[str]:
    return [str(finding) for finding in error.value.findings]


def test_names_with_their_districts_are_enough(file: Path) -> None:
    table = restated(
        file,
        "TT;Tên xã;Huyện;Số thôn;Cáp quang (km)\n"
        "1;TT. Trại Cau;Đồng Hỷ;12;1.234,5\n"
        "2;Xã Hợp Tiến;H. Đồng Hỉ;10;0,5\n",
    )
    (row,) = table.rows
    assert (row.unit.code, row.above) == ("05662", "tỉnh Thái Nguyên")
    assert [count.value for count in row.counts] == [22, 1235.0]
    assert all(count.is_restated and count.is_complete for count in row.counts)


def test_codes_without_their_zeros_are_enough(file: Path) -> None:
    table = restated(file, "ma,so_tram\n5662,3\n5698,4\n")
    assert [row.unit.name for row in table.rows] == ["Trại Cau"]


def test_the_way_back_gives_the_same_totals(file: Path, tmp_path: Path) -> None:
    units = shipped_units()
    new = [u for u in units.existences if u.valid_to is None]
    communes = [unit for unit in new if unit.level is Level.COMMUNE]
    lines = [f"{u.code},{u.name},{7 * n + 1}" for n, u in enumerate(communes)]
    text = "\n".join(["code,commune,people", *lines])
    back = restated(file, text, date(2025, 6, 30))
    total = sum(row.counts[0].value or 0 for row in back.rows)
    assert total == sum(7 * n + 1 for n in range(len(communes)))
    there = restated(tmp_path / "again.csv", as_csv(back))
    assert there.columns == ("people",)
    assert sum(row.counts[0].value or 0 for row in there.rows) == total


def test_groups_tell_the_district(tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(
            [
                ["TT", "Xã, phường", "Số hộ"],
                ["I", "Thành phố Thái Nguyên"],
                [1, "Phường Quang Trung", 100],
                ["II", "Thành phố Nam Định"],
                [1, "Phường Quang Trung", 200],
            ]
        ):
            sheet.write_row(number, 0, cells)
    table = restate_table(path, to_day=EVENT, basis=SuccessionBasis.PEOPLE)
    found = {row.unit.name: row.counts[0].value for row in table.rows}
    assert found == {"Phan Đình Phùng": 100, "Nam Định": 200}
    assert table.incomplete == 2


def test_missing_counts_stay_missing(file: Path) -> None:
    table = restated(file, "ma,a,b\n05662,3,\n05698,chưa có,\n05443,,9\n")
    trai_cau = table.rows[1]
    assert trai_cau.unit.name == "Trại Cau"
    assert [count.value for count in trai_cau.counts] == [3, None]
    assert trai_cau.counts[0].missing == ("05698",)


def test_a_ratio_is_left_out_with_a_warning(file: Path) -> None:
    table = restated(file, "ma,so_ho,Tỷ lệ phủ sóng,FTTH (%)\n05662,3,90,71\n")
    assert table.columns == ("so_ho",)
    assert table.left_out == ("Tỷ lệ phủ sóng", "FTTH (%)")
    assert sum("ratio" in str(finding) for finding in table.findings) == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ma,a\n99999,3\n", "no unit has this name or code"),
        ("ma,a\n05662,3\n5662,4\n", "stands in row 2 already"),
        ("ma,xa,a\n05662,Xã Hợp Tiến,3\n", "is that of thị trấn Trại Cau"),
        ("xa,a\nPhường Quang Trung,3\n", "2 units have this name"),
        ("xa,a\nXã Đại Phúc,3\n", "in force only since 2025-07-01"),
        ("xa,a\nPhường Phan Đình Phùn,3\n", "Phan Đình Phùng"),
        ("ma,a\n05662,nhiều\n05698,3\n", "nhiều"),
        ("ma,a\n05662,>300\n", "a count is needed"),
        ("ma,a\n05662,230/350\n", "a count is needed"),
        ("ten,a\nx,3\n", "no column holds names or codes of units"),
    ],
)
def test_rows_that_cannot_be_understood_are_told(
    file: Path, text: str, problem: str
) -> None:
    with pytest.raises(InvalidInputError) as error:
        restated(file, text)
    assert any(problem in line for line in problems(error)), problems(error)


@pytest.mark.parametrize("text", ["ma,a\n05662,x\n", "ma,Tỷ lệ\n05662,5\n"])
def test_a_table_without_counts_is_refused(file: Path, text: str) -> None:
    with pytest.raises(InvalidInputError, match="no column of counts"):
        restated(file, text)


def test_the_written_table_says_what_it_is(file: Path, tmp_path: Path) -> None:
    output = tmp_path / "moi.csv"
    restated(file, "ma,=1+1,b\n05461,100,5\n05443,,7\n", output=output)
    with output.open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["code"] for row in rows] == ["05443", "05467"]
    assert [row["'=1+1"] for row in rows] == ["2", "98"]
    assert {row["basis"] for row in rows} == {"people"}
    assert {row["is_restated"] for row in rows} == {"yes"}
    assert {row["is_estimated"] for row in rows} == {"yes"}
    assert "05446" in rows[0]["missing"]
    before = output.read_bytes()
    restated(file, "ma,=1+1,b\n05461,100,5\n05443,,7\n", output=output)
    assert output.read_bytes() == before
