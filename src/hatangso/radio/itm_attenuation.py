# mypy: disable-error-code="no-any-return"

"""The reference attenuation of the Irregular Terrain Model: below free space, median.

It is one continuous curve over distance in three pieces: a line of sight up to the
smooth horizons, a straight line of diffraction behind them, and from where it is the
lower a straight line of scatter. All functions stand in one module, because a cached
kernel notices a change of its own file only. Lengths are in m, angles in radians.

Source:
    G. A. Hufford, The ITS Irregular Terrain Model, version 1.2.2: The Algorithm
    ("Alg" below), sections 3, 4 and 6; L. E. Vogler, The attenuation of
    electromagnetic waves by multiple knife-edge and rounded obstacles, NBS TN 1964,
    for the rounded Earth.
"""

from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.radio.itm_terrain import Terminals

__all__ = [
    "DIFFRACTION",
    "LINE_OF_SIGHT",
    "METRE_MHZ",
    "TROPOSCATTER",
    "Radio",
    "reference_attenuation_db",
]

# Pieces of the curve.
LINE_OF_SIGHT, DIFFRACTION, TROPOSCATTER = range(3)
# Frequency in MHz of the wave number 1/m, as the model rounds it (Alg 1.1).
METRE_MHZ = 47.7
# Radius of the Earth, and a third of it more, for the rounded Earth of Vogler.
_STANDARD_RADIUS_M = 4 / 3 * 6_370e3
_THIRD = 1 / 3
# 2.4 squared: where the two forms of the knife edge meet (Alg 6.1).
_NU2_FAR = 5.76
# Where scatter is observed.
_SCATTER_NEAR_M, _SCATTER_FAR_M = 200e3, 400e3
_NO_SCATTER_DB = 1000.0
_HIDDEN = 0.2
_MOST_FREQUENCY_GAIN_DB = 15.0
_LEAST_REFLECTION = 0.25
_SHORT_X, _LONG_X = 200.0, 2_000.0
_LEAST_K, _MOST_XW3 = 1e-5, 5_495.0
_NEVER_M = 10e6
_NEAR_BEND_M, _FAR_BEND_M = 10e3, 70e3


class Radio(NamedTuple):
    """The wave and what it meets.

    Attributes:
        frequency_mhz: Carrier frequency.
        earth_radius_m: Effective radius of the Earth, 1 / gamma_e.
        refractivity_n: At the surface, N_s.
        impedance: Of the ground, Z_g.
    """

    frequency_mhz: float
    earth_radius_m: float
    refractivity_n: float
    impedance: complex


class _Link(NamedTuple):
    """Radio and terminals, and what both make together.

    Attributes:
        radio: The wave.
        ends: The two antennas.
        wave_number: In 1/m, k.
        smooth_m: Sum of the horizons over a smooth Earth, d_Ls.
        horizon_m: Sum of the horizons, d_L.
        bend_rad: Sum of the angles, theta_e, not below that of a smooth Earth.
    """

    radio: Radio
    ends: Terminals
    wave_number: float
    smooth_m: float
    horizon_m: float
    bend_rad: float


@compiled
def _link(radio: Radio, ends: Terminals) -> _Link:
    # Alg (3.5) to (3.8).
    earth = radio.earth_radius_m
    smooth_m = np.sqrt(2 * ends.effective_m[0] * earth)
    smooth_m += np.sqrt(2 * ends.effective_m[1] * earth)
    horizon_m = ends.horizon_m[0] + ends.horizon_m[1]
    bend_rad = max(ends.angle_rad[0] + ends.angle_rad[1], -horizon_m / earth)
    wave_number = radio.frequency_mhz / METRE_MHZ
    return _Link(radio, ends, wave_number, smooth_m, horizon_m, bend_rad)


@compiled
def _roughness_at_m(ends: Terminals, distance_m: float) -> float:
    # Alg (3.9).
    return (1 - 0.8 * np.exp(-distance_m / 50e3)) * ends.roughness_m


@compiled
def _spread_m(roughness_m: float) -> float:
    """Return the standard deviation of heights within a Fresnel zone (Alg 3.10)."""
    return 0.78 * roughness_m * np.exp(-((roughness_m / 16) ** 0.25))


@compiled
def _knife_edge_db(nu_squared: float) -> float:
    # Alg (6.1).
    if nu_squared < _NU2_FAR:
        return 6.02 + 9.11 * np.sqrt(nu_squared) - 1.27 * nu_squared
    return 12.953 + 10 * np.log10(nu_squared)


