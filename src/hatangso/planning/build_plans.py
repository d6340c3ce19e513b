"""Plans over years with a proof: the cheapest to goals, the best for money, the curve.

Costs do not change with the years, so the best of one moment, with all goals and all
money, is a bound for every plan over years. When it can be spread over the years, it is
the best plan; where it cannot, works and years are looked for together.
"""

from collections.abc import Sequence
from dataclasses import replace

from hatangso.errors import InfeasibleError, InvalidInputError
from hatangso.model.build_plan import BuildPlan, CurvePoint, PlanQuestion
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.network.cover import best_network, cheapest_network
from hatangso.planning.network.instance import NetworkInstance, NetworkSelection
from hatangso.planning.plan_record import gap_ratio, recorded_plan
from hatangso.planning.plan_refusals import (
    goals_exclude_each_other,
    out_of_reach,
    require_possible_fixed,
    require_something_known,
    too_dear,
    too_little_in_a_year,
)
from hatangso.planning.reasons.plan_notes import notes_on
from hatangso.planning.years.goal_needs import (
    Target,
    goal_targets,
    most_within,
    needs_of,
)
from hatangso.planning.years.routes import is_free
from hatangso.planning.years.schedule import extra_money_vnd
from hatangso.planning.years.year_money import caps_vnd
from hatangso.planning.years.year_search import (
    Question,
    best_of_moment,
    chosen_of,
    instance_until,
    over_years,
    whole_budget_vnd,
)

__all__ = ["cost_curve", "plan_cheapest", "plan_under_budget"]

_FEWEST_POINTS, _FEW_POINTS, _SOME_POINTS, _USUAL_POINTS = 2, 5, 8, 12
# So many pairs of a work and a demand make a point take many seconds.
_HUGE_COVERS = 500_000
# A thousandth cannot be seen on a drawn curve.
_CURVE_EFFORT = Effort(gap_ratio=0.001, nodes=500)
_LARGE_CURVE_EFFORT = Effort(gap_ratio=0.01, nodes=1)
_LARGE_DEMANDS = 500


def plan_cheapest(problem: BuildProblem, *, effort: Effort | None = None) -> BuildPlan:
    """Return the cheapest plan that reaches every goal by its year.

    What a goal asks for by an early year also holds later.

    Args:
        problem: What is asked.
        effort: When the solver may stop early; by size when not given.

    Raises:
        InvalidInputError: A work is fixed twice.
        InfeasibleError: No plan reaches the goals within the money; the message names
            what is missing and what could give way.
    """
    question = _question(problem, PlanQuestion.CHEAPEST, effort)
    first = best_of_moment(question)
    if first is None:
        raise _unreachable(question)
    return _answer(question, first)


def plan_under_budget(
    problem: BuildProblem,
    *,
    effort: Effort | None = None,
    start: BuildPlan | None = None,
) -> BuildPlan:
    """Return the plan that serves most people for the money of all years.

    Goals of the problem are kept. Of plans that serve equally many in the end, the one
    is taken that serves them early.

    Args:
        problem: What is asked; people weigh as its services do.
        effort: When the solver may stop early; by size when not given.
        start: A plan that is known, from the same works and links.

    Raises:
        InvalidInputError: A work is fixed twice.
        InfeasibleError: The goals, or what is fixed, cannot be had for the money.
    """
    question = _question(problem, PlanQuestion.BEST_UNDER_BUDGET, effort)
    first = best_of_moment(question, _selection_of(problem, start))
    if first is None:
        raise _refusal(question)
    return _answer(question, first)


