# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - a compiled function takes no keyword-only arguments
"""Compiled: one radial, sampled and searched for its horizons, for ``radial_kernel``.

All that is known of a radial lies in one array of single-precision numbers, in rows at
distances that the compiler knows. So it sees that no row overlaps another and takes 16
numbers at once; with an array for each it would have to test that at every loop, and
gives up when there are many. A row is the place of its first point in that array.

Heights are above the ground at the mast, distances in km, slopes in m per km.

Source:
    The steepest line from a receiver to the points before it touches their upper hull.
    So does the point that rises most over a line. The nearest points are tried one by
    one; of those farther away only the ones on the hull, each for as long as it stays
    there. To try a point too many changes nothing.
"""

import numpy as np

from hatangso.compiling import compiled, compiled_for_vectors, inlined
from hatangso.radio.scene import Scene
from hatangso.radio.single_precision import Single
from hatangso.units import FloatArray, IntArray

__all__ = [
    "BLOCK",
    "MOST_STEPS",
    "NEAR",
    "SIZE",
    "find_lives",
    "fit_smooth_earth",
    "look_back_to_ground",
    "look_back_to_tops",
    "look_over",
    "sample_radial",
    "see_from_mast",
]

# Receivers are evaluated in blocks that begin at multiples of this.
BLOCK = 64
# Points of the longest radial.
MOST_STEPS = 16_384
# How far back every point is tried: also the room before the first point of a row.
NEAR = 16
# No multiple of a page: rows would fight for the same lines of the cache.
_PITCH = MOST_STEPS + NEAR + 2 * BLOCK + 48
SIZE = 40 * _PITCH
_rows = iter(range(NEAR, SIZE, _PITCH))
# Ground, ground less the Earth's bulge, tops less the bulge.
GROUND, CURVED, TOPS = next(_rows), next(_rows), next(_rows)
# By the number of steps: distance, 1/d, 1/sqrt, the same from the end, and what the
# length of a path sets: least A(50 %) and 1 - Fk.
DISTANCE, PER_KM, ROOTS = next(_rows), next(_rows), next(_rows)
ROOTS_BACK, LEAST_DB, SHARE = next(_rows), next(_rows), next(_rows)
# The smooth Earth at both ends; which points may be on a hull.
HST, HSR, EDGE = next(_rows), next(_rows), next(_rows)
# Steepest lines from the receiver: to tops, to the curved ground and how far away that
# is, and to the ground.
TOPS_BACK, CURVED_BACK = next(_rows), next(_rows)
AWAY, GROUND_BACK = next(_rows), next(_rows)
# The same from the mast, and what rises most over the line to the receiver.
TOPS_OUT, CURVED_OUT, OUT = next(_rows), next(_rows), next(_rows)
GROUND_OUT, SLOPE, OVER = next(_rows), next(_rows), next(_rows)
# What a receiver is to one antenna, see ``radial_receivers``.
SLANT_DB, IS_SIGHT, NU, NU_SMOOTH = next(_rows), next(_rows), next(_rows), next(_rows)
CLEAR, HTE, HRE, PER_ROOT_A = next(_rows), next(_rows), next(_rows), next(_rows)
SCATTER, LAYER, ALONG = next(_rows), next(_rows), next(_rows)
SHIELD_T, SHIELD_R, WEIGHT = next(_rows), next(_rows), next(_rows)
SCRATCH = next(_rows)
# For one band: the loss, that by diffraction alone, and what layers may take away.
LOSS, BENT, GAIN = next(_rows), next(_rows), next(_rows)

_LOW = np.float32(-1e30)
_ZERO, _ONE = np.float32(0), np.float32(1)


@compiled
def sample_radial(
    scene: Scene,
    start: tuple[float, float],
    stride: tuple[float, float],
    last: int,
    room: FloatArray,
) -> tuple[int, Single]:
    """Sample ground and tops above the ground of the mast's own cell.

    Places count from that cell, so that they are the same in a window of the terrain.

    Returns:
        The last point before terrain is missing, -1 for none, and that cell's height.
    """
    elevation, clutter = scene.elevation_m, scene.clutter_m
    i0, j0 = int(np.floor(start[0])), int(np.floor(start[1]))
    top, left = float(-i0), float(-j0)
    bottom, right = elevation.shape[0] - 1 - i0, elevation.shape[1] - 1 - j0
    row0, col0 = start[0] - i0, start[1] - j0
    base, bulge = np.float32(0), np.float32(scene.bulge)
    for k in range(last + 1):
        row, col = row0 + k * stride[0], col0 + k * stride[1]
        if not (top - 0.5 <= row <= bottom + 0.5 and left - 0.5 <= col <= right + 0.5):
            return k - 1, base
        row, col = min(max(row, top), float(bottom)), min(max(col, left), float(right))
        i, j = min(int(np.floor(row)), bottom - 1), min(int(np.floor(col)), right - 1)
        down, across = np.float32(row - i), np.float32(col - j)
        y, x = np.uint64(i + i0), np.uint64(j + j0)
        y1, x1 = np.uint64(i + i0 + 1), np.uint64(j + j0 + 1)
        if k == 0:
            base = elevation[y, x]
        a, b = elevation[y, x] - base, elevation[y, x1] - base
        c, d = elevation[y1, x] - base, elevation[y1, x1] - base
        upper, lower = a + across * (b - a), c + across * (d - c)
        h = upper + down * (lower - upper)
        if np.isnan(h):
            return k - 1, base
        y, x = np.uint64(int(row + i0 + 0.5)), np.uint64(int(col + j0 + 0.5))
        room[GROUND + k] = h
        curved = h - bulge * room[DISTANCE + k] * room[DISTANCE + k]
        room[CURVED + k], room[TOPS + k] = curved, curved + clutter[y, x]
    return last, base


