"""Less fibre for the same rings: what rings made needless in the tree is left out."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from hatangso.errors import NotFoundError
from hatangso.fibre.bridges import hung_network
from hatangso.fibre.graph import RouteGraph
from hatangso.fibre.stretches import stretches_of

__all__ = ["thinned"]

_LEAST_BRANCHES = 3


def thinned(
    graph: RouteGraph, edges: Sequence[int], terminals: Sequence[int], *, root: int
) -> tuple[int, ...]:
    """Return a network without stretches whose loss costs no terminal its second way.

    The dearest stretch is tried first. What is left joins all terminals, and a cut
    harms a terminal only where it did before.

    Args:
        graph: The graph.
        edges: Edges of a tree and of the rings beside it.
        terminals: Nodes that need two ways to the root.
        root: The node that terminals are to reach.

    Returns:
        Edges that stay, ascending.

    Raises:
        NotFoundError: The network does not join a terminal to the root.
    """
    kept = set(edges)
    weak = _weak_edges(graph, sorted(kept), terminals, root)
    if weak is None:
        raise NotFoundError("the network does not join all terminals to the root")
    is_thinner = True
    while is_thinner:
        is_thinner = False
        for row in _needless(graph, sorted(kept), terminals, root, weak):
            rest = kept.difference(row)
            found = _weak_edges(graph, sorted(rest), terminals, root)
            if found is not None and found <= weak:
                kept, is_thinner = rest, True
    return tuple(sorted(kept))


def _needless(
    graph: RouteGraph,
    edges: Sequence[int],
    terminals: Sequence[int],
    root: int,
    weak: AbstractSet[int],
) -> list[tuple[int, ...]]:
    """Return the stretches that may be needless, the dearest first.

    Where a ring stretch ends, two others must go on: one alone would become a bridge.
    """
    ends = [graph.start[edges], graph.end[edges]]
    is_ring = np.array([edge not in weak for edge in edges])
    degree = np.bincount(np.concatenate(ends), np.tile(is_ring, 2), graph.nodes)
    rows = [
        one.edges
        for one in stretches_of(graph, edges, root, stops=terminals)
        if one.edges[0] not in weak
        and min(degree[one.start], degree[one.end]) >= _LEAST_BRANCHES
    ]
    return sorted(rows, key=lambda row: (-int(graph.cost_vnd[list(row)].sum()), row))


def _weak_edges(
    graph: RouteGraph, edges: Sequence[int], terminals: Sequence[int], root: int
) -> set[int] | None:
    """Return the edges that terminals hang on; None where one is lost already."""
    hung, is_bridge = hung_network(graph, edges, root)
    if any(one not in hung.place for one in terminals):
        return None
    below = np.zeros(len(hung.node) + 1, dtype=np.int64)
    below[[hung.place[one] + 1 for one in terminals]] = 1
    before = np.cumsum(below)
    return {
        hung.edge[at]
        for at in np.flatnonzero(is_bridge).tolist()
        if before[hung.end[at]] > before[at]
    }
