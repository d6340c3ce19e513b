"""Better answers to large questions: tear a part of a plan down and build it anew.

Every round drops a few neighbouring options, fills the hole greedily with some chance,
and keeps the change by the rule of simulated annealing, cooling with the number of
rounds. The same seed gives the same answer.

Source:
    Schrimpf et al., Record breaking optimization results using the ruin and recreate
    principle, J. Comput. Phys. 159 (2000).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.planning.covering.chance import share, throw
from hatangso.planning.covering.cover_state import (
    CoverArrays,
    CoverState,
    add,
    begin,
    drop,
)
from hatangso.planning.covering.instance import CoverInstance
from hatangso.planning.covering.numbered_set import NumberedSet, exclude, include
from hatangso.units import BoolArray, IntArray

__all__ = ["Chances", "Goal", "build_up", "rebuild"]

_LARGEST_HOLE = 8
_TRIES = 4
# How far the heat falls from the first round to the last.
_COOLING = 1e-3
_BLINK_RATIO = 0.03
_NO_LIMIT = int(np.iinfo(np.int64).max)


class Goal(NamedTuple):
    """What is asked: most weight within a budget, or a need met at least cost.

    Attributes:
        budget_vnd: What may be spent; below zero where a need is asked for.
        need: Covered weight that is asked for; below zero where a budget is given.
    """

    budget_vnd: int
    need: int


@dataclass(frozen=True)
class Chances:
    """How long and how boldly to search.

    Attributes:
        rounds: Holes to tear and mend.
        heat: What worsening is accepted at first, as a share of an option's worth.
        seed: Start of the chances.
    """

    rounds: int
    heat: float = 0.3
    seed: int = 0


def build_up(
    instance: CoverInstance,
    goal: Goal,
    *,
    weight: IntArray,
    start: Sequence[int] = (),
    pool: IntArray | None = None,
) -> tuple[int, ...]:
    """Add options, those that gain most per cost first, until the goal stops it.

    Args:
        instance: The question.
        goal: What is asked.
        weight: Weight of each demand.
        start: Options that are taken already.
        pool: Options that may be added; None for all.

    Returns:
        Options in ascending order; they may miss a need.
    """
    everything = np.arange(instance.options)
    search = _begin(
        instance, start, goal, weight, everything if pool is None else pool, seed=0
    )
    _fill(search, 0, 0.0)
    return tuple(np.flatnonzero(search.state.is_chosen).tolist())


def rebuild(
    instance: CoverInstance,
    start: Sequence[int],
    goal: Goal,
    *,
    weight: IntArray,
    pool: IntArray,
    chances: Chances,
) -> tuple[int, ...]:
    """Return an answer that is no worse than a known one, searched for around it.

    Args:
        instance: The question.
        start: The known answer; it keeps to the goal.
        goal: What is asked.
        weight: Weight of each demand.
        pool: Options that may be added.
        chances: How long and how boldly to search.

    Returns:
        Options in ascending order.
    """
    search = _begin(instance, start, goal, weight, pool, seed=chances.seed)
    is_best = _anneal(search, chances.rounds, chances.heat)
    return tuple(np.flatnonzero(is_best).tolist())


class _Search(NamedTuple):
    """A search under way.

    Attributes:
        arrays: The question.
        state: The answer as it stands.
        chosen: The answer as it stood before the round.
        dice: The chances.
        pool: Options that may be added.
        goal: What is asked, limits in place of what is not.
        log: Options added and dropped in the round, in order.
    """

    arrays: CoverArrays
    state: CoverState
    chosen: NumberedSet
    dice: IntArray
    pool: IntArray
    goal: Goal
    log: IntArray


def _begin(
    instance: CoverInstance,
    start: Sequence[int],
    goal: Goal,
    weight: IntArray,
    pool: IntArray,
    *,
    seed: int,
) -> _Search:
    is_best = goal.need < 0
    limits = Goal(
        int(goal.budget_vnd) if is_best else _NO_LIMIT,
        _NO_LIMIT if is_best else int(goal.need),
    )
    # A round drops no more than is chosen, adds no more than there is, and drops again.
    log = np.empty(3 * instance.options + 1, np.int64)
    known = begin(instance, weight, start, seed=seed)
    return _Search(*known, pool.astype(np.int64), limits, log)


@compiled
def _anneal(search: _Search, rounds: int, heat: float) -> BoolArray:
    """Return the best answer that the rounds came by."""
    is_best = search.state.is_chosen.copy()
    now = best = _merit(search)
    hot = heat * abs(now) / max(1, search.chosen.size[0])
    for turn in range(rounds if search.chosen.size[0] else 0):
        lost = hot * _COOLING ** (turn / rounds) * np.log(1.0 - share(search.dice))
        used = _fill(search, _ruin(search), _BLINK_RATIO)
        used = _prune(search, used)
        merit = _merit(search)
        if _is_met(search) and merit >= now + lost:
            now = merit
            _follow(search, used)
        else:
            _undo(search, used)
        if now > best:
            best = now
            is_best[:] = search.state.is_chosen
    return is_best


@compiled
def _merit(search: _Search) -> int:
    worth, cost = search.state.totals
    return int(worth) if search.goal.need == _NO_LIMIT else -int(cost)


@compiled
def _is_met(search: _Search) -> bool:
    need = search.goal.need
    return bool(need == _NO_LIMIT or search.state.totals[0] >= need)


@compiled
def _follow(search: _Search, used: int) -> None:
    """Let the set of the chosen follow what a round did."""
    for option in search.log[:used]:
        if search.state.is_chosen[option]:
            include(search.chosen, option)
        else:
            exclude(search.chosen, option)


@compiled
def _undo(search: _Search, used: int) -> None:
    for option in search.log[:used][::-1]:
        if search.state.is_chosen[option]:
            drop(search.arrays, search.state, option)
        else:
            add(search.arrays, search.state, option)


@compiled
def _ruin(search: _Search) -> int:
    """Drop an option, and some that cover what is near to what it covers."""
    chosen, dice = search.chosen, search.dice
    first = chosen.members[throw(dice, chosen.size[0])]
    size = 1 + throw(dice, min(_LARGEST_HOLE, chosen.size[0]))
    drop(search.arrays, search.state, first)
    search.log[0] = first
    used = 1
    for _ in range(_TRIES * size):
        if used == size:
            break
        other = _neighbour(search, first)
        if other >= 0:
            drop(search.arrays, search.state, other)
            search.log[used] = other
            used += 1
    return used


@compiled
def _neighbour(search: _Search, option: int) -> int:
    """Return a chosen option two steps from another one by chance, or -1."""
    arrays, times, dice = search.arrays, search.state.times, search.dice
    demand = _any_of(arrays.option_ptr, arrays.option_demands, option, dice)
    if demand < 0:
        return -1
    between = _any_of(arrays.demand_ptr, arrays.demand_options, demand, dice)
    demand = _any_of(arrays.option_ptr, arrays.option_demands, between, dice)
    if times[demand] == 0:
        return -1
    skipped = throw(dice, times[demand])
    for at in range(arrays.demand_ptr[demand], arrays.demand_ptr[demand + 1]):
        other = arrays.demand_options[at]
        if search.state.is_chosen[other]:
            if skipped == 0:
                return int(other)
            skipped -= 1
    return -1


@compiled
def _any_of(ptr: IntArray, index: IntArray, row: int, dice: IntArray) -> int:
    width = ptr[row + 1] - ptr[row]
    return int(index[ptr[row] + throw(dice, width)]) if width else -1


@compiled
def _fill(search: _Search, used: int, blink_ratio: float) -> int:
    """Add what gains most per cost, overlooking some by chance."""
    state, goal = search.state, search.goal
    while state.totals[0] < goal.need:
        best = _most(search, goal.budget_vnd - state.totals[1], blink_ratio)
        if best < 0:
            break
        add(search.arrays, state, best)
        search.log[used] = best
        used += 1
    return used


@compiled
def _most(search: _Search, left: int, blink_ratio: float) -> int:
    """Return what gains most per cost for the money that is left, or -1."""
    arrays, state = search.arrays, search.state
    missing = search.goal.need - state.totals[0]
    best, rate = -1, 0.0
    for option in search.pool:
        if state.is_chosen[option] or state.blocks[option]:
            continue
        cost = arrays.cost[option]
        gain = min(state.value[option], missing)
        if gain > rate * cost and cost <= left:
            if blink_ratio > 0.0 and share(search.dice) < blink_ratio:
                continue
            best, rate = option, gain / cost
    return int(best)


@compiled
def _prune(search: _Search, used: int) -> int:
    """Drop what a need can do without: first of the old, from anywhere, then new."""
    state, need = search.state, search.goal.need
    count, added = search.chosen.size[0], used
    if need == _NO_LIMIT or state.totals[0] < need:
        return used
    start = throw(search.dice, count)
    for step in range(count + added):
        if step < count:
            option = search.chosen.members[(start + step) % count]
        else:
            option = search.log[step - count]
        surplus = state.totals[0] - need
        if state.is_chosen[option] and state.value[option] <= surplus:
            drop(search.arrays, state, option)
            search.log[used] = option
            used += 1
    return used
