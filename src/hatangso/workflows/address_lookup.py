"""Look an address up, both ways: from a code to its place, from a place to its code."""

import re
from dataclasses import dataclass

from hatangso.errors import InvalidInputError, Message
from hatangso.geography.address_codes.codes import (
    AddressCode,
    cell_of,
    place_code,
    read_address_code,
)
from hatangso.geography.grid import distances_m
from hatangso.model.admin_unit import AdminUnit
from hatangso.workflows.address_ground import AddressGround, NearVillage

__all__ = ["AddressFound", "look_up"]

_LONGEST = 100
# 21.5942, 105.8478 and, as people write here, 21,5942; 105,8478.
_PLAIN = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
_WITH_COMMAS = re.compile(r"\s*(-?\d{1,3},\d+)\s*[;\s]\s*(-?\d{1,3},\d+)\s*")
_MOST_LAT_DEG = 90


@dataclass(frozen=True)
class AddressFound:
    """An address and where it is.

    Attributes:
        text: The code as the layout writes it.
        lon_deg: Of the middle of the cell, or of the place that was asked for.
        cell_m: East to west and south to north.
        commune: None outside of the communes of the province.
        near: The nearest village; None when none has a place.
        is_whole: Whether the code has its postcode.
        remarks: What does not fit, and what is not known.
    """

    asked: str
    code: AddressCode
    text: str
    lon_deg: float
    lat_deg: float
    cell_m: tuple[float, float]
    commune: AdminUnit | None
    near: NearVillage | None
    is_whole: bool
    remarks: tuple[Message, ...]


def look_up(ground: AddressGround, asked: str) -> AddressFound:
    """Return the address that a code or a place means.

    Args:
        ground: Of the province.
        asked: A code, whole or without its postcode; or latitude and longitude.

    Raises:
        InvalidInputError: It is neither.
        OutOfRangeError: There is no such place.
    """
    asked = asked[:_LONGEST]
    place = _coordinates(asked)
    if place is None:
        code = read_address_code(asked, ground.layout)
        place = cell_of(code.place).centre_deg
    else:
        code = AddressCode("", place_code(*place, ground.layout.place_length))
    lon_deg, lat_deg = place
    commune = ground.commune_at(lon_deg, lat_deg)
    right = ground.postcodes.get(commune.code, "") if commune else ""
    whole = AddressCode(code.postcode or right, code.place, code.number)
    remarks = _remarks(ground, code, commune, right)
    return AddressFound(
        asked,
        whole,
        ground.layout.written(whole.postcode, whole.place, whole.number),
        lon_deg,
        lat_deg,
        _size_m(code),
        commune,
        ground.nearest_village(lon_deg, lat_deg),
        bool(whole.postcode) or not ground.layout.has_postcode,
        tuple(remarks),
    )


def _coordinates(asked: str) -> tuple[float, float] | None:
    """Return longitude and latitude; None when the text is no place."""
    found = _PLAIN.fullmatch(asked) or _WITH_COMMAS.fullmatch(asked)
    if found is None:
        return None
    first, second = (float(one.replace(",", ".")) for one in found.groups())
    # Viet Nam lies east of 102 degrees: which is which can be seen.
    if abs(first) > _MOST_LAT_DEG >= abs(second):
        first, second = second, first
    if abs(first) > _MOST_LAT_DEG:
        raise InvalidInputError(
            '"{asked}" is no place: write latitude and longitude, such as'
            " 21.5942, 105.8478",
            asked=asked,
        )
    return second, first


def _remarks(
    ground: AddressGround, code: AddressCode, commune: AdminUnit | None, right: str
) -> list[Message]:
    remarks = []
    if commune is None:
        remarks.append(Message("the place lies outside the communes of the province"))
    elif code.postcode and right and code.postcode != right:
        remarks.append(
            Message(
                "the postcode {told} is not that of {commune}, which is {right}",
                {"told": code.postcode, "commune": commune.name_vi, "right": right},
            )
        )
    elif ground.layout.has_postcode and not right:
        remarks.append(
            Message(
                "the postcode of {commune} is not known: the table {file} of the"
                " province would tell it",
                {"commune": commune.name_vi, "file": "postcodes.csv"},
            )
        )
    if ground.layout.is_assumed:
        remarks.append(
            Message("the order of postcode and place code is assumed, not confirmed")
        )
    return remarks


def _size_m(code: AddressCode) -> tuple[float, float]:
    cell = cell_of(code.place)
    lon_deg, lat_deg = cell.centre_deg
    across, up = (
        float(distances_m(*start, [end[0]], [end[1]])[0])  # type: ignore[arg-type]
        for start, end in (
            ((cell.west_deg, lat_deg), (cell.east_deg, lat_deg)),
            ((lon_deg, cell.south_deg), (lon_deg, cell.north_deg)),
        )
    )
    return across, up
