"""Take jobs from the queue and run them, one at a time, until told to stop."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic

import structlog

from hatangso.errors import HatangsoError, Message
from hatangso.model.account import Account, actor_of
from hatangso.model.job import Job
from hatangso.operations.database import Operations
from hatangso.web.access import PERMISSIONS
from hatangso.web.jobs.heartbeats import Heartbeats
from hatangso.web.jobs.job_kind import JobCancelledError, JobDesk, Lane
from hatangso.web.jobs.job_kinds import JOB_KINDS, job_kind
from hatangso.web.jobs.procedure_jobs import DOSSIER_SHELF
from hatangso.web.settings import Settings
from hatangso.web.uploads import Uploads

__all__ = ["Worker"]

_IDLE_S = 0.5
_BEAT_S = 2.0
# After which a store that could not be reached is tried again.
_PATIENCE_S = 5.0
# A worker that says nothing for so long is taken for dead.
_SILENT = timedelta(seconds=30)
_TIDIES_EVERY = timedelta(hours=1)
_log = structlog.get_logger("hatangso.worker")


_NO_LONGER = Message("whoever asked for it may not do this any more")


def _may_still(account: Account, job: Job) -> bool:
    """Return whether an account still has the right that it had when it asked."""
    kind = JOB_KINDS.get(job.kind)
    return account.is_active and (
        kind is None or kind.permission in PERMISSIONS[account.role]
    )


class _WorkerStopsError(Exception):
    """The worker was told to stop: somebody else shall do the job."""


class JobProgress:
    """Passes on how far a job is, and stops it when somebody asked for that."""

    def __init__(
        self,
        operations: Operations,
        job: Job,
        now: Callable[[], datetime],
        is_left: Callable[[], bool],
    ) -> None:
        """Keep which job it is, and how to know that the worker leaves it."""
        self._operations = operations
        self._job = job
        self._now = now
        self._is_left = is_left
        self._step: Message | None = None
        self._done = self._total = 0
        self._told_s = 0.0
        self._is_stopping = False

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
        try:
            self._is_stopping = self._operations.jobs.beat(
                self._job.id,
                self._now(),
                step=self._step,
                done=self._done,
                total=self._total,
                attempt=self._job.attempts,
            )
        except HatangsoError as error:
            _log.warning("beat lost", job=self._job.id, reason=str(error))

    def _tell(self) -> None:
        self._told_s = monotonic()
        self.beat()
        if self._is_stopping:
            raise JobCancelledError
        if self._is_left():
            raise _WorkerStopsError


class Worker:
    """Runs the jobs of one lane."""

    def __init__(
        self,
        settings: Settings,
        operations: Operations,
        lane: Lane,
        now: Callable[[], datetime],
        *,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        """Keep where jobs come from.

        Args:
            settings: What whoever runs the service chose.
            operations: Where jobs are kept.
            lane: Which jobs.
            now: The clock.
            is_wanted: Whether whoever started the worker is still there.
        """
        self._settings = settings
        self._operations = operations
        self._lane = lane
        self._now = now
        self._is_wanted = is_wanted
        self._heartbeats = Heartbeats(settings.directory)
        self._tidied_at: datetime | None = None
        self._stop = threading.Event()

    def stop(self) -> None:
        """Give the job at hand back, or finish it where it cannot be, then return."""
        self._stop.set()

    def run(self) -> None:
        """Run jobs until told to stop."""
        retries = {kind.code: kind.retries for kind in JOB_KINDS.values()}
        while not self._stop.is_set() and self._is_wanted():
            pause_s = _IDLE_S
            try:
                self._heartbeats.beat(self._lane, self._now())
                self._operations.jobs.recover(
                    self._now(), silent_for=_SILENT, retries=retries
                )
                if self.run_one():
                    pause_s = 0.0
                elif self._lane is Lane.QUICK:
                    self._tidy()
            except (HatangsoError, OSError) as error:
                _log.warning("jobs cannot be reached", reason=str(error))
                pause_s = _PATIENCE_S
            self._stop.wait(pause_s)

    def run_one(self) -> bool:
        """Run the oldest waiting job; return whether there was one."""
        name = f"{self._lane}-{os.getpid()}"
        job = self._operations.jobs.take(self._lane, worker=name, at=self._now())
        if job is None:
            return False
        kind = JOB_KINDS.get(job.kind)
        may_leave = kind is not None and kind.retries > 0
        progress = JobProgress(
            self._operations,
            job,
            self._now,
            lambda: may_leave and self._stop.is_set(),
        )
        _log.info("job taken", job=job.id, kind=job.kind, attempt=job.attempts)
        with self._beating(progress):
            self._carry_out(job, progress)
        return True

    def _carry_out(self, job: Job, progress: JobProgress) -> None:
        """Run a job to its end, whatever that is."""
        jobs, attempt = self._operations.jobs, job.attempts
        account = self._operations.accounts.by_login(job.asked_by)
        if account is not None and not _may_still(account, job):
            jobs.fail(job.id, self._now(), _NO_LONGER, attempt=attempt)
            return
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
            jobs.cancelled(job.id, self._now(), attempt=attempt)
        except _WorkerStopsError:
            jobs.give_back(job.id, attempt=attempt)
        except HatangsoError as error:
            jobs.fail(job.id, self._now(), error.message, attempt=attempt)
        except Exception as error:  # noqa: BLE001 - the outermost handler of a job
            _log.exception("job failed", job=job.id, kind=job.kind)
            reason = Message(
                "the service made a mistake: {error}", {"error": type(error).__name__}
            )
            jobs.fail(job.id, self._now(), reason, attempt=attempt)
        else:
            jobs.finish(job.id, self._now(), result, attempt=attempt)

    @contextmanager
    def _beating(self, progress: JobProgress) -> Iterator[None]:
        """Say every few seconds that the worker lives, whatever the work does."""
        is_over = threading.Event()

        def beat() -> None:
            while not is_over.wait(_BEAT_S):
                progress.beat()
                self._heartbeats.beat(self._lane, self._now())

        thread = threading.Thread(target=beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()

    def _tidy(self) -> None:
        """Remove, once an hour, what is over or may not be kept longer."""
        now = self._now()
        if self._tidied_at is not None and now - self._tidied_at < _TIDIES_EVERY:
            return
        self._tidied_at = now
        self._operations.sessions.purge(now)
        self._operations.throttle.purge(now)
        kept = timedelta(days=self._settings.keep_reports_days)
        self._operations.citizen_reports.erase_older_than(now - kept)
        kept = timedelta(days=self._settings.keep_uploads_days)
        for shelf in ("", DOSSIER_SHELF):
            Uploads(self._settings.directory, shelf).remove_older(now - kept)
