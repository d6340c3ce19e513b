"""What the command line says of targets, part by part of the plan."""

from collections.abc import Iterable, Mapping, Sequence

from hatangso.cli.console import Output
from hatangso.language import Language, translate
from hatangso.model.indicator import Outlook
from hatangso.workflows.target_remarks import (
    COMPONENTS,
    FORCES,
    OUTLOOKS,
    evidence_lines,
    remark_lines,
    status_text,
)
from hatangso.workflows.target_words import (
    day_text,
    documents_text,
    due_text,
    goal_text,
    indicator_name,
    plan_text,
)
from hatangso.workflows.targets import Force, ProvinceTargets, TargetStanding

__all__ = ["say_targets"]

_MARKS = {
    Outlook.MISSED: "✗",
    Outlook.AT_RISK: "!",
    Outlook.OPEN: "?",
    Outlook.NOT_MEASURABLE: "\N{EN DASH}",
    Outlook.ON_COURSE: "↗",
    Outlook.MET: "✓",
}
_MARK_OF_THE_REST = "\N{MULTIPLICATION SIGN}"
_NAME_COLUMNS = 43
_COUNT_COLUMNS = 5


def say_targets(out: Output, found: ProvinceTargets) -> None:
    """Say each target with its document, its evidence and its gap, then the counts."""
    for code, group in found.by_component.items():
        name = translate(COMPONENTS[code], out.language)
        out.show(f"{name} ({code})" if code else name)
        for alike in _alike(group):
            _say_standings(out, alike, found)
        out.show("")
    if not out.is_json:
        out.show_findings(found.findings)
    if found.computed_missing is not None:
        out.say(
            "No computed coverage is among the evidence: {why}.",
            why=translate(found.computed_missing, out.language),
        )
    _say_sources(out, found)
    _say_counts(out, found)


def _alike(group: Iterable[TargetStanding]) -> Iterable[list[TargetStanding]]:
    """Return targets together that ask for the same and stand the same."""
    blocks: dict[tuple[object, ...], list[TargetStanding]] = {}
    for one in group:
        target = one.target
        asked = (target.indicator, target.comparator, target.value, target.unit)
        key = (*asked, target.period, one.force, one.outlook)
        blocks.setdefault(key, []).append(one)
    return blocks.values()


def _say_standings(
    out: Output, alike: Sequence[TargetStanding], found: ProvinceTargets
) -> None:
    first = alike[0]
    is_ruling = first.force is Force.IN_FORCE
    mark = _MARKS[first.outlook] if is_ruling else _MARK_OF_THE_REST
    language = out.language
    goal, due = goal_text(language, first.target), due_text(language, first.target)
    out.show(
        f"{mark} {indicator_name(language, first)}: {goal}, {due}", indent=2, hang=2
    )
    status = status_text(language, first, found)
    out.show(f"{status} · {documents_text(language, alike)}", indent=4)
    lines = (line for one in alike for line in _lines(out, one, found))
    for line in dict.fromkeys(lines):
        out.show(line, indent=4, hang=2)


def _lines(
    out: Output, standing: TargetStanding, found: ProvinceTargets
) -> Iterable[str]:
    yield from evidence_lines(out.language, standing)
    told = remark_lines(out.language, standing, found)
    planned = (plan_text(out.language, share) for share in standing.plans)
    yield from (f"· {line}" for line in (*told, *planned))


def _say_sources(out: Output, found: ProvinceTargets) -> None:
    """Say the titles of the documents whose values stand in the lines above."""
    values = (e.assessment.value for one in found.standings for e in one.evidence)
    used = {value.source for value in values if value is not None}
    titles = [one for one in found.documents if one.id in used]
    if titles:
        out.say("Documents that reported values:")
    for one in sorted(titles, key=lambda one: one.id):
        title = one.title_vi if out.language is Language.VI else one.title_en
        out.show(f"{one.id}: {title}", indent=2, hang=2)


def _say_counts(out: Output, found: ProvinceTargets) -> None:
    """Say how many targets stand where, part by part."""
    head = "".join(mark.rjust(_COUNT_COLUMNS) for mark in _MARKS.values())
    every = translate("all", out.language).rjust(_COUNT_COLUMNS)
    out.say("{line}", line=" " * _NAME_COLUMNS + every + head)
    for code, counts in found.counts_by_component.items():
        name = translate(COMPONENTS[code], out.language)
        out.say(
            "{line}", line=_count_line(f"{name} ({code})" if code else name, counts)
        )
    total = translate("total", out.language)
    out.say("{line}", line=_count_line(total, found.counts))
    legend = (
        f"{mark} {translate(OUTLOOKS[outlook], out.language)}".replace(" ", "\u00a0")
        for outlook, mark in _MARKS.items()
    )
    out.show("   ".join(legend))
    for force, words in FORCES.items():
        count = sum(one.force is force for one in found.standings)
        if count:
            out.show(f"{_MARK_OF_THE_REST} {translate(words, out.language)}: {count}")
    name = found.name_vi if out.language is Language.VI else found.name_en
    told = ", ".join(
        f"{found.counts[outlook]} {translate(words, out.language)}"
        for outlook, words in OUTLOOKS.items()
        if found.counts[outlook]
    )
    count = sum(found.counts.values())
    day = day_text(out.language, found.as_of)
    out.say(
        "{name}, {day}: {count} targets in force: {told}.",
        name=name,
        day=day,
        count=count,
        told=told or 0,
    )


def _count_line(name: str, counts: Mapping[Outlook, int]) -> str:
    numbers = (sum(counts.values()), *(counts[outlook] for outlook in _MARKS))
    return name.ljust(_NAME_COLUMNS) + "".join(
        str(number or "·").rjust(_COUNT_COLUMNS) for number in numbers
    )
