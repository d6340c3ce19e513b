"""What is watched comes from the register and a file; concerns from what was seen."""

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError
from hatangso.io.csv_tables import write_csv
from hatangso.model.concern import Severity
from hatangso.model.monitoring import (
    Fault,
    KeptTarget,
    ProbeKind,
    TargetState,
    WebHealth,
)
from hatangso.model.record import Record
from hatangso.operations.database import open_operations
from hatangso.operations.monitoring import AgentSign
from hatangso.probes.looks import Means
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.concerns.sources.monitoring import (
    concerns,
    monitoring_concerns,
)
from hatangso.workflows.monitoring import availabilities
from hatangso.workflows.monitoring_settings import (
    MonitoringSettings,
    monitoring_settings,
)
from hatangso.workflows.monitoring_targets import watch_list
from hatangso.workflows.probing import import_monitoring, look_once
from hatangso.workflows.service_database import operations_location
from small_province import build_small_province

UP, SLOW, DOWN, UNKNOWN = TargetState
NOW = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
NOW_S = int(NOW.timestamp())


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    folder = tmp_path / "valley"
    folder.mkdir()
    build_small_province(folder)
    return folder


@pytest.fixture
def shipped(tmp_path: Path) -> MonitoringSettings:
    return monitoring_settings(tmp_path)


def record(kind: str, number: int, **values: str) -> Record:
    return Record(kind, number, 1, values)


def test_records_are_watched_by_their_address(shipped: MonitoringSettings) -> None:
    register = {
        "network_node": [
            record(
                "network_node", 1, id="N1", name="Huyện", monitored_address="10.0.0.1"
            ),
            record("network_node", 2, id="N2", monitored_address="10.0.0.2:8022"),
            record("network_node", 3, id="N3", name="Không địa chỉ"),
            record(
                "network_node", 4, id="N4", monitored_address="1.1.1.1", state="removed"
            ),
            record("network_node", 5, id="N5", monitored_address="không phải địa chỉ!"),
        ],
        "information_system": [
            record(
                "information_system", 1, id="H1", address="dvc.example; www.example"
            ),
            record("information_system", 2, name="Thư", address="http://thu.example/a"),
            record("information_system", 3, id="H3", address="ftp://x.example"),
        ],
    }
    found = watch_list(lambda kind: register[kind], shipped)
    told = {one.code: (one.probe, one.address, one.port) for one in found.targets}
    assert told == {
        "network_node/N1": (ProbeKind.ICMP, "10.0.0.1", 443),
        "network_node/N2": (ProbeKind.TCP, "10.0.0.2", 8022),
        "information_system/H1": (ProbeKind.HTTP, "https://dvc.example", 443),
        "information_system/Thư": (ProbeKind.HTTP, "http://thu.example/a", 443),
    }
    assert found.without_address == ("network_node/N3",)
    assert [str(one.place) for one in found.findings] == [
        "network_node N5:monitored_address",
        "information_system H3:address",
    ]


def test_a_province_switches_skips_and_adds(directory: Path) -> None:
    (directory / "monitoring.toml").write_text(
        "skip = ['network_node/N1']\n"
        "[agent]\ninterval_s = 300\n"
        "[network_node]\nprobe = 'tcp'\nport = 22\ninterval_s = 30\n"
        "[information_system]\nis_watched = false\n"
        "[rules.unreachable]\nraise_after = 5\n[rules.slow]\nis_on = false\n"
        "[[target]]\nname = 'Cổng'\nprobe = 'http'\naddress = 'cong.example'\n"
        "expected_status = [200, 204]\n",
        encoding="utf-8",
    )
    told = monitoring_settings(directory)
    register = {
        "network_node": [
            record("network_node", n, id=f"N{n}", monitored_address=f"10.0.0.{n}")
            for n in (1, 2)
        ]
    }
    found = watch_list(lambda kind: register[kind], told)
    assert [one.code for one in found.targets] == ["extra/Cổng", "network_node/N2"]
    extra, node = found.targets
    assert (extra.interval_s, extra.expected_status) == (300, (200, 204))
    # A look ends before the next one begins.
    assert (node.probe, node.port, node.interval_s) == (ProbeKind.TCP, 22, 30)
    assert node.timeout_s <= node.interval_s
    assert told.rules["unreachable"].raise_after == 5
    assert "slow" not in told.rules


def test_all_that_is_wrong_with_the_settings_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "monitoring.toml").write_text(
        "skip = 5\nnode = 1\n[agent]\nat_once = -1\n[rules.new]\nwhen = 'down'\n"
        "[network_node]\nprobe = 'http'\nport = 0\ninterval_s = 1\nspeed = 1\n"
        "is_watched = 'yes'\n"
        "[[target]]\nprobe = 'tcp'\naddress = 'a b'\n"
        "[[target]]\nname = 'A'\naddress = '1.1.1.1'\ntimeout_s = 99\n"
        "[[target]]\nname = 'A'\nprobe = 'http'\n"
        "address = 'https://an:matkhau@x.example'\nexpected_status = 7\n",
        encoding="utf-8",
    )
    with pytest.raises(InvalidInputError) as caught:
        monitoring_settings(tmp_path)
    told = [one.place.column for one in caught.value.findings]
    assert told == [
        "node",
        "agent.at_once",
        "rules.new",
        "network_node.speed",
        "network_node.interval_s",
        "network_node.is_watched",
        "network_node.probe",
        "network_node.port",
        "target 1.name",
        "target 1.address",
        "target 2.timeout_s",
        "target 3.address",
        "target 3.expected_status",
        "target 3.name",
        "skip",
    ]


