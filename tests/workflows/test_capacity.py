"""Data centres from the register to the answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from hatangso.capacity.failover import Moves
from hatangso.capacity.packing import Verdict
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.model.data_centre import Resource
from hatangso.model.record import Action, Actor, Edit, FieldValue
from hatangso.workflows.capacity import CapacityRequest, CapacitySummary, capacity_of
from hatangso.workflows.check import load_province
from hatangso.workflows.register.edit_records import commit_edits
from small_province import NOW

Rows = Sequence[Mapping[str, FieldValue]]


def fill(directory: Path, **kinds: Rows) -> Path:
    edits = [
        Edit(kind, Action.CREATE, values=values)
        for kind, rows in kinds.items()
        for values in rows
    ]
    commit_edits(directory, edits, actor=Actor("me"), at=NOW, reason="test")
    return directory


def hosts(*names: str, **more: FieldValue) -> Rows:
    told = {"cores": 16, "memory_gb": 100, "disk_gb": 1_000}
    return [{"id": name, **told, **more} for name in names]


def machines(count: int, *names: str, **more: FieldValue) -> Rows:
    told = {"vcpus": 4, "memory_gb": 20, "disk_gb": 50}
    return [
        {"id": f"{name}-{at}", "host_id": name, **told, **more}
        for name in names
        for at in range(count)
    ]


def asked(directory: Path, **request: object) -> CapacitySummary:
    return capacity_of(directory, CapacityRequest(**request))  # type: ignore[arg-type]


def told(summary: CapacitySummary) -> str:
    pools = [str(remark) for pool in summary.pools for remark in pool.remarks]
    return "; ".join([*pools, *map(str, summary.remarks)])


def test_a_centre_is_answered_from_utilisation_to_purchase(
    province_directory: Path,
) -> None:
    directory = fill(
        province_directory,
        host=hosts("a", "b", "c"),
        virtual_machine=machines(3, "a", "b", "c"),
        information_system=[{"name": "LGSP", "agency": "Sở KHCN"}],
    )
    summary = asked(directory)
    (pool,) = summary.pools
    cores, memory, disk = pool.utilisation.total
    # 16 cores, 95 % of them, each given four times; 90 % of the memory, 80 % of disks.
    assert (cores.room, cores.given) == (pytest.approx(182.4), 36)
    assert (memory.room, memory.given) == (270, 180)
    assert (disk.room, disk.given) == (2_400, 450)
    assert (pool.hosts_n, pool.machines_n, summary.systems_n) == (3, 9, 1)
    # 90 GB hold four machines: two hosts hold eight of nine.
    assert pool.failover.verdict is Verdict.NO
    assert (pool.fewest_hosts_n, pool.fewest_bound_n) == (3, 3)
    # 30 GB are left on each host, and a typical machine takes 8.
    assert pool.more_n == 9
    assert pool.more_with_loss.count_n is None
    assert pool.purchase
    assert pool.purchase.counts == (("small", 1),)
    assert pool.purchase.cost_vnd == pool.purchase.bound_vnd == 350_000_000


def test_own_parameters_and_offers_change_the_answer(province_directory: Path) -> None:
    directory = fill(
        province_directory,
        host=hosts("a", "b", "c"),
        virtual_machine=machines(3, "a", "b", "c"),
    )
    path = directory / "parameters.toml"
    path.write_text(
        "[capacity]\nmemory_reserve_ratio = 0\n"
        "[host_offers.small]\nis_offered = false\n"
    )
    (pool,) = asked(directory).pools
    assert (pool.failover.verdict, pool.purchase) == (Verdict.YES, None)
    (pool,) = asked(directory, lost_n=2).pools
    assert pool.purchase
    assert dict(pool.purchase.counts).keys() == {"medium"}
    path.write_text("[capacity]\nmemory_reserve_ratio = 1\n")
    with pytest.raises(ValueError, match="memory_reserve_ratio"):
        asked(directory)
    path.write_text("[host_offers.small]\nprice_vnd = 0\n[host_offers.own]\n")
    with pytest.raises(InvalidInputError) as error:
        asked(directory)
    assert len(error.value.findings) == 5
    path.write_text("capacity = 3\n")
    with pytest.raises(InvalidInputError, match='"3" is not a table'):
        asked(directory)


def test_what_is_missing_is_told_and_not_counted_as_nothing(
    province_directory: Path,
) -> None:
    directory = fill(
        province_directory,
        host=[*hosts("a", "b"), *hosts("old", state="suspended"), {"id": "blank"}],
        virtual_machine=[
            *machines(1, "a", "b", "old", "blank"),
            {"id": "stray", "vcpus": 2, "memory_gb": 4, "disk_gb": 10},
            {"id": "giant", "vcpus": 2, "memory_gb": 400, "disk_gb": 10},
            {"id": "vague", "host_id": "a"},
            {"id": "gone", "host_id": "a", "vcpus": 64, "state": "removed"},
            {"id": "still", "host_id": "a", "vcpus": 900, "disk_gb": 5,
             "memory_gb": 900, "state": "suspended"},
        ],
    )  # fmt: skip
    summary = asked(directory)
    assert summary.pools[0].machines_n == 8
    assert told(summary) == (
        "hosts of unknown capacity, counted neither full nor empty: blank;"
        " machines of unknown size, which count as nothing: vague;"
        " machines larger than every host: giant;"
        " machines without a host that runs: giant, old-0, stray;"
        " hosts that do not run and are not counted: old"
    )


def test_clusters_are_apart_unless_they_are_put_together(
    province_directory: Path,
) -> None:
    directory = fill(
        province_directory,
        host=[*hosts("a", "b", cluster="Bắc Kạn"), *hosts("c", cluster="Thái Nguyên")],
        virtual_machine=[
            *machines(2, "a", "b", "c"),
            {"id": "x", "cluster": "Bắc Kạn", "vcpus": 1, "memory_gb": 1, "disk_gb": 1},
            {"id": "y", "vcpus": 1, "memory_gb": 1, "disk_gb": 1},
        ],
    )
    summary = asked(directory)
    assert [
        (p.name, p.machines_n, p.failover.verdict, p.fewest_hosts_n)
        for p in summary.pools
    ] == [("Bắc Kạn", 5, Verdict.YES, 1), ("Thái Nguyên", 2, Verdict.NO, 1)]
    assert "machines of which nobody knows the cluster: y" in told(summary)
    (pool,) = asked(directory, is_together=True).pools
    assert (pool.failover.verdict, pool.machines_n) == (Verdict.YES, 8)
    assert (pool.fewest_hosts_n, pool.fewest_bound_n) == (2, 2)


def test_a_new_system_is_placed_and_held_against_the_loss(
    province_directory: Path, tmp_path: Path
) -> None:
    directory = fill(
        province_directory,
        host=hosts("a", "b", "c"),
        virtual_machine=machines(2, "a", "b", "c"),
    )
    file = tmp_path / "new.csv"
    file.write_text("name,cores,memory_gb,disk_gb,count,apart\nweb,4,40,50,2,web\n")
    (pool,) = asked(directory, new_machines=file).pools
    assert pool.new_system
    assert pool.new_system.today.verdict is Verdict.YES
    assert [name for name, _ in pool.new_system.today.moved] == ["+web 1", "+web 2"]
    assert len({host for _, host in pool.new_system.today.moved}) == 2
    assert pool.failover.verdict is Verdict.YES
    # Twice 90 GB for six times 20 GB and twice 40 GB.
    assert pool.new_system.with_loss.verdict is Verdict.NO
    file.write_text("name,cores,memory_gb\nweb,0,4\nweb,4,\n")
    with pytest.raises(InvalidInputError) as error:
        asked(directory, new_machines=file)
    assert [(f.place.row, f.place.column) for f in error.value.findings] == [
        (2, "cores"),
        (3, "memory_gb"),
    ]


def test_a_history_says_when_memory_runs_out(
    province_directory: Path, tmp_path: Path
) -> None:
    directory = fill(province_directory, host=hosts("a", "b"))
    file = tmp_path / "history.csv"
    days = [f"2025-{month:02}-01,memory,{100 + month}" for month in range(1, 7)]
    file.write_text("\n".join(["date,resource,used", *days, "2025-01-01,cores,5"]))
    (pool,) = asked(directory, history=file).pools
    found = pool.run_outs[Resource.MEMORY]
    assert found.earliest_on
    assert found.expected_on
    assert found.earliest_on <= found.expected_on
    # 1 GB a month: 74 months for the rest of 180 GB.
    assert abs((found.expected_on - date(2031, 8, 1)).days) < 62
    assert not pool.run_outs[Resource.CORES].is_known
    file.write_text("date,resource,used\n2025-01-01,cores,5\n2025-01-01,cores,6\n")
    with pytest.raises(InvalidInputError) as error:
        asked(directory, history=file)
    assert error.value.findings[0].place.row == 3


def test_a_register_without_hosts_says_what_to_do(province_directory: Path) -> None:
    with pytest.raises(NotFoundError, match="import a list of hosts"):
        asked(province_directory)


def test_asking_twice_gives_the_same(province_directory: Path) -> None:
    directory = fill(
        province_directory,
        host=hosts("a", "b", "c"),
        virtual_machine=machines(3, "a", "b", "c"),
    )
    first = asked(directory, moves=Moves.EVICTED)
    assert first == asked(directory, moves=Moves.EVICTED)


def test_hosts_of_which_nothing_is_known_leave_everything_open(
    province_directory: Path,
) -> None:
    directory = fill(
        province_directory,
        host=[{"id": "a"}, {"id": "b"}],
        virtual_machine=machines(1, "a", "b"),
    )
    (pool,) = asked(directory).pools
    assert pool.failover.verdict is Verdict.UNKNOWN
    assert [one.used_ratio for one in pool.utilisation.total] == [None, None]


def test_a_cluster_that_stands_still_does_not_hinder_the_others(
    province_directory: Path,
) -> None:
    directory = fill(
        province_directory,
        host=[
            *hosts("a", "b", cluster="new"),
            *hosts("c", cluster="old", state="suspended"),
        ],
        virtual_machine=machines(1, "a", "b", "c"),
    )
    found = {pool.name: pool for pool in asked(directory).pools}
    assert found["new"].failover.verdict is Verdict.YES
    assert (found["old"].hosts_n, found["old"].machines_n) == (0, 1)
    assert found["old"].failover.verdict is Verdict.NO


def test_the_check_reads_the_parameters_of_data_centres(
    province_directory: Path,
) -> None:
    path = province_directory / "parameters.toml"
    path.write_text("[capacity]\ncores_overcommit = 3\n")
    load_province(province_directory)
    path.write_text(
        "[capacity]\ncore_overcommit = 3\n[host_offers.small]\nprice_vnd = -1\n"
    )
    with pytest.raises(InvalidInputError) as error:
        load_province(province_directory)
    places = [f.place.column for f in error.value.findings]
    assert {"capacity.core_overcommit", "host_offers.small.price_vnd"} <= set(places)
