"""Put the application together: stores, middleware, pages, interface, errors."""

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from hatangso import __version__
from hatangso.operations.database import open_operations
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.register import open_register
from hatangso.web.application_state import AppState, utc_now
from hatangso.web.assets import STATIC_URL, BuiltFiles
from hatangso.web.error_pages import add_error_pages, fault_answer
from hatangso.web.routers import all_routers
from hatangso.web.routing import guarded_routes
from hatangso.web.security.access_log import AccessLog
from hatangso.web.security.headers import SecurityHeaders
from hatangso.web.security.known_hosts import KnownHosts
from hatangso.web.security.upload_limits import UploadLimits
from hatangso.web.security.visitors import Visitors
from hatangso.web.settings import Settings
from hatangso.web.snapshot import SnapshotKeeper
from hatangso.workflows.register.edit_records import prepare_register
from hatangso.workflows.register.register_tables import register_location
from hatangso.workflows.service_database import operations_location

__all__ = ["create_app"]

_SMALLEST_ZIPPED = 1_000


def create_app(
    settings: Settings,
    *,
    now: Callable[[], datetime] = utc_now,
    hasher: PasswordHasher | None = None,
) -> FastAPI:
    """Return the application that serves a province.

    Args:
        settings: What whoever runs it chose.
        now: The clock.
        hasher: How dear a hash of a password is; None for what is right in service.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: Its tables have errors, or a database cannot be reached.
    """
    directory = settings.directory
    prepare_register(directory, at=now())
    register = open_register(register_location(directory), shipped_kinds())
    operations = open_operations(operations_location(directory), hasher=hasher)
    state = AppState(
        settings,
        operations,
        register,
        SnapshotKeeper(directory, register.newest_set),
        now,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=state.snapshots.warm, daemon=True).start()
        yield
        operations.close()
        register.close()

    app = FastAPI(
        title="hatangso",
        version=__version__,
        summary="Digital infrastructure of a Vietnamese province",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(SecurityHeaders, is_https=settings.is_https),
            Middleware(AccessLog, on_fault=fault_answer),
            Middleware(KnownHosts, settings=settings),
            Middleware(GZipMiddleware, minimum_size=_SMALLEST_ZIPPED, compresslevel=4),
            Middleware(Visitors),
            Middleware(UploadLimits),
        ],
    )
    app.state.hatangso = state
    app.mount(STATIC_URL, BuiltFiles(), name="static")
    for router in all_routers():
        app.include_router(router)
    add_error_pages(app)
    # Said once here: a route without a permission stops the start.
    list(guarded_routes(app))
    return app
