"""What Rec. ITU-R P.1812-8 reads from a path: antennas, horizons, smooth surface.

Distances are in km, heights in m and frequencies in GHz, as in its formulas.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np

from hatangso.errors import OutOfRangeError
from hatangso.units import EARTH_RADIUS_KM, FloatArray, IntArray, require_between

__all__ = [
    "ANOMALOUS_EARTH_RADIUS_KM",
    "MINIMUM_DISTANCE_KM",
    "MINIMUM_POINTS",
    "WAVELENGTH_M_GHZ",
    "Horizons",
    "Path",
    "Polarisation",
    "SmoothEarth",
    "Zone",
    "effective_earth_radius_km",
    "horizons",
    "smooth_earth",
]

MINIMUM_DISTANCE_KM = 0.25
MINIMUM_POINTS = 5
# Effective Earth radius exceeded for beta0 of the time (eq 7b).
ANOMALOUS_EARTH_RADIUS_KM = 3 * EARTH_RADIUS_KM
# Speed of light in m GHz, rounded as the Recommendation rounds it.
WAVELENGTH_M_GHZ = 0.2998


class Polarisation(StrEnum):
    """How the electric field stands."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class Zone(IntEnum):
    """Radio-climatic zones of Table 2, with the codes of ITU's profiles.

    Attributes:
        SEA: Seas and other large bodies of water, across at least 100 km (B).
        COASTAL_LAND: Land up to 100 m above the sea and within 50 km of it (A1).
        INLAND: All other land (A2).
    """

    SEA = 1
    COASTAL_LAND = 3
    INLAND = 4


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
        zones: A ``Zone`` per point, the same shape; None where all is inland.

    Raises:
        OutOfRangeError: The path is shorter or longer than 0.25 to 3,000 km, has fewer
            than five points, a height is out of range, or a zone does not exist.
    """

    distance_km: FloatArray
    terrain_m: FloatArray
    clutter_m: FloatArray
    transmitter_height_m: float
    receiver_height_m: float
    zones: IntArray | None = None

    def __post_init__(self) -> None:
        """Check the limits of the Recommendation (section 1 and Table 1)."""
        points = len(self.distance_km)
        if points < MINIMUM_POINTS:
            text = "a profile needs more than 4 points; this one has {points}"
            raise OutOfRangeError(text, points=points)
        if not len(self.terrain_m) == len(self.clutter_m) == points:
            text = "distances, terrain and clutter must have the same length ({points})"
            raise OutOfRangeError(text, points=points)
        if self.distance_km[0] != 0 or not np.all(np.diff(self.distance_km) > 0):
            raise OutOfRangeError("distances must start at 0 and increase")
        if not np.all(np.isfinite(self.terrain_m) & np.isfinite(self.clutter_m)):
            raise OutOfRangeError("terrain and clutter must be finite numbers")
        require_between("terrain_m", self.terrain_m, low=-500, high=9_000)
        require_between("clutter_m", self.clutter_m, low=0, high=1_000)
        length_km = float(self.distance_km[-1])
        require_between(
            "the length of the path in km", length_km, low=MINIMUM_DISTANCE_KM, high=3e3
        )
        for name in ("transmitter_height_m", "receiver_height_m"):
            require_between(name, getattr(self, name), low=1, high=3e3)
        _check_zones(self.zones, points)

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
        dlt_km: From the transmitter to its horizon; in line of sight, to the point that
            comes closest to the line between the antennas, in Fresnel zones.
        dlr_km: From the receiver to its horizon, or to the same point.
        is_transhorizon: Whether bare terrain hides the antennas from each other.
        transmitter_index: Point of the profile where the transmitter's horizon is.
        receiver_index: The same for the receiver.
    """

    theta_t_mrad: float
    theta_r_mrad: float
    theta_mrad: float
    dlt_km: float
    dlr_km: float
    is_transhorizon: bool
    transmitter_index: int
    receiver_index: int


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


def effective_earth_radius_km(refractivity_gradient_n_per_km: float) -> float:
    """Return the median effective Earth radius, ae (eq 6 and 7a).

    >>> round(effective_earth_radius_km(45), 3)
    8930.777
    """
    gradient = refractivity_gradient_n_per_km
    require_between("refractivity_gradient_n_per_km", gradient, low=0, high=150)
    return EARTH_RADIUS_KM * 157 / (157 - gradient)


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
        # Of equal elevations the one nearest to the antenna is its horizon.
        near, far = int(np.argmax(theta_i[:-1])), _last_argmax(theta_j[:-1])
        theta_t, theta_r = float(theta_i[near]), float(theta_j[far])
    else:
        near = far = _closest_to_line(path, ae, WAVELENGTH_M_GHZ / frequency_ghz)
        theta_t, theta_r = float(theta_i[-1]), float(theta_j[-1])
    # Eq (82).
    theta = 1000 * length / ae + theta_t + theta_r
    # Eq (78), (81) and (81a).
    dlt, dlr = float(d[near]), float(length - d[far])
    return Horizons(
        theta_t, theta_r, theta, dlt, dlr, is_transhorizon, near + 1, far + 1
    )


def _closest_to_line(path: Path, ae: float, wavelength_m: float) -> int:
    """Return the inner point with the highest diffraction parameter (eq 81a)."""
    length, d = path.length_km, path.distance_km[1:-1]
    bulge = 500 / ae * d * (length - d)
    line = (path.transmitter_m * (length - d) + path.receiver_m * d) / length
    spread = np.sqrt(0.002 * length / (wavelength_m * d * (length - d)))
    return _last_argmax((path.terrain_m[1:-1] + bulge - line) * spread)


def _last_argmax(values: FloatArray) -> int:
    return int(np.flatnonzero(values == np.max(values))[-1])


def _check_zones(zones: IntArray | None, points: int) -> None:
    if zones is None:
        return
    if len(zones) != points:
        text = "zones must have one value per point ({points}); there are {zones}"
        raise OutOfRangeError(text, points=points, zones=len(zones))
    unknown = np.asarray(zones)[~np.isin(zones, list(Zone))]
    if len(unknown) > 0:
        text = "zones are 1 (sea), 3 (coastal land) or 4 (inland), not {zone}"
        raise OutOfRangeError(text, zone=unknown[0])
