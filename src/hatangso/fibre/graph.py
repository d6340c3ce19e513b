"""Where fibre may lie: nodes, and edges with what laying fibre along them costs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.units import IntArray

__all__ = ["RouteGraph", "known_terminals"]

# Sums of costs stay exact, in whole numbers and in doubles.
_GREATEST_TOTAL_VND = 2**53


@dataclass(frozen=True, eq=False)
class RouteGraph:
    """Nodes numbered from 0 and undirected edges between them.

    Attributes:
        nodes: Number of nodes.
        start: Node at one end of each edge, shape (edge,).
        end: Node at its other end, shape (edge,).
        cost_vnd: Cost of each edge in whole đồng, 0 or more, shape (edge,).
    """

    nodes: int
    start: IntArray
    end: IntArray
    cost_vnd: IntArray

    @classmethod
    def from_edges(
        cls, nodes: int, start: ArrayLike, end: ArrayLike, cost_vnd: ArrayLike
    ) -> "RouteGraph":
        """Return a graph after looking at every number.

        Args:
            nodes: Number of nodes.
            start: Node at one end of each edge.
            end: Node at its other end.
            cost_vnd: Cost of each edge; rounded to whole đồng.

        Raises:
            InvalidInputError: A cost is missing, negative or too large, or an edge
                leads to a node that does not exist; the message names the first.
        """
        costs = np.asarray(cost_vnd, dtype=float).reshape(-1)
        ends = [np.asarray(e, dtype=np.int64).reshape(-1) for e in (start, end)]
        if not len(ends[0]) == len(ends[1]) == len(costs):
            raise InvalidInputError(
                "every edge needs two ends and a cost; there are {starts}, {ends} and "
                "{costs}",
                starts=len(ends[0]),
                ends=len(ends[1]),
                costs=len(costs),
            )
        _require_costs(costs)
        for one in ends:
            is_stray = (one < 0) | (one >= nodes)
            if is_stray.any():
                raise InvalidInputError(
                    "edge {edge} ends at node {node}; the last node is {last}",
                    edge=int(np.argmax(is_stray)),
                    node=int(one[is_stray][0]),
                    last=nodes - 1,
                )
        return cls(nodes, ends[0], ends[1], np.rint(costs).astype(np.int64))

    @property
    def edges(self) -> int:
        """Number of edges."""
        return len(self.start)

    def parts(self) -> IntArray:
        """Return the number of the connected part of each node."""
        joined = np.ones(self.edges, dtype=np.int8)
        matrix = sparse.coo_array(
            (joined, (self.start, self.end)), shape=(self.nodes, self.nodes)
        )
        _, part = sparse.csgraph.connected_components(matrix, directed=False)
        return np.asarray(part, dtype=np.int64)


def known_terminals(graph: RouteGraph, terminals: Sequence[int]) -> IntArray:
    """Return the terminals in ascending order, each once.

    Raises:
        InvalidInputError: There is none.
        NotFoundError: One is not a node of the graph.
    """
    if not len(terminals):
        raise InvalidInputError("a fibre tree needs at least one terminal")
    for terminal in terminals:
        if not 0 <= terminal < graph.nodes:
            raise NotFoundError(
                "terminal {terminal} is not a node; the last node is {last}",
                terminal=int(terminal),
                last=graph.nodes - 1,
            )
    return np.unique(np.asarray(terminals, dtype=np.int64))


def _require_costs(costs: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    if np.isnan(costs).any():
        edge = int(np.argmax(np.isnan(costs)))
        raise InvalidInputError("the cost of edge {edge} is missing", edge=edge)
    if (costs < 0).any():
        raise InvalidInputError(
            "the cost of edge {edge} is below zero: {value:g}",
            edge=int(np.argmax(costs < 0)),
            value=float(costs[costs < 0][0]),
        )
    if not costs.sum() < _GREATEST_TOTAL_VND:
        raise InvalidInputError(
            "all edges together cost {value:g}; at most {limit:g} can be reckoned with",
            value=float(costs.sum()),
            limit=float(_GREATEST_TOTAL_VND),
        )
