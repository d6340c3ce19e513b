"""Plans of one service and one moment, told as plans over services and years."""

from hatangso.model.build_plan import (
    BuildItem,
    BuildPlan,
    CurvePoint,
    GoalOutcome,
    LeftOut,
    LeftOutReason,
    PlanQuestion,
    PlanYear,
    ServiceOutcome,
)
from hatangso.model.demand import AskedService, Demand, Goal, Measure
from hatangso.model.plan import Plan, PlanItem
from hatangso.model.work import Work, WorkKind

__all__ = ["as_build_plan"]


def as_build_plan(plan: Plan) -> BuildPlan:
    """Return the same plan with one service and one year."""
    service = AskedService(str(plan.technology), plan.technology)
    goals = () if plan.goal_ratio is None else (_goal(plan, plan.goal_ratio),)
    return BuildPlan(
        question=PlanQuestion(plan.question),
        services=(service,),
        objective=plan.objective,
        bound=plan.bound,
        gap_ratio=plan.gap_ratio,
        cost_vnd=plan.cost_vnd,
        outcomes=(
            ServiceOutcome(
                service,
                plan.people_before,
                plan.people_after,
                plan.people_total,
                plan.people_unknown,
                0,
                0,
                0,
                0,
            ),
        ),
        years=(PlanYear(1, plan.budget_vnd, plan.cost_vnd, (plan.people_after,)),),
        items=tuple(_item(plan, one) for one in plan.items),
        goals=goals,
        left_out=tuple(_left_out(plan, one) for one in plan.left_out),
        curve=tuple(
            CurvePoint(
                one.budget_vnd, one.cost_vnd, one.people, one.localities, one.gap_ratio
            )
            for one in plan.curve
        ),
        notes=plan.notes,
    )


def _goal(plan: Plan, ratio: float) -> GoalOutcome:
    goal = Goal(str(plan.technology), Measure.PEOPLE, ratio, 1)
    needed = min(round(ratio * plan.people_total), plan.people_after)
    return GoalOutcome(
        goal,
        plan.people_total,
        plan.people_before,
        plan.people_after,
        plan.people_after,
        needed,
    )


def _item(plan: Plan, item: PlanItem) -> BuildItem:
    candidate, service = item.candidate, str(plan.technology)
    work = Work(
        id=candidate.id,
        kind=WorkKind(str(candidate.kind)),
        service=service,
        lon_deg=candidate.lon_deg,
        lat_deg=candidate.lat_deg,
        cost_vnd=candidate.cost_vnd,
        site_id=candidate.site_id,
        operator=candidate.operator,
        antenna_height_m=candidate.antenna_height_m,
        ground_m=candidate.ground_m,
        road_distance_m=candidate.road_distance_m,
        grid_distance_m=candidate.grid_distance_m,
        covers=tuple(Demand.id_of(service, one) for one in candidate.covers),
    )
    gained = tuple(Demand.id_of(service, one) for one in item.gained)
    return BuildItem(work, 1, gained, item.gained_people)


def _left_out(plan: Plan, place_id: str) -> LeftOut:
    is_cheapest = PlanQuestion(plan.question) is PlanQuestion.CHEAPEST
    reason = LeftOutReason.NOT_NEEDED if is_cheapest else LeftOutReason.BUDGET
    if place_id in plan.unreachable:
        reason = LeftOutReason.NO_CANDIDATE
    return LeftOut(Demand.id_of(str(plan.technology), place_id), reason)
