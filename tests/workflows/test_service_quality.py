from datetime import date

import pytest

from hatangso.model.record import FieldValue, Record
from hatangso.model.speed_test import Connection
from hatangso.workflows.service_quality import speed_tests


def measured(number: int, **values: FieldValue) -> Record:
    told: dict[str, FieldValue] = {
        "measured_on": date(2025, 10, number),
        "technology": "4G",
        "operator": "VNPT",
        "commune_code": "05443",
    }
    return Record("measurement", number, 1, told | values)


def test_a_sample_is_one_test_and_a_row_of_means_many() -> None:
    tests, notes = speed_tests(
        [measured(1, download_mbps=45.2), measured(2, download_mbps=50.0, samples=20)]
    )
    assert [(test.tests, test.download_mbps) for test in tests] == [(1, 45.2), (20, 50)]
    assert notes == ()


def test_failures_of_a_row_are_tests_that_failed() -> None:
    tests, _ = speed_tests(
        [measured(1, download_mbps=40.0, samples=200, failures_percent=4.0)]
    )
    assert [(test.tests, test.has_failed) for test in tests] == [
        (192, False),
        (8, True),
    ]
    assert tests[1].download_mbps is None


def test_medians_and_rows_that_say_nothing_are_told() -> None:
    tests, notes = speed_tests(
        [
            measured(1, download_mbps=40.0, statistic="median", samples=900),
            measured(2, level_dbm=-95.0),
            measured(3, download_mbps=40.0, technology=None),
        ]
    )
    assert tests == []
    assert [str(note)[:6] for note in notes] == ["1 rows", "2 meas"]


@pytest.mark.parametrize(
    ("technology", "connection"),
    [("fixed", Connection.FIXED), ("mobile", Connection.MOBILE), ("5G", "5G")],
)
def test_what_was_tested_is_told_apart(technology: str, connection: str) -> None:
    tests, _ = speed_tests([measured(1, download_mbps=9.0, technology=technology)])
    assert tests[0].connection == connection


def test_older_measurements_do_not_count() -> None:
    records = [measured(day, download_mbps=9.0) for day in (1, 15, 30)]
    tests, _ = speed_tests(records, since=date(2025, 10, 15))
    assert [test.day for test in tests] == [date(2025, 10, 15), date(2025, 10, 30)]
