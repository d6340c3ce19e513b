"""Which unit is meant by a name or a code, on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from hatangso.errors import Message
from hatangso.geography.near_spellings import NearSpellings
from hatangso.geography.unit_history import UnitHistory
from hatangso.geography.unit_spelling import (
    Phrase,
    Spelling,
    can_be,
    names_above,
    phrases,
    spellings,
)
from hatangso.model.unit_history import Level, UnitExistence

__all__ = ["UnitMatch", "resolve_unit"]

# What a doubt leaves of certainty; doubts multiply.
_WITHOUT_DIACRITICS = 0.9
_OTHER_KIND = 0.8
_OTHER_DAY = 0.95
_OTHER_PARENT = 0.95
_LOST_ZEROS = 0.95
# Another kind on another day is another unit more often than not.
_LEAST_CERTAINTY = 0.77
_CODE_LENGTHS = (2, 3, 5)
_SUGGESTIONS = 5


@dataclass(frozen=True)
class UnitMatch:
    """What a text was understood as.

    Attributes:
        text: As it was given.
        unit: The one unit that is meant; None when none or several could be.
        certainty_ratio: 1 when nothing speaks against it, 0 without a unit.
        reason: Why this unit, or why none.
        notes: What else its reader should know.
        candidates: The units that could be meant when there are several, in the order
            of tiers and codes; empty otherwise.
        suggestions: Units of similar names when no name fits, the nearest first.
        is_other_day: Whether the unit was not in force on the day.
        on_day: The units that then held its territory on the day, as far as known.
    """

    text: str
    unit: UnitExistence | None
    certainty_ratio: float
    reason: Message
    notes: tuple[Message, ...] = ()
    candidates: tuple[UnitExistence, ...] = ()
    suggestions: tuple[UnitExistence, ...] = ()
    is_other_day: bool = False
    on_day: tuple[UnitExistence, ...] = ()


@dataclass(frozen=True)
class _Candidate:
    """A unit that a text could mean, and what speaks against it."""

    unit: UnitExistence
    is_spelled_otherwise: bool = False
    is_other_kind: bool = False
    is_other_day: bool = False
    is_other_parent: bool = False
    has_lost_zeros: bool = False
    is_typed_plain: bool = False

    @property
    def doubts(self) -> tuple[bool, ...]:
        """Return what makes another candidate likelier, the gravest first."""
        return (
            self.is_spelled_otherwise,
            self.is_other_kind,
            self.is_other_day,
            self.is_other_parent,
            self.has_lost_zeros,
        )

    @property
    def certainty_ratio(self) -> float:
        """Return how sure the match is."""
        certainty = _WITHOUT_DIACRITICS if self.is_typed_plain else 1.0
        weights = (_WITHOUT_DIACRITICS, _OTHER_KIND, _OTHER_DAY, _OTHER_PARENT)
        for has_doubt, left in zip(self.doubts, (*weights, _LOST_ZEROS), strict=True):
            certainty *= left if has_doubt else 1
        return round(certainty, 4)


def resolve_unit(
    text: str | float,
    units: UnitHistory,
    *,
    day: date,
    parent: str = "",
    level: Level | None = None,
) -> UnitMatch:
    """Find the unit that a name or a code means on a day.

    A name is compared without regard to capitals, the place of tone marks, composed or
    decomposed letters, i and y, and abbreviated kinds. Units above may follow the name
    after a comma, in brackets, or in ``parent``; the old district serves for a commune
    of today too. A name that was valid on another day gives that unit, with those that
    hold its territory on the day asked.

    Args:
        text: ``TT. Chùa Hang``, ``Tân Tiến, Phú Bình, Thái Nguyên``, ``05443``, 5443.
        units: All units; the index over their names is made once for each.
        day: Units in force on it come first.
        parent: The units above, nearest first, separated by commas.
        level: Only units of this tier; any when None.
    """
    return _names(units).resolve(str(text), day, parent, level)


@lru_cache(maxsize=4)
def _names(units: UnitHistory) -> "_UnitNames":
    return _UnitNames(units)


class _UnitNames:
    """All names of a history under their keys."""

    def __init__(self, units: UnitHistory) -> None:
        self._units = units
        self._exact: defaultdict[str, list[UnitExistence]] = defaultdict(list)
        self._folded: defaultdict[str, list[UnitExistence]] = defaultdict(list)
        for unit in units.existences:
            whole = spellings(unit.name)[0]
            self._exact[whole.exact].append(unit)
            self._folded[whole.folded].append(unit)
        self._near = NearSpellings(self._folded)
        self._above: dict[UnitExistence, _Above] = {}
        # Files repeat names; whoever sends a million different ones fills no memory.
        self.resolve = lru_cache(maxsize=20_000)(self._find)

    def _find(
        self, text: str, day: date, parent: str, level: Level | None
    ) -> UnitMatch:
        """Return what a text means: the first way to read it that fits."""
        given = names_above(parent)
        elsewhere: list[UnitExistence] = []
        for found, phrase in self._readings(text, day):
            fitting = [one for one in found if level in {None, one.unit.level}]
            placed = self._placed(fitting, (*phrase.parents, *given))
            sure = [c for c in placed if c.certainty_ratio >= _LEAST_CERTAINTY]
            if sure:
                return self._best(text, sure, day, phrase)
            elsewhere += [one.unit for one in placed or fitting]
        return self._nothing(text, day, elsewhere)

    def _readings(
        self, text: str, day: date
    ) -> Iterable[tuple[list[_Candidate], Phrase]]:
        """Yield candidates, and how the text was taken apart to find them."""
        digits = _digits(text)
        if digits:
            yield self._by_code(digits, day), Phrase(digits)
            return
        for phrase in phrases(text):
            for spelled in spellings(phrase.name):
                found = self._spelled(spelled, phrase, day)
                if found:
                    yield found, phrase

    def _best(
        self, text: str, placed: Sequence[_Candidate], day: date, phrase: Phrase
    ) -> UnitMatch:
        if phrase.is_former:
            placed = [c for c in placed if _has_ended(c.unit, day)] or placed
        least = min(candidate.doubts for candidate in placed)
        best = [candidate for candidate in placed if candidate.doubts == least]
        if len(best) > 1:
            return _ambiguous(text, best)
        namesakes = [c.unit for c in placed if c.is_other_day and c is not best[0]]
        return self._match(text, best[0], day, namesakes, is_part=phrase.is_part)

    def _by_code(self, digits: str, day: date) -> list[_Candidate]:
        lives = self._units.lives(digits)
        has_lost_zeros = not lives
        if has_lost_zeros:
            codes = [digits.zfill(n) for n in _CODE_LENGTHS if len(digits) < n]
            lives = tuple(u for code in codes for u in self._units.lives(code))
        alive = [unit for unit in lives if self._units.is_alive(unit, day)]
        return [
            _Candidate(unit, is_other_day=not alive, has_lost_zeros=has_lost_zeros)
            for unit in alive or lives
        ]

    def _spelled(
        self, spelled: Spelling, phrase: Phrase, day: date
    ) -> list[_Candidate]:
        exact = self._exact.get(spelled.exact, [])
        return [
            _Candidate(
                unit,
                is_spelled_otherwise=not phrase.is_ascii and unit not in exact,
                is_other_kind=bool(spelled.kind) and spelled.kind != unit.kind,
                is_other_day=not self._units.is_alive(unit, day),
                is_typed_plain=phrase.is_ascii and not unit.name.isascii(),
            )
            for unit in self._folded.get(spelled.folded, ())
            if can_be(spelled.kind, unit)
        ]

    def _placed(
        self, found: Sequence[_Candidate], named: tuple[str, ...]
    ) -> list[_Candidate]:
        """Return the candidates that lie in the units said to be above them."""
        names = [spellings(name) for name in named]
        placed = []
        for candidate in found:
            above = self._units_above(candidate.unit)
            if all(above.has(name, is_strict=True) for name in names):
                placed.append(candidate)
            elif all(above.has(name, is_strict=False) for name in names):
                placed.append(replace(candidate, is_other_parent=True))
        return placed

    def _units_above(self, unit: UnitExistence) -> "_Above":
        if unit not in self._above:
            legal = self._units.ancestors(unit)
            kin = [
                *(step.old for step in self._units.steps_to(unit)),
                *(step.new for step in self._units.steps_from(unit)),
            ]
            other = [above for one in kin for above in self._units.ancestors(one)]
            own = unit.code.lstrip("0")
            self._above[unit] = _Above(_keyed(legal), _keyed([*legal, *other]), own)
        return self._above[unit]

    def _match(
        self,
        text: str,
        candidate: _Candidate,
        day: date,
        namesakes: Sequence[UnitExistence],
        *,
        is_part: bool,
    ) -> UnitMatch:
        unit = candidate.unit
        on_day: tuple[UnitExistence, ...] = ()
        if candidate.is_other_day:
            on_day = self._units.counterparts(unit, day)
        return UnitMatch(
            text,
            unit,
            candidate.certainty_ratio,
            _reason(candidate),
            tuple(_notes(candidate, day, namesakes, is_part=is_part)),
            is_other_day=candidate.is_other_day,
            on_day=on_day,
        )

    def _nothing(
        self, text: str, day: date, elsewhere: Sequence[UnitExistence]
    ) -> UnitMatch:
        if elsewhere:
            reason = Message("units of this name are of another kind, place or time")
            found = list(dict.fromkeys(elsewhere))
        else:
            reason = Message("no unit has this name or code")
            found = self._similar(text)
            found.sort(key=lambda unit: not self._units.is_alive(unit, day))
        return UnitMatch(
            text, None, 0.0, reason, suggestions=tuple(found[:_SUGGESTIONS])
        )

    def _similar(self, text: str) -> list[UnitExistence]:
        """Return the units of the most similar names, the nearest first."""
        keys = [
            key
            for one in reversed(spellings(phrases(text)[0].name))
            for key in self._near.nearest(one.folded)
        ]
        return [unit for key in dict.fromkeys(keys) for unit in self._folded[key]]


@dataclass(frozen=True)
class _Above:
    """The units above one, under the keys of their names.

    Attributes:
        legal: Of the unit's own time.
        wider: With those above its predecessors and successors.
        own_code: Of the unit itself, as a code may stand beside its name.
    """

    legal: Mapping[str, list[UnitExistence]]
    wider: Mapping[str, list[UnitExistence]]
    own_code: str

    def has(self, name: Sequence[Spelling], *, is_strict: bool) -> bool:
        """Return whether a name is that of a unit above."""
        keys = self.legal if is_strict else self.wider
        return name[0].exact == self.own_code or any(
            can_be(one.kind, unit) for one in name for unit in keys.get(one.folded, ())
        )


def _keyed(units: Iterable[UnitExistence]) -> Mapping[str, list[UnitExistence]]:
    keys: defaultdict[str, list[UnitExistence]] = defaultdict(list)
    for unit in units:
        keys[spellings(unit.name)[0].folded].append(unit)
        keys[unit.code.lstrip("0")].append(unit)
    return keys


def _has_ended(unit: UnitExistence, day: date) -> bool:
    return unit.valid_to is not None and unit.valid_to < day


def _digits(text: str) -> str:
    """Return a code's digits, also when a spreadsheet made it a number: 5443.0."""
    plain = text.strip().lstrip("'").removesuffix(".0")
    return plain if plain.isascii() and plain.isdigit() else ""


