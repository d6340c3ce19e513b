"""Which units a question asks for: codes, names, and levels of units in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.geography.unit_history import UnitHistory
from hatangso.geography.unit_names import resolve_unit
from hatangso.model.unit_history import Level, UnitExistence

__all__ = ["UnitChoice", "unit_choice"]

_LEVEL = "LEVEL-"


@dataclass(frozen=True)
class UnitChoice:
    """The units asked for.

    Attributes:
        named: Those named.
        levels: Tiers asked for, in the named ones or, without any, everywhere.
    """

    units: UnitHistory
    named: tuple[UnitExistence, ...]
    levels: frozenset[Level]

    def holds(self, unit: UnitExistence) -> bool:
        """Return whether a unit is asked for."""
        if not self.named and not self.levels:
            return unit.level is Level.PROVINCE
        if unit in self.named and not self.levels:
            return True
        if unit.level not in self.levels:
            return False
        above = (unit, *self.units.ancestors(unit))
        return not self.named or any(item in self.named for item in above)


def unit_choice(ou: Sequence[str], units: UnitHistory, day: date | None) -> UnitChoice:
    """Read which units are asked for.

    Args:
        ou: Codes, names, ``LEVEL-commune``.
        units: Units through time.
        day: On which they must be in force; None for any day.

    Raises:
        NotFoundError: No unit has such a code or name, or no tier is called so.
        InvalidInputError: A unit was not in force on the day.
    """
    named: list[UnitExistence] = []
    levels: set[Level] = set()
    for text in ou:
        if text.upper().startswith(_LEVEL):
            levels.add(_level(text))
        else:
            named += _named(text, units, day)
    return UnitChoice(units, tuple(named), frozenset(levels))


def _level(text: str) -> Level:
    word = text[len(_LEVEL) :].casefold()
    if word not in [*Level]:
        raise NotFoundError(
            "no tier of units is called {text}; write one of: {names}",
            text=text,
            names=", ".join(f"{_LEVEL}{level}" for level in Level),
        )
    return Level(word)


def _named(text: str, units: UnitHistory, day: date | None) -> list[UnitExistence]:
    lives = list(units.lives(text.strip())) or _called(text, units, day)
    if not lives:
        raise NotFoundError(
            "no unit has the code or name {text}: look it up with hatangso units",
            text=text,
        )
    if day is None:
        return lives
    alive = [unit for unit in lives if units.is_alive(unit, day)]
    if alive:
        return alive
    heirs = [heir for unit in lives for heir in units.counterparts(unit, day)]
    raise InvalidInputError(
        "{kind} {name} ({code}) was not in force on {day}: ask for {heirs},"
        " or for the boundaries as-reported",
        kind=lives[-1].kind,
        name=lives[-1].name,
        code=lives[-1].code,
        day=day,
        heirs=", ".join(f"{heir.name} ({heir.code})" for heir in heirs) or "?",
    )


def _called(text: str, units: UnitHistory, day: date | None) -> list[UnitExistence]:
    """Return the units of a name: on the day, else on every side of a change."""
    days = [day] if day else [*units.events(date.min, date.max), date.min]
    # "Thái Nguyên" is the province before it is the city in it.
    for level in (Level.PROVINCE, None):
        found = [resolve_unit(text, units, day=when, level=level) for when in days]
        same = [match.unit for match in found if match.unit is not None]
        if same:
            return list(dict.fromkeys(same))
        several = next((match.candidates for match in found if match.candidates), ())
        if several:
            raise InvalidInputError(
                "{text} can be several units: write the code of one: {names}",
                text=text,
                names=", ".join(f"{unit.code} {unit.name}" for unit in several),
            )
    return []