@compiled
def _two_edges_db(link: _Link, distance_m: float, theta_rad: float) -> float:
    """Return the loss of a knife edge at each horizon (Alg 4.13 and 4.14)."""
    beyond_m = distance_m - link.horizon_m
    strength = 0.0795775 * link.wave_number * theta_rad**2 * beyond_m
    left_m, right_m = link.ends.horizon_m
    return _knife_edge_db(strength * left_m / (beyond_m + left_m)) + _knife_edge_db(
        strength * right_m / (beyond_m + right_m)
    )


@compiled
def _height_gain_db(x_km: float, k: float) -> float:
    """Return the gain of an antenna over the rounded Earth (Alg 6.4 to 6.6)."""
    if x_km < _SHORT_X:
        w = -np.log(k)
        if k < _LEAST_K or x_km * w**3 > _MOST_XW3:
            return 17.372 * np.log(x_km) - 117 if x_km > 1 else -117.0
        return 2.5e-5 * x_km**2 / k - 8.686 * w - 15
    gain_db = 0.05751 * x_km - 4.343 * np.log(x_km)
    if x_km < _LONG_X:
        w = 0.0134 * x_km * np.exp(-0.005 * x_km)
        gain_db = (1 - w) * gain_db + w * (17.372 * np.log(x_km) - 117)
    return gain_db


@compiled
def _rounded(link: _Link, radius_m: float, arc_m: float) -> tuple[float, float]:
    """Return the length of an arc in the units of Vogler, and K (Alg 4.16 to 4.18)."""
    f = link.radio.frequency_mhz
    c0 = (_STANDARD_RADIUS_M / radius_m) ** _THIRD
    k = 0.017778 * c0 * f**-_THIRD / abs(link.radio.impedance)
    return (1.607 - k) * c0 * c0 * f**_THIRD * arc_m / 1000, k


@compiled
def _rounded_earth_db(link: _Link, distance_m: float, theta_rad: float) -> float:
    """Return the loss over the arcs of both antennas and between the horizons."""
    ends = link.ends
    left_m, right_m = ends.horizon_m
    # Alg (4.15).
    x1, k1 = _rounded(link, 0.5 * left_m**2 / ends.effective_m[0], left_m)
    x2, k2 = _rounded(link, 0.5 * right_m**2 / ends.effective_m[1], right_m)
    radius_m = (distance_m - link.horizon_m) / theta_rad
    x0, _ = _rounded(link, radius_m, radius_m * theta_rad)
    # Alg (4.19), (4.20), (6.3) and (6.7).
    x0 += x1 + x2
    far_db = 0.05751 * x0 - 10 * np.log10(x0)
    return far_db - _height_gain_db(x1, k1) - _height_gain_db(x2, k2) - 20


@compiled
def _diffraction_db(link: _Link, distance_m: float) -> float:
    """Return the diffraction at a distance behind the horizons."""
    ends = link.ends
    # Alg (4.12).
    theta_rad = link.bend_rad + distance_m / link.radio.earth_radius_m
    rounded_db = _rounded_earth_db(link, distance_m, theta_rad)
    edges_db = _two_edges_db(link, distance_m, theta_rad)
    # Alg (4.10): what stands around the antennas.
    product_m2 = ends.height_m[0] * ends.height_m[1]
    spread_m = _spread_m(_roughness_at_m(ends, link.smooth_m))
    cover = 1e-5 * product_m2 * link.radio.frequency_mhz * spread_m
    cover_db = min(_MOST_FREQUENCY_GAIN_DB, 5 * np.log10(1 + cover))
    # Alg (4.9).
    gained_m2 = ends.effective_m[0] * ends.effective_m[1] - product_m2
    ratio = np.sqrt(1 + gained_m2 / (product_m2 + ends.added_m2))
    bent_m = link.bend_rad * link.radio.earth_radius_m + link.horizon_m
    ratio += bent_m / distance_m
    rough = min(_roughness_at_m(ends, distance_m) * link.wave_number, 6283.2)
    weight = 25.1 / (25.1 + np.sqrt(ratio * rough))
    # Alg (4.11).
    return weight * rounded_db + (1 - weight) * edges_db + cover_db


@compiled
def _diffraction_line(link: _Link) -> tuple[float, float]:
    """Return slope per m and intercept of the line of diffraction."""
    # Alg (4.2) to (4.8).
    radio = link.radio
    unit_m = (radio.earth_radius_m**2 / radio.frequency_mhz) ** _THIRD
    near_m = max(link.smooth_m, link.horizon_m + 5 * unit_m)
    far_m = near_m + 10 * unit_m
    near_db = _diffraction_db(link, near_m)
    slope = (_diffraction_db(link, far_m) - near_db) / (far_m - near_m)
    return slope, near_db - slope * near_m


