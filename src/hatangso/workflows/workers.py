"""Run one function on many tasks: here, in other processes, or on a cluster."""

import importlib
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from hatangso.errors import InterruptedRunError, InvalidInputError

__all__ = ["Workers", "run_tasks"]

Task = TypeVar("Task")
Result = TypeVar("Result")
# Each process has a task at work and one that waits: no more are held in memory.
_TASKS_PER_WORKER = 2
_MOST_BREAKS = 3


@dataclass(frozen=True)
class Workers:
    """Who computes.

    Attributes:
        count: Processes on this machine, 1 or more; on a cluster how many of its
            workers are kept busy.
        cluster: Address of the scheduler of a Dask cluster; empty for this machine.
    """

    count: int = 2
    cluster: str = ""


class _Pool(Protocol):
    def submit(self, function: Callable[..., Any], /, *args: Any) -> "Future[Any]": ...  # noqa: ANN401 - whatever the function takes


def run_tasks(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    order: Sequence[int],
    workers: Workers,
) -> Iterator[tuple[int, Result]]:
    """Compute tasks and give each result as soon as it is there.

    A process that dies takes no result with it: what it had at work is computed again
    in a new one.

    Args:
        function: What to do with a task; importable by its name.
        tasks: The tasks; each is asked for when it is its turn.
        order: Places of those to compute, in the order to start them.
        workers: Who computes.

    Yields:
        The place of a task and its result, in no particular order.

    Raises:
        InvalidInputError: The cluster cannot be reached or its software is missing.
        InterruptedRunError: Processes keep dying.
    """
    if workers.cluster:
        yield from _on_cluster(function, tasks, order, workers)
    elif workers.count == 1 or len(order) <= 1:
        for place in order:
            yield place, function(tasks[place])
    else:
        yield from _in_processes(function, tasks, order, workers.count)


def _in_processes(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    order: Sequence[int],
    count: int,
) -> Iterator[tuple[int, Result]]:
    left, breaks = list(order), 0
    # A forked process would inherit locks that the threads of this one hold.
    context = multiprocessing.get_context("spawn")
    while left:
        pool = ProcessPoolExecutor(min(count, len(left)), mp_context=context)
        try:
            for place, result in _submitted(pool, function, tasks, left, count):
                left.remove(place)
                yield place, result
        except BrokenProcessPool as error:
            breaks += 1
            if breaks > _MOST_BREAKS:
                raise InterruptedRunError(
                    "processes that compute keep dying: run the command again with"
                    " fewer workers, there may be too little memory; what is finished"
                    " is kept"
                ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _submitted(
    pool: _Pool,
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    order: Sequence[int],
    count: int,
) -> Iterator[tuple[int, Result]]:
    waiting = iter(list(order))
    running: dict[Future[Result], int] = {}
    while True:
        while len(running) < _TASKS_PER_WORKER * count:
            place = next(waiting, None)
            if place is None:
                break
            running[pool.submit(function, tasks[place])] = place
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield running.pop(future), future.result()


def _on_cluster(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    order: Sequence[int],
    workers: Workers,
) -> Iterator[tuple[int, Result]]:
    try:
        distributed = importlib.import_module("distributed")
    except ImportError as error:
        raise InvalidInputError(
            "a cluster needs the package distributed:"
            " install it with pip install hatangso[cluster]"
        ) from error
    try:
        client = distributed.Client(workers.cluster, timeout="10s")
    except (OSError, ValueError) as error:
        raise InvalidInputError(
            "the cluster at {address} cannot be reached: {error}",
            address=workers.cluster,
            error=error,
        ) from error
    with client, client.get_executor(pure=False) as pool:
        count = max(workers.count, len(client.scheduler_info()["workers"]))
        yield from _submitted(pool, function, tasks, order, count)
