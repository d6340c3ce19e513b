"""Series that break: they became worse, or grew faster than things grow."""

from collections.abc import Sequence
from dataclasses import dataclass

from hatangso.errors import Message
from hatangso.indicators.audit.readings import Reading, is_exact, last_before, of
from hatangso.indicators.audit.rules import AuditRules, Load
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.model.indicator import AuditRecord

__all__ = ["breaks", "loads"]

_DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True)
class _Step:
    """Two neighbours of a series, both in the unit of the first."""

    before: Reading
    after: Reading
    value: float

    @property
    def change_ratio(self) -> float:
        return (self.value - self.before.value) / abs(self.before.value)

    @property
    def months(self) -> float:
        return (self.after.end - self.before.end).days / _DAYS_PER_MONTH


def breaks(
    actuals: Sequence[Reading], rules: AuditRules, catalogue: IndicatorCatalogue
) -> list[AuditRecord]:
    """Return the steps of series that need an explanation."""
    exact = [item for item in actuals if is_exact(item)]
    continued = {rule.later: rule.earlier for rule in rules.continued}
    records = []
    for item in exact:
        names = {item.indicator, continued.get(item.indicator, item.indicator)}
        before = last_before(item, [x for x in exact if x.indicator in names])
        step = None if before is None else _step(before, item, catalogue)
        if step is not None:
            records += _break(step, rules, catalogue)
    return records


def _step(
    before: Reading, after: Reading, catalogue: IndicatorCatalogue
) -> _Step | None:
    value = catalogue.units.convert(after.value, after.figure.unit, before.figure.unit)
    return None if value is None or not before.value else _Step(before, after, value)


def _break(
    step: _Step, rules: AuditRules, catalogue: IndicatorCatalogue
) -> list[AuditRecord]:
    code = step.after.indicator
    is_better_high = catalogue[step.before.indicator].higher_is_better
    loss_ratio = -step.change_ratio if is_better_high else step.change_ratio
    if loss_ratio > rules.fall_tolerance_ratio:
        if code in rules.fall_ignored:
            return []
        return [_record("fall", Message("the series became worse"), step)]
    is_sudden = (
        is_better_high
        and step.change_ratio > rules.rise_tolerance_ratio
        and step.months <= rules.rise_months
        and code not in rules.rise_ignored
    )
    if not is_sudden:
        return []
    return [_record("rise", Message("the series grew suddenly"), step)]


def _record(rule: str, problem: Message, step: _Step) -> AuditRecord:
    numbers = {
        "before": step.before.value,
        "after": step.value,
        "change": step.value - step.before.value,
        "percent": 100 * step.change_ratio,
        "since": step.before.figure.period,
        "until": step.after.figure.period,
    }
    return AuditRecord(
        rule=rule,
        figures=(step.after.id, step.before.id),
        problem=problem,
        arithmetic=Message(
            "{before:.10g} ({since}) to {after:.10g} ({until}): "
            "{change:+.10g}, {percent:+.1f} %",
            numbers,
        ),
        suggestion=Message("ask the source whether the definition changed"),
    )


def loads(actuals: Sequence[Reading], rules: AuditRules) -> list[AuditRecord]:
    """Return bases that would carry far more than they did."""
    return [record for rule in rules.load for record in _loads(rule, actuals, rules)]


def _loads(
    rule: Load, actuals: Sequence[Reading], rules: AuditRules
) -> list[AuditRecord]:
    records = []
    for later in of(actuals, rule.later_load):
        base = last_before(later, of(actuals, rule.base))
        load = last_before(later, of(actuals, rule.load))
        if base is None or load is None or base.value <= 0 or load.value <= 0:
            continue
        if later.value <= load.value * (1 + rules.load_tolerance_ratio):
            continue
        # A count of the base as new as the load answers the question.
        if any(item.end >= later.end for item in of(actuals, rule.base)):
            continue
        numbers = {
            "load": load.value,
            "base": base.value,
            "ratio": load.value / base.value,
            "later": later.value,
            "later_ratio": later.value / base.value,
        }
        records.append(
            AuditRecord(
                rule="load_needs_base",
                figures=(later.id, load.id, base.id),
                problem=Message("the load grew, but nobody says what carries it"),
                arithmetic=Message(
                    "{load:.10g} / {base:.10g} = {ratio:.1f};"
                    " {later:.10g} / {base:.10g} = {later_ratio:.1f}",
                    numbers,
                ),
                suggestion=Message("ask for the new number of what carries it"),
            )
        )
    return records
