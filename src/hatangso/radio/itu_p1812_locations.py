"""How loss varies from place to place: Rec. ITU-R P.1812-8, section 4.7 to 4.9."""

from dataclasses import dataclass

import numpy as np

from hatangso.units import require_between

__all__ = ["Locations", "inverse_normal", "location_deviation_db"]

# Antennas this far above the clutter see no variability (eq 65).
_CLEAR_ABOVE_CLUTTER_M = 10.0
# Attachment 2, eq (97c) to (97h).
_NUMERATOR = (2.515516698, 0.802853, 0.010328)
_DENOMINATOR = (1.0, 1.432788, 0.189269, 0.001308)
_SMALLEST = 1e-6


@dataclass(frozen=True)
class Locations:
    """For which share of the locations the loss is asked, and how it varies there.

    Attributes:
        ratio: Share of the locations with at most this loss, pL, 0.01 to 0.99.
        deviation_db: Standard deviation outdoors, sigma_L, at least 0.
        building_entry_db: Median loss into the building (Rec. ITU-R P.2109), at least
            0; 0 outdoors.
        building_entry_deviation_db: Its standard deviation; 0 outdoors.

    Raises:
        OutOfRangeError: A number is outside these limits.
    """

    ratio: float = 0.5
    deviation_db: float = 0.0
    building_entry_db: float = 0.0
    building_entry_deviation_db: float = 0.0

    def __post_init__(self) -> None:
        """Check the limits."""
        require_between("location ratio", self.ratio, low=0.01, high=0.99)
        require_between("deviation_db", self.deviation_db, low=0, high=100)
        require_between("building_entry_db", self.building_entry_db, low=0, high=200)
        deviation_db = self.building_entry_deviation_db
        require_between("building_entry_deviation_db", deviation_db, low=0, high=100)

    def excess_db(self, *, is_at_sea: bool) -> float:
        """Return what to add to the loss at half of the locations, Lloc (eq 67).

        Args:
            is_at_sea: Whether the receiver is at sea, where nothing varies outdoors.
        """
        outdoors_db = 0.0 if is_at_sea else self.deviation_db
        # Eq (66): the two variations are independent.
        deviation_db = float(np.hypot(outdoors_db, self.building_entry_deviation_db))
        if deviation_db == 0:
            return self.building_entry_db
        return self.building_entry_db - inverse_normal(self.ratio) * deviation_db


def location_deviation_db(
    *,
    frequency_mhz: float,
    resolution_m: float,
    receiver_height_m: float,
    clutter_m: float,
) -> float:
    """Return the standard deviation of the loss within a square, outdoors.

    Args:
        frequency_mhz: 30 to 6,000.
        resolution_m: Side of the square, wa, 1 to 10,000.
        receiver_height_m: Above the ground, 0 to 3,000.
        clutter_m: Representative clutter height at the receiver, 0 to 1,000.

    Raises:
        OutOfRangeError: A number is outside these limits.

    Source:
        Rec. ITU-R P.1812-8, section 4.7, eq (64) and (65).
    """
    require_between("frequency_mhz", frequency_mhz, low=30, high=6_000)
    require_between("resolution_m", resolution_m, low=1, high=10_000)
    require_between("receiver_height_m", receiver_height_m, low=0, high=3_000)
    require_between("clutter_m", clutter_m, low=0, high=1_000)
    full_db = (0.52 + 0.024 * frequency_mhz / 1000) * resolution_m**0.28
    above_m = receiver_height_m - clutter_m
    # Eq (65).
    return float(full_db * np.clip(1 - above_m / _CLEAR_ABOVE_CLUTTER_M, 0, 1))


def inverse_normal(share: float) -> float:
    """Return where the complementary normal distribution takes a value, I(x).

    Args:
        share: 0 to 1; what lies within 1e-6 of the ends counts as lying there.

    Raises:
        OutOfRangeError: The share is outside 0 to 1.

    Source:
        Rec. ITU-R P.1812-8, Attachment 2, eq (96) and (97).

    >>> round(inverse_normal(0.1), 3)
    1.282
    """
    require_between("share", share, low=0, high=1)
    x = min(max(share, _SMALLEST), 1 - _SMALLEST)
    return _upper_half(x) if x <= 1 / 2 else -_upper_half(1 - x)


def _upper_half(x: float) -> float:
    t = np.sqrt(-2 * np.log(x))
    return float(
        t - np.polyval(_NUMERATOR[::-1], t) / np.polyval(_DENOMINATOR[::-1], t)
    )
