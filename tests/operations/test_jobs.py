"""The queue: no job is lost, none is done by two."""

import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

import job_taker
from hatangso.errors import InvalidInputError, Message, NotFoundError
from hatangso.model.job import Job, JobState
from hatangso.operations.database import Operations, open_operations
from hatangso.operations.jobs import Jobs
from service_samples import NOON

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def ask(jobs: Jobs, kind: str = "plan", lane: str = "heavy", by: str = "an") -> Job:
    return jobs.ask(kind, lane=lane, parameters={}, asked_by=by, at=NOON)


def begin(jobs: Jobs, lane: str = "heavy") -> Job:
    job = jobs.take(lane, worker="w", at=NOON)
    assert job is not None
    return job


def start(how: str, location: Path | str) -> subprocess.Popen[str]:
    script = str(Path(job_taker.__file__))
    return subprocess.Popen(  # noqa: S603 - a script of ours
        [sys.executable, script, how, str(location), "heavy"],
        stdout=subprocess.PIPE,
        text=True,
    )


def states(jobs: Sequence[Job]) -> list[JobState]:
    return [job.state for job in jobs]


def test_a_job_from_its_wish_to_its_end(operations: Operations) -> None:
    jobs = operations.jobs
    parameters = {"name": "kịch bản", "years": [2026, 2030], "share": 0.5, "all": None}
    asked = jobs.ask(
        "plan", lane="heavy", parameters=parameters, asked_by="an", at=NOON
    )
    assert asked == Job(
        asked.id, "plan", "heavy", parameters, JobState.WAITING, "an", NOON
    )
    taken = jobs.take("heavy", worker="w", at=NOON + SECOND)
    assert taken is not None
    assert (taken.state, taken.attempts) == (JobState.RUNNING, 1)
    assert taken.started_at == NOON + SECOND
    step = Message("{count} places", {"count": 12})
    assert not jobs.beat(asked.id, NOON + 2 * SECOND, step=step, done=3, total=9)
    assert not jobs.beat(asked.id, NOON + 3 * SECOND)
    found = jobs.get(asked.id)
    assert (found.step, found.done, found.total) == (step, 3, 9)
    assert jobs.finish(asked.id, NOON + MINUTE, {"cost": 10**12})
    ended = jobs.get(asked.id)
    assert (ended.state, ended.result) == (JobState.DONE, {"cost": 10**12})
    assert ended.finished_at == NOON + MINUTE
    assert ended.problem is None
    assert jobs.take("heavy", worker="w", at=NOON) is None


@pytest.mark.parametrize(
    "value", [object(), "\ud800", [Path("a")]], ids=["object", "half sign", "path"]
)
def test_what_json_cannot_hold_is_refused(
    operations: Operations, value: object
) -> None:
    with pytest.raises(InvalidInputError, match="cannot be kept with a job"):
        operations.jobs.ask(
            "plan", lane="heavy", parameters={"a": value}, asked_by="", at=NOON
        )
    assert operations.jobs.list() == []


def test_hostile_texts_come_back_or_find_nothing(operations: Operations) -> None:
    jobs = operations.jobs
    hostile = {
        "a": "\x00'; DROP TABLE service_job; --",
        "b\x00": [2**53, -1, 1e300, 10**30],
    }
    job = jobs.ask("plan", lane="heavy", parameters=hostile, asked_by="an", at=NOON)
    assert jobs.get(job.id).parameters == hostile
    begin(jobs)
    jobs.beat(job.id, NOON, step=Message("\x00 {x}", {"x": "\ud800"}), done=2**40)
    assert str(jobs.get(job.id).step) == "\x00 ?"
    for text in ("\x00", "\ud800", "x" * 10**5):
        assert jobs.list(kinds=[text]) == jobs.list(asked_by=text + "x") == []


def test_a_failure_says_why(operations: Operations) -> None:
    job = ask(operations.jobs)
    begin(operations.jobs)
    why = Message("there is no layer {layer}", {"layer": Message("terrain")})
    assert operations.jobs.fail(job.id, NOON, why)
    found = operations.jobs.get(job.id)
    assert (found.state, found.problem) == (JobState.FAILED, why)


def test_the_oldest_of_a_lane_comes_first(operations: Operations) -> None:
    jobs = operations.jobs
    asked = [ask(jobs, lane=lane).id for lane in ("heavy", "quick", "heavy", "quick")]
    assert [begin(jobs, "quick").id for _ in range(2)] == [asked[1], asked[3]]
    assert [begin(jobs).id for _ in range(2)] == [asked[0], asked[2]]
    assert jobs.take("other", worker="w", at=NOON) is None


