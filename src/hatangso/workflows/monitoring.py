"""What was seen of targets: kept, judged, counted by the hour, and told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from hatangso.availability.alarm_rules import AlarmRule
from hatangso.availability.alarms import (
    Reading,
    alarm_changes,
    health_readings,
    sample_readings,
)
from hatangso.availability.hours import (
    HOUR_S,
    HourCount,
    hour_counts,
    hour_durations,
)
from hatangso.availability.parameters import MonitoringParameters
from hatangso.availability.timeline import (
    Durations,
    durations,
    joined,
    ordered,
    timeline,
)
from hatangso.model.monitoring import (
    Alarm,
    AlarmStep,
    KeptTarget,
    Observation,
    Outage,
    OutageEnd,
    Sample,
    TargetState,
)
from hatangso.operations.database import Operations
from hatangso.operations.monitoring import AgentSign, TargetUpdate

__all__ = [
    "TargetHistory",
    "availabilities",
    "is_silent",
    "roll_up",
    "state_now",
    "take_observations",
    "target_history",
]

_DAY_S = 86_400
# Looks are handed on a little after they are made.
_LATE_S = 120
# More looks in a row than any rule asks for.
_ROW = 20


def take_observations(
    operations: Operations,
    observations: Iterable[Observation],
    *,
    parameters: MonitoringParameters,
    rules: Mapping[str, AlarmRule],
    now_s: int,
) -> None:
    """Keep what was seen, and raise and clear the alarms that follow.

    What a clock that ran ahead dated after now is removed first: it would keep alarms
    from being judged until that time comes.

    Args:
        operations: Where to keep it.
        observations: Of targets that are kept, in any order; of others they are left.
        parameters: How long a look holds.
        rules: By name.
        now_s: The time, in seconds of UTC since 1970.
    """
    targets = {one.code: one for one in operations.monitoring.targets()}
    if any((one.last_at_s or 0) > now_s + _LATE_S for one in targets.values()):
        operations.monitoring.remove_after(now_s)
        targets = {one.code: one for one in operations.monitoring.targets()}
    opened: dict[int, set[str]] = {}
    for alarm in operations.alarms.open():
        opened.setdefault(alarm.target_id, set()).add(alarm.rule)
    seen = sorted(observations, key=lambda one: (one.target, one.sample.at_s))
    updates = []
    for code, group in groupby(seen, key=lambda one: one.target):
        target = targets.get(code)
        if target is not None:
            updates.append(
                _update(
                    operations,
                    target,
                    list(group),
                    rules=rules,
                    opened=opened.get(target.id, set()),
                    hold_s=parameters.hold_s(target.interval_s),
                )
            )
    operations.monitoring.take(updates)


def _update(
    operations: Operations,
    target: KeptTarget,
    seen: Sequence[Observation],
    *,
    rules: Mapping[str, AlarmRule],
    opened: set[str],
    hold_s: int,
) -> TargetUpdate:
    """Return what new looks at a target change."""
    samples = ordered(one.sample for one in seen)
    last_s = target.last_at_s if target.last_at_s is not None else -1
    new = [one for one in samples if one.at_s > last_s]
    healths = [one.health for one in seen if one.health is not None]
    health = max(healths, key=lambda one: one.looked_at_s, default=None)
    before: tuple[Sample, ...] = ()
    if new:
        first_s = new[0].at_s
        before = operations.monitoring.samples(
            target.id, from_s=first_s - _ROW * hold_s, until_s=first_s
        )[-_ROW:]
    steps: list[AlarmStep] = []
    for name, rule in rules.items():
        readings = sample_readings(rule, new) or health_readings(rule, health)
        earlier: tuple[Reading, ...] = sample_readings(rule, before)
        steps += [
            AlarmStep(name, rule.severity, change.at_s, change.is_raised)
            for change in alarm_changes(
                rule, earlier, readings, is_open=name in opened, gap_s=hold_s
            )
        ]
    return TargetUpdate(
        target.id,
        samples,
        last=new[-1] if new else None,
        since_s=_since(target, new),
        health=health,
        steps=tuple(steps),
    )


def _since(target: KeptTarget, new: Sequence[Sample]) -> int | None:
    """Return since when the state is that of the latest look."""
    since_s, state = target.since_s, target.state
    for one in new:
        if one.state is not state or since_s is None:
            since_s, state = one.at_s, one.state
    return since_s


def roll_up(
    operations: Operations, *, parameters: MonitoringParameters, now_s: int
) -> None:
    """Count the hours that are over, and remove what is kept long enough.

    Args:
        operations: Where the looks are kept.
        parameters: For how long.
        now_s: The time, in seconds of UTC since 1970.
    """
    until_s = (now_s - _LATE_S) // HOUR_S * HOUR_S
    for target in operations.monitoring.targets():
        if 0 < target.rolled_until_s < until_s:
            _roll_target(
                operations, target, parameters.hold_s(target.interval_s), until_s
            )
    operations.monitoring.remove_before(
        samples_s=now_s - round(parameters.keep_samples_days * _DAY_S),
        hours_s=now_s - round(parameters.keep_hours_days * _DAY_S),
    )


def _roll_target(
    operations: Operations, target: KeptTarget, hold_s: int, until_s: int
) -> None:
    from_s = target.rolled_until_s
    samples = operations.monitoring.samples(
        target.id, from_s=from_s - hold_s, until_s=until_s
    )
    spans = timeline(samples, from_s=from_s, until_s=until_s, hold_s=hold_s)
    kept = _before_cut(operations.monitoring.outages(target.id, from_s=from_s), from_s)
    operations.monitoring.keep_hours(
        target.id,
        hour_counts(samples, from_s=from_s, until_s=until_s, hold_s=hold_s),
        joined(kept, spans),
        from_s=from_s,
        until_s=until_s,
    )


def _before_cut(found: Iterable[Outage], cut_s: int) -> tuple[Outage, ...]:
    """Return the outages that began before a cut, open at it where they reach it."""
    return tuple(
        replace(one, ended_at_s=cut_s, end=OutageEnd.ONGOING)
        if one.ended_at_s >= cut_s
        else one
        for one in found
        if one.began_at_s < cut_s
    )


def state_now(
    target: KeptTarget, *, parameters: MonitoringParameters, now_s: int
) -> TargetState:
    """Return what a target is now: unknown when the last look is too old."""
    if target.last_at_s is None:
        return TargetState.UNKNOWN
    is_old = now_s - target.last_at_s > parameters.hold_s(target.interval_s) + _LATE_S
    return TargetState.UNKNOWN if is_old else target.state


def is_silent(
    agents: Sequence[AgentSign], parameters: MonitoringParameters, *, now_s: int
) -> bool:
    """Return whether no agent has given a sign of life for too long."""
    last_s = max((one.beat_at.timestamp() for one in agents), default=0.0)
    return now_s - last_s > parameters.agent_silent_s


def availabilities(
    operations: Operations, *, parameters: MonitoringParameters, now_s: int
) -> Mapping[int, Durations]:
    """Return by target how long each state lasted in the days up to the last hour.

    Targets of which nothing is known are left out.
    """
    until_s = (now_s - _LATE_S) // HOUR_S * HOUR_S
    from_s = until_s - round(parameters.availability_days * _DAY_S)
    return operations.monitoring.durations(from_s=from_s, until_s=until_s)


@dataclass(frozen=True)
class TargetHistory:
    """What is known of a target through a time.

    Attributes:
        from_s: Begin of the time, in seconds of UTC since 1970.
        until_s: End of it.
        outages: The latest first.
        hours: Counts of its hours, the present one included.
        alarms: The latest first.
    """

    target: KeptTarget
    from_s: int
    until_s: int
    durations: Durations
    outages: tuple[Outage, ...]
    hours: tuple[HourCount, ...]
    alarms: tuple[Alarm, ...]


def target_history(
    operations: Operations,
    number: int,
    *,
    days: float,
    parameters: MonitoringParameters,
    now_s: int,
) -> TargetHistory:
    """Return what is known of a target in the days up to now.

    Raises:
        NotFoundError: There is no such target.
    """
    monitoring = operations.monitoring
    target = monitoring.target(number)
    hold_s = parameters.hold_s(target.interval_s)
    from_s = (now_s - round(days * _DAY_S)) // HOUR_S * HOUR_S
    cut_s = max(from_s, target.rolled_until_s or from_s)
    hours = monitoring.hours(number, from_s=from_s, until_s=cut_s)
    outages = monitoring.outages(number, from_s=from_s)
    total = hour_durations(hours, from_s=from_s, until_s=cut_s)
    if cut_s < now_s:
        samples = monitoring.samples(number, from_s=cut_s - hold_s, until_s=now_s)
        spans = timeline(samples, from_s=cut_s, until_s=now_s, hold_s=hold_s)
        end_s = -(-now_s // HOUR_S) * HOUR_S
        hours += hour_counts(samples, from_s=cut_s, until_s=end_s, hold_s=hold_s)
        outages = joined(_before_cut(outages, cut_s), spans)
        total += durations(spans)
    return TargetHistory(
        target=target,
        from_s=from_s,
        until_s=now_s,
        durations=total,
        outages=tuple(reversed(outages)),
        hours=hours,
        alarms=operations.alarms.of_target(number),
    )
