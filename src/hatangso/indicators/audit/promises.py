"""Targets that ask for what is there, contradict each other, or the nation's."""

from collections.abc import Sequence

from hatangso.errors import Message
from hatangso.indicators.assessment import exceeds_by, is_enough
from hatangso.indicators.audit.readings import Reading
from hatangso.indicators.audit.rules import AuditRules
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.targets import TargetBook, due_year, target_of
from hatangso.model.indicator import AuditRecord, Target

__all__ = ["against_each_other", "against_the_nation", "already_reached", "too_early"]


def already_reached(
    targets: Sequence[Reading],
    actuals: Sequence[Reading],
    catalogue: IndicatorCatalogue,
) -> list[AuditRecord]:
    """Return targets at or below what was reported before they were due."""
    records = []
    for target in targets:
        for actual in actuals:
            if actual.indicator == target.indicator and _is_before(actual, target):
                records += _already_reached(target, actual, catalogue)
    return records


def _is_before(actual: Reading, target: Reading) -> bool:
    if actual.period is None or target.period is None:
        return False
    return actual.period.last < target.period.last


def _already_reached(
    target: Reading, actual: Reading, catalogue: IndicatorCatalogue
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


def against_each_other(book: TargetBook) -> list[AuditRecord]:
    """Return provincial targets of one indicator and year that differ.

    The one that rules (of the later document) comes first.
    """
    records = []
    for target in book.targets:
        if book.is_national(target):
            continue
        for other in book.conflicts_with(target):
            is_first = not book.superseded_by(target) and (
                bool(book.superseded_by(other)) or target.id < other.id
            )
            if is_first:
                records.append(_conflict(target, other))
    return records


def _conflict(target: Target, other: Target) -> AuditRecord:
    return AuditRecord(
        rule="targets_conflict",
        figures=(target.id, other.id),
        problem=Message("two documents set different targets for one year"),
        arithmetic=Message(
            "{one:.10g} {unit} ({one_document}), {other:.10g} {other_unit}"
            " ({other_document}): {period}",
            {
                "one": target.value,
                "unit": target.unit,
                "one_document": target.document,
                "other": other.value,
                "other_unit": other.unit,
                "other_document": other.document,
                "period": target.period,
            },
        ),
        suggestion=Message("the document issued later rules; repeal the other target"),
    )


def against_the_nation(book: TargetBook) -> list[AuditRecord]:
    """Return provincial targets in force that ask for less than the nation's."""
    return [
        _compared(
            "below_national",
            Message("the provincial target asks for less than the national one"),
            Message("raise the target, or say why the province is exempt"),
            target,
            national,
        )
        for target in book.targets
        if not book.superseded_by(target)
        for national in book.below_national(target)
    ]


def too_early(book: TargetBook, rules: AuditRules) -> list[AuditRecord]:
    """Return promises that the nation makes for a later year only."""
    problem = Message("the province promises what the nation plans for later")
    advice = Message("check whether the target can be reached by its year")
    return [
        _compared("before_national", problem, advice, target, national)
        for rule in rules.early
        for target in book.targets
        if target.indicator == rule.provincial and not book.is_national(target)
        for national in _last_national(book, rule.national)
        if target.value >= national.value
        and (due_year(target) or 0) < (due_year(national) or 0)
    ]


def _last_national(book: TargetBook, indicator: str) -> list[Target]:
    """Return the national target that is due last, or none."""
    found = [
        item
        for item in book.targets
        if item.indicator == indicator and book.is_national(item)
    ]
    return sorted(found, key=lambda item: due_year(item) or 0)[-1:]


def _compared(
    rule: str,
    problem: Message,
    suggestion: Message,
    target: Target,
    national: Target,
) -> AuditRecord:
    return AuditRecord(
        rule=rule,
        figures=(target.id, national.id),
        problem=problem,
        arithmetic=Message(
            "province {target:.10g} {unit} ({due}),"
            " nation {national:.10g} {national_unit} ({national_due})",
            {
                "target": target.value,
                "unit": target.unit,
                "due": target.period,
                "national": national.value,
                "national_unit": national.unit,
                "national_due": national.period,
            },
        ),
        suggestion=suggestion,
    )
