"""Antennas: how the gain falls off the main direction, by angle and tilt.

All patterns, measured or parametric, are two tables with a value per degree; between
them the loss is interpolated. ``cells`` holds the compiled twin.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hatangso.model.antenna_pattern import PATTERN_ANGLES, AntennaPattern
from hatangso.units import FloatArray, require_between

__all__ = [
    "AntennaPattern",
    "Sector",
    "gain_db",
    "omnidirectional_pattern",
    "parametric_pattern",
]

_FULL_TURN_DEG = 360.0


@dataclass(frozen=True)
class Sector:
    """One antenna as it hangs on a mast.

    Attributes:
        pattern: What it radiates.
        azimuth_deg: Main direction, clockwise from north.
        mechanical_tilt_deg: How far it leans forward, positive downwards.
        electrical_tilt_deg: How far its vertical cut is turned downwards, beyond the
            tilt that the cut already contains.
    """

    pattern: AntennaPattern
    azimuth_deg: float
    mechanical_tilt_deg: float = 0.0
    electrical_tilt_deg: float = 0.0

    def gain_db(
        self, azimuth_deg: FloatArray, depression_deg: FloatArray
    ) -> FloatArray:
        """Return the gain towards directions, relative to the main direction.

        Args:
            azimuth_deg: Directions clockwise from north.
            depression_deg: How far below the horizon they point, -90 to 90.

        Returns:
            Gain, 0 or less, of the shape that both make together.

        Source:
            A rotation by a small angle about the axis across the main direction lowers
            a direction by the tilt times the cosine of its azimuth off the main one.
        """
        off_deg = np.asarray(azimuth_deg, dtype=np.float64) - self.azimuth_deg
        leaning_deg = self.mechanical_tilt_deg * np.cos(np.radians(off_deg))
        below_deg = depression_deg - leaning_deg - self.electrical_tilt_deg
        return gain_db(self.pattern, off_deg, below_deg)


def gain_db(
    pattern: AntennaPattern, azimuth_off_deg: FloatArray, depression_off_deg: FloatArray
) -> FloatArray:
    """Return the gain off the main direction, relative to it: 0 or less.

    Args:
        pattern: Its two cuts.
        azimuth_off_deg: Angles off the main direction, clockwise seen from above.
        depression_off_deg: Angles below the main direction.

    Source:
        3GPP TR 38.901, Table 7.3-1: the losses of both cuts add up to a greatest loss.
    """
    loss_db = _at_angles(pattern.horizontal_loss_db, azimuth_off_deg)
    loss_db = loss_db + _at_angles(pattern.vertical_loss_db, depression_off_deg)
    return np.asarray(-np.minimum(loss_db, pattern.greatest_loss_db))


@lru_cache(maxsize=256)
def parametric_pattern(
    horizontal_beamwidth_deg: float,
    vertical_beamwidth_deg: float,
    front_to_back_db: float,
    side_lobe_db: float,
) -> AntennaPattern:
    """Return the pattern of a sector antenna of given widths at half power.

    Args:
        horizontal_beamwidth_deg: Width across, above 0.
        vertical_beamwidth_deg: Width up and down, above 0.
        front_to_back_db: Greatest loss across, and altogether.
        side_lobe_db: Greatest loss up and down.

    Source:
        3GPP TR 38.901, Table 7.3-1: min(12 (angle / width)^2, limit) for each cut.

    >>> pattern = parametric_pattern(65.0, 10.0, 30.0, 20.0)
    >>> gain_db(pattern, np.array([65.0, 0.0, 180.0]), np.array([0.0, 5.0, 0.0]))
    array([-12.,  -3., -30.])
    """
    return AntennaPattern(
        f"{horizontal_beamwidth_deg:g} x {vertical_beamwidth_deg:g}",
        np.nan,
        _parabolic_cut_db(horizontal_beamwidth_deg, front_to_back_db),
        _parabolic_cut_db(vertical_beamwidth_deg, side_lobe_db),
        front_to_back_db,
    )


@lru_cache(maxsize=256)
def omnidirectional_pattern(
    vertical_beamwidth_deg: float, side_lobe_db: float
) -> AntennaPattern:
    """Return the pattern of an antenna that radiates alike in all azimuths.

    Args:
        vertical_beamwidth_deg: Width up and down at half power, above 0.
        side_lobe_db: Greatest loss up and down.

    Source:
        The vertical cut of 3GPP TR 38.901, Table 7.3-1.
    """
    return AntennaPattern(
        f"360 x {vertical_beamwidth_deg:g}",
        np.nan,
        np.zeros(PATTERN_ANGLES),
        _parabolic_cut_db(vertical_beamwidth_deg, side_lobe_db),
        side_lobe_db,
    )


def _parabolic_cut_db(beamwidth_deg: float, greatest_db: float) -> FloatArray:
    require_between("beamwidth_deg", beamwidth_deg, low=0.1, high=_FULL_TURN_DEG)
    angle_deg = np.arange(PATTERN_ANGLES, dtype=np.float64)
    off_deg = np.minimum(angle_deg, _FULL_TURN_DEG - angle_deg)
    loss_db = np.minimum(12 * (off_deg / beamwidth_deg) ** 2, greatest_db)
    # All services with this pattern share it.
    loss_db.setflags(write=False)
    return np.asarray(loss_db)


def _at_angles(table_db: FloatArray, angle_deg: FloatArray) -> FloatArray:
    """Return a table of a full turn, interpolated."""
    turned_deg = np.mod(np.asarray(angle_deg, dtype=np.float64), _FULL_TURN_DEG)
    # The remainder of a tiny negative angle rounds up to the full turn itself.
    before = np.minimum(turned_deg.astype(np.int64), PATTERN_ANGLES - 1)
    after = (before + 1) % PATTERN_ANGLES
    share = turned_deg - before
    return np.asarray(table_db[before] * (1 - share) + table_db[after] * share)
