# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - a compiled function takes no keyword-only arguments
"""The fast kernel: Rec. ITU-R P.1812-8 at half of the time along the radials of a mast.

It computes what ``kernels.evaluate_radials`` computes, in single precision and with all
receivers of a block at once: first the radial is sampled and searched for horizons
(``radial_profile``), then each antenna and each band on it is computed without a branch
(``radial_receivers``).
"""

import numpy as np

from hatangso.compiling import compiled
from hatangso.errors import OutOfRangeError
from hatangso.radio import radial_profile as rows
from hatangso.radio.layers import (
    HORIZONS,
    duct_percent,
    fill_horizons,
    find_horizons,
    joined_db,
    layer_share,
    variability_db,
)
from hatangso.radio.radial_profile import (
    BLOCK,
    MOST_STEPS,
    SIZE,
    find_lives,
    fit_smooth_earth,
    look_back_to_ground,
    look_back_to_tops,
    look_over,
    sample_radial,
    see_from_mast,
)
from hatangso.radio.radial_receivers import (
    clearance,
    fill_crossings,
    fill_far,
    fill_heights,
    fill_losses,
    fill_slopes,
    fill_sphere,
)
from hatangso.radio.scene import RadialFan, Scene
from hatangso.units import FloatArray, IntArray

__all__ = ["BLOCK", "evaluate_fan"]

_SHORTEST_KM = 0.25
_FEWEST_STEPS = 4
_NEAREST_KM = 1e-3
# Where layers might lower a loss by more than this they are computed in full.
_GAIN_DB = 0.02
# Places in a cell are told apart to this share, so that they are the same in windows.
_GRAINS = 2.0**20
_LOW = np.float32(-1e30)


def evaluate_fan(
    scene: Scene,
    fan: RadialFan,
    spans: IntArray,
    loss_db: FloatArray,
    is_sight: IntArray,
    ground_m: FloatArray,
) -> None:
    """Fill losses, sight and ground along the radials of a mast.

    No value depends on what else is asked for: not on the spans, the other antennas and
    bands, or how far the terrain extends beyond the range.

    Args:
        scene: Terrain, receivers and bands.
        fan: The mast and its radials: the first runs north, the others clockwise.
        spans: First step and end of the steps wanted on each radial, (radial, 2); none
            where the end is not beyond the first. Steps count from 1.
        loss_db: Filled in the spans: median basic transmission losses, (band, radial,
            step), float32; NaN from the first missing terrain outwards.
        is_sight: Filled in the spans: 1 where nothing rises above the line, else 0;
            (antenna, radial, step), uint8.
        ground_m: Filled in the spans: the ground at the receiver, (radial, step),
            float32; NaN likewise.

    Raises:
        OutOfRangeError: A radial has more than 16,384 steps.
    """
    steps = loss_db.shape[2]
    if steps > MOST_STEPS:
        text = "a radial may have at most {most} steps; there are {steps}"
        raise OutOfRangeError(text, most=MOST_STEPS, steps=steps)
    _evaluate_fan(scene, fan, spans, loss_db, is_sight, ground_m)


