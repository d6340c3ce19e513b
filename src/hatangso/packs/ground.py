"""Terrain and clutter of a pack, from one elevation tile or a flat surface."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from rasterio.features import rasterize
from rasterio.transform import Affine
from shapely.geometry.base import BaseGeometry

from hatangso.geography.grid import WGS84, Grid
from hatangso.geography.terrain import Repair, Terrain, repair_elevation_m, slope_deg
from hatangso.io.terrain_files import RawElevation

__all__ = ["Bounds", "PackGround", "cropped", "flat_ground", "tile_ground"]

Bounds = tuple[float, float, float, float]
MARGIN_DEG = 0.02
_FLAT_CELL_DEG = 1 / 1_200
_FOREST_SLOPE_DEG = 12.0
# Rec. ITU-R P.1812, Table 2: representative clutter heights in metres.
_OPEN_M, _URBAN_M, _FOREST_M = 0, 10, 15


@dataclass(frozen=True)
class PackGround:
    """The ground as it is shipped, in whole metres, and what was mended."""

    terrain: Terrain
    repair: Repair


def tile_ground(
    tile: RawElevation,
    bounds: Bounds,
    *,
    lakes: Iterable[BaseGeometry],
    urban: Iterable[BaseGeometry],
) -> PackGround:
    """Return the mended part of a tile that covers bounds, and its clutter."""
    part = cropped(tile, bounds)
    repair = repair_elevation_m(part.elevation_m, is_void=part.is_void)
    elevation_m = np.rint(repair.elevation_m).astype(np.float32)
    bare = Terrain(part.grid, elevation_m, np.zeros(part.grid.shape, np.float32))
    is_forest = np.nan_to_num(slope_deg(bare)) > _FOREST_SLOPE_DEG
    clutter_m = np.where(is_forest, _FOREST_M, _OPEN_M).astype(np.float32)
    _draw(clutter_m, part.grid, urban, _URBAN_M)
    _draw(clutter_m, part.grid, lakes, _OPEN_M)
    return PackGround(Terrain(part.grid, elevation_m, clutter_m), repair)


def flat_ground(
    height_m: float,
    bounds: Bounds,
    *,
    lakes: Iterable[BaseGeometry],
    urban: Iterable[BaseGeometry],
) -> PackGround:
    """Return a flat surface over bounds, and its clutter."""
    west, south, east, north = bounds
    cell = _FLAT_CELL_DEG
    left = np.floor((west - MARGIN_DEG) / cell)
    top = np.ceil((north + MARGIN_DEG) / cell)
    cols = int(np.ceil((east + MARGIN_DEG) / cell) - left)
    rows = int(top - np.floor((south - MARGIN_DEG) / cell))
    grid = Grid(WGS84, float(left * cell), float(top * cell), cell, cell, rows, cols)
    elevation_m = np.full(grid.shape, height_m, dtype=np.float32)
    clutter_m = np.zeros(grid.shape, dtype=np.float32)
    _draw(clutter_m, grid, urban, _URBAN_M)
    _draw(clutter_m, grid, lakes, _OPEN_M)
    repair = Repair(elevation_m, filled=0, left_void=0, clipped=0)
    return PackGround(Terrain(grid, elevation_m, clutter_m), repair)


def cropped(tile: RawElevation, bounds: Bounds) -> RawElevation:
    """Return the cells of a tile that lie within bounds and a margin around them."""
    west, south, east, north = bounds
    grid = tile.grid
    first_row = int(np.floor((grid.north - north - MARGIN_DEG) / grid.cell_y))
    last_row = int(np.ceil((grid.north - south + MARGIN_DEG) / grid.cell_y))
    first_col = int(np.floor((west - MARGIN_DEG - grid.west) / grid.cell_x))
    last_col = int(np.ceil((east + MARGIN_DEG - grid.west) / grid.cell_x))
    rows = slice(max(first_row, 0), min(last_row, grid.rows))
    cols = slice(max(first_col, 0), min(last_col, grid.cols))
    part = tile.elevation_m[rows, cols]
    frame = Grid(
        grid.crs,
        grid.west + cols.start * grid.cell_x,
        grid.north - rows.start * grid.cell_y,
        grid.cell_x,
        grid.cell_y,
        *part.shape,
    )
    return RawElevation(part, tile.is_void[rows, cols], frame)


def _draw(
    clutter_m: np.ndarray, grid: Grid, areas: Iterable[BaseGeometry], height_m: float
) -> None:
    """Set the cells whose centres lie in the areas."""
    shapes = [(area, height_m) for area in areas]
    if shapes:
        transform = Affine(grid.cell_x, 0, grid.west, 0, -grid.cell_y, grid.north)
        rasterize(shapes, out=clutter_m, transform=transform)
