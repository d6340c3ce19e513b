"""The way that traffic takes to a core: no backup where it can, then fewest links."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from hatangso.network.graph import NetworkGraph

__all__ = ["RouteTree", "route_tree"]


@dataclass(frozen=True)
class RouteTree:
    """Ways to the cores.

    Attributes:
        order: Nodes that reach a core, nearest first; the cores lead.
        link: The link that a node sends on, by node; none for a core.
        next_node: The node at its other end.
    """

    order: tuple[int, ...]
    link: dict[int, int]
    next_node: dict[int, int]


def route_tree(
    graph: NetworkGraph,
    lost_links: Iterable[int] = (),
    lost_nodes: Iterable[int] = (),
) -> RouteTree:
    """Return the way of every node to a core while these links and nodes fail.

    Of ways with as few backup links, and then as few links, the one over the larger
    link is taken, as each node sees it, and then that of the first code.
    """
    gone = set(lost_nodes)
    beside = _neighbours(graph, set(lost_links), gone)
    heap: list[tuple[int, int, int]] = [
        (0, 0, root) for root in graph.roots if root not in gone
    ]
    best = {root: (0, 0) for _, _, root in heap}
    order: list[int] = []
    link: dict[int, int] = {}
    next_node: dict[int, int] = {}
    done: set[int] = set()
    while heap:
        backups, hops, here = heappop(heap)
        if here in done:
            continue
        done.add(here)
        order.append(here)
        for way, other, is_backup in beside[here]:
            cost = (backups + is_backup, hops + 1)
            if other not in best or cost < best[other]:
                best[other], link[other], next_node[other] = cost, way, here
                heappush(heap, (*cost, other))
    return RouteTree(tuple(order), link, next_node)


def _neighbours(
    graph: NetworkGraph, lost_links: set[int], lost_nodes: set[int]
) -> list[list[tuple[int, int, bool]]]:
    """Return link, node and whether it is a backup of all neighbours, largest first."""
    found: list[list[tuple[int, int, bool]]] = [[] for _ in graph.nodes]
    ends = zip(graph.start.tolist(), graph.end.tolist(), strict=True)
    for at, (a, b) in enumerate(ends):
        if graph.is_up[at] and at not in lost_links and not {a, b} & lost_nodes:
            is_backup = graph.links[at].is_backup
            found[a].append((at, b, is_backup))
            found[b].append((at, a, is_backup))
    for ways in found:
        ways.sort(key=lambda way: (-(graph.links[way[0]].capacity_mbps or 0), way[0]))
    return found
