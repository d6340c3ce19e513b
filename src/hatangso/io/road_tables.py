"""Kilometres of road per technology and level, read back from their table."""

import csv
from pathlib import Path

from hatangso.model.coverage import CoverageLevel
from hatangso.model.site import Technology

__all__ = ["read_road_km"]


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
