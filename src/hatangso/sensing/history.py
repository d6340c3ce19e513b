"""What a sensor said through time: hours and days, and the gaps in between."""

from dataclasses import dataclass

import numpy as np

from hatangso.model.sensing import Series
from hatangso.units import FloatArray

__all__ = ["Bucket", "Gap", "buckets", "gaps"]


@dataclass(frozen=True)
class Bucket:
    """An hour or a day of readings.

    Attributes:
        start_s: When it begins, in seconds since 1970.
        readings_n: How many readings it has.
        low: The least of them; None without any: unknown, not zero.
        mean: Their mean, each reading counting alike; None likewise.
        high: The greatest; None likewise.
    """

    start_s: int
    readings_n: int
    low: float | None
    mean: float | None
    high: float | None


@dataclass(frozen=True)
class Gap:
    """A time without readings that is too long.

    Attributes:
        start_s: Last reading before it, or the start of what was asked.
        end_s: First reading after it, or the end of what was asked.
    """

    start_s: int
    end_s: int


def buckets(
    series: Series, *, start_s: int, end_s: int, width_s: int
) -> tuple[Bucket, ...]:
    """Return the readings of a time by hours, days or any other width.

    Args:
        series: What the sensor said.
        start_s: Where the first bucket begins, in seconds since 1970. Days of a place
            begin at its own midnight: the caller gives that.
        end_s: Where the last one ends at the latest; itself not included.
        width_s: Of every bucket; the last may be cut off.

    Raises:
        ValueError: The width is not above zero.
    """
    if width_s <= 0:
        msg = f"a bucket has a width above 0 s; it is {width_s}"
        raise ValueError(msg)
    edges = np.append(np.arange(start_s, end_s, width_s), max(end_s, start_s))
    cuts = np.searchsorted(series.at_s, edges)
    return tuple(
        _bucket(int(edge), series.values[first:last])
        for edge, first, last in zip(edges[:-1], cuts[:-1], cuts[1:], strict=True)
    )


def _bucket(start_s: int, values: FloatArray) -> Bucket:
    if not len(values):
        return Bucket(start_s, 0, None, None, None)
    low, high = float(values.min()), float(values.max())
    # Rounding must not carry a mean past the values that it is made of.
    mean = min(max(float(values.mean()), low), high)
    return Bucket(start_s, len(values), low, mean, high)


def gaps(
    series: Series, *, start_s: int, end_s: int, longest_s: float
) -> tuple[Gap, ...]:
    """Return the times without readings that are longer than allowed.

    Args:
        series: What the sensor said.
        start_s: From when, in seconds since 1970.
        end_s: Until when.
        longest_s: Up to so many seconds between readings there is no gap.
    """
    is_within = (series.at_s >= start_s) & (series.at_s <= end_s)
    moments = np.concatenate(([start_s], series.at_s[is_within], [end_s]))
    found = np.flatnonzero(np.diff(moments) > longest_s)
    return tuple(Gap(int(moments[i]), int(moments[i + 1])) for i in found)
