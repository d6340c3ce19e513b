"""Write the files of a coverage: rasters, and tables of places, roads and areas."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import shapely

from hatangso.documents.map_images import LEVEL_COLOURS
from hatangso.documents.reasons import reason
from hatangso.geography.area import area_km2, cells_inside, is_near
from hatangso.geography.roads import sample_roads
from hatangso.geography.terrain import Terrain
from hatangso.io.coverage_tables import COVERAGE_HEADER, coverage_row
from hatangso.io.csv_tables import write_csv
from hatangso.io.raster_files import write_geotiff
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.province import Province
from hatangso.model.site import Technology
from hatangso.radio.coverage import GridCoverage, classify
from hatangso.units import BoolArray
from hatangso.workflows.check import ProvinceInputs

__all__ = [
    "LEVEL_NUMBERS",
    "OUTSIDE_TERRAIN",
    "SIGNAL_LAYERS",
    "synthetic_cell",
    "write_facilities",
    "write_localities",
    "write_maps",
]

# The layers that every received level rests on, wherever it is received.
SIGNAL_LAYERS = ("terrain", "clutter", "sites", "services")
# In area_coverage.csv: the part of the province for which there is no terrain.
OUTSIDE_TERRAIN = "outside_terrain"
# Numbers of the levels in level_*.tif; 0 is outside the province.
LEVEL_NUMBERS = {
    CoverageLevel.NONE: 1,
    CoverageLevel.BASIC: 2,
    CoverageLevel.GOOD: 3,
    CoverageLevel.UNKNOWN: 4,
}
_OPAQUE = 255
_COLOURS = {
    0: (0, 0, 0, 0),
    **{
        number: (*bytes.fromhex(LEVEL_COLOURS[level].removeprefix("#")), _OPAQUE)
        for level, number in LEVEL_NUMBERS.items()
    },
}


def synthetic_cell(province: Province, *layers: str) -> str:
    """Return the synthetic layers that a row of a coverage rests on, as one cell.

    Args:
        province: Says which layers are synthetic.
        layers: Those that enter beside those of every received level.
    """
    return "; ".join(province.synthetic_layers(*SIGNAL_LAYERS, *layers))


def write_maps(
    folder: Path,
    maps: Mapping[Technology, GridCoverage],
    inputs: ProvinceInputs,
    terrain: Terrain,
) -> None:
    """Write a level and a server raster per technology, and what they add up to.

    The rasters are cut at the province's border. ``area_coverage.csv`` and
    ``road_coverage.csv`` hold square kilometres and kilometres per technology and
    level; a cell without signal that a station off the terrain might reach is unknown.
    """
    province, grid = inputs.province, terrain.grid
    border = shapely.union_all([commune.geometry for commune in province.communes])
    is_inside = cells_inside(border, grid)
    has_ground = np.isfinite(terrain.elevation_m)
    roads = _RoadTable(province, terrain)
    areas = _AreaTable(province, terrain, is_inside & has_ground)
    for technology, found in maps.items():
        name = str(technology).lower()
        # A tenth of a decibel: finer would be noise, and packs badly.
        level_dbm = np.where(is_inside, np.round(found.level_dbm, 1), np.nan)
        write_geotiff(
            folder / f"coverage_{name}.tif",
            level_dbm.astype(np.float32),
            grid,
            nodata=float("nan"),
            description=f"median received level of the best {technology} server",
            unit="dBm",
        )
        write_geotiff(
            folder / f"server_{name}.tif",
            np.where(is_inside, found.site_number, 0).astype(np.int32),
            grid,
            nodata=0,
            description="best server: number of its row in sites.csv, from 1",
        )
        levels = classify(found.level_dbm, technology, inputs.radio)
        levels[~has_ground] = CoverageLevel.UNKNOWN
        levels[_is_doubtful(levels, technology, inputs, terrain)] = (
            CoverageLevel.UNKNOWN
        )
        write_geotiff(
            folder / f"level_{name}.tif",
            np.where(is_inside, _numbers(levels), 0).astype(np.uint8),
            grid,
            nodata=0,
            description="0 outside, 1 none, 2 basic, 3 good, 4 unknown",
            colours=_COLOURS,
        )
        areas.add(technology, levels)
        roads.add(technology, levels)
    synthetic = synthetic_cell(province)
    write_csv(
        folder / "area_coverage.csv",
        ("technology", "level", "area_km2", "synthetic_layers"),
        [(*row, synthetic) for row in areas.rows],
    )
    synthetic = synthetic_cell(province, "roads")
    write_csv(
        folder / "road_coverage.csv",
        ("kind", "technology", "level", "km", "synthetic_layers"),
        [(*row, synthetic) for row in roads.rows],
    )


def _numbers(levels: np.ndarray) -> np.ndarray:
    """Return the numbers of levels."""
    numbers = np.zeros(levels.shape, dtype=np.uint8)
    for level, number in LEVEL_NUMBERS.items():
        numbers[levels == level] = number
    return numbers


def _is_doubtful(
    levels: np.ndarray, technology: Technology, inputs: ProvinceInputs, terrain: Terrain
) -> BoolArray:
    """Return the cells without signal that a station off the terrain might reach."""
    sites = inputs.province.sites
    radiating = {
        service.site_id
        for service in inputs.province.services
        if service.technology is technology
    }
    lons = np.array([site.lon_deg for site in sites])
    lats = np.array([site.lat_deg for site in sites])
    is_off = np.isnan(terrain.nearest_elevation_m(lons, lats))
    is_off &= np.array([site.id in radiating for site in sites], dtype=bool)
    rows, cols = np.nonzero(levels == CoverageLevel.NONE)
    lon_deg, lat_deg = terrain.grid.lon_lat(rows.astype(float), cols.astype(float))
    is_reached = is_near(
        lon_deg,
        lat_deg,
        others_lon_deg=lons[is_off],
        others_lat_deg=lats[is_off],
        distance_m=inputs.radio.range_m(technology),
    )
    is_doubtful = np.zeros(levels.shape, dtype=bool)
    is_doubtful[rows[is_reached], cols[is_reached]] = True
    return is_doubtful


class _AreaTable:
    """Square kilometres of the province per technology and level."""

    def __init__(
        self, province: Province, terrain: Terrain, is_known: BoolArray
    ) -> None:
        self._cell_km2 = np.broadcast_to(area_km2(terrain.grid), terrain.grid.shape)
        self._is_known = is_known
        legal_km2 = sum(commune.area_km2 for commune in province.communes)
        self._outside_km2 = max(legal_km2 - self._cell_km2[is_known].sum(), 0)
        self.rows: list[Sequence[object]] = []

    def add(self, technology: Technology, levels: np.ndarray) -> None:
        for level in CoverageLevel:
            km2 = self._cell_km2[self._is_known & (levels == level)].sum()
            self.rows.append((technology, level, f"{km2:.2f}"))
        self.rows.append((technology, OUTSIDE_TERRAIN, f"{self._outside_km2:.2f}"))


class _RoadTable:
    """Kilometres of road per kind, technology and level."""

    def __init__(self, province: Province, terrain: Terrain) -> None:
        grid = terrain.grid
        samples = sample_roads(province.roads)
        row, col = grid.positions(samples.lon_deg, samples.lat_deg)
        row, col = np.rint(row).astype(int), np.rint(col).astype(int)
        self._is_on = (row >= 0) & (row < grid.rows) & (col >= 0) & (col < grid.cols)
        self._cells = row[self._is_on], col[self._is_on]
        self._km = samples.length_km
        self._kind = np.array([road.kind for road in province.roads])[samples.road]
        self.rows: list[Sequence[object]] = []

    def add(self, technology: Technology, levels: np.ndarray) -> None:
        sampled = np.full(self._is_on.shape, CoverageLevel.UNKNOWN, dtype=levels.dtype)
        sampled[self._is_on] = levels[self._cells]
        for kind in sorted(set(self._kind.tolist())):
            for level in CoverageLevel:
                km = self._km[(self._kind == kind) & (sampled == level)].sum()
                self.rows.append((kind, technology, level, f"{km:.3f}"))


def write_localities(
    path: Path, coverages: Iterable[PointCoverage], province: Province
) -> None:
    """Write the coverage of the localities, one row per locality and technology."""
    localities = {locality.id: locality for locality in province.localities}
    communes = {commune.code: commune.name_vi for commune in province.communes}
    synthetic = synthetic_cell(province, "localities")
    rows = []
    for coverage in coverages:
        locality = localities[coverage.point_id]
        why = reason(coverage)
        rows.append(
            (
                *coverage_row(coverage),
                locality.name,
                locality.commune_code,
                communes.get(locality.commune_code, ""),
                locality.people,
                why.vi,
                why.en,
                synthetic,
            )
        )
    header = (
        *COVERAGE_HEADER,
        "name",
        "commune_code",
        "commune",
        "people",
        "reason_vi",
        "reason_en",
        "synthetic_layers",
    )
    write_csv(path, header, rows)


def write_facilities(
    path: Path, coverages: Iterable[PointCoverage], province: Province
) -> None:
    """Write the coverage of the facilities, one row per facility and technology."""
    facilities = {facility.id: facility for facility in province.facilities}
    synthetic = synthetic_cell(province, "facilities")
    rows = [
        (
            *coverage_row(coverage),
            facilities[coverage.point_id].name,
            facilities[coverage.point_id].kind,
            synthetic,
        )
        for coverage in coverages
    ]
    header = (*COVERAGE_HEADER, "name", "kind", "synthetic_layers")
    write_csv(path, header, rows)
