"""A robust mean of errors that are not independent, with its interval."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from hatangso.units import FloatArray, IntArray

__all__ = ["Estimate", "robust_offset"]

# Huber's constant: 95 % as efficient as the mean when errors are normal.
_HUBER = 1.345
# Makes the median absolute deviation that of a normal distribution's sigma.
_NORMAL_MAD = 1.482_602_218_505_602
# Levels come in whole decibels: no spread is smaller than what rounding leaves.
_LEAST_SCALE_DB = 0.3
_MOST_STEPS = 50
_CLOSE_DB = 1e-9


@dataclass(frozen=True)
class Estimate:
    """A robust mean.

    Attributes:
        offset_db: The estimate.
        low_db: Lower end of its confidence interval.
        high_db: Upper end.
    """

    offset_db: float
    low_db: float
    high_db: float


def robust_offset(
    error_db: FloatArray, place: IntArray, site: IntArray, *, confidence_ratio: float
) -> Estimate:
    """Return the Huber M-estimate of the mean of errors.

    Errors at one place share the shadow of its hills, errors from one site share what
    is not known of its power and antenna. The interval allows for both.

    Args:
        error_db: Measured less predicted, one or more.
        place: Label of the place of each, 0 or more.
        site: Label of the site of each, 0 or more.
        confidence_ratio: Of the interval.

    Returns:
        The estimate; its interval is infinite when there is only one place or site.

    Source:
        Huber, Robust Statistics, 1981: M-estimate with the median absolute deviation
        as scale. Variance clustered in two ways: Cameron, Gelbach and Miller, Robust
        inference with multiway clustering, J. Business & Economic Statistics 29 (2011);
        degrees of freedom of the smaller number of clusters.
    """
    error_db = np.asarray(error_db, dtype=np.float64)
    middle_db = float(np.median(error_db))
    scale_db = _NORMAL_MAD * float(np.median(np.abs(error_db - middle_db)))
    reach_db = _HUBER * max(scale_db, _LEAST_SCALE_DB)
    offset_db = middle_db
    for _ in range(_MOST_STEPS):
        step_db = float(np.mean(np.clip(error_db - offset_db, -reach_db, reach_db)))
        offset_db += step_db
        if abs(step_db) < _CLOSE_DB:
            break
    score_db = np.clip(error_db - offset_db, -reach_db, reach_db)
    inside = int(np.count_nonzero(np.abs(error_db - offset_db) < reach_db))
    both = place * (int(site.max()) + 1) + site
    by_place, places = _cluster_variance(score_db, place)
    by_site, sites = _cluster_variance(score_db, site)
    by_both, _ = _cluster_variance(score_db, both)
    # The sum may fall below one of its parts, by chance or when one nests the other.
    variance = max(by_place + by_site - by_both, by_place, by_site)
    fewest = min(places, sites)
    if fewest < 2 or not inside:  # noqa: PLR2004 - one cluster tells of no spread
        return Estimate(offset_db, -np.inf, np.inf)
    quantile = student.ppf((1 + confidence_ratio) / 2, fewest - 1)
    half_db = float(quantile * np.sqrt(variance) / inside)
    return Estimate(offset_db, offset_db - half_db, offset_db + half_db)


def _cluster_variance(score: FloatArray, label: IntArray) -> tuple[float, int]:
    """Return the variance of the sum of scores, and the number of clusters."""
    _, cluster = np.unique(label, return_inverse=True)
    sums = np.bincount(cluster, weights=score)
    count = len(sums)
    return float(np.sum(sums**2)) * count / max(count - 1, 1), count
