from collections.abc import Collection

from hypothesis import given, settings

from hatangso.model.build_plan import Alternative, BuildPlan
from hatangso.model.work import WorkKind
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.reasons.alternatives import Replacements
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
    without_idle,
    work,
)

MAST, EQUIPMENT = WorkKind.NEW_MAST, WorkKind.EQUIPMENT
Case = tuple[BuildProblem, set[str], set[str]]


def alternatives_of(
    plan: BuildPlan, problem: BuildProblem, name: str, count: int = 9
) -> tuple[Alternative, ...]:
    item = next(one for one in plan.items if one.work.id == name)
    return Replacements(Standing(plan, problem)).of(item, count=count)


def rest_without(case: Case, name: str) -> tuple[set[str], set[str]]:
    """Return works and links that are left without an item and what only it needs."""
    problem, works, links = case
    return without_idle(problem, works - {name}, links)


def part_of(case: Case, name: str) -> tuple[set[str], set[str]]:
    """Return the works and links that fall away with an item."""
    problem, works, links = case
    standing = Standing(plan_of(problem, works, links), problem)
    index = [one.id for one in problem.ordered_works].index(name)
    part = standing.parts[index]
    return (
        {problem.ordered_works[one].id for one in part.options},
        {problem.ordered_links[one].id for one in part.links},
    )


def conflicts_between(problem: BuildProblem, names: Collection[str]) -> bool:
    return any(a in names and b in names for a, b in problem.conflicts)


def test_a_dearer_upgrade_is_named_with_what_it_costs_more() -> None:
    problem = build_problem(
        [work("near", 5, "a b"), work("far", 9, "a b"), work("small", 1, "b")],
        places=[demand("a", 10), demand("b", 20)],
    )

    found = alternatives_of(plan_of(problem, ["near"]), problem, "near")

    assert found == (
        Alternative(("far",), "upgrade", 9, 4),
        Alternative(("small",), "upgrade", 1, -4, missed=("4G:a",)),
    )


def test_the_mast_and_the_routes_that_only_the_item_needs_are_saved() -> None:
    problem = build_problem(
        [
            work("mast", 10, kind=MAST, node="hill"),
            work("cells", 4, "a", kind=EQUIPMENT, node="hill", needs="mast"),
            work("share", 30, "a"),
        ],
        places=[demand("a")],
        links=[fibre("road", "", "cross", 7), fibre("track", "cross", "hill", 5)],
    )
    plan = plan_of(problem, ["mast", "cells"], ["road", "track"])

    found = alternatives_of(plan, problem, "cells")

    assert found == (Alternative(("share",), "upgrade", 30, 30 - 26),)


def test_what_others_need_too_is_not_saved() -> None:
    problem = build_problem(
        [
            work("mast", 10, kind=MAST, node="hill"),
            work("cells", 4, "a", kind=EQUIPMENT, node="hill", needs="mast"),
            work("more", 4, "b", kind=EQUIPMENT, node="hill", needs="mast"),
            work("share", 30, "a"),
        ],
        places=[demand("a"), demand("b")],
        links=[fibre("road", "", "hill", 7)],
    )
    plan = plan_of(problem, ["mast", "cells", "more"], ["road"])

    (found,) = alternatives_of(plan, problem, "cells")

    assert found.extra_vnd == 26


def test_an_alternative_pays_again_for_a_road_that_the_item_had_to_itself() -> None:
    problem = build_problem(
        [
            work("here", 4, "a", node="hill"),
            work("there", 3, "a", node="ridge"),
        ],
        places=[demand("a")],
        links=[fibre("road", "", "hill", 50), fibre("track", "hill", "ridge", 5)],
    )

    (found,) = alternatives_of(plan_of(problem, ["here"], ["road"]), problem, "here")

    assert found == Alternative(("there",), "upgrade", 58, 4)


def test_a_relay_that_a_tie_needs_is_named_and_paid() -> None:
    problem = build_problem(
        [
            work("near", 5, "a"),
            work("mast", 10, kind=MAST, node="hill"),
            work("far", 2, "a", node="ridge"),
        ],
        places=[demand("a")],
        links=[
            fibre("road", "", "hill", 7),
            hop("hop", "hill", "ridge", 3, needs="mast"),
        ],
    )

    (found,) = alternatives_of(plan_of(problem, ["near"]), problem, "near")

    assert found == Alternative(("far", "mast"), "upgrade", 22, 17)


def test_a_new_mast_is_named_before_what_stands_on_it() -> None:
    problem = build_problem(
        [
            work("near", 5, "a"),
            work("mast", 10, kind=MAST),
            work("cells", 4, "a", kind=EQUIPMENT, needs="mast"),
        ],
        places=[demand("a")],
    )

    (found,) = alternatives_of(plan_of(problem, ["near"]), problem, "near")

    assert found == Alternative(("mast", "cells"), "new_mast", 14, 9)


def test_nothing_is_named_that_something_in_the_plan_excludes() -> None:
    problem = build_problem(
        [work("one", 5, "a"), work("two", 5, "b"), work("three", 6, "a")],
        places=[demand("a"), demand("b")],
        conflicts=[("two", "three")],
    )
    plan = plan_of(problem, ["one", "two"])

    assert alternatives_of(plan, problem, "one") == ()


