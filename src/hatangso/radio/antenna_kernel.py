"""The compiled twin of ``antenna``: EIRP of a sector towards one direction.

A kernel cached on disk notices a change of its own file only: whoever changes this
module changes every module whose kernels call it.
"""

from typing import NamedTuple

import numpy as np

from hatangso.model.antenna_pattern import PATTERN_ANGLES
from hatangso.radio.compiling import compiled
from hatangso.units import FloatArray, IntArray

__all__ = ["SectorTable", "sector_strength_dbm"]

_FULL_TURN_DEG = 360.0
_LAST = PATTERN_ANGLES - 1


class SectorTable(NamedTuple):
    """The sectors of a mast, as arrays that kernels can read.

    Attributes:
        horizontal_loss_db: Loss at 0 to 360 degrees, (pattern, 361), float32.
        vertical_loss_db: The same up and down; see ``AntennaPattern``.
        greatest_loss_db: Most that both cuts count for together, (pattern,).
        pattern: Pattern of each sector, (sector,), int64.
        azimuth_deg: Main direction, clockwise from north, (sector,).
        mechanical_tilt_deg: Lean forward, positive downwards, (sector,).
        electrical_tilt_deg: Turn of the vertical cut downwards, (sector,).
        strength_dbm: EIRP of the reference signal in the main direction, (sector,).
        layer: What the caller counts the sector to, (sector,), int64.
    """

    horizontal_loss_db: FloatArray
    vertical_loss_db: FloatArray
    greatest_loss_db: FloatArray
    pattern: IntArray
    azimuth_deg: FloatArray
    mechanical_tilt_deg: FloatArray
    electrical_tilt_deg: FloatArray
    strength_dbm: FloatArray
    layer: IntArray


@compiled
def _loss_db(table_db: FloatArray, pattern: int, angle_deg: float) -> float:
    """Return an entry of a table of a full turn, interpolated."""
    turned_deg = angle_deg - _FULL_TURN_DEG * np.floor(angle_deg / _FULL_TURN_DEG)
    before = min(int(turned_deg), _LAST)
    share = turned_deg - before
    low_db: float = table_db[pattern, before]
    high_db: float = table_db[pattern, before + 1]
    loss_db: float = low_db + share * (high_db - low_db)
    return loss_db


@compiled
def sector_strength_dbm(
    table: SectorTable, sector: int, azimuth_deg: float, depression_deg: float
) -> float:
    """Return the EIRP of a sector towards a direction.

    Args:
        table: The sectors of a mast.
        sector: Which one.
        azimuth_deg: Direction clockwise from north.
        depression_deg: How far below the horizon it points, -90 to 90.
    """
    pattern = table.pattern[sector]
    off_deg = azimuth_deg - table.azimuth_deg[sector]
    below_deg = depression_deg - table.electrical_tilt_deg[sector]
    leaning_deg = table.mechanical_tilt_deg[sector]
    if leaning_deg != 0.0:
        below_deg -= leaning_deg * np.cos(np.radians(off_deg))
    loss_db = _loss_db(table.horizontal_loss_db, pattern, off_deg)
    loss_db += _loss_db(table.vertical_loss_db, pattern, below_deg)
    greatest_db: float = table.greatest_loss_db[pattern]
    strength_dbm: float = table.strength_dbm[sector]
    return strength_dbm - min(loss_db, greatest_db)
