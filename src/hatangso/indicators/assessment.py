"""Targets held against values: met, short by how much, or not measurable."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from hatangso.errors import InvalidInputError
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.period import parse_period
from hatangso.indicators.targets import TargetBook
from hatangso.model.indicator import (
    Assessment,
    Comparator,
    Indicator,
    IssuingDocument,
    Status,
    Target,
    Value,
    ValueMethod,
)

__all__ = ["NOTES", "assess", "exceeds_by", "is_enough", "latest_reported"]

# What a note says; what the target, the value or their comparators and flags say
# themselves is not repeated in notes.
NOTES: Mapping[str, str] = MappingProxyType(
    {
        "conflicts_with": "the same issuer asks for another number for the same year",
        "superseded_by": "a document issued later rules",
        "replaced_late": "what replaces it was issued after the target was due",
        "not_issued_yet": "its document was not issued yet on this day",
        "below_national": "a national target asks for more",
        "due_unknown": "the printed period names no year",
        "due_not_stated": "the source does not state the year clearly",
        "not_due": "the year of the target has not ended",
        "already_met": "met before the year of the target ended",
        "unknown_decides": "what is not known decides, so that nothing is judged",
        "limit_undecided": "what was reported is a limit, and it decides nothing",
        "follows_from": "a limit that a figure of another indicator sets",
        "indicator_unknown": "the catalogue has no such indicator",
        "unit_mismatch": "the units cannot be compared",
        "nothing_known": "a formula exists, but nothing is known to apply it to",
        "not_reported": "no formula exists and nothing was reported",
    }
)

_STRICT = frozenset({Comparator.ABOVE, Comparator.BELOW})
_LIMITS = frozenset({Comparator.AT_LEAST, Comparator.AT_MOST})
_RISING = frozenset({Comparator.ABOVE, Comparator.AT_LEAST})
_FALLING = frozenset({Comparator.BELOW, Comparator.AT_MOST})
_PERCENT = 100


def assess(
    catalogue: IndicatorCatalogue,
    targets: Iterable[Target],
    values: Iterable[Value],
    *,
    documents: Iterable[IssuingDocument] = (),
    as_of: date | None = None,
) -> tuple[Assessment, ...]:
    """Hold every target against its computed value and its latest reported value.

    Args:
        catalogue: The indicators.
        targets: Of the province and of the nation.
        values: Computed and reported, of any periods.
        documents: Who issued the targets and when; without them no target supersedes
            another.
        as_of: The day of the assessment; without it nothing is said to be not due.

    Returns:
        In the order of the catalogue, then by due year: one assessment for each target
        and value, computed before reported, and a not measurable one for a target
        without values. The order of the input does not matter.

    Raises:
        InvalidInputError: A target or value is not a finite number.
    """
    every, known = tuple(targets), tuple(values)
    _require_finite(every, known)
    book = TargetBook(every, documents, catalogue, as_of=as_of)
    by_indicator: dict[str, list[Value]] = {}
    for value in known:
        by_indicator.setdefault(value.indicator, []).append(value)
    return tuple(
        _assess_one(catalogue, target, value, _target_notes(book, target, as_of), as_of)
        for target in book.targets
        for value in _candidates(by_indicator.get(target.indicator, ()))
    )


def latest_reported(values: Iterable[Value]) -> tuple[Value, ...]:
    """Return the reported values of the latest period, in a fixed order.

    Values without a period that can be read count only when no other is there.
    """
    reported = [value for value in values if value.method is ValueMethod.REPORTED]
    if not reported:
        return ()
    last = max(map(_period_end, reported))
    latest = {value for value in reported if _period_end(value) == last}
    return tuple(sorted(latest, key=_value_order))


def exceeds_by(value: float, target: Target, *, higher_is_better: bool) -> Fraction:
    """Return how much better a value is than a target in the target's unit.

    The comparator says which direction is better; ``=`` and ``~`` leave it to the
    indicator. Below zero is short; zero meets every comparator but ``>`` and ``<``.
    """
    difference = _exact(value) - _exact(target.value)
    return (
        difference
        if _is_rising(target, higher_is_better=higher_is_better)
        else -difference
    )


def _assess_one(
    catalogue: IndicatorCatalogue,
    target: Target,
    value: Value | None,
    notes: tuple[str, ...],
    as_of: date | None,
) -> Assessment:
    if target.indicator not in catalogue:
        notes += ("indicator_unknown",)
        return Assessment(target, Status.NOT_MEASURABLE, value, notes=notes)
    indicator = catalogue[target.indicator]
    if value is None:
        notes += ("nothing_known" if indicator.measure else "not_reported",)
        return Assessment(target, Status.NOT_MEASURABLE, notes=notes)
    converted = catalogue.units.convert(value.value, value.unit, target.unit)
    if converted is None:
        notes += (f"unit_mismatch:{value.unit}",)
        return Assessment(target, Status.NOT_MEASURABLE, value, notes=notes)
    scale = _Scale(target, indicator, catalogue.units.convert(1, target.unit, "%"))
    surplus = exceeds_by(converted, target, higher_is_better=indicator.higher_is_better)
    is_rising = _is_rising(target, higher_is_better=indicator.higher_is_better)
    is_met = _is_met(surplus, target, value, is_rising=is_rising)
    if _is_undecided(value, is_met=is_met, is_rising=is_rising):
        notes += ("limit_undecided",)
        return Assessment(target, Status.NOT_MEASURABLE, value, notes=notes)
    if _unknown_decides(value, scale, is_met=is_met):
        # Judging by the known part alone would be a guess about the rest.
        notes += ("unknown_decides",)
        return Assessment(target, Status.NOT_MEASURABLE, value, notes=notes)
    if is_met and _is_early(target, value, as_of):
        notes += ("already_met",)
    return Assessment(
        target,
        Status.MET if is_met else Status.SHORT,
        value,
        shortfall=float(max(Fraction(0), -surplus)),
        shortfall_count=_shortfall_count(value, scale, is_met=is_met),
        notes=notes,
    )


@dataclass(frozen=True)
class _Scale:
    """How numerators and denominators translate into the unit of a target.

    Attributes:
        percent: One unit of the target in per cent; None when it is not a share.
    """

    target: Target
    indicator: Indicator
    percent: float | None

    def lacking(self, numerator: Fraction, denominator: Fraction) -> Fraction:
        """Return how many more (or fewer) things the target asks for."""
        goal = _exact(self.target.value)
        if self.percent is not None:
            goal *= _exact(self.percent) * denominator / _PERCENT
        is_rising = _is_rising(
            self.target, higher_is_better=self.indicator.higher_is_better
        )
        return goal - numerator if is_rising else numerator - goal


def is_enough(surplus: Fraction, target: Target) -> bool:
    """Tell whether a surplus over a target meets it; ``>`` and ``<`` want some."""
    return surplus > 0 if target.comparator in _STRICT else surplus >= 0


def _is_met(
    surplus: Fraction, target: Target, value: Value, *, is_rising: bool
) -> bool:
    """Tell whether a value meets a target; "above 50" is more than 50."""
    beyond = Comparator.ABOVE if is_rising else Comparator.BELOW
    return is_enough(surplus, target) or (surplus == 0 and value.comparator is beyond)


def _is_undecided(value: Value, *, is_met: bool, is_rising: bool) -> bool:
    """Tell whether a value is a limit from the side that decides nothing.

    At least 71 % meets 70 % and says nothing on 80 %; at most 97 % is short of 100 %
    and says nothing on 90 %.
    """
    if value.comparator not in _LIMITS:
        return False
    is_floor = value.comparator is Comparator.AT_LEAST
    return is_met is not (is_floor is is_rising)


def _shortfall_count(value: Value, scale: _Scale, *, is_met: bool) -> float | None:
    if value.numerator is None or value.denominator is None:
        return None
    if is_met:
        return 0.0
    lacking = scale.lacking(_exact(value.numerator), _exact(value.denominator))
    is_strict = scale.target.comparator in _STRICT
    return float(math.floor(lacking) + 1 if is_strict else math.ceil(lacking))


def _unknown_decides(value: Value, scale: _Scale, *, is_met: bool) -> bool:
    """Tell whether the judgement would differ if what is unknown were known."""
    if value.numerator is None or value.denominator is None or not value.unknown:
        return False
    unknown = _exact(value.unknown)
    least, whole = _exact(value.numerator), _exact(value.denominator) + unknown
    ends = (scale.lacking(least, whole), scale.lacking(least + unknown, whole))
    return any(is_enough(-lacking, scale.target) is not is_met for lacking in ends)


def _is_rising(target: Target, *, higher_is_better: bool) -> bool:
    if target.comparator in _RISING | _FALLING:
        return target.comparator in _RISING
    return higher_is_better


def _exact(number: float) -> Fraction:
    # The decimal that was printed, not its binary neighbour: 0.1 is one tenth.
    return Fraction(str(number))


def _is_early(target: Target, value: Value, as_of: date | None) -> bool:
    due = parse_period(target.period)
    if due is None:
        return False
    if value.method is ValueMethod.COMPUTED and not value.period:
        return as_of is not None and as_of < due.last
    seen = parse_period(value.period)
    return seen is not None and seen.last < due.last


def _candidates(values: Sequence[Value]) -> tuple[Value | None, ...]:
    computed = {value for value in values if value.method is ValueMethod.COMPUTED}
    found = (*sorted(computed, key=_value_order), *latest_reported(values))
    return found or (None,)


def _value_order(value: Value) -> tuple[str, float, str, str]:
    return value.source, value.value, value.unit, repr(value)


def _period_end(value: Value) -> date:
    period = parse_period(value.period)
    return date.min if period is None else period.last


def _target_notes(
    book: TargetBook, target: Target, as_of: date | None
) -> tuple[str, ...]:
    due = parse_period(target.period)
    flags = [
        (due is None, "due_unknown"),
        (due is not None and not due.is_stated, "due_not_stated"),
        (due is not None and as_of is not None and as_of < due.last, "not_due"),
        (not book.is_issued(target), "not_issued_yet"),
    ]
    relations = [
        ("conflicts_with", book.conflicts_with(target)),
        ("superseded_by", book.superseded_by(target)),
        ("replaced_late", book.replaced_late_by(target)),
        ("below_national", book.below_national(target)),
    ]
    return (
        *(note for holds, note in flags if holds),
        *(f"{note}:{other.id}" for note, others in relations for other in others),
    )


def _require_finite(targets: Sequence[Target], values: Sequence[Value]) -> None:
    wrong = [
        *(target.id for target in targets if not math.isfinite(target.value)),
        *(value.indicator for value in values if not math.isfinite(value.value)),
    ]
    if wrong:
        text = "targets and values must be finite numbers; these are not: {names}"
        raise InvalidInputError(text, names=", ".join(sorted(wrong)))
