"""What address codes are held against: communes, villages, postcodes, the layout."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely

from hatangso.errors import Finding, InvalidInputError, Message, Place
from hatangso.geography.address_codes.layout import (
    POSTCODE,
    AddressLayout,
    address_layout,
)
from hatangso.geography.grid import distances_m
from hatangso.io.findings import Findings
from hatangso.io.parameter_files import merged, read_overrides, shipped_parameters
from hatangso.io.tables import Column, read_rows, text
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.record import Record
from hatangso.units import FloatArray, IntArray
from hatangso.workflows.people import communes_of
from hatangso.workflows.record_values import text_of, whole_of

__all__ = [
    "HOUSEHOLD",
    "POSTCODES_FILE",
    "AddressGround",
    "NearVillage",
    "Village",
    "address_ground",
    "own_layout",
    "read_postcodes",
]

Records = Callable[[str], Sequence[Record]]
# Kind of the records that have an address code.
HOUSEHOLD = "household_address"
POSTCODES_FILE = "postcodes.csv"
_COLUMNS = (Column("commune_code", text), Column("postcode", text))
_TABLE = "address_codes"


@dataclass(frozen=True)
class Village:
    """A locality with its households; None when nobody has counted them."""

    id: str
    name: str
    commune_code: str
    households: int | None
    lon_deg: float | None
    lat_deg: float | None


@dataclass(frozen=True)
class NearVillage:
    """The village nearest to a place."""

    village: Village
    distance_m: float


@dataclass(frozen=True)
class AddressGround:
    """A province as address codes need it.

    Attributes:
        communes: With their borders.
        villages: In the order of the register.
        postcodes: Five digits by code of the commune, as far as they are known.
        findings: What is wrong with the table of postcodes.
    """

    communes: tuple[AdminUnit, ...]
    villages: tuple[Village, ...]
    layout: AddressLayout
    postcodes: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def communes_at(self, lons_deg: FloatArray, lats_deg: FloatArray) -> IntArray:
        """Return the place in ``communes`` of each point; -1 outside of all."""
        found = np.full(len(lons_deg), -1, dtype=np.int64)
        for number, commune in enumerate(self.communes):
            west, south, east, north = commune.geometry.bounds
            near = (found < 0) & (lons_deg >= west) & (lons_deg <= east)
            near &= (lats_deg >= south) & (lats_deg <= north)
            rows = np.flatnonzero(near)
            if len(rows):
                shapely.prepare(commune.geometry)
                inside = shapely.intersects_xy(
                    commune.geometry, lons_deg[rows], lats_deg[rows]
                )
                found[rows[inside]] = number
        return found

    def commune_at(self, lon_deg: float, lat_deg: float) -> AdminUnit | None:
        """Return the commune of a point; None outside of all."""
        (number,) = self.communes_at(np.array([lon_deg]), np.array([lat_deg]))
        return None if number < 0 else self.communes[number]

    def nearest_village(self, lon_deg: float, lat_deg: float) -> NearVillage | None:
        """Return the village whose centre is nearest; None when none has a place."""
        placed = [
            (one, one.lon_deg, one.lat_deg)
            for one in self.villages
            if one.lon_deg is not None and one.lat_deg is not None
        ]
        if not placed:
            return None
        villages, lons_deg, lats_deg = zip(*placed, strict=True)
        away_m = distances_m(lon_deg, lat_deg, np.array(lons_deg), np.array(lats_deg))
        at = int(np.argmin(away_m))
        return NearVillage(villages[at], float(away_m[at]))


def address_ground(directory: Path, records: Records) -> AddressGround:
    """Return what the address codes of a province are held against.

    Args:
        directory: The province directory.
        records: Returns the records of a kind.

    Raises:
        InvalidInputError: The communes or the layout cannot be used. What is wrong
            with the postcodes is among the findings.
    """
    findings = Findings()
    communes = tuple(communes_of(directory))
    postcodes = read_postcodes(directory, {one.code for one in communes}, findings)
    return AddressGround(
        communes,
        tuple(map(_village, records("locality"))),
        own_layout(directory),
        postcodes,
        tuple(findings),
    )


def own_layout(directory: Path) -> AddressLayout:
    """Return the shipped layout of codes with that of a province laid over it.

    Raises:
        InvalidInputError: It cannot be used.
    """
    own = read_overrides(directory).get(_TABLE, {})
    if not isinstance(own, Mapping):
        raise InvalidInputError('"{raw}" is not a table', raw=own)
    shipped = shipped_parameters("geography/address_codes", f"{_TABLE}.toml")
    return address_layout(merged(shipped, own))


def read_postcodes(
    directory: Path, communes: set[str], findings: Findings
) -> dict[str, str]:
    """Return the postcodes of communes; none when the province has no table.

    Args:
        directory: The province directory.
        communes: Codes of the communes of today.
        findings: Receives what is wrong; such rows are left out.
    """
    path = directory / POSTCODES_FILE
    if not path.is_file():
        return {}
    found: dict[str, str] = {}
    for row_number, row in read_rows(path, _COLUMNS, findings):
        code, postcode = str(row["commune_code"]), str(row["postcode"])
        problem = _postcode_problem(code, postcode, communes, found)
        if problem is None:
            found[code] = postcode
            continue
        column, message, fix = problem
        findings.error(Place(path.name, row_number, column), message, fix, row[column])
    return found


def _postcode_problem(
    code: str, postcode: str, communes: set[str], found: Mapping[str, str]
) -> tuple[str, Message, Message] | None:
    if not POSTCODE.fullmatch(postcode):
        return (
            "postcode",
            Message('"{raw}" is no postcode of five digits', {"raw": postcode}),
            Message("write its five digits, leading zeros too"),
        )
    if communes and code not in communes:
        return (
            "commune_code",
            Message('the province has no commune "{raw}"', {"raw": code}),
            Message("write the five-digit code of a commune of today"),
        )
    if found.get(code, postcode) != postcode:
        return (
            "commune_code",
            Message("the commune {code} has another postcode already", {"code": code}),
            Message("keep one row for each commune"),
        )
    return None


def _village(record: Record) -> Village:
    return Village(
        text_of(record, "id"),
        text_of(record, "name"),
        text_of(record, "commune_code"),
        # Nobody lives in no household: a zero was written where nobody counted.
        whole_of(record, "households") or None,
        _degrees(record, "lon_deg"),
        _degrees(record, "lat_deg"),
    )


def _degrees(record: Record, name: str) -> float | None:
    value = record.values.get(name)
    return float(value) if isinstance(value, int | float) else None
