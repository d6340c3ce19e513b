from hypothesis import given, settings

from hatangso.model.build_plan import BuildPlan, LeftOut
from hatangso.model.work import WorkKind
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.reasons.remedies import Remedies
from hatangso.planning.reasons.standing import Standing
from tiny_build_problem import (
    build_problem,
    cheapest_with,
    cost_of,
    covered_by,
    demand,
    fibre,
    hop,
    plan_of,
    planned,
    stands,
    work,
)


def remedied(plan: BuildPlan, problem: BuildProblem) -> dict[str, LeftOut]:
    found = Remedies(Standing(plan, problem)).of(plan.left_out)
    return {one.demand_id: one for one in found}


def test_the_cheapest_work_is_the_remedy_and_names_all_whom_it_serves() -> None:
    problem = build_problem(
        [work("one", 9, "a b"), work("two", 5, "b c"), work("three", 2, "c")],
        places=[demand("a", 10), demand("b", 20), demand("c", 40)],
    )

    found = remedied(plan_of(problem, ["three"]), problem)

    told = {
        name: (one.remedy.works[0].id, one.remedy.cost_vnd, one.remedy.gained_people)
        for name, one in found.items()
        if one.remedy
    }
    assert told == {"4G:a": ("one", 9, 30), "4G:b": ("two", 5, 20)}


def test_of_equally_dear_remedies_the_one_that_serves_most_is_taken() -> None:
    problem = build_problem(
        [work("a-few", 5, "a"), work("many", 5, "a b")],
        places=[demand("a"), demand("b")],
    )

    found = remedied(plan_of(problem), problem)

    assert found["4G:a"].remedy is not None
    assert found["4G:a"].remedy.works[0].id == "many"


def test_a_remedy_is_tied_to_the_routes_of_the_plan() -> None:
    problem = build_problem(
        [
            work("here", 4, "a", node="hill"),
            work("mast", 10, kind=WorkKind.NEW_MAST, node="ridge"),
            work("cells", 3, "b", kind=WorkKind.EQUIPMENT, node="ridge", needs="mast"),
        ],
        places=[demand("a"), demand("b")],
        links=[
            fibre("road", "", "hill", 50),
            fibre("path", "cross", "hill", 4),
            fibre("track", "cross", "ridge", 5),
        ],
    )

    (found,) = remedied(plan_of(problem, ["here"], ["road"]), problem).values()

    assert found.remedy is not None
    assert [one.id for one in found.remedy.works] == ["mast", "cells", "+F-0001"]
    assert found.remedy.works[-1].links == ("path", "track")
    assert found.remedy.cost_vnd == 22


def test_a_mast_of_the_plan_carries_the_hop_of_a_remedy() -> None:
    problem = build_problem(
        [
            work("mast", 10, kind=WorkKind.NEW_MAST, node="hill"),
            work("cells", 4, "a", kind=WorkKind.EQUIPMENT, node="hill", needs="mast"),
            work("far", 2, "b", node="ridge"),
        ],
        places=[demand("a"), demand("b")],
        links=[
            fibre("road", "", "hill", 7),
            hop("hop", "hill", "ridge", 3, needs="mast"),
        ],
    )
    plan = plan_of(problem, ["mast", "cells"], ["road"])

    (found,) = remedied(plan, problem).values()

    assert found.remedy is not None
    assert [one.id for one in found.remedy.works] == ["far", "+M-0001"]
    assert found.remedy.cost_vnd == 5


def test_there_is_no_remedy_where_nothing_reaches_or_a_rule_forbids() -> None:
    problem = build_problem(
        [
            work("built", 4, "a"),
            work("too near", 4, "b"),
            work("untied", 4, "c", node="island"),
        ],
        places=[demand(name) for name in "abcd"],
        conflicts=[("built", "too near")],
    )

    found = remedied(plan_of(problem, ["built"]), problem)

    assert [one.remedy for one in found.values()] == [None, None, None]


def test_a_plan_that_leaves_nobody_out_needs_no_remedy() -> None:
    problem = build_problem([work("one", 4, "a")], places=[demand("a")])

    assert remedied(plan_of(problem, ["one"]), problem) == {}


@settings(max_examples=100, deadline=None)
@given(planned())
def test_a_remedy_serves_its_demand_and_costs_what_trying_every_link_says(
    case: tuple[BuildProblem, set[str], set[str]],
) -> None:
    problem, works, links = case
    people = {one.id: one.people for one in problem.wanting}
    served = covered_by(problem, works)
    for name, one in remedied(plan_of(problem, works, links), problem).items():
        ways = [
            cheapest_with(problem, works, links, {other.id})
            for other in problem.works
            if name in other.covers
        ]
        costs = [way[0] for way in ways if way is not None]
        if one.remedy is None:
            assert not costs or problem.conflicts
            continue
        added = {built.id for built in one.remedy.works if not built.links}
        more = {link for built in one.remedy.works for link in built.links}
        free = {
            link.id for link in problem.links if not link.cost_vnd and not link.needs
        }
        assert name in covered_by(problem, added)
        assert stands(problem, works | added, links | more | free)
        after = cost_of(problem, works | added, links | more)
        assert one.remedy.cost_vnd == after - cost_of(problem, works, links)
        new = covered_by(problem, works | added) - served
        assert one.remedy.gained_people == sum(people[place] for place in new)
        if problem.conflicts:
            assert after >= min(costs)
        else:
            assert after == min(costs)
