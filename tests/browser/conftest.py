"""The invented province of the documents' tests, and a browser to look at it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from chromium import open_chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with open_chromium() as opened:
        yield opened
