"""What tests of several packages start from."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from chromium import open_chromium
from postgres_server import PostgresServer, find_programs, run_server
from small_province import build_small_province


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what a browser does be tried again where other work leaves it no time.

    A page, its service and its test run side by side: on a machine with more work than
    processors one of them may stand still for longer than anybody waits. Elsewhere a
    failure is a failure; the last lines of a run name what was tried again.
    """
    again = pytest.mark.flaky(reruns=1, condition=_is_busy)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(again)


def _is_busy() -> bool:
    return os.getloadavg()[0] > (os.cpu_count() or 1)


@pytest.fixture
def province_directory(tmp_path: Path) -> Path:
    """Return the directory of a small province made in code."""
    directory = tmp_path / "valley"
    directory.mkdir()
    build_small_province(directory)
    return directory


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer | None]:
    """Return a server; None where PostgreSQL is not installed."""
    programs = find_programs()
    with ExitStack() as stack:
        yield stack.enter_context(run_server(programs)) if programs else None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the one browser of the session: Playwright runs once in a process."""
    with open_chromium() as opened:
        yield opened
