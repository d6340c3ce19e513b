"""Plans with a proof: the cheapest to a goal, the best for a budget, the curve."""

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from hatangso.errors import InfeasibleError, InvalidInputError, Message
from hatangso.model.plan import CurvePoint, Plan, PlanItem, PlanQuestion
from hatangso.planning.binary_program import Effort
from hatangso.planning.cover import best_cover, cheapest_cover
from hatangso.planning.instance import Selection
from hatangso.planning.problem import PlanningProblem

__all__ = ["cost_curve", "plan_cheapest", "plan_under_budget"]

_NAMED_LOCALITIES = 20
_FEWEST_POINTS, _FEW_POINTS, _USUAL_POINTS = 2, 5, 12
# So many pairs of a candidate and a locality make a point take many seconds.
_HUGE_COVERS = 500_000
# A thousandth cannot be seen on a drawn curve.
_CURVE_EFFORT = Effort(gap_ratio=0.001, nodes=500)
_LARGE_CURVE_EFFORT = Effort(gap_ratio=0.01, nodes=1)
_LARGE_DEMANDS = 500


def plan_cheapest(
    problem: PlanningProblem,
    *,
    goal_ratio: float | None = None,
    effort: Effort | None = None,
) -> Plan:
    """Return the cheapest plan that brings the covered share of people to a goal.

    Args:
        problem: What is asked.
        goal_ratio: Share to reach of the people whose coverage is known, 0 to 1; None
            asks for all that can be reached.
        effort: When the solver may stop early; by size when not given.

    Returns:
        The plan; of equally cheap ones, the one that covers most people.

    Raises:
        InvalidInputError: The goal is not a share.
        InfeasibleError: No plan reaches the goal; the message names the most that can
            be reached and the localities that nothing reaches.
    """
    _require_something_known(problem)
    if goal_ratio is None:
        need = _all_in_reach(problem, effort).objective
    elif 0 <= goal_ratio <= 1:
        need = _people_needed(problem, goal_ratio) - problem.people_before
    else:
        text = "the goal must lie between 0 and 1; it is {value}"
        raise InvalidInputError(text, value=goal_ratio)
    selection = cheapest_cover(problem.instance, need=need, effort=effort)
    if selection is None:
        raise _out_of_reach(problem, goal_ratio, effort)
    notes = []
    if not selection.chosen:
        notes = _nothing_to_build(
            problem, Message("the goal is reached today: nothing needs to be built")
        )
    plan = _plan(
        problem,
        selection,
        question=PlanQuestion.CHEAPEST,
        goal_ratio=goal_ratio,
        notes=notes,
    )
    if goal_ratio is None and plan.people_total:
        return replace(plan, goal_ratio=plan.people_after / plan.people_total)
    return plan


def plan_under_budget(
    problem: PlanningProblem, *, budget_vnd: int, effort: Effort | None = None
) -> Plan:
    """Return the plan that covers most people for a budget.

    Args:
        problem: What is asked.
        budget_vnd: What may be spent, above 0.
        effort: When the solver may stop early; by size when not given.

    Returns:
        The plan; of equally good ones, the one that covers most localities, then the
        cheapest. A budget that buys nothing gives an empty plan with a note.

    Raises:
        InvalidInputError: The budget is not above zero.
        InfeasibleError: Of no locality anything is known.
    """
    if not budget_vnd > 0 or not math.isfinite(budget_vnd):
        text = "the budget must be a number above zero; it is {value}"
        raise InvalidInputError(text, value=budget_vnd)
    _require_something_known(problem)
    selection = best_cover(
        problem.instance, budget_vnd=math.floor(budget_vnd), effort=effort
    )
    return _plan(
        problem,
        selection,
        question=PlanQuestion.BEST_UNDER_BUDGET,
        budget_vnd=math.floor(budget_vnd),
        notes=_budget_notes(problem, budget_vnd, selection),
    )


