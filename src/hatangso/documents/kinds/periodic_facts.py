"""What a periodic report on digital infrastructure is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hatangso.documents.kinds.report_period import ReportPeriod
from hatangso.documents.official.blocks import Figure
from hatangso.documents.official.issuer import Issuer
from hatangso.model.provenance import Reality

__all__ = [
    "CommuneWithout",
    "CoverageState",
    "HoleFact",
    "KindFreshness",
    "LayerFact",
    "PeriodicFacts",
    "Reading",
    "RecordChanges",
    "TargetCase",
    "TargetLine",
    "TaskFact",
]


class TargetCase(StrEnum):
    """Where a target stands at the end of the period; each has one sentence."""

    MET = "met"
    MET_EARLY = "met_early"
    ON_COURSE = "on_course"
    OPEN = "open"  # short and not due, too few values to tell where it heads
    AT_RISK = "at_risk"
    MISSED = "missed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reading:
    """What an indicator was at some time.

    Attributes:
        sign: Before the number: ``trên ``; empty for an exact one.
        period: As printed.
        detail: What was divided by what; empty for nothing to say.
    """

    value: float
    unit: str
    period: str
    source: str
    reality: Reality
    sign: str = ""
    detail: str = ""


@dataclass(frozen=True)
class TargetLine:
    """A target in force at the end of the period.

    Attributes:
        key: Its identifier.
        component: Name of the part of the plan that it belongs to.
        due: As a sentence has it: ``năm 2025``; empty when its source names no year.
        reason: Why nobody can tell where it stands; empty otherwise.
        before: The value at the end of the period before; None when there was none.
        case_before: Where it stood then; None when it was not in force.
        shortfall: How far the value is from the goal, in the goal's unit; None when it
            is met or nobody can tell.
        forecast: At ``forecast_on``, in the goal's unit; None without one.
        lacks_forecast: Whether it is not due yet and too few values tell where it
            is heading.
        disputes: What speaks against goal or value.
    """

    key: str
    component: str
    name: str
    sign: str
    goal: float
    unit: str
    due: str
    document: str
    case: TargetCase
    now: Reading | None
    before: Reading | None = None
    case_before: TargetCase | None = None
    reason: str = ""
    shortfall: float | None = None
    forecast: float | None = None
    forecast_on: date | None = None
    lacks_forecast: bool = False
    disputes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordChanges:
    """What happened in the register to one kind of record in the period."""

    kind: str
    name: str
    created: int = 0
    updated: int = 0
    confirmed: int = 0
    removed: int = 0


@dataclass(frozen=True)
class HoleFact:
    """A hole of the register as it stood at the end of the period.

    Attributes:
        key: Its number in the register.
        kind: ``white``, ``hollow`` or empty: the official classes.
        state: Code of its state in the register.
    """

    key: str
    place: str
    commune: str
    kind: str
    state: str
    found_on: date | None = None
    operator: str = ""
    promised_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True)
class TaskFact:
    """A task of the register as it stood at the end of the period.

    Attributes:
        key: Its number in the register.
        done_percent: None when nobody has said.
        is_over: Whether it is done or stopped.
    """

    key: str
    name: str
    lead: str
    deadline: date | None
    done_percent: float | None = None
    risk: str = ""
    is_over: bool = False


@dataclass(frozen=True)
class CommuneWithout:
    """People of a commune whom nobody reaches, of those of whom it is known."""

    code: str
    name: str
    people: int
    people_without: int
    places_without: int


@dataclass(frozen=True)
class CoverageState:
    """The computed coverage of the main technology.

    Attributes:
        communes: Those where most people are without, by share.
        places_unknown: Localities of which nobody can tell.
    """

    technology: str
    as_of: str
    reality: Reality
    places: int
    places_without: int
    places_unknown: int
    people_without: int
    communes: tuple[CommuneWithout, ...] = ()


@dataclass(frozen=True)
class KindFreshness:
    """How fresh the records of a kind are.

    Attributes:
        fresh_days: After how many days a record must be confirmed again; None: never.
    """

    kind: str
    name: str
    records: int
    stale: int
    never_confirmed: int
    oldest: date | None
    fresh_days: int | None


@dataclass(frozen=True)
class LayerFact:
    """Where a layer of data comes from."""

    name: str
    as_of: str
    reality: Reality
    source: str


@dataclass(frozen=True)
class PeriodicFacts:
    """What a periodic report is made of.

    Attributes:
        department: Who reports, as a sentence names it.
        until: Day for which it stands: the last of the period, or the day on which a
            report on a running period is made.
        holes: None when the register has no list of them.
        tasks: None likewise.
        begun_later_on: Day on which the register was begun, when that is after
            ``until``: holes and tasks then are those of today.
        coverage: None when none is computed that still holds.
        marks: Sentences about data that are not real.
        map: Of the communes by people without signal; None without a coverage.
    """

    issuer: Issuer
    department: str
    period: ReportPeriod
    until: date
    targets: tuple[TargetLine, ...]
    changes: tuple[RecordChanges, ...] = ()
    holes: tuple[HoleFact, ...] | None = None
    tasks: tuple[TaskFact, ...] | None = None
    begun_later_on: date | None = None
    coverage: CoverageState | None = None
    freshness: tuple[KindFreshness, ...] = ()
    layers: tuple[LayerFact, ...] = ()
    bases: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    map: Figure | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
