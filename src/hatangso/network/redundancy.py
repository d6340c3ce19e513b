"""The cheapest new links with which nodes survive any single failure, with a bound.

Chosen links cover cuts; a cut that they miss is found by the dominators of the network
and added, until none is missed. Every program on the way is a relaxation, so that its
bound holds for the whole question.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hatangso.model.government_network import LinkOffer
from hatangso.network.cover_program import solve_cover
from hatangso.network.graph import NetworkGraph
from hatangso.network.part_cuts import part_cuts, pieces_after_failures
from hatangso.network.weak_cuts import RedundancyProblem, WeakCut, weak_cuts
from hatangso.units import BoolArray, IntArray

__all__ = ["Redundancy", "RedundancyEffort", "cheapest_redundancy"]

# The solver's bound is trusted up to this share.
_DOUBT_RATIO = 1e-7
_PROVEN_RATIO = 1e-6
_HALF = 0.5


@dataclass(frozen=True)
class RedundancyEffort:
    """When a proof is given up; never a clock.

    Attributes:
        relaxations: How often parts of links are.
        rounds: How often whole links are chosen.
        nodes: Nodes of the search tree, each time.
        offers: Among more links only a heuristic and a linear bound are asked.
    """

    relaxations: int = 100
    rounds: int = 40
    nodes: int = 2_000
    offers: int = 20_000


@dataclass(frozen=True)
class Redundancy:
    """New links, and how good they are proven to be.

    Attributes:
        links: What to lay, in the order of their codes.
        cost_vnd: What they cost together.
        bound_vnd: No choice among the links on offer does the same for less.
        weak_before: Codes of the chosen nodes that one failure cuts off today, or
            that are cut off already.
        hopeless: Codes of those that no choice among the offers saves; the answer is
            for the others.
    """

    links: tuple[LinkOffer, ...]
    cost_vnd: int
    bound_vnd: int
    weak_before: tuple[str, ...]
    hopeless: tuple[str, ...]

    @property
    def gap_ratio(self) -> float:
        """How much cheaper another choice could be at most, as a share of the cost."""
        if not self.cost_vnd:
            return 0.0
        return (self.cost_vnd - self.bound_vnd) / self.cost_vnd

    @property
    def is_proven(self) -> bool:
        """Whether nothing on offer is cheaper."""
        return self.gap_ratio <= _PROVEN_RATIO


def cheapest_redundancy(
    graph: NetworkGraph,
    offers: Sequence[LinkOffer],
    *,
    targets: Collection[str] | None = None,
    is_node_proof: bool = False,
    effort: RedundancyEffort | None = None,
) -> Redundancy:
    """Return the cheapest links with which nodes survive any single failure.

    A node survives when it reaches a core whichever link fails, new ones included; with
    ``is_node_proof`` also whichever other node fails, the only core excepted. Capacity
    is not looked at.

    Args:
        graph: The network of today; what does not work is left out.
        offers: Links that could be laid.
        targets: Codes of the nodes that are to survive; all that work for None.
        is_node_proof: Whether nodes may fail too.
        effort: When to give up the proof.

    Raises:
        InvalidInputError: An offer or a target names no node of the network.
    """
    effort = effort or RedundancyEffort()
    offers = sorted(offers, key=lambda one: one.id)
    problem = _problem(graph, offers, targets, is_node_proof=is_node_proof)
    none = np.zeros(len(offers), dtype=bool)
    weak = _weak(weak_cuts(problem, none))
    hopeless = _weak(weak_cuts(problem, ~none))
    problem.is_target[sorted(hopeless)] = False
    search = _Search(problem, np.array([one.cost_vnd for one in offers], np.int64))
    if problem.is_target.any():
        search.run(effort)
    chosen = tuple(offers[at] for at in np.flatnonzero(search.is_best).tolist())
    return Redundancy(
        chosen,
        search.best,
        min(search.bound, search.best),
        graph.names(weak),
        graph.names(hopeless),
    )


def _problem(
    graph: NetworkGraph,
    offers: Sequence[LinkOffer],
    targets: Collection[str] | None,
    *,
    is_node_proof: bool,
) -> RedundancyProblem:
    ends = [[graph.number(x.start_id), graph.number(x.end_id)] for x in offers]
    new = np.array(ends, dtype=np.int64).reshape(-1, 2)
    asked = range(len(graph.nodes)) if targets is None else map(graph.number, targets)
    is_target = np.zeros(len(graph.nodes), dtype=bool)
    is_target[list(asked)] = True
    is_target &= np.array([node.is_up for node in graph.nodes], dtype=bool)
    is_target[list(graph.roots)] = False
    return RedundancyProblem(
        len(graph.nodes),
        np.concatenate([graph.start[graph.is_up], new[:, 0]]),
        np.concatenate([graph.end[graph.is_up], new[:, 1]]),
        int(graph.is_up.sum()),
        graph.roots,
        is_target,
        is_node_proof,
    )


def _weak(cuts: Sequence[WeakCut]) -> set[int]:
    return {node for cut in cuts for node in cut.targets.tolist()}


@dataclass
class _Search:
    """What is known so far."""

    problem: RedundancyProblem
    cost: IntArray
    cuts: dict[bytes, WeakCut] = field(default_factory=dict)
    is_best: BoolArray = field(init=False)
    best: int = 0
    bound: int = 0

    def __post_init__(self) -> None:
        """Begin with nothing."""
        self.is_best = np.zeros(self.cost.size, dtype=bool)

    def run(self, effort: RedundancyEffort) -> None:
        """Find the cheapest choice, or a good one and a bound."""
        if not self._add(self.is_best):
            return
        self.is_best = np.ones(self.cost.size, dtype=bool)
        self.best = int(self.cost.sum())
        self._offer(np.zeros(self.cost.size, dtype=bool))
        self._relax(effort.relaxations)
        if self.cost.size > effort.offers:
            return
        for _ in range(effort.rounds):
            if self.bound >= self.best:
                return
            chosen = self._solve(effort.nodes)
            if chosen is None:
                return
            if not self._add(chosen):
                self._keep(chosen)
                return
            self._offer(chosen)

    def _add(self, is_chosen: BoolArray) -> bool:
        """Add the cuts that a choice misses; False when there are none."""
        missed = weak_cuts(self.problem, is_chosen)
        for cut in missed:
            self._keep_cut(cut)
        return bool(missed)

    def _keep_cut(self, cut: WeakCut) -> bool:
        """Keep a cut; False when it is known."""
        key = cut.offers.tobytes()
        is_new = key not in self.cuts or self.cuts[key].need < cut.need
        if is_new:
            self.cuts[key] = cut
        return is_new

    def _matrix(self) -> sparse.csr_array:
        """Return one row for each cut, with 1 for each link that crosses it."""
        sizes = [cut.offers.size for cut in self.cuts.values()]
        crossing = np.concatenate([cut.offers for cut in self.cuts.values()])
        return sparse.csr_array(
            (np.ones(crossing.size), crossing, np.append(0, np.cumsum(sizes))),
            shape=(len(sizes), self.cost.size),
        )

    def _needs(self) -> IntArray:
        return np.array([cut.need for cut in self.cuts.values()], dtype=np.int64)

    def _offer(self, is_chosen: BoolArray) -> None:
        """Mend a choice until all survive, thin it, and keep it where cheapest."""
        is_chosen = is_chosen.copy()
        while True:
            self._cover(is_chosen)
            if not self._add(is_chosen):
                break
        for at in sorted(
            np.flatnonzero(is_chosen).tolist(), key=lambda at: (-self.cost[at], at)
        ):
            is_chosen[at] = False
            if weak_cuts(self.problem, is_chosen):
                is_chosen[at] = True
        self._keep(is_chosen)

    def _cover(self, is_chosen: BoolArray) -> None:
        """Choose links until all known cuts are crossed, the best for its cost."""
        matrix = self._matrix()
        by_link = sparse.csc_array(matrix)
        missing = self._needs() - matrix @ is_chosen.astype(np.int64)
        price = np.maximum(self.cost, 1).astype(float)
        while (missing > 0).any():
            worth = by_link.T @ (missing > 0).astype(float) / price
            worth[is_chosen] = 0.0
            at = int(worth.argmax())
            is_chosen[at] = True
            crossed = by_link.indices[by_link.indptr[at] : by_link.indptr[at + 1]]
            missing[crossed] -= 1

    def _keep(self, is_chosen: BoolArray) -> None:
        total = int(self.cost[is_chosen].sum())
        if total < self.best:
            self.is_best, self.best = is_chosen, total

    def _relax(self, rounds: int) -> None:
        """Raise the bound by parts of links, adding cuts that they miss."""
        pieces = pieces_after_failures(self.problem)
        for _ in range(rounds):
            found = solve_cover(
                self._scaled(), self._matrix(), self._needs(), nodes=None
            )
            if found.value is None:
                return
            self._raise(found.bound)
            missed = [self._keep_cut(cut) for cut in part_cuts(pieces, found.value)]
            if not any(missed):
                self._offer(found.value > _HALF)
                return

    def _solve(self, nodes: int) -> BoolArray | None:
        """Return the cheapest choice that crosses all known cuts; None without one."""
        found = solve_cover(self._scaled(), self._matrix(), self._needs(), nodes=nodes)
        self._raise(found.bound)
        return None if found.value is None else np.asarray(found.value > _HALF)

    @property
    def _unit(self) -> int:
        """The greatest amount of which all costs are multiples."""
        return max(int(np.gcd.reduce(self.cost)), 1)

    def _scaled(self) -> NDArray[np.float64]:
        return self.cost / self._unit

    def _raise(self, bound: float) -> None:
        """Raise the bound, less what the solver's arithmetic may be wrong by."""
        if math.isfinite(bound):
            doubt = max(1e-6, abs(bound) * _DOUBT_RATIO)
            self.bound = max(self.bound, math.ceil(bound - doubt) * self._unit)
