"""Long work for programs: ask for it, watch it, stop it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import Path, Query, Request
from pydantic import BaseModel, Field

from hatangso.errors import Message, NotFoundError
from hatangso.language import translate
from hatangso.model.job import Job, JobState
from hatangso.web.access import Permission, Visitor
from hatangso.web.api.shapes import PageOf
from hatangso.web.application_state import AppState, state_of, visitor_of
from hatangso.web.jobs.job_kinds import ask_job
from hatangso.web.refusals import Refusal
from hatangso.web.routing import ApiRouter
from hatangso.web.views.job_view import may_see, may_stop

__all__ = ["router"]

router = ApiRouter(prefix="/api/v1", tags=["jobs"])
_MOST = 200
_LARGEST_ID = 2**53
Number = Annotated[int, Path(ge=1, le=_LARGEST_ID, description="Of the job.")]


Word = Annotated[str, Field(max_length=500)]


class JobShape(BaseModel):
    """A piece of long work."""

    id: int
    kind: str
    state: JobState
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    step: str | None = Field(description="What it is doing now.")
    done: int
    total: int
    result: Mapping[str, Any]
    problem: str | None = Field(description="Why it failed.")
    attempts: int


class JobOrder(BaseModel):
    """Work that is asked for."""

    kind: str = Field(min_length=1, max_length=50)
    parameters: dict[Word, Word | int | float | bool | None] = Field(
        default={}, max_length=50
    )


@router.ask("/jobs", Permission.READ)
def jobs(
    request: Request, limit: Annotated[int, Query(ge=1, le=_MOST)] = 50
) -> PageOf[JobShape]:
    """Return the newest jobs: those of the asker; an administrator sees all."""
    state, visitor = state_of(request), visitor_of(request)
    is_all = visitor.may(Permission.ADMINISTER)
    found = state.operations.jobs.list(
        limit=limit, asked_by=None if is_all else visitor.login
    )
    items = [_shape(one, visitor) for one in found]
    return PageOf(total=len(items), offset=0, items=items)


@router.order("/jobs", Permission.READ, status_code=202)
def ask(request: Request, order: JobOrder) -> JobShape:
    """Ask for work; who may ask for what is told by its kind."""
    visitor = visitor_of(request)
    job = ask_job(state_of(request), visitor, order.kind, order.parameters)
    return _shape(job, visitor)


@router.ask("/jobs/{number}", Permission.READ)
def job(request: Request, number: Number) -> JobShape:
    """Return where a job stands."""
    state, visitor = state_of(request), visitor_of(request)
    found = _own(state, visitor, number)
    if found.state.is_over:
        # Whoever reads that it is done reads its results next.
        state.snapshots.forget()
    return _shape(found, visitor)


@router.order("/jobs/{number}/cancel", Permission.READ)
def cancel(request: Request, number: Number) -> JobShape:
    """Ask a job to stop; one that waits ends at once."""
    state, visitor = state_of(request), visitor_of(request)
    if not may_stop(visitor, _own(state, visitor, number)):
        raise Refusal(Message("your account may not do this: ask an administrator"))
    return _shape(state.operations.jobs.ask_cancel(number, state.now()), visitor)


def _own(state: AppState, visitor: Visitor, number: int) -> Job:
    """Return a job that the asker may see.

    Raises:
        NotFoundError: There is none of that number, or it is somebody else's.
    """
    found = state.operations.jobs.get(number)
    if not may_see(visitor, found):
        raise NotFoundError("there is no job {job}", job=number)
    return found


def _shape(job: Job, visitor: Visitor) -> JobShape:
    language = visitor.language
    return JobShape(
        id=job.id,
        kind=job.kind,
        state=job.state,
        asked_by=job.asked_by,
        asked_at=job.asked_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        step=None if job.step is None else translate(job.step, language),
        done=job.done,
        total=job.total,
        result=job.result,
        problem=None if job.problem is None else translate(job.problem, language),
        attempts=job.attempts,
    )
