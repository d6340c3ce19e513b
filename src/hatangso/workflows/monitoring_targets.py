"""What is watched: records of the register with an address, and targets of a file."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.model.monitoring import ProbeKind, WatchTarget
from hatangso.model.record import Record
from hatangso.workflows.monitoring_settings import (
    KindSwitch,
    MonitoringSettings,
    usable_address,
)

__all__ = ["WatchList", "record_code", "watch_list"]

# Nothing answers where nothing runs.
_NOT_RUNNING = {"planned", "building", "removed", "suspended"}
_ADDRESS_FIELDS = {
    "network_node": "monitored_address",
    "information_system": "address",
}
_WITH_PORT = re.compile(r"(?P<host>[^:\s]+):(?P<port>\d{1,5})")
_MOST_PORT = 65_535


@dataclass(frozen=True)
class WatchList:
    """What is watched, and what cannot be.

    Attributes:
        targets: By their code.
        without_address: Records that run and tell no address, by their code.
        findings: Addresses that cannot be used; warnings, the rest is watched.
    """

    targets: tuple[WatchTarget, ...]
    without_address: tuple[str, ...]
    findings: tuple[Finding, ...]


def record_code(kind: str, record: Record) -> str:
    """Return the code of the target that a record is."""
    return f"{kind}/{record_key(record)}"


def record_key(record: Record) -> str:
    """Return what names a record to people: its own code, else its name."""
    values = record.values
    return str(values.get("id") or values.get("name") or record.id)


def watch_list(
    records: Callable[[str], Sequence[Record]], settings: MonitoringSettings
) -> WatchList:
    """Return what the settings let be watched.

    An endpoint of video conferences is watched through the network node that it uses.

    Args:
        records: Returns the records of a kind, confidential fields included.
        settings: Of the province.
    """
    found: dict[str, WatchTarget] = {one.code: one for one in settings.extra}
    silent: list[str] = []
    findings: list[Finding] = []
    for kind, switch in settings.kinds.items():
        if not switch.is_watched:
            continue
        for record in records(kind):
            code = record_code(kind, record)
            if record.values.get("state") in _NOT_RUNNING or code in settings.skipped:
                continue
            typed = str(record.values.get(_ADDRESS_FIELDS[kind]) or "").strip()
            if not typed:
                silent.append(code)
                continue
            target = _target(kind, record, typed, switch)
            if target is None:
                findings.append(_unusable(kind, record, typed))
            else:
                found[code] = target
    for code in sorted(settings.skipped & found.keys()):
        del found[code]
    targets = tuple(found[code] for code in sorted(found))
    return WatchList(targets, tuple(sorted(silent)), tuple(findings))


def _target(
    kind: str, record: Record, typed: str, switch: KindSwitch
) -> WatchTarget | None:
    """Return what is watched of a record; None when its address cannot be used."""
    probe, port = switch.probe, switch.port
    # Several addresses in a cell: the first is the main one.
    first = re.split(r"[;,\s]+", typed)[0]
    with_port = _WITH_PORT.fullmatch(first)
    if probe is not ProbeKind.HTTP and with_port:
        probe, first, port = ProbeKind.TCP, with_port["host"], int(with_port["port"])
    address = usable_address(first, probe)
    if not address or not 0 < port <= _MOST_PORT:
        return None
    return WatchTarget(
        code=record_code(kind, record),
        name=str(record.values.get("name") or record_key(record)),
        probe=probe,
        address=address,
        interval_s=switch.interval_s,
        timeout_s=switch.timeout_s,
        slow_ms=switch.slow_ms,
        port=port,
        record_kind=kind,
        record_key=record_key(record),
    )


def _unusable(kind: str, record: Record, typed: str) -> Finding:
    return Finding(
        Severity.WARNING,
        Place(f"{kind} {record_key(record)}", None, _ADDRESS_FIELDS[kind]),
        Message("this is no address that can be looked at"),
        Message("write a name or an IP address, for a web system a web address"),
        typed,
    )
