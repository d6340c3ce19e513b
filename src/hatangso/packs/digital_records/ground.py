"""What the made-up records of a province stand on: its former units, its amounts."""

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import resources
from pathlib import Path
from random import Random
from typing import Any

from hatangso.documents.report_content import Text
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.place import Locality
from hatangso.packs.communes import normalised

__all__ = [
    "Amounts",
    "DigitalGround",
    "FormerCommune",
    "Table",
    "apportioned",
    "catalogues",
    "comes_round",
    "read_amounts",
    "read_former_communes",
]

_DISTRICT_KINDS = ("Huyện", "Thị Xã", "Thị xã", "Thành Phố", "Thành phố")


@dataclass(frozen=True)
class Table:
    """A table of the province directory.

    Attributes:
        columns: Names of fields of its kind.
        rows: Cells in their order; None for an empty one.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class FormerCommune:
    """A commune of the time before 1 July 2025.

    Attributes:
        code: Of that time.
        name: With its kind: ``Xã Đôn Phong``.
        district: With its kind, in lower case: ``huyện Bạch Thông``.
        home: Code of the commune in force that it went into, the first of several.
        lon_deg: Of a settlement in that commune.
        lat_deg: Likewise.
    """

    code: str
    name: str
    district: str
    home: str
    lon_deg: float
    lat_deg: float

    @property
    def short(self) -> str:
        """Return its name as it stands within a sentence: ``xã Đôn Phong``."""
        kind, name = _kind_and_name(self.name, ("Thị trấn", "Phường", "Xã"))
        return f"{kind.lower()} {name}"


@dataclass(frozen=True)
class Amounts:
    """How much a province has of everything.

    Attributes:
        centre_code: Commune in force in which the bodies of the province sat.
        printed: What is said of the printed totals, by table.
    """

    centre_code: str
    first_hosts: int
    first_host_cores: int
    first_host_memory_gb: int
    added_hosts: int
    first_machines: int
    machines: int
    first_systems: int
    systems: int
    data_services: int
    used_data_services: int
    province_endpoints: int
    meetings: Mapping[str, int]
    commune_team_members: int
    village_teams: int
    village_team_members: int
    trained_officials_ratio: float
    certificates: int
    mail_accounts: int
    full_services: int
    partial_services: int
    information_services: int
    reached_people: int
    conference_people: int
    contest_people: int
    printed: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class DigitalGround:
    """A province as its made-up records need it.

    Attributes:
        prefix: Of identifiers: ``BKN``.
        day: The day for which the records stand.
        former: Communes of the time before, by district and code.
    """

    key: str
    prefix: str
    name_vi: str
    day: date
    former: tuple[FormerCommune, ...]
    localities: tuple[Locality, ...]
    people: int
    amounts: Amounts

    @cached_property
    def districts(self) -> tuple[str, ...]:
        """Return the districts of the time before, in the order of their codes."""
        return tuple(dict.fromkeys(one.district for one in self.former))

    @cached_property
    def centre(self) -> FormerCommune:
        """Return the former commune in which the bodies of the province sat."""
        code = self.amounts.centre_code
        return next((one for one in self.former if one.home == code), self.former[0])

    def communes_of(self, district: str) -> list[FormerCommune]:
        """Return the former communes of a district."""
        return [one for one in self.former if one.district == district]

    def seat_of(self, district: str) -> FormerCommune:
        """Return the former commune in which the district had its seat.

        A town's name tells it; else it is taken to be the first.
        """
        communes = self.communes_of(district)
        towns = [one for one in communes if one.name.startswith("Thị trấn")]
        return (towns or communes)[0]

    def draws(self, table: str) -> Random:
        """Return numbers that are always the same for a table of the province."""
        return Random(f"{self.key} {table}")  # noqa: S311 - not for secrets


def catalogues() -> dict[str, Any]:
    """Return the names that every province's records are made of."""
    return _toml("catalogues.toml")


def read_amounts(key: str) -> Amounts:
    """Return the amounts of a shipped province."""
    raw = dict(_toml("amounts.toml")["provinces"][key])
    printed = {
        name: Text(one["vi"], one["en"]) for name, one in raw.pop("printed", {}).items()
    }
    return Amounts(**raw, printed=printed)


def read_former_communes(
    sources: Path,
    name_vi: str,
    communes: Sequence[AdminUnit],
    localities: Iterable[Locality],
) -> tuple[FormerCommune, ...]:
    """Return the communes that a province had, each at a settlement.

    Each stands at one of the largest settlements of the commune that it went into, no
    two at the same.

    Args:
        sources: Hold ``units/old_to_new_communes.csv``.
        name_vi: Of the province, as it was called then.
        communes: In force; what went into others is left out.
        localities: Settlements of these.
    """
    with (sources / "units" / "old_to_new_communes.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if _is_of(row, name_vi)]
    known = {commune.code for commune in communes}
    places: dict[str, list[Locality]] = {code: [] for code in known}
    for place in localities:
        places[place.commune_code].append(place)
    for inside in places.values():
        inside.sort(key=lambda place: (-place.people, place.id))
    found: dict[str, FormerCommune] = {}
    for row in sorted(rows, key=lambda one: (_code(one), one["newWardCode"])):
        code, home = _code(row), row["newWardCode"]
        if code in found or not places.get(home):
            continue
        place = places[home].pop(0)
        found[code] = FormerCommune(
            code,
            normalised(row["ward"]),
            _district(row["district"]),
            home,
            place.lon_deg,
            place.lat_deg,
        )
    order = {row["district"]: int(row["districtCode"]) for row in rows}
    names = {_district(name): number for name, number in order.items()}
    return tuple(sorted(found.values(), key=lambda x: (names[x.district], x.code)))


def apportioned(total: int, weights: Sequence[float]) -> list[int]:
    """Divide a whole number by weights, the largest remainders first.

    >>> apportioned(10, [1, 1, 1])
    [4, 3, 3]
    """
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda at: (shares[at] - exact[at], at))
    for at in order[: total - sum(shares)]:
        shares[at] += 1
    return shares


def comes_round(at: int, every: int, first: int) -> bool:
    """Return whether something that some rows have, and others do not, is in a row.

    >>> [at for at in range(10) if comes_round(at, 4, 1)]
    [1, 5, 9]
    """
    return at % every == first


def _is_of(row: Mapping[str, str], name_vi: str) -> bool:
    return normalised(row["province"]).casefold() == f"tỉnh {name_vi}".casefold()


def _code(row: Mapping[str, str]) -> str:
    return str(int(float(row["wardCode"]))).zfill(5)


def _district(raw: str) -> str:
    kind, name = _kind_and_name(normalised(raw), _DISTRICT_KINDS)
    return f"{kind.lower()} {name}"


def _kind_and_name(text: str, kinds: Sequence[str]) -> tuple[str, str]:
    kind = next(kind for kind in kinds if text.startswith(f"{kind} "))
    return kind, text[len(kind) + 1 :]


def _toml(name: str) -> dict[str, Any]:
    file = resources.files(__package__) / name
    return tomllib.loads(file.read_text(encoding="utf-8"))