@compiled
def _two_rays_db(link: _Link, distance_m: float) -> float:
    """Return the loss by the ray that the ground reflects (Alg 4.46 to 4.51)."""
    h1, h2 = link.ends.effective_m
    spread_m = _spread_m(_roughness_at_m(link.ends, distance_m))
    impedance = link.radio.impedance
    sine = (h1 + h2) / np.sqrt(distance_m**2 + (h1 + h2) ** 2)
    scattered = np.exp(-min(10.0, link.wave_number * spread_m * sine))
    reflection = (sine - impedance) / (sine + impedance) * scattered
    power = reflection.real**2 + reflection.imag**2
    if power < _LEAST_REFLECTION or power < sine:
        reflection *= np.sqrt(sine / power)
    phase = 2 * link.wave_number * h1 * h2 / distance_m
    if phase > np.pi / 2:
        phase = np.pi - (np.pi / 2) ** 2 / phase
    real = np.cos(phase) + reflection.real
    imaginary = -np.sin(phase) + reflection.imag
    return -10 * np.log10(real**2 + imaginary**2)


@compiled
def _sight_db(link: _Link, distance_m: float, slope: float, intercept: float) -> float:
    """Return the attenuation in sight: two rays, mixed with extended diffraction."""
    # Alg (4.43) to (4.45).
    rough = link.radio.frequency_mhz * link.ends.roughness_m
    weight = 1 / (1 + rough / max(10e3, link.smooth_m))
    rays_db = _two_rays_db(link, distance_m)
    return weight * rays_db + (1 - weight) * (slope * distance_m + intercept)


@compiled
def _sight_curve(
    link: _Link, slope: float, intercept: float
) -> tuple[float, float, float]:
    """Return constant, factor of d and factor of ln d of the curve in sight."""
    # Alg (4.28) to (4.42).
    d2 = link.smooth_m
    a2 = slope * d2 + intercept
    h1, h2 = link.ends.effective_m
    d0 = 0.04 * link.radio.frequency_mhz * h1 * h2
    if intercept >= 0:
        d0 = min(d0, 0.5 * link.horizon_m)
        d1 = d0 + 0.25 * (link.horizon_m - d0)
    else:
        d1 = max(-intercept / slope, 0.25 * link.horizon_m)
    a1 = _sight_db(link, d1, slope, intercept)
    k1 = k2 = 0.0
    is_bent = False
    if d0 < d1:
        a0 = _sight_db(link, d0, slope, intercept)
        log20 = np.log(d2 / d0)
        k2 = (d2 - d0) * (a1 - a0) - (d1 - d0) * (a2 - a0)
        k2 = max(0.0, k2 / ((d2 - d0) * np.log(d1 / d0) - (d1 - d0) * log20))
        is_bent = intercept >= 0 or k2 > 0
        if is_bent:
            k1 = (a2 - a0 - k2 * log20) / (d2 - d0)
            if k1 < 0:
                k1 = 0.0
                k2 = max(a2 - a0, 0.0) / log20
                if k2 == 0:
                    k1 = slope
    if not is_bent:
        k2 = 0.0
        k1 = max(a2 - a1, 0.0) / (d2 - d1)
        if k1 == 0:
            k1 = slope
    return a2 - k1 * d2 - k2 * np.log(d2), k1, k2


@compiled
def _frequency_gain_at_db(r: float, level: int) -> float:
    a = (25.0, 80.0, 177.0, 395.0, 705.0)[level]
    b = (24.0, 45.0, 68.0, 80.0, 105.0)[level]
    return 10 * np.log10(1 + b / r**2 + a / r**4)


@compiled
def _frequency_gain_db(r: float, eta: float) -> float:
    """Return H_00 of one antenna, for eta from 1 to 5 (Alg 6.13)."""
    eta = min(max(eta, 1.0), 5.0)
    level = int(eta)
    rest = eta - level
    gain_db = _frequency_gain_at_db(r, level - 1)
    if rest > 0:
        gain_db = (1 - rest) * gain_db + rest * _frequency_gain_at_db(r, level)
    return gain_db


@compiled
def _attenuation_function_db(angle_distance_m: float) -> float:
    """Return F of the angular distance times the distance (Alg 6.9)."""
    x = angle_distance_m
    if x <= _NEAR_BEND_M:
        return 133.4 + 0.332e-3 * x - 10 * np.log10(x)
    if x <= _FAR_BEND_M:
        return 104.6 + 0.212e-3 * x - 2.5 * np.log10(x)
    return 71.8 + 0.157e-3 * x + 5 * np.log10(x)


