"""Administrative units through time: one row per legal existence, and who followed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Level", "SuccessionBasis", "Successor", "UnitExistence"]


class Level(StrEnum):
    """Tier of an administrative unit; which tiers there are depends on the date."""

    PROVINCE = "province"
    DISTRICT = "district"  # until 2025-06-30
    COMMUNE = "commune"


class SuccessionBasis(StrEnum):
    """What the share of a successor was measured by."""

    AREA = "area"
    PEOPLE = "people"
    HOUSEHOLDS = "households"


@dataclass(frozen=True)
class UnitExistence:
    """A unit for as long as it legally was the same unit.

    Attributes:
        code: Official code; two existences may share one.
        name: Without its kind: ``Thần Sa``.
        kind: xã, phường, thị trấn, huyện, thị xã, thành phố, tỉnh.
        parent_code: Code of the unit above, at that time; empty for a province.
        valid_from: First day; None when it is older than the records.
        valid_to: Last day; None while it is in force.
        reference: Document that made it.
    """

    code: str
    name: str
    kind: str
    level: Level
    parent_code: str
    valid_from: date | None
    valid_to: date | None
    reference: str = ""


@dataclass(frozen=True)
class Successor:
    """How much of a unit went into one that followed.

    Attributes:
        effective: First day of the unit that followed.
        area_ratio: Share of the old unit's area; the shares of one old unit sum to 1.
        people_ratio: Share of its people, likewise.
        households_ratio: Share of its households, likewise.
        is_estimated: Whether the shares were computed from borders and a map of people
            (a divided unit) rather than following from the law (a whole one).
    """

    old_code: str
    new_code: str
    effective: date
    area_ratio: float
    people_ratio: float
    households_ratio: float
    is_estimated: bool = False
