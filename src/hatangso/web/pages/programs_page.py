"""What programs may ask for, in words: the OpenAPI document as a page."""

from fastapi import Request
from starlette.responses import Response

from hatangso.web.access import Permission
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.programs_view import endpoints_by_topic

router = PageRouter()


@router.page("/api/v1", Permission.READ_PUBLIC)
def programs(request: Request) -> Response:
    """List the addresses of the interface."""
    topics = endpoints_by_topic(request.app.openapi())
    return render(request, "programs.html", topics=topics)
