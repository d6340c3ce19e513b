"""Terrestrial path loss: Recommendation ITU-R P.1812-8.

This is the plain form, for one path. ``transmission_loss`` is the whole Recommendation,
for 1 to 50 % of the time, which the compiled kernels compute for 50 %; ``median_loss``
is the part of free space and delta-Bullington diffraction alone. Distances are in km,
heights in m, frequencies in GHz and shares of the time in per cent inside, as in its
formulas.
"""

from dataclasses import dataclass

import numpy as np

from hatangso.errors import Message
from hatangso.radio.itu_p1812_combination import (
    Combination,
    DiffractionOverTime,
    LineOfSight,
    Shares,
    combine,
    diffraction_over_time,
    free_space_db,
    line_of_sight,
    troposcatter_db,
)
from hatangso.radio.itu_p1812_diffraction import (
    LAND,
    SEA,
    Diffraction,
    SmoothMethod,
    diffraction,
)
from hatangso.radio.itu_p1812_ducting import Ducting, ducting
from hatangso.radio.itu_p1812_geometry import (
    Atmosphere,
    DuctingHeights,
    Geometry,
    path_geometry,
)
from hatangso.radio.itu_p1812_locations import (
    Locations,
    location_deviation_db,
)
from hatangso.radio.itu_p1812_path import (
    ANOMALOUS_EARTH_RADIUS_KM,
    MINIMUM_DISTANCE_KM,
    MINIMUM_POINTS,
    Horizons,
    Path,
    Polarisation,
    SmoothEarth,
    Zone,
    effective_earth_radius_km,
    horizons,
    smooth_earth,
)
from hatangso.radio.itu_p1812_zones import (
    ZoneMix,
    centre_latitude_deg,
    zone_mix,
)
from hatangso.units import GHZ_PER_MHZ, require_between

__all__ = [
    "LAND",
    "MINIMUM_DISTANCE_KM",
    "MINIMUM_POINTS",
    "SEA",
    "Atmosphere",
    "Combination",
    "Diffraction",
    "DiffractionOverTime",
    "Ducting",
    "DuctingHeights",
    "Geometry",
    "Horizons",
    "LineOfSight",
    "Locations",
    "MedianLoss",
    "Path",
    "Polarisation",
    "SmoothEarth",
    "SmoothMethod",
    "TransmissionLoss",
    "Zone",
    "ZoneMix",
    "centre_latitude_deg",
    "diffraction",
    "effective_earth_radius_km",
    "field_strength_dbuv_m",
    "horizons",
    "location_deviation_db",
    "median_loss",
    "smooth_earth",
    "transmission_loss",
    "zone_mix",
]

# Latitudes of Table 1, and the refractivities that the Recommendation's map holds.
_TABLED_LATITUDE_DEG = 80
_USUAL_REFRACTIVITY_N = (250, 400)
# The power that eq (70) speaks of.
_ONE_KILOWATT_DBM = 60.0


