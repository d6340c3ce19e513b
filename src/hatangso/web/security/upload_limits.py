"""How much of a request's body is taken: refused by its word, and counted besides."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.settings import BYTES_PER_MB

__all__ = ["PUBLIC_UPLOAD_MB", "UploadLimits"]

# Photographs with a report of somebody who is not signed in.
PUBLIC_UPLOAD_MB = 25
# Anything but files: forms and JSON are held in memory as a whole.
_WORDS_MB = 10
_FILES = "multipart/form-data"


class UploadLimits:
    """Answers 413 to a body that is too long, before it is read where it says so."""

    def __init__(self, app: ASGIApp) -> None:
        """Keep the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        most = _most_bytes(request)
        said = request.headers.get("content-length", "")
        is_told_too_long = said.isascii() and said.isdigit() and int(said) > most
        received = 0

        async def receive_so_much() -> Message:
            nonlocal received
            if is_told_too_long:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        # Who may not send anything is told so first; the limit speaks when it is read.
        await self._app(scope, receive_so_much, send)


def _most_bytes(request: HTTPConnection) -> int:
    """Return how long the body may be."""
    if not request.headers.get("content-type", "").startswith(_FILES):
        return _WORDS_MB * BYTES_PER_MB
    most_mb = state_of(request).settings.upload_mb
    if visitor_of(request).account is None:
        most_mb = min(most_mb, PUBLIC_UPLOAD_MB)
    return most_mb * BYTES_PER_MB
