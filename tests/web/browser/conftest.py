"""Real browsers on the running service."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from web_service import Service
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
