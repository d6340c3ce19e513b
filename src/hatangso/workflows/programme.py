"""A programme as the register knows it: what is late, delivered, paid, contradicted."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from hatangso.errors import Message
from hatangso.language import sort_key
from hatangso.model.contradiction import Contradiction
from hatangso.model.programme_task import (
    Milestone,
    ProgrammeTask,
    TaskFunding,
    TaskState,
)
from hatangso.model.record import Record
from hatangso.programme.delivery import Delivery, delivery
from hatangso.programme.disagreements import disagreements
from hatangso.programme.lateness import Delay, Lateness, ProgrammeParameters, lateness
from hatangso.programme.money import (
    MoneyTotal,
    TaskMoney,
    money_by_source,
    told_money,
)
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.own_parameters import own_parameters
from hatangso.workflows.record_values import (
    day_of,
    ratio_of_percent,
    text_of,
    whole_of,
)
from hatangso.workflows.register.register_tables import register_view

__all__ = [
    "DELAY_WORDS",
    "ProgrammeSummary",
    "ServedTarget",
    "TaskStanding",
    "programme_from",
    "programme_of",
]

Records = Callable[[str], Sequence[Record]]
_Part = TypeVar("_Part", Milestone, TaskFunding)
_STATES = {str(state): state for state in TaskState}
DELAY_WORDS = {
    Delay.DEADLINE: Message("deadline passed"),
    Delay.MILESTONE: Message("milestone passed"),
    Delay.DISBURSEMENT: Message("money behind time"),
}
_BODIES = re.compile(r"[;\n]")


@dataclass(frozen=True)
class ServedTarget:
    """The target that a task moves.

    Attributes:
        number: Of its record; 0 when the register has none with this code.
        indicator: Code of its indicator; empty when nobody has told.
    """

    code: str
    number: int = 0
    name: str = ""
    indicator: str = ""
    period: str = ""


@dataclass(frozen=True)
class TaskStanding:
    """A task and all that is told of it.

    Attributes:
        milestones: By their day; those without one last.
        funding: By year, then source.
        target: None when it names none.
        contradictions: Of the task, its milestones and its money.
    """

    task: ProgrammeTask
    lateness: Lateness
    money: TaskMoney
    milestones: tuple[Milestone, ...]
    funding: tuple[TaskFunding, ...]
    target: ServedTarget | None
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True)
class ProgrammeSummary:
    """How a programme stands on a day.

    Attributes:
        tasks: The latest first, then by deadline; those without one last.
        delivery: Three figures that must not be mistaken for each other.
        money: By source and year; all of it is the last.
        lost: Milestones and money that name no task: kind and number of the record.
    """

    today: date
    tasks: tuple[TaskStanding, ...]
    delivery: Delivery
    money: tuple[MoneyTotal, ...]
    lost: tuple[tuple[str, int], ...]
    parameters: ProgrammeParameters

    @property
    def late(self) -> tuple[TaskStanding, ...]:
        """Return the tasks of which something is late."""
        return tuple(one for one in self.tasks if one.lateness.is_late)

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Return what the programme says against itself."""
        return tuple(found for one in self.tasks for found in one.contradictions)


def programme_of(directory: Path, *, today: date) -> ProgrammeSummary:
    """Return how the programme of a province stands.

    Args:
        directory: The province directory.
        today: The day that is judged.

    Raises:
        NotFoundError: It is no province directory.
        InvalidInputError: A file of it has errors.
    """
    with register_view(directory, shipped_kinds()) as view:
        return programme_from(
            view.records,
            own_parameters(directory, "programme", ProgrammeParameters),
            today=today,
        )


