"""What sensors tell: series of readings, and the limits that they are held against."""

from dataclasses import dataclass

import numpy as np

from hatangso.units import FloatArray, IntArray

__all__ = ["Limits", "Series"]


@dataclass(frozen=True, eq=False)
class Series:
    """Readings of one sensor, the oldest first; no two of the same second.

    Attributes:
        at_s: Seconds since 1970 in UTC, shape (reading,).
        values: In the sensor's own unit, shape (reading,).
    """

    at_s: IntArray
    values: FloatArray

    @classmethod
    def empty(cls) -> "Series":
        """Return the series of a sensor that never said anything."""
        return cls(np.empty(0, dtype=np.int64), np.empty(0))

    def until(self, moment_s: int) -> "Series":
        """Return the readings up to a moment, itself included."""
        count = int(np.searchsorted(self.at_s, moment_s, side="right"))
        return Series(self.at_s[:count], self.values[:count])


@dataclass(frozen=True)
class Limits:
    """Between what its readings should stay; None where nobody has set a limit."""

    low: float | None = None
    high: float | None = None
