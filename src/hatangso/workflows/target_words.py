"""Targets, values and gaps in the words of a person."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from hatangso.documents.bilingual import period as printed_period
from hatangso.documents.bilingual import sentence
from hatangso.documents.bilingual import unit as printed_unit
from hatangso.errors import Message
from hatangso.indicators.period import parse_period
from hatangso.language import (
    Language,
    as_sentence,
    format_date,
    format_money_vnd,
    format_shortest,
    translate,
)
from hatangso.model.demand import Measure
from hatangso.model.indicator import (
    AuditRecord,
    Comparator,
    Status,
    Target,
    Value,
    ValueMethod,
)
from hatangso.units import KM_PER_M
from hatangso.workflows.target_evidence import Evidence
from hatangso.workflows.target_plans import PlanShare
from hatangso.workflows.targets import TargetStanding

__all__ = [
    "amount_text",
    "day_text",
    "document_text",
    "documents_text",
    "doubt_text",
    "due_text",
    "evidence_text",
    "forecast_text",
    "gap_text",
    "goal_text",
    "indicator_name",
    "plan_text",
]

_GAP = "\N{NO-BREAK SPACE}"
_YEAR = re.compile(r"\d{4}")
_SPAN = re.compile(r"(\d{4})\s*-\s*(\d{4})")
_PERCENT = 100
_SIGNS = {
    Comparator.EQUAL: "",
    Comparator.AT_LEAST: f"≥{_GAP}",
    Comparator.AT_MOST: f"≤{_GAP}",
    Comparator.ABOVE: f">{_GAP}",
    Comparator.BELOW: f"<{_GAP}",
    Comparator.ABOUT: f"≈{_GAP}",
}
_SHORT_BY = {
    Comparator.EQUAL: Message("short by"),
    Comparator.ABOUT: Message("short by about"),
    Comparator.AT_LEAST: Message("short by at least"),
    Comparator.AT_MOST: Message("short by at most"),
}
_METHODS = {
    ValueMethod.COMPUTED: Message("computed"),
    ValueMethod.REPORTED: Message("reported"),
}
_THINGS = {
    "locality": Message("villages"),
    "person": Message("people"),
    "commune": Message("communes"),
    "facility": Message("facilities"),
    "road_km": Message("km of road"),
    "site_shared": Message("sites"),
    "station_5g": Message("stations"),
}
_PLANNED_THINGS = {
    Measure.PEOPLE: Message("people"),
    Measure.HOUSEHOLDS: Message("homes"),
    Measure.LOCALITIES: Message("villages"),
    Measure.FACILITIES: Message("facilities"),
    Measure.ROAD_KM: Message("km of road"),
}


def indicator_name(language: Language, standing: TargetStanding) -> str:
    """Return what the target is about."""
    indicator = standing.indicator
    if indicator is None:
        return standing.target.indicator
    is_vietnamese = language is Language.VI
    return indicator.name_vi if is_vietnamese else indicator.name_en


def document_text(language: Language, standing: TargetStanding) -> str:
    """Return the title of the document that set a target."""
    document = standing.document
    if document is None:
        return standing.target.document
    is_vietnamese = language is Language.VI
    title = document.title_vi if is_vietnamese else document.title_en
    return title or document.id


def documents_text(language: Language, standings: Iterable[TargetStanding]) -> str:
    """Return the titles of the documents of targets, and how the tables name them."""
    named = []
    for one in standings:
        title = document_text(language, one)
        if one.is_national:
            named.append(f"{translate('national', language)}: {title}")
        else:
            named.append(f"{title} ({one.target.id})")
    return "; ".join(named)


def goal_text(language: Language, target: Target) -> str:
    """Return the number that a target asks for."""
    return amount_text(language, target.value, target.unit, target.comparator)


def due_text(language: Language, target: Target) -> str:
    """Return when a target is due, and whether its source says so."""
    period = parse_period(target.period)
    if period is None:
        return translate("no year is stated", language)
    text = _period_text(language, re.sub(r"\s*\([^)]*\)", "", target.period))
    if period.is_stated:
        return text
    doubt = translate("not clearly stated", language)
    return f"{text} ({doubt})"


def evidence_text(
    language: Language,
    evidence: Evidence,
    *,
    is_mixed: bool,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return a value with its counts, its source and the gap that it leaves.

    Args:
        language: In which it is said.
        evidence: The value.
        is_mixed: Whether other evidence decides: then one that does not says so.
        titles: Of documents by identifier, where they are to be said.
    """
    assessment = evidence.assessment
    value = assessment.value
    if value is None:
        return ""
    head = translate(_METHODS[value.method], language)
    if evidence.via is not None:
        is_vietnamese = language is Language.VI
        name = evidence.via.name_vi if is_vietnamese else evidence.via.name_en
        head = f"{translate('follows from', language)} “{name}”:"
    parts = [f"{head} {_value_text(language, value)}"]
    origin = _origin_text(language, value, titles)
    source = "; ".join(filter(None, (_period_text(language, value.period), origin)))
    parts.append(f" ({source})" if source else "")
    if value.rests_on_synthetic:
        parts.append(f", {translate('rests on synthetic data', language)}")
    if assessment.shortfall:
        parts.append(f"; {gap_text(language, evidence)}")
    if is_mixed and assessment.status is Status.NOT_MEASURABLE:
        parts.append(f"; {translate('this decides nothing', language)}")
    return "".join(parts)


