"""Compiled kernels: Rec. ITU-R P.1812-8 along a radial and along a single path.

Every compiled function lives in this one module: a cached kernel notices a change of
its own file only, so a kernel that calls into another file could outlive it. The plain
form of all formulas is in ``itu_p1812``, with the same names; the two agree to 1e-6 dB.

Distances are in km and heights in m. All that does not depend on the frequency is
computed once per receiver and kept in a row of ``GEOMETRY`` numbers; a diffraction
parameter nu is kept without the wavelength (times the square root of it).

Source:
    The incremental forms follow from writing the height of a point above the bulge of
    the Earth as w = g - c d^2 with c = 500 / ae: the transmitter's steepest line is then
    a running maximum, the receiver's is a tangent to the upper convex hull of w, and
    the fit of the smooth Earth is two running sums.
"""

from typing import Any

import numpy as np
from numba import njit

from hatangso.units import FloatArray

__all__ = [
    "BAND",
    "GEOMETRY",
    "OBSTACLE",
    "evaluate_paths",
    "evaluate_radials",
    "fill_ground",
    "reciprocal_roots",
    "sample_profile",
]

# Columns of a row of geometry.
GEOMETRY = 8
_SLANT_KM, _NU_ACTUAL, _NU_SMOOTH, _HTE, _HRE, _HSPH, _HREQ, _ROOT_A = range(GEOMETRY)
# Columns of a band: constants that depend on the frequency alone.
BAND = 5
_FREE_DB, _BY_ROOT_WAVELENGTH, _K, _X, _Y = range(BAND)
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
_OPTIONS: dict[str, Any] = {"nogil": True, "cache": True, "error_model": "numpy"}


def reciprocal_roots(steps: int) -> FloatArray:
    """Return 1/sqrt(j) for j = 0 to ``steps``, with 0 for j = 0."""
    roots = np.zeros(steps + 1)
    roots[1:] = 1 / np.sqrt(np.arange(1, steps + 1))
    return roots


@njit(**_OPTIONS)
def _ground_m(elevation_m, row, col):
    """Return the ground by bilinear interpolation, NaN outside or beside a void."""
    rows, cols = elevation_m.shape
    is_inside = (
        row >= -0.5 and row <= rows - 0.5 and col >= -0.5 and col <= cols - 0.5
    )
    if not is_inside:
        return np.nan
    row = min(max(row, 0.0), rows - 1.0)
    col = min(max(col, 0.0), cols - 1.0)
    i = min(int(row), rows - 2)
    j = min(int(col), cols - 2)
    down, right = row - i, col - j
    top = elevation_m[i, j] * (1 - right) + elevation_m[i, j + 1] * right
    bottom = elevation_m[i + 1, j] * (1 - right) + elevation_m[i + 1, j + 1] * right
    return top * (1 - down) + bottom * down


@njit(**_OPTIONS)
def fill_ground(elevation_m, rows, cols, ground_m):
    """Fill the ground under fractional rows and columns, NaN where there is none."""
    for i in range(rows.size):
        ground_m[i] = _ground_m(elevation_m, rows[i], cols[i])


@njit(**_OPTIONS)
def _standing_m(clutter_m, row, col):
    """Return the clutter of the nearest cell; the place is known to be inside."""
    rows, cols = clutter_m.shape
    i = min(max(int(row + 0.5), 0), rows - 1)
    j = min(max(int(col + 0.5), 0), cols - 1)
    return np.float64(clutter_m[i, j])


@njit(**_OPTIONS)
def _knife_edge_db(nu):
    if nu <= _NU_CLEAR:
        return 0.0
    apart = nu - 0.1
    return 6.9 + _DB20 * np.log(np.sqrt(apart * apart + 1) + apart)


@njit(**_OPTIONS)
def _bullington_db(nu, length):
    edge_db = _knife_edge_db(nu)
    if edge_db == 0.0:
        return 0.0
    return edge_db + (1 - np.exp(-edge_db / 6)) * (10 + 0.02 * length)


@njit(**_OPTIONS)
def _height_gain_db(b, floor_db):
    if b > _B_HIGH:
        gain = 17.6 * np.sqrt(b - 1.1) - 0.5 * _DB10 * np.log(b - 1.1) - 8
    else:
        gain = _DB20 * np.log(b * (1 + 0.1 * b * b))
    return max(gain, floor_db)


@njit(**_OPTIONS)
def _first_term_db(length, hte, hre, root_a, band):
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


