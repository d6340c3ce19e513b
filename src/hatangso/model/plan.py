"""What to build: candidates, and a plan with its proof."""

from dataclasses import dataclass, field
from enum import StrEnum

from hatangso.errors import Message
from hatangso.model.site import Technology

__all__ = ["BuildKind", "Candidate", "CurvePoint", "Plan", "PlanItem", "PlanQuestion"]


class BuildKind(StrEnum):
    """How a service can be brought nearer."""

    UPGRADE = "upgrade"
    SHARE = "share"
    NEW_MAST = "new_mast"


class PlanQuestion(StrEnum):
    """What was asked of the optimiser."""

    CHEAPEST = "cheapest"
    BEST_UNDER_BUDGET = "best_under_budget"


@dataclass(frozen=True)
class Candidate:
    """Something that could be built.

    Attributes:
        id: Unique among the candidates.
        kind: Upgrade a service on an own mast, share another's mast, or a new mast.
        site_id: The existing site; None for a new mast.
        operator: Who would run it; empty when it is left open.
        antenna_height_m: Above the ground.
        ground_m: Ground above sea level.
        road_distance_m: To the nearest road.
        cost_vnd: Estimated cost in đồng.
        covers: Identifiers of the localities that it would bring to the level asked.
        grid_distance_m: To the power that it would be connected to; 0 on a site.
        backhaul_distance_m: To the site that it would be connected to; 0 on a site.
    """

    id: str
    kind: BuildKind
    lon_deg: float
    lat_deg: float
    site_id: str | None
    operator: str
    antenna_height_m: float
    ground_m: float
    road_distance_m: float
    cost_vnd: int
    covers: tuple[str, ...] = ()
    grid_distance_m: float = 0.0
    backhaul_distance_m: float = 0.0


@dataclass(frozen=True)
class PlanItem:
    """One thing to build, in the order of what it buys.

    Attributes:
        gained: Localities that this item covers and no earlier item does.
        gained_people: Their inhabitants.
    """

    candidate: Candidate
    gained: tuple[str, ...]
    gained_people: int


@dataclass(frozen=True)
class CurvePoint:
    """One point of the cost curve: the best result for an amount of money.

    Attributes:
        budget_vnd: What may be spent.
        cost_vnd: What is spent.
        people: People covered then, those of today included.
        localities: Localities covered then, those of today included.
        gap_ratio: How far the best possible could lie above, as a share of the people.
    """

    budget_vnd: int
    cost_vnd: int
    people: int
    localities: int
    gap_ratio: float


@dataclass(frozen=True)
class Plan:
    """An answer with a proof.

    Attributes:
        technology: The service that is planned.
        question: What was asked.
        goal_ratio: Share of the people (of those whose coverage is known) to reach;
            None when a budget was asked.
        budget_vnd: Money that may be spent; None when a goal was asked.
        objective: Đồng for the cheapest plan, people for the best under a budget.
        bound: No plan is better than this.
        gap_ratio: (objective - bound) / objective, as a positive share.
        cost_vnd: What the plan costs.
        people_before: People covered today.
        people_after: People covered when all is built.
        people_total: All people whose coverage is known.
        items: What to build.
        left_out: Uncovered localities that the plan does not reach.
        unreachable: Those of them that no candidate reaches.
        curve: The cost curve.
        notes: What the reader must know of an answer that looks odd.
        people_unknown: People whose coverage nobody can tell; nothing is planned for
            them.
    """

    technology: Technology
    question: PlanQuestion
    objective: float
    bound: float
    gap_ratio: float
    cost_vnd: int
    people_before: int
    people_after: int
    people_total: int
    goal_ratio: float | None = None
    budget_vnd: int | None = None
    items: tuple[PlanItem, ...] = ()
    left_out: tuple[str, ...] = ()
    unreachable: tuple[str, ...] = ()
    curve: tuple[CurvePoint, ...] = field(default=())
    notes: tuple[Message, ...] = ()
    people_unknown: int = 0
