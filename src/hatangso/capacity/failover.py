"""Does the load survive the loss of hosts: a packing of every loss, not a sum."""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations, islice
from math import comb

import numpy as np

from hatangso.capacity.packing import Packing, Proof, Verdict, pack
from hatangso.capacity.placing import PackingProblem
from hatangso.capacity.pool import Pool
from hatangso.capacity.program import Effort
from hatangso.errors import OutOfRangeError
from hatangso.units import BoolArray, IntArray

__all__ = ["Failover", "Loss", "Moves", "after_loss", "failover"]


class Moves(StrEnum):
    """Which machines may change their host after a loss.

    Those that may not stay as they are, even where more is given than may be.
    """

    ALL = "all"
    EVICTED = "evicted"


@dataclass(frozen=True)
class Loss:
    """What becomes of the machines when hosts are lost.

    Attributes:
        hosts: The hosts that are lost.
        proof: What the verdict rests on.
        moved: Machines that must find a place, with the host that the best try gave
            them; those without one are left out.
        homeless: Machines for which the best try found no place.
        homeless_n: At least so many find none, however they are placed.
    """

    hosts: tuple[str, ...]
    verdict: Verdict
    proof: Proof
    moved: tuple[tuple[str, str], ...]
    homeless: tuple[str, ...]
    homeless_n: int


@dataclass(frozen=True)
class Failover:
    """Whether a pool survives every loss of so many hosts.

    Attributes:
        lost_n: How many hosts are lost at once.
        looked_at_n: How many sets of lost hosts were looked at.
        sets_n: How many there are.
        losses: What becomes of each that was looked at and is not survived for sure.
    """

    verdict: Verdict
    lost_n: int
    moves: Moves
    looked_at_n: int
    sets_n: int
    losses: tuple[Loss, ...]


def failover(
    pool: Pool, *, lost_n: int, moves: Moves = Moves.ALL, effort: Effort | None = None
) -> Failover:
    """Return whether the machines find a place whichever hosts are lost.

    Machines of which nobody knows where they run need a place too. A host of unknown
    room takes nobody in, but keeps its own: where it might have helped, or where the
    size of a machine is not known, the verdict is unknown.

    Args:
        pool: Hosts and machines.
        lost_n: How many hosts are lost at once; 0 asks whether all have room today.
        moves: Which machines may change their host.
        effort: When to give up.

    Raises:
        OutOfRangeError: Fewer than no hosts are lost, or more than there are.
    """
    effort = effort or Effort()
    if not 0 <= lost_n <= len(pool.hosts):
        raise OutOfRangeError(
            "the number of lost hosts must be 0 to {hosts}; it is {lost}",
            hosts=len(pool.hosts),
            lost=lost_n,
        )
    sets_n = comb(len(pool.hosts), lost_n)
    seen: dict[bytes, Packing] = {}
    losses = [
        after_loss(pool, lost, moves=moves, effort=effort, seen=seen)
        for lost in islice(combinations(range(len(pool.hosts)), lost_n), effort.losses)
    ]
    looked_at_n = len(losses)
    verdicts = {loss.verdict for loss in losses}
    if looked_at_n < sets_n:
        verdicts.add(Verdict.UNKNOWN)
    worst = (Verdict.NO, Verdict.UNKNOWN, Verdict.YES)
    return Failover(
        next(one for one in worst if one in verdicts),
        lost_n,
        moves,
        looked_at_n,
        sets_n,
        tuple(loss for loss in losses if loss.verdict is not Verdict.YES),
    )


def after_loss(
    pool: Pool,
    lost: tuple[int, ...],
    *,
    moves: Moves = Moves.ALL,
    effort: Effort | None = None,
    seen: dict[bytes, Packing] | None = None,
) -> Loss:
    """Return what becomes of the machines when these hosts are lost.

    Args:
        pool: Hosts and machines.
        lost: Positions of the lost hosts in the pool; none asks about today.
        moves: Which machines may change their host.
        effort: When to give up.
        seen: Answers to questions that came before; new ones are added.
    """
    effort, seen = effort or Effort(), {} if seen is None else seen
    problem, seekers, hosts = _placing(pool, lost, moves)
    # Hosts that are alike leave the same question behind.
    key = b"|".join(
        part.tobytes()
        for part in (problem.room, problem.load, problem.group, problem.is_barred)
    )
    if key not in seen:
        seen[key] = pack(problem, effort)
    packing = _as_far_as_known(pool, lost, seen[key])
    names = [pool.machines[machine].id for machine in seekers]
    moved = tuple(
        (name, pool.hosts[hosts[place]].id)
        for name, place, machine in zip(names, packing.place, seekers, strict=True)
        if place >= 0 and pool.host_of[machine] != hosts[place]
    )
    homeless = tuple(n for n, p in zip(names, packing.place, strict=True) if p < 0)
    return Loss(
        tuple(pool.hosts[host].id for host in lost),
        packing.verdict,
        packing.proof,
        moved,
        homeless,
        packing.homeless_n,
    )


def _placing(
    pool: Pool, lost: tuple[int, ...], moves: Moves
) -> tuple[PackingProblem, IntArray, IntArray]:
    """Return what looks for a place after a loss.

    Returns:
        The problem, the machine of each of its machines, the host of each of its hosts.
    """
    is_lost = np.zeros(len(pool.hosts), dtype=bool)
    is_lost[list(lost)] = True
    hosts = np.flatnonzero(~is_lost & pool.is_known)
    must = _must_move(pool, is_lost)
    stays = np.zeros(len(pool.machines), dtype=bool)
    if moves is Moves.EVICTED:
        stays = ~must & ~pool.is_on_unknown
    seekers = np.flatnonzero(must | (~stays & ~pool.is_on_unknown))
    room = pool.room.copy()
    np.subtract.at(room, pool.host_of[stays], pool.load[stays])
    barred = np.zeros(
        (len(pool.hosts), int(pool.group.max(initial=-1)) + 1), dtype=bool
    )
    held = stays & (pool.group >= 0)
    barred[pool.host_of[held], pool.group[held]] = True
    problem = PackingProblem(
        np.maximum(room[hosts], 0),
        pool.load[seekers],
        pool.group[seekers],
        barred[hosts],
    )
    return problem, seekers, hosts


def _must_move(pool: Pool, is_lost: BoolArray) -> BoolArray:
    """Return which machines are on a lost host, or on none."""
    return np.asarray(np.append(is_lost, [True])[pool.host_of])


def _as_far_as_known(pool: Pool, lost: tuple[int, ...], packing: Packing) -> Packing:
    """Return unknown where hosts or machines of unknown size may turn the answer."""
    is_left = ~pool.is_known
    is_left[list(lost)] = False
    unsized = ~pool.is_sized & ~np.append(is_left, [False])[pool.host_of]
    if (packing.verdict is Verdict.NO and is_left.any()) or (
        packing.verdict is Verdict.YES and unsized.any()
    ):
        return replace(packing, verdict=Verdict.UNKNOWN)
    return packing
