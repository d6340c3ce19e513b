"""Where a path leaves the range in which the Irregular Terrain Model was validated."""

from enum import StrEnum
from math import inf, sqrt

from hatangso.radio.itm_attenuation import Radio
from hatangso.radio.itm_terrain import Terminals
from hatangso.radio.itm_variability import Spread

__all__ = ["Caution", "cautions_about"]

# Angles that count as small, in rad.
_STEEP_RAD = 0.2


class Caution(StrEnum):
    """What about a path lies outside the range in which the model was validated."""

    TRANSMITTER_HEIGHT = "transmitter below 1 m or above 1,000 m"
    RECEIVER_HEIGHT = "receiver below 1 m or above 1,000 m"
    FREQUENCY = "frequency below 40 MHz or above 10 GHz"
    REFRACTIVITY = "refractivity at the surface below 250 N"
    SHORT_PATH = "path shorter than 1 km"
    STEEP_PATH = "path shorter than five times the difference in height"
    LONG_PATH = "path longer than 1,000 km"
    VERY_LONG_PATH = "path longer than 2,000 km"
    TRANSMITTER_HORIZON_ANGLE = "horizon of the transmitter beyond 200 mrad"
    RECEIVER_HORIZON_ANGLE = "horizon of the receiver beyond 200 mrad"
    TRANSMITTER_HORIZON_DISTANCE = "horizon of the transmitter unusually near or far"
    RECEIVER_HORIZON_DISTANCE = "horizon of the receiver unusually near or far"
    RARE_SHARE = "share below 0.1 % or above 99.9 %"


def cautions_about(
    radio: Radio, ends: Terminals, distance_m: float, spread: Spread
) -> tuple[Caution, ...]:
    """Return the cautions about a path, in the order of ``Caution``.

    Source:
        NTIA Report 82-100, limits of the model, and the parameter checks of ITM 1.2.2.
    """
    first_m, second_m = ends.effective_m
    steep_m = abs(first_m - second_m) / _STEEP_RAD
    farness = [
        horizon_m / sqrt(2 * height_m * radio.earth_radius_m)
        for horizon_m, height_m in zip(ends.horizon_m, ends.effective_m, strict=True)
    ]
    rarest = max(abs(z) for z in (spread.time, spread.location, spread.situation))
    limits = (
        (Caution.TRANSMITTER_HEIGHT, ends.height_m[0], 1, 1_000),
        (Caution.RECEIVER_HEIGHT, ends.height_m[1], 1, 1_000),
        (Caution.FREQUENCY, radio.frequency_mhz, 40, 10_000),
        (Caution.REFRACTIVITY, radio.refractivity_n, 250, 400),
        (Caution.SHORT_PATH, distance_m, 1e3, inf),
        (Caution.STEEP_PATH, distance_m, steep_m, inf),
        (Caution.LONG_PATH, distance_m, 0, 1_000e3),
        (Caution.VERY_LONG_PATH, distance_m, 0, 2_000e3),
        (Caution.TRANSMITTER_HORIZON_ANGLE, abs(ends.angle_rad[0]), 0, _STEEP_RAD),
        (Caution.RECEIVER_HORIZON_ANGLE, abs(ends.angle_rad[1]), 0, _STEEP_RAD),
        (Caution.TRANSMITTER_HORIZON_DISTANCE, farness[0], 0.1, 3),
        (Caution.RECEIVER_HORIZON_DISTANCE, farness[1], 0.1, 3),
        (Caution.RARE_SHARE, rarest, 0, 3.1),
    )
    return tuple(caution for caution, x, low, high in limits if not low <= x <= high)
