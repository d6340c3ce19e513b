from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError
from hatangso.indicators.service_quality.judgement import Verdict
from hatangso.model.record import Actor, FieldValue, Record
from hatangso.model.speed_test import Connection
from hatangso.workflows.register.import_files import commit_import, preview_import
from hatangso.workflows.service_quality import service_quality, sorted_out

LAN = Actor("lan")
NOW = datetime(2026, 3, 20, 8, 0, tzinfo=UTC)


def measured(number: int, **values: FieldValue) -> Record:
    told: dict[str, FieldValue] = {
        "measured_on": date(2025, 10, number),
        "technology": "4G",
        "operator": "VNPT",
        "commune_code": "05443",
    }
    return Record("measurement", number, 1, told | values)


def taken(directory: Path, header: str, rows: Sequence[str]) -> Path:
    path = directory.parent / "do.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    preview = preview_import(
        directory, path, actor=LAN, today=NOW.date(), kind="measurement"
    )
    assert preview.questions == ()
    commit_import(directory, preview, actor=LAN, at=NOW)
    return directory


def test_a_sample_is_one_test_and_a_row_of_means_many() -> None:
    found = sorted_out(
        [measured(1, download_mbps=45.2), measured(2, download_mbps=50.0, samples=20)]
    )
    said = [(test.tests, test.download_mbps) for test in found.tests]
    assert said == [(1, 45.2), (20, 50)]
    assert found.notes == ()


def test_failures_of_a_row_are_tests_that_failed() -> None:
    tests = sorted_out(
        [measured(1, download_mbps=40.0, samples=200, failures_percent=4.0)]
    ).tests
    assert [(test.tests, test.has_failed) for test in tests] == [
        (192, False),
        (8, True),
    ]
    assert tests[1].download_mbps is None


def test_medians_stay_as_printed_beside_tests() -> None:
    found = sorted_out(
        [measured(1, download_mbps=40.0, statistic="median", samples=900)]
    )
    assert found.tests == ()
    (median,) = found.medians
    assert (median.download_mbps, median.samples) == (40.0, 900)


def test_levels_are_samples_unless_they_are_averages() -> None:
    found = sorted_out(
        [
            measured(1, level_dbm=-95.0),
            measured(2, level_dbm=-90.0, statistic="mean"),
            measured(3, download_mbps=40.0, technology=None),
            measured(4),
        ]
    )
    assert [sample.level_dbm for sample in found.levels] == [-95.0]
    assert [str(note)[:8] for note in found.notes] == ["1 levels", "2 measur"]


@pytest.mark.parametrize(
    ("territory", "count"), [("Tỉnh Thung Lũng", 1), ("Hà Nội", 0), (None, 1)]
)
def test_what_speaks_of_another_province_is_left_out(
    territory: str | None, count: int
) -> None:
    record = measured(1, download_mbps=40.0, territory=territory)
    found = sorted_out([record], province="Thung Lũng")
    assert (len(found.tests), len(found.notes)) == (count, 1 - count)


@pytest.mark.parametrize(
    ("technology", "connection"),
    [("fixed", Connection.FIXED), ("mobile", Connection.MOBILE), ("5G", "5G")],
)
def test_what_was_tested_is_told_apart(technology: str, connection: str) -> None:
    found = sorted_out([measured(1, download_mbps=9.0, technology=technology)])
    assert found.tests[0].connection == connection


def test_older_measurements_do_not_count() -> None:
    records = [measured(day, download_mbps=9.0) for day in (1, 15, 30)]
    tests = sorted_out(records, since=date(2025, 10, 15)).tests
    assert [test.day for test in tests] == [date(2025, 10, 15), date(2025, 10, 30)]


def test_samples_of_level_tell_the_radio_availability(
    province_directory: Path,
) -> None:
    levels = [-100] * 190 + [-110] * 6 + [-111] * 4
    rows = [
        f"31/10/2025;08:{number // 60:02}:{number % 60:02};VNPT;4G;105,1;21,1;{level}"
        for number, level in enumerate(levels)
    ]
    header = "Ngày đo;Giờ đo;Nhà mạng;Công nghệ;Kinh độ;Vĩ độ;Mức thu (dBm)"
    directory = taken(province_directory, header, rows)
    silent = service_quality(directory)
    assert (silent.level_samples, silent.availability) == (200, ())
    (found,) = service_quality(
        directory, by_unit=True, by_operator=True, least_level_dbm=-110
    ).availability
    # 196 of 200: Wilson's interval is 94,97 to 99,22 %.
    assert found.share.value == 0.98
    assert (found.share.low, found.share.high) == pytest.approx(
        (0.9497, 0.9922), abs=1e-4
    )
    assert found.verdict is Verdict.TOO_FEW
    unit, operator, connection = found.key
    assert (bool(unit), operator, connection) == (True, "VNPT", "4G")
    strict = service_quality(directory, least_level_dbm=-105).availability
    assert [one.share.value for one in strict] == [0.95]
    with pytest.raises(InvalidInputError, match="between -160 and 0"):
        service_quality(directory, least_level_dbm=110)
