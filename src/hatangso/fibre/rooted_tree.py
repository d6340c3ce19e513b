"""A tree hung up at its root, its nodes in the order of a walk downwards."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from hatangso.fibre.graph import RouteGraph
from hatangso.units import BoolArray

__all__ = ["RootedTree", "rooted_tree"]


@dataclass(frozen=True)
class RootedTree:
    """Nodes of a tree by their place in a walk that ends each branch before the next.

    Attributes:
        node: Node of the graph at each place; the root at place 0.
        place: Place of each node.
        above: Place of the next node towards the root; -1 for the root.
        edge: Edge of the graph that leads there; -1 for the root.
        end: Place after the last one of the branch that begins at each place.
    """

    node: list[int]
    place: dict[int, int]
    above: list[int]
    edge: list[int]
    end: list[int]

    def any_above(self, is_marked: BoolArray) -> BoolArray:
        """Return which places are marked or hang below a marked one."""
        found = is_marked.copy()
        for at in range(1, len(self.node)):
            found[at] |= found[self.above[at]]
        return found


def rooted_tree(graph: RouteGraph, edges: Sequence[int], root: int) -> RootedTree:
    """Return a tree hung up at a root.

    Args:
        graph: The graph.
        edges: Edges of the tree.
        root: A node of the tree, or any node where there is no edge.
    """
    beside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for edge in edges:
        a, b = int(graph.start[edge]), int(graph.end[edge])
        beside[a].append((edge, b))
        beside[b].append((edge, a))
    node, place, above, way = list[int](), dict[int, int](), list[int](), list[int]()
    todo = [(root, -1, -1)]
    while todo:
        here, at, edge = todo.pop()
        place[here] = len(node)
        node.append(here)
        above.append(at)
        way.append(edge)
        todo += [
            (other, place[here], one)
            for one, other in beside[here]
            if other not in place
        ]
    end = list(range(1, len(node) + 1))
    for at in range(len(node) - 1, 0, -1):
        end[above[at]] = max(end[above[at]], end[at])
    return RootedTree(node, place, above, way, end)