@njit(**_OPTIONS)
def _loss_db(length, geometry, band):
    """Return the basic transmission loss of a receiver for one band (eq 42)."""
    root = band[_BY_ROOT_WAVELENGTH]
    actual_db = _bullington_db(geometry[_NU_ACTUAL] * root, length)
    loss_db = band[_FREE_DB] + _DB20 * np.log(geometry[_SLANT_KM]) + actual_db
    hsph, hreq = geometry[_HSPH], geometry[_HREQ] / root
    if hsph > hreq:
        return loss_db
    sphere_db = _first_term_db(
        length, geometry[_HTE], geometry[_HRE], geometry[_ROOT_A], band
    )
    sphere_db *= 1 - hsph / hreq
    if sphere_db > 0:
        smooth_db = _bullington_db(geometry[_NU_SMOOTH] * root, length)
        loss_db += max(sphere_db - smooth_db, 0.0)
    return loss_db


@njit(**_OPTIONS)
def _crossing_nu(hts, hrs, stim, srim, length, step):
    """Return nu at the crossing of the two horizon lines (eq 18 and 19)."""
    both = stim + srim
    dbp = (hrs - hts + srim * length) / both if both > 0 else step
    dbp = min(max(dbp, step), length - step)
    excess = (stim - (hrs - hts) / length) * dbp
    return excess * np.sqrt(0.002 * length / (dbp * (length - dbp)))


@njit(**_OPTIONS)
def _smooth_clearance(i, k, step, c, hte, tilt, roots):
    """Return nu of point i over the smooth Earth but for a factor (eq 15)."""
    d, away = i * step, (k - i) * step
    return (c * d * away - hte - tilt * d) * roots[i] * roots[k - i]


@njit(**_OPTIONS)
def _smooth_nu(hte, hre, k, step, c, roots):
    """Return nu of the smooth Earth's Bullington construction.

    Over a smooth Earth every quantity has a single peak along the path, so that a step
    or two from its analytic place finds the greatest point.
    """
    length = k * step
    tilt = (hre - hte) / length
    i = min(max(int(np.sqrt(hte / c) / step), 1), k - 1)
    j = min(i + 1, k - 1)
    stim = max(
        c * (k - i) * step - hte / (i * step), c * (k - j) * step - hte / (j * step)
    )
    if stim >= tilt:
        i = min(max(int(np.sqrt(hre / c) / step), 1), k - 1)
        j = min(i + 1, k - 1)
        srim = max(
            c * (k - i) * step - hre / (i * step), c * (k - j) * step - hre / (j * step)
        )
        return _crossing_nu(hte, hre, stim, srim, length, step)
    i = min(max(int(k * hte / (hte + hre) + 0.5), 1), k - 1)
    best = _smooth_clearance(i, k, step, c, hte, tilt, roots)
    for way in (1, -1):
        while 1 <= i + way <= k - 1:
            value = _smooth_clearance(i + way, k, step, c, hte, tilt, roots)
            if value <= best:
                break
            best = value
            i += way
    return best * np.sqrt(0.002 * length) / step


@njit(**_OPTIONS)
def _fill_geometry(geometry, k, step, c, antennas, ends, fit, nu_actual, roots):
    """Fill a row of geometry.

    ``antennas`` are hts and hrs; ``ends`` the ground at the ends; ``fit`` is hst, hsr,
    hobs and its two angles.
    """
    length = k * step
    hts, hrs = antennas
    hst, hsr, hobs, alpha_t, alpha_r = fit
    if hobs > 0:
        hst -= hobs * alpha_t / (alpha_t + alpha_r)
        hsr -= hobs * alpha_r / (alpha_t + alpha_r)
    hte, hre = hts - min(hst, ends[0]), hrs - min(hsr, ends[1])
    geometry[_SLANT_KM] = np.sqrt(length * length + ((hts - hrs) * 1e-3) ** 2)
    geometry[_NU_ACTUAL] = nu_actual
    geometry[_HTE], geometry[_HRE] = hte, hre
    a = 500 / c
    root_t, root_r = np.sqrt(hte), np.sqrt(hre)
    if length >= np.sqrt(0.002 * a) * (root_t + root_r):
        geometry[_HSPH], geometry[_HREQ] = 0.0, 1.0
        geometry[_ROOT_A] = np.cbrt(a)
    else:
        tilt = (hte - hre) / (hte + hre)
        mc = 250 * length * length / (a * (hte + hre))
        turn = 1.5 * tilt * np.sqrt(3 * mc / (mc + 1) ** 3)
        angle = np.pi / 3 + np.arccos(min(max(turn, -1.0), 1.0)) / 3
        b = 2 * np.sqrt((mc + 1) / (3 * mc)) * np.cos(angle)
        d1 = length / 2 * (1 + b)
        d2 = length - d1
        left, right = (hte - c * d1 * d1) * d2, (hre - c * d2 * d2) * d1
        geometry[_HSPH] = (left + right) / length
        geometry[_HREQ] = 17.456 * np.sqrt(d1 * d2 / length)
        geometry[_ROOT_A] = np.cbrt(500 * (length / (root_t + root_r)) ** 2)
    geometry[_NU_SMOOTH] = _smooth_nu(hte, hre, k, step, c, roots)


