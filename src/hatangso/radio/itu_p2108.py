"""Clutter loss at a terminal: Recommendation ITU-R P.2108-1, annex 1, section 3.

Three methods, for three questions: the height gain of an antenna among clutter of one
kind (3.1), the statistics of an end of a terrestrial path deep in a town or suburb
(3.2), and the same for a path that leaves the clutter at a slant (3.3). Each gives a
loss that is added to the basic transmission loss of a path without that clutter. A
path loss that counts the clutter at its ends already must not get it twice.

Frequencies are in GHz and distances in km inside, as in the formulas.
"""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from hatangso.units import GHZ_PER_MHZ, KM_PER_M, FloatArray, require_between

__all__ = [
    "CLUTTER_HEIGHTS_M",
    "STREET_WIDTH_M",
    "Clutter",
    "height_gain_loss_db",
    "slant_path_loss_db",
    "terrestrial_loss_db",
]

# Shares so near 0 or 1 that they have no quantile any more.
_LEAST_RATIO = 1e-9
_FAR_KM = 2.0
_RIGHT_ANGLE_DEG = 90.0
# Standard deviations of eq (4b) and (5b).
_SIGMA_L_DB, _SIGMA_S_DB = 4.0, 6.0
_A1 = 0.05


class Clutter(StrEnum):
    """What surrounds the antenna."""

    WATER = "water or sea"
    OPEN = "open or rural"
    SUBURBAN = "suburban"
    URBAN = "urban"
    FOREST = "trees or forest"
    DENSE_URBAN = "dense urban"


# Representative heights where nothing better is known (section 3.1.1).
CLUTTER_HEIGHTS_M = {
    Clutter.WATER: 10.0,
    Clutter.OPEN: 10.0,
    Clutter.SUBURBAN: 10.0,
    Clutter.URBAN: 15.0,
    Clutter.FOREST: 15.0,
    Clutter.DENSE_URBAN: 20.0,
}
STREET_WIDTH_M = 27.0
_BARE = frozenset({Clutter.WATER, Clutter.OPEN})


def height_gain_loss_db(
    height_m: ArrayLike,
    *,
    frequency_mhz: float,
    clutter: Clutter,
    clutter_height_m: float | None = None,
    street_width_m: float = STREET_WIDTH_M,
) -> FloatArray:
    """Return the median loss of antennas that are lower than what surrounds them.

    The basic transmission loss that it is added to is that of an antenna at the height
    of the clutter.

    Args:
        height_m: Antennas above the ground, above 0, of any shape.
        frequency_mhz: 30 to 3,000.
        clutter: Kind.
        clutter_height_m: Representative height; without it that of the kind.
        street_width_m: Not used over open ground and water.

    Returns:
        The shape of the heights; 0 from the height of the clutter upwards.

    Raises:
        OutOfRangeError: A number is outside the Recommendation.

    Source:
        Rec. ITU-R P.2108-1, section 3.1.

    >>> height_gain_loss_db(
    ...     [1.5, 8, 15], frequency_mhz=900, clutter=Clutter.FOREST
    ... ).round(1)
    array([22.6, 17.1,  0. ])
    """
    require_between("frequency_mhz", frequency_mhz, low=30, high=3_000)
    top_m = CLUTTER_HEIGHTS_M[clutter] if clutter_height_m is None else clutter_height_m
    require_between("clutter_height_m", top_m, low=0.1, high=500)
    require_between("street_width_m", street_width_m, low=0.1, high=1e4)
    h = np.asarray(height_m, dtype=float)
    require_between("height_m", h, low=0.01, high=1e5)
    f = frequency_mhz * GHZ_PER_MHZ
    if clutter in _BARE:
        # Eq (2b) and (2f).
        k_h2 = 21.8 + 6.2 * np.log10(f)
        loss_db = -k_h2 * np.log10(h / top_m)
    else:
        # Eq (2c) to (2e) and (2g).
        below_m = np.maximum(top_m - h, 0)
        angle_deg = np.degrees(np.arctan(below_m / street_width_m))
        nu = 0.342 * np.sqrt(f) * np.sqrt(below_m * angle_deg)
        # Eq (2a).
        loss_db = _knife_edge_db(nu) - 6.03
    # Eq (1).
    return np.asarray(np.where(h >= top_m, 0.0, loss_db))


