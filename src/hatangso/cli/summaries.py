"""What each workflow found, in a few sentences for a person."""

from collections.abc import Sequence

from hatangso.cli.console import Output
from hatangso.language import format_number, translate
from hatangso.model.coverage import REACHED_LEVELS, CoverageLevel
from hatangso.model.indicator import Status
from hatangso.workflows.assess import AssessSummary
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.coverage import CoverageSummary
from hatangso.workflows.report import ReportSummary

__all__ = [
    "say_assessment",
    "say_check",
    "say_coverage",
    "say_report",
]

_UNKNOWN = CoverageLevel.UNKNOWN
_PERCENT = 100


def say_check(out: Output, inputs: ProvinceInputs) -> None:
    """Say what a directory holds."""
    if not out.is_json:
        out.show_findings(inputs.findings)
    province = inputs.province
    out.say(
        "{name}: {communes} communes, {localities} localities, {sites} sites,"
        " {services} services; ready to compute.",
        name=province.name_vi,
        communes=_count(out, len(province.communes)),
        localities=_count(out, len(province.localities)),
        sites=_count(out, len(province.sites)),
        services=_count(out, len(province.services)),
    )


def say_coverage(out: Output, summary: CoverageSummary) -> None:
    """Say how many localities each technology reaches, and between which bounds."""
    for technology, counts in summary.localities.items():
        reached = sum(counts[level] for level in REACHED_LEVELS)
        known, unknown = reached + counts[CoverageLevel.NONE], counts[_UNKNOWN]
        if not known:
            out.say(
                "{technology}: nothing can be told of {unknown} localities for want of"
                " terrain.",
                technology=technology,
                unknown=unknown,
            )
            continue
        out.say(
            "{technology}: {reached} of {known} localities reached ({percent} %);"
            " {unknown} cannot be told for want of terrain.",
            technology=technology,
            reached=_count(out, reached),
            known=_count(out, known),
            percent=_percent(out, reached, known),
            unknown=_count(out, unknown),
        )
        if unknown:
            out.say(
                "Counting what is unknown as well: {least} to {most} % of all"
                " localities.",
                least=_percent(out, reached, known + unknown),
                most=_percent(out, reached + unknown, known + unknown),
            )
        if summary.uncertain[technology]:
            out.say(
                "{technology}: {count} localities uncertain: the two propagation"
                " models disagree.",
                technology=technology,
                count=_count(out, summary.uncertain[technology]),
            )
        if technology in summary.median_rate_mbps:
            out.say(
                "{technology}: half of the localities reached get {rate} Mb/s or more"
                " (simulated: one user, assumed load).",
                technology=technology,
                rate=format_number(
                    summary.median_rate_mbps[technology], 0, out.language
                ),
            )
    out.say(
        "Tiles of the map: {computed} computed, {kept} kept from earlier.",
        computed=_count(out, summary.tiles_computed),
        kept=_count(out, summary.tiles - summary.tiles_computed),
    )
    _say_synthetic(out, summary.synthetic_layers)


def say_assessment(out: Output, summary: AssessSummary) -> None:
    """Say how the targets stand."""
    out.show_findings(() if out.is_json else summary.findings)
    out.say(
        "Targets: {met} met, {short} short, {open} not measurable yet.",
        met=summary.targets[Status.MET],
        short=summary.targets[Status.SHORT],
        open=summary.targets[Status.NOT_MEASURABLE],
    )
    out.say(
        "Without {technology}: {count} localities with {people} people.",
        technology=summary.technology,
        count=_count(out, summary.uncovered),
        people=_count(out, summary.uncovered_people),
    )
    _say_synthetic(out, summary.synthetic_layers)


def say_report(out: Output, summary: ReportSummary) -> None:
    """Say where the report lies."""
    out.say("Report: {path}", path=summary.report)


def _percent(out: Output, part: int, whole: int) -> str:
    return format_number(_PERCENT * part / whole, 1, out.language)


def _count(out: Output, number: int) -> str:
    return format_number(number, 0, out.language)


def _say_synthetic(out: Output, layers: Sequence[str]) -> None:
    """Say on which synthetic layers a result rests."""
    if layers:
        names = ", ".join(translate(layer, out.language) for layer in layers)
        out.say_once("These results rest on synthetic layers: {names}.", names=names)
