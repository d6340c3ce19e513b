"""How often targets are looked at, and what is asked of them."""

from dataclasses import dataclass

from hatangso.errors import OutOfRangeError

__all__ = ["MonitoringParameters"]


@dataclass(frozen=True)
class MonitoringParameters:
    """The figures of ``monitoring.toml``, each under its name there.

    Raises:
        OutOfRangeError: A figure must be above zero, or a share lies outside 0 to 1.
    """

    interval_s: float
    timeout_s: float
    slow_ms: float
    at_once: float
    hold_intervals: float
    health_every_s: float
    keep_samples_days: float
    keep_hours_days: float
    reread_s: float
    agent_silent_s: float
    availability_days: float
    availability_ratio: float

    def __post_init__(self) -> None:
        """Refuse figures with which nothing could be told."""
        if min(vars(self).values()) <= 0:
            raise OutOfRangeError("every figure of [agent] lies above zero")
        if self.hold_intervals < 1:
            raise OutOfRangeError("hold_intervals is 1 or more")
        if self.availability_ratio > 1:
            raise OutOfRangeError("availability_ratio lies between 0 and 1")

    def hold_s(self, interval_s: int) -> int:
        """Return for how long a look at a target holds."""
        return max(1, round(interval_s * self.hold_intervals))
