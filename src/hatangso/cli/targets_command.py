"""The command that says where every target of a province stands."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from hatangso.cli.console import Output, default_language
from hatangso.indicators.assessment import NOTES as ASSESSMENT_NOTES
from hatangso.indicators.outlook import NOTES as OUTLOOK_NOTES
from hatangso.language import (
    Language,
    as_sentence,
    format_date,
    format_number,
    translate,
)
from hatangso.model.indicator import Comparator, Outlook, Target, Value
from hatangso.workflows.targets import (
    Evidence,
    ProvinceTargets,
    TargetStanding,
    targets_of,
)

__all__ = ["say_targets", "targets"]

_MARKS = {
    Outlook.MET: "✓",
    Outlook.ON_COURSE: "↗",
    Outlook.AT_RISK: "!",
    Outlook.MISSED: "✗",
    Outlook.OPEN: "?",
    Outlook.NOT_MEASURABLE: "\N{EN DASH}",
}
_NAMES = {
    Outlook.MET: "met",
    Outlook.ON_COURSE: "on course",
    Outlook.AT_RISK: "at risk",
    Outlook.MISSED: "missed",
    Outlook.OPEN: "not due, too few values to tell",
    Outlook.NOT_MEASURABLE: "not measurable yet",
}
_THINGS = {
    "locality": "villages",
    "person": "people",
    "commune": "communes",
    "facility": "facilities",
    "road_km": "km of road",
    "site_shared": "sites",
    "station_5g": "stations",
}


def targets(
    directory: Annotated[
        Path,
        typer.Argument(help="Thư mục dữ liệu của tỉnh (the province directory)."),
    ],
    *,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%d/%m/%Y", "%Y-%m-%d"],
            help="Ngày đánh giá (day of the judgement); mặc định: ngày của số liệu.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="In kết quả cho máy đọc (print JSON).")
    ] = False,
    language: Annotated[
        Language,
        typer.Option(
            "--language",
            help="Ngôn ngữ của thông báo (language of the messages): vi, en.",
            default_factory=default_language,
        ),
    ],
) -> None:
    """Chỉ tiêu nào đạt, nguy cơ, không đạt (where every target stands)."""
    out = Output(language, as_json)
    with out.errors_shown():
        found = targets_of(directory, as_of=on.date() if on else None)
        say_targets(out, found)
        out.finish({"targets": found, "counts": found.counts})


def say_targets(out: Output, found: ProvinceTargets) -> None:
    """Say each target with its document, its evidence and its gap."""
    for standing in found.standings:
        _say_standing(out, standing)
    if not out.is_json:
        out.show_findings(found.findings)
    if found.computed_missing is not None:
        out.say(
            "No computed coverage is among the evidence: {why}.",
            why=translate(found.computed_missing, out.language),
        )
    name = found.name_vi if out.language is Language.VI else found.name_en
    told = ", ".join(
        f"{count} {translate(_NAMES[outlook], out.language)}"
        for outlook, count in found.counts.items()
        if count
    )
    out.say(
        "{name}, {day}: {count} targets: {told}.",
        name=name,
        day=format_date(found.as_of, out.language),
        count=len(found.standings),
        told=told,
    )


def _say_standing(out: Output, standing: TargetStanding) -> None:
    target, document = standing.target, standing.document
    is_vietnamese = out.language is Language.VI
    name = target.indicator
    if standing.indicator is not None:
        indicator = standing.indicator
        name = indicator.name_vi if is_vietnamese else indicator.name_en
    title = target.document
    if document is not None:
        title = document.title_vi if is_vietnamese else document.title_en
    out.say(
        "{mark} {status}: {name}: {goal}, {period}",
        mark=_MARKS[standing.outlook],
        status=translate(_NAMES[standing.outlook], out.language),
        name=name,
        goal=_goal(out, target),
        period=target.period,
    )
    out.say("    {id}, {title}", id=target.id, title=title or target.document)
    for evidence in standing.evidence:
        _say_evidence(out, evidence)


def _say_evidence(out: Output, evidence: Evidence) -> None:
    assessment, reading = evidence.assessment, evidence.reading
    if assessment.value is not None:
        out.say(
            "    {method} {value} ({source}){gap}",
            method=translate(str(assessment.value.method), out.language),
            value=_printed(out, assessment.value),
            source=", ".join(
                part
                for part in (assessment.value.period, assessment.value.source)
                if part
            ),
            gap=_gap(out, evidence),
        )
    if reading.forecast is not None and reading.forecast.change_per_year is not None:
        out.say("    {forecast}", forecast=_forecast(out, evidence))
    for note in dict.fromkeys((*assessment.notes, *reading.notes)):
        code, _, told = note.partition(":")
        text = translate({**ASSESSMENT_NOTES, **OUTLOOK_NOTES}[code], out.language)
        out.say("    · {note}", note=as_sentence(f"{text}: {told}" if told else text))


def _goal(out: Output, target: Target) -> str:
    sign = "" if target.comparator is Comparator.EQUAL else f"{target.comparator} "
    return f"{sign}{_number(out, target.value)} {target.unit}"


def _printed(out: Output, value: Value) -> str:
    sign = "" if value.comparator is Comparator.EQUAL else f"{value.comparator} "
    text = f"{sign}{_number(out, value.value)} {value.unit}"
    if value.numerator is None or value.denominator is None:
        return text
    counts = (_number(out, count) for count in (value.numerator, value.denominator))
    return f"{text} = {' / '.join(counts)}"


def _origin(value: Value) -> str:
    return ", ".join(part for part in (value.period, value.source) if part)


def _gap(out: Output, evidence: Evidence) -> str:
    assessment = evidence.assessment
    if not assessment.shortfall:
        return ""
    gap = f"{_number(out, assessment.shortfall)} {assessment.target.unit}"
    if assessment.shortfall_count and evidence.counted in _THINGS:
        things = translate(_THINGS[evidence.counted], out.language)
        gap += f" = {_number(out, assessment.shortfall_count)} {things}"
    return f"; {translate('short by', out.language)} {gap}"


def _forecast(out: Output, evidence: Evidence) -> str:
    told, unit = evidence.reading.forecast, evidence.assessment.target.unit
    assert told is not None  # noqa: S101 - the caller asked
    head = translate("forecast for", out.language)
    text = f"{head} {_day(out, told.at)}: {_number(out, told.value)} {unit}"
    if told.low is None or told.high is None:
        return text
    interval = "\N{EN DASH}".join(_number(out, end) for end in (told.low, told.high))
    return f"{text} ({interval}, {told.confidence_ratio * 100:.0f} %)"


def _day(out: Output, day: date) -> str:
    return format_date(day, out.language)


def _number(out: Output, value: float) -> str:
    decimals = len(f"{value:.2f}".rstrip("0").rpartition(".")[2])
    return format_number(value, decimals, out.language)
