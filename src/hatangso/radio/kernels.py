# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - a compiled function takes no keyword-only arguments
"""Compiled kernels: Rec. ITU-R P.1812-8 along a radial and along a single path.

The plain form of all formulas is in ``itu_p1812``, with the same names; the two agree
to 1e-5 dB. ``radial_kernel`` is the fast form of the walk along a radial.

They look at every point of every path. Distances are in km and heights in m. All that
does not depend on the frequency is computed once per receiver and kept in a row of
``GEOMETRY`` numbers; a diffraction parameter nu is kept without the wavelength (times
the square root of it).
"""

import numpy as np

from hatangso.compiling import compiled
from hatangso.radio.layers import HORIZONS, fill_horizons, find_horizons, joined_db
from hatangso.radio.scene import PathBatch, RadialFan, Scene
from hatangso.units import FloatArray, IntArray

__all__ = [
    "BAND",
    "GEOMETRY",
    "HALF",
    "OBSTACLE",
    "evaluate_paths",
    "evaluate_radials",
    "sample_profile",
]

HALF = 0.5
# Columns of a row of geometry.
_SLANT_KM, _NU_ACTUAL, _NU_SMOOTH, _HTE, _HRE, _HSPH, _HREQ, _ROOT_A = range(8)
_HTS, _HRS, _HST, _HSR, _FAR = range(8, 13)
# What lies beyond diffraction fills the rest when it is asked for.
GEOMETRY = _FAR + HORIZONS
# Columns of a band: constants that depend on the frequency alone.
BAND = 8
_FREE_DB, _BY_ROOT_WAVELENGTH, _K, _X, _Y, _GHZ, _SCATTER_DB, _COUPLING_DB = range(BAND)
# Columns of an obstacle.
OBSTACLE = 5
_IS_SIGHT, _PLACE, _TOP, _EXCESS, _RISE = range(OBSTACLE)

_SHORTEST_KM = 0.25
# Closer than this the loss of free space does not fall any more.
_NEAREST_KM = 1e-3
_FEWEST_STEPS = 4
_NU_CLEAR = -0.78
_X_FAR = 1.6
_B_HIGH = 2.0
# In natural logarithms, 10 log10 and 20 log10.
_DB10 = 10 / np.log(10.0)
_DB20 = 20 / np.log(10.0)


@compiled
def _ground_m(elevation_m: FloatArray, row: float, col: float) -> float:
    """Return the ground by bilinear interpolation, NaN outside or beside a void."""
    rows, cols = elevation_m.shape
    # The outer half of the outermost cells takes the height of their centres.
    if not (-HALF <= row <= rows - HALF and -HALF <= col <= cols - HALF):
        return np.nan
    row = min(max(row, 0.0), rows - 1.0)
    col = min(max(col, 0.0), cols - 1.0)
    i = min(int(row), rows - 2)
    j = min(int(col), cols - 2)
    down, right = row - i, col - j
    top = elevation_m[i, j] * (1 - right) + elevation_m[i, j + 1] * right
    bottom = elevation_m[i + 1, j] * (1 - right) + elevation_m[i + 1, j + 1] * right
    return top * (1 - down) + bottom * down


@compiled
def _standing_m(clutter_m: FloatArray, row: float, col: float) -> float:
    """Return the clutter of the nearest cell; the place is known to be inside."""
    rows, cols = clutter_m.shape
    i = min(max(int(row + 0.5), 0), rows - 1)
    j = min(max(int(col + 0.5), 0), cols - 1)
    return np.float64(clutter_m[i, j])


@compiled
def _knife_edge_db(nu: float) -> float:
    if nu <= _NU_CLEAR:
        return 0.0
    apart = nu - 0.1
    return 6.9 + _DB20 * np.log(np.sqrt(apart * apart + 1) + apart)


@compiled
def _bullington_db(nu: float, length: float) -> float:
    edge_db = _knife_edge_db(nu)
    if edge_db == 0.0:
        return 0.0
    return edge_db + (1 - np.exp(-edge_db / 6)) * (10 + 0.02 * length)


