"""Which options are chosen and what changing one of them would do, kept up to date.

Adding or dropping an option touches only the demands that it covers, and of these only
those that become covered, bare, or dependent on one option change what others are
worth. Compiled: the searches in ``local_search.py`` do it a million times.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.planning.covering.instance import CoverInstance
from hatangso.planning.covering.numbered_set import NumberedSet, empty_set, include
from hatangso.units import BoolArray, IntArray

__all__ = [
    "CoverArrays",
    "CoverState",
    "add",
    "begin",
    "drop",
    "new_state",
    "state_of",
]


class CoverArrays(NamedTuple):
    """An instance as flat lists; those of row ``k`` lie from ``ptr[k]`` to the next.

    Attributes:
        option_ptr: Where the demands of each option begin.
        option_demands: Demands of the options, one after the other.
        demand_ptr: Where the options of each demand begin.
        demand_options: Options of the demands, one after the other.
        rival_ptr: Where the rivals of each option begin.
        rivals: Options that each option excludes.
        cost: Cost of each option.
    """

    option_ptr: IntArray
    option_demands: IntArray
    demand_ptr: IntArray
    demand_options: IntArray
    rival_ptr: IntArray
    rivals: IntArray
    cost: IntArray

    @classmethod
    def of(cls, instance: CoverInstance) -> "CoverArrays":
        """Return the arrays of an instance."""
        rivals = instance.rivals
        rival_ptr = np.cumsum([0, *(len(one) for one in rivals)])
        return cls(
            instance.covers.indptr.astype(np.int64),
            instance.covers.indices.astype(np.int32),
            instance.by_demand.indptr.astype(np.int64),
            instance.by_demand.indices.astype(np.int32),
            rival_ptr.astype(np.int64),
            np.array([one for row in rivals for one in row], dtype=np.int32),
            instance.cost_vnd.astype(np.int64),
        )


class CoverState(NamedTuple):
    """A selection and what follows from it.

    Attributes:
        weight: Weight of each demand.
        is_chosen: Whether each option is chosen.
        times: How many chosen options cover each demand.
        coverers: Sum of their numbers: where there is one, its number.
        value: Weight that adding the option would gain, or dropping it would lose.
        blocks: How many chosen options exclude each option.
        totals: Covered weight, and cost of the chosen.
    """

    weight: IntArray
    is_chosen: BoolArray
    times: IntArray
    coverers: IntArray
    value: IntArray
    blocks: IntArray
    totals: IntArray


@compiled
def new_state(arrays: CoverArrays, weight: IntArray) -> CoverState:
    """Return the state in which nothing is chosen."""
    options, demands = arrays.cost.size, weight.size
    value = np.zeros(options, np.int64)
    for option in range(options):
        for at in range(arrays.option_ptr[option], arrays.option_ptr[option + 1]):
            value[option] += weight[arrays.option_demands[at]]
    return CoverState(
        weight,
        np.zeros(options, np.bool_),
        np.zeros(demands, np.int32),
        np.zeros(demands, np.int64),
        value,
        np.zeros(options, np.int32),
        np.zeros(2, np.int64),
    )


@compiled
def add(arrays: CoverArrays, state: CoverState, option: int) -> None:
    """Choose an option that is not chosen."""
    state.is_chosen[option] = True
    state.totals[0] += state.value[option]
    state.totals[1] += arrays.cost[option]
    for at in range(arrays.option_ptr[option], arrays.option_ptr[option + 1]):
        demand = arrays.option_demands[at]
        weight = state.weight[demand]
        if state.times[demand] == 0:
            _shift(arrays, state, demand, -weight, option)
        elif state.times[demand] == 1:
            state.value[state.coverers[demand]] -= weight
        state.times[demand] += 1
        state.coverers[demand] += option
    for at in range(arrays.rival_ptr[option], arrays.rival_ptr[option + 1]):
        state.blocks[arrays.rivals[at]] += 1


@compiled
def drop(arrays: CoverArrays, state: CoverState, option: int) -> None:
    """Give up an option that is chosen."""
    state.is_chosen[option] = False
    state.totals[0] -= state.value[option]
    state.totals[1] -= arrays.cost[option]
    for at in range(arrays.option_ptr[option], arrays.option_ptr[option + 1]):
        demand = arrays.option_demands[at]
        weight = state.weight[demand]
        state.times[demand] -= 1
        state.coverers[demand] -= option
        if state.times[demand] == 0:
            _shift(arrays, state, demand, weight, option)
        elif state.times[demand] == 1:
            state.value[state.coverers[demand]] += weight
    for at in range(arrays.rival_ptr[option], arrays.rival_ptr[option + 1]):
        state.blocks[arrays.rivals[at]] -= 1


@compiled
def _shift(
    arrays: CoverArrays, state: CoverState, demand: int, weight: int, but: int
) -> None:
    """Change what all options but one gain from a demand."""
    for at in range(arrays.demand_ptr[demand], arrays.demand_ptr[demand + 1]):
        option = arrays.demand_options[at]
        if option != but:
            state.value[option] += weight


def state_of(
    arrays: CoverArrays, weight: IntArray, chosen: Sequence[int]
) -> CoverState:
    """Return the state in which some options are chosen."""
    state: CoverState = new_state(arrays, weight.astype(np.int64))
    for option in chosen:
        add(arrays, state, option)
    return state


def begin(
    instance: CoverInstance, weight: IntArray, start: Sequence[int], *, seed: int
) -> tuple[CoverArrays, CoverState, NumberedSet, IntArray]:
    """Return what a search begins with: question, state, the chosen as a set, dice."""
    arrays = CoverArrays.of(instance)
    chosen: NumberedSet = empty_set(instance.options)
    for option in start:
        include(chosen, option)
    dice = np.array([seed], dtype=np.uint64)
    return arrays, state_of(arrays, weight, start), chosen, dice
