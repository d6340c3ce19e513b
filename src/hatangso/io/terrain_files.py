"""Elevation and clutter rasters: SRTM tiles and GeoTIFF, read whole or in windows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
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
from rasterio.windows import Window

from hatangso.errors import InvalidInputError
from hatangso.geography.grid import WGS84, Grid
from hatangso.geography.land_cover import NO_CLASS
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = [
    "HIGHEST_GROUND_M",
    "LOWEST_GROUND_M",
    "RawElevation",
    "read_classes_on",
    "read_elevation",
    "read_frame",
    "read_raster_on",
]

_HGT_NAME = re.compile(r"([NS])(\d{2})([EW])(\d{3})", re.IGNORECASE)
_HGT_VOID = -32768
_HGT_SIDES = (1201, 3601)
# Ground outside these limits does not exist in Viet Nam or anywhere near: such a number
# stands for no value (-9999, 32767) and was not declared.
LOWEST_GROUND_M = -100.0
HIGHEST_GROUND_M = 9000.0
# Elevation models have cells from 1 m to 1 km; outside these limits the reference
# system or the unit of the frame is a wrong one. A projection's scale needs some slack.
_SMALLEST_CELL_M, _LARGEST_CELL_M = 0.9, 10_000.0
_POLE_DEG, _FARTHEST_LON_DEG = 90.0, 540.0
_PICTURE_BANDS = 3
_MARGIN_CELLS = 4
# From here on several cells of a class map share one of the terrain.
_FINER_RATIO = 0.75
_METRES_PER_UNIT = {
    **dict.fromkeys(("", "m", "metre", "metres", "meter", "meters"), 1.0),
    **dict.fromkeys(("ft", "foot", "feet"), 0.3048),
    **dict.fromkeys(("us-ft", "us survey foot", "us survey feet"), 1200 / 3937),
}


@dataclass(frozen=True)
class RawElevation:
    """Elevations as their source has them.

    Attributes:
        elevation_m: Shape (row, col), float32; 0 where void.
        is_void: Where the source has no value, the same shape.
        grid: The frame.
        implausible: Number of the void cells whose number is no ground on earth.
        odd_value: The first of those numbers; NaN when there is none.
        file: Name of the source, for messages.
    """

    elevation_m: FloatArray
    is_void: BoolArray
    grid: Grid
    implausible: int = 0
    odd_value: float = np.nan
    file: str = ""


def read_frame(path: Path) -> Grid:
    """Return the frame of an elevation file without its cells.

    Raises:
        InvalidInputError: The file cannot be used as elevation; the message names it
            and says how to mend it.
    """
    if path.suffix.lower() == ".hgt":
        return _hgt_frame(path)
    with _opened(path) as dataset:
        return _grid_of(dataset, path.name)


def read_elevation(
    path: Path, *, rows: range | None = None, cols: range | None = None
) -> RawElevation:
    """Read an SRTM tile (``N21E105.hgt``) or the first band of a GeoTIFF.

    Args:
        path: The file.
        rows: Rows to read, cut to those of the file; all when not given.
        cols: Columns, likewise. Nothing else is loaded.

    Raises:
        InvalidInputError: The file cannot be used as elevation; the message names it
            and says how to mend it.
        OutOfRangeError: The file has none of the rows or columns.
    """
    whole = read_frame(path)
    rows = range(whole.rows) if rows is None else rows
    cols = range(whole.cols) if cols is None else cols
    grid = whole.window(rows, cols)
    top, left = max(rows.start, 0), max(cols.start, 0)
    if path.suffix.lower() == ".hgt":
        cells = np.memmap(path, dtype=">i2", mode="r", shape=whole.shape)
        part = cells[top : top + grid.rows, left : left + grid.cols]
        return _plausible(
            part.astype(np.float32), np.asarray(part == _HGT_VOID), grid, path.name
        )
    with _opened(path) as dataset:
        window = Window(left, top, grid.cols, grid.rows)
        band_m, is_void = _band_m(dataset, path.name, window)
    return _plausible(band_m, is_void, grid, path.name)


@contextmanager
def _opened(path: Path) -> Iterator[rasterio.DatasetReader]:
    """Open a GeoTIFF; whatever cannot be read of it is an error that names it."""
    try:
        with rasterio.open(path) as dataset:
            yield dataset
    except RasterioError as error:
        msg = "{file} cannot be read as a GeoTIFF ({error}): export it again"
        raise InvalidInputError(msg, file=path.name, error=error) from error


def read_raster_on(path: Path, grid: Grid, *, missing_m: float = 0.0) -> FloatArray:
    """Return the first band of a GeoTIFF on another grid, by the nearest cell.

    Args:
        path: The file.
        grid: The other grid.
        missing_m: Stands outside the file and where it has no value.

    Returns:
        Shape (row, col), float32. Only what lies under the grid is read.

    Raises:
        InvalidInputError: The file cannot be used.
    """
    target = np.full(grid.shape, missing_m, dtype=np.float32)
    with _opened(path) as dataset:
        source = _grid_of(dataset, path.name)
        under = _window_under(source, grid)
        if under is None:
            return target
        rows, cols = under
        window = Window(cols.start, rows.start, len(cols), len(rows))
        band_m, is_void = _band_m(dataset, path.name, window)
        reproject(
            source=np.where(is_void, np.float32(missing_m), band_m),
            destination=target,
            src_transform=_transform(source.window(rows, cols)),
            src_crs=dataset.crs,
            dst_transform=_transform(grid),
            dst_crs=grid.crs,
            resampling=Resampling.nearest,
            init_dest_nodata=False,
        )
    return target


def read_classes_on(path: Path, grid: Grid) -> IntArray:
    """Return the classes of a GeoTIFF on another grid.

    A cell takes the class that fills most of it where the file is finer than the grid,
    the nearest elsewhere. Only what lies under the grid is read.

    Returns:
        Shape (row, col), int32; ``NO_CLASS`` where the file says nothing.

    Raises:
        InvalidInputError: The file cannot be used.
    """
    target = np.full(grid.shape, NO_CLASS, dtype=np.int32)
    with _opened(path) as dataset:
        source = _grid_of(dataset, path.name)
        if not np.issubdtype(np.dtype(dataset.dtypes[0]), np.integer):
            msg = "{file} holds numbers of type {dtype}, not classes: export it again"
            raise InvalidInputError(msg, file=path.name, dtype=dataset.dtypes[0])
        lon_deg, lat_deg = _middle(grid)
        finest_m = min(source.cell_size_m(lat_deg))
        is_finer = finest_m < _FINER_RATIO * min(grid.cell_size_m(lat_deg, lon_deg))
        has_nodata = dataset.nodata is not None
        reproject(
            source=rasterio.band(dataset, 1),
            destination=target,
            src_nodata=dataset.nodata,
            dst_transform=_transform(grid),
            dst_crs=grid.crs,
            dst_nodata=NO_CLASS if has_nodata else None,
            resampling=Resampling.mode if is_finer else Resampling.nearest,
            init_dest_nodata=has_nodata,
            num_threads=1,
        )
    return target


def _hgt_frame(path: Path) -> Grid:
    named = _HGT_NAME.search(path.stem)
    if named is None:
        msg = "{file} does not name its corner: call it like N21E105.hgt"
        raise InvalidInputError(msg, file=path.name)
    try:
        with path.open("rb"):
            count = path.stat().st_size // 2
    except OSError as error:
        msg = "{file} cannot be opened ({error}): give yourself the right to read it"
        raise InvalidInputError(msg, file=path.name, error=error.strerror) from error
    side = round(count**0.5)
    if side not in _HGT_SIDES or 2 * side * side != path.stat().st_size:
        msg = "{file} has {count} cells, not 1201 x 1201 or 3601 x 3601: get it again"
        raise InvalidInputError(msg, file=path.name, count=count)
    north_south, lat, east_west, lon = named.groups()
    south_deg = int(lat) * (1 if north_south.upper() == "N" else -1)
    west_deg = int(lon) * (1 if east_west.upper() == "E" else -1)
    is_on_earth = -_POLE_DEG <= south_deg < _POLE_DEG
    if not (is_on_earth and -2 * _POLE_DEG <= west_deg < 2 * _POLE_DEG):
        msg = "{file} names a corner that is not on the earth: call it like N21E105.hgt"
        raise InvalidInputError(msg, file=path.name)
    # The outermost samples lie on the whole degrees, so the frame is half a cell wider.
    cell = 1 / (side - 1)
    north, west = south_deg + 1 + cell / 2, west_deg - cell / 2
    return Grid(WGS84, west, north, cell, cell, side, side)


def _plausible(
    elevation_m: FloatArray, is_void: BoolArray, grid: Grid, file: str
) -> RawElevation:
    """Return elevations whose impossible cells are void."""
    is_ground = (elevation_m >= LOWEST_GROUND_M) & (elevation_m <= HIGHEST_GROUND_M)
    is_odd = ~is_void & ~is_ground
    odd = elevation_m[is_odd]
    odd_value = float(odd[0]) if odd.size else np.nan
    is_void = is_void | ~is_ground
    ground_m = np.where(is_void, np.float32(0), elevation_m)
    return RawElevation(ground_m, is_void, grid, int(odd.size), odd_value, file)


def _band_m(
    dataset: rasterio.DatasetReader, name: str, window: Window | None = None
) -> tuple[FloatArray, BoolArray]:
    """Return the first band in metres, and where it has no value."""
    if dataset.count >= _PICTURE_BANDS and dataset.dtypes[0] == "uint8":
        msg = "{file} is a picture of {count} bands: export the numbers themselves"
        raise InvalidInputError(msg, file=name, count=dataset.count)
    unit = (dataset.units[0] or "").strip()
    metres = _METRES_PER_UNIT.get(unit.lower())
    if metres is None:
        msg = "{file} is in {unit}, not in metres: convert it, or correct its unit"
        raise InvalidInputError(msg, file=name, unit=unit)
    band = dataset.read(1, window=window).astype(np.float32)
    is_void = (dataset.read_masks(1, window=window) == 0) | ~np.isfinite(band)
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
    if transform.b or transform.d:
        msg = "{file} is rotated: warp it north-up with gdalwarp"
        raise InvalidInputError(msg, file=name)
    if transform.a <= 0 or transform.e >= 0:
        msg = (
            "{file} is upside down or mirrored (its cells are {cell_x:g} x {cell_y:g}):"
            " turn it with gdalwarp"
        )
        raise InvalidInputError(msg, file=name, cell_x=transform.a, cell_y=-transform.e)
    _require_usable(dataset.crs.to_string(), name)
    grid = Grid(
        dataset.crs.to_string(),
        transform.c,
        transform.f,
        transform.a,
        -transform.e,
        dataset.height,
        dataset.width,
    )
    _require_on_earth(grid, name)
    _require_cells(grid, name)
    return grid


def _require_on_earth(grid: Grid, name: str) -> None:
    """Check that a frame lies where its reference system has the Earth."""
    south, east = (
        grid.north - grid.rows * grid.cell_y,
        grid.west + grid.cols * grid.cell_x,
    )
    if not grid.is_geographic:
        lon_deg, lat_deg = _middle(grid)
        is_on_earth = bool(np.isfinite(lon_deg) and np.isfinite(lat_deg))
    else:
        is_on_earth = grid.north <= _POLE_DEG + grid.cell_y
        is_on_earth &= south >= -_POLE_DEG - grid.cell_y
        is_on_earth &= grid.west >= -_FARTHEST_LON_DEG and east <= _FARTHEST_LON_DEG
        is_swapped = max(abs(grid.west), abs(east)) <= _POLE_DEG
        if not is_on_earth and is_swapped and grid.north <= 2 * _POLE_DEG:
            msg = (
                "{file} has latitudes up to {north:g}: longitude and latitude are"
                " exchanged; export it with longitude as x"
            )
            raise InvalidInputError(msg, file=name, north=grid.north)
    if not is_on_earth:
        msg = (
            "{file} begins at {west:g}, {north:g}, which is nowhere in {crs}:"
            " set the reference system that it is in"
        )
        raise InvalidInputError(
            msg, file=name, west=grid.west, north=grid.north, crs=grid.crs
        )


def _require_cells(grid: Grid, name: str) -> None:
    """Check that the cells of a frame have a size that elevation models have."""
    lon_deg, lat_deg = _middle(grid)
    width_m, height_m = grid.cell_size_m(lat_deg, lon_deg)
    low_m, high_m = _SMALLEST_CELL_M, _LARGEST_CELL_M
    if not (low_m <= width_m <= high_m and low_m <= height_m <= high_m):
        msg = (
            "{file} has cells of {width_m:.2g} x {height_m:.2g} m, not 1 m to 10 km:"
            " correct its reference system, or resample it with gdalwarp -tr"
        )
        raise InvalidInputError(msg, file=name, width_m=width_m, height_m=height_m)


def _window_under(source: Grid, grid: Grid) -> tuple[range, range] | None:
    """Return the rows and columns of a source under a grid, None where none is."""
    # Straight edges of one are bent in the other: a few cells more hold all of it.
    down, right = (
        np.linspace(-0.5, grid.rows - 0.5, 33),
        np.linspace(-0.5, grid.cols - 0.5, 33),
    )
    rows, cols = source.positions(*grid.lon_lat(*np.meshgrid(down, right)))
    if not (np.isfinite(rows).all() and np.isfinite(cols).all()):
        return range(source.rows), range(source.cols)
    first_row, last_row = (
        int(rows.min()) - _MARGIN_CELLS,
        int(rows.max()) + _MARGIN_CELLS,
    )
    first_col, last_col = (
        int(cols.min()) - _MARGIN_CELLS,
        int(cols.max()) + _MARGIN_CELLS,
    )
    found = (
        range(max(first_row, 0), min(last_row + 1, source.rows)),
        range(max(first_col, 0), min(last_col + 1, source.cols)),
    )
    return found if all(found) else None


def _middle(grid: Grid) -> tuple[float, float]:
    row, col = np.array((grid.rows - 1) / 2), np.array((grid.cols - 1) / 2)
    lon_deg, lat_deg = grid.lon_lat(row, col)
    return float(lon_deg), float(lat_deg)


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