@compiled
def _height_gain_db(b: float, floor_db: float) -> float:
    if b > _B_HIGH:
        gain = 17.6 * np.sqrt(b - 1.1) - 0.5 * _DB10 * np.log(b - 1.1) - 8
    else:
        gain = _DB20 * np.log(b * (1 + 0.1 * b * b))
    return max(gain, floor_db)


@compiled
def _first_term_db(length: float, geometry: FloatArray, band: FloatArray) -> float:
    hte, hre, root_a = geometry[_HTE], geometry[_HRE], geometry[_ROOT_A]
    k = band[_K] / root_a
    k2 = k * k
    beta = (1 + 1.6 * k2 + 0.67 * k2 * k2) / (1 + 4.5 * k2 + 1.53 * k2 * k2)
    x = band[_X] * beta * length / (root_a * root_a)
    b = band[_Y] * beta * beta / root_a
    if x >= _X_FAR:
        fx = 11 + _DB10 * np.log(x) - 17.6 * x
    else:
        log_x = np.log(x)
        fx = -_DB20 * log_x - 5.6488 * np.exp(1.425 * log_x)
    floor_db = 2 + _DB20 * np.log(k)
    return -fx - _height_gain_db(b * hte, floor_db) - _height_gain_db(b * hre, floor_db)


@compiled
def _loss_db(
    scene: Scene,
    ground: FloatArray,
    k: int,
    step: float,
    geometry: FloatArray,
    b: int,
) -> float:
    """Return the basic transmission loss of a receiver for one band (eq 69)."""
    band = scene.bands[b]
    free_db = band[_FREE_DB] + _DB20 * np.log(geometry[_SLANT_KM])
    if _is_short(k, k * step):
        return free_db
    bent_db = free_db + _diffraction_db(scene, k, step, geometry, b)
    if bent_db == free_db:
        return free_db
    row = geometry[_FAR:]
    if np.isnan(row[0]):
        antennas = (geometry[_HTS], geometry[_HRS])
        fit = (geometry[_HST], geometry[_HSR])
        bulge = scene.bulge
        seen = find_horizons(ground, k, step, bulge, antennas)
        fill_horizons(row, ground, k, step, bulge, antennas, fit, seen)
    air = (scene.surface_refractivity_n, scene.latitude_deg)
    own = (band[_GHZ], band[_SCATTER_DB], band[_COUPLING_DB])
    return joined_db(row, k * step, scene.bulge, air, own, (free_db, bent_db))


@compiled
def _diffraction_db(
    scene: Scene, k: int, step: float, geometry: FloatArray, b: int
) -> float:
    """Return the loss by diffraction, Ld50 (eq 39)."""
    band, length = scene.bands[b], k * step
    root = band[_BY_ROOT_WAVELENGTH]
    loss_db = _bullington_db(geometry[_NU_ACTUAL] * root, length)
    hsph, hreq = geometry[_HSPH], geometry[_HREQ] / root
    if hsph > hreq:
        return loss_db
    sphere_db = _first_term_db(length, geometry, band) * (1 - hsph / hreq)
    if sphere_db > 0:
        if np.isnan(geometry[_NU_SMOOTH]):
            geometry[_NU_SMOOTH] = _smooth_nu(scene, k, step, geometry)
        smooth_db = _bullington_db(geometry[_NU_SMOOTH] * root, length)
        loss_db += max(sphere_db - smooth_db, 0.0)
    return loss_db


@compiled
def _is_short(k: int, length: float) -> bool:
    return length < _SHORTEST_KM or k < _FEWEST_STEPS


@compiled
def _crossing_nu(
    hts: float, hrs: float, stim: float, srim: float, length: float, step: float
) -> float:
    """Return nu at the crossing of the two horizon lines (eq 18 and 19)."""
    both = stim + srim
    dbp = (hrs - hts + srim * length) / both if both > 0 else step
    dbp = min(max(dbp, step), length - step)
    excess = (stim - (hrs - hts) / length) * dbp
    return excess * np.sqrt(0.002 * length / (dbp * (length - dbp)))


