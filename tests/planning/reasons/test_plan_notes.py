"""What plans say of themselves where they look odd."""

from dataclasses import replace

from build_examples import place, share, valley, work
from hatangso.model.build_plan import BuildPlan
from hatangso.model.demand import Measure
from hatangso.model.work import WorkKind
from hatangso.planning.build_plans import plan_cheapest, plan_under_budget
from hatangso.planning.build_problem import FixedWork


def notes(plan: BuildPlan) -> str:
    return "; ".join(str(note) for note in plan.notes)


def test_without_goals_nobody_is_told_that_all_is_reached() -> None:
    said = notes(plan_cheapest(valley()))

    assert "no goal is asked for" in said
    assert "everything asked for is reached" not in said


def test_all_that_is_in_reach_being_nothing_is_not_told_as_all_reached() -> None:
    problem = valley(works=(), links=(), goals=(share("4G", None, 1),))

    said = notes(plan_cheapest(problem))

    assert said.startswith("nothing that was studied serves anybody else")


def test_people_of_whom_nobody_can_tell_count_once_for_two_services() -> None:
    dark = (place("4G", "dark", 900), place("5G-100", "dark", 900))
    known = tuple(one for one in valley().demand if one.id != "4G:dark")
    problem = valley(
        demand=(*known, *dark),
        unknown=frozenset(one.id for one in dark),
        goals=(share("4G", 0.1, 1),),
    )

    assert "900 people in 1 places cannot be judged" in notes(plan_cheapest(problem))


def test_a_fixed_mast_on_which_nothing_stands_is_told() -> None:
    bare = valley(fixed=(FixedWork("MA"),))
    used = valley(fixed=(FixedWork("MA"), FixedWork("EA5")))

    assert "MA serves nobody" in notes(plan_cheapest(bare))
    assert "serves nobody" not in notes(plan_cheapest(used))


def test_a_fixed_mast_that_only_relays_is_not_idle() -> None:
    links = tuple(one for one in valley().links if one.id in {"l1", "l2", "h1"})
    problem = valley(links=links, fixed=(FixedWork("MA"), FixedWork("EB4")))

    assert "serves nobody" not in notes(plan_cheapest(problem))


def test_a_goal_that_counts_nothing_is_not_told_as_a_success() -> None:
    empty = share("fibre", 1.0, 1, measure=Measure.ROAD_KM)
    text = "nobody and nothing of which the coverage is known counts"

    bound = plan_cheapest(valley(goals=(empty, share("4G", 0.9, 1))))
    watched = plan_under_budget(valley(budgets_vnd=(900,), watched=(empty,)))

    assert notes(bound).startswith(text)
    assert notes(watched).startswith(text)
    assert text not in notes(plan_cheapest(valley(goals=(share("4G", 0.9, 1),))))


def test_dishes_in_the_place_of_fibre_are_counted() -> None:
    dish = work("SAT", 5, "fibre:upper", kind=WorkKind.SATELLITE_ACCESS)
    problem = valley(works=(*valley().works, dish), goals=(share("fibre", 1.0, 1),))
    text = "1 places with 300 people get a satellite terminal in the place of fibre"

    assert text in notes(plan_cheapest(problem))
    without = replace(problem, works=valley().works)
    assert "satellite" not in notes(plan_cheapest(without))
