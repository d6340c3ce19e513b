"""Failover against trying everything, and what is unknown."""

from dataclasses import replace

import pytest

from hatangso.capacity.failover import Moves, after_loss, failover
from hatangso.capacity.packing import Proof, Verdict
from hatangso.capacity.pool import make_pool
from hatangso.capacity.program import Effort
from hatangso.errors import OutOfRangeError
from hatangso.model.data_centre import Host, VirtualMachine
from small_centres import PLAIN, is_packing, small_centre, survives


def host(name: str, cores: float | None = 10, memory_gb: float = 10) -> Host:
    return Host(name, cores, memory_gb, 10)


def machine(name: str, cores: float | None, at: str, apart: str = "") -> VirtualMachine:
    return VirtualMachine(name, cores, 1, 1, host_id=at, apart=apart)


@pytest.mark.parametrize("moves", Moves)
@pytest.mark.parametrize("block", range(4))
def test_200_small_centres_answer_as_trying_everything_does(
    block: int, moves: Moves
) -> None:
    for seed in range(50 * block, 50 * (block + 1)):
        pool = small_centre(seed)
        found = failover(pool, lost_n=1, moves=moves)
        assert (found.verdict is Verdict.YES) == survives(pool, 1, moves), seed
        assert found.verdict is not Verdict.UNKNOWN


def test_two_lost_hosts_answer_as_trying_everything_does() -> None:
    for seed in range(60):
        pool = small_centre(seed)
        found = failover(pool, lost_n=2)
        assert (found.verdict is Verdict.YES) == survives(pool, 2, Moves.ALL), seed


def test_enough_in_total_is_not_enough() -> None:
    hosts = [host("a"), host("b"), host("c")]
    # 18 of the 20 cores that are left, but two of 6 do not fit on one host.
    pool = make_pool(hosts, [machine(f"m{i}", 6, "abc"[i]) for i in range(3)], PLAIN)
    found = failover(pool, lost_n=1)
    assert found.verdict is Verdict.NO
    assert {loss.proof for loss in found.losses} == {Proof.SEARCH}
    assert [loss.homeless_n for loss in found.losses] == [1, 1, 1]


def test_moving_all_helps_where_moving_the_evicted_does_not() -> None:
    hosts = [host("a"), host("b"), host("c")]
    machines = [
        machine("m1", 5, "a"),
        machine("m2", 3, "a"),
        machine("m3", 7, "b"),
        machine("m4", 5, "c"),
    ]
    pool = make_pool(hosts, machines, PLAIN)
    assert failover(pool, lost_n=1, moves=Moves.ALL).verdict is Verdict.YES
    kept = failover(pool, lost_n=1, moves=Moves.EVICTED)
    assert [(loss.hosts, loss.homeless) for loss in kept.losses] == [
        (("b",), ("m3",)),
        (("c",), ("m4",)),
    ]


def test_machines_that_must_be_apart_need_hosts_enough() -> None:
    hosts = [host("a"), host("b")]
    machines = [machine("m1", 1, "a", "dns"), machine("m2", 1, "b", "dns")]
    pool = make_pool(hosts, machines, PLAIN)
    assert failover(pool, lost_n=0).verdict is Verdict.YES
    found = failover(pool, lost_n=1)
    assert {loss.proof for loss in found.losses} == {Proof.APART}


def test_a_host_of_unknown_capacity_is_unknown_and_not_nothing() -> None:
    hosts = [host("a"), host("b", cores=None)]
    machines = [machine("m1", 8, "a"), machine("m2", 8, "b")]
    found = failover(make_pool(hosts, machines, PLAIN), lost_n=1)
    # Without a, b might take m1 in or not; without b, a cannot hold both.
    assert [(loss.hosts, loss.verdict) for loss in found.losses] == [
        (("a",), Verdict.UNKNOWN),
        (("b",), Verdict.NO),
    ]


def test_a_machine_of_unknown_size_leaves_no_yes() -> None:
    hosts = [host("a"), host("b")]
    pool = make_pool(hosts, [machine("m1", None, "a")], PLAIN)
    assert failover(pool, lost_n=1).verdict is Verdict.UNKNOWN


def test_no_host_left_takes_nobody_in() -> None:
    pool = make_pool([host("a")], [machine("m1", 1, "a")], PLAIN)
    assert failover(pool, lost_n=1).verdict is Verdict.NO
    with pytest.raises(OutOfRangeError, match="0 to 1; it is 2"):
        failover(pool, lost_n=2)


def test_an_empty_centre_survives() -> None:
    assert failover(make_pool([host("a")], [], PLAIN), lost_n=1).verdict is Verdict.YES


def test_cases_that_were_not_looked_at_leave_no_yes() -> None:
    pool = make_pool([host("a"), host("b"), host("c")], [machine("m", 1, "a")], PLAIN)
    effort = Effort(losses=2)
    found = failover(pool, lost_n=1, effort=effort)
    assert (found.verdict, found.looked_at_n, found.sets_n) == (Verdict.UNKNOWN, 2, 3)


def test_a_search_that_is_too_large_is_unknown_and_not_no() -> None:
    hosts = [host("a"), host("b"), host("c")]
    pool = make_pool(hosts, [machine(f"m{i}", 6, "abc"[i]) for i in range(3)], PLAIN)
    found = failover(pool, lost_n=1, effort=Effort(variables=1))
    assert found.verdict is Verdict.UNKNOWN


def test_every_evicted_machine_is_told_its_new_host() -> None:
    pool = make_pool(
        [host("a"), host("b")], [machine("m1", 3, "a"), machine("m2", 3, "b")], PLAIN
    )
    found = after_loss(pool, (0,), moves=Moves.EVICTED)
    assert (found.verdict, found.moved) == (Verdict.YES, (("m1", "b"),))


def test_names_in_another_order_change_nothing() -> None:
    pool = small_centre(7)
    turned = make_pool(pool.hosts[::-1], pool.machines[::-1], PLAIN)
    assert failover(pool, lost_n=1) == failover(turned, lost_n=1)


def test_a_larger_host_never_harms() -> None:
    for seed in range(40):
        pool = small_centre(seed)
        grown = [replace(one, cores=(one.cores or 0) + 5) for one in pool.hosts]
        if failover(pool, lost_n=1).verdict is Verdict.YES:
            more = make_pool(grown, pool.machines, PLAIN)
            assert failover(more, lost_n=1).verdict is Verdict.YES


def test_the_places_told_after_a_loss_hold() -> None:
    for seed in range(60):
        pool = small_centre(seed)
        names = [one.id for one in pool.hosts]
        for lost in range(len(names)):
            found = after_loss(pool, (lost,), moves=Moves.ALL)
            assert found.homeless_n <= len(found.homeless)
            if found.verdict is Verdict.YES:
                moved = dict(found.moved)
                way = [
                    names.index(moved.get(one.id, one.host_id)) for one in pool.machines
                ]
                assert lost not in way
                assert is_packing(pool.room, pool.load, pool.group, way)