def programme_from(
    records: Records, parameters: ProgrammeParameters, *, today: date
) -> ProgrammeSummary:
    """Return the same from records that were read.

    Args:
        records: Returns the records of a kind.
        parameters: Assumptions.
        today: The day that is judged.
    """
    tasks = [_task(one) for one in records("task")]
    steps = _by_task([_milestone(one) for one in records("milestone")])
    funding = _by_task([_funding(one) for one in records("task_funding")])
    targets = _targets(records("target"))
    found = [
        _standing(
            one,
            steps.get(one.id, ()),
            funding.get(one.id, ()),
            parameters,
            today=today,
            targets=targets,
        )
        for one in tasks
    ]
    known = {one.id for one in tasks}
    lost = [
        *(
            ("milestone", m.number)
            for key in steps
            for m in steps[key]
            if key not in known
        ),
        *(
            ("task_funding", part.number)
            for key in funding
            for part in funding[key]
            if key not in known
        ),
    ]
    return ProgrammeSummary(
        today,
        tuple(sorted(found, key=_order)),
        delivery(tasks, [one.money.planned_vnd for one in found]),
        money_by_source(tasks, funding),
        tuple(sorted(lost)),
        parameters,
    )


def _order(one: TaskStanding) -> tuple[object, ...]:
    task, late = one.task, one.lateness
    return (
        not late.is_late,
        -late.days_late,
        task.deadline or date.max,
        sort_key(task.lead),
        sort_key(task.name),
        task.number,
    )


def _standing(
    task: ProgrammeTask,
    milestones: Sequence[Milestone],
    funding: Sequence[TaskFunding],
    parameters: ProgrammeParameters,
    *,
    today: date,
    targets: Mapping[str, ServedTarget],
) -> TaskStanding:
    served = None
    if task.target:
        served = targets.get(task.target, ServedTarget(task.target))
    return TaskStanding(
        task,
        lateness(task, milestones, funding, parameters, today=today),
        told_money(task, funding),
        tuple(
            sorted(
                milestones,
                key=lambda one: (
                    one.due_on or date.max,
                    sort_key(one.name),
                    one.number,
                ),
            )
        ),
        tuple(sorted(funding, key=lambda one: (one.year, one.source, one.number))),
        served,
        disagreements(task, milestones, funding, today=today),
    )


def _by_task(parts: Sequence[_Part]) -> dict[str, list[_Part]]:
    found: dict[str, list[_Part]] = defaultdict(list)
    for one in parts:
        found[one.task].append(one)
    return dict(found)


def _targets(records: Sequence[Record]) -> dict[str, ServedTarget]:
    return {
        text_of(one, "id"): ServedTarget(
            text_of(one, "id"),
            one.id,
            text_of(one, "name_vi"),
            text_of(one, "indicator"),
            text_of(one, "period"),
        )
        for one in records
    }


def _task(record: Record) -> ProgrammeTask:
    bodies = _BODIES.split(text_of(record, "cooperating"))
    return ProgrammeTask(
        number=record.id,
        id=text_of(record, "id"),
        name=text_of(record, "name"),
        lead=text_of(record, "lead"),
        cooperating=tuple(one.strip() for one in bodies if one.strip()),
        starts_on=day_of(record, "starts_on"),
        deadline=day_of(record, "deadline"),
        budget_vnd=whole_of(record, "budget_vnd"),
        disbursed_vnd=whole_of(record, "disbursed_vnd"),
        source=text_of(record, "funding_source"),
        done_ratio=ratio_of_percent(record, "done_percent"),
        state=_STATES.get(text_of(record, "state")),
        risk=text_of(record, "risk"),
        target=text_of(record, "target_id"),
    )


def _milestone(record: Record) -> Milestone:
    return Milestone(
        record.id,
        text_of(record, "task_id"),
        text_of(record, "name"),
        day_of(record, "due_on"),
        day_of(record, "done_on"),
    )


def _funding(record: Record) -> TaskFunding:
    return TaskFunding(
        record.id,
        text_of(record, "task_id"),
        text_of(record, "funding_source"),
        whole_of(record, "year") or 0,
        whole_of(record, "planned_vnd"),
        whole_of(record, "disbursed_vnd"),
    )
