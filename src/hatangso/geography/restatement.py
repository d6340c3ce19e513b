"""Counts of one day's units on the units of another day, marked as restated."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from hatangso.errors import InvalidInputError
from hatangso.geography.unit_history import Step, UnitHistory
from hatangso.model.unit_history import Level, SuccessionBasis, UnitExistence

__all__ = [
    "Count",
    "RestatedRatio",
    "RestatedValue",
    "is_ratio_unit",
    "merged_dti_index",
    "restate",
    "restate_ratio",
]

# What can be counted: a whole number, a measured sum (km of fibre), or nobody knows.
Count = int | float | None

_DAY = timedelta(days=1)
# Units of numbers that do not add up when areas are merged.
_RATIO_SIGNS = ("%", "‰", "/")
_RATIO_UNITS = frozenset(
    {"ratio", "bậc", "cấp", "điểm", "mbps", "pue", "thứ hạng", "tốp", "tỷ lệ", "tỉ lệ"}
)
_SHARES = {
    SuccessionBasis.AREA: "area_ratio",
    SuccessionBasis.PEOPLE: "people_ratio",
    SuccessionBasis.HOUSEHOLDS: "households_ratio",
}


@dataclass(frozen=True)
class RestatedValue:
    """A value on a unit that may not be the one it was stated for.

    Attributes:
        value: The sum of the parts that are known; None when none is.
        basis: What divided units were divided by.
        is_restated: False when the unit is the very one that the value was stated for.
        is_estimated: Whether a divided unit is in it, so that shares entered it.
        missing: Codes of parts of the unit without a value, in order.
    """

    unit: UnitExistence
    value: Count
    basis: SuccessionBasis
    is_restated: bool = False
    is_estimated: bool = False
    missing: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Return whether all of the unit is in the value."""
        return not self.missing


@dataclass(frozen=True)
class RestatedRatio:
    """A ratio on a unit, from its restated counts.

    Attributes:
        ratio: None when the denominator is missing or 0.
    """

    ratio: float | None
    numerator: RestatedValue
    denominator: RestatedValue


@dataclass(frozen=True)
class _Part:
    """What one unit hands to another."""

    to: UnitExistence
    value: RestatedValue
    is_estimated: bool


def restate(
    values: Mapping[str, Count],
    units: UnitHistory,
    *,
    stated_on: date,
    to_day: date,
    basis: SuccessionBasis = SuccessionBasis.PEOPLE,
    unit: str = "",
) -> tuple[RestatedValue, ...]:
    """Restate counts on the units of another day, earlier or later.

    Whole numbers stay whole: each unit's number is divided by the largest remainder, so
    that its parts, and with them all totals, add up exactly. Going back, a unit is
    divided in proportion to the sizes of what it was made of.

    Args:
        values: By code of a unit in force on ``stated_on``; None is a missing value,
            which stays missing and is never 0.
        units: Who followed whom, with shares and sizes.
        stated_on: The day whose units the values are stated for.
        to_day: The day on whose units they are wanted.
        basis: By what divided units are divided.
        unit: What is counted; a ratio (``%``, ``thuê bao/100 dân``) is refused.

    Returns:
        One value for each unit that any value reaches, in the order of codes.

    Raises:
        InvalidInputError: A code is unknown on the day, a value is no finite number,
            the values are ratios, or nothing tells how to divide or follow a unit.
    """
    _refuse_ratio(unit)
    state = _stated(values, units, stated_on, basis)
    if to_day >= stated_on:
        for day in units.events(stated_on, to_day):
            state = _moved(state, units, day, is_forward=True)
    else:
        for day in reversed(units.events(to_day, stated_on)):
            state = _moved(state, units, day, is_forward=False)
    return tuple(state[key] for key in sorted(state, key=lambda key: key.code))


def restate_ratio(
    numerators: Mapping[str, Count],
    denominators: Mapping[str, Count],
    units: UnitHistory,
    *,
    stated_on: date,
    to_day: date,
    basis: SuccessionBasis = SuccessionBasis.PEOPLE,
) -> tuple[RestatedRatio, ...]:
    """Restate a ratio through its numerator and denominator.

    A unit without one of the two counts is missing in both, so that the ratio speaks of
    the same parts above and below the line.

    Raises:
        InvalidInputError: As for :func:`restate`.
    """
    codes = sorted({*numerators, *denominators})
    is_known = {
        code: numerators.get(code) is not None and denominators.get(code) is not None
        for code in codes
    }
    above, below = (
        restate(
            {code: counts.get(code) if is_known[code] else None for code in codes},
            units,
            stated_on=stated_on,
            to_day=to_day,
            basis=basis,
        )
        for counts in (numerators, denominators)
    )
    return tuple(
        RestatedRatio(_quotient(top.value, bottom.value), top, bottom)
        for top, bottom in zip(above, below, strict=True)
    )


