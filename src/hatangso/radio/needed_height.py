"""The height that a mast would need for a level to arrive."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hatangso.units import require_between

__all__ = ["NeededHeight", "needed_height"]

# Antenna heights for which the models are defined.
_LOWEST_M, _HIGHEST_M = 1.0, 3_000.0


@dataclass(frozen=True)
class NeededHeight:
    """Which heights bring a level to its threshold.

    Attributes:
        height_m: The lowest height of those tried that suffices; None when none does up
            to the limit.
        level_dbm: The level at that height; at the best height when none suffices.
        best_height_m: The height of those tried with the highest level.
        is_lasting: Whether every greater height up to the limit suffices too. A higher
            antenna is not always better: sectors tilt, and models are not monotone.
        limit_m: The highest that was tried.
    """

    height_m: float | None
    level_dbm: float
    best_height_m: float
    is_lasting: bool
    limit_m: float


def needed_height(
    level_dbm_at: Callable[[float], float],
    *,
    threshold_dbm: float,
    limit_m: float = 100.0,
    step_m: float = 1.0,
    lowest_m: float = _LOWEST_M,
) -> NeededHeight:
    """Return the lowest antenna height at which a level reaches a threshold.

    Every height is tried, from the lowest in steps: it takes milliseconds, and nothing
    guarantees that the level only grows, which a bisection would need.

    Args:
        level_dbm_at: The level that arrives from an antenna at a height in m.
        threshold_dbm: What it must reach.
        limit_m: Highest antenna that is worth a thought, up to 3,000.
        step_m: Between two heights.
        lowest_m: The height to begin with, from 1.

    Raises:
        OutOfRangeError: The limit lies below the lowest height or outside the models,
            or a step is not above 0.

    >>> needed_height(lambda height_m: -120 + height_m, threshold_dbm=-95.5).height_m
    25.0
    """
    require_between("lowest_m", lowest_m, low=_LOWEST_M, high=_HIGHEST_M)
    require_between("limit_m", limit_m, low=lowest_m, high=_HIGHEST_M)
    require_between("step_m", step_m, low=0.01, high=_HIGHEST_M)
    heights_m = np.arange(lowest_m, limit_m + step_m / 1e3, step_m)
    levels_dbm = np.array([level_dbm_at(float(height_m)) for height_m in heights_m])
    best = int(np.argmax(levels_dbm))
    enough = np.flatnonzero(levels_dbm >= threshold_dbm)
    first = int(enough[0]) if len(enough) else None
    return NeededHeight(
        height_m=None if first is None else float(heights_m[first]),
        level_dbm=float(levels_dbm[best if first is None else first]),
        best_height_m=float(heights_m[best]),
        is_lasting=first is not None and len(enough) == len(heights_m) - first,
        limit_m=limit_m,
    )
