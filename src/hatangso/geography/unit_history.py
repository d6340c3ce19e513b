"""Administrative units on any day: who existed, who was above whom, who followed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from hatangso.errors import Message
from hatangso.model.unit_history import (
    Level,
    SuccessionBasis,
    Successor,
    UnitExistence,
)

__all__ = ["Step", "UnitHistory", "UnitSize"]

_DAY = timedelta(days=1)
_LONG_AGO = date.min
_K = TypeVar("_K")
_V = TypeVar("_V")


@dataclass(frozen=True)
class UnitSize:
    """How large a unit was beside its neighbours: what divides a count back to it.

    Attributes:
        valid_from: First day of the existence that is meant; None as there.
        area_km2: Its area.
        people: Its people. Only the proportions count; households are taken to be in
            the same proportions.
        method: How the size was found: ``same_name``, ``both_names``, ``rest``,
            ``rest_in_equal_parts``, ``map_of_people``, ``sum``.
    """

    code: str
    valid_from: date | None
    area_km2: float
    people: float
    method: str = ""

    def of(self, basis: SuccessionBasis) -> float:
        """Return the size by which a count is divided."""
        return self.area_km2 if basis is SuccessionBasis.AREA else self.people


@dataclass(frozen=True)
class Step:
    """One unit that handed all or a part of itself to another."""

    old: UnitExistence
    new: UnitExistence
    share: Successor


@dataclass(frozen=True, eq=False)
class UnitHistory:
    """All existences of units, and who followed whom.

    Which tiers there are follows from the existences alone: there is no district on a
    day on which none was in force.
    """

    existences: Sequence[UnitExistence]
    successors: Sequence[Successor] = ()
    sizes: Sequence[UnitSize] = field(default=())

    def unit(self, code: str, day: date) -> UnitExistence | None:
        """Return the unit that had a code on a day."""
        return next((unit for unit in self.lives(code) if _is_alive(unit, day)), None)

    def lives(self, code: str) -> tuple[UnitExistence, ...]:
        """Return every existence under a code, the oldest first."""
        return self._by_code.get(code, ())

    def is_alive(self, unit: UnitExistence, day: date) -> bool:
        """Return whether a unit was in force on a day."""
        return _is_alive(unit, day)

    def parent(self, unit: UnitExistence) -> UnitExistence | None:
        """Return the unit above, as it was on the last day of the unit."""
        return self.unit(unit.parent_code, unit.valid_to or date.max)

    def ancestors(self, unit: UnitExistence) -> tuple[UnitExistence, ...]:
        """Return the units above, the nearest first."""
        above: list[UnitExistence] = []
        parent = self.parent(unit)
        while parent is not None and parent not in above:
            above.append(parent)
            parent = self.parent(parent)
        return tuple(above)

    def steps_from(self, unit: UnitExistence) -> tuple[Step, ...]:
        """Return what followed a unit directly, the largest share of people first."""
        return self._steps_from.get(unit, ())

    def steps_to(self, unit: UnitExistence) -> tuple[Step, ...]:
        """Return what a unit was made of, in the order of the old codes."""
        return self._steps_to.get(unit, ())

    def counterparts(self, unit: UnitExistence, day: date) -> tuple[UnitExistence, ...]:
        """Return the units that held the territory of a unit on another day.

        A unit without successors of its own, as a district, is followed by those of
        the units in it; one without any has no counterpart.
        """
        if _is_alive(unit, day):
            return (unit,)
        is_later = unit.valid_to is not None and day > unit.valid_to
        steps = self.steps_from(unit) if is_later else self.steps_to(unit)
        near = [step.new if is_later else step.old for step in steps]
        if not near and is_later:
            near = list(self._children.get(unit, ()))
        found = [
            part for next_unit in near for part in self.counterparts(next_unit, day)
        ]
        return tuple(dict.fromkeys(found))

    def size(self, unit: UnitExistence) -> UnitSize | None:
        """Return how large a unit was, or None where nobody knows."""
        return self._sizes.get((unit.code, unit.valid_from))

    def events(self, after: date, until: date) -> tuple[date, ...]:
        """Return the days on which units followed others, the earliest first."""
        days = {share.effective for share in self.successors}
        return tuple(sorted(day for day in days if after < day <= until))

    def contradictions(self) -> tuple[Message, ...]:
        """Return what cannot be true: overlapping lives, broken successions."""
        return (*self._overlaps(), *self._broken_successions())

    def _overlaps(self) -> Iterable[Message]:
        for lives in self._by_code.values():
            for earlier, later in pairwise(lives):
                start = later.valid_from or _LONG_AGO
                if earlier.valid_to is None or start <= earlier.valid_to:
                    yield Message(
                        "two units have the code {code} at once", {"code": later.code}
                    )

    def _broken_successions(self) -> Iterable[Message]:
        for share in self.successors:
            if self._step(share) is None:
                yield Message(
                    "{old} cannot be followed by {new} on {day}:"
                    " one of the two was not in force",
                    {"old": share.old_code, "new": share.new_code}
                    | {"day": share.effective},
                )
        for old, steps in self._steps_from.items():
            sums = (
                sum(Fraction(repr(step.share.area_ratio)) for step in steps),
                sum(Fraction(repr(step.share.people_ratio)) for step in steps),
                sum(Fraction(repr(step.share.households_ratio)) for step in steps),
            )
            if any(total != 1 for total in sums):
                yield Message(
                    "the shares of {code} do not sum to 1", {"code": old.code}
                )

    def _step(self, share: Successor) -> Step | None:
        old = self.unit(share.old_code, share.effective - _DAY)
        new = self.unit(share.new_code, share.effective)
        return None if old is None or new is None else Step(old, new, share)

    @cached_property
    def _by_code(self) -> Mapping[str, tuple[UnitExistence, ...]]:
        ordered = sorted(
            self.existences, key=lambda unit: (unit.code, unit.valid_from or _LONG_AGO)
        )
        return _grouped((unit.code, unit) for unit in ordered)

    @cached_property
    def _children(self) -> Mapping[UnitExistence, tuple[UnitExistence, ...]]:
        pairs = ((self.parent(unit), unit) for unit in self.existences)
        return _grouped((parent, unit) for parent, unit in pairs if parent)

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        steps = (self._step(share) for share in self.successors)
        return tuple(step for step in steps if step is not None)

    @cached_property
    def _steps_from(self) -> Mapping[UnitExistence, tuple[Step, ...]]:
        ordered = sorted(
            self._steps, key=lambda step: (-step.share.people_ratio, step.new.code)
        )
        return _grouped((step.old, step) for step in ordered)

    @cached_property
    def _steps_to(self) -> Mapping[UnitExistence, tuple[Step, ...]]:
        ordered = sorted(self._steps, key=lambda step: step.old.code)
        return _grouped((step.new, step) for step in ordered)

    @cached_property
    def _sizes(self) -> Mapping[tuple[str, date | None], UnitSize]:
        return {(size.code, size.valid_from): size for size in self.sizes}

    def tiers(self, day: date) -> tuple[Level, ...]:
        """Return the tiers that had units on a day, the highest first."""
        present = {unit.level for unit in self.existences if _is_alive(unit, day)}
        return tuple(level for level in Level if level in present)


def _is_alive(unit: UnitExistence, day: date) -> bool:
    has_begun = unit.valid_from is None or unit.valid_from <= day
    return has_begun and (unit.valid_to is None or day <= unit.valid_to)


def _grouped(pairs: Iterable[tuple[_K, _V]]) -> dict[_K, tuple[_V, ...]]:
    groups: defaultdict[_K, list[_V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
