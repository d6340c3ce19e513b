"""What no tree can cost less than, and which edges no better tree can hold.

Source:
    Wong, A dual ascent approach for Steiner tree problems on a directed graph, Math.
    Program. 28 (1984); terminals in the order of the size of their cuts as by Pajor,
    Uchoa and Werneck, A robust and scalable algorithm for the Steiner problem in
    graphs, Math. Prog. Comp. 10 (2018).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.fibre.heap import pop, push
from hatangso.fibre.network import FAR, Network
from hatangso.units import BoolArray, IntArray

__all__ = ["Ascent", "ascend"]


@dataclass(frozen=True)
class Ascent:
    """A dual answer of the Steiner tree problem, rooted at a terminal.

    Attributes:
        bound: No tree costs less.
        reduced: What is left of the cost of each arc, shape (arc,).
        through: Bound on the cost of a tree that holds the edge, shape (edge,); FAR
            where no tree has a use for it.
    """

    bound: int
    reduced: IntArray
    through: IntArray


def ascend(network: Network, is_terminal: BoolArray, root: int) -> Ascent:
    """Return a lower bound on the cost of trees, and of trees with each edge.

    Args:
        network: A graph whose terminals are connected.
        is_terminal: What trees join.
        root: A terminal; the bound is valid for every one, its value differs.
    """
    reduced = np.repeat(network.cost, 2)
    bound = _raise_cuts(network, is_terminal, root, reduced)
    sources = np.zeros_like(is_terminal)
    sources[root] = True
    away = _distance(network, sources, reduced, 0)
    sources = is_terminal.copy()
    sources[root] = False
    onward = _distance(network, sources, reduced, 1)
    tail, head = network.head[1::2], network.head[0::2]
    forth = _sum(away[tail], reduced[0::2], onward[head])
    back = _sum(away[head], reduced[1::2], onward[tail])
    return Ascent(int(bound), reduced, np.minimum(np.minimum(forth, back) + bound, FAR))


def _sum(away: IntArray, reduced: IntArray, onward: IntArray) -> IntArray:
    is_far = (away == FAR) | (onward == FAR)
    return np.where(is_far, FAR // 2, away + reduced + np.where(is_far, 0, onward))


@compiled
def _distance(
    network: Network, is_source: BoolArray, reduced: IntArray, turn: int
) -> IntArray:
    """Return distances from sources (turn 0) or to them (turn 1) by arcs' lengths."""
    first, out, head, _ = network
    nodes_n = len(first) - 1
    distance = np.full(nodes_n, FAR)
    heap = np.empty(nodes_n, dtype=np.int64)
    place = np.full(nodes_n, -1)
    size = 0
    for node in range(nodes_n):
        if is_source[node]:
            distance[node] = 0
            size = push(heap, place, distance, size, node)
    while size > 0:
        node = pop(heap, place, distance, size)
        size -= 1
        for at in range(first[node], first[node + 1]):
            arc = out[at]
            reach = distance[node] + reduced[arc ^ turn]
            if reach < distance[head[arc]]:
                distance[head[arc]] = reach
                size = push(heap, place, distance, size, head[arc])
    return distance


class _Cut(NamedTuple):
    """A growing set of nodes around a terminal, and the arcs that lead into it."""

    reduced: IntArray  # (arc,)
    is_active: BoolArray  # (node,) terminals whose cuts may still be raised
    seen: IntArray  # (node,) set that last took the node in
    todo: IntArray  # nodes whose arcs are not yet looked at
    arcs: IntArray
    counts: IntArray  # (3,) by the names below


_NOW, _TODO, _ARCS = 0, 1, 2


