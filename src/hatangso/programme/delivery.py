"""How much of a programme is delivered: three figures that are easily mistaken."""

from collections.abc import Sequence
from dataclasses import dataclass

from hatangso.model.programme_task import ProgrammeTask, TaskState

__all__ = ["Delivery", "DeliveryShare", "delivery"]


@dataclass(frozen=True)
class DeliveryShare:
    """A delivered part of a whole.

    Attributes:
        part: Tasks, đồng, or tasks' worth of reported work.
        whole: That of the tasks of which it is known.
        tasks: Numbers of those tasks.
        unknown: Numbers of the tasks of which nobody has told enough.
    """

    part: float
    whole: float
    tasks: tuple[int, ...]
    unknown: tuple[int, ...]

    @property
    def ratio(self) -> float | None:
        """Return the share among what is known; None when nothing is."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Delivery:
    """Three figures of one programme; stopped tasks are in none of them.

    Attributes:
        by_count: Tasks that are said to be done, of the tasks whose state is told.
        by_budget: Budget of the done tasks, of the budget of the tasks whose state and
            budget are told.
        by_report: Reported share of the work, the mean of the tasks that report it.
        stopped: Numbers of the tasks that were stopped.
    """

    by_count: DeliveryShare
    by_budget: DeliveryShare
    by_report: DeliveryShare
    stopped: tuple[int, ...]


def delivery(
    tasks: Sequence[ProgrammeTask], budget_vnd: Sequence[int | None]
) -> Delivery:
    """Return how much of a programme is delivered; unknown is not zero.

    Args:
        tasks: In any order.
        budget_vnd: What each of them costs.
    """
    going = [
        (task, cost)
        for task, cost in zip(tasks, budget_vnd, strict=True)
        if task.state is not TaskState.STOPPED
    ]
    return Delivery(
        _share([(t, _is_done(t), None if t.state is None else 1) for t, _ in going]),
        _share([(t, _is_done(t), cost if t.state else None) for t, cost in going]),
        _share(
            [(t, t.done_ratio, None if t.done_ratio is None else 1) for t, _ in going]
        ),
        tuple(sorted(task.number for task in tasks if task.state is TaskState.STOPPED)),
    )


def _is_done(task: ProgrammeTask) -> float:
    return 1.0 if task.state is TaskState.DONE else 0.0


def _share(
    told: Sequence[tuple[ProgrammeTask, float | None, int | None]],
) -> DeliveryShare:
    """Return a share of tasks, each with its delivered part and its weight."""
    known = [
        (task.number, part, weight)
        for task, part, weight in told
        if part is not None and weight is not None
    ]
    numbers = {number for number, _, _ in known}
    return DeliveryShare(
        sum(part * weight for _, part, weight in known),
        float(sum(weight for _, _, weight in known)),
        tuple(sorted(numbers)),
        tuple(sorted(t.number for t, _, _ in told if t.number not in numbers)),
    )
