"""The ground along the straight way between two points."""

from dataclasses import dataclass

import numpy as np
from pyproj import Geod
from scipy import ndimage

from hatangso.errors import InvalidInputError
from hatangso.geography.terrain import Terrain
from hatangso.units import FloatArray

__all__ = ["TerrainProfile", "course", "places_along", "terrain_profile"]

_GEOD = Geod(ellps="WGS84")
_FEWEST_STEPS = 4
_FULL_TURN_DEG = 360.0
_OFF_GRID = -9.0


@dataclass(frozen=True)
class TerrainProfile:
    """Ground and clutter at equal steps; all arrays have one element per point.

    Attributes:
        distance_m: From the start, rising from 0.
        lon_deg: Longitude, WGS 84.
        lat_deg: Latitude, WGS 84.
        ground_m: Ground above sea level; NaN where there is no terrain.
        clutter_m: Representative clutter above the ground.
    """

    distance_m: FloatArray
    lon_deg: FloatArray
    lat_deg: FloatArray
    ground_m: FloatArray
    clutter_m: FloatArray

    @property
    def middle_latitude_deg(self) -> float:
        """Return the latitude half way."""
        half_m = float(self.distance_m[-1]) / 2
        return float(np.interp(half_m, self.distance_m, self.lat_deg))


def course(
    start_deg: tuple[float, float], end_deg: tuple[float, float]
) -> tuple[float, float]:
    """Return the azimuth at the start, clockwise from north, and the length in m.

    Both ends are longitude and latitude, WGS 84; the way is the geodesic, also across
    the antimeridian.
    """
    azimuth_deg, _, length_m = _GEOD.inv(*start_deg, *end_deg)
    return float(azimuth_deg) % _FULL_TURN_DEG, float(length_m)


def places_along(
    start_deg: tuple[float, float], *, azimuth_deg: float, distance_m: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return longitudes and latitudes along the geodesic that begins in a direction."""
    every = np.ones(len(distance_m))
    lon_deg, lat_deg, _ = _GEOD.fwd(
        every * start_deg[0], every * start_deg[1], every * azimuth_deg, distance_m
    )
    return np.asarray(lon_deg), np.asarray(lat_deg)


def terrain_profile(
    terrain: Terrain,
    *,
    start_deg: tuple[float, float],
    end_deg: tuple[float, float],
    step_m: float | None = None,
) -> TerrainProfile:
    """Sample the terrain along the geodesic between two points.

    Args:
        terrain: Ground and clutter.
        start_deg: Longitude and latitude of the start, WGS 84.
        end_deg: The same of the end.
        step_m: Longest step; one cell of the terrain when not given.

    Returns:
        Ground between cell centres by bilinear interpolation, clutter of the nearest
        cell; five points at least.

    Raises:
        InvalidInputError: Both ends are the same point.
    """
    azimuth_deg, length_m = course(start_deg, end_deg)
    if not length_m > 0:
        text = "both ends of the path are {lon:.5f}, {lat:.5f}: give two places"
        raise InvalidInputError(text, lon=start_deg[0], lat=start_deg[1])
    width_m, height_m = terrain.grid.cell_size_m((start_deg[1] + end_deg[1]) / 2)
    step_m = step_m or min(width_m, height_m)
    steps = max(_FEWEST_STEPS, int(np.ceil(length_m / step_m)))
    distance_m = np.linspace(0, length_m, steps + 1)
    lon_deg, lat_deg = places_along(
        start_deg, azimuth_deg=azimuth_deg, distance_m=distance_m
    )
    row, col = terrain.grid.positions(lon_deg, lat_deg)
    ground_m, clutter_m = _sampled(terrain, row, col)
    return TerrainProfile(
        distance_m,
        lon_deg,
        lat_deg,
        ground_m,
        clutter_m,
    )


def _sampled(
    terrain: Terrain, row: FloatArray, col: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return ground and clutter at positions, NaN and 0 off the grid."""
    # Where the reference system does not reach, positions are not finite.
    is_known = np.isfinite(row) & np.isfinite(col)
    row, col = np.where(is_known, row, _OFF_GRID), np.where(is_known, col, _OFF_GRID)
    rows, cols = (
        slice(max(int(np.floor(np.min(at))) - 1, 0), max(int(np.max(at)) + 3, 0))
        for at in (row, col)
    )
    # Only the part of the grid around the path is copied.
    elevation_m = terrain.elevation_m[rows, cols].astype(float)
    standing_m = terrain.clutter_m[rows, cols].astype(float)
    if not elevation_m.size:
        return np.full(row.shape, np.nan), np.zeros(row.shape)
    places = np.stack([row - rows.start, col - cols.start])
    ground_m = ndimage.map_coordinates(elevation_m, places, order=1, cval=np.nan)
    clutter_m = ndimage.map_coordinates(standing_m, places, order=0, cval=0.0)
    return ground_m, clutter_m
