"""Coordinates as people type them: ``21,594``, ``21°35'40"B``, ``2.450.092,6``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from hatangso.errors import Message
from hatangso.language.number_phrases import NumberStyle, parsed, read_in_style
from hatangso.language.typed_cells import (
    Cell,
    Doubt,
    is_nothing,
    plain_text,
    refused,
)
from hatangso.language.words import fold

__all__ = [
    "CoordinateForm",
    "TypedCoordinate",
    "TypedPair",
    "looks_packed",
    "read_coordinate",
    "read_pair",
    "unpacked_deg",
]


class CoordinateForm(StrEnum):
    """What a coordinate counts."""

    DEGREES = "degrees"
    METRES = "metres"


@dataclass(frozen=True)
class TypedCoordinate:
    """A cell, read.

    Attributes:
        value: Degrees or metres, below zero in the west and south; None when the cell
            is empty or cannot be understood.
        form: Which of the two.
        axis: ``E`` when the cell says that it goes to the east, ``N`` to the north;
            empty when it does not say.
        is_missing: The cell says nothing, or that nothing is known.
        doubt: What is wrong; leaves no value.
    """

    value: float | None
    form: CoordinateForm = CoordinateForm.DEGREES
    axis: str = ""
    is_missing: bool = False
    doubt: Doubt | None = None


@dataclass(frozen=True)
class TypedPair:
    """A cell with both coordinates, read.

    Attributes:
        east: Longitude or metres to the east; None when nothing was understood.
        north: Latitude or metres to the north; None likewise.
        form: What both count.
        is_missing: The cell says nothing, or that nothing is known.
        doubt: What is wrong; leaves no values.
    """

    east: float | None
    north: float | None
    form: CoordinateForm = CoordinateForm.DEGREES
    is_missing: bool = False
    doubt: Doubt | None = None


# Viet Nam with its islands, and its coordinates in metres in any projection in use.
_LAT_DEG, _LON_DEG = (6.0, 24.0), (102.0, 118.0)
_METRES, _NORTH_FROM_M = (150_000.0, 2_700_000.0), 880_000.0
_LEAST_DIGITS = 7
_FARTHEST_DEG, _POLE_DEG, _MINUTES = 180.0, 90.0, 60.0
_FIX = Message("write degrees like 21,594 or 21°35'40\", or metres like 2.450.092,6")

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u00ba\u02da\u1d52\u2070*", "°"),
        **dict.fromkeys("\u2019\u2018\u2032\u02b9`\u00b4\u02bc", "'"),
        **dict.fromkeys("\u201d\u201c\u2033\u02ba\u3003", '"'),
    }
)
# Without diacritics, as `fold` leaves them.
_BEFORE = re.compile(
    r"(?:(?P<e>kinh do(?: dong)?|kd|longitude|long|lon|lng|dong|e)"
    r"|(?P<n>vi do(?: bac)?|vd|latitude|lat|bac|north|n|b)|toa do|x|y)"
    r"\.?\s*[:=]?\s*(?=[-\d])"
)
_BEHIND = re.compile(
    r"\s*(?:(?P<e>kinh do dong|kinh do|kd|dong|east|e)"
    r"|(?P<n>vi do bac|vi do|vd|bac|north|n|b)"
    r"|(?P<w>tay|west|w)|(?P<s>nam|south|(?<=[\"' ])s))\.?$"
)
# Đ alone is the east; d behind a number is a degree.
_EAST_LETTER = re.compile(r"\s*(?:đ|(?<=[°'\"])\s*d)\.?$", re.IGNORECASE)
_DEGREE = re.compile(r"(?<=\d)\s*(?:do|deg|d|o)(?=[\s\d.,]|$)")
_MINUTE = re.compile(r"(?<=\d)\s*(?:phut|min|m)(?=[\s\d.,]|$)")
_SECOND = re.compile(r"(?<=\d)\s*(?:giay|sec|s|'')(?=\s|$)")
_PART = r"(\d{1,2}(?:[.,]\d+)?)"
_ANGLES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(-?)(\d{{1,3}})\s*[°:\s-]\s*(\d{{1,2}})\s*[':\s-]\s*{_PART}\s*\"?",
        rf"(-?)(\d{{1,3}})\.(\d{{1,2}})\.{_PART}\"?",
        rf"(-?)(\d{{1,3}})\s*[°:\s]\s*{_PART}\s*'?()",
        r"(-?)(\d{1,3}(?:[.,]\d+)?)\s*°()()",
    )
)
_BARE = re.compile(r"[0-9]+[.,][0-9]+")
_UNIT = re.compile(r"(?<=\d)\s*(?:m|met)$")
_LINK = re.compile(r"(?:@|q=|ll=|query=)(-?\d+\.\d+),\s*(-?\d+\.\d+)")
_POINT = re.compile(r"point\s*z?\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)[^)]*\)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[;|/\n,&]\s*|\s+-\s+|\s+|(?<=[NBEĐnbeđ])(?=\s*[\dNBEĐ])")
_MOST_CUTS = 12


def read_coordinate(cell: Cell) -> TypedCoordinate:
    r"""Read a cell with one coordinate.

    Comma and point are told apart by the size of the number: ``105.834`` can only be
    degrees in Viet Nam, ``450.092`` only metres.

    >>> read_coordinate("21°35'40,5\"B").value
    21.594583333333333
    >>> read_coordinate("2.450.092,6").form.value
    'metres'
    """
    if cell is None or cell != cell:  # noqa: PLR0124 - NaN is an empty cell
        return TypedCoordinate(None, is_missing=True)
    if isinstance(cell, str):
        return _read_text(cell)
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return _refused(str(cell))
    value = read_in_style(cell, NumberStyle.ENGLISH).value
    return _sized(() if value is None else (value,), f"{cell:.15g}")


@lru_cache(maxsize=65536)
def _read_text(text: str) -> TypedCoordinate:
    # Most cells are a bare number: reading them must cost little.
    if _BARE.fullmatch(text):
        return _sized(_values(text), text)
    if is_nothing(text) or fold(text) == "khong":
        return TypedCoordinate(None, is_missing=True)
    shown = plain_text(text.translate(_SIGNS)).replace("''", '"').strip(" ()[];,")
    bare, axis, sign = _without_axis(shown)
    values = _values(_UNIT.sub("", bare))
    found = _sized(values, text) if values else _angle(bare, text)
    if found.value is None:
        return found
    value = sign * abs(found.value) if sign < 0 else found.value
    if axis == "N" and found.form is CoordinateForm.DEGREES and abs(value) > _POLE_DEG:
        problem = Message('no latitude lies beyond 90°: "{text}"', {"text": text})
        return TypedCoordinate(None, doubt=refused(problem, _FIX))
    return replace(found, value=value, axis=axis)


def _values(number: str) -> list[float]:
    """Return what a number says in either style."""
    sign = -1 if number.startswith("-") else 1
    readings = [parsed(number.removeprefix("-"), style) for style in NumberStyle]
    return [sign * float(reading[0]) for reading in readings if reading]


def _without_axis(shown: str) -> tuple[str, str, int]:
    """Return the folded text without the words for its axis, the axis and its sign."""
    axis, sign = "", 1
    letter = _EAST_LETTER.search(shown)
    if letter and letter.start():
        shown, axis = shown[: letter.start()], "E"
    bare = fold(shown)
    before = _BEFORE.match(bare)
    if before:
        bare = bare[before.end() :]
        axis = "E" if before["e"] else "N" if before["n"] else axis
    behind = _BEHIND.search(bare)
    if behind and behind.start():
        bare = bare[: behind.start()]
        axis = "E" if behind["e"] or behind["w"] else "N"
        sign = -1 if behind["w"] or behind["s"] else 1
    return bare.strip(), axis, sign


def _sized(values: Iterable[float], text: str) -> TypedCoordinate:
    """Return the one reading whose size is that of a coordinate."""
    values = list(dict.fromkeys(values))
    for low, high, form in (
        (*_LAT_DEG, CoordinateForm.DEGREES),
        (*_LON_DEG, CoordinateForm.DEGREES),
        (*_METRES, CoordinateForm.METRES),
        (-_FARTHEST_DEG, _FARTHEST_DEG, CoordinateForm.DEGREES),
    ):
        fitting = [value for value in values if low <= value <= high]
        if fitting:
            return TypedCoordinate(fitting[0], form)
    digits = re.sub(r"\D", "", text)
    if values and len(digits) >= _LEAST_DIGITS:
        problem = Message('"{text}" has lost its decimal mark', {"text": text})
        return TypedCoordinate(None, doubt=refused(problem, _FIX))
    return _refused(text)


def _is_within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _angle(bare: str, text: str) -> TypedCoordinate:
    """Read degrees, minutes and seconds."""
    marked = _DEGREE.sub("°", bare)
    if "°" in marked:
        marked = _SECOND.sub('"', _MINUTE.sub("'", marked))
    for pattern in _ANGLES:
        found = pattern.fullmatch(marked)
        if found:
            break
    else:
        return _refused(text)
    degrees, minutes, seconds = (
        float((part or "0").replace(",", ".")) for part in found.groups()[1:]
    )
    if minutes >= _MINUTES or seconds >= _MINUTES:
        problem = Message('minutes and seconds lie below 60: "{text}"', {"text": text})
        return TypedCoordinate(None, doubt=refused(problem, _FIX))
    value = degrees + minutes / _MINUTES + seconds / _MINUTES**2
    if value > _FARTHEST_DEG:
        return _refused(text)
    return TypedCoordinate(-value if found[1] else value)


def _refused(text: str) -> TypedCoordinate:
    problem = Message('"{text}" is no coordinate', {"text": text})
    return TypedCoordinate(None, doubt=refused(problem, _FIX))


def read_pair(cell: Cell) -> TypedPair:
    """Read a cell with both coordinates, in either order.

    Letters say which is which, or else the numbers: latitudes of Viet Nam lie below 24°
    and longitudes above 102°, metres to the north above 880,000 and to the east below.

    >>> pair = read_pair("21.59, 105.83")
    >>> pair.east, pair.north
    (105.83, 21.59)
    """
    if cell is None or (isinstance(cell, str) and is_nothing(cell)):
        return TypedPair(None, None, is_missing=True)
    text = str(cell)
    link = _LINK.search(text) or _POINT.search(text)
    parts = [(link[1], link[2])] if link else _cuts(text)
    pairs = dict.fromkeys(
        pair for first, second in parts if (pair := _paired(first, second)) is not None
    )
    if len(pairs) == 1:
        return next(iter(pairs))
    problem = Message('"{text}" is no pair of coordinates', {"text": text})
    fix = Message("write latitude and longitude like 21,594; 105,834")
    return TypedPair(None, None, doubt=refused(problem, fix))


def _cuts(text: str) -> list[tuple[str, str]]:
    """Return every way to cut a text in two."""
    text = text.translate(_SIGNS).strip(" ()[]")
    cuts = list(_BETWEEN.finditer(text))[:_MOST_CUTS]
    return [(text[: cut.start()], text[cut.end() :]) for cut in cuts]


def _paired(first: str, second: str) -> TypedPair | None:
    one, other = _read_text(first), _read_text(second)
    if one.value is None or other.value is None or one.form is not other.form:
        return None
    for east, north in ((one, other), (other, one)):
        if _is_pair(east, north):
            return TypedPair(east.value, north.value, one.form)
    return None


def _is_pair(east: TypedCoordinate, north: TypedCoordinate) -> bool:
    """Tell whether two coordinates are what their letters or sizes say."""
    if (
        east.axis == "N"
        or north.axis == "E"
        or east.value is None
        or north.value is None
    ):
        return False
    if east.form is CoordinateForm.METRES:
        return east.value < _NORTH_FROM_M <= north.value
    if east.axis and north.axis:
        return True
    return _is_within(east.value, _LON_DEG) and _is_within(north.value, _LAT_DEG)


_PACKED = re.compile(r"\d{1,3}\.([0-5]\d)([0-5]\d)\d*")
_DECIMALS = re.compile(r"\d{1,3}\.\d{4,}")
_ENOUGH = 15


def looks_packed(values_deg: Iterable[float]) -> bool:
    """Tell whether degrees are written as ``21.3540`` for 21°35'40".

    Of fifteen ordinary numbers one in five million such columns has no pair of decimals
    above 59.

    >>> looks_packed([21.3540 + n / 1000 for n in range(6)] * 3)
    False
    """
    texts = [f"{value:.8f}".rstrip("0").ljust(4, "0") for value in set(values_deg)]
    long = [text for text in texts if _DECIMALS.fullmatch(text)]
    return len(long) >= _ENOUGH and all(map(_PACKED.fullmatch, long))


def unpacked_deg(value_deg: float) -> float:
    """Return degrees for ``21.3540``, which stands for 21°35'40".

    >>> round(unpacked_deg(21.3540), 6)
    21.594444
    """
    packed = round(abs(value_deg) * 10_000, 6)
    degrees, rest = divmod(packed, 10_000)
    minutes, seconds = divmod(rest, 100)
    value = degrees + minutes / _MINUTES + seconds / _MINUTES**2
    return -value if value_deg < 0 else value
