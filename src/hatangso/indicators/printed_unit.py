"""Units as they are printed beside figures, and when two of them can be compared.

The quantities inside hatangso have one unit each (``hatangso.units``); this table only
serves to hold printed numbers against each other without guessing.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["PrintedUnit", "UnitTable", "spelling"]


@dataclass(frozen=True)
class PrintedUnit:
    """What a spelling means.

    Attributes:
        dimension: Units of one dimension can be converted.
        factor: One of this unit, in the unit of the dimension whose factor is 1.
    """

    dimension: str
    factor: float


@dataclass(frozen=True)
class UnitTable:
    """All spellings that are known; a spelling that is not equals itself only."""

    units: Mapping[str, PrintedUnit] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def convert(self, value: float, unit: str, to_unit: str) -> float | None:
        """Return a number in another unit, or None when nobody knows how.

        Case counts: ``Mb/s`` are bits and ``MB/s`` would be bytes.
        """
        source, goal = spelling(unit), spelling(to_unit)
        if source == goal:
            return value
        one, other = self.units.get(source), self.units.get(goal)
        if one is None or other is None or one.dimension != other.dimension:
            return None
        return value * one.factor / other.factor


def spelling(unit: str) -> str:
    """Return a unit without differences of code points and spaces."""
    return " ".join(unicodedata.normalize("NFC", unit).split())
