"""A raster's frame: which cell lies where, and how large it is on the ground."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pyproj import CRS, Geod, Transformer

from hatangso.units import FloatArray

__all__ = ["WGS84", "Grid", "distances_m"]

WGS84 = "EPSG:4326"
_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Grid:
    """A north-up raster frame in a geographic or projected reference system.

    Attributes:
        crs: Reference system that pyproj understands: ``EPSG:4326``.
        west: Outer edge of the first column, in the system's unit.
        north: Outer edge of the first row.
        cell_x: Width of a cell in the system's unit, above 0.
        cell_y: Height of a cell, above 0.
        rows: Number of rows.
        cols: Number of columns.
    """

    crs: str
    west: float
    north: float
    cell_x: float
    cell_y: float
    rows: int
    cols: int

    @cached_property
    def _to_crs(self) -> Transformer:
        return Transformer.from_crs(WGS84, self.crs, always_xy=True)

    @cached_property
    def is_geographic(self) -> bool:
        """Whether the cells are measured in degrees."""
        return bool(CRS.from_user_input(self.crs).is_geographic)

    @property
    def shape(self) -> tuple[int, int]:
        """Return rows and columns."""
        return self.rows, self.cols

    def positions(
        self, lon_deg: FloatArray, lat_deg: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return fractional rows and columns; a cell's centre is a whole number.

        Args:
            lon_deg: Longitudes in WGS 84, any shape.
            lat_deg: Latitudes, the same shape.
        """
        x, y = self._to_crs.transform(np.asarray(lon_deg), np.asarray(lat_deg))
        row = (self.north - np.asarray(y)) / self.cell_y - 0.5
        col = (np.asarray(x) - self.west) / self.cell_x - 0.5
        return row, col

    def lon_lat(
        self, row: FloatArray, col: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return longitudes and latitudes (WGS 84) of fractional rows and columns."""
        x = self.west + (np.asarray(col) + 0.5) * self.cell_x
        y = self.north - (np.asarray(row) + 0.5) * self.cell_y
        lon, lat = self._to_crs.transform(x, y, direction="INVERSE")
        return np.asarray(lon), np.asarray(lat)

    def cell_size_m(self, lat_deg: float) -> tuple[float, float]:
        """Return width and height of a cell on the ground at a latitude.

        Source:
            Radii of curvature of the WGS 84 ellipsoid in the prime vertical and in the
            meridian; a projected grid in metres is taken at face value (the scale
            factor of VN-2000 zones departs from 1 by 1e-4).
        """
        if not self.is_geographic:
            return self.cell_x, self.cell_y
        lat = np.radians(lat_deg)
        eccentricity2 = _GEOD.es
        w2 = 1 - eccentricity2 * np.sin(lat) ** 2
        prime_vertical_m = _GEOD.a / np.sqrt(w2)
        meridian_m = _GEOD.a * (1 - eccentricity2) / w2**1.5
        width_m = np.radians(self.cell_x) * prime_vertical_m * np.cos(lat)
        return float(width_m), float(np.radians(self.cell_y) * meridian_m)

    def contains(self, lon_deg: FloatArray, lat_deg: FloatArray) -> np.ndarray:
        """Return whether each point lies between the outermost cell centres."""
        row, col = self.positions(lon_deg, lat_deg)
        inside_rows = (row >= 0) & (row <= self.rows - 1)
        return np.asarray(inside_rows & (col >= 0) & (col <= self.cols - 1))


def distances_m(
    lon_deg: float, lat_deg: float, lons_deg: FloatArray, lats_deg: FloatArray
) -> FloatArray:
    """Return geodesic distances on WGS 84 from one point to many."""
    lons = np.asarray(lons_deg, dtype=float)
    lats = np.asarray(lats_deg, dtype=float)
    start_lon, start_lat = np.full_like(lons, lon_deg), np.full_like(lats, lat_deg)
    _, _, distance_m = _GEOD.inv(start_lon, start_lat, lons, lats)
    return np.asarray(distance_m)