def test_a_waiting_job_is_cancelled_at_once(operations: Operations) -> None:
    jobs = operations.jobs
    job = ask(jobs)
    cancelled = jobs.ask_cancel(job.id, NOON + SECOND)
    assert cancelled == jobs.get(job.id)
    assert cancelled.state is JobState.CANCELLED
    assert cancelled.finished_at == NOON + SECOND
    assert jobs.take("heavy", worker="w", at=NOON) is None


def test_a_running_job_is_asked_to_stop(operations: Operations) -> None:
    jobs = operations.jobs
    job = ask(jobs)
    begin(jobs)
    asked = jobs.ask_cancel(job.id, NOON)
    assert (asked.state, asked.is_cancel_asked) == (JobState.RUNNING, True)
    assert jobs.beat(job.id, NOON)
    assert jobs.cancelled(job.id, NOON + SECOND)
    ended = jobs.get(job.id)
    assert (ended.state, ended.finished_at) == (JobState.CANCELLED, NOON + SECOND)


def test_what_is_over_stays_as_it_is(operations: Operations) -> None:
    jobs = operations.jobs
    job = ask(jobs)
    assert not jobs.finish(job.id, NOON, {})  # it has not begun
    begin(jobs)
    jobs.finish(job.id, NOON, {"a": 1})
    done = jobs.get(job.id)
    assert not jobs.fail(job.id, NOON, Message("late"))
    assert not jobs.cancelled(job.id, NOON)
    assert not jobs.finish(job.id, NOON, {})
    assert jobs.beat(job.id, NOON)
    assert jobs.ask_cancel(job.id, NOON) == done
    assert jobs.recover(NOON + MINUTE, silent_for=SECOND, retries={"plan": 9}) == []
    assert jobs.get(job.id) == done


def test_a_silent_job_is_begun_again_so_often_and_then_fails(
    operations: Operations,
) -> None:
    jobs = operations.jobs
    job = ask(jobs)
    for attempt in (1, 2, 3):
        assert begin(jobs).attempts == attempt
        jobs.beat(job.id, NOON, step=Message("x"), done=1, total=2)
        late = NOON + 30 * SECOND
        assert jobs.recover(
            late - SECOND, silent_for=30 * SECOND, retries={"plan": 2}
        ) == []  # fmt: skip
        (found,) = jobs.recover(late, silent_for=30 * SECOND, retries={"plan": 2})
        assert found == jobs.get(job.id)
        if attempt < 3:
            assert found.state is JobState.WAITING
            assert (found.step, found.done, found.total) == (None, 0, 0)
    assert found.state is JobState.FAILED
    assert found.finished_at == late
    assert "the worker stopped" in str(found.problem)
    assert jobs.take("heavy", worker="w", at=NOON) is None


def test_a_kind_that_is_not_named_is_not_begun_again(operations: Operations) -> None:
    ask(operations.jobs, kind="import")
    begin(operations.jobs)
    (found,) = operations.jobs.recover(
        NOON + MINUTE, silent_for=SECOND, retries={"plan": 2}
    )
    assert found.state is JobState.FAILED


def test_a_silent_job_that_somebody_cancelled_is_over(operations: Operations) -> None:
    job = ask(operations.jobs)
    begin(operations.jobs)
    operations.jobs.ask_cancel(job.id, NOON)
    (found,) = operations.jobs.recover(
        NOON + MINUTE, silent_for=SECOND, retries={"plan": 2}
    )
    assert found.state is JobState.CANCELLED


def test_a_worker_taken_for_dead_does_not_speak_for_the_next(
    operations: Operations,
) -> None:
    jobs = operations.jobs
    ask(jobs)
    first = begin(jobs)
    jobs.recover(NOON + MINUTE, silent_for=SECOND, retries={"plan": 1})
    assert jobs.beat(first.id, NOON)  # given back: stop
    second = begin(jobs)
    assert jobs.beat(first.id, NOON, attempt=first.attempts)
    assert not jobs.finish(first.id, NOON, {"by": 1}, attempt=first.attempts)
    assert not jobs.fail(first.id, NOON, Message("x"), attempt=first.attempts)
    assert not jobs.cancelled(first.id, NOON, attempt=first.attempts)
    assert not jobs.beat(second.id, NOON, attempt=second.attempts)
    assert jobs.finish(second.id, NOON, {"by": 2}, attempt=second.attempts)
    assert jobs.get(first.id).result == {"by": 2}


