"""Real browsers on the running service."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from web_filled import FilledService, filled_service
from web_service import Service, serving
from web_visit import Visits

# Two browsers' worth of work on a busy machine takes its time.
expect.set_options(timeout=20_000)


@pytest.fixture
def visits(browser: Browser, service: Service, live_server: str) -> Iterator[Visits]:
    """Return what opens pages; afterwards no console may have complained."""
    made = Visits(browser, service, live_server)
    yield made
    made.close()
    assert made.troubles == []


@pytest.fixture(scope="session")
def filled(
    computed_province: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FilledService]:
    """Return a service that has something to show on every page."""
    directory = tmp_path_factory.mktemp("filled") / "valley"
    shutil.copytree(computed_province, directory)
    with filled_service(directory) as made:
        yield made


@pytest.fixture(scope="session")
def filled_address(filled: FilledService) -> Iterator[str]:
    with serving(filled.service.app) as address:
        yield address