@compiled
def fit_smooth_earth(last: int, step_km: float, room: FloatArray) -> None:
    """Fill the smooth Earth at both ends of each path (eq 83 to 86)."""
    v1, v2, before = 0.0, 0.0, np.float64(room[GROUND])
    for k in range(1, last + 1):
        h, d = np.float64(room[GROUND + k]), k * step_km
        v1 += step_km * (h + before)
        v2 += step_km * (h * (3 * d - step_km) + before * (3 * d - 2 * step_km))
        before = h
        per_d = 1 / d
        room[HST + k] = (2 * v1 * d - v2) * per_d * per_d
        room[HSR + k] = (v2 - v1 * d) * per_d * per_d


@compiled_for_vectors
def _mark_edges(row: int, here: FloatArray) -> None:
    """Mark the points of a block that lie above all chords of their neighbours.

    No chord reaches farther than every point is tried anyway, nor out of the block, so
    that a longer radial marks the same points.
    """
    # Slices, so that no place in them can be negative.
    middle = here[row:]
    for i in range(BLOCK):
        here[EDGE + i], here[SCRATCH + i] = _LOW, middle[i]
    for i in range(NEAR):
        here[SCRATCH + BLOCK + i] = _LOW
    for away in (1, 2, 3, 5, 8, 12, 16):
        left, right = here[row - away :], here[SCRATCH + away :]
        for i in range(BLOCK):
            both = left[i] + right[i]
            here[EDGE + i] = max(here[EDGE + i], both)
    for i in range(BLOCK):
        is_edge = middle[i] + middle[i] > here[EDGE + i]
        here[EDGE + i] = _ONE if is_edge else _ZERO


@compiled
def find_lives(row: int, last: int, room: FloatArray, lives: IntArray) -> int:
    """Find which points are on the upper hull, and for which receivers.

    Args:
        row: Heights.
        last: Last point.
        room: The rows.
        lives: Filled: point, first and end of the blocks for which it must be tried,
            (point, 3). Points that are on the hull for near receivers only are left
            out.

    Returns:
        The number of points.
    """
    for block in range(0, last + 1, BLOCK):
        _mark_edges(row, room[block:])
    # The hull is a stack that grows down from the end of the list.
    top, found = lives.shape[0], 0
    for k in range(1, last + 1):
        if room[EDGE + k] == _ZERO:
            continue
        y = np.float64(room[row + k])
        while top <= lives.shape[0] - 2:
            i, j = lives[top, 0], lives[top + 1, 0]
            yi, yj = np.float64(room[row + i]), np.float64(room[row + j])
            if (yi - yj) * (k - i) > (y - yi) * (i - j):
                break
            found = _end_life(lives, found, i, k)
            top += 1
        top -= 1
        lives[top, 0] = k
    while top < lives.shape[0]:
        found = _end_life(lives, found, lives[top, 0], last)
        top += 1
    return found


@compiled
def _end_life(lives: IntArray, found: int, i: int, last: int) -> int:
    if last <= i + NEAR:
        return found
    lives[found, 0] = i
    lives[found, 1] = (i + NEAR + 1) // BLOCK * BLOCK
    lives[found, 2] = last // BLOCK * BLOCK + BLOCK
    return found + 1


@compiled_for_vectors
def look_back_to_tops(
    blocks: tuple[int, int], lives: IntArray, height_m: float, room: FloatArray
) -> None:
    """Find the steepest lines from the receivers of some blocks back to the tops."""
    height = np.float32(height_m)
    for k in range(blocks[0], blocks[1], BLOCK):
        _look_near(TOPS, CURVED, TOPS_BACK, height, k, room)
    for n in range(lives.shape[0]):
        i = lives[n, 0]
        d, top = room[DISTANCE + i], room[TOPS + i] - height
        for k in range(max(lives[n, 1], blocks[0]), min(lives[n, 2], blocks[1]), BLOCK):
            here = room[k:]
            for r in range(BLOCK):
                away = here[DISTANCE + r] - d
                line = (top - here[CURVED + r]) / away
                best = here[TOPS_BACK + r]
                is_better = line > best and away > _ZERO
                here[TOPS_BACK + r] = line if is_better else best


