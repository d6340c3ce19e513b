from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.language import translate
from hatangso.model.build_plan import LeftOutReason
from hatangso.model.demand import Goal, Measure
from hatangso.planning.build_problem import BuildProblem, FixedWork
from hatangso.planning.goal_reach import unreachable_goals
from tiny_build_problem import build_problem, demand, fibre, problems, work

ALL = Goal("4G", Measure.LOCALITIES, 1.0, 1)
Reason = LeftOutReason


def test_every_reason_is_told_apart_the_largest_first() -> None:
    problem = build_problem(
        [
            work("good", 5, "served"),
            work("island", 5, "island", node="isle"),
            work("beside", 5, "beside"),
            work("fixed", 5),
        ],
        places=[
            demand(name)
            for name in ("served", "far", "farther", "island", "beside", "park", "fog")
        ],
        unknown=frozenset({"4G:fog"}),
        conflicts=[("beside", "fixed")],
        fixed=(FixedWork("fixed"),),
        goals=(ALL,),
    )
    in_the_park = work("in the park", 5, "park")

    (found,) = unreachable_goals(problem, excluded=[in_the_park])

    assert (found.total, found.before, found.reachable, found.needed) == (6, 0, 1, 6)
    assert found.is_proven
    told = {one.reason: (one.amount, one.demands) for one in found.obstacles}
    assert told == {
        Reason.NO_CANDIDATE: (2, ("4G:far", "4G:farther")),
        Reason.RULE: (2, ("4G:beside", "4G:park")),
        Reason.NO_TIE: (1, ("4G:island",)),
        None: (1, ("4G:fog",)),
    }
    assert [one.amount for one in found.obstacles] == [2, 2, 1, 1]
    for one in found.obstacles:
        assert translate(one.advice, "vi") != translate(one.advice, "en")


def test_works_that_exclude_each_other_stand_in_the_way_together() -> None:
    problem = build_problem(
        [work("left", 5, "a"), work("right", 5, "b")],
        places=[demand("a"), demand("b")],
        conflicts=[("left", "right")],
        goals=(ALL,),
    )

    (found,) = unreachable_goals(problem)

    (obstacle,) = found.obstacles
    assert (found.reachable, found.needed) == (1, 2)
    assert (obstacle.reason, obstacle.amount) == (Reason.RULE, 1)
    assert obstacle.demands == ()


def test_a_goal_that_can_be_reached_is_not_named() -> None:
    problem = build_problem(
        [work("far", 5, "a", node="hill")],
        places=[demand("a"), demand("b")],
        links=[fibre("road", "", "hill", 10**9)],
        goals=(Goal("4G", Measure.LOCALITIES, 0.5, 1),),
    )

    assert unreachable_goals(problem) == ()


def test_a_goal_for_all_in_reach_is_always_reached() -> None:
    problem = build_problem(
        [], places=[demand("a")], goals=(Goal("4G", Measure.PEOPLE, None, 1),)
    )

    assert unreachable_goals(problem) == ()


@settings(max_examples=60, deadline=None)
@given(problems(), st.sampled_from([0.4, 0.7, 1.0]))
def test_what_is_missing_is_explained_to_the_last(
    problem: BuildProblem, share: float
) -> None:
    problem = build_problem(
        problem.works,
        places=problem.demand,
        links=problem.links,
        conflicts=problem.conflicts,
        goals=(Goal("4G", Measure.LOCALITIES, share, 1),),
    )
    for found in unreachable_goals(problem):
        assert sum(one.amount for one in found.obstacles) == (
            found.total - found.reachable
        )
