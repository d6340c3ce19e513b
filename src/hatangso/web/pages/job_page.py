"""Việc: long work, how far it is, and how to stop it."""

from http import HTTPStatus

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from hatangso.errors import NotFoundError
from hatangso.model.job import Job, JobState
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.jobs.job_kinds import ask_job
from hatangso.web.rendering import is_part_asked, render
from hatangso.web.routing import PageRouter
from hatangso.web.views.job_view import job_view, may_see, may_stop

router = PageRouter()
_PART = "parts/job_progress.html"
_MOST_JOBS = 100
_OPEN = (JobState.WAITING, JobState.RUNNING)


@router.page("/viec", Permission.OWN_ACCOUNT)
def jobs(request: Request, tat_ca: str = "") -> Response:
    """List the newest jobs: one's own, or everybody's for administrators."""
    state, visitor = state_of(request), visitor_of(request)
    is_all = bool(tat_ca) and visitor.may(Permission.ADMINISTER)
    found = state.operations.jobs.list(
        limit=_MOST_JOBS, asked_by=None if is_all else visitor.login
    )
    return render(
        request,
        "jobs.html",
        jobs=[job_view(state, visitor, one, with_log=False) for one in found],
        is_all=is_all,
        most=_MOST_JOBS,
    )


@router.page("/viec/{number}", Permission.OWN_ACCOUNT)
def job(request: Request, number: int) -> Response:
    """Show one job."""
    found = _seen(request, number)
    view = job_view(state_of(request), visitor_of(request), found)
    return render(request, "job.html", job=view)


@router.page("/viec/{number}/phan", Permission.OWN_ACCOUNT)
def job_part(request: Request, number: int, xong: str = "") -> Response:
    """Show how far a job is, for a page that asks every second.

    The answer that tells such a page that the job is done (``xong`` is empty while the
    page waits) leads it to the result, or lets it load again.
    """
    found = _seen(request, number)
    view = job_view(state_of(request), visitor_of(request), found)
    headers = {}
    if is_part_asked(request) and found.state is JobState.DONE and not xong:
        headers = {"hx-redirect": view.address} if view.address else _REFRESH
    return render(request, _PART, job=view, headers=headers)


_REFRESH = {"hx-refresh": "true"}


@router.form("/viec/tinh-lai", Permission.PLAN)
def recompute(request: Request) -> Response:
    """Ask for the coverage, unless it is on its way already."""
    state, visitor = state_of(request), visitor_of(request)
    waiting = state.operations.jobs.list(limit=1, kinds=("coverage",), states=_OPEN)
    found = waiting[0] if waiting else ask_job(state, visitor, "coverage", {})
    return RedirectResponse(f"/viec/{found.id}", HTTPStatus.SEE_OTHER)


@router.form("/viec/{number}/huy", Permission.OWN_ACCOUNT)
def cancel_job(request: Request, number: int) -> Response:
    """Ask a job to stop."""
    state, visitor = state_of(request), visitor_of(request)
    found = _seen(request, number)
    if not may_stop(visitor, found):
        raise _missing(number)
    found = state.operations.jobs.ask_cancel(number, state.now())
    if is_part_asked(request):
        return render(request, _PART, job=job_view(state, visitor, found))
    return RedirectResponse(f"/viec/{number}", HTTPStatus.SEE_OTHER)


def _seen(request: Request, number: int) -> Job:
    """Return a job that the visitor may see.

    Raises:
        NotFoundError: There is none; those of others are none of the visitor's.
    """
    found = state_of(request).operations.jobs.get(number)
    if not may_see(visitor_of(request), found):
        raise _missing(number)
    return found


def _missing(number: int) -> NotFoundError:
    return NotFoundError("there is no job {job}", job=number)
