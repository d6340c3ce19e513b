"""Tiles of rasters: drawn once, then kept on disk under the hash of what they show."""

import math
import os
import threading
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor
from rio_tiler.errors import TileOutsideBounds
from rio_tiler.io import Reader

from hatangso.model.coverage import LEVEL_NUMBERS, CoverageLevel
from hatangso.units import BoolArray, FloatArray
from hatangso.web.map.palettes import DOUBT_COLOUR, SCALES, level_palette
from hatangso.web.map.raster_layers import RasterBand, RasterKind, RasterLayer
from hatangso.workflows.report_areas import is_doubtful

__all__ = ["COARSEST_ZOOM", "TILE_PIXELS", "TileCache", "draw_tile", "touches"]

TILE_PIXELS = 512
# A province is a few pixels wide there.
COARSEST_ZOOM = 4
_CLEAR = 0
_HATCH_PERIOD, _HATCH_WIDTH = 16, 5
_DOUBT_PERIOD, _DOUBT_WIDTH = 8, 2
_OPAQUE, _TINT = 255, 120
_PACKING = 6


def touches(bounds_deg: tuple[float, ...], z: int, x: int, y: int) -> bool:
    """Return whether a tile shows some of a box: west, south, east, north."""
    west, south, east, north = bounds_deg
    first, last = (column / 2**z * 360 - 180 for column in (x, x + 1))
    top, bottom = (
        math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**z))))
        for row in (y, y + 1)
    )
    return first <= east and last >= west and bottom <= north and top >= south


def draw_tile(layer: RasterLayer, z: int, x: int, y: int) -> bytes | None:
    """Return a tile as PNG; None where it would show nothing.

    Args:
        layer: One of `raster_layers`.
        z: Zoom.
        x: Column, from the west.
        y: Row, from the north.
    """
    try:
        bands = [_cells(band, z, x, y) for band in layer.bands]
    except TileOutsideBounds:
        return None
    index, colours, alphas = _drawn(layer, bands)
    if not index.any():
        return None
    return _png(index, colours, alphas)


def _cells(band: RasterBand, z: int, x: int, y: int) -> FloatArray:
    """Return the cells under each pixel; NaN where there is none."""
    with Reader(str(band.path)) as reader:
        tile = reader.tile(
            x,
            y,
            z,
            tilesize=TILE_PIXELS,
            indexes=(band.number,),
            resampling_method="nearest",
        )
    cells = tile.array[0]
    filled: FloatArray = np.ma.filled(cells.astype(np.float32), np.nan)
    return filled


def _drawn(
    layer: RasterLayer, bands: list[FloatArray]
) -> tuple[np.ndarray, list[str], list[int]]:
    """Return the number of the colour of each pixel, colours, opacities; 0 is clear."""
    if layer.kind is RasterKind.LEVEL:
        return _levels(bands[0])
    if layer.kind is RasterKind.DOUBT:
        return _doubt(is_doubtful(bands[0], bands[1], layer.threshold_dbm))
    scale = SCALES[layer.kind]
    index = np.where(np.isfinite(bands[0]), scale.steps(bands[0]) + 1, _CLEAR)
    return index, list(scale.colours), [_OPAQUE] * len(scale.colours)


def _levels(numbers: FloatArray) -> tuple[np.ndarray, list[str], list[int]]:
    palette = level_palette()
    index = np.nan_to_num(numbers).astype(np.uint8)
    rows, cols = np.indices(index.shape)
    is_hatch = (rows + cols) % _HATCH_PERIOD < _HATCH_WIDTH
    is_unknown = index == LEVEL_NUMBERS[CoverageLevel.UNKNOWN]
    index = np.where(is_unknown & ~is_hatch, _CLEAR, index)
    colours = [palette[number] for number in sorted(palette)]
    return index, colours, [_OPAQUE] * len(colours)


def _doubt(is_in_doubt: BoolArray) -> tuple[np.ndarray, list[str], list[int]]:
    rows, cols = np.indices(is_in_doubt.shape)
    is_line = (rows - cols) % _DOUBT_PERIOD < _DOUBT_WIDTH
    index = np.where(is_in_doubt, 1 + is_line, _CLEAR)
    return index, [DOUBT_COLOUR, DOUBT_COLOUR], [_TINT, _OPAQUE]


def _png(index: np.ndarray, colours: list[str], alphas: list[int]) -> bytes:
    image = Image.fromarray(index.astype(np.uint8), mode="P")
    channels = [0, 0, 0]
    for colour in colours:
        channels.extend(ImageColor.getrgb(colour)[:3])
    image.putpalette(channels)
    stream = BytesIO()
    transparency = bytes([0, *alphas])
    image.save(stream, "PNG", transparency=transparency, compress_level=_PACKING)
    return stream.getvalue()


class TileCache:
    """Tiles that were drawn, in a folder of the province's results.

    The folder may be deleted at any time. An empty file stands for an empty tile.
    """

    def __init__(self, folder: Path) -> None:
        """Keep the folder; it is made with the first tile."""
        self._folder = folder

    def get(self, version: str, z: int, x: int, y: int) -> bytes | None:
        """Return what is kept: nothing (``b""``) of an empty tile; None if unknown."""
        try:
            return self._path(version, z, x, y).read_bytes()
        except OSError:
            return None

    def put(self, version: str, z: int, x: int, y: int, tile: bytes) -> None:
        """Keep a tile; where nothing can be written it is drawn again next time."""
        path = self._path(version, z, x, y)
        draft = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(tile)
            draft.replace(path)
        except OSError:
            with suppress(OSError):
                draft.unlink()

    def _path(self, version: str, z: int, x: int, y: int) -> Path:
        return self._folder / version / str(z) / f"{x}_{y}.png"
