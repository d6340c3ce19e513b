"""A programme: its tasks, their milestones and their money, as they were reported."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Milestone", "ProgrammeTask", "TaskFunding", "TaskState"]


class TaskState(StrEnum):
    """How far a task has come, as somebody said."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True)
class ProgrammeTask:
    """A task or project; what nobody has told is None or empty.

    Attributes:
        number: Of its record.
        id: Code that milestones, money and plans name it by.
        cooperating: Bodies beside the lead.
        done_ratio: Share of the work that is done, as reported.
        target: Code of the target that it serves.
    """

    number: int
    id: str
    name: str
    lead: str = ""
    cooperating: tuple[str, ...] = ()
    starts_on: date | None = None
    deadline: date | None = None
    budget_vnd: int | None = None
    disbursed_vnd: int | None = None
    source: str = ""
    done_ratio: float | None = None
    state: TaskState | None = None
    risk: str = ""
    target: str = ""


@dataclass(frozen=True)
class Milestone:
    """A step of a task with a day of its own."""

    number: int
    task: str
    name: str
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class TaskFunding:
    """What one source gives a task in one year."""

    number: int
    task: str
    source: str
    year: int
    planned_vnd: int | None = None
    disbursed_vnd: int | None = None
