"""Large questions taken apart: prices bound, a search answers, the rest is solved.

Prices on demands give a bound that no answer passes, and show which options matter.
Among these a local search looks for a good answer. What the bound then proves useless
is left out; if what remains is small enough, the integer programme goes on from there.
Every limit counts rounds and nodes, none seconds.

Source:
    Caprara, Fischetti and Toth, A heuristic method for the set covering problem, Oper.
    Res. 47 (1999), for the way from prices to a core of options.
"""

import math
from dataclasses import replace

import numpy as np
from scipy import sparse

from hatangso.planning.covering.binary_program import Effort
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
# The root of an integer programme with so many covers takes half a minute.
_LARGEST_CORE_COVERS = 60_000


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
    worth, goal = instance.worth, Goal(budget_vnd, -1)

    def worth_of(chosen: tuple[int, ...]) -> int:
        return int(worth[instance.covered_by(chosen)].sum())

    starts = [build_up(instance, goal, weight=worth, start=one) for one in ((), known)]
    chosen = max(starts, key=worth_of)
    if not chosen:
        return Selection((), 0, 0)
    prices = best_prices(instance, budget_vnd=budget_vnd, known_worth=worth_of(chosen))
    most = min(int(worth.sum()), math.floor(prices.bound))
    pool = _pool(instance, prices, chosen)
    for stage in range(_STAGES):
        if most - worth_of(chosen) <= effort.gap_ratio * worth_of(chosen):
            break
        chances = Chances(_STAGE_ROUNDS, _FIRST_HEAT / 2**stage, seed=stage)
        chosen = rebuild(
            instance, chosen, goal, weight=worth, pool=pool, chances=chances
        )
    if most - worth_of(chosen) > effort.gap_ratio * worth_of(chosen):
        useless = prices.bound - prices.reduced <= worth_of(chosen)
        core, kept, inside = _core(instance, useless, chosen)
        if core is not None:
            solved = exact_best(
                core,
                budget_vnd=budget_vnd,
                effort=replace(effort, seeks_answers=False),
                known=inside,
            )
            people = solved.bound
            chosen = _outside(kept, solved.chosen)
            most = min(most, (people + 1) * instance.people_factor - 1)
    chosen = without_idle(instance, chosen, weight=worth)
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
    goal = Goal(-1, need)
    found: tuple[int, ...] | None = build_up(instance, goal, weight=weight)
    if int(weight[instance.covered_by(found or ())].sum()) < need:
        found = None
    else:
        found = without_idle(instance, found or (), weight=weight, need=need)
    chosen = cheaper_of(instance, found, known)
    if chosen is None:
        # Exclusions bar the straight way; whether there is another, the solver knows.
        return exact_cheapest(
            instance, weight=weight, need=need, effort=effort, known=None
        )
    cost_vnd = instance.total_cost_vnd
    prices = cheapest_prices(
        instance, weight=weight, need=need, known_cost_vnd=cost_vnd(chosen)
    )
    least_vnd = _next_cost_vnd(instance, prices.bound)
    pool = _pool(instance, prices, chosen)
    for stage in range(_STAGES):
        if cost_vnd(chosen) - least_vnd <= effort.gap_ratio * cost_vnd(chosen):
            break
        if need == int(weight.sum()):
            chosen = _cheaper_in_pool(
                instance, chosen, weight, pool, least_vnd, seed=stage
            )
            continue
        chances = Chances(_STAGE_ROUNDS, _FIRST_HEAT / 2**stage, seed=stage)
        chosen = rebuild(
            instance, chosen, goal, weight=weight, pool=pool, chances=chances
        )
    if cost_vnd(chosen) - least_vnd > effort.gap_ratio * cost_vnd(chosen):
        useless = prices.bound + prices.reduced > cost_vnd(chosen) - 1
        core, kept, inside = _core(instance, useless, chosen)
        if core is not None:
            solved = exact_cheapest(
                core, weight=weight, need=need, effort=effort, known=inside
            )
            if solved is not None:
                chosen = _outside(kept, solved.chosen)
                least_vnd = max(least_vnd, solved.bound)
    chosen = without_idle(instance, chosen, weight=weight, need=need)
    return Selection(chosen, cost_vnd(chosen), min(cost_vnd(chosen), least_vnd))


def _next_cost_vnd(instance: CoverInstance, bound: float) -> int:
    """Return the least sum of costs that is not below a bound."""
    divisor = int(np.gcd.reduce(instance.cost_vnd))
    return max(0, math.ceil(bound / divisor - 1e-6)) * divisor


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
