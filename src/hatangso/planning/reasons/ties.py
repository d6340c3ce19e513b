"""The cheapest ways from nodes that are tied to the network to all others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from hatangso.planning.network.instance import NetworkInstance
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["TieGraph", "Ties"]

# Dearer than everything that could be built, and still exact as a float.
_NO_WAY_VND = 2.0**52


@dataclass(frozen=True, eq=False)
class Ties:
    """The cheapest tie of every node.

    Attributes:
        cost_vnd: What it costs, masts that hops need included; infinite where there is
            none, shape (node,).
        root: Tied node at which it begins; below 0 where there is none.
        before: Node before each on its way; below 0 at its beginning.
        link: Link by which each node is reached; -1 at its beginning.
    """

    cost_vnd: FloatArray
    root: IntArray
    before: IntArray
    link: IntArray

    def way_to(self, node: int) -> tuple[int, ...]:
        """Return the links from the tied node outwards."""
        way = []
        while self.link[node] >= 0:
            way.append(int(self.link[node]))
            node = int(self.before[node])
        return tuple(reversed(way))


class TieGraph:
    """The links of an instance, ready for many questions."""

    def __init__(self, instance: NetworkInstance) -> None:
        """Sort the links by the nodes that they join."""
        links = instance.links
        back = np.flatnonzero(links.is_two_way)
        tail = np.concatenate([links.start, links.end[back]])
        head = np.concatenate([links.end, links.start[back]])
        link = np.concatenate([np.arange(links.start.size), back])
        order = np.lexsort((link, head, tail))
        tail, head, self._link = tail[order], head[order], link[order]
        self._nodes = links.nodes
        # Several links may join the same nodes: the cheapest of them counts.
        pair = tail * links.nodes + head
        self._pairs, self._first = np.unique(pair, return_index=True)
        self._head = head[self._first]
        self._row = np.searchsorted(tail[self._first], np.arange(links.nodes + 1))
        self._instance = instance

    def prices_vnd(
        self, *, is_built: BoolArray, is_allowed: BoolArray, free: IntArray
    ) -> FloatArray:
        """Return what each link costs on top of what stands, shape (link,).

        Args:
            is_built: Whether each option stands.
            is_allowed: Whether each option that does not stand may be built.
            free: Links that stand already.

        Returns:
            Prices, the mast included that a link needs and that does not stand;
            infinite where it may not be built.
        """
        links = self._instance.links
        prices = links.cost_vnd.astype(float)
        needing = np.flatnonzero(links.needs >= 0)
        mast = links.needs[needing]
        mast_vnd = self._instance.cover.cost_vnd[mast].astype(float)
        mast_vnd[~is_allowed[mast]] = np.inf
        mast_vnd[is_built[mast]] = 0.0
        prices[needing] += mast_vnd
        prices[free] = 0.0
        return prices

    def ties(
        self,
        tied: IntArray | Sequence[int],
        prices_vnd: FloatArray,
        *,
        limit_vnd: float = _NO_WAY_VND,
    ) -> Ties:
        """Return the cheapest tie of every node.

        Args:
            tied: Nodes that hang on the network already, one or more.
            prices_vnd: Price of each link; infinite for one that cannot be used.
            limit_vnd: Dearer ties are left out.
        """
        price = np.minimum(prices_vnd[self._link], 2 * _NO_WAY_VND)
        best = price[:0]
        if self._first.size:
            best = np.minimum.reduceat(price, self._first)
        shape = (self._nodes, self._nodes)
        graph = sparse.csr_array((best, self._head, self._row), shape=shape)
        cost, before, root = csgraph.dijkstra(
            graph,
            indices=np.asarray(tied),
            min_only=True,
            return_predecessors=True,
            limit=min(limit_vnd, _NO_WAY_VND),
        )
        reached = np.flatnonzero((before >= 0) & np.isfinite(cost))
        link = np.full(self._nodes, -1, dtype=np.int64)
        link[reached] = self._links_into(reached, before[reached], price, best)
        return Ties(cost, np.where(np.isfinite(cost), root, -1), before, link)

    def _links_into(
        self, node: IntArray, before: IntArray, price: FloatArray, best: FloatArray
    ) -> IntArray:
        """Return the first of the cheapest links from nodes to their neighbours."""
        at = np.searchsorted(self._pairs, before.astype(np.int64) * self._nodes + node)
        place = self._first[at]
        for step in np.flatnonzero(price[place] > best[at]):
            while price[place[step]] > best[at[step]]:
                place[step] += 1
        return np.asarray(self._link[place])
