"""What is measured, what was promised, and in which document."""

from dataclasses import dataclass
from enum import StrEnum

from hatangso.errors import Message

__all__ = [
    "Aggregation",
    "Assessment",
    "AuditRecord",
    "Comparator",
    "Figure",
    "FigureKind",
    "Indicator",
    "IssuingDocument",
    "Outlook",
    "Status",
    "Target",
    "Value",
    "ValueMethod",
]


class Comparator(StrEnum):
    """How a printed number is to be read."""

    EQUAL = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"
    ABOUT = "~"


class Aggregation(StrEnum):
    """How values of parts become the value of a whole."""

    SUM = "sum"
    RATIO = "ratio"  # the sum of numerators over the sum of denominators
    WEIGHTED_MEAN = "weighted_mean"  # by the denominators
    MEAN_OF_PROVINCES = "mean_of_provinces"  # the rule of the DTI for merged provinces
    LAST = "last"  # of a time: what holds at its end
    NONE = "none"  # nothing can be said of the whole


class FigureKind(StrEnum):
    """Whether a printed number is a promise or a result."""

    TARGET = "target"
    ACTUAL = "actual"


@dataclass(frozen=True)
class IssuingDocument:
    """A document that sets targets or prints figures.

    Attributes:
        id: Short name used in the tables.
        title_vi: Number and title in Vietnamese.
        title_en: The same in English.
        issuer: national or the name of the province.
        issued: Date as printed; may be a year or month.
    """

    id: str
    title_vi: str
    title_en: str
    issuer: str
    issued: str


@dataclass(frozen=True)
class Indicator:
    """A definition: what is counted, over what, and which direction is better.

    Attributes:
        code: Stable name: ``village_4g_ratio``.
        unit: As shown: ``%``, ``Mb/s``, ``thuê bao/100 dân``.
        higher_is_better: False for ranks and for counts of holes.
        measure: Name of the formula that computes it from coverage; empty when it can
            only be reported.
        figure_names: Printed names (Vietnamese) that mean this indicator.
        component: Part of the plan that it belongs to: VT, SD, TTDL, NTS, CNS, QT, XH.
        reference: Where the definition comes from.
        over_space: How values of units become the value of the unit above.
        over_time: How values of periods become the value of a longer one.
        levels: Tiers of units for which it is defined: province, commune.
        numerator: Formula of what is counted; empty when it can only be reported.
        denominator: Formula of what it is divided by; empty likewise, and for counts.
        missing: What a total in its formulas does with parts that nobody knows.
        is_part_of_whole: Whether it cannot pass 100 %.
    """

    code: str
    name_vi: str
    name_en: str
    unit: str
    component: str
    higher_is_better: bool
    definition_vi: str
    definition_en: str
    measure: str = ""
    figure_names: tuple[str, ...] = ()
    reference: str = ""
    over_space: Aggregation = Aggregation.NONE
    over_time: Aggregation = Aggregation.NONE
    levels: tuple[str, ...] = ("province",)
    numerator: str = ""
    denominator: str = ""
    missing: str = "skip_if_any"
    is_part_of_whole: bool = False


@dataclass(frozen=True)
class Figure:
    """A number as it was printed; it is flagged, never overwritten.

    Attributes:
        flag: Identifiers of known inconsistencies, empty when there are none.
        document: Identifier of the document that issued or printed it.
        row: Row of its file, for messages.
    """

    id: str
    indicator: str
    name_vi: str
    name_en: str
    comparator: Comparator
    value: float
    unit: str
    kind: FigureKind
    period: str
    document: str
    flag: str = ""
    note: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Target:
    """A promise for an indicator, tied to the document that made it."""

    id: str
    indicator: str
    comparator: Comparator
    value: float
    unit: str
    period: str
    document: str
    flag: str = ""


class ValueMethod(StrEnum):
    """How a value came about."""

    COMPUTED = "computed"
    REPORTED = "reported"


@dataclass(frozen=True)
class Value:
    """What an indicator is.

    Attributes:
        numerator: What was counted; None for a reported number without one.
        denominator: Over what; None likewise.
        unknown: Part of the denominator of which nothing can be said (no terrain).
        rests_on_synthetic: Whether a synthetic layer entered the computation.
        source: Document of a reported value, or the layers of a computed one.
        period: Date of a reported value; of a computed one that of its data, or empty.
    """

    indicator: str
    value: float
    unit: str
    method: ValueMethod
    source: str
    period: str = ""
    numerator: float | None = None
    denominator: float | None = None
    unknown: float = 0.0
    rests_on_synthetic: bool = False
    flag: str = ""
    comparator: Comparator = Comparator.EQUAL


class Status(StrEnum):
    """How a value stands against a target."""

    MET = "met"
    SHORT = "short"
    NOT_MEASURABLE = "not_measurable"


class Outlook(StrEnum):
    """Where a target stands with time in view."""

    MET = "met"
    ON_COURSE = "on_course"
    AT_RISK = "at_risk"
    MISSED = "missed"
    OPEN = "open"  # short, not due, and too few points to tell where it is heading
    NOT_MEASURABLE = "not_measurable"


@dataclass(frozen=True)
class Assessment:
    """One target held against one value, or against none.

    Attributes:
        shortfall: How far the value is from the target in the target's unit; 0 when
            met, None when it cannot be measured.
        shortfall_count: The same in things counted (villages, people, km, facilities);
            None when the value has no denominator.
        notes: Codes of remarks in order: ``already_met``, ``conflicts_with:ID``,
            ``superseded_by:ID``, ``below_national:ID``, ``not_due``, ``due_unknown`` …;
            ``hatangso.indicators.assessment.NOTES`` lists them all.
    """

    target: Target
    status: Status
    value: Value | None = None
    shortfall: float | None = None
    shortfall_count: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class AuditRecord:
    """Printed figures that do not fit each other: a doubt, never a correction.

    Attributes:
        rule: Code of the rule: ``above_whole``, ``populations_disagree``, ``fall`` …
        figures: Identifiers of the figures in question, the doubtful one first.
        problem: What does not fit.
        arithmetic: The computation that shows it.
        suggestion: What to ask or to check.
        suggested_value: A number that would fit, in the unit of the first figure; None
            when the arithmetic gives none.
        is_note: True when all of it can be true and is only easily misread.
    """

    rule: str
    figures: tuple[str, ...]
    problem: Message
    arithmetic: Message
    suggestion: Message
    suggested_value: float | None = None
    is_note: bool = False
