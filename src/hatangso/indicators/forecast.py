"""Where a series is heading: a robust line, honest about few points."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from scipy.stats import theilslopes

from hatangso.errors import InvalidInputError

__all__ = ["Forecast", "ForecastMethod", "forecast"]

CONFIDENCE_RATIO = 0.9
_FEWEST_FOR_INTERVAL = 3
_DAYS_PER_YEAR = 365.25


class ForecastMethod(StrEnum):
    """How a forecast came about; the fewer points, the less it says."""

    LAST_VALUE = "last_value"  # one point: nobody can tell where it is heading
    LINE = "line"  # two points: the line through them, without an interval
    ROBUST_LINE = "robust_line"  # three or more


@dataclass(frozen=True)
class Forecast:
    """What a series may be on a day.

    Attributes:
        value: The likeliest value in the unit of the series.
        low: Lower end of the interval; None when there are too few points for one.
        high: Upper end, likewise.
        confidence_ratio: Of the interval.
        change_per_year: Slope of the line; None for a single point.
        points: How many points it rests on.
    """

    at: date
    value: float
    low: float | None
    high: float | None
    confidence_ratio: float
    change_per_year: float | None
    points: int
    method: ForecastMethod


def forecast(
    points: Mapping[date, float],
    at: date,
    *,
    lowest_value: float | None = None,
    highest_value: float | None = None,
) -> Forecast | None:
    """Extend a series to a day by the median of the slopes between its points.

    Args:
        points: Values by day, in any order.
        at: The day in question.
        lowest_value: What it cannot fall below (0 for counts); None when it can.
        highest_value: What it cannot pass (100 for shares of a whole); None likewise.

    Returns:
        None for a series without points.

    Raises:
        InvalidInputError: A value is not a finite number.

    Source:
        Sen, P. K. (1968), Estimates of the regression coefficient based on Kendall's
        tau: slope and its interval. The interval of a value adds the spread of the
        points about the line (its half is the ``confidence_ratio`` quantile of the
        distances), so that a line through scattered points says less.
    """
    if not points:
        return None
    days = sorted(points)
    values = np.array([points[day] for day in days], dtype=float)
    if not np.isfinite(values).all():
        text = "a series must hold finite numbers; it holds {values}"
        raise InvalidInputError(text, values=", ".join(map(str, values)))
    years = np.array([(day - days[-1]).days for day in days]) / _DAYS_PER_YEAR
    ahead_years = (at - days[-1]).days / _DAYS_PER_YEAR
    limits = _Limits(lowest_value, highest_value)
    if len(days) == 1:
        value = limits.clipped(float(values[0]))
        return Forecast(
            at, value, None, None, CONFIDENCE_RATIO, None, 1, ForecastMethod.LAST_VALUE
        )
    if len(days) < _FEWEST_FOR_INTERVAL:
        slope = float((values[1] - values[0]) / (years[1] - years[0]))
        value = limits.clipped(float(values[-1]) + slope * ahead_years)
        method = ForecastMethod.LINE
        return Forecast(at, value, None, None, CONFIDENCE_RATIO, slope, 2, method)
    line = theilslopes(values, years, CONFIDENCE_RATIO, method="joint")
    slope, level = float(line.slope), float(line.intercept)
    spread = float(
        np.quantile(np.abs(values - level - slope * years), CONFIDENCE_RATIO)
    )
    middle_year = float(np.median(years))
    turns = [
        (float(edge) - slope) * (ahead_years - middle_year)
        for edge in (line.low_slope, line.high_slope)
    ]
    value = level + slope * ahead_years
    return Forecast(
        at,
        limits.clipped(value),
        limits.clipped(value + min(turns) - spread),
        limits.clipped(value + max(turns) + spread),
        CONFIDENCE_RATIO,
        slope,
        len(days),
        ForecastMethod.ROBUST_LINE,
    )


@dataclass(frozen=True)
class _Limits:
    lowest_value: float | None
    highest_value: float | None

    def clipped(self, value: float) -> float:
        if self.lowest_value is not None:
            value = max(value, self.lowest_value)
        if self.highest_value is not None:
            value = min(value, self.highest_value)
        return value
