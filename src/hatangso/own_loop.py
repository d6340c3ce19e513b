"""Wait for work that is asynchronous, wherever one is called."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

__all__ = ["waited_for"]

Result = TypeVar("Result")


def waited_for(work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Return what a coroutine returns.

    It runs in a thread of its own: a notebook's thread has a loop that is busy.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()
