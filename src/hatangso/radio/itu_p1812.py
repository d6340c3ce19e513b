"""Terrestrial path loss: Recommendation ITU-R P.1812-8 for 50 % of the time.

This is the plain form, for one path; the compiled kernels compute the same. At 50 %
of the time, and without the anomalous mechanisms that only matter beyond the ranges
of mobile networks, the Recommendation is free space plus delta-Bullington diffraction.
Distances are in km, heights in m and frequencies in GHz inside, as in its formulas.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from hatangso.errors import OutOfRangeError
from hatangso.units import EARTH_RADIUS_KM, GHZ_PER_MHZ, FloatArray, require_between

__all__ = [
    "LAND",
    "MINIMUM_DISTANCE_KM",
    "MINIMUM_POINTS",
    "SEA",
    "Diffraction",
    "Horizons",
    "MedianLoss",
    "Path",
    "Polarisation",
    "SmoothEarth",
    "diffraction",
    "effective_earth_radius_km",
    "horizons",
    "median_loss",
    "smooth_earth",
]

MINIMUM_DISTANCE_KM = 0.25
MINIMUM_POINTS = 5
# Relative permittivity and conductivity in S/m, section 4.3.3.
LAND = (22.0, 0.003)
SEA = (80.0, 5.0)
# Speed of light in m GHz, rounded as the Recommendation rounds it.
_WAVELENGTH_M_GHZ = 0.2998
# Where the pieces of eq (12), (34) and (35) meet.
_NU_CLEAR = -0.78
_X_FAR = 1.6
_B_HIGH = 2.0


class Polarisation(StrEnum):
    """How the electric field stands."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


@dataclass(frozen=True)
class Path:
    """A profile from transmitter to receiver, and the antennas at its ends.

    Attributes:
        distance_km: Distance of each point from the transmitter, from 0, increasing.
        terrain_m: Ground above sea level, the same shape.
        clutter_m: Representative clutter height, the same shape; what is said of the
            two ends is not used (the antennas stand clear of their own clutter).
        transmitter_height_m: Antenna above the ground, 1 to 3,000.
        receiver_height_m: The same at the other end.

    Raises:
        OutOfRangeError: The path is shorter or longer than 0.25 to 3,000 km, has fewer
            than five points, or a height is out of range.
    """

    distance_km: FloatArray
    terrain_m: FloatArray
    clutter_m: FloatArray
    transmitter_height_m: float
    receiver_height_m: float

    def __post_init__(self) -> None:
        """Check the limits of the Recommendation (section 1 and Table 1)."""
        points = len(self.distance_km)
        if points < MINIMUM_POINTS:
            text = "a profile needs more than 4 points; this one has {points}"
            raise OutOfRangeError(text, points=points)
        if not len(self.terrain_m) == len(self.clutter_m) == points:
            text = "distances, terrain and clutter must have the same length ({points})"
            raise OutOfRangeError(text, points=points)
        if self.distance_km[0] != 0 or np.any(np.diff(self.distance_km) <= 0):
            raise OutOfRangeError("distances must start at 0 and increase")
        if not np.all(np.isfinite(self.terrain_m) & np.isfinite(self.clutter_m)):
            raise OutOfRangeError("terrain and clutter must be finite numbers")
        length_km = float(self.distance_km[-1])
        require_between(
            "the length of the path in km", length_km, low=MINIMUM_DISTANCE_KM, high=3e3
        )
        for height_m in (self.transmitter_height_m, self.receiver_height_m):
            require_between("an antenna height in m", height_m, low=1, high=3e3)

    @property
    def length_km(self) -> float:
        """Return d, the great-circle length."""
        return float(self.distance_km[-1])

    @property
    def transmitter_m(self) -> float:
        """Return hts, the transmitting antenna above sea level (eq 6a)."""
        return float(self.terrain_m[0]) + self.transmitter_height_m

    @property
    def receiver_m(self) -> float:
        """Return hrs, the receiving antenna above sea level (eq 6b)."""
        return float(self.terrain_m[-1]) + self.receiver_height_m

    @property
    def tops_m(self) -> FloatArray:
        """Return gi, terrain and clutter of the points between the ends (eq 1d)."""
        return np.asarray(self.terrain_m[1:-1] + self.clutter_m[1:-1])


@dataclass(frozen=True)
class Horizons:
    """Where each antenna sees its horizon (Attachment 1, section 5.3 to 5.5).

    Attributes:
        theta_t_mrad: Elevation of the transmitter's horizon.
        theta_r_mrad: Elevation of the receiver's horizon.
        theta_mrad: Angular distance of the path.
        dlt_km: From the transmitter to its horizon.
        dlr_km: From the receiver to its horizon.
        is_transhorizon: Whether bare terrain hides the antennas from each other.
    """

    theta_t_mrad: float
    theta_r_mrad: float
    theta_mrad: float
    dlt_km: float
    dlr_km: float
    is_transhorizon: bool


