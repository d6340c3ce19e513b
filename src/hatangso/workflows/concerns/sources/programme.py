"""What is late, behind or contradictory in the tasks of a programme."""

from collections.abc import Iterable

from hatangso.errors import Message
from hatangso.model.concern import Concern, Severity
from hatangso.programme.lateness import Delay, ProgrammeParameters, is_over
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.own_parameters import own_parameters
from hatangso.workflows.programme import (
    ProgrammeSummary,
    TaskStanding,
    programme_from,
)

__all__ = ["concerns", "programme_concerns"]

_PERCENT = 100
_COMPONENT = "QT"
_PAGE = "/he-thong/chuong-trinh"


def concerns(facts: ConcernFacts) -> Iterable[Concern]:
    """Return what is late or does not agree in the tasks of a province."""
    parameters = own_parameters(facts.directory, "programme", ProgrammeParameters)
    return programme_concerns(
        programme_from(facts.records, parameters, today=facts.today)
    )


def programme_concerns(summary: ProgrammeSummary) -> tuple[Concern, ...]:
    """Return what a summary shows to be late or wrong; each leads to its task."""
    found = [told for one in summary.tasks for told in _of(one)]
    if summary.lost:
        message = Message(
            "{count} milestones or sums name no task of the register.",
            {"count": len(summary.lost)},
        )
        title = Message("Milestones and money without a task")
        found.append(
            Concern(
                *(_COMPONENT, "task_part_lost", Severity.NOTICE, title, message),
                address=_PAGE,
            )
        )
    return tuple(found)


def _of(one: TaskStanding) -> Iterable[Concern]:
    late, task = one.lateness, one.task
    if Delay.DEADLINE in late.delays:
        text = "{days} days past its deadline; {lead}"
        message = Message(text, {"days": late.days_late, "lead": task.lead})
        title = Message("Tasks past their deadline")
        yield _told(one, "task_late", Severity.WARNING, title, message)
    for milestone in late.milestones:
        text = 'the milestone "{name}" was due on {due}; {lead}'
        message = Message(
            text,
            {"name": milestone.name, "due": milestone.due_on, "lead": task.lead},
        )
        title = Message("Milestones past their day")
        yield _told(one, "milestone_late", Severity.WARNING, title, message)
    if (
        Delay.DISBURSEMENT in late.delays
        and late.time_ratio is not None
        and late.disbursed_ratio is not None
    ):
        text = "{time:.0f} % of its time has gone, {paid:.0f} % of its money is paid"
        values = {
            "time": _PERCENT * late.time_ratio,
            "paid": _PERCENT * late.disbursed_ratio,
        }
        title = Message("Tasks whose money is behind time")
        yield _told(
            one, "task_money_behind", Severity.NOTICE, title, Message(text, values)
        )
    if task.deadline is None and not is_over(task):
        title = Message("Open tasks without a deadline")
        message = Message("nobody has told until when; {lead}", {"lead": task.lead})
        yield _told(one, "task_without_deadline", Severity.NOTICE, title, message)
    title = Message("Tasks that contradict themselves")
    for wrong in one.contradictions:
        yield _told(one, "task_contradiction", Severity.NOTICE, title, wrong.message)


def _told(
    one: TaskStanding, sort: str, severity: Severity, title: Message, message: Message
) -> Concern:
    return Concern(
        *(_COMPONENT, sort, severity, title, message, "task", one.task.id),
        one.task.name,
        address=_PAGE,
    )
