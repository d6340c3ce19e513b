from dataclasses import replace

import pytest
from hypothesis import given, settings

from hatangso.errors import InfeasibleError, InvalidInputError
from hatangso.model.build_plan import LeftOutReason, PlanQuestion
from hatangso.model.demand import Goal, Measure
from hatangso.planning.build_plans import plan_cheapest, plan_under_budget
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.build_verifier import faults_of
from hatangso.planning.reasons.explanations import explained
from tiny_build_problem import (
    build_problem,
    demand,
    fibre,
    plan_of,
    problems,
    work,
)


def village_problem(**more: object) -> BuildProblem:
    return build_problem(
        [
            work("town", 5, "town"),
            work("mill", 8, "town mill"),
            work("hamlet", 40, "hamlet", node="hill"),
        ],
        places=[demand("town", 900), demand("mill", 50), demand("hamlet", 100)],
        links=[fibre("road", "", "hill", 60)],
        **more,
    )


def test_a_plan_gets_other_ways_remedies_and_what_binds() -> None:
    problem = village_problem(goals=(Goal("4G", Measure.PEOPLE, 0.8, 1),))
    plan = plan_cheapest(problem)

    found = explained(plan, problem)

    (item,) = found.items
    assert [one.work_ids for one in item.alternatives] == [("mill",)]
    assert [one.is_binding for one in found.goals] == [True]
    costs = {one.demand_id: one.remedy.cost_vnd for one in found.left_out if one.remedy}
    assert costs == {"4G:mill": 8, "4G:hamlet": 100}
    assert {one.reason for one in found.left_out} == {LeftOutReason.NOT_NEEDED}
    assert len(found.notes) == 1 + len(plan.notes)


def test_remedies_go_to_those_with_most_people_first() -> None:
    problem = village_problem()
    plan = plan_of(problem)

    found = explained(plan, problem, remedies=2, alternatives=0)

    named = [one.demand_id for one in found.left_out if one.remedy]
    assert named == ["4G:hamlet", "4G:town"]
    assert not any(one.remedy for one in explained(plan, problem, remedies=0).left_out)


def test_a_problem_of_another_plan_is_refused() -> None:
    plan = plan_of(village_problem(), ["hamlet"], ["road"])
    other = build_problem([work("town", 5, "town")], places=village_problem().demand)

    with pytest.raises(InvalidInputError, match="builds hamlet, which its problem"):
        explained(plan, other)


def test_a_plan_that_builds_nothing_has_nothing_to_explain() -> None:
    problem = village_problem(covered=frozenset({"4G:town", "4G:mill", "4G:hamlet"}))
    plan = plan_of(problem)

    assert explained(plan, problem) == plan


@settings(max_examples=60, deadline=None)
@given(problems())
def test_no_way_that_misses_nobody_beats_a_proven_plan(problem: BuildProblem) -> None:
    asked = replace(problem, goals=(Goal("4G", Measure.LOCALITIES, None, 1),))
    plan = plan_cheapest(asked)
    found = explained(plan, asked, alternatives=99)

    assert plan.gap_ratio == 0
    assert faults_of(found, asked) == []
    assert explained(plan, asked, alternatives=99) == found
    for item in found.items:
        assert all(one.extra_vnd >= 0 for one in item.alternatives if not one.missed)
        assert all(set(one.missed) <= set(item.gained) for one in item.alternatives)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_what_is_left_out_for_want_of_money_has_a_remedy_that_is_too_dear(
    problem: BuildProblem,
) -> None:
    asked = replace(problem, budgets_vnd=(15,))
    plan = plan_under_budget(asked)
    found = explained(plan, asked)

    assert plan.question is PlanQuestion.BEST_UNDER_BUDGET
    people = {one.id: one.people for one in asked.wanting}
    left_vnd = 15 - plan.cost_vnd
    for one in found.left_out:
        if one.remedy and people[one.demand_id] and plan.gap_ratio == 0:
            assert one.remedy.cost_vnd > left_vnd
        if one.reason is LeftOutReason.NO_CANDIDATE:
            assert one.remedy is None


@settings(max_examples=40, deadline=None)
@given(problems())
def test_a_goal_that_binds_makes_the_plan_dearer(problem: BuildProblem) -> None:
    goals = (
        Goal("4G", Measure.PEOPLE, 0.5, 1),
        Goal("4G", Measure.LOCALITIES, 0.6, 1),
    )
    asked = replace(problem, goals=goals)
    try:
        plan = plan_cheapest(asked)
    except InfeasibleError:
        return
    found = explained(plan, asked)
    saved = iter([note.values for note in found.notes if "saved_bn" in note.values])
    for at, outcome in enumerate(found.goals):
        if outcome.is_binding:
            without = plan_cheapest(replace(asked, goals=(goals[1 - at],)))
            saved_vnd = round(float(str(next(saved)["saved_bn"])) * 1_000_000_000)
            assert 0 < saved_vnd <= plan.cost_vnd - without.cost_vnd
