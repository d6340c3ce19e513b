"""Bounds without a solver: what each demand would pay to be covered.

The rows that tie demands to options, and those that keep rivals apart, are given up for
prices; what is left falls apart into two sorted lists. Good prices are found by
subgradient steps. Any prices at all give a bound that no answer passes, so that it
does not matter for the proof where the search for them stops.

Source:
    Fisher, The Lagrangian relaxation method for solving integer programming problems,
    Management Science 27 (1981); steps after Polyak, turned by the step before as in
    Camerini, Fratta and Maffioli, Math. Prog. Study 3 (1975).
"""

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from scipy import sparse

from hatangso.compiling import compiled
from hatangso.planning.covering.instance import CoverInstance
from hatangso.units import FloatArray, IntArray

__all__ = ["Prices", "best_prices", "cheapest_prices", "rival_groups"]

_ROUNDS = 2_000
_PATIENCE = 20
_STEP_FALL, _SMALLEST_STEP = 0.7, 1e-4
_TURN = 0.7
# Weight of the last step in the average of what is taken.
_NEWEST = 0.03
# Sums of floats stay right to this share of them.
_ROUNDING = 1e-9


# Price of each row, value of the relaxed question, price of money, shares.
_Found: TypeAlias = tuple[FloatArray, float, float, FloatArray]


@dataclass(frozen=True, eq=False)
class Prices:
    """Prices and the bound that they prove.

    Attributes:
        bound: No answer is better: an upper limit of worth, or a lower one of cost.
        reduced: How much worse than that an answer must be, per option: above zero,
            if it takes the option; below zero, if it leaves it.
        price: What each demand pays, in worth.
        fee: What each option pays, in worth, to stand among its rivals.
        fees: What all groups of rivals pay together for one option each.
        rate: Worth of one đồng; 0 where money is not short.
        shares: How far each option was taken, 0 to 1, on average over the last steps.
    """

    bound: float
    reduced: FloatArray
    price: FloatArray
    fee: FloatArray
    fees: float
    rate: float
    shares: FloatArray


class _Rows(NamedTuple):
    """Options and the rows that they stand in: demands, then groups of rivals.

    Attributes:
        ptr: Where the rows of each option begin.
        member: Rows of the options, one after the other.
        sign: 1 for a demand, -1 for a group.
        cost: Cost of each option.
        weight: Weight of each demand; 0 for a group.
        cap: Largest price of each row that can help.
        demands: How many of the rows are demands.
    """

    ptr: IntArray
    member: IntArray
    sign: FloatArray
    cost: FloatArray
    weight: FloatArray
    cap: FloatArray
    demands: int


class _Inner(NamedTuple):
    """What the relaxed question takes, refilled at every step.

    Attributes:
        profit: What each option is paid.
        part: How far each option is taken.
        taken: How often each row is served.
        met: How far each row asks to be served.
        shares: Average of the parts over the last steps.
    """

    profit: FloatArray
    part: FloatArray
    taken: FloatArray
    met: FloatArray
    shares: FloatArray


def best_prices(
    instance: CoverInstance, *, budget_vnd: int, known_worth: int
) -> Prices:
    """Return prices for the most worth within a budget.

    Args:
        instance: The question.
        budget_vnd: What may be spent.
        known_worth: Worth of a known answer; the nearer to the best, the better.
    """
    rows = _rows(instance, instance.worth, float(instance.worth.sum()))
    rows.cap[: instance.demands] = instance.worth
    limits = (float(budget_vnd), -1.0)
    found = _descend(rows, 0.5 * rows.weight, limits, float(known_worth))
    bound = found[1] + _ROUNDING * float(instance.worth.sum())
    return _prices(instance, found, bound, cost=found[2] * rows.cost, unit=1.0)


def cheapest_prices(
    instance: CoverInstance, *, weight: IntArray, need: int, known_cost_vnd: int
) -> Prices:
    """Return prices for the least cost at which a need is met.

    Args:
        instance: The question.
        weight: Weight of each demand.
        need: Covered weight that is asked for.
        known_cost_vnd: Cost of a known answer.
    """
    rows = _rows(instance, weight, float(known_cost_vnd))
    start = np.zeros(rows.sign.size)
    start[: instance.demands] = np.where(weight > 0, _fair_shares(instance), 0.0)
    limits = (-1.0, float(need))
    found = _descend(rows, start, limits, -float(known_cost_vnd))
    bound = -found[1] - _ROUNDING * known_cost_vnd
    return _prices(instance, found, bound, cost=rows.cost, unit=found[2])