@compiled_for_vectors
def look_back_to_ground(
    blocks: tuple[int, int], lives: IntArray, height_m: float, room: FloatArray
) -> None:
    """Find the steepest lines from the receivers back to the ground, both ways."""
    height = np.float32(height_m)
    for k in range(blocks[0], blocks[1], BLOCK):
        _look_near(GROUND, GROUND, GROUND_BACK, height, k, room)
        _look_near_and_tell(height, k, room)
    for n in range(lives.shape[0]):
        i = lives[n, 0]
        d, ground = room[DISTANCE + i], room[GROUND + i] - height
        curved = room[CURVED + i] - height
        for k in range(max(lives[n, 1], blocks[0]), min(lives[n, 2], blocks[1]), BLOCK):
            here = room[k:]
            for r in range(BLOCK):
                away = here[DISTANCE + r] - d
                per_km = _ONE / away
                is_before = away > _ZERO
                line, best = (curved - here[CURVED + r]) * per_km, here[CURVED_BACK + r]
                is_better = line > best and is_before
                here[AWAY + r] = away if is_better else here[AWAY + r]
                here[CURVED_BACK + r] = line if is_better else best
                line, best = (ground - here[GROUND + r]) * per_km, here[GROUND_BACK + r]
                here[GROUND_BACK + r] = line if line > best and is_before else best


@inlined
def _look_near(
    row: int, receivers: int, result: int, height: Single, k: int, room: FloatArray
) -> None:
    """Try the nearest points, four at a time."""
    here = room[k:]
    for r in range(BLOCK):
        here[result + r] = _LOW
    for away in range(1, NEAR, 4):
        p0, p1 = room[PER_KM + away], room[PER_KM + away + 1]
        p2, p3 = room[PER_KM + away + 2], room[PER_KM + away + 3]
        # A slice that begins with the farthest, so that no place is negative.
        near = here[NEAR - 3 - away :]
        for r in range(BLOCK):
            receiver = here[receivers + r] + height
            a = (near[row - NEAR + 3 + r] - receiver) * p0
            b = (near[row - NEAR + 2 + r] - receiver) * p1
            c = (near[row - NEAR + 1 + r] - receiver) * p2
            d = (near[row - NEAR + r] - receiver) * p3
            a, c = max(b, a), max(d, c)
            a, best = max(c, a), here[result + r]
            here[result + r] = max(best, a)


@inlined
def _look_near_and_tell(height: Single, k: int, room: FloatArray) -> None:
    """Try the nearest points, and keep how far away the best one is."""
    here = room[k:]
    for r in range(BLOCK):
        here[CURVED_BACK + r], here[AWAY + r] = _LOW, _ZERO
    for away in range(1, NEAR, 2):
        p0, p1 = room[PER_KM + away], room[PER_KM + away + 1]
        d0, d1 = room[DISTANCE + away], room[DISTANCE + away + 1]
        near = here[NEAR - 1 - away :]
        for r in range(BLOCK):
            receiver = here[CURVED + r] + height
            a = (near[CURVED - NEAR + 1 + r] - receiver) * p0
            b = (near[CURVED - NEAR + r] - receiver) * p1
            best, place = here[CURVED_BACK + r], here[AWAY + r]
            place = d0 if a > best else place
            best = max(best, a)
            here[AWAY + r] = d1 if b > best else place
            here[CURVED_BACK + r] = max(best, b)


@compiled_for_vectors
def look_over(
    blocks: tuple[int, int], lives: IntArray, mast_m: float, room: FloatArray
) -> None:
    """Find what rises most over the lines from an antenna to the receivers."""
    mast = np.float32(mast_m)
    for k in range(blocks[0], blocks[1], BLOCK):
        here = room[k:]
        for r in range(BLOCK):
            best, slope = _LOW, here[SLOPE + r]
            for away in range(1, NEAR + 1):
                over = here[GROUND + r - away] - slope * here[DISTANCE + r - away]
                best = max(best, over)
            here[OVER + r] = best - mast
    for n in range(lives.shape[0]):
        i = lives[n, 0]
        ground, distance = room[GROUND + i], room[DISTANCE + i]
        for k in range(max(lives[n, 1], blocks[0]), min(lives[n, 2], blocks[1]), BLOCK):
            here = room[k:]
            for r in range(BLOCK):
                over = ground - here[SLOPE + r] * distance - mast
                best = here[OVER + r]
                is_better = over > best and here[DISTANCE + r] > distance
                here[OVER + r] = over if is_better else best


@compiled
def see_from_mast(last: int, mast_m: float, room: FloatArray) -> None:
    """Find the steepest lines from an antenna to what stands before each receiver."""
    mast = np.float32(mast_m)
    tops = curved = ground = _LOW
    place = _ZERO
    for k in range(1, last + 1):
        room[TOPS_OUT + k], room[CURVED_OUT + k] = tops, curved
        room[OUT + k], room[GROUND_OUT + k] = place, ground
        per_km = room[PER_KM + k]
        line = (room[TOPS + k] - mast) * per_km
        tops = max(tops, line)
        line = (room[GROUND + k] - mast) * per_km
        ground = max(ground, line)
        line = (room[CURVED + k] - mast) * per_km
        if line > curved:
            curved, place = line, room[DISTANCE + k]
