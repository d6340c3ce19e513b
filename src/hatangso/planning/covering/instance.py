"""The covering question as arrays: who is reached by what, and what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
from scipy import sparse

from hatangso.compiling import compiled
from hatangso.errors import InvalidInputError
from hatangso.units import BoolArray, IntArray

__all__ = [
    "Burdens",
    "CoverInstance",
    "Reduction",
    "Selection",
    "demand_groups",
    "dominated_options",
    "merge_demand",
    "only_options",
    "reduce_instance",
]

# Sums up to here stay exact, with room to spare for the tolerances of the solver.
_LARGEST_EXACT_WORTH = 10**9
# Where the numbers of each row begin, and the numbers.
_Lists: TypeAlias = tuple[IntArray, IntArray]


@dataclass(frozen=True, eq=False)
class CoverInstance:
    """Demand, options, and which option covers which demand.

    Attributes:
        covers: Sparse matrix of 0 and 1, shape (option, demand).
        people: Inhabitants of each demand, 0 or more.
        places: How many localities each demand stands for, 1 or more.
        cost_vnd: Cost of each option, above 0.
        conflicts: Pairs of options that exclude each other, shape (pair, 2).
    """

    covers: sparse.csr_array
    people: IntArray
    places: IntArray
    cost_vnd: IntArray
    conflicts: IntArray

    @property
    def options(self) -> int:
        """Number of options."""
        return int(self.cost_vnd.size)

    @property
    def demands(self) -> int:
        """Number of demands."""
        return int(self.people.size)

    @cached_property
    def by_demand(self) -> sparse.csr_array:
        """The covers turned over, shape (demand, option)."""
        return sparse.csr_array(self.covers.T)

    @cached_property
    def people_factor(self) -> int:
        """How many units of worth one person is."""
        factor = int(self.places.sum()) + 1
        is_exact = int(self.people.sum()) * factor <= _LARGEST_EXACT_WORTH
        return factor if is_exact else 1

    @cached_property
    def worth(self) -> IntArray:
        """What covering each demand is worth: people first, then localities.

        One person outweighs all localities together. Where that would make the sums
        too large for the solver, localities do not count.
        """
        if self.people_factor == 1:
            return self.people
        return self.people * self.people_factor + self.places

    @cached_property
    def rivals(self) -> tuple[tuple[int, ...], ...]:
        """The options that each option excludes, in order."""
        rivals: list[set[int]] = [set() for _ in range(self.options)]
        for one, other in self.conflicts.tolist():
            rivals[one].add(other)
            rivals[other].add(one)
        return tuple(tuple(sorted(found)) for found in rivals)

    def demands_of(self, option: int) -> IntArray:
        """Return the demands that one option covers."""
        start, stop = self.covers.indptr[option : option + 2]
        return np.asarray(self.covers.indices[start:stop])

    def covered_by(self, chosen: Sequence[int]) -> BoolArray:
        """Return which demands the chosen options cover together."""
        selection = np.zeros(self.options, dtype=np.int64)
        selection[list(chosen)] = 1
        return np.asarray(self.by_demand @ selection > 0)

    def total_cost_vnd(self, chosen: Sequence[int]) -> int:
        """Return what the chosen options cost together."""
        return int(self.cost_vnd[list(chosen)].sum())

    def is_free_of_conflict(self, chosen: Sequence[int]) -> bool:
        """Return whether no two of the chosen options exclude each other."""
        together = set(chosen)
        return not any(together.intersection(self.rivals[one]) for one in chosen)

    @classmethod
    def from_lists(
        cls,
        covers: Sequence[Sequence[int]],
        *,
        people: Sequence[int],
        cost_vnd: Sequence[int],
        conflicts: Sequence[tuple[int, int]] = (),
    ) -> "CoverInstance":
        """Build an instance in which every demand is one locality.

        Args:
            covers: The demands that each option covers, by index.
            people: Inhabitants of each demand.
            cost_vnd: Cost of each option.
            conflicts: Pairs of options that exclude each other.

        Raises:
            InvalidInputError: Costs and covers differ in number.
        """
        if len(covers) != len(cost_vnd):
            text = "{covers} options have covers but {costs} have a cost: give both"
            raise InvalidInputError(text, covers=len(covers), costs=len(cost_vnd))
        columns = [np.unique(np.asarray(row, dtype=np.int64)) for row in covers]
        pointers = np.cumsum([0, *(column.size for column in columns)])
        indices = np.concatenate([np.empty(0, dtype=np.int64), *columns])
        ones = np.ones(indices.size, dtype=np.int64)
        shape = (len(covers), len(people))
        return cls(
            covers=sparse.csr_array((ones, indices, pointers), shape=shape),
            people=np.asarray(people, dtype=np.int64),
            places=np.ones(len(people), dtype=np.int64),
            cost_vnd=np.asarray(cost_vnd, dtype=np.int64),
            conflicts=np.asarray(sorted(conflicts), dtype=np.int64).reshape(-1, 2),
        )


@dataclass(frozen=True)
class Selection:
    """Chosen options and what is proven about them.

    Attributes:
        chosen: Options in ascending order.
        objective: Cost in đồng, or covered people.
        bound: No answer is better than this, in the unit of the objective.
    """

    chosen: tuple[int, ...]
    objective: int
    bound: int


@dataclass(frozen=True, eq=False)
class Reduction:
    """A smaller instance with the same best answers.

    Attributes:
        instance: The smaller instance.
        options: Which option of the larger instance each of its options is.
    """

    instance: CoverInstance
    options: IntArray


def reduce_instance(instance: CoverInstance) -> Reduction:
    """Merge what cannot be told apart and drop options that another one replaces.

    An option is dropped when another one covers at least the same, costs no more and
    excludes nothing that the first does not exclude; of equals the first one stays.
    """
    merged = merge_demand(instance)
    is_kept = np.asarray(merged.covers.sum(axis=1) > 0) & ~_is_dominated(merged)
    kept = np.flatnonzero(is_kept)
    smaller = only_options(merged, kept)
    # Without the dropped options, more demands look alike.
    return Reduction(merge_demand(smaller), kept)


def demand_groups(instance: CoverInstance) -> IntArray:
    """Number the demands so that those that the same options cover have one number.

    Returns:
        Numbers from 0 in order of their first demand; -1 for what none covers.
    """
    by_demand = instance.by_demand
    by_demand.sort_indices()
    groups: dict[bytes, int] = {}
    group_of = np.full(instance.demands, -1, dtype=np.int64)
    for demand in range(instance.demands):
        start, stop = by_demand.indptr[demand], by_demand.indptr[demand + 1]
        if start < stop:
            key = by_demand.indices[start:stop].tobytes()
            group_of[demand] = groups.setdefault(key, len(groups))
    return group_of


def merge_demand(instance: CoverInstance) -> CoverInstance:
    """Merge demands that the same options cover; drop those that none covers."""
    group_of = demand_groups(instance)
    is_reached = group_of >= 0
    group = group_of[is_reached]
    _, first = np.unique(group, return_index=True)
    firsts = np.flatnonzero(is_reached)[first]
    people, places = (np.zeros(firsts.size, dtype=np.int64) for _ in range(2))
    np.add.at(people, group, instance.people[is_reached])
    np.add.at(places, group, instance.places[is_reached])
    covers = sparse.csr_array(instance.by_demand[firsts].T)
    return CoverInstance(covers, people, places, instance.cost_vnd, instance.conflicts)


def _is_dominated(instance: CoverInstance) -> BoolArray:
    nothing = np.zeros(instance.options, dtype=np.int64)
    burdens = Burdens(instance.cost_vnd, nothing - 1, nothing, np.zeros(1, np.int64))
    return dominated_options(instance, instance.rivals, burdens)


class Burdens(NamedTuple):
    """What choosing an option brings along.

    Attributes:
        cost: Cost of each option.
        needs: Option that it needs, which itself needs nothing; -1 for none.
        node: Node that must be tied for it; 0 for none.
        tie: What tying each node costs at most, shape (node,).
    """

    cost: IntArray
    needs: IntArray
    node: IntArray
    tie: IntArray


def dominated_options(
    instance: CoverInstance, rivals: Sequence[Sequence[int]], burdens: Burdens
) -> BoolArray:
    """Return the options that another one replaces, with all that it brings along.

    Args:
        instance: The question.
        rivals: The options that each option must not meet, ascending.
        burdens: What options bring along.
    """
    by_demand, covers = instance.by_demand, instance.covers
    covers.sort_indices()
    rival_ptr = np.cumsum([0, *(len(one) for one in rivals)])
    flat = np.array([one for row in rivals for one in row], dtype=np.int64)
    dominated: BoolArray = _find_dominated(
        (covers.indptr, covers.indices),
        (by_demand.indptr, by_demand.indices),
        (rival_ptr, flat),
        burdens,
    )
    return dominated


@compiled
def _find_dominated(
    covers: _Lists, by_demand: _Lists, rivals: _Lists, burdens: Burdens
) -> BoolArray:
    sizes, cost = covers[0][1:] - covers[0][:-1], burdens.cost
    is_dominated = np.zeros(cost.size, np.bool_)
    for option in range(cost.size):
        own = _row(covers, option)
        if own.size == 0:
            continue
        # Whoever covers all also covers the demand that the fewest options cover.
        rarest = own[0]
        for demand in own:
            if _row(by_demand, demand).size < _row(by_demand, rarest).size:
                rarest = demand
        for other in _row(by_demand, rarest):
            is_away = other == option or is_dominated[other]
            if is_away or _price_instead(burdens, other, option) > cost[option]:
                continue
            if sizes[other] < own.size or not _holds(_row(covers, other), own, -1):
                continue
            if not _holds(_row(rivals, option), _row(rivals, other), option):
                continue
            # Of those that replace each other the first stays.
            is_back = _price_instead(burdens, option, other) <= cost[other]
            is_equal = is_back and sizes[other] == own.size
            is_mutual = _holds(_row(rivals, other), _row(rivals, option), other)
            if is_equal and other > option and is_mutual:
                continue
            is_dominated[option] = True
            break
    return is_dominated


@compiled
def _price_instead(burdens: Burdens, other: int, option: int) -> int:
    """Return what an option costs at most where another one gives way to it."""
    price, needed = burdens.cost[other], burdens.needs[other]
    known = burdens.node[option]
    if needed >= 0 and needed != burdens.needs[option]:
        price += burdens.cost[needed]
        if burdens.node[needed] != known:
            price += burdens.tie[burdens.node[needed]]
    if burdens.node[other] != known:
        price += burdens.tie[burdens.node[other]]
    return int(price)


@compiled
def _row(lists: _Lists, number: int) -> IntArray:
    return lists[1][lists[0][number] : lists[0][number + 1]]


@compiled
def _holds(larger: IntArray, smaller: IntArray, but: int) -> bool:
    """Return whether ascending numbers hold others, whatever one number is."""
    at = 0
    for number in smaller:
        if number == but:
            continue
        while at < larger.size and larger[at] < number:
            at += 1
        if at == larger.size or larger[at] != number:
            return False
    return True


def only_options(instance: CoverInstance, kept: IntArray) -> CoverInstance:
    """Return the instance with some of its options, in the order given."""
    place = np.full(instance.options, -1, dtype=np.int64)
    place[kept] = np.arange(kept.size)
    conflicts = place[instance.conflicts]
    conflicts = conflicts[(conflicts >= 0).all(axis=1)].reshape(-1, 2)
    return CoverInstance(
        sparse.csr_array(instance.covers[kept]),
        instance.people,
        instance.places,
        instance.cost_vnd[kept],
        conflicts,
    )
