"""The cheapest links that span all stretches of a tree, and what none can undercut.

A stretch has a way round when every cut between its two sides holds a link. Cuts are
looked for by the greatest flow and added to a linear program until none is missed.
Where it is small, whole links are chosen, and cuts that they miss are added likewise.

Source:
    Cuts of survivable networks, for a tree that is there already: Grötschel, Monma and
    Stoer, Design of survivable networks, Handbooks in OR & MS 7 (1995).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from hatangso.fibre.graph import RouteGraph
from hatangso.fibre.network import nearest, network_of
from hatangso.fibre.ring_problem import RingProblem
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["Cover", "RingEffort", "cheapest_cover"]

# A flow counts in these parts of a link; a cut is missed when more than a few lack.
_FLOW_PARTS = 1_000_000
_FEW_PARTS = 1_000
# Cuts looked for around one stretch at a time.
_MOST_NESTED = 8
# Cuts that are added before a program is solved again.
_MOST_CUTS = 2_000
# The solver sees costs up to this number, and its bound is trusted up to this share.
_GREATEST_COST = 1e4
_DOUBT_RATIO = 1e-8
_HALF = 0.5
_SLACK = 0.1


@dataclass(frozen=True)
class RingEffort:
    """When to stop; the search stops earlier when the links are proven cheapest.

    Attributes:
        flow_links: Links that are looked at in search of missed cuts: the number of
            links for every flow.
        rounds: How often whole links are chosen.
        nodes: Nodes of the search tree for whole links, each time; 0 for none.
        most_links: Whole links are not looked for among more than these.
    """

    flow_links: int = 60_000_000
    rounds: int = 20
    nodes: int = 2_000
    most_links: int = 1_500


@dataclass(frozen=True)
class Cover:
    """Links that span all stretches.

    Attributes:
        links: Chosen links in ascending order.
        cost: What they cost together.
        bound: No choice costs less.
    """

    links: tuple[int, ...]
    cost: int
    bound: int


@dataclass
class _Search:
    """What is known so far."""

    problem: RingProblem
    links_left: int
    turn: int = 0
    cuts: dict[bytes, IntArray] = field(default_factory=dict)
    is_chosen: BoolArray = field(init=False)
    cost: int = field(init=False)
    bound: int = 0

    def __post_init__(self) -> None:
        """Begin with all links."""
        self.is_chosen = np.ones(self.problem.links.edges, dtype=np.bool_)
        self.cost = int(self.problem.links.cost_vnd.sum())

    def add_cut(self, is_inside: BoolArray) -> bool:
        """Add the links that leave a set of nodes; False where they are known."""
        links = self.problem.links
        cut = np.flatnonzero(is_inside[links.start] != is_inside[links.end])
        is_new = cut.tobytes() not in self.cuts
        self.cuts[cut.tobytes()] = cut
        return is_new

    def forget_cuts(self, is_slack: BoolArray) -> None:
        """Forget cuts that are more than kept anyhow."""
        pairs = zip(list(self.cuts.items()), is_slack, strict=True)
        self.cuts = {key: cut for (key, cut), is_one in pairs if not is_one}

    def matrix(self) -> sparse.csr_array:
        """Return one row for each cut, with 1 for each of its links."""
        cuts = list(self.cuts.values())
        sizes = [len(cut) for cut in cuts]
        return sparse.csr_array(
            (
                np.ones(sum(sizes)),
                np.concatenate(cuts),
                np.append(0, np.cumsum(sizes)),
            ),
            shape=(len(cuts), self.problem.links.edges),
        )

    def offer(self, is_laid: BoolArray) -> None:
        """Mend links until all stretches are spanned; keep them where cheapest."""
        is_laid = _thinned(self.problem, _mended(self.problem, is_laid))
        cost = int(self.problem.links.cost_vnd[is_laid].sum())
        if cost < self.cost:
            self.is_chosen, self.cost = is_laid, cost

    def raise_bound(self, bound: float) -> None:
        """Raise the bound, less what the solver's arithmetic may be wrong by."""
        doubt = max(1e-6, abs(bound) * _DOUBT_RATIO)
        self.bound = max(self.bound, math.ceil(bound - doubt))


