"""Headers that tell browsers what to refuse, and what to keep."""

from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["SecurityHeaders"]

_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; font-src 'self';"
    " img-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self';"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), payment=(), usb=(),"
    " geolocation=(self)",
}
# What each visitor sees is theirs: no cache between may hand it to others.
_PRIVATE = "private, no-cache"
# Built files: their names change with their content.
_BUILT = "/static/assets/"
_FOR_EVER = "public, max-age=31536000, immutable"
_HTTPS_ONLY = {"strict-transport-security": "max-age=31536000"}


class SecurityHeaders:
    """Adds the headers to every answer.

    Source:
        OWASP Secure Headers Project.
    """

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        """Keep the application, and whether it is reached over https."""
        self._app = app
        self._headers = _HEADERS | (_HTTPS_ONLY if is_https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        kept = _FOR_EVER if scope["path"].startswith(_BUILT) else _PRIVATE

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                is_there = message["status"] < HTTPStatus.BAD_REQUEST
                headers.setdefault("cache-control", kept if is_there else _PRIVATE)
            await send(message)

        await self._app(scope, receive, send_with_headers)
