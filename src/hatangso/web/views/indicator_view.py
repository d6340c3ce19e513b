"""The page of one indicator: what it means, what it was, what was promised, where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hatangso.documents.bilingual import sentence
from hatangso.errors import Message
from hatangso.indicators.taxonomies import Taxonomies
from hatangso.language import (
    Language,
    as_sentence,
    format_shortest,
    sort_key,
    translate,
)
from hatangso.model.indicator import (
    Aggregation,
    AuditRecord,
    Indicator,
    IssuingDocument,
)
from hatangso.model.indicator_series import AnalyticsRow, AnalyticsTable, Observation
from hatangso.web.charts.commune_map import Shade
from hatangso.web.views.indicator_chart import period_text
from hatangso.web.views.target_line import TargetLine, target_line
from hatangso.workflows.indicator_words import (
    ORIGINS,
    STATUSES,
    method_text,
    note_text,
    observation_text,
    source_text,
)
from hatangso.workflows.target_remarks import evidence_lines, remark_lines
from hatangso.workflows.target_words import plan_text
from hatangso.workflows.targets import ProvinceTargets, TargetStanding

__all__ = [
    "AGGREGATIONS",
    "CommuneLine",
    "Doubt",
    "Grouping",
    "SeriesLine",
    "TargetCard",
    "commune_lines",
    "commune_shades",
    "doubts_of",
    "groupings",
    "reference_text",
    "series_lines",
    "target_cards",
]

AGGREGATIONS: Mapping[Aggregation, Message] = {
    Aggregation.SUM: Message("sum of the parts"),
    Aggregation.RATIO: Message("sum of numerators over sum of denominators"),
    Aggregation.WEIGHTED_MEAN: Message("mean weighted by the denominators"),
    Aggregation.MEAN_OF_PROVINCES: Message("simple mean of the old provinces"),
    Aggregation.LAST: Message("what holds at the end"),
    Aggregation.NONE: Message("nothing follows from the parts"),
}
_SHADES = 5
# Clauses of the catalogue that are no names of documents.
_CLAUSES = {
    one.text: one
    for one in (
        Message("printed name"),
        Message("the source gives no definition"),
        Message("how a place counts as reached is hatangso's own definition"),
        Message("how a village counts as reached is hatangso's own definition"),
        Message("what counts as a station is hatangso's own definition"),
        Message("assumption"),
        Message(
            "standard list of the provincial plans 2023\N{EN DASH}2025,"
            " as in KH 137/KH-UBND (Nam Định, 08/10/2024)"
        ),
        Message(
            "the indicator is in the standard list of the provincial plans"
            " 2023\N{EN DASH}2025, as in KH 137/KH-UBND (Nam Định, 08/10/2024)"
        ),
        Message(
            "statistical definition of the General Statistics Office: users /"
            " population \N{MULTIPLICATION SIGN} 100"
        ),
        Message(
            "statistical definition of the General Statistics Office: households with"
            " Internet"
        ),
        Message("Decision 766/QĐ-TTg of 2022-06-23"),
        Message("Decision 922/QĐ-BTTTT of 2022-05-20"),
        Message("Decision 405/QĐ-BKHCN of 2025-04-03"),
        Message("DTI 2024 as published on 2025-10-21"),
    )
}


@dataclass(frozen=True)
class SourceValue:
    """One value of one source.

    Attributes:
        method: How it was put together; empty when it stands as told.
        reality: ``synthetic`` when it rests on such data; empty otherwise.
    """

    amount: str
    origin: Message
    status: Message
    method: str
    source: str
    reality: str


@dataclass(frozen=True)
class SeriesLine:
    """A period of the series.

    Attributes:
        unit: Name of the unit that it stands for.
        earlier: What the same kind of source said before.
        beside: What other kinds of sources say.
        notes: Sentences.
    """

    period: str
    unit: str
    value: SourceValue | None
    earlier: tuple[SourceValue, ...]
    beside: tuple[SourceValue, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class TargetCard:
    """A target with everything that is to be said of it.

    Attributes:
        evidence: What it was held against, and where that heads.
        remarks: Other targets, doubts, what the table of figures remarks.
        plans: What the kept plan does about it; for those who may read plans.
    """

    line: TargetLine
    evidence: tuple[str, ...]
    remarks: tuple[str, ...]
    plans: tuple[str, ...]


@dataclass(frozen=True)
class Doubt:
    """What does not fit in printed figures, with the arithmetic that shows it."""

    problem: str
    arithmetic: str
    suggestion: str
    is_note: bool


@dataclass(frozen=True)
class Grouping:
    """Where an official document puts the indicator."""

    document: str
    part: str
    is_confirmed: bool


@dataclass(frozen=True)
class CommuneLine:
    """A commune in the ranking.

    Attributes:
        share: Of the largest value, for the bar.
        step: Its shade, 1 (least to do) to 5; 0 when nobody knows.
    """

    code: str
    name: str
    value: str
    counts: str
    unknown: str
    share: float
    step: int
    reality: str
    notes: tuple[str, ...]


def series_lines(
    table: AnalyticsTable, indicators: Mapping[str, Indicator], language: Language
) -> tuple[SeriesLine, ...]:
    """Return the series, the latest period first; rows with targets alone are out.

    Args:
        table: Of one indicator.
        indicators: By code: those that enter its values are named.
        language: In which it is said.
    """
    rows = [row for row in table.rows if row.value is not None]
    teller = _SourceTeller(table.documents, indicators, language)
    return tuple(
        SeriesLine(
            period=period_text(row.period, language),
            unit=_unit_name(row),
            value=teller.tell(row.value, row.indicator.unit),
            earlier=teller.tell_all(row.earlier, row.indicator.unit),
            beside=teller.tell_all(row.beside, row.indicator.unit),
            notes=tuple(note_text(language, note) for note in row.notes),
        )
        for row in reversed(rows)
        if row.value is not None
    )


def _unit_name(row: AnalyticsRow) -> str:
    return f"{row.unit.kind.capitalize()} {row.unit.name}"


@dataclass(frozen=True)
class _SourceTeller:
    documents: Mapping[str, IssuingDocument]
    indicators: Mapping[str, Indicator]
    language: Language

    def tell_all(
        self, values: Iterable[Observation], unit: str
    ) -> tuple[SourceValue, ...]:
        return tuple(self.tell(one, unit) for one in values)

    def tell(self, value: Observation, unit: str) -> SourceValue:
        return SourceValue(
            amount=observation_text(self.language, value, unit),
            origin=ORIGINS[value.origin],
            status=STATUSES[value.status],
            method=method_text(self.language, value.method),
            source=source_text(self.language, value, self.documents, self.indicators),
            reality="synthetic" if value.rests_on_synthetic else "",
        )


def target_cards(
    standings: Iterable[TargetStanding],
    found: ProvinceTargets,
    language: Language,
    *,
    with_plans: bool,
) -> tuple[TargetCard, ...]:
    """Return the targets of an indicator: those that rule first, then by due day."""
    titles = {
        one.id: (one.title_vi if language is Language.VI else one.title_en) or one.id
        for one in found.documents
    }
    cards = [
        TargetCard(
            line=target_line(one, found, language),
            evidence=tuple(
                as_sentence(text) for text in evidence_lines(language, one, titles)
            ),
            remarks=tuple(remark_lines(language, one, found)),
            plans=tuple(plan_text(language, share) for share in one.plans)
            if with_plans
            else (),
        )
        for one in standings
    ]
    return tuple(
        sorted(cards, key=lambda one: (not one.line.is_ruling, one.line.due_key))
    )


def doubts_of(
    records: Iterable[AuditRecord], figures: Iterable[str], language: Language
) -> tuple[Doubt, ...]:
    """Return what the audit says of some printed figures, contradictions first."""
    asked = set(figures)
    return tuple(
        Doubt(
            problem=as_sentence(_said(one.problem, language)),
            arithmetic=_said(one.arithmetic, language),
            suggestion=as_sentence(_said(one.suggestion, language)),
            is_note=one.is_note,
        )
        for one in records
        if asked & set(one.figures)
    )


def _said(message: Message, language: Language) -> str:
    told = sentence(message)
    return told.vi if language is Language.VI else told.en


def groupings(
    indicator: Indicator, taxonomies: Taxonomies, language: Language
) -> tuple[Grouping, ...]:
    """Return where official documents put an indicator."""
    is_vietnamese = language is Language.VI
    found = []
    for place in taxonomies.places_of(indicator.code):
        taxonomy = taxonomies.by_code[place.taxonomy]
        part = next(one for one in taxonomy.parts if one.code == place.part)
        found.append(
            Grouping(
                document=taxonomy.name_vi if is_vietnamese else taxonomy.name_en,
                part=part.name_vi if is_vietnamese else part.name_en,
                is_confirmed=place.is_confirmed and part.is_confirmed,
            )
        )
    return tuple(found)


def reference_text(indicator: Indicator, language: Language) -> str:
    """Return where a definition comes from."""
    clauses = indicator.reference.split("; ")
    told = (translate(_CLAUSES.get(one, one), language) for one in clauses if one)
    return "; ".join(told)


def commune_lines(
    rows: Sequence[AnalyticsRow], indicator: Indicator, language: Language
) -> tuple[CommuneLine, ...]:
    """Return the communes in their latest period, those with most to do first.

    Args:
        rows: Of communes, of any period.
        indicator: Tells which direction is better.
        language: In which it is said.
    """
    latest: dict[str, AnalyticsRow] = {}
    for row in rows:
        known = latest.get(row.unit.code)
        if row.value is not None and (known is None or known.period <= row.period):
            latest[row.unit.code] = row
    steps = _steps(latest, higher_is_better=indicator.higher_is_better)
    most = max((_value(row) or 0.0 for row in latest.values()), default=0.0)
    sign = -1.0 if not indicator.higher_is_better else 1.0
    ordered = sorted(
        latest.values(),
        key=lambda row: (
            _value(row) is None,
            sign * (_value(row) or 0.0),
            -(row.value.denominator or 0.0 if row.value else 0.0),
            sort_key(row.unit.name),
        ),
    )
    return tuple(
        _commune_line(row, steps.get(row.unit.code, 0), most, language)
        for row in ordered
    )


def _value(row: AnalyticsRow) -> float | None:
    return row.value.value if row.value else None


def _steps(
    latest: Mapping[str, AnalyticsRow], *, higher_is_better: bool
) -> dict[str, int]:
    """Return the shade of each commune: a fifth of the span between the ends each.

    All that are at the better end share the lightest shade.
    """
    known = {code: _value(row) for code, row in latest.items()}
    values = {code: value for code, value in known.items() if value is not None}
    if not values:
        return {}
    low, high = min(values.values()), max(values.values())
    best = high if higher_is_better else low
    span = high - low
    return {
        code: 1
        if value == best
        else 2 + min(int((_SHADES - 1) * abs(value - best) / span), _SHADES - 2)
        for code, value in values.items()
    }


def _commune_line(
    row: AnalyticsRow, step: int, most: float, language: Language
) -> CommuneLine:
    value = row.value
    counts = unknown = ""
    if value and value.numerator is not None and value.denominator is not None:
        told = (value.numerator, value.denominator)
        counts = "/".join(format_shortest(one, 0, language) for one in told)
    if value and value.unknown:
        unknown = format_shortest(value.unknown, 0, language)
    amount = (
        observation_text(language, value, row.indicator.unit, with_counts=False)
        if value
        else ""
    )
    number = _value(row)
    return CommuneLine(
        code=row.unit.code,
        name=_unit_name(row),
        value=amount,
        counts=counts,
        unknown=unknown,
        share=(number or 0.0) / most if most > 0 else 0.0,
        step=step,
        reality="synthetic" if value and value.rests_on_synthetic else "",
        notes=tuple(
            note_text(language, note) for note in row.notes if note != "synthetic"
        ),
    )


def commune_shades(lines: Iterable[CommuneLine]) -> dict[str, Shade]:
    """Return how the map draws the communes of a ranking."""
    return {
        one.code: Shade(one.step, f"{one.name}: {one.value}".strip(": "))
        for one in lines
    }
