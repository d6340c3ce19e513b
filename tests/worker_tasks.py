"""Functions that other processes are asked to run."""

import os
import signal
from pathlib import Path


def double(number: int) -> int:
    """Return twice a number."""
    return 2 * number


def die_once(task: tuple[str, int]) -> int:
    """Kill this process when the task comes for the first time."""
    folder, number = task
    mark = Path(folder) / str(number)
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def die(_: int) -> int:
    """Kill this process."""
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def fail(number: int) -> int:
    """Refuse a number."""
    msg = f"no {number}"
    raise ValueError(msg)
