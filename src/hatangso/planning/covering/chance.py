"""Chances for compiled searches: the same seed gives the same throws everywhere.

Source:
    Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
"""

import numpy as np

from hatangso.compiling import compiled
from hatangso.units import IntArray

__all__ = ["share", "throw"]

_STRIDE = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFTS = np.uint64(30), np.uint64(27), np.uint64(31)
# A float holds so many bits of the 64.
_UNUSED_BITS, _UNIT = np.uint64(11), 2.0**-53


@compiled
def share(dice: IntArray) -> float:
    """Return a number from 0 up to 1, and move on.

    Args:
        dice: An array of one unsigned number of 64 bits: the seed, then what follows.
    """
    dice[0] += _STRIDE
    bits = dice[0]
    bits = (bits ^ (bits >> _SHIFTS[0])) * _FIRST
    bits = (bits ^ (bits >> _SHIFTS[1])) * _SECOND
    bits ^= bits >> _SHIFTS[2]
    return float((bits >> _UNUSED_BITS) * _UNIT)


@compiled
def throw(dice: IntArray, limit: int) -> int:
    """Return a whole number from 0 up to a limit that is above 0, and move on."""
    return int(share(dice) * limit)
