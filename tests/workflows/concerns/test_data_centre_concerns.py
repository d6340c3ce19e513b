"""What is told of data centres that are not as they should be."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

from hatangso.language import Language, translate
from hatangso.model.concern import Concern, Severity
from hatangso.model.record import FieldValue, Record
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.concerns.sources.data_centre import concerns

Rows = Sequence[Mapping[str, FieldValue]]
NOW = datetime(2026, 1, 15, 3, tzinfo=UTC)


def found(directory: Path, **kinds: Rows) -> list[Concern]:
    def records(kind: str) -> list[Record]:
        rows = kinds.get(kind, [])
        return [Record(kind, at, 1, values) for at, values in enumerate(rows, start=1)]

    told: Callable[[str], list[Record]] = records
    return list(concerns(ConcernFacts(directory, told, NOW, date(2026, 1, 15))))


def sorts(directory: Path, **kinds: Rows) -> list[tuple[str, str]]:
    return [(one.sort, one.key) for one in found(directory, **kinds)]


def host(name: str, memory_gb: float | None = 100) -> dict[str, FieldValue]:
    return {"id": name, "cores": 16, "memory_gb": memory_gb, "disk_gb": 1_000}


def machine(name: str, host_id: str, memory_gb: float) -> dict[str, FieldValue]:
    size = {"vcpus": 1, "memory_gb": memory_gb, "disk_gb": 1}
    return {"id": name, "host_id": host_id, **size}


def test_hosts_lead_to_their_records(tmp_path: Path) -> None:
    told = found(
        tmp_path,
        host=[host("a"), host("b")],
        virtual_machine=[machine("m", "a", 95), machine("n", "b", 10)],
    )
    by_sort = {one.sort: one for one in told}
    # 95 GB of 90 that may be given, and larger than either host.
    full = by_sort["host_overfull"]
    assert (full.kind, full.key, full.severity) == ("host", "a", Severity.WARNING)
    assert str(full.message) == "106% of memory (GB) that may be given is given"
    assert by_sort["machine_too_large"].key == "m"
    lost = [one for one in told if one.sort == "host_loss_not_survived"]
    assert [(one.key, one.severity) for one in lost] == [
        ("a", Severity.CRITICAL),
        ("b", Severity.CRITICAL),
    ]


def test_what_nobody_knows_is_a_notice(tmp_path: Path) -> None:
    told = sorts(
        tmp_path,
        host=[host("a"), host("b", None)],
        virtual_machine=[{"id": "m", "host_id": "a"}],
        rack=[{"id": "A1"}],
        storage_array=[{"id": "san"}],
        energy_reading=[
            {"data_centre_id": "dc", "month": "2025-12", "total_kwh": 3, "it_kwh": 2}
        ],
    )
    assert told == [
        ("host_unknown", "b"),
        ("machine_unsized", "m"),
        ("host_loss_unknown", ""),
        ("rack_feed_unknown", "A1"),
        ("pue_high", "dc"),
        ("pue_months_missing", "dc"),
        ("storage_unknown", "san"),
    ]


def test_a_rack_over_its_power_is_told_once_for_it(tmp_path: Path) -> None:
    rack = {"id": "A1", "load_kw": 5, "power_kw": 4, "feeds": 2, "cooling_kw": 4}
    assert sorts(tmp_path, rack=[rack]) == [
        ("rack_power", "A1"),
        ("rack_cooling", "A1"),
    ]
    rack |= {"load_kw": 2}
    assert sorts(tmp_path, rack=[rack]) == [("rack_feed_loss", "A1")]


def test_systems_are_told_with_their_names(tmp_path: Path) -> None:
    system = {"id": "s", "name": "Một cửa", "security_level": "2"}
    (approval, backup) = found(tmp_path, information_system=[system])
    assert (approval.sort, approval.key) == ("system_no_approval", "s")
    assert (backup.sort, backup.severity) == ("system_backup_unknown", Severity.NOTICE)


def test_a_province_of_usual_size_is_looked_at_quickly(tmp_path: Path) -> None:
    hosts = [host(f"h{at:02d}", 512) for at in range(12)]
    machines = [
        machine(f"m{at:03d}", f"h{at % 12:02d}", 4 + at % 17) for at in range(350)
    ]
    start = perf_counter()
    told = sorts(tmp_path, host=hosts, virtual_machine=machines)
    # A third of a second is told; a loaded machine has some room.
    assert perf_counter() - start < 3
    assert told == []


def test_an_empty_register_has_nothing_to_tell(tmp_path: Path) -> None:
    assert found(tmp_path) == []


def test_ended_warranties_are_told(tmp_path: Path) -> None:
    ended, today = date(2026, 1, 14), date(2026, 1, 15)
    array = {"id": "san", "usable_gb": 2, "used_gb": 1}
    assert sorts(
        tmp_path,
        host=[host("a") | {"warranty_on": ended}, host("b") | {"warranty_on": today}],
        storage_array=[array | {"warranty_on": ended}],
    ) == [("host_warranty_ended", "a"), ("storage_array_warranty_ended", "san")]


def test_a_message_says_only_what_name_and_title_do_not(tmp_path: Path) -> None:
    system = {"id": "s", "name": "Một cửa", "backup": "none", "agency": "Sở Nội vụ"}
    told = found(
        tmp_path,
        host=[host("a") | {"warranty_on": date(2025, 1, 2)}],
        rack=[{"id": "A1"}],
        information_system=[
            system
            | {"security_level": "2", "approval_document": "1/QĐ"}
            | {"certificate_ends_on": date(2026, 1, 14)}
        ],
    )
    for one in told:
        text = translate(one.message, Language.VI)
        title = translate(one.title, Language.VI)
        assert title not in text, text
        assert not any(name and name in text for name in (one.name, one.key)), text
    words = {one.sort: translate(one.message, Language.VI) for one in told}
    assert words["system_certificate_ended"] == "hết hạn ngày 14/01/2026"
    assert words["system_no_backup"] == "cơ quan quản lý: Sở Nội vụ"


def test_a_recorded_pue_is_not_said_to_be_measured_over_no_month(
    tmp_path: Path,
) -> None:
    high, *_ = found(tmp_path, data_centre=[{"id": "dc", "pue": 1.74}])
    assert translate(high.message, Language.VI).startswith("PUE 1,74 theo hồ sơ")
