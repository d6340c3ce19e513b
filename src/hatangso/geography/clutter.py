"""Clutter: what stands on the ground, by the height that a model gives it."""

from enum import StrEnum

import numpy as np

from hatangso.units import FloatArray, IntArray

__all__ = ["CLUTTER_CATEGORIES", "ClutterCategory", "clutter_category"]


class ClutterCategory(StrEnum):
    """What stands on the ground."""

    OPEN = "open"
    BUILT = "built"
    TREES = "trees"
    DENSE_URBAN = "dense_urban"


# In the order of their numbers, with the greatest height that still belongs to each:
# half-way between the representative heights 0, 10, 15 and 20 m.
CLUTTER_CATEGORIES = tuple(ClutterCategory)
_GREATEST_M = (5.0, 12.5, 17.5)


def clutter_category(clutter_m: FloatArray) -> IntArray:
    """Return the category of clutter heights, as a place in ``CLUTTER_CATEGORIES``.

    Args:
        clutter_m: Clutter above the ground, any shape, never NaN.

    Returns:
        The same shape, int64.

    Source:
        Representative heights of Rec. ITU-R P.1812, Table 2; a height between two
        belongs to the nearer one.

    >>> clutter_category(np.array([0.0, 10.0, 15.0, 20.0]))
    array([0, 1, 2, 3])
    """
    return np.digitize(np.asarray(clutter_m), _GREATEST_M, right=True)
