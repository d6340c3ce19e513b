"""Large questions taken apart: prices bound, a search answers, the rest is solved.

Prices on demands give a bound that no answer passes, and show which options matter.
Among these a local search looks for a good answer. Judging clusters of options as
wholes brings the bound nearer. What the prices prove useless is left out; if what
remains is small enough, the integer programme goes on from there. Every limit counts
rounds and nodes, none seconds.

Source:
    Caprara, Fischetti and Toth, A heuristic method for the set covering problem, Oper.
    Res. 47 (1999), for the way from prices to a core of options.
"""

import math
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

import numpy as np
from scipy import sparse

from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.covering.cluster_bound import cluster_ceiling
from hatangso.planning.covering.exact import cheaper_of, exact_best, exact_cheapest
from hatangso.planning.covering.greedy import without_idle
from hatangso.planning.covering.instance import CoverInstance, Selection, only_options
from hatangso.planning.covering.lagrangian import Prices, best_prices, cheapest_prices
from hatangso.planning.covering.local_search import Chances, Goal, build_up, rebuild
from hatangso.planning.covering.weighting_search import cheaper_full_cover
from hatangso.units import BoolArray, IntArray

__all__ = ["decomposed_best", "decomposed_cheapest"]

# The search goes in stages, each from the best answer and half as bold as the last.
_STAGES, _STAGE_ROUNDS, _FIRST_HEAT = 4, 60_000, 0.3
_WEIGHTING_ROUNDS = 500_000
# Options in the pool: so many per chosen one, and for each demand the best few.
_POOL_PER_CHOSEN, _POOL_PER_DEMAND, _SMALLEST_POOL = 6, 5, 1_000
# The root of an integer programme with so many covers takes a few seconds.
_LARGEST_CORE_COVERS = 20_000
_Options: TypeAlias = tuple[int, ...]


