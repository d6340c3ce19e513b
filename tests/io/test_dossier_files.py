"""Files of dossiers: every row is taken, refused with its reason, or a duplicate."""

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from hatangso.errors import InvalidInputError
from hatangso.io.dossier_files import DossierFile, read_dossiers
from hatangso.io.dossier_moments import read_moment

# ruff: noqa: DTZ001, DTZ901 - dossiers tell Viet Nam's time, without an offset
HEADER = (
    "Mã hồ sơ;Thủ tục;Cơ quan;Ngày tiếp nhận;Hạn trả;Ngày trả;Trạng thái;"
    "Ngày yêu cầu bổ sung;Ngày bổ sung"
)
GOOD = (
    "A1;Khai sinh;UBND xã A;05/01/2026 08:00;09/01/2026 17:00;08/01/2026 10:00;Đã trả;;"
)
OTHER = "A2;Khai sinh;UBND xã A;06/01/2026 08:00;12/01/2026;;Đang xử lý;;"


def read(tmp_path: Path, *rows: str) -> DossierFile:
    path = tmp_path / "ho-so.csv"
    path.write_text("\n".join([HEADER, GOOD, OTHER, *rows]) + "\n", encoding="utf-8")
    found = read_dossiers(path)
    assert found.rows == 2 + len(rows)
    return found


def test_a_row_becomes_a_dossier(tmp_path: Path) -> None:
    found = read(tmp_path)
    first, second = found.dossiers
    assert (first.id, first.agency) == ("A1", "UBND xã A")
    assert first.due == datetime(2026, 1, 9, 17)
    assert second.due == datetime(2026, 1, 13)
    assert second.returned is None
    assert found.findings == ()


BAD = {
    "the result was given before the dossier was received":
        "B;K;X;05/01/2026 08:00;09/01/2026;04/01/2026 08:00;Đã trả;;",
    "the deadline lies before the receipt":
        "B;K;X;05/01/2026 08:00;02/01/2026;;Đang xử lý;;",
    "the date of receipt is missing": "B;K;X;;09/01/2026;;Đang xử lý;;",
    "the dossier has no number": ";K;X;05/01/2026;09/01/2026;;Đang xử lý;;",
    "the dossier is handled, but the date of its result is missing":
        "B;K;X;05/01/2026;09/01/2026;;Đã trả kết quả;;",
    "this is no date from 1990 to 2099":
        "B;K;X;31/02/2026 08:00;09/01/2026;;Đang xử lý;;",
    "the supplement was given before it was asked for":
        "B;K;X;05/01/2026;09/01/2026;;Đang xử lý;08/01/2026 09:00;07/01/2026 09:00",
    "the supplement was asked for before the dossier was received":
        "B;K;X;05/01/2026;09/01/2026;;Chờ bổ sung;04/01/2026;",
    "the supplement was asked for after the result was given":
        "B;K;X;05/01/2026;09/01/2026;06/01/2026 09:00;Đã trả;07/01/2026;",
    "the supplement was given after the result":
        "B;K;X;05/01/2026;;07/01/2026 09:00;Đã trả;06/01/2026;08/01/2026 9:00",
    "dossier {id} also stands in row {row}, with other content":
        "A1;Khai tử;UBND xã A;05/01/2026 08:00;09/01/2026;;Đang xử lý;;",
}  # fmt: skip


@pytest.mark.parametrize(("problem", "row"), BAD.items())
def test_a_bad_row_is_refused_with_its_reason_and_place(
    tmp_path: Path, problem: str, row: str
) -> None:
    found = read(tmp_path, row)
    assert len(found.dossiers) == 2
    assert found.refused_rows == 1
    (finding,) = found.findings
    assert finding.problem.text == problem
    assert finding.place.row == 4


ODD = {
    "the status {text} is unknown": "B;K;X;05/01/2026;09/01/2026;;Lạ lắm;;",
    "the status says open, but a result was given":
        "B;K;X;05/01/2026;09/01/2026;08/01/2026;Đang xử lý;;",
    "it is not told when the supplement was asked for":
        "B;K;X;05/01/2026;09/01/2026;;Chờ bổ sung;;",
    "the dossier has neither a deadline nor a number of days":
        "B;K;X;05/01/2026;;;Đang xử lý;;",
}  # fmt: skip


@pytest.mark.parametrize(("problem", "row"), ODD.items())
def test_an_odd_row_is_taken_with_a_warning(
    tmp_path: Path, problem: str, row: str
) -> None:
    found = read(tmp_path, row)
    assert len(found.dossiers) == 3
    (finding,) = found.findings
    assert finding.problem.text.replace('"', "") == problem


def test_the_same_row_twice_counts_once(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert (len(found.dossiers), found.duplicate_rows, found.refused_rows) == (2, 1, 0)


def test_a_result_by_day_on_the_day_of_receipt_is_not_before_it(
    tmp_path: Path,
) -> None:
    row = "B;K;X;05/01/2026 08:00;05/01/2026;05/01/2026;Đã trả;;"
    found = read(tmp_path, row)
    assert found.dossiers[-1].returned == datetime(2026, 1, 5, 8)
    assert found.findings == ()


def test_empty_cells_are_not_filled_from_the_rows_above(tmp_path: Path) -> None:
    found = read(tmp_path, *(f"C{n};;;05/01/2026;09/01/2026;;;;" for n in range(9)))
    assert {one.agency for one in found.dossiers[2:]} == {""}


def test_a_workbook_with_dates_and_a_title_is_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["BẢNG THEO DÕI HỒ SƠ"])
    sheet.append(["STT", "Mã hồ sơ", "Ngày tiếp nhận", "Thời hạn giải quyết"])
    for number in range(1, 6):
        sheet.append([number, f"H{number}", datetime(2026, 1, 5, 8, number), 3])
    book.save(tmp_path / "ho-so.xlsx")
    found = read_dossiers(tmp_path / "ho-so.xlsx")
    assert [one.term_days for one in found.dossiers] == [3] * 5
    assert found.dossiers[0].received == datetime(2026, 1, 5, 8, 1)


def test_a_file_without_dossiers_says_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "khac.csv"
    path.write_text("Tên;Số\nA;1\nB;2\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_dossiers(path)
    assert "Tên, Số" in str(caught.value.findings[0])


@pytest.mark.parametrize(
    ("text", "moment", "has_time"),
    [
        ("5/1/2026", datetime(2026, 1, 5), False),
        ("05/01/2026 8:05", datetime(2026, 1, 5, 8, 5), True),
        ("08:05 05/01/2026", datetime(2026, 1, 5, 8, 5), True),
        ("05/01/2026 00:00", datetime(2026, 1, 5), True),
        ("2026-01-05T23:30:00-05:00", datetime(2026, 1, 6, 11, 30), True),
        ("2026-01-05T08:05:59", datetime(2026, 1, 5, 8, 5), True),
    ],
)
def test_times_are_read_as_viet_nams(
    text: str, moment: datetime, *, has_time: bool
) -> None:
    assert read_moment(text) == (moment, has_time)


@pytest.mark.parametrize(
    "cell",
    ["", "hôm qua", "13/13/2026", "05/01/26", "05/01/1889", 45000, True, "24:00"],
)
def test_what_is_no_date_is_none(cell: str | float) -> None:
    assert read_moment(cell) is None


def test_the_last_moments_of_the_calendar_are_no_crash() -> None:
    assert read_moment(datetime.max) is None
    assert read_moment("9999-12-31T23:59:59.9-07:00") is None
