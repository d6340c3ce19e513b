# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - a compiled function takes no keyword-only arguments
"""Compiled: what lies beyond diffraction at half of the time, and the union with it.

Scatter in the troposphere and ducting limit the loss where diffraction alone would give
more: behind clutter, at low frequencies, far beyond the horizon. The plain form of all
formulas is in ``itu_p1812``. All ground counts as inland. Distances are in km, heights
in m, angles in mrad, frequencies in GHz and shares of the time in per cent.

Source:
    Rec. ITU-R P.1812-8, sections 3.6, 4.4 to 4.6 and Attachment 1, for p = 50 %.
"""

import numpy as np

from hatangso.compiling import compiled
from hatangso.units import FloatArray

__all__ = [
    "HORIZONS",
    "ROUGH_M",
    "angular_share",
    "duct_percent",
    "fill_horizons",
    "find_horizons",
    "joined_db",
    "layer_share",
    "variability_db",
]

# Columns of a row about the horizons: the angles of both and of the path, the distances
# to both, the effective heights over the smooth surface, and the roughness.
HORIZONS = 8
_THETA_T, _THETA_R, _THETA, _DLT, _DLR, _HTE, _HRE, _HM = range(HORIZONS)

ROUGH_M = 10.0
_SHIELD_MRAD_PER_KM = 0.1
_HALF_PERCENT = 50.0


@compiled
def duct_percent(latitude_deg: float, length_km: float) -> float:
    """Return beta0 over inland ground at latitudes up to 70 degrees (eq 2 to 5)."""
    phi, tau = abs(latitude_deg), 1 - np.exp(-4.12e-4 * length_km**2.41)
    near = 10 ** (-length_km / (16 - 6.6 * tau))
    mu1 = min((near + 10 ** (-5 * (0.496 + 0.354 * tau))) ** 0.2, 1.0)
    return 10 ** (-0.015 * phi + 1.67) * mu1 * mu1 ** (-0.935 + 0.0176 * phi)


@compiled
def variability_db(length_km: float, beta_percent: float) -> float:
    """Return A(50 %); the greater beta, the less (eq 53)."""
    log_beta = np.log10(beta_percent)
    growth = 9.51 - 4.8 * log_beta + 0.198 * log_beta**2
    gamma = 1.076 / (2.0058 - log_beta) ** 1.012
    gamma *= np.exp(-growth * 1e-6 * length_km**1.13)
    ratio = _HALF_PERCENT / beta_percent
    slope = 1.2 + 3.7e-3 * length_km
    return -12 + slope * np.log10(ratio) + 12 * ratio**gamma


@compiled
def layer_share(length_km: float) -> float:
    """Return how much of the gain by layers counts: 1 - Fk (eq 58)."""
    return 0.5 * (1 + np.tanh(1.5 * (length_km - 20) / 20))


@compiled
def angular_share(theta_mrad: float) -> float:
    """Return how far a path is out of line of sight: 1 - Fj (eq 57)."""
    return 0.5 * (1 + np.tanh(8 * (theta_mrad - 0.3)))


@compiled
def _elevation(rise: float, away: float, bulge: float) -> float:
    return 1e3 * np.arctan(1e-3 * (rise / away - bulge * away))


@compiled
def find_horizons(
    ground: FloatArray,
    k: int,
    step_km: float,
    bulge: float,
    antennas: tuple[float, float],
) -> tuple[int, int, bool]:
    """Return the points that are the horizons of both antennas.

    Args:
        ground: Heights of the ground at the points of a path, from 0 to ``k``.
        k: Number of steps, at least 4.
        step_km: Between two points.
        bulge: 500 / ae.
        antennas: Heights of both antennas, hts and hrs, above the same level.

    Returns:
        Both points, and whether bare terrain hides the antennas from each other; if
        not, both are the point that comes closest to the line between them.
    """
    hts, hrs = antennas
    length = k * step_km
    slope = (hrs - hts) / length
    steepest_t = steepest_r = closest = -1e300
    near = far = between = 1
    for i in range(1, k):
        d, away = i * step_km, (k - i) * step_km
        h = np.float64(ground[i])
        rise_t = (h - hts) / d - bulge * d
        rise_r = (h - hrs) / away - bulge * away
        over = h + bulge * d * away - hts - slope * d
        if rise_t > steepest_t:
            steepest_t, near = rise_t, i
        if rise_r >= steepest_r:
            steepest_r, far = rise_r, i
        # Eq (81a), but for the factor that is the same everywhere.
        value = over / np.sqrt(d * away)
        if value >= closest:
            closest, between = value, i
    if steepest_t > slope - bulge * length:
        return near, far, True
    return between, between, False


