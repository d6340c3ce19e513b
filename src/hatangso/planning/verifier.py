"""A second look at a plan, as simple as can be.

It shares no arithmetic with the optimiser: sets and sums over what the problem says,
one rule after the other.
"""

from hatangso.model.plan import Plan, PlanQuestion
from hatangso.planning.problem import PlanningProblem

__all__ = ["faults_of"]


def faults_of(plan: Plan, problem: PlanningProblem) -> list[str]:
    """Return what a plan says or does against its problem; nothing when it is right.

    Args:
        plan: The plan.
        problem: What was asked.

    Returns:
        One line for every fault, beginning with the word for the rule: ``technology``,
        ``item``, ``conflict``, ``cost``, ``budget``, ``gained``, ``people``,
        ``left out``, ``goal`` or ``bound``.
    """
    faults = []
    if plan.technology is not problem.technology:
        faults.append(f"technology: {plan.technology} for {problem.technology}")
    faults += _faults_of_items(plan, problem)
    faults += _faults_of_money(plan)
    faults += _faults_of_people(plan, problem)
    faults += _faults_of_proof(plan)
    return faults


def _faults_of_items(plan: Plan, problem: PlanningProblem) -> list[str]:
    faults = []
    offered = {candidate.id: candidate for candidate in problem.candidates}
    built: set[str] = set()
    for item in plan.items:
        name = item.candidate.id
        if offered.get(name) != item.candidate:
            faults.append(f"item: {name} is not offered like that")
        if name in built:
            faults.append(f"item: {name} is built twice")
        built.add(name)
    for one, other in problem.conflicts:
        if one in built and other in built:
            faults.append(f"conflict: {one} and {other} exclude each other")
    return faults


def _faults_of_money(plan: Plan) -> list[str]:
    faults = []
    cost_vnd = sum(item.candidate.cost_vnd for item in plan.items)
    if cost_vnd != plan.cost_vnd:
        faults.append(f"cost: the items cost {cost_vnd}, not {plan.cost_vnd}")
    if plan.budget_vnd is not None and cost_vnd > plan.budget_vnd:
        faults.append(f"budget: {cost_vnd} is more than {plan.budget_vnd}")
    if plan.question is PlanQuestion.BEST_UNDER_BUDGET and plan.budget_vnd is None:
        faults.append("budget: none is named")
    return faults


def _faults_of_people(plan: Plan, problem: PlanningProblem) -> list[str]:
    faults = []
    people = {locality.id: locality.people for locality in problem.demand}
    wanting = set(people) - problem.covered - problem.unknown
    reached: set[str] = set()
    for item in plan.items:
        new = (set(item.candidate.covers) & wanting) - reached
        reached |= new
        if new != set(item.gained) or len(item.gained) != len(new):
            faults.append(f"gained: {item.candidate.id} adds {sorted(new)}")
        if item.gained_people != sum(people[one] for one in new):
            faults.append(f"gained: people of {item.candidate.id}")
    before = sum(people[one] for one in problem.covered)
    after = before + sum(people[one] for one in reached)
    total = sum(people[one] for one in people if one not in problem.unknown)
    if (plan.people_before, plan.people_after, plan.people_total) != (
        before,
        after,
        total,
    ):
        faults.append(f"people: {before} before, {after} after, {total} in all")
    if sorted(plan.left_out) != sorted(wanting - reached):
        faults.append(f"left out: {sorted(wanting - reached)}")
    if plan.goal_ratio is not None and after < plan.goal_ratio * total * (1 - 1e-12):
        faults.append(f"goal: {after} of {total} is less than {plan.goal_ratio}")
    return faults


def _faults_of_proof(plan: Plan) -> list[str]:
    if plan.question is PlanQuestion.CHEAPEST:
        is_right, value = plan.bound <= plan.objective, float(plan.cost_vnd)
    else:
        is_right, value = plan.bound >= plan.objective, float(plan.people_after)
    faults = []
    if plan.objective != value:
        faults.append(f"bound: the objective is {value}, not {plan.objective}")
    if not is_right:
        faults.append(f"bound: {plan.objective} passes the bound {plan.bound}")
    gap_ratio = abs(plan.objective - plan.bound) / (plan.objective or 1)
    if plan.objective and abs(gap_ratio - plan.gap_ratio) > 1e-12:  # noqa: PLR2004
        faults.append(f"bound: the gap is {gap_ratio}, not {plan.gap_ratio}")
    return faults