def test_an_alternative_may_exclude_the_item_itself() -> None:
    problem = build_problem(
        [work("one", 5, "a"), work("two", 6, "a")],
        places=[demand("a")],
        conflicts=[("one", "two")],
    )

    (found,) = alternatives_of(plan_of(problem, ["one"]), problem, "one")

    assert found.work_ids == ("two",)


def test_a_tie_goes_round_a_relay_that_the_alternative_excludes() -> None:
    problem = build_problem(
        [
            work("near", 5, "a"),
            work("mast", 1, kind=MAST, node="hill"),
            work("far", 2, "a", node="ridge"),
        ],
        places=[demand("a")],
        links=[
            fibre("road", "", "hill", 1),
            hop("hop", "hill", "ridge", 1, needs="mast"),
            fibre("detour", "", "ridge", 40),
        ],
        conflicts=[("mast", "far")],
    )

    (found,) = alternatives_of(plan_of(problem, ["near"]), problem, "near")

    assert found == Alternative(("far",), "upgrade", 42, 37)


def test_two_small_works_are_named_where_no_single_one_serves_all() -> None:
    problem = build_problem(
        [
            work("large", 10, "a b c"),
            work("left", 4, "a b", node="hill"),
            work("right", 7, "b c", node="hill"),
            work("middle", 1, "b"),
        ],
        places=[demand(name) for name in "abc"],
        links=[fibre("road", "", "hill", 3)],
    )

    first, *others = alternatives_of(plan_of(problem, ["large"]), problem, "large")

    assert first == Alternative(("left", "right"), "upgrade", 14, 4)
    assert [one.work_ids for one in others] == [("left",), ("right",), ("middle",)]


def test_no_few_works_are_named_that_exclude_each_other() -> None:
    problem = build_problem(
        [work("large", 10, "a b"), work("left", 4, "a"), work("right", 7, "b")],
        places=[demand("a"), demand("b")],
        conflicts=[("left", "right")],
    )

    found = alternatives_of(plan_of(problem, ["large"]), problem, "large")

    assert [one.work_ids for one in found] == [("left",), ("right",)]


def test_no_more_are_named_than_asked_for() -> None:
    problem = build_problem(
        [work(f"w{at}", 5 + at, "a") for at in range(6)], places=[demand("a")]
    )

    found = alternatives_of(plan_of(problem, ["w0"]), problem, "w0", count=2)

    assert [one.work_ids for one in found] == [("w1",), ("w2",)]


@settings(max_examples=80, deadline=None)
@given(planned())
def test_dropping_an_item_leaves_all_others_tied_and_nothing_idle(case: Case) -> None:
    problem, works, links = case
    for name in sorted(one.id for one in problem.works if one.covers):
        if name not in works:
            continue
        gone_works, gone_links = part_of(case, name)

        kept_works, kept_links = works - gone_works, links - gone_links

        assert stands(problem, kept_works, kept_links)
        free = {one.id for one in problem.links if not one.cost_vnd and not one.needs}
        left_works, left_links = without_idle(problem, kept_works, kept_links)
        assert (left_works, left_links | free) == (kept_works, kept_links | free)


@settings(max_examples=120, deadline=None)
@given(planned())
def test_an_alternative_costs_what_trying_every_link_says(case: Case) -> None:
    problem, works, links = case
    plan = plan_of(problem, works, links)
    for item in plan.items:
        name = item.work.id
        if not item.gained:
            continue
        gone_works, gone_links = part_of(case, name)
        kept_works, kept_links = works - gone_works, links - gone_links
        serving = {one.id for one in problem.works if one.covers}
        found, several = {}, []
        for one in alternatives_of(plan, problem, name, 99):
            first, *others = [work for work in one.work_ids if work in serving]
            if others:
                several.append(one)
            else:
                found[first] = one
        served = covered_by(problem, kept_works)
        lost = set(item.gained) - served
        for other in problem.works:
            goal = lost or set(item.gained)
            if other.id in works or not goal & set(other.covers):
                assert other.id not in found or other.id == name
                continue
            best = cheapest_with(problem, kept_works, kept_links, {other.id})
            if other.id not in found:
                # Relays that exclude each other are not gone round.
                assert best is None or problem.conflicts
                continue
            assert best is not None
            one = found[other.id]
            assert stands(problem, *best[1:])
            assert set(one.missed) == lost - set(other.covers)
            extra = best[0] - cost_of(problem, works, links)
            if conflicts_between(
                problem, [w.id for w in problem.works if not w.covers]
            ):
                assert one.extra_vnd >= extra
            else:
                assert one.extra_vnd == extra
        for one in several:
            extra_vnd = one.extra_vnd + cost_of(problem, works, links)
            assert lost <= covered_by(problem, one.work_ids)
            assert not one.missed
            assert all(found[other].missed for other in found)
            way = cheapest_with(problem, kept_works, kept_links, set(one.work_ids))
            assert way is not None
            assert extra_vnd >= way[0]
