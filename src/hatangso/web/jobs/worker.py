"""Take jobs from the queue and run them, one at a time, until told to stop."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic

import structlog

from hatangso.errors import HatangsoError, Message
from hatangso.model.account import actor_of
from hatangso.model.job import Job
from hatangso.operations.database import Operations
from hatangso.web.jobs.job_kind import JobCancelledError, JobDesk, Lane
from hatangso.web.jobs.job_kinds import JOB_KINDS, job_kind
from hatangso.web.settings import Settings

__all__ = ["Worker"]

_IDLE_S = 0.5
_BEAT_S = 2.0
# A worker that says nothing for so long is taken for dead.
_SILENT = timedelta(seconds=30)
_log = structlog.get_logger("hatangso.worker")


class JobProgress:
    """Passes on how far a job is, and stops it when somebody asked for that."""

    def __init__(
        self, operations: Operations, job: Job, now: Callable[[], datetime]
    ) -> None:
        """Keep which job it is."""
        self._operations = operations
        self._job = job
        self._now = now
        self._step: Message | None = None
        self._done = self._total = 0
        self._told_s = 0.0
        self.is_stopping = False

    def start(self, step: str, total: int) -> None:
        """Begin a step of so many units."""
        self._step, self._done, self._total = Message(step), 0, total
        self._operations.jobs.log(self._job.id, self._now(), self._step)
        self._tell()

    def advance(self, done: int) -> None:
        """Say how many units are done."""
        self._done = done
        if monotonic() - self._told_s > _IDLE_S or done >= self._total:
            self._tell()

    def beat(self) -> None:
        """Say that the worker lives; called beside the work, so it raises nothing."""
        self.is_stopping = self._operations.jobs.beat(
            self._job.id,
            self._now(),
            step=self._step,
            done=self._done,
            total=self._total,
        )

    def _tell(self) -> None:
        self._told_s = monotonic()
        self.beat()
        if self.is_stopping:
            raise JobCancelledError


class Worker:
    """Runs the jobs of one lane."""

    def __init__(
        self,
        settings: Settings,
        operations: Operations,
        lane: Lane,
        now: Callable[[], datetime],
    ) -> None:
        """Keep where jobs come from."""
        self._settings = settings
        self._operations = operations
        self._lane = lane
        self._now = now
        self._stop = threading.Event()

    def stop(self) -> None:
        """Finish the job at hand, then return."""
        self._stop.set()

    def run(self) -> None:
        """Run jobs until told to stop."""
        retries = {kind.code: kind.retries for kind in JOB_KINDS.values()}
        while not self._stop.is_set():
            self._operations.jobs.recover(
                self._now(), silent_for=_SILENT, retries=retries
            )
            if not self.run_one():
                self._stop.wait(_IDLE_S)

    def run_one(self) -> bool:
        """Run the oldest waiting job; return whether there was one."""
        name = f"{self._lane}-{os.getpid()}"
        job = self._operations.jobs.take(self._lane, worker=name, at=self._now())
        if job is None:
            return False
        progress = JobProgress(self._operations, job, self._now)
        _log.info("job taken", job=job.id, kind=job.kind, attempt=job.attempts)
        with _beating(progress):
            self._carry_out(job, progress)
        return True

    def _carry_out(self, job: Job, progress: JobProgress) -> None:
        """Run a job to its end, whatever that is."""
        jobs = self._operations.jobs
        account = self._operations.accounts.by_login(job.asked_by)
        desk = JobDesk(
            self._settings,
            job.parameters,
            actor_of(account),
            account,
            progress,
            self._now,
        )
        try:
            result = job_kind(job.kind).run(desk)
        except JobCancelledError:
            jobs.cancelled(job.id, self._now())
        except HatangsoError as error:
            jobs.fail(job.id, self._now(), error.message)
        except Exception as error:  # noqa: BLE001 - the outermost handler of a job
            _log.exception("job failed", job=job.id, kind=job.kind)
            reason = Message(
                "the service made a mistake: {error}", {"error": type(error).__name__}
            )
            jobs.fail(job.id, self._now(), reason)
        else:
            jobs.finish(job.id, self._now(), result)


@contextmanager
def _beating(progress: JobProgress) -> Iterator[None]:
    """Say every few seconds that the worker lives, whatever the work does."""
    is_over = threading.Event()

    def beat() -> None:
        while not is_over.wait(_BEAT_S):
            progress.beat()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
