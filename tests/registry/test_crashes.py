"""Whoever dies while writing, or writes beside another, leaves the register whole."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import register_writer
from hatangso.registry.register import Register, open_register
from register_kinds import DEPARTMENT, KINDS, after, new
from register_writer import names_after

# Of one register: how many imports, and how many lives they take.
IMPORTS, KILLS = 200, 6


def start(*arguments: object) -> subprocess.Popen[str]:
    script = Path(register_writer.__file__)
    return subprocess.Popen(  # noqa: S603 - a script of ours
        [sys.executable, str(script), *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
    )


def killed_at_a_moment(writer: subprocess.Popen[str], dice: random.Random) -> int:
    """Kill a writer when it has told of some imports, and return the last one told."""
    assert writer.stdout is not None
    last = 0
    for _ in range(dice.randint(1, 2 * IMPORTS // KILLS)):
        last = int(writer.stdout.readline())
    time.sleep(dice.uniform(0, 0.02))
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read().split("\n")
    writer.wait()
    writer.stdout.close()
    # The last line may be half a number.
    return max([last, *(int(line) for line in rest[:-1])])


def assert_whole(register: Register, imports: int) -> None:
    """Check that a register holds what so many imports leave, and nothing else."""
    masts = register.records("mast")
    assert {one.values["code"]: one.values["name"] for one in masts} == names_after(
        imports
    )
    sets = register.change_sets()
    assert [one.source for one in sets] == [f"{i}.xlsx" for i in range(1, imports + 1)]
    assert register.records("mast", as_of=after(imports)) == masts
    assert register.within("mast", 105, 21, 106, 22) == masts
    keys = register.source_keys("mast", "VNPT")
    assert sorted(keys.values()) == [one.id for one in masts]


@pytest.mark.parametrize("location", ["sqlite", "postgresql"], indirect=True)
def test_killed_at_any_moment_the_register_is_as_last_committed(
    location: Path | str,
) -> None:
    dice = random.Random(20_260_701)  # noqa: S311 - no secret
    open_register(location, KINDS).close()
    done = 0
    for _ in range(KILLS):
        told = killed_at_a_moment(start("import", location, done + 1, 999), dice)
        with open_register(location, KINDS) as register:
            found = len(register.change_sets())
            assert found in {told, told + 1}
            assert_whole(register, found)
        done = found
    with open_register(location, KINDS) as register:
        register_writer.run_imports(register, done + 1, max(IMPORTS, done + 1))
        assert_whole(register, max(IMPORTS, done + 1))


@pytest.mark.parametrize("location", ["sqlite", "postgresql"], indirect=True)
def test_two_who_write_at_once_lose_nothing(location: Path | str) -> None:
    times = 25
    with open_register(location, KINDS) as register:
        register.commit(
            [new("mast", code="A", floors_n=0)],
            actor=DEPARTMENT,
            at=after(0),
            reason="",
        )
        writers = [start("count", location, times) for _ in range(2)]
        assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
        for writer in writers:
            assert writer.stdout is not None
            writer.stdout.close()
        assert register.record("mast", 1).values["floors_n"] == 2 * times
        assert len(register.records("mast")) == 2 * times + 1
        assert len(register.history("mast", 1)) == 2 * times + 1


@pytest.mark.parametrize("location", ["sqlite", "postgresql"], indirect=True)
def test_several_may_make_the_register_at_once(location: Path | str) -> None:
    makers = [start("import", location, 1, 0) for _ in range(3)]
    for maker in makers:
        maker.communicate(timeout=60)
    assert [maker.returncode for maker in makers] == [0, 0, 0]
    with open_register(location, KINDS) as register:
        assert_whole(register, 0)


def test_an_error_in_the_middle_leaves_all_as_it_was(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("hatangso.registry.change_writing._write_history", fail)
        with pytest.raises(KeyboardInterrupt):
            register.commit(
                [new("mast", code="A")], actor=DEPARTMENT, at=after(0), reason=""
            )
    assert register.records("mast") == []
    assert register.change_sets() == []
    register.commit([new("mast", code="A")], actor=DEPARTMENT, at=after(0), reason="")
    assert [one.id for one in register.records("mast")] == [1]