def cost_curve(
    problem: BuildProblem,
    *,
    points: int | None = None,
    effort: Effort | None = None,
) -> tuple[CurvePoint, ...]:
    """Return what growing amounts of money buy, from nothing to all that is in reach.

    Years and goals are left aside. The amounts grow with the square of their number,
    because the first ones buy most; the first one pays for what is fixed. More money
    never buys less.

    Args:
        problem: What is asked.
        points: Number of points, 2 or more; one when there is nothing to buy. When not
            given, 12, 8 where each takes seconds, or 5 where many.
        effort: When the solver may stop early; when not given, at 0.1 per cent, or at
            1 per cent when more than 500 demands are not served.

    Raises:
        InvalidInputError: Fewer than two points are asked for.
        InfeasibleError: What is fixed breaks a rule.
    """
    require_possible_fixed(problem)
    instance = NetworkInstance.of(problem)
    is_large = instance.cover.demands > _LARGE_DEMANDS
    if points is None:
        points = _SOME_POINTS if is_large else _USUAL_POINTS
        if instance.cover.covers.nnz > _HUGE_COVERS:
            points = _FEW_POINTS
    if points < _FEWEST_POINTS:
        text = "a curve needs {fewest} points or more; {value} were asked for"
        raise InvalidInputError(text, fewest=_FEWEST_POINTS, value=points)
    effort = effort or (_LARGE_CURVE_EFFORT if is_large else _CURVE_EFFORT)
    least = cheapest_network(instance, (), effort=effort)
    full = best_network(instance, budget_vnd=_total_vnd(instance), effort=effort)
    if least is None or full is None:
        raise too_little_in_a_year(None)
    least_vnd = chosen_of(problem, least.options, least.links).cost_vnd
    full_vnd = chosen_of(problem, full.options, full.links).cost_vnd
    curve, known = [], least
    for number in range(points if full_vnd > least_vnd else 1):
        extra_vnd = (full_vnd - least_vnd) * number**2 // (points - 1) ** 2
        if number == points - 1:
            known = full
        else:
            known = (
                best_network(
                    instance,
                    budget_vnd=least_vnd + extra_vnd,
                    effort=effort,
                    start=known if number else None,
                )
                or known
            )
        curve.append(_curve_point(problem, known, budget_vnd=least_vnd + extra_vnd))
    return tuple(curve)


def _question(
    problem: BuildProblem, kind: PlanQuestion, effort: Effort | None
) -> Question:
    require_something_known(problem)
    require_possible_fixed(problem)
    instance = NetworkInstance.of(problem)
    targets = goal_targets(problem, instance, effort=effort)
    return Question(kind, problem, instance, targets, effort)


def _answer(question: Question, first: NetworkSelection) -> BuildPlan:
    """Spread the best of one moment over the years, or look for what fits them."""
    plan = over_years(question, first)
    if plan is None:
        raise _refusal(question)
    bound, is_cheapest = first.bound, question.kind is PlanQuestion.CHEAPEST
    if plan.bound is not None:
        bound = max(bound, plan.bound) if is_cheapest else min(bound, plan.bound)
    problem = question.problem
    watched = replace(problem, goals=problem.watched, watched=())
    targets = (*question.targets, *goal_targets(watched, question.instance))
    return recorded_plan(
        problem,
        plan.chosen,
        plan.years,
        question=question.kind,
        bound=bound,
        targets=targets,
        notes=notes_on(
            problem,
            plan.chosen,
            targets,
            question=question.kind,
            budget_vnd=whole_budget_vnd(question),
        ),
    )


def _total_vnd(instance: NetworkInstance) -> int:
    return int(instance.cover.cost_vnd.sum() + instance.links.cost_vnd.sum())


def _selection_of(
    problem: BuildProblem, plan: BuildPlan | None
) -> NetworkSelection | None:
    """Return what a known plan builds, in the numbers of the problem."""
    if plan is None:
        return None
    work = {one.id: at for at, one in enumerate(problem.ordered_works)}
    link = {one.id: at for at, one in enumerate(problem.ordered_links)}
    built = [item.work for item in plan.items]
    links = [one for work in built for one in work.links]
    if not {*links} <= link.keys():
        return None
    free = {at for at, one in enumerate(problem.ordered_links) if is_free(one)}
    return NetworkSelection(
        tuple(sorted(work[one.id] for one in built if one.id in work)),
        tuple(sorted({link[one] for one in links} | free)),
        objective=int(plan.objective),
        bound=int(plan.bound),
    )