def cost_curve(
    problem: PlanningProblem,
    *,
    points: int | None = None,
    effort: Effort | None = None,
) -> tuple[CurvePoint, ...]:
    """Return what growing amounts of money buy, from nothing to all that is in reach.

    The amounts grow with the square of their number, because the first ones buy most.
    More money never buys less. The people and localities of a point include those who
    are covered today.

    Args:
        problem: What is asked.
        points: Number of points, 2 or more; one when there is nothing to buy. When not
            given, 12, or 5 where each would take many seconds.
        effort: When the solver may stop early; when not given, at 0.1 per cent, or at
            1 per cent of the people gained
            when more than 500 localities are uncovered.

    Raises:
        InvalidInputError: Fewer than two points are asked for.
    """
    if points is None:
        is_huge = problem.instance.covers.nnz > _HUGE_COVERS
        points = _FEW_POINTS if is_huge else _USUAL_POINTS
    if points < _FEWEST_POINTS:
        text = "a curve needs {fewest} points or more; {value} were asked for"
        raise InvalidInputError(text, fewest=_FEWEST_POINTS, value=points)
    instance = problem.instance
    full = _all_in_reach(problem, effort)
    is_large = instance.demands > _LARGE_DEMANDS
    effort = effort or (_LARGE_CURVE_EFFORT if is_large else _CURVE_EFFORT)
    curve = [_curve_point(problem, Selection((), 0, 0), budget_vnd=0)]
    chosen: tuple[int, ...] = ()
    full_vnd = instance.total_cost_vnd(full.chosen)
    for number in range(1, points - 1 if full.chosen else 0):
        budget_vnd = full_vnd * number**2 // (points - 1) ** 2
        selection = best_cover(
            instance, budget_vnd=budget_vnd, effort=effort, start=chosen
        )
        chosen = selection.chosen
        curve.append(_curve_point(problem, selection, budget_vnd=budget_vnd))
    if full.chosen:
        curve.append(_curve_point(problem, full, budget_vnd=full_vnd))
    return tuple(curve)


def _require_something_known(problem: PlanningProblem) -> None:
    """Refuse to plan for people of whom nothing is known."""
    if problem.unknown and len(problem.unknown) == len(problem.demand):
        raise InfeasibleError(
            "the coverage of all {count} localities is unknown: nothing can be planned"
            " before the terrain reaches them",
            count=len(problem.unknown),
        )


def _nothing_to_build(problem: PlanningProblem, message: Message) -> list[Message]:
    """Say that nothing needs to be built, and for whom that was not examined."""
    if not problem.unknown:
        return [message]
    return [
        Message(
            "all whose coverage is known are served as asked; {people} people in"
            " {count} localities cannot be judged for want of terrain",
            {"people": problem.people_unknown, "count": len(problem.unknown)},
        )
    ]


def _people_needed(problem: PlanningProblem, goal_ratio: float) -> int:
    # The shortest decimal is what was meant: 0.9 of 10 people are 9, not 10.
    share = Fraction(repr(float(goal_ratio)))
    return math.ceil(share * problem.people_total)


def _all_in_reach(problem: PlanningProblem, effort: Effort | None) -> Selection:
    """Return the cheapest selection of those that cover most people.

    Its objective and bound are people.
    """
    instance = problem.instance
    gain = problem.people_reachable - problem.people_before
    selection = cheapest_cover(instance, need=gain, effort=effort)
    if selection is not None:
        return Selection(selection.chosen, gain, gain)
    everything_vnd = max(1, int(instance.cost_vnd.sum()))
    return best_cover(instance, budget_vnd=everything_vnd, effort=effort)


def _out_of_reach(
    problem: PlanningProblem, goal_ratio: float | None, effort: Effort | None
) -> InfeasibleError:
    most = _all_in_reach(problem, effort)
    people = problem.people_before + most.bound
    named = problem.unreachable[:_NAMED_LOCALITIES]
    # Rounded down, so that the ratio named can really be asked for.
    ratio = math.floor(10_000 * people / problem.people_total) / 10_000
    text = (
        "a share of {goal_ratio} of the people cannot be reached: the most is"
        " {reachable_ratio} ({reachable_people} of {people_total} people);"
        " no candidate reaches {unreachable} localities ({named}{more});"
        " lower the goal or add candidates for them"
    )
    rest = len(problem.unreachable) - len(named)
    return InfeasibleError(
        text,
        goal_ratio=goal_ratio,
        reachable_ratio=ratio,
        reachable_people=people,
        people_total=problem.people_total,
        unreachable=len(problem.unreachable),
        named=", ".join(named),
        more=f" + {rest}" if rest else "",
    )


