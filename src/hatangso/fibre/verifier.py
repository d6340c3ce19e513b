"""A plain look at a fibre tree, without anything that made it."""

from collections.abc import Sequence

from hatangso.errors import InvalidInputError
from hatangso.fibre.graph import RouteGraph, known_terminals
from hatangso.fibre.steiner import FibreTree

__all__ = ["verify_tree"]


def verify_tree(graph: RouteGraph, terminals: Sequence[int], tree: FibreTree) -> None:
    """Check that a tree joins its terminals, without a circle, for what it says.

    Args:
        graph: The graph that the tree is part of.
        terminals: Nodes that the tree has to join.
        tree: What is checked.

    Raises:
        InvalidInputError: An edge does not exist or stands twice, the edges close a
            circle, a terminal is left out, an edge hangs loose, the cost is another,
            or the bound lies above the cost.
    """
    group = _groups(graph, tree)
    needed = known_terminals(graph, terminals)
    first = int(needed[0])
    for terminal in map(int, needed):
        if _leader(group, terminal) != _leader(group, first):
            raise InvalidInputError(
                "the tree does not join terminal {terminal} to terminal {first}",
                terminal=terminal,
                first=first,
            )
    for edge in tree.edges:
        if _leader(group, int(graph.start[edge])) != _leader(group, first):
            raise InvalidInputError(
                "edge {edge} of the tree leads to no terminal", edge=edge
            )
    cost_vnd = sum(int(graph.cost_vnd[edge]) for edge in tree.edges)
    if cost_vnd != tree.cost_vnd:
        raise InvalidInputError(
            "the edges of the tree cost {value}, not {said}",
            value=cost_vnd,
            said=tree.cost_vnd,
        )
    if not 0 <= tree.bound_vnd <= tree.cost_vnd:
        raise InvalidInputError(
            "the bound {bound} does not lie between 0 and the cost {cost}",
            bound=tree.bound_vnd,
            cost=tree.cost_vnd,
        )


def _groups(graph: RouteGraph, tree: FibreTree) -> dict[int, int]:
    """Join the ends of the edges one by one; return who leads whom."""
    group: dict[int, int] = {}
    for edge in tree.edges:
        if not 0 <= edge < graph.edges:
            raise InvalidInputError("the tree has no such edge: {edge}", edge=edge)
        a = _leader(group, int(graph.start[edge]))
        b = _leader(group, int(graph.end[edge]))
        if a == b:
            raise InvalidInputError("edge {edge} closes a circle", edge=edge)
        group[a] = b
    return group


def _leader(group: dict[int, int], node: int) -> int:
    while node in group:
        node = group[node]
    return node
