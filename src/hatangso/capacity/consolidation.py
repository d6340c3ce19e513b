"""On how few hosts do the machines fit, and how many more fit: both with a bound."""

from dataclasses import dataclass
from itertools import combinations, islice
from math import comb

import numpy as np
from scipy import sparse

from hatangso.capacity.packing import fit_first, is_small, leave_fewest
from hatangso.capacity.placing import PackingProblem, Sorts, place_rows, sorts_of
from hatangso.capacity.program import Effort, WholeProgram, solve, whole_bound
from hatangso.units import IntArray

__all__ = ["FewestHosts", "MoreMachines", "fewest_hosts", "more_in_place", "most_more"]


@dataclass(frozen=True, eq=False)
class FewestHosts:
    """A packing of all machines onto few hosts.

    Attributes:
        hosts_n: How many hosts it uses; None when no packing was found.
        bound_n: No packing uses fewer.
        place: Host of each machine; empty when no packing was found.
        is_impossible: Whether it is proven that not all machines fit on all hosts.
    """

    hosts_n: int | None
    bound_n: int
    place: IntArray
    is_impossible: bool = False


@dataclass(frozen=True)
class MoreMachines:
    """How many more machines of one size fit.

    Attributes:
        count_n: So many were placed; None when those of today found no place.
        bound_n: No more than these fit.
    """

    count_n: int | None
    bound_n: int


def fewest_hosts(problem: PackingProblem, effort: Effort) -> FewestHosts:
    """Pack all machines onto as few hosts as possible.

    Args:
        problem: All hosts that may be used, empty, and all machines.
        effort: When to stop; hosts and bound may then differ.
    """
    sorts, hosts = sorts_of(problem), len(problem.room)
    bound_n = _least_by_total(problem)
    if not hosts:
        none = np.full(0, -1, dtype=np.int64)
        needs_one = len(problem.load) > 0
        return FewestHosts(None if needs_one else 0, bound_n, none, needs_one)
    place = _fit_on_few(problem)
    found_n = len(np.unique(place)) if (place >= 0).all() else None
    if found_n == bound_n:
        return FewestHosts(found_n, bound_n, place)
    kinds = len(sorts.count)
    if (kinds + 1) * hosts > effort.variables:
        return FewestHosts(
            found_n, bound_n, place if found_n is not None else place[:0]
        )
    found = solve(
        _hosts_program(problem, sorts),
        nodes=effort.nodes,
        start=None if found_n is None else _hosts_start(place, sorts, hosts),
    )
    if np.isinf(found.bound) and found.bound > 0:
        return FewestHosts(None, bound_n, place[:0], is_impossible=True)
    bound_n = max(bound_n, whole_bound(found.bound))
    if found.value is not None:
        tried = sorts.places(found.value, hosts)
        used_n = len(np.unique(tried))
        if found_n is None or used_n < found_n:
            place, found_n = tried, used_n
    return FewestHosts(found_n, bound_n, place if found_n is not None else place[:0])


def _fit_on_few(problem: PackingProblem) -> IntArray:
    """Return places on the largest hosts alone, as few of them as first fit allows."""
    scale = np.maximum(problem.room.max(axis=0, initial=0), 1)
    order = np.argsort(-(problem.room / scale).sum(axis=1), kind="stable")
    place = np.full(len(problem.load), -1, dtype=np.int64)
    for count in range(_least_by_total(problem), len(order) + 1):
        chosen = order[:count]
        part = PackingProblem(
            problem.room[chosen], problem.load, problem.group, problem.is_barred[chosen]
        )
        found = fit_first(part)
        if (found >= 0).all():
            return chosen[found] if len(found) else found
    return place


def _least_by_total(problem: PackingProblem) -> int:
    """Return the least number of hosts whose room could hold the sum of all loads."""
    if not len(problem.load):
        return 0
    least = 1
    for resource, total in enumerate(problem.load.sum(axis=0)):
        room = np.cumsum(np.sort(problem.room[:, resource])[::-1])
        least = max(least, int(np.searchsorted(room, total)) + 1)
    return min(least, len(problem.room) + 1)


