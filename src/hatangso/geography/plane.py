"""A flat map of a province, for distances between many points."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hatangso.units import EARTH_RADIUS_M, FloatArray

__all__ = ["Plane"]


@dataclass(frozen=True)
class Plane:
    """An equirectangular map in metres about a middle point.

    Within 100 km of the middle, distances are right to about 1 %: good enough to spread
    points and to find neighbours, not to state a distance.

    Attributes:
        lon_deg: Longitude of the middle, WGS 84.
        lat_deg: Latitude of the middle, WGS 84.
    """

    lon_deg: float
    lat_deg: float

    def xy_m(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> FloatArray:
        """Return metres east and north of the middle, shape (point, 2)."""
        east = (np.asarray(lon_deg, dtype=float) - self.lon_deg) * self._metres_east
        north = (np.asarray(lat_deg, dtype=float) - self.lat_deg) * self._metres_north
        return np.stack([east, north], axis=-1)

    def lon_lat(self, xy_m: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return longitudes and latitudes of points of shape (point, 2)."""
        lon_deg = self.lon_deg + xy_m[..., 0] / self._metres_east
        return lon_deg, self.lat_deg + xy_m[..., 1] / self._metres_north

    @property
    def _metres_north(self) -> float:
        return float(np.radians(1) * EARTH_RADIUS_M)

    @property
    def _metres_east(self) -> float:
        return float(self._metres_north * np.cos(np.radians(self.lat_deg)))
