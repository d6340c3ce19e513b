"""Machines that look for a place, and the rows that say so to the solver.

Machines that are alike are counted instead of told apart; every load is divided by what
all loads have in common, so that the numbers are small and exact.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from hatangso.units import BoolArray, IntArray

__all__ = ["PackingProblem", "PlaceRows", "Sorts", "place_rows", "sorts_of"]


@dataclass(frozen=True, eq=False)
class PackingProblem:
    """Machines that look for a place.

    Attributes:
        room: What each host can still give, shape (host, resource), 0 or more.
        load: What each machine takes, shape (machine, resource), 0 or more.
        group: Machines of one number may not share a host; -1 for none.
        is_barred: Where no machine of a group may go, shape (host, group).
    """

    room: IntArray
    load: IntArray
    group: IntArray
    is_barred: BoolArray = field(default_factory=lambda: np.zeros((0, 0), dtype=bool))

    def __post_init__(self) -> None:
        """Bar nothing where nothing is told."""
        groups = int(self.group.max(initial=-1)) + 1
        if self.is_barred.size == 0:
            none = np.zeros((len(self.room), groups), dtype=bool)
            object.__setattr__(self, "is_barred", none)

    def allows(self, machine: int) -> BoolArray:
        """Return on which hosts a machine may be, if they were empty."""
        has_room = np.all(self.room >= self.load[machine], axis=1)
        group = self.group[machine]
        return np.asarray(
            has_room if group < 0 else has_room & ~self.is_barred[:, group]
        )


@dataclass(frozen=True, eq=False)
class Sorts:
    """Machines that are alike.

    Attributes:
        load: What one of each sort takes, shape (sort, resource).
        group: Group of each sort.
        count: How many there are of each.
        sort_of: Sort of each machine.
    """

    load: IntArray
    group: IntArray
    count: IntArray
    sort_of: IntArray

    def counts(self, place: IntArray, hosts: int) -> IntArray:
        """Return how many of each sort are on each host, shape (sort, host)."""
        found = np.zeros((len(self.count), hosts), dtype=np.int64)
        placed = place >= 0
        np.add.at(found, (self.sort_of[placed], place[placed]), 1)
        return found

    def places(self, value: IntArray, hosts: int) -> IntArray:
        """Return the host of each machine from how many of each sort are where.

        Args:
            value: Counts by sort and host one after the other; more may follow.
            hosts: How many hosts there are.
        """
        counts = value[: len(self.count) * hosts].reshape(len(self.count), hosts)
        place = np.full(len(self.sort_of), -1, dtype=np.int64)
        for sort, count in enumerate(counts):
            where = np.repeat(np.arange(hosts), count)
            members = np.flatnonzero(self.sort_of == sort)[: where.size]
            place[members] = where
        return place


def sorts_of(problem: PackingProblem) -> Sorts:
    """Return the sorts of the machines of a problem."""
    table = np.column_stack([problem.load, problem.group])
    rows, sort_of, count = np.unique(
        table, axis=0, return_inverse=True, return_counts=True
    )
    return Sorts(rows[:, :-1], rows[:, -1], count, sort_of.reshape(-1))


@dataclass(frozen=True, eq=False)
class PlaceRows:
    """Rows on how many of each sort are on each host.

    First one row a sort, on how many there are; then those on room, host by host in
    each resource; then those on groups.

    Attributes:
        matrix: Shape (row, sort and host).
        high: Upper limits of the rows; that of the first rows is the count.
        upper: Most of each sort that a host alone can take, flat.
        others: How many rows follow after those on counts.
    """

    matrix: sparse.csr_array
    high: IntArray
    upper: IntArray
    others: int


def place_rows(problem: PackingProblem, sorts: Sorts) -> PlaceRows:
    """Return the rows of a problem."""
    hosts, kinds = len(problem.room), len(sorts.count)
    each = sparse.eye_array(hosts)
    blocks = [sparse.kron(sparse.eye_array(kinds), np.ones((1, hosts)))]
    highs = [sorts.count]
    for resource in range(problem.load.shape[1]):
        load = sorts.load[:, resource]
        unit = max(int(np.gcd.reduce(load)), 1)
        blocks.append(sparse.kron((load // unit)[None, :], each))
        highs.append(problem.room[:, resource] // unit)
    for group in range(problem.is_barred.shape[1]):
        blocks.append(sparse.kron((sorts.group == group)[None, :].astype(float), each))
        highs.append(np.ones(hosts, dtype=np.int64))
    high = np.concatenate(highs)
    matrix = sparse.csr_array(sparse.vstack(blocks))
    return PlaceRows(matrix, high, _upper(problem, sorts), high.size - kinds)


def _upper(problem: PackingProblem, sorts: Sorts) -> IntArray:
    upper = np.repeat(sorts.count[:, None], len(problem.room), axis=1)
    for sort, load in enumerate(sorts.load):
        takes = load > 0
        if takes.any():
            most = (problem.room[:, takes] // load[takes]).min(axis=1)
            upper[sort] = np.minimum(upper[sort], most)
        group = sorts.group[sort]
        if group >= 0:
            upper[sort] = np.minimum(upper[sort], ~problem.is_barred[:, group])
    return np.asarray(upper.ravel())
