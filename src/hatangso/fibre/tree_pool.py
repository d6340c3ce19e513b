"""Good trees of one network, and better ones mixed from them."""

import numpy as np

from hatangso.fibre.local_search import improve_tree
from hatangso.fibre.network import Network, grow_tree, span_nodes
from hatangso.fibre.steiner_bound import Ascent
from hatangso.units import BoolArray

__all__ = ["TreePool"]

# How much dearer an edge looks that only one parent holds, and one that none holds.
_ONE_PARENT = (1.0, 3.0)
_NO_PARENT = (3.0, 6.0)
_ANY_EDGE = (1.0, 1.3)
# An edge counts by what an ascent left of its cost, and by this share of the whole.
_COST_SHARE = 0.1


class TreePool:
    """The best trees found so far, by cost, no two of one cost."""

    def __init__(
        self,
        network: Network,
        is_terminal: BoolArray,
        size: int,
        random: np.random.Generator,
    ) -> None:
        """Begin without trees.

        Args:
            network: A graph whose terminals are connected.
            is_terminal: Which nodes trees join.
            size: Trees to keep.
            random: Where chance comes from.
        """
        self.network = network
        self.is_terminal = is_terminal
        self.random = random
        self._size = size
        self._order = np.argsort(network.cost, kind="stable")
        self._terminals = np.flatnonzero(is_terminal)
        self._trees: list[tuple[int, BoolArray]] = []

    @property
    def trees(self) -> list[BoolArray]:
        """Which edges each tree holds, the cheapest tree first."""
        return [tree for _, tree in self._trees]

    @property
    def least_cost(self) -> int:
        """Cost of the cheapest tree."""
        return self._trees[0][0]

    def any_terminal(self) -> int:
        """Return a terminal by chance."""
        return int(self.random.choice(self._terminals))

    def plant(self) -> None:
        """Add a tree of shortest paths."""
        self._grow(self.network.cost)

    def vary(self) -> None:
        """Add a tree of paths that are shortest after costs were shaken."""
        self._grow(self.network.cost * self._factor(_ANY_EDGE))

    def replant(self, is_known: BoolArray) -> None:
        """Add a tree that holds to known edges where it can."""
        self._grow(np.where(is_known, 0, self.network.cost), is_known)

    def follow(self, ascent: Ascent) -> None:
        """Add a tree along arcs that are cheap in a dual answer."""
        left = np.minimum(ascent.reduced[0::2], ascent.reduced[1::2])
        self._grow(left + self.network.cost * _COST_SHARE)

    def mix(self) -> None:
        """Add a tree that favours the edges of two others; vary while there are few."""
        if len(self._trees) < self._size:
            self.vary()
            return
        one, other = self.random.choice(len(self._trees), 2, replace=False)
        holders = self._trees[one][1].astype(int) + self._trees[other][1]
        factor = np.where(
            holders == 1, self._factor(_ONE_PARENT), self._factor(_NO_PARENT)
        )
        self._grow(
            self.network.cost * np.where(holders == 2, 1.0, factor),  # noqa: PLR2004 - both parents
            self._trees[min(one, other)][1],
        )

    def _factor(self, limits: tuple[float, float]) -> np.ndarray:
        return self.random.uniform(*limits, size=len(self.network.cost))

    def _grow(self, cost: np.ndarray, parent: BoolArray | None = None) -> None:
        """Add a tree; where it is like an improved parent nothing is tried again."""
        shaken = self.network._replace(cost=np.asarray(cost).astype(np.int64))
        is_wanted = grow_tree(shaken, self.is_terminal, self.any_terminal())
        tree = span_nodes(self.network, self.is_terminal, is_wanted, self._order)
        turn = self.random.permutation(len(self.is_terminal))
        is_settled = np.full(len(turn), parent is not None)
        if parent is not None:
            is_settled[self.network.head[np.repeat(tree != parent, 2)]] = False
        self._keep(improve_tree(self.network, self.is_terminal, tree, turn, is_settled))

    def _keep(self, tree: BoolArray) -> None:
        cost = int(self.network.cost[tree].sum())
        if any(cost == known for known, _ in self._trees):
            return
        self._trees.append((cost, tree))
        self._trees.sort(key=lambda pair: pair[0])
        del self._trees[self._size :]
