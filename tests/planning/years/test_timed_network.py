from dataclasses import replace

import numpy as np
import pytest

from build_examples import fibre, hop, mast, place, share, valley, work
from hatangso.errors import InfeasibleError
from hatangso.model.work import NETWORK, WorkKind
from hatangso.planning.build_plans import plan_cheapest, plan_under_budget
from hatangso.planning.build_problem import BuildProblem, FixedWork
from hatangso.planning.build_verifier import faults_of
from hatangso.planning.covering.binary_program import (
    BinaryProgram,
    Effort,
    Solution,
    solve,
)
from hatangso.planning.network.instance import Need
from hatangso.planning.years import timed_network
from hatangso.planning.years.timed_network import Aim, Pool, YearNeed, build_over_years

FULL = Effort(gap_ratio=0.0, nodes=1_000)


def island(*budgets: int | None, **changes: object) -> BuildProblem:
    """Return places that cheap glass joins to each other, but not to the network."""
    links = (
        fibre("ab1", "a", "b", 1), fibre("ab2", "b", "a", 1), fibre("bc", "b", "c", 1),
        fibre("ca", "c", "a", 1), fibre("far", NETWORK, "c", 50),
        hop("hop", NETWORK, "a", 60), fibre("cd", "d", "c", 1),
    )  # fmt: skip
    return valley(
        demand=(place("4G", "a", 10), place("4G", "b", 20), place("4G", "d", 5)),
        covered=frozenset(),
        unknown=frozenset(),
        works=(work("WA", 3, "4G:a", node="a"), work("WB", 3, "4G:b", node="b"),
               work("WD", 3, "4G:d", node="d")),
        links=links,
        years=tuple(range(2026, 2026 + len(budgets))),
        budgets_vnd=budgets,
        **changes,
    )  # fmt: skip


def all_of(problem: BuildProblem, year: int, amount: int = 35) -> YearNeed:
    people = np.array([one.people for one in problem.wanting])
    return YearNeed(Need(people, amount), year)


def pool(problem: BuildProblem) -> Pool:
    return Pool(problem.ordered_works, problem.ordered_links)


def test_links_that_only_lean_on_each_other_tie_nothing() -> None:
    problem = island(None)

    answer = build_over_years(
        problem, pool(problem), needs=[all_of(problem, 2026)], aim=Aim.CHEAPEST,
        effort=FULL,
    )  # fmt: skip

    assert answer is not None
    assert {"far", "bc", "cd"} <= answer.links.keys()
    assert len(answer.links) == 4
    assert answer.bound == 9 + 50 + 3


def test_every_year_is_tied_by_what_stands_by_then() -> None:
    problem = island(57, 60)

    answer = build_over_years(
        problem, pool(problem), needs=[all_of(problem, 2026, 20)], aim=Aim.EARLY,
        effort=FULL,
    )  # fmt: skip

    assert answer is not None
    assert (answer.works["WB"], answer.links["far"], answer.links["bc"]) == (2026,) * 3
    assert set(answer.works.values()) == {2026, 2027}


def test_costs_too_large_for_the_solver_are_scaled() -> None:
    problem = island(None)
    huge = replace(
        problem,
        works=tuple(
            replace(one, cost_vnd=10**12 + at) for at, one in enumerate(problem.works)
        ),
    )

    answer = build_over_years(
        huge, pool(huge), needs=[all_of(huge, 2026)], aim=Aim.CHEAPEST, effort=FULL
    )

    assert answer is not None
    most_vnd = 3 * 10**12 + 3 + 53
    assert most_vnd - 10**6 < answer.bound <= most_vnd


def test_a_need_that_nothing_meets_has_no_answer() -> None:
    problem = island(None)

    assert build_over_years(
        problem, pool(problem), needs=[all_of(problem, 2026, 36)], aim=Aim.CHEAPEST,
        effort=FULL,
    ) is None  # fmt: skip


@pytest.mark.parametrize("carries_over", [True, False])
def test_answers_right_within_tolerances_only_are_asked_again(
    monkeypatch: pytest.MonkeyPatch,
    carries_over: bool,  # noqa: FBT001 - a case
) -> None:
    problem = island(30, 25, carries_over=carries_over)
    tied = replace(
        problem,
        works=tuple(replace(one, node=NETWORK, cost_vnd=20) for one in problem.works),
        links=(),
    )
    calls = []

    def careless(program: BinaryProgram, *, effort: Effort) -> Solution | None:
        """Answer with everything in the first year, then with nothing, then right."""
        calls.append(program)
        if len(calls) > 2:
            return solve(program, effort=effort)
        is_one = np.full(program.binaries, len(calls) == 1)
        return Solution(is_one, bound=-1e9)

    monkeypatch.setattr(timed_network, "solve", careless)

    answer = build_over_years(
        tied, pool(tied), needs=[all_of(tied, 2027, 30)], aim=Aim.MOST, effort=FULL
    )

    assert answer is not None
    assert len(calls) == 3
    assert set(answer.works) == {"WA", "WB"}
    assert carries_over or sorted(answer.works.values()) == [2026, 2027]


def test_a_search_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timed_network, "_MAX_ROUNDS", 1)
    problem = island(None)

    assert build_over_years(
        problem, pool(problem), needs=[all_of(problem, 2026)], aim=Aim.CHEAPEST,
        effort=FULL,
    ) is None  # fmt: skip


# Large questions are answered by ways of building and their mixture.


