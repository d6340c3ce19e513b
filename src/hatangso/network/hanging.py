"""On what a node hangs: every single link and node without which no core is reached.

Each link is a vertex between its two nodes, and all cores hang on one vertex above
them. What dominates a vertex, seen from there, lies on every way to a core.

Source:
    Cooper, Harvey and Kennedy, A simple, fast dominance algorithm (2006), as rustworkx
    has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import rustworkx as rx

from hatangso.units import IntArray

__all__ = ["Hanging", "hang"]


@dataclass(frozen=True, eq=False)
class Hanging:
    """Which links and nodes others hang on.

    Attributes:
        nodes_n: How many nodes there are.
        order: Vertices that a core reaches, each followed by all that hang on it: a
            node by its number, link ``i`` as ``nodes_n + 1 + i``.
        place: Of each vertex in that order.
        end: Place after the last one that hangs on it.
        above: The vertex that it hangs on directly.
    """

    nodes_n: int
    order: tuple[int, ...]
    place: dict[int, int]
    end: dict[int, int]
    above: dict[int, int]

    def is_reached(self, node: int) -> bool:
        """Return whether a core reaches a node."""
        return node in self.place

    def behind_link(self, link: int) -> tuple[int, ...]:
        """Return the nodes that a link alone ties to a core."""
        return self._behind(self.nodes_n + 1 + link)

    def behind_node(self, node: int) -> tuple[int, ...]:
        """Return the other nodes that lose the cores with this one."""
        return self._behind(node)

    def links_above(self, node: int) -> tuple[int, ...]:
        """Return the links without which a node reaches no core, from the core on."""
        return tuple(
            one - self.nodes_n - 1 for one in self._chain(node) if one > self.nodes_n
        )

    def nodes_above(self, node: int) -> tuple[int, ...]:
        """Return the other nodes without which it reaches no core, from there on."""
        return tuple(one for one in self._chain(node) if one < self.nodes_n)

    def _chain(self, node: int) -> list[int]:
        chain: list[int] = []
        while (node := self.above.get(node, self.nodes_n)) != self.nodes_n:
            chain.append(node)
        return chain[::-1]

    def _behind(self, vertex: int) -> tuple[int, ...]:
        if vertex not in self.place:
            return ()
        found = self.order[self.place[vertex] + 1 : self.end[vertex]]
        return tuple(one for one in found if one < self.nodes_n)


def hang(nodes_n: int, start: IntArray, end: IntArray, roots: Sequence[int]) -> Hanging:
    """Hang a network up at its cores.

    Args:
        nodes_n: How many nodes there are.
        start: Node at one end of each link, shape (link,).
        end: At the other end.
        roots: The cores; nothing is reached without any.
    """
    top = nodes_n
    arcs = [(top, root) for root in roots]
    ends = zip(start.tolist(), end.tolist(), strict=True)
    for link, (a, b) in enumerate(ends, start=nodes_n + 1):
        arcs += [(a, link), (link, b), (b, link), (link, a)]
    graph = rx.PyDiGraph[None, None]()
    graph.add_nodes_from([None] * (nodes_n + 1 + len(start)))
    graph.add_edges_from_no_data(arcs)
    above = {
        vertex: over
        for vertex, over in sorted(rx.immediate_dominators(graph, top).items())
        if vertex != top
    }
    below: dict[int, list[int]] = {}
    for vertex, over in above.items():
        below.setdefault(over, []).append(vertex)
    order: list[int] = []
    todo = below.get(top, [])[::-1]
    while todo:
        vertex = todo.pop()
        order.append(vertex)
        todo.extend(below.get(vertex, [])[::-1])
    place = {vertex: at for at, vertex in enumerate(order)}
    after = {vertex: at + 1 for vertex, at in place.items()}
    for vertex in reversed(order):
        over = above[vertex]
        if over != top:
            after[over] = max(after[over], after[vertex])
    return Hanging(nodes_n, tuple(order), place, after, above)
