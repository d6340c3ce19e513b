"""Loss into buildings: Recommendation ITU-R P.2109-2."""

from enum import StrEnum

import numpy as np
from scipy.stats import norm

from hatangso.errors import InvalidInputError
from hatangso.units import GHZ_PER_MHZ, require_between

__all__ = ["BuildingType", "building_entry_loss_db"]


class BuildingType(StrEnum):
    """What a building is made of; "fixed" is none of the Recommendation.

    Thermally efficient: metallised glass or foil-backed panels. Traditional: without.
    """

    TRADITIONAL = "traditional"
    THERMALLY_EFFICIENT = "thermally_efficient"
    FIXED = "fixed"


# Table 1: r, s, t, u, v, w, x, y, z.
_COEFFICIENTS = {
    BuildingType.TRADITIONAL: (12.64, 3.72, 0.96, 9.6, 2.0, 9.1, -3.0, 4.5, -2.0),
    BuildingType.THERMALLY_EFFICIENT: (
        *(28.19, -3.00, 8.48),
        *(13.5, 3.8, 27.8, -2.9, 9.4, -2.1),
    ),
}
_DB_PER_DEG = 0.212


def building_entry_loss_db(
    frequency_mhz: float,
    building: BuildingType,
    *,
    probability_ratio: float = 0.5,
    elevation_deg: float = 0.0,
) -> float:
    """Return the loss into a building that is not exceeded with a probability.

    Args:
        frequency_mhz: 80 to 100,000.
        building: Traditional or thermally efficient.
        probability_ratio: Above 0 and below 1.
        elevation_deg: Of the path at the facade, -90 to 90.

    Raises:
        InvalidInputError: The Recommendation knows no such building.
        OutOfRangeError: A number is outside the Recommendation.

    Source:
        Rec. ITU-R P.2109-2, Annex 1, equations (1) to (9).

    >>> round(building_entry_loss_db(1_000.0, BuildingType.TRADITIONAL), 2)
    14.31
    """
    require_between("frequency_mhz", frequency_mhz, low=80, high=100_000)
    require_between("probability_ratio", probability_ratio, low=1e-6, high=1 - 1e-6)
    require_between("elevation_deg", elevation_deg, low=-90, high=90)
    if building not in _COEFFICIENTS:
        raise InvalidInputError(
            "Rec. ITU-R P.2109 knows no building of type {name}", name=building
        )
    r, s, t, u, v, w, x, y, z = _COEFFICIENTS[building]
    decades = np.log10(frequency_mhz * GHZ_PER_MHZ)
    quantile = norm.ppf(probability_ratio)
    median_db = r + s * decades + t * decades**2 + _DB_PER_DEG * abs(elevation_deg)
    parts_db = np.array(
        [
            quantile * (u + v * decades) + median_db,
            quantile * (y + z * decades) + w + x * decades,
            -3.0,
        ]
    )
    return float(10 * np.log10(np.sum(10 ** (0.1 * parts_db))))