def _ambiguous(text: str, best: Sequence[_Candidate]) -> UnitMatch:
    units = sorted((candidate.unit for candidate in best), key=_order)
    reason = Message(
        "{count} units have this name: say which unit is above it",
        {"count": len(units)},
    )
    return UnitMatch(text, None, 0.0, reason, candidates=tuple(units))


def _order(unit: UnitExistence) -> tuple[int, str, date]:
    return list(Level).index(unit.level), unit.code, unit.valid_from or date.min


def _reason(candidate: _Candidate) -> Message:
    if candidate.has_lost_zeros:
        return Message("the code without its leading zeros")
    if candidate.is_spelled_otherwise or candidate.is_typed_plain:
        return Message("the name with other diacritics")
    if candidate.is_other_kind:
        return Message(
            "the name, but the unit is a {kind}", {"kind": candidate.unit.kind}
        )
    if candidate.is_other_parent:
        return Message("the name, and a unit above at another time")
    return Message("the name or the code, and all that was said of it")


def _notes(
    candidate: _Candidate,
    day: date,
    namesakes: Sequence[UnitExistence],
    *,
    is_part: bool,
) -> Iterable[Message]:
    unit = candidate.unit
    if candidate.is_other_day and _has_ended(unit, day):
        yield Message("the unit was in force until {day}", {"day": unit.valid_to})
    elif candidate.is_other_day:
        yield Message("the unit is in force only since {day}", {"day": unit.valid_from})
    if is_part:
        yield Message("the text speaks of a part of the unit")
    if not candidate.is_other_day and namesakes:
        yield Message(
            "units of this name on other days: {count}",
            {"count": len(namesakes)},
        )
