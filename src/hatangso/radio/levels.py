"""Levels: how usable a received power and a rate are."""

import numpy as np

from hatangso.model.coverage import LEVEL_NUMBERS, REACHED_LEVELS, CoverageLevel
from hatangso.model.site import Technology
from hatangso.radio.link_budget import RadioParameters
from hatangso.units import FloatArray, IntArray

__all__ = ["LEVEL_BY_NUMBER", "level_numbers", "level_rank"]

LEVEL_BY_NUMBER = {number: level for level, number in LEVEL_NUMBERS.items()}
# Which is better, by number: nothing asked, none, unknown, basic, good.
_RANK = np.array([0, 1, 3, 4, 2])


def level_numbers(
    level_dbm: FloatArray,
    edge_mbps: FloatArray,
    technology: Technology,
    parameters: RadioParameters,
) -> IntArray:
    """Return how usable median levels are, as numbers of ``LEVEL_NUMBERS``.

    Args:
        level_dbm: Median levels of any shape; NaN means no signal.
        edge_mbps: Rates that the share ``location_probability`` of the places exceeds,
            the same shape; infinite where no rate is computed.
        technology: Of the signal.
        parameters: Thresholds and margin.

    Returns:
        None, basic or good, uint8; never unknown.
    """
    numbers = np.full(np.shape(level_dbm), LEVEL_NUMBERS[CoverageLevel.NONE], np.uint8)
    for level, least_dbm, least_mbps in zip(
        REACHED_LEVELS,
        parameters.thresholds_dbm(technology),
        parameters.thresholds_mbps(technology),
        strict=True,
    ):
        is_reached = (np.asarray(level_dbm) >= least_dbm) & (edge_mbps >= least_mbps)
        numbers[is_reached] = LEVEL_NUMBERS[level]
    return numbers


def level_rank(numbers: IntArray) -> IntArray:
    """Return numbers of levels as ranks: of two the better one is the greater."""
    return np.asarray(_RANK[numbers])
