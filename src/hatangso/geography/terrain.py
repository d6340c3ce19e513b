"""Terrain: the ground and what stands on it, cleaned of voids and false negatives."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from hatangso.geography.grid import Grid
from hatangso.units import BoolArray, FloatArray

__all__ = [
    "REPAIR_MARGIN_CELLS",
    "Repair",
    "Terrain",
    "hillshade_ratio",
    "repair_elevation_m",
    "slope_deg",
]

_REACH_CELLS = 12
_SWEEPS_PER_CELL = 4
# What lies farther than this from a window does not change its repair: every sweep
# takes a value one cell farther, and the first values come from within the reach.
REPAIR_MARGIN_CELLS = (_SWEEPS_PER_CELL + 1) * _REACH_CELLS + 2


@dataclass(frozen=True)
class Terrain:
    """Ground and clutter on one grid.

    Attributes:
        grid: The frame.
        elevation_m: Ground above sea level, shape (row, col), float32; NaN where there
            is no terrain.
        clutter_m: Representative clutter height above the ground (Rec. ITU-R P.1812,
            Table 2), the same shape, float32, never NaN.
    """

    grid: Grid
    elevation_m: FloatArray
    clutter_m: FloatArray

    def window(self, rows: range, cols: range) -> "Terrain":
        """Return a part of the terrain, which shares its memory.

        Args:
            rows: Rows of the part; those beyond the terrain are cut off.
            cols: Columns, likewise.

        Raises:
            OutOfRangeError: Nothing of the terrain is left.
        """
        grid = self.grid.window(rows, cols)
        top, left = max(rows.start, 0), max(cols.start, 0)
        part = np.s_[top : top + grid.rows, left : left + grid.cols]
        return Terrain(grid, self.elevation_m[part], self.clutter_m[part])

    def nearest_elevation_m(
        self, lon_deg: FloatArray, lat_deg: FloatArray
    ) -> FloatArray:
        """Return the ground of the cell under each point, NaN off the terrain."""
        row, col = self.grid.positions(np.asarray(lon_deg), np.asarray(lat_deg))
        # Half a cell belongs to the next one: unlike rounding to even numbers that is
        # the same in every window.
        row, col = np.floor(row + 0.5), np.floor(col + 0.5)
        is_inside = (row >= 0) & (row < self.grid.rows)
        is_inside &= (col >= 0) & (col < self.grid.cols)
        elevation_m = np.full(np.shape(row), np.nan)
        elevation_m[is_inside] = self.elevation_m[
            row[is_inside].astype(int), col[is_inside].astype(int)
        ]
        return elevation_m


@dataclass(frozen=True)
class Repair:
    """What was done to a raw elevation model.

    Attributes:
        elevation_m: The repaired elevations, float32, NaN where a void was too wide.
        filled: Number of void cells that were filled.
        left_void: Number of void cells that were too far from known ground.
        clipped: Number of cells below the floor that were raised to it.
    """

    elevation_m: FloatArray
    filled: int
    left_void: int
    clipped: int


def repair_elevation_m(
    elevation_m: FloatArray,
    *,
    is_void: BoolArray,
    floor_m: float = 0.0,
    reach_cells: int = _REACH_CELLS,
) -> Repair:
    """Fill small voids from their rims and raise false negatives.

    Args:
        elevation_m: Raw elevations, shape (row, col).
        is_void: Where the source has no value, the same shape.
        floor_m: Lowest believable ground; lower cells are raised to it. The SRTM of
            northern Viet Nam has isolated cells tens of metres below the sea.
        reach_cells: A void cell farther than this from known ground stays void.

    Source:
        Filling solves Laplace's equation inside the voids with their rims fixed, by
        relaxation from the nearest known value: smooth, and never beyond the rims.
    """
    is_void = is_void | ~np.isfinite(elevation_m)
    known_m = np.where(is_void, 0.0, elevation_m).astype(np.float64)
    clipped = int(np.count_nonzero(~is_void & (known_m < floor_m)))
    known_m = np.where(is_void, known_m, np.maximum(known_m, floor_m))
    if not is_void.any() or is_void.all():
        repaired_m = np.where(is_void, np.nan, known_m).astype(np.float32)
        return Repair(repaired_m, 0, int(np.count_nonzero(is_void)), clipped)

    distance, nearest = ndimage.distance_transform_edt(is_void, return_indices=True)
    is_fillable = is_void & (distance <= reach_cells)
    filled_m = known_m[tuple(nearest)]
    rows, cols = np.nonzero(is_fillable)
    for _ in range(_SWEEPS_PER_CELL * reach_cells):
        padded_m = np.pad(filled_m, 1, mode="edge")
        around_m = (
            padded_m[rows, cols + 1]
            + padded_m[rows + 2, cols + 1]
            + padded_m[rows + 1, cols]
            + padded_m[rows + 1, cols + 2]
        ) / 4
        filled_m[rows, cols] = around_m
    is_left = is_void & ~is_fillable
    repaired_m = np.where(is_left, np.nan, filled_m).astype(np.float32)
    return Repair(
        repaired_m,
        int(np.count_nonzero(is_fillable)),
        int(np.count_nonzero(is_left)),
        clipped,
    )


def slope_deg(terrain: Terrain) -> FloatArray:
    """Return the steepest slope of each cell, shape (row, col), NaN without terrain."""
    down_m, right_m = _gradients(terrain)
    slope: FloatArray = np.degrees(np.arctan(np.hypot(down_m, right_m)))
    return slope


def hillshade_ratio(
    terrain: Terrain, *, sun_azimuth_deg: float = 315.0, sun_height_deg: float = 45.0
) -> FloatArray:
    """Return how brightly each cell is lit, 0 to 1, NaN without terrain.

    Args:
        terrain: The ground.
        sun_azimuth_deg: Direction of the light, clockwise from north.
        sun_height_deg: Height of the light above the horizon.

    Source:
        Horn, Hill shading and the reflectance map, Proc. IEEE 69 (1981).
    """
    down, right = _gradients(terrain)
    azimuth, height = np.radians(sun_azimuth_deg), np.radians(sun_height_deg)
    # The surface normal is (-dz/dx, -dz/dy, 1) with y to the north, down = -dz/dy.
    east, north = np.sin(azimuth), np.cos(azimuth)
    lit = np.sin(height) + np.cos(height) * (north * down - east * right)
    lit_ratio: FloatArray = np.clip(lit / np.sqrt(1 + down**2 + right**2), 0, 1)
    return lit_ratio


def _gradients(terrain: Terrain) -> tuple[FloatArray, FloatArray]:
    grid = terrain.grid
    middle = np.array((grid.rows - 1) / 2), np.array((grid.cols - 1) / 2)
    _, lat_deg = grid.lon_lat(*middle)
    width_m, height_m = grid.cell_size_m(float(lat_deg))
    down, right = np.gradient(terrain.elevation_m.astype(float), height_m, width_m)
    return down, right
