"""The service of a demo: it goes on when the command is over."""

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from hatangso.cli.console import Output
from hatangso.errors import InterruptedRunError

__all__ = ["start_service"]

_PID_FILE = "service.pid"
_LOG_FILE = "service.log"
_ADDRESS = re.compile(r"http://\S+")


def start_service(directory: Path, out: Output, *, port: int = 8_000) -> str:
    """Serve a province in a process of its own; what the server says is printed.

    The one that an earlier call started on the same directory is ended first.

    Args:
        directory: The province directory.
        out: Where its words go.
        port: Tried first; any free one when somebody else listens there.

    Returns:
        The address.

    Raises:
        InterruptedRunError: The server did not start; its log says why.
    """
    _end_earlier(directory)
    for asked in (port, 0):
        address = _start(directory, out, asked)
        if address:
            kept = (directory / _PID_FILE).read_text(encoding="ascii").strip()
            out.say(
                "It goes on in the background; to end it: kill {pid}", pid=int(kept)
            )
            return address
    raise InterruptedRunError(
        "the server did not start: {file} says why", file=directory / _LOG_FILE
    )


def _start(directory: Path, out: Output, port: int) -> str:
    """Start a server and return its address; empty when it ended at once."""
    command = [
        *(sys.executable, "-m", "hatangso", "serve", str(directory)),
        *("--port", str(port), "--language", out.language.value),
    ]
    with (directory / _LOG_FILE).open("ab") as log:
        server = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
            env={**os.environ, "COLUMNS": "200"},  # noqa: TID251 - handed on
        )
    (directory / _PID_FILE).write_text(f"{server.pid}\n", encoding="ascii")
    # The password of the first administrator is shown here and kept nowhere.
    with server.stdout as said:  # type: ignore[union-attr] # a pipe, as asked for
        for line in said:
            out.show(line.strip())
            if found := _ADDRESS.search(line):
                return found[0]
    server.wait()
    return ""


def _end_earlier(directory: Path) -> None:
    """End the server that an earlier demo left behind, if it is one."""
    try:
        pid = int((directory / _PID_FILE).read_text(encoding="ascii"))
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return
    if b"hatangso" in words and b"serve" in words:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
