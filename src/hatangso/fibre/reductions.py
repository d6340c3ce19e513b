"""Smaller graphs with the same best trees.

Source:
    Duin and Volgenant, Reduction tests for the Steiner problem in graphs, Networks 19
    (1989): nodes of degree one and two, edges longer than the bottleneck between their
    ends.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.fibre.network import FAR, Network, nearest, network_of
from hatangso.units import BoolArray, IntArray

__all__ = ["ReducibleGraph", "detoured_edges", "long_edges"]

# How far a detour is looked for.
_MOST_VISITS = 120
_MOST_PLACES = 1_000
# Edges at a node that is neither an end nor a junction.
_PASSAGE = 2


class _Mesh(NamedTuple):
    """Edges that come and go; half-edges are in a list at each node."""

    end: IntArray  # (half-edge,) node that it leaves
    cost: IntArray  # (edge,)
    part_a: IntArray  # (edge,) the edges that it was put together from, or -1
    part_b: IntArray
    is_alive: BoolArray
    is_fixed: BoolArray  # edges that belong to every tree
    first: IntArray  # (node,)
    after: IntArray  # (half-edge,)
    before: IntArray  # (half-edge,)
    degree: IntArray  # (node,)
    edges: IntArray  # (1,) number of edges so far


class ReducibleGraph:
    """A graph that loses edges, and the way back to the edges it began with."""

    def __init__(
        self, nodes_n: int, start: IntArray, end: IntArray, cost: IntArray
    ) -> None:
        """Begin with all edges.

        Args:
            nodes_n: Number of nodes.
            start: One end of each edge.
            end: The other end.
            cost: Zero or more.
        """
        edges_n = len(start)
        room = 2 * edges_n + 1
        self._given_n = edges_n
        ends = np.full(2 * room, -1, dtype=np.int64)
        ends[0 : 2 * edges_n : 2], ends[1 : 2 * edges_n : 2] = start, end
        costs = np.zeros(room, dtype=np.int64)
        costs[:edges_n] = cost
        self._mesh = _Mesh(
            ends,
            costs,
            np.full(room, -1),
            np.full(room, -1),
            np.zeros(room, dtype=np.bool_),
            np.zeros(room, dtype=np.bool_),
            np.full(nodes_n, -1),
            np.full(2 * room, -1),
            np.full(2 * room, -1),
            np.zeros(nodes_n, dtype=np.int64),
            np.array([edges_n]),
        )
        _hang_in(self._mesh, edges_n)

    def shorten(self, is_terminal: BoolArray) -> BoolArray:
        """Remove ends and nodes of passage; return which nodes are terminals now."""
        is_now = is_terminal.copy()
        _cut_small_degrees(self._mesh, is_now, may_move=True)
        return is_now

    def shorten_between(self, is_kept: BoolArray) -> None:
        """Remove ends and nodes of passage other than those kept."""
        _cut_small_degrees(self._mesh, is_kept, may_move=False)

    def network(self) -> tuple[Network, IntArray, IntArray]:
        """Return what is left, its nodes and its edges' numbers here."""
        mesh = self._mesh
        numbers = np.flatnonzero(mesh.is_alive)
        ends = np.stack([mesh.end[2 * numbers], mesh.end[2 * numbers + 1]])
        nodes, index = np.unique(ends, return_inverse=True)
        start, end = index.reshape(ends.shape)
        return network_of(len(nodes), start, end, mesh.cost[numbers]), nodes, numbers

    def drop(self, numbers: IntArray) -> None:
        """Remove edges."""
        for number in numbers:
            _take_out(self._mesh, number)

    @property
    def fixed_cost(self) -> int:
        """What the edges cost that belong to every tree."""
        return int(self._mesh.cost[self._mesh.is_fixed].sum())

    def given_edges(self, numbers: Sequence[int] | IntArray) -> IntArray:
        """Return the given edges that a tree here stands for, ascending."""
        mesh = self._mesh
        todo = [*map(int, numbers), *map(int, np.flatnonzero(mesh.is_fixed))]
        found = []
        while todo:
            number = todo.pop()
            if number < self._given_n:
                found.append(number)
            else:
                todo += [int(mesh.part_a[number]), int(mesh.part_b[number])]
        return np.array(sorted(found), dtype=np.int64)

    def known_edges(self, given: IntArray) -> BoolArray:
        """Return which edges so far consist of given edges only."""
        mesh, edges_n = self._mesh, int(self._mesh.edges[0])
        is_known = np.zeros(edges_n, dtype=np.bool_)
        is_known[given] = True
        _combine(is_known, mesh.part_a, mesh.part_b, self._given_n)
        return is_known


