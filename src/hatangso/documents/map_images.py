"""Rasters of the map as small PNG files with the same bytes for the same numbers."""

from enum import IntEnum
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hatangso.errors import InvalidInputError
from hatangso.model.coverage import CoverageLevel
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["LEVEL_COLOURS", "LevelClass", "coverage_png", "doubt_png", "relief_png"]


class LevelClass(IntEnum):
    """Number of a coverage level in a raster; ``OUTSIDE`` is not shown at all."""

    NONE = 0
    BASIC = 1
    GOOD = 2
    UNKNOWN = 3
    OUTSIDE = 255


# Blue against orange is told apart by colour-blind readers; on grey paper good is
# darkest, basic lightest, and unknown is hatched.
LEVEL_COLOURS = {
    CoverageLevel.NONE: "#c8602a",
    CoverageLevel.BASIC: "#a9d3dc",
    CoverageLevel.GOOD: "#2f7f99",
    CoverageLevel.UNKNOWN: "#7c8388",
}
_ALPHAS = {
    CoverageLevel.NONE: 118,
    CoverageLevel.BASIC: 128,
    CoverageLevel.GOOD: 128,
    CoverageLevel.UNKNOWN: 150,
}
_HATCH_PERIOD = 8
_HATCH_WIDTH = 2
_CLEAR = 4
# Two models that disagree: dark lines that lean the other way.
_DOUBT_RGB = (92, 16, 92)
_DOUBT_PERIOD = 4
_DOUBT_ALPHAS = bytes([0, 165, 255])
_SHADES = 48
_DARK = np.array([122.0, 138.0, 130.0])
_MIDDLE = np.array([222.0, 226.0, 218.0])
_LIGHT = np.array([252.0, 251.0, 246.0])


def relief_png(hillshade_ratio: FloatArray) -> bytes:
    """Return a soft grey-green relief.

    Args:
        hillshade_ratio: Brightness 0 to 1, shape (row, col), first row in the north;
            NaN is drawn transparent.
    """
    shade = np.asarray(hillshade_ratio, dtype=float)
    _require_raster(shade)
    is_known = np.isfinite(shade)
    # Level ground under a sun at 45 degrees has brightness sqrt(1/2).
    ratio = np.clip(np.where(is_known, shade, 0.0), 0.0, 1.0)
    index = np.where(is_known, np.rint(ratio * (_SHADES - 1)), _SHADES).astype(np.uint8)
    steps = np.linspace(0, 1, _SHADES)
    flat = np.sqrt(0.5)
    colours = np.stack(
        [
            np.interp(steps, [0.1, flat, 1.0], [dark, middle, light])
            for dark, middle, light in zip(_DARK, _MIDDLE, _LIGHT, strict=True)
        ],
        axis=1,
    )
    palette = np.vstack([np.rint(colours), [255, 255, 255]]).astype(np.uint8)
    return _palette_png(index, palette, bytes([255] * _SHADES + [0]))


def coverage_png(level_classes: IntArray) -> bytes:
    """Return a coverage layer with transparency; unknown ground is hatched.

    Args:
        level_classes: Values of `LevelClass`, shape (row, col), north first.

    Raises:
        InvalidInputError: A number is no level class, or the raster is empty.
    """
    classes = np.asarray(level_classes)
    _require_raster(classes)
    known = np.isin(classes, [int(level) for level in LevelClass])
    if not known.all():
        text = "{value} is no class of a coverage level"
        raise InvalidInputError(text, value=int(classes[~known].flat[0]))
    rows, cols = np.indices(classes.shape)
    is_hatch = (rows + cols) % _HATCH_PERIOD < _HATCH_WIDTH
    index = np.where(classes == LevelClass.OUTSIDE, _CLEAR, classes)
    index = np.where((classes == LevelClass.UNKNOWN) & ~is_hatch, _CLEAR, index)
    palette = np.array(
        [_rgb(LEVEL_COLOURS[level]) for level in _order()] + [[255, 255, 255]],
        dtype=np.uint8,
    )
    alphas = bytes([*(_ALPHAS[level] for level in _order()), 0])
    return _palette_png(index.astype(np.uint8), palette, alphas)


def doubt_png(is_doubtful: BoolArray) -> bytes:
    """Return a tint with dark lines where a map is in doubt, clear elsewhere.

    Args:
        is_doubtful: Shape (row, col), north first.

    Raises:
        InvalidInputError: The raster is empty.
    """
    doubt = np.asarray(is_doubtful, dtype=bool)
    _require_raster(doubt)
    rows, cols = np.indices(doubt.shape)
    index = np.where(doubt, 1 + ((rows - cols) % _DOUBT_PERIOD == 0), 0)
    palette = np.array([_DOUBT_RGB] * len(_DOUBT_ALPHAS), dtype=np.uint8)
    return _palette_png(index.astype(np.uint8), palette, _DOUBT_ALPHAS)


def _order() -> list[CoverageLevel]:
    return [
        CoverageLevel[level.name] for level in LevelClass if level.name != "OUTSIDE"
    ]


def _rgb(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _require_raster(raster: NDArray[np.generic]) -> None:
    if raster.ndim != 2 or not raster.size:  # noqa: PLR2004 - a raster has two axes
        text = "a raster of the map needs rows and columns; its shape is {shape}"
        raise InvalidInputError(text, shape=raster.shape)


def _palette_png(
    index: NDArray[np.uint8], palette: NDArray[np.uint8], alphas: bytes
) -> bytes:
    image = Image.fromarray(index, mode="P")
    image.putpalette(palette.tobytes())
    stream = BytesIO()
    image.save(stream, format="PNG", transparency=alphas, compress_level=9)
    return stream.getvalue()
