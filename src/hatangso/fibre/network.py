"""A graph as kernels read it: arcs by node, and searches on them.

Edge ``e`` is the pair of arcs ``2 e`` (from its first end to its second) and
``2 e + 1`` (back), so that ``arc ^ 1`` turns an arc round.
"""

from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.fibre.heap import pop, push
from hatangso.units import BoolArray, IntArray

__all__ = ["FAR", "Network", "grow_tree", "nearest", "network_of", "span_nodes"]

# Farther than any sum of costs that a graph may hold.
FAR = 2**60


class Network(NamedTuple):
    """Nodes, arcs and costs.

    Attributes:
        first: Where the arcs of each node begin in ``out``, shape (node + 1,).
        out: Arcs that leave the nodes, node by node, shape (arc,).
        head: Node that each arc leads to, shape (arc,).
        cost: Cost of each edge, shape (edge,).
    """

    first: IntArray
    out: IntArray
    head: IntArray
    cost: IntArray


def network_of(nodes_n: int, start: IntArray, end: IntArray, cost: IntArray) -> Network:
    """Return the network of edges given by their ends."""
    edges_n = len(start)
    tail = np.empty(2 * edges_n, dtype=np.int64)
    head = np.empty(2 * edges_n, dtype=np.int64)
    tail[0::2], tail[1::2] = start, end
    head[0::2], head[1::2] = end, start
    first = np.zeros(nodes_n + 1, dtype=np.int64)
    np.cumsum(np.bincount(tail, minlength=nodes_n), out=first[1:])
    out = np.argsort(tail, kind="stable")
    return Network(first, out, head, np.ascontiguousarray(cost, dtype=np.int64))


@compiled
def nearest(
    network: Network, is_source: BoolArray
) -> tuple[IntArray, IntArray, IntArray]:
    """Find the nearest source of every node.

    Returns:
        Distance, source and the arc towards the node on the way; FAR and -1 where no
        source can be reached.
    """
    first, out, head, cost = network
    nodes_n = len(first) - 1
    distance = np.full(nodes_n, FAR)
    source = np.full(nodes_n, -1)
    via = np.full(nodes_n, -1)
    heap = np.empty(nodes_n, dtype=np.int64)
    place = np.full(nodes_n, -1)
    size = 0
    for node in range(nodes_n):
        if is_source[node]:
            distance[node] = 0
            source[node] = node
            size = push(heap, place, distance, size, node)
    while size > 0:
        node = pop(heap, place, distance, size)
        size -= 1
        for at in range(first[node], first[node + 1]):
            arc = out[at]
            other = head[arc]
            reach = distance[node] + cost[arc >> 1]
            if reach < distance[other]:
                distance[other] = reach
                source[other] = source[node]
                via[other] = arc
                size = push(heap, place, distance, size, other)
    return distance, source, via


@compiled
def grow_tree(network: Network, is_terminal: BoolArray, root: int) -> BoolArray:
    """Join terminal after terminal to a tree, each time the nearest by a shortest path.

    Source:
        Takahashi and Matsuyama, An approximate solution for the Steiner problem in
        graphs, Math. Japonica 24 (1980).

    Returns:
        Which nodes lie on the tree.
    """
    first, out, head, cost = network
    nodes_n = len(first) - 1
    distance = np.full(nodes_n, FAR)
    via = np.full(nodes_n, -1)
    heap = np.empty(nodes_n, dtype=np.int64)
    place = np.full(nodes_n, -1)
    is_joined = np.zeros(nodes_n, dtype=np.bool_)
    distance[root] = 0
    is_joined[root] = True
    size = push(heap, place, distance, 0, root)
    missing = np.sum(is_terminal) - is_terminal[root]
    while size > 0 and missing > 0:
        node = pop(heap, place, distance, size)
        size -= 1
        if is_terminal[node] and not is_joined[node]:
            missing -= 1
            on_path = node
            while not is_joined[on_path]:
                is_joined[on_path] = True
                distance[on_path] = 0
                size = push(heap, place, distance, size, on_path)
                on_path = head[via[on_path] ^ 1]
            continue
        for at in range(first[node], first[node + 1]):
            arc = out[at]
            other = head[arc]
            reach = distance[node] + cost[arc >> 1]
            if reach < distance[other]:
                distance[other] = reach
                via[other] = arc
                size = push(heap, place, distance, size, other)
    return is_joined


@compiled
def _root_of(above: IntArray, number: int) -> int:
    while above[number] != number:
        above[number] = above[above[number]]
        number = above[number]
    return number


@compiled
def span_nodes(
    network: Network, is_terminal: BoolArray, is_wanted: BoolArray, order: IntArray
) -> BoolArray:
    """Span wanted nodes with the cheapest edges, then cut off ends without terminal.

    Args:
        network: The graph.
        is_terminal: What must stay.
        is_wanted: Nodes to span.
        order: Edges from cheap to dear.

    Returns:
        Which edges are chosen.
    """
    first, out, head, _ = network
    nodes_n = len(first) - 1
    above = np.arange(nodes_n)
    in_tree = np.zeros(len(order), dtype=np.bool_)
    degree = np.zeros(nodes_n, dtype=np.int64)
    for edge in order:
        a, b = head[2 * edge + 1], head[2 * edge]
        if is_wanted[a] and is_wanted[b]:
            root_a, root_b = _root_of(above, a), _root_of(above, b)
            if root_a != root_b:
                above[root_a] = root_b
                in_tree[edge] = True
                degree[a] += 1
                degree[b] += 1
    for start in range(nodes_n):
        node = start
        while degree[node] == 1 and not is_terminal[node]:
            degree[node] = 0
            for at in range(first[node], first[node + 1]):
                arc = out[at]
                if in_tree[arc >> 1]:
                    in_tree[arc >> 1] = False
                    node = head[arc]
                    degree[node] -= 1
                    break
    return in_tree
