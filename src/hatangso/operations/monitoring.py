"""What is watched, and what was seen of it: looks, counts of hours, outages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Row, delete, func, select, update

from hatangso.availability.hours import HOUR_S, HourCount
from hatangso.availability.timeline import Durations
from hatangso.errors import NotFoundError
from hatangso.io.databases import insert_for, reading, writing
from hatangso.model.monitoring import (
    AlarmStep,
    Fault,
    KeptTarget,
    Outage,
    OutageEnd,
    ProbeKind,
    Sample,
    TargetState,
    WatchTarget,
    WebHealth,
)
from hatangso.operations.alarms import apply_steps
from hatangso.operations.numbered_rows import numbered_row
from hatangso.operations.tables import (
    ALARM,
    PROBE_AGENT,
    PROBE_HOUR,
    PROBE_OUTAGE,
    PROBE_SAMPLE,
    PROBE_TARGET,
)

__all__ = ["AgentSign", "Monitoring", "TargetUpdate"]

# Kept as their places here: new ones come last.
_STATES = (TargetState.UP, TargetState.SLOW, TargetState.DOWN, TargetState.UNKNOWN)
_FAULTS = (
    Fault.NONE,
    Fault.TIMEOUT,
    Fault.REFUSED,
    Fault.BROKEN_OFF,
    Fault.UNREACHABLE,
    Fault.NAME_UNKNOWN,
    Fault.NAME_SERVICE,
    Fault.NO_ROUTE,
    Fault.STATUS,
    Fault.TLS,
    Fault.NOT_HTTP,
    Fault.NOT_ALLOWED,
    Fault.TOLD,
)
_US = 1_000
_MOST_ROWS = 5_000


@dataclass(frozen=True)
class AgentSign:
    """An agent's last sign of life.

    Attributes:
        may_ping: Whether its machine lets it send ICMP.
    """

    name: str
    started_at: datetime
    beat_at: datetime
    targets: int
    may_ping: bool


@dataclass(frozen=True)
class TargetUpdate:
    """What new looks at a target change.

    Attributes:
        last: The latest look; None leaves what was known.
        since_s: Since when the state is that of ``last``.
        health: None leaves what was known.
    """

    target_id: int
    samples: tuple[Sample, ...]
    last: Sample | None = None
    since_s: int | None = None
    health: WebHealth | None = None
    steps: tuple[AlarmStep, ...] = ()


class Monitoring:
    """Targets, and looks at them."""

    def __init__(self, engine: Engine) -> None:
        """Take where they are kept."""
        self._engine = engine

    def keep_targets(self, targets: Iterable[WatchTarget], *, at_s: int) -> None:
        """Make these the targets that are watched; what was seen of others stays.

        Alarms about targets that nobody watches any more are cleared: no look will.
        """
        wanted = {one.code: one for one in targets}
        with writing(self._engine) as connection:
            for one in wanted.values():
                _keep(connection, one, is_watched=True)
            dropped = PROBE_TARGET.c.is_watched & PROBE_TARGET.c.code.not_in(wanted)
            gone = connection.execute(
                update(PROBE_TARGET)
                .where(dropped)
                .values(is_watched=False)
                .returning(PROBE_TARGET.c.id)
            ).scalars()
            connection.execute(
                update(ALARM)
                .where(
                    ALARM.c.cleared_at_s.is_(None), ALARM.c.target_id.in_(gone.all())
                )
                .values(cleared_at_s=at_s)
            )

    def keep_imported(self, targets: Iterable[WatchTarget]) -> None:
        """Keep targets that another system watches, beside those that are watched."""
        with writing(self._engine) as connection:
            for one in targets:
                _keep(connection, one, is_watched=False)

    def targets(self) -> tuple[KeptTarget, ...]:
        """Return all targets by their code."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(PROBE_TARGET).order_by(PROBE_TARGET.c.code)
            ).all()
        return tuple(_target(row) for row in rows)

    def target(self, number: int) -> KeptTarget:
        """Return a target.

        Raises:
            NotFoundError: There is none.
        """
        with reading(self._engine) as connection:
            row = numbered_row(connection, PROBE_TARGET, number)
        if row is None:
            raise NotFoundError("there is no target {target}", target=number)
        return _target(row)

    def take(self, updates: Sequence[TargetUpdate]) -> None:
        """Keep what was seen; a look that is kept already counts once."""
        with writing(self._engine) as connection:
            for one in updates:
                _take(connection, one)

    def samples(
        self, target_id: int, *, from_s: int, until_s: int
    ) -> tuple[Sample, ...]:
        """Return the looks of a time that are still kept one by one, in order."""
        question = (
            select(PROBE_SAMPLE)
            .where(
                PROBE_SAMPLE.c.target_id == target_id,
                PROBE_SAMPLE.c.at_s >= from_s,
                PROBE_SAMPLE.c.at_s < until_s,
            )
            .order_by(PROBE_SAMPLE.c.at_s)
        )
        with reading(self._engine) as connection:
            return tuple(_sample(row) for row in connection.execute(question))

    def hours(
        self, target_id: int, *, from_s: int, until_s: int
    ) -> tuple[HourCount, ...]:
        """Return the counts of the whole hours of a time, in order."""
        question = (
            select(PROBE_HOUR)
            .where(
                PROBE_HOUR.c.target_id == target_id,
                PROBE_HOUR.c.hour >= from_s // HOUR_S,
                PROBE_HOUR.c.hour < until_s // HOUR_S,
            )
            .order_by(PROBE_HOUR.c.hour)
        )
        with reading(self._engine) as connection:
            return tuple(_hour(row) for row in connection.execute(question))

    def durations(self, *, from_s: int, until_s: int) -> Mapping[int, Durations]:
        """Return by target how long each state lasted in the hours of a time.

        Targets of which nothing is known are left out.
        """
        first, last = from_s // HOUR_S, until_s // HOUR_S
        hour = PROBE_HOUR.c
        question = (
            select(
                PROBE_TARGET.c.id,
                func.sum(hour.up_s),
                func.sum(hour.slow_s),
                func.sum(hour.down_s),
            )
            # Target by target, so that hours before the time are not even looked at.
            .join_from(PROBE_TARGET, PROBE_HOUR)
            .where(hour.hour >= first, hour.hour < last)
            .group_by(PROBE_TARGET.c.id)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(question).all()
        whole_s = (last - first) * HOUR_S
        return {
            number: Durations(
                up_s, slow_s, down_s, max(whole_s - up_s - slow_s - down_s, 0)
            )
            for number, up_s, slow_s, down_s in rows
        }

    def outages(self, target_id: int, *, from_s: int) -> tuple[Outage, ...]:
        """Return the outages of counted hours that end after a moment, in order."""
        question = (
            select(PROBE_OUTAGE)
            .where(
                PROBE_OUTAGE.c.target_id == target_id,
                PROBE_OUTAGE.c.ended_at_s >= from_s,
            )
            .order_by(PROBE_OUTAGE.c.began_at_s)
        )
        with reading(self._engine) as connection:
            return tuple(
                Outage(row.began_at_s, row.ended_at_s, OutageEnd(row.ending))
                for row in connection.execute(question)
            )

    def keep_hours(
        self,
        target_id: int,
        hours: Sequence[HourCount],
        outages: Sequence[Outage],
        *,
        from_s: int,
        until_s: int,
    ) -> None:
        """Keep the counts of a time in place of those that were there.

        Of two counts of an hour the one that knows more of it stays: the looks of the
        other may be gone.
        """
        with writing(self._engine) as connection:
            for one in hours:
                _keep_hour(connection, target_id, one)
            connection.execute(
                delete(PROBE_OUTAGE).where(
                    PROBE_OUTAGE.c.target_id == target_id,
                    PROBE_OUTAGE.c.ended_at_s >= from_s,
                )
            )
            for outage in outages:
                row = {
                    "ended_at_s": outage.ended_at_s,
                    "ending": outage.end.value,
                }
                connection.execute(
                    insert_for(connection, PROBE_OUTAGE)
                    .values(target_id=target_id, began_at_s=outage.began_at_s, **row)
                    .on_conflict_do_update(
                        index_elements=["target_id", "began_at_s"], set_=row
                    )
                )
            connection.execute(
                update(PROBE_TARGET)
                .where(PROBE_TARGET.c.id == target_id)
                .values(rolled_until_s=until_s)
            )

    def remove_before(self, *, samples_s: int, hours_s: int) -> None:
        """Remove looks that are counted and older than a moment, and older counts."""
        is_counted = PROBE_SAMPLE.c.at_s < (
            select(PROBE_TARGET.c.rolled_until_s)
            .where(PROBE_TARGET.c.id == PROBE_SAMPLE.c.target_id)
            .scalar_subquery()
        )
        with writing(self._engine) as connection:
            connection.execute(
                delete(PROBE_SAMPLE).where(PROBE_SAMPLE.c.at_s < samples_s, is_counted)
            )
            connection.execute(
                delete(PROBE_HOUR).where(PROBE_HOUR.c.hour < hours_s // HOUR_S)
            )
            connection.execute(
                delete(PROBE_OUTAGE).where(PROBE_OUTAGE.c.ended_at_s < hours_s)
            )

    def remove_after(self, at_s: int) -> None:
        """Remove what a clock that ran ahead dated after a moment."""
        hour_s = at_s // HOUR_S * HOUR_S
        ahead = PROBE_TARGET.c.last_at_s > at_s
        with writing(self._engine) as connection:
            connection.execute(delete(PROBE_SAMPLE).where(PROBE_SAMPLE.c.at_s > at_s))
            connection.execute(
                delete(PROBE_HOUR).where(PROBE_HOUR.c.hour > hour_s // HOUR_S)
            )
            connection.execute(
                delete(PROBE_OUTAGE).where(PROBE_OUTAGE.c.began_at_s > at_s)
            )
            connection.execute(
                update(PROBE_TARGET)
                .where(PROBE_TARGET.c.rolled_until_s > hour_s)
                .values(rolled_until_s=hour_s)
            )
            connection.execute(
                update(PROBE_TARGET).where(ahead).values(last_at_s=None, since_s=None)
            )

    def beat(
        self,
        name: str,
        *,
        started_at: datetime,
        at: datetime,
        targets: int,
        **told: bool,
    ) -> None:
        """Keep an agent's sign of life.

        Args:
            name: Of the agent: the machine that it runs on.
            started_at: When it began.
            at: Now.
            targets: How many it watches.
            told: ``may_ping``, as of ``AgentSign``.
        """
        row = {"started_at": started_at, "beat_at": at, "targets": targets, **told}
        with writing(self._engine) as connection:
            connection.execute(
                insert_for(connection, PROBE_AGENT)
                .values(name=name, **row)
                .on_conflict_do_update(index_elements=["name"], set_=row)
            )

    def agents(self) -> tuple[AgentSign, ...]:
        """Return the agents' last signs of life, the newest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(PROBE_AGENT).order_by(
                    PROBE_AGENT.c.beat_at.desc(), PROBE_AGENT.c.name
                )
            ).all()
        return tuple(
            AgentSign(row.name, row.started_at, row.beat_at, row.targets, row.may_ping)
            for row in rows
        )


def _keep(connection: Connection, one: WatchTarget, *, is_watched: bool) -> None:
    row = {
        "name": one.name,
        "probe": one.probe.value,
        "interval_s": one.interval_s,
        "record_kind": one.record_kind,
        "record_key": one.record_key,
        "is_watched": is_watched,
    }
    connection.execute(
        insert_for(connection, PROBE_TARGET)
        .values(
            code=one.code,
            state=TargetState.UNKNOWN.value,
            fault=Fault.NONE.value,
            rolled_until_s=0,
            **row,
        )
        .on_conflict_do_update(index_elements=["code"], set_=row)
    )


def _take(connection: Connection, one: TargetUpdate) -> None:
    for start in range(0, len(one.samples), _MOST_ROWS):
        connection.execute(
            insert_for(connection, PROBE_SAMPLE).on_conflict_do_nothing(),
            [
                {
                    "target_id": one.target_id,
                    "at_s": sample.at_s,
                    "state": _STATES.index(sample.state),
                    "response_us": None
                    if sample.response_ms is None
                    else round(sample.response_ms * _US),
                    "fault": _FAULTS.index(sample.fault),
                }
                for sample in one.samples[start : start + _MOST_ROWS]
            ],
        )
    values: dict[str, Any] = {}
    if one.last is not None:
        values = {
            "last_at_s": one.last.at_s,
            "state": one.last.state.value,
            "since_s": one.since_s,
            "response_ms": one.last.response_ms,
            "fault": one.last.fault.value,
        }
    if one.health is not None:
        values["health"] = msgspec.to_builtins(one.health)
    whose = PROBE_TARGET.c.id == one.target_id
    if values:
        connection.execute(update(PROBE_TARGET).where(whose).values(**values))
    if one.samples:
        # Hours that are counted already are counted again with what came late.
        hour_s = min(sample.at_s for sample in one.samples) // HOUR_S * HOUR_S
        is_late = (PROBE_TARGET.c.rolled_until_s > hour_s) | (
            PROBE_TARGET.c.rolled_until_s == 0
        )
        connection.execute(
            update(PROBE_TARGET).where(whose, is_late).values(rolled_until_s=hour_s)
        )
    apply_steps(connection, one.target_id, one.steps)


def _keep_hour(connection: Connection, target_id: int, one: HourCount) -> None:
    row = {
        "up_s": one.up_s,
        "slow_s": one.slow_s,
        "down_s": one.down_s,
        "answers": one.answers,
        "response_sum_us": round(one.response_sum_ms * _US),
        "response_most_us": None
        if one.response_most_ms is None
        else round(one.response_most_ms * _US),
    }
    known_s = PROBE_HOUR.c.up_s + PROBE_HOUR.c.slow_s + PROBE_HOUR.c.down_s
    connection.execute(
        insert_for(connection, PROBE_HOUR)
        .values(target_id=target_id, hour=one.hour, **row)
        .on_conflict_do_update(
            index_elements=["target_id", "hour"],
            set_=row,
            where=known_s <= one.up_s + one.slow_s + one.down_s,
        )
    )


def _target(row: Row[Any]) -> KeptTarget:
    return KeptTarget(
        id=row.id,
        code=row.code,
        name=row.name,
        probe=ProbeKind(row.probe),
        interval_s=row.interval_s,
        record_kind=row.record_kind,
        record_key=row.record_key,
        is_watched=row.is_watched,
        last_at_s=row.last_at_s,
        state=TargetState(row.state),
        since_s=row.since_s,
        response_ms=row.response_ms,
        fault=Fault(row.fault),
        health=None if row.health is None else msgspec.convert(row.health, WebHealth),
        rolled_until_s=row.rolled_until_s,
    )


def _sample(row: Row[Any]) -> Sample:
    response_ms = None if row.response_us is None else row.response_us / _US
    return Sample(row.at_s, _STATES[row.state], response_ms, _FAULTS[row.fault])


def _hour(row: Row[Any]) -> HourCount:
    most = row.response_most_us
    return HourCount(
        row.hour,
        row.up_s,
        row.slow_s,
        row.down_s,
        row.answers,
        row.response_sum_us / _US,
        None if most is None else most / _US,
    )
