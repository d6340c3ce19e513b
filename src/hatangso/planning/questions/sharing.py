"""What operators save by sharing masts and coverage."""

import math
from collections.abc import Sequence

from hatangso.errors import InvalidInputError, Message
from hatangso.model.build_plan import BuildPlan, PlanQuestion
from hatangso.model.sharing import SharingAnswer, SharingSide
from hatangso.model.work import WorkKind

__all__ = ["what_sharing_saves"]


def what_sharing_saves(
    alone: Sequence[tuple[str, BuildPlan]], together: BuildPlan
) -> SharingAnswer:
    """Hold each operator's own plan against one plan for all.

    Args:
        alone: An operator and the cheapest plan with which it reaches the goals by its
            own coverage and its own money, for each.
        together: The cheapest plan with which all of them reach the same goals, when
            the coverage of any of them counts and masts are shared.

    Returns:
        The saving as it is, and the range in which that of the best plans is proven to
        lie. Where the plans do not end with equally many people served, a note says so:
        money is then compared for different results.

    Raises:
        InvalidInputError: No operator is given, one stands twice, a plan answers
            another question than the cheapest plan, or has other goals.
    """
    _require_comparable(alone, together)
    sides = tuple(_side(operator, plan) for operator, plan in alone)
    shared = _side("", together)
    cost_vnd = sum(one.cost_vnd for one in sides)
    bound_vnd = sum(one.bound_vnd for one in sides)
    return SharingAnswer(
        alone=sides,
        together=shared,
        saving_vnd=cost_vnd - shared.cost_vnd,
        least_saving_vnd=bound_vnd - shared.cost_vnd,
        most_saving_vnd=cost_vnd - shared.bound_vnd,
        notes=tuple(
            Message(
                "{operator} alone ends with {people} people served, all together with"
                " {shared}: the saving compares different results",
                {
                    "operator": one.operator,
                    "people": one.people_after,
                    "shared": shared.people_after,
                },
            )
            for one in sides
            if one.people_after != shared.people_after
        ),
    )


def _side(operator: str, plan: BuildPlan) -> SharingSide:
    kinds = [item.work.kind for item in plan.items if not item.work.links]
    return SharingSide(
        operator=operator,
        cost_vnd=plan.cost_vnd,
        # No plan costs a part of a đồng.
        bound_vnd=math.ceil(plan.bound),
        gap_ratio=plan.gap_ratio,
        new_masts=kinds.count(WorkKind.NEW_MAST),
        shared_masts=kinds.count(WorkKind.SHARE),
        works=len(kinds),
        people_after=sum(one.people_after for one in plan.outcomes),
    )


def _require_comparable(
    alone: Sequence[tuple[str, BuildPlan]], together: BuildPlan
) -> None:
    operators = [operator for operator, _ in alone]
    if not operators:
        text = "no operator's own plan is given: give one for each operator"
        raise InvalidInputError(text)
    for operator in operators:
        if operators.count(operator) > 1:
            text = "operator {operator} stands twice: give each its own plan once"
            raise InvalidInputError(text, operator=operator)
    goals = {outcome.goal for outcome in together.goals}
    plans = [*(plan for _, plan in alone), together]
    if any(plan.question is not PlanQuestion.CHEAPEST for plan in plans):
        text = "a saving is told of cheapest plans only; one is the best under a budget"
        raise InvalidInputError(text)
    for operator, plan in alone:
        if {outcome.goal for outcome in plan.goals} != goals:
            text = (
                "{operator} alone has other goals than all together: give both the same"
            )
            raise InvalidInputError(text, operator=operator)
