"""A line for every request, and an answer where something went wrong inside.

Lines hold no query, no body and no header: secrets may stand there.
"""

import re
import secrets
from collections.abc import Awaitable, Callable
from time import perf_counter

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hatangso.web.metrics import REQUEST_SECONDS

__all__ = ["REQUEST_ID_HEADER", "AccessLog"]

REQUEST_ID_HEADER = "x-request-id"
_REQUEST_ID = re.compile(r"[\w.-]{8,64}", re.ASCII)
_FAULT_STATUS = 500
# Figures are kept for each; clients may send any word.
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_log = structlog.get_logger("hatangso.access")


class AccessLog:
    """Names every request, tells it in the log, and answers faults."""

    def __init__(
        self, app: ASGIApp, *, on_fault: Callable[[Request, Exception], Response]
    ) -> None:
        """Keep the application, and what makes the answer to a fault."""
        self._app = app
        self._on_fault = on_fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = _request_id(Headers(scope=scope))
        state = scope.setdefault("state", {})
        state["request_id"] = number
        began_s, status = perf_counter(), 0

        async def send_numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = number
            await send(message)

        try:
            await self._app(scope, receive, send_numbered)
        except Exception as error:
            _log.exception("fault", request=number, path=scope["path"])
            if status:
                # Part of the answer is sent: the connection must break off.
                raise
            answer: Callable[[Scope, Receive, Send], Awaitable[None]]
            answer = self._on_fault(Request(scope), error)
            await answer(scope, receive, send_numbered)
        finally:
            _tell(scope, status or _FAULT_STATUS, perf_counter() - began_s)


def _request_id(headers: Headers) -> str:
    """Return the name that a proxy gave to the request, or a new one."""
    given = headers.get(REQUEST_ID_HEADER, "")
    return given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _tell(scope: Scope, status: int, took_s: float) -> None:
    """Write the line, and count the request."""
    route = getattr(scope.get("route"), "path", "")
    method = scope["method"] if scope["method"] in _METHODS else ""
    REQUEST_SECONDS.labels(method, route, str(status)).observe(took_s)
    if scope["path"].startswith("/static/"):
        return
    visitor = scope["state"].get("visitor")
    _log.info(
        "request",
        method=scope["method"],
        path=scope["path"],
        status=status,
        ms=round(took_s * 1000, 1),
        login=visitor.login if visitor else "",
        request=scope["state"]["request_id"],
    )
