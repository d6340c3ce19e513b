"""What the administrator wrote into ``monitoring.toml``: all that is wrong at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hatangso.availability.alarm_rules import AlarmRule, alarm_rules
from hatangso.availability.parameters import MonitoringParameters
from hatangso.errors import InvalidInputError, Message, OutOfRangeError, Place
from hatangso.io.findings import Findings
from hatangso.io.parameter_files import merged, shipped_parameters
from hatangso.io.toml_files import read_toml
from hatangso.model.monitoring import ProbeKind, WatchTarget
from hatangso.planning.candidates.parameters import number_problems
from hatangso.workflows.own_parameters import made_parameters

__all__ = [
    "MONITORING_FILE",
    "KindSwitch",
    "MonitoringSettings",
    "extra_code",
    "monitoring_settings",
    "usable_address",
]

MONITORING_FILE = "monitoring.toml"
# How records of a kind are looked at where nobody says otherwise.
_KINDS = {"network_node": ProbeKind.ICMP, "information_system": ProbeKind.HTTP}
_CHOICES = {
    "network_node": (ProbeKind.ICMP, ProbeKind.TCP),
    "information_system": (ProbeKind.HTTP,),
}
_TABLES = {"agent", "rules", "target", "skip", *_KINDS}
_SWITCHES = {"is_watched", "probe", "port", "interval_s", "timeout_s", "slow_ms"}
_TARGET = {
    *_SWITCHES,
    *("name", "address", "expected_status", "record_kind", "record_key"),
} - {"is_watched"}
_HOST = re.compile(r"[A-Za-z0-9_.:%-]{1,253}")
_MOST_PORT = 65_535
_TLS_PORT = 443
_LEAST_INTERVAL_S = 5


@dataclass(frozen=True)
class KindSwitch:
    """Whether and how the records of a kind are looked at.

    Attributes:
        port: For TCP, and for ICMP where it may not be sent.
    """

    is_watched: bool
    probe: ProbeKind
    port: int
    interval_s: int
    timeout_s: float
    slow_ms: float


@dataclass(frozen=True)
class MonitoringSettings:
    """All of ``monitoring.toml``, with the shipped figures where it is silent.

    Attributes:
        kinds: By the kind of record.
        extra: Targets that are no records.
        skipped: Codes that are not looked at.
    """

    parameters: MonitoringParameters
    rules: Mapping[str, AlarmRule]
    kinds: Mapping[str, KindSwitch]
    extra: tuple[WatchTarget, ...]
    skipped: frozenset[str]


def monitoring_settings(directory: Path) -> MonitoringSettings:
    """Read the settings of a province.

    Raises:
        InvalidInputError: The file cannot be read, or has errors; it carries all.
    """
    path = directory / MONITORING_FILE
    told = read_toml(path) if path.is_file() else {}
    check = _Check(Findings())
    check.names("", told, _TABLES)
    parameters = _parameters(check, told.get("agent", {}))
    rules = merged(
        shipped_parameters("availability", "alarm_rules.toml"),
        check.table("rules", told.get("rules", {})),
    )
    found_rules: Mapping[str, AlarmRule] = {}
    try:
        found_rules = alarm_rules(rules, MONITORING_FILE)
    except InvalidInputError as error:
        check.findings.items.extend(error.findings)
    kinds = {
        kind: _switch(check, kind, told.get(kind, {}), parameters) for kind in _KINDS
    }
    extra = _extra(check, told.get("target", []), parameters)
    skipped = told.get("skip", [])
    if not (isinstance(skipped, list) and all(isinstance(s, str) for s in skipped)):
        check.wrong("skip", Message("this is no list of codes"), skipped)
        skipped = []
    check.findings.raise_errors()
    return MonitoringSettings(parameters, found_rules, kinds, extra, frozenset(skipped))


@dataclass
class _Check:
    """Notes what is wrong, with its place."""

    findings: Findings

    def wrong(self, entry: str, problem: Message, value: object = None) -> None:
        self.findings.error(
            Place(MONITORING_FILE, None, entry),
            problem,
            Message("correct it there, or remove the line to use the shipped value"),
            value,
        )

    def table(self, entry: str, value: object) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        self.wrong(entry, Message("this is no table"), value)
        return {}

    def names(self, entry: str, table: Mapping[str, Any], known: set[str]) -> None:
        for name in sorted(table.keys() - known):
            self.wrong(
                f"{entry}.{name}" if entry else name,
                Message(
                    "nothing of this name is known: {names}",
                    {"names": ", ".join(sorted(known))},
                ),
                name,
            )

    def number(self, entry: str, value: object, *, low: float, high: float) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and low <= float(str(value)) <= high:
            return float(str(value))
        self.wrong(
            entry,
            Message(
                "this is no number from {low} to {high}", {"low": low, "high": high}
            ),
            value,
        )
        return low

    def yes_or_no(self, entry: str, value: object) -> bool:
        if not isinstance(value, bool):
            self.wrong(entry, Message("write true or false"), value)
        return value is True

    def probe(
        self, entry: str, value: object, choices: tuple[ProbeKind, ...]
    ) -> ProbeKind:
        if value in choices:
            return ProbeKind(str(value))
        names = {"names": ", ".join(choices)}
        self.wrong(entry, Message("write one of: {names}", names), value)
        return choices[0]


def _parameters(check: "_Check", given: object) -> MonitoringParameters:
    """Return the figures of a province; the shipped ones where its own are wrong."""
    shipped = shipped_parameters("availability", "monitoring.toml")
    own = merged(shipped, check.table("agent", given))
    problems = number_problems(MonitoringParameters, own)
    for name, problem in problems:
        check.wrong(f"agent.{name}", problem, own.get(name))
    if not problems:
        try:
            return made_parameters(MonitoringParameters, own)
        except OutOfRangeError as error:
            check.wrong("agent", error.message)
    return made_parameters(MonitoringParameters, shipped)


def _switch(
    check: _Check, kind: str, given: object, parameters: MonitoringParameters
) -> KindSwitch:
    table = check.table(kind, given)
    check.names(kind, table, _SWITCHES)
    times = _times(check, kind, table, parameters)
    return KindSwitch(
        is_watched=check.yes_or_no(f"{kind}.is_watched", table.get("is_watched", True)),
        probe=check.probe(
            f"{kind}.probe", table.get("probe", _KINDS[kind]), _CHOICES[kind]
        ),
        port=_port(check, f"{kind}.port", table.get("port", _TLS_PORT)),
        **times,
    )


def _times(
    check: _Check,
    entry: str,
    table: Mapping[str, Any],
    parameters: MonitoringParameters,
) -> dict[str, Any]:
    """Return interval, timeout and limit; a look ends before the next one begins."""
    day_s = 86_400
    interval_s = check.number(
        f"{entry}.interval_s",
        table.get("interval_s", parameters.interval_s),
        low=_LEAST_INTERVAL_S,
        high=day_s,
    )
    timeout_s = check.number(
        f"{entry}.timeout_s",
        table.get("timeout_s", min(parameters.timeout_s, interval_s)),
        low=0.1,
        high=interval_s,
    )
    slow_ms = check.number(
        f"{entry}.slow_ms",
        table.get("slow_ms", parameters.slow_ms),
        low=0,
        high=day_s * 1000,
    )
    return {
        "interval_s": round(interval_s),
        "timeout_s": timeout_s,
        "slow_ms": slow_ms,
    }


def _port(check: _Check, entry: str, value: object) -> int:
    return round(check.number(entry, value, low=1, high=_MOST_PORT))


def extra_code(name: str) -> str:
    """Return the code of a target that is no record."""
    return f"extra/{name}"


def _extra(
    check: _Check, given: object, parameters: MonitoringParameters
) -> tuple[WatchTarget, ...]:
    if not isinstance(given, list):
        check.wrong("target", Message("write [[target]] in double brackets"), given)
        return ()
    found: dict[str, WatchTarget] = {}
    for number, one in enumerate(given, 1):
        entry = f"target {number}"
        table = check.table(entry, one)
        check.names(entry, table, _TARGET)
        made = _one_extra(check, entry, table, parameters)
        if made.code in found:
            check.wrong(f"{entry}.name", Message("the name stands twice"), made.name)
        found[made.code] = made
    return tuple(found.values())


def _one_extra(
    check: _Check,
    entry: str,
    table: Mapping[str, Any],
    parameters: MonitoringParameters,
) -> WatchTarget:
    probe = check.probe(
        f"{entry}.probe",
        table.get("probe", ProbeKind.ICMP),
        (ProbeKind.ICMP, ProbeKind.TCP, ProbeKind.HTTP),
    )
    texts = {
        name: str(table.get(name, "")).strip()
        for name in ("name", "address", "record_kind", "record_key")
    }
    if not texts["name"]:
        check.wrong(f"{entry}.name", Message("the target has no name"))
    address = usable_address(texts["address"], probe)
    if not address:
        check.wrong(
            f"{entry}.address",
            Message("this is no address that can be looked at"),
            table.get("address"),
        )
    statuses = table.get("expected_status", [])
    if not isinstance(statuses, list):
        statuses = [statuses]
    return WatchTarget(
        code=extra_code(texts["name"]),
        name=texts["name"],
        probe=probe,
        address=address,
        port=_port(check, f"{entry}.port", table.get("port", _TLS_PORT)),
        expected_status=tuple(
            round(check.number(f"{entry}.expected_status", one, low=100, high=599))
            for one in statuses
        ),
        record_kind=texts["record_kind"],
        record_key=texts["record_key"],
        **_times(check, entry, table, parameters),
    )


def usable_address(typed: str, probe: ProbeKind) -> str:
    """Return an address as a probe takes it; empty when it is none.

    >>> usable_address("dichvucong.example", ProbeKind.HTTP)
    'https://dichvucong.example'
    >>> usable_address("ftp://tep.example", ProbeKind.HTTP)
    ''
    >>> usable_address("10.0.0.1", ProbeKind.ICMP)
    '10.0.0.1'
    """
    address = typed.strip()
    if probe is not ProbeKind.HTTP:
        return address if _HOST.fullmatch(address) else ""
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        is_usable = parts.scheme in {"http", "https"} and parts.port != 0
    except ValueError:
        return ""
    host = parts.hostname or ""
    # A name and a password in an address would be written into logs of others.
    has_secret = "@" in parts.netloc
    is_host = bool(host) and not re.search(r"[\s/\\]", host)
    return address if is_usable and is_host and not has_secret else ""
