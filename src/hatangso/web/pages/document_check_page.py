"""Kiểm tra văn bản: have its numbers changed since, and do its signatures hold."""

from http import HTTPStatus

from fastapi import Request
from starlette.responses import Response

from hatangso.documents.signatures.verification import verify_pdf
from hatangso.errors import HatangsoError, InvalidInputError, Message, NotFoundError
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of
from hatangso.web.pages.data_page import SentForm
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.sent_files import sent_file
from hatangso.web.views.document_check_view import SignatureLine, signature_line
from hatangso.workflows.documents.recheck import Recheck, recheck
from hatangso.workflows.documents.signatures import TRUST_FOLDER, read_anchors

router = PageRouter()
_ADDRESS = "/van-ban/kiem-tra"
_PDF = b"%PDF"


@router.page(_ADDRESS, Permission.DOCUMENTS)
def check_form(request: Request) -> Response:
    """Ask for a document."""
    return render(request, "document_check.html", file="", wrong=None)


@router.form(_ADDRESS, Permission.DOCUMENTS)
def check(request: Request, form: SentForm) -> Response:
    """Say which numbers of a document have changed, and what its signatures are."""
    state = state_of(request)
    try:
        name, content = sent_file(form, state.settings.upload_bytes)
    except InvalidInputError as error:
        return _refused(request, "", error.message)
    outcome, why_not = _rechecked(request, content)
    signatures, untrusted = _signatures(request, content, name)
    if outcome is None and signatures is None:
        return _refused(request, name, why_not)
    return render(
        request,
        "document_check.html",
        file=name,
        wrong=None,
        outcome=outcome,
        why_not=why_not,
        signatures=signatures,
        untrusted=untrusted,
    )


def _rechecked(
    request: Request, content: bytes
) -> tuple[Recheck | None, Message | None]:
    """Return the outcome, or why there is none."""
    state = state_of(request)
    try:
        found = recheck(state.snapshots.current(), content, today=state.today)
    except HatangsoError as error:
        return None, error.message
    return found, None


def _signatures(
    request: Request, content: bytes, name: str
) -> tuple[tuple[SignatureLine, ...] | None, Message | None]:
    """Return the signatures of a PDF (None: no PDF), and why nobody is trusted."""
    if not content.startswith(_PDF):
        return None, None
    state = state_of(request)
    try:
        anchors = read_anchors(state.directory / TRUST_FOLDER)
        checks = verify_pdf(content, anchors, at=state.now(), name=name)
    except (InvalidInputError, NotFoundError) as error:
        return (), error.message
    return tuple(map(signature_line, checks)), None


def _refused(request: Request, file: str, wrong: Message | None) -> Response:
    return render(
        request,
        "document_check.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        file=file,
        wrong=wrong,
    )