@dataclass(frozen=True)
class SmoothEarth:
    """The smooth surface that fits the path (Attachment 1, section 5.6).

    Attributes:
        hst_m: Height of the fitted surface at the transmitter (eq 85).
        hsr_m: The same at the receiver (eq 86).
        hstd_m: Height for the diffraction model at the transmitter (eq 89).
        hsrd_m: The same at the receiver (eq 89).
    """

    hst_m: float
    hsr_m: float
    hstd_m: float
    hsrd_m: float


@dataclass(frozen=True)
class Diffraction:
    """Delta-Bullington diffraction loss and its parts, in dB (section 4.3).

    Attributes:
        lbulla_db: Bullington loss of the actual profile (eq 21).
        lbulls_db: Bullington loss of the smooth profile (eq 21).
        ldsph_db: Spherical-Earth loss (eq 27).
        ld_db: Loss of the complete method (eq 39).
        is_line_of_sight: Whether nothing, clutter included, rises above the line.
    """

    lbulla_db: float
    lbulls_db: float
    ldsph_db: float
    ld_db: float
    is_line_of_sight: bool


@dataclass(frozen=True)
class MedianLoss:
    """Loss that is not exceeded for half of the time, with everything on the way to it.

    Attributes:
        loss_db: Basic transmission loss, Lbd50 (eq 42).
        lbfs_db: Basic transmission loss of free space (eq 8).
        ae_km: Effective Earth radius (eq 7a).
        diffraction: Ld50 and its parts.
        smooth_earth: The fitted surface.
        horizons: The horizons of the bare terrain.
    """

    loss_db: float
    lbfs_db: float
    ae_km: float
    diffraction: Diffraction
    smooth_earth: SmoothEarth
    horizons: Horizons


def median_loss(
    path: Path,
    *,
    frequency_mhz: float,
    refractivity_gradient_n_per_km: float,
    polarisation: Polarisation = Polarisation.VERTICAL,
    sea_ratio: float = 0.0,
) -> MedianLoss:
    """Return the basic transmission loss for 50 % of the time.

    Args:
        path: Profile and antennas.
        frequency_mhz: 30 to 6,000.
        refractivity_gradient_n_per_km: Mean lapse rate of the refractive index in the
            lowest km, a positive number.
        polarisation: Of both antennas.
        sea_ratio: Share of the path over sea, omega.

    Raises:
        OutOfRangeError: A number is outside the limits of the Recommendation.

    Source:
        Rec. ITU-R P.1812-8, sections 4.2 and 4.3. Left out, because they add nothing at
        50 % of the time on the paths of mobile networks: ducting and troposcatter.
    """
    require_between("frequency_mhz", frequency_mhz, low=30, high=6_000)
    require_between("sea_ratio", sea_ratio, low=0, high=1)
    frequency_ghz = frequency_mhz * GHZ_PER_MHZ
    ae_km = effective_earth_radius_km(refractivity_gradient_n_per_km)
    lbfs_db = _free_space_db(path, frequency_ghz)
    bent = diffraction(
        path,
        frequency_ghz=frequency_ghz,
        earth_radius_km=ae_km,
        polarisation=polarisation,
        sea_ratio=sea_ratio,
    )
    return MedianLoss(
        loss_db=lbfs_db + bent.ld_db,
        lbfs_db=lbfs_db,
        ae_km=ae_km,
        diffraction=bent,
        smooth_earth=smooth_earth(path),
        horizons=horizons(path, earth_radius_km=ae_km, frequency_ghz=frequency_ghz),
    )


def effective_earth_radius_km(refractivity_gradient_n_per_km: float) -> float:
    """Return the median effective Earth radius, ae (eq 6 and 7a).

    >>> round(effective_earth_radius_km(45), 3)
    8930.777
    """
    gradient = refractivity_gradient_n_per_km
    require_between("refractivity_gradient_n_per_km", gradient, low=0, high=150)
    return EARTH_RADIUS_KM * 157 / (157 - gradient)


def diffraction(
    path: Path,
    *,
    frequency_ghz: float,
    earth_radius_km: float,
    polarisation: Polarisation,
    sea_ratio: float,
) -> Diffraction:
    """Return the delta-Bullington loss for any effective Earth radius (4.3.5)."""
    length_km = path.length_km
    wavelength_m = _WAVELENGTH_M_GHZ / frequency_ghz
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


