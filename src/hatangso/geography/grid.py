"""A raster's frame: which cell lies where, and how large it is on the ground."""

from dataclasses import dataclass, field, replace
from functools import cache, cached_property

import numpy as np
from pyproj import CRS, Geod, Transformer

from hatangso.errors import OutOfRangeError
from hatangso.units import BoolArray, FloatArray

__all__ = ["WGS84", "Grid", "distances_m"]

WGS84 = "EPSG:4326"
_GEOD = Geod(ellps="WGS84")
# Positions are multiples of this share of a cell: so small that nothing is lost, so
# large that adding whole cells to a position is exact up to 2^28 cells.
_POSITION_STEP = 2.0**-24
# How far north and east a grid is sounded for its direction and its scale, in degrees:
# some ten metres, far above the rounding and far below the bending of any projection.
_SOUNDING_DEG = 1e-4
_TURN_DEG = 360.0


@dataclass(frozen=True)
class _Lattice:
    """Where a grid was cut from: the corner of the whole and the cells before it."""

    west: float
    north: float
    first_row: int
    first_col: int


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
    # Not a part of what a grid is made from: a changed copy is a grid of its own.
    _cut_from: _Lattice | None = field(
        default=None, init=False, compare=False, repr=False
    )

    @property
    def _to_crs(self) -> Transformer:
        return _transformer(self.crs)

    @property
    def is_geographic(self) -> bool:
        """Whether the cells are measured in degrees."""
        return _is_geographic(self.crs)

    @property
    def shape(self) -> tuple[int, int]:
        """Return rows and columns."""
        return self.rows, self.cols

    @property
    def _lattice(self) -> _Lattice:
        return self._cut_from or _Lattice(self.west, self.north, 0, 0)

    def window(self, rows: range, cols: range) -> "Grid":
        """Return a part of the grid.

        Positions in the part are those in the whole less the cells before it, to the
        last bit; longitudes and latitudes of its cells are the same.

        Args:
            rows: Rows of the part, one after the other; those beyond the grid are cut
                off.
            cols: Columns, likewise.

        Raises:
            OutOfRangeError: Nothing of the grid is left.
        """
        top, height = _cut(rows, self.rows)
        left, width = _cut(cols, self.cols)
        whole = self._lattice
        row, col = whole.first_row + top, whole.first_col + left
        part = replace(
            self,
            west=whole.west + col * self.cell_x,
            north=whole.north - row * self.cell_y,
            rows=height,
            cols=width,
        )
        cut_from = _Lattice(whole.west, whole.north, row, col)
        object.__setattr__(part, "_cut_from", cut_from)
        return part

    def positions(
        self, lon_deg: FloatArray, lat_deg: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return fractional rows and columns; a cell's centre is a whole number.

        On a grid in degrees longitudes are taken round the Earth to the side on which
        the grid lies, so that one grid may run across the antimeridian.

        Args:
            lon_deg: Longitudes in WGS 84, any shape.
            lat_deg: Latitudes, the same shape.

        Returns:
            Multiples of 2^-24 cells; not finite where the reference system does not
            reach.
        """
        x, y = self._to_crs.transform(np.asarray(lon_deg), np.asarray(lat_deg))
        x, y = np.asarray(x), np.asarray(y)
        if self.is_geographic:
            x = _round_the_earth(x, self.west + self.cols * self.cell_x / 2)
        whole = self._lattice
        row = _rounded((whole.north - y) / self.cell_y - 0.5) - whole.first_row
        col = _rounded((x - whole.west) / self.cell_x - 0.5) - whole.first_col
        return row, col

    def lon_lat(
        self, row: FloatArray, col: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return longitudes and latitudes (WGS 84) of fractional rows and columns.

        Longitudes lie between -180 and 180.
        """
        whole = self._lattice
        x = whole.west + (np.asarray(col) + whole.first_col + 0.5) * self.cell_x
        y = whole.north - (np.asarray(row) + whole.first_row + 0.5) * self.cell_y
        lon, lat = self._to_crs.transform(x, y, direction="INVERSE")
        return _within_half_turn(np.asarray(lon)), np.asarray(lat)

    def cell_size_m(
        self, lat_deg: float, lon_deg: float | None = None
    ) -> tuple[float, float]:
        """Return width and height of a cell on the ground.

        Args:
            lat_deg: Latitude of the place.
            lon_deg: Its longitude; that of the middle of the grid when not given. It
                matters on a projected grid, whose scale differs from 1.

        Source:
            Radii of curvature of the WGS 84 ellipsoid in the prime vertical and in the
            meridian.
        """
        prime_vertical_m, meridian_m = _radii_m(lat_deg)
        if self.is_geographic:
            width_m = np.radians(self.cell_x) * prime_vertical_m
            width_m *= np.cos(np.radians(lat_deg))
            return float(width_m), float(np.radians(self.cell_y) * meridian_m)
        if lon_deg is None:
            lon_deg = self._middle_lon_deg
        east, north = self._metre_east_and_north(lon_deg, lat_deg)
        # Ground that one column to the right and one row up stand for.
        shear = east[0] * north[1] - east[1] * north[0]
        width_m = np.hypot(north[1], east[1]) / abs(shear)
        height_m = np.hypot(north[0], east[0]) / abs(shear)
        return float(width_m), float(height_m)

    def north_deg(self, lon_deg: float, lat_deg: float) -> float:
        """Return the direction of true north, clockwise from up the columns.

        It is the meridian convergence with its sign turned: what points along azimuth a
        from true north runs along a + north_deg on the grid. 0 on a grid in degrees.

        Args:
            lon_deg: Longitude of the place, WGS 84.
            lat_deg: Latitude.
        """
        if self.is_geographic:
            return 0.0
        _, (right, up) = self._metre_east_and_north(lon_deg, lat_deg)
        return float(np.degrees(np.arctan2(right * self.cell_x, up * self.cell_y)))

    def contains(self, lon_deg: FloatArray, lat_deg: FloatArray) -> BoolArray:
        """Return whether each point lies between the outermost cell centres."""
        row, col = self.positions(lon_deg, lat_deg)
        inside_rows = (row >= 0) & (row <= self.rows - 1)
        return np.asarray(inside_rows & (col >= 0) & (col <= self.cols - 1))

    @cached_property
    def _middle_lon_deg(self) -> float:
        middle = np.array((self.rows - 1) / 2), np.array((self.cols - 1) / 2)
        return float(self.lon_lat(*middle)[0])

    def _metre_east_and_north(
        self, lon_deg: float, lat_deg: float
    ) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return columns right and rows up of one metre east, and of one north."""
        prime_vertical_m, meridian_m = _radii_m(lat_deg)
        step = _SOUNDING_DEG
        lons_deg = lon_deg + np.array([-step, step, 0, 0])
        lats_deg = lat_deg + np.array([0, 0, -step, step])
        x, y = self._to_crs.transform(lons_deg, lats_deg)
        side_m = 2 * np.radians(step)
        east_m = side_m * prime_vertical_m * np.cos(np.radians(lat_deg))
        north_m = side_m * meridian_m
        right, up = np.diff(x) / self.cell_x, np.diff(y) / self.cell_y
        return (
            (float(right[0] / east_m), float(up[0] / east_m)),
            (float(right[2] / north_m), float(up[2] / north_m)),
        )


@cache
def _transformer(crs: str) -> Transformer:
    return Transformer.from_crs(WGS84, crs, always_xy=True)


@cache
def _is_geographic(crs: str) -> bool:
    return bool(CRS.from_user_input(crs).is_geographic)


def _cut(part: range, count: int) -> tuple[int, int]:
    """Return the first and the number of cells of a part that lie on the grid."""
    first, last = max(part.start, 0), min(part.stop, count)
    if part.step != 1 or first >= last:
        text = (
            "the window from {first} to {last} has nothing of a grid of {count} cells"
        )
        raise OutOfRangeError(text, first=part.start, last=part.stop, count=count)
    return first, last - first


def _round_the_earth(lon_deg: FloatArray, middle_deg: float) -> FloatArray:
    """Return longitudes less than half a turn away from a middle, unchanged if so."""
    with np.errstate(invalid="ignore"):
        turns = np.rint((lon_deg - middle_deg) / _TURN_DEG)
        return np.asarray(lon_deg - _TURN_DEG * turns)


def _within_half_turn(lon_deg: FloatArray) -> FloatArray:
    """Return longitudes from -180 to 180, unchanged where they are."""
    is_beyond = np.abs(lon_deg) > _TURN_DEG / 2
    return np.where(is_beyond, _round_the_earth(lon_deg, 0.0), lon_deg)


def _rounded(position: FloatArray) -> FloatArray:
    return np.asarray(np.rint(position / _POSITION_STEP) * _POSITION_STEP)


def _radii_m(lat_deg: float) -> tuple[float, float]:
    """Return the radii of curvature in the prime vertical and in the meridian."""
    w2 = 1 - _GEOD.es * np.sin(np.radians(lat_deg)) ** 2
    return float(_GEOD.a / np.sqrt(w2)), float(_GEOD.a * (1 - _GEOD.es) / w2**1.5)


def distances_m(
    lon_deg: float, lat_deg: float, lons_deg: FloatArray, lats_deg: FloatArray
) -> FloatArray:
    """Return geodesic distances on WGS 84 from one point to many."""
    lons = np.asarray(lons_deg, dtype=float)
    lats = np.asarray(lats_deg, dtype=float)
    start_lon, start_lat = np.full_like(lons, lon_deg), np.full_like(lats, lat_deg)
    _, _, distance_m = _GEOD.inv(start_lon, start_lat, lons, lats)
    return np.asarray(distance_m)
