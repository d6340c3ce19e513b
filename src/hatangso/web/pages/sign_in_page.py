"""Sign in and out with a local account."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from hatangso.errors import Message
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.refusals import TooManyError
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.security.visitors import SESSION_COOKIE

__all__ = ["local_path", "start_session"]

router = PageRouter()
_WINDOW = timedelta(minutes=15)
_WRONG = Message("the name or the password is wrong")


@router.page("/dang-nhap", Permission.ENTER)
def sign_in_form(request: Request, toi: str = "/") -> Response:
    """Show the form."""
    if visitor_of(request).account is not None:
        return RedirectResponse(local_path(toi), HTTPStatus.SEE_OTHER)
    return render(request, "sign_in.html", target=local_path(toi), login="", wrong=None)


@router.form("/dang-nhap", Permission.ENTER)
def sign_in(
    request: Request,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    toi: Annotated[str, Form()] = "/",
) -> Response:
    """Begin a session, under a new secret."""
    state, visitor = state_of(request), visitor_of(request)
    operations, now = state.operations, state.now()
    name = login.strip().lower()[:200]
    for bucket in (f"sign-in:{name}", f"sign-in from:{visitor.address}"):
        tries = state.settings.sign_in_tries
        if not operations.throttle.allow(bucket, at=now, limit=tries, per=_WINDOW):
            operations.audit_trail.note(now, name, "sign-in paused", visitor.address)
            raise TooManyError(
                Message("too many wrong passwords: wait a quarter of an hour"),
                wait_s=int(_WINDOW.total_seconds()),
            )
    account = operations.accounts.verify(name, password)
    if account is None:
        operations.audit_trail.note(now, name, "sign-in refused", visitor.address)
        return render(
            request,
            "sign_in.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            target=local_path(toi),
            login=name,
            wrong=_WRONG,
        )
    operations.throttle.clear(f"sign-in:{name}")
    operations.audit_trail.note(now, name, "sign-in", visitor.address)
    goal = "/tai-khoan" if account.must_change_password else local_path(toi)
    return start_session(request, account.id, goal)


def start_session(request: Request, account_id: int, target: str) -> Response:
    """Return the answer that signs a browser in; the old session, if any, ends."""
    state = state_of(request)
    old = request.cookies.get(SESSION_COOKIE, "")
    if old:
        state.operations.sessions.end(old)
    account = state.operations.accounts.get(account_id)
    lifetime = timedelta(hours=state.settings.session_hours)
    secret, _ = state.operations.sessions.start(account, state.now(), lifetime=lifetime)
    answer = RedirectResponse(target, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        SESSION_COOKIE,
        secret,
        max_age=int(lifetime.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=state.settings.is_https,
    )
    return answer


@router.form("/dang-xuat", Permission.ENTER)
def sign_out(request: Request) -> Response:
    """End the session."""
    state = state_of(request)
    secret = request.cookies.get(SESSION_COOKIE, "")
    if secret:
        state.operations.sessions.end(secret)
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(SESSION_COOKIE, path="/")
    return answer


def local_path(target: str) -> str:
    """Return a path of this service; the overview for anything that leads elsewhere."""
    parts = urlsplit(target)
    is_local = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_local and not parts.scheme and not parts.netloc else "/"
