"""Tổng quan: what a leader opens in the morning."""

from fastapi import Request
from starlette.responses import Response

from hatangso.web.access import Permission
from hatangso.web.application_state import state_of
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter

router = PageRouter()


@router.page("/", Permission.READ_PUBLIC)
def overview(request: Request) -> Response:
    """Show where the province stands."""
    snapshot = state_of(request).snapshots.current()
    return render(request, "overview.html", counts=snapshot.targets.counts)
