"""Covering by an integer programme: as good as the proof that the effort allows.

Source:
    Toregas et al., The location of emergency service facilities, Oper. Res. 19 (1971),
    and Church and ReVelle, The maximal covering location problem, Papers Reg. Sci. 32
    (1974); here with costs, a partial need, and options that exclude each other.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from scipy import sparse

from hatangso.planning.covering.binary_program import BinaryProgram, Effort, solve
from hatangso.planning.covering.greedy import without_idle
from hatangso.planning.covering.instance import CoverInstance, Selection
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["cheaper_of", "cost_unit", "exact_best", "exact_cheapest"]

_LARGEST_UNIT_COUNT = 10**7
_MAX_REPAIRS = 100


def exact_cheapest(
    instance: CoverInstance,
    *,
    weight: IntArray,
    need: int,
    effort: Effort,
    known: tuple[int, ...] | None,
) -> Selection | None:
    """Return the cheapest options that cover a weight; None when there is no way.

    Args:
        instance: The question.
        weight: Weight of each demand, 0 or more.
        need: Covered weight that is asked for, no more than all.
        effort: When to stop.
        known: A known answer, if there is one; the result is no dearer.
    """
    unit, step = cost_unit(instance)
    program = _cheapest_program(instance, weight, need, unit=unit, step=step)

    def is_enough(chosen: Sequence[int]) -> bool:
        return int(weight[instance.covered_by(chosen)].sum()) >= need

    def forbid(program: BinaryProgram, is_one: BoolArray) -> BinaryProgram:
        # A set that does not reach the need lacks at least one more option.
        return program.with_row((~is_one).astype(float), low=1, high=np.inf)

    chosen, bound = _solve_exactly(
        instance,
        program,
        effort=effort,
        known=known,
        is_right=is_enough,
        forbid=forbid,
    )
    if chosen is not None:
        chosen = without_idle(instance, chosen, weight=weight, need=need)
    best = cheaper_of(instance, chosen, known)
    if best is None:
        return None
    cost_vnd = instance.total_cost_vnd(best)
    whole = math.ceil(bound / step - 1e-4) * step if math.isfinite(bound) else 0.0
    return Selection(best, cost_vnd, max(0, min(cost_vnd, round(whole * unit))))


def exact_best(
    instance: CoverInstance,
    *,
    budget_vnd: int,
    effort: Effort,
    known: tuple[int, ...],
) -> Selection:
    """Return the options within a budget that are worth most.

    Args:
        instance: The question.
        budget_vnd: What may be spent.
        effort: When to stop.
        known: A known answer within the budget; the result is never worse.
    """
    program = _best_program(instance, budget_vnd)

    def is_affordable(chosen: Sequence[int]) -> bool:
        return instance.total_cost_vnd(chosen) <= budget_vnd

    def forbid(program: BinaryProgram, is_one: BoolArray) -> BinaryProgram:
        # A set that costs too much must lose at least one of its options.
        row = is_one.astype(float)
        return program.with_row(row, low=-np.inf, high=row.sum() - 1)

    chosen, bound = _solve_exactly(
        instance,
        program,
        effort=effort,
        known=known,
        is_right=is_affordable,
        forbid=forbid,
    )
    worth, people = instance.worth, instance.people
    answers = [known, *([] if chosen is None else [chosen])]
    best = max(answers, key=lambda one: int(worth[instance.covered_by(one)].sum()))
    best = without_idle(instance, best, weight=worth)
    covered = int(people[instance.covered_by(best)].sum())
    most = int(people.sum())
    if math.isfinite(bound):
        most = min(most, math.floor((-bound + 1e-4) / instance.people_factor))
    return Selection(best, covered, max(covered, most))


def _solve_exactly(
    instance: CoverInstance,
    program: BinaryProgram,
    *,
    effort: Effort,
    known: Sequence[int] | None,
    is_right: Callable[[Sequence[int]], bool],
    forbid: Callable[[BinaryProgram, BoolArray], BinaryProgram],
) -> tuple[tuple[int, ...] | None, float]:
    """Solve until the answer is right in whole numbers, not only within tolerances."""
    start = None if known is None else _start(instance, program, known)
    bound = -math.inf
    for _ in range(_MAX_REPAIRS):
        solution = solve(program, effort=effort, start=start)
        if solution is None:
            return None, bound
        bound = max(bound, solution.bound)
        chosen = tuple(np.flatnonzero(solution.is_one).tolist())
        if is_right(chosen) and instance.is_free_of_conflict(chosen):
            return chosen, bound
        program = forbid(program, solution.is_one)
    return None, bound


def _start(
    instance: CoverInstance, program: BinaryProgram, known: Sequence[int]
) -> FloatArray:
    values = np.zeros(program.cost.size)
    values[list(known)] = 1
    if program.cost.size > instance.options:
        values[instance.options :] = instance.covered_by(known)
    return values


def _cheapest_program(
    instance: CoverInstance, weight: IntArray, need: int, *, unit: float, step: float
) -> BinaryProgram:
    cost = instance.cost_vnd / unit
    conflicts = _conflict_rows(instance)
    if need == int(weight.sum()):
        rows = instance.by_demand[np.flatnonzero(weight)]
        low = np.concatenate([np.ones(rows.shape[0]), _free(conflicts)])
        high = np.concatenate([np.full(rows.shape[0], np.inf), _ones(conflicts)])
        matrix = sparse.csr_array(sparse.vstack([rows, conflicts]))
        return BinaryProgram(cost, matrix, low, high, instance.options, step)
    total = sparse.csr_array(weight.reshape(1, -1))
    matrix = _with_demands(instance, conflicts, last=(None, total))
    demands = instance.demands
    low = np.concatenate([np.zeros(demands), _free(conflicts), [need]])
    high = np.concatenate([np.full(demands, np.inf), _ones(conflicts), [np.inf]])
    cost = np.concatenate([cost, np.zeros(demands)])
    return BinaryProgram(cost, matrix, low, high, instance.options, step)


def _best_program(instance: CoverInstance, budget_vnd: int) -> BinaryProgram:
    unit, _ = cost_unit(instance)
    demands, conflicts = instance.demands, _conflict_rows(instance)
    total = sparse.csr_array((instance.cost_vnd / unit).reshape(1, -1))
    matrix = _with_demands(instance, conflicts, last=(total, None))
    low = np.concatenate([np.zeros(demands), _free(conflicts), [-np.inf]])
    no_limit = np.full(demands, np.inf)
    high = np.concatenate([no_limit, _ones(conflicts), [budget_vnd / unit]])
    cost = np.concatenate([np.zeros(instance.options), -instance.worth])
    return BinaryProgram(cost, matrix, low, high, instance.options, 1.0)


def _with_demands(
    instance: CoverInstance,
    conflicts: sparse.csr_array,
    *,
    last: tuple[sparse.csr_array | None, sparse.csr_array | None],
) -> sparse.csr_array:
    """Stack the rows of options and demands: cover, exclusions, one last row."""
    options, demands = instance.options, instance.demands
    blocks = [
        [instance.by_demand, -sparse.eye_array(demands)],
        [conflicts, sparse.csr_array((conflicts.shape[0], demands))],
        [
            sparse.csr_array((1, options)) if last[0] is None else last[0],
            sparse.csr_array((1, demands)) if last[1] is None else last[1],
        ],
    ]
    return sparse.csr_array(sparse.block_array(blocks))


def _conflict_rows(instance: CoverInstance) -> sparse.csr_array:
    pairs = instance.conflicts
    rows = np.repeat(np.arange(pairs.shape[0]), 2)
    ones = np.ones(rows.size)
    shape = (pairs.shape[0], instance.options)
    return sparse.csr_array((ones, (rows, pairs.ravel())), shape=shape)


def _free(rows: sparse.csr_array) -> FloatArray:
    return np.full(rows.shape[0], -np.inf)


def _ones(rows: sparse.csr_array) -> FloatArray:
    return np.ones(rows.shape[0])


def cost_unit(instance: CoverInstance) -> tuple[float, float]:
    """Return the unit of cost for the solver, and the step between costs in it."""
    if not instance.options:
        return 1.0, 1.0
    divisor = int(np.gcd.reduce(instance.cost_vnd))
    largest = int(instance.cost_vnd.max())
    if largest // divisor <= _LARGEST_UNIT_COUNT:
        return float(divisor), 1.0
    unit = largest / _LARGEST_UNIT_COUNT
    return unit, divisor / unit


def cheaper_of(
    instance: CoverInstance, one: tuple[int, ...] | None, other: tuple[int, ...] | None
) -> tuple[int, ...] | None:
    """Return the cheaper of two answers, the first of equals; None is no answer."""
    if one is None or other is None:
        return other if one is None else one
    is_other = instance.total_cost_vnd(other) < instance.total_cost_vnd(one)
    return other if is_other else one
