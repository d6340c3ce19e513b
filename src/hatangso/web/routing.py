"""Routes that name a permission: one without it cannot be made."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.routing import APIRoute

from hatangso.web.access import Permission
from hatangso.web.security.guard import guard

__all__ = ["ApiRouter", "PageRouter", "guarded_routes"]

Handler = TypeVar("Handler", bound=Callable[..., Any])
_PERMISSION = "x-permission"


class _GuardedRouter(APIRouter):
    """Adds the check of a permission to every route."""

    def _route(
        self,
        path: str,
        permission: Permission,
        method: str,
        **options: Any,  # noqa: ANN401 - FastAPI's own
    ) -> Callable[[Handler], Handler]:
        dependencies = [Depends(guard(permission)), *options.pop("dependencies", ())]
        extra = {_PERMISSION: permission.value}
        return self.api_route(
            path,
            methods=[method],
            dependencies=dependencies,
            openapi_extra=extra,
            **options,
        )


class PageRouter(_GuardedRouter):
    """Routes that give pages and parts of pages."""

    def page(self, path: str, permission: Permission) -> Callable[[Handler], Handler]:
        """Answer GET requests with a page."""
        return self._route(
            path, permission, "GET", include_in_schema=False, response_model=None
        )

    def form(self, path: str, permission: Permission) -> Callable[[Handler], Handler]:
        """Answer POST requests of a form, whose token was checked."""
        return self._route(
            path, permission, "POST", include_in_schema=False, response_model=None
        )


class ApiRouter(_GuardedRouter):
    """Routes for programs, described by the OpenAPI document."""

    def ask(
        self,
        path: str,
        permission: Permission,
        **options: Any,  # noqa: ANN401 - FastAPI's own
    ) -> Callable[[Handler], Handler]:
        """Answer GET requests."""
        return self._route(path, permission, "GET", **options)

    def order(
        self,
        path: str,
        permission: Permission,
        *,
        method: str = "POST",
        **options: Any,  # noqa: ANN401 - FastAPI's own
    ) -> Callable[[Handler], Handler]:
        """Answer requests that change something."""
        return self._route(path, permission, method, **options)


def guarded_routes(app: FastAPI) -> Iterator[tuple[APIRoute, Permission]]:
    """Yield every route with its permission.

    Raises:
        LookupError: A route has none: it was not made by a router of this module.
    """
    for route in app.routes:
        if not isinstance(route, APIRoute):
            continue
        extra = route.openapi_extra or {}
        if _PERMISSION not in extra:
            raise LookupError(f"the route {route.path} names no permission")
        yield route, Permission(extra[_PERMISSION])


def is_page(request: Request) -> bool:
    """Return whether a browser asks for something to look at."""
    return not request.url.path.startswith("/api/")
