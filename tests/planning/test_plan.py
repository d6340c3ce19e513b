from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InfeasibleError, InvalidInputError
from hatangso.model.plan import BuildKind, Candidate
from hatangso.model.site import Technology
from hatangso.planning.plan import cost_curve, plan_cheapest, plan_under_budget
from hatangso.planning.problem import Demand, PlanningProblem


def candidate(name: str, cost_vnd: int, *covers: str) -> Candidate:
    return Candidate(
        name, BuildKind.NEW_MAST, 106, 22, None, "", 42, 300, 0, cost_vnd, covers
    )


def small() -> PlanningProblem:
    """Return five localities: one covered, one unknown, one out of reach."""
    return PlanningProblem(
        technology=Technology.G4,
        demand=(
            Demand("here", 600),
            Demand("dark", 5_000),
            Demand("near", 200),
            Demand("next", 150),
            Demand("lost", 50),
        ),
        covered=frozenset({"here"}),
        unknown=frozenset({"dark"}),
        candidates=(
            candidate("both", 1_500, "near", "next"),
            candidate("one", 400, "near", "dark"),
            candidate("two", 900, "next", "here"),
        ),
    )


@st.composite
def problems(draw: st.DrawFn) -> PlanningProblem:
    ids = [f"L{number}" for number in range(draw(st.integers(2, 6)))]
    # Of the first locality something is known: of nothing at all no plan is made.
    states = ["o", *(draw(st.sampled_from("cuoo")) for _ in ids[1:])]
    names = [f"C{number}" for number in range(draw(st.integers(1, 6)))]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names))
    different = pairs.filter(lambda pair: pair[0] != pair[1])
    return PlanningProblem(
        technology=Technology.G4,
        demand=tuple(Demand(one, draw(st.integers(0, 500))) for one in ids),
        covered=frozenset(one for one, s in zip(ids, states, strict=True) if s == "c"),
        unknown=frozenset(one for one, s in zip(ids, states, strict=True) if s == "u"),
        candidates=tuple(
            candidate(
                name,
                draw(st.integers(1, 30)) * 1_000_000,
                *sorted(draw(st.sets(st.sampled_from(ids), max_size=4))),
            )
            for name in names
        ),
        conflicts=tuple(draw(st.lists(different, max_size=2)))
        if len(names) > 1
        else (),
    )


def cheapest_cost(problem: PlanningProblem, goal_ratio: float) -> float:
    try:
        return plan_cheapest(problem, goal_ratio=goal_ratio).cost_vnd
    except InfeasibleError:
        return float("inf")


def test_cheapest_plan_takes_the_pair_that_costs_less() -> None:
    plan = plan_cheapest(small(), goal_ratio=0.95)

    assert [item.candidate.id for item in plan.items] == ["one", "two"]
    assert (plan.objective, plan.bound, plan.gap_ratio) == (1_300, 1_300, 0)
    assert (plan.people_before, plan.people_after, plan.people_total) == (
        600,
        950,
        1_000,
    )
    assert plan.left_out == plan.unreachable == ("lost",)


def test_items_stand_in_the_order_of_people_per_dong() -> None:
    items = plan_cheapest(small(), goal_ratio=0.95).items

    assert [(item.gained, item.gained_people) for item in items] == [
        (("near",), 200),
        (("next",), 150),
    ]


def test_goal_that_decimals_write_exactly_needs_no_extra_person() -> None:
    assert plan_cheapest(small(), goal_ratio=0.8).people_after == 800


def test_budget_buys_the_most_people() -> None:
    plan = plan_under_budget(small(), budget_vnd=1_000)

    assert [item.candidate.id for item in plan.items] == ["one"]
    assert (plan.objective, plan.bound) == (800, 800)
    assert plan.left_out == ("lost", "next")
    assert plan.budget_vnd == 1_000


