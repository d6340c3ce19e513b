"""Dữ liệu: send files in, go on with those that wait, take imports back."""

from collections.abc import AsyncIterator, Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Form, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from hatangso.errors import HatangsoError, Message
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.jobs.import_jobs import PREVIEW_JOB
from hatangso.web.jobs.job_kinds import ask_job
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.uploads import Upload, Uploads
from hatangso.web.views.import_list_view import import_rows, known_senders
from hatangso.web.views.import_view import kind_options
from hatangso.workflows.register.import_files import undo_import

__all__ = ["SentForm", "look_at", "sent_form"]

router = PageRouter()
_MOST_FILES = 20
_LONGEST = 200
_NO_FILE = Message("choose a file first")


async def sent_form(request: Request) -> AsyncIterator[FormData]:
    """Yield the form of a request, read after the check of rights."""
    form = await request.form()
    yield form
    await form.close()


SentForm = Annotated[FormData, Depends(sent_form)]


@router.page("/du-lieu", Permission.WRITE)
def data(request: Request) -> Response:
    """Show the form for files, and the imports."""
    return _data_page(request)


@router.form("/du-lieu/nhap", Permission.WRITE)
def send_files(request: Request, form: SentForm) -> Response:
    """Keep files, and look at each of them."""
    state, visitor = state_of(request), visitor_of(request)
    files = [
        one
        for one in form.getlist("files")
        if isinstance(one, UploadFile) and one.filename
    ][:_MOST_FILES]
    if not files:
        return _data_page(request, wrong=(_NO_FILE,))
    sender = str(form.get("sender", "")).strip()[:_LONGEST]
    kind = str(form.get("kind", ""))
    kept: list[Upload] = []
    wrong: list[Message] = []
    for file in files:
        try:
            upload = Uploads(state.directory).add(
                file.file,
                file.filename or "",
                by=visitor.login,
                at=state.now(),
                most_bytes=state.settings.upload_bytes,
                sender=sender,
                kind=kind if kind in shipped_kinds() else "",
            )
        except HatangsoError as error:
            wrong.append(error.message)
            continue
        kept.append(look_at(request, upload))
    if wrong:
        return _data_page(request, wrong=wrong)
    target = f"/du-lieu/nhap/{kept[0].id}" if len(kept) == 1 else "/du-lieu?da=sent"
    return RedirectResponse(target, HTTPStatus.SEE_OTHER)


def look_at(request: Request, upload: Upload) -> Upload:
    """Ask for a look at a file with the answers that it has now."""
    state, visitor = state_of(request), visitor_of(request)
    uploads = Uploads(state.directory)
    uploads.forget_trouble(upload.id)
    parameters = {"upload": upload.id, "subject": upload.name}
    job = ask_job(state, visitor, PREVIEW_JOB, parameters)
    return uploads.change(upload.id, job=job.id, step=PREVIEW_JOB)


@router.form("/du-lieu/lan/{set_id}/hoan-tac", Permission.WRITE)
def take_back(
    request: Request, set_id: int, tep: Annotated[str, Form()] = ""
) -> Response:
    """Take an import back; the register decides who may."""
    state, visitor = state_of(request), visitor_of(request)
    undo_import(state.directory, set_id, actor=visitor.actor, at=state.now())
    state.snapshots.forget()
    target = "/du-lieu"
    if tep and tep.isalnum():
        target = f"/du-lieu/nhap/{tep}/xong"
    return RedirectResponse(f"{target}?da=undone", HTTPStatus.SEE_OTHER)


def _data_page(request: Request, wrong: Sequence[Message] = ()) -> Response:
    state, visitor = state_of(request), visitor_of(request)
    waiting, written = import_rows(state, visitor, visitor.language)
    account = visitor.account
    return render(
        request,
        "data.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        waiting=waiting,
        written=written,
        senders=known_senders(state, visitor),
        sender=account.operator if account else "",
        kinds=kind_options(visitor.language),
        most_mb=state.settings.upload_mb,
        keep_days=state.settings.keep_uploads_days,
        wrong=wrong,
    )
