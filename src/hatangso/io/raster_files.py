"""Rasters as cloud-optimised GeoTIFF: written with all that a reader asks, and read."""

import errno
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import rasterio
from rasterio._err import CPLE_BaseError
from rasterio.errors import RasterioError
from rasterio.transform import Affine

from hatangso.errors import InvalidInputError
from hatangso.geography.grid import Grid
from hatangso.units import FloatArray, IntArray

__all__ = [
    "Band",
    "Colour",
    "Overviews",
    "Raster",
    "read_bands",
    "read_tags",
    "write_cog",
    "write_geotiff",
]

# With less than this left a disk is as good as full.
_LITTLE_BYTES = 1_000_000
Colour = tuple[int, int, int, int]
_USUAL_EFFORT = 6


class Overviews(StrEnum):
    """How a smaller copy gets a cell from the cells below it.

    ``AVERAGE`` suits levels, ``MODE`` classes, ``NEAREST`` numbers that name things.
    """

    AVERAGE = "average"
    MODE = "mode"
    NEAREST = "nearest"
    NONE = "none"


@dataclass(frozen=True)
class Band:
    """One band of a raster.

    Attributes:
        cells: Shape (row, col); the same type in all bands of a file.
        description: What the numbers are; QGIS shows it as the band's name.
        unit: Of the numbers: ``dBm``; empty for classes.
    """

    cells: FloatArray | IntArray
    description: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Raster:
    """A raster as its file has it.

    Attributes:
        bands: In the order of the file; cells as stored, not scaled.
        grid: The frame.
        nodata: The number that stands for no value; None when there is none.
        tags: What the file says of itself.
    """

    bands: tuple[Band, ...]
    grid: Grid
    nodata: float | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


def write_cog(
    path: Path,
    bands: Sequence[Band],
    grid: Grid,
    *,
    nodata: float | None = None,
    scale: float = 1.0,
    colours: Mapping[int, Colour] | None = None,
    overviews: Overviews = Overviews.NEAREST,
    tags: Mapping[str, object] | None = None,
    effort: int = _USUAL_EFFORT,
) -> None:
    """Write a cloud-optimised GeoTIFF; the same input, the same bytes.

    Args:
        path: The file; its folder is made when it does not exist.
        bands: At least one, each of the grid's shape.
        grid: The frame.
        nodata: The number that stands for no value.
        scale: What a cell is multiplied with to get its value.
        colours: Red, green, blue and opacity (0 to 255) of each value of a uint8 band.
        overviews: How the smaller copies for fast display are made.
        tags: Facts on the whole file, such as its provenance; written as text, those
            that are empty left out.
        effort: From 1 to 9: the last tenth of size costs five times the time.

    Raises:
        ValueError: There is no band, or one does not have the shape of the grid.
        OSError: The file cannot be written.
    """
    if not bands:
        problem = "a raster needs a band"
        raise ValueError(problem)
    for band in bands:
        if band.cells.shape != grid.shape:
            msg = f"the array has shape {band.cells.shape}, the grid {grid.shape}"
            raise ValueError(msg)
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        _file_errors(path),
        rasterio.open(
            path,
            "w",
            driver="COG",
            height=grid.rows,
            width=grid.cols,
            count=len(bands),
            dtype=bands[0].cells.dtype,
            crs=grid.crs,
            transform=_transform(grid),
            nodata=nodata,
            blocksize=512,
            compress="DEFLATE",
            level=effort,
            # Neighbouring classes do not grow out of each other as heights do.
            predictor="NO" if colours else "YES",
            overviews="NONE" if overviews is Overviews.NONE else "AUTO",
            overview_resampling=_resampling(overviews),
            num_threads=1,
        ) as dataset,
    ):
        for number, band in enumerate(bands, start=1):
            dataset.write(band.cells, number)
        if scale != 1:
            dataset.scales = (scale,) * len(bands)
        _describe(dataset, bands)
        if colours:
            dataset.write_colormap(1, dict(colours))
        said = {name: str(value) for name, value in (tags or {}).items() if value}
        if said:
            dataset.update_tags(**dict(sorted(said.items())))


@contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    """Turn what GDAL says of a file that it cannot write into an error of files."""
    try:
        yield
    except (RasterioError, CPLE_BaseError) as error:
        is_full = shutil.disk_usage(path.parent).free < _LITTLE_BYTES
        number = errno.ENOSPC if is_full else errno.EIO
        raise OSError(number, str(error), str(path)) from error


def write_geotiff(
    path: Path,
    array: FloatArray | IntArray,
    grid: Grid,
    *,
    nodata: float | None = None,
    scale: float = 1.0,
    description: str = "",
    unit: str = "",
    colours: Mapping[int, Colour] | None = None,
    has_overviews: bool = True,
    effort: int = _USUAL_EFFORT,
) -> None:
    """Write one band as a cloud-optimised GeoTIFF; the same input, the same bytes.

    Args:
        path: The file; its folder is made when it does not exist.
        array: Shape (row, col) of the grid, of a type that GeoTIFF knows.
        grid: The frame.
        nodata: The number that stands for no value.
        scale: What a cell is multiplied with to get its value.
        description: Of the band.
        unit: Of the band.
        colours: Red, green, blue and opacity (0 to 255) of each value of a uint8 band.
        has_overviews: Whether smaller copies are kept for fast display.
        effort: See ``write_cog``.

    Raises:
        ValueError: The array does not have the shape of the grid.
    """
    write_cog(
        path,
        [Band(array, description, unit)],
        grid,
        nodata=nodata,
        scale=scale,
        colours=colours,
        overviews=Overviews.NEAREST if has_overviews else Overviews.NONE,
        effort=effort,
    )


def read_bands(path: Path) -> Raster:
    """Read all bands of a raster that this module wrote.

    Raises:
        InvalidInputError: The file cannot be read.
    """
    try:
        with rasterio.open(path) as dataset:
            frame = dataset.transform
            grid = Grid(
                dataset.crs.to_string() if dataset.crs else "",
                frame.c,
                frame.f,
                frame.a,
                -frame.e,
                dataset.height,
                dataset.width,
            )
            bands = tuple(
                Band(dataset.read(number), text or "", unit or "")
                for number, text, unit in zip(
                    dataset.indexes, dataset.descriptions, dataset.units, strict=True
                )
            )
            return Raster(bands, grid, dataset.nodata, dict(dataset.tags()))
    except RasterioError as error:
        msg = "{file} cannot be read as a GeoTIFF ({error}): export it again"
        raise InvalidInputError(msg, file=path.name, error=error) from error


def read_tags(path: Path) -> dict[str, str]:
    """Return what a raster says of itself, without reading its cells.

    Raises:
        InvalidInputError: The file cannot be read.
    """
    try:
        with rasterio.open(path) as dataset:
            return dict(dataset.tags())
    except RasterioError as error:
        msg = "{file} cannot be read as a GeoTIFF ({error}): export it again"
        raise InvalidInputError(msg, file=path.name, error=error) from error


def _describe(dataset: rasterio.io.DatasetWriter, bands: Sequence[Band]) -> None:
    """Name the bands and their units, those that have one."""
    if any(band.description for band in bands):
        dataset.descriptions = tuple(band.description for band in bands)
    if any(band.unit for band in bands):
        dataset.units = tuple(band.unit for band in bands)


def _resampling(overviews: Overviews) -> str:
    """Return GDAL's word."""
    known = overviews if overviews is not Overviews.NONE else Overviews.NEAREST
    return known.value.upper()


def _transform(grid: Grid) -> Affine:
    return Affine(grid.cell_x, 0, grid.west, 0, -grid.cell_y, grid.north)
