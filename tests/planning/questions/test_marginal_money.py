import pytest

from hatangso.errors import InvalidInputError
from hatangso.model.build_plan import BuildPlan, CurvePoint
from hatangso.model.demand import Goal, Measure
from hatangso.planning.build_plans import plan_cheapest, plan_under_budget
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.questions.marginal_money import marginal
from tiny_build_problem import build_problem, demand, work


def village_problem(**more: object) -> BuildProblem:
    return build_problem(
        [work("a", 10, "a"), work("b", 20, "b"), work("both", 28, "a b")],
        places=[demand("a", 100), demand("b", 150)],
        **more,
    )


def with_curve(plan: BuildPlan, *points: tuple[int, int]) -> BuildPlan:
    curve = tuple(CurvePoint(b, b, people, 0, 0.0) for b, people in points)
    return BuildPlan(**{**vars(plan), "curve": curve})


def test_more_money_may_turn_the_plan_over() -> None:
    problem = village_problem(budgets_vnd=(20,))
    plan = plan_under_budget(problem)

    found = marginal(problem, plan, step_vnd=8)

    assert (found.budget_vnd, found.cost_vnd) == (28, 28)
    assert (found.people_more, found.places_more) == (100, 1)
    assert (found.worth_more, found.most_worth_more) == (100, 100)
    assert (found.added, found.dropped) == (("both",), ("b",))
    assert found.curve_people is None


def test_a_step_that_buys_nothing_gains_nothing() -> None:
    problem = village_problem(budgets_vnd=(20,))

    found = marginal(problem, plan_under_budget(problem), step_vnd=7)

    assert (found.people_more, found.most_worth_more, found.added) == (0, 0, ())


def test_the_cheapest_plan_is_taken_for_what_it_costs() -> None:
    problem = village_problem(
        goals=(Goal("4G", Measure.PEOPLE, 0.3, 2026),),
        years=(2026, 2027),
        budgets_vnd=(None, 5),
    )

    found = marginal(problem, plan_cheapest(problem), step_vnd=10)

    assert found.budget_vnd == 20
    assert (found.people_more, found.added, found.dropped) == (50, ("b",), ("a",))


def test_goals_that_are_only_watched_may_be_of_any_year() -> None:
    problem = village_problem(
        watched=(Goal("4G", Measure.PEOPLE, 0.3, 2026),),
        years=(2026, 2027),
        budgets_vnd=(20, 0),
    )

    found = marginal(problem, plan_under_budget(problem), step_vnd=8)

    assert found.added == ("both",)


def test_people_are_weighed_as_the_question_weighs_them() -> None:
    problem = village_problem(budgets_vnd=(20,), weights={"4G": 3})

    found = marginal(problem, plan_under_budget(problem), step_vnd=8)

    assert (found.people_more, found.worth_more) == (100, 300)


def test_the_curve_tells_its_own_rise() -> None:
    problem = village_problem(budgets_vnd=(20,))
    plan = plan_under_budget(problem)
    curved = with_curve(plan, (0, 0), (10, 100), (30, 300))

    assert marginal(problem, curved, step_vnd=5).curve_people == 50.0
    short = with_curve(plan, (0, 0), (10, 100))
    assert marginal(problem, short, step_vnd=5).curve_people is None


def test_a_step_that_is_none_is_refused() -> None:
    problem = village_problem(budgets_vnd=(20,))

    with pytest.raises(InvalidInputError, match="it is 0"):
        marginal(problem, plan_under_budget(problem), step_vnd=0)
