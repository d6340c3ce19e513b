"""Links: every service in range of every point, with the level that arrives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from hatangso.geography.clutter import clutter_category
from hatangso.geography.grid import Grid
from hatangso.geography.terrain import Terrain
from hatangso.radio.beams import PlacedMast, placed_masts
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.masts import Mast, Radiator, ground_m
from hatangso.radio.paths import PathLosses, Paths, path_losses
from hatangso.radio.radials import RadialScene
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["Links", "Placed", "Receivers", "links_between", "profile_step_m"]


class Placed(Protocol):
    """Something with a name and a place: a locality, a facility."""

    @property
    def id(self) -> str:
        """Return its name."""

    @property
    def lon_deg(self) -> float:
        """Return its longitude, WGS 84."""

    @property
    def lat_deg(self) -> float:
        """Return its latitude, WGS 84."""


@dataclass(frozen=True)
class Receivers:
    """Points on a terrain; all arrays have one element per point.

    Attributes:
        row: Fractional rows.
        col: Fractional columns.
        ground_m: Ground under them; NaN off the terrain.
        clutter: What stands there, a place in ``CLUTTER_CATEGORIES``.
    """

    row: FloatArray
    col: FloatArray
    ground_m: FloatArray
    clutter: IntArray

    @property
    def is_on_terrain(self) -> BoolArray:
        """Return whether there is ground under them."""
        return np.isfinite(self.ground_m)

    @classmethod
    def at(cls, terrain: Terrain, points: Sequence[Placed]) -> "Receivers":
        """Return the places of points."""
        lon_deg = np.array([point.lon_deg for point in points], dtype=np.float64)
        lat_deg = np.array([point.lat_deg for point in points], dtype=np.float64)
        row, col = terrain.grid.positions(lon_deg, lat_deg)
        rows, cols = terrain.grid.shape
        row_index = np.clip(np.rint(row), 0, rows - 1).astype(np.int64)
        col_index = np.clip(np.rint(col), 0, cols - 1).astype(np.int64)
        return cls(
            row,
            col,
            ground_m(terrain, lon_deg, lat_deg),
            clutter_category(terrain.clutter_m[row_index, col_index]),
        )


@dataclass(frozen=True)
class Links:
    """Services in range of points; the arrays have one element per link.

    Attributes:
        point: Place of the point in the list that was given.
        radiator: Index into ``radiators``.
        path: Index into the paths.
        level_dbm: Median level, calibrated; NaN where terrain is missing under the mast
            or on the way, so that nobody can tell.
        strength_dbm: EIRP of the best sector towards the point.
        total_dbm: Median level of all sectors of the service together; NaN likewise.
        radiators: All services with their masts, in the order of the masts.
        paths: Their paths; services with the same antenna height share one.
        losses: What stands in the paths.
    """

    point: IntArray
    radiator: IntArray
    path: IntArray
    level_dbm: FloatArray
    strength_dbm: FloatArray
    total_dbm: FloatArray
    radiators: tuple[tuple[Mast, Radiator], ...]
    paths: Paths
    losses: PathLosses


@dataclass(frozen=True)
class _Bundle:
    """The paths from one antenna height of a mast to the points in range."""

    mast: Mast
    start: tuple[float, float]
    height_m: float
    frequencies_mhz: tuple[float, ...]
    point: IntArray
    distance_m: FloatArray
    azimuth_deg: FloatArray
    depression_deg: FloatArray


def links_between(
    terrain: Terrain,
    scene: RadialScene,
    masts: Sequence[Mast],
    receivers: Receivers,
    *,
    parameters: RadioParameters,
    workers: int = 2,
) -> Links:
    """Compute the level of every service at every point on the terrain within range."""
    grid = terrain.grid
    bundles = [
        bundle
        for placed in placed_masts(terrain, masts, parameters)
        for bundle in _bundles(placed, receivers, parameters)
    ]
    used_mhz = {f for bundle in bundles for f in bundle.frequencies_mhz}
    frequencies_mhz = sorted(used_mhz)
    paths = _paths(bundles, receivers, frequencies_mhz)
    losses = path_losses(
        scene, paths, frequencies_mhz, step_m=profile_step_m(grid), workers=workers
    )
    return _links(bundles, paths, losses, receivers, parameters)


def profile_step_m(grid: Grid) -> float:
    """Return the longest step of a profile: the shortest side of any cell."""
    rows = np.array([0.0, grid.rows - 1.0])
    _, lat_deg = grid.lon_lat(rows, np.zeros(2))
    return min(min(grid.cell_size_m(float(lat))) for lat in lat_deg)


def _bundles(
    placed: PlacedMast, receivers: Receivers, parameters: RadioParameters
) -> Iterable[_Bundle]:
    at, mast = placed.lattice, placed.mast
    width_m, height_m = at.cell_size_m
    east_m = (receivers.col - at.col) * width_m
    north_m = (at.row - receivers.row) * height_m
    distance_m = np.hypot(east_m, north_m)
    azimuth_deg = np.degrees(np.arctan2(east_m, north_m)) - at.north_deg
    for antenna_m in sorted({item.band.antenna_height_m for item in mast.radiators}):
        items = [r for r in mast.radiators if r.band.antenna_height_m == antenna_m]
        widest_m = max(parameters.range_m(item.technology) for item in items)
        near = np.flatnonzero((distance_m <= widest_m) & receivers.is_on_terrain)
        receiver_m = receivers.ground_m[near] + parameters.receiver_height_m
        # Nothing is computed from masts without ground: any direction will do.
        drop_m = np.nan_to_num(placed.base_m + antenna_m - receiver_m)
        yield _Bundle(
            mast,
            (at.row, at.col),
            antenna_m,
            tuple(sorted({item.band.frequency_mhz for item in items})),
            near,
            distance_m[near],
            azimuth_deg[near],
            np.degrees(np.arctan2(drop_m, distance_m[near])),
        )


def _paths(
    bundles: Sequence[_Bundle], receivers: Receivers, frequencies_mhz: Sequence[float]
) -> Paths:
    sizes = [len(bundle.point) for bundle in bundles]
    per_path = [len(bundle.frequencies_mhz) for bundle in bundles]
    point = _joined([bundle.point for bundle in bundles], np.int64)
    slot_band = [
        np.tile([frequencies_mhz.index(f) for f in bundle.frequencies_mhz], size)
        for bundle, size in zip(bundles, sizes, strict=True)
    ]
    starts = np.array([bundle.start for bundle in bundles]).reshape(-1, 2)
    heights_m = np.array([bundle.height_m for bundle in bundles], dtype=np.float64)
    slots = np.cumsum(np.repeat(np.array(per_path, dtype=np.int64), sizes))
    return Paths(
        np.repeat(starts, sizes, axis=0),
        np.column_stack((receivers.row[point], receivers.col[point])),
        _joined([bundle.distance_m for bundle in bundles], np.float64),
        np.repeat(heights_m, sizes),
        np.concatenate((np.zeros(1, dtype=np.int64), slots)),
        _joined(slot_band, np.int64),
    )


def _links(
    bundles: Sequence[_Bundle],
    paths: Paths,
    losses: PathLosses,
    receivers: Receivers,
    parameters: RadioParameters,
) -> Links:
    """Spread the losses of the paths over the services that use them."""
    radiators: list[tuple[Mast, Radiator]] = []
    point, number, path = [], [], []
    level_dbm, strength_dbm, total_dbm = [], [], []
    first_path = 0
    for bundle in bundles:
        size, bands = len(bundle.point), len(bundle.frequencies_mhz)
        first_slot = paths.slots[first_path]
        loss_db = losses.loss_db[first_slot : first_slot + size * bands]
        loss_db = loss_db.reshape(size, bands)
        for item in bundle.mast.radiators:
            if item.band.antenna_height_m != bundle.height_m:
                continue
            is_near = bundle.distance_m <= parameters.range_m(item.technology)
            near = np.flatnonzero(is_near)
            band = bundle.frequencies_mhz.index(item.band.frequency_mhz)
            towards = bundle.azimuth_deg[near], bundle.depression_deg[near]
            strength = item.strength_dbm(*towards)
            strength_dbm.append(strength)
            offsets_db = parameters.calibration.offsets_db(item.band.frequency_mhz)
            is_sight = losses.is_line_of_sight[first_path + near].astype(np.int64)
            offset_db = offsets_db[is_sight, receivers.clutter[bundle.point[near]]]
            gain_db = offset_db - loss_db[near, band]
            level_dbm.append(strength + gain_db)
            total_dbm.append(item.total_strength_dbm(*towards) + gain_db)
            point.append(bundle.point[near])
            path.append(first_path + near)
            number.append(np.full(len(near), len(radiators)))
            radiators.append((bundle.mast, item))
        first_path += size
    return Links(
        _joined(point, np.int64),
        _joined(number, np.int64),
        _joined(path, np.int64),
        _joined(level_dbm, np.float64),
        _joined(strength_dbm, np.float64),
        _joined(total_dbm, np.float64),
        tuple(radiators),
        paths,
        losses,
    )


def _joined(parts: Sequence[np.ndarray], dtype: type) -> np.ndarray:
    return np.concatenate([np.empty(0, dtype=dtype), *parts]).astype(dtype, copy=False)