def long_edges(network: Network, is_terminal: BoolArray) -> BoolArray:
    """Return which edges some best tree does without, for there are shorter ways."""
    distance, source, _ = nearest(network, is_terminal)
    over = distance[network.head[0::2]] + network.cost + distance[network.head[1::2]]
    order = np.argsort(over, kind="stable")
    is_long = _longer_than_bottleneck(network, distance, source, order)
    return _with_detour(network, is_terminal, is_long)


def detoured_edges(network: Network) -> BoolArray:
    """Return which edges are no shorter than another way between their ends."""
    nobody = np.zeros(len(network.first) - 1, dtype=np.bool_)
    return _with_detour(network, nobody, np.zeros(len(network.cost), dtype=np.bool_))


@compiled
def _combine(
    is_known: BoolArray, part_a: IntArray, part_b: IntArray, given_n: int
) -> None:
    for edge in range(given_n, len(is_known)):
        is_known[edge] = is_known[part_a[edge]] and is_known[part_b[edge]]


@compiled
def _hang_in(mesh: _Mesh, edges_n: int) -> None:
    for edge in range(edges_n):
        _put_in(mesh, edge)


@compiled
def _put_in(mesh: _Mesh, edge: int) -> None:
    mesh.is_alive[edge] = True
    for half in (2 * edge, 2 * edge + 1):
        node = mesh.end[half]
        mesh.before[half] = -1
        mesh.after[half] = mesh.first[node]
        if mesh.first[node] >= 0:
            mesh.before[mesh.first[node]] = half
        mesh.first[node] = half
        mesh.degree[node] += 1


@compiled
def _take_out(mesh: _Mesh, edge: int) -> None:
    mesh.is_alive[edge] = False
    for half in (2 * edge, 2 * edge + 1):
        node = mesh.end[half]
        before, after = mesh.before[half], mesh.after[half]
        if before >= 0:
            mesh.after[before] = after
        else:
            mesh.first[node] = after
        if after >= 0:
            mesh.before[after] = before
        mesh.degree[node] -= 1


@compiled
def _between(mesh: _Mesh, a: int, b: int) -> int:
    """Return the edge between two nodes, or -1."""
    if mesh.degree[b] < mesh.degree[a]:
        a, b = b, a
    half = mesh.first[a]
    while half >= 0:
        if mesh.end[half ^ 1] == b:
            return int(half >> 1)
        half = mesh.after[half]
    return -1


@compiled
def _cut_small_degrees(mesh: _Mesh, is_terminal: BoolArray, may_move: bool) -> None:  # noqa: FBT001 - kernels have no keyword-only names
    nodes_n = len(mesh.first)
    todo = np.empty(nodes_n, dtype=np.int64)
    is_waiting = np.ones(nodes_n, dtype=np.bool_)
    waiting = nodes_n
    for node in range(nodes_n):
        todo[node] = node
    while waiting > 0:
        waiting -= 1
        node = todo[waiting]
        is_waiting[node] = False
        a, b = -1, -1
        if mesh.degree[node] == 1 and (may_move or not is_terminal[node]):
            a = _cut_end(mesh, is_terminal, node)
        elif mesh.degree[node] == _PASSAGE and not is_terminal[node]:
            a, b = _pass_through(mesh, node)
        for touched in (a, b):
            if touched >= 0 and not is_waiting[touched]:
                is_waiting[touched] = True
                todo[waiting] = touched
                waiting += 1


@compiled
def _cut_end(mesh: _Mesh, is_terminal: BoolArray, node: int) -> int:
    """Remove the only edge of a node; return where it led.

    A terminal moves to the edge's other end: the edge is part of every tree.
    """
    half = mesh.first[node]
    other = mesh.end[half ^ 1]
    if is_terminal[node]:
        if np.sum(is_terminal) == 1:
            return -1
        mesh.is_fixed[half >> 1] = True
        is_terminal[node] = False
        is_terminal[other] = True
    _take_out(mesh, half >> 1)
    return int(other)


@compiled
def _pass_through(mesh: _Mesh, node: int) -> tuple[int, int]:
    """Put the two edges of a node together; return where they led."""
    half_a = mesh.first[node]
    half_b = mesh.after[half_a]
    a, b = mesh.end[half_a ^ 1], mesh.end[half_b ^ 1]
    edge_a, edge_b = half_a >> 1, half_b >> 1
    _take_out(mesh, edge_a)
    _take_out(mesh, edge_b)
    cost = mesh.cost[edge_a] + mesh.cost[edge_b]
    known = _between(mesh, a, b)
    if a == b or (known >= 0 and mesh.cost[known] <= cost):
        return a, b
    if known >= 0:
        _take_out(mesh, known)
    edge = mesh.edges[0]
    mesh.edges[0] += 1
    mesh.end[2 * edge], mesh.end[2 * edge + 1] = a, b
    mesh.cost[edge] = cost
    mesh.part_a[edge], mesh.part_b[edge] = edge_a, edge_b
    _put_in(mesh, edge)
    return a, b


