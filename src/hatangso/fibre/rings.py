"""Rings: a second way to every terminal of a fibre tree, so that one cut harms nobody.

The tree is there already; what is added is as cheap as can be found, with a bound. An
edge of the tree that is the only way in the whole graph stays a single one, and the
terminals behind it are named.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hatangso.errors import NotFoundError
from hatangso.fibre.graph import RouteGraph, known_terminals
from hatangso.fibre.ring_cuts import RingEffort, cheapest_cover
from hatangso.fibre.ring_problem import RingProblem, ring_problem
from hatangso.fibre.rooted_tree import RootedTree, rooted_tree
from hatangso.fibre.steiner import FibreTree
from hatangso.fibre.verifier import verify_tree
from hatangso.units import BoolArray

__all__ = ["RingEffort", "Rings", "close_rings"]


@dataclass(frozen=True)
class Rings:
    """What is laid beside a tree, and what is proven about it.

    Attributes:
        edges: Edges added, in ascending order.
        cost_vnd: What they cost together.
        bound_vnd: Nothing that does the same for the same tree costs less.
        bridges: Edges of the tree with a terminal behind them and no way round in the
            whole graph, in ascending order.
        single: Terminals behind a bridge, which no fibre can double, ascending.
    """

    edges: tuple[int, ...]
    cost_vnd: int
    bound_vnd: int
    bridges: tuple[int, ...] = ()
    single: tuple[int, ...] = ()

    @property
    def gap_ratio(self) -> float:
        """How much cheaper, at most, other rings could be, as a share of the cost."""
        return (
            (self.cost_vnd - self.bound_vnd) / self.cost_vnd if self.cost_vnd else 0.0
        )


def close_rings(
    graph: RouteGraph,
    tree: FibreTree,
    terminals: Sequence[int],
    *,
    root: int,
    effort: RingEffort | None = None,
) -> Rings:
    """Return cheap edges with which no cut of one edge parts a terminal from the root.

    Where the graph itself has no second way, what lies before and behind the bridge is
    doubled all the same.

    Args:
        graph: Where fibre may lie.
        tree: A tree that joins the terminals and the root.
        terminals: Nodes that need two ways; the foot of a drop, not the place at its
            end, since nothing can double a drop.
        root: The node that terminals are to reach.
        effort: When to stop.

    Raises:
        InvalidInputError: The tree does not join them, or is none.
        NotFoundError: A terminal or the root is not a node of the graph.
    """
    needed = known_terminals(graph, terminals)
    if not 0 <= root < graph.nodes:
        raise NotFoundError(
            "the root {root} is not a node; the last node is {last}",
            root=root,
            last=graph.nodes - 1,
        )
    verify_tree(graph, [*needed.tolist(), root], tree)
    hung = rooted_tree(graph, tree.edges, root)
    is_needed = _leads_to_a_terminal(hung, needed.tolist())
    problem, is_bridge = ring_problem(graph, tree.edges, hung, is_needed)
    edges, cost_vnd, bound_vnd = _solve(problem, effort or RingEffort())
    bridges = sorted(hung.edge[at] for at in np.flatnonzero(is_bridge))
    behind = hung.any_above(is_bridge)
    single = [int(one) for one in needed if behind[hung.place[int(one)]]]
    return Rings(edges, cost_vnd, bound_vnd, tuple(bridges), tuple(single))


def _leads_to_a_terminal(hung: RootedTree, terminals: Sequence[int]) -> BoolArray:
    """Return whether a terminal hangs on each node of the tree or below."""
    is_needed = np.zeros(len(hung.node), dtype=np.bool_)
    is_needed[[hung.place[one] for one in terminals]] = True
    for at in range(len(hung.node) - 1, 0, -1):
        is_needed[hung.above[at]] |= is_needed[at]
    return is_needed


def _solve(
    problem: RingProblem, effort: RingEffort
) -> tuple[tuple[int, ...], int, int]:
    found = cheapest_cover(problem, effort)
    edges = problem.given_edges(found.links)
    return tuple(map(int, edges)), found.cost, found.bound
