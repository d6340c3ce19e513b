# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - a compiled function takes no keyword-only arguments
"""How the attenuation of the Irregular Terrain Model varies: time, place, situation.

All functions of this module that call each other stand here, because a cached kernel
notices a change of its own file only. Lengths are in m.

Source:
    G. A. Hufford, The ITS Irregular Terrain Model, version 1.2.2: The Algorithm
    ("Alg" below), section 5, with its table of climates.
"""

from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.radio.itm_attenuation import METRE_MHZ, Radio
from hatangso.radio.itm_terrain import Terminals
from hatangso.units import FloatArray

__all__ = ["Spread", "deviate", "varied_attenuation_db"]

# One row per climate 1 to 7. Columns of the curves: c1 and c2 in dB, x1, x2 and x3 in
# km. First the median, then the standard deviations of bad and of good times.
_MEDIAN = np.array(
    [
        (-9.67, 12.7, 144.9, 190.3, 133.8),
        (-0.62, 9.19, 228.9, 205.2, 143.6),
        (1.26, 15.5, 262.6, 185.2, 99.8),
        (-9.21, 9.05, 84.1, 101.1, 98.6),
        (-0.62, 9.19, 228.9, 205.2, 143.6),
        (-0.39, 2.86, 141.7, 315.9, 167.4),
        (3.15, 857.9, 2222.0, 164.8, 116.3),
    ]
)
_BAD_TIMES = np.array(
    [
        (2.13, 159.5, 762.2, 123.6, 94.5),
        (2.66, 7.67, 100.4, 172.5, 136.4),
        (6.11, 6.65, 138.2, 242.2, 178.6),
        (1.98, 13.11, 139.1, 132.7, 193.5),
        (2.68, 7.16, 93.7, 186.8, 133.5),
        (6.86, 10.38, 187.8, 169.6, 108.9),
        (8.51, 169.8, 609.8, 119.9, 106.6),
    ]
)
_GOOD_TIMES = np.array(
    [
        (2.11, 102.3, 636.9, 134.8, 95.6),
        (6.87, 15.53, 138.7, 143.7, 98.6),
        (10.08, 9.60, 165.3, 225.7, 129.7),
        (3.68, 159.3, 464.4, 93.1, 94.2),
        (4.75, 8.12, 93.2, 135.9, 113.4),
        (8.58, 13.97, 216.0, 152.0, 122.7),
        (8.43, 8.19, 136.2, 188.5, 122.9),
    ]
)
# C_D and z_D: how good times grow when they are rare, and from where on (Alg 5.8).
_RARE_TIMES = np.array(
    [
        (1.224, 1.282),
        (0.801, 2.161),
        (1.380, 1.282),
        (1.000, 20.0),
        (1.224, 1.282),
        (1.518, 1.282),
        (1.518, 1.282),
    ]
)
# How bad and good times depend on the frequency: b1 + b2 / ((b3 q)^2 + 1).
_FREQUENCY_BAD = np.array(
    [
        (1.0, 0.0, 0.0),
        (1.0, 0.0, 0.0),
        (1.0, 0.0, 0.0),
        (1.0, 0.0, 0.0),
        (0.92, 0.25, 1.77),
        (1.0, 0.0, 0.0),
        (1.0, 0.0, 0.0),
    ]
)
_FREQUENCY_GOOD = np.array(
    [
        (1.0, 0.0, 0.0),
        (0.93, 0.31, 2.00),
        (1.0, 0.0, 0.0),
        (0.93, 0.19, 1.79),
        (0.93, 0.31, 2.00),
        (1.0, 0.0, 0.0),
        (1.0, 0.0, 0.0),
    ]
)
# Modes of variability that fold deviates together.
_SINGLE_MESSAGE, _ACCIDENTAL, _MOBILE = range(3)
# Radius of an Earth whose horizons count as clear, and a length at 1/m (Alg 5.3).
_CLEAR_RADIUS_M = 9_000e3
_CLEAR_M3 = 575.7e12
_CLEAR_SPAN_M = 130e3


class Spread(NamedTuple):
    """How many standard deviations from the median: positive means more signal.

    Attributes:
        time: Of the time, z_T.
        location: Of the locations, z_L.
        situation: Of the situations, z_S.
        mode: Which of them are folded together: 0 single message, 1 accidental,
            2 mobile, 3 broadcast.
        has_location: Whether locations vary.
        has_situation: Whether situations vary.
    """

    time: float
    location: float
    situation: float
    mode: int
    has_location: bool
    has_situation: bool


