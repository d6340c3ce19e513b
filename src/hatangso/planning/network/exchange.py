"""Better answers to network questions by search among what one goal could use.

Every option has the price at which it would join an answer as it stands, or which would
be saved without it: its own, and that of what it needs and of ties that nobody else
uses. At these prices one goal alone is a covering question, for which there is a fast
search; what it finds is tied anew and counts only if it is better then.
"""

from collections.abc import Iterator

import numpy as np

from hatangso.planning.covering.instance import CoverInstance, only_options
from hatangso.planning.covering.local_search import Chances, Goal, rebuild
from hatangso.planning.network.links import FAR, join
from hatangso.planning.network.reduction import NetworkQuestion
from hatangso.planning.network.search import (
    Answer,
    Guide,
    better_of,
    build,
    polished,
)
from hatangso.units import BoolArray, IntArray

__all__ = ["exchanged"]

_ROUNDS, _HEAT = 20_000, 0.3


def exchanged(
    question: NetworkQuestion, answer: Answer, is_near: BoolArray, *, seed: int
) -> Answer:
    """Return an answer that is no worse, searched for goal by goal.

    Args:
        question: What is asked.
        answer: Where the search begins.
        is_near: Options that may be added.
        seed: Start of the chances.
    """
    for weight, goal in _goals(question):
        found = _for_goal(question, answer, is_near, weight, goal, seed=seed)
        if found is not None:
            answer = better_of(question, answer, polished(question, found)) or answer
    return answer


def _goals(question: NetworkQuestion) -> Iterator[tuple[IntArray, Goal]]:
    """Yield weights and what they must reach; what is forced outweighs all else."""
    forced = question.is_forced.astype(np.int64)
    if question.budget_vnd is not None:
        if not question.goals:
            worth = question.worth
            yield worth + forced * int(worth.sum()), Goal(question.budget_vnd, -1)
        return
    for goal in question.goals:
        heavy = int(goal.weight.sum()) + 1
        need = goal.amount + heavy * int(forced.sum())
        yield goal.weight + forced * heavy, Goal(-1, need)


def _for_goal(
    question: NetworkQuestion,
    answer: Answer,
    is_near: BoolArray,
    weight: IntArray,
    goal: Goal,
    *,
    seed: int,
) -> Answer | None:
    """Search for one goal; return what was found, completed and tied, or None."""
    cover = question.cover
    chosen = np.zeros(cover.options, dtype=np.bool_)
    chosen[list(answer.options)] = True
    price = _prices(question, answer, chosen)
    is_held = question.is_fixed.copy()
    needed = question.needs[chosen]
    is_held[needed[needed >= 0]] = True
    is_free = (cover.covers @ weight > 0) & ~is_held & (chosen | is_near)
    kept = np.flatnonzero(chosen & ~is_free)
    for option in kept.tolist():
        is_free[list(cover.rivals[option])] = False
    is_free &= price < FAR
    free = np.flatnonzero(is_free)
    if not free.size or not chosen[free].any():
        return None
    left = np.where(cover.covered_by(kept.tolist()), 0, weight)
    narrow = only_options(cover, free)
    narrow = CoverInstance(
        narrow.covers, narrow.people, narrow.places, price[free], narrow.conflicts
    )
    start = np.flatnonzero(chosen[free])
    spent_vnd = answer.cost_vnd - int(price[free[start]].sum())
    done = int(weight.sum() - left.sum())
    limit = (
        Goal(goal.budget_vnd - spent_vnd, -1)
        if goal.need < 0
        else Goal(-1, goal.need - done)
    )
    found = rebuild(
        narrow,
        start.tolist(),
        limit,
        weight=left,
        pool=np.arange(free.size),
        chances=Chances(_ROUNDS, _HEAT, seed),
    )
    used = question.needs[free[list(found)]]
    masts = set(used[used >= 0].tolist())
    bare = [
        one
        for one in kept.tolist()
        if cover.covers.indptr[one + 1] > cover.covers.indptr[one]
    ]
    begin = sorted({*free[list(found)].tolist(), *masts, *bare})
    return build(question, Guide.of(question), begin)


def _prices(question: NetworkQuestion, answer: Answer, chosen: BoolArray) -> IntArray:
    """Return what each option would add to an answer, or dropping it would save."""
    cost, needs, arcs = question.cover.cost_vnd, question.needs, question.graph.arcs
    users = np.bincount(needs[chosen & (needs >= 0)], minlength=cost.size + 1)
    is_bare = (needs >= 0) & ~chosen[needs]
    is_only = (needs >= 0) & chosen & (users[needs] == 1) & ~question.is_fixed[needs]
    price = cost + np.where(is_bare | is_only, cost[needs], 0)
    is_joined = np.zeros(arcs.nodes, dtype=np.bool_)
    is_joined[0] = True
    is_joined[arcs.head[list(answer.arcs)]] = True
    relay = question.graph.needs
    is_open = (relay < 0) | chosen[relay]
    ways = np.where(is_open, arcs.cost, FAR)
    distance, _ = join(arcs, ways, np.zeros_like(is_joined), is_joined)
    saved = _savings(question, answer, chosen)
    tie = np.where(chosen, saved[question.gate], distance[question.gate])
    return np.minimum(price + tie, FAR)


def _savings(question: NetworkQuestion, answer: Answer, chosen: BoolArray) -> IntArray:
    """Return for each node the cost of ties that only its single option uses."""
    arcs = question.graph.arcs
    used = np.array(answer.arcs, dtype=np.int64)
    via = np.full(arcs.nodes, -1)
    via[arcs.head[used]] = used
    branches = np.bincount(arcs.tail[used], minlength=arcs.nodes)
    guests = np.bincount(question.gate[chosen], minlength=arcs.nodes)
    masts = np.unique(question.needs[chosen & (question.needs >= 0)])
    np.subtract.at(guests, question.gate[masts], 1)
    saved = np.zeros(arcs.nodes, dtype=np.int64)
    for leaf in np.flatnonzero((branches == 0) & (guests == 1) & (via >= 0)).tolist():
        node = leaf
        while node and (node == leaf or (branches[node] == 1 and not guests[node])):
            saved[leaf] += arcs.cost[via[node]]
            node = int(arcs.tail[via[node]])
    return saved
