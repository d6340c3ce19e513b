import pytest

from hatangso.model.build_plan import BuildPlan
from hatangso.model.demand import Goal, Measure
from hatangso.planning.build_plans import plan_cheapest, plan_under_budget
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.questions.sensitivity import sensitivity
from tiny_build_problem import build_problem, demand, fibre, work


def priced(
    mast_vnd: int = 10, road_vnd: int = 10, *, budget_vnd: int | None = None
) -> BuildProblem:
    """Return a problem in which masts and roads rival each other."""
    return build_problem(
        [
            work("always", 3, "a"),
            work("tall", 2 * mast_vnd, "b c"),
            work("by road", 5, "b c", node="hill"),
        ],
        places=[demand("a", 10), demand("b", 20), demand("c", 40)],
        links=[fibre("road", "", "hill", 2 * road_vnd)],
        goals=() if budget_vnd else (Goal("4G", Measure.PEOPLE, 1.0, 1),),
        budgets_vnd=(budget_vnd,),
    )


@pytest.fixture(scope="module")
def base() -> BuildPlan:
    return plan_cheapest(priced())


def test_what_stays_in_every_scenario_is_robust(base: BuildPlan) -> None:
    scenarios = [("masts high", priced(mast_vnd=20)), ("roads high", priced(10, 20))]

    found = sensitivity(scenarios, base)

    assert found.base_cost_vnd == 23
    assert found.robust == ("always",)
    assert [(one.work_id, one.stays) for one in found.works] == [
        ("always", 2),
        ("tall", 1),
    ]


def test_each_scenario_tells_the_old_plan_and_the_new_one(base: BuildPlan) -> None:
    (found,) = sensitivity([("masts high", priced(mast_vnd=20))], base).scenarios

    assert (found.name, found.base_cost_vnd) == ("masts high", 43)
    assert found.answer is not None
    assert (found.answer.cost_vnd, found.answer.bound) == (28, 28)
    assert found.answer.people_after == 70
    assert found.answer.kept == ("always",)
    assert found.answer.dropped == ("tall",)
    assert found.answer.added == ("by road",)


def test_routes_are_priced_anew_too() -> None:
    plan = plan_cheapest(priced(mast_vnd=20))

    (found,) = sensitivity(
        [("roads", priced(mast_vnd=20, road_vnd=11))], plan
    ).scenarios

    assert found.base_cost_vnd == 30


def test_a_scenario_without_a_plan_is_told_and_does_not_count(base: BuildPlan) -> None:
    problem = priced()
    poor = build_problem(
        problem.works,
        places=problem.demand,
        links=problem.links,
        goals=problem.goals,
        budgets_vnd=(5,),
    )

    found = sensitivity([("poor", poor), ("same", priced())], base)

    assert found.scenarios[0].answer is None
    assert found.scenarios[0].refusal is not None
    assert (found.answered, found.robust) == (1, ("always", "tall"))
    assert sensitivity([("poor", poor)], base).robust == ()


def test_a_work_that_a_scenario_does_not_offer_has_no_price(base: BuildPlan) -> None:
    fewer = build_problem([work("always", 3, "a")], places=priced().demand)

    (found,) = sensitivity([("fewer", fewer)], base).scenarios

    assert found.base_cost_vnd is None


def test_the_question_under_a_budget_is_asked_again() -> None:
    plan = plan_under_budget(priced(budget_vnd=20))

    (found,) = sensitivity([("high", priced(11, 20, budget_vnd=20))], plan).scenarios

    assert found.answer is not None
    assert found.answer.objective == 10
    assert (found.answer.kept, found.answer.added) == ((), ("always",))
