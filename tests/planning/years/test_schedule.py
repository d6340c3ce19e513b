from dataclasses import replace

import numpy as np
import pytest

from build_examples import fibre, place, share, valley, work
from hatangso.model.work import NETWORK
from hatangso.planning.build_problem import BuildProblem, FixedWork
from hatangso.planning.network.instance import Need
from hatangso.planning.years.routes import routes_of
from hatangso.planning.years.schedule import (
    Chosen,
    extra_money_vnd,
    schedule_years,
    spent_vnd,
)
from hatangso.planning.years.timed_network import YearNeed
from hatangso.planning.years.year_money import caps_vnd, overspent_vnd

YEARS = (2026, 2027, 2028)


def everything(problem: BuildProblem, *works: str, links: str = "") -> Chosen:
    """Return some works of a problem with some of its links."""
    chosen = tuple(one for one in problem.ordered_works if one.id in works)
    used = [one for one in problem.ordered_links if one.id in links.split()]
    return Chosen(chosen, routes_of(used, chosen))


def upper_valley(
    *budgets: int | None, **changes: object
) -> tuple[BuildProblem, Chosen]:
    problem = valley(years=YEARS[: len(budgets)], budgets_vnd=budgets, **changes)
    return problem, everything(
        problem, "U1", "MA", "EA4", "EA5", "MB", "EB4", links="l1 l2 l3"
    )


def asked_for(problem: BuildProblem, demand: str, year: int) -> YearNeed:
    """Return the need for one demand."""
    weight = np.array([int(one.id == demand) for one in problem.wanting])
    return YearNeed(Need(weight, 1), year)


def people_by(
    problem: BuildProblem, chosen: Chosen, years: dict[str, int]
) -> list[int]:
    found = []
    for year in problem.years:
        served = {d for w in chosen.works if years[w.id] <= year for d in w.covers}
        found.append(sum(d.people for d in problem.wanting if d.id in served))
    return found


def test_without_limits_all_is_built_at_once() -> None:
    problem, chosen = upper_valley(None, None)

    years = schedule_years(problem, chosen, ())

    assert years is not None
    assert set(years.values()) == {2026}


def test_those_who_gain_most_for_their_money_come_first() -> None:
    problem, chosen = upper_valley(600, 660)

    years = schedule_years(problem, chosen, ())

    # U1 serves 200 for 100; A with its road and mast serves 600 more for 580.
    assert years is not None
    assert [one for one in sorted(years) if years[one] == 2026] == [
        "EA4", "EA5", "F-0001", "F-0002", "MA",
    ]  # fmt: skip
    assert people_by(problem, chosen, years) == [800, 900]


def test_nothing_stands_before_what_it_needs() -> None:
    problem, chosen = upper_valley(500, 400, 400)

    years = schedule_years(problem, chosen, ())

    assert years is not None
    for item, supports in chosen.supports.items():
        assert all(years[one] <= years[item] for one in supports)
    assert chosen.supports["EB4"] == ("F-0001", "F-0003", "MB")
    assert not any(overspent_vnd(problem, spent_vnd(problem, chosen, years)))


def test_a_mast_waits_for_the_first_that_needs_it() -> None:
    problem, chosen = upper_valley(1_000, 270, 0)

    years = schedule_years(problem, chosen, ())

    assert years is not None
    assert years["MB"] == years["EB4"]


def test_money_that_cannot_be_kept_is_spent_in_time_or_lost() -> None:
    problem, chosen = upper_valley(700, 560)
    kept = replace(problem, budgets_vnd=(200, 1_060))
    lost = replace(kept, carries_over=False, budgets_vnd=(90, 1_170))

    assert schedule_years(problem, chosen, ()) is not None
    assert schedule_years(kept, chosen, ()) is not None
    assert schedule_years(lost, chosen, ()) is None


def test_a_mast_may_be_built_a_year_ahead_where_money_is_lost_otherwise() -> None:
    problem = valley(years=(2026, 2027), budgets_vnd=(450, 130), carries_over=False)
    chosen = everything(problem, "MA", "EA4", "EA5", links="l1 l2")

    years = schedule_years(problem, chosen, ())

    assert years is not None
    assert years["MA"] == 2026
    assert years["EA4"] == years["EA5"] == 2027


def test_an_early_goal_comes_before_what_gains_more() -> None:
    problem, chosen = upper_valley(700, 560, goals=(share("4G", 0.5, 2026),))
    need = asked_for(problem, "4G:far", 2026)

    assert schedule_years(problem, chosen, ())["EB4"] == 2027  # type: ignore[index]
    assert schedule_years(problem, chosen, (need,))["EB4"] == 2026  # type: ignore[index]


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_a_fixed_work_is_built_in_its_year(year: int) -> None:
    problem, chosen = upper_valley(900, 900, 900, fixed=(FixedWork("EB4", year),))

    years = schedule_years(problem, chosen, ())

    assert years is not None
    assert years["EB4"] == year


def test_missing_money_is_told_by_year() -> None:
    problem, chosen = upper_valley(500, 700)

    assert schedule_years(problem, chosen, ()) is None
    assert extra_money_vnd(problem, chosen, ()) == {2027: 60}


def test_more_money_does_not_help_where_a_goal_is_out_of_reach() -> None:
    problem, chosen = upper_valley(500, 700)
    need = asked_for(problem, "4G:lost", 2027)

    assert extra_money_vnd(problem, chosen, (need,)) is None


def test_a_year_without_a_limit_pays_for_itself_only() -> None:
    problem = valley(years=YEARS, budgets_vnd=(10, None, 5))

    assert caps_vnd(problem) == (10, None, None)
    assert overspent_vnd(problem, (4, 999, 11)) == (0, 0, 0)
    assert overspent_vnd(problem, (4, 999, 12)) == (0, 0, 1)
    lost = replace(problem, carries_over=False)
    assert overspent_vnd(lost, (4, 999, 11)) == (0, 0, 6)


def test_large_questions_take_the_greedy_order(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, chosen = upper_valley(600, 400, 260)
    best = schedule_years(problem, chosen, ())
    monkeypatch.setattr("hatangso.planning.years.schedule._LARGE_VARIABLES", 0)

    greedy = schedule_years(problem, chosen, ())

    assert best is not None
    assert greedy is not None
    assert not any(overspent_vnd(problem, spent_vnd(problem, chosen, greedy)))
    before, now = (sum(people_by(problem, chosen, one)) for one in (greedy, best))
    assert before <= now


def test_many_works_are_scheduled_quickly() -> None:
    count = 300
    problem = BuildProblem(
        services=valley().services,
        demand=tuple(place("4G", f"{at}", 10 + at % 37) for at in range(count)),
        covered=frozenset(),
        unknown=frozenset(),
        works=tuple(
            work(f"W{at:03d}", 5 + at % 11, f"4G:{at}",
                 node=f"n{at // 10}")
            for at in range(count)
        ),
        links=tuple(fibre(f"l{at}", NETWORK, f"n{at}", 20) for at in range(30)),
        years=YEARS,
        budgets_vnd=(1_100, 1_100, 1_500),
    )  # fmt: skip
    works = problem.ordered_works
    chosen = Chosen(works, routes_of(problem.links, works))

    years = schedule_years(problem, chosen, ())

    assert years is not None
    assert not any(overspent_vnd(problem, spent_vnd(problem, chosen, years)))
