"""Array types, constants and range checks: the only place that converts units.

Inside hatangso one unit holds per dimension: m, m2, deg, MHz, dBm, dB, dBi, people;
ratios are 0 to 1, never per cent; money is đồng.
"""

from datetime import timedelta, timezone
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hatangso.errors import OutOfRangeError

__all__ = [
    "EARTH_RADIUS_KM",
    "EARTH_RADIUS_M",
    "GHZ_PER_MHZ",
    "KM_PER_M",
    "LIGHT_SPEED_M_S",
    "VIETNAM_TIME",
    "BoolArray",
    "FloatArray",
    "IntArray",
    "require_between",
]

FloatArray: TypeAlias = NDArray[np.floating[Any]]
IntArray: TypeAlias = NDArray[np.integer[Any]]
BoolArray: TypeAlias = NDArray[np.bool_]

# Viet Nam keeps one time all year.
VIETNAM_TIME = timezone(timedelta(hours=7))
LIGHT_SPEED_M_S = 299_792_458.0
# Mean radius used by the Recommendations of ITU-R on propagation.
EARTH_RADIUS_KM = 6_371.0
EARTH_RADIUS_M = 6_371_000.0
KM_PER_M = 1e-3
GHZ_PER_MHZ = 1e-3


def require_between(name: str, value: ArrayLike, *, low: float, high: float) -> None:
    """Check that every number lies in a closed range.

    Args:
        name: What the numbers are called, with their unit.
        value: Numbers of any shape.
        low: Smallest number allowed.
        high: Largest number allowed.

    Raises:
        OutOfRangeError: A number is outside or not a number; the message names it.

    >>> require_between("distance_m", [1.0, 2.0], low=1, high=10)
    """
    numbers = np.asarray(value, dtype=float)
    is_outside = ~((numbers >= low) & (numbers <= high))
    if np.any(is_outside):
        first = numbers[is_outside].flat[0]
        text = "{name} must lie between {low:g} and {high:g}; one value is {value:g}"
        raise OutOfRangeError(text, name=name, low=low, high=high, value=float(first))