@compiled
def _smooth_slope(scene: Scene, k: int, step: float, height: float) -> float:
    """Return the steepest line from an antenna to a smooth Earth (eq 13 and 17)."""
    near = int(np.sqrt(height / scene.bulge) / step)
    i = min(max(near, 1), k - 1)
    j = min(i + 1, k - 1)
    nearer = scene.bulge * (k - i) * step - height / (i * step)
    return max(nearer, scene.bulge * (k - j) * step - height / (j * step))


@compiled
def _smooth_clearance(
    scene: Scene, k: int, step: float, i: int, hte: float, tilt: float
) -> float:
    """Return nu of point i over a smooth Earth but for a factor (eq 15)."""
    d, away = i * step, (k - i) * step
    over = scene.bulge * d * away - hte - tilt * d
    return over * scene.roots[i] * scene.roots[k - i]


@compiled
def _smooth_nu(scene: Scene, k: int, step: float, geometry: FloatArray) -> float:
    """Return nu of the smooth Earth's Bullington construction.

    Over a smooth Earth every quantity has a single peak along the path, so that a step
    or two from its analytic place finds the greatest point.
    """
    hte, hre, length = geometry[_HTE], geometry[_HRE], k * step
    tilt = (hre - hte) / length
    stim = _smooth_slope(scene, k, step, hte)
    if stim >= tilt:
        srim = _smooth_slope(scene, k, step, hre)
        return _crossing_nu(hte, hre, stim, srim, length, step)
    i = min(max(int(k * hte / (hte + hre) + 0.5), 1), k - 1)
    best = _smooth_clearance(scene, k, step, i, hte, tilt)
    for way in (1, -1):
        while 1 <= i + way <= k - 1:
            value = _smooth_clearance(scene, k, step, i + way, hte, tilt)
            if value <= best:
                break
            best = value
            i += way
    return best * np.sqrt(0.002 * length) / step


@compiled
def _fill_geometry(
    geometry: FloatArray,
    length: float,
    bulge: float,
    antennas: tuple[float, float],
    ends: tuple[float, float],
    fit: tuple[float, float, float, float, float],
    nu_actual: float,
) -> None:
    """Fill a row of geometry.

    ``antennas`` are hts and hrs; ``ends`` is the ground there; ``fit`` is v1, v2, hobs
    and its two angles (eq 83 to 89 and 22 to 27).
    """
    hts, hrs = antennas
    v1, v2, hobs, alpha_t, alpha_r = fit
    hst = (2 * v1 * length - v2) / (length * length)
    hsr = (v2 - v1 * length) / (length * length)
    geometry[_HTS], geometry[_HRS], geometry[_HST], geometry[_HSR] = hts, hrs, hst, hsr
    geometry[_FAR] = np.nan
    if hobs > 0:
        hst -= hobs * alpha_t / (alpha_t + alpha_r)
        hsr -= hobs * alpha_r / (alpha_t + alpha_r)
    hte, hre = hts - min(hst, ends[0]), hrs - min(hsr, ends[1])
    geometry[_NU_ACTUAL], geometry[_NU_SMOOTH] = nu_actual, np.nan
    geometry[_HTE], geometry[_HRE] = hte, hre
    a = 500 / bulge
    root_t, root_r = np.sqrt(hte), np.sqrt(hre)
    if length >= np.sqrt(0.002 * a) * (root_t + root_r):
        geometry[_HSPH], geometry[_HREQ] = 0.0, 1.0
        geometry[_ROOT_A] = np.cbrt(a)
        return
    tilt = (hte - hre) / (hte + hre)
    mc = 250 * length * length / (a * (hte + hre))
    turn = 1.5 * tilt * np.sqrt(3 * mc / (mc + 1) ** 3)
    angle = np.pi / 3 + np.arccos(min(max(turn, -1.0), 1.0)) / 3
    b = 2 * np.sqrt((mc + 1) / (3 * mc)) * np.cos(angle)
    d1 = length / 2 * (1 + b)
    d2 = length - d1
    left, right = (hte - bulge * d1 * d1) * d2, (hre - bulge * d2 * d2) * d1
    geometry[_HSPH] = (left + right) / length
    geometry[_HREQ] = 17.456 * np.sqrt(d1 * d2 / length)
    geometry[_ROOT_A] = np.cbrt(500 * (length / (root_t + root_r)) ** 2)


