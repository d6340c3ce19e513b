"""Routes that name a permission: one without it cannot be made."""

from collections.abc import Callable, Coroutine, Iterable, Iterator
from typing import Any, TypeVar

from fastapi import APIRouter, FastAPI, Request, Security
from fastapi.routing import APIRoute
from fastapi.security import APIKeyCookie, HTTPBearer
from starlette.convertors import Convertor, register_url_convertor
from starlette.responses import Response
from starlette.routing import BaseRoute

from hatangso.web.access import Permission
from hatangso.web.api.shapes import Problem
from hatangso.web.security.guard import guard

__all__ = ["ApiRouter", "PageRouter", "guarded_routes"]

Handler = TypeVar("Handler", bound=Callable[..., Any])
_PERMISSION = "x-permission"


class _Count(Convertor[int]):
    """Numbers of records in addresses: longer ones name nothing, in no database."""

    regex = "[0-9]{1,18}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("int", _Count())


class GuardedRoute(APIRoute):
    """Checks the permission before anything of the request's body is read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers: the check, then the handler."""
        check = guard(_permission(self))
        answer = super().get_route_handler()

        async def checked(request: Request) -> Response:
            try:
                await check(request)
                return await answer(request)
            finally:
                # The files of a form, whoever read it.
                await request.close()

        return checked


class _GuardedRouter(APIRouter):
    """Adds the check of a permission to every route."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - FastAPI's own
        """Make every route a guarded one."""
        super().__init__(route_class=GuardedRoute, **options)

    def _route(
        self,
        path: str,
        permission: Permission,
        method: str,
        **options: Any,  # noqa: ANN401 - FastAPI's own
    ) -> Callable[[Handler], Handler]:
        extra = {_PERMISSION: permission.value}
        return self.api_route(path, methods=[method], openapi_extra=extra, **options)


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


# What the OpenAPI document says of refusals, and of how programs prove who they are.
_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words}
    for status, words in (
        (400, "The request cannot be read"),
        (401, "No key, or one that is unknown, expired or revoked"),
        (403, "The account may not do this"),
        (404, "Something that was named does not exist"),
        (409, "Something changed since it was read, or a result is not there"),
        (422, "Something in the request cannot be used"),
    )
}
_PROOFS = (
    Security(HTTPBearer(scheme_name="key", auto_error=False)),
    Security(APIKeyCookie(name="hatangso_session", auto_error=False)),
)
_OPEN = frozenset({Permission.ENTER, Permission.READ_PUBLIC, Permission.REPORT})


class ApiRouter(_GuardedRouter):
    """Routes for programs, described by the OpenAPI document."""

    def _described(
        self,
        path: str,
        permission: Permission,
        method: str,
        **options: Any,  # noqa: ANN401 - FastAPI's own
    ) -> Callable[[Handler], Handler]:
        """Add what every route of the interface may answer."""
        proofs = () if permission in _OPEN else _PROOFS
        options["responses"] = {**_REFUSALS, **options.get("responses", {})}
        options["dependencies"] = [*proofs, *options.get("dependencies", ())]
        return self._route(path, permission, method, **options)

    def ask(
        self,
        path: str,
        permission: Permission,
        **options: Any,  # noqa: ANN401 - FastAPI's own
    ) -> Callable[[Handler], Handler]:
        """Answer GET requests."""
        return self._described(path, permission, "GET", **options)

    def order(
        self,
        path: str,
        permission: Permission,
        *,
        method: str = "POST",
        **options: Any,  # noqa: ANN401 - FastAPI's own
    ) -> Callable[[Handler], Handler]:
        """Answer requests that change something."""
        return self._described(path, permission, method, **options)


def guarded_routes(app: FastAPI) -> Iterator[tuple[APIRoute, Permission]]:
    """Yield every route with its permission.

    Raises:
        LookupError: A route has none: it was not made by a router of this module.
    """
    for route in _api_routes(app.routes):
        yield route, _permission(route)


def _api_routes(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    """Yield routes, those of included routers too."""
    for route in routes:
        # Newer versions of FastAPI put a router among the routes as a whole.
        included = getattr(route, "original_router", None)
        if isinstance(route, APIRoute):
            yield route
        elif included is not None:
            yield from _api_routes(included.routes)


def _permission(route: APIRoute) -> Permission:
    extra = route.openapi_extra or {}
    if not isinstance(route, GuardedRoute) or _PERMISSION not in extra:
        raise LookupError(f"the route {route.path} names no permission")
    return Permission(extra[_PERMISSION])


def is_page(request: Request) -> bool:
    """Return whether a browser asks for something to look at."""
    return not request.url.path.startswith("/api/")