@compiled
def fill_horizons(
    row: FloatArray,
    ground: FloatArray,
    k: int,
    step_km: float,
    bulge: float,
    antennas: tuple[float, float],
    fit: tuple[float, float],
    horizons: tuple[int, int, bool],
) -> None:
    """Fill a row about the horizons of a path.

    Args:
        row: ``HORIZONS`` numbers.
        ground: As ``find_horizons`` takes it, like the next four.
        k: Number of steps.
        step_km: Between two points.
        bulge: 500 / ae.
        antennas: Heights of both antennas.
        fit: hst and hsr, before obstructions count.
        horizons: What ``find_horizons`` found.
    """
    hts, hrs = antennas
    near, far, is_hidden = horizons
    length, dlt, dlr = k * step_km, near * step_km, (k - far) * step_km
    if is_hidden:
        theta_t = _elevation(ground[near] - hts, dlt, bulge)
        theta_r = _elevation(ground[far] - hrs, dlr, bulge)
    else:
        theta_t = _elevation(hrs - hts, length, bulge)
        theta_r = _elevation(hts - hrs, length, bulge)
    hst, hsr = min(fit[0], ground[0]), min(fit[1], ground[k])
    rough, fall = -1e300, (hsr - hst) / k
    for i in range(near, far + 1):
        rough = max(rough, ground[i] - fall * i)
    row[_THETA_T], row[_THETA_R] = theta_t, theta_r
    row[_THETA] = 2 * bulge * length + theta_t + theta_r
    row[_DLT], row[_DLR] = dlt, dlr
    row[_HTE], row[_HRE], row[_HM] = hts - hst, hrs - hsr, rough - hst


@compiled
def _shielding_db(theta: float, horizon: float, f: float) -> float:
    excess = theta - _SHIELD_MRAD_PER_KM * horizon
    if excess <= 0:
        return 0.0
    edge_db = 20 * np.log10(1 + 0.361 * excess * np.sqrt(f * horizon))
    return edge_db + 0.264 * excess * np.cbrt(f)


@compiled
def _layers_db(
    row: FloatArray, length: float, bulge: float, latitude_deg: float, f: float
) -> float:
    """Return Lba without the part of Af that depends on the frequency alone."""
    dlt, dlr, hte, hre = row[_DLT], row[_DLR], row[_HTE], row[_HRE]
    tau = 1 - np.exp(-4.12e-4 * length**2.41)
    alpha = max(-0.6 - 3.5e-9 * length**3.1 * tau, -3.4)
    roots = np.sqrt(hte) + np.sqrt(hre)
    beta = duct_percent(latitude_deg, length)
    beta *= min((bulge * length**2 / roots**2) ** alpha, 1.0)
    if row[_HM] > ROUGH_M:
        between = min(length - dlt - dlr, 40.0)
        beta *= np.exp(-4.6e-5 * (row[_HM] - ROUGH_M) * (43 + 6 * between))
    theta = 2 * bulge * length + min(row[_THETA_T], _SHIELD_MRAD_PER_KM * dlt)
    theta += min(row[_THETA_R], _SHIELD_MRAD_PER_KM * dlr)
    shield_db = _shielding_db(row[_THETA_T], dlt, f)
    shield_db += _shielding_db(row[_THETA_R], dlr, f)
    along_db = 0.025 / bulge * np.cbrt(f) * theta + variability_db(length, beta)
    return 20 * np.log10(dlt + dlr) + shield_db + along_db


@compiled
def joined_db(
    row: FloatArray,
    length_km: float,
    bulge: float,
    air: tuple[float, float],
    band: tuple[float, float, float],
    losses_db: tuple[float, float],
) -> float:
    """Return the basic transmission loss at half of the time (eq 59 to 63 and 69).

    Args:
        row: What ``fill_horizons`` filled.
        length_km: Of the path.
        bulge: 500 / ae.
        air: Surface refractivity in N-units, and latitude.
        band: Frequency, and the parts of Lbs and Lba that it alone sets.
        losses_db: Of free space, and with diffraction.
    """
    refractivity, latitude_deg = air
    f, scatter_db, coupling_db = band
    free_db, bent_db = losses_db
    joined = bent_db
    layers_db = coupling_db + _layers_db(row, length_km, bulge, latitude_deg, f)
    if layers_db < bent_db:
        least_db = max(layers_db, free_db)
        gap = abs(layers_db - free_db) / 2.5
        # Eq (60).
        least_db += 2.5 * np.log(1 + np.exp(-gap))
        if least_db <= bent_db:
            share = layer_share(length_km) * angular_share(row[_THETA])
            joined -= (bent_db - least_db) * share
    scatter_db += 20 * np.log10(length_km) + 0.573 * row[_THETA] - 0.15 * refractivity
    # Eq (63).
    gap = abs(scatter_db - joined)
    joined = min(scatter_db, joined) - 5 * np.log10(1 + 10 ** (-0.2 * gap))
    return max(free_db, joined)
