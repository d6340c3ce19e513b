"""What the command line says of targets, part by part of the plan."""

from collections.abc import Iterable, Mapping, Sequence

from hatangso.cli.console import Output
from hatangso.cli.target_words import (
    day_text,
    document_text,
    documents_text,
    doubt_text,
    due_text,
    evidence_text,
    forecast_text,
    goal_text,
    indicator_name,
    plan_text,
)
from hatangso.errors import Message
from hatangso.language import Language, as_sentence, translate
from hatangso.model.indicator import Outlook
from hatangso.workflows.targets import Force, ProvinceTargets, TargetStanding

__all__ = ["COMPONENTS", "OUTLOOKS", "say_targets"]

COMPONENTS: Mapping[str, Message] = {
    "VT": Message("Broadband telecommunications"),
    "TTDL": Message("Data centres and cloud computing"),
    "CNS": Message("Digital technology"),
    "NTS": Message("Digital platforms"),
    "SD": Message("Use of services"),
    "QT": Message("Steering and rankings"),
    "XH": Message("Digital society"),
    "": Message("No known indicator"),
}
OUTLOOKS: Mapping[Outlook, Message] = {
    Outlook.MISSED: Message("missed"),
    Outlook.AT_RISK: Message("at risk"),
    Outlook.OPEN: Message("not met yet, too few values for a forecast"),
    Outlook.NOT_MEASURABLE: Message("not measurable yet"),
    Outlook.ON_COURSE: Message("on course"),
    Outlook.MET: Message("met"),
}
_MARKS = {
    Outlook.MISSED: "✗",
    Outlook.AT_RISK: "!",
    Outlook.OPEN: "?",
    Outlook.NOT_MEASURABLE: "\N{EN DASH}",
    Outlook.ON_COURSE: "↗",
    Outlook.MET: "✓",
}
_MARK_OF_THE_REST = "\N{MULTIPLICATION SIGN}"
_FORCES = {
    Force.SUPERSEDED: Message("replaced, not counted"),
    Force.NOT_ISSUED_YET: Message("issued after the day of the judgement, not counted"),
}
# Why nothing can be said: it stands beside "not measurable yet".
_REASONS = {
    "not_reported": Message("nobody reported it"),
    "nothing_known": Message("nobody reported it; the coverage would tell"),
    "unit_mismatch": Message("the units cannot be compared"),
    "indicator_unknown": Message("the catalogue has no such indicator"),
    "unknown_decides": Message("what is not known decides"),
    "limit_undecided": Message("what is known is a limit that does not decide"),
    "not_measured_since_due": Message("nothing was measured since it was due"),
}
_REMARKS = {
    "two_points": Message("two values give a line, but no interval"),
    "interval_straddles": Message("the interval of the forecast holds the target"),
}
_RELATIONS = {
    "superseded_by": Message("a document issued later rules"),
    "replaced_late": Message("what replaces it was issued after it was due"),
    "below_national": Message("the national target asks for more"),
    "before_national": Message("the nation plans it for later only"),
}
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
    goal, due = goal_text(out, first.target), due_text(out, first.target)
    out.show(f"{mark} {indicator_name(out, first)}: {goal}, {due}", indent=2, hang=2)
    status = _status(out, first, found)
    out.show(f"{status} · {documents_text(out, alike)}", indent=4)
    lines = (line for one in alike for line in _lines(out, one, found))
    for line in dict.fromkeys(lines):
        out.show(line, indent=4, hang=2)


def _status(out: Output, standing: TargetStanding, found: ProvinceTargets) -> str:
    """Return where a target stands, and why when nobody can tell."""
    if standing.force is not Force.IN_FORCE:
        return translate(_FORCES[standing.force], out.language)
    codes = {note.partition(":")[0] for note in standing.notes}
    told = translate(OUTLOOKS[standing.outlook], out.language)
    if standing.outlook is Outlook.MET and "already_met" in codes:
        return translate("met before it is due", out.language)
    if standing.outlook is Outlook.OPEN and "due_unknown" in codes:
        return translate("not met, and no year is set", out.language)
    if standing.outlook is not Outlook.NOT_MEASURABLE:
        return told
    reason = next((words for code, words in _REASONS.items() if code in codes), None)
    if "nothing_known" in codes and found.computed_missing is None:
        reason = Message("nobody reported it, and nothing is there to compute it from")
    return f"{told}: {translate(reason, out.language)}" if reason else told


def _lines(
    out: Output, standing: TargetStanding, found: ProvinceTargets
) -> Iterable[str]:
    is_mixed = standing.outlook is not Outlook.NOT_MEASURABLE
    for evidence in standing.evidence:
        told = evidence_text(out, evidence, is_mixed=is_mixed)
        yield from filter(None, (told, forecast_text(out, evidence)))
    for note in standing.notes:
        code, _, other = note.partition(":")
        if code in _REMARKS:
            yield _note(translate(_REMARKS[code], out.language))
        elif other in found.every:
            yield from _relation(out, standing, code, found.every[other])
    if standing.force is Force.IN_FORCE:
        doubts = (one for one in standing.doubts if one.rule not in _RELATIONS)
        yield from (_note(doubt_text(out, record)) for record in doubts)
    yield from (_note(plan_text(out, share)) for share in standing.plans)
    if _is_done_early(standing):
        told = translate(
            "say that the target is met, or set a higher one", out.language
        )
        yield _note(told)
    if standing.remark:
        told = translate("in the table of figures", out.language)
        yield _note(f"{told}: {standing.remark}")


def _is_done_early(standing: TargetStanding) -> bool:
    """Tell whether the province may want to set itself more."""
    is_own = not standing.is_national and standing.force is Force.IN_FORCE
    return (
        is_own and standing.outlook is Outlook.MET and "already_met" in standing.notes
    )


def _relation(
    out: Output, standing: TargetStanding, code: str, other: TargetStanding
) -> Iterable[str]:
    """Say how a target stands to another one, once for each pair."""
    if code == "conflicts_with":
        if standing.force is Force.SUPERSEDED:
            return
        is_replaced = f"superseded_by:{standing.target.id}" in other.notes
        words = Message("replaces another number") if is_replaced else None
        words = words or Message("contradicts another target that may rule as well")
    elif code in _RELATIONS:
        words = _RELATIONS[code]
    else:
        return
    goal, document = goal_text(out, other.target), document_text(out, other)
    if other.target.indicator != standing.target.indicator:
        goal = f"{indicator_name(out, other)} {goal}"
    told = translate(words, out.language)
    yield _note(f"{told}: {goal}, {due_text(out, other.target)} ({document})")


def _note(text: str) -> str:
    return f"· {as_sentence(text)}"


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
    for force, words in _FORCES.items():
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
    day = day_text(out, found.as_of)
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
