"""Good answers at once: greedy choice, clearing out, and exchange of one option.

They start the exact solver, and stand beside it as its plain twin.
"""

from collections.abc import Sequence

import numpy as np

from hatangso.planning.covering.instance import CoverInstance
from hatangso.units import IntArray

__all__ = ["greedy_best", "greedy_cheapest", "without_idle"]

_MAX_PASSES = 3


def greedy_cheapest(
    instance: CoverInstance, *, weight: IntArray, need: int
) -> tuple[int, ...] | None:
    """Choose options until the covered weight reaches a need, cheaply.

    Args:
        instance: The question.
        weight: Weight of each demand, 0 or more.
        need: Covered weight that is asked for.

    Returns:
        Options in ascending order; None when greedy choice found no way.
    """
    chosen = _complete_need(instance, (), weight=weight, need=need)
    if chosen is None:
        return None
    cost_vnd = instance.total_cost_vnd
    for _ in range(_MAX_PASSES):
        before = chosen
        for option in before:
            if option not in chosen:
                continue
            rest = tuple(one for one in chosen if one != option)
            other = _complete_need(
                instance, rest, weight=weight, need=need, banned=option
            )
            if other and cost_vnd(other) < cost_vnd(chosen):
                chosen = other
        if chosen == before:
            break
    return chosen


def greedy_best(
    instance: CoverInstance, *, budget_vnd: int, start: Sequence[int] = ()
) -> tuple[int, ...]:
    """Choose options that cover much worth within a budget.

    Args:
        instance: The question.
        budget_vnd: What may be spent.
        start: A known answer within the budget; the result is never worth less.

    Returns:
        Options in ascending order.
    """
    answers = [
        _complete_budget(instance, begin, budget_vnd=budget_vnd)
        for begin in ((), tuple(start), *_best_single(instance, budget_vnd))
    ]
    chosen = max(answers, key=lambda answer: _rank(instance, answer))
    for _ in range(_MAX_PASSES):
        before = chosen
        for option in before:
            if option not in chosen:
                continue
            rest = tuple(one for one in chosen if one != option)
            other = _complete_budget(
                instance, rest, budget_vnd=budget_vnd, banned=option
            )
            if _rank(instance, other) > _rank(instance, chosen):
                chosen = other
        if chosen == before:
            break
    return chosen


def without_idle(
    instance: CoverInstance,
    chosen: Sequence[int],
    *,
    weight: IntArray,
    need: int | None = None,
) -> tuple[int, ...]:
    """Drop options, the dearest first, that the answer can do without.

    Args:
        instance: The question.
        chosen: The answer.
        weight: Weight of each demand.
        need: Covered weight that must stay; None keeps the coverage of everything
            that counts as a locality.
    """
    kept = sorted(set(chosen))
    selection = np.zeros(instance.options, dtype=np.int64)
    selection[kept] = 1
    times = instance.by_demand @ selection
    slack = None if need is None else int(weight[times > 0].sum()) - need
    for option in sorted(kept, key=lambda one: (-int(instance.cost_vnd[one]), -one)):
        demands = instance.demands_of(option)
        alone = demands[times[demands] == 1]
        lost = int(weight[alone].sum())
        if (slack is None and alone.size) or (slack is not None and lost > slack):
            continue
        slack = None if slack is None else slack - lost
        times[demands] -= 1
        kept.remove(option)
    return tuple(kept)


def _complete_need(
    instance: CoverInstance,
    start: Sequence[int],
    *,
    weight: IntArray,
    need: int,
    banned: int | None = None,
) -> tuple[int, ...] | None:
    chosen, is_open = list(start), _open_options(instance, start, banned)
    open_weight = np.where(instance.covered_by(chosen), 0, weight)
    missing = need - int(weight.sum() - open_weight.sum())
    while missing > 0:
        gain = np.minimum(instance.covers @ open_weight, missing) * is_open
        best = int(np.argmax(gain / instance.cost_vnd)) if gain.size else 0
        if not gain.size or gain[best] <= 0:
            return None
        _take(instance, best, chosen, is_open)
        demands = instance.demands_of(best)
        missing -= int(open_weight[demands].sum())
        open_weight[demands] = 0
    return without_idle(instance, chosen, weight=weight, need=need)


def _complete_budget(
    instance: CoverInstance,
    start: Sequence[int],
    *,
    budget_vnd: int,
    banned: int | None = None,
) -> tuple[int, ...]:
    chosen = list(without_idle(instance, start, weight=instance.worth))
    is_open = _open_options(instance, chosen, banned)
    open_worth = np.where(instance.covered_by(chosen), 0, instance.worth)
    left_vnd = budget_vnd - instance.total_cost_vnd(chosen)
    while instance.options:
        is_open &= instance.cost_vnd <= left_vnd
        gain = (instance.covers @ open_worth) * is_open
        best = int(np.argmax(gain / instance.cost_vnd))
        if gain[best] <= 0:
            break
        _take(instance, best, chosen, is_open)
        left_vnd -= int(instance.cost_vnd[best])
        open_worth[instance.demands_of(best)] = 0
    return without_idle(instance, chosen, weight=instance.worth)


def _best_single(instance: CoverInstance, budget_vnd: int) -> list[tuple[int, ...]]:
    gain = (instance.covers @ instance.worth) * (instance.cost_vnd <= budget_vnd)
    best = int(np.argmax(gain)) if gain.size else -1
    return [(best,)] if best >= 0 and gain[best] > 0 else []


def _open_options(
    instance: CoverInstance, chosen: Sequence[int], banned: int | None
) -> IntArray:
    is_open = np.ones(instance.options, dtype=np.int64)
    is_open[list(chosen)] = 0
    for option in chosen:
        is_open[list(instance.rivals[option])] = 0
    if banned is not None:
        is_open[banned] = 0
    return is_open


def _take(
    instance: CoverInstance, option: int, chosen: list[int], is_open: IntArray
) -> None:
    chosen.append(option)
    is_open[option] = 0
    is_open[list(instance.rivals[option])] = 0


def _rank(instance: CoverInstance, chosen: Sequence[int]) -> tuple[int, int]:
    worth = int(instance.worth[instance.covered_by(chosen)].sum())
    return worth, -instance.total_cost_vnd(chosen)
