"""A log of events becomes dossiers; what cannot have been so is told with its place."""
# ruff: noqa: DTZ001 - dossiers tell Viet Nam's time, without an offset

from datetime import datetime
from itertools import permutations
from pathlib import Path

import pytest

from hatangso.io.dossier_files import DossierFile, read_dossiers
from hatangso.model.dossier import Dossier

HEAD = "Mã hồ sơ;Sự kiện;Thời gian;Thủ tục;Cơ quan;Hạn trả\n"
COURSE = (
    "H1;Tiếp nhận;05/01/2026 08:00;Khai sinh;Xã A;09/01/2026 17:00",
    "H1;Chuyển xử lý;05/01/2026 09:00;;;",
    "H1;Yêu cầu bổ sung;06/01/2026 08:00;;;",
    "H1;Bổ sung;07/01/2026 08:00;;;",
    "H1;Có kết quả;09/01/2026 10:00;;;",
    "H1;Trả kết quả;12/01/2026 08:30;;;",
)


def read(folder: Path, *rows: str) -> DossierFile:
    path = folder / "su-kien.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return read_dossiers(path)


def problems(found: DossierFile) -> list[tuple[int | None, str]]:
    return [(one.place.row, one.problem.text) for one in found.findings]


def test_events_become_a_dossier(tmp_path: Path) -> None:
    found = read(tmp_path, *COURSE)
    assert found.dossiers == (
        Dossier(
            id="H1",
            procedure="Khai sinh",
            agency="Xã A",
            field="",
            received=datetime(2026, 1, 5, 8),
            due=datetime(2026, 1, 9, 17),
            term_days=0,
            returned=datetime(2026, 1, 12, 8, 30),
            is_cancelled=False,
            supplements=((datetime(2026, 1, 6, 8), datetime(2026, 1, 7, 8)),),
            row=2,
            resolved=datetime(2026, 1, 9, 10),
        ),
    )
    assert (found.rows, found.used_rows, found.findings) == (6, 6, ())


def test_the_order_of_rows_means_nothing(tmp_path: Path) -> None:
    (told,) = read(tmp_path, *COURSE[:4]).dossiers
    for rows in permutations(COURSE[:4]):
        (one,) = read(tmp_path, *rows).dossiers
        assert (one.received, one.supplements) == (told.received, told.supplements)


def test_events_of_a_day_without_times_come_in_their_usual_order(
    tmp_path: Path,
) -> None:
    rows = ("H1;Trả kết quả;05/01/2026", "H1;Tiếp nhận;05/01/2026 15:00")
    (one,) = read(tmp_path, *rows).dossiers
    assert one.returned == one.received == datetime(2026, 1, 5, 15)


def test_an_event_twice_counts_once(tmp_path: Path) -> None:
    found = read(tmp_path, *COURSE, COURSE[3])
    assert len(found.dossiers) == 1
    assert (found.used_rows, found.duplicate_rows, found.rows) == (6, 1, 7)
    assert problems(found) == [(8, "the same as row {row}: counted once")]


@pytest.mark.parametrize(
    ("rows", "row", "problem"),
    [
        (
            ("H1;Tiếp nhận;05/01/2026 08:00", "H1;Trả kết quả;04/01/2026 08:00"),
            3,
            "the event lies before the receipt of the dossier",
        ),
        (("H1;Trả kết quả;04/01/2026 08:00",), 2, "the event lies before the receipt"),
        (
            ("H1;Tiếp nhận;05/01/2026 08:00", "H1;Tiếp nhận;06/01/2026 08:00"),
            3,
            "the dossier is received a second time",
        ),
        ((*COURSE, "H1;Yêu cầu bổ sung;13/01/2026 08:00"), 8, "after the end"),
        (
            (COURSE[0], COURSE[4], "H1;Yêu cầu bổ sung;09/01/2026 11:00"),
            4,
            "a supplement after the result",
        ),
        ((*COURSE[:5], "H1;Có kết quả;09/01/2026 11:00"), 7, "a second result"),
        (
            (*COURSE[:3], "H1;Yêu cầu bổ sung;06/01/2026 09:00"),
            5,
            "a supplement is asked for while one is awaited",
        ),
        (
            (COURSE[0], COURSE[2], "H1;Bổ sung;05/01/2026 10:00"),
            4,
            "the supplement was given before it was asked for",
        ),
        ((COURSE[0], "H1;Trả kết quả;31/02/2026"), 3, "this is no date"),
        ((COURSE[0], "H1;Trả kết quả;"), 3, "the time of the event is missing"),
        ((COURSE[0].replace("09/01", "01/01"),), 2, "the deadline lies before"),
        (("H1;Ăn trưa;05/01/2026 08:00",), 2, "the dossier has no event of receipt"),
    ],
)
def test_what_cannot_have_been_so_is_refused_with_its_place(
    tmp_path: Path, rows: tuple[str, ...], row: int, problem: str
) -> None:
    found = read(tmp_path, *rows)
    assert found.dossiers == ()
    assert found.refused_rows == found.rows == len(rows)
    assert any(at == row and problem in text for at, text in problems(found))


def test_one_bad_dossier_spares_the_others(tmp_path: Path) -> None:
    other = [row.replace("H1", "H2") for row in COURSE]
    found = read(tmp_path, *COURSE, COURSE[0].replace("08:00", "09:00"), *other)
    assert [one.id for one in found.dossiers] == ["H2"]
    assert (found.used_rows, found.refused_rows) == (6, 7)


def test_an_unknown_event_is_told_once_and_passed_over(tmp_path: Path) -> None:
    odd = "H1;Ăn trưa;05/01/2026 11:45"
    found = read(tmp_path, *COURSE, odd, odd)
    assert len(found.dossiers) == 1
    assert found.used_rows == 8
    assert problems(found) == [(8, 'the event "{text}" is unknown')]


def test_a_supplement_that_nobody_asked_for_takes_no_time_off(tmp_path: Path) -> None:
    found = read(tmp_path, COURSE[0], COURSE[3])
    assert found.dossiers[0].supplements == ()
    assert problems(found) == [(3, "it is not told when the supplement was asked for")]


def test_a_cancelled_dossier_ends_then_and_an_awaited_supplement_stays_open(
    tmp_path: Path,
) -> None:
    found = read(tmp_path, *COURSE[:3], "H1;Rút hồ sơ;08/01/2026 08:00;;;")
    (one,) = found.dossiers
    assert one.is_cancelled
    assert one.returned == datetime(2026, 1, 8, 8)
    (one,) = read(tmp_path, *COURSE[:3]).dossiers
    assert one.supplements == ((datetime(2026, 1, 6, 8), None),)