def decomposed_best(
    instance: CoverInstance,
    *,
    budget_vnd: int,
    effort: Effort,
    known: tuple[int, ...] = (),
) -> Selection:
    """Return options within a budget that are worth much, and a bound in people.

    Args:
        instance: The question, reduced.
        budget_vnd: What may be spent.
        effort: When to stop.
        known: A known answer within the budget; the result is never worse.
    """
    question = _MostWorth(instance, budget_vnd, effort)
    starts = [
        build_up(instance, question.goal, weight=instance.worth, start=one)
        for one in ((), known)
    ]
    start = max(starts, key=question.merit)
    if not start:
        return Selection((), 0, 0)
    chosen, most = _answer(question, start)
    chosen = without_idle(instance, chosen, weight=instance.worth)
    people = int(instance.people[instance.covered_by(chosen)].sum())
    return Selection(chosen, people, max(people, most // instance.people_factor))


def decomposed_cheapest(
    instance: CoverInstance,
    *,
    weight: IntArray,
    need: int,
    effort: Effort,
    known: tuple[int, ...] | None = None,
) -> Selection | None:
    """Return options that meet a need cheaply, and a bound in đồng.

    Args:
        instance: The question, reduced.
        weight: Weight of each demand, 0 or more.
        need: Covered weight that is asked for, no more than all.
        effort: When to stop.
        known: A known answer; the result is no dearer.

    Returns:
        The selection; None when there is no way.
    """
    question = _LeastCost(instance, weight, need, effort)
    start = cheaper_of(instance, question.first(), known)
    if start is None:
        # Exclusions bar the straight way; whether there is another, the solver knows.
        return exact_cheapest(
            instance, weight=weight, need=need, effort=effort, known=None
        )
    chosen, most = _answer(question, start)
    chosen = without_idle(instance, chosen, weight=weight, need=need)
    cost_vnd = instance.total_cost_vnd(chosen)
    return Selection(chosen, cost_vnd, min(cost_vnd, -most))


class _Question(Protocol):
    """What is asked; merit is worth, or cost below zero: the more the better."""

    @property
    def instance(self) -> CoverInstance: ...

    @property
    def effort(self) -> Effort: ...

    def merit(self, chosen: _Options, /) -> int:
        """Return the merit of an answer."""

    def prices(self, chosen: _Options, /) -> Prices:
        """Return prices, given an answer."""

    def most(self, prices: Prices, /) -> int:
        """Return the largest merit that the prices allow."""

    def searched(
        self, chosen: _Options, pool: IntArray, stage: int, most: int, /
    ) -> _Options:
        """Return an answer of no less merit."""

    def most_in_clusters(self, prices: Prices, chosen: _Options, /) -> int:
        """Return the largest merit that clusters of options allow."""

    def solved(self, prices: Prices, chosen: _Options, /) -> tuple[_Options, int]:
        """Return an answer and the largest merit from what prices leave, if small."""


def _answer(question: _Question, start: _Options) -> tuple[_Options, int]:
    """Return an answer and the largest merit that any can have."""
    prices, chosen = question.prices(start), start
    most = question.most(prices)

    def is_open() -> bool:
        merit = question.merit(chosen)
        return most - merit > question.effort.gap_ratio * abs(merit)

    pool = _pool(question.instance, prices, chosen)
    for stage in range(_STAGES):
        if is_open():
            chosen = question.searched(chosen, pool, stage, most)
    if is_open():
        most = min(most, question.most_in_clusters(prices, chosen))
    if is_open():
        chosen, limit = question.solved(prices, chosen)
        most = min(most, limit)
    return chosen, most


@dataclass(frozen=True, eq=False)
class _MostWorth:
    """Most worth within a budget."""

    instance: CoverInstance
    budget_vnd: int
    effort: Effort

    @property
    def goal(self) -> Goal:
        return Goal(self.budget_vnd, -1)

    def merit(self, chosen: _Options) -> int:
        return int(self.instance.worth[self.instance.covered_by(chosen)].sum())

    def prices(self, chosen: _Options) -> Prices:
        return best_prices(
            self.instance, budget_vnd=self.budget_vnd, known_worth=self.merit(chosen)
        )

    def most(self, prices: Prices) -> int:
        return min(int(self.instance.worth.sum()), math.floor(prices.bound))

    def searched(
        self, chosen: _Options, pool: IntArray, stage: int, _most: int
    ) -> _Options:
        return rebuild(
            self.instance,
            chosen,
            self.goal,
            weight=self.instance.worth,
            pool=pool,
            chances=_chances(stage),
        )

    def most_in_clusters(self, prices: Prices, chosen: _Options) -> int:
        ceiling = cluster_ceiling(
            self.instance,
            prices,
            worth=self.instance.worth,
            cost_vnd=self.budget_vnd,
            enough=math.floor((1.0 + self.effort.gap_ratio) * self.merit(chosen)) + 1,
            known=chosen,
        )
        return math.floor(ceiling.at(self.budget_vnd))

    def solved(self, prices: Prices, chosen: _Options) -> tuple[_Options, int]:
        useless = prices.bound - prices.reduced <= self.merit(chosen)
        core, kept, inside = _core(self.instance, useless, chosen)
        if core is None:
            return chosen, self.most(prices)
        found = exact_best(
            core,
            budget_vnd=self.budget_vnd,
            effort=replace(self.effort, seeks_answers=False),
            known=inside,
        )
        most = (found.bound + 1) * self.instance.people_factor - 1
        return _outside(kept, found.chosen), most


@dataclass(frozen=True, eq=False)
class _LeastCost:
    """A need met at least cost."""

    instance: CoverInstance
    weight: IntArray
    need: int
    effort: Effort

    def first(self) -> _Options | None:
        """Return an answer if the straight way leads to one."""
        found = build_up(self.instance, Goal(-1, self.need), weight=self.weight)
        if int(self.weight[self.instance.covered_by(found)].sum()) < self.need:
            return None
        return without_idle(self.instance, found, weight=self.weight, need=self.need)

    def merit(self, chosen: _Options) -> int:
        return -self.instance.total_cost_vnd(chosen)

    def prices(self, chosen: _Options) -> Prices:
        return cheapest_prices(
            self.instance,
            weight=self.weight,
            need=self.need,
            known_cost_vnd=-self.merit(chosen),
        )

    def most(self, prices: Prices) -> int:
        return -self._next_cost_vnd(prices.bound)

    def searched(
        self, chosen: _Options, pool: IntArray, stage: int, most: int
    ) -> _Options:
        if self.need == int(self.weight.sum()):
            return _cheaper_in_pool(
                self.instance, chosen, self.weight, pool, -most, seed=stage
            )
        return rebuild(
            self.instance,
            chosen,
            Goal(-1, self.need),
            weight=self.weight,
            pool=pool,
            chances=_chances(stage),
        )

    def most_in_clusters(self, prices: Prices, chosen: _Options) -> int:
        if prices.rate <= 0.0:
            return self.most(prices)
        ceiling = cluster_ceiling(
            self.instance,
            prices,
            worth=self.weight,
            cost_vnd=(self.effort.gap_ratio - 1.0) * self.merit(chosen),
            enough=self.need,
            known=chosen,
        )
        if ceiling.rate <= 0.0:
            return self.most(prices)
        return -self._next_cost_vnd((self.need - ceiling.base) / ceiling.rate)

    def solved(self, prices: Prices, chosen: _Options) -> tuple[_Options, int]:
        useless = prices.bound + prices.reduced > -self.merit(chosen) - 1
        core, kept, inside = _core(self.instance, useless, chosen)
        if core is None:
            return chosen, self.most(prices)
        found = exact_cheapest(
            core, weight=self.weight, need=self.need, effort=self.effort, known=inside
        )
        if found is None:
            return chosen, self.most(prices)
        return _outside(kept, found.chosen), -found.bound

    def _next_cost_vnd(self, bound: float) -> int:
        """Return the least sum of costs that is not below a bound."""
        divisor = int(np.gcd.reduce(self.instance.cost_vnd))
        return max(0, math.ceil(bound / divisor - 1e-6)) * divisor


def _chances(stage: int) -> Chances:
    return Chances(_STAGE_ROUNDS, _FIRST_HEAT / 2**stage, seed=stage)


def _pool(instance: CoverInstance, prices: Prices, chosen: tuple[int, ...]) -> IntArray:
    """Return the options that matter: those that the prices call cheapest."""
    order = np.argsort(prices.reduced, kind="stable")
    count = max(_SMALLEST_POOL, _POOL_PER_CHOSEN * len(chosen))
    ranks = np.empty(instance.options, dtype=np.int64)
    ranks[order] = np.arange(instance.options)
    near = _first_of_each(instance, ranks)
    return np.unique(np.concatenate([order[:count], near, list(chosen)]))


def _first_of_each(instance: CoverInstance, ranks: IntArray) -> IntArray:
    """Return for each demand the few options of lowest rank."""
    ptr, index = instance.by_demand.indptr, instance.by_demand.indices
    demand = np.repeat(np.arange(instance.demands), np.diff(ptr))
    order = np.lexsort((ranks[index], demand))
    place = np.arange(index.size) - ptr[demand]
    return np.unique(index[order[place < _POOL_PER_DEMAND]])


def _cheaper_in_pool(
    instance: CoverInstance,
    chosen: tuple[int, ...],
    weight: IntArray,
    pool: IntArray,
    least_vnd: int,
    *,
    seed: int,
) -> tuple[int, ...]:
    """Return a cheaper way to cover all that weighs, among the options of the pool."""
    inside = only_options(instance, pool)
    weighs = np.flatnonzero(weight)
    narrow = replace(
        inside,
        covers=sparse.csr_array(inside.covers[:, weighs]),
        people=inside.people[weighs],
        places=inside.places[weighs],
    )
    found = cheaper_full_cover(
        narrow,
        np.searchsorted(pool, chosen).tolist(),
        rounds=_WEIGHTING_ROUNDS,
        enough_vnd=least_vnd,
        seed=seed,
    )
    return _outside(pool, found)


def _core(
    instance: CoverInstance, is_useless: BoolArray, chosen: tuple[int, ...]
) -> tuple[CoverInstance | None, IntArray, tuple[int, ...]]:
    """Return the instance without what is useless, if small, and the answer in it.

    Returns:
        The core or None, the options that it keeps, the answer by their places.
    """
    is_kept = ~is_useless
    is_kept[list(chosen)] = True
    kept = np.flatnonzero(is_kept)
    core = only_options(instance, kept)
    inside = tuple(np.searchsorted(kept, chosen).tolist())
    return (core if core.covers.nnz <= _LARGEST_CORE_COVERS else None), kept, inside


def _outside(kept: IntArray, chosen: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(kept[list(chosen)].tolist())
