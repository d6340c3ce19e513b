"""Sign in with the OpenID provider of the settings."""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

import structlog
from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from hatangso.errors import Message, NotFoundError
from hatangso.model.account import Account
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.pages.sign_in_page import local_path
from hatangso.web.refusals import TooManyError
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.security.addresses import address_block
from hatangso.web.security.openid import (
    OpenIdError,
    OpenIdProvider,
    Person,
    SignInRequest,
)
from hatangso.web.security.session_cookies import start_session
from hatangso.web.security.visitors import cookie_name

router = PageRouter()
_BACK = "/dang-nhap/oidc/ve"
_COOKIE = "hatangso_openid"
_LASTS_S = 600
# An office has one address for all its people, who begin work at the same time.
_MOST_FROM_ONE = 400
_WINDOW = timedelta(minutes=15)
_TOO_MANY = Message("many sign-ins came from your address: wait a quarter of an hour")
_UNASKED = Message("this sign-in was not begun in this browser, or too long ago")
_DECLINED = Message("the sign-in was declined at the sign-in service")
_UNKNOWN = Message(
    "the sign-in service knows you, but you have no account here: ask an administrator"
    " to make one with your e-mail address as login"
)
_log = structlog.get_logger("hatangso.openid")


@router.form("/dang-nhap/oidc", Permission.ENTER)
def leave(request: Request, toi: Annotated[str, Form()] = "/") -> Response:
    """Send the browser to the provider; it keeps what the answer is held against."""
    settings = state_of(request).settings
    _count(request)
    asked = SignInRequest.new()
    try:
        address = _provider(request).address(asked)
    except OpenIdError as error:
        return _refused(request, error.reason)
    answer = RedirectResponse(address, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        cookie_name(_COOKIE, settings),
        _kept(asked, local_path(toi)),
        max_age=_LASTS_S,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.is_https,
    )
    return answer


@router.page(_BACK, Permission.ENTER)
def come_back(
    request: Request, code: str = "", state: str = "", error: str = ""
) -> Response:
    """Sign in who comes back, if there is an account for them."""
    _count(request)
    provider, asked = _provider(request), _asked(request)
    if asked is None or not secrets.compare_digest(
        asked[0].state.encode(), state.encode()
    ):
        return _refused(request, _UNASKED)
    if error or not code:
        return _refused(request, _DECLINED)
    try:
        person = provider.person(asked[0], code, state_of(request).now())
    except OpenIdError as problem:
        _log.warning(
            "openid refused", reason=str(problem), cause=repr(problem.__cause__)
        )
        return _refused(request, problem.reason)
    account = _account(request, person)
    if account is None:
        return _refused(request, _UNKNOWN)
    answer = start_session(request, account, local_path(asked[1]))
    _forget(request, answer)
    return answer


def _count(request: Request) -> None:
    """Count a request to the provider: each keeps a thread waiting, or is noted.

    Raises:
        TooManyError: It is one too many from one address.
    """
    state, block = state_of(request), address_block(visitor_of(request).address)
    if not state.operations.throttle.allow(
        f"openid from {block}", at=state.now(), limit=_MOST_FROM_ONE, per=_WINDOW
    ):
        raise TooManyError(_TOO_MANY, wait_s=int(_WINDOW.total_seconds()))


def _account(request: Request, person: Person) -> Account | None:
    """Return the account of a person: by subject, else by verified e-mail.

    An administrator made it beforehand. The first sign-in by e-mail ties it to the
    subject, since addresses are given to other people one day.
    """
    accounts = state_of(request).operations.accounts
    found = accounts.by_subject(person.subject)
    if found is None and person.email:
        found = accounts.by_login(person.email)
        if found is not None and found.subject:
            return None
        if found is not None and found.is_active:
            found = accounts.tie(found.id, person.subject)
    return found if found is not None and found.is_active else None


def _kept(asked: SignInRequest, target: str) -> str:
    """Return what a cookie can hold."""
    text = json.dumps({**asdict(asked), "target": target})
    return urlsafe_b64encode(text.encode()).decode("ascii")


def _asked(request: Request) -> tuple[SignInRequest, str] | None:
    """Return what the browser asked with, and where it wanted to go."""
    name = cookie_name(_COOKIE, state_of(request).settings)
    try:
        kept = json.loads(urlsafe_b64decode(request.cookies.get(name, "")))
        asked = SignInRequest(
            str(kept["state"]), str(kept["nonce"]), str(kept["verifier"])
        )
        return asked, str(kept["target"])
    except (ValueError, TypeError, KeyError):
        return None


def _provider(request: Request) -> OpenIdProvider:
    settings = state_of(request).settings
    if not settings.oidc_issuer:
        raise NotFoundError("no OpenID provider is set: sign in with a password")
    base = settings.base_url.rstrip("/") or str(request.base_url).rstrip("/")
    return OpenIdProvider(settings, base + _BACK)


def _refused(request: Request, reason: Message) -> Response:
    state = state_of(request)
    state.operations.audit_trail.note(
        state.now(), "", "openid refused", visitor_of(request).address, reason=reason
    )
    answer = render(request, "oidc.html", status=HTTPStatus.FORBIDDEN, reason=reason)
    _forget(request, answer)
    return answer


def _forget(request: Request, answer: Response) -> None:
    """Let the browser forget the question: it is answered once."""
    settings = state_of(request).settings
    answer.delete_cookie(
        cookie_name(_COOKIE, settings),
        path="/",
        secure=settings.is_https,
        httponly=True,
    )
