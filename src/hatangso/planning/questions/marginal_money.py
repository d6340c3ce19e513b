"""What a little more money buys."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.model.build_plan import BuildPlan, CurvePoint, PlanQuestion
from hatangso.model.marginal_money import MarginalMoney
from hatangso.planning.build_plans import plan_under_budget
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.covering.binary_program import Effort

__all__ = ["marginal"]


def marginal(
    problem: BuildProblem,
    plan: BuildPlan,
    *,
    step_vnd: int,
    effort: Effort | None = None,
) -> MarginalMoney:
    """Return what a plan could do better with some more money.

    Years are left aside: all money may be spent at once, and every goal stays. The
    money is that of all years, or what the plan costs when a year has no limit or the
    cheapest plan was asked for; so a cheapest plan may gain something for nothing.

    Args:
        problem: What the plan answers.
        plan: The plan at hand.
        step_vnd: How much more money, above 0.
        effort: When the solver may stop early; by size when not given.

    Raises:
        InvalidInputError: The step is not above 0.
    """
    if not step_vnd > 0:
        text = "the step of money must be above zero; it is {value}"
        raise InvalidInputError(text, value=step_vnd)
    limit_vnd = plan.budget_vnd
    if limit_vnd is None or plan.question is PlanQuestion.CHEAPEST:
        limit_vnd = plan.cost_vnd
    better = plan_under_budget(
        _at_once(problem, limit_vnd + step_vnd), effort=effort, start=plan
    )
    base, now = _served(plan), _served(better)
    asked = {one.id: one for one in problem.wanting}
    base_worth = sum(problem.people_worth(asked[one]) for one in base)
    works, more = _works(plan), _works(better)
    return MarginalMoney(
        step_vnd=step_vnd,
        budget_vnd=limit_vnd + step_vnd,
        cost_vnd=better.cost_vnd,
        people_more=sum(asked[one].people for one in now)
        - sum(asked[one].people for one in base),
        places_more=len(now) - len(base),
        worth_more=int(better.objective) - base_worth,
        most_worth_more=int(better.bound) - base_worth,
        added=tuple(sorted(more - works)),
        dropped=tuple(sorted(works - more)),
        curve_people=_curve_people(plan.curve, limit_vnd, step_vnd),
    )


def _at_once(problem: BuildProblem, budget_vnd: int) -> BuildProblem:
    last = problem.years[-1]
    return replace(
        problem,
        years=(last,),
        budgets_vnd=(budget_vnd,),
        goals=tuple(replace(goal, year=last) for goal in problem.goals),
        watched=(),
        fixed=tuple(replace(one, year=None) for one in problem.fixed),
    )


def _served(plan: BuildPlan) -> set[str]:
    return {demand for item in plan.items for demand in item.gained}


def _works(plan: BuildPlan) -> set[str]:
    return {item.work.id for item in plan.items if not item.work.links}


def _curve_people(
    curve: Sequence[CurvePoint], money_vnd: int, step_vnd: int
) -> float | None:
    """Return by how much a curve rises over a step; None beyond its ends."""
    if not curve or not curve[0].budget_vnd <= money_vnd <= curve[-1].budget_vnd:
        return None
    budgets = [one.budget_vnd for one in curve]
    people = [one.people for one in curve]
    before, after = np.interp([money_vnd, money_vnd + step_vnd], budgets, people)
    return float(after - before)
