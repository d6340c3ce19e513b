from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import Message
from hatangso.language import translate
from hatangso.model.build_plan import BuildPlan, PlanQuestion
from hatangso.model.demand import Goal, Measure
from hatangso.planning.build_problem import BuildProblem, FixedWork
from hatangso.planning.reasons.binding import binding_budgets, binding_goals
from hatangso.planning.reasons.standing import Standing
from tiny_build_problem import (
    build_problem,
    cost_of,
    demand,
    fibre,
    outcome_of,
    plan_of,
    planned,
    without_idle,
    work,
)

PEOPLE, VILLAGES = Measure.PEOPLE, Measure.LOCALITIES


def told(plan: BuildPlan, problem: BuildProblem) -> tuple[list[bool], list[str]]:
    plan = with_goals(plan, problem)
    goals, notes = binding_goals(plan, Standing(plan, problem))
    return [one.is_binding for one in goals], [translate(one, "en") for one in notes]


def with_goals(plan: BuildPlan, problem: BuildProblem) -> BuildPlan:
    return plan_of(
        problem,
        [item.work.id for item in plan.items if not item.work.links],
        [link for item in plan.items for link in item.work.links],
        years={item.work.id: item.year for item in plan.items},
        question=plan.question,
        goals=tuple(outcome_of(problem, goal, plan) for goal in problem.goals),
    )


def two_goals(*goals: Goal, **more: object) -> BuildProblem:
    return build_problem(
        [work("town", 5, "town"), work("hamlet", 40, "hamlet", node="hill")],
        places=[demand("town", 900), demand("hamlet", 100)],
        links=[fibre("road", "", "hill", 60)],
        goals=goals,
        **more,
    )


def money_vnd(problem: BuildProblem) -> list[tuple[int, int]]:
    """Return what each note says can be saved, and what its dearest step takes."""
    plan = plan_of(problem, ["town", "hamlet"], ["road"])
    notes = binding_goals(with_goals(plan, problem), Standing(plan, problem))[1]
    return [(_vnd(note, "saved_bn"), _vnd(note, "step_bn")) for note in notes]


def _vnd(note: Message, name: str) -> int:
    return round(float(str(note.values[name])) * 1_000_000_000)


def test_the_goal_that_alone_asks_for_the_dear_work_binds() -> None:
    problem = two_goals(Goal("4G", PEOPLE, 0.9, 1), Goal("4G", VILLAGES, 1.0, 1))

    is_binding, notes = told(plan_of(problem, ["town", "hamlet"], ["road"]), problem)

    assert is_binding == [False, True]
    assert "".join(notes) == (
        "the goal of 100 % of the villages with 4G (1) costs money: without it at least"
        " 0.00 billion đồng would be saved; the dearest step, hamlet, takes 0.00"
        " billion đồng for 1 villages"
    )
    assert money_vnd(problem) == [(100, 100)]


def test_the_only_goal_binds_and_its_dearest_step_is_told() -> None:
    problem = two_goals(Goal("4G", PEOPLE, None, 1))

    is_binding, notes = told(plan_of(problem, ["town", "hamlet"], ["road"]), problem)

    assert is_binding == [True]
    assert "hamlet, takes 0.00 billion đồng for 100 people" in notes[0]
    assert money_vnd(problem) == [(105, 100)]


def test_two_goals_that_ask_for_the_same_do_not_bind_alone() -> None:
    problem = two_goals(Goal("4G", PEOPLE, 1.0, 1), Goal("4G", VILLAGES, 1.0, 1))

    is_binding, notes = told(plan_of(problem, ["town", "hamlet"], ["road"]), problem)

    assert is_binding == [False, False]
    assert notes == []


def test_a_goal_that_is_only_watched_neither_binds_nor_holds_back() -> None:
    people, villages = Goal("4G", PEOPLE, 0.9, 1), Goal("4G", VILLAGES, 1.0, 1)
    problem = two_goals(people, watched=(villages,))
    bare = plan_of(problem, ["town", "hamlet"], ["road"])
    outcomes = tuple(outcome_of(problem, one, bare) for one in (people, villages))
    plan = replace(bare, goals=outcomes)

    found, notes = binding_goals(plan, Standing(plan, problem))

    assert [one.is_binding for one in found] == [True, False]
    assert [_vnd(note, "saved_bn") for note in notes] == [5]


def test_a_fixed_work_makes_no_goal_bind() -> None:
    problem = two_goals(
        Goal("4G", VILLAGES, 0.5, 1), fixed=(FixedWork("town"), FixedWork("hamlet"))
    )

    assert told(plan_of(problem, ["town", "hamlet"], ["road"]), problem)[0] == [False]


