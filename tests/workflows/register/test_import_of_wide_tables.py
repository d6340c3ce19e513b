"""Workbooks whose columns are technologies or years come in as records of their own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter

from hatangso.errors import InvalidInputError
from hatangso.model.file_reading import ImportPreview
from hatangso.model.record import Actor, Record
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.register import open_register
from hatangso.workflows.register.import_files import (
    commit_import,
    preview_import,
    undo_import,
)
from hatangso.workflows.register.import_reading import tables_of

LAN = Actor("lan")
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SITES = ["Mã trạm", "Tên trạm", "Kinh độ", "Vĩ độ", "4G", "5G", "Chủ sở hữu"]
S8 = ["S8", "Trạm Đồng Bằng", 105.02, 21.105, "x", "x", "VNPT"]
S9 = ["S9", "Trạm Chân Núi", 105.07, 21.095, "Có", None, "Viettel"]


def book(path: Path, *rows: list[object]) -> Path:
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("Biểu")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def preview(directory: Path, path: Path, **answers: str) -> ImportPreview:
    return preview_import(directory, path, actor=LAN, today=NOW.date(), answers=answers)


def records(directory: Path, kind: str) -> list[Record]:
    with open_register(directory / "register.sqlite", shipped_kinds()) as register:
        return register.records(kind)


def keys(directory: Path) -> list[tuple[object, ...]]:
    fields = ("site_id", "operator", "technology", "frequency_mhz")
    return [
        tuple(one.values.get(name) for name in fields)
        for one in records(directory, "service")
        if one.values["site_id"] in ("S8", "S9")
    ]


def test_technologies_come_in_with_their_sites_and_go_with_them(
    province_directory: Path, tmp_path: Path
) -> None:
    seen = preview(province_directory, book(tmp_path / "tram.xlsx", SITES, S8, S9))
    assert not seen.questions
    assert [one.kind for one in seen.differences] == ["site"] * 2 + ["service"] * 3
    done = commit_import(province_directory, seen, actor=LAN, at=NOW).change_set
    assert done is not None
    assert sorted(keys(province_directory)) == [
        ("S8", "VNPT", "4G", None),
        ("S8", "VNPT", "5G", None),
        ("S9", "Viettel", "4G", None),
    ]
    undo_import(province_directory, done.id, actor=LAN, at=NOW)
    assert keys(province_directory) == []


def test_what_is_said_of_two_technologies_is_said_once(
    province_directory: Path, tmp_path: Path
) -> None:
    path = book(tmp_path / "tram.xlsx", SITES[:-1], S8[:-1], S9[:-1])
    seen = preview(province_directory, path)
    assert [one.key for one in seen.questions] == ["value:operator"]
    told = preview(province_directory, path, **{"value:operator": "VNPT"})
    commit_import(province_directory, told, actor=LAN, at=NOW)
    assert {operator for _, operator, *_ in keys(province_directory)} == {"VNPT"}


def test_each_year_of_a_target_is_a_target_and_findings_name_its_cell(
    province_directory: Path, tmp_path: Path
) -> None:
    titles = ["Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Năm 2030"]
    rows = (["Phủ sóng 5G", "%", 50, 90], ["Cáp quang", "%", 80, "cao"])
    path = book(tmp_path / "muc-tieu.xlsx", titles, *rows)
    seen = preview_import(
        province_directory, path, actor=LAN, today=NOW.date(), kind="target"
    )
    (wrong,) = (one for one in seen.findings if one.value == "cao")
    assert (wrong.place.row, wrong.place.column) == (3, "D (Năm 2030)")
    commit_import(province_directory, seen, actor=LAN, at=NOW, skips_errors=True)
    fields = ("name_vi", "period", "value")
    found = [
        tuple(one.values[name] for name in fields)
        for one in records(province_directory, "target")
    ]
    assert {("Phủ sóng 5G", "2026", 50.0), ("Phủ sóng 5G", "2030", 90.0)} <= set(found)
    assert ("Cáp quang", "2026", 80.0) in found
    again = preview_import(
        province_directory, path, actor=LAN, today=NOW.date(), kind="target"
    )
    effects = [one.effect.value for one in again.differences]
    assert effects == ["same", "same", "same", "refused"]


def test_a_title_tells_results_from_plans(
    province_directory: Path, tmp_path: Path
) -> None:
    titles = ["Chỉ tiêu", "Đơn vị tính", "Năm 2023", "Năm 2024"]
    rows = (["Phủ sóng 4G", "%", 97, 99], ["Cáp quang", "%", 80, 85])
    for title, answer in (
        ("BIỂU KẾT QUẢ THỰC HIỆN", {"actual"}),
        ("BIỂU SỐ LIỆU", {None}),
        ("KẾT QUẢ SO VỚI KẾ HOẠCH", {None}),
    ):
        path = book(tmp_path / f"{title}.xlsx", [title], titles, *rows)
        seen = preview_import(
            province_directory, path, actor=LAN, today=NOW.date(), kind="figure"
        )
        assert {one.after.get("kind") for one in seen.differences} == answer
        asked = [one.key for one in seen.questions]
        assert asked == ([] if answer == {"actual"} else ["value:kind"])


def test_figures_by_operator_have_the_year_of_the_title(
    province_directory: Path, tmp_path: Path
) -> None:
    title = ["KẾT QUẢ PHÁT TRIỂN HẠ TẦNG NĂM 2025"]
    titles = ["Chỉ tiêu", "Đơn vị tính", "Viettel", "VNPT"]
    path = book(tmp_path / "a.xlsx", title, titles, ["Số trạm 5G", "trạm", 10, 9])
    seen = preview_import(
        province_directory, path, actor=LAN, today=NOW.date(), kind="figure"
    )
    assert not seen.questions
    fields = ("name_vi", "period", "kind", "value")
    assert [tuple(one.after[n] for n in fields) for one in seen.differences] == [
        ("Số trạm 5G (Viettel)", "2025", "actual", 10.0),
        ("Số trạm 5G (VNPT)", "2025", "actual", 9.0),
    ]


def test_a_table_wider_than_any_of_records_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "rộng.csv"
    row = ";".join(f"cột {number}" for number in range(501))
    path.write_text(f"{row}\n{row}\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="501 columns"):
        tables_of(path)