def rival_groups(instance: CoverInstance) -> list[list[int]]:
    """Return groups of options of which one may be taken, that name every conflict."""
    rivals = [set(one) for one in instance.rivals]
    done: set[tuple[int, int]] = set()
    groups = []
    for pair in instance.conflicts.tolist():
        one, other = sorted(pair)
        if (one, other) in done:
            continue
        group, common = [one, other], rivals[one] & rivals[other]
        while common:
            group.append(min(common))
            common &= rivals[group[-1]]
        group.sort()
        done.update((a, b) for a in group for b in group if a < b)
        groups.append(group)
    return groups


def _rows(instance: CoverInstance, weight: IntArray, most: float) -> _Rows:
    groups = _group_matrix(instance)
    matrix = sparse.csr_array(sparse.hstack([instance.covers, groups.T]))
    sign = np.ones(matrix.shape[1])
    sign[instance.demands :] = -1.0
    full = np.zeros(matrix.shape[1])
    full[: instance.demands] = weight
    return _Rows(
        matrix.indptr.astype(np.int64),
        matrix.indices.astype(np.int32),
        sign,
        instance.cost_vnd.astype(np.float64),
        full,
        np.full(matrix.shape[1], most),
        instance.demands,
    )


def _group_matrix(instance: CoverInstance) -> sparse.csr_array:
    groups = rival_groups(instance)
    rows = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    members = np.array([one for group in groups for one in group], dtype=np.int64)
    shape = (len(groups), instance.options)
    return sparse.csr_array((np.ones(members.size), (rows, members)), shape=shape)


def _prices(
    instance: CoverInstance,
    found: _Found,
    bound: float,
    *,
    cost: FloatArray,
    unit: float,
) -> Prices:
    """Return prices and what follows from them.

    Args:
        instance: The question.
        found: The prices, in the unit of the bound.
        bound: The bound.
        cost: Cost of each option in that unit.
        unit: Worth of that unit.
    """
    price, _, rate, shares = found
    per_demand, per_group = price[: instance.demands], price[instance.demands :]
    fee = np.asarray(_group_matrix(instance).T @ per_group)
    return Prices(
        bound=bound,
        reduced=cost + fee - instance.covers @ per_demand,
        price=unit * per_demand,
        fee=unit * fee,
        fees=unit * float(per_group.sum()),
        rate=rate,
        shares=shares,
    )


def _fair_shares(instance: CoverInstance) -> FloatArray:
    """Return the least that a demand pays if those whom an option covers share it."""
    sizes = np.maximum(1, np.diff(instance.covers.indptr))
    share = instance.cost_vnd / sizes
    least = np.zeros(instance.demands)
    ptr, index = instance.by_demand.indptr, instance.by_demand.indices
    for demand in range(instance.demands):
        options = index[ptr[demand] : ptr[demand + 1]]
        least[demand] = share[options].min() if options.size else 0.0
    return least


@compiled
def _descend(
    rows: _Rows, start: FloatArray, limits: tuple[float, float], target: float
) -> _Found:
    """Lower the value of the relaxed question."""
    price, size, options = start.copy(), start.size, rows.cost.size
    inner = _Inner(
        np.zeros(options),
        np.zeros(options),
        np.zeros(size),
        np.ones(size),
        np.zeros(options),
    )
    best_price, best, best_rate = price.copy(), np.inf, 0.0
    turn = np.zeros(size)
    theta, stale = 1.0, 0
    for _ in range(_ROUNDS):
        value, rate = _relaxed(rows, price, inner, limits)
        inner.shares[:] += _NEWEST * (inner.part - inner.shares)
        stale = 0 if value < best - 1e-7 * abs(best) else stale + 1
        if value < best:
            best, best_rate = value, rate
            best_price[:] = price
        if stale >= _PATIENCE:
            stale = 0
            theta *= _STEP_FALL
            price[:] = best_price
            if theta < _SMALLEST_STEP:
                break
        norm = _turn(rows, price, inner, turn)
        if norm == 0.0:
            break
        step = theta * max(value - target, 1e-9 * abs(value)) / norm
        for row in range(size):
            price[row] = min(rows.cap[row], max(0.0, price[row] - step * turn[row]))
    return best_price, best, best_rate, inner.shares


