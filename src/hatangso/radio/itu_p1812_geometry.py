"""What Rec. ITU-R P.1812-8 derives from a path and its air before any loss.

Sections 3.4 to 3.8 and Attachment 1. Distances are in km, heights in m and shares of
the time in per cent, as in its formulas.
"""

from dataclasses import dataclass, replace

import numpy as np

from hatangso.radio.itu_p1812_path import (
    Horizons,
    Path,
    SmoothEarth,
    effective_earth_radius_km,
    horizons,
    smooth_earth,
)
from hatangso.radio.itu_p1812_zones import ZoneMix, duct_incidence_percent, zone_mix
from hatangso.units import require_between

__all__ = [
    "Atmosphere",
    "DuctingHeights",
    "Geometry",
    "ducting_heights",
    "path_geometry",
]


@dataclass(frozen=True)
class Atmosphere:
    """The air at the centre of the path (section 3.5).

    Attributes:
        latitude_deg: -90 to 90; ``centre_latitude_deg`` finds it.
        refractivity_gradient_n_per_km: Mean lapse rate of the refractive index in the
            lowest km, a positive number, DN, 0 to 150.
        surface_refractivity_n: Refractivity at the level of the sea, N0, 200 to 500.

    Raises:
        OutOfRangeError: A number is outside these limits.
    """

    latitude_deg: float
    refractivity_gradient_n_per_km: float
    surface_refractivity_n: float

    def __post_init__(self) -> None:
        """Check the limits."""
        gradient = self.refractivity_gradient_n_per_km
        require_between("latitude_deg", self.latitude_deg, low=-90, high=90)
        require_between("refractivity_gradient_n_per_km", gradient, low=0, high=150)
        refractivity = self.surface_refractivity_n
        require_between("surface_refractivity_n", refractivity, low=200, high=500)


@dataclass(frozen=True)
class DuctingHeights:
    """Heights over the smooth surface for this model (Attachment 1, section 5.6.3).

    Attributes:
        hst_m: Smooth surface at the transmitter, not above the ground (eq 90a).
        hsr_m: The same at the receiver (eq 90b).
        hte_m: Effective height of the transmitting antenna (eq 92a).
        hre_m: The same of the receiving antenna (eq 92b).
        hm_m: Roughness: how far the ground between the horizons rises above the smooth
            surface (eq 93).
    """

    hst_m: float
    hsr_m: float
    hte_m: float
    hre_m: float
    hm_m: float


@dataclass(frozen=True)
class Geometry:
    """All that the mechanisms need to know about a path.

    Attributes:
        ae_km: Median effective Earth radius (eq 7a).
        b0_percent: Share of the time with strong ducting, beta0 (eq 5).
        mix: Zones of the path, with the distances to the coast that count.
        horizons: The horizons of the bare terrain.
        smooth_earth: The smooth surface.
        ducting_heights: Effective heights and roughness.
    """

    ae_km: float
    b0_percent: float
    mix: ZoneMix
    horizons: Horizons
    smooth_earth: SmoothEarth
    ducting_heights: DuctingHeights


def path_geometry(
    path: Path,
    atmosphere: Atmosphere,
    *,
    frequency_ghz: float,
    transmitter_coast_km: float | None = None,
    receiver_coast_km: float | None = None,
) -> Geometry:
    """Return what follows from a path and its air.

    Args:
        path: Profile, zones and antennas.
        atmosphere: The air at the centre of the path.
        frequency_ghz: f.
        transmitter_coast_km: Over land to the sea, dct, at least 0; None to read it
            from the zones. 0 for a terminal at sea, whatever is given.
        receiver_coast_km: The same from the receiver, dcr.

    Raises:
        OutOfRangeError: A distance is negative.
    """
    mix = _with_coasts(zone_mix(path), transmitter_coast_km, receiver_coast_km)
    ae_km = effective_earth_radius_km(atmosphere.refractivity_gradient_n_per_km)
    seen = horizons(path, earth_radius_km=ae_km, frequency_ghz=frequency_ghz)
    smooth = smooth_earth(path)
    b0_percent = duct_incidence_percent(
        atmosphere.latitude_deg,
        longest_land_km=mix.longest_land_km,
        longest_inland_km=mix.longest_inland_km,
    )
    heights = ducting_heights(path, smooth, seen)
    return Geometry(ae_km, b0_percent, mix, seen, smooth, heights)


def ducting_heights(path: Path, smooth: SmoothEarth, seen: Horizons) -> DuctingHeights:
    """Return the effective heights and the roughness of a path."""
    d, h = path.distance_km, path.terrain_m
    # Eq (90a) and (90b).
    hst, hsr = min(smooth.hst_m, float(h[0])), min(smooth.hsr_m, float(h[-1]))
    # Eq (91) and (93).
    slope = (hsr - hst) / path.length_km
    between = slice(seen.transmitter_index, seen.receiver_index + 1)
    hm = float(np.max(h[between] - (hst + slope * d[between])))
    # Eq (92a) and (92b).
    return DuctingHeights(hst, hsr, path.transmitter_m - hst, path.receiver_m - hsr, hm)


def _with_coasts(
    mix: ZoneMix, transmitter_km: float | None, receiver_km: float | None
) -> ZoneMix:
    """Return the zones with the distances to the coast that were given."""

    def chosen_km(name: str, read_km: float, given_km: float | None) -> float:
        if given_km is None or read_km == 0:
            return read_km
        require_between(name, given_km, low=0, high=np.inf)
        return given_km

    return replace(
        mix,
        transmitter_coast_km=chosen_km(
            "transmitter_coast_km", mix.transmitter_coast_km, transmitter_km
        ),
        receiver_coast_km=chosen_km(
            "receiver_coast_km", mix.receiver_coast_km, receiver_km
        ),
    )
