"""Refuse requests that call the service by a name that is not its own."""

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from hatangso.web.security.addresses import is_known_host
from hatangso.web.settings import Settings

__all__ = ["KnownHosts"]

# Probes of a machine call it by any address; the answer tells nothing.
_OPEN_PATH = "/health"
_WORDS = (
    "Dịch vụ không có tên này: người quản trị đặt HATANGSO_BASE_URL.\n"
    "The service has no such name: its administrator sets HATANGSO_BASE_URL.\n"
)


class KnownHosts:
    """Answers 400 to requests for other hosts."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        """Keep the application, and which names it has."""
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if (
            scope["type"] != "http"
            or scope["path"] == _OPEN_PATH
            or is_known_host(HTTPConnection(scope), self._settings)
        ):
            await self._app(scope, receive, send)
            return
        await PlainTextResponse(_WORDS, status_code=400)(scope, receive, send)