def test_a_goal_of_an_earlier_year_only_counts_what_stands_by_then() -> None:
    problem = two_goals(
        Goal("4G", PEOPLE, 0.9, 2026),
        Goal("4G", PEOPLE, 1.0, 2027),
        years=(2026, 2027),
        budgets_vnd=(None, None),
    )
    plan = plan_of(
        problem, ["town", "hamlet"], ["road"], years={"town": 2026, "hamlet": 2027}
    )

    assert told(plan, problem)[0] == [False, True]


def test_under_a_budget_a_goal_binds_when_its_money_serves_more_elsewhere() -> None:
    problem = build_problem(
        [work("town", 50, "town"), work("hamlet", 40, "hamlet")],
        places=[demand("town", 900), demand("hamlet", 100)],
        goals=(Goal("4G", VILLAGES, 0.5, 1),),
        budgets_vnd=(50,),
    )
    few = plan_of(problem, ["hamlet"], question=PlanQuestion.BEST_UNDER_BUDGET)
    many = plan_of(problem, ["town"], question=PlanQuestion.BEST_UNDER_BUDGET)

    is_binding, notes = told(few, problem)

    assert is_binding == [True]
    assert "".join(notes) == (
        "the goal for 4G (1) costs people: without it the same money would serve at"
        " least 800 more, with town in place of hamlet"
    )
    assert told(many, problem) == ([False], [])


def test_each_measure_is_named_in_both_languages() -> None:
    places = [
        demand("a", 10, households=3),
        demand("school", 0, "school"),
        demand("road", 0, "road", road_m=500),
    ]
    words = {
        Measure.PEOPLE: ("10 people", "10 người"),
        Measure.HOUSEHOLDS: ("3 households", "3 hộ"),
        Measure.LOCALITIES: ("1 villages", "1 thôn"),
        Measure.FACILITIES: ("1 facilities", "1 cơ sở"),
        Measure.ROAD_KM: ("500 m", "500 m"),
    }
    for measure, (english, vietnamese) in words.items():
        problem = build_problem(
            [work("one", 7, "a school road")],
            places=places,
            goals=(Goal("4G", measure, 0.125, 2030),),
            years=(2030,),
        )
        plan = with_goals(plan_of(problem, ["one"]), problem)
        _, (note,) = binding_goals(plan, Standing(plan, problem))
        assert english in translate(note, "en")
        assert vietnamese in translate(note, "vi")
        assert "12,5 %" in translate(note, "vi")
        assert "(2030)" in translate(note, "en")


@settings(max_examples=80, deadline=None)
@given(planned(), st.data())
def test_what_a_goal_costs_can_really_be_saved_without_it(
    case: tuple[BuildProblem, set[str], set[str]], data: st.DataObject
) -> None:
    problem, works, links = case
    share = st.sampled_from([0.0, 0.3, 0.6, 1.0])
    goals = (
        Goal("4G", PEOPLE, data.draw(share), 1),
        Goal("4G", VILLAGES, data.draw(share), 1),
    )
    problem = build_problem(
        problem.works, places=problem.demand, links=problem.links, goals=goals
    )
    plan = with_goals(plan_of(problem, works, links), problem)
    found, notes = binding_goals(plan, Standing(plan, problem))
    saved = iter([_vnd(note, "saved_bn") for note in notes])
    serving = [item.work.id for item in plan.items if item.gained or item.work.covers]
    for at, outcome in enumerate(found):
        if not outcome.is_binding:
            continue
        other = plan.goals[1 - at]
        most = 0
        for size in range(1, len(serving) + 1):
            for gone in combinations(serving, size):
                kept = without_idle(problem, works - set(gone), links)
                rest = plan_of(problem, *kept)
                if outcome_of(problem, other.goal, rest).after >= min(
                    other.needed, other.after
                ):
                    saving = cost_of(problem, works, links) - cost_of(problem, *kept)
                    most = max(most, saving)
        assert 0 < next(saved) <= most


def over_years(spent: tuple[int, int], *, carries_over: bool = True) -> list[str]:
    problem = build_problem(
        [work("first", spent[0], "a"), work("second", spent[1], "b")],
        places=[demand("a"), demand("b")],
        years=(2026, 2027),
        budgets_vnd=(10, 10),
        carries_over=carries_over,
    )
    plan = plan_of(problem, ["first", "second"], years={"first": 2026, "second": 2027})
    notes = binding_budgets(plan, Standing(plan, problem))
    return [translate(one, "en") for one in notes]


def test_a_budget_binds_when_its_rest_does_not_pay_for_what_comes_later() -> None:
    assert over_years((6, 5)) == [
        "with more money in 2026, works that come later could be built sooner"
    ]
    assert over_years((5, 5)) == []
    assert over_years((5, 5), carries_over=False) == []


def test_years_without_a_limit_hold_nothing_back() -> None:
    problem = build_problem([work("one", 5, "a")], places=[demand("a")])
    plan = plan_of(problem, ["one"])

    assert binding_budgets(plan, Standing(plan, problem)) == ()
