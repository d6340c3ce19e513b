"""What is late: a deadline or a milestone that has passed, money behind time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hatangso.model.programme_task import (
    Milestone,
    ProgrammeTask,
    TaskFunding,
    TaskState,
)
from hatangso.programme.money import told_money
from hatangso.units import require_between

__all__ = ["Delay", "Lateness", "ProgrammeParameters", "is_over", "lateness"]

_OVER = frozenset({TaskState.DONE, TaskState.STOPPED})
_CENTURY_DAYS = 36_525


@dataclass(frozen=True)
class ProgrammeParameters:
    """Assumptions; each name is explained in ``programme.toml``."""

    soon_days: float
    disbursement_lag_ratio: float

    def __post_init__(self) -> None:
        """Refuse what says nothing.

        Raises:
            OutOfRangeError: Days beyond a century, or a share that is none.
        """
        require_between("soon_days", self.soon_days, low=0, high=_CENTURY_DAYS)
        require_between(
            "disbursement_lag_ratio", self.disbursement_lag_ratio, low=0, high=1
        )


class Delay(StrEnum):
    """Why a task is late."""

    DEADLINE = "deadline"
    MILESTONE = "milestone"
    DISBURSEMENT = "disbursement"


@dataclass(frozen=True)
class Lateness:
    """How a task stands against its days.

    Attributes:
        delays: Why it is late; empty when it is not, as far as is told.
        days_late: Days since its deadline, or since its first late milestone when only
            that has passed; 0 when neither has.
        days_left: Until its deadline; None when it is over, has none, or it passed.
        milestones: Those that have passed and were not done.
        time_ratio: Share of its time that has gone; None without start or deadline.
        disbursed_ratio: Share of its budget that was paid out; None when either is not
            known, or the budget is nothing.
    """

    delays: tuple[Delay, ...]
    days_late: int
    days_left: int | None
    milestones: tuple[Milestone, ...]
    time_ratio: float | None
    disbursed_ratio: float | None

    @property
    def is_late(self) -> bool:
        """Return whether anything has passed that should have been done."""
        return bool(self.delays)


def is_over(task: ProgrammeTask) -> bool:
    """Return whether nobody waits for a task any more: done, stopped, or 100 %."""
    is_whole = task.done_ratio is not None and task.done_ratio >= 1
    return task.state in _OVER or is_whole


def lateness(
    task: ProgrammeTask,
    milestones: Sequence[Milestone],
    funding: Sequence[TaskFunding],
    parameters: ProgrammeParameters,
    *,
    today: date,
) -> Lateness:
    """Return how a task stands against its days; a task that is over is never late.

    A deadline is late on the day after it.

    Args:
        task: The task.
        milestones: Its own.
        funding: Its own.
        parameters: How far money may lie behind time.
        today: The day that is judged.
    """
    time = _time_ratio(task, today)
    disbursed = _disbursed_ratio(task, funding)
    if is_over(task):
        return Lateness((), 0, None, (), time, disbursed)
    passed = sorted(
        (
            (one.due_on, one.number, one)
            for one in milestones
            if one.done_on is None and one.due_on is not None and one.due_on < today
        ),
        key=lambda told: told[:2],
    )
    delays, days_late, days_left = [], 0, None
    if task.deadline is not None and task.deadline < today:
        delays.append(Delay.DEADLINE)
        days_late = (today - task.deadline).days
    elif task.deadline is not None:
        days_left = (task.deadline - today).days
    if passed:
        delays.append(Delay.MILESTONE)
        days_late = days_late or (today - passed[0][0]).days
    if (
        time is not None
        and disbursed is not None
        and time - disbursed > parameters.disbursement_lag_ratio
    ):
        delays.append(Delay.DISBURSEMENT)
    late = tuple(one for _, _, one in passed)
    return Lateness(tuple(delays), days_late, days_left, late, time, disbursed)


def _time_ratio(task: ProgrammeTask, today: date) -> float | None:
    """Return the share of a task's days that lie behind us; None without both ends."""
    start, end = task.starts_on, task.deadline
    if start is None or end is None or end < start:
        return None
    days = (end - start).days + 1
    gone = (today - start).days
    return min(max(gone / days, 0.0), 1.0)


def _disbursed_ratio(
    task: ProgrammeTask, funding: Sequence[TaskFunding]
) -> float | None:
    """Return the share of the budget that was paid out, which may pass the whole."""
    money = told_money(task, funding)
    if not money.planned_vnd or money.disbursed_vnd is None:
        return None
    return money.disbursed_vnd / money.planned_vnd
