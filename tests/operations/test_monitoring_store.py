"""What was seen is kept, counted by the hour, and told the same afterwards."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hatangso.availability.timeline import durations, outages, timeline
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.model.concern import Severity
from hatangso.model.monitoring import (
    AlarmStep,
    Fault,
    Observation,
    OutageEnd,
    ProbeKind,
    Sample,
    TargetState,
    WatchTarget,
    WebHealth,
)
from hatangso.operations.database import Operations, open_operations
from hatangso.operations.monitoring import TargetUpdate
from hatangso.workflows.monitoring import (
    roll_up,
    state_now,
    take_observations,
    target_history,
)
from hatangso.workflows.monitoring_settings import MonitoringSettings

UP, SLOW, DOWN, UNKNOWN = TargetState
NOW_S = 1_800_000_000 // 3600 * 3600 + 1800
DAY_S = 86_400


def kept(operations: Operations, *codes: str) -> list[int]:
    targets = [
        WatchTarget(code, code, ProbeKind.TCP, "x", 60, 5.0, 2000.0, port=1)
        for code in codes
    ]
    operations.monitoring.keep_targets(targets, at_s=NOW_S)
    return [one.id for one in operations.monitoring.targets() if one.code in codes]


def look(
    operations: Operations,
    told: MonitoringSettings,
    samples: list[Sample],
    *,
    now_s: int = NOW_S,
    code: str = "a",
) -> None:
    take_observations(
        operations,
        [Observation(code, one) for one in samples],
        parameters=told.parameters,
        rules=told.rules,
        now_s=now_s,
    )


def minutes(states: str, *, until_s: int = NOW_S) -> list[Sample]:
    """Return a look a minute up to a moment; gaps are minutes without one."""
    start_s = until_s - 60 * len(states)
    return [
        Sample(start_s + 60 * i, DOWN, None, Fault.TIMEOUT)
        if one == "d"
        else Sample(start_s + 60 * i, UP, 12.345)
        for i, one in enumerate(states)
        if one != " "
    ]


def test_what_is_kept_comes_back_as_it_was(
    operations: Operations, shipped_settings: MonitoringSettings
) -> None:
    (number,) = kept(operations, "a")
    health = WebHealth(NOW_S, NOW_S + DAY_S, has_https=True, has_ipv6=None)
    sample = Sample(NOW_S - 60, SLOW, 2500.125, Fault.NONE)
    update = TargetUpdate(number, (sample,), sample, NOW_S - 60, health)
    operations.monitoring.take([update, update])
    (target,) = operations.monitoring.targets()
    assert (target.state, target.since_s) == (SLOW, NOW_S - 60)
    assert target.health == health
    assert operations.monitoring.samples(number, from_s=0, until_s=NOW_S) == (sample,)
    assert state_now(target, parameters=shipped_settings.parameters, now_s=NOW_S) is (
        SLOW
    )


def test_targets_that_are_watched_no_more_keep_their_history_and_no_alarm(
    operations: Operations,
) -> None:
    first, _ = kept(operations, "a", "b")
    step = AlarmStep("unreachable", Severity.CRITICAL, NOW_S, is_raised=True)
    operations.monitoring.take([TargetUpdate(first, (), steps=(step,))])
    assert len(operations.alarms.open()) == 1
    kept(operations, "b")
    assert operations.alarms.open() == ()
    watched = {one.code: one.is_watched for one in operations.monitoring.targets()}
    assert watched == {"a": False, "b": True}
    assert len(operations.alarms.of_target(first)) == 1


def test_an_open_alarm_is_raised_once_and_acknowledged_once_cleared_never(
    operations: Operations,
) -> None:
    (number,) = kept(operations, "a")
    step = AlarmStep("slow", Severity.WARNING, NOW_S, is_raised=True)
    operations.monitoring.take([TargetUpdate(number, (), steps=(step, step))])
    (alarm,) = operations.alarms.open()
    told = operations.alarms.acknowledge(alarm.id, by="an", note="xem", at_s=NOW_S + 5)
    assert (told.acknowledged_by, told.note) == ("an", "xem")
    assert operations.alarms.open() == (told,)
    over = AlarmStep("slow", Severity.WARNING, NOW_S + 9, is_raised=False)
    operations.monitoring.take([TargetUpdate(number, (), steps=(over,))])
    assert operations.alarms.open() == ()
    with pytest.raises(InvalidInputError, match="cleared meanwhile"):
        operations.alarms.acknowledge(alarm.id, by="an", note="", at_s=NOW_S)
    with pytest.raises(NotFoundError):
        operations.alarms.acknowledge(10**30, by="an", note="", at_s=NOW_S)


def test_counted_hours_say_the_same_as_the_looks_did(
    operations: Operations, shipped_settings: MonitoringSettings
) -> None:
    (number,) = kept(operations, "a")
    samples = minutes("u" * 100 + "d" * 40 + "u" * 100 + " " * 30 + "u" * 60)
    look(operations, shipped_settings, samples)
    parameters = shipped_settings.parameters

    def told() -> tuple[object, ...]:
        found = target_history(
            operations, number, days=1, parameters=parameters, now_s=NOW_S
        )
        hours = [
            (one.hour, one.up_s, one.down_s, one.answers, round(one.response_sum_ms, 3))
            for one in found.hours
        ]
        return found.durations, found.outages, hours

    before = told()
    roll_up(operations, parameters=parameters, now_s=NOW_S)
    roll_up(operations, parameters=parameters, now_s=NOW_S)
    assert told() == before
    spans = timeline(samples, from_s=NOW_S - 1800 - DAY_S, until_s=NOW_S, hold_s=150)
    assert before[0] == durations(spans)
    assert before[1] == tuple(reversed(outages(spans)))


def test_looks_are_removed_when_they_are_counted_and_old(
    operations: Operations, shipped_settings: MonitoringSettings
) -> None:
    (number,) = kept(operations, "a")
    parameters = shipped_settings.parameters
    look(operations, shipped_settings, minutes("u" * 200))
    later_s = NOW_S + 8 * DAY_S
    roll_up(operations, parameters=parameters, now_s=later_s)
    monitoring = operations.monitoring
    assert monitoring.samples(number, from_s=0, until_s=later_s) == ()
    hours = monitoring.hours(number, from_s=0, until_s=later_s)
    # The last look holds for two and a half minutes.
    assert sum(one.up_s for one in hours) == 200 * 60 + 90
    assert sum(one.answers for one in hours) == 200
    roll_up(operations, parameters=parameters, now_s=NOW_S + 2000 * DAY_S)
    assert monitoring.hours(number, from_s=0, until_s=later_s) == ()


def test_looks_that_come_late_are_counted_into_hours_that_were_counted(
    operations: Operations, shipped_settings: MonitoringSettings
) -> None:
    (number,) = kept(operations, "a")
    samples = minutes("u" * 60 + "ddd" + "u" * 180)
    parameters = shipped_settings.parameters
    look(operations, shipped_settings, samples[100:])
    roll_up(operations, parameters=parameters, now_s=NOW_S)
    look(operations, shipped_settings, samples[:100])
    roll_up(operations, parameters=parameters, now_s=NOW_S)
    found = target_history(
        operations, number, days=1, parameters=parameters, now_s=NOW_S
    )
    assert found.durations.down_s == 180
    assert found.durations.known_s == len(samples) * 60
    assert [one.end for one in found.outages] == [OutageEnd.RECOVERED]


def test_what_a_clock_that_ran_ahead_wrote_is_removed_and_alarms_go_on(
    operations: Operations, shipped_settings: MonitoringSettings
) -> None:
    (number,) = kept(operations, "a")
    ahead_s = NOW_S + 7200
    look(operations, shipped_settings, minutes("u" * 9, until_s=ahead_s), now_s=ahead_s)
    roll_up(operations, parameters=shipped_settings.parameters, now_s=ahead_s)
    # The clock was set right: two hours back.
    look(operations, shipped_settings, minutes("ddd"))
    assert len(operations.alarms.open()) == 1
    left = operations.monitoring.samples(number, from_s=0, until_s=2 * NOW_S)
    assert {one.state for one in left} == {DOWN}


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from("uuud "), min_size=1, max_size=200).map("".join))
def test_an_outage_across_counted_hours_stays_one(
    shipped_settings: MonitoringSettings,
    tmp_path_factory: pytest.TempPathFactory,
    states: str,
) -> None:
    place = tmp_path_factory.mktemp("store") / "service.sqlite"
    parameters = shipped_settings.parameters
    with open_operations(place) as operations:
        (number,) = kept(operations, "a")
        samples = minutes(states)
        for at_s in range(NOW_S - 4 * 3600, NOW_S + 1, 1800):
            part = [one for one in samples if at_s - 1800 <= one.at_s < at_s]
            look(operations, shipped_settings, part, now_s=at_s)
            roll_up(operations, parameters=parameters, now_s=at_s)
        found = target_history(
            operations, number, days=1, parameters=parameters, now_s=NOW_S
        )
    spans = timeline(samples, from_s=found.from_s, until_s=NOW_S, hold_s=150)
    assert found.durations == durations(spans)
    assert found.outages == tuple(reversed(outages(spans)))