@compiled
def _leader(above: IntArray, number: int) -> int:
    while above[number] >= 0:
        number = above[number]
    return number


@compiled
def _bottleneck(above: IntArray, height: IntArray, a: int, b: int) -> int:
    """Return the longest step of the shortest chain of terminals between two.

    ``above`` is a tree of merged groups, the smaller below the larger; ``height`` is
    what merging cost.
    """
    longest = 0
    while a != b:
        if height[a] <= height[b]:
            longest = max(longest, height[a])
            a = above[a]
        else:
            longest = max(longest, height[b])
            b = above[b]
    return longest


@compiled
def _longer_than_bottleneck(
    network: Network, distance: IntArray, source: IntArray, order: IntArray
) -> BoolArray:
    """Return which edges are longer than the way over their ends' nearest terminals.

    Args:
        network: The graph.
        distance: Distance of each node's nearest terminal.
        source: That terminal.
        order: Edges by the length of the way between terminals over them.
    """
    _, _, head, cost = network
    nodes_n = len(distance)
    above = np.full(nodes_n, -1)
    height = np.full(nodes_n, FAR)
    weight = np.ones(nodes_n, dtype=np.int64)
    for edge in order:
        a, b = head[2 * edge + 1], head[2 * edge]
        way = distance[a] + cost[edge] + distance[b]
        a, b = _leader(above, source[a]), _leader(above, source[b])
        if a != b:
            if weight[a] > weight[b]:
                a, b = b, a
            above[a] = b
            height[a] = way
            weight[b] += weight[a]
    is_long = np.zeros(len(cost), dtype=np.bool_)
    for edge in range(len(cost)):
        a, b = head[2 * edge + 1], head[2 * edge]
        way = max(distance[a], distance[b])
        if way < cost[edge]:
            way = max(way, _bottleneck(above, height, source[a], source[b]))
        is_long[edge] = way < cost[edge]
    return is_long


class _Walk(NamedTuple):
    """Places seen from one end of an edge."""

    distance: IntArray  # (node,)
    seen: IntArray  # (node,) edge whose walk last saw the node
    todo: IntArray  # places, those done first


@compiled
def _with_detour(
    network: Network, is_terminal: BoolArray, is_gone: BoolArray
) -> BoolArray:
    """Add the edges that a detour makes needless whose every leg is no longer.

    A leg runs between terminals, or from an end to a terminal.
    """
    nodes_n = len(network.first) - 1
    is_gone = is_gone.copy()
    walk = _Walk(
        np.zeros(nodes_n, dtype=np.int64),
        np.full(nodes_n, -1),
        np.empty(_MOST_PLACES, dtype=np.int64),
    )
    for edge in range(len(is_gone)):
        if not is_gone[edge]:
            is_gone[edge] = _has_detour(network, is_terminal, is_gone, walk, edge)
    return is_gone


@compiled
def _has_detour(
    network: Network,
    is_terminal: BoolArray,
    is_gone: BoolArray,
    walk: _Walk,
    edge: int,
) -> bool:
    first, out, head, cost = network
    goal = head[2 * edge]
    walk.todo[0] = head[2 * edge + 1]
    walk.distance[walk.todo[0]] = 0
    walk.seen[walk.todo[0]] = edge
    known, done = 1, 0
    while done < min(known, _MOST_VISITS):
        node = _nearest_place(walk, done, known)
        done += 1
        for at in range(first[node], first[node + 1]):
            other = head[out[at]]
            reach = walk.distance[node] + cost[out[at] >> 1]
            if out[at] >> 1 == edge or is_gone[out[at] >> 1] or reach > cost[edge]:
                continue
            if other == goal:
                return True
            reach = 0 if is_terminal[other] else reach
            is_nearer = walk.seen[other] != edge or reach < walk.distance[other]
            if is_nearer and known < _MOST_PLACES:
                walk.seen[other] = edge
                walk.distance[other] = reach
                walk.todo[known] = other
                known += 1
    return False


@compiled
def _nearest_place(walk: _Walk, done: int, known: int) -> int:
    """Bring the nearest place to the end of those done."""
    todo = walk.todo
    best = done
    for i in range(done + 1, known):
        if walk.distance[todo[i]] < walk.distance[todo[best]]:
            best = i
    todo[done], todo[best] = todo[best], todo[done]
    return int(todo[done])
