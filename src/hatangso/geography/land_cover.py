"""From the classes of a land cover map to what stands in the way of radio waves."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.geography.clutter import ClutterCategory
from hatangso.units import FloatArray, IntArray

__all__ = ["NO_CLASS", "LandCover", "LandCoverHeights", "land_cover"]

# The code of a cell of which the map says nothing.
NO_CLASS = -1
_HIGHEST_M = 500.0


@dataclass(frozen=True)
class LandCoverHeights:
    """What a map of classes says about heights.

    Attributes:
        clutter_m: Clutter above the ground, float32, never NaN; 0 where the map says
            nothing or has a class that is not known.
        unknown: Codes that are not known, rising, and on how many cells they stand.
        without: Number of cells of which the map says nothing.
    """

    clutter_m: FloatArray
    unknown: Mapping[int, int]
    without: int


@dataclass(frozen=True)
class LandCover:
    """What the codes of a land cover map stand for; see ``land_cover.toml``.

    Attributes:
        categories: Category of each code.
        heights_m: Representative height of each category.
    """

    categories: Mapping[int, ClutterCategory]
    heights_m: Mapping[ClutterCategory, float]

    def heights_of(self, codes: IntArray) -> LandCoverHeights:
        """Return the heights of a map.

        Args:
            codes: Classes of any shape; ``NO_CLASS`` where the map says nothing.
        """
        clutter_m = np.zeros(codes.shape, dtype=np.float32)
        found, counts = np.unique(codes, return_counts=True)
        unknown, without = {}, 0
        for code, count in zip(found.tolist(), counts.tolist(), strict=True):
            if code == NO_CLASS:
                without = count
            elif code in self.categories:
                clutter_m[codes == code] = self.heights_m[self.categories[code]]
            else:
                unknown[code] = count
        return LandCoverHeights(clutter_m, unknown, without)


def land_cover(table: Mapping[str, object]) -> LandCover:
    """Return what a table holds, as ``land_cover.toml`` has it.

    Args:
        table: ``classes`` with a category for every code and ``heights_m`` with a
            number for every category; each may be a table that has it under ``value``.

    Raises:
        InvalidInputError: A code is no whole number, or a category or height is
            missing, unknown or no number from 0 to 500.
    """
    unknown = sorted(set(table) - {"classes", "heights_m"})
    if unknown:
        text = "parameter {name} is not known; known are {known}"
        raise InvalidInputError(text, name=unknown[0], known="classes, heights_m")
    classes, heights_m = _entries(table, "classes"), _entries(table, "heights_m")
    known = ", ".join(ClutterCategory)
    strange = sorted(set(heights_m) - set(ClutterCategory))
    if strange:
        text = "parameter {name} is not known; known are {known}"
        raise InvalidInputError(text, name=f"heights_m.{strange[0]}", known=known)
    return LandCover(
        {_code(name): _category(name, entry) for name, entry in classes.items()},
        {each: _height_m(each, heights_m.get(each)) for each in ClutterCategory},
    )


def _entries(table: Mapping[str, object], name: str) -> dict[str, object]:
    entries = table.get(name)
    if not isinstance(entries, Mapping):
        text = "parameter {name} must be a table of names and values; it is {value}"
        raise InvalidInputError(text, name=name, value=entries)
    return {
        str(key): each.get("value") if isinstance(each, Mapping) else each
        for key, each in entries.items()
    }


def _code(name: str) -> int:
    if name.isascii() and name.isdigit():
        return int(name)
    text = "the land cover class {name} is no whole number of 0 or more"
    raise InvalidInputError(text, name=name)


def _category(name: str, value: object) -> ClutterCategory:
    try:
        return ClutterCategory(str(value))
    except ValueError as error:
        text = "the land cover class {name} is {value}; write one of: {known}"
        known = ", ".join(ClutterCategory)
        raise InvalidInputError(text, name=name, value=value, known=known) from error


def _height_m(name: str, value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        height_m = float(value)
        if math.isfinite(height_m) and 0 <= height_m <= _HIGHEST_M:
            return height_m
    text = "the height of {name} must be from 0 to {high:g} m; it is {value}"
    raise InvalidInputError(text, name=name, high=_HIGHEST_M, value=value)
