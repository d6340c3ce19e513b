"""Money of a programme: what was planned and what was paid, by source and year."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hatangso.model.programme_task import ProgrammeTask, TaskFunding

__all__ = ["MoneyTotal", "TaskMoney", "money_by_source", "told_money"]


@dataclass(frozen=True)
class TaskMoney:
    """The money of one task; None where nobody has told.

    Attributes:
        planned_vnd: Its budget; the sum of its sources when no budget is told.
    """

    planned_vnd: int | None
    disbursed_vnd: int | None


@dataclass(frozen=True)
class MoneyTotal:
    """What one source was to give and gave in a year.

    Attributes:
        source: Empty when nobody has told whose money it is.
        year: None for money that is not divided into years.
        tasks: Numbers of the records of the tasks.
        planned_vnd: Of the tasks of which it is told.
        disbursed_vnd: Likewise.
        planned_unknown: Tasks of which nobody has told what was planned.
        disbursed_unknown: Tasks of which nobody has told what was paid.
        comparable_planned_vnd: Planned for the tasks of which both are told.
        comparable_disbursed_vnd: Paid for the same tasks.
    """

    source: str
    year: int | None
    tasks: tuple[int, ...]
    planned_vnd: int
    disbursed_vnd: int
    planned_unknown: tuple[int, ...]
    disbursed_unknown: tuple[int, ...]
    comparable_planned_vnd: int
    comparable_disbursed_vnd: int

    @property
    def ratio(self) -> float | None:
        """Return the paid share of the tasks of which both are told; else None."""
        if not self.comparable_planned_vnd:
            return None
        return self.comparable_disbursed_vnd / self.comparable_planned_vnd


@dataclass(frozen=True)
class _Line:
    task: int
    planned_vnd: int | None
    disbursed_vnd: int | None


def told_money(task: ProgrammeTask, funding: Sequence[TaskFunding]) -> TaskMoney:
    """Return the money of a task: as it says itself, else as its sources add up.

    Sources add up only where all of them are told.
    """
    planned, paid = task.budget_vnd, task.disbursed_vnd
    if planned is None:
        planned = _sum([one.planned_vnd for one in funding])
    if paid is None:
        paid = _sum([one.disbursed_vnd for one in funding])
    return TaskMoney(planned, paid)


def _sum(amounts_vnd: Sequence[int | None]) -> int | None:
    """Return a sum; None of nothing, or when one of the amounts is not known."""
    told = [one for one in amounts_vnd if one is not None]
    return sum(told) if told and len(told) == len(amounts_vnd) else None


def money_by_source(
    tasks: Sequence[ProgrammeTask], funding: Mapping[str, Sequence[TaskFunding]]
) -> tuple[MoneyTotal, ...]:
    """Return the money of a programme by source and year, and all of it as the last.

    A task whose money is divided counts by its parts; any other, with its budget and
    its own source, in no year.

    Args:
        tasks: In any order.
        funding: Parts of their money, by the code of the task.
    """
    lines: dict[tuple[str, int | None], list[_Line]] = defaultdict(list)
    for task in sorted(tasks, key=lambda one: one.number):
        parts = funding.get(task.id, ()) if task.id else ()
        for part in parts:
            line = _Line(task.number, part.planned_vnd, part.disbursed_vnd)
            lines[part.source, part.year].append(line)
        if not parts:
            line = _Line(task.number, task.budget_vnd, task.disbursed_vnd)
            lines[task.source, None].append(line)
    keys = sorted(lines, key=lambda key: (key[0] == "", key[0], key[1] or 0))
    totals = [_total(source, year, lines[source, year]) for source, year in keys]
    if totals:
        totals.append(_total("", None, [line for key in keys for line in lines[key]]))
    return tuple(totals)


def _total(source: str, year: int | None, lines: Sequence[_Line]) -> MoneyTotal:
    both = [
        (one.planned_vnd, one.disbursed_vnd)
        for one in lines
        if one.planned_vnd is not None and one.disbursed_vnd is not None
    ]
    return MoneyTotal(
        source,
        year,
        tuple(dict.fromkeys(one.task for one in lines)),
        sum(one.planned_vnd or 0 for one in lines),
        sum(one.disbursed_vnd or 0 for one in lines),
        tuple(dict.fromkeys(o.task for o in lines if o.planned_vnd is None)),
        tuple(dict.fromkeys(o.task for o in lines if o.disbursed_vnd is None)),
        sum(planned for planned, _ in both),
        sum(paid for _, paid in both),
    )
