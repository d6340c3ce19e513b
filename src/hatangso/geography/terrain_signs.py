"""Signs that an elevation model is not what it says: another unit, undeclared voids."""

from dataclasses import dataclass

import numpy as np
from pyproj import CRS

from hatangso.geography.grid import Grid
from hatangso.units import BoolArray, FloatArray

__all__ = [
    "Filler",
    "filler",
    "highest_of_indochina_m",
    "looks_like_unshifted_vn_2000",
    "steep_ratio",
]

# No ground of Viet Nam, or of its neighbours in this frame, is higher than Fansipan
# (3,147 m); west, east, south and north of the frame.
_INDOCHINA_DEG = (102.0, 110.0, 8.0, 23.5)
# The scale of the zones of 3 degrees of VN-2000; UTM has 0.9996.
_SCALE_OF_VN_2000 = 0.9999
_STEEP_DEG = 60.0
# A number that stands for no value fills more of a raster than its true lowest ground
# does, and lies farther below the rest.
_FILLER_RATIO = 0.01
_FILLER_GAP_M = 20.0


@dataclass(frozen=True)
class Filler:
    """A number that probably stands for no value.

    Attributes:
        elevation_m: The number.
        cells: How often it stands.
        gap_m: How far below all other ground it lies.
    """

    elevation_m: float
    cells: int
    gap_m: float


def steep_ratio(elevation_m: FloatArray, *, is_void: BoolArray, grid: Grid) -> float:
    """Return the share of neighbouring cells between which ground is above 60 degrees.

    On any real ground it is next to nothing; in mountains whose heights are in feet or
    decimetres, but are taken for metres, it is not.

    Args:
        elevation_m: Shape (row, col).
        is_void: Where there is no ground, the same shape.
        grid: The frame.
    """
    middle = np.array((grid.rows - 1) / 2), np.array((grid.cols - 1) / 2)
    lon_deg, lat_deg = grid.lon_lat(*middle)
    width_m, height_m = grid.cell_size_m(float(lat_deg), float(lon_deg))
    steep = pairs = 0
    for axis, side_m in enumerate((height_m, width_m)):
        rise_m = np.abs(np.diff(elevation_m, axis=axis))
        known = [np.take(~is_void, np.arange(is_void.shape[axis] - 1) + k, axis)
                 for k in (0, 1)]  # fmt: skip
        is_known = known[0] & known[1]
        limit_m = side_m * np.tan(np.radians(_STEEP_DEG))
        steep += int(np.count_nonzero(is_known & (rise_m > limit_m)))
        pairs += int(np.count_nonzero(is_known))
    return steep / pairs if pairs else 0.0


def filler(elevation_m: FloatArray, *, is_void: BoolArray) -> Filler | None:
    """Return the lowest number, if it looks like one that stands for no value.

    Args:
        elevation_m: Shape (row, col).
        is_void: Where a void is known already, the same shape.
    """
    known_m = elevation_m[~is_void]
    if known_m.size == 0:
        return None
    lowest_m = float(known_m.min())
    is_lowest = known_m == lowest_m
    cells = int(np.count_nonzero(is_lowest))
    if cells < max(2, _FILLER_RATIO * known_m.size) or cells == known_m.size:
        return None
    gap_m = float(known_m[~is_lowest].min()) - lowest_m
    return Filler(lowest_m, cells, gap_m) if gap_m > _FILLER_GAP_M else None


def highest_of_indochina_m(
    elevation_m: FloatArray, *, is_void: BoolArray, grid: Grid
) -> float:
    """Return the highest ground between 102 and 110 east, 8 and 23.5 north.

    Args:
        elevation_m: Shape (row, col).
        is_void: Where there is no ground, the same shape.
        grid: The frame.

    Returns:
        NaN where the grid has no ground there.
    """
    west, east, south, north = _INDOCHINA_DEG
    known_m = np.where(is_void, -np.inf, elevation_m)
    row, col = np.unravel_index(int(np.argmax(known_m)), grid.shape)
    lon_deg, lat_deg = grid.lon_lat(np.array(row), np.array(col))
    is_there = west <= lon_deg <= east and south <= lat_deg <= north
    is_known = bool(np.isfinite(known_m[row, col]))
    return float(known_m[row, col]) if is_there and is_known else float("nan")


def looks_like_unshifted_vn_2000(crs: str) -> bool:
    """Return whether a system is drawn like a zone of VN-2000, but on WGS 84.

    Programs make such systems where the shift between the two, of some 200 m, was left
    out.
    """
    system = CRS.from_user_input(crs)
    operation = system.coordinate_operation
    if operation is None or system.datum is None or not system.is_projected:
        return False
    scales = [float(x.value) for x in operation.params if "Scale" in x.name]
    return "1984" in system.datum.name and _SCALE_OF_VN_2000 in scales
