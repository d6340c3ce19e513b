"""Importing, undoing, exporting as a person and as a machine do it."""

import json
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from typer.testing import CliRunner, Result

from hatangso.cli.actor_options import actor_of
from hatangso.cli.import_command import answers_of, rows_of
from hatangso.cli.main import app
from hatangso.errors import InvalidInputError
from hatangso.model.record import Role
from small_province import write_terrain

HEADER = ["STT", "Mã trạm", "Tên trạm", "Kinh độ", "Vĩ độ", "Chiều cao cột (m)"]
S9 = [1, "S9", "Trạm Mới", 105.12, 21.15, "40 m"]
S2 = [2, "S2", "Trạm Chân Núi", 105.07, 21.095, 33]
WRONG = [3, "S8", "Trạm Xa", 21.1, 105.05, 30]


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def _book(path: Path, *rows: list[object]) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Trạm BTS"
    for row in (["Danh sách trạm BTS"], [], HEADER, *rows):
        sheet.append(row)
    workbook.save(path)
    return path


def test_a_file_goes_in_and_out_again(province_directory: Path, tmp_path: Path) -> None:
    path = _book(tmp_path / "tram.xlsx", S9, S2)
    before = (province_directory / "sites.csv").read_bytes()
    result = _run("import", path, "--into", province_directory, "--as", "lan")
    assert result.exit_code == 0, result.output
    said = " ".join(result.output.split())
    assert "tram.xlsx, Trạm BTS: Vị trí trạm (site), 2 dòng." in said
    assert "F Chiều cao cột (m) → Độ cao cột (structure_height_m)" in said
    assert "So với sổ đăng ký: 1 mới, 1 thay đổi." in said
    assert "Độ cao cột: 30 → 33" in said
    assert "Đã ghi thành lần 7: Vị trí trạm: 1 mới, 1 thay đổi." in said
    assert "vẫn được ghi là số liệu mô phỏng" in said
    result = _run("undo", province_directory, 7)
    assert "Đã hoàn tác lần 7" in result.output
    assert (province_directory / "sites.csv").read_bytes() == before
    result = _run("history", province_directory)
    assert "lan  nhập tệp (tram.xlsx)" in " ".join(result.output.split("\n"))


def test_a_dry_run_writes_nothing(province_directory: Path, tmp_path: Path) -> None:
    path = _book(tmp_path / "tram.xlsx", S9)
    result = _run("import", path, "--into", province_directory, "--dry-run")
    assert "Chưa ghi gì vào sổ đăng ký." in result.output
    assert not (province_directory / "register.sqlite").exists()
    result = _run("history", province_directory)
    assert "Sổ đăng ký chưa có thay đổi nào." in result.output


def test_errors_name_sheet_row_column_and_fix(
    province_directory: Path, tmp_path: Path
) -> None:
    path = _book(tmp_path / "tram.xlsx", S9, WRONG)
    result = _run("import", path, "--into", province_directory)
    assert result.exit_code == 3
    said = " ".join(result.output.split())
    assert "✗ tram.xlsx, trang tính Trạm BTS, dòng 5, cột D (Kinh độ):" in said
    assert "nằm ngoài địa giới tỉnh. → kinh độ và vĩ độ bị đảo" in said
    assert "không nhập được 1 dòng của tram.xlsx" in said
    result = _run("import", path, "--into", province_directory, "--skip-errors")
    assert result.exit_code == 0
    assert "Vị trí trạm: 1 mới" in result.output


def test_a_look_ends_with_the_code_that_the_import_would_end_with(
    province_directory: Path, tmp_path: Path
) -> None:
    look = ("--into", province_directory, "--dry-run")
    assert _run("import", _book(tmp_path / "a.xlsx", S9), *look).exit_code == 0
    wrong = _book(tmp_path / "b.xlsx", S9, WRONG)
    result = _run("import", wrong, *look)
    assert result.exit_code == 3
    assert "Chưa ghi gì" in result.output
    assert _run("import", wrong, *look, "--rows", "4").exit_code == 0
    assert _run("import", wrong, *look, "--rows", "77").exit_code == 4
    assert _run("import", wrong, *look, "--skip-errors").exit_code == 0


def test_questions_are_answered_in_words_that_people_know(
    province_directory: Path, tmp_path: Path
) -> None:
    path = tmp_path / "tuyen.csv"
    path.write_text("Mã tuyến,Tên tuyến,Số sợi\nT1,Tuyến 1,24\n", encoding="utf-8")
    asked = ("import", path, "--into", province_directory, "--kind", "route")
    result = _run(*asked, "--dry-run")
    assert result.exit_code == 3
    said = " ".join(result.output.split())
    assert '--value "kind=aerial" (Cáp treo)' in said
    result = _run(*asked, "--dry-run", "--value", "kind=Cáp treo")
    assert "--value" not in result.output


def test_a_machine_gets_everything_as_json(
    province_directory: Path, tmp_path: Path
) -> None:
    path = _book(tmp_path / "tram.xlsx", S9, WRONG)
    result = _run("import", path, "--into", province_directory, "--dry-run", "--json")
    (outcome,) = json.loads(result.stdout)["imports"]
    assert [one["effect"] for one in outcome["preview"]["differences"]] == [
        "new",
        "refused",
    ]
    result = _run("import", path, "--into", province_directory, "--json")
    assert result.exit_code == 3
    error = json.loads(result.stdout)["error"]
    assert error["findings"][0]["place"]["sheet"] == "Trạm BTS"


