"""A demo leaves a service behind that answers, and a second one ends the first."""

import os
import signal
from pathlib import Path
from time import sleep
from urllib.request import urlopen

import pytest

from hatangso.cli.background_service import start_service
from hatangso.cli.console import Output
from hatangso.language import Language
from small_province import build_small_province

_ENDS_WITHIN_S = 20


def _lives(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0]
    except FileNotFoundError:
        return False


def _status(address: str) -> int:
    with urlopen(f"{address}/health") as answer:  # noqa: S310 - our own server
        return int(answer.status)


# The server outlives who started it: that is what it is for.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:subprocess:ResourceWarning")
@pytest.mark.heavy
def test_it_answers_until_the_next_one_takes_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build_small_province(tmp_path)
    out = Output(Language.EN, is_json=False)
    first = start_service(tmp_path, out, port=0)
    pid = int((tmp_path / "service.pid").read_text())
    assert _status(first) == 200
    said = capsys.readouterr().out
    assert "admin" in said
    assert first in said
    assert "password" not in (tmp_path / "service.log").read_text()
    second = start_service(tmp_path, out, port=0)
    other = int((tmp_path / "service.pid").read_text())
    try:
        assert _status(second) == 200
        for _ in range(_ENDS_WITHIN_S * 10):
            if not _lives(pid):
                break
            sleep(0.1)
        assert not _lives(pid)
        # An account is made once.
        assert "password" not in capsys.readouterr().out
    finally:
        os.kill(other, signal.SIGTERM)
