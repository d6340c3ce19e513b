"""How a plan holds when prices change: the same question asked again."""

from collections import Counter
from collections.abc import Sequence

from hatangso.errors import InfeasibleError
from hatangso.model.build_plan import BuildPlan, PlanQuestion
from hatangso.model.sensitivity import (
    ScenarioAnswer,
    ScenarioOutcome,
    Sensitivity,
    WorkStability,
)
from hatangso.model.work import Work
from hatangso.planning.build_plans import plan_cheapest, plan_under_budget
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.covering.binary_program import Effort

__all__ = ["sensitivity"]


def sensitivity(
    scenarios: Sequence[tuple[str, BuildProblem]],
    plan: BuildPlan,
    *,
    effort: Effort | None = None,
) -> Sensitivity:
    """Plan again under scenarios of prices and tell what stays.

    A work counts as the same when its identifier is the same.

    Args:
        scenarios: A name and the same problem at other prices, for each scenario.
        plan: The base plan; its question is asked again.
        effort: When the solver may stop early; by size when not given.

    Returns:
        An outcome for every scenario; one whose goals cannot be paid for at its prices
        has a refusal in the place of an answer.
    """
    outcomes = tuple(
        _outcome(name, problem, plan, effort) for name, problem in scenarios
    )
    stays = Counter(
        work for one in outcomes if one.answer is not None for work in one.answer.kept
    )
    works = [
        WorkStability(work.id, work.kind, work.cost_vnd, stays[work.id])
        for work in _works(plan)
    ]
    return Sensitivity(
        base_cost_vnd=plan.cost_vnd,
        scenarios=outcomes,
        works=tuple(sorted(works, key=lambda one: (-one.stays, one.work_id))),
    )


def _outcome(
    name: str, problem: BuildProblem, plan: BuildPlan, effort: Effort | None
) -> ScenarioOutcome:
    base_cost_vnd = _cost_vnd(plan, problem)
    try:
        again = (
            plan_cheapest(problem, effort=effort)
            if plan.question is PlanQuestion.CHEAPEST
            else plan_under_budget(problem, effort=effort)
        )
    except InfeasibleError as error:
        return ScenarioOutcome(name, base_cost_vnd, None, error.message)
    return ScenarioOutcome(name, base_cost_vnd, _answer(plan, again))


def _answer(plan: BuildPlan, again: BuildPlan) -> ScenarioAnswer:
    base, now = ([work.id for work in _works(one)] for one in (plan, again))
    return ScenarioAnswer(
        cost_vnd=again.cost_vnd,
        objective=again.objective,
        bound=again.bound,
        gap_ratio=again.gap_ratio,
        people_after=sum(one.people_after for one in again.outcomes),
        kept=tuple(sorted({*base} & {*now})),
        dropped=tuple(sorted({*base} - {*now})),
        added=tuple(sorted({*now} - {*base})),
    )


def _cost_vnd(plan: BuildPlan, problem: BuildProblem) -> int | None:
    """Return what a plan costs at the prices of a problem; None where it does not."""
    work_vnd = {one.id: one.cost_vnd for one in problem.works}
    link_vnd = {one.id: one.cost_vnd for one in problem.links}
    works = [work.id for work in _works(plan)]
    links = [link for item in plan.items for link in item.work.links]
    if not ({*works} <= work_vnd.keys() and {*links} <= link_vnd.keys()):
        return None
    return sum(work_vnd[one] for one in works) + sum(link_vnd[one] for one in links)


def _works(plan: BuildPlan) -> list[Work]:
    return [item.work for item in plan.items if not item.work.links]
