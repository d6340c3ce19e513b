from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings

from build_examples import build_problems, fibre, mast, place, share, valley, work
from hatangso.errors import InfeasibleError, InvalidInputError
from hatangso.model.build_plan import BuildItem, BuildPlan, LeftOutReason, PlanQuestion
from hatangso.model.demand import Goal, Measure
from hatangso.model.work import NETWORK, Work, WorkKind
from hatangso.planning.build_plans import cost_curve, plan_cheapest, plan_under_budget
from hatangso.planning.build_problem import BuildProblem, FixedWork
from hatangso.planning.build_verifier import faults_of
from hatangso.planning.years.routes import Route, routes_of
from hatangso.planning.years.year_money import overspent_vnd

YEARS = (2026, 2027, 2028)
ROADS = (fibre("a", NETWORK, "x", 10), fibre("b", "x", "y", 10))


def built(plan: BuildPlan) -> dict[str, int]:
    return {item.work.id: item.year for item in plan.items}


def refused(problem: BuildProblem, *, under_budget: bool = False) -> InfeasibleError:
    with pytest.raises(InfeasibleError) as caught:
        (plan_under_budget if under_budget else plan_cheapest)(problem)
    return caught.value


def notes(plan: BuildPlan) -> str:
    return "; ".join(str(note) for note in plan.notes)


# What the cheapest plan builds.


def test_the_cheapest_plan_shares_the_road_between_services() -> None:
    goals = (share("4G", 0.85, 1), share("fibre", None, 1))
    problem = valley(goals=goals)

    plan = plan_cheapest(problem)

    # Glass to A serves fibre and the mast; MA's 4G reaches both villages nearby.
    assert set(built(plan)) == {"F-0001", "FA", "MA", "EA4"}
    assert (plan.cost_vnd, plan.bound, plan.gap_ratio) == (520, 520, 0)
    assert [(one.after, one.needed) for one in plan.goals] == [(1_000, 969), (300, 300)]
    assert faults_of(plan, problem) == []


def test_what_a_work_stands_on_comes_just_before_it() -> None:
    plan = plan_cheapest(valley(goals=(share("4G", 0.9, 1),)))

    assert [item.work.id for item in plan.items] == ["U1", "F-0001", "MB", "EB4"]
    assert [item.gained_people for item in plan.items] == [200, 0, 0, 400]


def test_a_goal_that_decimals_write_exactly_needs_no_extra_person() -> None:
    # 70 % of 1,000 people are 700; in binary 0.7 * 1000 is a little less.
    problem = valley(
        demand=(place("4G", "here", 500), place("4G", "near", 200),
                place("4G", "far", 300)),
        unknown=frozenset(), works=(work("U1", 100, "4G:near"),), links=(),
        goals=(share("4G", 0.7, 1),),
    )  # fmt: skip

    assert plan_cheapest(problem).goals[0].needed == 700


@pytest.mark.parametrize(
    ("measure", "ratio", "after"),
    [
        (Measure.LOCALITIES, 0.6, (1, 3, 5)),
        (Measure.HOUSEHOLDS, 0.6, (125, 175, 285)),
        (Measure.PEOPLE, None, (500, 1_100, 1_140)),
    ],
)
def test_goals_count_what_they_name(
    measure: Measure, ratio: float | None, after: tuple[int, int, int]
) -> None:
    problem = valley(goals=(share("4G", ratio, 1, measure=measure),))

    (goal,) = plan_cheapest(problem).goals

    assert (goal.before, goal.after, goal.total) == after


def test_a_goal_of_an_early_year_also_holds_later() -> None:
    problem = valley(
        years=YEARS,
        budgets_vnd=(None, None, None),
        goals=(share("4G", 0.9, 2026), share("4G", 0.5, 2028)),
    )

    plan = plan_cheapest(problem)

    assert [one.after for one in plan.goals] == [1_100, 1_100]
    assert plan.cost_vnd == 780


def test_a_goal_reached_today_needs_nothing() -> None:
    plan = plan_cheapest(valley(goals=(share("4G", 0.4, 1),)))

    assert (plan.items, plan.cost_vnd, plan.gap_ratio) == ((), 0, 0)
    assert "900 people in 1 places cannot be judged" in notes(plan)
    known = plan_cheapest(valley(goals=(share("4G", 0.2, 1),), unknown=frozenset()))
    assert notes(known) == (
        "everything asked for is reached today: nothing is to be built"
    )