@njit(nogil=True, cache=True, error_model="numpy", fastmath={"nnan", "nsz", "contract"})
def _greatest_clearance(w, k, step, slope, hts, roots):
    """Return nu of the point that rises most into a clear path, but for a factor."""
    best = -1e300
    for i in range(1, k):
        value = (w[i] - hts + slope * i * step) * (roots[i] * roots[k - i])
        best = max(value, best)
    return best


@njit(**_OPTIONS)
def _push(hull_x, hull_y, size, x, y):
    """Add a point to the right of an upper hull; return the hull's new size."""
    while size > 1:
        run, rise = hull_x[size - 1] - hull_x[size - 2], hull_y[size - 1] - hull_y[size - 2]
        if rise * (x - hull_x[size - 1]) > (y - hull_y[size - 1]) * run:
            break
        size -= 1
    hull_x[size], hull_y[size] = x, y
    return size + 1


@njit(**_OPTIONS)
def _tangent(hull_x, hull_y, size, x, y):
    """Return the greatest (hull_y - y) / (x - hull_x): the tangent from the right."""
    best = (hull_y[size - 1] - y) / (x - hull_x[size - 1])
    for i in range(size - 2, -1, -1):
        value = (hull_y[i] - y) / (x - hull_x[i])
        if value < best:
            break
        best = value
    return best


@njit(**_OPTIONS)
def _highest(hull_x, hull_y, size, slope):
    """Return the greatest hull_y - slope hull_x."""
    low, high = 0, size - 1
    while low < high:
        middle = (low + high) // 2
        rise = hull_y[middle + 1] - hull_y[middle]
        if rise > slope * (hull_x[middle + 1] - hull_x[middle]):
            low = middle + 1
        else:
            high = middle
    return hull_y[low] - slope * hull_x[low]


@njit(**_OPTIONS)
def _walk_radial(
    elevation_m,
    clutter_m,
    start,
    stride,
    step,
    c,
    heights_m,
    receiver_height_m,
    bands,
    band_height,
    needed,
    roots,
    store,
    loss_db,
):
    """Walk one radial outwards and fill its losses; ``store`` is scratch space."""
    w, hull_x, hull_w, ground_x, ground_h, geometry = store
    last = needed.size - 1
    while last > 0 and needed[last] == 0:
        last -= 1
    h0 = _ground_m(elevation_m, start[0], start[1])
    steepest = np.full(heights_m.size, -1e300)
    steepest_h = np.full(heights_m.size, -1e300)
    before, v1, v2 = h0, 0.0, 0.0
    size = ground_size = 0
    for k in range(1, last + 1):
        row, col = start[0] + k * stride[0], start[1] + k * stride[1]
        h = _ground_m(elevation_m, row, col)
        if np.isnan(h):
            _forget(loss_db, k, last, band_height.size)
            break
        d = k * step
        v1 += step * (h + before)
        v2 += step * (h * (3 * d - step) + before * (3 * d - 2 * step))
        before = h
        if needed[k] != 0:
            _fill_losses(
                loss_db, k, step, c, h0, h, heights_m, receiver_height_m, bands,
                band_height, needed[k], (v1, v2), steepest, steepest_h, size,
                ground_size, roots, store,
            )  # fmt: skip
        w[k] = h + _standing_m(clutter_m, row, col) - c * d * d
        for a in range(heights_m.size):
            hts = h0 + heights_m[a]
            steepest[a] = max(steepest[a], (w[k] - hts) / d)
            steepest_h[a] = max(steepest_h[a], (h - hts) / d)
        size = _push(hull_x, hull_w, size, d, w[k])
        ground_size = _push(ground_x, ground_h, ground_size, d, h)


@njit(**_OPTIONS)
def _forget(loss_db, first, last, bands):
    for b in range(bands):
        for k in range(first, last + 1):
            loss_db[b, k] = np.nan


