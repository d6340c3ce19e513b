"""Centres of merged provinces, apart and together; growth without a history."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hatangso.capacity.consolidation import fewest_hosts
from hatangso.capacity.packing import Verdict
from hatangso.capacity.pool import make_pool
from hatangso.capacity.program import Effort
from hatangso.model.data_centre import Resource
from hatangso.model.record import Action, Actor, Edit
from hatangso.workflows.capacity import CapacityRequest, capacity_of
from hatangso.workflows.data_centres.merger import merger_of
from hatangso.workflows.register.edit_records import commit_edits
from small_centres import PLAIN, small_centre, whole
from small_province import NOW

TODAY = date(2026, 1, 2)
ANY = Action.CREATE


def two_centres(directory: Path) -> Path:
    """Two provinces of two hosts each; each host is filled by three fifths."""
    told = {"cores": 16, "memory_gb": 100.0, "disk_gb": 1_000.0}
    edits = []
    for centre in ("BK", "TN"):
        edits.append(
            Edit(
                "data_centre", ANY, values={"id": centre, "name": f"Trung tâm {centre}"}
            )
        )
        for at in (1, 2):
            name = f"{centre}{at}"
            values = {**told, "id": name, "data_centre_id": centre}
            edits.append(Edit("host", ANY, values=values))
            for machine in range(3):
                size = {"vcpus": 4, "memory_gb": 18.0, "disk_gb": 50.0}
                edits.append(
                    Edit(
                        "virtual_machine",
                        ANY,
                        values={
                            **size,
                            "id": f"{name}-{machine}",
                            "host_id": name,
                            "installed_on": date(2025, 3 * machine + 1, 1),
                        },
                    )
                )
    commit_edits(directory, edits, actor=Actor("me"), at=NOW, reason="test")
    return directory


def test_together_three_hosts_carry_what_four_do_apart(
    province_directory: Path,
) -> None:
    found = merger_of(two_centres(province_directory), CapacityRequest())
    # 90 GB hold five machines: six need two hosts apart, twelve three together.
    assert (found.apart.pools_n, found.together.pools_n) == (2, 1)
    assert (found.apart.fewest_n, found.together.fewest_n) == (4, 3)
    assert found.hosts_saved_n == 1
    # One host that is left holds no six machines; three hold twelve.
    assert found.apart.verdict is Verdict.NO
    assert found.apart.not_survived == ("BK", "TN")
    assert found.together.verdict is Verdict.YES
    assert found.apart.counts == (("small", 2),)
    assert (found.together.cost_vnd, found.saved_vnd) == (0, 700_000_000)


def test_without_a_history_growth_is_that_of_the_installations(
    province_directory: Path,
) -> None:
    directory = two_centres(province_directory)
    summary = capacity_of(directory, CapacityRequest(is_together=True, today=TODAY))
    (pool,) = summary.pools
    memory = pool.run_outs[Resource.MEMORY]
    # 72 GB more on the first days of April and July: 216 of 360 GB.
    assert pool.is_by_installation
    assert memory.is_known
    assert memory.expected_on
    assert memory.earliest_on
    assert memory.earliest_on <= memory.expected_on
    assert "days on which machines were installed" in str(pool.remarks[-1])
    # Each centre has a growth of its own.
    apart = capacity_of(directory, CapacityRequest(today=TODAY))
    assert all(one.run_outs[Resource.MEMORY].is_known for one in apart.pools)


def test_disks_on_shared_storage_are_not_packed_onto_hosts(
    province_directory: Path,
) -> None:
    directory = two_centres(province_directory)
    array = {"id": "san", "data_centre_id": "BK", "usable_gb": 9_000.0}
    commit_edits(
        directory,
        [Edit("storage_array", ANY, values=array)],
        actor=Actor("me"),
        at=NOW,
        reason="test",
    )
    first, second = capacity_of(directory, CapacityRequest()).pools
    assert [use.resource for use in first.utilisation.total] == [
        Resource.CORES,
        Resource.MEMORY,
    ]
    assert len(second.utilisation.total) == 3
    assert "count there: san" in str(first.remarks[0])


def test_a_host_of_unknown_capacity_leaves_the_growth_of_the_others(
    province_directory: Path,
) -> None:
    directory = two_centres(province_directory)
    blank = {"id": "BK9", "data_centre_id": "BK"}
    machine = {"id": "m", "host_id": "BK9", "vcpus": 99, "memory_gb": 999.0}
    commit_edits(
        directory,
        [Edit("host", ANY, values=blank), Edit("virtual_machine", ANY, values=machine)],
        actor=Actor("me"),
        at=NOW,
        reason="test",
    )
    first, second = capacity_of(directory, CapacityRequest(today=TODAY)).pools
    assert first.run_outs[Resource.MEMORY] == second.run_outs[Resource.MEMORY]


def test_machines_in_use_of_those_that_fit(province_directory: Path) -> None:
    """230 of 350 machines, as Bắc Kạn counts them (report of 2025)."""
    edits = [
        Edit("host", ANY, values={"id": f"h{at}", "cores": 50, "memory_gb": 625.0})
        for at in range(5)
    ]
    size = {"vcpus": 2, "memory_gb": 8.0}
    edits += [
        Edit("virtual_machine", ANY,
             values={**size, "id": f"m{at}", "host_id": f"h{at % 5}"})
        for at in range(230)
    ]  # fmt: skip
    (province_directory / "parameters.toml").write_text(
        "[capacity]\ntypical_cores = 2\nmemory_reserve_ratio = 0.1\n"
    )
    commit_edits(province_directory, edits, actor=Actor("me"), at=NOW, reason="test")
    (pool,) = capacity_of(province_directory, CapacityRequest()).pools
    # 562.5 GB a host hold 70 machines of 8 GB.
    assert (pool.machines_n, pool.machines_n + pool.more_n) == (230, 350)


@pytest.mark.parametrize("seed", range(12))
def test_together_never_takes_more_hosts_than_apart(seed: int) -> None:
    parts = [small_centre(seed), small_centre(seed + 100)]
    apart = [fewest_hosts(whole(pool), Effort()).hosts_n for pool in parts]
    joined = make_pool(
        [
            replace(h, id=f"{at}{h.id}")
            for at, pool in enumerate(parts)
            for h in pool.hosts
        ],
        [
            replace(m, id=f"{at}{m.id}", host_id=f"{at}{m.host_id}")
            for at, pool in enumerate(parts)
            for m in pool.machines
        ],
        PLAIN,
    )
    together = fewest_hosts(whole(joined), Effort()).hosts_n
    if None not in apart:
        assert together is not None
        assert together <= sum(count or 0 for count in apart)