def test_without_a_goal_only_what_is_fixed_is_built() -> None:
    plan = plan_cheapest(valley(fixed=(FixedWork("EA5"),)))

    assert set(built(plan)) == {"F-0001", "MA", "EA5"}
    assert [item.is_fixed for item in plan.items] == [False, False, True]
    assert "no goal is asked for" in notes(plan)


def test_a_fixed_work_that_helps_nobody_is_told() -> None:
    idle = work("IDLE", 5, "4G:here")
    problem = valley(works=(*valley().works, idle), fixed=(FixedWork("IDLE"),))

    assert "IDLE serves nobody" in notes(plan_cheapest(problem))
    assert "IDLE" not in notes(plan_cheapest(valley(fixed=(FixedWork("MA"),))))


def test_of_an_early_need_the_money_decides_what_is_built() -> None:
    # Alone, 2028 would be served by the mast; 2026 can pay for the upgrade only.
    problem = BuildProblem(
        services=valley().services,
        demand=(place("4G", "a", 10), place("4G", "b", 10)),
        covered=frozenset(),
        unknown=frozenset(),
        works=(work("BOTH", 100, "4G:a", "4G:b"), work("A", 40, "4G:a"),
               work("B", 70, "4G:b")),
        goals=(share("4G", 0.5, 2026), share("4G", 1.0, 2028)),
        years=YEARS,
        budgets_vnd=(50, 30, 30),
    )  # fmt: skip

    plan = plan_cheapest(problem)

    assert built(plan) == {"A": 2026, "B": 2028}
    assert (plan.cost_vnd, plan.gap_ratio) == (110, 0)
    assert faults_of(plan, problem) == []


# Why there is no plan.


def test_a_goal_out_of_reach_names_the_most_that_can_be_asked() -> None:
    error = refused(valley(goals=(share("4G", 1.0, 1),)))

    assert "asked for is 100 %, the most is 96.49 % (1100 of 1140)" in str(error)
    assert "(lost)" in str(error)
    assert "no work that may be built is in range of 1 places" in str(error)
    plan_cheapest(valley(goals=(share("4G", 0.9649, 1),)))


def test_at_most_twenty_lost_places_are_named() -> None:
    lost = tuple(place("4G", f"L{at:02d}", 10) for at in range(30))
    error = refused(
        valley(demand=lost, covered=frozenset(), unknown=frozenset(), works=(),
               links=(), goals=(share("4G", 0.5, 1),))
    )  # fmt: skip

    assert "L19 + 10" in str(error)
    assert "L20" not in str(error)


def test_goals_that_exclude_each_other_name_what_gives_way() -> None:
    problem = valley(
        conflicts=(("U1", "MA"),),
        works=tuple(one for one in valley().works if one.id in {"U1", "MA", "EA5"}),
        goals=(share("4G", 0.6, 1), share("5G-100", 1.0, 1)),
    )

    error = refused(problem)

    assert "cannot all be reached together" in str(error)
    assert error.message.values["most"] == 43.85
    lower = (share("4G", 0.4385, 1), share("5G-100", 1.0, 1))
    assert set(built(plan_cheapest(replace(problem, goals=lower)))) >= {"MA", "EA5"}


def test_all_that_can_be_reached_respects_what_excludes_each_other() -> None:
    problem = valley(conflicts=(("U1", "EB4"), ("EA4", "MB")),
                     goals=(share("4G", None, 1),))  # fmt: skip

    plan = plan_cheapest(problem)

    assert plan.goals[0].reachable == plan.goals[0].after == 1_000
    assert {one.demand_id: one.reason for one in plan.left_out}["4G:far"] is (
        LeftOutReason.RULE
    )


