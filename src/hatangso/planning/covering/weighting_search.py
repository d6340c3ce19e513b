"""Cover everything at less and less cost: demands that stay bare gain weight.

From an answer that covers everything an option is dropped; what is then bare is covered
anew for less than the best answer cost. Demands that stay bare grow heavier round by
round, until it pays to cover them.

Source:
    Gao, Weise and Li, An efficient local search heuristic with row weighting for the
    unicost set covering problem, Eur. J. Oper. Res. 246 (2015); here with costs.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.planning.covering.chance import throw
from hatangso.planning.covering.cover_state import (
    CoverArrays,
    CoverState,
    add,
    begin,
    drop,
)
from hatangso.planning.covering.instance import CoverInstance
from hatangso.planning.covering.numbered_set import (
    NumberedSet,
    empty_set,
    exclude,
    include,
)
from hatangso.units import BoolArray, IntArray

__all__ = ["cheaper_full_cover"]


def cheaper_full_cover(
    instance: CoverInstance,
    start: Sequence[int],
    *,
    rounds: int,
    enough_vnd: int = 0,
    seed: int = 0,
) -> tuple[int, ...]:
    """Return options that cover every demand, no dearer than a known answer.

    Args:
        instance: The question; each demand counts, whatever its people.
        start: Options that cover every demand.
        rounds: How often to drop and mend.
        enough_vnd: A cost at which to stop.
        seed: Start of the chances.

    Returns:
        Options in ascending order.
    """
    once = np.ones(instance.demands, dtype=np.int64)
    search = _Search(
        *begin(instance, once, start, seed=seed),
        empty_set(instance.demands),
        np.zeros(instance.options, dtype=np.int64),
    )
    return tuple(np.flatnonzero(_weigh(search, rounds, enough_vnd)).tolist())


class _Search(NamedTuple):
    """A search under way.

    Attributes:
        arrays: The question.
        state: The answer as it stands, and the weights of the demands.
        chosen: The chosen options.
        dice: The chances.
        bare: The demands that none covers.
        stamp: The round in which each option was last touched.
    """

    arrays: CoverArrays
    state: CoverState
    chosen: NumberedSet
    dice: IntArray
    bare: NumberedSet
    stamp: IntArray


@compiled
def _weigh(search: _Search, rounds: int, enough: int) -> BoolArray:
    """Return the cheapest answer that the rounds came by."""
    chosen, bare, totals = search.chosen, search.bare, search.state.totals
    is_best, best = search.state.is_chosen.copy(), totals[1]
    newest = -1
    for turn in range(1, rounds + 1):
        while bare.size[0] == 0 and chosen.size[0]:
            best = totals[1]
            is_best[:] = search.state.is_chosen
            if best <= enough:
                return is_best
            _give_up(search, _least(search, -1), turn)
        _give_up(search, _least(search, newest), turn)
        while bare.size[0]:
            demand = bare.members[throw(search.dice, bare.size[0])]
            option = _most(search, demand, turn, best - totals[1])
            if option < 0:
                break
            add(search.arrays, search.state, option)
            include(chosen, option)
            _note_bare(search, option)
            search.stamp[option] = turn - 1
            newest = option
        _add_weight(search)
    return is_best


@compiled
def _give_up(search: _Search, option: int, turn: int) -> None:
    """Drop an option; none where it is below zero."""
    if option >= 0:
        drop(search.arrays, search.state, option)
        exclude(search.chosen, option)
        _note_bare(search, option)
        search.stamp[option] = turn


@compiled
def _note_bare(search: _Search, option: int) -> None:
    arrays = search.arrays
    for at in range(arrays.option_ptr[option], arrays.option_ptr[option + 1]):
        demand = arrays.option_demands[at]
        if search.state.times[demand] == 0:
            include(search.bare, demand)
        else:
            exclude(search.bare, demand)


@compiled
def _add_weight(search: _Search) -> None:
    arrays, state, bare = search.arrays, search.state, search.bare
    for demand in bare.members[: bare.size[0]]:
        state.weight[demand] += 1
        for at in range(arrays.demand_ptr[demand], arrays.demand_ptr[demand + 1]):
            state.value[arrays.demand_options[at]] += 1


@compiled
def _order(search: _Search, one: int, other: int) -> int:
    """Return how an option's worth per cost compares with another's: -1, 0 or 1."""
    value, cost = search.state.value, search.arrays.cost
    here, there = value[one] * cost[other], value[other] * cost[one]
    return int(here > there) - int(here < there)


@compiled
def _least(search: _Search, but: int) -> int:
    """Return the chosen option that is worth least per cost, the oldest, or -1."""
    best = -1
    for option in search.chosen.members[: search.chosen.size[0]]:
        if option == but:
            continue
        order = -1 if best < 0 else _order(search, option, best)
        if order < 0 or (order == 0 and search.stamp[option] < search.stamp[best]):
            best = option
    return int(best)


@compiled
def _most(search: _Search, demand: int, turn: int, left: int) -> int:
    """Return the option for a demand that is worth most per cost, the oldest, or -1.

    What was dropped in this turn waits for the next.
    """
    arrays, stamp, best = search.arrays, search.stamp, -1
    for at in range(arrays.demand_ptr[demand], arrays.demand_ptr[demand + 1]):
        option = arrays.demand_options[at]
        is_closed = stamp[option] >= turn or search.state.blocks[option] > 0
        if is_closed or arrays.cost[option] >= left:
            continue
        order = 1 if best < 0 else _order(search, option, best)
        if order > 0 or (order == 0 and stamp[option] < stamp[best]):
            best = option
    return int(best)
