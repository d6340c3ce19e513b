"""Clear sight between many places at once: the fast form of ``sight_line``."""

from typing import NamedTuple, TypeAlias

import numpy as np

from hatangso.compiling import compiled
from hatangso.geography.sight_line import CLEAR_RATIO
from hatangso.geography.terrain import Terrain
from hatangso.units import (
    EARTH_RADIUS_M,
    LIGHT_SPEED_M_S,
    FloatArray,
    IntArray,
    require_between,
)

__all__ = ["Antennas", "first_clear"]

_HZ_PER_MHZ = 1e6
# Effective radius of the Earth for a ray that the air usually bends (Rec. ITU-R P.530).
_EARTH_RADIUS_M = EARTH_RADIUS_M * 4 / 3
_FEWEST_STEPS = 4


class Antennas(NamedTuple):
    """Antennas over a terrain; all arrays of one length.

    Attributes:
        row: Fractional rows of the terrain's grid.
        col: Fractional columns.
        height_m: Above the ground.
    """

    row: FloatArray
    col: FloatArray
    height_m: FloatArray

    @classmethod
    def at(
        cls,
        terrain: Terrain,
        lon_deg: FloatArray,
        lat_deg: FloatArray,
        height_m: FloatArray,
    ) -> "Antennas":
        """Return antennas at longitudes and latitudes."""
        row, col = terrain.grid.positions(lon_deg, lat_deg)
        return cls(row, col, np.asarray(height_m, dtype=np.float64))


class _Ground(NamedTuple):
    elevation_m: FloatArray
    clutter_m: FloatArray
    step_m: float
    wavelength_m: float
    clear_ratio: float


class _Tries(NamedTuple):
    candidate: IntArray
    distance_m: FloatArray


# Row, column and height above the ground.
_Antenna: TypeAlias = tuple[float, float, float]


def first_clear(
    terrain: Terrain,
    starts: Antennas,
    ends: Antennas,
    candidate: IntArray,
    distance_m: FloatArray,
    *,
    most: int,
    frequency_mhz: float,
    clear_ratio: float = CLEAR_RATIO,
) -> IntArray:
    """Return the first candidates to whom each start has clear sight.

    Sight is clear when ground, clutter and the Earth's bulge leave a share of the first
    Fresnel zone free along the whole path, its ends apart. Terrain that is missing on
    the way may hide anything: such sight is not clear.

    Args:
        terrain: Ground and clutter.
        starts: Where to look from.
        ends: Where to look to.
        candidate: Ends in the order in which to try them, shape (start, try); -1 for
            none.
        distance_m: Their distances, of the same shape.
        most: How many to find for each start.
        frequency_mhz: Of the wave, 100 to 100,000.
        clear_ratio: Share of the zone that must be free, 0 to 1.

    Returns:
        Ends in the order tried, shape (start, most); -1 where no more are clear.

    Raises:
        OutOfRangeError: A number is outside its limits.

    Source:
        Rec. ITU-R P.530, section 2.2.2; the path is straight on the grid, which on
        hops of 50 km lies within metres of the geodesic.
    """
    require_between("frequency_mhz", frequency_mhz, low=100, high=100_000)
    require_between("clear_ratio", clear_ratio, low=0, high=1)
    middle = np.array(terrain.grid.rows / 2), np.array(terrain.grid.cols / 2)
    lat_deg = float(terrain.grid.lon_lat(*middle)[1])
    ground = _Ground(
        terrain.elevation_m,
        terrain.clutter_m,
        min(terrain.grid.cell_size_m(lat_deg)),
        LIGHT_SPEED_M_S / (frequency_mhz * _HZ_PER_MHZ),
        clear_ratio,
    )
    found = np.full((len(starts.row), most), -1, dtype=np.int64)
    tries = _Tries(np.asarray(candidate, np.int64), np.asarray(distance_m, np.float64))
    _search(ground, starts, ends, tries, found)
    return found


@compiled
def _search(
    ground: _Ground, starts: Antennas, ends: Antennas, tries: _Tries, found: IntArray
) -> None:
    for start in range(found.shape[0]):
        count = 0
        one = (starts.row[start], starts.col[start], starts.height_m[start])
        for attempt in range(tries.candidate.shape[1]):
            end = tries.candidate[start, attempt]
            if count == found.shape[1] or end < 0:
                break
            other = (ends.row[end], ends.col[end], ends.height_m[end])
            if _is_clear(ground, one, other, tries.distance_m[start, attempt]):
                found[start, count] = end
                count += 1


@compiled
def _is_clear(ground: _Ground, one: _Antenna, other: _Antenna, length_m: float) -> bool:
    row, col = one[0], one[1]
    rows, cols = other[0] - row, other[1] - col
    low_m = _ground_m(ground.elevation_m, row, col) + one[2]
    high_m = _ground_m(ground.elevation_m, other[0], other[1]) + other[2]
    steps = max(_FEWEST_STEPS, int(np.ceil(length_m / ground.step_m)))
    if not np.isfinite(low_m + high_m):
        return False
    for step in range(1, steps):
        share = step / steps
        at_row, at_col = row + share * rows, col + share * cols
        product_m2 = share * (1 - share) * length_m * length_m
        foot_m = _ground_m(ground.elevation_m, at_row, at_col)
        foot_m += ground.clutter_m[int(at_row + 0.5), int(at_col + 0.5)]
        foot_m += product_m2 / (2 * _EARTH_RADIUS_M)
        zone_m = np.sqrt(ground.wavelength_m * product_m2 / length_m)
        free_m = low_m + share * (high_m - low_m) - foot_m
        # Not a number compares as false: what is missing is not clear.
        if not free_m >= ground.clear_ratio * zone_m:
            return False
    return True


@compiled
def _ground_m(elevation_m: FloatArray, row: float, col: float) -> float:
    """Return the ground between cell centres, not a number off the terrain."""
    rows, cols = elevation_m.shape
    if not (0 <= row <= rows - 1 and 0 <= col <= cols - 1):
        return np.nan
    top, left = min(int(row), rows - 2), min(int(col), cols - 2)
    down, right = row - top, col - left
    upper_m = (1 - right) * elevation_m[top, left] + right * elevation_m[top, left + 1]
    lower_m = (1 - right) * elevation_m[top + 1, left]
    lower_m += right * elevation_m[top + 1, left + 1]
    return float((1 - down) * upper_m + down * lower_m)
