"""Kilometres of road and areas per technology and level, read back from tables."""

import csv
from pathlib import Path

from hatangso.model.coverage import CoverageLevel
from hatangso.model.site import Technology

__all__ = ["read_area_km2", "read_road_km"]


def read_road_km(path: Path) -> dict[tuple[Technology, CoverageLevel, str], float]:
    """Return kilometres by technology, level and kind of road."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {
            (
                Technology(row["technology"]),
                CoverageLevel(row["level"]),
                row["kind"],
            ): float(row["km"])
            for row in csv.DictReader(stream)
        }


def read_area_km2(path: Path) -> dict[tuple[Technology, str], float]:
    """Return square kilometres by technology and level, off the terrain included."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {
            (Technology(row["technology"]), row["level"]): float(row["area_km2"])
            for row in csv.DictReader(stream)
        }
