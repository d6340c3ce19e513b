"""What tests of several packages start from."""

from pathlib import Path

import pytest

from small_province import build_small_province


@pytest.fixture
def province_directory(tmp_path: Path) -> Path:
    """Return the directory of a small province made in code."""
    directory = tmp_path / "valley"
    directory.mkdir()
    build_small_province(directory)
    return directory
