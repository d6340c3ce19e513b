"""Run work in a process of its own, so that it can be stopped at any moment.

An optimiser that looks for a proof asks nobody whether it shall go on; a process can be
ended wherever it is. Results are written so that half of them never shows.
"""

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

from hatangso.errors import HatangsoError, InterruptedRunError, Message
from hatangso.workflows.progress import Progress

__all__ = ["run_apart"]

Result = TypeVar("Result")
_LOOK_EVERY_S = 0.5
_PLAIN = (str, int, float, bool, type(None))


def run_apart(
    work: Callable[..., Result], /, *arguments: object, progress: Progress
) -> Result:
    """Return what some work gives, which is done in another process.

    Args:
        work: Importable by its name; takes the arguments and, last, a progress.
        arguments: What can be pickled.
        progress: Told how far the work is; when it raises, the work is ended.

    Raises:
        HatangsoError: What the work refused, or that its process died.
    """
    # A forked process would inherit locks that the threads of this one hold.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_carry_out, args=(theirs, work, arguments))
    child.start()
    theirs.close()
    try:
        result: Result = _followed(ours, progress)  # type: ignore[assignment]
    finally:
        ours.close()
        _end(child)
    return result


class _PipeProgress:
    """Tells the process that asked how far the work is."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def start(self, step: str, total: int) -> None:
        """Begin a step."""
        self._pipe.send(("start", (step, total)))

    def advance(self, done: int) -> None:
        """Say how many units are done."""
        self._pipe.send(("advance", done))


def _carry_out(
    pipe: Connection, work: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    """Work in the new process, and tell how it ended."""
    if hasattr(os, "setsid"):
        # With a group of its own, the processes that it starts end with it.
        os.setsid()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        pipe.send(("done", work(*arguments, _PipeProgress(pipe))))
    except HatangsoError as error:
        pipe.send(("refused", (type(error), _plain(error.message))))
    except Exception:  # noqa: BLE001 - told to the process that asked, which logs it
        pipe.send(("broken", traceback.format_exc()))


def _end_with_parent() -> None:
    """End this process and its own when the one that asked is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        _kill_group(os.getpid())
        os._exit(1)


def _followed(pipe: Connection, progress: Progress) -> object:
    """Pass on the progress until there is a result."""
    done = 0
    while True:
        if not pipe.poll(_LOOK_EVERY_S):
            # Says that somebody lives, and learns whether to stop.
            progress.advance(done)
            continue
        try:
            kind, value = pipe.recv()
        except EOFError:
            raise InterruptedRunError(
                "the process that computed was ended: there may be too little memory;"
                " what is finished is kept, ask for it again"
            ) from None
        if kind == "start":
            done = 0
            progress.start(*value)
        elif kind == "advance":
            done = value
            progress.advance(done)
        elif kind == "refused":
            error, message = value
            raise error(message.text, **message.values)
        elif kind == "broken":
            raise RuntimeError(value)
        else:
            return value


def _plain(message: Message) -> Message:
    """Return a message whose values any process can read."""
    values = {
        name: _plain(value)
        if isinstance(value, Message)
        else value
        if isinstance(value, _PLAIN)
        else str(value)
        for name, value in message.values.items()
    }
    return Message(message.text, values)


def _end(child: BaseProcess) -> None:
    """Wait for a process that is done, or end it with all that it started."""
    child.join(_LOOK_EVERY_S)
    if child.is_alive():
        _kill_group(child.pid or 0)
        child.kill()
        child.join()


def _kill_group(number: int) -> None:
    if hasattr(os, "killpg") and number:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(number, signal.SIGKILL)
