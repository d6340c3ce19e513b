"""The cuts that links must still cross for nodes to survive every single failure.

A set of nodes without a core, with a node in it that is to be safe, must be left by two
links; and, where nodes may fail too, by one that does not end at a node that fails.
Cuts that too few chosen links cross are what the dominators of the network show.

Source:
    Grötschel, Monma and Stoer, Design of survivable networks, Handbooks in OR & MS 7
    (1995): cut inequalities for edge and for node survivability.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from hatangso.network.hanging import hang
from hatangso.units import BoolArray, IntArray

__all__ = ["RedundancyProblem", "WeakCut", "weak_cuts"]


@dataclass(frozen=True, eq=False)
class RedundancyProblem:
    """What is asked, in numbers.

    Attributes:
        nodes_n: How many nodes there are.
        start: One end of each link of today, then of each link on offer, shape (link,).
        end: The other end.
        links_n: So many of them are there today.
        roots: The cores.
        is_target: Nodes that must survive, shape (node,).
        is_node_proof: Whether they must survive the loss of any other node too; the
            only core excepted.
    """

    nodes_n: int
    start: IntArray
    end: IntArray
    links_n: int
    roots: tuple[int, ...]
    is_target: BoolArray
    is_node_proof: bool


@dataclass(frozen=True, eq=False)
class WeakCut:
    """Links on offer of which some must be chosen.

    Attributes:
        offers: Their numbers, ascending.
        need: So many of them.
        targets: Nodes behind the cut that are to be safe.
    """

    offers: IntArray
    need: int
    targets: IntArray


def weak_cuts(problem: RedundancyProblem, is_chosen: BoolArray) -> list[WeakCut]:
    """Return cuts that too few of the chosen links cross; none when all survive.

    Args:
        problem: What is asked.
        is_chosen: Of the links on offer, shape (offer,).
    """
    is_there = np.concatenate([np.ones(problem.links_n, dtype=bool), is_chosen])
    kept = np.flatnonzero(is_there)
    start, end = problem.start[kept], problem.end[kept]
    hanging = hang(problem.nodes_n, start, end, problem.roots)
    beyond = list(_unreached(problem, start, end, set(hanging.place)))
    found = [_cut(problem, inside, None) for inside in beyond]
    if len(beyond) > 1:
        found.append(_partition(problem, beyond, None))
    targets = np.flatnonzero(problem.is_target).tolist()
    links = {link for one in targets for link in hanging.links_above(one)}
    found += [
        _cut(problem, np.array(hanging.behind_link(link)), None)
        for link in sorted(links)
    ]
    if problem.is_node_proof:
        only = set(problem.roots) if len(problem.roots) == 1 else set()
        nodes = {node for one in targets for node in hanging.nodes_above(one)}
        for node in sorted(nodes - only):
            behind = np.array(hanging.behind_node(node))
            parts = [
                inside
                for inside in _parts(problem.nodes_n, start, end, behind)
                if problem.is_target[inside].any()
            ]
            found += [_cut(problem, inside, node) for inside in parts]
            if len(parts) > 1:
                found.append(_partition(problem, parts, node))
    return found


def _unreached(
    problem: RedundancyProblem, start: IntArray, end: IntArray, reached: set[int]
) -> Iterator[IntArray]:
    beyond = np.array(
        [at for at in range(problem.nodes_n) if at not in reached], dtype=np.int64
    )
    for inside in _parts(problem.nodes_n, start, end, beyond):
        if problem.is_target[inside].any():
            yield inside


def _parts(
    nodes_n: int, start: IntArray, end: IntArray, among: IntArray
) -> list[IntArray]:
    """Return the connected parts of some nodes, by their links to each other alone."""
    is_among = np.zeros(nodes_n, dtype=bool)
    is_among[among] = True
    kept = is_among[start] & is_among[end]
    pairs = (np.ones(int(kept.sum())), (start[kept], end[kept]))
    _, label = csgraph.connected_components(
        sparse.csr_array(pairs, shape=(nodes_n, nodes_n)), directed=False
    )
    return [among[label[among] == one] for one in np.unique(label[among])]


def _partition(
    problem: RedundancyProblem, parts: list[IntArray], failed: int | None
) -> WeakCut:
    """Return what must run between parts that nothing joins, and to all that is left.

    So many parts are tied to the rest by as many links at least, and by one more where
    a link may fail.
    """
    part_of = np.zeros(problem.nodes_n, dtype=np.int64)
    for at, inside in enumerate(parts, start=1):
        part_of[inside] = at
    crosses = part_of[problem.start] != part_of[problem.end]
    if failed is not None:
        crosses &= (problem.start != failed) & (problem.end != failed)
    inside = np.concatenate(parts)
    need = len(parts) + (failed is None)
    return WeakCut(
        np.flatnonzero(crosses[problem.links_n :]),
        need,
        inside[problem.is_target[inside]],
    )


def _cut(problem: RedundancyProblem, inside: IntArray, failed: int | None) -> WeakCut:
    """Return what must cross from a set of nodes, while a node fails or a link may."""
    is_inside = np.zeros(problem.nodes_n, dtype=bool)
    is_inside[inside] = True
    crosses = is_inside[problem.start] != is_inside[problem.end]
    if failed is not None:
        crosses &= (problem.start != failed) & (problem.end != failed)
    there = int(crosses[: problem.links_n].sum())
    targets = inside[problem.is_target[inside]]
    need = (2 if failed is None else 1) - there
    return WeakCut(np.flatnonzero(crosses[problem.links_n :]), need, targets)
