"""One writer at a time: a lock file that names the process which holds it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hatangso.errors import InvalidInputError

__all__ = ["LOCK_FILE", "write_lock"]

LOCK_FILE = ".lock"
_PAUSE_S = 0.1
# A process names itself at once: a lock that stays empty so often was left by one that
# was killed in between.
_MOST_NAMELESS = 20


@contextmanager
def write_lock(folder: Path, *, patience_s: float = 20.0) -> Iterator[None]:
    """Keep other processes from writing into a folder.

    The lock of a process that is gone is taken over.

    Args:
        folder: Must exist.
        patience_s: How long to wait for another process.

    Raises:
        InvalidInputError: Another process holds the lock for longer.
    """
    lock = folder / LOCK_FILE
    handle = _taken(lock, round(patience_s / _PAUSE_S))
    try:
        os.write(handle, str(os.getpid()).encode("ascii"))
        yield
    finally:
        os.close(handle)
        lock.unlink(missing_ok=True)


def _taken(lock: Path, tries: int) -> int:
    """Return the open lock file that this process made."""
    nameless = 0
    for _ in range(tries + 1):
        try:
            # To create and to fail where it exists is one step for the file system.
            return os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            nameless = nameless + 1 if _is_empty(lock) else 0
            if _is_left_over(lock) or nameless > _MOST_NAMELESS:
                lock.unlink(missing_ok=True)
            else:
                time.sleep(_PAUSE_S)
    raise InvalidInputError(
        "another hatangso command is writing into {folder}: wait for it; when none is"
        " running, remove {lock}",
        folder=lock.parent,
        lock=lock,
    )


def _is_empty(lock: Path) -> bool:
    """Return whether nobody is named in a lock."""
    try:
        return not lock.stat().st_size
    except OSError:
        return False


def _is_left_over(lock: Path) -> bool:
    """Return whether the process that holds a lock is gone."""
    if os.name == "nt":
        # Windows removes no file that a living process has open.
        try:
            lock.unlink(missing_ok=True)
        except PermissionError:
            return False
        return True
    try:
        holder = int(lock.read_text(encoding="ascii"))
        os.kill(holder, 0)  # signal 0 only asks whether the process lives
    except ProcessLookupError:
        return True
    except (OSError, ValueError, OverflowError):
        # Of another user, just removed, or not written to the end: not to be judged.
        return False
    return False