def smooth_earth(path: Path) -> SmoothEarth:
    """Return the smooth surface of a path, from the ground without clutter."""
    d, h = path.distance_km, path.terrain_m
    step, length = np.diff(d), path.length_km
    # Eq (83) to (86).
    v1 = np.sum(step * (h[1:] + h[:-1]))
    v2 = np.sum(step * (h[1:] * (2 * d[1:] + d[:-1]) + h[:-1] * (d[1:] + 2 * d[:-1])))
    hst_m = (2 * v1 * length - v2) / length**2
    hsr_m = (v2 - v1 * length) / length**2
    # Eq (87): obstructions above the line between the antennas.
    inner = d[1:-1]
    line = path.transmitter_m * (length - inner) + path.receiver_m * inner
    above = h[1:-1] - line / length
    hobs_m = np.max(above)
    hstp_m, hsrp_m = hst_m, hsr_m
    if hobs_m > 0:
        # Eq (88).
        alpha_t, alpha_r = np.max(above / inner), np.max(above / (length - inner))
        hstp_m = hst_m - hobs_m * alpha_t / (alpha_t + alpha_r)
        hsrp_m = hsr_m - hobs_m * alpha_r / (alpha_t + alpha_r)
    return SmoothEarth(
        float(hst_m), float(hsr_m), float(min(hstp_m, h[0])), float(min(hsrp_m, h[-1]))
    )


def horizons(path: Path, *, earth_radius_km: float, frequency_ghz: float) -> Horizons:
    """Return the horizons of the two antennas over bare terrain."""
    ae, length = earth_radius_km, path.length_km
    d, h = path.distance_km[1:-1], path.terrain_m[1:-1]
    hts, hrs = path.transmitter_m, path.receiver_m

    def elevation_mrad(rise_m: FloatArray, away_km: FloatArray) -> FloatArray:
        return 1000 * np.arctan(rise_m / (1000 * away_km) - away_km / (2 * ae))

    # Eq (76), (77) and (80); the last element is the other antenna.
    theta_i = elevation_mrad(np.append(h, hrs) - hts, np.append(d, length))
    theta_j = elevation_mrad(np.append(h, hts) - hrs, np.append(length - d, length))
    is_transhorizon = bool(np.max(theta_i[:-1]) > theta_i[-1])
    if is_transhorizon:
        farthest, nearest = int(np.argmax(theta_i[:-1])), int(np.argmax(theta_j[:-1]))
        dlt, dlr = d[farthest], length - d[nearest]
    else:
        farthest = nearest = -1
        bulge = 500 / ae * d * (length - d)
        line = (hts * (length - d) + hrs * d) / length
        wavelength = _WAVELENGTH_M_GHZ / frequency_ghz
        spread = np.sqrt(0.002 * length / (wavelength * d * (length - d)))
        widest = int(np.argmax((h + bulge - line) * spread))
        dlt, dlr = d[widest], length - d[widest]
    theta_t, theta_r = float(theta_i[farthest]), float(theta_j[nearest])
    # Eq (82).
    theta = 1000 * length / ae + theta_t + theta_r
    return Horizons(theta_t, theta_r, theta, float(dlt), float(dlr), is_transhorizon)


def _free_space_db(path: Path, frequency_ghz: float) -> float:
    rise_km = (path.transmitter_m - path.receiver_m) / 1000
    # Eq (8) and (8a).
    slant_km = np.hypot(path.length_km, rise_km)
    return float(92.4 + 20 * np.log10(frequency_ghz) + 20 * np.log10(slant_km))


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
    luc = _knife_edge_db(float(nu))
    # Eq (21).
    loss_db = luc + (1 - np.exp(-luc / 6)) * (10 + 0.02 * length_km)
    return float(loss_db), is_line_of_sight


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
    # Eq (22).
    dlos = np.sqrt(2 * ap) * (np.sqrt(0.001 * hte) + np.sqrt(0.001 * hre))
    if d >= dlos:
        return _first_term_db(d, hte, hre, earth_radius_km=ap, ground=ground)
    # Eq (23).
    c = (hte - hre) / (hte + hre)
    mc = 250 * d**2 / (ap * (hte + hre))
    turn = 1.5 * c * np.sqrt(3 * mc / (mc + 1) ** 3)
    angle = np.pi / 3 + np.arccos(np.clip(turn, -1, 1)) / 3
    b = 2 * np.sqrt((mc + 1) / (3 * mc)) * np.cos(angle)
    d1 = d / 2 * (1 + b)
    d2 = d - d1
    hsph = ((hte - 500 * d1**2 / ap) * d2 + (hre - 500 * d2**2 / ap) * d1) / d
    # Eq (24).
    hreq = 17.456 * np.sqrt(d1 * d2 * _WAVELENGTH_M_GHZ / ground.frequency_ghz / d)
    if hsph > hreq:
        return 0.0
    # Eq (25) to (27).
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
