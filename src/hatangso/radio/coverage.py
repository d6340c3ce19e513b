"""Coverage of a map: the level of the best server in every cell."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.geography.terrain import Terrain
from hatangso.model.antenna_pattern import AntennaPattern
from hatangso.model.coverage import CoverageLevel
from hatangso.model.site import Service, Site, Technology
from hatangso.radio.bands import MOST_BANDS, band_constants
from hatangso.radio.best_server import keep_best, mark_cells
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.masts import NO_PATTERNS, Mast, masts_of, sites_on_terrain
from hatangso.radio.point_coverage import point_coverage
from hatangso.radio.radials import Band, Lattice, RadialScene
from hatangso.radio.reach import Reach, Transmitter, reach
from hatangso.units import FloatArray, IntArray

__all__ = [
    "GridCoverage",
    "Reach",
    "Transmitter",
    "classify",
    "grid_coverage",
    "point_coverage",
    "reach",
    "sites_on_terrain",
]

# Masts are computed near first: what serves a cell from near spares most far paths.
_NEAR_M = 3_000.0
_MASTS_PER_ROUND = 16


@dataclass(frozen=True)
class GridCoverage:
    """One technology on the terrain's grid.

    Attributes:
        level_dbm: Median level of the best server, (row, col), float32; NaN where no
            service is in range or terrain is missing.
        site_number: Its site, (row, col), int32: 0 for none, else 1 + the place of the
            site in the list that was given.
    """

    level_dbm: FloatArray
    site_number: IntArray


def grid_coverage(
    terrain: Terrain,
    sites: Sequence[Site],
    services: Sequence[Service],
    *,
    parameters: RadioParameters,
    refractivity_gradient_n_per_km: float,
    antenna_patterns: Mapping[str, AntennaPattern] = NO_PATTERNS,
    progress: Callable[[int, int], None] | None = None,
    workers: int = 2,
) -> dict[Technology, GridCoverage]:
    """Compute the level of the best server of each technology in every cell.

    Each cell within a service's range takes the loss of the nearest point of the mast's
    polar lattice, so that it gets exactly one value per service. Sites without ground
    under them are left out.

    Args:
        terrain: Ground and clutter.
        sites: The sites.
        services: What they carry.
        parameters: The link budget.
        refractivity_gradient_n_per_km: Of the province.
        antenna_patterns: Measured patterns by the name that services call them.
        progress: Told the number of masts done, and of all masts with services.
        workers: Threads; the result does not depend on them.

    Raises:
        NotFoundError: A service names a site or a pattern that is not there.
        InvalidInputError: A carrier has a bandwidth that its standard does not know.
        OutOfRangeError: An antenna height or frequency is outside the model.
    """
    scene = RadialScene.of(
        terrain,
        refractivity_gradient_n_per_km=refractivity_gradient_n_per_km,
        receiver_height_m=parameters.receiver_height_m,
        polarisation=parameters.polarisation,
    )
    all_masts = masts_of(terrain, sites, services, parameters, antenna_patterns)
    masts = [mast for mast in all_masts if mast.is_on_terrain]
    widest_m = max(parameters.range_m(technology) for technology in Technology)
    maps = [_Maps(scene, terrain, parameters) for _ in range(max(workers, 1))]
    rings = (
        [(-1.0, _NEAR_M), (_NEAR_M, widest_m)]
        if widest_m > _NEAR_M
        else [(-1.0, widest_m)]
    )
    done, total = 0.0, len(all_masts)
    stride = _MASTS_PER_ROUND * len(maps)
    with ThreadPoolExecutor(len(maps)) as pool:
        for number, ring_m in enumerate(rings):
            for first in range(0, len(masts), stride):
                part = masts[first : first + stride]
                shares = [part[worker :: len(maps)] for worker in range(len(maps))]
                add = partial(_add_masts, ring_m=ring_m)
                list(pool.map(add, maps, shares))
                done += len(part) * (0.1 if number == 0 else 0.9)
                if progress is not None:
                    progress(int(done), total)
            _share_best(maps)
    if progress is not None:
        progress(total, total)
    return maps[0].results()


def classify(
    level_dbm: FloatArray, technology: Technology, parameters: RadioParameters
) -> np.ndarray:
    """Return how usable median levels are.

    Args:
        level_dbm: Median levels of any shape; NaN means no signal.
        technology: Of the signal.
        parameters: Thresholds and margin.

    Returns:
        Words of ``CoverageLevel``, the shape of ``level_dbm``; never ``unknown``.
    """
    basic_dbm, good_dbm = parameters.thresholds_dbm(technology)
    levels = np.full(np.shape(level_dbm), str(CoverageLevel.NONE), dtype="<U7")
    levels[np.asarray(level_dbm) >= basic_dbm] = CoverageLevel.BASIC
    levels[np.asarray(level_dbm) >= good_dbm] = CoverageLevel.GOOD
    return levels


class _Maps:
    """The best servers that one worker has found, and its scratch space."""

    def __init__(
        self, scene: RadialScene, terrain: Terrain, parameters: RadioParameters
    ) -> None:
        shape = (len(Technology), *terrain.grid.shape)
        self.scene = scene
        self.grid = terrain.grid
        self.parameters = parameters
        self.best_dbm = np.full(shape, -np.inf, dtype=np.float32)
        self.server = np.zeros(shape, dtype=np.int32)
        self._cells = np.empty((0, 5), dtype=np.int64)

    def cells(self, most: int) -> IntArray:
        """Return room for at least so many cells."""
        if len(self._cells) < most:
            self._cells = np.empty((most, 5), dtype=np.int64)
        return self._cells

    def results(self) -> dict[Technology, GridCoverage]:
        """Return the maps, one per technology."""
        level_dbm = np.where(self.server > 0, self.best_dbm, np.float32(np.nan))
        return {
            technology: GridCoverage(level_dbm[i], self.server[i])
            for i, technology in enumerate(Technology)
        }


@dataclass(frozen=True)
class _Layers:
    """What one mast radiates: a layer per technology and band."""

    bands: tuple[Band, ...]
    index: IntArray
    ranges_m: FloatArray
    strength_dbm: FloatArray


def _layers(
    mast: Mast, azimuths_deg: FloatArray, parameters: RadioParameters
) -> _Layers:
    bands = tuple(sorted({radiator.band for radiator in mast.radiators}))
    technologies = list(Technology)
    strengths: dict[tuple[int, int], FloatArray] = {}
    for radiator in mast.radiators:
        key = technologies.index(radiator.technology), bands.index(radiator.band)
        strength = radiator.strength_dbm(azimuths_deg)
        strengths[key] = np.maximum(strengths.get(key, strength), strength)
    if len(strengths) > MOST_BANDS:
        raise InvalidInputError(
            "site {site} has {count} bands; at most {most} can be computed",
            site=mast.site.id,
            count=len(strengths),
            most=MOST_BANDS,
        )
    ranges_m = [parameters.range_m(technologies[key[0]]) for key in strengths]
    return _Layers(
        bands,
        np.array(list(strengths), dtype=np.int64),
        np.array(ranges_m, dtype=np.float64),
        np.array(list(strengths.values()), dtype=np.float64),
    )


def _add_masts(
    maps: _Maps, masts: Sequence[Mast], *, ring_m: tuple[float, float]
) -> None:
    parameters = maps.parameters
    widest_m = max(parameters.range_m(technology) for technology in Technology)
    for mast in masts:
        site = mast.site
        lattice = Lattice.around(
            maps.grid, site.lon_deg, site.lat_deg, range_m=widest_m
        )
        layers = _layers(mast, lattice.azimuths_deg, parameters)
        outer_m = min(ring_m[1], float(np.max(layers.ranges_m)))
        if outer_m > ring_m[0]:
            _add_mast(maps, mast, lattice, layers, (ring_m[0], outer_m))


def _add_mast(
    maps: _Maps,
    mast: Mast,
    lattice: Lattice,
    layers: _Layers,
    ring_m: tuple[float, float],
) -> None:
    scene = maps.scene
    steps = int(ring_m[1] / lattice.step_m + 0.5) + 1
    frequencies_mhz = np.array([band.frequency_mhz for band in layers.bands])
    free_db = band_constants(frequencies_mhz, scene.polarisation)[:, :1]
    distance_km = np.maximum(np.arange(steps) * lattice.step_m * 1e-3, 1e-3)
    width_m, height_m = lattice.cell_size_m
    room = (2 * ring_m[1] / width_m + 1) * (2 * ring_m[1] / height_m + 1)
    cells = maps.cells(int(room) + 1)
    needed = np.zeros((lattice.radials, steps), dtype=np.int64)
    count = mark_cells(
        scene.elevation_m,
        lattice.fan(layers.bands),
        ring_m,
        layers.strength_dbm,
        free_db + 20 * np.log10(distance_km),
        layers.index,
        layers.ranges_m,
        maps.best_dbm,
        needed,
        cells,
    )
    loss_db = np.empty((len(layers.bands), lattice.radials, steps))
    scene.fill(lattice, layers.bands, needed, loss_db)
    keep_best(
        cells[:count],
        layers.strength_dbm,
        loss_db,
        layers.index,
        mast.number + 1,
        maps.best_dbm,
        maps.server,
    )


def _share_best(maps: Sequence[_Maps]) -> None:
    """Give every worker the best of all; equal levels go to the lower site."""
    first = maps[0]
    for other in maps[1:]:
        is_better = other.best_dbm > first.best_dbm
        is_earlier = (other.best_dbm == first.best_dbm) & (other.server > 0)
        is_better |= is_earlier & (other.server < first.server)
        np.copyto(first.best_dbm, other.best_dbm, where=is_better)
        np.copyto(first.server, other.server, where=is_better)
    for other in maps[1:]:
        np.copyto(other.best_dbm, first.best_dbm)
        np.copyto(other.server, first.server)
