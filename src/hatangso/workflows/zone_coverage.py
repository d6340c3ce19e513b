"""How much of an industrial zone each technology reaches, as far as computed."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from hatangso.geography.area import cells_inside
from hatangso.io.coverage_tables import read_coverage
from hatangso.io.raster_files import Raster, read_bands
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.coverage import LEVEL_NUMBERS, REACHED_LEVELS, CoverageLevel
from hatangso.model.industrial_zone import Zone
from hatangso.model.site import Technology
from hatangso.units import IntArray

__all__ = ["ZoneCoverage", "zone_coverages"]

_OUTSIDE = 0
_REACHED = tuple(LEVEL_NUMBERS[level] for level in REACHED_LEVELS)
_UNKNOWN = LEVEL_NUMBERS[CoverageLevel.UNKNOWN]


@dataclass(frozen=True)
class ZoneCoverage:
    """What a technology offers in a zone.

    Attributes:
        level: At the point of the zone's facility.
        reached_ratio: Of the cells within its outline where the signal is known, those
            with basic service or better; None when there is no outline, or nothing
            is known within it.
        known_ratio: Of all cells within its outline, those where the signal is known;
            None without an outline that holds the centre of a cell.
    """

    technology: Technology
    level: CoverageLevel = CoverageLevel.UNKNOWN
    reached_ratio: float | None = None
    known_ratio: float | None = None

    @property
    def share(self) -> float | None:
        """Return the share that is reached: of its area, else that of its point.

        None when nobody can tell.
        """
        if self.reached_ratio is not None:
            return self.reached_ratio
        if self.known_ratio is not None or self.level is CoverageLevel.UNKNOWN:
            return None
        return 1.0 if self.level in REACHED_LEVELS else 0.0


def zone_coverages(
    results: ResultsDirectory,
    zones: Iterable[Zone],
    facilities: Iterable[str],
    technologies: Sequence[Technology] = tuple(Technology),
) -> dict[str, tuple[ZoneCoverage, ...]]:
    """Return the coverage of zones, by the facility that each is.

    Args:
        results: With a coverage that belongs to the province as it stands; the caller
            has seen to that.
        zones: Outlines.
        facilities: Identifiers of those that are zones.
        technologies: That are asked for.

    Raises:
        InvalidInputError: A raster of the results cannot be read.
        StaleResultError: A table of them cannot.
    """
    outlines: dict[str, list[shapely.Geometry]] = {}
    for zone in zones:
        outlines.setdefault(zone.facility_id, []).append(zone.geometry)
    areas = {name: shapely.union_all(parts) for name, parts in outlines.items()}
    names = list(facilities)
    wanted = frozenset(names)
    table = results.path / "facility_coverage.csv"
    levels = {
        (one.point_id, one.technology): one.level
        for one in (read_coverage(table) if table.is_file() else ())
        if one.point_id in wanted
    }
    found: dict[str, list[ZoneCoverage]] = {name: [] for name in names}
    for technology in technologies:
        path = results.path / f"level_{str(technology).lower()}.tif"
        raster = read_bands(path) if path.is_file() else None
        for name in names:
            level = levels.get((name, technology), CoverageLevel.UNKNOWN)
            ratios = _ratios(raster, areas.get(name))
            found[name].append(ZoneCoverage(technology, level, *ratios))
    return {name: tuple(parts) for name, parts in found.items()}


def _ratios(
    raster: Raster | None, area: shapely.Geometry | None
) -> tuple[float | None, float | None]:
    """Return which share of the known cells is reached, and which share is known."""
    if raster is None or area is None:
        return None, None
    cells = _cells(raster, area)
    if not len(cells):
        return None, None
    known = int(np.count_nonzero(cells != _UNKNOWN))
    reached = int(np.count_nonzero(np.isin(cells, _REACHED)))
    return (reached / known if known else None), known / len(cells)


def _cells(raster: Raster, area: shapely.Geometry) -> IntArray:
    """Return the levels of the cells whose centres lie in an area of the province."""
    west, south, east, north = shapely.bounds(area)
    corners = np.array([west, west, east, east]), np.array([south, north, south, north])
    rows, cols = raster.grid.positions(*corners)
    whole = raster.grid
    top, bottom = max(0, math.floor(rows.min())), math.ceil(rows.max())
    left, right = max(0, math.floor(cols.min())), math.ceil(cols.max())
    is_beside = top >= whole.rows or left >= whole.cols or bottom < 0 or right < 0
    if is_beside:
        return np.empty(0, dtype=np.uint8)
    part = whole.window(range(top, bottom + 1), range(left, right + 1))
    values = raster.bands[0].cells[top : top + part.rows, left : left + part.cols]
    found = values[cells_inside(area, part)]
    return np.asarray(found[found != _OUTSIDE])