@njit(**_OPTIONS)
def _fill_losses(
    loss_db,
    k,
    step,
    c,
    h0,
    h,
    heights_m,
    receiver_height_m,
    bands,
    band_height,
    needed,
    sums,
    steepest,
    steepest_h,
    size,
    ground_size,
    roots,
    store,
):
    """Fill the losses of one receiver of a radial for all antennas and bands."""
    w, hull_x, hull_w, ground_x, ground_h, geometry = store
    length = k * step
    hrs = h + receiver_height_m
    is_short = length < _SHORTEST_KM or k < _FEWEST_STEPS
    srim = hst = hsr = slant = 0.0
    if not is_short:
        srim = _tangent(hull_x, hull_w, size, length, hrs - c * length * length)
        srim -= c * length
        hst = (2 * sums[0] * length - sums[1]) / (length * length)
        hsr = (sums[1] - sums[0] * length) / (length * length)
    for a in range(heights_m.size):
        hts = h0 + heights_m[a]
        slope = (hrs - hts) / length
        is_wanted = False
        for b in range(band_height.size):
            is_wanted |= band_height[b] == a and (needed >> b) & 1 == 1
        if not is_wanted:
            continue
        if is_short:
            slant = max(np.sqrt(length * length + ((hts - hrs) * 1e-3) ** 2), _NEAREST_KM)
        else:
            stim = steepest[a] + c * length
            if stim < slope:
                nu = _greatest_clearance(w, k, step, c * length - slope, hts, roots)
                nu *= np.sqrt(0.002 * length) / step
            else:
                nu = _crossing_nu(hts, hrs, stim, srim, length, step)
            alpha_t = steepest_h[a] - slope
            hobs = alpha_r = 0.0
            if alpha_t > 0:
                hobs = _highest(ground_x, ground_h, ground_size, slope) - hts
                alpha_r = _tangent(ground_x, ground_h, ground_size, length, hrs) + slope
            fit = (hst, hsr, hobs, alpha_t, alpha_r)
            _fill_geometry(
                geometry, k, step, c, (hts, hrs), (h0, h), fit, nu, roots
            )
        for b in range(band_height.size):
            if band_height[b] != a or (needed >> b) & 1 == 0:
                continue
            if is_short:
                loss_db[b, k] = bands[b, _FREE_DB] + _DB20 * np.log(slant)
            else:
                loss_db[b, k] = _loss_db(length, geometry, bands[b])


@njit(**_OPTIONS)
def evaluate_radials(
    elevation_m,
    clutter_m,
    start,
    cell_size_m,
    step_m,
    ae_km,
    heights_m,
    receiver_height_m,
    bands,
    band_height,
    needed,
    roots,
    loss_db,
):
    """Fill the losses from one mast on a polar lattice.

    Args:
        elevation_m: Ground, (row, col), float32.
        clutter_m: Clutter, the same.
        start: Fractional row and column of the mast.
        cell_size_m: Width and height of a cell.
        step_m: Distance between the points of a radial.
        ae_km: Effective Earth radius.
        heights_m: Antennas above the ground.
        receiver_height_m: Receivers above the ground.
        bands: Constants of each band, (band, ``BAND``).
        band_height: Index into ``heights_m`` of each band.
        needed: Bit b of (radial, step) asks for band b there; int64. The first radial
            runs north, the others follow clockwise.
        roots: ``reciprocal_roots`` of at least the number of steps.
        loss_db: The result, (band, radial, step); what is not asked for may be left
            as it was, what lies behind missing terrain is NaN.
    """
    radials, steps = needed.shape
    store = (
        np.empty(steps),
        np.empty(steps),
        np.empty(steps),
        np.empty(steps),
        np.empty(steps),
        np.empty(GEOMETRY),
    )
    for radial in range(radials):
        angle = 2 * np.pi * radial / radials
        stride = (
            -np.cos(angle) * step_m / cell_size_m[1],
            np.sin(angle) * step_m / cell_size_m[0],
        )
        _walk_radial(
            elevation_m,
            clutter_m,
            start,
            stride,
            step_m * 1e-3,
            500 / ae_km,
            heights_m,
            receiver_height_m,
            bands,
            band_height,
            needed[radial],
            roots,
            store,
            loss_db[:, radial],
        )


@njit(**_OPTIONS)
def sample_profile(elevation_m, clutter_m, start, end, ground_m, standing_m):
    """Fill the ground and the clutter of a straight path; False when some is missing.

    Both results have one element per point; the clutter of the ends is 0.
    """
    steps = ground_m.size - 1
    for i in range(steps + 1):
        row = start[0] + (end[0] - start[0]) * i / steps
        col = start[1] + (end[1] - start[1]) * i / steps
        ground_m[i] = _ground_m(elevation_m, row, col)
        if np.isnan(ground_m[i]):
            return False
        is_between = 0 < i < steps
        standing_m[i] = _standing_m(clutter_m, row, col) if is_between else 0.0
    return True