def merged_dti_index(
    indices: Mapping[str, float | None],
    units: UnitHistory,
    *,
    stated_on: date,
    to_day: date,
) -> tuple[RestatedValue, ...]:
    """Return a main index of the DTI for provinces that were merged.

    It is the simple mean over the old provinces, without weights. With an old province
    missing there is no mean: the value is missing.

    Args:
        indices: One main index (or the whole index) by code of an old province.
        units: Who followed whom.
        stated_on: A day on which the old provinces were in force.
        to_day: A later day.

    Raises:
        InvalidInputError: A code is not that of a province on the day, a value is no
            finite number, or ``to_day`` lies before.

    Source:
        Ministry of Science and Technology, DTI 2024 of the 34 provinces: the main
        indices of a merged province are the means of those of the old provinces.
    """
    if to_day < stated_on:
        text = "an index of {day} cannot be divided among provinces before it"
        raise InvalidInputError(text, day=stated_on)
    state: Mapping[UnitExistence, RestatedValue]
    state = _stated(indices, units, stated_on, SuccessionBasis.PEOPLE)
    for unit in state:
        if unit.level is not Level.PROVINCE:
            text = "the DTI is an index of provinces; {code} is a {kind}"
            raise InvalidInputError(text, code=unit.code, kind=unit.kind)
    for day in units.events(stated_on, to_day):
        state = _averaged(state, units, day)
    return tuple(state[key] for key in sorted(state, key=lambda key: key.code))


def _averaged(
    state: Mapping[UnitExistence, RestatedValue], units: UnitHistory, day: date
) -> dict[UnitExistence, RestatedValue]:
    """Return indices after an event: each new province has the mean of the old."""
    after = {unit: value for unit, value in state.items() if units.is_alive(unit, day)}
    news = {
        step.new: None
        for unit in state
        for step in units.steps_from(unit)
        if step.share.effective == day
    }
    for new in news:
        olds = [step.old for step in units.steps_to(new)]
        known = [state[old].value for old in olds if old in state]
        found = [value for value in known if value is not None]
        missing = [
            old.code for old in olds if old not in state or state[old].value is None
        ]
        mean = math.fsum(found) / len(olds) if not missing else None
        after[new] = RestatedValue(
            new,
            mean,
            SuccessionBasis.PEOPLE,
            is_restated=True,
            missing=tuple(sorted(missing)),
        )
    return after


def _stated(
    values: Mapping[str, Count],
    units: UnitHistory,
    day: date,
    basis: SuccessionBasis,
) -> dict[UnitExistence, RestatedValue]:
    """Return the values on their own units.

    Raises:
        InvalidInputError: Codes are unknown, or values no finite numbers.
    """
    unknown = [code for code in values if units.unit(code, day) is None]
    if unknown:
        text = "no unit in force on {day} has the code {codes}: correct code or date"
        raise InvalidInputError(text, day=day, codes=_listed(unknown))
    strange = [code for code, value in values.items() if not _is_count(value)]
    if strange:
        text = "the values of {codes} are no finite numbers: leave out what is missing"
        raise InvalidInputError(text, codes=_listed(strange))
    found = {}
    for code, value in values.items():
        unit = units.unit(code, day)
        if unit is not None:
            missing = (code,) if value is None else ()
            found[unit] = RestatedValue(unit, value, basis, missing=missing)
    return found


def _is_count(value: object) -> bool:
    if value is None:
        return True
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value)  # type: ignore[arg-type]  # a number, as just seen


def is_ratio_unit(unit: str) -> bool:
    """Return whether numbers in a unit do not add up when areas are merged."""
    plain = unit.strip().lower()
    return plain in _RATIO_UNITS or any(sign in plain for sign in _RATIO_SIGNS)


def _refuse_ratio(unit: str) -> None:
    if is_ratio_unit(unit):
        text = (
            "numbers in {unit} cannot be added or divided:"
            " restate numerator and denominator"
        )
        raise InvalidInputError(text, unit=unit)


