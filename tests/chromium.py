"""A real browser to look at pages with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

_CHROMIUM = Path("/usr/bin/chromium")
_SWITCHES = [
    "--no-sandbox",
    "--disable-background-networking",
    # Maps are drawn without a graphics card.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Open Chromium; skip the test where there is none."""
    if not _CHROMIUM.exists():
        pytest.skip(f"no Chromium at {_CHROMIUM}: install it to test pages")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(_CHROMIUM), args=_SWITCHES
        )
        yield browser
        browser.close()
