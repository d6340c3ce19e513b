"""From values to places in a drawing, and where the marks of an axis stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

__all__ = ["Scale", "nice_ticks", "year_ticks"]

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """A straight line from values to places.

    Attributes:
        low: Value at ``start``.
        high: Value at ``end``.
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.5
        return self.start + share * (self.end - self.start)


# What differs by less is one value to whoever looks at an axis.
_LEAST_SPAN = 1e-9


def nice_ticks(low: float, high: float, *, most: int = 6) -> tuple[float, ...]:
    """Return round values that reach from below ``low`` to above ``high``.

    >>> nice_ticks(0, 93)
    (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)
    """
    if high - low < _LEAST_SPAN:
        low, high = low - 1, high + 1
    rough = (high - low) / (most - 1)
    power = 10.0 ** floor(log10(rough))
    step = next(one * power for one in _STEPS if one * power >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(round(number * step, 10) for number in range(first, last + 1))


def year_ticks(days: Sequence[date], *, most: int = 8) -> tuple[int, ...]:
    """Return years to write below an axis that holds some days.

    The last year is the one after the last day, so that its end is on the axis.
    """
    first, last = min(days).year, max(days).year + 1
    step = max(1, ceil((last - first) / most))
    return tuple(range(first, last + 1, step))