def test_goal_out_of_reach_names_the_most_and_the_lost_localities() -> None:
    with pytest.raises(InfeasibleError) as caught:
        plan_cheapest(small(), goal_ratio=1.0)

    values = caught.value.message.values
    assert values["reachable_ratio"] == 0.95
    assert values["reachable_people"] == 950
    assert "lost" in str(caught.value)
    assert "lower the goal" in str(caught.value)
    plan_cheapest(small(), goal_ratio=float(str(values["reachable_ratio"])))


def test_at_most_twenty_lost_localities_are_named() -> None:
    lost = tuple(Demand(f"L{number:02d}", 10) for number in range(30))
    problem = PlanningProblem(
        Technology.G4, lost, frozenset(), frozenset(), candidates=()
    )

    with pytest.raises(InfeasibleError, match=r"L19 \+ 10") as caught:
        plan_cheapest(problem, goal_ratio=0.5)

    assert "L20" not in str(caught.value)


def test_masts_too_near_each_other_limit_what_can_be_reached() -> None:
    problem = replace(
        small(), candidates=small().candidates[1:], conflicts=(("one", "two"),)
    )

    with pytest.raises(InfeasibleError) as caught:
        plan_cheapest(problem, goal_ratio=0.95)

    assert caught.value.message.values["reachable_people"] == 800
    assert cost_curve(problem)[-1].people == 800


def test_budget_below_the_cheapest_candidate_gives_an_empty_plan_and_a_note() -> None:
    plan = plan_under_budget(small(), budget_vnd=399)

    assert plan.items == ()
    assert plan.cost_vnd == 0
    assert "400" in str(plan.notes[0])
    assert plan.objective == plan.bound == 600


def test_everybody_covered_needs_nothing() -> None:
    problem = replace(small(), covered=frozenset({"here", "near", "next", "lost"}))

    assert plan_cheapest(problem, goal_ratio=1.0).cost_vnd == 0
    assert plan_cheapest(problem, goal_ratio=1.0).notes
    assert plan_under_budget(problem, budget_vnd=10**9).items == ()
    assert plan_under_budget(problem, budget_vnd=10**9).notes
    assert len(cost_curve(problem)) == 1


def test_province_without_anybody_known_needs_nothing() -> None:
    problem = PlanningProblem(Technology.G4, (), frozenset(), frozenset(), ())

    assert plan_cheapest(problem, goal_ratio=1.0).people_total == 0
    assert plan_under_budget(problem, budget_vnd=1).items == ()


@pytest.mark.parametrize("budget_vnd", [0, -5, float("nan"), float("inf")])
def test_budget_not_above_zero_is_refused(budget_vnd: int) -> None:
    with pytest.raises(InvalidInputError, match=str(budget_vnd)):
        plan_under_budget(small(), budget_vnd=budget_vnd)


@pytest.mark.parametrize("goal_ratio", [-0.1, 1.01, 95, float("nan")])
def test_goal_that_is_no_share_is_refused(goal_ratio: float) -> None:
    with pytest.raises(InvalidInputError, match=str(goal_ratio)):
        plan_cheapest(small(), goal_ratio=goal_ratio)


def test_curve_of_one_point_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="2 points"):
        cost_curve(small(), points=1)


def test_curve_runs_from_today_to_all_that_is_in_reach() -> None:
    curve = cost_curve(small(), points=6)

    assert (curve[0].cost_vnd, curve[0].people, curve[0].localities) == (0, 600, 1)
    assert (curve[-1].cost_vnd, curve[-1].people) == (1_300, 950)
    assert len(curve) == 6


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"demand": (Demand("here", 1), Demand("here", 2))}, "stands 2 times"),
        ({"demand": (Demand("here", -1),)}, "does not exist"),
        ({"covered": frozenset({"nowhere"})}, "nowhere"),
        ({"unknown": frozenset({"here"})}, "both covered and unknown"),
        ({"candidates": (candidate("free", 0),)}, "above zero"),
        ({"candidates": (candidate("odd", 1, "nowhere"),)}, "nowhere"),
        ({"conflicts": (("one", "gone"),)}, "gone"),
        ({"conflicts": (("one", "one"),)}, "itself"),
    ],
)
def test_problem_that_does_not_fit_together_is_refused(
    changes: dict[str, object], words: str
) -> None:
    with pytest.raises(InvalidInputError, match=words):
        replace(small(), **changes)  # type: ignore[arg-type]


