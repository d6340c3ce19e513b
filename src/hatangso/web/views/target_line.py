"""A target as tables of the pages show it."""

from dataclasses import dataclass

from hatangso.indicators.period import parse_period
from hatangso.language import Language, fold, format_shortest
from hatangso.model.indicator import Outlook, Value, ValueMethod
from hatangso.workflows.target_evidence import Evidence
from hatangso.workflows.target_remarks import status_text
from hatangso.workflows.target_words import (
    amount_text,
    document_text,
    due_text,
    gap_text,
    goal_text,
    indicator_name,
)
from hatangso.workflows.targets import Force, ProvinceTargets, TargetStanding

__all__ = ["TONES", "TargetLine", "ValueCell", "target_line"]

# The class of a state: its mark beside the word, and its ink in bars.
TONES = {
    Outlook.MET: "met",
    Outlook.ON_COURSE: "on-course",
    Outlook.OPEN: "open",
    Outlook.AT_RISK: "at-risk",
    Outlook.MISSED: "missed",
    Outlook.NOT_MEASURABLE: "unknown",
}


@dataclass(frozen=True)
class ValueCell:
    """One value that a target is held against.

    Attributes:
        counts: Numerator and denominator; empty when nobody knows.
        is_computed: Whether hatangso computed it; else somebody reported it.
        reality: ``synthetic`` when it rests on such data; empty otherwise.
        via: Name of the indicator that it follows from; empty for its own value.
    """

    amount: str
    counts: str
    is_computed: bool
    reality: str
    via: str


@dataclass(frozen=True)
class TargetLine:
    """One target.

    Attributes:
        code: Of the indicator; empty when the catalogue has none.
        due_key: For sorting; targets without a year come last.
        status: In words, with the reason where nobody can tell.
        tone: Class of its state; ``former`` when the target does not rule.
        gap: How far it is away, with the number of things; empty when it is not.
        folded: Text without diacritics that a search looks into.
    """

    id: str
    code: str
    name: str
    component: str
    goal: str
    due: str
    due_key: str
    document_id: str
    document: str
    is_national: bool
    outlook: Outlook
    force: Force
    status: str
    tone: str
    values: tuple[ValueCell, ...]
    gap: str
    folded: str

    @property
    def is_ruling(self) -> bool:
        """Whether it is counted."""
        return self.force is Force.IN_FORCE


def target_line(
    standing: TargetStanding, found: ProvinceTargets, language: Language
) -> TargetLine:
    """Return a target in words."""
    target, indicator = standing.target, standing.indicator
    name, document = (
        indicator_name(language, standing),
        document_text(language, standing),
    )
    period = parse_period(target.period)
    status = status_text(language, standing, found)
    is_ruling = standing.force is Force.IN_FORCE
    return TargetLine(
        id=target.id,
        code=indicator.code if indicator else "",
        name=name,
        component=standing.component,
        goal=goal_text(language, target),
        due=due_text(language, target),
        due_key=period.last.isoformat() if period else "9999",
        document_id=target.document,
        document=document,
        is_national=standing.is_national,
        outlook=standing.outlook,
        force=standing.force,
        status=status[:1].upper() + status[1:],
        tone=TONES[standing.outlook] if is_ruling else "former",
        values=_value_cells(standing, language),
        gap=_gap(standing, language),
        folded=fold(f"{name} {document} {target.id} {target.period}"),
    )


def _value_cells(standing: TargetStanding, language: Language) -> tuple[ValueCell, ...]:
    """Return the values, each once."""
    cells = (
        _cell(evidence, evidence.assessment.value, language)
        for evidence in standing.evidence
        if evidence.assessment.value is not None
    )
    return tuple(dict.fromkeys(cells))


def _cell(evidence: Evidence, value: Value, language: Language) -> ValueCell:
    counts = ""
    if value.numerator is not None and value.denominator is not None:
        told = (value.numerator, value.denominator)
        counts = "/".join(format_shortest(one, 2, language) for one in told)
    via = evidence.via
    name = ""
    if via is not None:
        name = via.name_vi if language is Language.VI else via.name_en
    return ValueCell(
        amount=amount_text(language, value.value, value.unit, value.comparator),
        counts=counts,
        is_computed=value.method is ValueMethod.COMPUTED,
        reality="synthetic" if value.rests_on_synthetic else "",
        via=name,
    )


def _gap(standing: TargetStanding, language: Language) -> str:
    """Return the gap of the evidence that decides; empty without one."""
    deciding = (
        one
        for one in standing.evidence
        if one.assessment.shortfall and one.reading.outlook is standing.outlook
    )
    found = next(deciding, None)
    return gap_text(language, found) if found is not None else ""
