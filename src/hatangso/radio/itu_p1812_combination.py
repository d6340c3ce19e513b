"""The mechanisms of Rec. ITU-R P.1812-8 for any share of the time, and their union.

Sections 4.2 to 4.4 and 4.6. Distances are in km, frequencies in GHz and shares of the
time in per cent, as in its formulas.
"""

from dataclasses import dataclass

import numpy as np

from hatangso.radio.itu_p1812_diffraction import Diffraction
from hatangso.radio.itu_p1812_geometry import Atmosphere
from hatangso.radio.itu_p1812_locations import inverse_normal
from hatangso.radio.itu_p1812_path import Horizons, Path

__all__ = [
    "Combination",
    "DiffractionOverTime",
    "LineOfSight",
    "Shares",
    "combine",
    "diffraction_over_time",
    "free_space_db",
    "line_of_sight",
    "troposcatter_db",
]

_HALF_PERCENT = 50


@dataclass(frozen=True)
class LineOfSight:
    """Loss in line of sight, in dB (section 4.2).

    Attributes:
        lbfs_db: Free space (eq 8).
        lb0p_db: With multipath and focusing, not exceeded for p % of the time (eq 10).
        lb0b_db: The same for beta0 % of the time (eq 11).
    """

    lbfs_db: float
    lb0p_db: float
    lb0b_db: float


@dataclass(frozen=True)
class DiffractionOverTime:
    """Diffraction loss for any share of the time, in dB (section 4.3.5).

    Attributes:
        median: Loss for the median effective Earth radius, with Ld50.
        anomalous: Loss for the radius of beta0 % of the time, with Ldb.
        fi: What part of the way p has gone from 50 % to beta0 (eq 40).
        ldp_db: Diffraction loss not exceeded for p % of the time (eq 41).
        lbd50_db: Median basic transmission loss (eq 42).
        lbd_db: Basic transmission loss not exceeded for p % of the time (eq 43).
    """

    median: Diffraction
    anomalous: Diffraction
    fi: float
    ldp_db: float
    lbd50_db: float
    lbd_db: float


@dataclass(frozen=True)
class Combination:
    """How the mechanisms are joined (section 4.6).

    Attributes:
        fj: Share of line of sight, by the angular distance (eq 57).
        fk: Share of diffraction against ducting, by the distance (eq 58).
        lminb0p_db: Least loss by line of sight and diffraction over sea (eq 59).
        lminbap_db: Least loss by line of sight and ducting (eq 60).
        lbda_db: Diffraction with enhancements by either (eq 61).
        lbam_db: The same, led over to line of sight (eq 62).
        lbc_db: With troposcatter: the loss at half of the locations (eq 63).
    """

    fj: float
    fk: float
    lminb0p_db: float
    lminbap_db: float
    lbda_db: float
    lbam_db: float
    lbc_db: float


@dataclass(frozen=True)
class Shares:
    """Shares of the time, in per cent.

    Attributes:
        p: For which the loss is asked, 1 to 50.
        b0: With strong ducting, beta0.
    """

    p: float
    b0: float

    @property
    def fi(self) -> float:
        """Return what part of the way p has gone from 50 % to beta0 (eq 40)."""
        if self.p <= self.b0:
            return 1.0
        return inverse_normal(self.p / 100) / inverse_normal(self.b0 / 100)


def free_space_db(path: Path, frequency_ghz: float) -> float:
    """Return Lbfs, the loss of free space between the antennas (eq 8)."""
    rise_km = (path.transmitter_m - path.receiver_m) / 1000
    # Eq (8a).
    slant_km = np.hypot(path.length_km, rise_km)
    return float(92.4 + 20 * np.log10(frequency_ghz) + 20 * np.log10(slant_km))


