"""What is left to decide about rings: stretches of a tree, and links that span them.

Every stretch of the tree parts its spots in two. Links have to join a spot on one side
with one on the other, directly or over junctions off the tree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from hatangso.fibre.graph import RouteGraph
from hatangso.fibre.rooted_tree import RootedTree
from hatangso.fibre.shrinkage import Shrinkage, shrunken
from hatangso.units import BoolArray, IntArray

__all__ = ["RingProblem", "ring_problem"]


@dataclass(frozen=True, eq=False)
class RingProblem:
    """Stretches that need a way round, and links to choose from.

    Attributes:
        links: Spots of the tree, numbered from 0 in the order of a walk down the tree,
            then junctions off it; edges with their cost.
        spots: Number of spots.
        low: First spot below each stretch, shape (stretch,).
        high: Spot after the last one below each stretch, shape (stretch,).
    """

    links: RouteGraph
    spots: int
    low: IntArray
    high: IntArray
    _shrinkage: Shrinkage
    _given: IntArray

    def given_edges(self, links: Sequence[int]) -> IntArray:
        """Return the edges of the given graph that links stand for, ascending."""
        return np.sort(self._given[self._shrinkage.given_edges(links)])

    def is_covered(self, is_laid: BoolArray) -> BoolArray:
        """Return which stretches have a way round over laid links."""
        spots = self.spots
        matrix = sparse.coo_array(
            (
                np.ones(np.count_nonzero(is_laid), dtype=np.int8),
                (self.links.start[is_laid], self.links.end[is_laid]),
            ),
            shape=(self.links.nodes, self.links.nodes),
        )
        _, part = sparse.csgraph.connected_components(matrix, directed=False)
        # The spots below a stretch are a run. Its way round is a part that holds a spot
        # of the run and one before or behind.
        _, begins, part = np.unique(
            part[:spots], return_index=True, return_inverse=True
        )
        ends = np.zeros_like(begins)
        np.maximum.at(ends, part, np.arange(spots))
        before = _least_of_runs(begins[part], self.low, self.high) < self.low
        behind = -_least_of_runs(-ends[part], self.low, self.high) >= self.high
        return np.asarray(before | behind, dtype=np.bool_)

    def is_below(self, stretch: int) -> BoolArray:
        """Return which spots lie below a stretch, shape (spot,)."""
        spot = np.arange(self.spots)
        low, high = int(self.low[stretch]), int(self.high[stretch])
        return (spot >= low) & (spot < high)


def ring_problem(
    graph: RouteGraph, edges: Sequence[int], hung: RootedTree, is_needed: BoolArray
) -> tuple[RingProblem, BoolArray]:
    """Return what is to be decided, and which stretches no link can span.

    Args:
        graph: The given graph.
        edges: Edges of the tree.
        hung: The tree, hung up at its root.
        is_needed: Whether the edge above each place of the tree needs a way round.

    Returns:
        The problem, and by place whether the edge above it is a bridge.
    """
    is_off = graph.start != graph.end
    is_off[list(edges)] = False
    given = np.flatnonzero(is_off)
    is_needed = is_needed.copy()
    is_needed[0] = False
    is_bridge = is_needed & ~_spanned(graph, given, hung)
    spot, stretches = _spots(hung, is_needed & ~is_bridge)
    # Nodes off the tree stand behind the spots.
    here = np.full(graph.nodes, -1)
    here[hung.node] = spot
    spots = int(spot.max()) + 1
    here[here < 0] = spots + np.arange(graph.nodes - len(hung.node))
    nodes = spots + graph.nodes - len(hung.node)
    off_tree = RouteGraph(
        nodes, here[graph.start[given]], here[graph.end[given]], graph.cost_vnd[given]
    )
    small = shrunken(off_tree, np.arange(nodes) < spots)
    links, spots_n, low, high = _touched(small.graph, spots, stretches)
    return RingProblem(links, spots_n, low, high, small, given), is_bridge


def _spanned(graph: RouteGraph, given: IntArray, hung: RootedTree) -> BoolArray:
    """Return above which places an edge lies that ways off the tree lead round."""
    off_tree = RouteGraph(
        graph.nodes, graph.start[given], graph.end[given], graph.cost_vnd[given]
    )
    part = off_tree.parts()[hung.node]
    order = np.argsort(part, kind="stable").tolist()
    is_spanned = np.zeros(len(hung.node), dtype=np.bool_)
    top = list(range(len(hung.node)))

    def highest(at: int) -> int:
        while top[at] != at:
            top[at] = top[top[at]]
            at = top[at]
        return at

    for one, other in pairwise(order):
        if part[one] == part[other]:
            a, b = highest(one), highest(other)
            while a != b:
                # A walk downwards meets what lies above before what lies below.
                a, b = max(a, b), min(a, b)
                is_spanned[a] = True
                top[a] = hung.above[a]
                a = highest(a)
    return is_spanned


def _spots(hung: RootedTree, is_stretch: BoolArray) -> tuple[IntArray, IntArray]:
    """Take together what no stretch parts; return each place's spot, and stretches.

    Stretches are pairs of the first spot below and the spot after the last.
    """
    first = is_stretch.copy()
    first[0] = True
    number = np.cumsum(first) - 1
    spot = np.zeros(len(hung.node), dtype=np.int64)
    for at in range(1, len(spot)):
        spot[at] = number[at] if is_stretch[at] else spot[hung.above[at]]
    below = np.flatnonzero(is_stretch)
    last = np.array(hung.end, dtype=np.int64)[below] - 1
    return spot, np.column_stack([number[below], number[last] + 1])


def _touched(
    graph: RouteGraph, spots: int, stretches: IntArray
) -> tuple[RouteGraph, int, IntArray, IntArray]:
    """Leave out spots that no link touches, and stretches that part the same spots."""
    is_touched = np.zeros(graph.nodes, dtype=np.bool_)
    is_touched[graph.start] = is_touched[graph.end] = True
    before = np.append(0, np.cumsum(is_touched))
    total = int(before[spots])
    low, high = before[stretches[:, 0]], before[stretches[:, 1]]
    # What lies below a stretch and what does not are parted alike.
    is_first = low == 0
    low, high = np.where(is_first, high, low), np.where(is_first, total, high)
    pairs = np.unique(np.column_stack([low, high]), axis=0)
    links = RouteGraph(
        int(before[-1]), before[graph.start], before[graph.end], graph.cost_vnd
    )
    return links, total, pairs[:, 0], pairs[:, 1]


def _least_of_runs(number: IntArray, low: IntArray, high: IntArray) -> IntArray:
    """Return the least number of each run from two runs of a power of two."""
    least = [number]
    length = 1
    while 2 * length <= len(number):
        least.append(np.minimum(least[-1][:-length], least[-1][length:]))
        length *= 2
    size = np.frexp(high - low)[1] - 1
    found = np.empty(len(low), dtype=np.int64)
    for power, table in enumerate(least):
        is_one = size == power
        run = low[is_one], high[is_one] - (1 << power)
        found[is_one] = np.minimum(table[run[0]], table[run[1]])
    return found
