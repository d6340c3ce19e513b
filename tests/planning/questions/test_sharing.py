import pytest

from hatangso.errors import InvalidInputError
from hatangso.language import translate
from hatangso.model.build_plan import BuildPlan, PlanQuestion
from hatangso.model.demand import Goal, Measure
from hatangso.model.work import WorkKind
from hatangso.planning.questions.sharing import what_sharing_saves
from tiny_build_problem import build_problem, demand, outcome_of, plan_of, work

MAST, EQUIPMENT = WorkKind.NEW_MAST, WorkKind.EQUIPMENT
GOAL = Goal("4G", Measure.PEOPLE, None, 1)


def own_plan(operator: str, cost_vnd: int, bound: float) -> BuildPlan:
    problem = build_problem(
        [
            work("mast", cost_vnd - 10, kind=MAST),
            work("cells", 10, "a", kind=EQUIPMENT, needs="mast"),
        ],
        places=[demand("a", 50)],
        goals=(GOAL,),
    )
    bare = plan_of(problem, ["mast", "cells"])
    goals = (outcome_of(problem, GOAL, bare),)
    return plan_of(
        problem, ["mast", "cells"], bound=bound, goals=goals, operator=operator
    )


def test_the_saving_is_told_as_it_is_and_as_a_proven_range() -> None:
    alone = [("A", own_plan("A", 100, 90)), ("B", own_plan("B", 200, 200))]

    found = what_sharing_saves(alone, own_plan("", 150, 120.5))

    assert found.alone_cost_vnd == 300
    assert found.saving_vnd == 150
    assert (found.least_saving_vnd, found.most_saving_vnd) == (140, 179)
    assert found.saving_ratio == 0.5
    assert found.masts_saved == 1
    assert [one.new_masts for one in found.alone] == [1, 1]
    assert found.notes == ()


@pytest.mark.parametrize("best", [(90, 200, 121), (100, 200, 150), (95, 200, 130)])
def test_whatever_the_best_plans_cost_their_saving_lies_in_the_range(
    best: tuple[int, int, int],
) -> None:
    alone = [("A", own_plan("A", 100, 90)), ("B", own_plan("B", 200, 200))]
    found = what_sharing_saves(alone, own_plan("", 150, 120.5))

    saving_vnd = best[0] + best[1] - best[2]

    assert found.least_saving_vnd <= saving_vnd <= found.most_saving_vnd


def test_plans_that_serve_different_people_are_not_compared_in_silence() -> None:
    problem = build_problem([work("one", 9, "a")], places=[demand("a", 50)])

    found = what_sharing_saves([("A", plan_of(problem, []))], plan_of(problem, ["one"]))

    (note,) = found.notes
    assert "A alone ends with 0 people" in translate(note, "en")
    assert "A tự làm thì phục vụ 0 người" in translate(note, "vi")
    assert (found.saving_vnd, found.saving_ratio) == (-9, 0.0)


def test_what_cannot_be_compared_is_refused() -> None:
    plan = own_plan("A", 100, 90)
    best = plan_of(
        build_problem([], places=[demand("a")]),
        question=PlanQuestion.BEST_UNDER_BUDGET,
    )
    other_goal = plan_of(build_problem([], places=[demand("a")]))

    with pytest.raises(InvalidInputError, match="no operator"):
        what_sharing_saves([], plan)
    with pytest.raises(InvalidInputError, match="A stands twice"):
        what_sharing_saves([("A", plan), ("A", plan)], plan)
    with pytest.raises(InvalidInputError, match="cheapest plans only"):
        what_sharing_saves([("A", plan)], best)
    with pytest.raises(InvalidInputError, match="A alone has other goals"):
        what_sharing_saves([("A", other_goal)], plan)
