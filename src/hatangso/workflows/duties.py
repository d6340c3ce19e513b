"""What is late or due soon: tasks of the programme, works of the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hatangso.language import sort_key
from hatangso.model.plan_task import PlanTask
from hatangso.programme.lateness import is_over
from hatangso.workflows.programme import ProgrammeSummary, TaskStanding

__all__ = ["Duty", "duties"]


@dataclass(frozen=True)
class Duty:
    """Something that somebody must have done by a day.

    Attributes:
        deadline: Of a task that is late by a milestone alone, the day of that; None
            when only its money is behind and it has no deadline.
        days_late: 0 or less when nothing of it has passed.
        is_late: Whether a day of its has passed, or its money is behind.
        record_id: Of the task in the register; None for a work of the plan.
    """

    name: str
    lead: str
    deadline: date | None
    days_late: int
    is_late: bool = False
    record_id: int | None = None


def duties(
    programme: ProgrammeSummary, planned: Iterable[PlanTask]
) -> tuple[Duty, ...]:
    """Return what is late or due soon on the day of a programme, the latest first.

    A work of the plan is never late here: nobody has told yet whether it was built.
    """
    today = programme.today
    soon = today + timedelta(days=round(programme.parameters.soon_days))
    found = [_duty(one) for one in programme.tasks if _is_due(one, soon)]
    found += [
        Duty(one.task, one.lead, one.deadline, (today - one.deadline).days)
        for one in planned
        if one.deadline is not None and today <= one.deadline <= soon
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                not one.is_late,
                one.deadline or date.max,
                sort_key(one.lead),
                one.name,
            ),
        )
    )


def _is_due(one: TaskStanding, soon: date) -> bool:
    deadline = one.task.deadline
    is_soon = deadline is not None and deadline <= soon and not is_over(one.task)
    return one.lateness.is_late or is_soon


def _duty(one: TaskStanding) -> Duty:
    task, late = one.task, one.lateness
    days_left = late.days_left or 0
    first = late.milestones[0].due_on if late.milestones else None
    return Duty(
        task.name,
        task.lead,
        first if late.days_left is not None and first else task.deadline,
        late.days_late or -days_left,
        late.is_late,
        task.number,
    )
