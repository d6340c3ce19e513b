"""Levels, backups, licences and certificates of information systems."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from hatangso.errors import OutOfRangeError
from hatangso.model.record import FieldValue, Record
from hatangso.workflows.system_security import (
    SECURITY_TITLES,
    SecurityReport,
    SecuritySort,
    read_security_parameters,
    security_report,
)

TODAY = date(2026, 3, 1)
SAFE: dict[str, FieldValue] = {
    "id": "s",
    "name": "Một cửa",
    "security_level": "3",
    "approval_document": "12/QĐ-UBND",
    "approved_on": date(2025, 6, 1),
    "backup": "elsewhere",
    "backed_up_on": date(2026, 2, 20),
    "restore_tested_on": date(2025, 12, 1),
    "licence_ends_on": date(2027, 1, 1),
    "certificate_ends_on": date(2027, 1, 1),
}


def report(directory: Path, *changes: dict[str, FieldValue]) -> SecurityReport:
    records = [
        Record("information_system", number, 1, SAFE | change)
        for number, change in enumerate(changes, start=1)
    ]
    return security_report(records, read_security_parameters(directory), today=TODAY)


def test_a_system_in_order_has_nothing_to_look_at(tmp_path: Path) -> None:
    found = report(tmp_path, {})
    assert (found.gaps, found.levels, found.systems_n) == ((), {"3": 1}, 1)


@pytest.mark.parametrize(
    ("change", "sorts"),
    [
        ({"security_level": None}, ["no_level"]),
        ({"approval_document": None}, ["no_approval"]),
        ({"review_on": TODAY - timedelta(1)}, ["review_passed"]),
        ({"review_on": TODAY}, []),
        ({"approved_on": date(2020, 1, 1)}, ["approval_old"]),
        # Who wrote a day for the review knows better than a threshold.
        ({"approved_on": date(2020, 1, 1), "review_on": date(2027, 1, 1)}, []),
        ({"backup": "none"}, ["no_backup"]),
        ({"backup": None}, ["backup_unknown"]),
        ({"backup": "same_place"}, ["backup_not_elsewhere"]),
        ({"backup": "same_place", "security_level": "2"}, []),
        ({"backed_up_on": TODAY - timedelta(31)}, ["backup_old"]),
        ({"backed_up_on": TODAY - timedelta(30)}, []),
        ({"backed_up_on": None}, ["backup_old"]),
        ({"restore_tested_on": None}, ["restore_untested"]),
        ({"restore_tested_on": TODAY - timedelta(366)}, ["restore_old"]),
        ({"licence_ends_on": TODAY - timedelta(1)}, ["licence_ended"]),
        ({"licence_ends_on": TODAY}, ["licence_ending"]),
        ({"certificate_ends_on": TODAY + timedelta(60)}, ["certificate_ending"]),
        ({"certificate_ends_on": TODAY + timedelta(61)}, []),
        ({"certificate_ends_on": None, "licence_ends_on": None}, []),
        ({"state": "removed", "backup": "none"}, []),
    ],
)
def test_each_gap_is_told_once(
    tmp_path: Path, change: dict[str, FieldValue], sorts: list[str]
) -> None:
    assert [str(gap.sort) for gap in report(tmp_path, change).gaps] == sorts


def test_counts_are_those_of_the_lists(tmp_path: Path) -> None:
    found = report(
        tmp_path, {"backup": "none"}, {"backup": "none"}, {"security_level": None}
    )
    assert found.counts == {SecuritySort.NO_LEVEL: 1, SecuritySort.NO_BACKUP: 2}
    for sort, count in found.counts.items():
        assert len(found.of(sort)) == count
    assert found.levels == {"": 1, "3": 2}


def test_a_province_has_its_own_thresholds(tmp_path: Path) -> None:
    path = tmp_path / "parameters.toml"
    path.write_text("[system_security]\nbackup_old_days = 5\n")
    assert [str(gap.sort) for gap in report(tmp_path, {}).gaps] == ["backup_old"]
    path.write_text("[system_security]\nending_days = 1e12\n")
    with pytest.raises(OutOfRangeError, match="ending_days"):
        report(tmp_path, {})


def test_every_sort_has_words() -> None:
    assert set(SECURITY_TITLES) == set(SecuritySort)
