"""What the monitoring agent sees that is not as it should be."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from hatangso.errors import Message
from hatangso.model.concern import Concern, Severity
from hatangso.model.monitoring import Alarm, KeptTarget, TargetState
from hatangso.operations.database import open_operations
from hatangso.operations.monitoring import AgentSign
from hatangso.units import VIETNAM_TIME
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.monitoring import is_silent, state_now
from hatangso.workflows.monitoring_settings import (
    MonitoringSettings,
    monitoring_settings,
)
from hatangso.workflows.monitoring_words import RULE_TITLES, rule_words
from hatangso.workflows.service_database import operations_location

__all__ = ["concerns", "monitoring_concerns"]

_COMPONENTS = {"network_node": "VT", "information_system": "CNS"}
_ELSE = "CNS"


def concerns(facts: ConcernFacts) -> Iterable[Concern]:
    """Return what is not as it should be with what is watched."""
    location = operations_location(facts.directory)
    if isinstance(location, Path) and not location.is_file():
        return ()
    settings = monitoring_settings(facts.directory)
    with open_operations(location) as operations:
        return monitoring_concerns(
            operations.monitoring.targets(),
            operations.alarms.open(),
            operations.monitoring.agents(),
            settings,
            now_s=int(facts.now.timestamp()),
        )


def monitoring_concerns(
    targets: Iterable[KeptTarget],
    alarms: Iterable[Alarm],
    agents: tuple[AgentSign, ...],
    settings: MonitoringSettings,
    *,
    now_s: int,
) -> tuple[Concern, ...]:
    """Return open alarms, silent targets, and web systems that lack something.

    When the agent itself is silent that is told once, not for each of its targets.

    Args:
        targets: All that are kept.
        alarms: Those that are open.
        agents: Their last signs of life, the newest first.
        settings: Of the province.
        now_s: The time, in seconds of UTC since 1970.
    """
    by_id = {one.id: one for one in targets}
    watched = [one for one in by_id.values() if one.is_watched]
    found = [_alarm(one, by_id[one.target_id]) for one in alarms]
    if watched and is_silent(agents, settings.parameters, now_s=now_s):
        found.append(_agent(agents, len(watched)))
    else:
        found += [
            _concern(
                one,
                Severity.NOTICE,
                "target_silent",
                Message("Targets of which nothing is known"),
                Message("nobody knows whether {name} is up", {"name": one.name}),
            )
            for one in watched
            if state_now(one, parameters=settings.parameters, now_s=now_s)
            is TargetState.UNKNOWN
        ]
    for one in watched:
        found += _health(one)
    return tuple(found)


def _alarm(alarm: Alarm, target: KeptTarget) -> Concern:
    since = _moment(alarm.raised_at_s)
    values = {"name": target.name, "rule": rule_words(alarm.rule), "since": since}
    message = Message("{name}: {rule}, since {since}", values)
    if alarm.acknowledged_by:
        message = Message(
            "{name}: {rule}, since {since}; {who} sees to it",
            {**values, "who": alarm.acknowledged_by},
        )
    title = RULE_TITLES.get(alarm.rule, Message("Alarms of the province's own rules"))
    return _concern(target, alarm.severity, f"alarm_{alarm.rule}", title, message)


def _agent(agents: tuple[AgentSign, ...], watched: int) -> Concern:
    title = Message("The monitoring agent does not run")
    message = Message(
        "no agent has ever looked at the {count} targets", {"count": watched}
    )
    if agents:
        since = _moment(int(agents[0].beat_at.timestamp()))
        message = Message(
            "no sign of life since {since}: of {count} targets nothing is known",
            {"since": since, "count": watched},
        )
    return Concern("QT", "agent_silent", Severity.WARNING, title, message)


def _health(target: KeptTarget) -> Iterator[Concern]:
    """Yield what a web system lacks, as far as it could be told."""
    health = target.health
    if health is None:
        return
    values = {"name": target.name}
    if health.has_https is False:
        yield _concern(
            target,
            Severity.NOTICE,
            "system_without_https",
            Message("Systems without HTTPS"),
            Message("{name} answers without encryption only", values),
        )
    elif health.leads_to_https is False:
        yield _concern(
            target,
            Severity.NOTICE,
            "system_not_leading_to_https",
            Message("Systems that do not lead to HTTPS"),
            Message("{name} leaves visitors without encryption where they are", values),
        )
    if health.has_https and health.certificate_ends_at_s is None:
        yield _concern(
            target,
            Severity.NOTICE,
            "certificate_without_date",
            Message("Certificates whose end cannot be read"),
            Message("the certificate of {name} tells no date of its end", values),
        )
    if health.has_ipv6 is False:
        yield _concern(
            target,
            Severity.NOTICE,
            "system_without_ipv6",
            Message("Systems without IPv6"),
            Message("{name} cannot be reached over IPv6", values),
        )


def _concern(
    target: KeptTarget, severity: Severity, sort: str, title: Message, message: Message
) -> Concern:
    return Concern(
        _COMPONENTS.get(target.record_kind, _ELSE),
        sort,
        severity,
        title,
        message,
        target.record_kind,
        target.record_key,
        target.name,
    )


def _moment(at_s: int) -> str:
    return f"{datetime.fromtimestamp(at_s, VIETNAM_TIME):%d/%m/%Y %H:%M}"
