"""The command that holds measurements against the regulations of service quality."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import msgspec
import typer

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang
from hatangso.errors import Message
from hatangso.indicators.service_quality.judgement import (
    ConditionResult,
    GroupQuality,
    RuleResult,
    Verdict,
)
from hatangso.indicators.service_quality.rules import Quantity, Statistic
from hatangso.indicators.service_quality.statistics import Estimate
from hatangso.language import Language, as_sentence, format_number, translate
from hatangso.model.speed_test import PrintedMedian
from hatangso.workflows.service_quality import ServiceQuality, service_quality

__all__ = ["quality", "say_quality"]

_MARKS = {
    Verdict.REACHED: "✓",
    Verdict.NOT_REACHED: "✗",
    Verdict.TOO_FEW: "?",
    Verdict.NOT_MEASURED: "\N{EN DASH}",
}
_NAMES = {
    Verdict.REACHED: Message("reached"),
    Verdict.NOT_REACHED: Message("not reached"),
    Verdict.TOO_FEW: Message("too few tests to tell"),
    Verdict.NOT_MEASURED: Message("not measured"),
}
_SAMPLE_VERDICTS = {
    **_NAMES,
    Verdict.TOO_FEW: Message("too few samples to tell"),
}
_CONDITIONS = {
    (Quantity.DOWNLOAD, Statistic.MEAN): Message("average download (Mb/s)"),
    (Quantity.DOWNLOAD, Statistic.MEDIAN): Message("median download (Mb/s)"),
    (Quantity.DOWNLOAD, Statistic.SHARE_REACHING): Message(
        "share of tests that download at"
    ),
    (Quantity.UPLOAD, Statistic.MEAN): Message("average upload (Mb/s)"),
    (Quantity.LATENCY, Statistic.MEAN): Message("average latency (ms)"),
    (Quantity.DOWNLOAD_OF_PROMISED, Statistic.MEAN): Message(
        "download over what is promised"
    ),
    (Quantity.FAILED, Statistic.SHARE): Message("share of tests that failed"),
}


def quality(
    directory: Directory,
    *,
    by_commune: Annotated[
        bool, typer.Option("--by-commune", help="Theo từng xã (each commune).")
    ] = False,
    by_operator: Annotated[
        bool, typer.Option("--by-operator", help="Theo từng nhà mạng (each operator).")
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%d/%m/%Y", "%Y-%m-%d"], help="Từ ngày (first day that counts)."
        ),
    ] = None,
    least_level_dbm: Annotated[
        float | None,
        typer.Option(
            "--least-level-dbm",
            help="Mức thu tối thiểu để coi là có sóng (least level that serves), dBm.",
        ),
    ] = None,
    as_json: Json = False,
    language: Lang,
) -> None:
    """Chất lượng dịch vụ theo kết quả đo (measured service against the rules)."""
    out = Output(language, as_json)
    with out.errors_shown():
        found = service_quality(
            directory,
            by_unit=by_commune,
            by_operator=by_operator,
            since=since.date() if since else None,
            least_level_dbm=least_level_dbm,
        )
        say_quality(out, found)
        told = msgspec.to_builtins(replace(found, notes=()))
        notes = [as_sentence(translate(note, language)) for note in found.notes]
        out.finish({"quality": {**told, "notes": notes}})


def say_quality(out: Output, found: ServiceQuality) -> None:
    """Say what each group of tests says, and of which rules it says nothing."""
    for group in found.groups:
        _say_group(out, group.quality)
        for result in group.rules:
            _say_rule(out, result)
    for median in found.medians:
        _say_median(out, median)
    _say_availability(out, found)
    for note in found.notes:
        out.say("{note}", note=as_sentence(translate(note, out.language)))
    if not (found.tests or found.medians or found.level_samples):
        out.say(
            "The register holds no tests of speed: hatangso import takes files of"
            " i-Speed, Ookla, M-Lab or a campaign of your own."
        )


def _say_group(out: Output, quality: GroupQuality) -> None:
    unit, operator, connection = quality.key
    where = " ".join(part for part in (unit, operator, connection) if part)
    out.say(
        "{where}: {tests} tests, {failed} failed; download {mean} Mb/s on average,"
        " median {median}; latency {latency} ms",
        where=where,
        tests=format_number(quality.tests, 0, out.language),
        failed=quality.failed,
        mean=_estimate(out, quality.download_mbps),
        median=_estimate(out, quality.median_download_mbps),
        latency=_estimate(out, quality.latency_ms),
    )


def _say_median(out: Output, median: PrintedMedian) -> None:
    """Say a median as it was printed; nothing is made of it."""
    parts = (median.territory, median.unit_code, median.operator, median.connection)
    out.say(
        "{where}, {period}: median download {download}, upload {upload} Mb/s, latency"
        " {latency} ms ({samples} samples), as printed",
        where=" ".join(part for part in parts if part),
        period=f"{median.day:%m/%Y}" if median.day else "\N{EN DASH}",
        download=_printed(out, median.download_mbps),
        upload=_printed(out, median.upload_mbps),
        latency=_printed(out, median.latency_ms),
        samples=_printed(out, median.samples),
    )


def _printed(out: Output, value: float | None) -> str:
    if value is None:
        return "\N{EN DASH}"
    decimals = 0 if isinstance(value, int) else 2
    return format_number(value, decimals, out.language)


def _say_availability(out: Output, found: ServiceQuality) -> None:
    rule = found.rules.radio_availability
    name = rule.name_vi if out.language is Language.VI else rule.name_en
    if found.least_level_dbm is None:
        if found.level_samples:
            out.say(
                "{name}: {count} samples of level wait for the least level, which was"
                " not read in the regulation: tell it, like --least-level-dbm -110",
                name=name,
                count=format_number(found.level_samples, 0, out.language),
            )
        return
    for group in found.availability:
        unit, operator, connection = group.key
        out.say(
            "{where}: {mark} {name}: {share} of {samples} samples at {level} dBm or"
            " more; asked: {asked}; {verdict}",
            where=" ".join(part for part in (unit, operator, connection) if part),
            mark=_MARKS[group.verdict],
            name=name,
            share=_percent(out, group.share),
            samples=format_number(group.share.samples, 0, out.language),
            level=_number(out, found.least_level_dbm),
            asked=f"≥ {rule.at_least_ratio * 100:g} %",
            verdict=translate(_SAMPLE_VERDICTS[group.verdict], out.language),
        )
    if not found.availability:
        out.say("{name}: the register holds no samples of level", name=name)


def _percent(out: Output, share: Estimate) -> str:
    text = f"{format_number(share.value * 100, 1, out.language)} %"
    if share.low is None or share.high is None:
        return text
    low, high = (
        format_number(end * 100, 1, out.language) for end in (share.low, share.high)
    )
    return f"{text} ({low}\N{EN DASH}{high} %)"


def _say_rule(out: Output, result: RuleResult) -> None:
    rule = result.rule
    name = rule.name_vi if out.language is Language.VI else rule.name_en
    unconfirmed = (
        "" if rule.is_confirmed else translate(" (not confirmed)", out.language)
    )
    out.say(
        "  {mark} {name}{unconfirmed}: {verdict}",
        mark=_MARKS[result.verdict],
        name=name,
        unconfirmed=unconfirmed,
        verdict=translate(_NAMES[result.verdict], out.language),
    )
    for one in result.conditions:
        out.say("      {condition}", condition=_condition(out, one))
    if result.verdict is Verdict.TOO_FEW and rule.fewest_tests:
        out.say(
            "      {tests} of {needed} tests",
            tests=format_number(result.tests, 0, out.language),
            needed=format_number(rule.fewest_tests, 0, out.language),
        )


def _condition(out: Output, one: ConditionResult) -> str:
    told = one.condition
    name = translate(_CONDITIONS[told.quantity, told.statistic], out.language)
    if told.level is not None:
        name += f" {_number(out, told.level)} Mb/s"
    limits = [f"≥ {told.at_least:g}"] if told.at_least is not None else []
    limits += [f"≤ {told.at_most:g}"] if told.at_most is not None else []
    goal = ", ".join(limits)
    if out.language is Language.VI:
        goal = goal.replace(".", ",")
    return f"{_MARKS[one.verdict]} {name} {goal}: {_estimate(out, one.estimate)}"


def _estimate(out: Output, estimate: Estimate | None) -> str:
    if estimate is None:
        return "\N{EN DASH}"
    text = _number(out, estimate.value)
    if estimate.low is None or estimate.high is None:
        return text
    ends = "\N{EN DASH}".join(
        _number(out, end) for end in (estimate.low, estimate.high)
    )
    return f"{text} ({ends})"


def _number(out: Output, value: float) -> str:
    decimals = 1 if abs(value) >= 10 else 2  # noqa: PLR2004 - three digits say enough
    return format_number(value, decimals, out.language)
