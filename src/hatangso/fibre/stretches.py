"""Networks cut into stretches: edges in a row without a branch between them."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString

from hatangso.fibre.graph import RouteGraph

__all__ = ["Stretch", "course", "stretches_of"]


@dataclass(frozen=True)
class Stretch:
    """Edges in a row.

    Attributes:
        start: Node at which it begins.
        end: Node at which it ends.
        edges: From start to end.
        is_turned: Whether each is walked from its end to its start.
    """

    start: int
    end: int
    edges: tuple[int, ...]
    is_turned: tuple[bool, ...]


def stretches_of(
    graph: RouteGraph,
    edges: Sequence[int],
    root: int,
    *,
    stops: Collection[int] = (),
    sort_of: Mapping[int, Hashable] | None = None,
) -> list[Stretch]:
    """Return the stretches of a network, those nearer to the root first.

    A stretch ends where the network branches or ends, at stops, and where edges of
    another sort follow.

    Args:
        graph: The graph.
        edges: Edges of the network; all hang together with the root.
        root: A node of the network, always a stop.
        stops: Nodes that no stretch passes.
        sort_of: What tells edges of the network apart, by edge.
    """
    sorts = sort_of or {}
    beside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for edge in sorted(edges):
        a, b = int(graph.start[edge]), int(graph.end[edge])
        if a != b:
            beside[a].append((edge, b))
            beside[b].append((edge, a))
    halts = {root, *stops}

    def is_halt(node: int) -> bool:
        around = beside[node]
        if node in halts or len(around) != 2:  # noqa: PLR2004 - one way in, one out
            return True
        return sorts.get(around[0][0]) != sorts.get(around[1][0])

    found, used = list[Stretch](), set[int]()
    open_nodes, seen = [root], {root}
    for node in open_nodes:
        for first, other in beside[node]:
            if first in used:
                continue
            row, at = [first], other
            while not is_halt(at):
                edge, ahead = next(one for one in beside[at] if one[0] != row[-1])
                row.append(edge)
                at = ahead
            used.update(row)
            found.append(_stretch(graph, node, at, row))
            if at not in seen:
                seen.add(at)
                open_nodes.append(at)
    return found


def _stretch(graph: RouteGraph, start: int, end: int, row: Sequence[int]) -> Stretch:
    turned, at = list[bool](), start
    for edge in row:
        is_turned = int(graph.start[edge]) != at
        turned.append(is_turned)
        at = int((graph.start if is_turned else graph.end)[edge])
    return Stretch(start, end, tuple(row), tuple(turned))


def course(lines: Sequence[LineString], stretch: Stretch) -> LineString:
    """Return the course of a stretch from its start to its end.

    Args:
        lines: Course of each edge of the graph from its start.
        stretch: What is drawn.
    """
    parts = [
        shapely.get_coordinates(lines[edge].reverse() if is_turned else lines[edge])
        for edge, is_turned in zip(stretch.edges, stretch.is_turned, strict=True)
    ]
    return LineString(np.concatenate([parts[0], *(part[1:] for part in parts[1:])]))
