"""Least-cost fibre trees: reduce, build, improve, prove; again while it helps.

Source:
    The interplay of reductions, dual ascent and local search of Polzin and Vahdati
    Daneshmand, Improved algorithms for the Steiner problem in networks, Discrete Appl.
    Math. 112 (2001); mixing good trees as Pajor, Uchoa and Werneck, A robust and
    scalable algorithm for the Steiner problem in graphs, Math. Prog. Comp. 10 (2018).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hatangso.errors import InfeasibleError
from hatangso.fibre.graph import RouteGraph, known_terminals
from hatangso.fibre.network import FAR
from hatangso.fibre.reductions import ReducibleGraph, long_edges
from hatangso.fibre.steiner_bound import ascend
from hatangso.fibre.tree_pool import TreePool
from hatangso.units import BoolArray, IntArray

__all__ = ["FibreTree", "TreeEffort", "steiner_tree"]

_MOST_NAMED = 10


@dataclass(frozen=True)
class TreeEffort:
    """When to stop; the search stops earlier when the tree is proven best.

    Attributes:
        least_gain_ratio: A round that lowers the cost by a smaller share is the last.
        rounds: How often the graph is reduced and searched at most, 1 or more.
        ascents: Bounds computed in each round, from as many terminals.
        mixtures: Trees mixed from two earlier ones in each round.
        pool: Trees that are kept for mixing, 1 or more.
    """

    least_gain_ratio: float = 1e-5
    rounds: int = 5
    ascents: int = 6
    mixtures: int = 80
    pool: int = 16


@dataclass(frozen=True)
class FibreTree:
    """A tree that joins terminals, and what is proven about it.

    Attributes:
        edges: Edges of the graph in ascending order.
        cost_vnd: What they cost together.
        bound_vnd: No tree costs less.
    """

    edges: tuple[int, ...]
    cost_vnd: int
    bound_vnd: int

    @property
    def gap_ratio(self) -> float:
        """How much cheaper, at most, another tree could be, as a share of the cost."""
        return (
            (self.cost_vnd - self.bound_vnd) / self.cost_vnd if self.cost_vnd else 0.0
        )


def steiner_tree(
    graph: RouteGraph,
    terminals: Sequence[int],
    *,
    seed: int = 0,
    effort: TreeEffort | None = None,
) -> FibreTree:
    """Return a tree of low cost that joins terminals, with a bound on the cost.

    Args:
        graph: Where fibre may lie.
        terminals: Nodes to be joined, in any order; nodes between them may be passed.
        seed: The same seed gives the same tree; others break ties otherwise.
        effort: When to stop.

    Raises:
        InvalidInputError: There is no terminal.
        NotFoundError: A terminal is not a node of the graph.
        InfeasibleError: Terminals lie in parts that nothing connects.
    """
    needed = known_terminals(graph, terminals)
    part = graph.parts()
    _require_joined(needed, part)
    is_useful = (part[graph.start] == part[needed[0]]) & (graph.start != graph.end)
    edges = np.flatnonzero(is_useful)
    reducible = ReducibleGraph(
        graph.nodes, graph.start[edges], graph.end[edges], graph.cost_vnd[edges]
    )
    is_terminal = np.zeros(graph.nodes, dtype=np.bool_)
    is_terminal[needed] = True
    found = _search(
        reducible, is_terminal, effort or TreeEffort(), np.random.default_rng(seed)
    )
    chosen = edges[found.trees[0]]
    return FibreTree(tuple(map(int, chosen)), found.cost, min(found.bound, found.cost))


def _require_joined(needed: IntArray, part: IntArray) -> None:
    apart = needed[part[needed] != part[needed[0]]]
    if apart.size:
        names = ", ".join(map(str, apart[:_MOST_NAMED]))
        raise InfeasibleError(
            "no route leads from terminal {first} to {count} terminals: {terminals}",
            first=int(needed[0]),
            count=int(apart.size),
            terminals=names + (" …" if apart.size > _MOST_NAMED else ""),
        )


@dataclass(frozen=True)
class _Found:
    """What is known so far, in the edges that the search was given."""

    trees: tuple[IntArray, ...]
    cost: int
    bound: int


def _search(
    reducible: ReducibleGraph,
    is_terminal: BoolArray,
    effort: TreeEffort,
    random: np.random.Generator,
) -> _Found:
    known: tuple[IntArray, ...] = ()
    cost, bound = FAR, 0
    for _ in range(effort.rounds):
        is_terminal = _reduce(reducible, is_terminal)
        network, nodes, numbers = reducible.network()
        if np.count_nonzero(is_terminal[nodes]) <= 1:
            # All that is left belongs to every tree that costs no more than the best.
            only = reducible.given_edges([])
            return _Found((only,), reducible.fixed_cost, reducible.fixed_cost)
        pool = TreePool(network, is_terminal[nodes], effort.pool, random)
        for tree in known:
            pool.replant(reducible.known_edges(tree)[numbers])
        proven, through = _work(pool, effort)
        bound = max(bound, proven + reducible.fixed_cost)
        goal = cost * (1 - effort.least_gain_ratio)
        if pool.least_cost + reducible.fixed_cost <= cost:
            cost = pool.least_cost + reducible.fixed_cost
            known = ()
        found = [reducible.given_edges(numbers[tree]) for tree in pool.trees]
        known = (*known[:1], *found)[: effort.pool]
        if bound >= cost or cost > goal:
            break
        reducible.drop(numbers[through + reducible.fixed_cost > cost])
    return _Found(known, cost, bound)


def _work(pool: TreePool, effort: TreeEffort) -> tuple[int, IntArray]:
    """Fill a pool; return a bound on all trees and one on trees with each edge."""
    pool.plant()
    bound = 0
    through = np.zeros(len(pool.network.cost), dtype=np.int64)
    for _ in range(effort.ascents):
        ascent = ascend(pool.network, pool.is_terminal, pool.any_terminal())
        bound = max(bound, ascent.bound)
        through = np.maximum(through, ascent.through)
        pool.follow(ascent)
    for _ in range(effort.mixtures):
        pool.mix()
    return bound, through


def _reduce(reducible: ReducibleGraph, is_terminal: BoolArray) -> BoolArray:
    """Reduce until nothing changes; return which nodes are terminals now."""
    while True:
        is_terminal = reducible.shorten(is_terminal)
        network, nodes, numbers = reducible.network()
        if np.count_nonzero(is_terminal[nodes]) <= 1:
            return is_terminal
        is_long = long_edges(network, is_terminal[nodes])
        if not is_long.any():
            return is_terminal
        reducible.drop(numbers[is_long])