@compiled
def _turn(rows: _Rows, price: FloatArray, inner: _Inner, turn: FloatArray) -> float:
    """Turn the direction towards the subgradient; return its squared length.

    Returns:
        The squared length; 0 where the subgradient is nought: nothing is better.
    """
    norm, steepness = 0.0, 0.0
    for row in range(price.size):
        met = inner.met[row]
        if price[row] >= rows.cap[row]:
            met = min(1.0, inner.taken[row])
        slope = rows.sign[row] * (inner.taken[row] - met)
        if price[row] <= 0.0 and slope > 0.0:
            slope = 0.0
        turn[row] = _TURN * slope + (1 - _TURN) * turn[row]
        norm += turn[row] * turn[row]
        steepness += slope * slope
    return norm if steepness > 0.0 else 0.0


@compiled
def _relaxed(
    rows: _Rows, price: FloatArray, inner: _Inner, limits: tuple[float, float]
) -> tuple[float, float]:
    """Return the value of the relaxed question and the price of money in it."""
    for option in range(rows.cost.size):
        profit = 0.0
        for at in range(rows.ptr[option], rows.ptr[option + 1]):
            row = rows.member[at]
            profit += rows.sign[row] * price[row]
        inner.profit[option] = profit
    inner.taken[:] = 0.0
    inner.part[:] = 0.0
    value = 0.0
    for row in range(rows.demands, price.size):
        value += price[row]
    budget, need = limits
    if need < 0.0:
        for row in range(rows.demands):
            value += rows.weight[row] - price[row]
        gain, rate = _spend(rows, inner, budget)
        return value + gain, rate
    for option in range(rows.cost.size):
        gain = inner.profit[option] - rows.cost[option]
        if gain > 0.0:
            value += gain
            _take(rows, inner, option, 1.0)
    cost, rate = _meet(rows, price, inner, need)
    return value - cost, rate


@compiled
def _spend(rows: _Rows, inner: _Inner, budget: float) -> tuple[float, float]:
    """Spend a budget on what pays best, the last option in part."""
    value, rate, left = 0.0, 0.0, budget
    for option in np.argsort(-inner.profit / rows.cost):
        if inner.profit[option] <= 0.0:
            return value, 0.0
        part = min(1.0, left / rows.cost[option])
        left -= part * rows.cost[option]
        value += part * inner.profit[option]
        rate = inner.profit[option] / rows.cost[option]
        _take(rows, inner, option, part)
        # What a part leaves is a rounding, no money.
        if part < 1.0 or left <= 0.0:
            return value, rate
    return value, 0.0


@compiled
def _meet(
    rows: _Rows, price: FloatArray, inner: _Inner, need: float
) -> tuple[float, float]:
    """Meet a need where it pays least, the last demand in part.

    Returns:
        What is paid, and the worth of one đồng where the last demand is met.
    """
    inner.met[: rows.demands] = 0.0
    cost, missing, last = 0.0, need, 0.0
    rate = np.full(rows.demands, np.inf)
    for row in range(rows.demands):
        if rows.weight[row] > 0.0:
            rate[row] = price[row] / rows.weight[row]
    for row in np.argsort(rate):
        if missing <= 0.0 or rows.weight[row] <= 0.0:
            break
        last = rate[row]
        part = min(1.0, missing / rows.weight[row])
        missing -= part * rows.weight[row]
        cost += part * price[row]
        inner.met[row] = part
    return cost, 1.0 / last if last > _ROUNDING else 0.0


@compiled
def _take(rows: _Rows, inner: _Inner, option: int, part: float) -> None:
    inner.part[option] = part
    for at in range(rows.ptr[option], rows.ptr[option + 1]):
        inner.taken[rows.member[at]] += part
