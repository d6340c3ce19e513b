from hypothesis import given, settings

from hatangso.model.demand import Goal, Measure
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.questions.comparison import compare
from tiny_build_problem import (
    build_problem,
    covered_by,
    demand,
    fibre,
    outcome_of,
    plan_of,
    planned,
    work,
)


def two_year_problem() -> BuildProblem:
    return build_problem(
        [
            work("old", 5, "a"),
            work("hill", 7, "b", node="hill"),
            work("new", 9, "a c"),
        ],
        places=[demand("a", 10), demand("b", 20), demand("c", 40), demand("d", 80)],
        links=[fibre("road", "", "hill", 3)],
        goals=(Goal("4G", Measure.PEOPLE, 0.1, 2027),),
        years=(2026, 2027),
        budgets_vnd=(None, None),
    )


def test_works_years_and_people_are_held_side_by_side() -> None:
    problem = two_year_problem()
    one = plan_of(problem, ["old", "hill"], ["road"], years={"hill": 2026})
    goal = outcome_of(problem, problem.goals[0], one)
    one = plan_of(
        problem, ["old", "hill"], ["road"], years={"hill": 2026}, goals=(goal,)
    )
    other = plan_of(problem, ["new", "hill"], ["road"])

    found = compare(one, other)

    assert found.dearer_vnd == 4
    assert [item.work.id for item in found.only_one] == ["old"]
    assert [item.work.id for item in found.only_other] == ["new"]
    shifts = {item.one.work.id: item.shift_years for item in found.both}
    assert shifts == {"R-road": 0, "hill": 1}
    assert (found.served_only_one, found.served_only_other) == ((), ("4G:c",))
    assert [(year.year, year.cost_one_vnd, year.cost_other_vnd) for year in found.years]
    (service,) = found.services
    assert (service.people_one, service.people_other) == (30, 70)
    assert (service.places_one, service.places_other) == (2, 3)
    assert [(one.one, one.other) for one in found.goals] == [(goal, None)]


def test_a_route_is_the_same_whatever_number_it_has() -> None:
    problem = two_year_problem()
    one = plan_of(problem, ["hill"], ["road"])

    assert compare(one, one).only_one == ()
    assert all(not item.dearer_vnd for item in compare(one, one).both)


def test_a_year_that_one_plan_does_not_know_has_no_cost() -> None:
    problem = two_year_problem()
    short = build_problem(
        problem.works, places=problem.demand, links=problem.links, years=(2026,)
    )

    found = compare(plan_of(short, ["old"]), plan_of(problem, ["old"]))

    assert [
        (one.year, one.cost_one_vnd, one.cost_other_vnd) for one in found.years
    ] == [
        (2026, 5, 0),
        (2027, None, 5),
    ]


@settings(max_examples=60, deadline=None)
@given(planned())
def test_looking_from_the_other_side_turns_everything_round(
    case: tuple[BuildProblem, set[str], set[str]],
) -> None:
    problem, works, links = case
    one, other = plan_of(problem, works, links), plan_of(problem)

    there, back = compare(one, other), compare(other, one)

    assert there.dearer_vnd == -back.dearer_vnd == -one.cost_vnd
    assert there.only_one == back.only_other == one.items
    assert set(there.served_only_one) == covered_by(problem, works)
    assert there.served_only_other == back.served_only_one == ()
