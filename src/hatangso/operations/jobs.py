"""The queue of long work: the table of jobs itself.

A job is taken by one statement that marks it, so that no two workers get the same one;
a worker that dies stops beating, and whoever looks next gives its job back.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    insert,
    select,
    update,
)

from hatangso.errors import InvalidInputError, Message, NotFoundError
from hatangso.io.databases import reading, writing
from hatangso.model.job import Job, JobLine, JobState
from hatangso.operations.kept_messages import message_from, message_values
from hatangso.operations.kept_text import cut_line
from hatangso.operations.numbered_rows import numbered_row, row_number
from hatangso.operations.tables import JOB, JOB_LINE

__all__ = ["Jobs"]

_RUNNING = JOB.c.state == JobState.RUNNING.value
_WAITING = JOB.c.state == JobState.WAITING.value
# What becomes of a job that another worker shall begin again.
_BEGUN_ANEW: Mapping[str, Any] = {
    "state": JobState.WAITING.value,
    "worker": "",
    "step": None,
    "done": 0,
    "total": 0,
}


class Jobs:
    """Jobs, from the moment that they are asked for."""

    def __init__(self, engine: Engine) -> None:
        """Take where they are kept."""
        self._engine = engine

    def ask(
        self,
        kind: str,
        *,
        lane: str,
        parameters: Mapping[str, object],
        asked_by: str,
        at: datetime,
    ) -> Job:
        """Put a job at the end of the queue of a lane.

        Args:
            kind: What is done.
            lane: Which workers take it.
            parameters: What it is done with, as JSON can hold it.
            asked_by: Login; empty for a schedule.
            at: When.

        Raises:
            InvalidInputError: JSON cannot hold the parameters.
        """
        values = {
            "kind": str(kind),
            "lane": str(lane),
            "parameters": _plain(parameters),
            "state": JobState.WAITING.value,
            "asked_by": asked_by,
            "asked_at": at,
            "worker": "",
            "attempts": 0,
            "is_cancel_asked": False,
            "done": 0,
            "total": 0,
            "result": {},
        }
        with writing(self._engine) as connection:
            row = connection.execute(insert(JOB).values(values).returning(JOB)).one()
        return _job(row)

    def take(self, lane: str, *, worker: str, at: datetime) -> Job | None:
        """Begin the oldest waiting job of a lane; None when none waits.

        No two workers get the same one, wherever they run.

        Args:
            lane: Which jobs.
            worker: Name of who asks.
            at: When.
        """
        waiting = (
            select(JOB.c.id)
            .where(_WAITING, JOB.c.lane == str(lane))
            .order_by(JOB.c.id)
            .limit(1)
        )
        # Mostly nothing waits: to look costs less than to be the one who may write.
        with reading(self._engine) as connection:
            if connection.execute(waiting).first() is None:
                return None
        with writing(self._engine) as connection:
            # SQLite has one writer at a time; PostgreSQL passes over what others take.
            number = connection.execute(
                waiting.with_for_update(skip_locked=True)
            ).scalar_one_or_none()
            if number is None:
                return None
            row = connection.execute(
                update(JOB)
                .where(JOB.c.id == number)
                .values(
                    state=JobState.RUNNING.value,
                    worker=worker,
                    started_at=at,
                    beat_at=at,
                    attempts=JOB.c.attempts + 1,
                )
                .returning(JOB)
            ).one()
        return _job(row)

    def beat(
        self,
        job_id: int,
        at: datetime,
        *,
        step: Message | None = None,
        done: int = 0,
        total: int = 0,
        attempt: int | None = None,
    ) -> bool:
        """Say that the worker lives and how far it is; return whether it shall stop.

        It shall stop when somebody asked for that, and when the job is no longer its
        own: it was silent for too long, and the job was given back.

        Args:
            job_id: Of the job.
            at: When.
            step: What it is doing; None leaves step and counts as they are.
            done: How many of ``total`` parts of the step are done.
            total: Parts of the step.
            attempt: ``Job.attempts`` as it was taken, so that a worker that was taken
                for dead does not speak for the one that goes on; None for any.
        """
        values: dict[str, Any] = {"beat_at": at}
        if step is not None:
            values |= {"step": message_values(step), "done": done, "total": total}
        row = self._set_running(job_id, attempt, values)
        return row is None or bool(row.is_cancel_asked)

    def log(self, job_id: int, at: datetime, text: Message) -> None:
        """Add a line to the log of a job."""
        line = {"job_id": job_id, "at": at, "text": message_values(text)}
        with writing(self._engine) as connection:
            connection.execute(insert(JOB_LINE).values(line))

    def lines(self, job_id: int) -> Sequence[JobLine]:
        """Return the log of a job, the oldest line first."""
        question = (
            select(JOB_LINE)
            .where(JOB_LINE.c.job_id == row_number(job_id))
            .order_by(JOB_LINE.c.id)
        )
        with reading(self._engine) as connection:
            return [
                JobLine(row.at, message_from(row.text))
                for row in connection.execute(question)
            ]

    def finish(
        self,
        job_id: int,
        at: datetime,
        result: Mapping[str, object],
        *,
        attempt: int | None = None,
    ) -> bool:
        """End a running job with what came of it.

        Returns:
            Whether it counts: False when the job was given back meanwhile.

        Raises:
            InvalidInputError: JSON cannot hold the result.
        """
        values = {"result": _plain(result)}
        return self._end(job_id, at, JobState.DONE, values, attempt)

    def fail(
        self,
        job_id: int,
        at: datetime,
        problem: Message,
        *,
        attempt: int | None = None,
    ) -> bool:
        """End a running job with why it failed; return whether that counts."""
        values = {"problem": message_values(problem)}
        return self._end(job_id, at, JobState.FAILED, values, attempt)

    def cancelled(
        self, job_id: int, at: datetime, *, attempt: int | None = None
    ) -> bool:
        """End a running job that was stopped; return whether that counts."""
        return self._end(job_id, at, JobState.CANCELLED, {}, attempt)

    def give_back(self, job_id: int, *, attempt: int) -> bool:
        """Let a running job wait again, as if it had not been taken.

        For a worker that is told to stop; whether the job may be done twice is its
        own to know.

        Returns:
            Whether it counts: False when the job is no longer the worker's.
        """
        values = {**_BEGUN_ANEW, "attempts": JOB.c.attempts - 1}
        return self._set_running(job_id, attempt, values) is not None

    def ask_cancel(self, job_id: int, at: datetime) -> Job:
        """Ask a running job to stop, or cancel a waiting one at once.

        A job that is over stays as it is.

        Raises:
            NotFoundError: There is no such job.
        """
        with writing(self._engine) as connection:
            row = _row(connection, job_id, is_locked=True)
            values: dict[str, Any] = {"is_cancel_asked": True}
            if row.state == JobState.WAITING.value:
                values |= {"state": JobState.CANCELLED.value, "finished_at": at}
            elif JobState(row.state).is_over:
                return _job(row)
            return _job(_updated(connection, job_id, values))

    def recover(
        self, at: datetime, *, silent_for: timedelta, retries: Mapping[str, int]
    ) -> Sequence[Job]:
        """Give back the jobs whose worker has been silent, or end them.

        Args:
            at: When.
            silent_for: After which a worker is taken for dead.
            retries: How often a kind is begun again; a kind that is not named, never.

        Returns:
            The jobs as they are now: waiting, failed, or cancelled where somebody had
            asked for that.
        """
        silent = (
            select(JOB)
            .where(_RUNNING, JOB.c.beat_at <= at - silent_for)
            .order_by(JOB.c.id)
        )
        with reading(self._engine) as connection:
            if connection.execute(silent.limit(1)).first() is None:
                return []
        with writing(self._engine) as connection:
            rows = connection.execute(silent.with_for_update(skip_locked=True)).all()
            return [
                _job(_updated(connection, row.id, _after_silence(row, at, retries)))
                for row in rows
            ]

    def get(self, job_id: int) -> Job:
        """Return a job by its number.

        Raises:
            NotFoundError: There is none.
        """
        with reading(self._engine) as connection:
            return _job(_row(connection, job_id))

    def list(
        self,
        *,
        limit: int = 50,
        kinds: Collection[str] = (),
        asked_by: str | None = None,
        states: Collection[JobState] = (),
    ) -> Sequence[Job]:
        """Return jobs, the newest first.

        Args:
            limit: How many at most.
            kinds: Of these kinds only; empty for all.
            asked_by: Of this login only; None for all.
            states: In these states only; empty for all.
        """
        question = select(JOB).order_by(JOB.c.id.desc()).limit(max(limit, 0))
        if kinds:
            question = question.where(
                JOB.c.kind.in_([cut_line(kind) for kind in kinds])
            )
        if asked_by is not None:
            question = question.where(JOB.c.asked_by == cut_line(asked_by))
        if states:
            question = question.where(
                JOB.c.state.in_([JobState(state).value for state in states])
            )
        with reading(self._engine) as connection:
            return [_job(row) for row in connection.execute(question)]

    def _end(
        self,
        job_id: int,
        at: datetime,
        state: JobState,
        values: Mapping[str, Any],
        attempt: int | None,
    ) -> bool:
        """End a running job; return whether it was running."""
        ended = {"state": state.value, "finished_at": at, **values}
        return self._set_running(job_id, attempt, ended) is not None

    def _set_running(
        self, job_id: int, attempt: int | None, values: Mapping[str, Any]
    ) -> Row[Any] | None:
        """Set values of a running job; None when it is not running in this attempt."""
        wanted: list[ColumnElement[bool]] = [
            JOB.c.id == row_number(job_id),
            _RUNNING,
        ]
        if attempt is not None:
            wanted.append(JOB.c.attempts == attempt)
        with writing(self._engine) as connection:
            return connection.execute(
                update(JOB).where(*wanted).values(values).returning(JOB)
            ).one_or_none()


def _plain(values: Mapping[str, object]) -> Mapping[str, object]:
    """Return values as JSON gives them back."""
    try:
        return msgspec.json.decode(msgspec.json.encode(values), type=dict[str, object])
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidInputError(
            "this cannot be kept with a job: {reason}", reason=error
        ) from error


def _after_silence(
    row: Row[Any], at: datetime, retries: Mapping[str, int]
) -> Mapping[str, Any]:
    """Return what becomes of a job whose worker is silent."""
    if row.is_cancel_asked:
        return {"state": JobState.CANCELLED.value, "finished_at": at}
    if row.attempts <= retries.get(row.kind, 0):
        return _BEGUN_ANEW
    problem = Message(
        "the worker stopped before the job was done, at attempt {attempts}: ask for it"
        " again",
        {"attempts": row.attempts},
    )
    return {
        "state": JobState.FAILED.value,
        "finished_at": at,
        "problem": message_values(problem),
    }


def _updated(
    connection: Connection, job_id: int, values: Mapping[str, Any]
) -> Row[Any]:
    return connection.execute(
        update(JOB).where(JOB.c.id == job_id).values(values).returning(JOB)
    ).one()


def _row(connection: Connection, job_id: int, *, is_locked: bool = False) -> Row[Any]:
    row = numbered_row(connection, JOB, job_id, is_locked=is_locked)
    if row is None:
        raise NotFoundError("there is no job {job}", job=job_id)
    return row


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        lane=row.lane,
        parameters=row.parameters,
        state=JobState(row.state),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        step=row.step and message_from(row.step),
        done=row.done,
        total=row.total,
        result=row.result,
        problem=row.problem and message_from(row.problem),
        attempts=row.attempts,
        is_cancel_asked=row.is_cancel_asked,
    )
