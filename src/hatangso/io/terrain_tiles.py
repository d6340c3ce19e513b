"""Elevation tiles that make one terrain: joined whole, or read window by window."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.geography.grid import Grid
from hatangso.io.terrain_files import RawElevation, read_elevation, read_frame

__all__ = ["ElevationTiles", "join_elevations"]

# Tiles far apart span a frame that no computer holds; a province at 10 m has half.
_MOST_CELLS = 400_000_000
_FEWEST_CELLS = 2
# Two tiles whose common cells differ by more than this on average (m) do not describe
# the same ground: one of them is misnamed or in another unit.
_DISAGREEMENT_M = 10.0
# How far (in cells) the frames of two tiles may be off one common lattice.
_LATTICE_TOLERANCE = 0.01
# How far (in cells) a tile may be off at its far side, if its cells differ a little.
_DRIFT_TOLERANCE = 0.1
_TURN_DEG = 360.0


@dataclass(frozen=True)
class ElevationTiles:
    """Elevation files on one lattice, of which only frames are in memory.

    Attributes:
        paths: The files; where they overlap, the first that has a value wins.
        grids: Their frames.
        grid: The frame of all.
    """

    paths: tuple[Path, ...]
    grids: tuple[Grid, ...]
    grid: Grid

    @classmethod
    def open(cls, paths: Sequence[Path]) -> "ElevationTiles":
        """Return the tiles of some files.

        Raises:
            InvalidInputError: There is none, one cannot be used, or they differ in
                reference system, cell size or lattice; the message names the files.
        """
        grids = [read_frame(path) for path in paths]
        grid = _joined_grid(grids, [path.name for path in paths])
        return cls(tuple(paths), tuple(grids), grid)

    def read(
        self, rows: range | None = None, cols: range | None = None
    ) -> RawElevation:
        """Read a window of the frame of all, and no cell outside it.

        Args:
            rows: Rows of the window, cut to the frame; all when not given.
            cols: Columns, likewise.

        Raises:
            InvalidInputError: The window is too large, or tiles contradict each other
                where they overlap in it.
            OutOfRangeError: Nothing of the frame is in the window.
        """
        rows = range(self.grid.rows) if rows is None else rows
        cols = range(self.grid.cols) if cols is None else cols
        window = self.grid.window(rows, cols)
        top, left = max(rows.start, 0), max(cols.start, 0)
        return _joined(window, list(self._parts(window, top, left)))

    def _parts(
        self, window: Grid, top: int, left: int
    ) -> Iterator[tuple[int, int, RawElevation]]:
        """Yield what the files have of a window, with its place in the window."""
        for path, tile in zip(self.paths, self.grids, strict=True):
            row, col = _place(self.grid, tile)
            first_row, first_col = max(top - row, 0), max(left - col, 0)
            rows = range(first_row, min(top - row + window.rows, tile.rows))
            cols = range(first_col, min(left - col + window.cols, tile.cols))
            if rows and cols:
                part = read_elevation(path, rows=rows, cols=cols)
                yield row + first_row - top, col + first_col - left, part


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
    grid = _joined_grid([tile.grid for tile in tiles], [tile.file for tile in tiles])
    return _joined(grid, [(*_place(grid, tile.grid), tile) for tile in tiles])


def _joined(grid: Grid, parts: Sequence[tuple[int, int, RawElevation]]) -> RawElevation:
    """Return parts laid into a frame at their rows and columns."""
    if grid.rows * grid.cols > _MOST_CELLS:
        raise _unusable(grid)
    for one, other in combinations(parts, 2):
        _require_agreement(one, other)
    elevation_m = np.zeros(grid.shape, dtype=np.float32)
    is_void = np.ones(grid.shape, dtype=bool)
    for row, col, part in parts:
        window = np.s_[row : row + part.grid.rows, col : col + part.grid.cols]
        is_new = is_void[window] & ~part.is_void
        elevation_m[window][is_new] = part.elevation_m[is_new]
        is_void[window] &= part.is_void
    odd = [part for _, _, part in parts if part.implausible]
    return RawElevation(
        elevation_m,
        is_void,
        grid,
        sum(part.implausible for part in odd),
        odd[0].odd_value if odd else np.nan,
        odd[0].file if odd else "",
    )


def _require_agreement(
    one: tuple[int, int, RawElevation], other: tuple[int, int, RawElevation]
) -> None:
    """Check that two parts have the same ground where they overlap."""
    (row, col, here), (next_row, next_col, there) = one, other
    top, left = max(row, next_row), max(col, next_col)
    bottom = min(row + here.grid.rows, next_row + there.grid.rows)
    right = min(col + here.grid.cols, next_col + there.grid.cols)
    if top >= bottom or left >= right:
        return
    inner = np.s_[top - row : bottom - row, left - col : right - col]
    outer = np.s_[
        top - next_row : bottom - next_row, left - next_col : right - next_col
    ]
    is_both = ~here.is_void[inner] & ~there.is_void[outer]
    if not is_both.any():
        return
    gap_m = np.abs(here.elevation_m[inner] - there.elevation_m[outer])
    apart_m = float(gap_m[is_both].mean())
    if apart_m > _DISAGREEMENT_M:
        msg = (
            "{first} and {second} overlap and differ by {apart_m:.0f} m on average:"
            " check their names and units"
        )
        raise InvalidInputError(
            msg, first=here.file, second=there.file, apart_m=apart_m
        )


def _place(grid: Grid, tile: Grid) -> tuple[int, int]:
    """Return the row and the column of a frame at which a tile begins."""
    row, col = _steps(grid, tile)
    return round(row), round(col)


def _steps(grid: Grid, tile: Grid) -> tuple[float, float]:
    """Return how many cells down and right of a frame a tile lies."""
    east = tile.west - grid.west
    if grid.is_geographic:
        # Tiles on both sides of the antimeridian are neighbours.
        east -= _TURN_DEG * round(east / _TURN_DEG)
    return (grid.north - tile.north) / grid.cell_y, east / grid.cell_x


def _joined_grid(grids: Sequence[Grid], files: Sequence[str]) -> Grid:
    if not grids:
        msg = "there is no elevation tile: add one to terrain/"
        raise InvalidInputError(msg)
    first = grids[0]
    for grid, file in zip(grids[1:], files[1:], strict=True):
        _require_one_lattice(first, grid, (files[0], file))
    steps = [_steps(first, grid) for grid in grids]
    places = [(round(row), round(col)) for row, col in steps]
    top, left = (min(place[axis] for place in places) for axis in (0, 1))
    bottom, right = (
        max(
            place[axis] + grid.shape[axis]
            for place, grid in zip(places, grids, strict=True)
        )
        for axis in (0, 1)
    )
    joined = replace(
        first,
        west=first.west + left * first.cell_x,
        north=first.north - top * first.cell_y,
        rows=bottom - top,
        cols=right - left,
    )
    if min(joined.shape) < _FEWEST_CELLS:
        raise _unusable(joined)
    return joined


def _require_one_lattice(one: Grid, other: Grid, files: tuple[str, str]) -> None:
    """Check that the cells of one frame are cells of the other."""
    first, second = files
    if other.crs != one.crs:
        msg = (
            "{first} is in {one}, {second} in {other}:"
            " warp the tiles to one reference system"
        )
        raise InvalidInputError(
            msg, first=first, one=one.crs, second=second, other=other.crs
        )
    sizes = other.cell_x / one.cell_x, other.cell_y / one.cell_y
    if max(abs(size - 1) for size in sizes) * max(other.shape) > _DRIFT_TOLERANCE:
        msg = (
            "{first} has cells of {one:g}, {second} of {other:g}:"
            " resample the tiles to one size"
        )
        raise InvalidInputError(
            msg, first=first, one=one.cell_x, second=second, other=other.cell_x
        )
    off = max(abs(step - round(step)) for step in _steps(one, other))
    if off > _LATTICE_TOLERANCE:
        msg = (
            "the cells of {second} lie {off:.2f} cells beside those of {first}:"
            " resample it onto the same lattice, for example with gdalwarp -tap"
        )
        raise InvalidInputError(msg, first=first, second=second, off=off)


def _unusable(grid: Grid) -> InvalidInputError:
    msg = (
        "the terrain has {rows} x {cols} cells, too few or too many:"
        " put the tiles of the province into terrain/, and no others"
    )
    return InvalidInputError(msg, rows=grid.rows, cols=grid.cols)
