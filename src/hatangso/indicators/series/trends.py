"""Robust lines through many series at once; ``forecast`` is the plain twin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.stats import norm

from hatangso.errors import InvalidInputError
from hatangso.indicators.forecast import CONFIDENCE_RATIO
from hatangso.units import FloatArray, IntArray

__all__ = ["Trends", "trends"]

_DAYS_PER_YEAR = 365.25
_FEWEST_FOR_INTERVAL = 3
# Rows whose slopes are sorted at once: they fit into the processor's own memory.
_ROWS = 2_048


@dataclass(frozen=True)
class Trends:
    """What series may be on a day; each array has one number for each series.

    Attributes:
        values: The likeliest value; not a number for a series without points.
        low: Lower end of the interval; not a number below three points.
        high: Upper end, likewise.
        change_per_year: Slope of the line; not a number below two points.
        points: How many points each rests on.
    """

    values: FloatArray
    low: FloatArray
    high: FloatArray
    change_per_year: FloatArray
    points: IntArray


def trends(
    values: FloatArray,
    days: Sequence[date],
    at: FloatArray,
    *,
    lowest_value: FloatArray | None = None,
    highest_value: FloatArray | None = None,
) -> Trends:
    """Extend series to a day by the median of the slopes between their points.

    Args:
        values: Shape (series, day); not a number where nothing is known.
        days: In order, each once.
        at: The day in question for each series, in days since 1970-01-01.
        lowest_value: What each cannot fall below; not a number where it can.
        highest_value: What each cannot pass, likewise.

    Returns:
        The same numbers as :func:`hatangso.indicators.forecast.forecast` for each.

    Raises:
        InvalidInputError: The days are not in order, or a value is infinite.
    """
    stamps = np.array(days, dtype="datetime64[D]").astype(np.int64)
    if np.any(np.diff(stamps) <= 0):
        text = "the days of series must be in order, each once: {days}"
        raise InvalidInputError(text, days=", ".join(map(str, days)))
    if np.isinf(values).any():
        raise InvalidInputError("series must hold finite numbers")
    blank = np.full(len(values), np.nan)
    is_known = np.isfinite(values)
    found = Trends(
        blank, blank.copy(), blank.copy(), blank.copy(), is_known.sum(axis=1)
    )
    reversed_known = is_known[:, ::-1]
    last = values.shape[1] - 1 - np.argmax(reversed_known, axis=1)
    # Years are counted from the last point of a series, as in the plain forecast.
    for place in range(values.shape[1]):
        rows = np.flatnonzero((last == place) & (found.points > 0))
        years = (stamps[: place + 1] - stamps[place]) / _DAYS_PER_YEAR
        for start in range(0, len(rows), _ROWS):
            some = rows[start : start + _ROWS]
            ahead = (at[some] - stamps[place]) / _DAYS_PER_YEAR
            _extend(found, some, values[some, : place + 1], years, ahead)
    return _limited(found, lowest_value, highest_value)


def _extend(
    found: Trends,
    rows: IntArray,
    values: FloatArray,
    years: FloatArray,
    ahead_years: FloatArray,
) -> None:
    """Write the trends of series that end at one time into ``found``."""
    points = found.points[rows]
    newest = values[:, -1]
    found.values[rows] = newest
    later, earlier = np.nonzero(years[:, np.newaxis] - years > 0)
    if not len(later):
        return
    slopes = (values[:, later] - values[:, earlier]) / (years[later] - years[earlier])
    slopes.sort(axis=1)
    slope = _median(slopes, points * (points - 1) // 2)
    rests = np.sort(values - slope[:, np.newaxis] * years, axis=1)
    level = np.where(points >= _FEWEST_FOR_INTERVAL, _median(rests, points), newest)
    ahead = level + slope * ahead_years
    is_line = points > 1
    found.values[rows] = np.where(is_line, ahead, newest)
    found.change_per_year[rows] = np.where(is_line, slope, np.nan)
    wide = np.flatnonzero(points >= _FEWEST_FOR_INTERVAL)
    if len(wide):
        line = _Lines(slope[wide], level[wide], ahead_years[wide])
        low, high = _interval(values[wide], slopes[wide], line, years)
        found.low[rows[wide]] = ahead[wide] + low
        found.high[rows[wide]] = ahead[wide] + high


@dataclass(frozen=True)
class _Lines:
    """Lines through series, and how far ahead they are wanted."""

    slope: FloatArray
    level: FloatArray
    ahead_years: FloatArray


def _interval(
    values: FloatArray, slopes: FloatArray, line: _Lines, years: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return how far the interval reaches below and above the line.

    Source:
        Sen (1968), (2.6), with the correction for equal values.
    """
    points = np.isfinite(values).sum(axis=1)
    pairs = points * (points - 1) // 2
    variance = (points * (points - 1) * (2 * points + 5) - _ties(values)) / 18.0
    reach = norm.ppf((1 - CONFIDENCE_RATIO) / 2) * np.sqrt(variance)
    upper = np.minimum(np.round((pairs - reach) / 2).astype(int), pairs - 1)
    lower = np.maximum(np.round((pairs + reach) / 2).astype(int) - 1, 0)
    rows = np.arange(len(values))
    middle = np.where(np.isfinite(values), years, np.nan)
    middle_year = _median(np.sort(middle, axis=1), points)
    lever = line.ahead_years - middle_year
    turns = np.stack(
        [(slopes[rows, edge] - line.slope) * lever for edge in (lower, upper)]
    )
    slope, level = line.slope[:, np.newaxis], line.level[:, np.newaxis]
    distances = np.abs(values - level - slope * years)
    spread = _quantile(np.sort(distances, axis=1), points)
    return turns.min(axis=0) - spread, turns.max(axis=0) + spread


