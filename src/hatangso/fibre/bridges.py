"""What a cut of one edge parts from a root, in a network that may have rings."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from hatangso.fibre.graph import RouteGraph
from hatangso.fibre.rooted_tree import RootedTree
from hatangso.units import BoolArray

__all__ = ["hung_network"]


def hung_network(
    graph: RouteGraph, edges: Sequence[int], root: int
) -> tuple[RootedTree, BoolArray]:
    """Hang a network up at a root, and find the edges that nothing doubles.

    Args:
        graph: The graph.
        edges: Edges of the network, rings among them.
        root: A node of the network.

    Returns:
        A tree of all that the root reaches, walked to the end of each branch before
        the next; and by place of that walk, whether the edge that leads there is a
        bridge: a cut of it parts the branch from the root.

    Source:
        R. E. Tarjan, A note on finding the bridges of a graph, Inf. Proc. Letters 2
        (1974).
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
        if here in place:
            continue
        place[here] = len(node)
        node.append(here)
        above.append(at)
        way.append(edge)
        todo += [
            (other, place[here], one)
            for one, other in beside[here]
            if other not in place
        ]
    size = len(node)
    end = list(range(1, size + 1))
    highest = _highest_beside(graph, edges, place, set(way), size)
    for at in range(size - 1, 0, -1):
        end[above[at]] = max(end[above[at]], end[at])
        highest[above[at]] = min(highest[above[at]], highest[at])
    is_bridge = np.array(highest) >= np.arange(size)
    is_bridge[0] = False
    return RootedTree(node, place, above, way, end), is_bridge


def _highest_beside(
    graph: RouteGraph,
    edges: Sequence[int],
    place: dict[int, int],
    walked: set[int],
    size: int,
) -> list[int]:
    """Return the first place to which an edge off the walk leads from each place."""
    highest = list(range(size))
    for edge in edges:
        a = place.get(int(graph.start[edge]))
        b = place.get(int(graph.end[edge]))
        if edge in walked or a is None or b is None:
            continue
        a, b = max(a, b), min(a, b)
        highest[a] = min(highest[a], b)
    return highest