def cheapest_cover(problem: RingProblem, effort: RingEffort) -> Cover:
    """Return links that span all stretches, the cheapest that were found.

    Args:
        problem: Stretches, each of which some links can span.
        effort: When to stop.
    """
    if not len(problem.low):
        return Cover((), 0, 0)
    search = _Search(problem, effort.flow_links)
    is_spot = np.arange(problem.links.nodes) < problem.spots
    for stretch in range(len(problem.low)):
        is_inside = _spread(problem, stretch)
        search.add_cut(is_inside)
        search.add_cut(is_inside | ~is_spot)
    search.offer(np.zeros(problem.links.edges, dtype=np.bool_))
    through = _relax(search)
    if search.bound < search.cost:
        _choose(search, effort, through)
    chosen = np.flatnonzero(search.is_chosen)
    return Cover(tuple(map(int, chosen)), search.cost, min(search.bound, search.cost))


def _spread(problem: RingProblem, stretch: int) -> BoolArray:
    """Return which nodes are spots below a stretch, shape (node,)."""
    is_inside = np.zeros(problem.links.nodes, dtype=np.bool_)
    is_inside[: problem.spots] = problem.is_below(stretch)
    return is_inside


def _relax(search: _Search) -> FloatArray:
    """Bound the cost by parts of links; return a bound on choices with each link."""
    problem = search.problem
    cost = problem.links.cost_vnd.astype(float)
    unit = max(cost.max() / _GREATEST_COST, 1e-9)
    best, through = -1.0, cost
    while True:
        matrix = search.matrix()
        answer = linprog(cost / unit, -matrix, -np.ones(matrix.shape[0]), bounds=(0, 1))
        if answer.x is None:
            return through
        price = np.maximum(-answer.ineqlin.marginals, 0) * unit
        # Any prices of cuts, none below zero, prove a bound of their own.
        reduced = cost - matrix.T @ price
        bound = float(price.sum() + np.minimum(reduced, 0).sum())
        if bound > best:
            best, through = bound, bound + reduced
        search.raise_bound(bound)
        search.forget_cuts(matrix @ answer.x > 1 + _SLACK)
        search.offer(answer.x > _HALF)
        search.offer(_look(problem, cost * (1 - answer.x)))
        stretches = np.arange(len(problem.low))
        if search.bound >= search.cost or not _add_missed(search, answer.x, stretches):
            return through


def _add_missed(search: _Search, x: FloatArray, stretches: IntArray) -> bool:
    """Add cuts of which too little is chosen; False where there is none."""
    found = 0
    # Those that had no turn before another program was solved come first.
    for stretch in np.roll(stretches, -search.turn).tolist():
        if search.links_left <= 0 or found > _MOST_CUTS:
            break
        search.turn = stretch + 1
        for is_inside in _weak_cuts(search.problem, stretch, x):
            found += search.add_cut(is_inside)
            search.links_left -= search.problem.links.edges
    return found > 0


def _weak_cuts(
    problem: RingProblem, stretch: int, x: FloatArray
) -> Iterator[BoolArray]:
    """Find cuts that hold less than one link, no link in two of them but at the ends.

    Every link has a little room more than what is chosen of it, so that of equal cuts
    that of fewer links is found.
    """
    links, spots = problem.links, problem.spots
    # The spots above are node 0, those below node 1, junctions stand behind.
    here = np.concatenate(
        [problem.is_below(stretch), np.arange(2, 2 + links.nodes - spots)]
    ).astype(np.int64)
    start, end = here[links.start], here[links.end]
    is_between = start != end
    ends = np.append(start, end), np.append(end, start)
    shape = (int(here.max()) + 1,) * 2
    parts = np.rint(x * _FLOW_PARTS).astype(np.int64) + 1
    for _ in range(_MOST_NESTED):
        room = sparse.coo_array((np.tile(parts, 2), ends), shape=shape).tocsr()
        # Links side by side hold no more than one: sums of many would run over.
        room.data = np.minimum(room.data, _FLOW_PARTS + 1).astype(np.int32)
        flow = sparse.csgraph.maximum_flow(room, 0, 1)
        rest = (room - flow.flow).tocsr()
        rest.eliminate_zeros()
        for source, ways in ((0, rest), (1, rest.T.tocsr())):
            is_reached = np.zeros(shape[0], dtype=np.bool_)
            is_reached[
                sparse.csgraph.breadth_first_order(
                    ways, source, return_predecessors=False
                )
            ] = True
            is_cut = is_between & (is_reached[start] != is_reached[end])
            if parts[is_cut].sum() > _FLOW_PARTS - _FEW_PARTS:
                return
            yield is_reached[here]
            if source == 0:
                is_taken = is_cut
        parts[is_taken] = _FLOW_PARTS


