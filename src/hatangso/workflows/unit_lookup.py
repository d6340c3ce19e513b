"""What is known of one unit: its life, what it was made of, what followed it."""

from dataclasses import dataclass
from datetime import date

from hatangso.geography.unit_history import Step, UnitHistory
from hatangso.geography.unit_names import UnitMatch, resolve_unit
from hatangso.io.unit_files import shipped_units
from hatangso.model.unit_history import UnitExistence

__all__ = ["UnitAnswer", "full_name", "look_up"]


@dataclass(frozen=True)
class UnitAnswer:
    """A name, understood, with the unit's history.

    Attributes:
        match: What the name was understood as.
        day: The day asked.
        made_of: The units that it was made of.
        followed_by: The units that followed it.
    """

    match: UnitMatch
    day: date
    made_of: tuple[Step, ...] = ()
    followed_by: tuple[Step, ...] = ()


def look_up(name: str, *, day: date, parent: str = "") -> UnitAnswer:
    """Find a unit of the shipped provinces by its name or code."""
    units = shipped_units()
    match = resolve_unit(name, units, day=day, parent=parent)
    if match.unit is None:
        return UnitAnswer(match, day)
    unit = match.unit
    return UnitAnswer(match, day, units.steps_to(unit), units.steps_from(unit))


def full_name(unit: UnitExistence, units: UnitHistory | None = None) -> str:
    """Return a unit's name and code with the units above it.

    >>> full_name(look_up("05662", day=date(2024, 1, 1)).match.unit)
    'thị trấn Trại Cau (05662), huyện Đồng Hỷ, tỉnh Thái Nguyên'
    """
    above = (units or shipped_units()).ancestors(unit)
    parts = [f"{unit.kind} {unit.name} ({unit.code})"]
    return ", ".join([*parts, *(f"{one.kind} {one.name}" for one in above)])
