from dataclasses import replace

import pytest

from hatangso.capacity.pool import make_pool
from hatangso.capacity.utilisation import utilisation
from hatangso.errors import OutOfRangeError
from hatangso.model.data_centre import Host, Resource, VirtualMachine
from small_centres import PLAIN, small_centre

SHARED = replace(PLAIN, cores_overcommit=4, memory_reserve_ratio=0.1)


def test_room_is_what_may_be_given() -> None:
    pool = make_pool(
        [Host("a", 16, 256, 1_000)],
        [VirtualMachine("m", 32, 115.2, 100, host_id="a")],
        SHARED,
    )
    cores, memory, disk = utilisation(pool).total
    assert (cores.room, cores.given, cores.used_ratio) == (64, 32, 0.5)
    assert cores.overcommit == 2
    assert (memory.room, memory.used_ratio) == (230.4, 0.5)
    assert disk.used_ratio == 0.1


def test_a_machine_of_exactly_the_room_fits() -> None:
    pool = make_pool(
        [Host("a", 16, 256, 1_000)],
        [VirtualMachine("m", 64, 230.4, 1_000, host_id="a")],
        SHARED,
    )
    assert not utilisation(pool).hosts[0].is_overfull
    assert (pool.room == pool.load).all()


def test_hosts_without_capacity_are_unknown_and_not_full() -> None:
    hosts = [Host("a", 10, 10, 10), Host("b", None, 10, 10), Host("c", 0, 10, 10)]
    machines = [
        VirtualMachine("m1", 5, 5, 5, host_id="a"),
        VirtualMachine("m2", 5, 5, 5, host_id="b"),
    ]
    found = utilisation(make_pool(hosts, machines, PLAIN))
    assert [one.uses[0].used_ratio for one in found.hosts] == [0.5, None, None]
    assert found.hosts[1].uses[0].given == 5
    assert found.total[0].used_ratio == 0.5


def test_what_no_host_states_is_not_counted() -> None:
    pool = make_pool([Host("a", 10, 10, None)], [VirtualMachine("m", 1, 1, 99)], PLAIN)
    assert pool.resources == (Resource.CORES, Resource.MEMORY)
    assert pool.is_known.all()


def test_the_hosts_add_up_to_the_total() -> None:
    for seed in range(20):
        pool = small_centre(seed)
        found = utilisation(pool)
        for at, total in enumerate(found.total):
            strays = pool.load[pool.host_of < 0, at].sum() / 1_000
            given = sum(one.uses[at].given for one in found.hosts)
            assert total.given == pytest.approx(given + strays)
            assert total.room == sum(one.uses[at].room or 0 for one in found.hosts)


@pytest.mark.parametrize(
    ("name", "value"), [("memory_reserve_ratio", 1), ("cores_overcommit", 0)]
)
def test_shares_that_no_host_can_have_are_refused(name: str, value: float) -> None:
    with pytest.raises(OutOfRangeError, match=name):
        replace(PLAIN, **{name: value})
