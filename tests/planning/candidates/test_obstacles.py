from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InfeasibleError
from hatangso.language import translate
from hatangso.model.demand import Goal, Measure
from hatangso.planning.build_problem import BuildProblem, FixedWork
from hatangso.planning.candidates.obstacles import Obstacle, obstacles_to
from hatangso.planning.network.instance import NetworkInstance
from hatangso.planning.plan_refusals import out_of_reach
from hatangso.planning.years.goal_needs import Target, goal_targets
from tiny_build_problem import build_problem, demand, problems, work

ALL = Goal("4G", Measure.LOCALITIES, 1.0, 1)


def looked_at(problem: BuildProblem) -> tuple[Target, tuple[Obstacle, ...]]:
    (target,) = goal_targets(problem, NetworkInstance.of(problem))
    return target, obstacles_to(problem, target)


def refusal(problem: BuildProblem) -> InfeasibleError:
    return out_of_reach(problem, looked_at(problem)[0])


def many_reasons() -> BuildProblem:
    return build_problem(
        [
            work("good", 5, "served"),
            work("island", 5, "island", node="isle"),
            work("beside", 5, "beside"),
            work("fixed", 5),
        ],
        places=[
            demand(name)
            for name in ("served", "far", "farther", "island", "beside", "fog")
        ],
        unknown=frozenset({"4G:fog"}),
        conflicts=[("beside", "fixed")],
        fixed=(FixedWork("fixed"),),
        goals=(ALL,),
    )


def test_every_reason_is_told_apart_the_largest_first() -> None:
    target, found = looked_at(many_reasons())

    assert (target.total, target.before, target.reachable) == (5, 0, 1)
    assert [(one.amount, one.places) for one in found] == [
        (2, ("far", "farther")),
        (1, ("beside",)),
        (1, ("island",)),
    ]
    starts = ["no work", "only works that spacing", "the works for"]
    for one, start in zip(found, starts, strict=True):
        assert one.advice.text.startswith(start)
        assert translate(one.advice, "vi") != translate(one.advice, "en")


def test_a_refusal_names_every_reason_with_its_places() -> None:
    said = str(refusal(many_reasons()))

    assert "asked for is 100 %, the most is 20 % (1 of 5)" in said
    assert "higher masts, or masts in more places (far, farther); only works" in said
    assert "(beside); the works for 1 places cannot be tied" in said
    assert "(island); or lower the goal" in said


def test_works_that_exclude_each_other_stand_in_the_way_together() -> None:
    problem = build_problem(
        [work("left", 5, "a"), work("right", 5, "b")],
        places=[demand("a"), demand("b")],
        conflicts=[("left", "right")],
        goals=(ALL,),
    )

    target, (obstacle,) = looked_at(problem)

    assert target.reachable == 1
    assert (obstacle.amount, obstacle.places) == (1, ())
    assert "relax the spacing" in str(refusal(problem))


def test_nothing_stands_in_the_way_of_a_goal_for_all_in_reach() -> None:
    problem = build_problem(
        [work("w", 5, "a")],
        places=[demand("a")],
        goals=(Goal("4G", Measure.PEOPLE, None, 1),),
    )

    assert looked_at(problem)[1] == ()


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
    target, found = looked_at(problem)

    assert sum(one.amount for one in found) == target.total - target.reachable