def _unreachable(question: Question) -> InfeasibleError:
    """Return the refusal of goals that nothing reaches, whatever it costs."""
    for target in question.targets:
        if target.needed > target.most:
            return out_of_reach(question.problem, target)
    given = _giving_way(question, question.instance, question.targets, None)
    return goals_exclude_each_other(*given) if given else goals_exclude_each_other()


def _giving_way(
    question: Question,
    instance: NetworkInstance,
    targets: Sequence[Target],
    budget_vnd: int | None,
) -> tuple[Target, int] | None:
    """Return a goal that could be lowered so that all can be reached, and to what.

    One that would have to be given up altogether comes last.
    """
    given_up = None
    for target in targets:
        others = needs_of(one for one in targets if one is not target)
        found = most_within(
            instance,
            target.weight,
            needs=others,
            budget_vnd=budget_vnd,
            effort=question.effort,
        )
        if found is None or target.before + found[0] >= target.needed:
            continue
        if target.before + found[0]:
            return target, target.before + found[0]
        given_up = given_up or (target, 0)
    return given_up


def _refusal(question: Question) -> InfeasibleError:
    """Return the refusal of what the years' money does not pay."""
    problem = question.problem
    due = {one.goal.year for one in question.targets}
    due |= {one.year for one in problem.fixed if one.year is not None}
    last = problem.years[-1]
    cheapest = None
    for year, cap_vnd in zip(problem.years, caps_vnd(problem), strict=True):
        if year not in {*due, last}:
            continue
        whole = question.instance
        instance = whole if year == last else instance_until(question, year)
        needs = question.needs_until(year)
        cheapest = cheapest_network(instance, needs, effort=question.effort)
        if cheapest is None:
            return _unreachable(question)
        if cap_vnd is not None and cheapest.bound > cap_vnd:
            return _too_dear(question, instance, year, cheapest.bound, cap_vnd)
    if cheapest is None:
        return too_little_in_a_year(None)
    chosen = chosen_of(problem, cheapest.options, cheapest.links)
    return too_little_in_a_year(extra_money_vnd(problem, chosen, question.year_needs))


def _too_dear(
    question: Question,
    instance: NetworkInstance,
    year: int,
    cheapest_vnd: int,
    cap_vnd: int,
) -> InfeasibleError:
    fixed = cheapest_network(instance, (), effort=question.effort)
    if fixed is not None and fixed.bound > cap_vnd:
        return too_dear(
            year=year, cheapest_vnd=fixed.bound, budget_vnd=cap_vnd, is_for_fixed=True
        )
    targets = [one for one in question.targets if one.goal.year <= year]
    target, reachable = _giving_way(question, instance, targets, cap_vnd) or (None, 0)
    return too_dear(
        year=year,
        cheapest_vnd=cheapest_vnd,
        budget_vnd=cap_vnd,
        target=target,
        reachable=reachable,
    )


def _curve_point(
    problem: BuildProblem, selection: NetworkSelection, *, budget_vnd: int
) -> CurvePoint:
    chosen = chosen_of(problem, selection.options, selection.links)
    served = {demand for work in chosen.works for demand in work.covers}
    new = [one for one in problem.wanting if one.id in served]
    before = [one for one in problem.demand if one.id in problem.covered]
    worth = sum(problem.people_worth(one) for one in (*before, *new))
    open_worth = max(0, selection.bound - selection.objective)
    return CurvePoint(
        budget_vnd=budget_vnd,
        cost_vnd=chosen.cost_vnd,
        people=sum(one.people for one in (*before, *new)),
        places=len(before) + len(new),
        gap_ratio=gap_ratio(worth, worth + open_worth),
    )