def test_a_question_says_how_it_is_answered(
    province_directory: Path, tmp_path: Path
) -> None:
    path = tmp_path / "tram.csv"
    text = "Mã trạm;Kinh độ;Vĩ độ;Ngày phát sóng\nS1;105,02;21,105;9/10/2024\n"
    path.write_text(text, encoding="utf-8")
    asked = ("import", path, "--into", province_directory, "--kind", "site")
    result = _run(*asked)
    assert result.exit_code == 3
    assert '--answer "dates:Ngày phát sóng=dd/mm/yyyy"' in result.output
    result = _run(*asked, "--answer", "dates:Ngày phát sóng=dd/mm/yyyy")
    assert result.exit_code == 0, result.output
    result = _run(*asked[:4], "--kind", "site", "--answer", "dates")
    assert "không phải là câu trả lời" in result.output


def test_records_are_exported_and_templates_written(
    province_directory: Path, tmp_path: Path
) -> None:
    asked = ("export", province_directory, "--kind", "site", "--output", tmp_path)
    for table_format in ("csv", "xlsx", "geojson", "gpkg"):
        result = _run(*asked, "--format", table_format)
        assert result.exit_code == 0, result.output
        assert (tmp_path / f"site.{table_format}").is_file()
    assert _run(*asked, "--format", "zones").exit_code == 3
    result = _run(*asked, "--format", "csv", "--on", "2026-01-01")
    assert result.exit_code == 4
    result = _run("template", "site", "service", "--output", tmp_path / "mau.xlsx")
    assert result.exit_code == 0
    assert "Vị trí trạm" in openpyxl.load_workbook(tmp_path / "mau.xlsx").sheetnames
    assert _run("template", "tower").exit_code == 4


def test_the_register_can_be_seen_as_it_stood(
    province_directory: Path, tmp_path: Path
) -> None:
    path = _book(tmp_path / "tram.xlsx", S9)
    assert _run("import", path, "--into", province_directory).exit_code == 0
    asked = ("export", province_directory, "--kind", "site", "--output", tmp_path)
    result = _run(*asked, "--format", "csv", "--on", "2020-01-01", "--json")
    assert json.loads(result.stdout)["export"]["records"] == 0
    result = _run(*asked, "--format", "csv", "--json")
    assert json.loads(result.stdout)["export"]["records"] == 4


def test_a_terrain_tile_goes_where_it_belongs(
    province_directory: Path, tmp_path: Path
) -> None:
    path = tmp_path / "east.tif"
    write_terrain(path, np.full((240, 240), 70, dtype=np.int16), west=105.2)
    result = _run("import", path, "--into", province_directory)
    assert "240 ô, từ 70 đến 70 m" in result.output
    assert (province_directory / "terrain" / "east.tif").is_file() or result.exit_code


def test_an_operator_sees_no_confidential_field_of_another(
    province_directory: Path, tmp_path: Path
) -> None:
    path = tmp_path / "thue.csv"
    text = "Mã trạm;Giá thuê một năm (triệu đồng)\nS1;25\nS2;18,5\n"
    path.write_text(text, encoding="utf-8")
    result = _run("import", path, "--into", province_directory, "--kind", "site")
    assert result.exit_code == 0, result.output
    asked = ("export", province_directory, "--kind", "site", "--output", tmp_path)
    _run(*asked, "--format", "csv", "--role", "operator", "--operator", "VNPT")
    seen = (tmp_path / "site.csv").read_text(encoding="utf-8-sig")
    assert "18500000" in seen
    assert "25000000" not in seen
    assert _run(*asked, "--format", "csv", "--role", "operator").exit_code == 3


def test_answers_and_rows_are_typed_as_shown() -> None:
    assert answers_of(["percent:Tỷ lệ=1 = 100%"]) == {"percent:Tỷ lệ": "1 = 100%"}
    assert rows_of("") is None
    assert rows_of("5-6,A!9") == {("", 5), ("", 6), ("A", 9)}
    with pytest.raises(InvalidInputError, match="names no rows"):
        rows_of("5-")


def test_the_code_of_an_official_gets_its_zeros_back() -> None:
    actor = actor_of("hoa", Role.COMMUNE, ["1969"], "")
    assert actor.units == {"01969"}
    for code in ("058xx", "Phủ Thông"):
        with pytest.raises(InvalidInputError, match="commune"):
            actor_of("hoa", Role.COMMUNE, [code], "")


def test_an_official_of_elsewhere_is_told_so(
    province_directory: Path, tmp_path: Path
) -> None:
    path = _book(tmp_path / "tram.xlsx", S9)
    official = ("--role", "commune", "--unit", "99999")
    result = _run("import", path, "--into", province_directory, *official)
    assert result.exit_code == 3
    assert "99999 không phải mã xã, phường của tỉnh này" in result.output


def test_records_are_counted_not_rows(province_directory: Path, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for title in ("Quý I", "Quý II"):
        sheet = workbook.create_sheet(title)
        for row in (HEADER, S9, S2):
            sheet.append(row)
    workbook.remove(workbook.worksheets[0])
    path = tmp_path / "hai.xlsx"
    workbook.save(path)
    result = _run("import", path, "--into", province_directory, "--dry-run")
    assert "So với sổ đăng ký: 1 mới, 1 thay đổi." in result.output
    assert "S2: Tên" in result.output or "S2: Độ cao cột: 30" in result.output


def test_the_same_trouble_is_told_twenty_times_and_counted(
    province_directory: Path, tmp_path: Path
) -> None:
    wrong = [[n, f"X{n}", f"Trạm {n}", 105.12, 21.15, -n] for n in range(1, 31)]
    path = _book(tmp_path / "tram.xlsx", *wrong)
    result = _run("import", path, "--into", province_directory, "--dry-run")
    errors = [line for line in result.output.splitlines() if "✗ tram.xlsx" in line]
    assert len(errors) == 20
    assert "… và 10 mục nữa; --json liệt kê tất cả" in result.output
