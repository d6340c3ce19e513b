"""Heights as tiles, from which the browser shades the hills."""

import math
from functools import cached_property
from hashlib import sha256
from io import BytesIO

import numpy as np
from PIL import Image
from scipy import ndimage

from hatangso.geography.grid import WGS84
from hatangso.geography.terrain import Terrain
from hatangso.units import FloatArray
from hatangso.web.map.tiles import TILE_PIXELS, touches

__all__ = ["Relief"]

# Terrarium: red and green are whole metres above this, blue their fraction.
_LOWEST_M = 32_768.0
_STEPS_PER_M = 4
_BYTE = 256
# At its edge the terrain loses its detail within so many cells, and runs out level
# beyond it within so many more: otherwise the edge would be a cliff.
_FADE_CELLS = 16
_RAMP_CELLS = 60
_SMOOTH_CELLS = 10.0
_FINEST_ZOOM = 13
_M_PER_DEG = 111_320.0
_M_PER_PIXEL = 78_271.52


class Relief:
    """The terrain of a province, ready to be cut into tiles."""

    def __init__(self, terrain: Terrain) -> None:
        """Fill what is void, and let the ground run out beyond the edge."""
        elevation_m = np.asarray(terrain.elevation_m, dtype=np.float32)
        is_void = ~np.isfinite(elevation_m)
        if is_void.all():
            elevation_m = np.zeros_like(elevation_m)
        elif is_void.any():
            nearest = ndimage.distance_transform_edt(
                is_void, return_distances=False, return_indices=True
            )
            elevation_m = elevation_m[tuple(nearest)]
        self._ground_m = _running_out(elevation_m)
        self._grid = terrain.grid
        self.version = sha256(self._ground_m.tobytes()).hexdigest()[:12]

    @property
    def finest_zoom(self) -> int:
        """Return the zoom beyond which tiles show nothing new."""
        _, middle_deg = self._grid.lon_lat(
            np.array([self._grid.rows / 2]), np.array([self._grid.cols / 2])
        )
        pixels = _M_PER_PIXEL * math.cos(math.radians(float(middle_deg[0])))
        return min(_FINEST_ZOOM, math.ceil(math.log2(max(pixels / self.cell_m, 1))))

    @property
    def cell_m(self) -> float:
        """Return the height of a cell."""
        size = abs(self._grid.cell_y)
        return size * _M_PER_DEG if self._grid.crs == WGS84 else size

    @cached_property
    def bounds_deg(self) -> tuple[float, ...]:
        """Return the box beyond which all is level: west, south, east, north."""
        ends = [
            np.array([-_RAMP_CELLS, count + _RAMP_CELLS], dtype=float)
            for count in (self._grid.rows, self._grid.cols)
        ]
        rows, cols = np.meshgrid(*ends)
        lon_deg, lat_deg = self._grid.lon_lat(rows, cols)
        least, most = (
            (float(of(lon_deg)), float(of(lat_deg))) for of in (np.min, np.max)
        )
        return (*least, *most)

    @cached_property
    def _beside(self) -> bytes:
        """Return a tile of what lies beyond: the same wherever it is."""
        return _terrarium_png(
            np.full((TILE_PIXELS, TILE_PIXELS), self._ground_m[0, 0], dtype=float)
        )

    def tile(self, z: int, x: int, y: int) -> bytes:
        """Return the heights of a tile as PNG in the terrarium encoding."""
        if not touches(self.bounds_deg, z, x, y):
            return self._beside
        lon_deg, lat_deg = _pixels_deg(z, x, y)
        rows, cols = self._grid.positions(lon_deg, lat_deg)
        ground_m: FloatArray = ndimage.map_coordinates(
            self._ground_m,
            [rows + _RAMP_CELLS, cols + _RAMP_CELLS],
            order=1,
            mode="nearest",
        )
        return _terrarium_png(ground_m)


def _running_out(elevation_m: FloatArray) -> FloatArray:
    """Return the ground with a margin of ``_RAMP_CELLS`` in which it runs out level."""
    wide_m = np.pad(elevation_m, _RAMP_CELLS, mode="edge")
    smooth_m = ndimage.gaussian_filter(wide_m, _SMOOTH_CELLS)
    middle_m = float(np.median(elevation_m))
    down, right = (_cells_inward(size)[:, None] for size in wide_m.shape)
    detail_ratio = np.clip(np.minimum(down, right.T) / _FADE_CELLS, 0, 1)
    outward = np.hypot(np.minimum(down, 0), np.minimum(right.T, 0))
    ground_ratio = (1 + np.cos(np.pi * np.clip(outward / _RAMP_CELLS, 0, 1))) / 2
    run_out_m = middle_m + (smooth_m - middle_m) * ground_ratio
    ground_m: FloatArray = run_out_m + (wide_m - run_out_m) * detail_ratio
    return ground_m.astype(np.float32)


def _cells_inward(size: int) -> FloatArray:
    """Return how far within the terrain each row or column lies; below 0 outside."""
    at = np.arange(size, dtype=float)
    inward: FloatArray = np.minimum(at, size - 1 - at) - _RAMP_CELLS
    return inward


def _pixels_deg(z: int, x: int, y: int) -> tuple[FloatArray, FloatArray]:
    """Return longitude and latitude of the middle of each pixel, shape (row, col)."""
    whole = 2.0**z * TILE_PIXELS
    at = np.arange(TILE_PIXELS) + 0.5
    lon_deg = (x * TILE_PIXELS + at) / whole * 360 - 180
    north = np.pi * (1 - 2 * (y * TILE_PIXELS + at) / whole)
    lat_deg = np.degrees(np.arctan(np.sinh(north)))
    lon, lat = np.meshgrid(lon_deg, lat_deg)
    return lon, lat


def _terrarium_png(ground_m: FloatArray) -> bytes:
    """Return heights as colours, rounded to a quarter of a metre: smaller files."""
    steps = np.rint((ground_m + _LOWEST_M) * _STEPS_PER_M).astype(np.int64)
    metres, rest = np.divmod(steps, _STEPS_PER_M)
    channels = [metres // _BYTE, metres % _BYTE, rest * (_BYTE // _STEPS_PER_M)]
    image = Image.fromarray(np.stack(channels, axis=-1).astype(np.uint8), mode="RGB")
    stream = BytesIO()
    image.save(stream, "PNG", compress_level=6)
    return stream.getvalue()
