"""Cuts that parts of links cross too little: they make the bound of a program sharp.

A failure leaves pieces of the network of today that nothing but new links can tie
together again. Between these pieces the least cut is a small flow.

Source:
    Grötschel, Monma and Stoer, Design of survivable networks, Handbooks in OR & MS 7
    (1995): separation of cut inequalities by flows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from hatangso.network.hanging import hang
from hatangso.network.weak_cuts import RedundancyProblem, WeakCut
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["Pieces", "part_cuts", "pieces_after_failures"]

# A flow counts in these parts of a link; a cut is missed when more than a few lack.
_FLOW_PARTS = 1_000_000
_FEW_PARTS = 1_000


@dataclass(frozen=True, eq=False)
class Pieces:
    """What a failure leaves of the network of today; piece 0 holds the cores.

    Attributes:
        count: How many pieces there are.
        start: Piece at one end of each link on offer, shape (offer,).
        end: At the other end.
        is_usable: Links on offer that do not end at what fails, shape (offer,).
        there: Links of today between pieces: rows of two pieces.
        need: How many links must leave pieces with a target.
        with_target: Pieces that hold one.
        targets: The targets of each piece.
    """

    count: int
    start: IntArray
    end: IntArray
    is_usable: BoolArray
    there: IntArray
    need: int
    with_target: tuple[int, ...]
    targets: tuple[IntArray, ...]


def pieces_after_failures(problem: RedundancyProblem) -> list[Pieces]:
    """Return the pieces after every failure that leaves more than two.

    With two of them there is one cut between them, which dominators show already.
    """
    found = [_after_link(problem)]
    if problem.is_node_proof:
        only = set(problem.roots) if len(problem.roots) == 1 else set()
        found += [
            _after_node(problem, node)
            for node in range(problem.nodes_n)
            if node not in only
        ]
    return [one for one in found if one is not None]


def part_cuts(pieces: list[Pieces], value: FloatArray) -> Iterator[WeakCut]:
    """Yield cuts that parts of links cross too little.

    Args:
        pieces: As ``pieces_after_failures`` returns them.
        value: How much of each link is taken, 0 to 1, shape (offer,).
    """
    parts = np.round(value * _FLOW_PARTS).astype(np.int64)
    for one in pieces:
        if one.need == 1:
            yield from _partitions(one, parts)
        kept = one.is_usable & (one.start != one.end) & (parts > 0)
        a = np.concatenate([one.start[kept], one.there[:, 0]])
        b = np.concatenate([one.end[kept], one.there[:, 1]])
        size = np.concatenate(
            [parts[kept], np.full(len(one.there), _FLOW_PARTS, dtype=np.int64)]
        )
        room = sparse.csr_array(
            (
                np.concatenate([size, size]).astype(np.int32),
                (np.concatenate([a, b]), np.concatenate([b, a])),
            ),
            shape=(one.count, one.count),
        )
        is_inside = np.zeros(one.count, dtype=bool)
        for piece in one.with_target:
            # One cut around many pieces at a time is enough.
            if not is_inside[piece]:
                side = _weak_side(room, piece, one.need)
                if side is not None:
                    is_inside |= side
                    yield _cut(one, side)


def _partitions(one: Pieces, parts: IntArray) -> Iterator[WeakCut]:
    """Yield ways to part the pieces that too few links join.

    Pieces that are joined most are put together one after another; so many groups are
    tied to that of the cores by as many links at least.
    """
    group = np.zeros(one.count, dtype=np.int64)
    group[list(one.with_target)] = np.arange(1, len(one.with_target) + 1)
    between = np.zeros((len(one.with_target) + 1,) * 2, dtype=np.int64)
    kept = one.is_usable
    a, b = group[one.start[kept]], group[one.end[kept]]
    np.add.at(between, (np.minimum(a, b), np.maximum(a, b)), parts[kept])
    np.fill_diagonal(between, 0)
    for left in range(len(one.with_target), 1, -1):
        if between.sum() < left * _FLOW_PARTS - _FEW_PARTS:
            crosses = kept & (group[one.start] != group[one.end])
            inside = np.concatenate([one.targets[at] for at in one.with_target])
            yield WeakCut(np.flatnonzero(crosses), left, inside)
        low, high = np.unravel_index(int(between.argmax()), between.shape)
        group[group == high] = low
        both = between + between.T
        both[low] += both[high]
        both[:, low] += both[:, high]
        both[high] = both[:, high] = 0
        between = np.triu(both, 1)


def _weak_side(room: sparse.csr_array, piece: int, need: int) -> BoolArray | None:
    """Return the pieces on this side of the least cut, if it is too little."""
    flow = csgraph.maximum_flow(room, piece, 0)
    if flow.flow_value > need * _FLOW_PARTS - _FEW_PARTS:
        return None
    left = sparse.csr_array(room - flow.flow)
    left.data[left.data < 0] = 0
    left.eliminate_zeros()
    side = np.zeros(room.shape[0], dtype=bool)
    side[csgraph.breadth_first_order(left, piece, return_predecessors=False)] = True
    return side


def _cut(one: Pieces, side: BoolArray) -> WeakCut:
    crosses = one.is_usable & (side[one.start] != side[one.end])
    there = int((side[one.there[:, 0]] != side[one.there[:, 1]]).sum())
    targets = [one.targets[at] for at in np.flatnonzero(side).tolist()]
    return WeakCut(np.flatnonzero(crosses), one.need - there, np.concatenate(targets))


def _after_link(problem: RedundancyProblem) -> Pieces | None:
    """Return the pieces that no single link holds together."""
    today = slice(problem.links_n)
    start, end = problem.start[today], problem.end[today]
    label = _labels(problem, np.ones(problem.nodes_n, dtype=bool), start, end)
    first = np.unique(label, return_index=True)[1].tolist()
    roots = [*problem.roots, *(at for at in first if label[at] != 0)]
    hanging = hang(problem.nodes_n, start, end, roots)
    is_single = np.array(
        [bool(hanging.behind_link(at)) for at in range(len(start))], dtype=bool
    )
    everywhere = np.ones(problem.nodes_n, dtype=bool)
    firm = _labels(problem, everywhere, start[~is_single], end[~is_single])
    there = np.column_stack([firm[start[is_single]], firm[end[is_single]]])
    return _pieces(problem, firm, there, None)


def _after_node(problem: RedundancyProblem, node: int) -> Pieces | None:
    is_left = np.ones(problem.nodes_n, dtype=bool)
    is_left[node] = False
    today = slice(problem.links_n)
    label = _labels(problem, is_left, problem.start[today], problem.end[today])
    return _pieces(problem, label, np.zeros((0, 2), dtype=np.int64), node)


def _labels(
    problem: RedundancyProblem, is_left: BoolArray, start: IntArray, end: IntArray
) -> IntArray:
    """Return the piece of each node: 0 with a core, -1 for one that is not left."""
    kept = is_left[start] & is_left[end]
    roots = [one for one in problem.roots if is_left[one]]
    a = np.concatenate([start[kept], np.full(len(roots), problem.nodes_n)])
    b = np.concatenate([end[kept], np.array(roots, dtype=np.int64)])
    joined = sparse.csr_array(
        (np.ones(len(a)), (a, b)), shape=(problem.nodes_n + 1, problem.nodes_n + 1)
    )
    _, label = csgraph.connected_components(joined, directed=False)
    label[: problem.nodes_n][~is_left] = -1
    order = np.unique(np.where(label == label[-1], -2, label))
    told = np.searchsorted(order[order >= 0], label[:-1]) + 1
    told[label[:-1] == label[-1]] = 0
    told[~is_left] = -1
    return np.asarray(told, dtype=np.int64)


def _pieces(
    problem: RedundancyProblem, label: IntArray, there: IntArray, failed: int | None
) -> Pieces | None:
    count = int(label.max()) + 1
    new = slice(problem.links_n, None)
    start, end = problem.start[new], problem.end[new]
    targets = tuple(
        np.flatnonzero(problem.is_target & (label == at)) for at in range(count)
    )
    with_target = tuple(at for at in range(1, count) if targets[at].size)
    if count <= 2 or not with_target:  # noqa: PLR2004 - one cut between two pieces
        return None
    return Pieces(
        count,
        label[start],
        label[end],
        (start != failed) & (end != failed) if failed is not None
        else np.ones(len(start), dtype=bool),
        there,
        2 if failed is None else 1,
        with_target,
        targets,
    )  # fmt: skip
