"""Path loss over irregular terrain: the Longley-Rice model (ITM), version 1.2.2.

A second opinion beside Rec. ITU-R P.1812: along a terrain profile (point to point), or
from the roughness of the terrain alone (area). Losses are quantiles: not exceeded in a
share of the time, of the locations and of the situations, under the climate of a place.

Two ranges: outside the definition of the model a number is an error, outside the range
in which it was validated the result carries a caution.

Source:
    G. A. Hufford, A. G. Longley, W. A. Kissick, A guide to the use of the ITS Irregular
    Terrain Model in the area prediction mode, NTIA Report 82-100 (1982); G. A. Hufford,
    The ITS Irregular Terrain Model, version 1.2.2: The Algorithm (1995, "Alg" below).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from hatangso.radio.itm_attenuation import (
    DIFFRACTION,
    LINE_OF_SIGHT,
    METRE_MHZ,
    TROPOSCATTER,
    Radio,
    reference_attenuation_db,
)
from hatangso.radio.itm_cautions import Caution, cautions_about
from hatangso.radio.itm_inputs import (
    Area,
    Conditions,
    Siting,
    TerrainProfile,
    Variability,
)
from hatangso.radio.itm_terrain import (
    Terminals,
    air_over,
    horizon_angle_rad,
    system_height_m,
    terminals_of_profile,
    usual_horizon_m,
)
from hatangso.radio.itm_variability import Spread, deviate, varied_attenuation_db
from hatangso.radio.itu_p1812 import Polarisation
from hatangso.units import require_between

__all__ = [
    "GREATEST_N",
    "LEAST_N",
    "PropagationMode",
    "TerrainLoss",
    "area_loss",
    "point_to_point_loss",
    "radio_over",
    "spread_of",
]

# Refractivity at the surface for which the model is defined.
LEAST_N, GREATEST_N = 150.0, 400.0
# Characteristic impedance of free space in ohm, as the model rounds it (Alg 1.5).
_FREE_SPACE_OHM = 376.62


class PropagationMode(StrEnum):
    """On which piece of the model's curve a path lies.

    The piece follows from the distance and the smooth horizons: a path shorter than
    these counts as in sight although a hill may block it, see `TerrainLoss.is_clear`.
    """

    LINE_OF_SIGHT = "line of sight"
    DIFFRACTION = "diffraction"
    TROPOSCATTER = "troposcatter"


_MODES = {
    LINE_OF_SIGHT: PropagationMode.LINE_OF_SIGHT,
    DIFFRACTION: PropagationMode.DIFFRACTION,
    TROPOSCATTER: PropagationMode.TROPOSCATTER,
}


@dataclass(frozen=True)
class TerrainLoss:
    """Basic transmission loss, with everything on the way to it.

    Attributes:
        loss_db: Not exceeded in the shares that were asked for.
        free_space_db: Of this distance.
        reference_db: Reference attenuation A_ref, the median below free space.
        mode: Piece of the model's curve.
        is_clear: Whether no bare ground stands between the antennas; None in an area.
        distance_m: Length of the path.
        roughness_m: Interdecile range of the terrain, delta h.
        refractivity_n: At the surface, N_s.
        earth_radius_m: Effective radius of the Earth.
        effective_height_m: Of transmitter and receiver, h_e.
        horizon_distance_m: The same, d_L.
        horizon_angle_rad: The same, theta_e; positive is above the horizontal.
        cautions: What lies outside the validated range, in the order of `Caution`.
    """

    loss_db: float
    free_space_db: float
    reference_db: float
    mode: PropagationMode
    is_clear: bool | None
    distance_m: float
    roughness_m: float
    refractivity_n: float
    earth_radius_m: float
    effective_height_m: tuple[float, float]
    horizon_distance_m: tuple[float, float]
    horizon_angle_rad: tuple[float, float]
    cautions: tuple[Caution, ...]


def point_to_point_loss(
    profile: TerrainProfile,
    conditions: Conditions,
    variability: Variability | None = None,
) -> TerrainLoss:
    """Return the basic transmission loss along a terrain profile.

    Both directions of a path have the same loss, unless the last digit decides which
    points belong to a part of the profile: then they differ by some tenths of a dB.

    Args:
        profile: Ground and antennas.
        conditions: Wave, air and ground.
        variability: Which quantile; without it the median of everything.

    Raises:
        OutOfRangeError: The refractivity, the ground or a horizon is outside the
            model.

    >>> from hatangso.radio.itm_inputs import Climate
    >>> hill = TerrainProfile(np.array([0.0, 5, 60, 5, 0]), 2_000.0, 30.0, 1.5)
    >>> loss = point_to_point_loss(hill, Conditions(900.0, 350.0, Climate.EQUATORIAL))
    >>> round(loss.loss_db, 1), loss.is_clear
    (146.0, False)
    """
    elevation_m = np.ascontiguousarray(profile.elevation_m, dtype=np.float64)
    heights_m = float(profile.transmitter_height_m), float(profile.receiver_height_m)
    radio = radio_over(conditions, system_height_m(elevation_m))
    ends = terminals_of_profile(
        elevation_m, float(profile.step_m), heights_m, radio.earth_radius_m
    )
    quantile = variability or Variability()
    return _loss(radio, ends, profile.length_m, int(conditions.climate), quantile)


def area_loss(
    area: Area, conditions: Conditions, variability: Variability | None = None
) -> TerrainLoss:
    """Return the basic transmission loss in a terrain of some roughness.

    Args:
        area: Distance, roughness and antennas.
        conditions: Wave, air and ground; the refractivity is not reduced to a height.
        variability: Which quantile; without it the median of everything.

    Raises:
        OutOfRangeError: The ground or a horizon is outside the model.
    """
    radio = radio_over(conditions, 0.0)
    earth_m, rough_m = radio.earth_radius_m, float(area.roughness_m)
    heights_m = float(area.transmitter_height_m), float(area.receiver_height_m)
    first_m = _sited_height_m(heights_m[0], area.transmitter_siting, rough_m)
    second_m = _sited_height_m(heights_m[1], area.receiver_siting, rough_m)
    first_at_m = usual_horizon_m(first_m, rough_m, earth_m)
    second_at_m = usual_horizon_m(second_m, rough_m, earth_m)
    angles_rad = (
        horizon_angle_rad(first_m, first_at_m, rough_m, earth_m),
        horizon_angle_rad(second_m, second_at_m, rough_m, earth_m),
    )
    ends = Terminals(
        height_m=heights_m,
        effective_m=(first_m, second_m),
        horizon_m=(first_at_m, second_at_m),
        angle_rad=angles_rad,
        roughness_m=rough_m,
        is_clear=False,
        added_m2=0.0,
    )
    quantile = variability or Variability()
    distance_m = float(area.distance_m)
    return _loss(radio, ends, distance_m, int(conditions.climate), quantile)


def radio_over(conditions: Conditions, above_sea_m: float) -> Radio:
    """Return the wave over ground of some height.

    Raises:
        OutOfRangeError: The refractivity or the ground is outside the model.
    """
    refractivity_n = float(conditions.refractivity_n)
    surface_n, earth_radius_m = air_over(refractivity_n, float(above_sea_m))
    require_between(
        "refractivity at the surface", surface_n, low=LEAST_N, high=GREATEST_N
    )
    # Alg (1.4) and (1.5).
    wave_number = conditions.frequency_mhz / METRE_MHZ
    ground = conditions.ground
    loss = _FREE_SPACE_OHM * ground.conductivity_s_per_m / wave_number
    relative = complex(ground.permittivity, loss)
    impedance = complex(np.sqrt(relative - 1))
    if conditions.polarisation is Polarisation.VERTICAL:
        impedance /= relative
    reactance_ratio = abs(impedance.imag) / impedance.real
    below_one = 1 - 1e-12
    require_between("reactance of the ground", reactance_ratio, low=0, high=below_one)
    frequency_mhz = float(conditions.frequency_mhz)
    return Radio(frequency_mhz, float(earth_radius_m), float(surface_n), impedance)


def _sited_height_m(height_m: float, siting: Siting, roughness_m: float) -> float:
    # Alg (3.1) and (3.2).
    if siting is Siting.RANDOM:
        return height_m
    gain_m = 4.0 if siting is Siting.CAREFUL else 9.0
    gain_m *= np.sin(np.pi / 10 * min(height_m, 5.0))
    fading = np.exp(-min(20.0, 2 * height_m / max(1e-3, roughness_m)))
    return height_m + float((1 + gain_m) * fading)


def _loss(
    radio: Radio,
    ends: Terminals,
    distance_m: float,
    climate: int,
    variability: Variability,
) -> TerrainLoss:
    spread = spread_of(variability)
    reference_db, piece = reference_attenuation_db(radio, ends, distance_m)
    # The rounded Earth has no loss where the ground conducts like the sea, the waves
    # are long and a horizon stands right before an antenna.
    require_between("reference attenuation in dB", reference_db, low=0, high=1e9)
    varied_db = varied_attenuation_db(
        reference_db, radio, ends, distance_m, climate, spread
    )
    free_space_db = 32.45 + 20 * np.log10(radio.frequency_mhz * distance_m / 1000)
    return TerrainLoss(
        loss_db=float(varied_db + free_space_db),
        free_space_db=float(free_space_db),
        reference_db=float(reference_db),
        mode=_MODES[piece],
        is_clear=ends.is_clear if ends.added_m2 else None,
        distance_m=distance_m,
        roughness_m=float(ends.roughness_m),
        refractivity_n=radio.refractivity_n,
        earth_radius_m=radio.earth_radius_m,
        effective_height_m=ends.effective_m,
        horizon_distance_m=ends.horizon_m,
        horizon_angle_rad=ends.angle_rad,
        cautions=cautions_about(radio, ends, distance_m, spread),
    )


def spread_of(variability: Variability) -> Spread:
    """Return the deviates of a quantile."""
    return Spread(
        deviate(variability.time_ratio),
        deviate(variability.location_ratio),
        deviate(variability.situation_ratio),
        int(variability.mode),
        variability.has_location,
        variability.has_situation,
    )
