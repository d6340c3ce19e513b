"""Whether the service lives, and its figures, for whoever watches it."""

from fastapi import Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.jobs.heartbeats import Heartbeats
from hatangso.web.metrics import metrics_text
from hatangso.web.routing import PageRouter
from hatangso.web.views.health_view import health_view

router = PageRouter()


@router.page("/health", Permission.ENTER)
def health(request: Request) -> dict[str, object]:
    """Say that requests are answered; to administrators also what stands how."""
    told: dict[str, object] = {"status": "ok"}
    if visitor_of(request).may(Permission.ADMINISTER):
        told |= health_view(state_of(request)).as_plain()
    return told


@router.page("/metrics", Permission.WATCH)
def metrics(request: Request) -> Response:
    """Give the figures in Prometheus' text format.

    To programs on this machine, and to administrators with a session or a key.
    """
    state = state_of(request)
    text = metrics_text(state.operations, Heartbeats(state.directory), state.now())
    return Response(text, media_type=CONTENT_TYPE_LATEST)
