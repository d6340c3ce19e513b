"""Address codes read and written; the place code is an Open Location Code.

Source:
    Open Location Code specification, github.com/google/open-location-code.
"""

from dataclasses import dataclass

from openlocationcode import openlocationcode

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.geography.address_codes.layout import (
    PLACE_LENGTHS,
    POSTCODE,
    AddressLayout,
)

__all__ = ["AddressCode", "CodeCell", "cell_of", "place_code", "read_address_code"]

_SIGNS = "23456789CFGHJMPQRVWX"
_PLUS, _PADDING = "+", "0"
_PLUS_AT = 8
_LEAST = PLACE_LENGTHS[0]
_LONGEST = 100
_EXAMPLE = "7PH7HRVX+M4"


@dataclass(frozen=True)
class CodeCell:
    """The cell that a place code names; its east and north edge belong to the next."""

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float

    @property
    def centre_deg(self) -> tuple[float, float]:
        """Return longitude and latitude of the middle."""
        return (
            (self.west_deg + self.east_deg) / 2,
            (self.south_deg + self.north_deg) / 2,
        )

    def contains(self, lon_deg: float, lat_deg: float) -> bool:
        """Return whether a place lies in the cell."""
        is_across = self.west_deg <= lon_deg < self.east_deg
        return is_across and self.south_deg <= lat_deg < self.north_deg


@dataclass(frozen=True)
class AddressCode:
    """A code in its parts.

    Attributes:
        postcode: Five digits; empty when the code has none.
        place: Open Location Code of at least ten signs, in capitals.
        number: Of a house that shares its cell with others; 0 for none.
    """

    postcode: str
    place: str
    number: int = 0


def place_code(lon_deg: float, lat_deg: float, length: int = _LEAST) -> str:
    """Return the place code of a place.

    Args:
        lon_deg: Longitude, WGS 84.
        lat_deg: Latitude, WGS 84.
        length: Signs without the plus: 10 to 15.

    Raises:
        OutOfRangeError: There is no such place, or no code of that length.

    >>> place_code(2.7821875, 20.3700625)
    '7FG49QCJ+2V'
    """
    if length not in PLACE_LENGTHS:
        raise OutOfRangeError(
            "a place code has 10 to 15 signs, not {length}", length=length
        )
    if not (-180 <= lon_deg <= 180 and -90 <= lat_deg <= 90):  # noqa: PLR2004 - the globe
        raise OutOfRangeError(
            "there is no place at longitude {lon_deg} and latitude {lat_deg}",
            lon_deg=lon_deg,
            lat_deg=lat_deg,
        )
    return str(openlocationcode.encode(lat_deg, lon_deg, length))


def cell_of(place: str) -> CodeCell:
    """Return the cell of a place code that was read or made here."""
    found = openlocationcode.decode(place)
    return CodeCell(
        found.longitudeLo, found.latitudeLo, found.longitudeHi, found.latitudeHi
    )


def read_address_code(text: str, layout: AddressLayout) -> AddressCode:
    """Read an address code, or a place code alone.

    Capitals, spaces around it and in it do not matter.

    Raises:
        InvalidInputError: It is none: a sign that no code holds, a postcode that is
            not five digits, too short.

    >>> plain = AddressLayout("{postcode}-{place}", 10, 12, "/", is_assumed=True)
    >>> read_address_code("10000-7fg49qcj+2v", plain)
    AddressCode(postcode='10000', place='7FG49QCJ+2V', number=0)
    """
    told = "".join(text.split()).upper()[:_LONGEST]
    parts = layout.parts(told)
    if parts is None:
        raise InvalidInputError(
            "the address code is empty: write one such as {example}", example=_EXAMPLE
        )
    postcode, place, number = parts
    if postcode and not POSTCODE.fullmatch(postcode):
        raise InvalidInputError(
            '"{postcode}" is no postcode: write its five digits', postcode=postcode
        )
    _require_place(place)
    return AddressCode(postcode, place, int(number or 0))


def _require_place(place: str) -> None:
    """Refuse what is no whole place code, and say what is wrong with it."""
    for at, sign in enumerate(place, start=1):
        if sign not in _SIGNS and sign not in {_PLUS, _PADDING}:
            raise InvalidInputError(
                '"{place}" holds "{sign}" as its sign {at}: place codes hold {signs}'
                " and one +",
                place=place,
                sign=sign,
                at=at,
                signs=_SIGNS,
            )
    signs = place.replace(_PLUS, "")
    if place.count(_PLUS) != 1:
        raise InvalidInputError(
            '"{place}" needs one + behind its eighth sign, like {example}',
            place=place,
            example=_EXAMPLE,
        )
    if _PADDING in place or len(signs) < _LEAST or place.index(_PLUS) < _PLUS_AT:
        raise InvalidInputError(
            '"{place}" is too short to name a house: write all {least} signs, eight'
            " before the + and two after it, like {example}",
            place=place,
            least=_LEAST,
            example=_EXAMPLE,
        )
    if place.index(_PLUS) > _PLUS_AT or len(signs) > PLACE_LENGTHS[-1]:
        raise InvalidInputError(
            '"{place}" is no place code: eight signs stand before the +, at most seven'
            " after it, like {example}",
            place=place,
            example=_EXAMPLE,
        )
    if not openlocationcode.isFull(place):
        raise InvalidInputError(
            '"{place}" names no place on the globe: check its first two signs',
            place=place,
        )
