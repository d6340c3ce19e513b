"""What a visitor sees when something goes wrong: one place, one table of statuses."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)

from hatangso.errors import (
    Finding,
    HatangsoError,
    InterruptedRunError,
    InvalidInputError,
    Message,
)
from hatangso.language import Language, translate
from hatangso.web.access import Permission
from hatangso.web.application_state import visitor_of
from hatangso.web.refusals import Refusal, TooManyError, status_of
from hatangso.web.rendering import render, say
from hatangso.web.routing import is_page

__all__ = ["add_error_pages", "fault_answer"]

_TITLES = {
    HTTPStatus.UNAUTHORIZED: Message("Please sign in"),
    HTTPStatus.FORBIDDEN: Message("This is not allowed"),
    HTTPStatus.NOT_FOUND: Message("There is no such page"),
    HTTPStatus.CONFLICT: Message("Something changed meanwhile"),
    HTTPStatus.UNPROCESSABLE_ENTITY: Message("This cannot be used"),
    HTTPStatus.TOO_MANY_REQUESTS: Message("Too many attempts"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Message("The file is too large"),
}
_OTHER_TITLE = Message("Something went wrong")
_HTTP_TEXTS = {
    HTTPStatus.BAD_REQUEST: Message(
        "what was sent cannot be read: mend it, or send it again"
    ),
    HTTPStatus.NOT_FOUND: Message("the address may be mistyped, or the page was moved"),
    HTTPStatus.METHOD_NOT_ALLOWED: Message("this address does not take such a request"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Message(
        "what was sent is larger than the service takes: send a smaller file"
    ),
}
_FAULT = Message(
    "the service made a mistake; it is noted under {number}: tell the administrator"
)
# Where somebody chooses a password whose old one somebody else knows.
_OWN_PASSWORD = "/tai-khoan"  # noqa: S105 - a path


def add_error_pages(app: FastAPI) -> None:
    """Answer every error with a page, or with JSON for programs."""
    app.add_exception_handler(HatangsoError, _deliberate)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(TooManyError, _too_many)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _misshapen)


def _answer(
    request: Request,
    status: HTTPStatus,
    reason: Message,
    *,
    findings: tuple[Finding, ...] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """Return an error as whoever asked can read it."""
    if not is_page(request):
        content: dict[str, object] = {"detail": _written(request, reason)}
        if findings:
            content["findings"] = [
                {
                    "severity": one.severity.value,
                    "place": str(one.place),
                    "problem": _written(request, one.problem),
                    "fix": _written(request, one.fix),
                }
                for one in findings
            ]
        return JSONResponse(content, status, headers=headers)
    text = say(request, reason)
    return render(
        request,
        "error.html",
        status=status,
        headers=headers,
        title=say(request, _TITLES.get(status, _OTHER_TITLE)),
        text=text[:1].upper() + text[1:] + ("" if text.endswith(".") else "."),
        found=findings,
    )


def _written(request: Request, sentence: Message) -> str:
    """Return a sentence without halves of signs, which programs may send in JSON."""
    return say(request, sentence).encode("utf-8", "replace").decode("utf-8")


async def _deliberate(request: Request, error: Exception) -> Response:
    assert isinstance(error, HatangsoError)  # noqa: S101 - by registration
    findings = error.findings if isinstance(error, InvalidInputError) else ()
    if not visitor_of(request).may(Permission.READ):
        # They name rows and cells of tables that are not for everybody.
        findings = ()
    return _answer(request, status_of(error), error.message, findings=findings)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 - by registration
    if error.is_password_due and is_page(request):
        return RedirectResponse(_OWN_PASSWORD, HTTPStatus.SEE_OTHER)
    if error.is_sign_in_needed and is_page(request):
        if request.method == "GET" and request.headers.get("hx-request") != "true":
            target = request.url.path
            if request.url.query:
                target += "?" + request.url.query
            address = request.url.replace(path="/dang-nhap", query="")
            address = address.include_query_params(toi=target)
            return RedirectResponse(
                f"{address.path}?{address.query}", HTTPStatus.SEE_OTHER
            )
        return _answer(request, HTTPStatus.UNAUTHORIZED, error.reason)
    status = (
        HTTPStatus.UNAUTHORIZED if error.is_sign_in_needed else HTTPStatus.FORBIDDEN
    )
    headers = (
        {"www-authenticate": 'Bearer realm="hatangso"'}
        if error.is_sign_in_needed
        else None
    )
    return _answer(request, status, error.reason, headers=headers)


async def _too_many(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooManyError)  # noqa: S101 - by registration
    return _answer(
        request,
        HTTPStatus.TOO_MANY_REQUESTS,
        error.reason,
        headers={"retry-after": str(error.wait_s)},
    )


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - by registration
    status = HTTPStatus(error.status_code)
    reason = _HTTP_TEXTS.get(status, Message(str(error.detail)))
    headers = dict(error.headers) if error.headers else None
    return _answer(request, status, reason, headers=headers)


async def _misshapen(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - by registration
    places = [
        {"place": list(map(str, one["loc"])), "problem": _problem(request, one)}
        for one in error.errors()
    ]
    if not is_page(request):
        return JSONResponse(
            {"detail": say(request, _MISSHAPEN), "problems": places},
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    return _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, _MISSHAPEN)


def _problem(request: Request, error: Mapping[str, Any]) -> str:
    is_unreadable = error["type"] == "json_invalid"
    return say(request, _NO_JSON) if is_unreadable else str(error["msg"])


_NO_JSON = Message("it is no JSON")
_MISSHAPEN = Message("the request lacks something, or has it in another shape")


def fault_answer(request: Request, error: Exception) -> Response:
    """Return what a visitor sees when the service made a mistake.

    The log tells it under the same number; the page tells nothing else of it.
    """
    is_waiting = isinstance(error, InterruptedRunError)
    status = (
        HTTPStatus.SERVICE_UNAVAILABLE
        if is_waiting
        else HTTPStatus.INTERNAL_SERVER_ERROR
    )
    number = request.state.request_id
    reason = Message(_FAULT.text, {"number": number})
    try:
        return _answer(request, status, reason)
    except Exception:  # noqa: BLE001 - what makes pages may be what is broken
        words = f"{translate(reason, Language.VI)}\n{reason}\n"
        return PlainTextResponse(words, status)
