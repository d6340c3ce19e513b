"""Small random centres, and the answers by trying everything."""

from collections.abc import Sequence
from itertools import combinations, product

import numpy as np

from hatangso.capacity.failover import Moves
from hatangso.capacity.placing import PackingProblem
from hatangso.capacity.pool import CapacityParameters, Pool, make_pool
from hatangso.model.data_centre import Host, VirtualMachine
from hatangso.units import IntArray

# Every core and GB may be given once, and no more.
PLAIN = CapacityParameters(1, 1, 1, 0, 0, 0, 4, 8, 100, 10)


def small_centre(seed: int) -> Pool:
    """Return two to four hosts and up to seven machines, most of them placed."""
    chance = np.random.default_rng(seed)
    hosts = [
        Host(f"h{at}", *(float(x) for x in chance.integers(4, 11, 3)))
        for at in range(chance.integers(2, 5))
    ]
    machines = []
    for at in range(chance.integers(1, 8)):
        host = int(chance.integers(-1, len(hosts))) if chance.random() < 0.3 else at
        machines.append(
            VirtualMachine(
                f"m{at}",
                *(float(x) for x in chance.integers(1, 6, 3)),
                host_id=f"h{host % len(hosts)}" if host >= 0 else "",
                apart=str(chance.choice(["", "", "", "a"])),
            )
        )
    return make_pool(hosts, machines, PLAIN)


def is_packing(
    room: IntArray, load: IntArray, group: IntArray, way: Sequence[int]
) -> bool:
    """Return whether no host holds too much, or two that must be apart."""
    for host in range(len(room)):
        here = [machine for machine, at in enumerate(way) if at == host]
        if any(load[here].sum(axis=0) > room[host]):
            return False
        groups = [group[machine] for machine in here if group[machine] >= 0]
        if len(groups) != len(set(groups)):
            return False
    return True


def survives(pool: Pool, lost_n: int, moves: Moves) -> bool:
    """Return whether every loss leaves a way, by trying every way.

    Where only the evicted move, those that stay may be as overfull as they are today:
    only hosts that take somebody in must have room.
    """
    for lost in combinations(range(len(pool.hosts)), lost_n):
        left = [host for host in range(len(pool.hosts)) if host not in lost]
        if not _has_way(pool, left, moves):
            return False
    return True


def _has_way(pool: Pool, left: list[int], moves: Moves) -> bool:
    stays = [moves is Moves.EVICTED and host in left for host in pool.host_of.tolist()]
    free = [machine for machine, stay in enumerate(stays) if not stay]
    for way in product(left, repeat=len(free)):
        place = pool.host_of.copy()
        place[free] = way
        if all(_takes_in(pool, place, free, host) for host in set(way)):
            return True
    return False


def _takes_in(pool: Pool, place: IntArray, free: list[int], host: int) -> bool:
    here = np.flatnonzero(place == host).tolist()
    groups = pool.group[here].tolist()
    clash = any(
        groups.count(pool.group[machine]) > 1
        for machine in free
        if machine in here and pool.group[machine] >= 0
    )
    fits = (pool.load[here].sum(axis=0) <= pool.room[host]).all()
    return bool(fits) and not clash


def whole(pool: Pool) -> PackingProblem:
    """Return all machines and all hosts, empty."""
    return PackingProblem(pool.room, pool.load, pool.group)
