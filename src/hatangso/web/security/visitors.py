"""Find out who sends a request: by the session of a browser or the key of a program."""

import secrets
from http.cookies import SimpleCookie

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hatangso.language import Language
from hatangso.web.access import Visitor
from hatangso.web.application_state import AppState, state_of

__all__ = [
    "FORM_COOKIE",
    "LANGUAGE_COOKIE",
    "SESSION_COOKIE",
    "Visitors",
    "cookie_options",
]

SESSION_COOKIE = "hatangso_session"
# The token of forms for browsers that nobody is signed in with.
FORM_COOKIE = "hatangso_form"
LANGUAGE_COOKIE = "hatangso_language"
_BEARER = "bearer "
_TOKEN_BYTES = 32
_YEAR_S = 365 * 86_400
_UNKNOWN_KEY = b'{"detail":"the key is unknown, expired or revoked"}'


def cookie_options(*, is_https: bool) -> dict[str, object]:
    """Return how every cookie is set."""
    return {"path": "/", "httponly": True, "samesite": "Lax", "secure": is_https}


class Visitors:
    """Puts the visitor into ``request.state``."""

    def __init__(self, app: ASGIApp) -> None:
        """Keep the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        key = _key_of(request)
        found = await run_in_threadpool(_find, request, key)
        if found is None:
            await _refuse_key(send)
            return
        visitor, new_cookies = found
        scope.setdefault("state", {})["visitor"] = visitor

        async def send_with_cookies(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if "set-cookie" not in headers:
                    for cookie in new_cookies:
                        headers.append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, send_with_cookies)


def _key_of(request: HTTPConnection) -> str | None:
    """Return the key of a program; None when a browser asks."""
    sent = request.headers.get("authorization", "")
    return sent[len(_BEARER) :].strip() if sent.lower().startswith(_BEARER) else None


def _find(request: HTTPConnection, key: str | None) -> tuple[Visitor, list[str]] | None:
    """Return who asks and what cookies to set; None for a key that is not known."""
    state = state_of(request)
    language, cookies = _language(request, state)
    address = request.client.host if request.client else ""
    is_public = state.settings.public_pages
    if key is not None:
        found = state.operations.tokens.find(key, state.now())
        if found is None:
            return None
        account, token = found
        visitor = Visitor(
            account,
            language,
            "",
            address,
            is_program=True,
            is_read_only=token.is_read_only,
            public_pages=is_public,
        )
        return visitor, []
    secret = request.cookies.get(SESSION_COOKIE, "")
    session = state.operations.sessions.find(secret, state.now()) if secret else None
    if session is not None:
        state.operations.accounts.seen(session.account.id, state.now())
        token_of_form = session.csrf_token
        account_of_session = session.account
    else:
        account_of_session = None
        token_of_form = request.cookies.get(FORM_COOKIE, "")
        if not token_of_form:
            token_of_form = secrets.token_urlsafe(_TOKEN_BYTES)
            cookies.append(_cookie(FORM_COOKIE, token_of_form, state))
    visitor = Visitor(
        account_of_session, language, token_of_form, address, public_pages=is_public
    )
    return visitor, cookies


def _language(request: HTTPConnection, state: AppState) -> tuple[Language, list[str]]:
    """Return the language that is asked for: by the address, else by a cookie."""
    asked = request.query_params.get("lang", "")
    known = {one.value for one in Language}
    if asked in known:
        cookie = _cookie(LANGUAGE_COOKIE, asked, state, max_age_s=_YEAR_S)
        return Language(asked), [cookie]
    kept = request.cookies.get(LANGUAGE_COOKIE, "")
    return Language(kept if kept in known else Language.VI), []


def _cookie(
    name: str, value: str, state: AppState, *, max_age_s: int | None = None
) -> str:
    cookie: SimpleCookie = SimpleCookie()
    cookie[name] = value
    for key, option in cookie_options(is_https=state.settings.is_https).items():
        if option is not False:
            cookie[name][key] = option
    if max_age_s is not None:
        cookie[name]["max-age"] = max_age_s
    return cookie[name].OutputString()


async def _refuse_key(send: Send) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"www-authenticate", b'Bearer realm="hatangso"'),
    ]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": _UNKNOWN_KEY})