def test_too_little_money_names_the_cheapest_and_what_it_reaches() -> None:
    goals = (share("4G", 0.9, 2027),)
    problem = valley(years=YEARS, budgets_vnd=(300, 300, 900), goals=goals)

    error = refused(problem)

    values = error.message.values
    assert values["cheapest_vnd"] == 780
    assert values["budget_vnd"] == 600
    assert values["missing_vnd"] == 180
    assert values["most"] == 87.71
    lower = replace(problem, goals=(share("4G", 0.8771, 2027),))
    assert plan_cheapest(lower).cost_vnd <= 600
    richer = replace(problem, budgets_vnd=(300, 480, 900))
    assert plan_cheapest(richer).cost_vnd == 780
    later = replace(problem, goals=(share("4G", 0.9, 2028),))
    assert plan_cheapest(later).cost_vnd == 780
    assert str(refused(problem, under_budget=True)) == str(error)


def test_money_that_comes_in_slices_too_thin_names_the_year() -> None:
    problem = valley(
        years=YEARS, budgets_vnd=(350, 350, 350), carries_over=False,
        goals=(share("4G", 0.9, 2028),),
    )  # fmt: skip

    error = refused(problem)

    assert "let money carry over" in str(error)
    assert error.message.values["missing_vnd"] == 50
    assert plan_cheapest(replace(problem, carries_over=True)).cost_vnd == 780


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fixed": (FixedWork("U1"), FixedWork("EA5")), "conflicts": (("MA", "U1"),)},
         "EA5 and U1 exclude each other"),
        ({"fixed": (FixedWork("FX"),)}, "FX cannot be tied"),
        ({"fixed": (FixedWork("EA5", 1), FixedWork("MA", 2)), "years": (1, 2),
          "budgets_vnd": (None, None)}, "fixed for 1 but needs MA"),
        ({"fixed": (FixedWork("EA5"),), "budgets_vnd": (529,)},
         "what is fixed costs at least 530 đồng"),
        ({"fixed": (FixedWork("EA5", 1),), "years": (1, 2), "budgets_vnd": (500, 500)},
         "give 30 đồng more"),
        ({"unknown": frozenset(one.id for one in valley().demand),
          "covered": frozenset()}, "coverage of all 9 places is unknown"),
    ],
)  # fmt: skip
def test_decisions_that_break_a_rule_are_explained(
    changes: dict[str, object], said: str
) -> None:
    problem = valley(**changes)

    assert said in str(refused(problem))
    assert said in str(refused(problem, under_budget=True))


def test_a_work_that_is_fixed_twice_is_refused() -> None:
    twice = valley(fixed=(FixedWork("U1"), FixedWork("U1", 1)))

    with pytest.raises(InvalidInputError, match="U1 is fixed twice"):
        plan_cheapest(twice)


# The best for a budget.


def test_a_budget_buys_the_most_people() -> None:
    problem = valley(budgets_vnd=(600,))

    plan = plan_under_budget(problem)

    assert plan.question is PlanQuestion.BEST_UNDER_BUDGET
    assert (plan.objective, plan.bound, plan.cost_vnd) == (1_100, 1_100, 600)
    assert plan.budget_vnd == 600
    assert faults_of(plan, problem) == []


def test_people_of_a_service_can_weigh_more() -> None:
    equal = plan_under_budget(valley(budgets_vnd=(200,)))
    mobile = plan_under_budget(valley(budgets_vnd=(200,), weights={"4G": 5}))
    glass = plan_under_budget(valley(budgets_vnd=(200,), weights={"4G": 0}))

    assert (set(built(equal)), equal.objective) == ({"F-0001", "FA"}, 300)
    assert (set(built(mobile)), mobile.objective) == ({"U1"}, 1_000)
    reasons = {one.demand_id: one.reason for one in glass.left_out}
    assert reasons["4G:near"] is LeftOutReason.NOT_NEEDED
    assert reasons["5G-100:upper"] is LeftOutReason.BUDGET


def test_people_are_served_as_early_as_the_money_allows() -> None:
    problem = valley(years=YEARS, budgets_vnd=(300, 300, 0))

    plan = plan_under_budget(problem)

    assert plan.cost_vnd == 600
    assert built(plan)["FA"] == 2026
    assert [sum(year.people) for year in plan.years] == [800, 1_600, 1_600]
    assert [year.cost_vnd for year in plan.years] == [170, 430, 0]


def test_goals_are_kept_before_people_are_counted() -> None:
    plan = plan_under_budget(valley(budgets_vnd=(800,), goals=(share("4G", 0.9, 1),)))

    assert set(built(plan)) >= {"EB4", "U1"}
    assert plan.goals[0].is_met


