"""Where a target stands, why, and what is to be said of it, in words."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from hatangso.errors import Message
from hatangso.language import Language, as_sentence, translate
from hatangso.model.indicator import Outlook
from hatangso.workflows.target_words import (
    document_text,
    doubt_text,
    due_text,
    evidence_text,
    forecast_text,
    goal_text,
    indicator_name,
)
from hatangso.workflows.targets import Force, ProvinceTargets, TargetStanding

__all__ = [
    "COMPONENTS",
    "FORCES",
    "OUTLOOKS",
    "dispute_lines",
    "evidence_lines",
    "remark_lines",
    "status_text",
]

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
FORCES: Mapping[Force, Message] = {
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


def status_text(
    language: Language, standing: TargetStanding, found: ProvinceTargets
) -> str:
    """Return where a target stands, and why when nobody can tell."""
    if standing.force is not Force.IN_FORCE:
        return translate(FORCES[standing.force], language)
    codes = {note.partition(":")[0] for note in standing.notes}
    told = translate(OUTLOOKS[standing.outlook], language)
    if standing.outlook is Outlook.MET and "already_met" in codes:
        return translate("met before it is due", language)
    if standing.outlook is Outlook.OPEN and "due_unknown" in codes:
        return translate("not met, and no year is set", language)
    if standing.outlook is not Outlook.NOT_MEASURABLE:
        return told
    reason = next((words for code, words in _REASONS.items() if code in codes), None)
    if "nothing_known" in codes and found.computed_missing is None:
        reason = Message("nobody reported it, and nothing is there to compute it from")
    return f"{told}: {translate(reason, language)}" if reason else told


def evidence_lines(
    language: Language,
    standing: TargetStanding,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> Iterable[str]:
    """Yield the values that a target was held against, and where they head.

    Args:
        language: In which it is said.
        standing: The target.
        titles: Of documents by identifier, where they are to be said.
    """
    is_mixed = standing.outlook is not Outlook.NOT_MEASURABLE
    for evidence in standing.evidence:
        told = evidence_text(language, evidence, is_mixed=is_mixed, titles=titles)
        yield from filter(None, (told, forecast_text(language, evidence)))


def remark_lines(
    language: Language, standing: TargetStanding, found: ProvinceTargets
) -> Iterable[str]:
    """Yield sentences: other targets, doubts of the audit, what the table remarks."""
    for note in standing.notes:
        code, _, other = note.partition(":")
        if code in _REMARKS:
            yield as_sentence(translate(_REMARKS[code], language))
        elif other in found.every:
            yield from _relation(language, standing, code, found.every[other])
    yield from _doubt_lines(language, standing)
    if _is_done_early(standing):
        told = translate("say that the target is met, or set a higher one", language)
        yield as_sentence(told)
    if standing.remark:
        told = translate("in the table of figures", language)
        yield as_sentence(f"{told}: {standing.remark}")


def dispute_lines(
    language: Language, standing: TargetStanding, found: ProvinceTargets
) -> Iterable[str]:
    """Yield what speaks against a target: other targets, doubts of the audit."""
    for note in standing.notes:
        code, _, other = note.partition(":")
        if other in found.every:
            yield from _relation(language, standing, code, found.every[other])
    yield from _doubt_lines(language, standing)


def _doubt_lines(language: Language, standing: TargetStanding) -> Iterable[str]:
    if standing.force is Force.IN_FORCE:
        doubts = (one for one in standing.doubts if one.rule not in _RELATIONS)
        yield from (doubt_text(language, record) for record in doubts)


def _is_done_early(standing: TargetStanding) -> bool:
    """Tell whether the province may want to set itself more."""
    is_own = not standing.is_national and standing.force is Force.IN_FORCE
    return (
        is_own and standing.outlook is Outlook.MET and "already_met" in standing.notes
    )


def _relation(
    language: Language, standing: TargetStanding, code: str, other: TargetStanding
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
    goal, document = goal_text(language, other.target), document_text(language, other)
    if other.target.indicator != standing.target.indicator:
        goal = f"{indicator_name(language, other)} {goal}"
    told = translate(words, language)
    yield as_sentence(
        f"{told}: {goal}, {due_text(language, other.target)} ({document})"
    )
