"""Workers take jobs, say that they live, and leave nothing half done."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from hatangso.errors import Message
from hatangso.model.job import JobState
from hatangso.web.access import Permission
from hatangso.web.jobs import job_kinds, worker
from hatangso.web.jobs.heartbeats import Heartbeats
from hatangso.web.jobs.job_kind import JobDesk, JobKind, Lane
from hatangso.web.jobs.worker import Worker
from web_service import ON_BOTH_DATABASES, Service


def _kind(monkeypatch: pytest.MonkeyPatch, run: object, retries: int = 1) -> None:
    kind = JobKind("trial", Message("Trial"), Lane.QUICK, Permission.READ, run, retries)  # type: ignore[arg-type]
    kinds: Mapping[str, JobKind] = {"trial": kind}
    for module in (job_kinds, worker):
        monkeypatch.setattr(module, "JOB_KINDS", kinds)


def _asked(service: Service) -> int:
    return service.state.operations.jobs.ask(
        "trial", lane="quick", parameters={}, asked_by="", at=service.clock()
    ).id


def _worker(service: Service) -> Worker:
    state = service.state
    return Worker(state.settings, state.operations, Lane.QUICK, service.clock)


@ON_BOTH_DATABASES
def test_a_job_runs_to_its_end(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(desk: JobDesk) -> Mapping[str, object]:
        desk.progress.start("counting", 2)
        desk.progress.advance(2)
        return {"counted": 2}

    _kind(monkeypatch, run)
    number = _asked(service)
    assert _worker(service).run_one()
    job = service.state.operations.jobs.get(number)
    assert job.state is JobState.DONE
    assert job.result == {"counted": 2}
    assert not _worker(service).run_one()


def test_a_job_that_breaks_tells_no_more_than_the_kind_of_error(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(_: JobDesk) -> Mapping[str, object]:
        raise RuntimeError("secret of the house")

    _kind(monkeypatch, run)
    number = _asked(service)
    _worker(service).run_one()
    job = service.state.operations.jobs.get(number)
    assert job.state is JobState.FAILED
    assert "RuntimeError" in str(job.problem)
    assert "secret" not in str(job.problem)


def test_a_worker_that_is_told_to_stop_gives_its_job_back(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = _worker(service)

    def run(desk: JobDesk) -> Mapping[str, object]:
        mine.stop()
        desk.progress.start("counting", 2)
        return {}

    _kind(monkeypatch, run)
    number = _asked(service)
    mine.run_one()
    job = service.state.operations.jobs.get(number)
    assert job.state is JobState.WAITING
    assert job.attempts == 0


def test_a_job_that_may_not_be_done_twice_is_finished_before_the_worker_stops(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = _worker(service)

    def run(desk: JobDesk) -> Mapping[str, object]:
        mine.stop()
        desk.progress.start("counting", 2)
        return {}

    _kind(monkeypatch, run, retries=0)
    number = _asked(service)
    mine.run_one()
    assert service.state.operations.jobs.get(number).state is JobState.DONE


def test_who_asks_to_cancel_is_heard_at_the_next_step(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = service.state.operations.jobs

    def run(desk: JobDesk) -> Mapping[str, object]:
        jobs.ask_cancel(number, service.clock())
        desk.progress.start("counting", 2)
        return {}

    _kind(monkeypatch, run)
    number = _asked(service)
    _worker(service).run_one()
    assert jobs.get(number).state is JobState.CANCELLED


def test_a_worker_that_was_taken_for_dead_does_not_speak_for_the_next_one(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = service.state.operations.jobs

    def run(_: JobDesk) -> Mapping[str, object]:
        service.clock.move(minutes=2)
        jobs.recover(
            service.clock(), silent_for=timedelta(seconds=30), retries={"trial": 1}
        )
        return {"late": True}

    _kind(monkeypatch, run)
    number = _asked(service)
    _worker(service).run_one()
    assert jobs.get(number).state is JobState.WAITING
    assert jobs.get(number).result == {}


def test_a_worker_shows_that_it_lives_and_tidies_up(service: Service) -> None:
    state = service.state
    account = service.account("reader")
    secret, _ = service.session(account)
    service.clock.move(days=2)
    mine = Worker(
        state.settings,
        state.operations,
        Lane.QUICK,
        service.clock,
        is_wanted=iter([True, False]).__next__,
    )
    mine.run()
    assert Heartbeats(state.directory).newest()[Lane.QUICK] == service.clock()
    service.clock.move(days=-2)
    assert state.operations.sessions.find(secret, service.clock()) is None
