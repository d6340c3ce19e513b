"""Elevation and clutter rasters: SRTM tiles and GeoTIFF, read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from pyproj import CRS
from pyproj.exceptions import ProjError
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.transform import Affine
from rasterio.warp import reproject

from hatangso.errors import InvalidInputError
from hatangso.geography.grid import WGS84, Grid
from hatangso.units import BoolArray, FloatArray

__all__ = [
    "HIGHEST_GROUND_M",
    "LOWEST_GROUND_M",
    "RawElevation",
    "join_elevations",
    "read_elevation",
    "read_raster_on",
]

_HGT_NAME = re.compile(r"([NS])(\d{2})([EW])(\d{3})", re.IGNORECASE)
_HGT_VOID = -32768
_HGT_SIDES = (1201, 3601)
# Ground outside these limits does not exist in Viet Nam or anywhere near: such a number
# stands for no value (-9999, 32767) and was not declared.
LOWEST_GROUND_M = -100.0
HIGHEST_GROUND_M = 9000.0
# Tiles far apart span a frame that no computer holds; a province at 10 m has half.
_MOST_CELLS = 400_000_000
_FEWEST_CELLS = 2
_METRES_PER_UNIT = {
    **dict.fromkeys(("", "m", "metre", "metres", "meter", "meters"), 1.0),
    **dict.fromkeys(("ft", "foot", "feet"), 0.3048),
    **dict.fromkeys(("us-ft", "us survey foot", "us survey feet"), 1200 / 3937),
}
# Two tiles whose common cells differ by more than this on average (m) do not describe
# the same ground: one of them is misnamed or in another unit.
_DISAGREEMENT_M = 10.0
# How far (in cells) the frames of two tiles may be off one common lattice.
_LATTICE_TOLERANCE = 0.01


@dataclass(frozen=True)
class RawElevation:
    """Elevations as their source has them.

    Attributes:
        elevation_m: Shape (row, col), float32; meaningless where void.
        is_void: Where the source has no value, the same shape.
        grid: The frame.
        implausible: Number of the void cells whose number is no ground on earth.
    """

    elevation_m: FloatArray
    is_void: BoolArray
    grid: Grid
    implausible: int = 0


def read_elevation(path: Path) -> RawElevation:
    """Read an SRTM tile (``N21E105.hgt``) or the first band of a GeoTIFF.

    Raises:
        InvalidInputError: The file cannot be used as elevation; the message names it
            and says how to mend it.
    """
    if path.suffix.lower() == ".hgt":
        return _read_hgt(path)
    try:
        with rasterio.open(path) as dataset:
            grid = _grid_of(dataset, path.name)
            band_m, is_void = _band_m(dataset, path.name)
    except RasterioError as error:
        msg = "{file} cannot be read as a GeoTIFF ({error}): export it again"
        raise InvalidInputError(
            msg,
            file=path.name,
            error=error,
        ) from error
    return _plausible(band_m, is_void, grid)


def read_raster_on(path: Path, grid: Grid) -> FloatArray:
    """Return the first band of a GeoTIFF on another grid, by the nearest cell.

    Returns:
        Shape (row, col), float32; 0 outside the file and where it has no value.

    Raises:
        InvalidInputError: The file cannot be used.
    """
    target = np.zeros(grid.shape, dtype=np.float32)
    try:
        with rasterio.open(path) as dataset:
            _grid_of(dataset, path.name)
            band_m, is_void = _band_m(dataset, path.name)
            reproject(
                source=np.where(is_void, np.float32(0), band_m),
                destination=target,
                src_transform=dataset.transform,
                src_crs=dataset.crs,
                dst_transform=_transform(grid),
                dst_crs=grid.crs,
                resampling=Resampling.nearest,
                init_dest_nodata=False,
            )
    except RasterioError as error:
        msg = "{file} cannot be read as a GeoTIFF ({error}): export it again"
        raise InvalidInputError(
            msg,
            file=path.name,
            error=error,
        ) from error
    return target


def join_elevations(tiles: Sequence[RawElevation]) -> RawElevation:
    """Join tiles of one reference system and cell size into one frame.

    Args:
        tiles: At least one. Where tiles overlap, the first that has a value wins;
            where none lies, the result is void.

    Raises:
        InvalidInputError: There is no tile, the tiles differ in reference system or
            cell size, do not lie on one lattice, contradict each other where they
            overlap, or span too small or too large a frame.
    """
    if not tiles:
        msg = "there is no elevation tile: add one to terrain/"
        raise InvalidInputError(msg)
    grid = _joined_grid([tile.grid for tile in tiles])
    elevation_m = np.zeros(grid.shape, dtype=np.float32)
    is_void = np.ones(grid.shape, dtype=bool)
    for tile in tiles:
        row = round((grid.north - tile.grid.north) / grid.cell_y)
        col = round((tile.grid.west - grid.west) / grid.cell_x)
        window = np.s_[row : row + tile.grid.rows, col : col + tile.grid.cols]
        is_both = ~is_void[window] & ~tile.is_void
        if is_both.any():
            apart_m = np.abs(elevation_m[window] - tile.elevation_m)[is_both].mean()
            if apart_m > _DISAGREEMENT_M:
                msg = (
                    "two elevation tiles that overlap differ by {apart_m:.0f} m on"
                    " average: check their names and units"
                )
                raise InvalidInputError(
                    msg,
                    apart_m=float(apart_m),
                )
        is_new = is_void[window] & ~tile.is_void
        elevation_m[window][is_new] = tile.elevation_m[is_new]
        is_void[window] &= tile.is_void
    implausible = sum(tile.implausible for tile in tiles)
    return RawElevation(elevation_m, is_void, grid, implausible)


def _read_hgt(path: Path) -> RawElevation:
    named = _HGT_NAME.search(path.stem)
    if named is None:
        msg = "{file} does not name its corner: call it like N21E105.hgt"
        raise InvalidInputError(msg, file=path.name)
    try:
        cells = np.fromfile(path, dtype=">i2")
    except OSError as error:
        msg = "{file} cannot be opened ({error}): give yourself the right to read it"
        raise InvalidInputError(msg, file=path.name, error=error.strerror) from error
    side = round(cells.size**0.5)
    if side not in _HGT_SIDES or side * side != cells.size:
        msg = "{file} has {count} cells, not 1201 x 1201 or 3601 x 3601: get it again"
        raise InvalidInputError(
            msg,
            file=path.name,
            count=cells.size,
        )
    north_south, lat, east_west, lon = named.groups()
    south_deg = int(lat) * (1 if north_south.upper() == "N" else -1)
    west_deg = int(lon) * (1 if east_west.upper() == "E" else -1)
    # The outermost samples lie on the whole degrees, so the frame is half a cell wider.
    cell = 1 / (side - 1)
    north, west = south_deg + 1 + cell / 2, west_deg - cell / 2
    grid = Grid(WGS84, west, north, cell, cell, side, side)
    elevation = cells.reshape(side, side)
    return _plausible(elevation.astype(np.float32), elevation == _HGT_VOID, grid)


def _plausible(elevation_m: FloatArray, is_void: BoolArray, grid: Grid) -> RawElevation:
    """Return elevations whose impossible cells are void."""
    is_ground = (elevation_m >= LOWEST_GROUND_M) & (elevation_m <= HIGHEST_GROUND_M)
    implausible = int(np.count_nonzero(~is_void & ~is_ground))
    return RawElevation(elevation_m, is_void | ~is_ground, grid, implausible)


def _band_m(dataset: rasterio.DatasetReader, name: str) -> tuple[FloatArray, BoolArray]:
    """Return the first band in metres, and where it has no value."""
    unit = (dataset.units[0] or "").strip()
    metres = _METRES_PER_UNIT.get(unit.lower())
    if metres is None:
        msg = "{file} is in {unit}, not in metres: convert it, or correct its unit"
        raise InvalidInputError(msg, file=name, unit=unit)
    band = dataset.read(1).astype(np.float32)
    is_void = (dataset.read_masks(1) == 0) | ~np.isfinite(band)
    scale, offset = dataset.scales[0] * metres, dataset.offsets[0] * metres
    return band * np.float32(scale) + np.float32(offset), is_void


def _grid_of(dataset: rasterio.DatasetReader, name: str) -> Grid:
    transform = dataset.transform
    if dataset.crs is None:
        msg = (
            "{file} does not say its reference system:"
            " set it, for example with gdal_edit.py -a_srs EPSG:4326 {file}"
        )
        raise InvalidInputError(
            msg,
            file=name,
        )
    if transform.b or transform.d or transform.a <= 0 or transform.e >= 0:
        msg = "{file} is rotated or not north-up: warp it with gdalwarp first"
        raise InvalidInputError(msg, file=name)
    _require_usable(dataset.crs.to_string(), name)
    return Grid(
        dataset.crs.to_string(),
        transform.c,
        transform.f,
        transform.a,
        -transform.e,
        dataset.height,
        dataset.width,
    )


def _require_usable(crs: str, name: str) -> None:
    """Check that a reference system has a place on the earth and is metric."""
    try:
        Grid(crs, 0, 0, 1, 1, 1, 1).lon_lat(np.zeros(1), np.zeros(1))
        units = {axis.unit_name for axis in CRS.from_user_input(crs).axis_info}
    except ProjError as error:
        msg = (
            "{file} is in a reference system without a place on the earth ({error}):"
            " warp it to EPSG:4326 with gdalwarp"
        )
        raise InvalidInputError(
            msg, file=name, error=str(error).splitlines()[0]
        ) from error
    if not units <= {"metre", "degree"}:
        msg = "{file} is on a grid in {unit}: warp it to EPSG:4326 with gdalwarp"
        raise InvalidInputError(msg, file=name, unit=", ".join(sorted(units)))


def _transform(grid: Grid) -> Affine:
    return Affine(grid.cell_x, 0, grid.west, 0, -grid.cell_y, grid.north)


def _joined_grid(grids: Sequence[Grid]) -> Grid:
    first = grids[0]
    for grid in grids[1:]:
        if grid.crs != first.crs:
            msg = (
                "elevation tiles are in {one} and {other}:"
                " warp them to one reference system"
            )
            raise InvalidInputError(
                msg,
                one=first.crs,
                other=grid.crs,
            )
        sizes = (grid.cell_x / first.cell_x, grid.cell_y / first.cell_y)
        steps = (
            (grid.west - first.west) / first.cell_x,
            (grid.north - first.north) / first.cell_y,
        )
        is_one_size = all(abs(size - 1) < _LATTICE_TOLERANCE / 1e2 for size in sizes)
        if not is_one_size or any(
            abs(step - round(step)) > _LATTICE_TOLERANCE for step in steps
        ):
            msg = (
                "elevation tiles have cells of {one:g} and {other:g} or lie on"
                " different lattices: resample them to one"
            )
            raise InvalidInputError(
                msg,
                one=first.cell_x,
                other=grid.cell_x,
            )
    west = min(grid.west for grid in grids)
    north = max(grid.north for grid in grids)
    east = max(grid.west + grid.cols * first.cell_x for grid in grids)
    south = min(grid.north - grid.rows * first.cell_y for grid in grids)
    rows = round((north - south) / first.cell_y)
    cols = round((east - west) / first.cell_x)
    if min(rows, cols) < _FEWEST_CELLS or rows * cols > _MOST_CELLS:
        msg = (
            "the terrain has {rows} x {cols} cells, too few or too many:"
            " put the tiles of the province into terrain/, and no others"
        )
        raise InvalidInputError(msg, rows=rows, cols=cols)
    return Grid(first.crs, west, north, first.cell_x, first.cell_y, rows, cols)
