"""Run the service: the web server here, and the workers as processes beside it."""

import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from hatangso.model.account import AccountRole
from hatangso.operations.database import Operations, open_operations
from hatangso.web.application import create_app, operations_location
from hatangso.web.application_state import utc_now
from hatangso.web.jobs.job_kind import Lane
from hatangso.web.jobs.worker import Worker
from hatangso.web.logs import configure_logs
from hatangso.web.settings import Settings

__all__ = ["first_administrator", "run_worker", "serve"]

FIRST_LOGIN = "admin"
_PASSWORD_BYTES = 12
_RESTART_AFTER_S = 1.0
_STOP_WITHIN_S = 10


def first_administrator(operations: Operations) -> tuple[str, str] | None:
    """Make the first account; None when there is one.

    Returns:
        Login and password, to be shown once: the password is kept nowhere.
    """
    if operations.accounts.list():
        return None
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    operations.accounts.create(
        FIRST_LOGIN,
        "Quản trị viên",
        AccountRole.ADMINISTRATOR,
        password=password,
        must_change_password=True,
        at=utc_now(),
    )
    return FIRST_LOGIN, password


def serve(
    settings: Settings,
    *,
    told: Callable[[str], None],
    told_account: Callable[[str, str], None],
) -> None:
    """Serve a province until somebody stops it.

    Args:
        settings: What whoever runs it chose.
        told: Called with the address when the server listens.
        told_account: Called with login and password of the first administrator, when
            the service runs for the first time.
    """
    configure_logs(settings.log_format)
    app = create_app(settings)
    first = first_administrator(app.state.hatangso.operations)
    if first is not None:
        told_account(*first)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=_STOP_WITHIN_S,
    )
    server = uvicorn.Server(config)
    with config.bind_socket() as listening, _workers(settings):
        host, port = listening.getsockname()[:2]
        told(f"http://{host}:{port}")
        server.run(sockets=[listening])


@contextmanager
def _workers(settings: Settings) -> Iterator[None]:
    """Keep one process per lane alive."""
    is_over = threading.Event()
    keepers = [
        threading.Thread(target=_keep, args=(settings, lane, is_over), daemon=True)
        for lane in Lane
    ]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        is_over.set()
        for keeper in keepers:
            keeper.join(_STOP_WITHIN_S)


def _keep(settings: Settings, lane: Lane, is_over: threading.Event) -> None:
    """Start a worker again whenever it ends."""
    command = [
        *(sys.executable, "-m", "hatangso", "worker"),
        *(str(settings.directory), "--lane", lane.value),
    ]
    while not is_over.is_set():
        with subprocess.Popen(command) as process:  # noqa: S603 - our own program
            while process.poll() is None and not is_over.wait(_RESTART_AFTER_S):
                pass
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(_STOP_WITHIN_S)
                except subprocess.TimeoutExpired:
                    process.kill()


def run_worker(settings: Settings, lane: Lane) -> None:
    """Run the jobs of one lane until a signal says to stop."""
    configure_logs(settings.log_format)
    with open_operations(operations_location(settings.directory)) as operations:
        worker = Worker(settings, operations, lane, utc_now)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: worker.stop())
        worker.run()
