"""Run the service: the web server here, and the workers as processes beside it."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import structlog
import uvicorn

from hatangso.errors import InvalidInputError
from hatangso.model.account import AccountRole
from hatangso.operations.database import Operations, open_operations
from hatangso.web.application import create_app
from hatangso.web.application_state import utc_now
from hatangso.web.jobs.job_kind import Lane
from hatangso.web.jobs.worker import Worker
from hatangso.web.logs import configure_logs
from hatangso.web.settings import Settings
from hatangso.workflows.service_database import operations_location

__all__ = ["first_administrator", "run_worker", "serve"]

FIRST_LOGIN = "admin"
_PASSWORD_BYTES = 12
_LOOK_EVERY_S = 0.5
_RESTART_AFTER_S = 1.0
_STOP_WITHIN_S = 10
_KEPT_ALIVE_S = 75
_log = structlog.get_logger("hatangso.serving")


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

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: Its tables have errors, a database cannot be reached, or
            nobody may listen on the address.
        SystemExit: A signal ended it.
    """
    configure_logs(settings.log_format)
    app = create_app(settings)
    # uvicorn hands a signal on when its last answer is sent: the workers end after it.
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _end)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=_STOP_WITHIN_S,
        # Longer than proxies keep a connection, so that none is closed under a request.
        timeout_keep_alive=_KEPT_ALIVE_S,
    )
    with _listening(settings) as listener, _workers(settings):
        first = first_administrator(app.state.hatangso.operations)
        if first is not None:
            told_account(*first)
        host, port = listener.getsockname()[:2]
        told(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
        uvicorn.Server(config).run(sockets=[listener])


def _end(number: int, _frame: FrameType | None) -> None:
    """Unwind, so that what was started ends too."""
    del number
    raise SystemExit(0)


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """Yield the socket that requests come in by."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        raise InvalidInputError(
            "nobody can listen on {host}, port {port}: {reason}; choose another port"
            " with --port",
            host=settings.host,
            port=str(settings.port),
            reason=os.strerror(error.errno) if error.errno else error,
        ) from error
    with listener:
        yield listener


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
            keeper.join(_STOP_WITHIN_S + _RESTART_AFTER_S)


def _keep(settings: Settings, lane: Lane, is_over: threading.Event) -> None:
    """Start a worker again whenever it ends."""
    command = [
        *(sys.executable, "-m", "hatangso", "worker", str(settings.directory)),
        *("--lane", lane.value, "--server", str(os.getpid())),
    ]
    while not is_over.is_set():
        # In a group of its own: Ctrl-C in a terminal is for the server, which ends it.
        with subprocess.Popen(command, process_group=0) as process:  # noqa: S603 - our own program
            while process.poll() is None and not is_over.wait(_LOOK_EVERY_S):
                pass
            if process.poll() is None:
                _end_group(process)
                return
            _kill_group(process.pid)
        _log.warning("worker ended", lane=lane.value, status=process.returncode)
        is_over.wait(_RESTART_AFTER_S)


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    """End a worker, and the processes that compute for it."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_STOP_WITHIN_S)
    _kill_group(process.pid)


def _kill_group(group: int) -> None:
    """End what a worker left behind that was killed."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def run_worker(settings: Settings, lane: Lane, *, server: int | None = None) -> None:
    """Run the jobs of one lane until a signal says to stop.

    Args:
        settings: What whoever runs it chose.
        lane: Which jobs.
        server: Number of the process that started it, without which it stops, too.
    """
    configure_logs(settings.log_format)
    with open_operations(operations_location(settings.directory)) as operations:
        worker = Worker(
            settings,
            operations,
            lane,
            utc_now,
            is_wanted=lambda: server is None or os.getppid() == server,
        )
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: worker.stop())
        worker.run()
