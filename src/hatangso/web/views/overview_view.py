"""Where the province stands, in the few numbers that a leader asks for first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup

from hatangso.documents.bilingual import period
from hatangso.errors import Message
from hatangso.language import Language, translate
from hatangso.model.build_plan import PlanQuestion
from hatangso.model.indicator import Outlook
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.provenance import Provenance, Reality
from hatangso.model.record_layers import RECORD_LAYERS
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.charts.bars import bar
from hatangso.web.views.target_line import TONES, TargetLine, target_line
from hatangso.workflows.target_remarks import COMPONENTS
from hatangso.workflows.targets import Force, ProvinceTargets

__all__ = [
    "OUTLOOK_WORDS",
    "LayerOrigin",
    "OutlookCount",
    "PartRow",
    "PlanCard",
    "TargetSummary",
    "layer_origins",
    "missing_coverage",
    "missing_plan",
    "plan_card",
    "target_summary",
]

# As heads of columns; the pages of targets say more.
OUTLOOK_WORDS: Mapping[Outlook, Message] = {
    Outlook.MET: Message("Met"),
    Outlook.ON_COURSE: Message("On course"),
    Outlook.OPEN: Message("Not met yet"),
    Outlook.AT_RISK: Message("At risk"),
    Outlook.MISSED: Message("Missed"),
    Outlook.NOT_MEASURABLE: Message("Not measurable"),
}
_LEFT_TO_DO = (Outlook.MISSED, Outlook.AT_RISK, Outlook.OPEN)
_MOST_LISTED = 6
_SPAN = re.compile(r"(\d{4}) to (\d{4})")
_KINDS_OF_LAYERS = {layer: kind for kind, layer in RECORD_LAYERS.items()}
_REALITIES = (Reality.SYNTHETIC, Reality.DERIVED, Reality.REAL)


@dataclass(frozen=True)
class OutlookCount:
    """How many targets in force stand somewhere."""

    outlook: Outlook
    words: Message
    tone: str
    count: int


@dataclass(frozen=True)
class PartRow:
    """The targets of a part of the plan.

    Attributes:
        code: VT, TTDL …; empty for targets of no known indicator.
        bar: Their states as a bar, as wide as the part with most targets.
    """

    code: str
    name: Message
    counts: tuple[OutlookCount, ...]
    total: int
    bar: Markup


@dataclass(frozen=True)
class TargetSummary:
    """All targets on the day of a judgement.

    Attributes:
        most_to_do: Targets that are missed, at risk or not met yet, a few.
    """

    as_of: date
    counts: tuple[OutlookCount, ...]
    total: int
    not_ruling: int
    parts: tuple[PartRow, ...]
    most_to_do: tuple[TargetLine, ...]
    left_to_do: int
    computed_missing: Message | None

    def count(self, *outlooks: str) -> int:
        """Return how many targets stand in one of several ways."""
        return sum(one.count for one in self.counts if one.outlook in outlooks)


@dataclass(frozen=True)
class LayerOrigin:
    """Where a layer comes from, in one language."""

    layer: str
    reality: Reality
    as_of: str
    source: str


@dataclass(frozen=True)
class PlanCard:
    """A plan in a few numbers.

    Attributes:
        gap_ratio: How far the best possible plan could lie from this one.
        people: People newly served, one service at a time.
        is_cheapest: Whether the least cost was asked for; else the most people.
    """

    title: str
    cost_vnd: int
    gap_ratio: float
    people: int
    works: int
    first_year: int
    last_year: int
    goals_met: int
    goals: int
    is_cheapest: bool
    rests_on_synthetic: bool


def target_summary(found: ProvinceTargets, language: Language) -> TargetSummary:
    """Return the targets in numbers, and those with most to do."""
    by_component = found.counts_by_component
    widest = max((sum(one.values()) for one in by_component.values()), default=0)
    left = [
        one
        for one in found.standings
        if one.force is Force.IN_FORCE and one.outlook in _LEFT_TO_DO
    ]
    # By component they are sorted by what leaves most to do; so are all of them.
    listed = [
        one for group in found.by_component.values() for one in group if one in left
    ]
    listed.sort(key=lambda one: _LEFT_TO_DO.index(one.outlook))
    return TargetSummary(
        as_of=found.as_of,
        counts=_counts(found.counts),
        total=sum(found.counts.values()),
        not_ruling=sum(one.force is not Force.IN_FORCE for one in found.standings),
        parts=tuple(
            _part(code, counts, widest) for code, counts in by_component.items()
        ),
        most_to_do=tuple(
            target_line(one, found, language) for one in listed[:_MOST_LISTED]
        ),
        left_to_do=len(left),
        computed_missing=missing_coverage(found.computed_missing),
    )


def _counts(counts: Mapping[Outlook, int]) -> tuple[OutlookCount, ...]:
    return tuple(
        OutlookCount(outlook, words, TONES[outlook], counts[outlook])
        for outlook, words in OUTLOOK_WORDS.items()
    )


def _part(code: str, counts: Mapping[Outlook, int], widest: int) -> PartRow:
    told = _counts(counts)
    return PartRow(
        code=code,
        name=COMPONENTS[code],
        counts=told,
        total=sum(counts.values()),
        bar=bar((one.count / max(widest, 1), one.tone) for one in told),
    )


def missing_coverage(why: Message | None) -> Message | None:
    """Return why no computed coverage counts, without commands and paths."""
    if why is None or "data_date" in why.values:
        return why
    if "file" in why.values:
        text = "{file} changed since the coverage was computed"
        return Message(text, {"file": Path(str(why.values["file"])).name})
    return Message("the coverage was never computed")


def missing_plan(why: Message | None) -> Message:
    """Return why no plan is shown, likewise."""
    if why is not None and "file" in why.values:
        text = "{file} changed since the newest plan was made."
        return Message(text, {"file": Path(str(why.values["file"])).name})
    return Message("The first one is made on the page of planning.")


def layer_origins(
    provenances: Mapping[str, Provenance], language: Language
) -> tuple[LayerOrigin, ...]:
    """Return where the layers come from, the least real first."""
    is_vietnamese = language is Language.VI
    found = [
        LayerOrigin(
            layer=_layer_name(one.layer, language),
            reality=one.reality,
            as_of=_as_of(one.as_of, language),
            source=(one.source_vi if is_vietnamese else "") or one.source,
        )
        for one in provenances.values()
    ]
    return tuple(sorted(found, key=lambda one: _REALITIES.index(one.reality)))


def _layer_name(layer: str, language: Language) -> str:
    """Return what a layer is called: a table of records by its kind."""
    kind = _KINDS_OF_LAYERS.get(layer)
    if kind is not None:
        described = shipped_kinds()[kind]
        is_vietnamese = language is Language.VI
        return described.name_vi if is_vietnamese else described.name_en
    name = translate(Message(layer), language).replace("_", " ")
    return name[:1].upper() + name[1:]


def _as_of(printed: str, language: Language) -> str:
    """Return a time as its source writes it, spans and ISO days as people do."""
    text = period(_SPAN.sub("\\1\N{EN DASH}\\2", printed))
    return text.vi if language is Language.VI else text.en


def plan_card(answer: PlanAnswer, language: Language) -> PlanCard:
    """Return a plan in a few numbers."""
    plan, scenario = answer.plan, answer.scenario
    years = [one.year for one in plan.years]
    title = scenario.title_vi if language is Language.VI else scenario.title_en
    return PlanCard(
        title=title or scenario.name,
        cost_vnd=plan.cost_vnd,
        gap_ratio=plan.gap_ratio,
        people=sum(one.people_after - one.people_before for one in plan.outcomes),
        works=len(plan.items),
        first_year=min(years, default=0),
        last_year=max(years, default=0),
        goals_met=sum(one.is_met for one in plan.goals),
        goals=len(plan.goals),
        is_cheapest=plan.question is PlanQuestion.CHEAPEST,
        rests_on_synthetic=bool(answer.synthetic_layers),
    )
