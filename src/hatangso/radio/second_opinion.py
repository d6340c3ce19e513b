# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - a compiled function takes no keyword-only arguments
"""A second opinion on points: the best level by the Irregular Terrain Model (ITM).

The paths and their profiles are those of Rec. ITU-R P.1812, but bare: ITM knows no
clutter. It gives medians of time, locations and situations. Shorter than 0.25 km the
loss is that of free space in both models.

A service is only computed when free space would give it a level above the best one of
its point so far. ITM may lie below free space, but never by ``SLACK_DB``, so that this
changes no result.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hatangso.compiling import compiled
from hatangso.model.site import Technology
from hatangso.radio.itm import GREATEST_N, LEAST_N, radio_over, spread_of
from hatangso.radio.itm_attenuation import Radio, reference_attenuation_db
from hatangso.radio.itm_inputs import Conditions, Ground, Variability
from hatangso.radio.itm_terrain import (
    Terminals,
    air_over,
    system_height_m,
    terminals_of_profile,
)
from hatangso.radio.itm_variability import Spread, varied_attenuation_db
from hatangso.radio.kernels import sample_profile
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.links import Links
from hatangso.radio.paths import Paths
from hatangso.radio.radials import RadialScene
from hatangso.radio.scene import Scene
from hatangso.units import FloatArray, IntArray

__all__ = ["SLACK_DB", "itm_levels_dbm", "itm_losses_db"]

# The median of a climate lies at most 17 dB above the reference attenuation, and what
# is below free space counts v (29 - v) / (29 - 10 v), 3.93 dB at v = -17 dB (Alg 5.5
# and the table of climates).
SLACK_DB = 4.0
_SHORTEST_M = 250.0
_NEAREST_M = 1.0
_FEWEST_STEPS = 4
_GREATEST_DB = 1e9
_TASKS_PER_CHUNK = 100


class _Wave(NamedTuple):
    """Constants of each band, and what holds for all."""

    frequency_mhz: FloatArray
    impedance: NDArray[np.complex128]
    refractivity_n: float
    climate: int
    spread: Spread


class _Ways(NamedTuple):
    """Paths; see ``paths.Paths``."""

    starts: FloatArray
    ends: FloatArray
    lengths_m: FloatArray
    heights_m: FloatArray
    slots: IntArray
    slot_band: IntArray
    step_m: float


class _Way(NamedTuple):
    """A path, as all bands see it."""

    length_m: float
    slant_m: float
    surface_n: float
    earth_radius_m: float
    ends: Terminals


class _Asked(NamedTuple):
    """Candidates: task t, one point and technology, has from ``first[t]`` on.

    Within a task the most promising come first; ``most_dbm`` cannot be exceeded.
    """

    first: IntArray
    path: IntArray
    band: IntArray
    strength_dbm: FloatArray
    most_dbm: FloatArray


def itm_levels_dbm(
    scene: RadialScene,
    links: Links,
    technologies: Sequence[Technology],
    *,
    points: int,
    parameters: RadioParameters,
    step_m: float,
    workers: int = 2,
    slack_db: float = SLACK_DB,
) -> FloatArray:
    """Return the median level of the best service of every point, by ITM.

    Links without terrain are left out, and so are those outside the definition of the
    model.

    Args:
        scene: Terrain and receivers.
        links: The services in range, with their paths.
        technologies: Those asked for.
        points: Number of points.
        parameters: Air and ground.
        step_m: Longest distance between two points of a profile.
        workers: Threads; the result does not depend on them.
        slack_db: How far ITM may lie below free space; infinite to leave nothing out.

    Returns:
        Shape (point, technology); -inf without a link, NaN where no link of several
        can be computed.

    Raises:
        OutOfRangeError: The ground conducts too well for the model.
    """
    used_mhz = sorted({item.band.frequency_mhz for _, item in links.radiators})
    asked = _asked(links, technologies, used_mhz, points, slack_db)
    wave = _wave(used_mhz, parameters)
    longest_m = float(np.max(links.paths.lengths_m, initial=0.0))
    steps = max(int(np.ceil(longest_m / step_m)), _FEWEST_STEPS) + 1
    kernel_scene = scene.with_bands(used_mhz, steps=steps)
    ways = _ways(links.paths, step_m)
    best_dbm = np.full(points * len(technologies), -np.inf)

    def evaluate(first: int) -> None:
        last = min(first + _TASKS_PER_CHUNK, best_dbm.size)
        _fill_best(kernel_scene, ways, wave, asked, (first, last), best_dbm)

    with ThreadPoolExecutor(max(workers, 1)) as pool:
        list(pool.map(evaluate, range(0, best_dbm.size, _TASKS_PER_CHUNK)))
    return best_dbm.reshape(points, len(technologies))


def itm_losses_db(
    scene: RadialScene,
    paths: Paths,
    frequencies_mhz: Sequence[float],
    *,
    parameters: RadioParameters,
    step_m: float,
) -> FloatArray:
    """Return the median basic transmission loss of paths by ITM.

    Args:
        scene: Terrain and receivers.
        paths: Where they run; bands of one path share its geometry.
        frequencies_mhz: The bands.
        parameters: Air and ground.
        step_m: Longest distance between two points of a profile.

    Returns:
        One loss per slot of the paths; NaN where terrain is missing or ITM is not
        defined.

    Raises:
        OutOfRangeError: The ground conducts too well for the model.
    """
    longest_m = float(np.max(paths.lengths_m, initial=0.0))
    steps = max(int(np.ceil(longest_m / step_m)), _FEWEST_STEPS) + 1
    loss_db = np.full(len(paths.slot_band), np.nan)
    _fill_losses(
        scene.with_bands(frequencies_mhz, steps=steps),
        _ways(paths, step_m),
        _wave(frequencies_mhz, parameters),
        loss_db,
    )
    return loss_db


def _ways(paths: Paths, step_m: float) -> _Ways:
    return _Ways(
        np.ascontiguousarray(paths.starts, dtype=np.float64),
        np.ascontiguousarray(paths.ends, dtype=np.float64),
        np.ascontiguousarray(paths.lengths_m, dtype=np.float64),
        np.ascontiguousarray(paths.heights_m, dtype=np.float64),
        np.ascontiguousarray(paths.slots, dtype=np.int64),
        np.ascontiguousarray(paths.slot_band, dtype=np.int64),
        float(step_m),
    )


def _wave(frequencies_mhz: Sequence[float], parameters: RadioParameters) -> _Wave:
    permittivity = parameters.itm_ground_permittivity
    ground = Ground(permittivity, parameters.itm_ground_conductivity_s_m)
    refractivity_n = parameters.surface_refractivity_n
    climate = parameters.itm_climate
    radios = [
        radio_over(
            Conditions(f, refractivity_n, climate, parameters.polarisation, ground), 0.0
        )
        for f in frequencies_mhz
    ]
    return _Wave(
        np.array(frequencies_mhz, dtype=np.float64),
        np.array([radio.impedance for radio in radios], dtype=np.complex128),
        float(refractivity_n),
        int(climate),
        spread_of(Variability()),
    )


def _asked(
    links: Links,
    technologies: Sequence[Technology],
    frequencies_mhz: Sequence[float],
    points: int,
    slack_db: float,
) -> _Asked:
    """List the strongest service of each technology, path and band, best first."""
    order = {technology: at for at, technology in enumerate(technologies)}
    technology = np.array(
        [order.get(item.technology, -1) for _, item in links.radiators], dtype=np.int64
    )
    band = np.array(
        [frequencies_mhz.index(item.band.frequency_mhz) for _, item in links.radiators],
        dtype=np.int64,
    )
    is_asked = np.isfinite(links.level_dbm) & (technology[links.radiator] >= 0)
    chosen: IntArray = np.flatnonzero(is_asked)
    tasks = links.point * len(technologies) + technology[links.radiator]
    bands = band[links.radiator]
    # Of services that differ in their strength alone only the strongest can win.
    chosen = _sorted(chosen, tasks, links.path, bands, -links.strength_dbm)
    same = np.column_stack((tasks, links.path, bands))[chosen]
    chosen = chosen[np.any(np.diff(same, axis=0, prepend=-1) != 0, axis=1)]
    # The first opinion guesses well which services are best by the second.
    chosen = _sorted(chosen, tasks, -links.level_dbm, links.path, bands)
    distance_m = np.maximum(links.paths.lengths_m[links.path[chosen]], _NEAREST_M)
    mhz = np.array(frequencies_mhz, dtype=np.float64)[bands[chosen]]
    free_db = 32.45 + 20 * np.log10(mhz * distance_m / 1000)
    strength_dbm = links.strength_dbm[chosen]
    return _Asked(
        np.searchsorted(tasks[chosen], np.arange(points * len(technologies) + 1)),
        links.path[chosen],
        bands[chosen],
        strength_dbm,
        strength_dbm - free_db + slack_db,
    )


def _sorted(chosen: IntArray, *keys: IntArray | FloatArray) -> IntArray:
    """Return places in the order of keys, the first key first."""
    return chosen[np.lexsort(tuple(key[chosen] for key in reversed(keys)))]


@compiled
def _free_space_db(f: float, length_m: float) -> float:
    return 32.45 + 20 * np.log10(f * length_m / 1000)


@compiled
def _band_loss_db(wave: _Wave, band: int, way: _Way) -> float:
    """Return the basic transmission loss in a band; NaN outside the model."""
    f = wave.frequency_mhz[band]
    if way.length_m < _SHORTEST_M:
        return _free_space_db(f, way.slant_m)
    if not LEAST_N <= way.surface_n <= GREATEST_N:
        return np.nan
    radio = Radio(f, way.earth_radius_m, way.surface_n, wave.impedance[band])
    reference_db, _ = reference_attenuation_db(radio, way.ends, way.length_m)
    if not 0 <= reference_db <= _GREATEST_DB:
        return np.nan
    varied_db = varied_attenuation_db(
        reference_db, radio, way.ends, way.length_m, wave.climate, wave.spread
    )
    return varied_db + _free_space_db(f, way.length_m)


@compiled
def _way(
    scene: Scene, ways: _Ways, wave: _Wave, p: int, room: FloatArray
) -> tuple[bool, _Way]:
    """Return whether path p has terrain, and what all bands see of it."""
    length_m = ways.lengths_m[p]
    points = max(int(np.ceil(length_m / ways.step_m)), _FEWEST_STEPS) + 1
    start = (ways.starts[p, 0], ways.starts[p, 1])
    end = (ways.ends[p, 0], ways.ends[p, 1])
    ground, standing = room[0, :points], room[1, :points]
    is_known = sample_profile(scene, start, end, ground, standing)
    if not is_known:
        ground[:] = 0.0
    heights_m = (ways.heights_m[p], scene.receiver_height_m)
    rise_m = ground[0] + heights_m[0] - ground[points - 1] - heights_m[1]
    slant_m = max(np.sqrt(length_m**2 + rise_m**2), _NEAREST_M)
    surface_n, earth_radius_m = air_over(wave.refractivity_n, system_height_m(ground))
    # Shorter paths are in free space: any ends will do.
    step_m = max(length_m, _SHORTEST_M) / (points - 1)
    ends = terminals_of_profile(ground, step_m, heights_m, earth_radius_m)
    return is_known, _Way(length_m, slant_m, surface_n, earth_radius_m, ends)


@compiled
def _fill_losses(scene: Scene, ways: _Ways, wave: _Wave, loss_db: FloatArray) -> None:
    """Fill the losses of every path, band by band."""
    room = np.empty((2, scene.roots.size))
    for p in range(ways.lengths_m.size):
        is_known, way = _way(scene, ways, wave, p, room)
        for slot in range(ways.slots[p], ways.slots[p + 1]):
            if is_known:
                loss_db[slot] = _band_loss_db(wave, ways.slot_band[slot], way)


@compiled
def _fill_best(
    scene: Scene,
    ways: _Ways,
    wave: _Wave,
    asked: _Asked,
    tasks: tuple[int, int],
    best_dbm: FloatArray,
) -> None:
    """Fill the best level of each task of a range."""
    room = np.empty((2, scene.roots.size))
    for task in range(tasks[0], tasks[1]):
        best = -np.inf
        for i in range(asked.first[task], asked.first[task + 1]):
            if asked.most_dbm[i] <= best:
                continue
            is_known, way = _way(scene, ways, wave, asked.path[i], room)
            if not is_known:
                continue
            level = asked.strength_dbm[i] - _band_loss_db(wave, asked.band[i], way)
            if level > best:  # noqa: PLR1730 - a level that is NaN must not win
                best = level
        if best == -np.inf and asked.first[task] < asked.first[task + 1]:
            best = np.nan
        best_dbm[task] = best
