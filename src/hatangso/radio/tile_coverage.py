"""The coverage of a tile: what the masts in reach bring, network by network."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from hatangso.geography.clutter import clutter_category
from hatangso.model.coverage import LEVEL_NUMBERS, CoverageLevel
from hatangso.model.site import Technology
from hatangso.radio.beams import Network, Numbering, PlacedMast, beams_of
from hatangso.radio.cells import Disc, Powers, add_beams, place_cells
from hatangso.radio.levels import level_numbers
from hatangso.radio.link_budget import RATED_TECHNOLOGIES
from hatangso.radio.paths import Paths
from hatangso.radio.second_opinion import itm_losses_db
from hatangso.radio.throughput import edge_rate_mbps, median_rate_mbps, sinr_db
from hatangso.radio.tiles import NetworkCoverage, TileTask
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["cover_tile"]


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
    has_ground = np.isfinite(task.scene.elevation_m[task.inside])
    # A cell without ground would take what arrives at the ground beside it.
    on_ground = replace(task, is_wanted=task.is_wanted & has_ground)
    for placed in task.masts:
        here = placed.from_origin(task.rows.start, task.cols.start)
        if placed.mast.is_on_terrain:
            _add_mast(on_ground, here, numbering, category, powers)
        else:
            _doubt_around(task, here, numbering, powers)
    finish = _Finish(task, numbering, powers, has_ground)
    found = {network: finish.network(network) for network in numbering.networks}
    if task.with_second_opinion:
        finish.ask_second(found)
    return found


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

    def __init__(
        self,
        task: TileTask,
        numbering: Numbering,
        powers: Powers,
        has_ground: BoolArray,
    ) -> None:
        self._task = task
        self._numbering = numbering
        self._powers = powers
        self._has_ground = has_ground
        self._servers = _Servers(task.masts)
        # Row, column and channel of the cells that each network serves.
        self._served: dict[Network, IntArray] = {}

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
        if len(server):
            self._served[network] = np.array(at)
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

    def ask_second(self, found: Mapping[Network, NetworkCoverage]) -> None:
        """Fill in what the Irregular Terrain Model gives the services found best.

        Networks that are served from one antenna share the terrain on the way.
        """
        order = [network for network in found if network in self._served]
        if not order:
            return
        row, col, channel = np.hstack([self._served[network] for network in order])
        server = self._powers.server[row, col, channel]
        frequencies_mhz = np.unique(self._servers.frequency_mhz[server])
        paths, slot = self._paths(row, col, server, frequencies_mhz)
        loss_db = itm_losses_db(
            self._task.scene,
            paths,
            frequencies_mhz.tolist(),
            parameters=self._task.parameters,
            step_m=self._task.profile_step_m,
        )
        level_dbm = _dbm(self._powers.strength_mw[row, col, channel]) - loss_db[slot]
        first = 0
        for network in order:
            row, col, _ = self._served[network]
            last = first + len(row)
            found[network].second_dbm[row, col] = level_dbm[first:last]
            first = last

    def _paths(
        self, row: IntArray, col: IntArray, server: IntArray, used_mhz: FloatArray
    ) -> tuple[Paths, IntArray]:
        """Return paths from servers to cells, and the slot of each pair in them."""
        task, servers = self._task, self._servers
        cell = row * task.is_wanted.shape[1] + col
        key = cell * (np.max(servers.antenna) + 1) + servers.antenna[server]
        _, one, path = np.unique(key, return_index=True, return_inverse=True)
        band = np.searchsorted(used_mhz, servers.frequency_mhz[server])
        order = np.lexsort((band, path))
        slot = np.empty(len(order), dtype=np.int64)
        slot[order] = np.arange(len(order))
        start = servers.place[server[one]] - task.origin
        inside = task.inside
        end = np.column_stack((row[one] + inside[0].start, col[one] + inside[1].start))
        away_m = (end - start) * servers.cell_size_m[server[one]][:, ::-1]
        counts = np.bincount(path, minlength=len(one))
        paths = Paths(
            start,
            end.astype(np.float64),
            np.hypot(away_m[:, 0], away_m[:, 1]),
            servers.height_m[server[one]],
            np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts))),
            band[order],
        )
        return paths, slot


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
        self.antenna = np.zeros(count, dtype=np.int64)
        self._carriers: dict[tuple[float, int], list[int]] = {}
        self._carrier = np.zeros(count, dtype=np.int64)
        antennas: dict[tuple[int, float], int] = {}
        for item, radiator in found:
            number, at, service = radiator.number, item.lattice, radiator.service
            self.site_number[number] = item.mast.number + 1
            self.place[number] = at.row, at.col
            self.cell_size_m[number] = at.cell_size_m
            self.height_m[number] = radiator.band.antenna_height_m
            self.frequency_mhz[number] = radiator.band.frequency_mhz
            antenna = item.mast.number, radiator.band.antenna_height_m
            self.antenna[number] = antennas.setdefault(antenna, len(antennas))
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