@dataclass(frozen=True)
class TransmissionLoss:
    """Loss of one path, with everything on the way to it.

    Attributes:
        loss_db: Basic transmission loss not exceeded for p % of the time at pL % of the
            locations, Lb (eq 69).
        field_strength_dbuv_m: What 1 kW of effective radiated power makes of it, Ep
            (eq 70).
        geometry: What follows from the path and its air before any loss.
        line_of_sight: Loss in line of sight.
        diffraction: Loss by diffraction.
        lbs_db: Loss by troposcatter (eq 44).
        ducting: Loss by ducting and layers.
        combination: How they are joined, to Lbc.
        notes: Where the numbers are defined but their accuracy is not known.
    """

    loss_db: float
    field_strength_dbuv_m: float
    geometry: Geometry
    line_of_sight: LineOfSight
    diffraction: DiffractionOverTime
    lbs_db: float
    ducting: Ducting
    combination: Combination
    notes: tuple[Message, ...]


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
        notes: Where the numbers are defined but their accuracy is not known.
    """

    loss_db: float
    lbfs_db: float
    ae_km: float
    diffraction: Diffraction
    smooth_earth: SmoothEarth
    horizons: Horizons
    notes: tuple[Message, ...]


def median_loss(
    path: Path,
    *,
    frequency_mhz: float,
    refractivity_gradient_n_per_km: float,
    polarisation: Polarisation = Polarisation.VERTICAL,
    sea_ratio: float = 0.0,
) -> MedianLoss:
    """Return the loss of free space and diffraction for 50 % of the time.

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
        Rec. ITU-R P.1812-8, sections 4.2 and 4.3. Left out: ducting and troposcatter,
        which lower the loss where diffraction is strong.
    """
    require_between("frequency_mhz", frequency_mhz, low=30, high=6_000)
    require_between("sea_ratio", sea_ratio, low=0, high=1)
    frequency_ghz = frequency_mhz * GHZ_PER_MHZ
    ae_km = effective_earth_radius_km(refractivity_gradient_n_per_km)
    lbfs_db = free_space_db(path, frequency_ghz)
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
        notes=_notes_on_clutter(path),
    )


def transmission_loss(
    path: Path,
    *,
    frequency_mhz: float,
    time_ratio: float,
    atmosphere: Atmosphere,
    polarisation: Polarisation = Polarisation.VERTICAL,
    locations: Locations | None = None,
    transmitter_coast_km: float | None = None,
    receiver_coast_km: float | None = None,
    smooth_method: SmoothMethod = SmoothMethod.PROFILE,
) -> TransmissionLoss:
    """Return the basic transmission loss by the whole Recommendation.

    Args:
        path: Profile, zones and antennas.
        frequency_mhz: 30 to 6,000.
        time_ratio: Share of the average year in which the loss is not exceeded, 0.01 to
            0.5.
        atmosphere: The air at the centre of the path.
        polarisation: Of both antennas.
        locations: Share of the locations and its variability; None for half of them.
        transmitter_coast_km: Over land to the sea, dct, at least 0; None to read it
            from the zones. 0 for a terminal at sea, whatever is given.
        receiver_coast_km: The same from the receiver, dcr.
        smooth_method: How the Bullington loss of the smooth path is found.

    Raises:
        OutOfRangeError: A number is outside the definition of the Recommendation.

    Source:
        Rec. ITU-R P.1812-8, Annex 1 with its Attachments.
    """
    require_between("frequency_mhz", frequency_mhz, low=30, high=6_000)
    require_between("time_ratio", time_ratio, low=0.01, high=0.5)
    frequency_ghz = frequency_mhz * GHZ_PER_MHZ
    geometry = path_geometry(
        path,
        atmosphere,
        frequency_ghz=frequency_ghz,
        transmitter_coast_km=transmitter_coast_km,
        receiver_coast_km=receiver_coast_km,
    )
    shares = Shares(100 * time_ratio, geometry.b0_percent)
    seen, sea_ratio = geometry.horizons, geometry.mix.sea_ratio
    sight = line_of_sight(path, frequency_ghz=frequency_ghz, shares=shares, seen=seen)
    median, anomalous = (
        diffraction(
            path,
            frequency_ghz=frequency_ghz,
            earth_radius_km=radius_km,
            polarisation=polarisation,
            sea_ratio=sea_ratio,
            smooth_method=smooth_method,
        )
        for radius_km in (geometry.ae_km, ANOMALOUS_EARTH_RADIUS_KM)
    )
    bent = diffraction_over_time(median, anomalous, shares, sight)
    ducted = ducting(path, geometry, frequency_ghz=frequency_ghz, time_percent=shares.p)
    lbs_db = troposcatter_db(
        path.length_km,
        frequency_ghz=frequency_ghz,
        time_percent=shares.p,
        theta_mrad=seen.theta_mrad,
        atmosphere=atmosphere,
    )
    joined = combine(
        path.length_km,
        theta_mrad=seen.theta_mrad,
        sea_ratio=sea_ratio,
        shares=shares,
        sight=sight,
        bent=bent,
        lba_db=ducted.loss_db,
        lbs_db=lbs_db,
    )
    is_at_sea = path.zones is not None and int(path.zones[-1]) == Zone.SEA
    excess_db = (locations or Locations()).excess_db(is_at_sea=is_at_sea)
    # Eq (69).
    loss_db = max(sight.lb0p_db, joined.lbc_db + excess_db)
    strength_dbuv_m = field_strength_dbuv_m(loss_db, frequency_mhz=frequency_mhz)
    return TransmissionLoss(
        loss_db=loss_db,
        field_strength_dbuv_m=strength_dbuv_m,
        geometry=geometry,
        line_of_sight=sight,
        diffraction=bent,
        lbs_db=lbs_db,
        ducting=ducted,
        combination=joined,
        notes=(*_notes_on_air(atmosphere, geometry.ae_km), *_notes_on_clutter(path)),
    )


def field_strength_dbuv_m(
    loss_db: float,
    *,
    frequency_mhz: float,
    radiated_power_dbm: float = _ONE_KILOWATT_DBM,
) -> float:
    """Return the field strength at the receiver.

    Args:
        loss_db: Basic transmission loss.
        frequency_mhz: 30 to 6,000.
        radiated_power_dbm: Effective radiated power (over a dipole), -90 to 150.

    Raises:
        OutOfRangeError: A number is outside these limits.

    Source:
        Rec. ITU-R P.1812-8, section 4.10, eq (70).

    >>> round(field_strength_dbuv_m(120, frequency_mhz=100), 2)
    59.36
    """
    require_between("loss_db", loss_db, low=-1e3, high=1e5)
    require_between("frequency_mhz", frequency_mhz, low=30, high=6_000)
    require_between("radiated_power_dbm", radiated_power_dbm, low=-90, high=150)
    frequency_ghz = frequency_mhz * GHZ_PER_MHZ
    power_db = radiated_power_dbm - _ONE_KILOWATT_DBM
    return float(199.36 + 20 * np.log10(frequency_ghz) - loss_db + power_db)


def _notes_on_clutter(path: Path) -> tuple[Message, ...]:
    """Return which antennas stand lower than their surroundings, not counted here."""
    text = (
        "clutter of {clutter_m:g} m around an antenna at {height_m:g} m is not counted"
    )
    ends = (
        (path.transmitter_height_m, float(path.clutter_m[0])),
        (path.receiver_height_m, float(path.clutter_m[-1])),
    )
    return tuple(
        Message(text, {"clutter_m": clutter_m, "height_m": height_m})
        for height_m, clutter_m in ends
        if clutter_m > height_m
    )


def _notes_on_air(atmosphere: Atmosphere, ae_km: float) -> tuple[Message, ...]:
    """Return where the air leaves what the Recommendation was made for."""
    notes = []
    latitude = atmosphere.latitude_deg
    if abs(latitude) > _TABLED_LATITUDE_DEG:
        text = "the latitude {latitude_deg:g} lies beyond 80 degrees"
        notes.append(Message(text, {"latitude_deg": latitude}))
    value, (low, high) = atmosphere.surface_refractivity_n, _USUAL_REFRACTIVITY_N
    if not low <= value <= high:
        text = "the surface refractivity {value:g} lies outside {low:g} to {high:g}"
        notes.append(Message(text, {"value": value, "low": low, "high": high}))
    if ae_km > ANOMALOUS_EARTH_RADIUS_KM:
        text = "rays bend more at the median gradient {value:g} than in ducts"
        gradient = atmosphere.refractivity_gradient_n_per_km
        notes.append(Message(text, {"value": gradient}))
    return tuple(notes)
