"""The rasters of the report's map, in one frame that holds the whole province."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import shapely

from hatangso.documents.map_images import (
    LevelClass,
    coverage_png,
    doubt_png,
    relief_png,
)
from hatangso.documents.report_content import CoverageImage, MapFrame, MapImages
from hatangso.geography.area import cells_inside
from hatangso.geography.grid import WGS84, Grid
from hatangso.geography.terrain import Terrain, hillshade_ratio
from hatangso.io.terrain_files import read_raster_on
from hatangso.model.coverage import LEVEL_NUMBERS
from hatangso.model.province import Province
from hatangso.model.site import Technology
from hatangso.workflows.report_areas import Doubt

__all__ = ["map_images"]

# Wide enough for a large screen; finer than SRTM's 3 arc-seconds says nothing new.
_MOST_CELLS = 900
_FINEST_CELL_DEG = 1 / 1200
_MARGIN_DEG = 0.01


def map_images(
    province: Province,
    terrain: Terrain,
    results: Path,
    doubts: Mapping[Technology, Doubt],
) -> MapImages:
    """Draw relief and coverage on a frame that holds the whole province.

    Args:
        province: Its communes give the frame.
        terrain: Of the relief; transparent where there is none.
        results: Where ``level_*.tif`` lie.
        doubts: Where the two propagation models disagree.
    """
    border = shapely.union_all([commune.geometry for commune in province.communes])
    grid = _frame(border)
    is_inside = cells_inside(border, grid)
    rows, cols = np.indices(grid.shape, dtype=float)
    elevation_m = terrain.nearest_elevation_m(*grid.lon_lat(rows, cols))
    shown = Terrain(grid, elevation_m, np.zeros(grid.shape, dtype=np.float32))
    # Beyond the border the tile's edge would be the loudest thing on the map.
    relief_ratio = np.where(is_inside, hillshade_ratio(shown), np.nan)
    coverages = []
    for technology in Technology:
        path = results / f"level_{str(technology).lower()}.tif"
        if path.is_file():
            classes = _classes(read_raster_on(path, grid), is_inside)
            coverages.append(CoverageImage(technology, coverage_png(classes)))
    hatched = tuple(
        CoverageImage(technology, doubt_png(doubt.on(grid) & is_inside))
        for technology, doubt in doubts.items()
    )
    frame = MapFrame(
        west_deg=grid.west,
        south_deg=grid.north - grid.rows * grid.cell_y,
        east_deg=grid.west + grid.cols * grid.cell_x,
        north_deg=grid.north,
    )
    return MapImages(frame, relief_png(relief_ratio), tuple(coverages), hatched)


def _frame(border: shapely.Geometry) -> Grid:
    """Return a grid of square cells in degrees around a border."""
    west, south, east, north = border.bounds
    west, south = west - _MARGIN_DEG, south - _MARGIN_DEG
    east, north = east + _MARGIN_DEG, north + _MARGIN_DEG
    cell = max(_FINEST_CELL_DEG, max(east - west, north - south) / _MOST_CELLS)
    rows, cols = (
        int(np.ceil((north - south) / cell)),
        int(np.ceil((east - west) / cell)),
    )
    return Grid(WGS84, west, north, cell, cell, rows, cols)


def _classes(numbers: np.ndarray, is_inside: np.ndarray) -> np.ndarray:
    """Return level classes; inside the province and off the terrain is unknown."""
    classes = np.where(is_inside, int(LevelClass.UNKNOWN), int(LevelClass.OUTSIDE))
    for level, number in LEVEL_NUMBERS.items():
        classes[numbers == number] = int(LevelClass[level.name])
    return classes
