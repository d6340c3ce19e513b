# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - a compiled function takes no keyword-only arguments
"""Compiled: the receivers of a block and their losses, for ``radial_kernel``.

The formulas of ``kernels`` and ``layers`` without a branch, so that 16 receivers are
computed at once. Of the loss by layers there is only a bound: where it might matter,
``radial_kernel`` computes the loss in full. The rows are those of ``radial_profile``.
"""

import numpy as np

from hatangso.compiling import compiled_for_vectors, inlined
from hatangso.radio import radial_profile as rows
from hatangso.radio.radial_profile import BLOCK
from hatangso.radio.single_precision import Single, arctan, exp2, log2
from hatangso.units import FloatArray

__all__ = [
    "clearance",
    "fill_crossings",
    "fill_far",
    "fill_heights",
    "fill_losses",
    "fill_slopes",
    "fill_sphere",
]

_ZERO, _HALF, _ONE, _TWO = (np.float32(x) for x in (0, 0.5, 1, 2))
_LOW, _TINY = np.float32(-1e30), np.float32(1e-30)
_MILLI = np.float32(1e-3)
# 10 and 20 log10 in terms of log2, and 10^(x/10) in terms of 2^x.
_DB10, _DB20 = np.float32(10 * np.log10(2)), np.float32(20 * np.log10(2))
_PER_DB10 = np.float32(np.log2(10) / 10)
_PER_E = np.float32(np.log2(np.e))


@compiled_for_vectors
def fill_slopes(mast_m: float, height_m: float, here: FloatArray) -> None:
    """Fill the slope of the line from an antenna to each receiver."""
    rise = np.float32(height_m - mast_m)
    for r in range(BLOCK):
        here[rows.SLOPE + r] = (here[rows.GROUND + r] + rise) * here[rows.PER_KM + r]


@compiled_for_vectors
def fill_crossings(
    antennas_m: tuple[float, float], bulge: float, step_km: float, here: FloatArray
) -> None:
    """Fill nu at the crossing of the two horizon lines, and who is in sight."""
    mast, height = np.float32(antennas_m[0]), np.float32(antennas_m[1])
    c, s = np.float32(bulge), np.float32(step_km)
    milli2 = np.float32(0.002)
    for r in range(BLOCK):
        d, slope = here[rows.DISTANCE + r], here[rows.SLOPE + r]
        rise = here[rows.GROUND + r] + (height - mast)
        stim, srim = here[rows.TOPS_OUT + r] + c * d, here[rows.TOPS_BACK + r] - c * d
        both = stim + srim
        place = (rise + srim * d) / both if both > _TINY else s
        place = max(s, place)
        away = d - place
        away = max(s, away)
        place = d - away
        nu = (stim - slope) * place * np.sqrt(milli2 * d / (place * away))
        here[rows.NU + r] = nu
        here[rows.IS_SIGHT + r] = _ONE if stim < slope else _ZERO
        slant = rise * _MILLI
        here[rows.SLANT_DB + r] = _DB10 * log2(d * d + slant * slant)


