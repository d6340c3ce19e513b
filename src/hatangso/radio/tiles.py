"""Tiles of a map: parts that are computed on their own.

A tile needs the terrain around it as far as a mast reaches and the masts in reach,
nothing else, and what a cell gets does not depend on the tile that it lies in: so tiles
can be computed anywhere, in any order, and kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import overload

import numpy as np

from hatangso.geography.terrain import Terrain
from hatangso.radio.beams import (
    Network,
    PlacedMast,
    networks_of,
    placed_masts,
)
from hatangso.radio.levels import level_rank
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.links import profile_step_m
from hatangso.radio.masts import Mast
from hatangso.radio.radials import RadialScene
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = [
    "NetworkCoverage",
    "TileTask",
    "Tiling",
    "best_of",
]

# A tile's terrain reaches a little farther than the masts, for interpolation.
_MARGIN_CELLS = 2


@dataclass(frozen=True)
class NetworkCoverage:
    """What one operator's technology, or the best of several, brings to cells.

    Attributes:
        level: Numbers of ``LEVEL_NUMBERS``, uint8; 0 where nothing was asked.
        level_dbm: Median level of the strongest service, float32; NaN for none.
        site_number: Its site, int32: 0 for none, else 1 + the site's number.
        second_dbm: What the Irregular Terrain Model gives the same service; NaN for
            none, and where that model is not defined or was not asked.
        sinr_db: Signal to interference and noise, float32; NaN for none and for 2G, 3G.
        rate_mbps: Median rate of one user, float32; likewise.
    """

    level: IntArray
    level_dbm: FloatArray
    site_number: IntArray
    second_dbm: FloatArray
    sinr_db: FloatArray
    rate_mbps: FloatArray

    @classmethod
    def nothing(cls, shape: tuple[int, int]) -> "NetworkCoverage":
        """Return a coverage in which nothing was asked yet."""
        blank = [np.full(shape, np.nan, dtype=np.float32) for _ in range(4)]
        return cls(
            np.zeros(shape, dtype=np.uint8),
            blank[0],
            np.zeros(shape, dtype=np.int32),
            *blank[1:],
        )

    def put(self, part: "NetworkCoverage", rows: range, cols: range) -> None:
        """Lay the coverage of a part of the cells in its place."""
        for item in fields(part):
            whole = getattr(self, item.name)
            whole[rows.start : rows.stop, cols.start : cols.stop] = getattr(
                part, item.name
            )


@dataclass(frozen=True)
class TileTask:
    """A part of the map to be computed, with all that it takes.

    Attributes:
        rows: Its rows in the grid.
        cols: Its columns.
        origin: Row and column of the scene's first cell in the grid.
        scene: The terrain as far as a mast reaches.
        is_wanted: Which of its cells are asked for, (row, col).
        masts: The masts in reach, in the order of the sites, placed in the grid.
        networks: All networks of the map, in order, in reach or not.
        parameters: The link budget.
        profile_step_m: Longest distance between two points of a profile.
        with_second_opinion: Whether to ask the Irregular Terrain Model too.
    """

    rows: range
    cols: range
    origin: tuple[int, int]
    scene: RadialScene
    is_wanted: BoolArray
    masts: tuple[PlacedMast, ...]
    networks: tuple[Network, ...]
    parameters: RadioParameters
    profile_step_m: float
    with_second_opinion: bool

    @property
    def inside(self) -> tuple[slice, slice]:
        """Return where the tile lies in its scene."""
        row, col = self.rows.start - self.origin[0], self.cols.start - self.origin[1]
        rows, cols = self.is_wanted.shape
        return slice(row, row + rows), slice(col, col + cols)


class Tiling(Sequence[TileTask]):
    """The tiles of a map, each made when it is asked for; those not wanted left out."""

    def __init__(
        self,
        terrain: Terrain,
        is_wanted: BoolArray,
        masts: Sequence[Mast],
        *,
        parameters: RadioParameters,
        refractivity_gradient_n_per_km: float,
        tile_cells: int,
        with_second_opinion: bool = True,
    ) -> None:
        """Cut a map into tiles.

        Args:
            terrain: Ground and clutter.
            is_wanted: The cells asked for, (row, col).
            masts: All masts.
            parameters: The link budget.
            refractivity_gradient_n_per_km: Of the province.
            tile_cells: Rows and columns of a tile, above 0.
            with_second_opinion: Whether to ask the Irregular Terrain Model too.

        Raises:
            OutOfRangeError: The terrain is a single row or column.
        """
        self.networks = tuple(networks_of(masts))
        self._scene = RadialScene.under(
            terrain,
            parameters,
            refractivity_gradient_n_per_km=refractivity_gradient_n_per_km,
        )
        self._is_wanted = is_wanted
        self._masts = placed_masts(terrain, masts, parameters)
        self._parameters = parameters
        self._step_m = profile_step_m(terrain.grid)
        self._with_second_opinion = with_second_opinion
        widest_m = max((item.lattice.range_m for item in self._masts), default=0.0)
        self._margin = int(np.ceil(widest_m / self._step_m)) + _MARGIN_CELLS
        rows, cols = terrain.grid.shape
        self._parts = [
            (down, right)
            for down in _parts(rows, tile_cells)
            for right in _parts(cols, tile_cells)
            if np.any(is_wanted[_slices(down, right)])
        ]

    def __len__(self) -> int:
        """Return the number of tiles."""
        return len(self._parts)

    @overload
    def __getitem__(self, index: int) -> TileTask: ...

    @overload
    def __getitem__(self, index: slice) -> list[TileTask]: ...

    def __getitem__(self, index: int | slice) -> TileTask | list[TileTask]:
        """Return a tile or several, with their terrain and masts."""
        if isinstance(index, slice):
            return [self._task(*part) for part in self._parts[index]]
        return self._task(*self._parts[index])

    def _task(self, rows: range, cols: range) -> TileTask:
        margin = self._margin
        origin = max(rows.start - margin, 0), max(cols.start - margin, 0)
        return TileTask(
            rows,
            cols,
            origin,
            self._scene.window(origin, (rows.stop + margin, cols.stop + margin)),
            self._is_wanted[_slices(rows, cols)].copy(),
            tuple(item for item in self._masts if _is_in_reach(item, rows, cols)),
            self.networks,
            self._parameters,
            self._step_m,
            self._with_second_opinion,
        )


def best_of(coverages: Sequence[NetworkCoverage]) -> NetworkCoverage:
    """Return the best of several networks in every cell.

    The level is the best of all, and so is the rate; the rest is that of the strongest
    service. Equal levels go to the earlier network. No network at all is an error.
    """
    first = coverages[0]
    best = NetworkCoverage(*(getattr(first, f.name).copy() for f in fields(first)))
    for other in coverages[1:]:
        better = level_rank(other.level) > level_rank(best.level)
        best.level[better] = other.level[better]
        np.fmax(best.rate_mbps, other.rate_mbps, out=best.rate_mbps)
        stronger = other.level_dbm > best.level_dbm
        stronger |= np.isnan(best.level_dbm) & np.isfinite(other.level_dbm)
        for name in ("level_dbm", "site_number", "second_dbm", "sinr_db"):
            np.copyto(getattr(best, name), getattr(other, name), where=stronger)
    return best


def _slices(rows: range, cols: range) -> tuple[slice, slice]:
    return slice(rows.start, rows.stop), slice(cols.start, cols.stop)


def _parts(count: int, size: int) -> list[range]:
    return [range(first, min(first + size, count)) for first in range(0, count, size)]


def _is_in_reach(placed: PlacedMast, rows: range, cols: range) -> bool:
    """Return whether a mast might reach a cell of a tile."""
    at, (width_m, height_m) = placed.lattice, placed.lattice.cell_size_m
    down = max(rows.start - at.row, at.row - (rows.stop - 1), 0)
    right = max(cols.start - at.col, at.col - (cols.stop - 1), 0)
    return bool(np.hypot(right * width_m, down * height_m) <= at.range_m)
