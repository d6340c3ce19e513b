"""What all rows of a file have in common is told once, or asked once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter

from hatangso.errors import InvalidInputError
from hatangso.model.file_reading import ImportPreview
from hatangso.model.record import Actor, Role
from hatangso.workflows.register.import_files import commit_import, preview_import

LAN = Actor("lan")
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HEADER = ["Tên thôn", "Số hộ", "Dân số"]
ROWS = [["Thôn Nà Phả", 51, 207], ["Thôn Nà Hái", 54, 228]]


def village_list(path: Path, *above: str) -> Path:
    """Write a list of villages that does not say in which commune they lie."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("Sheet1")
        lines = (*above, "DANH SÁCH THÔN NĂM 2026")
        rows = [*([line] for line in lines), HEADER, *ROWS]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def look(directory: Path, path: Path, **asked: object) -> ImportPreview:
    actor = asked.pop("actor", LAN)
    return preview_import(
        directory,
        path,
        actor=actor,  # type: ignore[arg-type]
        today=NOW.date(),
        **asked,  # type: ignore[arg-type]
    )


def communes(seen: ImportPreview) -> list[object]:
    return [one.after.get("commune_code") for one in seen.differences]


def test_a_missing_column_is_asked_for_once(
    province_directory: Path, tmp_path: Path
) -> None:
    seen = look(province_directory, village_list(tmp_path / "a.xlsx"))
    assert [one.key for one in seen.questions] == ["value:commune_code"]
    assert not seen.findings
    assert {one.effect for one in seen.differences} == {"refused"}
    with pytest.raises(InvalidInputError, match="1 questions"):
        commit_import(province_directory, seen, actor=LAN, at=NOW)
    done = commit_import(province_directory, seen, actor=LAN, at=NOW, skips_errors=True)
    assert done.change_set is None


def test_a_missing_column_does_not_matter_to_other_rows(
    province_directory: Path, tmp_path: Path
) -> None:
    known = village_list(tmp_path / "a.xlsx")
    official = Actor("hoa", Role.COMMUNE, frozenset({"00001"}))
    seen = look(province_directory, known, actor=official, sender="Xã")
    commit_import(province_directory, seen, actor=official, at=NOW)
    # By the code that they got, without their commune.
    path = tmp_path / "b.csv"
    path.write_text(
        "Mã thôn,Tên thôn,Dân số\n00001-001,Thôn Nà Phả,300\n,Thôn Mới,20\n",
        encoding="utf-8",
    )
    seen = look(province_directory, path, kind="locality")
    assert [one.effect for one in seen.differences] == ["changed", "refused"]
    rows = {("", seen.differences[0].row)}
    done = commit_import(province_directory, seen, actor=LAN, at=NOW, rows=rows)
    assert done.change_set is not None


@pytest.mark.parametrize("field", ["commune_code", "Xã, phường", "xa"])
def test_a_told_value_stands_for_every_empty_cell(
    province_directory: Path, tmp_path: Path, field: str
) -> None:
    path = village_list(tmp_path / "a.xlsx")
    answers = {f"value:{field}": "00001"}
    seen = look(province_directory, path, sender="Xã", answers=answers)
    assert communes(seen) == ["00001", "00001"]
    assert not seen.questions
    commit_import(province_directory, seen, actor=LAN, at=NOW, answers=answers)
    again = look(province_directory, path, sender="Xã")
    assert [one.effect for one in again.differences] == ["same", "same"]


def test_a_told_value_is_checked_like_a_cell(
    province_directory: Path, tmp_path: Path
) -> None:
    path = village_list(tmp_path / "a.xlsx")
    with pytest.raises(InvalidInputError, match="whole file") as refused:
        look(province_directory, path, answers={"value:commune_code": "Xã Nào"})
    assert "no commune is called" in str(refused.value.findings[0].problem)
    with pytest.raises(InvalidInputError, match='field "mau"'):
        look(province_directory, path, answers={"value:mau": "đỏ"})


def test_an_operator_is_called_as_the_register_calls_it(
    province_directory: Path, tmp_path: Path
) -> None:
    path = tmp_path / "b.csv"
    path.write_text("Mã trạm,Độ cao cột (m)\nS2,33\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match='write --operator "VNPT"'):
        look(
            province_directory, path, actor=Actor("an", Role.OPERATOR, operator="vnpt")
        )
    seen = look(
        province_directory, path, actor=Actor("an", Role.OPERATOR, operator="VNPT")
    )
    assert [one.effect for one in seen.differences] == ["changed"]


def test_the_own_commune_of_an_official_need_not_be_told(
    province_directory: Path, tmp_path: Path
) -> None:
    official = Actor("hoa", Role.COMMUNE, frozenset({"00001"}))
    path = village_list(tmp_path / "a.xlsx")
    seen = look(province_directory, path, actor=official)
    assert communes(seen) == ["00001", "00001"]
    assert any("who imports" in str(note) for note in seen.readings[0].notes)
