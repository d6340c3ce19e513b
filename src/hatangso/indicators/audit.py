"""Arithmetic audit of printed figures: doubts with their computation, no corrections.

The rules are general; which indicators belong together is data of the catalogue.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hatangso.errors import Message
from hatangso.indicators.assessment import exceeds_by, is_enough
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.period import Period, parse_period
from hatangso.indicators.targets import target_of
from hatangso.model.indicator import AuditRecord, Comparator, Figure, FigureKind

__all__ = ["audit_figures"]


@dataclass(frozen=True)
class _Reading:
    """A figure with its indicator and period."""

    figure: Figure
    indicator: str
    period: Period | None

    @property
    def value(self) -> float:
        return self.figure.value

    @property
    def id(self) -> str:
        return self.figure.id


@dataclass(frozen=True)
class _Implied:
    """A population that a count and a rate imply, and how finely."""

    count: _Reading
    rate: _Reading
    per: float

    @property
    def people(self) -> float:
        return self.count.value / self.rate.value * self.per

    @property
    def coarseness_ratio(self) -> float:
        """Return half the last printed digit of the rate, as a share of it."""
        return 0.5 * 10.0 ** -_decimals(self.rate.value) / self.rate.value


def audit_figures(
    figures: Iterable[Figure], catalogue: IndicatorCatalogue
) -> tuple[AuditRecord, ...]:
    """Look for figures that do not fit each other.

    Rules: a part above its whole, populations of one report that disagree, a target at
    or below what was already reached, and a series that falls.

    Args:
        figures: As printed, in any order; figures of unknown indicators are left out.
        catalogue: The indicators and the rules.

    Returns:
        Doubts in the order of the rules, then of the figures' identifiers.
    """
    readings = _readings(figures, catalogue)
    actuals = [item for item in readings if item.figure.kind is FigureKind.ACTUAL]
    targets = [item for item in readings if item.figure.kind is FigureKind.TARGET]
    return (
        *_above_whole(readings, catalogue),
        *_populations(actuals, catalogue),
        *_targets_reached(targets, actuals, catalogue),
        *_falls(actuals, catalogue),
    )


def _readings(
    figures: Iterable[Figure], catalogue: IndicatorCatalogue
) -> list[_Reading]:
    found = []
    for figure in sorted(figures, key=lambda item: item.id):
        indicator = catalogue.of_figure(figure)
        if indicator is not None:
            period = parse_period(figure.period)
            found.append(_Reading(figure, indicator.code, period))
    return found


def _same_report(one: _Reading, other: _Reading) -> bool:
    return (one.figure.document, one.figure.period) == (
        other.figure.document,
        other.figure.period,
    )


def _together(
    readings: Sequence[_Reading], first: str, second: str
) -> list[tuple[_Reading, _Reading]]:
    """Return the figures of two indicators that one report prints side by side."""
    return [
        (one, other)
        for one in readings
        if one.indicator == first
        for other in readings
        if other.indicator == second and _same_report(one, other)
    ]


def _above_whole(
    readings: Sequence[_Reading], catalogue: IndicatorCatalogue
) -> list[AuditRecord]:
    return [
        AuditRecord(
            rule="above_whole",
            figures=(part.id, whole.id),
            problem=Message("the part is larger than the whole"),
            arithmetic=Message(
                "{part:.10g} / {whole:.10g} = {percent:.1f} %",
                {
                    "part": part.value,
                    "whole": whole.value,
                    "percent": 100 * part.value / whole.value,
                },
            ),
            suggestion=Message("ask the source which of the two numbers is wrong"),
        )
        for pair in catalogue.audit.pairs
        for part, whole in _together(readings, pair.numerator, pair.denominator)
        if part.value > whole.value > 0
    ]


def _populations(
    actuals: Sequence[_Reading], catalogue: IndicatorCatalogue
) -> list[AuditRecord]:
    reports: dict[tuple[str, str], list[_Implied]] = defaultdict(list)
    for rule in catalogue.audit.populations:
        for count, rate in _together(actuals, rule.count, rule.rate):
            if count.value > 0 and rate.value > 0:
                key = (count.figure.document, count.figure.period)
                reports[key].append(_Implied(count, rate, rule.per))
    records = []
    tolerance = catalogue.audit.population_tolerance_ratio
    for key in sorted(reports):
        records += _disagreements(reports[key], tolerance)
    return records


def _disagreements(implied: Sequence[_Implied], tolerance: float) -> list[AuditRecord]:
    """Hold every implied population against the largest group that agrees."""
    groups = [
        [other for other in implied if _agree(one, other, tolerance)] for one in implied
    ]
    group = max(groups, key=len)
    # One against one says that something is wrong, but not which of the two.
    is_judge = len(group) > 1
    witness = min(group, key=lambda item: item.coarseness_ratio)
    return [
        _disagreement(item, witness, is_judge=is_judge)
        for item in implied
        if not _agree(item, witness, tolerance)
    ]


def _agree(one: _Implied, other: _Implied, tolerance: float) -> bool:
    return abs(one.people - other.people) <= tolerance * min(one.people, other.people)


def _disagreement(item: _Implied, witness: _Implied, *, is_judge: bool) -> AuditRecord:
    fitting = item.count.value / witness.people * item.per
    fitting = round(fitting, _decimals(item.rate.value))
    advice = Message(
        "the other figures of the report give {fitting:.10g}; ask the source",
        {"fitting": fitting},
    )
    return AuditRecord(
        rule="populations_disagree",
        figures=(item.rate.id, item.count.id, witness.rate.id, witness.count.id),
        problem=Message("figures of one report imply different populations"),
        arithmetic=Message(
            "{count:.0f} / {rate:.10g} x {per:.10g} = {people:.0f}; "
            "{other_count:.0f} / {other_rate:.10g} x {other_per:.10g} "
            "= {other_people:.0f}",
            {
                "count": item.count.value,
                "rate": item.rate.value,
                "per": item.per,
                "people": item.people,
                "other_count": witness.count.value,
                "other_rate": witness.rate.value,
                "other_per": witness.per,
                "other_people": witness.people,
            },
        ),
        suggestion=advice if is_judge else Message("ask the source which is wrong"),
        suggested_value=fitting if is_judge else None,
    )


def _targets_reached(
    targets: Sequence[_Reading],
    actuals: Sequence[_Reading],
    catalogue: IndicatorCatalogue,
) -> list[AuditRecord]:
    records = []
    for target in targets:
        for actual in actuals:
            if actual.indicator == target.indicator and _is_before(actual, target):
                records += _target_reached(target, actual, catalogue)
    return records


def _is_before(actual: _Reading, target: _Reading) -> bool:
    if actual.period is None or target.period is None:
        return False
    return actual.period.last < target.period.last


def _target_reached(
    target: _Reading, actual: _Reading, catalogue: IndicatorCatalogue
) -> list[AuditRecord]:
    indicator = catalogue[target.indicator]
    unit = target.figure.unit
    value = catalogue.units.convert(actual.value, actual.figure.unit, unit)
    promise = target_of(target.figure, indicator.code)
    if value is None:
        return []
    surplus = exceeds_by(value, promise, higher_is_better=indicator.higher_is_better)
    if not is_enough(surplus, promise):
        return []
    is_beyond = surplus > 0
    problem = Message("the target asks for what was already reported")
    if is_beyond:
        problem = Message("the target asks for less than was already reported")
    numbers = {
        "actual": value,
        "period": actual.figure.period,
        "target": target.value,
        "due": target.figure.period,
        "unit": unit,
    }
    record = AuditRecord(
        rule="target_below_actual" if is_beyond else "target_already_met",
        figures=(target.id, actual.id),
        problem=problem,
        arithmetic=Message(
            "reported {actual:.10g} {unit} ({period}), "
            "target {target:.10g} {unit} ({due})",
            numbers,
        ),
        suggestion=Message("say that the target is met, or set a higher one"),
    )
    return [record]


def _falls(
    actuals: Sequence[_Reading], catalogue: IndicatorCatalogue
) -> list[AuditRecord]:
    ignored = catalogue.audit.fall_ignored
    exact = [
        item
        for item in actuals
        if item.figure.comparator is Comparator.EQUAL and item.indicator not in ignored
    ]
    records = []
    for item in exact:
        before = _before(item, exact)
        if before is not None:
            records += _fall(before, item, catalogue)
    return records


def _before(item: _Reading, readings: Sequence[_Reading]) -> _Reading | None:
    """Return the reading of the same indicator that comes last before another."""
    earlier = [
        other
        for other in readings
        if other.indicator == item.indicator
        and other.period is not None
        and item.period is not None
        and other.period.last < item.period.first
    ]
    return max(earlier, key=_end_and_id, default=None)


def _end_and_id(reading: _Reading) -> tuple[date, str]:
    end = date.min if reading.period is None else reading.period.last
    return end, reading.id


def _fall(
    before: _Reading, after: _Reading, catalogue: IndicatorCatalogue
) -> list[AuditRecord]:
    unit = before.figure.unit
    value = catalogue.units.convert(after.value, after.figure.unit, unit)
    if value is None or not before.value:
        return []
    change = value - before.value
    change_ratio = change / abs(before.value)
    loss_ratio = change_ratio
    if catalogue[before.indicator].higher_is_better:
        loss_ratio = -change_ratio
    if loss_ratio <= catalogue.audit.fall_tolerance_ratio:
        return []
    numbers = {
        "before": before.value,
        "after": value,
        "change": change,
        "percent": 100 * change_ratio,
        "since": before.figure.period,
        "until": after.figure.period,
    }
    record = AuditRecord(
        rule="fall",
        figures=(after.id, before.id),
        problem=Message("the series became worse"),
        arithmetic=Message(
            "{before:.10g} ({since}) to {after:.10g} ({until}): "
            "{change:+.10g}, {percent:+.1f} %",
            numbers,
        ),
        suggestion=Message("ask the source whether the definition changed"),
    )
    return [record]


def _decimals(number: float) -> int:
    """Return how many decimals a number was printed with, as far as it shows."""
    exponent = Decimal(str(number)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
