"""What a task, its milestones and its money say against each other."""

from datetime import date

import pytest

from hatangso.model.programme_task import (
    Milestone,
    ProgrammeTask,
    TaskFunding,
    TaskState,
)
from hatangso.programme.disagreements import disagreements

TODAY = date(2026, 6, 1)


def sorts(
    task: ProgrammeTask,
    steps: tuple[Milestone, ...] = (),
    funding: tuple[TaskFunding, ...] = (),
) -> list[str]:
    return [one.sort for one in disagreements(task, steps, funding, today=TODAY)]


@pytest.mark.parametrize(
    ("told", "sort"),
    [
        ({"state": TaskState.DONE, "done_ratio": 0.6}, "done_in_part"),
        ({"state": TaskState.UNDER_WAY, "done_ratio": 1.0}, "whole_under_way"),
        ({"state": TaskState.NOT_STARTED, "done_ratio": 0.1}, "done_not_started"),
        ({"budget_vnd": 10, "disbursed_vnd": 11}, "paid_over_budget"),
        (
            {"starts_on": date(2026, 2, 1), "deadline": date(2026, 1, 1)},
            "ends_before_start",
        ),
    ],
)
def test_a_task_that_contradicts_itself_is_told(
    told: dict[str, object], sort: str
) -> None:
    assert sorts(ProgrammeTask(1, "a", "", **told)) == [sort]  # type: ignore[arg-type]  # fields by name


def test_a_task_that_is_done_in_part_says_how_much() -> None:
    task = ProgrammeTask(1, "a", "", state=TaskState.DONE, done_ratio=0.6)
    (found,) = disagreements(task, (), (), today=TODAY)
    assert str(found.message) == (
        "it is said to be done, and 60 % of the work to be done"
    )
    assert (found.kind, found.number) == ("task", 1)


def test_milestones_are_held_against_the_task_and_today() -> None:
    task = ProgrammeTask(
        1,
        "a",
        "",
        state=TaskState.DONE,
        starts_on=date(2026, 1, 1),
        deadline=date(2026, 5, 1),
    )
    steps = (
        Milestone(2, "a", "trước", date(2026, 2, 1), date(2025, 12, 1)),
        Milestone(3, "a", "sau", date(2026, 5, 2), date(2026, 7, 1)),
        Milestone(4, "a", "mở"),
    )
    assert sorts(task, steps) == [
        "done_before_milestones",
        "done_before_start",
        "done_in_future",
        "milestone_after_deadline",
    ]


def test_sources_that_do_not_add_up_to_the_budget_are_told_with_both_sums() -> None:
    task = ProgrammeTask(1, "a", "", budget_vnd=1_000, disbursed_vnd=500)
    parts = (
        TaskFunding(2, "a", "NS", 2025, 600, 300),
        TaskFunding(3, "a", "DN", 2025, 300, 100),
    )
    found = disagreements(task, (), parts, today=TODAY)
    assert [str(one.message) for one in found] == [
        "its sources add up to 900 đồng, its budget is 1000 đồng",
        "its sources paid 400 đồng together, it says 500 đồng",
    ]


def test_a_source_that_nobody_told_may_close_the_gap_but_never_open_it() -> None:
    task = ProgrammeTask(1, "a", "", budget_vnd=1_000)
    untold = TaskFunding(3, "a", "DN", 2025)
    assert sorts(task, funding=(TaskFunding(2, "a", "NS", 2025, 600), untold)) == []
    more = (TaskFunding(2, "a", "NS", 2025, 1_600), untold)
    assert sorts(task, funding=more) == ["sources_against_budget"]


def test_a_source_that_paid_more_than_it_planned_is_told() -> None:
    parts = (TaskFunding(2, "a", "NS", 2025, 600, 601),)
    assert sorts(ProgrammeTask(1, "a", ""), funding=parts) == ["part_paid_over_plan"]


def test_of_a_task_of_which_nothing_is_known_nothing_is_said() -> None:
    assert sorts(ProgrammeTask(1, "a", ""), (Milestone(2, "a", "b"),)) == []
