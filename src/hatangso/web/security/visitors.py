"""Find out who sends a request: by the session of a browser or the key of a program."""

import json
import secrets
from collections.abc import Sequence
from http import HTTPStatus
from http.cookies import SimpleCookie

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from hatangso.errors import Message
from hatangso.language import Language, translate
from hatangso.web.access import Visitor
from hatangso.web.application_state import AppState, state_of
from hatangso.web.security.addresses import is_from_here
from hatangso.web.settings import Settings

__all__ = [
    "FORM_COOKIE",
    "LANGUAGE_COOKIE",
    "SESSION_COOKIE",
    "Visitors",
    "cookie_name",
    "cookie_options",
]

SESSION_COOKIE = "hatangso_session"
# The token of forms for browsers that nobody is signed in with.
FORM_COOKIE = "hatangso_form"
LANGUAGE_COOKIE = "hatangso_language"
_BEARER = "bearer "
_TOKEN_BYTES = 32
_YEAR_S = 365 * 86_400
# How keys of programs begin.
_KEY_MARK = b"hts_"
_UNKNOWN_KEY = Message("the key is unknown, expired or revoked")
_OPEN_KEY = Message(
    "a key stands in the address, where logs keep it: revoke it, and send the new one"
    " in the header Authorization"
)


def cookie_name(name: str, settings: Settings) -> str:
    """Return the name that a cookie has in the browser.

    Over https it is one that no other site of the same domain can set.

    Source:
        RFC 6265bis, 4.1.3.2: the prefix ``__Host-``.
    """
    return f"__Host-{name}" if settings.is_https else name


def cookie_options(settings: Settings) -> dict[str, object]:
    """Return how every cookie is set."""
    return {
        "path": "/",
        "httponly": True,
        "samesite": "Lax",
        "secure": settings.is_https,
    }


class Visitors:
    """Puts the visitor into ``request.state``."""

    def __init__(self, app: ASGIApp) -> None:
        """Keep the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        if scope["path"].startswith("/static/"):
            # The same for all: whoever asks is not looked up.
            scope.setdefault("state", {})["visitor"] = _nobody(request)
            await self._app(scope, receive, send)
            return
        if _KEY_MARK in scope.get("query_string", b""):
            await _refuse(request, send, HTTPStatus.BAD_REQUEST, _OPEN_KEY)
            return
        key = _key_of(request)
        found = await run_in_threadpool(_find, request, key)
        if found is None:
            await _refuse(request, send, HTTPStatus.UNAUTHORIZED, _UNKNOWN_KEY)
            return
        visitor, new_cookies = found
        scope.setdefault("state", {})["visitor"] = visitor

        async def send_with_cookies(message: Event) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for cookie in new_cookies:
                    headers.append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, send_with_cookies)


def _key_of(request: HTTPConnection) -> str | None:
    """Return the key of a program; None when a browser asks."""
    sent = request.headers.get("authorization", "")
    return sent[len(_BEARER) :].strip() if sent.lower().startswith(_BEARER) else None


def _nobody(request: HTTPConnection) -> Visitor:
    """Return a visitor who is not signed in and has no form."""
    settings = state_of(request).settings
    language, address = _language(request, settings), _address(request)
    return Visitor(None, language, "", address, public_pages=settings.public_pages)


def _find(
    request: HTTPConnection, key: str | None
) -> tuple[Visitor, Sequence[str]] | None:
    """Return who asks and what cookies to set; None for a key that is not known."""
    if key is not None:
        program = _program(request, key)
        return None if program is None else (program, ())
    return _browser(request)


def _program(request: HTTPConnection, key: str) -> Visitor | None:
    """Return whom a key acts for; None for one that is not known."""
    state = state_of(request)
    found = state.operations.tokens.find(key, state.now())
    if found is None:
        return None
    account, token = found
    return Visitor(
        account,
        _language(request, state.settings),
        "",
        _address(request),
        is_program=True,
        is_read_only=token.is_read_only,
        public_pages=state.settings.public_pages,
        is_local=is_from_here(request),
    )


def _browser(request: HTTPConnection) -> tuple[Visitor, Sequence[str]]:
    """Return who is signed in with a browser, and what it shall keep."""
    state = state_of(request)
    cookies = []
    language = _language(request, state.settings)
    if request.query_params.get("lang", "") == language.value:
        kept = _cookie(LANGUAGE_COOKIE, language.value, state, max_age_s=_YEAR_S)
        cookies.append(kept)
    secret = request.cookies.get(cookie_name(SESSION_COOKIE, state.settings), "")
    session = state.operations.sessions.find(secret, state.now()) if secret else None
    if session is not None:
        account, token = session.account, session.csrf_token
        state.operations.accounts.seen(account.id, state.now())
    else:
        account = None
        token = request.cookies.get(cookie_name(FORM_COOKIE, state.settings), "")
        if not token:
            token = secrets.token_urlsafe(_TOKEN_BYTES)
            cookies.append(_cookie(FORM_COOKIE, token, state))
    visitor = Visitor(
        account,
        language,
        token,
        _address(request),
        public_pages=state.settings.public_pages,
        is_local=is_from_here(request),
    )
    return visitor, cookies


def _address(request: HTTPConnection) -> str:
    return request.client.host if request.client else ""


def _language(request: HTTPConnection, settings: Settings) -> Language:
    """Return the language that is asked for: by the address, else by a cookie."""
    kept = request.cookies.get(cookie_name(LANGUAGE_COOKIE, settings), "")
    known = {one.value for one in Language}
    for asked in (request.query_params.get("lang", ""), kept):
        if asked in known:
            return Language(asked)
    return Language.VI


def _cookie(
    name: str, value: str, state: AppState, *, max_age_s: int | None = None
) -> str:
    name = cookie_name(name, state.settings)
    cookie: SimpleCookie = SimpleCookie()
    cookie[name] = value
    for key, option in cookie_options(state.settings).items():
        if option is not False:
            cookie[name][key] = option
    if max_age_s is not None:
        cookie[name]["max-age"] = max_age_s
    return cookie[name].OutputString()


async def _refuse(
    request: HTTPConnection, send: Send, status: HTTPStatus, reason: Message
) -> None:
    """Answer a program in words that it can pass on."""
    words = translate(reason, _language(request, state_of(request).settings))
    headers = [(b"content-type", b"application/json")]
    if status is HTTPStatus.UNAUTHORIZED:
        headers.append((b"www-authenticate", b'Bearer realm="hatangso"'))
    body = json.dumps({"detail": words}, ensure_ascii=False).encode()
    await send(
        {"type": "http.response.start", "status": int(status), "headers": headers}
    )
    await send({"type": "http.response.body", "body": body})
