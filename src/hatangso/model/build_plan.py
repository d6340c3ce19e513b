"""A plan of what to build in which year, with its proof and its reasons."""

from dataclasses import dataclass, field
from enum import StrEnum

from hatangso.errors import Message
from hatangso.model.demand import AskedService, Goal
from hatangso.model.work import Work

__all__ = [
    "Alternative",
    "BuildItem",
    "BuildPlan",
    "CurvePoint",
    "GoalOutcome",
    "LeftOut",
    "LeftOutReason",
    "PlanQuestion",
    "PlanYear",
    "Remedy",
    "ServiceOutcome",
]


class PlanQuestion(StrEnum):
    """What was asked of the optimiser."""

    CHEAPEST = "cheapest"
    BEST_UNDER_BUDGET = "best_under_budget"


@dataclass(frozen=True)
class Alternative:
    """Another way to serve whom an item serves, and why it was not taken.

    Attributes:
        work_ids: What would be built instead, routes left aside.
        kind: Kind of its first work.
        cost_vnd: What it would cost on its own, its tie to the network included.
        extra_vnd: How much dearer (below 0: cheaper) it is than the item with what only
            the item needs.
        missed: Demands of the item that it would not reach.
    """

    work_ids: tuple[str, ...]
    kind: str
    cost_vnd: int
    extra_vnd: int
    missed: tuple[str, ...] = ()


@dataclass(frozen=True)
class BuildItem:
    """One thing to build.

    Attributes:
        work: What; routes are put together from the links that were chosen.
        year: When it is built.
        gained: Demands that this item satisfies and no earlier item does; empty of
            masts and routes, whose equipment gains.
        gained_people: Inhabitants behind them, one service at a time.
        alternatives: The nearest other ways, cheapest first; none where none exists.
        is_fixed: Whether the planner asked for it.
    """

    work: Work
    year: int
    gained: tuple[str, ...] = ()
    gained_people: int = 0
    alternatives: tuple[Alternative, ...] = ()
    is_fixed: bool = False


@dataclass(frozen=True)
class PlanYear:
    """What a year costs and how far it gets.

    Attributes:
        budget_vnd: What may be spent in it; None without a limit.
        cost_vnd: What is spent.
        people: By service, people served at its end, those of today included.
    """

    year: int
    budget_vnd: int | None
    cost_vnd: int
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class GoalOutcome:
    """What becomes of a goal; amounts in the goal's measure (roads in metres).

    Attributes:
        total: Amount whose coverage is known.
        before: Served today.
        after: Served at the end of the goal's year.
        reachable: The most that all candidates together could serve.
        needed: What the goal asks for.
        is_binding: Whether the plan would be cheaper, or reach more, without it.
    """

    goal: Goal
    total: int
    before: int
    after: int
    reachable: int
    needed: int
    is_binding: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it is reached in time."""
        return self.after >= self.needed


@dataclass(frozen=True)
class ServiceOutcome:
    """What the whole plan does for one service.

    Attributes:
        people_total: All people whose coverage is known.
        people_unknown: People whose coverage nobody can tell.
        places_before: Demands satisfied today (localities, facilities, road samples).
    """

    service: AskedService
    people_before: int
    people_after: int
    people_total: int
    people_unknown: int
    places_before: int
    places_after: int
    places_total: int
    places_unknown: int


class LeftOutReason(StrEnum):
    """Why a demand stays out."""

    NO_CANDIDATE = "no_candidate"
    NO_TIE = "no_tie"
    RULE = "rule"
    BUDGET = "budget"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Remedy:
    """The cheapest way to serve one demand for itself, on top of the plan.

    Attributes:
        works: What would be built, routes included.
        cost_vnd: What it costs more than the plan.
        gained_people: All whom it would serve newly.
    """

    works: tuple[Work, ...]
    cost_vnd: int
    gained_people: int


@dataclass(frozen=True)
class LeftOut:
    """A demand that the plan does not satisfy.

    Attributes:
        demand_id: Which.
        reason: Why.
        remedy: Its own cheapest remedy; None when nothing that was studied reaches it.
    """

    demand_id: str
    reason: LeftOutReason
    remedy: Remedy | None = None


@dataclass(frozen=True)
class CurvePoint:
    """One point of the cost curve: the best result for an amount of money.

    Attributes:
        budget_vnd: What may be spent.
        cost_vnd: What is spent.
        people: People served then, those of today included, summed over the services.
        places: Demands satisfied then, likewise.
        gap_ratio: How far the best possible could lie above, as a share of the people.
    """

    budget_vnd: int
    cost_vnd: int
    people: int
    places: int
    gap_ratio: float


@dataclass(frozen=True)
class BuildPlan:
    """An answer with a proof.

    Attributes:
        question: What was asked.
        services: What is planned, in the order of ``outcomes``.
        objective: Đồng for the cheapest plan; for the best under a budget, people newly
            served, one service at a time, weighed as asked.
        bound: No plan is better than this.
        gap_ratio: |objective - bound| / objective; 0 for an objective of 0.
        cost_vnd: What the plan costs.
        outcomes: What it does for each service.
        years: One for each year, in order.
        items: What to build, by year, then those that gain most people per đồng first.
        goals: What becomes of each goal.
        left_out: Demands known not to be served that the plan does not serve.
        curve: The cost curve; empty when nobody asked for it.
        notes: What the reader must know of an answer that looks odd.
        operator: Who builds alone; empty when all share.
    """

    question: PlanQuestion
    services: tuple[AskedService, ...]
    objective: float
    bound: float
    gap_ratio: float
    cost_vnd: int
    outcomes: tuple[ServiceOutcome, ...]
    years: tuple[PlanYear, ...]
    items: tuple[BuildItem, ...] = ()
    goals: tuple[GoalOutcome, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    curve: tuple[CurvePoint, ...] = field(default=())
    notes: tuple[Message, ...] = ()
    operator: str = ""

    @property
    def budget_vnd(self) -> int | None:
        """Money of all years; None when some year has no limit."""
        budgets = [year.budget_vnd for year in self.years]
        if any(one is None for one in budgets):
            return None
        return sum(one for one in budgets if one is not None)
