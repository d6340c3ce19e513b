"""Ducting and reflection from layers: Rec. ITU-R P.1812-8, section 4.5.

Distances are in km, heights in m, angles in mrad, frequencies in GHz and shares of the
time in per cent, as in its formulas.
"""

from dataclasses import dataclass

import numpy as np

from hatangso.radio.itu_p1812_geometry import Geometry
from hatangso.radio.itu_p1812_path import Horizons, Path
from hatangso.radio.itu_p1812_zones import inland_share

__all__ = ["Ducting", "ducting"]

# Below this frequency ducts leak (eq 47a).
_LEAK_GHZ = 0.5
# Where coupling to ducts over the sea matters (eq 49).
_COAST_KM = 5.0
_SEA_RATIO = 0.75
# Above this roughness of the terrain ducts break (eq 56).
_ROUGH_M = 10.0
# Where the two antennas' corrections for shielding begin, per km of horizon (eq 48a).
_SHIELD_MRAD_PER_KM = 0.1


@dataclass(frozen=True)
class Ducting:
    """Loss by ducting and layers and its parts, in dB.

    Attributes:
        loss_db: Basic transmission loss, Lba (eq 46).
        coupling_db: Fixed coupling losses, Af (eq 47).
        along_db: What grows with the time and the angular distance, Ad(p) (eq 50).
        beta_percent: Share of the time with ducts on this path, beta (eq 54).
    """

    loss_db: float
    coupling_db: float
    along_db: float
    beta_percent: float


def ducting(
    path: Path, geometry: Geometry, *, frequency_ghz: float, time_percent: float
) -> Ducting:
    """Return the loss by ducting and layers that is not exceeded for p % of the time.

    Args:
        path: Profile and antennas.
        geometry: What follows from them.
        frequency_ghz: f, 0.03 to 6.
        time_percent: p, 1 to 50.

    Source:
        Rec. ITU-R P.1812-8, section 4.5, eq (46) to (56).
    """
    ae_km, length_km, seen = geometry.ae_km, path.length_km, geometry.horizons
    coupling_db = _coupling_db(path, geometry, frequency_ghz)
    # Eq (54).
    beta = geometry.b0_percent * _geometry_share(length_km, geometry)
    beta *= _roughness_share(length_km, seen, geometry.ducting_heights.hm_m)
    # Eq (50) and (51).
    gamma_d = 5e-5 * ae_km * frequency_ghz ** (1 / 3)
    along_db = gamma_d * _angular_distance_mrad(length_km, ae_km, seen)
    along_db += _variability_db(length_km, time_percent, beta)
    # Eq (46).
    return Ducting(coupling_db + along_db, coupling_db, along_db, beta)


def _coupling_db(path: Path, geometry: Geometry, f: float) -> float:
    """Return Af (eq 47)."""
    mix, seen = geometry.mix, geometry.horizons
    both_km = seen.dlt_km + seen.dlr_km
    # Eq (47a).
    leak_db = 45.375 - 137 * f + 92.5 * f**2 if f < _LEAK_GHZ else 0.0
    ends = (
        (seen.theta_t_mrad, seen.dlt_km, mix.transmitter_coast_km, path.transmitter_m),
        (seen.theta_r_mrad, seen.dlr_km, mix.receiver_coast_km, path.receiver_m),
    )
    total_db = 102.45 + 20 * np.log10(f) + 20 * np.log10(both_km) + leak_db
    for theta_mrad, horizon_km, coast_km, antenna_m in ends:
        total_db += _shielding_db(theta_mrad, horizon_km, f)
        if mix.sea_ratio >= _SEA_RATIO and coast_km <= min(_COAST_KM, horizon_km):
            total_db += _sea_coupling_db(coast_km, antenna_m)
    return float(total_db)


def _shielding_db(theta_mrad: float, horizon_km: float, frequency_ghz: float) -> float:
    """Return Ast or Asr (eq 48)."""
    # Eq (48a).
    excess = theta_mrad - _SHIELD_MRAD_PER_KM * horizon_km
    if excess <= 0:
        return 0.0
    edge_db = 20 * np.log10(1 + 0.361 * excess * np.sqrt(frequency_ghz * horizon_km))
    return float(edge_db + 0.264 * excess * frequency_ghz ** (1 / 3))


def _sea_coupling_db(coast_km: float, antenna_m: float) -> float:
    """Return Act or Acr (eq 49)."""
    near = np.exp(-0.25 * coast_km**2)
    return float(-3 * near * (1 + np.tanh(0.07 * (50 - antenna_m))))


def _angular_distance_mrad(
    length_km: float, earth_radius_km: float, seen: Horizons
) -> float:
    """Return theta' (eq 52 and 52a)."""
    theta_t = min(seen.theta_t_mrad, _SHIELD_MRAD_PER_KM * seen.dlt_km)
    theta_r = min(seen.theta_r_mrad, _SHIELD_MRAD_PER_KM * seen.dlr_km)
    return 1000 * length_km / earth_radius_km + theta_t + theta_r


def _variability_db(length_km: float, time_percent: float, beta: float) -> float:
    """Return A(p) (eq 53)."""
    log_beta = np.log10(beta)
    # Eq (53a).
    growth = 9.51 - 4.8 * log_beta + 0.198 * log_beta**2
    gamma = 1.076 / (2.0058 - log_beta) ** 1.012
    gamma *= np.exp(-growth * 1e-6 * length_km**1.13)
    ratio = time_percent / beta
    slope = 1.2 + 3.7e-3 * length_km
    return float(-12 + slope * np.log10(ratio) + 12 * ratio**gamma)


def _geometry_share(length_km: float, geometry: Geometry) -> float:
    """Return mu2 (eq 55)."""
    heights = geometry.ducting_heights
    tau = inland_share(geometry.mix.longest_inland_km)
    # Eq (55a), with epsilon = 3.5.
    alpha = -0.6 - 3.5e-9 * length_km**3.1 * tau
    alpha = max(alpha, -3.4)
    roots = np.sqrt(heights.hte_m) + np.sqrt(heights.hre_m)
    bulge = 500 / geometry.ae_km * length_km**2 / roots**2
    return float(min(bulge**alpha, 1))


def _roughness_share(length_km: float, seen: Horizons, hm_m: float) -> float:
    """Return mu3 (eq 56)."""
    if hm_m <= _ROUGH_M:
        return 1.0
    # Eq (56a).
    between_km = min(length_km - seen.dlt_km - seen.dlr_km, 40)
    return float(np.exp(-4.6e-5 * (hm_m - _ROUGH_M) * (43 + 6 * between_km)))
