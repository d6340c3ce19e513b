"""What a programme says of itself that cannot all be true; nothing is mended."""

from collections.abc import Iterable, Sequence
from datetime import date

from hatangso.errors import Message
from hatangso.model.contradiction import Contradiction
from hatangso.model.programme_task import (
    Milestone,
    ProgrammeTask,
    TaskFunding,
    TaskState,
)

__all__ = ["disagreements"]

_PERCENT = 100


def disagreements(
    task: ProgrammeTask,
    milestones: Sequence[Milestone],
    funding: Sequence[TaskFunding],
    *,
    today: date,
) -> tuple[Contradiction, ...]:
    """Return what one task, its milestones and its money say against each other.

    Args:
        task: The task.
        milestones: Its own.
        funding: Its own.
        today: Nothing can have been done after it.
    """
    return (
        *_of_state(task, milestones),
        *_of_days(task),
        *_of_money(task, funding),
        *(found for one in milestones for found in _of_milestone(task, one, today)),
        *(found for one in funding for found in _of_part(task, one)),
    )


def _told(
    sort: str,
    task: ProgrammeTask,
    text: str,
    part: Milestone | TaskFunding | None = None,
    **values: object,
) -> Contradiction:
    """Return a disagreement of a task, or of a part of it, under the task's name."""
    kind = "milestone" if isinstance(part, Milestone) else "task_funding"
    message = Message(text, values)
    if part is None:
        return Contradiction(sort, message, "task", task.number, task.name)
    return Contradiction(sort, message, kind, part.number, task.name)


def _of_state(
    task: ProgrammeTask, milestones: Sequence[Milestone]
) -> Iterable[Contradiction]:
    ratio, state = task.done_ratio, task.state
    if ratio is not None and state is not None:
        percent = _PERCENT * ratio
        if state is TaskState.DONE and ratio < 1:
            text = "it is said to be done, and {percent:g} % of the work to be done"
            yield _told("done_in_part", task, text, percent=percent)
        if state is TaskState.UNDER_WAY and ratio >= 1:
            text = "all of the work is done, and it is said to be under way"
            yield _told("whole_under_way", task, text)
        if state is TaskState.NOT_STARTED and ratio > 0:
            text = "it is said not to be started, and {percent:g} % of the work is done"
            yield _told("done_not_started", task, text, percent=percent)
    left = [one for one in milestones if one.done_on is None]
    if state is TaskState.DONE and left:
        text = "it is said to be done, and {count} of its milestones are not"
        yield _told("done_before_milestones", task, text, count=len(left))


def _of_days(task: ProgrammeTask) -> Iterable[Contradiction]:
    start, end = task.starts_on, task.deadline
    if start is not None and end is not None and end < start:
        text = "its deadline {deadline} lies before its start {start}"
        yield _told("ends_before_start", task, text, deadline=end, start=start)


def _of_money(
    task: ProgrammeTask, funding: Sequence[TaskFunding]
) -> Iterable[Contradiction]:
    budget, paid = task.budget_vnd, task.disbursed_vnd
    if budget is not None and paid is not None and paid > budget:
        text = "{paid} đồng were paid of a budget of {budget} đồng"
        yield _told("paid_over_budget", task, text, paid=paid, budget=budget)
    planned = [one.planned_vnd for one in funding if one.planned_vnd is not None]
    parts_paid = [one.disbursed_vnd for one in funding if one.disbursed_vnd is not None]
    # A part that nobody has told can only make a sum larger.
    for sort, whole, parts, said in (
        (
            "sources_against_budget",
            budget,
            planned,
            Message("its sources add up to {sum} đồng, its budget is {whole} đồng"),
        ),
        (
            "sources_against_paid",
            paid,
            parts_paid,
            Message("its sources paid {sum} đồng together, it says {whole} đồng"),
        ),
    ):
        is_whole = len(parts) == len(funding)
        if whole is None or not parts:
            continue
        if sum(parts) > whole or (is_whole and sum(parts) != whole):
            yield _told(sort, task, said.text, sum=sum(parts), whole=whole)


def _of_milestone(
    task: ProgrammeTask, one: Milestone, today: date
) -> Iterable[Contradiction]:
    start, done, due, name = task.starts_on, one.done_on, one.due_on, one.name
    if done is not None and start is not None and done < start:
        text = (
            'the milestone "{name}" was done on {done}, before the task began on'
            " {start}"
        )
        yield _told(
            "done_before_start", task, text, one, name=name, done=done, start=start
        )
    if done is not None and done > today:
        text = 'the milestone "{name}" was done on {done}, which is to come'
        yield _told("done_in_future", task, text, one, name=name, done=done)
    if due is not None and task.deadline is not None and due > task.deadline:
        text = 'the milestone "{name}" is due on {due}, after the deadline {deadline}'
        yield _told(
            "milestone_after_deadline",
            task,
            text,
            one,
            name=name,
            due=due,
            deadline=task.deadline,
        )


def _of_part(task: ProgrammeTask, one: TaskFunding) -> Iterable[Contradiction]:
    planned, paid = one.planned_vnd, one.disbursed_vnd
    if planned is not None and paid is not None and paid > planned:
        text = "{source} paid {paid} đồng of {planned} đồng planned for {year}"
        yield _told(
            "part_paid_over_plan",
            task,
            text,
            one,
            source=one.source,
            paid=paid,
            planned=planned,
            year=one.year,
        )