def test_the_log_keeps_its_order(operations: Operations) -> None:
    jobs = operations.jobs
    first, second = ask(jobs), ask(jobs)
    for i in range(3):
        jobs.log(first.id, NOON + i * SECOND, Message("line {i}", {"i": i}))
    jobs.log(second.id, NOON, Message("{"))
    assert [(line.at, str(line.text)) for line in jobs.lines(first.id)] == [
        (NOON, "line 0"),
        (NOON + SECOND, "line 1"),
        (NOON + 2 * SECOND, "line 2"),
    ]
    assert [str(line.text) for line in jobs.lines(second.id)] == ["{"]


def test_lists_are_of_what_was_asked_for(operations: Operations) -> None:
    jobs = operations.jobs
    ask(jobs, "plan", by="an")
    ask(jobs, "coverage", by="bình")
    ask(jobs, "import", lane="quick", by="an")
    begin(jobs, "quick")
    assert [job.kind for job in jobs.list()] == ["import", "coverage", "plan"]
    assert [job.kind for job in jobs.list(limit=1)] == ["import"]
    assert [job.kind for job in jobs.list(asked_by="an")] == ["import", "plan"]
    assert [job.kind for job in jobs.list(kinds=["plan", "coverage"])] == [
        "coverage",
        "plan",
    ]
    assert states(jobs.list(states=[JobState.RUNNING])) == [JobState.RUNNING]
    assert jobs.list(asked_by="an", states=[JobState.DONE]) == []


def test_what_is_not_there_is_told(operations: Operations) -> None:
    with pytest.raises(NotFoundError, match="no job 7"):
        operations.jobs.get(7)
    with pytest.raises(NotFoundError, match="no job 7"):
        operations.jobs.ask_cancel(7, NOON)


def test_threads_never_take_the_same_job(operations: Operations) -> None:
    asked = {ask(operations.jobs).id for _ in range(30)}

    def take_all(_: int) -> list[int]:
        taken = []
        while job := operations.jobs.take("heavy", worker="w", at=NOON):
            taken.append(job.id)
        return taken

    with ThreadPoolExecutor(6) as pool:
        taken = [number for some in pool.map(take_all, range(6)) for number in some]
    assert sorted(taken) == sorted(asked)


def test_processes_never_take_the_same_job(location: Path | str) -> None:
    with open_operations(location) as operations:
        asked = {ask(operations.jobs).id for _ in range(60)}
        workers = [start("take", location) for _ in range(2)]
        taken = [worker.communicate(timeout=60)[0].split() for worker in workers]
        assert sorted(map(int, sum(taken, []))) == sorted(asked)  # noqa: RUF017 - two
        done = operations.jobs.list(limit=100)
        assert set(states(done)) == {JobState.DONE}
        assert {job.attempts for job in done} == {1}


def test_a_job_cancelled_while_it_is_taken_is_one_or_the_other(
    operations: Operations,
) -> None:
    jobs = operations.jobs
    for _ in range(10):
        job = ask(jobs)
        both = threading.Barrier(2)

        def cancel(number: int = job.id, both: threading.Barrier = both) -> Job:
            both.wait()
            return jobs.ask_cancel(number, NOON)

        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(cancel)
            both.wait()
            taken = jobs.take("heavy", worker="w", at=NOON)
            found = answer.result()
        assert (taken is None) == (found.state is JobState.CANCELLED)
        if taken is not None:
            assert jobs.beat(taken.id, NOON)
            jobs.cancelled(taken.id, NOON)


def test_the_job_of_a_killed_worker_is_done_by_another(location: Path | str) -> None:
    with open_operations(location) as operations:
        job = ask(operations.jobs)
        worker = start("hang", location)
        assert worker.stdout is not None
        assert int(worker.stdout.readline()) == job.id
        worker.kill()
        worker.wait(timeout=60)
        worker.stdout.close()
        assert operations.jobs.get(job.id).state is JobState.RUNNING
        (given_back,) = operations.jobs.recover(
            NOON + MINUTE, silent_for=30 * SECOND, retries={"plan": 1}
        )
        assert given_back.state is JobState.WAITING
        other = start("take", location)
        assert other.communicate(timeout=60)[0].split() == [str(job.id)]
        done = operations.jobs.get(job.id)
        assert (done.state, done.attempts) == (JobState.DONE, 2)
