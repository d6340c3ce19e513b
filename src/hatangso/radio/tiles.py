"""Tiles of a map: parts that are computed on their own.

A tile needs the terrain around it as far as a mast reaches and the masts in reach,
nothing else, and what a cell gets does not depend on the tile that it lies in: so tiles
can be computed anywhere, in any order, and kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import overload

import numpy as np

from hatangso.geography.clutter import clutter_category
from hatangso.geography.terrain import Terrain
from hatangso.model.coverage import LEVEL_NUMBERS, CoverageLevel
from hatangso.model.site import Technology
from hatangso.radio.beams import (
    Network,
    Numbering,
    PlacedMast,
    beams_of,
    networks_of,
    placed_masts,
)
from hatangso.radio.cells import Disc, Powers, add_beams, place_cells
from hatangso.radio.levels import level_numbers, level_rank
from hatangso.radio.link_budget import RATED_TECHNOLOGIES, RadioParameters
from hatangso.radio.links import profile_step_m
from hatangso.radio.masts import Mast
from hatangso.radio.paths import Paths
from hatangso.radio.radials import RadialScene
from hatangso.radio.second_opinion import itm_losses_db
from hatangso.radio.throughput import edge_rate_mbps, median_rate_mbps, sinr_db
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = [
    "NetworkCoverage",
    "TileTask",
    "Tiling",
    "best_of",
    "cover_tile",
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


def cover_tile(task: TileTask) -> dict[Network, NetworkCoverage]:
    """Compute a tile: what every network of the map offers there, in order.

    Raises:
        InvalidInputError: There are too many networks.
    """
    numbering = Numbering(task.masts, task.networks)
    shape = task.is_wanted.shape
    powers = _no_powers(shape, len(numbering.channels))
    clutter_m = task.scene.clutter_m[task.inside]
    category = clutter_category(clutter_m)
    for placed in task.masts:
        here = placed.from_origin(task.rows.start, task.cols.start)
        if placed.mast.is_on_terrain:
            _add_mast(task, here, numbering, category, powers)
        else:
            _doubt_around(task, here, numbering, powers)
    finish = _Finish(task, numbering, powers)
    return {network: finish.network(network) for network in numbering.networks}


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


def _no_powers(shape: tuple[int, ...], channels: int) -> Powers:
    planes = (*shape, channels)
    return Powers(
        np.zeros(planes, dtype=np.float32),
        np.zeros(planes, dtype=np.float32),
        np.zeros(planes, dtype=np.float32),
        np.full(planes, -1, dtype=np.int32),
        np.zeros(shape, dtype=np.int64),
    )


def _disc(placed: PlacedMast) -> Disc:
    at = placed.lattice
    return Disc(
        at.row, at.col, *at.cell_size_m, at.step_m, at.radials, float(at.range_m)
    )


def _add_mast(
    task: TileTask,
    placed: PlacedMast,
    numbering: Numbering,
    category: IntArray,
    powers: Powers,
) -> None:
    """Add what a mast brings to the cells of a tile; its place counts from the tile."""
    lattice, disc = placed.lattice, _disc(placed)
    spans = np.empty((lattice.radials, 2), dtype=np.int64)
    cells = np.empty((task.is_wanted.size, 4), dtype=np.int32)
    count = place_cells(task.is_wanted, disc, spans, cells)
    if count == 0:
        return
    bands = placed.bands
    in_scene = placed.from_origin(
        task.origin[0] - task.rows.start, task.origin[1] - task.cols.start
    )
    losses = task.scene.fan_losses(in_scene.lattice, bands, spans)
    add_beams(
        cells[:count],
        lattice.step_m,
        task.parameters.receiver_height_m,
        losses.loss_db,
        losses.is_sight,
        losses.ground_m,
        category,
        beams_of(placed, numbering, task.parameters),
        powers,
    )


def _doubt_around(
    task: TileTask, placed: PlacedMast, numbering: Numbering, powers: Powers
) -> None:
    """Note the cells that a mast without terrain under it might reach."""
    at, (width_m, height_m) = placed.lattice, placed.lattice.cell_size_m
    rows = np.arange(task.is_wanted.shape[0])[:, np.newaxis]
    cols = np.arange(task.is_wanted.shape[1])
    distance_m = np.hypot((cols - at.col) * width_m, (rows - at.row) * height_m)
    for radiator in placed.mast.radiators:
        is_near = distance_m <= task.parameters.range_m(radiator.technology)
        bit = 1 << numbering.network[Network(radiator.operator, radiator.technology)]
        powers.doubt[is_near & task.is_wanted] |= bit


class _Finish:
    """Turns the powers in a tile's cells into what its networks offer."""

    def __init__(self, task: TileTask, numbering: Numbering, powers: Powers) -> None:
        self._task = task
        self._numbering = numbering
        self._powers = powers
        self._has_ground = np.isfinite(task.scene.elevation_m[task.inside])
        self._servers = _Servers(task.masts)

    def network(self, network: Network) -> NetworkCoverage:
        """Return what one network offers."""
        places = self._numbering.channels_of(network)
        best_mw = self._powers.best_mw[..., places]
        cells = np.nonzero(np.max(best_mw, axis=-1, initial=0) > 0)
        channel = places[_strongest(best_mw[cells])]
        at = (*cells, channel)
        server = self._powers.server[at]
        found = NetworkCoverage.nothing(self._task.is_wanted.shape)
        found.level_dbm[cells] = _dbm(self._powers.best_mw[at])
        found.site_number[cells] = self._servers.site_number[server]
        edge_mbps = np.full(found.level.shape, np.inf)
        if network.technology in RATED_TECHNOLOGIES:
            found.sinr_db[cells] = self._sinr_db(network.technology, at)
            median_mbps, edge_mbps[...] = self._rates_mbps(network.technology, places)
            found.rate_mbps[cells] = median_mbps[cells]
        found.level[...] = self._level(network, found.level_dbm, edge_mbps)
        if self._task.with_second_opinion:
            found.second_dbm[cells] = self._second_dbm(cells, at)
        return found

    def _level(
        self, network: Network, level_dbm: FloatArray, edge_mbps: FloatArray
    ) -> IntArray:
        """Return the numbers of the levels."""
        level = level_numbers(
            level_dbm, edge_mbps, network.technology, self._task.parameters
        )
        bit = 1 << self._numbering.network[network]
        is_unknown = (self._powers.doubt & bit) != 0
        is_unknown &= level == LEVEL_NUMBERS[CoverageLevel.NONE]
        level[is_unknown | ~self._has_ground] = LEVEL_NUMBERS[CoverageLevel.UNKNOWN]
        level[~self._task.is_wanted] = 0
        return level

    def _sinr_db(self, technology: Technology, at: tuple[IntArray, ...]) -> FloatArray:
        """Return the ratio to interference and noise at (row, col, channel)."""
        return sinr_db(
            _dbm(self._powers.best_mw[at]),
            _dbm(self._powers.total_mw[at]),
            technology,
            self._task.parameters,
        )

    def _rates_mbps(
        self, technology: Technology, places: IntArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return the median and the edge rate of the channel that gives most."""
        shape, parameters = self._task.is_wanted.shape, self._task.parameters
        median_mbps, edge_mbps = np.zeros(shape), np.zeros(shape)
        for place in places:
            server = self._powers.server[..., place]
            for carrier in self._servers.carriers(server):
                row, col = np.nonzero(np.isin(server, self._servers.with_(carrier)))
                ratio_db = self._sinr_db(
                    technology, (row, col, np.full(len(row), place))
                )
                for rate, best_mbps in (
                    (median_rate_mbps, median_mbps),
                    (edge_rate_mbps, edge_mbps),
                ):
                    found = rate(technology, ratio_db, *carrier, parameters)
                    best_mbps[row, col] = np.maximum(best_mbps[row, col], found)
        return median_mbps, edge_mbps

    def _second_dbm(
        self, cells: tuple[IntArray, ...], at: tuple[IntArray, ...]
    ) -> FloatArray:
        """Return what the Irregular Terrain Model gives the services found best."""
        task, server = self._task, self._powers.server[at]
        start = self._servers.place[server]
        down = cells[0] + task.rows.start - start[:, 0]
        right = cells[1] + task.cols.start - start[:, 1]
        size_m = self._servers.cell_size_m[server]
        frequencies_mhz = np.unique(self._servers.frequency_mhz[server])
        paths = Paths(
            start - task.origin,
            start - task.origin + np.column_stack((down, right)),
            np.hypot(right * size_m[:, 0], down * size_m[:, 1]),
            self._servers.height_m[server],
            np.arange(len(server) + 1),
            np.searchsorted(frequencies_mhz, self._servers.frequency_mhz[server]),
        )
        loss_db = itm_losses_db(
            task.scene,
            paths,
            frequencies_mhz.tolist(),
            parameters=task.parameters,
            step_m=task.profile_step_m,
        )
        return _dbm(self._powers.strength_mw[at]) - loss_db


class _Servers:
    """What is asked of services by their numbers, as arrays with gaps."""

    def __init__(self, masts: Sequence[PlacedMast]) -> None:
        found = [(item, radiator) for item in masts for radiator in item.mast.radiators]
        numbers = [radiator.number for _, radiator in found]
        count = max(numbers, default=-1) + 1
        self.site_number = np.zeros(count, dtype=np.int32)
        self.place = np.zeros((count, 2))
        self.cell_size_m = np.zeros((count, 2))
        self.height_m = np.zeros(count)
        self.frequency_mhz = np.zeros(count)
        self._carriers: dict[tuple[float, int], list[int]] = {}
        self._carrier = np.zeros(count, dtype=np.int64)
        for item, radiator in found:
            number, at, service = radiator.number, item.lattice, radiator.service
            self.site_number[number] = item.mast.number + 1
            self.place[number] = at.row, at.col
            self.cell_size_m[number] = at.cell_size_m
            self.height_m[number] = radiator.band.antenna_height_m
            self.frequency_mhz[number] = radiator.band.frequency_mhz
            carrier = service.bandwidth_mhz, service.mimo_layers
            self._carriers.setdefault(carrier, []).append(number)

    def carriers(self, server: IntArray) -> list[tuple[float, int]]:
        """Return bandwidth and layers of the services that serve some cells."""
        present = set(np.unique(server[server >= 0]).tolist())
        return [
            carrier
            for carrier, numbers in sorted(self._carriers.items())
            if not present.isdisjoint(numbers)
        ]

    def with_(self, carrier: tuple[float, int]) -> list[int]:
        """Return the services with a bandwidth and a number of layers."""
        return self._carriers[carrier]


def _strongest(power_mw: FloatArray) -> IntArray:
    """Return the place of the greatest along the last axis, none of no cells."""
    if power_mw.shape[0] == 0:
        return np.empty(0, dtype=np.int64)
    return np.asarray(np.argmax(power_mw, axis=-1))


def _dbm(power_mw: FloatArray) -> FloatArray:
    return np.asarray(10 * np.log10(np.asarray(power_mw, dtype=np.float64)))