@compiled
def _slant_km(length: float, hts: float, hrs: float) -> float:
    return max(np.sqrt(length * length + ((hts - hrs) * 1e-3) ** 2), _NEAREST_KM)


@compiled
def sample_profile(
    scene: Scene,
    start: tuple[float, float],
    end: tuple[float, float],
    ground_m: FloatArray,
    standing_m: FloatArray,
) -> bool:
    """Fill the ground and the clutter of a straight path; False when some is missing.

    Both results have one element per point; the clutter of the ends is 0.
    """
    steps = ground_m.size - 1
    for i in range(steps + 1):
        row = start[0] + (end[0] - start[0]) * i / steps
        col = start[1] + (end[1] - start[1]) * i / steps
        ground_m[i] = _ground_m(scene.elevation_m, row, col)
        if np.isnan(ground_m[i]):
            return False
        is_between = 0 < i < steps
        standing_m[i] = _standing_m(scene.clutter_m, row, col) if is_between else 0.0
    return True


@compiled
def _scan_path(
    scene: Scene,
    h: FloatArray,
    r: FloatArray,
    step: float,
    antennas: tuple[float, float],
    geometry: FloatArray,
    obstacle: FloatArray,
) -> None:
    """Fill the geometry of a path and what stands in it, looking at every point."""
    hts, hrs = antennas
    k = h.size - 1
    length = k * step
    slope = (hrs - hts) / length
    stim = srim = alpha_t = alpha_r = hobs = excess = clearance = -1e300
    v1, v2, highest = 0.0, 0.0, 1
    for i in range(1, k + 1):
        d, away = i * step, (k - i) * step
        v1 += step * (h[i] + h[i - 1])
        v2 += step * (h[i] * (3 * d - step) + h[i - 1] * (3 * d - 2 * step))
        if i == k:
            break
        line = hts + slope * d
        bulged = h[i] + r[i] + scene.bulge * d * away
        stim, srim = max(stim, (bulged - hts) / d), max(srim, (bulged - hrs) / away)
        over = (bulged - line) * scene.roots[i] * scene.roots[k - i]
        clearance = max(clearance, over)
        if bulged - line > excess:
            excess, highest = bulged - line, i
        hobs = max(hobs, h[i] - line)
        alpha_t = max(alpha_t, (h[i] - line) / d)
        alpha_r = max(alpha_r, (h[i] - line) / away)
    is_sight = stim < slope
    if is_sight:
        nu = clearance * np.sqrt(0.002 * length) / step
    else:
        nu = _crossing_nu(hts, hrs, stim, srim, length, step)
    fit = (v1, v2, hobs, alpha_t, alpha_r)
    _fill_geometry(geometry, length, scene.bulge, antennas, (h[0], h[k]), fit, nu)
    obstacle[_IS_SIGHT] = 1.0 if is_sight else 0.0
    obstacle[_PLACE], obstacle[_TOP] = highest / k, h[highest] + r[highest]
    obstacle[_EXCESS], obstacle[_RISE] = excess, hrs + srim * length - hts