def _budget_notes(
    problem: PlanningProblem, budget_vnd: float, selection: Selection
) -> list[Message]:
    if selection.chosen:
        return []
    instance = problem.instance
    useful_vnd = instance.cost_vnd[np.asarray(instance.covers.sum(axis=1)) > 0]
    if not problem.uncovered:
        return _nothing_to_build(
            problem, Message("everybody is covered today: nothing needs to be built")
        )
    if not useful_vnd.size:
        return [Message("no candidate reaches anybody who is not covered today")]
    text = (
        "the budget of {budget_vnd} đồng buys nothing; the cheapest candidate costs"
        " {cheapest_vnd} đồng"
    )
    values = {"budget_vnd": budget_vnd, "cheapest_vnd": int(useful_vnd.min())}
    return [Message(text, values)]


def _curve_point(
    problem: PlanningProblem, selection: Selection, *, budget_vnd: int
) -> CurvePoint:
    instance = problem.instance
    is_covered = instance.covered_by(selection.chosen)
    people = problem.people_before + int(instance.people[is_covered].sum())
    return CurvePoint(
        budget_vnd=budget_vnd,
        cost_vnd=instance.total_cost_vnd(selection.chosen),
        people=people,
        localities=len(problem.covered) + int(instance.places[is_covered].sum()),
        gap_ratio=_gap_ratio(people, problem.people_before + selection.bound),
    )


def _plan(
    problem: PlanningProblem,
    selection: Selection,
    *,
    question: PlanQuestion,
    notes: Sequence[Message],
    goal_ratio: float | None = None,
    budget_vnd: int | None = None,
) -> Plan:
    instance = problem.instance
    is_covered = instance.covered_by(selection.chosen)
    left_out = tuple(
        locality.id
        for locality, reached in zip(problem.uncovered, is_covered, strict=True)
        if not reached
    )
    is_cheapest = question is PlanQuestion.CHEAPEST
    offset = 0 if is_cheapest else problem.people_before
    objective, bound = selection.objective + offset, selection.bound + offset
    return Plan(
        technology=problem.technology,
        question=question,
        objective=float(objective),
        bound=float(bound),
        gap_ratio=_gap_ratio(objective, bound),
        cost_vnd=instance.total_cost_vnd(selection.chosen),
        people_before=problem.people_before,
        people_after=problem.people_before + int(instance.people[is_covered].sum()),
        people_total=problem.people_total,
        goal_ratio=goal_ratio,
        budget_vnd=budget_vnd,
        items=_items(problem, selection.chosen),
        left_out=left_out,
        unreachable=problem.unreachable,
        notes=tuple(notes),
        people_unknown=problem.people_unknown,
    )


def _gap_ratio(objective: int, bound: int) -> float:
    return abs(objective - bound) / objective if objective else 0.0


def _items(problem: PlanningProblem, chosen: Sequence[int]) -> tuple[PlanItem, ...]:
    """Return the chosen candidates, those that gain most people per đồng first."""
    instance = problem.instance
    is_covered = np.zeros(instance.demands, dtype=bool)
    left, items = list(chosen), []

    def rank(option: int) -> tuple[float, float, int]:
        new = instance.demands_of(option)[~is_covered[instance.demands_of(option)]]
        cost = int(instance.cost_vnd[option])
        return -int(instance.people[new].sum()) / cost, -new.size / cost, option

    while left:
        option = min(left, key=rank)
        left.remove(option)
        demands = instance.demands_of(option)
        new = np.sort(demands[~is_covered[demands]])
        is_covered[new] = True
        gained = tuple(problem.uncovered[one].id for one in new.tolist())
        people = int(instance.people[new].sum())
        items.append(PlanItem(problem.ordered_candidates[option], gained, people))
    return tuple(items)
