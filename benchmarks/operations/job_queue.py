"""Jobs through the queue, and sessions found, per second.

    python benchmarks/operations/job_queue.py [JOBS] [--postgresql URL]

JOBS (500) are asked for, then taken, told of once and finished: by one worker, and by
two processes at once. A session is found as often as a page needs it. SQLite lies in a
folder of its own; PostgreSQL in the empty database whose URL is given. Figures depend
on the disk, since every step is there before the next begins.
"""

import argparse
import multiprocessing
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from hatangso.errors import Message
from hatangso.model.account import AccountRole
from hatangso.operations.database import Operations, open_operations

_NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
_PASSWORD = "núi cao sông dài"  # noqa: S105 - of nobody


def ask(operations: Operations, jobs: int) -> None:
    """Ask for jobs."""
    for number in range(jobs):
        operations.jobs.ask(
            "plan",
            lane="heavy",
            parameters={"number": number},
            asked_by="an",
            at=_NOON,
        )


def work(location: Path | str) -> int:
    """Take all jobs, and return how many they were."""
    done = 0
    with open_operations(location) as operations:
        while job := operations.jobs.take("heavy", worker="w", at=_NOON):
            operations.jobs.beat(job.id, _NOON, step=Message("working"), done=1)
            operations.jobs.finish(job.id, _NOON, {"cost": job.id})
            done += 1
    return done


def per_second(action: Callable[[], object], times: int) -> float:
    """Return how often an action that does so many things does one in a second."""
    began_s = perf_counter()
    action()
    return times / (perf_counter() - began_s)


def measure(name: str, location: Path | str, jobs: int) -> None:
    """Print the figures of a database."""
    with open_operations(location) as operations:
        asked = per_second(lambda: ask(operations, jobs), jobs)
        alone = per_second(lambda: work(location), jobs)
        ask(operations, jobs)
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            pool.map(open_and_close, [location] * 2)
            both = per_second(lambda: pool.map(work, [location] * 2, 1), jobs)
        account = operations.accounts.create(
            "an", "An", AccountRole.ADMINISTRATOR, password=_PASSWORD, at=_NOON
        )
        signed = per_second(lambda: operations.accounts.verify("an", _PASSWORD), 1)
        secret, _ = operations.sessions.start(
            account, _NOON, lifetime=timedelta(hours=1)
        )
        found = per_second(
            lambda: [operations.sessions.find(secret, _NOON) for _ in range(jobs)], jobs
        )
    print(
        f"{name}: asked {asked:.0f}/s; taken, told of and finished {alone:.0f}/s by one"
        f" worker, {both:.0f}/s by two; sessions found {found:.0f}/s;"
        f" a password checked in {1 / signed:.2f} s"
    )


def open_and_close(location: Path | str) -> None:
    """Let a process load what it needs."""
    open_operations(location).close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("jobs", nargs="?", type=int, default=500)
    parser.add_argument("--postgresql", default="", help="URL of an empty database")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", Path(folder) / "service.sqlite", arguments.jobs)
    if arguments.postgresql:
        measure("PostgreSQL", arguments.postgresql, arguments.jobs)
