"""Exact covering: cheapest to a need, most people within a budget.

Source:
    Toregas et al., The location of emergency service facilities, Oper. Res. 19 (1971),
    and Church and ReVelle, The maximal covering location problem, Papers Reg. Sci. 32
    (1974); here with costs, a partial need, and options that exclude each other.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from hatangso.planning.binary_program import BinaryProgram, Effort, solve
from hatangso.planning.greedy import greedy_best, greedy_cheapest, without_idle
from hatangso.planning.instance import CoverInstance, Reduction, reduce_instance
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["Selection", "best_cover", "cheapest_cover", "usual_effort"]

# Up to this many demands the proof is carried to its end within seconds. Beyond, the
# root of the search gives nearly all that hundreds of nodes do, in a fifth of the time.
_LARGEST_FULL_PROOF = 500
_FULL_PROOF = Effort(gap_ratio=0.0, nodes=4_000)
_SHORT_PROOF = Effort(gap_ratio=0.005, nodes=1)
_LARGEST_UNIT_COUNT = 10**7
_MAX_REPAIRS = 100


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


def usual_effort(instance: CoverInstance) -> Effort:
    """Return the effort by size: to the end when small, else to the root."""
    is_small = instance.demands <= _LARGEST_FULL_PROOF
    return _FULL_PROOF if is_small else _SHORT_PROOF


def cheapest_cover(
    instance: CoverInstance, *, need: int, effort: Effort | None = None
) -> Selection | None:
    """Return the cheapest options that cover a number of people.

    Of equals, the one that covers most people and then most localities is returned,
    as far as the effort lets the solver finish.

    Args:
        instance: The question.
        need: People to cover.
        effort: When to stop; by size when not given.

    Returns:
        The selection, its objective in đồng; None when the need cannot be met.
    """
    if need <= 0:
        return Selection((), 0, 0)
    reduction = reduce_instance(instance)
    smaller = reduction.instance
    effort = effort or usual_effort(smaller)
    found = _cheapest(smaller, smaller.people, need, effort, start=None)
    if found is None:
        return None
    is_partial = need < int(smaller.people.sum())
    if is_partial and found.objective == found.bound:
        better = _best(smaller, found.objective, effort, found.chosen)
        found = Selection(better.chosen, found.objective, found.bound)
    return _lift(reduction, found)


def best_cover(
    instance: CoverInstance,
    *,
    budget_vnd: int,
    effort: Effort | None = None,
    start: Sequence[int] = (),
) -> Selection:
    """Return the options within a budget that cover most people.

    Of equals, the one that covers most localities and then the cheapest is returned,
    as far as the effort lets the solver finish.

    Args:
        instance: The question.
        budget_vnd: What may be spent.
        effort: When to stop; by size when not given.
        start: A known answer within the budget; the result is never worse.

    Returns:
        The selection, its objective in people.
    """
    reduction = reduce_instance(instance)
    smaller = reduction.instance
    effort = effort or usual_effort(smaller)
    known = _translate(start, reduction)
    found = _best(smaller, budget_vnd, effort, known)
    worth = int(smaller.worth[smaller.covered_by(found.chosen)].sum())
    if found.objective == found.bound and found.chosen:
        least = _cheapest(smaller, smaller.worth, worth, effort, start=found.chosen)
        if least is not None:
            found = Selection(least.chosen, found.objective, found.bound)
    return _lift(reduction, found)


def _cheapest(
    instance: CoverInstance,
    weight: IntArray,
    need: int,
    effort: Effort,
    *,
    start: Sequence[int] | None,
) -> Selection | None:
    if int(weight.sum()) < need:
        return None
    known = greedy_cheapest(instance, weight=weight, need=need)
    known = _cheaper(instance, known, None if start is None else tuple(start))
    unit, step = _cost_unit(instance)
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
    best = _cheaper(instance, chosen, known)
    if best is None:
        return None
    cost_vnd = instance.total_cost_vnd(best)
    whole = math.ceil(bound / step - 1e-4) * step if math.isfinite(bound) else 0.0
    return Selection(best, cost_vnd, max(0, min(cost_vnd, round(whole * unit))))


def _best(
    instance: CoverInstance, budget_vnd: int, effort: Effort, start: Sequence[int]
) -> Selection:
    known = greedy_best(instance, budget_vnd=budget_vnd, start=start)
    if not known:
        return Selection((), 0, 0)
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
    unit, _ = _cost_unit(instance)
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


def _cost_unit(instance: CoverInstance) -> tuple[float, float]:
    """Return the unit of cost for the solver, and the step between costs in it."""
    if not instance.options:
        return 1.0, 1.0
    divisor = int(np.gcd.reduce(instance.cost_vnd))
    largest = int(instance.cost_vnd.max())
    if largest // divisor <= _LARGEST_UNIT_COUNT:
        return float(divisor), 1.0
    unit = largest / _LARGEST_UNIT_COUNT
    return unit, divisor / unit


def _cheaper(
    instance: CoverInstance, one: tuple[int, ...] | None, other: tuple[int, ...] | None
) -> tuple[int, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    is_other = instance.total_cost_vnd(other) < instance.total_cost_vnd(one)
    return other if is_other else one


def _translate(start: Sequence[int], reduction: Reduction) -> list[int]:
    """Return a known answer in the reduced instance, for what is still there."""
    place = {int(option): index for index, option in enumerate(reduction.options)}
    return [place[option] for option in start if option in place]


def _lift(reduction: Reduction, found: Selection) -> Selection:
    chosen = tuple(reduction.options[list(found.chosen)].tolist())
    return Selection(chosen, found.objective, found.bound)
