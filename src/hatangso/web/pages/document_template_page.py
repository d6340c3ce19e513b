"""Mẫu văn bản: a department's own templates, edited in Word."""

from http import HTTPStatus

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from hatangso.documents.official.official_document import OfficialDocument
from hatangso.errors import InvalidInputError
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.pages.data_page import SentForm
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.sent_files import sent_file
from hatangso.workflows.documents.document_kind import DocumentRequest
from hatangso.workflows.documents.document_kinds import document_kind
from hatangso.workflows.documents.issuers import issuer_of
from hatangso.workflows.documents.templates import (
    forget_template,
    keep_template,
    kept_template,
    starting_template,
)
from hatangso.workflows.documents.write_documents import made_document

router = PageRouter()
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LARGEST_BYTES = 10_000_000


@router.page("/van-ban/loai/{code}/mau.docx", Permission.DOCUMENTS)
def template(request: Request, code: str, goc: str = "") -> Response:
    """Give the department's template, or one to begin with (``goc``)."""
    kept = None if goc else kept_template(state_of(request).directory, code)
    content = kept or starting_template(_sample(request, code))
    headers = {"content-disposition": f'attachment; filename="mau-{code}.docx"'}
    return Response(content, media_type=_DOCX, headers=headers)


@router.form("/van-ban/loai/{code}/mau", Permission.PLAN)
def keep(request: Request, code: str, form: SentForm) -> Response:
    """Keep a template when it can be used; say everything that is wrong with it."""
    state = state_of(request)
    try:
        _, content = sent_file(form, _LARGEST_BYTES)
        told = keep_template(state.directory, _sample(request, code), content)
    except InvalidInputError as error:
        return render(
            request,
            "document_template.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            kind=document_kind(code),
            wrong=error.message,
            findings=error.findings,
        )
    _note(request, "template saved", code)
    if told:
        return render(
            request,
            "document_template.html",
            kind=document_kind(code),
            wrong=None,
            findings=told,
        )
    return RedirectResponse(f"/van-ban/loai/{code}?da=saved", HTTPStatus.SEE_OTHER)


@router.form("/van-ban/loai/{code}/mau/xoa", Permission.PLAN)
def forget(request: Request, code: str) -> Response:
    """Go back to the built-in form."""
    forget_template(state_of(request).directory, document_kind(code).code)
    _note(request, "template deleted", code)
    return RedirectResponse(f"/van-ban/loai/{code}?da=deleted", HTTPStatus.SEE_OTHER)


def _sample(request: Request, code: str) -> OfficialDocument:
    """Return a document of the kind with the usual answers."""
    state = state_of(request)
    facts = state.snapshots.current()
    issuer = issuer_of(state.directory, facts.inputs.province)
    return made_document(
        facts, document_kind(code), DocumentRequest(issuer, state.today)
    )


def _note(request: Request, action: str, code: str) -> None:
    state, visitor = state_of(request), visitor_of(request)
    state.operations.audit_trail.note(
        state.now(),
        visitor.login,
        action,
        visitor.address,
        document=code,
    )