def _choose(search: _Search, effort: RingEffort, through: FloatArray) -> None:
    """Choose whole links, and add the cuts that they miss, until none is missed."""
    problem = search.problem
    cost = problem.links.cost_vnd.astype(float)
    for _ in range(effort.rounds):
        # Links that lift the bound over the least cost known are in nothing cheaper.
        is_open = through < search.cost + _HALF
        open_n = np.count_nonzero(is_open)
        if not effort.nodes or open_n > effort.most_links:
            return
        unit = max(cost[is_open].max() / _GREATEST_COST, 1e-9)
        answer = milp(
            cost / unit,
            constraints=LinearConstraint(search.matrix(), 1, np.inf),
            integrality=np.ones(len(cost)),
            bounds=Bounds(0, is_open.astype(float)),
            options={"node_limit": effort.nodes, "mip_rel_gap": 0},
        )
        if answer.mip_dual_bound is not None and math.isfinite(answer.mip_dual_bound):
            search.raise_bound(min(answer.mip_dual_bound * unit, search.cost))
        if answer.x is None or search.bound >= search.cost:
            return
        is_laid = answer.x > _HALF
        search.offer(is_laid)
        if search.bound >= search.cost or not _add_uncovered(search, is_laid):
            return


def _add_uncovered(search: _Search, is_laid: BoolArray) -> bool:
    """Add the cuts between sides that laid links do not join; False without any."""
    missed = np.flatnonzero(~search.problem.is_covered(is_laid))
    return _add_missed(search, is_laid.astype(float), missed)


def _look(problem: RingProblem, cost: FloatArray) -> BoolArray:
    """Return cheap ways round all stretches by costs that need not be the true ones."""
    parts = max(float(cost.max()), 1e-9) / _FLOW_PARTS
    guide = np.rint(np.maximum(cost, 0) / parts).astype(np.int64)
    looked = RouteGraph(
        problem.links.nodes, problem.links.start, problem.links.end, guide
    )
    return _lay_ways(problem, looked, np.zeros(len(cost), dtype=np.bool_))


def _mended(problem: RingProblem, is_laid: BoolArray) -> BoolArray:
    """Add the cheapest way round each stretch that has none yet."""
    return _lay_ways(problem, problem.links, is_laid)


def _lay_ways(
    problem: RingProblem, looked: RouteGraph, is_laid: BoolArray
) -> BoolArray:
    is_laid = is_laid.copy()
    is_covered = problem.is_covered(is_laid)
    while not is_covered.all():
        stretch = int(np.argmin(is_covered))
        cost = np.where(is_laid, 0, looked.cost_vnd)
        network = network_of(looked.nodes, looked.start, looked.end, cost)
        is_below = _spread(problem, stretch)
        distance, _, via = nearest(network, is_below)
        others = np.flatnonzero(~is_below[: problem.spots])
        node = int(others[np.argmin(distance[others])])
        while via[node] >= 0:
            is_laid[via[node] >> 1] = True
            node = int(network.head[via[node] ^ 1])
        is_covered = problem.is_covered(is_laid)
    return is_laid


def _thinned(problem: RingProblem, is_laid: BoolArray) -> BoolArray:
    """Take out what is not needed, the dearest first."""
    is_laid = is_laid.copy()
    laid = np.flatnonzero(is_laid)
    for link in laid[np.argsort(-problem.links.cost_vnd[laid], kind="stable")]:
        is_laid[link] = False
        is_laid[link] = not problem.is_covered(is_laid).all()
    return is_laid
