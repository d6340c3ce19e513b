"""Look at an elevation file, and put it into a province directory when it fits."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hatangso.errors import Finding, InvalidInputError, Message, Place
from hatangso.geography.grid import Grid
from hatangso.io.findings import Findings
from hatangso.io.province_directory import terrain_files
from hatangso.io.terrain_files import read_elevation, read_frame
from hatangso.io.terrain_tiles import ElevationTiles

__all__ = ["RasterDescription", "add_terrain", "describe_raster"]

_SUFFIXES = (".hgt", ".tif", ".tiff")
_ROWS_AT_ONCE = 256
# Holes in a mountain valley are filled by interpolation; many are another file.
_MANY_VOIDS_RATIO = 0.02


@dataclass(frozen=True)
class RasterDescription:
    """What an elevation file holds.

    Attributes:
        file: Its name.
        crs: Reference system as the file names it.
        rows: Cells from north to south.
        cols: Cells from west to east.
        cell_m: Size of a cell in its middle: width, height.
        extent_deg: West, south, east, north in WGS 84.
        void_ratio: Share of the cells without a value.
        implausible: Cells whose number is no ground on earth; they count as void.
        lowest_m: Of the cells with a value; NaN when none has one.
        highest_m: Likewise.
        findings: What is doubtful about it.
    """

    file: str
    crs: str
    rows: int
    cols: int
    cell_m: tuple[float, float]
    extent_deg: tuple[float, float, float, float]
    void_ratio: float
    implausible: int
    lowest_m: float
    highest_m: float
    findings: tuple[Finding, ...] = ()


def describe_raster(path: Path) -> RasterDescription:
    """Look at an elevation file, some rows at a time.

    Raises:
        InvalidInputError: The file cannot be used as elevation; the message names it
            and says how to mend it.
    """
    if path.suffix.lower() not in _SUFFIXES:
        msg = "{file} is no elevation file: send .hgt or .tif"
        raise InvalidInputError(msg, file=path.name)
    grid = read_frame(path)
    voids = implausible = 0
    odd_value, lowest_m, highest_m = np.nan, np.inf, -np.inf
    for top in range(0, grid.rows, _ROWS_AT_ONCE):
        part = read_elevation(path, rows=range(top, top + _ROWS_AT_ONCE))
        ground_m = part.elevation_m[~part.is_void]
        voids += int(part.is_void.sum())
        if part.implausible and not implausible:
            odd_value = part.odd_value
        implausible += part.implausible
        if ground_m.size:
            lowest_m = min(lowest_m, float(ground_m.min()))
            highest_m = max(highest_m, float(ground_m.max()))
    has_ground = np.isfinite(lowest_m)
    return RasterDescription(
        path.name,
        grid.crs,
        grid.rows,
        grid.cols,
        _cell_m(grid),
        _extent_deg(grid),
        voids / (grid.rows * grid.cols),
        implausible,
        lowest_m if has_ground else np.nan,
        highest_m if has_ground else np.nan,
        _findings(path, voids / (grid.rows * grid.cols), implausible, odd_value),
    )


def add_terrain(
    path: Path,
    directory: Path,
    *,
    province_deg: tuple[float, float, float, float],
    takes_doubtful: bool = False,
) -> RasterDescription:
    """Copy an elevation file into a province directory when it fits there.

    Args:
        path: The file.
        directory: The province directory; tiles lie in ``terrain/`` below it.
        province_deg: West, south, east, north of the province.
        takes_doubtful: Also takes a file with many voids.

    Raises:
        InvalidInputError: The file cannot be used, does not reach the province, is not
            on one lattice with the tiles that are there, or has the name of one of them
            but other content.
    """
    description = describe_raster(path)
    if not _meet(description.extent_deg, province_deg):
        msg = (
            "{file} does not reach the province: it spans {west:.3f} to {east:.3f}° E,"
            " {south:.3f} to {north:.3f}° N; send the tile of the province"
        )
        west, south, east, north = description.extent_deg
        raise InvalidInputError(
            msg, file=path.name, west=west, south=south, east=east, north=north
        )
    if description.findings and not takes_doubtful:
        msg = "{file} is doubtful: mend it, or say that it is to be taken as it is"
        raise InvalidInputError(msg, file=path.name, findings=description.findings)
    present = terrain_files(directory)
    target = directory / "terrain" / path.name
    if target in present:
        _require_same(path, target)
        return description
    ElevationTiles.open([*present, path])
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".part")
    shutil.copyfile(path, half)
    half.replace(target)
    return description


def _findings(
    path: Path, void_ratio: float, implausible: int, odd_value: float
) -> tuple[Finding, ...]:
    found = Findings()
    if implausible:
        found.warn(
            Place(path.name),
            Message(
                "{count} cells have a height that is none on earth (first {value:g} m)",
                {"count": implausible, "value": odd_value},
            ),
            Message("set that number as the value for no data"),
            odd_value,
        )
    if void_ratio > _MANY_VOIDS_RATIO:
        found.warn(
            Place(path.name),
            Message(
                "{percent:.1f} % of the cells have no height",
                {"percent": 100 * void_ratio},
            ),
            Message("send a tile whose holes are filled, or one more beside it"),
            void_ratio,
        )
    return tuple(found)


def _cell_m(grid: Grid) -> tuple[float, float]:
    lon_deg, lat_deg = grid.lon_lat(
        np.array((grid.rows - 1) / 2), np.array((grid.cols - 1) / 2)
    )
    width_m, height_m = grid.cell_size_m(float(lat_deg), float(lon_deg))
    return float(width_m), float(height_m)


def _extent_deg(grid: Grid) -> tuple[float, float, float, float]:
    """Return the box around the edge of a grid, which bends in another system."""
    down = np.linspace(-0.5, grid.rows - 0.5, 33)
    right = np.linspace(-0.5, grid.cols - 0.5, 33)
    lon_deg, lat_deg = grid.lon_lat(*np.meshgrid(down, right))
    return (
        float(lon_deg.min()),
        float(lat_deg.min()),
        float(lon_deg.max()),
        float(lat_deg.max()),
    )


def _meet(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )


def _require_same(path: Path, target: Path) -> None:
    """Check that a tile that is already there is the one that is sent."""
    if path.read_bytes() != target.read_bytes():
        msg = "{file} is already there with other content: remove or rename one of them"
        raise InvalidInputError(msg, file=path.name)
