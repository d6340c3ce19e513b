"""When a sensor is silent, and when a value that left its limits is back within."""

from dataclasses import dataclass

from hatangso.units import require_between

__all__ = ["SensingRules"]

_MIN_S = 60


@dataclass(frozen=True)
class SensingRules:
    """Thresholds of judgements on sensors; the file ``sensing.toml`` holds them.

    Attributes:
        usual_report_every_min: For sensors that do not say how often they report.
        silent_after_reports: So many missing reports in a row make silence.
        clear_margin_ratio: How far within its limits a value must be to be back, of the
            span between them; of the limit itself when there is only one.
        clear_after_readings: So many readings in a row must be back.

    Raises:
        OutOfRangeError: A number cannot be one of these.
    """

    usual_report_every_min: float
    silent_after_reports: float
    clear_margin_ratio: float
    clear_after_readings: float

    def __post_init__(self) -> None:
        """Refuse what no sensor could be judged by."""
        for name, low, high in (
            ("usual_report_every_min", 1e-3, 1e7),
            ("silent_after_reports", 1, 1e6),
            ("clear_margin_ratio", 0, 0.49),
            ("clear_after_readings", 1, 1e6),
        ):
            require_between(name, getattr(self, name), low=low, high=high)

    def report_every_s(self, told_min: float | None) -> float:
        """Return how often a sensor reports.

        Args:
            told_min: What its record says, in minutes; None when it says nothing.
        """
        # Nought is what forms hold where nobody has thought of it.
        return _MIN_S * (told_min or self.usual_report_every_min)

    def silent_after_s(self, told_min: float | None) -> float:
        """Return after how many seconds without a reading a sensor is silent."""
        return self.silent_after_reports * self.report_every_s(told_min)
