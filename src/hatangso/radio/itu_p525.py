"""Free-space loss: Recommendation ITU-R P.525-5."""

import numpy as np

from hatangso.units import (
    GHZ_PER_MHZ,
    KM_PER_M,
    FloatArray,
    require_between,
)

__all__ = ["free_space_loss_db"]

# 20 log10(4 pi 1e12 / c): the constant for kilometres and gigahertz.
_KM_GHZ_DB = 92.44778322188337


def free_space_loss_db(distance_m: FloatArray, *, frequency_mhz: float) -> FloatArray:
    """Return the loss between two isotropic antennas with nothing between them.

    Args:
        distance_m: Path lengths of any shape, 1 to 1e9.
        frequency_mhz: Carrier frequency, 1 to 1e6.

    Raises:
        OutOfRangeError: A distance or the frequency is outside its limits.

    Source:
        Rec. ITU-R P.525-5, point-to-point link: 20 log10(4 pi d / lambda).

    >>> free_space_loss_db(np.array([1_000.0, 2_000.0]), frequency_mhz=900).round(2)
    array([91.53, 97.55])
    """
    require_between("distance_m", distance_m, low=1, high=1e9)
    require_between("frequency_mhz", frequency_mhz, low=1, high=1e6)
    distance_km = np.asarray(distance_m) * KM_PER_M
    frequency_ghz = frequency_mhz * GHZ_PER_MHZ
    return np.asarray(_KM_GHZ_DB + 20 * np.log10(distance_km * frequency_ghz))
