"""Sign in and out with a local account."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from hatangso.errors import Message
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.security.session_cookies import end_session, start_session
from hatangso.web.security.sign_in_tries import count_try, forget_tries

__all__ = ["local_path"]

router = PageRouter()
_LONGEST_LOGIN = 200
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
    name = login.strip().lower()[:_LONGEST_LOGIN]
    count_try(state, name, visitor.address)
    account = state.operations.accounts.verify(name, password)
    if account is None:
        # People type passwords into the wrong field: only names of accounts are kept.
        known = state.operations.accounts.by_login(name)
        state.operations.audit_trail.note(
            state.now(),
            known.login if known else "",
            "sign-in refused",
            visitor.address,
        )
        return render(
            request,
            "sign_in.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            target=local_path(toi),
            login=name,
            wrong=_WRONG,
        )
    forget_tries(state, name, visitor.address)
    return start_session(request, account, local_path(toi))


@router.form("/dang-xuat", Permission.ENTER)
def sign_out(request: Request) -> Response:
    """End the session."""
    return end_session(request, "/")


def local_path(target: str) -> str:
    r"""Return a path of this service; the overview for anything that leads elsewhere.

    Browsers read ``\`` as ``/`` and leave out control signs.

    >>> local_path("/chi-tieu?ky=2025"), local_path("//ke-gian.vn"), local_path("/\t/x")
    ('/chi-tieu?ky=2025', '/', '/')
    """
    is_odd = "\\" in target or any(not sign.isprintable() for sign in target)
    if is_odd or not target.startswith("/") or target.startswith("//"):
        return "/"
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else "/"
