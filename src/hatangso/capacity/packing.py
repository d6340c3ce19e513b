"""Do these machines find a place on these hosts: vector bin packing, with a proof.

Source:
    First fit decreasing in several dimensions: Panigrahy, Talwar, Uyeda, Wieder,
    Heuristics for vector bin packing, Microsoft Research (2011).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import sparse

from hatangso.capacity.placing import PackingProblem, place_rows, sorts_of
from hatangso.capacity.program import Effort, WholeProgram, solve, whole_bound
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = [
    "Packing",
    "Proof",
    "Verdict",
    "fit_first",
    "is_small",
    "leave_fewest",
    "pack",
]


class Verdict(StrEnum):
    """An answer that may be unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Proof(StrEnum):
    """What an answer rests on."""

    PLACES = "places"  # a place for every machine
    TOO_LARGE = "too_large"  # a machine is larger than every host
    TOTAL = "total"  # all machines together take more than all hosts have
    APART = "apart"  # more machines must be apart than there are hosts
    SEARCH = "search"  # every way to place them was excluded
    OPEN = "open"  # none: the search was given up


@dataclass(frozen=True, eq=False)
class Packing:
    """Where machines go.

    Attributes:
        verdict: Whether all find a place.
        proof: What the verdict rests on.
        place: Host of each machine; -1 for those that the best try left over.
        homeless_n: At least so many find no place, wherever the others go.
    """

    verdict: Verdict
    proof: Proof
    place: IntArray
    homeless_n: int


def pack(problem: PackingProblem, effort: Effort) -> Packing:
    """Place all machines, or as many as possible.

    Args:
        problem: Hosts and machines.
        effort: When to give up; the verdict is then unknown.
    """
    place = fit_first(problem)
    if (place >= 0).all():
        return Packing(Verdict.YES, Proof.PLACES, place, 0)
    proof, least_n = _simple_proof(problem)
    if proof is not Proof.OPEN or not is_small(problem, effort):
        verdict = Verdict.UNKNOWN if proof is Proof.OPEN else Verdict.NO
        return Packing(verdict, proof, place, least_n)
    place, least = leave_fewest(problem, place, effort)
    if (place >= 0).all():
        return Packing(Verdict.YES, Proof.PLACES, place, 0)
    if least:
        return Packing(Verdict.NO, Proof.SEARCH, place, least)
    return Packing(Verdict.UNKNOWN, Proof.OPEN, place, 0)


def is_small(problem: PackingProblem, effort: Effort) -> bool:
    """Return whether a problem is small enough for a search."""
    sorts = len(sorts_of(problem).count)
    return sorts * (len(problem.room) + 1) <= effort.variables


def leave_fewest(
    problem: PackingProblem,
    place: IntArray,
    effort: Effort,
    *,
    is_optional: BoolArray | None = None,
) -> tuple[IntArray, int | None]:
    """Search for places that leave as few machines over as possible.

    Args:
        problem: Hosts and machines.
        place: Where a first try put them; what it left over is -1.
        effort: When to stop.
        is_optional: Machines that may be left over, the last of those that are alike;
            None for all.

    Returns:
        The best places known, and how many must be left over at least: None when
        even those find no place that may not be left over.
    """
    sorts, hosts = sorts_of(problem), len(problem.room)
    rows, kinds = place_rows(problem, sorts), len(sorts.count)
    optional = sorts.count
    if is_optional is not None:
        optional = np.bincount(sorts.sort_of[is_optional], minlength=kinds)
    left = sparse.vstack(
        [sparse.eye_array(kinds), sparse.csr_array((rows.others, kinds))]
    )
    program = WholeProgram(
        cost=np.repeat([0, 1], [kinds * hosts, kinds]),
        matrix=sparse.csr_array(sparse.hstack([rows.matrix, left])),
        high=rows.high,
        upper=np.concatenate([rows.upper, optional]),
        equal=kinds,
    )
    counts = sorts.counts(place, hosts)
    over = sorts.count - counts.sum(axis=1)
    start = np.concatenate([counts.ravel(), over]) if (over <= optional).all() else None
    found = solve(program, nodes=effort.nodes, start=start)
    if found.bound == np.inf:
        return place, None
    if found.value is not None:
        tried = sorts.places(found.value, hosts)
        if start is None or (tried < 0).sum() < (place < 0).sum():
            place = tried
    return place, whole_bound(found.bound)


def _simple_proof(problem: PackingProblem) -> tuple[Proof, int]:
    """Return why not all find a place, and how many at least do not."""
    nowhere = sum(
        not problem.allows(machine).any() for machine in range(len(problem.load))
    )
    if nowhere:
        return Proof.TOO_LARGE, nowhere
    if (problem.load.sum(axis=0) > problem.room.sum(axis=0)).any():
        return Proof.TOTAL, 1
    for group in range(problem.is_barred.shape[1]):
        members = np.flatnonzero(problem.group == group)
        usable = np.zeros(len(problem.room), dtype=bool)
        for machine in members:
            usable |= problem.allows(int(machine))
        if members.size > usable.sum():
            return Proof.APART, int(members.size - usable.sum())
    return Proof.OPEN, 0


def fit_first(problem: PackingProblem) -> IntArray:
    """Return places by first fit, the largest first: the best of several orders.

    Returns:
        The host of each machine; -1 where none was found.
    """
    best: IntArray = np.full(len(problem.load), -1, dtype=np.int64)
    if not len(problem.room):
        return best
    for order in _orders(problem):
        for is_tight in (False, True):
            found = _fit(problem, order, is_tight=is_tight)
            if (found >= 0).sum() > (best >= 0).sum():
                best = found
            if (best >= 0).all():
                return best
    return best


def _orders(problem: PackingProblem) -> Iterator[IntArray]:
    """Yield orders of the machines; those that must be apart before their equals."""
    size = problem.load / np.maximum(problem.room.sum(axis=0), 1)
    free = problem.group < 0
    keys: list[FloatArray] = [size.sum(axis=1), size.max(axis=1, initial=0.0)]
    keys += list(size.T)
    for key in keys:
        yield np.lexsort((free, -key))
    yield np.lexsort((-keys[0], free))


def _fit(problem: PackingProblem, order: IntArray, *, is_tight: bool) -> IntArray:
    room = problem.room.copy()
    barred = problem.is_barred.copy()
    scale = np.maximum(problem.room.max(axis=0), 1)
    place = np.full(len(problem.load), -1, dtype=np.int64)
    for machine in order.tolist():
        fits = np.all(room >= problem.load[machine], axis=1)
        group = problem.group[machine]
        if group >= 0:
            fits &= ~barred[:, group]
        hosts = np.flatnonzero(fits)
        if not hosts.size:
            continue
        left = ((room[hosts] - problem.load[machine]) / scale).sum(axis=1)
        host = hosts[np.argmin(left)] if is_tight else hosts[0]
        place[machine] = host
        room[host] -= problem.load[machine]
        if group >= 0:
            barred[host, group] = True
    return place
