"""Long work that somebody asked for: how far it is and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hatangso.errors import Message

__all__ = ["Job", "JobLine", "JobState"]


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether it will not change any more."""
        return self in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


@dataclass(frozen=True)
class JobLine:
    """A line of a job's log."""

    at: datetime
    text: Message


@dataclass(frozen=True)
class Job:
    """One piece of long work.

    Attributes:
        kind: What is done: ``coverage``, ``plan``, ``preview`` …
        lane: Which workers take it: ``quick`` or ``heavy``.
        parameters: What it is done with, as JSON can hold it.
        asked_by: Login of who asked.
        step: What it is doing now; None before it starts.
        done: How many of ``total`` parts of the step are done.
        result: What came of it, as JSON can hold it; empty before the end.
        problem: Why it failed; None when it did not.
        attempts: How often a worker took it up.
        is_cancel_asked: Whether somebody wants it to stop.
    """

    id: int
    kind: str
    lane: str
    parameters: Mapping[str, object]
    state: JobState
    asked_by: str
    asked_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    step: Message | None = None
    done: int = 0
    total: int = 0
    result: Mapping[str, object] = field(default_factory=dict)
    problem: Message | None = None
    attempts: int = 0
    is_cancel_asked: bool = False
