"""A lock goes to one, and is taken over from those who are gone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError
from hatangso.io.write_lock import LOCK_FILE, write_lock


def test_a_living_process_keeps_its_lock(tmp_path: Path) -> None:
    with write_lock(tmp_path):
        assert (tmp_path / LOCK_FILE).read_text() == str(os.getpid())
        with (
            pytest.raises(InvalidInputError, match="another hatangso command"),
            write_lock(tmp_path, patience_s=0.2),
        ):
            pass
    assert not (tmp_path / LOCK_FILE).exists()


def test_the_lock_of_a_process_that_is_gone_is_taken_over(tmp_path: Path) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        check=True,
        text=True,
    )
    (tmp_path / LOCK_FILE).write_text(gone.stdout.strip())
    with write_lock(tmp_path, patience_s=0.2):
        pass


def test_a_lock_that_was_never_named_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).touch()
    with write_lock(tmp_path, patience_s=4):
        pass