def _ties(values: FloatArray) -> IntArray:
    """Return the sum of k (k - 1) (2 k + 5) over the groups of k equal values."""
    ordered = np.sort(values, axis=1)
    run = np.ones(len(values), dtype=np.int64)
    total = np.zeros(len(values), dtype=np.int64)
    for place in range(1, ordered.shape[1]):
        is_same = ordered[:, place] == ordered[:, place - 1]
        longer = run + 1
        grown = longer * (longer - 1) * (2 * longer + 5) - run * (run - 1) * (
            2 * run + 5
        )
        total += np.where(is_same, grown, 0)
        run = np.where(is_same, longer, 1)
    return total


def _median(ordered: FloatArray, counts: IntArray) -> FloatArray:
    """Return the medians of rows whose first so many numbers are known, in order."""
    rows = np.arange(len(ordered))
    last = ordered.shape[1] - 1
    low = np.clip((counts - 1) // 2, 0, last)
    high = np.clip(counts // 2, 0, last)
    middle: FloatArray = (ordered[rows, low] + ordered[rows, high]) / 2
    return middle


def _quantile(ordered: FloatArray, counts: IntArray) -> FloatArray:
    """Return the quantile of the confidence, between neighbours as NumPy does it."""
    rows = np.arange(len(ordered))
    place = CONFIDENCE_RATIO * (counts - 1)
    below = np.floor(place).astype(int)
    part = place - below
    one = ordered[rows, below]
    other = ordered[rows, np.minimum(below + 1, counts - 1)]
    step = other - one
    half = 0.5
    found: FloatArray = np.where(
        part >= half, other - step * (1 - part), one + step * part
    )
    return found


def _limited(
    found: Trends, lowest_value: FloatArray | None, highest_value: FloatArray | None
) -> Trends:
    def limited(numbers: FloatArray) -> FloatArray:
        kept = numbers
        if lowest_value is not None:
            kept = np.fmax(kept, lowest_value)
        if highest_value is not None:
            kept = np.fmin(kept, highest_value)
        return np.where(np.isfinite(numbers), kept, np.nan)

    return Trends(
        limited(found.values),
        limited(found.low),
        limited(found.high),
        found.change_per_year,
        found.points,
    )