@compiled
def evaluate_paths(
    scene: Scene, batch: PathBatch, loss_db: FloatArray, obstacles: FloatArray
) -> None:
    """Fill losses and obstacles of many separate paths.

    Args:
        scene: Terrain, receivers and bands.
        batch: The paths.
        loss_db: The result, one per slot, left as it was where terrain is missing.
        obstacles: (path, ``OBSTACLE``), likewise: whether the path is in sight, and
            else the place of the worst obstacle (share of the path), its top above the
            sea, its excess over the line, and the rise that clears the whole path. A
            path too short for the Recommendation counts as in sight.
    """
    most = scene.roots.size
    h, r, geometry = np.empty(most), np.zeros(most), np.empty(GEOMETRY)
    for p in range(batch.lengths_m.size):
        length = batch.lengths_m[p] * 1e-3
        k = max(int(np.ceil(batch.lengths_m[p] / batch.step_m)), _FEWEST_STEPS)
        start = (batch.starts[p, 0], batch.starts[p, 1])
        end = (batch.ends[p, 0], batch.ends[p, 1])
        if not sample_profile(scene, start, end, h[: k + 1], r[: k + 1]):
            continue
        antennas = (h[0] + batch.heights_m[p], h[k] + scene.receiver_height_m)
        geometry[_SLANT_KM] = _slant_km(length, antennas[0], antennas[1])
        obstacles[p, _IS_SIGHT] = 1.0
        if not _is_short(k, length):
            ground, standing = h[: k + 1], r[: k + 1]
            obstacle = obstacles[p]
            _scan_path(
                scene, ground, standing, length / k, antennas, geometry, obstacle
            )
        for slot in range(batch.slots[p], batch.slots[p + 1]):
            b = batch.slot_band[slot]
            loss_db[slot] = _loss_db(scene, h, k, length / k, geometry, b)


@compiled
def _walk_radial(
    scene: Scene,
    fan: RadialFan,
    stride: tuple[float, float],
    span: IntArray,
    profile: FloatArray,
    loss_db: FloatArray,
) -> None:
    """Fill the losses of one radial, (band, step), each path from its beginning."""
    h, r, geometry, step = profile[0], profile[1], np.empty(GEOMETRY), fan.step_m * 1e-3
    for k in range(min(span[1], h.size)):
        row, col = fan.row + k * stride[0], fan.col + k * stride[1]
        h[k] = _ground_m(scene.elevation_m, row, col)
        if np.isnan(h[k]):
            loss_db[:, max(k, span[0]) : span[1]] = np.nan
            break
        r[k] = _standing_m(scene.clutter_m, row, col)
        if k < max(span[0], 1):
            continue
        for a in range(fan.heights_m.size):
            antennas = (h[0] + fan.heights_m[a], h[k] + scene.receiver_height_m)
            geometry[_SLANT_KM] = _slant_km(k * step, antennas[0], antennas[1])
            if not _is_short(k, k * step):
                obstacle, ground = np.empty(OBSTACLE), h[: k + 1]
                _scan_path(scene, ground, r, step, antennas, geometry, obstacle)
            for b in range(loss_db.shape[0]):
                if (fan.height_bits[a] >> b) & 1 == 1:
                    loss_db[b, k] = _loss_db(scene, h, k, step, geometry, b)


@compiled
def evaluate_radials(
    scene: Scene, fan: RadialFan, spans: IntArray, loss_db: FloatArray
) -> None:
    """Fill the losses from one mast on a polar lattice: the twin of ``evaluate_fan``.

    Args:
        scene: Terrain, receivers and bands.
        fan: The mast and its radials: the first runs north, the others clockwise.
        spans: First step and end of the steps wanted on each radial, (radial, 2).
        loss_db: Filled in the spans, (band, radial, step); NaN from the first missing
            terrain outwards.
    """
    radials = spans.shape[0]
    profile = np.empty((2, loss_db.shape[2]))
    for radial in range(radials):
        angle = 2 * np.pi * radial / radials
        stride = (
            -np.cos(angle) * fan.step_m / fan.cell_height_m,
            np.sin(angle) * fan.step_m / fan.cell_width_m,
        )
        span = spans[radial]
        _walk_radial(scene, fan, stride, span, profile, loss_db[:, radial])