def line_of_sight(
    path: Path, *, frequency_ghz: float, shares: Shares, seen: Horizons
) -> LineOfSight:
    """Return the loss in line of sight with its short-term effects (section 4.2)."""
    lbfs_db = free_space_db(path, frequency_ghz)
    depth_db = 2.6 * (1 - np.exp(-0.1 * (seen.dlt_km + seen.dlr_km)))
    # Eq (9a), (9b), (10) and (11).
    lb0p_db, lb0b_db = (
        float(lbfs_db + depth_db * np.log10(share / 50))
        for share in (shares.p, shares.b0)
    )
    return LineOfSight(lbfs_db, lb0p_db, lb0b_db)


def diffraction_over_time(
    median: Diffraction, anomalous: Diffraction, shares: Shares, sight: LineOfSight
) -> DiffractionOverTime:
    """Return the diffraction loss not exceeded for p % of the time (section 4.3.5)."""
    ldp_db = median.ld_db
    # At one half the approximation of I(x) would leave a trace.
    if shares.p < _HALF_PERCENT:
        # Eq (41).
        ldp_db += shares.fi * (anomalous.ld_db - median.ld_db)
    # Eq (42) and (43).
    lbd50_db, lbd_db = sight.lbfs_db + median.ld_db, sight.lb0p_db + ldp_db
    return DiffractionOverTime(median, anomalous, shares.fi, ldp_db, lbd50_db, lbd_db)


def troposcatter_db(
    length_km: float,
    *,
    frequency_ghz: float,
    time_percent: float,
    theta_mrad: float,
    atmosphere: Atmosphere,
) -> float:
    """Return Lbs, the loss by scatter in the troposphere (section 4.4)."""
    # Eq (45).
    lf_db = 25 * np.log10(frequency_ghz) - 2.5 * np.log10(frequency_ghz / 2) ** 2
    # Eq (44).
    median_db = 190.1 + lf_db + 20 * np.log10(length_km) + 0.573 * theta_mrad
    median_db -= 0.15 * atmosphere.surface_refractivity_n
    return float(median_db - 10.125 * np.log10(50 / time_percent) ** 0.7)


def combine(
    length_km: float,
    *,
    theta_mrad: float,
    sea_ratio: float,
    shares: Shares,
    sight: LineOfSight,
    bent: DiffractionOverTime,
    lba_db: float,
    lbs_db: float,
) -> Combination:
    """Join the mechanisms to the loss at half of the locations (section 4.6)."""
    # Eq (57), with Theta = 0.3 mrad and xi = 0.8.
    fj = 1 - 0.5 * (1 + np.tanh(3 * 0.8 * (theta_mrad - 0.3) / 0.3))
    # Eq (58), with dsw = 20 km and kappa = 0.5.
    fk = 1 - 0.5 * (1 + np.tanh(3 * 0.5 * (length_km - 20) / 20))
    lminb0p_db = _least_in_sight_db(sea_ratio, shares, sight, bent)
    # Eq (60), with eta = 2.5.
    lminbap_db = 2.5 * np.logaddexp(lba_db / 2.5, sight.lb0p_db / 2.5)
    # Eq (61).
    lbda_db = bent.lbd_db
    if lminbap_db <= lbda_db:
        lbda_db = lminbap_db + (lbda_db - lminbap_db) * fk
    # Eq (62).
    lbam_db = lbda_db + (lminb0p_db - lbda_db) * fj
    # Eq (63), without overflow far beyond the horizon.
    least_db, gap_db = min(lbs_db, lbam_db), abs(lbs_db - lbam_db)
    lbc_db = least_db - 5 * np.log10(1 + 10 ** (-0.2 * gap_db))
    losses_db = (lminb0p_db, lminbap_db, lbda_db, lbam_db, lbc_db)
    return Combination(float(fj), float(fk), *(float(loss) for loss in losses_db))


def _least_in_sight_db(
    sea_ratio: float, shares: Shares, sight: LineOfSight, bent: DiffractionOverTime
) -> float:
    """Return Lminb0p (eq 59)."""
    over_land_db = (1 - sea_ratio) * bent.ldp_db
    if shares.p < shares.b0:
        return sight.lb0p_db + over_land_db
    enhanced_db = sight.lb0b_db + over_land_db
    return bent.lbd50_db + (enhanced_db - bent.lbd50_db) * bent.fi