@compiled
def deviate(exceeded_ratio: float) -> float:
    """Return the standard normal deviate that is exceeded with such a probability.

    It is the rational approximation that the model uses, good to 0.00045.

    Source:
        C. Hastings; M. Abramowitz and I. A. Stegun, Handbook of Mathematical
        Functions, 26.2.23.
    """
    tail = min(exceeded_ratio, 1 - exceeded_ratio)
    t = np.sqrt(-2 * np.log(tail))
    above = (0.010328 * t + 0.802853) * t + 2.515516
    below = ((0.001308 * t + 0.189269) * t + 1.432788) * t + 1
    z = t - above / below
    return z if tail == exceeded_ratio else -z


@compiled
def _curve_db(row: FloatArray, distance_m: float) -> float:
    """Return a curve over the effective distance (Alg 5.5)."""
    c1, c2, x1, x2, x3 = row
    d = distance_m / 1000
    grown = (d / x1) ** 2
    return (c1 + c2 / (1 + ((d - x2) / x3) ** 2)) * grown / (1 + grown)


@compiled
def _effective_distance_m(
    ends: Terminals, wave_number: float, distance_m: float
) -> float:
    # Alg (5.3) and (5.4).
    clear_m = (_CLEAR_M3 / wave_number) ** (1 / 3)
    for height_m in ends.effective_m:
        clear_m += np.sqrt(2 * _CLEAR_RADIUS_M * height_m)
    if distance_m < clear_m:
        return _CLEAR_SPAN_M * distance_m / clear_m
    return _CLEAR_SPAN_M + distance_m - clear_m


@compiled
def _time_deviation_db(
    climate: int, wave_number: float, distance_m: float, z: float
) -> float:
    """Return the standard deviation in time, other for bad times than for good."""
    # Alg (5.6) to (5.8).
    q = np.log(0.133 * wave_number)
    if z < 0:
        b1, b2, b3 = _FREQUENCY_BAD[climate - 1]
        bad_db = _curve_db(_BAD_TIMES[climate - 1], distance_m)
        return bad_db * (b1 + b2 / ((b3 * q) ** 2 + 1))
    b1, b2, b3 = _FREQUENCY_GOOD[climate - 1]
    good_db = _curve_db(_GOOD_TIMES[climate - 1], distance_m)
    good_db *= b1 + b2 / ((b3 * q) ** 2 + 1)
    c_d, z_d = _RARE_TIMES[climate - 1]
    if z <= z_d:
        return good_db
    return good_db * (c_d + (1 - c_d) * z_d / z)


@compiled
def _place_deviation_db(
    ends: Terminals, wave_number: float, distance_m: float
) -> float:
    rough = (1 - 0.8 * np.exp(-distance_m / 50e3)) * ends.roughness_m * wave_number
    return 10 * rough / (rough + 13)


@compiled
def varied_attenuation_db(
    attenuation_db: float,
    radio: Radio,
    ends: Terminals,
    distance_m: float,
    climate: int,
    spread: Spread,
) -> float:
    """Return the attenuation that is not exceeded with the given probabilities."""
    z_t, z_l, z_s = spread.time, spread.location, spread.situation
    mode, wave_number = spread.mode, radio.frequency_mhz / METRE_MHZ
    if mode == _SINGLE_MESSAGE:
        z_t = z_l = z_s
    elif mode == _ACCIDENTAL:
        z_l = z_s
    elif mode == _MOBILE:
        z_l = z_t
    far_m = _effective_distance_m(ends, wave_number, distance_m)
    s_t = _time_deviation_db(climate, wave_number, far_m, z_t)
    s_l = (
        _place_deviation_db(ends, wave_number, distance_m)
        if spread.has_location
        else 0.0
    )
    v_s = (5 + 3 * np.exp(-far_m / 100e3)) ** 2 if spread.has_situation else 0.0
    y_t, y_l = s_t * z_t, s_l * z_l
    v_s += y_t**2 / (7.8 + z_s**2) + y_l**2 / (24 + z_s**2)
    if mode == _SINGLE_MESSAGE:
        shift_db, s_s = 0.0, np.sqrt(s_t**2 + s_l**2 + v_s)
    elif mode == _ACCIDENTAL:
        shift_db, s_s = y_t, np.sqrt(s_l**2 + v_s)
    elif mode == _MOBILE:
        shift_db, s_s = np.sqrt(s_t**2 + s_l**2) * z_t, np.sqrt(v_s)
    else:
        shift_db, s_s = y_t + y_l, np.sqrt(v_s)
    median_db = _curve_db(_MEDIAN[climate - 1], far_m)
    varied_db = attenuation_db - median_db - shift_db - s_s * z_s
    if varied_db < 0:
        varied_db *= (29 - varied_db) / (29 - 10 * varied_db)
    return varied_db
