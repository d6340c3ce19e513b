"""When a resource runs out, from what was used in the past."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy.stats import t as student
from scipy.stats import theilslopes

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.units import BoolArray, FloatArray

__all__ = ["CONFIDENCE_RATIO", "RunOut", "run_out"]

CONFIDENCE_RATIO = 0.9
_FEWEST_POINTS = 3
_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class RunOut:
    """When a growing use meets its limit.

    Attributes:
        points_n: How many points it rests on.
        is_known: Whether the points are enough to tell; the rest is None when not.
        per_year: By how much the use grows in a year.
        expected_on: The day on which the line meets the limit; None when it does not
            before the horizon.
        earliest_on: The day on which the upper edge of the interval meets it, likewise.
        latest_on: The day from which even the lower edge is above it, likewise.
        horizon_on: The last day that was looked at.
    """

    points_n: int
    is_known: bool
    per_year: float | None = None
    expected_on: date | None = None
    earliest_on: date | None = None
    latest_on: date | None = None
    horizon_on: date | None = None
    confidence_ratio: float = CONFIDENCE_RATIO


def run_out(points: Mapping[date, float], *, bound: float, horizon_n: int) -> RunOut:
    """Return when the use of a resource meets what there is.

    Args:
        points: Use by day, in any order.
        bound: What there is, in the unit of the points.
        horizon_n: How many days after the last point are looked at.

    Raises:
        InvalidInputError: A value is not a finite number, or below zero.
        OutOfRangeError: The horizon is before the last point.

    Source:
        Slope: Theil (1950), Sen, Estimates of the regression coefficient based on
        Kendall's tau, JASA 63 (1968). The interval of a new value is that of the
        straight line, s sqrt(1 + 1/n + (x - mean)^2 / sum (x - mean)^2) times Student's
        t with n - 2 degrees of freedom, with s from the distances to Sen's line.
    """
    if horizon_n < 0:
        text = "the horizon must be 0 days or more; it is {days}"
        raise OutOfRangeError(text, days=horizon_n)
    days = sorted(points)
    used = np.array([points[day] for day in days], dtype=float)
    if not (np.isfinite(used) & (used >= 0)).all():
        text = "what is used must be finite and 0 or more; the values are {values}"
        raise InvalidInputError(text, values=", ".join(f"{one:g}" for one in used))
    if len(days) < _FEWEST_POINTS:
        return RunOut(len(days), is_known=False)
    past = np.array([(day - days[-1]).days for day in days], dtype=float)
    line = theilslopes(used, past, method="joint")
    slope, level = float(line.slope), float(line.intercept)
    ahead = np.arange(horizon_n + 1, dtype=float)
    middle = level + slope * ahead
    width = _half_width(past, used - level - slope * past, ahead)
    found = [
        _first_day(days[-1], edge >= bound)
        for edge in (middle, middle + width, middle - width)
    ]
    return RunOut(
        len(days),
        is_known=True,
        per_year=slope * _DAYS_PER_YEAR,
        expected_on=found[0],
        earliest_on=found[1],
        latest_on=found[2],
        horizon_on=days[-1] + timedelta(days=horizon_n),
    )


def _half_width(
    past: FloatArray, residual: FloatArray, ahead: FloatArray
) -> FloatArray:
    free = past.size - 2
    spread = np.sqrt((residual**2).sum() / free)
    reach = (ahead - past.mean()) ** 2 / ((past - past.mean()) ** 2).sum()
    quantile = float(student.ppf((1 + CONFIDENCE_RATIO) / 2, free))
    return np.asarray(quantile * spread * np.sqrt(1 + 1 / past.size + reach))


def _first_day(start: date, is_reached: BoolArray) -> date | None:
    if not is_reached.any():
        return None
    return start + timedelta(days=int(np.argmax(is_reached)))