def terrestrial_loss_db(
    distance_m: ArrayLike, *, frequency_mhz: float, location_ratio: ArrayLike = 0.5
) -> FloatArray:
    """Return the clutter loss of one end of a path, in a share of the locations.

    The end stands well below the tops of a town or a suburb. It may be added at the
    other end too, where that does as well, if the path is 1 km or longer.

    Args:
        distance_m: Lengths of whole paths, at least 250, of any shape.
        frequency_mhz: 500 to 67,000.
        location_ratio: Share of the locations where the loss is not exceeded, above 0
            and below 1; it is broadcast against the distances.

    Raises:
        OutOfRangeError: A number is outside the Recommendation.

    Source:
        Rec. ITU-R P.2108-1, section 3.2.

    >>> terrestrial_loss_db([500, 2_000, 20_000], frequency_mhz=2_600).round(1)
    array([26.3, 29.1, 29.1])
    """
    require_between("frequency_mhz", frequency_mhz, low=500, high=67_000)
    require_between("distance_m", distance_m, low=250, high=20_000e3)
    z = _deviates(location_ratio)
    d = np.asarray(distance_m, dtype=float) * KM_PER_M
    f = frequency_mhz * GHZ_PER_MHZ
    # Eq (6): farther away it stays what it is at 2 km.
    return np.asarray(
        np.minimum(_terrestrial_db(d, f, z), _terrestrial_db(np.array(_FAR_KM), f, z))
    )


def slant_path_loss_db(
    elevation_deg: ArrayLike, *, frequency_mhz: float, location_ratio: ArrayLike = 0.5
) -> FloatArray:
    """Return the clutter loss of a path that leaves a town or a suburb at a slant.

    The other end is an aircraft or a satellite. In the few best locations at a high
    elevation the formula goes below 0 dB.

    Args:
        elevation_deg: Elevation of the other end seen from the ground, 0 to 90, of any
            shape.
        frequency_mhz: 10,000 to 100,000.
        location_ratio: Share of the locations where the loss is not exceeded, above 0
            and below 1; it is broadcast against the elevations.

    Raises:
        OutOfRangeError: A number is outside the Recommendation.

    Source:
        Rec. ITU-R P.2108-1, section 3.3.

    >>> slant_path_loss_db([5, 30, 90], frequency_mhz=28_000).round(1)
    array([23.2,  4.7,  0. ])
    """
    require_between("frequency_mhz", frequency_mhz, low=10_000, high=100_000)
    require_between("elevation_deg", elevation_deg, low=0, high=_RIGHT_ANGLE_DEG)
    z = _deviates(location_ratio)
    p = np.asarray(location_ratio, dtype=float)
    theta = np.asarray(elevation_deg, dtype=float)
    # Eq (7).
    k1 = 93 * (frequency_mhz * GHZ_PER_MHZ) ** 0.175
    down = 1 - theta / _RIGHT_ANGLE_DEG
    cotangent = 1 / np.tan(_A1 * down + np.radians(theta))
    grown = (-k1 * np.log1p(-p) * cotangent) ** (0.5 * down)
    return np.asarray(grown - 1 - 0.6 * z)


def _deviates(location_ratio: ArrayLike) -> FloatArray:
    """Return the inverse complementary normal distribution."""
    low, high = _LEAST_RATIO, 1 - _LEAST_RATIO
    require_between("location_ratio", location_ratio, low=low, high=high)
    return np.asarray(-ndtri(np.asarray(location_ratio, dtype=float)))


def _knife_edge_db(nu: FloatArray) -> FloatArray:
    # Rec. ITU-R P.526, eq (31).
    return np.asarray(6.9 + 20 * np.log10(np.sqrt((nu - 0.1) ** 2 + 1) + nu - 0.1))


def _terrestrial_db(d: FloatArray, f: float, z: FloatArray) -> FloatArray:
    # Eq (4a) and (5a).
    l_l = -2 * np.log10(10 ** (-5 * np.log10(f) - 12.5) + 10**-16.5)
    l_s = 32.98 + 23.9 * np.log10(d) + 3 * np.log10(f)
    far, near = 10 ** (-0.2 * l_l), 10 ** (-0.2 * l_s)
    # Eq (3b).
    variance = (_SIGMA_L_DB**2 * far + _SIGMA_S_DB**2 * near) / (far + near)
    # Eq (3a).
    return np.asarray(-5 * np.log10(far + near) - np.sqrt(variance) * z)
