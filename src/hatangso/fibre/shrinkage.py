"""Smaller graphs for when it is not known beforehand what a net has to join.

``shrunken(graph, is_kept) -> Shrinkage``: whatever nodes among those kept are to be
joined, the small ``Shrinkage.graph`` joins them for the same least cost as the given
one. It is for prizes, choices between fibre and radio, and many questions on one graph:
solve on ``graph`` with ``node[place]`` as terminals, then ``given_edges(chosen)``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.fibre.graph import RouteGraph
from hatangso.fibre.reductions import ReducibleGraph, detoured_edges
from hatangso.units import BoolArray, IntArray

__all__ = ["Shrinkage", "shrunken"]


@dataclass(frozen=True, eq=False)
class Shrinkage:
    """A small graph in place of a large one, for nets between the places kept.

    Attributes:
        graph: Fewer nodes and edges, no loops, no two edges between the same nodes.
        given_node: Number that each of its nodes had, ascending, shape (node,).
        node: Number here of each given node, shape (given node,); -1 if it is gone.
    """

    graph: RouteGraph
    given_node: IntArray
    node: IntArray
    _reducible: ReducibleGraph
    _numbers: IntArray
    _given: IntArray

    def given_edges(self, edges: Sequence[int] | IntArray) -> IntArray:
        """Return the given edges that edges here stand for, ascending.

        They cost the same together, and join what those join.
        """
        numbers = self._numbers[np.asarray(edges, dtype=np.int64)]
        return self._given[self._reducible.given_edges(numbers)]


def shrunken(graph: RouteGraph, is_kept: BoolArray) -> Shrinkage:
    """Return a smaller graph on which any places kept are joined for the same cost.

    Gone are edges that lead nowhere, nodes of passage, all but the cheapest of edges
    between the same nodes, and edges no shorter than another way between their ends.
    Rings need what is gone: they belong on the given graph.

    Args:
        graph: Where fibre may lie; its parts need not be connected.
        is_kept: Which nodes a net may have to join, shape (node,).

    Raises:
        InvalidInputError: The marks are not as many as the nodes.
    """
    if is_kept.shape != (graph.nodes,):
        raise InvalidInputError(
            "{given} nodes are marked as kept or not; the graph has {nodes}",
            given=is_kept.size,
            nodes=graph.nodes,
        )
    part = graph.parts()
    kept_n = np.bincount(part[is_kept], minlength=graph.nodes)
    is_useful = (kept_n[part[graph.start]] > 1) & (graph.start != graph.end)
    given = np.flatnonzero(is_useful)
    reducible = ReducibleGraph(
        graph.nodes, graph.start[given], graph.end[given], graph.cost_vnd[given]
    )
    while True:
        reducible.shorten_between(is_kept)
        network, nodes, numbers = reducible.network()
        is_needless = detoured_edges(network)
        if not is_needless.any():
            break
        reducible.drop(numbers[is_needless])
    ends = nodes[network.head.reshape(-1, 2)]
    nodes = np.union1d(nodes, np.flatnonzero(is_kept))
    here = np.full(graph.nodes, -1)
    here[nodes] = np.arange(len(nodes))
    small = RouteGraph(len(nodes), here[ends[:, 1]], here[ends[:, 0]], network.cost)
    return Shrinkage(small, nodes, here, reducible, numbers, given)