def test_a_budget_below_the_cheapest_work_gives_an_empty_plan() -> None:
    plan = plan_under_budget(valley(budgets_vnd=(99,)))

    assert (plan.items, plan.objective, plan.gap_ratio) == ((), 0, 0)
    assert "the cheapest work that serves anybody is U1, for 100 đồng" in notes(plan)
    without = tuple(one for one in valley().works if one.id != "U1")
    tied = plan_under_budget(valley(budgets_vnd=(99,), works=without))
    assert "FA, for 170 đồng with what it needs" in notes(tied)


def test_nothing_to_gain_is_told() -> None:
    nothing = plan_under_budget(valley(budgets_vnd=(99,), works=(), links=()))
    assert "no candidate reaches anybody" in notes(nothing)
    roads = plan_under_budget(valley(budgets_vnd=(99,), works=(), links=ROADS))
    assert roads.items == ()
    served = frozenset(one.id for one in valley().demand)
    everybody = valley(budgets_vnd=(99,), covered=served, unknown=frozenset())
    assert "nothing is to be built" in notes(plan_under_budget(everybody))


def test_without_a_limit_everybody_in_reach_is_served() -> None:
    plan = plan_under_budget(valley())

    assert {one.demand_id for one in plan.left_out} == {"4G:lost"}
    assert plan.budget_vnd is None


def test_a_known_plan_is_never_made_worse() -> None:
    problem = valley(budgets_vnd=(700,))
    start = plan_under_budget(valley(budgets_vnd=(500,)))

    again = plan_under_budget(problem, start=start)

    assert again.objective >= start.objective
    assert again.objective == plan_under_budget(problem).objective


def test_routes_that_are_there_already_are_no_items() -> None:
    links = (fibre("road", "station", "A", 70), replace(
        fibre("tie", NETWORK, "station", 0), length_m=0.0))  # fmt: skip
    problem = valley(links=links, goals=(share("fibre", None, 1),))

    plan = plan_cheapest(problem)

    assert built(plan) == {"F-0001": 1, "FA": 1}
    assert faults_of(plan, problem) == []
    again = plan_under_budget(replace(problem, budgets_vnd=(90,)), start=plan)
    assert set(built(again)) == {"F-0001", "FA"}


# The curve.


def test_the_curve_leads_from_nothing_to_all_that_is_in_reach() -> None:
    curve = cost_curve(valley(), points=4)

    assert [point.budget_vnd for point in curve] == [0, 127, 511, 1_150]
    assert [point.people for point in curve] == [500, 700, 1_000, 1_700]
    assert curve[-1].places == 7


def test_the_curve_begins_with_what_is_fixed() -> None:
    curve = cost_curve(valley(fixed=(FixedWork("MB"),)), points=3)

    assert curve[0].cost_vnd == curve[0].budget_vnd == 620
    assert curve[-1].people == 1_700


def test_a_curve_of_nothing_has_one_point() -> None:
    (point,) = cost_curve(valley(works=(), links=()))

    assert (point.cost_vnd, point.people) == (0, 500)


def test_a_curve_of_one_point_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="2 points or more"):
        cost_curve(valley(), points=1)


# Against all that could be done.


def all_schedules(problem: BuildProblem) -> Iterator[tuple[int, float, bool]]:
    """Yield cost, worth and goals of everything that could be built in any years."""
    works, links = problem.ordered_works, problem.ordered_links
    for use in product((False, True), repeat=len(links)):
        used = [one for one, is_used in zip(links, use, strict=True) if is_used]
        for when in product((None, *problem.years), repeat=len(works)):
            chosen = {w: y for w, y in zip(works, when, strict=True) if y is not None}
            if not _is_allowed(problem, chosen):
                continue
            try:
                routes = routes_of(used, tuple(chosen))
            except InvalidInputError:
                continue
            spent = _spent(problem, chosen, routes)
            is_tree = sum(len(one.work.links) for one in routes) == len(used)
            if is_tree and not any(overspent_vnd(problem, spent)):
                worth = _worth(problem, chosen, problem.years[-1])
                is_met = all(_is_met(problem, chosen, goal) for goal in problem.goals)
                yield sum(spent), worth, is_met