@njit(**_OPTIONS)
def _scan_path(h, r, step, c, hts, hrs, roots, geometry, obstacle):
    """Fill the geometry of a path and what stands in it, looking at every point."""
    k = h.size - 1
    length = k * step
    slope = (hrs - hts) / length
    stim = srim = alpha_t = alpha_r = hobs = excess = clearance = -1e300
    v1 = v2 = 0.0
    highest = 0
    for i in range(1, k + 1):
        d = i * step
        v1 += step * (h[i] + h[i - 1])
        v2 += step * (h[i] * (3 * d - step) + h[i - 1] * (3 * d - 2 * step))
        if i == k:
            break
        away = (k - i) * step
        line = hts + slope * d
        bulged = h[i] + r[i] + c * d * away
        stim = max(stim, (bulged - hts) / d)
        srim = max(srim, (bulged - hrs) / away)
        clearance = max(clearance, (bulged - line) * roots[i] * roots[k - i])
        if bulged - line > excess:
            excess, highest = bulged - line, i
        above = h[i] - line
        hobs = max(hobs, above)
        alpha_t, alpha_r = max(alpha_t, above / d), max(alpha_r, above / away)
    is_sight = stim < slope
    if is_sight:
        nu = clearance * np.sqrt(0.002 * length) / step
    else:
        nu = _crossing_nu(hts, hrs, stim, srim, length, step)
    hst = (2 * v1 * length - v2) / (length * length)
    hsr = (v2 - v1 * length) / (length * length)
    fit = (hst, hsr, hobs, alpha_t, alpha_r)
    _fill_geometry(geometry, k, step, c, (hts, hrs), (h[0], h[k]), fit, nu, roots)
    obstacle[_IS_SIGHT] = 1.0 if is_sight else 0.0
    obstacle[_PLACE] = highest / k
    obstacle[_TOP] = h[highest] + r[highest]
    obstacle[_EXCESS] = excess
    obstacle[_RISE] = hrs + srim * length - hts


@njit(**_OPTIONS)
def evaluate_paths(
    elevation_m,
    clutter_m,
    starts,
    ends,
    lengths_m,
    heights_m,
    receiver_height_m,
    step_m,
    ae_km,
    bands,
    slots,
    slot_band,
    roots,
    loss_db,
    obstacles,
):
    """Fill losses and obstacles of many separate paths.

    Args:
        elevation_m: Ground, (row, col), float32.
        clutter_m: Clutter, the same.
        starts: Fractional row and column of each transmitter, (path, 2).
        ends: The same of the receivers.
        lengths_m: Length of each path.
        heights_m: Transmitting antenna of each path above the ground.
        receiver_height_m: Receivers above the ground.
        step_m: Longest distance between two points of a path.
        ae_km: Effective Earth radius.
        bands: Constants of each band, (band, ``BAND``).
        slots: Path p has the results from ``slots[p]`` to before ``slots[p + 1]``.
        slot_band: Band of each result.
        roots: ``reciprocal_roots`` of at least the steps of the longest path.
        loss_db: The result, left as it was where terrain is missing.
        obstacles: (path, ``OBSTACLE``): whether the path is in sight, and else the
            place of the worst obstacle (share of the path), its top above the sea,
            its excess over the line, and the rise that clears the whole path. A path
            too short for the Recommendation counts as in sight.
    """
    most = roots.size
    h, r, geometry = np.empty(most), np.zeros(most), np.empty(GEOMETRY)
    for p in range(lengths_m.size):
        length = lengths_m[p] * 1e-3
        k = max(int(np.ceil(lengths_m[p] / step_m)), _FEWEST_STEPS)
        start, end = (starts[p, 0], starts[p, 1]), (ends[p, 0], ends[p, 1])
        ground, standing = h[: k + 1], r[: k + 1]
        if not sample_profile(elevation_m, clutter_m, start, end, ground, standing):
            continue
        hts, hrs = ground[0] + heights_m[p], ground[k] + receiver_height_m
        obstacles[p, _IS_SIGHT] = 1.0
        if length < _SHORTEST_KM:
            slant = max(np.sqrt(length * length + ((hts - hrs) * 1e-3) ** 2), _NEAREST_KM)
        else:
            _scan_path(
                ground, standing, length / k, 500 / ae_km, hts, hrs, roots, geometry,
                obstacles[p],
            )  # fmt: skip
        for slot in range(slots[p], slots[p + 1]):
            band = bands[slot_band[slot]]
            if length < _SHORTEST_KM:
                loss_db[slot] = band[_FREE_DB] + _DB20 * np.log(slant)
            else:
                loss_db[slot] = _loss_db(length, geometry, band)
