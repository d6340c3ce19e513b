"""Events with one key are several; a file imported again adds none of them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hatangso.io.records.record_tables import TableFormat
from hatangso.model.file_reading import ImportPreview
from hatangso.model.record import Actor, Record
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.register import open_register
from hatangso.workflows.register.import_files import (
    commit_import,
    preview_import,
    undo_import,
)
from hatangso.workflows.register.register_export import export_records

LAN = Actor("lan")
NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)
HEADER = "Ngày đo;Giờ đo;Nhà mạng;Công nghệ;Tải xuống (Mb/s);Tải lên (Mb/s)"
FIRST = "15/03/2026;;Viettel;4G;30,5;10"
SECOND = "15/03/2026;;Viettel;4G;41,5;12"
TIMED = "15/03/2026;08:00;Viettel;4G;50;20"


def log_file(path: Path, *rows: str, header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def seen(directory: Path, path: Path) -> ImportPreview:
    return preview_import(
        directory, path, actor=LAN, today=NOW.date(), kind="measurement", sender="VNPT"
    )


def effects(preview: ImportPreview) -> list[str]:
    return [one.effect.value for one in preview.differences]


def take(directory: Path, path: Path) -> int | None:
    preview = seen(directory, path)
    done = commit_import(directory, preview, actor=LAN, at=NOW).change_set
    return done.id if done else None


def measured(directory: Path) -> list[Record]:
    with open_register(directory / "register.sqlite", shipped_kinds()) as register:
        return list(register.records("measurement"))


def downloads(directory: Path) -> list[object]:
    return [record.values["download_mbps"] for record in measured(directory)]


@pytest.mark.parametrize("rows", [(FIRST, SECOND), (TIMED, TIMED.replace("50", "60"))])
def test_tests_of_one_day_and_operator_are_several(
    province_directory: Path, tmp_path: Path, rows: Sequence[str]
) -> None:
    path = log_file(tmp_path / "do.csv", *rows)
    preview = seen(province_directory, path)
    assert (effects(preview), preview.findings) == (["new", "new"], ())
    take(province_directory, path)
    assert len(set(downloads(province_directory))) == 2


def test_a_file_imported_again_confirms_its_tests(
    province_directory: Path, tmp_path: Path
) -> None:
    path = log_file(tmp_path / "do.csv", FIRST, SECOND, TIMED)
    take(province_directory, path)
    assert effects(seen(province_directory, path)) == ["same"] * 3
    take(province_directory, path)
    assert downloads(province_directory) == [30.5, 41.5, 50.0]
    longer = log_file(tmp_path / "nua.csv", SECOND, "16/03/2026;;Viettel;4G;9;1")
    assert effects(seen(province_directory, longer)) == ["same", "new"]


def test_equal_tests_count_as_often_as_the_file_has_them(
    province_directory: Path, tmp_path: Path
) -> None:
    path = log_file(tmp_path / "do.csv", FIRST, FIRST)
    preview = seen(province_directory, path)
    (copy,) = preview.findings
    assert str(copy.problem) == "the row says the same as row 2"
    assert str(copy.fix) == "remove it if it is a copy; two equal events may both stay"
    take(province_directory, path)
    assert effects(seen(province_directory, path)) == ["same", "same"]
    assert len(measured(province_directory)) == 2
    thrice = log_file(tmp_path / "ba.csv", FIRST, FIRST, FIRST)
    assert effects(seen(province_directory, thrice)) == ["same", "same", "new"]


def test_a_test_with_less_is_the_one_it_fits_best(
    province_directory: Path, tmp_path: Path
) -> None:
    bare = FIRST.removesuffix("10")
    take(province_directory, log_file(tmp_path / "do.csv", FIRST, bare))
    again = log_file(tmp_path / "lai.csv", bare, FIRST, bare)
    assert effects(seen(province_directory, again)) == ["same", "same", "new"]
    short = log_file(
        tmp_path / "ngan.csv",
        "15/03/2026;Viettel;30,5",
        header="Ngày đo;Nhà mạng;Tải xuống (Mb/s)",
    )
    assert effects(seen(province_directory, short)) == ["same"]


def test_a_test_like_another_in_all_but_its_values_is_told(
    province_directory: Path, tmp_path: Path
) -> None:
    take(province_directory, log_file(tmp_path / "do.csv", FIRST))
    preview = seen(province_directory, log_file(tmp_path / "sua.csv", SECOND))
    assert effects(preview) == ["new"]
    (reading,) = preview.readings
    assert any("beside others of the same" in str(note) for note in reading.notes)


def test_tests_come_out_and_in_again_and_go_without_a_trace(
    province_directory: Path, tmp_path: Path
) -> None:
    path = log_file(tmp_path / "do.csv", FIRST, SECOND, FIRST, TIMED)
    number = take(province_directory, path)
    assert number is not None
    for table_format in (TableFormat.CSV, TableFormat.XLSX):
        out = export_records(
            province_directory, "measurement", table_format, actor=LAN, output=tmp_path
        )
        assert effects(seen(province_directory, out.file)) == ["same"] * 4
    undo_import(province_directory, number, actor=LAN, at=NOW)
    assert measured(province_directory) == []
