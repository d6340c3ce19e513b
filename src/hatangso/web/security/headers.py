"""Headers that tell browsers what to refuse."""

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

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
