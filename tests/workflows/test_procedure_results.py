"""What became of dossiers is kept whole, told stale, and looked among."""
# ruff: noqa: DTZ001 - dossiers tell Viet Nam's time, without an offset

from datetime import datetime
from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError, NotFoundError, StaleResultError
from hatangso.model.dossier import DossierState
from hatangso.workflows.procedure_results import (
    judge_province,
    kept_dossiers,
    kept_is_fresh,
    kept_procedures,
)
from hatangso.workflows.procedures import Grouping, procedures_in_time

ROWS = """\
Mã hồ sơ;Thủ tục;Lĩnh vực;Cơ quan;Ngày tiếp nhận;Hạn trả;Ngày trả;Trạng thái
1;Khai sinh;Hộ tịch;Xã A;05/01/2026 08:00;09/01/2026 17:00;08/01/2026 10:00;Đã trả
2;Khai sinh;Hộ tịch;Xã A;05/01/2026 08:00;09/01/2026 17:00;09/01/2026 10:00;Đã trả
3;Khai tử;Hộ tịch;Xã B;05/01/2026 08:00;09/01/2026 17:00;12/01/2026 08:30;Đã trả
4;Khai tử;Hộ tịch;Xã B;05/02/2026 08:00;10/02/2026 17:00;;Đang xử lý
5;Khai tử;Hộ tịch;;05/02/2026 08:00;06/02/2026 17:00;;Đang xử lý
6;Khai tử;Hộ tịch;Xã B;05/02/2026 08:00;01/02/2026 17:00;;Đang xử lý
"""
AS_OF = datetime(2026, 3, 1)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "dossiers.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


def test_what_is_kept_is_what_was_told(directory: Path) -> None:
    told = judge_province(directory, as_of=AS_OF, by=Grouping.MONTH)
    assert told == procedures_in_time(directory, as_of=AS_OF, by=Grouping.MONTH)
    kept = kept_procedures(directory)
    assert (kept.whole, kept.groups[Grouping.MONTH]) == (told.whole, told.groups)
    assert (kept.rows, kept.judged, kept.refused_rows) == (6, 5, 1)
    assert kept.findings == told.findings
    assert kept.progress_points == told.progress_points
    assert kept_is_fresh(directory, kept)


def test_every_number_leads_to_its_dossiers(directory: Path) -> None:
    judge_province(directory, as_of=AS_OF)
    kept, dossiers = kept_procedures(directory), kept_dossiers(directory)
    for by, totals in kept.groups.items():
        for total in totals:
            for state, count in total.counts.items():
                found = dossiers.found({by: total.key}, [state])
                assert len(found) == count
    late = dossiers.found({}, [DossierState.WAITING_LATE])
    assert [dossiers.id[place].decode() for place in late] == ["5", "4"]
    assert [dossiers.name_of(place, "agency") for place in late] == ["", "Xã B"]
    assert dossiers.state_of(late[0]) is DossierState.WAITING_LATE
    assert not len(dossiers.found({"agency": "Xã Z"}))


def test_other_dossiers_or_another_calendar_make_it_stale(directory: Path) -> None:
    judge_province(directory, as_of=AS_OF)
    kept = kept_procedures(directory)
    (directory / "working_calendar.toml").write_text(
        "day_off = [{first = 2026-02-09, name = 'x', source = 'x', assumption = true}]",
        encoding="utf-8",
    )
    assert not kept_is_fresh(directory, kept)
    judge_province(directory, as_of=AS_OF)
    again = kept_procedures(directory)
    assert kept_is_fresh(directory, again)
    assert again.assumed != kept.assumed
    (directory / "dossiers.csv").write_text(ROWS[:400], encoding="utf-8")
    assert not kept_is_fresh(directory, again)


def test_the_same_dossiers_are_kept_in_the_same_bytes(directory: Path) -> None:
    path = directory / "results/procedures.npz"
    judge_province(directory, as_of=AS_OF)
    first = path.read_bytes()
    judge_province(directory, as_of=AS_OF)
    assert path.read_bytes() == first
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_missing_or_broken_result_is_told(directory: Path) -> None:
    with pytest.raises(NotFoundError):
        kept_procedures(directory)
    path = directory / "results/procedures.npz"
    path.parent.mkdir()
    for content in (b"", b"PK\x03\x04 broken", b"\x93NUMPY"):
        path.write_bytes(content)
        with pytest.raises(StaleResultError):
            kept_procedures(directory)
        with pytest.raises(StaleResultError):
            kept_dossiers(directory)


def test_one_file_of_dossiers_is_needed(directory: Path) -> None:
    (directory / "dossiers.xlsx").write_bytes(b"x")
    with pytest.raises(InvalidInputError, match=r"dossiers\.csv, dossiers\.xlsx"):
        judge_province(directory, as_of=AS_OF)
    for name in ("dossiers.csv", "dossiers.xlsx"):
        (directory / name).unlink()
    with pytest.raises(NotFoundError):
        judge_province(directory, as_of=AS_OF)


def test_a_number_of_a_dossier_may_be_very_long(directory: Path) -> None:
    (directory / "dossiers.csv").write_text(
        ROWS.replace("\n1;", f"\n{'ồ' * 9_000};"), encoding="utf-8"
    )
    judge_province(directory, as_of=AS_OF)
    assert kept_dossiers(directory).id.dtype.itemsize <= 100
