"""Quản trị: keys, jobs, the audit trail, backups and how the service stands."""

from http import HTTPStatus

from fastapi import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from hatangso.errors import NotFoundError
from hatangso.model.job import JobState
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.forms.typed_values import count_of
from hatangso.web.jobs.backup_jobs import BACKUP_JOB
from hatangso.web.jobs.job_kinds import ask_job
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.account_words import key_rows
from hatangso.web.views.administration_view import (
    ACTION_WORDS,
    audit_rows,
    backup_file,
    backup_files,
)
from hatangso.web.views.health_view import health_view, setting_rows
from hatangso.web.views.job_view import job_view

router = PageRouter()
_MOST_JOBS, _MOST_ENTRIES = 100, 100
_BACKUPS = "/quan-tri/sao-luu"


@router.page("/quan-tri/khoa", Permission.ADMINISTER)
def keys(request: Request) -> Response:
    """List the keys of all accounts."""
    state = state_of(request)
    rows = key_rows(
        state.operations.tokens.list(), state.operations.accounts.list(), state.now()
    )
    return render(request, "administration_keys.html", keys=rows)


@router.form("/quan-tri/khoa/{number}/thu-hoi", Permission.ADMINISTER)
def revoke_key(request: Request, number: int) -> Response:
    """Make anybody's key useless."""
    state = state_of(request)
    state.operations.tokens.revoke(number, state.now())
    _note(request, "key revoked", number=number)
    return RedirectResponse("/quan-tri/khoa?da=saved", HTTPStatus.SEE_OTHER)


@router.page("/quan-tri/viec", Permission.ADMINISTER)
def jobs(request: Request, trang_thai: str = "") -> Response:
    """List everybody's jobs, those in a state where one is asked for."""
    state, visitor = state_of(request), visitor_of(request)
    states = [one for one in JobState if one == trang_thai]
    found = state.operations.jobs.list(limit=_MOST_JOBS, states=states)
    return render(
        request,
        "administration_jobs.html",
        jobs=[job_view(state, visitor, job, with_log=False) for job in found],
        states=tuple(JobState),
        chosen=trang_thai,
        most=_MOST_JOBS,
    )


@router.form("/quan-tri/viec/{number}/huy", Permission.ADMINISTER)
def cancel_job(request: Request, number: int) -> Response:
    """Ask anybody's job to stop."""
    state = state_of(request)
    state.operations.jobs.ask_cancel(number, state.now())
    _note(request, "job cancelled", job=number)
    return RedirectResponse("/quan-tri/viec?da=saved", HTTPStatus.SEE_OTHER)


@router.form("/quan-tri/viec/{number}/lai", Permission.ADMINISTER)
def ask_again(request: Request, number: int) -> Response:
    """Ask for the same job once more, in one's own name."""
    state, visitor = state_of(request), visitor_of(request)
    job = state.operations.jobs.get(number)
    again = ask_job(state, visitor, job.kind, job.parameters)
    _note(request, "job asked again", job=number)
    return RedirectResponse(f"/viec/{again.id}?da=started", HTTPStatus.SEE_OTHER)


@router.page("/quan-tri/nhat-ky", Permission.ADMINISTER)
def audit_trail(
    request: Request, ai: str = "", hanh_dong: str = "", truoc: str = ""
) -> Response:
    """List what people did with the service, the newest first."""
    before = count_of(truoc)
    entries = state_of(request).operations.audit_trail.entries(
        limit=_MOST_ENTRIES + 1,
        who=ai.strip().lower(),
        action=hanh_dong,
        before_id=before,
    )
    shown = entries[:_MOST_ENTRIES]
    return render(
        request,
        "administration_audit.html",
        rows=audit_rows(shown),
        who=ai,
        action=hanh_dong,
        actions=ACTION_WORDS,
        older=shown[-1].id if len(entries) > _MOST_ENTRIES else None,
        is_newest=before is None,
    )


@router.page(_BACKUPS, Permission.ADMINISTER)
def backups(request: Request) -> Response:
    """List the backups, and the job that makes one."""
    state, visitor = state_of(request), visitor_of(request)
    newest = state.operations.jobs.list(limit=1, kinds=[BACKUP_JOB])
    running = [job for job in newest if job.state is not JobState.DONE]
    return render(
        request,
        "administration_backups.html",
        files=backup_files(state.directory),
        job=job_view(state, visitor, running[0]) if running else None,
    )


@router.form(_BACKUPS, Permission.ADMINISTER)
def make_backup(request: Request) -> Response:
    """Ask for a backup."""
    state, visitor = state_of(request), visitor_of(request)
    ask_job(state, visitor, BACKUP_JOB, {})
    _note(request, "backup asked")
    return RedirectResponse(_BACKUPS, HTTPStatus.SEE_OTHER)


@router.page("/quan-tri/sao-luu/{name}", Permission.ADMINISTER)
def download_backup(request: Request, name: str) -> Response:
    """Send a backup."""
    path = backup_file(state_of(request).directory, name)
    _note(request, "backup downloaded", file=name)
    return FileResponse(
        path,
        media_type="application/zip",
        filename=name,
        headers={"cache-control": "no-store"},
    )


@router.form("/quan-tri/sao-luu/{name}/xoa", Permission.ADMINISTER)
def delete_backup(request: Request, name: str) -> Response:
    """Remove a backup."""
    path = backup_file(state_of(request).directory, name)
    try:
        path.unlink()
    except FileNotFoundError:
        raise NotFoundError("there is no backup {name}", name=name) from None
    _note(request, "backup deleted", file=name)
    return RedirectResponse(f"{_BACKUPS}?da=deleted", HTTPStatus.SEE_OTHER)


@router.page("/quan-tri/tinh-trang", Permission.ADMINISTER)
def health(request: Request) -> Response:
    """Show how the service stands, and its settings."""
    state = state_of(request)
    return render(
        request,
        "administration_health.html",
        health=health_view(state),
        rows=setting_rows(state.settings),
    )


def _note(request: Request, action: str, **details: object) -> None:
    state, visitor = state_of(request), visitor_of(request)
    state.operations.audit_trail.note(
        state.now(), visitor.login, action, visitor.address, **details
    )
