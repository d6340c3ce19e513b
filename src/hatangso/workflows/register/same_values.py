"""Whether a file says of a field what is known already."""

import math

import shapely

from hatangso.model.record import FieldValue

__all__ = ["is_same"]

# A spreadsheet keeps sixteen digits; places are compared to about a centimetre.
_NUMBER_TOLERANCE_RATIO = 1e-12
_PLACE_TOLERANCE_DEG = 1e-7
_PLACES = ("lon_deg", "lat_deg")


def is_same(name: str, value: FieldValue, known: FieldValue) -> bool:
    """Return whether a file says what is known, but for what spreadsheets change.

    Args:
        name: Field of both.
        value: What the file says.
        known: What the register has, or another row says.
    """
    if value == known:
        return True
    if isinstance(value, float) and isinstance(known, int | float):
        if name in _PLACES:
            return abs(value - known) <= _PLACE_TOLERANCE_DEG
        return math.isclose(value, known, rel_tol=_NUMBER_TOLERANCE_RATIO)
    if isinstance(value, str) and isinstance(known, str):
        # Files change spaces and ends of lines without being asked.
        return value.split() == known.split()
    if isinstance(value, bytes) and isinstance(known, bytes):
        one, other = shapely.from_wkb(value), shapely.from_wkb(known)
        return bool(shapely.equals_exact(one, other, _PLACE_TOLERANCE_DEG))
    return False
