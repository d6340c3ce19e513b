"""Targets, alarms and the agent as the pages of monitoring show them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from hatangso.availability.hours import HOUR_S
from hatangso.availability.timeline import Durations
from hatangso.errors import HatangsoError, InvalidInputError, Message
from hatangso.model.monitoring import (
    Alarm,
    KeptTarget,
    Outage,
    ProbeKind,
    TargetState,
    WebHealth,
)
from hatangso.operations.monitoring import AgentSign
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.units import VIETNAM_TIME
from hatangso.web.access import Visitor
from hatangso.web.application_state import AppState
from hatangso.web.charts.response_chart import ResponseHour
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.concern_view import SEVERITIES
from hatangso.web.views.record_sight import seen_records
from hatangso.workflows.monitoring import (
    TargetHistory,
    availabilities,
    is_silent,
    state_now,
)
from hatangso.workflows.monitoring_settings import (
    MonitoringSettings,
    monitoring_settings,
)
from hatangso.workflows.monitoring_targets import WatchList, watch_list
from hatangso.workflows.monitoring_words import rule_words

__all__ = [
    "STATE_TONES",
    "AlarmLine",
    "MonitoringView",
    "TargetLine",
    "alarm_lines",
    "moment",
    "monitoring_view",
    "read_settings",
    "record_href",
    "response_hours",
    "target_lines",
]

STATE_TONES: Mapping[TargetState, str] = {
    TargetState.UP: "met",
    TargetState.SLOW: "open",
    TargetState.DOWN: "bad",
    TargetState.UNKNOWN: "unknown",
}
_ORDER = (TargetState.DOWN, TargetState.UNKNOWN, TargetState.SLOW, TargetState.UP)


@dataclass(frozen=True)
class AlarmLine:
    """An alarm with what it is about.

    Attributes:
        tone: Of its severity.
    """

    alarm: Alarm
    name: str
    href: str
    rule: Message
    severity: Message
    tone: str
    since: datetime
    until: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class TargetLine:
    """A target as a row of the table.

    Attributes:
        durations: Of the days that the settings name; None when nothing is known.
        is_short: Whether it answered in a smaller share of the time than asked for.
        endpoints: Video-conference endpoints that go with it.
    """

    target: KeptTarget
    state: TargetState
    tone: str
    since: datetime | None
    last_at: datetime | None
    durations: Durations | None
    is_short: bool
    record: str
    endpoints: tuple[str, ...]


@dataclass(frozen=True)
class MonitoringView:
    """All that the page of monitoring shows.

    Attributes:
        agent: The newest sign of life; None when no agent ever ran.
        is_silent: Whether it is too old.
        counts: Targets by their state now.
        without_address: Codes of records that run and tell no address.
        never_seen: How many records could be watched and were not yet.
        problem: Why the settings cannot be used; None when they can.
    """

    agent: AgentSign | None
    is_silent: bool
    settings: MonitoringSettings | None
    alarms: tuple[AlarmLine, ...]
    lines: tuple[TargetLine, ...]
    counts: Mapping[TargetState, int]
    without_address: tuple[str, ...]
    never_seen: int
    problem: HatangsoError | None


def read_settings(state: AppState, snapshot: ProvinceSnapshot) -> MonitoringSettings:
    """Return the settings of the province.

    Raises:
        InvalidInputError: ``monitoring.toml`` has errors.
    """
    return snapshot.part(
        "monitoring settings", lambda: monitoring_settings(state.directory)
    )


def monitoring_view(
    state: AppState, snapshot: ProvinceSnapshot, visitor: Visitor
) -> MonitoringView:
    """Return what is watched and how it is."""
    problem, settings, listed = None, None, WatchList((), (), ())
    try:
        settings = read_settings(state, snapshot)
        listed = _listed(snapshot, settings)
    except InvalidInputError as error:
        problem = error
    now_s = int(state.now().timestamp())
    agents = state.operations.monitoring.agents()
    targets = state.operations.monitoring.targets()
    shown = [
        one for one in targets if one.is_watched or one.probe is ProbeKind.IMPORTED
    ]
    lines: tuple[TargetLine, ...] = ()
    if settings is not None:
        lines = target_lines(state, snapshot, visitor, shown, settings, now_s=now_s)
    kept = {one.code for one in targets}
    return MonitoringView(
        agent=agents[0] if agents else None,
        is_silent=settings is None
        or is_silent(agents, settings.parameters, now_s=now_s),
        settings=settings,
        alarms=alarm_lines(
            state.operations.alarms.open(), {one.id: one for one in targets}
        ),
        lines=lines,
        counts=Counter(one.state for one in lines),
        without_address=listed.without_address,
        never_seen=sum(one.code not in kept for one in listed.targets),
        problem=problem,
    )


def _listed(snapshot: ProvinceSnapshot, settings: MonitoringSettings) -> WatchList:
    return snapshot.part("watch list", lambda: watch_list(snapshot.records, settings))


def target_lines(
    state: AppState,
    snapshot: ProvinceSnapshot,
    visitor: Visitor,
    targets: Iterable[KeptTarget],
    settings: MonitoringSettings,
    *,
    now_s: int,
) -> tuple[TargetLine, ...]:
    """Return the rows of targets, the worst first."""
    shown = list(targets)
    parameters = settings.parameters
    # Hours are counted once an hour, or when a file comes in: both move these marks.
    marks = hash(tuple(one.rolled_until_s for one in shown))
    totals = snapshot.part(
        f"availability:{now_s // HOUR_S}:{marks}",
        lambda: availabilities(state.operations, parameters=parameters, now_s=now_s),
    )
    endpoints = snapshot.part("endpoints of nodes", lambda: _endpoints(snapshot))
    lines = []
    for one in shown:
        now = state_now(one, parameters=parameters, now_s=now_s)
        total = totals.get(one.id)
        ratio = total.available_ratio if total else None
        lines.append(
            TargetLine(
                target=one,
                state=now,
                tone=STATE_TONES[now],
                since=moment(one.since_s) if now is one.state else None,
                last_at=moment(one.last_at_s),
                durations=total,
                is_short=ratio is not None and ratio < parameters.availability_ratio,
                record=record_href(snapshot, visitor, one),
                endpoints=endpoints.get(one.code, ()),
            )
        )
    return tuple(
        sorted(lines, key=lambda one: (_ORDER.index(one.state), one.target.code))
    )


def _endpoints(snapshot: ProvinceSnapshot) -> Mapping[str, tuple[str, ...]]:
    """Return the endpoints of video conferences by the target that stands for them."""
    found: dict[str, list[str]] = defaultdict(list)
    for record in snapshot.records("conference_endpoint"):
        node = record.values.get("node_id")
        if node:
            name = record.values.get("name") or record.values.get("id")
            found[f"network_node/{node!s}"].append(str(name))
    return {code: tuple(sorted(names)) for code, names in found.items()}


def record_href(
    snapshot: ProvinceSnapshot, visitor: Visitor, target: KeptTarget
) -> str:
    """Return the page of the record behind a target; empty when there is none."""
    kind = shipped_kinds().get(target.record_kind)
    if kind is None:
        return ""
    found = seen_records(snapshot, visitor.actor, kind).by_key.get(target.record_key)
    return f"/ha-tang/{kind.code}/{found.id}" if found else ""


def alarm_lines(
    alarms: Iterable[Alarm], targets: Mapping[int, KeptTarget]
) -> tuple[AlarmLine, ...]:
    """Return alarms with what they are about, the heaviest first."""
    order = list(SEVERITIES)
    lines = [
        AlarmLine(
            alarm=one,
            name=targets[one.target_id].name,
            href=f"/he-thong/giam-sat/{one.target_id}",
            rule=rule_words(one.rule),
            severity=SEVERITIES[one.severity][0],
            tone=SEVERITIES[one.severity][1],
            since=datetime.fromtimestamp(one.raised_at_s, UTC),
            until=moment(one.cleared_at_s),
            acknowledged_at=moment(one.acknowledged_at_s),
        )
        for one in alarms
    ]
    return tuple(
        sorted(
            lines,
            key=lambda one: (
                one.until is not None,
                bool(one.alarm.acknowledged_by),
                order.index(one.alarm.severity),
                -one.alarm.raised_at_s,
            ),
        )
    )


def moment(at_s: int | None) -> datetime | None:
    """Return seconds of UTC since 1970 as pages write moments."""
    return None if at_s is None else datetime.fromtimestamp(at_s, UTC)


@dataclass(frozen=True)
class OutageLine:
    """An outage with its times."""

    outage: Outage
    began: datetime
    ended: datetime


def outage_lines(found: Iterable[Outage]) -> tuple[OutageLine, ...]:
    """Return outages with their times."""
    return tuple(
        OutageLine(
            one,
            datetime.fromtimestamp(one.began_at_s, UTC),
            datetime.fromtimestamp(one.ended_at_s, UTC),
        )
        for one in found
    )


def response_hours(history: TargetHistory) -> tuple[ResponseHour, ...]:
    """Return the hours of a target as its chart takes them."""
    return tuple(
        ResponseHour(
            datetime.fromtimestamp(one.hour * HOUR_S, VIETNAM_TIME),
            one.response_mean_ms,
            one.down_s / HOUR_S,
            (one.up_s + one.slow_s + one.down_s) / HOUR_S,
        )
        for one in history.hours
    )


def days_left(health: WebHealth | None, now_s: int) -> int | None:
    """Return in how many days a certificate ends; None when that is not known."""
    if health is None or health.certificate_ends_at_s is None:
        return None
    return (health.certificate_ends_at_s - now_s) // 86_400
