"""What is late or due soon: tasks of the register, works of the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hatangso.language import sort_key
from hatangso.model.plan_task import PlanTask
from hatangso.model.record import Record

__all__ = ["Duty", "duties"]

_SOON = timedelta(days=60)
_OVER = frozenset({"done", "stopped"})
_ALL_PERCENT = 100


@dataclass(frozen=True)
class Duty:
    """Something that somebody must have done by a day.

    Attributes:
        days_late: 0 or less when it is not due yet.
        record_id: Of the task in the register; None for a work of the plan.
    """

    name: str
    lead: str
    deadline: date
    days_late: int
    record_id: int | None = None

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.days_late > 0


def duties(
    tasks: Iterable[Record], planned: Iterable[PlanTask], *, today: date
) -> tuple[Duty, ...]:
    """Return what is late or due within 60 days, what is latest first.

    A work of the plan is never late here: nobody has told yet whether it was built.
    """
    open_tasks = (_duty(one, today) for one in tasks)
    found = [one for one in open_tasks if one is not None]
    found += [
        Duty(one.task, one.lead, one.deadline, (today - one.deadline).days)
        for one in planned
        if one.deadline is not None and one.deadline >= today
    ]
    soon = [one for one in found if one.deadline <= today + _SOON]
    return tuple(
        sorted(soon, key=lambda one: (one.deadline, sort_key(one.lead), one.name))
    )


def _duty(record: Record, today: date) -> Duty | None:
    """Return a task that is open and has a deadline."""
    values = record.values
    deadline = values.get("deadline")
    if not isinstance(deadline, date) or values.get("state") in _OVER:
        return None
    done = values.get("done_percent")
    if isinstance(done, int | float) and done >= _ALL_PERCENT:
        return None
    return Duty(
        str(values.get("name") or ""),
        str(values.get("lead") or ""),
        deadline,
        (today - deadline).days,
        record.id,
    )
