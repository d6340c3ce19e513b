"""A question to the planner: services, goals, years, money, and what is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hatangso.model.demand import AskedService, Goal

__all__ = ["Aim", "FixedWork", "PlanScenario"]


class Aim(StrEnum):
    """What a plan should be best at."""

    CHEAPEST = "cheapest"
    MOST_PEOPLE = "most_people"


@dataclass(frozen=True)
class FixedWork:
    """A work that the planner has decided on.

    Attributes:
        work_id: Which.
        year: When; None leaves the year open.
    """

    work_id: str
    year: int | None = None


@dataclass(frozen=True)
class PlanScenario:
    """What is asked of the planner.

    Attributes:
        name: Short name, also of the files; letters, digits, ``-`` and ``_``.
        aim: Meet the goals at least cost, or serve most people for the money.
        services: What is planned.
        goals: What must be reached by when; under ``MOST_PEOPLE`` only reported unless
            ``must_meet_goals``.
        years: Ascending, one or more.
        budgets_vnd: What may be spent in each year; None without a limit.
        carries_over: Whether money that a year leaves may be spent later.
        operator: Who builds alone; empty when all share.
        shares_masts: Whether masts of others may be used.
        accepts_satellite: Whether a dish counts as a remedy where nothing else is.
        must_meet_goals: Whether the goals bind under a budget too.
        fixed: Works that are built whatever they cost.
        forbidden: Identifiers of works that are not built.
        weights: What serving one person is worth, by service, whole and 0 or more.
        title_vi: What people call it.
        title_en: Likewise.
    """

    name: str
    aim: Aim
    services: tuple[AskedService, ...]
    goals: tuple[Goal, ...] = ()
    years: tuple[int, ...] = (1,)
    budgets_vnd: tuple[int | None, ...] = (None,)
    carries_over: bool = True
    operator: str = ""
    shares_masts: bool = True
    accepts_satellite: bool = False
    must_meet_goals: bool = False
    fixed: tuple[FixedWork, ...] = ()
    forbidden: tuple[str, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    title_vi: str = ""
    title_en: str = ""
