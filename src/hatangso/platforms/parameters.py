"""What is assumed of digital platforms."""

from dataclasses import dataclass

from hatangso.units import require_between

__all__ = ["PlatformParameters"]


@dataclass(frozen=True)
class PlatformParameters:
    """As ``platforms.toml`` has them.

    Attributes:
        copies_ratio: Share of a consumer's dossiers that hold a copy which a data
            service would replace, where no link says more.
        first_warning_days: An end within so many days is told first.
        second_warning_days: Likewise.
        last_warning_days: An end within so many days must be acted on.
        must_be_encrypted: 1 when every endpoint of video conferences must be; else 0.
        simultaneous_endpoints: So many the conference bridge takes at once; 0 when
            nobody has said.
    """

    copies_ratio: float
    first_warning_days: float
    second_warning_days: float
    last_warning_days: float
    must_be_encrypted: float
    simultaneous_endpoints: float

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises:
            OutOfRangeError: A share is above 1.
        """
        require_between("copies_ratio", self.copies_ratio, low=0, high=1)

    @property
    def within_days(self) -> tuple[int, ...]:
        """Return the spans of days in which an end is told, the shortest first."""
        spans = (
            self.first_warning_days,
            self.second_warning_days,
            self.last_warning_days,
        )
        return tuple(sorted({int(one) for one in spans}))

    @property
    def capacity_n(self) -> int | None:
        """Return how many endpoints the bridge takes; None when nobody has said."""
        return int(self.simultaneous_endpoints) or None
