"""Delta-Bullington diffraction: Rec. ITU-R P.1812-8, section 4.3 and Attachment 4."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from hatangso.radio.itu_p1812_path import (
    WAVELENGTH_M_GHZ,
    Path,
    Polarisation,
    smooth_earth,
)
from hatangso.units import FloatArray

__all__ = ["LAND", "SEA", "Diffraction", "SmoothMethod", "diffraction"]

# Relative permittivity and conductivity in S/m, section 4.3.3.
LAND = (22.0, 0.003)
SEA = (80.0, 5.0)
# Where the pieces of eq (12), (34) and (35) meet.
_NU_CLEAR = -0.78
_X_FAR = 1.6
_B_HIGH = 2.0


class SmoothMethod(StrEnum):
    """How the Bullington loss of the smooth path is found."""

    # Over the points of the profile, section 4.3.4.
    PROFILE = "profile"
    # In closed form, Attachment 4.
    ANALYTIC = "analytic"


@dataclass(frozen=True)
class Diffraction:
    """Delta-Bullington diffraction loss and its parts, in dB (section 4.3).

    Attributes:
        lbulla_db: Bullington loss of the actual profile (eq 21).
        lbulls_db: Bullington loss of the smooth profile (eq 21 or 112).
        ldsph_db: Spherical-Earth loss (eq 27).
        ld_db: Loss of the complete method (eq 39).
        is_line_of_sight: Whether nothing, clutter included, rises above the line.
    """

    lbulla_db: float
    lbulls_db: float
    ldsph_db: float
    ld_db: float
    is_line_of_sight: bool


def diffraction(
    path: Path,
    *,
    frequency_ghz: float,
    earth_radius_km: float,
    polarisation: Polarisation,
    sea_ratio: float,
    smooth_method: SmoothMethod = SmoothMethod.PROFILE,
) -> Diffraction:
    """Return the delta-Bullington loss for any effective Earth radius (4.3.5)."""
    length_km = path.length_km
    wavelength_m = WAVELENGTH_M_GHZ / frequency_ghz
    smooth = smooth_earth(path)
    # Eq (38): antennas above the smooth surface.
    hte_m = path.transmitter_m - smooth.hstd_m
    hre_m = path.receiver_m - smooth.hsrd_m
    inner_km = path.distance_km[1:-1]
    lbulla_db, is_line_of_sight = _bullington(
        inner_km,
        path.tops_m,
        (path.transmitter_m, path.receiver_m),
        length_km=length_km,
        earth_radius_km=earth_radius_km,
        wavelength_m=wavelength_m,
    )
    if smooth_method is SmoothMethod.ANALYTIC:
        lbulls_db = _smooth_bullington_db(
            length_km, hte_m, hre_m, ap=earth_radius_km, wavelength_m=wavelength_m
        )
    else:
        lbulls_db, _ = _bullington(
            inner_km,
            np.zeros_like(path.tops_m),
            (hte_m, hre_m),
            length_km=length_km,
            earth_radius_km=earth_radius_km,
            wavelength_m=wavelength_m,
        )
    ground = _Ground(frequency_ghz, polarisation, sea_ratio)
    ldsph_db = _spherical_earth_db(
        length_km, hte_m, hre_m, earth_radius_km=earth_radius_km, ground=ground
    )
    # Eq (39).
    ld_db = lbulla_db + max(ldsph_db - lbulls_db, 0)
    return Diffraction(lbulla_db, lbulls_db, ldsph_db, ld_db, is_line_of_sight)


def _knife_edge_db(nu: float) -> float:
    # Eq (12).
    if nu <= _NU_CLEAR:
        return 0.0
    return float(6.9 + 20 * np.log10(np.sqrt((nu - 0.1) ** 2 + 1) + nu - 0.1))


def _bullington(
    d: FloatArray,
    tops_m: FloatArray,
    antennas_m: tuple[float, float],
    *,
    length_km: float,
    earth_radius_km: float,
    wavelength_m: float,
) -> tuple[float, bool]:
    """Return the Bullington loss, and whether the path is in line of sight (4.3.1)."""
    hts, hrs = antennas_m
    bulged = tops_m + 500 / earth_radius_km * d * (length_km - d)
    # Eq (13) and (14).
    stim = np.max((bulged - hts) / d)
    is_line_of_sight = bool(stim < (hrs - hts) / length_km)
    if is_line_of_sight:
        # Eq (15).
        excess = bulged - (hts * (length_km - d) + hrs * d) / length_km
        spread = 0.002 * length_km / (wavelength_m * d * (length_km - d))
        nu = np.max(excess * np.sqrt(spread))
    else:
        # Eq (17) to (19).
        srim = np.max((bulged - hrs) / (length_km - d))
        if stim + srim > 0:
            dbp = (hrs - hts + srim * length_km) / (stim + srim)
        else:
            dbp = d[0]
        # The crossing lies between the two horizons; rounding alone drives it out.
        dbp = min(max(dbp, d[0]), d[-1])
        line = (hts * (length_km - dbp) + hrs * dbp) / length_km
        spread = 0.002 * length_km / (wavelength_m * dbp * (length_km - dbp))
        nu = (hts + stim * dbp - line) * np.sqrt(spread)
    return _rounded_db(float(nu), length_km), is_line_of_sight


def _rounded_db(nu: float, length_km: float) -> float:
    luc = _knife_edge_db(nu)
    # Eq (21) and (112).
    return float(luc + (1 - np.exp(-luc / 6)) * (10 + 0.02 * length_km))


def _smooth_bullington_db(
    d: float, hte: float, hre: float, *, ap: float, wavelength_m: float
) -> float:
    """Return the Bullington loss of a smooth path in closed form (Attachment 4)."""
    if d < _horizon_sum_km(hte, hre, ap):
        hsph, d1 = _smallest_clearance(d, hte, hre, ap)
        # Eq (105).
        nu = -hsph * np.sqrt(0.002 * d / (wavelength_m * d1 * (d - d1)))
        return _rounded_db(float(nu), d)
    # Eq (107) to (110).
    stm = 500 / ap * d - 2 * np.sqrt(500 / ap * hte)
    srm = 500 / ap * d - 2 * np.sqrt(500 / ap * hre)
    # At grazing the two horizons fall together, and 0/0 would be left.
    ds = (
        (hre - hte + srm * d) / (stm + srm)
        if stm + srm > 0
        else np.sqrt(ap * hte / 500)
    )
    rise = hte + stm * ds - (hte * (d - ds) + hre * ds) / d
    nu = rise * np.sqrt(0.002 * d / (wavelength_m * ds * (d - ds)))
    return _rounded_db(float(nu), d)


def _horizon_sum_km(hte: float, hre: float, ap: float) -> float:
    # Eq (22).
    return float(np.sqrt(2 * ap) * (np.sqrt(0.001 * hte) + np.sqrt(0.001 * hre)))


def _smallest_clearance(
    d: float, hte: float, hre: float, ap: float
) -> tuple[float, float]:
    """Return how close the ray comes to the smooth Earth in m, and where in km."""
    # Eq (23) and (24).
    c = (hte - hre) / (hte + hre)
    mc = 250 * d**2 / (ap * (hte + hre))
    turn = 1.5 * c * np.sqrt(3 * mc / (mc + 1) ** 3)
    angle = np.pi / 3 + np.arccos(np.clip(turn, -1, 1)) / 3
    b = 2 * np.sqrt((mc + 1) / (3 * mc)) * np.cos(angle)
    d1 = d / 2 * (1 + b)
    d2 = d - d1
    hsph = ((hte - 500 * d1**2 / ap) * d2 + (hre - 500 * d2**2 / ap) * d1) / d
    return float(hsph), float(d1)


@dataclass(frozen=True)
class _Ground:
    """What the first-term formula needs to know besides the geometry."""

    frequency_ghz: float
    polarisation: Polarisation
    sea_ratio: float


def _spherical_earth_db(
    d: float, hte: float, hre: float, *, earth_radius_km: float, ground: _Ground
) -> float:
    """Return the diffraction loss of the smooth spherical Earth (4.3.2)."""
    ap = earth_radius_km
    if d >= _horizon_sum_km(hte, hre, ap):
        return _first_term_db(d, hte, hre, earth_radius_km=ap, ground=ground)
    hsph, d1 = _smallest_clearance(d, hte, hre, ap)
    wavelength_m = WAVELENGTH_M_GHZ / ground.frequency_ghz
    # Eq (25).
    hreq = 17.456 * np.sqrt(d1 * (d - d1) * wavelength_m / d)
    if hsph > hreq:
        return 0.0
    # Eq (26) and (27).
    aem = 500 * (d / (np.sqrt(hte) + np.sqrt(hre))) ** 2
    ldft = _first_term_db(d, hte, hre, earth_radius_km=float(aem), ground=ground)
    return 0.0 if ldft < 0 else float((1 - hsph / hreq) * ldft)


def _first_term_db(
    d: float, hte: float, hre: float, *, earth_radius_km: float, ground: _Ground
) -> float:
    """Return the first term of the residue series over the path's ground (4.3.3)."""
    parts = (SEA, ground.sea_ratio), (LAND, 1 - ground.sea_ratio)
    # Eq (28).
    return sum(
        share * _first_term_over_db(d, (hte, hre), earth_radius_km, ground, medium)
        for medium, share in parts
        if share > 0
    )


