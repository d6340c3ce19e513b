"""What a periodic report reads of the targets: as they stand, and as they stood."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hatangso.documents.kinds.periodic_facts import Reading, TargetCase, TargetLine
from hatangso.documents.kinds.plan_targets import COMPONENT_NAMES
from hatangso.indicators.period import parse_period
from hatangso.language import Language
from hatangso.model.indicator import AuditRecord, Figure, Outlook
from hatangso.workflows.audit import figure_audit
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.documents.target_reading import (
    SIGN_WORDS,
    cited,
    due_words,
    value_doubts,
    value_fact,
)
from hatangso.workflows.target_evidence import Evidence
from hatangso.workflows.target_remarks import dispute_lines, status_text
from hatangso.workflows.target_words import due_text, indicator_name
from hatangso.workflows.targets import (
    Force,
    ProvinceTargets,
    TargetStanding,
    targets_on,
)

__all__ = ["target_lines"]

_CASES = {
    Outlook.MET: TargetCase.MET,
    Outlook.ON_COURSE: TargetCase.ON_COURSE,
    Outlook.OPEN: TargetCase.OPEN,
    Outlook.AT_RISK: TargetCase.AT_RISK,
    Outlook.MISSED: TargetCase.MISSED,
    Outlook.NOT_MEASURABLE: TargetCase.UNKNOWN,
}


@dataclass(frozen=True)
class _Reader:
    """What is needed to say where a value comes from."""

    titles: Mapping[str, str]
    figures: Sequence[Figure]
    audit: Sequence[AuditRecord]
    data_date: date


def target_lines(
    inputs: ProvinceInputs, *, before: date, until: date
) -> tuple[TargetLine, ...]:
    """Return the targets in force on a day, by component, most to do first.

    Args:
        inputs: The province.
        before: Last day of the period before.
        until: Day of the judgement.
    """
    now, then = (targets_on(inputs, as_of=day) for day in (until, before))
    province = inputs.province
    reader = _Reader(
        {one.id: cited(one) for one in now.documents},
        province.figures,
        figure_audit(province),
        province.data_date,
    )
    return tuple(
        _line(one, then.every.get(one.target.id), now, reader)
        for group in now.by_component.values()
        for one in group
        if one.force is Force.IN_FORCE
    )


def _line(
    standing: TargetStanding,
    then: TargetStanding | None,
    found: ProvinceTargets,
    reader: _Reader,
) -> TargetLine:
    target, vi = standing.target, Language.VI
    held = _deciding(standing)
    was = _deciding(then) if then else None
    case = _case(standing)
    document = reader.titles.get(target.document, target.document)
    told = TargetLine(
        key=target.id,
        component=COMPONENT_NAMES[standing.component],
        name=indicator_name(vi, standing),
        sign=SIGN_WORDS[target.comparator],
        goal=target.value,
        unit=target.unit,
        due=due_words(due_text(vi, target)) if parse_period(target.period) else "",
        document=document,
        case=case,
        now=_reading(held, standing, reader),
        before=_reading(was, standing, reader),
        case_before=_case(then) if then and then.force is Force.IN_FORCE else None,
        reason=_reason(standing, found) if case is TargetCase.UNKNOWN else "",
        disputes=tuple(
            dict.fromkeys(
                (*dispute_lines(vi, standing, found), *_value_doubts(held, reader))
            )
        ),
    )
    return told if held is None else _with_outlook(told, held, found.as_of)


def _with_outlook(line: TargetLine, held: Evidence, until: date) -> TargetLine:
    forecast = held.reading.forecast
    if forecast is not None and forecast.change_per_year is not None:
        line = replace(line, forecast=forecast.value, forecast_on=forecast.at)
    due = parse_period(held.assessment.target.period)
    is_ahead = due is not None and due.last > until
    line = replace(line, lacks_forecast=is_ahead and line.forecast is None)
    return replace(line, shortfall=held.assessment.shortfall or None)


def _case(standing: TargetStanding) -> TargetCase:
    codes = {note.partition(":")[0] for note in standing.notes}
    case = _CASES[standing.outlook]
    is_early = case is TargetCase.MET and "already_met" in codes
    return TargetCase.MET_EARLY if is_early else case


def _deciding(standing: TargetStanding) -> Evidence | None:
    """Return the piece of evidence that decides where a target stands."""
    known = [one for one in standing.evidence if one.assessment.value is not None]
    deciding = [one for one in known if one.reading.outlook is standing.outlook]
    return next(iter(deciding or known), None)


def _reason(standing: TargetStanding, found: ProvinceTargets) -> str:
    """Return why nobody can tell: what stands behind the colon of its state."""
    return status_text(Language.VI, standing, found).partition(": ")[2]


def _reading(
    held: Evidence | None, standing: TargetStanding, reader: _Reader
) -> Reading | None:
    value = held.assessment.value if held else None
    if held is None or value is None or standing.indicator is None:
        return None
    fact = value_fact(
        value, held.via or standing.indicator, reader.titles, (), reader.data_date
    )
    via = f"suy từ “{held.via.name_vi}”" if held.via else ""
    return Reading(
        value=value.value,
        unit=fact.unit,
        period=fact.period,
        source=fact.source,
        reality=fact.reality,
        sign=fact.sign,
        detail="; ".join(filter(None, (via, fact.detail))),
    )


def _value_doubts(held: Evidence | None, reader: _Reader) -> Iterable[str]:
    value = held.assessment.value if held else None
    return () if value is None else value_doubts(value, reader.figures, reader.audit)