def stepwise() -> BuildProblem:
    """Return a question whose first year can pay for the poorer work only."""
    return BuildProblem(
        services=valley().services,
        demand=(place("4G", "a", 10), place("4G", "b", 10)),
        covered=frozenset(),
        unknown=frozenset(),
        works=(work("BOTH", 100, "4G:a", "4G:b"), work("A", 40, "4G:a"),
               work("B", 70, "4G:b", node="x")),
        links=(fibre("l", NETWORK, "x", 5),),
        goals=(share("4G", 0.5, 2026), share("4G", 1.0, 2028)),
        years=(2026, 2027, 2028),
        budgets_vnd=(50, 30, 40),
    )  # fmt: skip


@pytest.mark.parametrize(("small", "large"), [(0, 20_000), (0, 0), (500, 20_000)])
def test_large_questions_find_what_small_ones_do(
    monkeypatch: pytest.MonkeyPatch, small: int, large: int
) -> None:
    monkeypatch.setattr("hatangso.planning.years.year_search._SMALL_VARIABLES", small)
    monkeypatch.setattr("hatangso.planning.years.year_search._LARGE_VARIABLES", large)
    problem = stepwise()

    plan = plan_cheapest(problem)
    rich = plan_under_budget(problem)

    assert plan.cost_vnd == rich.cost_vnd == 115
    assert plan.bound == (100 if small == 0 else 115)
    assert faults_of(plan, problem) == faults_of(rich, problem) == []


@pytest.mark.parametrize("small", [0, 500])
def test_money_that_cannot_be_kept_leaves_out_what_does_not_fit(
    monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr("hatangso.planning.years.year_search._SMALL_VARIABLES", small)
    problem = replace(
        stepwise(), goals=(), budgets_vnd=(60, 45, 60), carries_over=False,
        fixed=(FixedWork("A", 2027),),
    )  # fmt: skip

    plan = plan_under_budget(problem)

    assert {item.work.id: item.year for item in plan.items} == {"A": 2027}
    assert plan.objective == plan.bound == 10
    assert faults_of(plan, problem) == []


def road_of(*costs_vnd: int) -> BuildProblem:
    """Return a work at the end of a road, where money of a year cannot be kept."""
    nodes = [NETWORK, *(f"n{at}" for at in range(len(costs_vnd)))]
    return BuildProblem(
        services=valley().services,
        demand=(place("4G", "a", 10),),
        covered=frozenset(),
        unknown=frozenset(),
        works=(work("A", 5, "4G:a", node=nodes[-1]),),
        links=tuple(
            fibre(f"l{at}", nodes[at], nodes[at + 1], vnd)
            for at, vnd in enumerate(costs_vnd)
        ),
        years=(2026, 2027, 2028),
        budgets_vnd=(20, 20, 20),
        carries_over=False,
    )


def test_a_road_that_no_year_pays_for_is_built_in_stages() -> None:
    problem = road_of(10, 10, 10, 10)

    plan = plan_under_budget(problem)

    routes = [(one.work.links, one.year) for one in plan.items if one.work.links]
    assert sorted(one for links, _ in routes for one in links) == [
        "l0", "l1", "l2", "l3",
    ]  # fmt: skip
    assert 1 < len(routes) < 4
    assert plan.objective == plan.bound == 10
    assert faults_of(plan, problem) == []


def test_a_link_that_no_year_pays_for_is_not_built() -> None:
    plan = plan_under_budget(road_of(10, 21, 9))

    assert plan.items == ()
    assert plan.bound == 0


def test_several_goals_that_cost_too_much_together_are_told() -> None:
    problem = BuildProblem(
        services=valley().services,
        demand=(place("4G", "a", 10), place("5G-100", "b", 10), place("fibre", "c", 9)),
        covered=frozenset(),
        unknown=frozenset(),
        works=(work("A", 40, "4G:a"), work("B", 40, "5G-100:b"),
               work("C", 40, "fibre:c")),
        goals=tuple(share(one, 1.0, 1) for one in ("4G", "5G-100", "fibre")),
        budgets_vnd=(40,),
    )  # fmt: skip

    with pytest.raises(InfeasibleError, match="lower more than one goal"):
        plan_cheapest(problem)


def test_masts_on_a_chain_of_hops_are_built_from_the_network_outwards() -> None:
    masts = [mast(f"M{at}", 10, f"n{at}") for at in range(4)]
    gear = [
        work(f"E{at}", 1 + at, f"4G:{at}", kind=WorkKind.EQUIPMENT, needs=f"M{at}",
             node=f"n{at}")
        for at in range(4)
    ]  # fmt: skip
    links = [hop("h0", NETWORK, "n0", 5)]
    links += [hop(f"h{at}", f"n{at - 1}", f"n{at}", 5, needs=f"M{at - 1}")
              for at in range(1, 4)]  # fmt: skip
    problem = BuildProblem(
        services=valley().services,
        demand=tuple(place("4G", f"{at}", 1 + 9**at) for at in range(4)),
        covered=frozenset(),
        unknown=frozenset(),
        works=(*masts, *gear),
        links=tuple(links),
        goals=(share("4G", 0.5, 2029),),
        years=(2026, 2027, 2028, 2029),
        budgets_vnd=(16, 16, 16, 20),
    )

    plan = plan_cheapest(problem)

    assert faults_of(plan, problem) == []
    assert {item.work.id for item in plan.items} >= {"M0", "M1", "M2", "M3", "E3"}
    assert plan.cost_vnd == 64
