"""Covering with a proof: cheapest to a need, most people within a budget.

The question is reduced first. A small one goes to the integer programme, a large one is
taken apart.
"""

from collections.abc import Sequence

from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.covering.decomposition import (
    decomposed_best,
    decomposed_cheapest,
)
from hatangso.planning.covering.exact import cheaper_of, exact_best, exact_cheapest
from hatangso.planning.covering.greedy import greedy_best, greedy_cheapest
from hatangso.planning.covering.instance import (
    CoverInstance,
    Reduction,
    Selection,
    reduce_instance,
)
from hatangso.units import IntArray

__all__ = ["best_cover", "cheapest_cover", "is_large", "usual_effort"]

# Up to here the integer programme carries the proof to its end within seconds.
_LARGEST_EXACT_DEMANDS, _LARGEST_EXACT_COVERS = 500, 100_000
# And up to here its root gives a better proof, sooner: a province's 5G has 1,500
# demands and 200,000 covers.
_LARGEST_WHOLE_DEMANDS, _LARGEST_WHOLE_COVERS = 2_000, 300_000
_FULL_PROOF = Effort(gap_ratio=0.0, nodes=4_000)
_SHORT_PROOF = Effort(gap_ratio=0.001, nodes=1)


def is_large(instance: CoverInstance) -> bool:
    """Return whether a question is taken apart rather than solved in one piece."""
    is_wide = instance.demands > _LARGEST_WHOLE_DEMANDS
    return is_wide or instance.covers.nnz > _LARGEST_WHOLE_COVERS


def usual_effort(instance: CoverInstance) -> Effort:
    """Return the effort by size: to the end when small, else to the root."""
    is_wide = instance.demands > _LARGEST_EXACT_DEMANDS
    if is_wide or instance.covers.nnz > _LARGEST_EXACT_COVERS:
        return _SHORT_PROOF
    return _FULL_PROOF


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
    start: tuple[int, ...] | None,
) -> Selection | None:
    if int(weight.sum()) < need:
        return None
    if is_large(instance):
        return decomposed_cheapest(
            instance, weight=weight, need=need, effort=effort, known=start
        )
    known = greedy_cheapest(instance, weight=weight, need=need)
    known = cheaper_of(instance, known, start)
    return exact_cheapest(
        instance, weight=weight, need=need, effort=effort, known=known
    )


def _best(
    instance: CoverInstance, budget_vnd: int, effort: Effort, start: Sequence[int]
) -> Selection:
    if is_large(instance):
        return decomposed_best(
            instance, budget_vnd=budget_vnd, effort=effort, known=tuple(start)
        )
    known = greedy_best(instance, budget_vnd=budget_vnd, start=start)
    if not known:
        return Selection((), 0, 0)
    return exact_best(instance, budget_vnd=budget_vnd, effort=effort, known=known)


def _translate(start: Sequence[int], reduction: Reduction) -> list[int]:
    """Return a known answer in the reduced instance, for what is still there."""
    place = {int(option): index for index, option in enumerate(reduction.options)}
    return [place[option] for option in start if option in place]


def _lift(reduction: Reduction, found: Selection) -> Selection:
    chosen = tuple(reduction.options[list(found.chosen)].tolist())
    return Selection(chosen, found.objective, found.bound)