@compiled
def _scatter_gain_db(link: _Link, distance_m: float, previous_db: float) -> float:
    """Return H_0, the loss of low antennas; NaN where scatter cannot be."""
    ends, d = link.ends, distance_m
    # Alg (4.61) and (4.62).
    theta = ends.angle_rad[0] + ends.angle_rad[1] + d / link.radio.earth_radius_m
    r1 = 2 * link.wave_number * theta * ends.effective_m[0]
    r2 = 2 * link.wave_number * theta * ends.effective_m[1]
    if r1 < _HIDDEN and r2 < _HIDDEN:
        return np.nan
    apart_m = ends.horizon_m[0] - ends.horizon_m[1]
    ratio = ends.effective_m[1] / ends.effective_m[0]
    if apart_m < 0:
        apart_m, ratio = -apart_m, 1 / ratio
    # Alg (4.65) to (4.67).
    s = (d - apart_m) / (d + apart_m)
    q = min(max(0.1, ratio / s), 10.0)
    s = max(0.1, s)
    crossing_m = (d - apart_m) * (d + apart_m) * theta * 0.25 / d
    n = link.radio.refractivity_n
    eta = 0.031 - 2.32e-3 * n + 5.67e-6 * n * n
    eta = 1 + eta * np.exp(-(min(1.7, crossing_m / 8e3) ** 6))
    eta *= crossing_m / 1.7556e3
    # Alg (6.10) to (6.12).
    gain_db = (_frequency_gain_db(r1, eta) + _frequency_gain_db(r2, eta)) / 2
    more_db = 6 * (0.6 - np.log10(max(eta, 1.0))) * np.log10(s) * np.log10(q)
    gain_db = max(gain_db + min(gain_db, more_db), 0.0)
    if eta < 1:
        # Alg (6.14).
        root2 = np.sqrt(2.0)
        low = ((1 + root2 / r1) * (1 + root2 / r2)) ** 2
        low *= (r1 + r2) / (r1 + r2 + 2 * root2)
        gain_db = eta * gain_db + (1 - eta) * 10 * np.log10(low)
    if gain_db > _MOST_FREQUENCY_GAIN_DB and previous_db >= 0:
        return previous_db
    return gain_db


@compiled
def _scatter_db(
    link: _Link, distance_m: float, previous_db: float
) -> tuple[float, float]:
    """Return the scatter at a distance, and its H_0.

    Where H_0 of the distance before was too great to be true, that one is kept.
    """
    gain_db = previous_db
    if previous_db <= _MOST_FREQUENCY_GAIN_DB:
        gain_db = _scatter_gain_db(link, distance_m, previous_db)
        if np.isnan(gain_db):
            return _NO_SCATTER_DB, previous_db
    # Alg (4.60), (4.63) and (6.8).
    theta = link.bend_rad + distance_m / link.radio.earth_radius_m
    loss_db = _attenuation_function_db(theta * distance_m)
    loss_db += 10 * np.log10(link.wave_number * METRE_MHZ * theta**4)
    refraction = link.radio.refractivity_n - 301
    loss_db -= 0.1 * refraction * np.exp(-theta * distance_m / 40e3)
    return loss_db + gain_db, gain_db


@compiled
def _scatter_line(
    link: _Link, slope: float, intercept: float
) -> tuple[float, float, float]:
    """Return slope, intercept and first distance of the line of scatter."""
    # Alg (4.52) to (4.59).
    near_m = link.horizon_m + _SCATTER_NEAR_M
    far_m = link.horizon_m + _SCATTER_FAR_M
    far_db, gain_db = _scatter_db(link, far_m, -1.0)
    near_db, _ = _scatter_db(link, near_m, gain_db)
    if near_db >= _NO_SCATTER_DB:
        return slope, intercept, _NEVER_M
    scatter = (far_db - near_db) / (far_m - near_m)
    radio = link.radio
    unit_m = (radio.earth_radius_m**2 / radio.frequency_mhz) ** _THIRD
    first_m = max(
        link.smooth_m,
        link.horizon_m + 1.088 * unit_m * np.log(radio.frequency_mhz),
        (near_db - intercept - scatter * near_m) / (slope - scatter),
    )
    return scatter, (slope - scatter) * first_m + intercept, first_m


@compiled
def reference_attenuation_db(
    radio: Radio, ends: Terminals, distance_m: float
) -> tuple[float, int]:
    """Return the reference attenuation, never below 0, and the piece it lies on."""
    # Alg (4.1).
    link = _link(radio, ends)
    slope, intercept = _diffraction_line(link)
    if distance_m < link.smooth_m:
        constant, k1, k2 = _sight_curve(link, slope, intercept)
        loss_db = constant + k1 * distance_m + k2 * np.log(distance_m)
        return max(loss_db, 0.0), LINE_OF_SIGHT
    scatter, base_db, first_m = _scatter_line(link, slope, intercept)
    if distance_m > first_m:
        return max(scatter * distance_m + base_db, 0.0), TROPOSCATTER
    return max(slope * distance_m + intercept, 0.0), DIFFRACTION
