"""Radio-climatic zones of a path and what follows from them: Rec. ITU-R P.1812-8, 3.

Distances are in km, angles in degrees.
"""

from dataclasses import dataclass

import numpy as np

from hatangso.radio.itu_p1812_path import Path, Zone
from hatangso.units import EARTH_RADIUS_KM, BoolArray, FloatArray, require_between

__all__ = [
    "ZoneMix",
    "centre_latitude_deg",
    "duct_incidence_percent",
    "inland_share",
    "zone_mix",
]

# From here to the poles eq (4) and (5) take their second form.
_POLAR_DEG = 70


@dataclass(frozen=True)
class ZoneMix:
    """How the path lies over sea, coast and inland.

    Attributes:
        sea_ratio: Share over sea, omega (Table 5).
        longest_land_km: Longest unbroken stretch over land, dtm (section 3.6).
        longest_inland_km: The same over inland alone, dlm.
        transmitter_coast_km: Over land from the transmitter to the first sea on the
            path, dct (section 3.4): 0 at sea, infinite without sea.
        receiver_coast_km: The same from the receiver, dcr.
    """

    sea_ratio: float
    longest_land_km: float
    longest_inland_km: float
    transmitter_coast_km: float
    receiver_coast_km: float


def zone_mix(path: Path) -> ZoneMix:
    """Return the shares and stretches of the zones of a path.

    Where two neighbouring points lie in different zones, the border is half way.
    """
    d = path.distance_km
    if path.zones is None:
        return ZoneMix(0.0, path.length_km, path.length_km, np.inf, np.inf)
    zones = np.asarray(path.zones)
    borders_km = np.concatenate((d[:1], (d[1:] + d[:-1]) / 2, d[-1:]))
    starts_km, stops_km = _stretches(zones == Zone.SEA, borders_km)
    has_sea = len(starts_km) > 0
    return ZoneMix(
        sea_ratio=float(np.sum(stops_km - starts_km)) / path.length_km,
        longest_land_km=_longest_km(zones != Zone.SEA, borders_km),
        longest_inland_km=_longest_km(zones == Zone.INLAND, borders_km),
        transmitter_coast_km=float(starts_km[0]) if has_sea else np.inf,
        receiver_coast_km=path.length_km - float(stops_km[-1]) if has_sea else np.inf,
    )


def inland_share(longest_inland_km: float) -> float:
    """Return tau (eq 3), from 0 on the coast to 1 far inland."""
    return float(1 - np.exp(-4.12e-4 * longest_inland_km**2.41))


def duct_incidence_percent(
    latitude_deg: float, *, longest_land_km: float, longest_inland_km: float
) -> float:
    """Return beta0, the share of the time with strong ducting near the ground.

    Args:
        latitude_deg: Of the centre of the path, -90 to 90.
        longest_land_km: dtm.
        longest_inland_km: dlm.

    Returns:
        Per cent of the time, as all formulas of the Recommendation take it, in which
        the refractive index falls by more than 100 N-units per km in the lowest 100 m.

    Raises:
        OutOfRangeError: The latitude is no latitude, or a stretch is negative.

    Source:
        Rec. ITU-R P.1812-8, section 3.6, eq (2) to (5).
    """
    require_between("latitude_deg", latitude_deg, low=-90, high=90)
    require_between("longest_land_km", longest_land_km, low=0, high=3_000)
    require_between("longest_inland_km", longest_inland_km, low=0, high=3_000)
    phi, tau = abs(latitude_deg), inland_share(longest_inland_km)
    # Eq (2).
    near = 10 ** (-longest_land_km / (16 - 6.6 * tau))
    mu1 = min((near + 10 ** (-5 * (0.496 + 0.354 * tau))) ** 0.2, 1)
    # Eq (4) and (5).
    if phi <= _POLAR_DEG:
        mu4 = mu1 ** (-0.935 + 0.0176 * phi)
        return float(10 ** (-0.015 * phi + 1.67) * mu1 * mu4)
    return float(4.17 * mu1 * mu1**0.3)


def centre_latitude_deg(
    transmitter_deg: tuple[float, float],
    receiver_deg: tuple[float, float],
    *,
    length_km: float,
) -> float:
    """Return the latitude half way along a path.

    Args:
        transmitter_deg: Longitude and latitude.
        receiver_deg: The same of the other end; only its bearing counts.
        length_km: Length of the path along the great circle.

    Raises:
        OutOfRangeError: A coordinate is no longitude or latitude, or the length is
            not between 0 and 3,000 km.
    """
    for longitude, latitude in (transmitter_deg, receiver_deg):
        require_between("a longitude in degrees", longitude, low=-180, high=180)
        require_between("a latitude in degrees", latitude, low=-90, high=90)
    require_between("length_km", length_km, low=0, high=3_000)
    (lam_t, phi_t), (lam_r, phi_r) = (
        np.radians(transmitter_deg),
        np.radians(receiver_deg),
    )
    east = np.cos(phi_r) * np.sin(lam_r - lam_t)
    north = np.cos(phi_t) * np.sin(phi_r) - np.sin(phi_t) * np.cos(phi_r) * np.cos(
        lam_r - lam_t
    )
    bearing, arc = np.arctan2(east, north), length_km / 2 / EARTH_RADIUS_KM
    sine = np.sin(phi_t) * np.cos(arc) + np.cos(phi_t) * np.sin(arc) * np.cos(bearing)
    return float(np.degrees(np.arcsin(np.clip(sine, -1, 1))))


def _stretches(
    is_member: BoolArray, borders_km: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return where the unbroken runs of members begin and end."""
    steps = np.diff(np.concatenate(([0], is_member.astype(int), [0])))
    return borders_km[steps > 0], borders_km[steps < 0]


def _longest_km(is_member: BoolArray, borders_km: FloatArray) -> float:
    starts_km, stops_km = _stretches(is_member, borders_km)
    return float(np.max(stops_km - starts_km, initial=0))
