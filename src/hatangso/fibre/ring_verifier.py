"""A plain look at rings: cut every edge in turn and walk from the root."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hatangso.errors import InvalidInputError
from hatangso.fibre.graph import RouteGraph, known_terminals
from hatangso.fibre.rings import Rings
from hatangso.fibre.steiner import FibreTree

__all__ = ["verify_rings"]

_Ways = Mapping[int, Sequence[tuple[int, int]]]


def verify_rings(
    graph: RouteGraph,
    tree: FibreTree,
    terminals: Sequence[int],
    rings: Rings,
    *,
    root: int,
) -> None:
    """Check that rings double what a graph lets double, for what they say.

    Args:
        graph: The graph that all is part of.
        tree: The tree beside which the rings were laid.
        terminals: Nodes that need two ways to the root.
        rings: What is checked.
        root: The node that terminals are to reach.

    Raises:
        InvalidInputError: An edge does not exist or lies there already, a cut parts a
            terminal from the root though the graph has another way, a bridge is none,
            other terminals hang behind bridges than those named, the cost is another,
            or the bound lies above the cost.
    """
    _check_sums(graph, tree, rings)
    needed = known_terminals(graph, terminals).tolist()
    laid = [*tree.edges, *rings.edges]
    ways, all_ways = _ways(graph, laid), _ways(graph, range(graph.edges))
    single: set[int] = set()
    for edge in laid:
        reached = _reached(ways, root, edge)
        lost = [one for one in needed if one not in reached]
        if edge in rings.bridges:
            reached = _reached(all_ways, root, edge)
            spared = [one for one in lost if one in reached]
            single |= set(lost)
        else:
            spared = lost
        if spared:
            raise InvalidInputError(
                "a cut of edge {edge} parts terminal {terminal} from the root",
                edge=edge,
                terminal=spared[0],
            )
        if edge in rings.bridges and not lost:
            raise InvalidInputError(
                "edge {edge} is no bridge: no terminal is lost with it", edge=edge
            )
    if sorted(single) != list(rings.single):
        raise InvalidInputError(
            "{count} terminals hang behind bridges; the rings name {said}",
            count=len(single),
            said=len(rings.single),
        )


def _check_sums(graph: RouteGraph, tree: FibreTree, rings: Rings) -> None:
    there = set(tree.edges)
    for edge in rings.edges:
        if not 0 <= edge < graph.edges:
            raise InvalidInputError("the rings have no such edge: {edge}", edge=edge)
        if edge in there:
            raise InvalidInputError("edge {edge} is there already", edge=edge)
        there.add(edge)
    for edge in rings.bridges:
        if edge not in tree.edges:
            raise InvalidInputError("bridge {edge} is no edge of the tree", edge=edge)
    cost_vnd = sum(int(graph.cost_vnd[edge]) for edge in rings.edges)
    if cost_vnd != rings.cost_vnd:
        raise InvalidInputError(
            "the edges of the rings cost {value}, not {said}",
            value=cost_vnd,
            said=rings.cost_vnd,
        )
    if not 0 <= rings.bound_vnd <= rings.cost_vnd:
        raise InvalidInputError(
            "the bound {bound} does not lie between 0 and the cost {cost}",
            bound=rings.bound_vnd,
            cost=rings.cost_vnd,
        )


def _ways(graph: RouteGraph, edges: Iterable[int]) -> _Ways:
    """Return the edges at each node and where they lead."""
    ways: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for edge in edges:
        a, b = int(graph.start[edge]), int(graph.end[edge])
        ways[a].append((edge, b))
        ways[b].append((edge, a))
    return ways


def _reached(ways: _Ways, root: int, cut: int) -> set[int]:
    """Return the nodes that a walk from the root reaches without one edge."""
    reached, todo = {root}, [root]
    while todo:
        for edge, other in ways.get(todo.pop(), ()):
            if edge != cut and other not in reached:
                reached.add(other)
                todo.append(other)
    return reached