def test_people_below_zero_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="got -1"):
        replace(small(), demand=(*small().demand, Demand("less", -1)))


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(1, 60), st.integers(0, 60))
def test_more_money_never_reaches_fewer_people(
    problem: PlanningProblem, budget: int, more: int
) -> None:
    less = plan_under_budget(problem, budget_vnd=budget * 1_000_000)
    rich = plan_under_budget(problem, budget_vnd=(budget + more) * 1_000_000)

    assert less.people_after <= rich.people_after
    assert less.cost_vnd <= less.budget_vnd
    assert less.gap_ratio == 0


@settings(max_examples=40, deadline=None)
@given(problems(), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_goal_is_never_cheaper(
    problem: PlanningProblem, one: float, other: float
) -> None:
    low, high = sorted((one, other))

    assert cheapest_cost(problem, low) <= cheapest_cost(problem, high)


@settings(max_examples=40, deadline=None)
@given(problems(), st.floats(0, 1), st.integers(1, 60))
def test_another_candidate_helps_and_another_conflict_does_not(
    problem: PlanningProblem, goal: float, budget: int
) -> None:
    fewer = {one.id for one in problem.candidates[:-1]}
    poorer = replace(
        problem,
        candidates=problem.candidates[:-1],
        conflicts=tuple(p for p in problem.conflicts if fewer.issuperset(p)),
    )
    freer = replace(problem, conflicts=())

    costs = [cheapest_cost(one, goal) for one in (freer, problem, poorer)]
    assert costs == sorted(costs)
    people = [
        plan_under_budget(one, budget_vnd=budget * 1_000_000).people_after
        for one in (poorer, problem, freer)
    ]
    assert people == sorted(people)


@settings(max_examples=30, deadline=None)
@given(problems())
def test_curve_never_falls_and_the_order_of_the_input_does_not_matter(
    problem: PlanningProblem,
) -> None:
    curve = cost_curve(problem, points=5)
    turned = replace(
        problem, demand=problem.demand[::-1], candidates=problem.candidates[::-1]
    )

    for before, after in pairwise(curve):
        assert before.people <= after.people
        assert before.budget_vnd <= after.budget_vnd
    assert all(point.cost_vnd <= point.budget_vnd for point in curve)
    assert cost_curve(turned, points=5) == curve


def test_without_a_goal_the_cheapest_plan_reaches_all_that_can_be_reached() -> None:
    demand = tuple(Demand(name, 10) for name in ("A", "B", "C"))
    problem = PlanningProblem(
        technology=Technology.G4,
        demand=demand,
        covered=frozenset(),
        unknown=frozenset(),
        candidates=(
            candidate("one", 5, "A"),
            candidate("two", 9, "A", "B"),
        ),
    )
    plan = plan_cheapest(problem)
    assert [item.candidate.id for item in plan.items] == ["two"]
    assert plan.unreachable == ("C",)
    assert plan.goal_ratio == pytest.approx(2 / 3)


def test_nothing_is_planned_where_nothing_is_known() -> None:
    demand = (Demand("A", 10), Demand("B", 20))
    unknown = frozenset({"A", "B"})
    problem = PlanningProblem(Technology.G4, demand, frozenset(), unknown, ())
    with pytest.raises(InfeasibleError, match="all 2 localities is unknown"):
        plan_cheapest(problem)
    with pytest.raises(InfeasibleError, match="all 2 localities is unknown"):
        plan_under_budget(problem, budget_vnd=1)


def test_an_empty_plan_names_those_whom_it_is_silent_on() -> None:
    demand = (Demand("A", 10), Demand("B", 20))
    problem = PlanningProblem(
        Technology.G4, demand, frozenset({"A"}), frozenset({"B"}), ()
    )
    for plan in (plan_cheapest(problem), plan_under_budget(problem, budget_vnd=1)):
        assert plan.people_unknown == 20
        assert "20 people in 1 localities cannot be judged" in str(plan.notes[0])