@compiled
def _raise_cuts(
    network: Network, is_terminal: BoolArray, root: int, reduced: IntArray
) -> int:
    """Lower the costs of arcs, cut by cut, and return the sum of what cuts took."""
    first = network.first
    nodes_n = len(first) - 1
    score = np.zeros(nodes_n, dtype=np.int64)
    heap = np.empty(nodes_n, dtype=np.int64)
    place = np.full(nodes_n, -1)
    size = 0
    for node in range(nodes_n):
        if is_terminal[node] and node != root:
            score[node] = first[node + 1] - first[node]
            size = push(heap, place, score, size, node)
    cut = _Cut(
        reduced,
        is_terminal.copy(),
        np.full(nodes_n, -1),
        np.empty(nodes_n, dtype=np.int64),
        np.empty(len(reduced), dtype=np.int64),
        np.zeros(3, dtype=np.int64),
    )
    bound = 0
    while size > 0:
        terminal = pop(heap, place, score, size)
        size -= 1
        limit = score[heap[0]] if size > 0 else FAR
        bound += _raise_cut(network, cut, terminal, limit)
        if cut.is_active[terminal]:
            score[terminal] = cut.counts[_ARCS]
            size = push(heap, place, score, size, terminal)
    return bound


@compiled
def _raise_cut(network: Network, cut: _Cut, terminal: int, limit: int) -> int:
    """Raise cuts around a terminal until another one's turn has come.

    The terminal is active no more when its set meets one that is.

    Args:
        network: The graph.
        cut: What is left of costs.
        terminal: Where the set begins to grow.
        limit: Number of arcs from which on it is another's turn.

    Returns:
        The sum of what the cuts took.
    """
    cut.counts[_NOW] += 1
    cut.counts[_TODO] = 1
    cut.counts[_ARCS] = 0
    cut.todo[0] = terminal
    cut.seen[terminal] = cut.counts[_NOW]
    total = 0
    while _spread(network, cut, terminal):
        least = _least(network, cut)
        if cut.counts[_ARCS] > limit:
            return total
        total += least
        _lower(network, cut, least)
    cut.is_active[terminal] = False
    return total


@compiled
def _spread(network: Network, cut: _Cut, terminal: int) -> bool:
    """Take in all that leads here at no cost; False when that is an active terminal."""
    first, out, head, _ = network
    now = cut.counts[_NOW]
    while cut.counts[_TODO] > 0:
        cut.counts[_TODO] -= 1
        node = cut.todo[cut.counts[_TODO]]
        if cut.is_active[node] and node != terminal:
            return False
        for at in range(first[node], first[node + 1]):
            arc = out[at] ^ 1
            other = head[out[at]]
            if cut.seen[other] != now:
                if cut.reduced[arc] > 0:
                    cut.arcs[cut.counts[_ARCS]] = arc
                    cut.counts[_ARCS] += 1
                else:
                    cut.seen[other] = now
                    cut.todo[cut.counts[_TODO]] = other
                    cut.counts[_TODO] += 1
    return True


@compiled
def _least(network: Network, cut: _Cut) -> int:
    """Forget arcs within the set; return the least that is left of another's cost."""
    kept = 0
    least = FAR
    for i in range(cut.counts[_ARCS]):
        arc = cut.arcs[i]
        if cut.seen[network.head[arc ^ 1]] != cut.counts[_NOW]:
            cut.arcs[kept] = arc
            kept += 1
            least = min(least, cut.reduced[arc])
    cut.counts[_ARCS] = kept
    return least


@compiled
def _lower(network: Network, cut: _Cut, least: int) -> None:
    """Lower what is left of the arcs' costs, and note where nothing is left."""
    kept = 0
    for i in range(cut.counts[_ARCS]):
        arc = cut.arcs[i]
        cut.reduced[arc] -= least
        if cut.reduced[arc] > 0:
            cut.arcs[kept] = arc
            kept += 1
            continue
        tail = network.head[arc ^ 1]
        if cut.seen[tail] != cut.counts[_NOW]:
            cut.seen[tail] = cut.counts[_NOW]
            cut.todo[cut.counts[_TODO]] = tail
            cut.counts[_TODO] += 1
    cut.counts[_ARCS] = kept
