from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InfeasibleError
from hatangso.model.plan import BuildKind, Candidate, Plan, PlanItem, PlanQuestion
from hatangso.model.site import Technology
from hatangso.planning.plan import plan_cheapest, plan_under_budget
from hatangso.planning.problem import Demand, PlanningProblem
from hatangso.planning.verifier import faults_of

IDS = [f"L{number}" for number in range(8)]


def candidate(name: str, cost_vnd: int, *covers: str) -> Candidate:
    return Candidate(
        name, BuildKind.NEW_MAST, 106, 22, None, "", 42, 300, 0, cost_vnd, covers
    )


PROBLEM = PlanningProblem(
    technology=Technology.G4,
    demand=tuple(Demand(one, 10 + 3 * at) for at, one in enumerate(IDS)),
    covered=frozenset({"L0"}),
    unknown=frozenset({"L1"}),
    candidates=(
        candidate("A", 5, "L0", "L2", "L3"),
        candidate("B", 4, "L3", "L4"),
        candidate("C", 3, "L1", "L5"),
        candidate("D", 20, "L2", "L3", "L4", "L5"),
        candidate("E", 5, "L4"),
    ),
    conflicts=(("A", "D"), ("B", "E")),
)
PLAN = plan_under_budget(PROBLEM, budget_vnd=12)


@st.composite
def problems(draw: st.DrawFn) -> PlanningProblem:
    names = [f"C{number}" for number in range(draw(st.integers(1, 7)))]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names))
    apart = pairs.filter(lambda pair: pair[0] != pair[1])
    places = st.sets(st.sampled_from(IDS), max_size=5)
    return PlanningProblem(
        technology=Technology.G4,
        demand=tuple(Demand(one, draw(st.integers(0, 300))) for one in IDS),
        covered=frozenset(draw(st.sets(st.sampled_from(IDS[:2])))),
        unknown=frozenset(draw(st.sets(st.sampled_from(IDS[2:4])))),
        candidates=tuple(
            candidate(name, draw(st.integers(1, 30)), *sorted(draw(places)))
            for name in names
        ),
        conflicts=tuple(draw(st.lists(apart, max_size=4)) if len(names) > 1 else ()),
    )


@settings(max_examples=80, deadline=None)
@given(problems(), st.integers(1, 80), st.floats(0, 1))
def test_every_plan_passes_the_second_look(
    problem: PlanningProblem, budget_vnd: int, goal_ratio: float
) -> None:
    assert faults_of(plan_under_budget(problem, budget_vnd=budget_vnd), problem) == []
    assert faults_of(plan_cheapest(problem), problem) == []
    try:
        plan = plan_cheapest(problem, goal_ratio=goal_ratio)
    except InfeasibleError:
        return
    assert faults_of(plan, problem) == []


def item(name: str, *gained: str, people: int) -> PlanItem:
    offered = {one.id: one for one in PROBLEM.candidates}
    return PlanItem(offered[name], gained, people)


def cheaper(plan: Plan) -> Plan:
    """Return the plan with its first item at half the price, the sum in step."""
    first = plan.items[0]
    half_vnd = first.candidate.cost_vnd // 2
    candidate = replace(first.candidate, cost_vnd=half_vnd)
    return replace(
        plan,
        items=(replace(first, candidate=candidate), *plan.items[1:]),
        cost_vnd=plan.cost_vnd - first.candidate.cost_vnd + half_vnd,
    )


def with_rival(plan: Plan) -> Plan:
    """Return the plan with both of a pair that excludes each other, all else right."""
    return replace(
        plan,
        items=(*plan.items, item("E", people=0)),
        cost_vnd=plan.cost_vnd + 5,
        budget_vnd=99,
    )


def twice(plan: Plan) -> Plan:
    again = replace(plan.items[0], gained=(), gained_people=0)
    cost_vnd = plan.cost_vnd + again.candidate.cost_vnd
    return replace(plan, items=(*plan.items, again), cost_vnd=cost_vnd, budget_vnd=99)


def counting_the_covered(plan: Plan) -> Plan:
    """Return the plan with a locality gained that is covered today."""
    at = next(i for i, one in enumerate(plan.items) if one.candidate.id == "A")
    first = plan.items[at]
    more = replace(
        first,
        gained=("L0", *first.gained),
        gained_people=first.gained_people + 10,
    )
    items = (*plan.items[:at], more, *plan.items[at + 1 :])
    return replace(plan, items=items)


def test_the_plan_that_is_to_be_spoilt_is_right() -> None:
    assert faults_of(PLAN, PROBLEM) == []
    assert {one.candidate.id for one in PLAN.items} == {"A", "B", "C"}


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda plan: replace(plan, technology=Technology.G5), "technology"),
        (cheaper, "item"),
        (twice, "item"),
        (with_rival, "conflict"),
        (lambda plan: replace(plan, cost_vnd=plan.cost_vnd - 1), "cost"),
        (lambda plan: replace(plan, budget_vnd=11), "budget"),
        (lambda plan: replace(plan, budget_vnd=None), "budget"),
        (counting_the_covered, "gained"),
        (lambda plan: replace(plan, items=plan.items[::-1]), "gained"),
        (lambda plan: replace(plan, people_after=plan.people_after + 1), "people"),
        (lambda plan: replace(plan, people_before=0), "people"),
        (lambda plan: replace(plan, people_total=plan.people_total + 13), "people"),
        (lambda plan: replace(plan, left_out=("L6",)), "left out"),
        (lambda plan: replace(plan, left_out=(*plan.left_out, "L1")), "left out"),
        (lambda plan: replace(plan, goal_ratio=0.99), "goal"),
        (lambda plan: replace(plan, bound=plan.bound - 1), "bound"),
        (lambda plan: replace(plan, objective=plan.objective + 1), "bound"),
        (lambda plan: replace(plan, gap_ratio=0.5), "bound"),
        (lambda plan: replace(plan, question=PlanQuestion.CHEAPEST), "bound"),
    ],
)
def test_a_spoilt_plan_is_found_out(spoil: Callable[[Plan], Plan], rule: str) -> None:
    faults = faults_of(spoil(PLAN), PROBLEM)

    assert any(fault.startswith(rule) for fault in faults)