async def here(_host: str, family: socket.AddressFamily) -> tuple[str, ...]:
    return () if family == socket.AF_INET6 else ("127.0.0.1",)


def test_one_round_looks_at_the_register_and_tells_concerns(directory: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    write_csv(
        directory / "network_nodes.csv",
        ["id", "name", "agency", "monitored_address"],
        [["N1", "Nút huyện", "UBND huyện", f"nut.example:{port}"]],
    )
    times = iter(NOW + timedelta(minutes=n) for n in range(100))
    for _ in range(3):
        at = next(times)
        found = look_once(directory, means=Means(resolve=here), now=lambda at=at: at)  # type: ignore[misc]
    (target,) = found.targets
    assert (target.state, target.fault) == (DOWN, Fault.REFUSED)
    assert target.record_key == "N1"
    facts = ConcernFacts(directory, lambda _kind: [], at, at.date())
    (concern,) = concerns(facts)
    assert (concern.severity, concern.kind, concern.key) == (
        Severity.CRITICAL,
        "network_node",
        "N1",
    )
    assert concern.component == "VT"


def test_a_file_taken_in_twice_changes_nothing(directory: Path, tmp_path: Path) -> None:
    start = NOW - timedelta(hours=6)
    rows = [
        [
            (start + timedelta(minutes=5 * n)).isoformat(),
            "Đường truyền A",
            "down" if n in (3, 4, 5) else "up",
        ]
        for n in range(60)
    ]
    write_csv(tmp_path / "prtg.csv", ["time", "target", "state"], rows)
    seen = []
    for _ in range(2):
        found = import_monitoring(directory, tmp_path / "prtg.csv", now=lambda: NOW)
        assert (found.rows, found.refused_rows, found.known) == (60, 0, ())
        with open_operations(operations_location(directory)) as operations:
            (target,) = operations.monitoring.targets()
            total = availabilities(
                operations,
                parameters=monitoring_settings(directory).parameters,
                now_s=NOW_S,
            )[target.id]
            alarms = operations.alarms.of_target(target.id)
            seen.append((target, total, alarms))
    assert seen[0] == seen[1]
    assert seen[0][0].interval_s == 300
    assert seen[0][1].down_s == 900
    # Three in a row raised it, two answers cleared it.
    assert [one.cleared_at_s is not None for one in seen[0][2]] == [True]


def kept(**told: object) -> KeptTarget:
    given: dict[str, object] = {
        "id": 1,
        "code": "information_system/H1",
        "name": "Cổng",
        "probe": ProbeKind.HTTP,
        "interval_s": 60,
        "record_kind": "information_system",
        "record_key": "H1",
        "is_watched": True,
        "last_at_s": NOW_S,
        "state": UP,
        "since_s": NOW_S,
        "response_ms": 5.0,
        "fault": Fault.NONE,
        "health": None,
        "rolled_until_s": 0,
    }
    return KeptTarget(**(given | told))  # type: ignore[arg-type]


def sign(age_s: int) -> tuple[AgentSign, ...]:
    at = NOW - timedelta(seconds=age_s)
    return (AgentSign("máy", at, at, 1, may_ping=True),)


@pytest.mark.parametrize(
    ("target", "age_s", "sorts"),
    [
        (kept(), 5, []),
        (kept(last_at_s=NOW_S - 9000), 5, ["target_silent"]),
        # That the agent is silent is told once, not for each target.
        (kept(last_at_s=NOW_S - 9000), 9000, ["agent_silent"]),
        (kept(is_watched=False, last_at_s=None), 9000, []),
        (kept(health=WebHealth(0, has_https=False)), 5, ["system_without_https"]),
        (
            kept(health=WebHealth(0, has_https=True, leads_to_https=False)),
            5,
            ["system_not_leading_to_https", "certificate_without_date"],
        ),
        (
            kept(health=WebHealth(0, 99, has_https=True, has_ipv6=False)),
            5,
            ["system_without_ipv6"],
        ),
        # What could not be told is no concern.
        (kept(health=WebHealth(0)), 5, []),
    ],
)
def test_what_is_seen_becomes_concerns(
    shipped: MonitoringSettings, target: KeptTarget, age_s: int, sorts: list[str]
) -> None:
    found = monitoring_concerns([target], [], sign(age_s), shipped, now_s=NOW_S)
    assert [one.sort for one in found] == sorts
    assert all(one.message for one in found)


def test_a_province_that_was_never_served_has_no_concerns(directory: Path) -> None:
    assert concerns(ConcernFacts(directory, lambda _kind: [], NOW, NOW.date())) == ()
    assert not (directory / "service.sqlite").exists()
