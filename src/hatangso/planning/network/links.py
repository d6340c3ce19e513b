"""What could tie nodes to the network, as arcs that lead away from it.

A link that may be used both ways is two arcs with the same cost; a plan uses one of
them. Arcs that no best plan needs are left out, and chains of arcs become one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hatangso.compiling import compiled
from hatangso.fibre.heap import pop, push
from hatangso.planning.network.instance import LinkArrays
from hatangso.units import BoolArray, IntArray

__all__ = [
    "FAR",
    "Arcs",
    "LinkGraph",
    "cheapest_between",
    "join",
    "link_graph",
    "reach",
]

# Farther than any sum of costs.
FAR = 2**60
# Neighbours of a node that lies between two others.
_PASSAGE = 2


class Arcs(NamedTuple):
    """Arcs as kernels read them.

    Attributes:
        out_first: Where the arcs that leave each node begin in ``out``.
        out: Arcs, by the node that they leave.
        into_first: Where the arcs that enter each node begin in ``into``.
        into: Arcs, by the node that they enter.
        tail: Node that each arc leaves, shape (arc,).
        head: Node that it enters.
        cost: What it costs.
    """

    out_first: IntArray
    out: IntArray
    into_first: IntArray
    into: IntArray
    tail: IntArray
    head: IntArray
    cost: IntArray

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.out_first) - 1


@dataclass(frozen=True, eq=False)
class LinkGraph:
    """Arcs that may be useful, and the links that they stand for.

    Attributes:
        arcs: The arcs; none enters node 0.
        needs: Option that must be chosen for each arc; -1 for none.
        links: The links that each arc stands for.
    """

    arcs: Arcs
    needs: IntArray
    links: tuple[tuple[int, ...], ...]

    @property
    def size(self) -> int:
        """Number of arcs."""
        return int(self.needs.size)

    @classmethod
    def of_arcs(
        cls, nodes: int, tail: IntArray, head: IntArray, cost: IntArray
    ) -> "LinkGraph":
        """Return a graph of arcs that need nothing and stand for themselves."""
        number = range(tail.size)
        needs = np.full(tail.size, -1, dtype=np.int64)
        return cls(
            _arcs(nodes, tail, head, cost), needs, tuple((one,) for one in number)
        )

    def with_numbers(self, numbers: IntArray) -> "LinkGraph":
        """Return the graph with its links renumbered."""
        links = tuple(tuple(numbers[list(one)].tolist()) for one in self.links)
        return LinkGraph(self.arcs, self.needs, links)


def cheapest_between(arcs: Arcs, order: IntArray) -> IntArray:
    """Return one arc between each two nodes, in order of the nodes.

    Args:
        arcs: The arcs.
        order: Those to choose from; of several, the first one counts.
    """
    low, high = np.minimum(arcs.tail, arcs.head), np.maximum(arcs.tail, arcs.head)
    _, first = np.unique((low * arcs.nodes + high)[order], return_index=True)
    return np.asarray(order[first])


class _Arc(NamedTuple):
    tail: int
    head: int
    cost: int
    needs: int
    links: tuple[int, ...]


def link_graph(links: LinkArrays, is_end: BoolArray) -> LinkGraph:
    """Return the arcs of links without those that no best plan needs.

    Args:
        links: The links.
        is_end: Which nodes options may want tied; the others are only passed.
    """
    arcs = _cheapest_of_parallel(_arcs_of(links))
    while True:
        before = len(arcs)
        arcs = _cheapest_of_parallel(_without_passages(arcs, links.nodes, is_end))
        arcs = _without_detours(arcs, links.nodes)
        if len(arcs) == before:
            break
    return LinkGraph(
        _of_list(arcs, links.nodes),
        np.array([one.needs for one in arcs], dtype=np.int64),
        tuple(one.links for one in arcs),
    )


def _of_list(arcs: Sequence[_Arc], nodes: int) -> Arcs:
    table = np.array([one[:3] for one in arcs], dtype=np.int64).reshape(-1, 3)
    return _arcs(nodes, table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy())


def _arcs(nodes: int, tail: IntArray, head: IntArray, cost: IntArray) -> Arcs:
    out_first, out = _sorted_by(tail, nodes)
    into_first, into = _sorted_by(head, nodes)
    return Arcs(out_first, out, into_first, into, tail, head, cost)


def _sorted_by(node: IntArray, nodes: int) -> tuple[IntArray, IntArray]:
    first = np.zeros(nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(node, minlength=nodes), out=first[1:])
    return first, np.argsort(node, kind="stable").astype(np.int64)


def _arcs_of(links: LinkArrays) -> list[_Arc]:
    columns = (links.start, links.end, links.cost_vnd, links.is_two_way, links.needs)
    found = []
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for number, (start, end, cost, is_two_way, needs) in enumerate(rows):
        if start == end:
            continue
        if end:
            found.append(_Arc(start, end, cost, needs, (number,)))
        if is_two_way and start:
            found.append(_Arc(end, start, cost, needs, (number,)))
    return found


def _cheapest_of_parallel(arcs: Sequence[_Arc]) -> list[_Arc]:
    """Drop arcs beside which one leads that costs no more and needs no more."""
    ordered = sorted(arcs, key=lambda a: (a.tail, a.head, a.cost, a.needs, a.links))
    kept: list[_Arc] = []
    ends, met = (-1, -1), set[int]()
    for arc in ordered:
        if ends != (arc.tail, arc.head):
            ends, met = (arc.tail, arc.head), set()
        if arc.needs not in met and -1 not in met:
            met.add(arc.needs)
            kept.append(arc)
    return kept


def _without_passages(
    arcs: Sequence[_Arc], nodes: int, is_end: BoolArray
) -> list[_Arc]:
    """Drop dead ends, and put the arcs together that meet where nobody stops."""
    at: list[dict[int, _Arc]] = [{} for _ in range(nodes)]
    around: list[set[int]] = [set() for _ in range(nodes)]
    for number, arc in enumerate(arcs):
        for node, other in ((arc.tail, arc.head), (arc.head, arc.tail)):
            at[node][number] = arc
            around[node].add(other)
    fresh = len(arcs)
    todo = [node for node in range(1, nodes) if not is_end[node]]
    while todo:
        node = todo.pop()
        if len(around[node]) > _PASSAGE or not at[node]:
            continue
        own = [at[node][number] for number in sorted(at[node])]
        if len(around[node]) == _PASSAGE and any(arc.needs >= 0 for arc in own):
            continue
        for number in sorted(at[node]):
            arc = at[node].pop(number)
            at[arc.tail + arc.head - node].pop(number)
        for other in around[node]:
            around[other].discard(node)
        for arc in _joined(own, node):
            for one, other in ((arc.tail, arc.head), (arc.head, arc.tail)):
                at[one][fresh] = arc
                around[one].add(other)
            fresh += 1
        todo += [other for other in sorted(around[node]) if other and not is_end[other]]
        around[node] = set()
    found = {number: arc for node in range(nodes) for number, arc in at[node].items()}
    return [found[number] for number in sorted(found)]


def _joined(arcs: Sequence[_Arc], node: int) -> list[_Arc]:
    return [
        _Arc(one.tail, other.head, one.cost + other.cost, -1, one.links + other.links)
        for one in arcs
        for other in arcs
        if one.head == node and other.tail == node and one.tail != other.head
    ]


def _without_detours(arcs: Sequence[_Arc], nodes: int) -> list[_Arc]:
    """Drop arcs whose head can be tied, or reached from its tail, as cheaply."""
    table = _of_list(arcs, nodes)
    needs = np.array([one.needs for one in arcs], dtype=np.int64)
    price = np.where(needs < 0, table.cost, FAR)
    sources = np.zeros(nodes, dtype=np.bool_)
    sources[0] = True
    distance, via = reach(table, price, sources)
    is_tree = np.zeros(len(arcs), dtype=np.bool_)
    is_tree[via[via >= 0]] = True
    is_long = (table.cost >= distance[table.head]) & ~is_tree
    price = np.where(is_long, FAR, price)
    is_long |= _have_ways_round(table, price, ~is_long & ~is_tree)
    return [arc for arc, is_gone in zip(arcs, is_long, strict=True) if not is_gone]


@compiled
def join(
    arcs: Arcs, price: IntArray, is_end: BoolArray, is_joined: BoolArray
) -> tuple[IntArray, IntArray]:
    """Tie ends to a tree one after the other, each time the nearest.

    Source:
        Takahashi and Matsuyama, An approximate solution for the Steiner problem in
        graphs, Math. Japonica 24 (1980).

    Args:
        arcs: The arcs.
        price: What using each of them costs; FAR where it may not be used.
        is_end: Nodes to be tied.
        is_joined: Nodes of the tree at the start; afterwards of the tree that was
            found.

    Returns:
        Cheapest cost of tying each node to the tree that was found, FAR where no way
        leads; the arc by which it is tied, or would be.
    """
    nodes = len(arcs.out_first) - 1
    distance = np.full(nodes, FAR)
    via = np.full(nodes, -1)
    heap = np.empty(nodes, dtype=np.int64)
    place = np.full(nodes, -1)
    size = 0
    for node in range(nodes):
        if is_joined[node]:
            distance[node] = 0
            size = push(heap, place, distance, size, node)
    while size > 0:
        node = pop(heap, place, distance, size)
        size -= 1
        if is_end[node] and not is_joined[node]:
            on_way = node
            while not is_joined[on_way]:
                is_joined[on_way] = True
                distance[on_way] = 0
                size = push(heap, place, distance, size, on_way)
                on_way = arcs.tail[via[on_way]]
            continue
        for at in range(arcs.out_first[node], arcs.out_first[node + 1]):
            arc = arcs.out[at]
            if price[arc] >= FAR:
                continue
            cost, other = distance[node] + price[arc], arcs.head[arc]
            if cost < distance[other]:
                distance[other] = cost
                via[other] = arc
                size = push(heap, place, distance, size, other)
    return distance, via


def reach(
    arcs: Arcs, price: IntArray, is_source: BoolArray
) -> tuple[IntArray, IntArray]:
    """Find the cheapest ways to all nodes.

    Args:
        arcs: The arcs.
        price: What using each of them costs; FAR where it may not be used.
        is_source: Where ways begin.

    Returns:
        Cost, FAR where no way leads; the arc that enters each node, or -1.
    """
    # Nothing has to be tied, so that the sources stay the whole tree.
    return join(arcs, price, np.zeros_like(is_source), is_source)


@compiled
def _have_ways_round(arcs: Arcs, price: IntArray, is_asked: BoolArray) -> BoolArray:
    """Return which arcs a way of others replaces that costs no more, one by one."""
    nodes = len(arcs.out_first) - 1
    price = price.copy()
    is_long = np.zeros(len(price), dtype=np.bool_)
    distance = np.full(nodes, FAR)
    heap = np.empty(nodes, dtype=np.int64)
    place = np.full(nodes, -1)
    seen = np.empty(nodes, dtype=np.int64)
    for arc in range(len(price)):
        if not is_asked[arc]:
            continue
        known = 1
        seen[0] = arcs.tail[arc]
        distance[seen[0]] = 0
        size = push(heap, place, distance, 0, seen[0])
        goal, limit = arcs.head[arc], arcs.cost[arc]
        own = price[arc]
        price[arc] = FAR
        while size > 0:
            node = pop(heap, place, distance, size)
            size -= 1
            if node == goal:
                break
            for at in range(arcs.out_first[node], arcs.out_first[node + 1]):
                other_arc = arcs.out[at]
                cost = distance[node] + price[other_arc]
                other = arcs.head[other_arc]
                if cost <= limit and cost < distance[other]:
                    if distance[other] == FAR:
                        seen[known] = other
                        known += 1
                    distance[other] = cost
                    size = push(heap, place, distance, size, other)
        is_long[arc] = distance[goal] <= limit
        price[arc] = FAR if is_long[arc] else own
        for number in range(known):
            distance[seen[number]] = FAR
            place[seen[number]] = -1
    return is_long
