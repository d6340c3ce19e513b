"""A job as people read it: what it does, how far it is, how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from hatangso.errors import Message
from hatangso.model.job import Job, JobLine, JobState
from hatangso.web.access import Permission, Visitor
from hatangso.web.application_state import AppState
from hatangso.web.jobs.document_jobs import DOCUMENT_JOB
from hatangso.web.jobs.job_kinds import JOB_KINDS
from hatangso.workflows.documents.document_kinds import document_kinds

__all__ = ["JobView", "duration_words", "job_view", "may_see", "may_stop"]

_SECONDS_PER_MINUTE = 60
_MINUTES_PER_HOUR = 60
_MOST_QUEUED = 200
# While a job runs its page shows what came last; all of it stands there in the end.
_NEWEST_LINES = 5
_WORDS: Mapping[JobState, Message] = {
    JobState.WAITING: Message("Waiting"),
    JobState.RUNNING: Message("Running"),
    JobState.DONE: Message("Done"),
    JobState.FAILED: Message("Failed"),
    JobState.CANCELLED: Message("Cancelled"),
}
_STOPPING = Message("Stopping")
_TONES: Mapping[JobState, str] = {
    JobState.WAITING: "waiting",
    JobState.RUNNING: "running",
    JobState.DONE: "done",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "unknown",
}
_OPEN = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True)
class JobView:
    """What ``parts/job_progress.html`` shows.

    Attributes:
        subject: What it is done for, a scenario or a file; empty where that is plain.
        state_words: The state for people.
        tone: Class of the state's mark.
        done: How many of ``total`` parts of the step are done; ``total`` is 0 where
            nobody can tell.
        ahead: Jobs that are taken before it; 0 once it runs.
        took: How long it runs or ran; None before it starts.
        lines: Its log, or the newest lines while it runs.
        address: Where its result stands, a path of this service; empty for nowhere.
        may_stop: Whether the visitor may cancel it now.
    """

    id: int
    title: Message
    subject: str
    state: JobState
    state_words: Message
    tone: str
    asked_by: str
    asked_at: datetime
    step: Message | None
    done: int
    total: int
    ahead: int
    took: Message | None
    lines: tuple[JobLine, ...]
    problem: Message | None
    address: str
    may_stop: bool

    @property
    def is_over(self) -> bool:
        """Whether it will not change any more."""
        return self.state.is_over


def job_view(
    state: AppState, visitor: Visitor, job: Job, *, with_log: bool = True
) -> JobView:
    """Return a job for people.

    Args:
        state: Of the application.
        visitor: Who looks at it.
        job: As ``state.operations.jobs`` has it.
        with_log: Whether to read its log.
    """
    is_stopping = job.is_cancel_asked and not job.state.is_over
    lines: Sequence[JobLine] = state.operations.jobs.lines(job.id) if with_log else ()
    return JobView(
        id=job.id,
        title=_title(job),
        subject=_text(job.parameters, "subject"),
        state=job.state,
        state_words=_STOPPING if is_stopping else _WORDS[job.state],
        tone=_TONES[job.state],
        asked_by=job.asked_by,
        asked_at=job.asked_at,
        step=None if job.state.is_over else job.step,
        done=min(job.done, job.total),
        total=job.total,
        ahead=_ahead(state, job),
        took=_took(job, state.now()),
        lines=tuple(lines if job.state.is_over else lines[-_NEWEST_LINES:]),
        problem=job.problem,
        address=_local(_text(job.result, "address")),
        may_stop=not job.state.is_over
        and not job.is_cancel_asked
        and may_stop(visitor, job),
    )


def _title(job: Job) -> Message:
    """Return what a job does; of a document, which one."""
    if job.kind == DOCUMENT_JOB:
        document = document_kinds().get(_text(job.parameters, "kind"))
        if document is not None:
            return Message("Make a document: {document}", {"document": document.title})
    kind = JOB_KINDS.get(job.kind)
    return kind.title if kind else Message(job.kind)


def may_see(visitor: Visitor, job: Job) -> bool:
    """Return whether a visitor may look at a job.

    Everybody sees their own. Coverages and plans are the work of all planners; a file
    that somebody sent is not.
    """
    kind = JOB_KINDS.get(job.kind)
    is_shared = kind is not None and kind.permission is Permission.PLAN
    return may_stop(visitor, job) or (is_shared and visitor.may(Permission.PLAN))


def may_stop(visitor: Visitor, job: Job) -> bool:
    """Return whether a visitor may cancel a job: their own, administrators any."""
    is_own = bool(visitor.login) and job.asked_by == visitor.login
    return is_own or visitor.may(Permission.ADMINISTER)


def duration_words(span: timedelta) -> Message:
    """Return a span of time in words: 40 s, 3 min 20 s, 2 h 5 min."""
    seconds = max(ceil(span.total_seconds()), 0)
    minutes, second = divmod(seconds, _SECONDS_PER_MINUTE)
    hours, minute = divmod(minutes, _MINUTES_PER_HOUR)
    if hours:
        return Message("{hours} h {minutes} min", {"hours": hours, "minutes": minute})
    if minutes:
        return Message(
            "{minutes} min {seconds} s", {"minutes": minutes, "seconds": second}
        )
    return Message("{seconds} s", {"seconds": second})


def _took(job: Job, now: datetime) -> Message | None:
    if job.started_at is None:
        return None
    return duration_words((job.finished_at or now) - job.started_at)


def _ahead(state: AppState, job: Job) -> int:
    """Return how many jobs of the same lane come first."""
    if job.state is not JobState.WAITING:
        return 0
    queued = state.operations.jobs.list(limit=_MOST_QUEUED, states=_OPEN)
    return sum(one.lane == job.lane and one.id < job.id for one in queued)


def _text(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _local(address: str) -> str:
    """Return an address if it is a path of this service."""
    is_local = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_local else ""