def forecast_text(language: Language, evidence: Evidence) -> str:
    """Return where the series is heading; empty when nobody can tell."""
    told, unit = evidence.reading.forecast, evidence.assessment.target.unit
    if told is None or told.change_per_year is None:
        return ""
    head = translate("forecast for", language)
    value = _number(language, told.value)
    text = f"{head} {day_text(language, told.at)}: {value}{_GAP}{unit}"
    if told.low is None or told.high is None:
        return text
    interval = "\N{EN DASH}".join(
        _number(language, end) for end in (told.low, told.high)
    )
    return f"{text} ({interval}, {told.confidence_ratio * _PERCENT:.0f}{_GAP}%)"


def doubt_text(language: Language, record: AuditRecord) -> str:
    """Return what the audit says, with its arithmetic."""
    told = [sentence(part) for part in (record.problem, record.arithmetic)]
    is_vietnamese = language is Language.VI
    return as_sentence(": ".join(t.vi if is_vietnamese else t.en for t in told))


def plan_text(language: Language, share: PlanShare) -> str:
    """Return what a plan does about a target, and what it costs."""
    is_vietnamese = language is Language.VI
    scale = KM_PER_M if share.measure is Measure.ROAD_KM else 1
    counts = [_number(language, one * scale) for one in (share.before, share.after)]
    things = translate(_PLANNED_THINGS[share.measure], language)
    title = share.title_vi if is_vietnamese else share.title_en
    head = translate("the plan", language)
    head = f"{head} “{title}”" if title else head
    total = _number(language, share.total * scale)
    text = (
        f"{head}: {counts[0]} → {counts[1]} / {total} {things}, {share.service},"
        f" {share.year}"
    )
    costs = [
        format_money_vnd(cost_vnd, language).replace(" ", _GAP)
        for cost_vnd in (share.service_cost_vnd, share.plan_cost_vnd)
    ]
    text += f"; {translate('works for this service', language)}: {costs[0]}"
    text += f"; {translate('the whole plan', language)}: {costs[1]}"
    if share.rests_on_synthetic:
        text += f"; {translate('rests on synthetic data', language)}"
    return as_sentence(text)


def day_text(language: Language, day: date) -> str:
    """Return a day."""
    return format_date(day, language)


def _period_text(language: Language, printed: str) -> str:
    """Return a printed period as people write it: năm 2025, 31/12/2024."""
    is_vietnamese = language is Language.VI
    if _YEAR.fullmatch(printed) and is_vietnamese:
        return f"năm{_GAP}{printed}"
    span = _SPAN.fullmatch(printed)
    if span:
        return "\N{EN DASH}".join(span.groups())
    text = printed_period(printed)
    return text.vi if is_vietnamese else text.en


def amount_text(
    language: Language, value: float, unit: str, comparator: Comparator
) -> str:
    """Return a number with its unit and how it is to be read: ≥ 40 Mb/s."""
    named = printed_unit(unit)
    shown = named.vi if language is Language.VI else named.en
    return f"{_SIGNS[comparator]}{_number(language, value)}{_GAP}{shown}"


def _origin_text(language: Language, value: Value, titles: Mapping[str, str]) -> str:
    """Return the document of a reported value, the layers of a computed one."""
    if value.method is ValueMethod.REPORTED:
        return titles.get(value.source, value.source)
    layers, _, simulated = value.source.partition("; ")
    names = [translate(name, language) for name in layers.split(", ")]
    if "terrain" in layers:
        names = [translate("the computed coverage", language)]
    if simulated:
        names.append(translate("simulated", language))
    return ", ".join(names)


def _value_text(language: Language, value: Value) -> str:
    text = amount_text(language, value.value, value.unit, value.comparator)
    if value.numerator is not None and value.denominator is not None:
        counts = (
            _number(language, one) for one in (value.numerator, value.denominator)
        )
        text += f" = {f'{_GAP}/{_GAP}'.join(counts)}"
    if value.unknown:
        text += f", {_number(language, value.unknown)} {translate('unknown', language)}"
    return text


def gap_text(language: Language, evidence: Evidence) -> str:
    """Return how far a value is away from its target, in its unit and in things."""
    assessment = evidence.assessment
    unit = assessment.target.unit
    named = printed_unit(unit)
    shown = named.vi if language is Language.VI else named.en
    if unit == "%":
        shown = translate("percentage points", language)
    words = translate(_SHORT_BY[evidence.gap_is], language)
    text = f"{words} {_number(language, assessment.shortfall or 0.0)}{_GAP}{shown}"
    if evidence.gap_count and evidence.counted in _THINGS:
        things = translate(_THINGS[evidence.counted], language)
        text += f" = {_number(language, evidence.gap_count)}{_GAP}{things}"
        if assessment.value is not None and assessment.value.unknown:
            text += f" {translate('among those known', language)}"
    return text


def _number(language: Language, value: float) -> str:
    return format_shortest(value, language=language)
