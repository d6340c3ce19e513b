"""Figures of one report that imply different populations."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from hatangso.errors import Message
from hatangso.indicators.audit.readings import (
    Reading,
    decimals,
    half_digit,
    side_by_side,
)
from hatangso.indicators.audit.rules import AuditRules
from hatangso.model.indicator import AuditRecord

__all__ = ["populations"]


@dataclass(frozen=True)
class _Implied:
    """A population that a count and a rate imply, and how finely."""

    count: Reading
    rate: Reading
    per: float

    @property
    def people(self) -> float:
        return self.count.value / self.rate.value * self.per

    @property
    def coarseness_ratio(self) -> float:
        """Return half the last printed digit of the rate, as a share of it."""
        return half_digit(self.rate.value) / self.rate.value


def populations(actuals: Sequence[Reading], rules: AuditRules) -> list[AuditRecord]:
    """Return the figures of a report whose implied populations disagree."""
    reports: dict[tuple[str, str], list[_Implied]] = defaultdict(list)
    for rule in rules.population:
        for count, rate in side_by_side(actuals, rule.count, rule.rate):
            if count.value > 0 and rate.value > 0:
                reports[count.report].append(_Implied(count, rate, rule.per))
    records = []
    for key in sorted(reports):
        records += _disagreements(reports[key], rules.population_tolerance_ratio)
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
    fitting = round(fitting, decimals(item.rate.value))
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
