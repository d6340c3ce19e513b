"""Files of others go into the register, and out of it again without a trace."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
import xlsxwriter

from hatangso.errors import InvalidInputError, NotFoundError, StaleResultError
from hatangso.io.records.record_tables import TableFormat
from hatangso.model.file_reading import DifferenceKind, ImportPreview
from hatangso.model.record import Actor, Record, Role
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.register import open_register
from hatangso.workflows.register.import_files import (
    CommitSummary,
    commit_import,
    preview_import,
    undo_import,
)
from hatangso.workflows.register.register_export import export_records
from hatangso.workflows.register.register_history import read_history
from small_province import edit_csv

LAN = Actor("lan")
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SITES = ["Mã trạm", "Tên trạm", "Kinh độ", "Vĩ độ", "Độ cao cột (m)", "Chủ sở hữu"]
S1 = ["S1", "Trạm Đồng Bằng", 105.02, 21.105, 45, "Viettel"]
S2 = ["S2", "Trạm Chân Núi", 105.07, 21.095, 33, "VNPT"]
S9 = ["S9", "=cmd|' /C calc'!A0", 105.12, 21.15, 40, "MobiFone"]

Rows = Sequence[Sequence[object]]


def book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write a workbook of tables, each with its header in the first row."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def site_list(path: Path, *rows: Sequence[object]) -> Path:
    return book(path, {"Trạm": [SITES, *rows]})


def preview(directory: Path, path: Path, **asked: object) -> ImportPreview:
    actor = asked.pop("actor", LAN)
    return preview_import(directory, path, actor=actor, today=NOW.date(), **asked)  # type: ignore[arg-type]


def take(directory: Path, path: Path, **asked: object) -> CommitSummary:
    seen = preview(directory, path)
    return commit_import(directory, seen, actor=LAN, at=NOW, **asked)  # type: ignore[arg-type]


def effects(seen: ImportPreview) -> list[str]:
    return [one.effect.value for one in seen.differences]


def records(directory: Path, kind: str) -> list[Record]:
    with open_register(directory / "register.sqlite", shipped_kinds()) as register:
        return register.records(kind)


def tables(directory: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(directory.glob("*.csv"))}


def fingerprint(directory: Path) -> dict[str, str]:
    return {
        str(file.relative_to(directory)): sha256(file.read_bytes()).hexdigest()
        for file in sorted(directory.rglob("*"))
        if file.is_file()
    }


def test_a_file_is_shown_as_differences_from_the_register(
    province_directory: Path, tmp_path: Path
) -> None:
    seen = preview(province_directory, site_list(tmp_path / "a.xlsx", S1, S2, S9))
    assert effects(seen) == ["same", "changed", "new"]
    changed = seen.differences[1]
    assert (changed.before, changed.after) == (
        {"structure_height_m": 30.0},
        {"structure_height_m": 33.0},
    )
    assert seen.differences[2].after["name"] == "=cmd|' /C calc'!A0"
    notes = " ".join(str(note) for note in seen.readings[0].notes)
    assert "1 records of the register are not in the file" in notes
    assert "S3" in notes


def test_a_preview_writes_nothing(province_directory: Path, tmp_path: Path) -> None:
    path = site_list(tmp_path / "a.xlsx", S1, S2, S9)
    before = fingerprint(province_directory)
    preview(province_directory, path)
    assert fingerprint(province_directory) == before
    take(province_directory, path)
    before = fingerprint(province_directory)
    preview(province_directory, site_list(tmp_path / "b.xlsx", S1))
    assert fingerprint(province_directory) == before


def test_an_import_taken_back_leaves_everything_as_it_was(
    province_directory: Path, tmp_path: Path
) -> None:
    # The first import makes the register; the second is the one to take back.
    take(province_directory, site_list(tmp_path / "a.xlsx", S1))
    before, known = tables(province_directory), records(province_directory, "site")
    done = take(province_directory, site_list(tmp_path / "b.xlsx", S2, S9))
    assert done.change_set is not None
    assert tables(province_directory)["sites.csv"] != before["sites.csv"]
    undo_import(province_directory, done.change_set.id, actor=LAN, at=NOW)
    assert tables(province_directory) == before
    after = records(province_directory, "site")
    assert [(r.id, r.values, r.confirmed_on) for r in after] == [
        (r.id, r.values, r.confirmed_on) for r in known
    ]


def test_the_tables_of_the_directory_get_what_was_imported(
    province_directory: Path, tmp_path: Path
) -> None:
    take(province_directory, site_list(tmp_path / "a.xlsx", S2, S9))
    lines = tables(province_directory)["sites.csv"].decode("utf-8-sig").splitlines()
    assert lines[2] == "S2,Trạm Chân Núi,105.07,21.095,33,VNPT"
    assert lines[4] == "S9,=cmd|' /C calc'!A0,105.12,21.15,40,MobiFone"


def test_what_is_said_again_is_confirmed_and_not_changed(
    province_directory: Path, tmp_path: Path
) -> None:
    before = tables(province_directory)
    done = take(province_directory, site_list(tmp_path / "a.xlsx", S1))
    assert done.change_set is not None
    assert done.change_set.counts == {("site", "confirm"): 1}
    assert tables(province_directory) == before
    assert records(province_directory, "site")[0].confirmed_on == NOW.date()


def test_empty_cells_leave_what_is_known(
    province_directory: Path, tmp_path: Path
) -> None:
    path = site_list(tmp_path / "a.xlsx", ["S1", "", 105.02, 21.105, None, ""])
    assert effects(preview(province_directory, path)) == ["same"]


def test_what_changed_since_the_preview_is_refused(
    province_directory: Path, tmp_path: Path
) -> None:
    seen = preview(province_directory, site_list(tmp_path / "a.xlsx", S2))
    take(province_directory, site_list(tmp_path / "b.xlsx", [*S2[:4], 36, "VNPT"]))
    with pytest.raises(StaleResultError, match="1 rows would do something else now"):
        commit_import(province_directory, seen, actor=LAN, at=NOW)


def test_what_was_edited_by_hand_counts_before_it_is_taken_in(
    province_directory: Path, tmp_path: Path
) -> None:
    take(province_directory, site_list(tmp_path / "a.xlsx", S1))
    edit_csv(province_directory / "sites.csv", 3, "structure_height_m", 33)
    edit_csv(province_directory / "sites.csv", 4, "id", "S9")
    before = fingerprint(province_directory)
    seen = preview(province_directory, site_list(tmp_path / "b.xlsx", S2, S9))
    assert effects(seen) == ["same", "changed"]
    assert fingerprint(province_directory) == before
    with pytest.raises(InvalidInputError, match="nothing was changed") as caught:
        # A service still refers to S3, which was renamed by hand.
        commit_import(province_directory, seen, actor=LAN, at=NOW)
    assert caught.value.findings[0].place.file == "sites.csv"
    edit_csv(province_directory / "services.csv", 6, "site_id", "S9")
    done = commit_import(province_directory, seen, actor=LAN, at=NOW)
    assert done.change_set is not None
    assert done.change_set.counts == {("site", "confirm"): 1, ("site", "update"): 1}


def test_one_wrong_row_keeps_the_file_out_unless_it_is_left_out_on_purpose(
    province_directory: Path, tmp_path: Path
) -> None:
    wrong = ["S8", "Trạm Cao", 105.06, 21.1, 4500, "VNPT"]
    path = site_list(tmp_path / "a.xlsx", wrong, S9)
    seen = preview(province_directory, path)
    assert effects(seen) == ["refused", "new"]
    before = fingerprint(province_directory)
    with pytest.raises(InvalidInputError, match=r"1 rows of a\.xlsx") as caught:
        commit_import(province_directory, seen, actor=LAN, at=NOW)
    assert "E (Độ cao cột (m))" in str(caught.value.findings[0].place)
    assert fingerprint(province_directory) == before
    done = take(province_directory, path, skips_errors=True)
    assert done.change_set is not None
    assert done.change_set.counts == {("site", "create"): 1}


def test_only_the_rows_that_are_asked_for_are_taken(
    province_directory: Path, tmp_path: Path
) -> None:
    path = site_list(tmp_path / "a.xlsx", S1, S2, S9)
    done = take(province_directory, path, rows={("Trạm", 4)})
    assert done.change_set is not None
    assert done.change_set.counts == {("site", "create"): 1}
    with pytest.raises(NotFoundError, match="none of the rows"):
        take(province_directory, path, rows={("", 99)})


def test_two_sheets_that_disagree_are_shown_and_not_taken(
    province_directory: Path, tmp_path: Path
) -> None:
    other = [*S9[:4], 42, "MobiFone"]
    sheets = {"Trạm A": [SITES, S9], "Trạm B": [SITES, other]}
    seen = preview(province_directory, book(tmp_path / "a.xlsx", sheets))
    assert effects(seen) == ["conflict", "conflict"]
    (finding,) = seen.findings
    assert str(finding.place) == "a.xlsx:Trạm B:2:E (Độ cao cột (m))"
    assert '"Độ cao cột" of S9 is 42 here and 40' in str(finding.problem)


def test_sheets_that_complete_each_other_make_one_record(
    province_directory: Path, tmp_path: Path
) -> None:
    fibre = ["Mã trạm", "Tên trạm", "Có cáp quang"]
    sheets = {"A": [SITES, S9], "B": [fibre, ["S9", S9[1], "x"]]}
    path = book(tmp_path / "a.xlsx", sheets)
    seen = preview(province_directory, path, kind="site")
    assert effects(seen) == ["new", "new"]
    done = commit_import(province_directory, seen, actor=LAN, at=NOW)
    assert done.change_set is not None
    assert done.change_set.counts == {("site", "create"): 1}
    assert records(province_directory, "site")[-1].values["has_fibre"] is True


def test_services_may_refer_to_sites_of_the_same_file_and_to_no_others(
    province_directory: Path, tmp_path: Path
) -> None:
    header = ["Mã trạm", "Nhà mạng", "Công nghệ", "Tần số (MHz)", "Độ cao anten (m)"]
    services = [
        header,
        ["S9", "MobiFone", "LTE", 1840, 38],
        ["s1", "MobiFone", "4G", 1840, 40],
        ["S77", "MobiFone", "4G", 1840, 38],
    ]
    path = book(tmp_path / "a.xlsx", {"Dịch vụ": services, "Trạm": [SITES, S9]})
    seen = preview(province_directory, path)
    assert effects(seen) == ["new", "new", "refused", "new"]
    assert seen.differences[1].after["site_id"] == "S1"
    told = [f"{one.severity}: {one.problem}" for one in seen.findings]
    assert 'suggestion: "s1" was taken for S1' in told
    assert "error: neither the register nor the file has vị trí trạm S77" in told
    commit_import(province_directory, seen, actor=LAN, at=NOW, skips_errors=True)
    assert len(records(province_directory, "service")) == 7


def test_villages_without_codes_are_known_by_name_and_new_ones_get_codes(
    province_directory: Path, tmp_path: Path
) -> None:
    rows = [
        ["Tên thôn, bản", "Mã xã", "Số hộ", "Dân số"],
        ["xóm đồng bằng", "1", 255, 900],
        ["Bản Mới", "00002", 20, 80],
        ["Bản Moi", "00002", 20, 80],
    ]
    path = book(tmp_path / "a.xlsx", {"Danh sách thôn, bản": rows})
    seen = preview(province_directory, path, kind="locality")
    assert effects(seen) == ["changed", "new", "new"]
    first, new, _ = seen.differences
    assert first.after["households"] == 255
    assert new.after["id"] == "00002-001"
    told = [f"{one.severity}: {one.problem}" for one in seen.findings]
    assert 'suggestion: "Bản Moi" may be "Bản Mới" of row 3' in told


def test_an_operator_changes_its_own_records_only(
    province_directory: Path, tmp_path: Path
) -> None:
    vnpt = Actor("vnpt", Role.OPERATOR, operator="VNPT")
    path = site_list(tmp_path / "a.xlsx", [*S1[:4], 50, "Viettel"], S2)
    seen = preview(province_directory, path, actor=vnpt)
    assert effects(seen) == ["refused", "changed"]
    assert "may change what is its own" in str(seen.findings[0].problem)


def test_answers_are_remembered_for_the_sender(
    province_directory: Path, tmp_path: Path
) -> None:
    header = ["Mã trạm", "Kinh độ", "Vĩ độ", "Ngày phát sóng"]
    path = book(
        tmp_path / "a.xlsx", {"Trạm": [header, ["S1", 105.02, 21.105, "9/10/2024"]]}
    )
    asked = preview(province_directory, path, kind="site", sender="VNPT")
    (question,) = asked.questions
    assert question.key == "dates:Ngày phát sóng"
    with pytest.raises(InvalidInputError, match=r"1 questions about a\.xlsx are open"):
        commit_import(province_directory, asked, actor=LAN, at=NOW)
    answers = {question.key: question.answers[0], "kind": "site"}
    told = preview(province_directory, path, sender="VNPT", answers=answers)
    commit_import(province_directory, told, actor=LAN, at=NOW, answers=answers)
    again = preview(province_directory, path, sender="VNPT")
    assert again.questions == ()
    assert effects(again) == ["same"]
    assert preview(province_directory, path, sender="Viettel").questions != ()


@pytest.mark.parametrize("table_format", [TableFormat.XLSX, TableFormat.CSV])
def test_what_is_exported_comes_back_without_a_difference(
    province_directory: Path, tmp_path: Path, table_format: TableFormat
) -> None:
    take(province_directory, site_list(tmp_path / "a.xlsx", S2, S9))
    kinds = ("document", "figure", "locality", "facility", "site", "service")
    for kind in kinds:
        done = export_records(
            province_directory, kind, table_format, actor=LAN, output=tmp_path
        )
        seen = preview(province_directory, done.file)
        assert seen.questions == ()
        assert [one.kind for one in seen.differences] == [kind] * done.records
        assert {one.effect for one in seen.differences} == {DifferenceKind.SAME}


def test_history_tells_who_took_what_from_which_file(
    province_directory: Path, tmp_path: Path
) -> None:
    assert read_history(province_directory) == []
    path = site_list(tmp_path / "a.xlsx", S9)
    take(province_directory, path, reason="báo cáo quý I")
    *tables_taken, last = read_history(province_directory)
    assert [one.source for one in tables_taken] == [
        "documents.csv", "figures.csv", "localities.csv", "facilities.csv",
        "sites.csv", "services.csv",
    ]  # fmt: skip
    assert (last.actor, last.reason, last.source) == ("lan", "báo cáo quý I", "a.xlsx")
    assert last.source_sha256 == sha256(path.read_bytes()).hexdigest()
