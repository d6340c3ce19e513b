"""Point coverage as CSV tables, written and read back."""

import csv
import math
from collections.abc import Mapping
from pathlib import Path

from hatangso.errors import StaleResultError
from hatangso.model.coverage import CoverageLevel, Obstacle, PointCoverage
from hatangso.model.site import Technology

__all__ = ["COVERAGE_HEADER", "coverage_row", "read_coverage", "second_cells"]

COVERAGE_HEADER = (
    "id",
    "technology",
    "level",
    "level_dbm",
    "site_id",
    "operator",
    "distance_m",
    "obstacle_lon_deg",
    "obstacle_lat_deg",
    "obstacle_distance_m",
    "obstacle_height_m",
    "obstacle_excess_m",
    "antenna_rise_m",
    "operators",
    "sinr_db",
    "rate_mbps",
    "in_vehicle",
    "indoors",
    "itm_level_dbm",
    "itm_level",
    "is_uncertain",
)


def coverage_row(coverage: PointCoverage) -> tuple[str, ...]:
    """Return the cells of one record; what is absent is empty."""
    obstacle = coverage.obstacle
    obstacle_cells = ("",) * 6
    if obstacle is not None:
        obstacle_cells = (
            f"{obstacle.lon_deg:.5f}",
            f"{obstacle.lat_deg:.5f}",
            f"{obstacle.distance_m:.0f}",
            f"{obstacle.height_m:.0f}",
            f"{obstacle.excess_m:.1f}",
            # Rounded up: a metre too little would leave the path blocked.
            f"{math.ceil(obstacle.antenna_rise_m)}",
        )
    return (
        coverage.point_id,
        str(coverage.technology),
        str(coverage.level),
        _cell(coverage.level_dbm, ".1f"),
        coverage.site_id or "",
        coverage.operator or "",
        _cell(coverage.distance_m, ".0f"),
        *obstacle_cells,
        "; ".join(coverage.operators),
        _cell(coverage.sinr_db, ".1f"),
        _cell(coverage.rate_mbps, ".1f"),
        str(coverage.in_vehicle),
        str(coverage.indoors),
        *second_cells(coverage),
    )


def second_cells(coverage: PointCoverage) -> tuple[str, str, str]:
    """Return the cells ``itm_level_dbm``, ``itm_level`` and ``is_uncertain``."""
    return (
        _cell(coverage.second_level_dbm, ".1f"),
        str(coverage.second_level),
        "yes" if coverage.is_uncertain else "no",
    )


def read_coverage(path: Path) -> list[PointCoverage]:
    """Read back what ``coverage_row`` wrote; other columns are ignored.

    Raises:
        StaleResultError: An earlier version wrote it, with fewer columns.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if not set(COVERAGE_HEADER) <= set(rows.fieldnames or ()):
            raise StaleResultError(
                "{file} was written by another version: run hatangso coverage again",
                file=path.name,
            )
        return [_coverage(row) for row in rows]


def _cell(value: float | None, pattern: str) -> str:
    return "" if value is None else format(value, pattern)


def _coverage(row: Mapping[str, str]) -> PointCoverage:
    def number(name: str) -> float | None:
        return float(row[name]) if row[name] else None

    obstacle = None
    if row["obstacle_distance_m"]:
        names = COVERAGE_HEADER[7:13]
        obstacle = Obstacle(*(float(row[name]) for name in names))
    return PointCoverage(
        point_id=row["id"],
        technology=Technology(row["technology"]),
        level=CoverageLevel(row["level"]),
        level_dbm=number("level_dbm"),
        site_id=row["site_id"] or None,
        operator=row["operator"] or None,
        distance_m=number("distance_m"),
        obstacle=obstacle,
        operators=tuple(row["operators"].split("; ")) if row["operators"] else (),
        sinr_db=number("sinr_db"),
        rate_mbps=number("rate_mbps"),
        in_vehicle=CoverageLevel(row["in_vehicle"]),
        indoors=CoverageLevel(row["indoors"]),
        second_level_dbm=number("itm_level_dbm"),
        second_level=CoverageLevel(row["itm_level"]),
    )
