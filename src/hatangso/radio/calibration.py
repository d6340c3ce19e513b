"""Calibration: what measurements add to the predicted level, per class of path.

A class is named by the sight between antenna and receiver, the clutter at the receiver
and the band. Where a class has no offset of its own, one of a wider class holds.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.geography.clutter import CLUTTER_CATEGORIES, ClutterCategory
from hatangso.units import FloatArray

__all__ = [
    "ANY",
    "GREATEST_OFFSET_DB",
    "Calibration",
    "FrequencyBand",
    "Offset",
    "PathClass",
    "Sight",
    "calibration",
    "frequency_band",
]

# What a class says that holds for every clutter or every band.
ANY = "any"
# More than this is no property of the land: power, height or place of a mast is wrong.
GREATEST_OFFSET_DB = 40.0
_MIDDLE_FROM_MHZ = 1_000.0
_HIGH_FROM_MHZ = 2_200.0
_CLASS_NAMES = ("sight", "clutter", "band", "offset_db")
# What a fit writes beside an offset, for its reader; nothing is computed with it.
_NOTED_NAMES = ("low_db", "high_db", "samples", "places", "sites")


class Sight(StrEnum):
    """Whether something rises above the line from antenna to receiver."""

    OBSTRUCTED = "obstructed"
    FREE = "line_of_sight"


class FrequencyBand(StrEnum):
    """A part of the spectrum in which waves pass hills and trees much alike."""

    LOW = "below_1000_mhz"
    MIDDLE = "1000_to_2200_mhz"
    HIGH = "above_2200_mhz"


def frequency_band(frequency_mhz: float) -> FrequencyBand:
    """Return the band of a carrier frequency.

    >>> str(frequency_band(1840.0))
    '1000_to_2200_mhz'
    """
    if frequency_mhz < _MIDDLE_FROM_MHZ:
        return FrequencyBand.LOW
    if frequency_mhz <= _HIGH_FROM_MHZ:
        return FrequencyBand.MIDDLE
    return FrequencyBand.HIGH


@dataclass(frozen=True, order=True)
class PathClass:
    """Paths that share an offset.

    Attributes:
        sight: Free or obstructed.
        clutter: What stands at the receiver; None: whatever stands there.
        band: Part of the spectrum; None: any.
    """

    sight: Sight
    clutter: ClutterCategory | None = None
    band: FrequencyBand | None = None

    def widened(self) -> tuple["PathClass", ...]:
        """Return the class itself and wider ones, in the order of precedence."""
        return (
            self,
            PathClass(self.sight, None, self.band),
            PathClass(self.sight, self.clutter, None),
            PathClass(self.sight, None, None),
        )


@dataclass(frozen=True)
class Offset:
    """What is added to the predicted level of a class; above 0: measured stronger."""

    path_class: PathClass
    offset_db: float


@dataclass(frozen=True)
class Calibration:
    """What an engine adds to its levels; without offsets, nothing.

    Attributes:
        offsets: At most one per class.
    """

    offsets: tuple[Offset, ...] = ()

    def offsets_db(self, frequency_mhz: float) -> FloatArray:
        """Return what to add to the level at a frequency.

        Returns:
            Shape (2, number of clutter categories): the first index is 1 in line of
            sight and 0 otherwise, the second a place in ``CLUTTER_CATEGORIES``; zeros
            where nothing applies.
        """
        band = frequency_band(frequency_mhz)
        return np.array(
            [
                [
                    self.offset_db(PathClass(sight, clutter, band))
                    for clutter in CLUTTER_CATEGORIES
                ]
                for sight in (Sight.OBSTRUCTED, Sight.FREE)
            ]
        )

    def offset_db(self, path_class: PathClass) -> float:
        """Return the offset of the narrowest class that holds, 0 when none does."""
        for wider in path_class.widened():
            if wider in self._by_class:
                return self._by_class[wider]
        return 0.0

    @cached_property
    def _by_class(self) -> dict[PathClass, float]:
        return {item.path_class: item.offset_db for item in self.offsets}

    def as_mapping(self) -> dict[str, Any]:
        """Return plain tables that ``calibration`` reads back."""
        return {
            "offsets": [
                {
                    "sight": str(item.path_class.sight),
                    "clutter": str(item.path_class.clutter or ANY),
                    "band": str(item.path_class.band or ANY),
                    "offset_db": item.offset_db,
                }
                for item in self.offsets
            ]
        }


def calibration(mapping: object) -> Calibration:
    """Return the calibration that a parsed table ``radio.calibration`` holds.

    Args:
        mapping: A list ``offsets`` of tables with ``sight``, ``clutter``, ``band`` and
            ``offset_db``; clutter and band may be ``any``. What a fit notes beside
            them (interval, samples, places, sites) is read over.

    Raises:
        InvalidInputError: A name or value is of no use, or a class stands twice.
    """
    if not isinstance(mapping, Mapping):
        raise InvalidInputError("{where} must be a table", where="radio.calibration")
    unknown = sorted(set(mapping) - {"offsets"})
    if unknown:
        raise InvalidInputError(
            '"{raw}" is not known in {where}; write one of: {names}',
            raw=unknown[0],
            where="radio.calibration",
            names="offsets",
        )
    tables = mapping.get("offsets", [])
    if not isinstance(tables, list):
        raise InvalidInputError(
            "{where} must be a list of tables: write each below its own line"
            " [[radio.calibration.offsets]]",
            where="radio.calibration.offsets",
        )
    offsets = [_offset(number, table) for number, table in enumerate(tables, start=1)]
    known: dict[PathClass, int] = {}
    for number, item in enumerate(offsets, start=1):
        first = known.setdefault(item.path_class, number)
        if first != number:
            raise InvalidInputError(
                "the offsets {first} and {second} of radio.calibration are of the same"
                " class: remove one",
                first=first,
                second=number,
            )
    return Calibration(tuple(offsets))


def _offset(number: int, table: object) -> Offset:
    where = f"radio.calibration.offsets {number}"
    if not isinstance(table, Mapping):
        raise InvalidInputError("{where} must be a table", where=where)
    unknown = sorted(set(table) - {*_CLASS_NAMES, *_NOTED_NAMES})
    if unknown:
        raise InvalidInputError(
            '"{raw}" is not known in {where}; write one of: {names}',
            raw=unknown[0],
            where=where,
            names=", ".join(_CLASS_NAMES),
        )
    missing = [name for name in _CLASS_NAMES if name not in table]
    if missing:
        raise InvalidInputError(
            "{where} lacks {names}", where=where, names=", ".join(missing)
        )
    sight = _word(table["sight"], list(Sight), where)
    clutter = _word(table["clutter"], [*CLUTTER_CATEGORIES, ANY], where)
    band = _word(table["band"], [*FrequencyBand, ANY], where)
    path_class = PathClass(
        Sight(sight),
        None if clutter == ANY else ClutterCategory(clutter),
        None if band == ANY else FrequencyBand(band),
    )
    return Offset(path_class, _offset_db(table["offset_db"], where))


def _word(value: object, allowed: Sequence[str], where: str) -> str:
    if value not in allowed:
        raise InvalidInputError(
            '"{raw}" is not known in {where}; write one of: {names}',
            raw=value,
            where=where,
            names=", ".join(allowed),
        )
    return str(value)


def _offset_db(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InvalidInputError(
            "{name} must be a number; it is {value}",
            name=f"{where}, offset_db",
            value=value,
        )
    if not math.isfinite(value) or abs(value) > GREATEST_OFFSET_DB:
        raise InvalidInputError(
            "{where}: offset_db must lie between -{most:g} and {most:g} dB; it is"
            " {value:g}: correct the masts instead",
            where=where,
            most=GREATEST_OFFSET_DB,
            value=value,
        )
    return float(value)
