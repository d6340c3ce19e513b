"""Large network questions taken apart: a covering question for each group of goals.

For answers every option has its full price, with what it needs and the cheapest tie.
For the bound it has what it costs at least: its own cost with a share of what it needs,
as many shares as options need it. Ties count beside, as far as all answers have them.
Groups of goals share no option, so that their bounds add up.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy import sparse

from hatangso.fibre.network import network_of
from hatangso.fibre.steiner_bound import ascend
from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.covering.decomposition import (
    decomposed_best,
    decomposed_cheapest,
)
from hatangso.planning.covering.instance import Selection
from hatangso.planning.network.instance import Need
from hatangso.planning.network.links import FAR, cheapest_between, reach
from hatangso.planning.network.proof import Proven
from hatangso.planning.network.reduction import NetworkQuestion
from hatangso.planning.network.search import (
    Answer,
    Guide,
    better_of,
    build,
    polished,
)
from hatangso.units import IntArray

__all__ = ["is_too_large", "taken_apart"]

# Up to here the relaxation of the whole takes less than some minutes.
_LARGEST_COVERS, _LARGEST_DEMANDS, _LARGEST_ARCS = 1_000_000, 15_000, 60_000


def is_too_large(question: NetworkQuestion) -> bool:
    """Return whether a question is taken apart rather than solved in one piece."""
    cover = question.cover
    is_wide = cover.demands > _LARGEST_DEMANDS or question.graph.size > _LARGEST_ARCS
    return is_wide or cover.covers.nnz > _LARGEST_COVERS


def taken_apart(
    question: NetworkQuestion, *, effort: Effort, known: Answer | None = None
) -> Proven | None:
    """Return a good answer and a bound; None when none was found.

    Args:
        question: What is asked.
        effort: When to stop.
        known: An answer; the result is no worse.
    """
    best = better_of(question, known, build(question, Guide.of(question)))
    if question.budget_vnd is None:
        return _cheapest(question, effort, best)
    return _most(question, effort, best)


def _cheapest(
    question: NetworkQuestion, effort: Effort, best: Answer | None
) -> Proven | None:
    chosen: set[int] = set()
    bound = _least_vnd(question)
    for goals in _groups(question):
        least = 0
        for goal in goals:
            full = _solved(question, goal, _full_prices(question), effort)
            chosen.update(full.chosen if full else ())
            low = _solved(question, goal, _least_prices(question), effort)
            least = max(least, low.bound if low else 0)
        bound += least
    best = _completed(question, best, chosen)
    return None if best is None else Proven(best, min(best.cost_vnd, bound))


def _most(
    question: NetworkQuestion, effort: Effort, best: Answer | None
) -> Proven | None:
    fixed_vnd = int(question.cover.cost_vnd[question.is_fixed].sum())
    left_vnd = (question.budget_vnd or 0) - np.array([fixed_vnd, _least_vnd(question)])
    full, low = (
        decomposed_best(
            replace(question.cover, cost_vnd=price),
            budget_vnd=int(left),
            effort=effort,
        )
        for price, left in zip(
            (_full_prices(question), _least_prices(question)), left_vnd, strict=True
        )
    )
    best = _completed(question, best, set(full.chosen))
    if best is None:
        return None
    factor = question.cover.people_factor
    return Proven(best, max(best.worth, (low.bound + 1) * factor - 1))


def _completed(
    question: NetworkQuestion, best: Answer | None, chosen: set[int]
) -> Answer | None:
    """Return the best of an answer and one that begins with chosen options."""
    needed = {int(question.needs[one]) for one in chosen} - {-1}
    answer = build(question, Guide.of(question), sorted(chosen | needed))
    if answer is not None:
        answer = polished(question, answer)
    return better_of(question, best, answer)


def _solved(
    question: NetworkQuestion, goal: Need, price: IntArray, effort: Effort
) -> Selection | None:
    cover = replace(question.cover, cost_vnd=price)
    return decomposed_cheapest(
        cover, weight=goal.weight, need=goal.amount, effort=effort
    )


def _groups(question: NetworkQuestion) -> Iterator[tuple[Need, ...]]:
    """Yield goals in groups, so that no option serves two groups.

    What is forced joins the goals of its group, and outweighs all else in each.
    """
    covers, forced = question.cover.covers, question.is_forced.astype(np.int64)
    both = sparse.block_array([[None, covers], [covers.T, None]])
    _, part = sparse.csgraph.connected_components(both, directed=False)
    part = part[question.cover.options :]
    for goal in question.goals:
        met = np.unique(part[goal.weight > 0])
        part[np.isin(part, met)] = met[0]
    is_asked = question.is_forced.copy()
    for goal in question.goals:
        is_asked |= goal.weight > 0
    for number in np.unique(part[is_asked]).tolist():
        inside = forced * (part == number)
        count = int(inside.sum())
        here = [g for g in question.goals if part[np.argmax(g.weight > 0)] == number]
        yield tuple(
            Need(goal.weight + inside * heavy, goal.amount + count * heavy)
            for goal in here or [Need(np.zeros_like(inside), 0)]
            for heavy in [int(goal.weight.sum()) + 1]
        )


def _full_prices(question: NetworkQuestion) -> IntArray:
    """Return what each option costs alone."""
    cost, needs, graph = question.cover.cost_vnd, question.needs, question.graph
    is_source = np.zeros(graph.arcs.nodes, dtype=np.bool_)
    is_source[0] = True
    relay = np.where(graph.needs >= 0, cost[graph.needs], 0)
    distance, _ = reach(graph.arcs, graph.arcs.cost + relay, is_source)
    tie = np.minimum(distance[question.gate], FAR // cost.size)
    return cost + np.where(needs >= 0, cost[needs], 0) + tie


def _least_vnd(question: NetworkQuestion) -> int:
    """Return what the fixed options, and ties of what all answers hold, cost at least.

    Other ties count for nothing.
    """
    arcs = question.graph.arcs
    fixed_vnd = int(question.cover.cost_vnd[question.is_fixed].sum())
    is_end = np.zeros(arcs.nodes, dtype=np.bool_)
    is_end[question.node[question.is_needed]] = True
    is_end[0] = False
    if not is_end.any():
        return fixed_vnd
    is_end[0] = True
    edges = cheapest_between(arcs, np.argsort(arcs.cost, kind="stable"))
    network = network_of(
        arcs.nodes, arcs.tail[edges], arcs.head[edges], arcs.cost[edges]
    )
    return fixed_vnd + ascend(network, is_end, 0).bound


def _least_prices(question: NetworkQuestion) -> IntArray:
    """Return costs whose sum over chosen options is no more than these cost."""
    cost, needs, is_fixed = question.cover.cost_vnd, question.needs, question.is_fixed
    users = np.bincount(needs[needs >= 0], minlength=cost.size)
    is_paid = (needs >= 0) & ~is_fixed[needs]
    share = np.where(is_paid, (cost[needs] - 1) // np.maximum(users[needs], 1), 0)
    # What carries others is paid by these, and what is fixed counts beside.
    return np.where((users > 0) | is_fixed, 1, cost + share)