def _first_term_over_db(
    d: float,
    antennas_m: tuple[float, float],
    a: float,
    ground: _Ground,
    medium: tuple[float, float],
) -> float:
    f = ground.frequency_ghz
    permittivity, conductivity = medium
    loss_tangent = (18 * conductivity / f) ** 2
    # Eq (30).
    k = 0.036 * (a * f) ** (-1 / 3)
    k *= ((permittivity - 1) ** 2 + loss_tangent) ** (-1 / 4)
    if ground.polarisation is Polarisation.VERTICAL:
        k *= (permittivity**2 + loss_tangent) ** (1 / 2)
    # Eq (31) to (33).
    beta = (1 + 1.6 * k**2 + 0.67 * k**4) / (1 + 4.5 * k**2 + 1.53 * k**4)
    x = 21.88 * beta * (f / a**2) ** (1 / 3) * d
    y = 0.9575 * beta * (f**2 / a) ** (1 / 3)
    # Eq (34).
    if x >= _X_FAR:
        fx = 11 + 10 * np.log10(x) - 17.6 * x
    else:
        fx = -20 * np.log10(x) - 5.6488 * x**1.425
    # Eq (37).
    gain = sum(_height_gain_db(y * h, beta, k) for h in antennas_m)
    return float(-fx - gain)


def _height_gain_db(y: float, beta: float, k: float) -> float:
    # Eq (35) and (36).
    b = beta * y
    if b > _B_HIGH:
        gain = 17.6 * np.sqrt(b - 1.1) - 5 * np.log10(b - 1.1) - 8
    else:
        gain = 20 * np.log10(b + 0.1 * b**3)
    return float(max(gain, 2 + 20 * np.log10(k)))