@compiled
def _evaluate_fan(
    scene: Scene,
    fan: RadialFan,
    spans: IntArray,
    loss_db: FloatArray,
    is_sight: IntArray,
    ground_m: FloatArray,
) -> None:
    radials, steps = spans.shape[0], loss_db.shape[2]
    room = np.full(SIZE, _LOW)
    lives = np.empty((2, steps + 1, 3), dtype=np.int64)
    _fill_tables(scene, fan.step_m * 1e-3, steps, room)
    start = (
        np.floor(fan.row * _GRAINS + 0.5) / _GRAINS,
        np.floor(fan.col * _GRAINS + 0.5) / _GRAINS,
    )
    for radial in range(radials):
        first, end = max(spans[radial, 0], 1), min(spans[radial, 1], steps)
        if end <= first:
            continue
        angle = 2 * np.pi * radial / radials
        stride = (
            -np.cos(angle) * fan.step_m / fan.cell_height_m,
            np.sin(angle) * fan.step_m / fan.cell_width_m,
        )
        last = min((end - 1) // BLOCK * BLOCK + BLOCK, steps) - 1
        last, base_m = sample_radial(scene, start, stride, last, room)
        known = max(min(end, last + 1), first)
        ground_m[radial, first:known] = room[rows.GROUND + first : rows.GROUND + known]
        ground_m[radial, first:known] += base_m
        ground_m[radial, known:end] = np.nan
        loss_db[:, radial, known:end] = np.nan
        is_sight[:, radial, known:end] = 0
        if known > first:
            _walk_radial(
                scene,
                fan,
                (first, known, last),
                lives,
                room,
                loss_db[:, radial],
                is_sight[:, radial],
            )


@compiled
def _fill_tables(scene: Scene, step: float, steps: int, room: FloatArray) -> None:
    """Fill the rows that the number of steps alone sets."""
    room[rows.ROOTS] = 1
    room[rows.DISTANCE - rows.NEAR : rows.DISTANCE] = 0
    for k in range(steps + BLOCK):
        length = k * step
        room[rows.DISTANCE + k] = length
        if k == 0:
            continue
        room[rows.PER_KM + k] = 1 / length
        room[rows.ROOTS + k] = 1 / np.sqrt(k)
        if k <= steps:
            room[rows.ROOTS_BACK + steps - k] = 1 / np.sqrt(k)
        percent = duct_percent(scene.latitude_deg, length)
        room[rows.LEAST_DB + k] = variability_db(length, percent)
        room[rows.SHARE + k] = layer_share(length)


@compiled
def _walk_radial(
    scene: Scene,
    fan: RadialFan,
    span: tuple[int, int, int],
    lives: IntArray,
    room: FloatArray,
    loss_db: FloatArray,
    is_sight: IntArray,
) -> None:
    """Fill the losses of one sampled radial, (band, step)."""
    first, end, last = span
    step, height_m = fan.step_m * 1e-3, scene.receiver_height_m
    blocks = first // BLOCK * BLOCK, (end - 1) // BLOCK * BLOCK + BLOCK
    base = room[rows.GROUND]
    fit_smooth_earth(last, step, room)
    for row in (rows.GROUND, rows.CURVED, rows.TOPS):
        # The mast itself is no obstacle, nor is what an earlier radial left behind.
        room[row] = _LOW
        room[row + last + 1 : row + last + 1 + 2 * BLOCK] = _LOW
    tops = lives[0, : find_lives(rows.TOPS, last, room, lives[0])]
    ground = lives[1, : find_lives(rows.CURVED, last, room, lives[1])]
    look_back_to_tops(blocks, tops, height_m, room)
    look_back_to_ground(blocks, ground, height_m, room)
    for a in range(fan.heights_m.size):
        antennas = np.float64(base) + fan.heights_m[a], height_m
        see_from_mast(last, antennas[0], room)
        for k in range(blocks[0], blocks[1], BLOCK):
            fill_slopes(antennas[0], height_m, room[k:])
        look_over(blocks, ground, antennas[0], room)
        for k in range(blocks[0], blocks[1], BLOCK):
            inside = max(first, k), min(end, k + BLOCK)
            here = room[k:]
            _describe(scene, antennas, np.float64(base), step, here)
            _see(inside, loss_db.shape[1], antennas[0], step, scene.bulge, room)
            sight = room[rows.IS_SIGHT + inside[0] : rows.IS_SIGHT + inside[1]]
            is_sight[a, inside[0] : inside[1]] = sight
            for b in range(loss_db.shape[0]):
                if (fan.height_bits[a] >> b) & 1 == 1:
                    fill_losses(scene.bands[b], here)
                    _mend(scene, b, inside, step, antennas, base, room)
                    found = room[rows.LOSS + inside[0] : rows.LOSS + inside[1]]
                    loss_db[b, inside[0] : inside[1]] = found


@compiled
def _describe(
    scene: Scene,
    antennas: tuple[float, float],
    base: float,
    step: float,
    here: FloatArray,
) -> None:
    fill_crossings(antennas, scene.bulge, step, here)
    fill_heights(antennas, base, here)
    fill_sphere(scene.bulge, step, here)
    fill_far(scene.bulge, scene.surface_refractivity_n, here)


@compiled
def _see(
    inside: tuple[int, int],
    steps: int,
    mast_m: float,
    step: float,
    bulge: float,
    room: FloatArray,
) -> None:
    """Fill nu of the receivers in sight."""
    for k in range(inside[0], inside[1]):
        if room[rows.IS_SIGHT + k] > 0:
            room[rows.NU + k] = clearance(k, steps, mast_m, step, bulge, room)


@compiled
def _mend(
    scene: Scene,
    b: int,
    inside: tuple[int, int],
    step: float,
    antennas: tuple[float, float],
    base: float,
    room: FloatArray,
) -> None:
    """Compute in full what layers may change, and free space near the mast."""
    for k in range(inside[0], inside[1]):
        is_short = k * step < _SHORTEST_KM or k < _FEWEST_STEPS
        if is_short or room[rows.GAIN + k] > _GAIN_DB:
            ends = antennas[0], np.float64(room[rows.GROUND + k]) + antennas[1]
            free_db = _free_db(scene.bands[b, 0], k * step, ends)
            if is_short:
                room[rows.LOSS + k] = free_db
            else:
                full_db = _full_db(scene, b, k, step, ends, base, free_db, room)
                room[rows.LOSS + k] = full_db


@compiled
def _free_db(band_db: float, length: float, ends: tuple[float, float]) -> float:
    rise_km = (ends[1] - ends[0]) * 1e-3
    slant_km = np.sqrt(length * length + rise_km * rise_km)
    return band_db + 20 * np.log10(max(slant_km, _NEAREST_KM))


@compiled
def _full_db(
    scene: Scene,
    b: int,
    k: int,
    step: float,
    ends: tuple[float, float],
    base: float,
    free_db: float,
    room: FloatArray,
) -> float:
    """Return the loss of one receiver, layers included."""
    band, bulge = scene.bands[b], scene.bulge
    ground = room[rows.GROUND : rows.GROUND + k + 1]
    ground[0] = base
    length = k * step
    line = (ends[1] - ends[0]) / length - bulge * length
    if room[rows.CURVED_OUT + k] > line:
        near = int(room[rows.OUT + k] / step + 0.5)
        seen = near, k - int(room[rows.AWAY + k] / step + 0.5), True
    else:
        seen = find_horizons(ground, k, step, bulge, ends)
    fit = np.float64(room[rows.HST + k]), np.float64(room[rows.HSR + k])
    row = np.empty(HORIZONS)
    fill_horizons(row, ground, k, step, bulge, ends, fit, seen)
    ground[0] = _LOW
    air = scene.surface_refractivity_n, scene.latitude_deg
    losses_db = free_db, free_db + np.float64(room[rows.BENT + k])
    own = band[5], band[6], band[7]
    return joined_db(row, length, bulge, air, own, losses_db)