def _is_allowed(problem: BuildProblem, chosen: dict[Work, int]) -> bool:
    year_of = {one.id: year for one, year in chosen.items()}
    late = (w for w, y in chosen.items() if w.needs and year_of.get(w.needs, y + 1) > y)
    rivals = ((a, b) for a, b in problem.conflicts if a in year_of and b in year_of)
    return not any(late) and not any(rivals)


def _spent(
    problem: BuildProblem, chosen: dict[Work, int], routes: tuple[Route, ...]
) -> list[int]:
    """Return what each year costs when routes wait for the first they lead to."""
    spent = dict.fromkeys(problem.years, 0)
    for one, year in chosen.items():
        spent[year] += one.cost_vnd
    for route in routes:
        below = {route.end}
        for other in routes:
            below |= {other.end} if other.start in below else set()
        year = min(year for one, year in chosen.items() if one.node in below)
        spent[year] += route.work.cost_vnd
    return list(spent.values())


def _worth(problem: BuildProblem, chosen: dict[Work, int], year: int) -> float:
    served = {d for w, y in chosen.items() if y <= year for d in w.covers}
    return sum(problem.people_worth(d) for d in problem.wanting if d.id in served)


def _is_met(problem: BuildProblem, chosen: dict[Work, int], goal: Goal) -> bool:
    served = {d for w, y in chosen.items() if y <= goal.year for d in w.covers}
    known = [d for d in problem.demand if d.id not in problem.unknown]
    total = sum(goal.weight_of(d) for d in known)
    have = sum(
        goal.weight_of(d) for d in known if d.id in served or d.id in problem.covered
    )
    return have * 10 >= total * round(goal.ratio * 10)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    build_problems(most_years=2).filter(
        lambda one: len(one.works) <= 5 and len(one.links) <= 3
    )
)
def test_nothing_that_could_be_done_is_better(problem: BuildProblem) -> None:
    goals = tuple(one for one in problem.goals if one.ratio is not None)
    # Pre-building a route where money is lost otherwise is beyond this enumeration.
    problem = replace(problem, goals=goals, fixed=(), carries_over=True)
    fitting = [(c, w) for c, w, is_met in all_schedules(problem) if is_met]
    if not fitting:
        refused(problem)
        refused(problem, under_budget=True)
        return
    assert plan_cheapest(problem).cost_vnd == min(c for c, _ in fitting)
    assert plan_under_budget(problem).objective == max(w for _, w in fitting)


def test_the_items_of_a_large_plan_stand_in_order() -> None:
    count = 60
    problem = BuildProblem(
        services=valley().services,
        demand=tuple(place("4G", f"{at}", 10 + at) for at in range(count)),
        covered=frozenset(),
        unknown=frozenset(),
        works=(
            *(work(f"E{at}", 5, f"4G:{at}", kind=WorkKind.EQUIPMENT,
                   needs=f"M{at % 6}", node=f"n{at % 6}") for at in range(count)),
            *(mast(f"M{at}", 30, f"n{at}") for at in range(6)),
        ),
        links=tuple(fibre(f"l{at}", NETWORK, f"n{at}", 20) for at in range(6)),
        years=YEARS,
        budgets_vnd=(200, 200, 200),
    )  # fmt: skip

    plan = plan_under_budget(problem)

    assert faults_of(plan, problem) == []
    seen: set[str] = set()
    for item in plan.items:
        assert _stands_on(item, plan) <= seen
        seen.add(item.work.id)


def _stands_on(item: BuildItem, plan: BuildPlan) -> set[str]:
    routes = {one.work.node: one.work.id for one in plan.items if one.work.links}
    tie = set() if item.work.links else {routes[item.work.node]}
    return tie | ({item.work.needs} - {""})


def test_a_goal_is_rather_lowered_than_given_up() -> None:
    # The mast of 5G pays for itself alone; of the two villages of 4G one can wait.
    problem = valley(
        demand=(place("4G", "a", 10), place("4G", "b", 10), place("5G-100", "c", 10)),
        covered=frozenset(),
        unknown=frozenset(),
        works=(work("A", 10, "4G:a"), work("B", 10, "4G:b"), work("C", 20, "5G-100:c")),
        links=(),
        goals=(share("5G-100", 1.0, 1), share("4G", 1.0, 1)),
        budgets_vnd=(30,),
    )

    assert "ask 50 % for people with 4G" in str(refused(problem))