@compiled_for_vectors
def clearance(
    k: int, last: int, mast_m: float, step_km: float, bulge: float, room: FloatArray
) -> Single:
    """Return nu of the point that rises most into a clear path."""
    mast = np.float32(mast_m)
    d = room[rows.DISTANCE + k]
    rise = np.float32(bulge) * d - room[rows.SLOPE + k]
    for i in range(BLOCK):
        room[rows.SCRATCH + i] = _LOW
    for block in range(0, k, BLOCK):
        # Slices, so that no place in them can be negative.
        here, back = room[block:], room[rows.ROOTS_BACK + last - k + block :]
        for i in range(BLOCK):
            over = here[rows.TOPS + i] - mast + rise * here[rows.DISTANCE + i]
            over *= here[rows.ROOTS + i] * back[i]
            over = over if here[rows.DISTANCE + i] < d else _LOW
            best = room[rows.SCRATCH + i]
            room[rows.SCRATCH + i] = max(best, over)
    best = _LOW
    for half in (BLOCK // 2, BLOCK // 4):
        right = room[rows.SCRATCH + half :]
        for i in range(half):
            left = room[rows.SCRATCH + i]
            room[rows.SCRATCH + i] = max(right[i], left)
    for i in range(BLOCK // 4):
        best = max(best, room[rows.SCRATCH + i])
    return best * np.sqrt(np.float32(0.002) * d) / np.float32(step_km)


@compiled_for_vectors
def fill_heights(
    antennas_m: tuple[float, float], floor_m: float, here: FloatArray
) -> None:
    """Fill the heights of the antennas above the smooth Earth (eq 87 to 89)."""
    mast, height = np.float32(antennas_m[0]), np.float32(antennas_m[1])
    floor = np.float32(floor_m)
    for r in range(BLOCK):
        slope, ground = here[rows.SLOPE + r], here[rows.GROUND + r]
        alpha_t, alpha_r = here[rows.GROUND_OUT + r] - slope, here[rows.GROUND_BACK + r]
        alpha_r += slope
        hobs = here[rows.OVER + r]
        both = alpha_t + alpha_r
        part = alpha_t / both if both > _TINY else _HALF
        hobs = max(_ZERO, hobs)
        hst = here[rows.HST + r] - hobs * part
        hsr = here[rows.HSR + r] - hobs * (_ONE - part)
        hst, hsr = min(floor, hst), min(ground, hsr)
        here[rows.HTE + r] = mast - hst
        here[rows.HRE + r] = ground + height - hsr


@inlined
def _closest(c: Single, m: Single) -> Single:
    """Return b of eq (24): the root of m b^3 - (m + 1) b + c = 0 between -1 and 1."""
    b = c / (m + _ONE)
    for _ in range(5):
        square = b * b
        b -= (b * (m * square - m - _ONE) + c) / (
            np.float32(3) * m * square - m - _ONE - np.float32(1e-3)
        )
    return b


@inlined
def _smooth_slope(h: Single, d: Single, c: Single, s: Single) -> Single:
    """Return the steepest line from an antenna to a smooth Earth (eq 13 and 17)."""
    near = np.floor(np.sqrt(h / c) / s + np.float32(1e-4)) * s
    first = max(s, near)
    first = min(d - s, first)
    second = min(d - s, first + s)
    a, b = c * (d - first) - h / first, c * (d - second) - h / second
    return max(b, a)


@inlined
def _smooth_clearance(
    place: Single, d: Single, s: Single, c: Single, hte: Single, tilt: Single
) -> Single:
    """Return nu of a point over a smooth Earth but for a factor (eq 15)."""
    place = max(s, place)
    away = d - place
    away = max(s, away)
    place = d - away
    over = c * place * away - hte - tilt * place
    return over * np.sqrt(_ONE / (place * away))


@compiled_for_vectors
def fill_sphere(bulge: float, step_km: float, here: FloatArray) -> None:
    """Fill what the losses of the smooth Earth need."""
    c, s = np.float32(bulge), np.float32(step_km)
    radius, milli2 = np.float32(500 / bulge), np.float32(0.002)
    for r in range(BLOCK):
        hte, hre, d = here[rows.HTE + r], here[rows.HRE + r], here[rows.DISTANCE + r]
        roots = np.sqrt(hte) + np.sqrt(hre)
        is_beyond = d >= np.sqrt(milli2 * radius) * roots
        both = hte + hre
        m = _HALF * c * d * d / both
        b = _closest((hte - hre) / both, min(_TWO, m))
        d1 = _HALF * d * (_ONE + b)
        d2 = d - d1
        rise = (hte - c * d1 * d1) * d2 + (hre - c * d2 * d2) * d1
        clear = rise / (np.float32(17.456) * np.sqrt(d1 * d2 * d))
        here[rows.CLEAR + r] = _ZERO if is_beyond else clear
        part = d / roots
        a = radius if is_beyond else np.float32(500) * part * part
        here[rows.PER_ROOT_A + r] = exp2(log2(a) * np.float32(-1 / 3))
        tilt = (hre - hte) / d
        stim, srim = _smooth_slope(hte, d, c, s), _smooth_slope(hre, d, c, s)
        lines = stim + srim
        place = (hre - hte + srim * d) / lines if lines > _TINY else s
        place = max(s, place)
        away = d - place
        away = max(s, away)
        place = d - away
        hidden = (stim - tilt) * place * np.sqrt(milli2 * d / (place * away))
        before = np.floor(d1 / s) * s
        first = _smooth_clearance(before, d, s, c, hte, tilt)
        second = _smooth_clearance(before + s, d, s, c, hte, tilt)
        first = max(second, first)
        seen = first * np.sqrt(milli2 * d)
        here[rows.NU_SMOOTH + r] = hidden if stim >= tilt else seen


@compiled_for_vectors
def fill_far(bulge: float, refractivity_n: float, here: FloatArray) -> None:
    """Fill what lies beyond diffraction: scatter, and a bound of the layers."""
    c = np.float32(bulge)
    offset_db, shield = np.float32(-0.15 * refractivity_n), np.float32(0.1)
    along = np.float32(0.025 / bulge)
    for r in range(BLOCK):
        d, slope = here[rows.DISTANCE + r], here[rows.SLOPE + r]
        line = slope - c * d
        is_hidden = here[rows.CURVED_OUT + r] > line
        rise_t = here[rows.CURVED_OUT + r] if is_hidden else line
        rise_r = here[rows.CURVED_BACK + r] - _TWO * c * d
        rise_r = rise_r if is_hidden else -slope - c * d
        theta_t = np.float32(1e3) * arctan(_MILLI * rise_t)
        theta_r = np.float32(1e3) * arctan(_MILLI * rise_r)
        theta = _TWO * c * d + theta_t + theta_r
        here[rows.SCATTER + r] = _DB20 * log2(d) + np.float32(0.573) * theta + offset_db
        out, away = here[rows.OUT + r], here[rows.AWAY + r]
        both = out + away if is_hidden else d
        here[rows.LAYER + r] = _DB20 * log2(both) + here[rows.LEAST_DB + r]
        least_t = shield * out if is_hidden else _ZERO
        least_r = shield * away if is_hidden else _ZERO
        low_t = min(least_t, theta_t)
        low_r = min(least_r, theta_r)
        excess_t = theta_t - low_t if is_hidden else _ZERO
        excess_r = theta_r - low_r if is_hidden else _ZERO
        here[rows.SHIELD_T + r] = np.float32(0.361) * excess_t * np.sqrt(out)
        here[rows.SHIELD_R + r] = np.float32(0.361) * excess_r * np.sqrt(away)
        bent = along * (_TWO * c * d + low_t + low_r)
        here[rows.ALONG + r] = bent + np.float32(0.264) * (excess_t + excess_r)
        steps = np.float32(16) * _PER_E * (np.float32(0.3) - theta)
        here[rows.WEIGHT + r] = here[rows.SHARE + r] / (_ONE + exp2(steps))


@inlined
def _bullington_db(nu: Single, d: Single) -> Single:
    apart = nu - np.float32(0.1)
    power = log2(np.sqrt(apart * apart + _ONE) + apart)
    edge_db = np.float32(6.9) + _DB20 * power
    lost = _ONE - exp2(edge_db * (_PER_E * np.float32(-1 / 6)))
    db = edge_db + lost * (np.float32(10) + np.float32(0.02) * d)
    return db if nu > np.float32(-0.78) else _ZERO


@inlined
def _height_gain_db(b: Single, floor_db: Single) -> Single:
    is_high = b > _TWO
    over = b - np.float32(1.1)
    power = log2(over if is_high else b * (_ONE + np.float32(0.1) * b * b))
    over = over if is_high else _ONE
    high = np.float32(17.6) * np.sqrt(over) - _HALF * _DB10 * power - np.float32(8)
    gain = high if is_high else _DB20 * power
    return max(floor_db, gain)


@inlined
def _first_term_db(
    d: Single,
    heights_m: tuple[Single, Single],
    per_root_a: Single,
    band: tuple[Single, Single, Single],
) -> Single:
    """Return the loss of the first term of the residue series (4.3.3)."""
    k = band[0] * per_root_a
    k2 = k * k
    beta = _ONE + k2 * (np.float32(1.6) + np.float32(0.67) * k2)
    beta /= _ONE + k2 * (np.float32(4.5) + np.float32(1.53) * k2)
    x = band[1] * beta * d * per_root_a * per_root_a
    b = band[2] * beta * beta * per_root_a
    power = log2(x)
    far = np.float32(11) + _DB10 * power - np.float32(17.6) * x
    near = -_DB20 * power - np.float32(5.6488) * exp2(np.float32(1.425) * power)
    fx = far if x >= np.float32(1.6) else near
    floor_db = _TWO + _DB20 * log2(k)
    gain_db = _height_gain_db(b * heights_m[0], floor_db)
    return -fx - gain_db - _height_gain_db(b * heights_m[1], floor_db)


@compiled_for_vectors
def fill_losses(band: FloatArray, here: FloatArray) -> None:
    """Fill the losses for one band, and by how much layers may lower them."""
    free, root = np.float32(band[0]), np.float32(band[1])
    own = np.float32(band[2]), np.float32(band[3]), np.float32(band[4])
    root_f, cbrt_f = np.float32(np.sqrt(band[5])), np.float32(np.cbrt(band[5]))
    scatter, coupling = np.float32(band[6]), np.float32(band[7])
    for r in range(BLOCK):
        d, heights_m = here[rows.DISTANCE + r], (here[rows.HTE + r], here[rows.HRE + r])
        free_db = free + here[rows.SLANT_DB + r]
        bent_db = free_db + _bullington_db(here[rows.NU + r] * root, d)
        clear = here[rows.CLEAR + r] * root
        sphere_db = _first_term_db(d, heights_m, here[rows.PER_ROOT_A + r], own)
        sphere_db = sphere_db * (_ONE - clear)
        sphere_db -= _bullington_db(here[rows.NU_SMOOTH + r] * root, d)
        sphere_db = max(_ZERO, sphere_db)
        bent_db += sphere_db if clear <= _ONE else _ZERO
        scatter_db = scatter + here[rows.SCATTER + r]
        gap = bent_db - scatter_db
        least_db = scatter_db if gap > _ZERO else bent_db
        gap = gap if gap > _ZERO else -gap
        joined_db = least_db - _HALF * _DB10 * log2(
            _ONE + exp2(gap * (-_TWO * _PER_DB10))
        )
        here[rows.LOSS + r] = max(free_db, joined_db)
        here[rows.BENT + r] = bent_db - free_db
        shield = _ONE + root_f * here[rows.SHIELD_T + r]
        shield *= _ONE + root_f * here[rows.SHIELD_R + r]
        layer_db = coupling + here[rows.LAYER + r] + cbrt_f * here[rows.ALONG + r]
        layer_db += _DB20 * log2(shield)
        layer_db = max(free_db, layer_db)
        gain_db = bent_db - layer_db
        gain_db = max(_ZERO, gain_db)
        gain_db *= here[rows.WEIGHT + r]
        gap = bent_db - gain_db - scatter_db
        here[rows.GAIN + r] = gain_db / (_ONE + exp2(gap * (_TWO * _PER_DB10)))
