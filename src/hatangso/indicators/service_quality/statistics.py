"""What a group of tests says: median, mean, shares, each with its interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom, norm, t

__all__ = ["CONFIDENCE_RATIO", "Estimate", "mean_of", "median_of", "share_of"]

CONFIDENCE_RATIO = 0.95
_FEWEST_FOR_MEAN = 2


@dataclass(frozen=True)
class Estimate:
    """A number from samples.

    Attributes:
        low: Lower end of the 95 % interval; None when there are too few samples.
        high: Upper end, likewise.
        samples: How many there were.
    """

    value: float
    low: float | None
    high: float | None
    samples: int


def median_of(values: Sequence[float]) -> Estimate | None:
    """Return the median with an interval that assumes nothing of the distribution.

    Source:
        Order statistics: ranks whose binomial probability around one half is at least
        95 % (Conover, Practical Nonparametric Statistics, interval for a quantile).
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    count = len(ordered)
    if not count:
        return None
    tail = (1 - CONFIDENCE_RATIO) / 2
    # The largest rank whose tail is small enough; -1 when there are too few samples.
    rank = int(binom.ppf(tail, count, 0.5)) - 1
    value = float(np.median(ordered))
    if rank < 0:
        return Estimate(value, None, None, count)
    return Estimate(value, float(ordered[rank]), float(ordered[-1 - rank]), count)


def mean_of(
    values: Sequence[float], tests: Sequence[int] | None = None
) -> Estimate | None:
    """Return the mean with Student's interval.

    Args:
        values: Of tests, or averages of several.
        tests: How many tests each value stands for; None is one each. How the tests
            of one value spread is not known: the interval follows from how the values
            differ, as for a ratio estimator over clusters.
    """
    found = np.asarray(values, dtype=float)
    count = len(found)
    if not count:
        return None
    weights = np.ones(count) if tests is None else np.asarray(tests, dtype=float)
    total = float(weights.sum())
    value = float(weights @ found) / total
    if count < _FEWEST_FOR_MEAN:
        return Estimate(value, None, None, round(total))
    spread = float(np.sum((weights * (found - value)) ** 2)) * count / (count - 1)
    half = float(t.ppf((1 + CONFIDENCE_RATIO) / 2, count - 1))
    half *= math.sqrt(spread) / total
    return Estimate(value, value - half, value + half, round(total))


def share_of(reached: int, samples: int) -> Estimate | None:
    """Return a share with Wilson's score interval.

    Source:
        Wilson, E. B. (1927), Probable inference, the law of succession, and statistical
        inference.
    """
    if not samples:
        return None
    share = reached / samples
    z = float(norm.ppf((1 + CONFIDENCE_RATIO) / 2))
    middle = (share + z**2 / (2 * samples)) / (1 + z**2 / samples)
    half = z * math.sqrt(share * (1 - share) / samples + (z / (2 * samples)) ** 2)
    half /= 1 + z**2 / samples
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), samples)
