"""Coverage of points: what is written is read back."""

from pathlib import Path

import pytest

from hatangso.errors import StaleResultError
from hatangso.io.coverage_tables import COVERAGE_HEADER, coverage_row, read_coverage
from hatangso.io.csv_tables import write_csv
from hatangso.model.coverage import CoverageLevel, Obstacle, PointCoverage
from hatangso.model.site import Technology

FOUND = [
    PointCoverage("X1", Technology.G4, CoverageLevel.UNKNOWN),
    PointCoverage(
        "X2",
        Technology.G4,
        CoverageLevel.NONE,
        level_dbm=-121.4,
        site_id="S1",
        operator="VNPT",
        distance_m=4210.0,
        obstacle=Obstacle(105.1, 21.5, 1800.0, 412.0, 63.0, 120.0),
        second_level_dbm=-88.8,
        second_level=CoverageLevel.GOOD,
    ),
    PointCoverage(
        "X2",
        Technology.G5,
        CoverageLevel.GOOD,
        level_dbm=-71.4,
        site_id="S1",
        operator="VNPT",
        distance_m=210.0,
        operators=("VNPT", "Viettel"),
        sinr_db=12.3,
        rate_mbps=140.5,
        in_vehicle=CoverageLevel.GOOD,
        indoors=CoverageLevel.BASIC,
        second_level_dbm=-70.0,
        second_level=CoverageLevel.GOOD,
    ),
]


def test_both_opinions_come_back(tmp_path: Path) -> None:
    path = tmp_path / "coverage.csv"
    write_csv(path, COVERAGE_HEADER, [coverage_row(one) for one in FOUND])
    assert read_coverage(path) == FOUND


@pytest.mark.parametrize(
    ("number", "cells"),
    [
        (0, ("", "unknown", "no")),
        (1, ("-88.8", "good", "yes")),
        (2, ("-70.0", "good", "no")),
    ],
)
def test_the_second_opinion_stands_last(
    number: int, cells: tuple[str, str, str]
) -> None:
    assert COVERAGE_HEADER[-3:] == ("itm_level_dbm", "itm_level", "is_uncertain")
    assert coverage_row(FOUND[number])[-3:] == cells


def test_a_table_of_an_earlier_version_is_stale(tmp_path: Path) -> None:
    path = tmp_path / "coverage.csv"
    write_csv(path, COVERAGE_HEADER[:-1], [coverage_row(FOUND[0])[:-1]])
    with pytest.raises(StaleResultError, match="run hatangso coverage again"):
        read_coverage(path)
