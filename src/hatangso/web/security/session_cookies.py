"""Begin and end the session of a browser."""

from datetime import timedelta
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hatangso.model.account import Account
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.security.sign_in_tries import SIGNED_IN
from hatangso.web.security.visitors import SESSION_COOKIE, cookie_name

__all__ = ["end_session", "start_session"]


def start_session(request: Request, account: Account, target: str) -> Response:
    """Return the answer that signs a browser in.

    The secret is new, whatever the browser sent: nobody can know it beforehand. A
    session that the browser had ends.

    Args:
        request: That proved who it is.
        account: Whose session it is.
        target: A path of this service to go on to.
    """
    state = state_of(request)
    _forget(request)
    address = visitor_of(request).address
    now = state.now()
    state.operations.audit_trail.note(now, account.login, SIGNED_IN, address)
    lifetime = timedelta(hours=state.settings.session_hours)
    secret, _ = state.operations.sessions.start(account, now, lifetime=lifetime)
    goal = "/tai-khoan" if account.must_change_password else target
    answer = RedirectResponse(goal, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        cookie_name(SESSION_COOKIE, state.settings),
        secret,
        max_age=int(lifetime.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=state.settings.is_https,
    )
    return answer


def end_session(request: Request, target: str) -> Response:
    """Return the answer that signs a browser out, and empties its cache."""
    state = state_of(request)
    _forget(request)
    answer = RedirectResponse(target, HTTPStatus.SEE_OTHER)
    answer.delete_cookie(
        cookie_name(SESSION_COOKIE, state.settings),
        path="/",
        secure=state.settings.is_https,
        httponly=True,
    )
    answer.headers["clear-site-data"] = '"cache"'
    return answer


def _forget(request: Request) -> None:
    state = state_of(request)
    secret = request.cookies.get(cookie_name(SESSION_COOKIE, state.settings), "")
    if secret:
        state.operations.sessions.end(secret)
