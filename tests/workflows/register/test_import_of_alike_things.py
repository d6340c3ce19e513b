"""Lists of others call known things otherwise: nothing is doubled silently."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from hatangso.errors import Severity
from hatangso.model.file_reading import ImportPreview
from hatangso.model.record import Actor
from hatangso.workflows.register.import_files import commit_import, preview_import

LAN = Actor("lan")
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
VILLAGES = ["Tên thôn", "Xã", "Dân số"]
PLACES = ["Tên trạm", "Kinh độ", "Vĩ độ", "Độ cao cột (m)", "Chủ sở hữu"]


def table(path: Path, title: str, *rows: Sequence[object]) -> Path:
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("Sheet1")
        for number, row in enumerate([[title], *rows]):
            sheet.write_row(number, 0, row)
    return path


def villages(path: Path, *names: str) -> Path:
    rows = [[name, "00001", 100 + place] for place, name in enumerate(names)]
    return table(path, "DANH SÁCH THÔN", VILLAGES, *rows)


def look(directory: Path, path: Path) -> ImportPreview:
    return preview_import(directory, path, actor=LAN, today=NOW.date())


def effects(seen: ImportPreview) -> list[str]:
    return [one.effect.value for one in seen.differences]


def test_a_village_is_one_with_and_without_its_kind(
    province_directory: Path, tmp_path: Path
) -> None:
    first = villages(tmp_path / "a.xlsx", "Thôn Nà Phả", "Thôn Bản Mới", "Khuổi Chàm")
    commit_import(
        province_directory, look(province_directory, first), actor=LAN, at=NOW
    )
    again = villages(tmp_path / "b.xlsx", "NÀ PHẢ", "BẢN MỚI", "Thôn Khuổi Chàm")
    seen = look(province_directory, again)
    # The names of the register stay.
    assert effects(seen) == ["same", "same", "same"]
    assert any("have or lack" in str(note) for note in seen.readings[0].notes)


def test_villages_of_two_kinds_are_two(
    province_directory: Path, tmp_path: Path
) -> None:
    first = villages(tmp_path / "a.xlsx", "Thôn Nà Phả", "Tổ 1", "Thôn 1")
    commit_import(
        province_directory, look(province_directory, first), actor=LAN, at=NOW
    )
    seen = look(province_directory, villages(tmp_path / "b.xlsx", "Bản Nà Phả", "1"))
    assert effects(seen) == ["new", "refused"]
    assert "may speak of 2 records" in " ".join(str(one) for one in seen.findings)


def test_a_mast_without_a_code_is_the_like_named_one_beside_it(
    province_directory: Path, tmp_path: Path
) -> None:
    near = ["BTS Chân Núi", 105.0702, 21.0952, 33, None]
    far = ["Trạm Lạ", 105.0602, 21.1152, 33, None]
    path = table(tmp_path / "a.xlsx", "DANH SÁCH TRẠM", PLACES, near, far)
    seen = look(province_directory, path)
    assert effects(seen) == ["changed", "refused"]
    # What it was known by is no news; what else it says is.
    assert dict(seen.differences[0].after) == {"structure_height_m": 33.0}
    (told,) = (one for one in seen.findings if one.severity is Severity.SUGGESTION)
    assert "was taken for S2 (Trạm Chân Núi)" in str(told)


def test_a_mast_of_another_operator_is_not_taken_but_named(
    province_directory: Path, tmp_path: Path
) -> None:
    theirs = ["BTS Chân Núi", 105.0702, 21.0952, 33, "Nhà mạng khác"]
    path = table(tmp_path / "a.xlsx", "DANH SÁCH TRẠM", PLACES, theirs)
    seen = look(province_directory, path)
    assert effects(seen) == ["refused"]
    said = [(one.severity, str(one.problem)) for one in seen.findings]
    assert (Severity.ERROR, 'there is no column for "Mã trạm"') in [
        (severity, text.partition(",")[0]) for severity, text in said
    ]
    assert any("the row may be S2" in text for _, text in said)


def test_a_code_of_its_own_makes_a_likely_copy_new_with_a_warning(
    province_directory: Path, tmp_path: Path
) -> None:
    theirs = ["X1", "BTS Chân Núi", 105.0702, 21.0952, 33, None]
    header = ["Mã trạm", *PLACES]
    path = table(tmp_path / "a.xlsx", "DANH SÁCH TRẠM", header, theirs)
    seen = look(province_directory, path)
    assert effects(seen) == ["new"]
    (finding,) = seen.findings
    assert finding.severity is Severity.WARNING
