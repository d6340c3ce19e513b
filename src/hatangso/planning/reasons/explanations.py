"""The reasons of a plan: other ways, what would serve the rest, and what binds."""

from dataclasses import replace

from hatangso.model.build_plan import BuildPlan, LeftOut
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.reasons.alternatives import Replacements
from hatangso.planning.reasons.binding import binding_budgets, binding_goals
from hatangso.planning.reasons.remedies import Remedies
from hatangso.planning.reasons.standing import Standing

__all__ = ["explained"]


def explained(
    plan: BuildPlan,
    problem: BuildProblem,
    *,
    alternatives: int = 3,
    remedies: int | None = None,
) -> BuildPlan:
    """Return a plan with its reasons.

    Args:
        plan: An answer without reasons.
        problem: What it answers.
        alternatives: How many other ways to name for each item at most.
        remedies: For how many of those left out to name a remedy, those with most
            people first; None for all.

    Returns:
        The same plan with the alternatives of each item, the remedies of those left
        out, which goals bind, and notes on the price of goals and budgets.

    Raises:
        InvalidInputError: The plan builds what the problem does not offer.
    """
    standing = Standing(plan, problem)
    replacements = Replacements(standing)
    goals, notes = binding_goals(plan, standing)
    return replace(
        plan,
        items=tuple(
            replace(item, alternatives=replacements.of(item, count=alternatives))
            for item in plan.items
        ),
        goals=goals,
        left_out=_remedied(plan, standing, remedies),
        notes=(*plan.notes, *notes, *binding_budgets(plan, standing)),
    )


def _remedied(
    plan: BuildPlan, standing: Standing, count: int | None
) -> tuple[LeftOut, ...]:
    people = {one.id: one.people for one in standing.problem.wanting}
    most_first = sorted(
        plan.left_out, key=lambda one: (-people[one.demand_id], one.demand_id)
    )
    chosen = {one.demand_id for one in most_first[:count]}
    asked = [one for one in plan.left_out if one.demand_id in chosen]
    found = {one.demand_id: one for one in Remedies(standing).of(asked)}
    return tuple(found.get(one.demand_id, one) for one in plan.left_out)