def _moved(
    state: Mapping[UnitExistence, RestatedValue],
    units: UnitHistory,
    day: date,
    *,
    is_forward: bool,
) -> dict[UnitExistence, RestatedValue]:
    """Return the values on the other side of an event."""
    other_day = day if is_forward else day - _DAY
    staying = {u: v for u, v in state.items() if units.is_alive(u, other_day)}
    leaving = {unit: value for unit, value in state.items() if unit not in staying}
    stranded, parts = [], []
    for unit in sorted(leaving, key=lambda unit: unit.code):
        steps = _steps(units, unit, day, is_forward=is_forward)
        if not steps:
            stranded.append(unit)
        parts += _divided(leaving[unit], steps, units, is_forward=is_forward)
    if stranded:
        names = _listed([f"{unit.kind} {unit.name}" for unit in stranded])
        text = (
            "nothing followed {names} on {day}: give the counts of the communes instead"
        )
        if not is_forward:
            text = "nothing is known of {names} before {day}: choose a later date"
        raise InvalidInputError(text, names=names, day=day)
    gathered: dict[UnitExistence, list[_Part]] = {}
    for part in parts:
        gathered.setdefault(part.to, []).append(part)
    for to, received in gathered.items():
        whole = _steps(units, to, day, is_forward=not is_forward)
        absent = [
            step.old.code if is_forward else step.new.code
            for step in whole
            if (step.old if is_forward else step.new) not in state
        ]
        staying[to] = _sum(to, received, absent)
    return staying


def _steps(
    units: UnitHistory, unit: UnitExistence, day: date, *, is_forward: bool
) -> list[Step]:
    """Return the steps of an event that leave a unit, in the order of codes."""
    steps = units.steps_from(unit) if is_forward else units.steps_to(unit)
    mine = [step for step in steps if step.share.effective == day]
    return sorted(mine, key=lambda step: (step.new.code, step.old.code))


def _divided(
    value: RestatedValue, steps: Sequence[Step], units: UnitHistory, *, is_forward: bool
) -> list[_Part]:
    """Return what a unit hands over in each step."""
    weights = [
        _weight(
            step, units, value.basis, is_forward=is_forward, is_alone=len(steps) == 1
        )
        for step in steps
    ]
    numbers = _split(value.value, weights)
    return [
        _Part(
            step.new if is_forward else step.old,
            replace(value, value=number),
            step.share.is_estimated if is_forward else len(steps) > 1,
        )
        for step, number in zip(steps, numbers, strict=True)
    ]


def _weight(
    step: Step,
    units: UnitHistory,
    basis: SuccessionBasis,
    *,
    is_forward: bool,
    is_alone: bool,
) -> Fraction:
    """Return the relative part of a step; exact, as the table writes it."""
    share = Fraction(repr(float(getattr(step.share, _SHARES[basis]))))
    if is_alone:
        return Fraction(1)
    if is_forward:
        return share
    size = units.size(step.old)
    if size is None:
        text = "{new} cannot be divided: nobody knows how large {old} was"
        raise InvalidInputError(text, new=step.new.name, old=step.old.name)
    return share * Fraction(repr(float(size.of(basis))))


def _split(value: Count, weights: Sequence[Fraction]) -> list[Count]:
    """Divide a number; whole numbers by the largest remainder, ties to the first."""
    total = sum(weights)
    ratios = [w / total if total else Fraction(1, len(weights)) for w in weights]
    if value is None:
        return [None] * len(weights)
    if isinstance(value, float):
        return [float(value * float(ratio)) for ratio in ratios]
    quotas = [value * ratio for ratio in ratios]
    whole = [math.floor(quota) for quota in quotas]
    order = sorted(range(len(quotas)), key=lambda place: whole[place] - quotas[place])
    for place in order[: value - sum(whole)]:
        whole[place] += 1
    return list(whole)


def _sum(
    unit: UnitExistence, parts: Sequence[_Part], absent: Iterable[str]
) -> RestatedValue:
    """Return what a unit received, and what it did not."""
    known = [part.value.value for part in parts if part.value.value is not None]
    missing = {code for part in parts for code in part.value.missing}
    number: Count = None
    if known:
        is_whole = all(isinstance(value, int) for value in known)
        number = sum(known) if is_whole else math.fsum(known)
    return RestatedValue(
        unit,
        number,
        parts[0].value.basis,
        is_restated=True,
        is_estimated=any(p.is_estimated or p.value.is_estimated for p in parts),
        missing=tuple(sorted(missing.union(absent))),
    )


def _quotient(above: Count, below: Count) -> float | None:
    return above / below if above is not None and below else None


def _listed(names: Sequence[str]) -> str:
    shown = 5
    more = " …" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more
