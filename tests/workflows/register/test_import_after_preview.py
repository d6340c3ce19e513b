"""What a preview found is written as it is while the register stays as it was."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest
import xlsxwriter

from hatangso.errors import StaleResultError
from hatangso.model.record import Actor, Role
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.register import open_register
from hatangso.workflows.register import import_files
from hatangso.workflows.register.import_files import commit_import, preview_import

LAN = Actor("lan")
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HEADER = ("Mã trạm", "Tên trạm", "Kinh độ", "Vĩ độ", "Độ cao cột (m)", "Chủ sở hữu")
S1 = ("S1", "Trạm Đồng Bằng", 105.02, 21.105, 45, "Viettel")


def book(path: Path, *rows: tuple[object, ...]) -> Path:
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("Trạm")
        for number, row in enumerate((HEADER, *rows)):
            sheet.write_row(number, 0, row)
    return path


def test_written_is_the_same_with_and_without_another_look(
    province_directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = book(tmp_path / "a.xlsx", S1)
    seen = preview_import(province_directory, first, actor=LAN, today=NOW.date())
    commit_import(province_directory, seen, actor=LAN, at=NOW)
    other = Path(copytree(province_directory, tmp_path / "other"))
    looks = []
    compare = import_files.compare

    def counted(*told: object, **asked: object) -> object:
        looks.append(told)
        return compare(*told, **asked)  # type: ignore[arg-type]

    monkeypatch.setattr(import_files, "compare", counted)
    new = ("S8", "Trạm mới", 105.05, 21.1, 40, "VNPT")
    second = book(tmp_path / "b.xlsx", (*S1[:4], 50, "Viettel"), new)
    told = []
    for directory, forgets in ((province_directory, False), (other, True)):
        seen = preview_import(directory, second, actor=LAN, today=NOW.date())
        if forgets:
            seen = replace(seen, newest_set=None)
        done = commit_import(directory, seen, actor=LAN, at=NOW)
        with open_register(directory / "register.sqlite", shipped_kinds()) as register:
            assert done.change_set is not None
            changes = register.changes(done.change_set.id)
            told.append((done, register.records("site"), changes))
    assert told[0] == told[1]
    assert len(looks) == 3  # two previews, and the commit that knew of none


def test_the_rights_of_another_actor_are_looked_at_anew(
    province_directory: Path, tmp_path: Path
) -> None:
    path = book(tmp_path / "a.xlsx", (*S1[:4], 50, "Viettel"))
    first = preview_import(province_directory, path, actor=LAN, today=NOW.date())
    commit_import(province_directory, first, actor=LAN, at=NOW)
    path = book(tmp_path / "b.xlsx", (*S1[:4], 60, "Viettel"))
    seen = preview_import(province_directory, path, actor=LAN, today=NOW.date())
    reader = Actor("xem", Role.READER)
    with pytest.raises(StaleResultError):
        commit_import(province_directory, seen, actor=reader, at=NOW)