def _hosts_program(problem: PackingProblem, sorts: Sorts) -> WholeProgram:
    rows, hosts, kinds = place_rows(problem, sorts), len(problem.room), len(sorts.count)
    # Rows on room and groups hold for hosts that are used, and leave nothing elsewhere.
    blocks = [sparse.csr_array((kinds, hosts))]
    limits = rows.high[kinds:].reshape(-1, hosts)
    blocks += [-sparse.diags_array(limit.astype(float)) for limit in limits]
    high = rows.high.copy()
    high[kinds:] = 0
    matrix = sparse.hstack([rows.matrix, sparse.vstack(blocks)])
    return WholeProgram(
        cost=np.repeat([0, 1], [kinds * hosts, hosts]),
        matrix=sparse.csr_array(matrix),
        high=high,
        upper=np.concatenate([rows.upper, np.ones(hosts, dtype=np.int64)]),
        equal=kinds,
    )


def _hosts_start(place: IntArray, sorts: Sorts, hosts: int) -> IntArray:
    counts = sorts.counts(place, hosts)
    return np.concatenate([counts.ravel(), counts.any(axis=0).astype(np.int64)])


def more_in_place(problem: PackingProblem, size: IntArray) -> int:
    """Return how many machines of a size fit beside those that stay where they are.

    Args:
        problem: Hosts with the room that is left.
        size: What one takes of each resource; something of one at least.
    """
    takes = size > 0
    return int((problem.room[:, takes] // size[takes]).min(axis=1).sum())


def most_more(
    problem: PackingProblem, size: IntArray, effort: Effort, *, lost_n: int = 0
) -> MoreMachines:
    """Return how many machines of a size fit when all others may be placed anew.

    Args:
        problem: Empty hosts, and the machines that need a place anyway.
        size: What one takes of each resource; something of one at least.
        effort: When to stop; count and bound may then differ.
        lost_n: How many of the hosts may be lost, whichever they are.
    """
    hosts = range(len(problem.room))
    found: list[MoreMachines] = []
    seen: set[tuple[bytes, ...]] = set()
    for left in islice(combinations(hosts, max(len(hosts) - lost_n, 0)), effort.losses):
        kept = np.array(left, dtype=np.int64)
        part = PackingProblem(
            problem.room[kept], problem.load, problem.group, problem.is_barred[kept]
        )
        # Hosts that are alike leave the same behind.
        hosts_left = np.column_stack([part.room, part.is_barred])
        key = tuple(sorted(row.tobytes() for row in hosts_left))
        if key not in seen:
            seen.add(key)
            found.append(_most_more(part, size, effort))
    counts = [one.count_n for one in found if one.count_n is not None]
    is_whole = len(counts) == len(found) and comb(len(hosts), lost_n) <= effort.losses
    return MoreMachines(
        min(counts) if is_whole else None, min(one.bound_n for one in found)
    )


def _most_more(problem: PackingProblem, size: IntArray, effort: Effort) -> MoreMachines:
    takes = size > 0
    left = problem.room.sum(axis=0) - problem.load.sum(axis=0)
    if (left < 0).any():
        return MoreMachines(None, 0)
    alone = (problem.room[:, takes] // size[takes]).min(axis=1)
    bound_n = min(int((left[takes] // size[takes]).min()), int(alone.sum()))
    place = fit_first(problem)
    is_packed = bool((place >= 0).all())
    room = problem.room.copy()
    np.subtract.at(room, place[place >= 0], problem.load[place >= 0])
    more = (room[:, takes] // size[takes]).min(axis=1)
    count_n = min(int(more.sum()), bound_n) if is_packed else None
    asked = _with_more(problem, size, bound_n)
    if count_n == bound_n or not is_small(asked, effort):
        return MoreMachines(count_n, bound_n)
    new = np.full(bound_n, -1, dtype=np.int64)
    if is_packed:
        new[:count_n] = np.repeat(np.arange(len(more)), more)[:count_n]
    is_new = np.arange(len(asked.load)) >= len(problem.load)
    start = np.concatenate([place, new])
    found, least = leave_fewest(asked, start, effort, is_optional=is_new)
    if least is None:
        return MoreMachines(None, 0)
    if (found[~is_new] >= 0).all():
        count_n = int((found[is_new] >= 0).sum())
    return MoreMachines(count_n, bound_n - least)


def _with_more(problem: PackingProblem, size: IntArray, count_n: int) -> PackingProblem:
    return PackingProblem(
        problem.room,
        np.vstack([problem.load, np.tile(size, (count_n, 1))]),
        np.append(problem.group, np.full(count_n, -1)),
        problem.is_barred,
    )
