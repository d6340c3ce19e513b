"""Work in a process of its own, which can be ended at any moment."""

import os
import signal
import time
from pathlib import Path

import pytest

from hatangso.errors import InfeasibleError, InterruptedRunError
from hatangso.web.jobs.apart import run_apart
from hatangso.workflows.progress import Progress

_WITHIN_S = 20


class Heard:
    """Keeps what it is told; stops when asked to."""

    def __init__(self, stop_at: str = "") -> None:
        self.told: list[tuple[object, ...]] = []
        self._stop_at = stop_at

    def start(self, step: str, total: int) -> None:
        self.told.append((step, total))

    def advance(self, done: int) -> None:
        if self._stop_at and self.told and self.told[-1][0] == self._stop_at:
            raise TimeoutError
        self.told.append((done,))


def _counted(most: int, progress: Progress) -> int:
    progress.start("the report", most)
    progress.advance(most)
    return most + 1


def _refused(_: Progress) -> None:
    raise InfeasibleError("give {amount} đồng more", amount=Path("5"))


def _mistaken(_: Progress) -> None:
    raise ZeroDivisionError


def _killed(_: Progress) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _endless(number_file: Path, progress: Progress) -> None:
    number_file.write_text(str(os.getpid()))
    progress.start("the report", 1)
    time.sleep(600)


def test_work_tells_how_far_it_is_and_gives_its_result() -> None:
    heard = Heard()
    assert run_apart(_counted, 4, progress=heard) == 5
    assert [one for one in heard.told if one != (0,)] == [("the report", 4), (4,)]


def test_a_refusal_keeps_its_sentence_and_values() -> None:
    with pytest.raises(InfeasibleError) as refused:
        run_apart(_refused, progress=Heard())
    assert refused.value.message.text == "give {amount} đồng more"
    assert refused.value.message.values == {"amount": "5"}


def test_a_mistake_brings_its_trace_along() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        run_apart(_mistaken, progress=Heard())


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(InterruptedRunError, match="memory"):
        run_apart(_killed, progress=Heard())


def test_work_that_asks_nobody_is_ended_all_the_same(tmp_path: Path) -> None:
    number_file = tmp_path / "number"
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        run_apart(_endless, number_file, progress=Heard(stop_at="the report"))
    assert time.monotonic() - started < _WITHIN_S
    with pytest.raises(ProcessLookupError):
        os.kill(int(number_file.read_text()), 0)
