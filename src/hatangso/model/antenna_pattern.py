"""Antenna patterns: how much less an antenna radiates off its main direction."""

from dataclasses import dataclass, field

from hatangso.units import FloatArray

__all__ = ["PATTERN_ANGLES", "AntennaPattern"]

# One value per degree of a full turn.
PATTERN_ANGLES = 360


@dataclass(frozen=True, eq=False)
class AntennaPattern:
    """Two cuts through the pattern of an antenna; patterns are equal when the same.

    Attributes:
        name: Name of its file without the suffix, or what a parametric one is made of.
        gain_dbi: Gain in the main direction; NaN when the service says it.
        horizontal_loss_db: Loss against the main direction at 0 to 359 degrees,
            clockwise seen from above.
        vertical_loss_db: The same from the horizon in the main direction at 0 through
            straight down at 90, the horizon behind at 180, and straight up at 270.
        greatest_loss_db: Both cuts together count for no more than this.
        electrical_tilt_deg: Tilt that the vertical cut contains, positive downwards.
    """

    name: str
    gain_dbi: float
    horizontal_loss_db: FloatArray = field(repr=False)
    vertical_loss_db: FloatArray = field(repr=False)
    greatest_loss_db: float
    electrical_tilt_deg: float = 0.0
