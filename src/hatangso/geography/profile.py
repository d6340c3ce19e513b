"""The ground along the straight way between two points."""

from dataclasses import dataclass

import numpy as np
from pyproj import Geod
from scipy import ndimage

from hatangso.errors import InvalidInputError
from hatangso.geography.terrain import Terrain
from hatangso.units import FloatArray

__all__ = ["TerrainProfile", "terrain_profile"]

_GEOD = Geod(ellps="WGS84")
_FEWEST_STEPS = 4


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
    azimuth_deg, _, length_m = _GEOD.inv(*start_deg, *end_deg)
    if not length_m > 0:
        text = "both ends of the path are {lon:.5f}, {lat:.5f}: give two places"
        raise InvalidInputError(text, lon=start_deg[0], lat=start_deg[1])
    width_m, height_m = terrain.grid.cell_size_m((start_deg[1] + end_deg[1]) / 2)
    step_m = step_m or min(width_m, height_m)
    steps = max(_FEWEST_STEPS, int(np.ceil(length_m / step_m)))
    distance_m = np.linspace(0, length_m, steps + 1)
    every = np.ones(steps + 1)
    lon_deg, lat_deg, _ = _GEOD.fwd(
        every * start_deg[0], every * start_deg[1], every * azimuth_deg, distance_m
    )
    row, col = terrain.grid.positions(np.asarray(lon_deg), np.asarray(lat_deg))
    places = np.stack([row, col])
    ground_m = ndimage.map_coordinates(
        terrain.elevation_m.astype(float), places, order=1, cval=np.nan
    )
    clutter_m = ndimage.map_coordinates(terrain.clutter_m, places, order=0, cval=0.0)
    return TerrainProfile(
        distance_m,
        np.asarray(lon_deg),
        np.asarray(lat_deg),
        ground_m,
        clutter_m.astype(float),
    )
