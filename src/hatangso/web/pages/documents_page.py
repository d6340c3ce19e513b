"""Văn bản: make official documents, take their files, remove them."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from hatangso.errors import Message
from hatangso.model.job import JobState
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.jobs.document_jobs import (
    DOCUMENT_JOB,
    DOCUMENTS_JOB,
    DOCUMENTS_PAGE,
)
from hatangso.web.jobs.job_kinds import ask_job
from hatangso.web.pages.data_page import SentForm
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.documents_view import (
    document_file,
    findings_of,
    made_documents,
    questions_of,
)
from hatangso.web.views.job_view import job_view
from hatangso.workflows.documents.document_kind import DocumentFormat, DocumentRequest
from hatangso.workflows.documents.document_kinds import (
    answered,
    document_kind,
    document_kinds,
)
from hatangso.workflows.documents.issuers import issuer_of
from hatangso.workflows.documents.templates import kept_template

router = PageRouter()
_JOBS = (DOCUMENT_JOB, DOCUMENTS_JOB)
_LONGEST = 200
_NO_FORMAT = Message("choose at least one format")


@router.page(DOCUMENTS_PAGE, Permission.DOCUMENTS)
def documents(request: Request) -> Response:
    """Show what can be made, what is being made, and what was."""
    state, visitor = state_of(request), visitor_of(request)
    newest = next(iter(state.operations.jobs.list(limit=1, kinds=_JOBS)), None)
    is_open = newest is not None and newest.state is not JobState.DONE
    return render(
        request,
        "official_documents.html",
        kinds=tuple(document_kinds().values()),
        job=job_view(state, visitor, newest) if newest and is_open else None,
        told=() if is_open else findings_of(newest),
        made=made_documents(state.directory),
    )


@router.form(DOCUMENTS_PAGE, Permission.DOCUMENTS)
def make_all(request: Request) -> Response:
    """Ask for a document of every kind."""
    state, visitor = state_of(request), visitor_of(request)
    ask_job(state, visitor, DOCUMENTS_JOB, {})
    _note(request, "documents asked")
    return RedirectResponse(DOCUMENTS_PAGE, HTTPStatus.SEE_OTHER)


@router.page("/van-ban/loai/{code}", Permission.DOCUMENTS)
def document_form(request: Request, code: str) -> Response:
    """Ask what a document shall be about; an address may answer already."""
    return _form_page(request, code, request.query_params)


@router.form("/van-ban/loai/{code}", Permission.DOCUMENTS)
def make_one(request: Request, code: str, form: SentForm) -> Response:
    """Ask for a document."""
    state, visitor = state_of(request), visitor_of(request)
    kind = document_kind(code)
    said = {one.name: str(form.get(one.name, ""))[:_LONGEST] for one in kind.parameters}
    asked = {str(one) for one in form.getlist("format")}
    formats = [one.value for one in kind.formats if one.value in asked]
    if not formats:
        return _form_page(request, code, said, wrong=_NO_FORMAT)
    facts = state.snapshots.current()
    issuer = issuer_of(state.directory, facts.inputs.province)
    answers = answered(kind, facts, DocumentRequest(issuer, state.today, said))
    parameters = {
        **answers,
        "kind": code,
        "formats": " ".join(formats),
    }
    ask_job(state, visitor, DOCUMENT_JOB, parameters)
    _note(request, "document asked", document=code)
    return RedirectResponse(DOCUMENTS_PAGE, HTTPStatus.SEE_OTHER)


@router.page("/van-ban/tep/{name}", Permission.DOCUMENTS)
def download(request: Request, name: str) -> Response:
    """Send a file."""
    path = document_file(state_of(request).directory, name)
    _note(request, "document downloaded", file=name)
    headers = {"cache-control": "no-store"}
    return FileResponse(path, filename=name, headers=headers)


@router.form("/van-ban/tep/{name}/xoa", Permission.DOCUMENTS)
def remove(request: Request, name: str) -> Response:
    """Remove a file; the document can be made again."""
    document_file(state_of(request).directory, name).unlink(missing_ok=True)
    _note(request, "document deleted", file=name)
    return RedirectResponse(f"{DOCUMENTS_PAGE}?da=deleted", HTTPStatus.SEE_OTHER)


def _form_page(
    request: Request,
    code: str,
    said: Mapping[str, str],
    wrong: Message | None = None,
) -> Response:
    state = state_of(request)
    kind = document_kind(code)
    return render(
        request,
        "official_document.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        kind=kind,
        questions=questions_of(kind, state.snapshots.current(), state.today, said),
        formats=[one.value for one in kind.formats],
        has_template=kept_template(state.directory, code) is not None,
        takes_template=DocumentFormat.WORD in kind.formats,
        wrong=wrong,
    )


def _note(request: Request, action: str, **details: object) -> None:
    state, visitor = state_of(request), visitor_of(request)
    state.operations.audit_trail.note(
        state.now(), visitor.login, action, visitor.address, **details
    )
