"""What to buy so that a pool survives losses: the cheapest, all cheaper excluded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import combinations

import numpy as np

from hatangso.capacity.packing import Verdict, pack
from hatangso.capacity.placing import PackingProblem
from hatangso.capacity.pool import CapacityParameters, Pool, room_of
from hatangso.capacity.program import Effort
from hatangso.errors import InvalidInputError
from hatangso.model.data_centre import HostOffer
from hatangso.units import IntArray

__all__ = ["Purchase", "least_purchase"]


@dataclass(frozen=True)
class Purchase:
    """Hosts to buy.

    Attributes:
        verdict: YES when the cheapest is found, NO when none of any size would do,
            UNKNOWN when something dearer than the bound is found, or nothing.
        counts: How many of each offer, by its name; those of none are left out.
        cost_vnd: What they cost; None when nothing was found.
        bound_vnd: Nothing cheaper does.
        too_large: Machines for which there are not hosts enough that could hold them.
    """

    verdict: Verdict
    counts: tuple[tuple[str, int], ...]
    cost_vnd: int | None
    bound_vnd: int
    too_large: tuple[str, ...] = ()


def least_purchase(
    pool: Pool,
    offers: Sequence[HostOffer],
    parameters: CapacityParameters,
    *,
    lost_n: int,
    effort: Effort | None = None,
) -> Purchase:
    """Return the cheapest hosts with which every loss of so many is survived.

    All machines may move. Hosts of unknown room count for nothing, and neither do the
    machines on them; machines of unknown size take nothing.

    Args:
        pool: What there is.
        offers: What could be bought.
        parameters: How much of a host may be given.
        lost_n: How many hosts are lost at once.
        effort: When to give up.

    Raises:
        InvalidInputError: There is no offer, or a price is not above zero.
    """
    effort = effort or Effort()
    offers = sorted(offers, key=lambda one: (one.price_vnd, one.id))
    if not offers:
        raise InvalidInputError("no host is on offer; name one with its price")
    for one in offers:
        if one.price_vnd <= 0:
            text = "the price of offer {offer} must be above zero; it is {price}"
            raise InvalidInputError(text, offer=one.id, price=one.price_vnd)
    rooms = np.array([room_of(one, parameters, pool.resources) for one in offers])
    question = _Question.of(pool, rooms, lost_n)
    too_large = question.too_large()
    if too_large.size:
        names = np.array([m.id for m in pool.machines])[~pool.is_on_unknown]
        return Purchase(Verdict.NO, (), None, 0, tuple(names[too_large].tolist()))
    prices = [one.price_vnd for one in offers]
    open_vnd: int | None = None
    cost_vnd = 0
    for looked, (cost_vnd, counts) in enumerate(_by_cost(prices)):
        if looked == effort.purchases:
            break
        verdict = question.verdict(counts, effort)
        if verdict is Verdict.YES:
            bound_vnd = cost_vnd if open_vnd is None else open_vnd
            named = [(o.id, n) for o, n in zip(offers, counts, strict=True) if n]
            proven = Verdict.YES if bound_vnd == cost_vnd else Verdict.UNKNOWN
            return Purchase(proven, tuple(named), cost_vnd, bound_vnd)
        if verdict is Verdict.UNKNOWN and open_vnd is None:
            open_vnd = cost_vnd
    return Purchase(
        Verdict.UNKNOWN, (), None, cost_vnd if open_vnd is None else open_vnd
    )


def _by_cost(prices: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield all numbers of things to buy, the cheapest first; each once."""
    heap = [(0, (0,) * len(prices))]
    while True:
        cost, counts = heappop(heap)
        yield cost, counts
        # Only the last thing that is bought, or one after it, is bought again.
        first = max((at for at, count in enumerate(counts) if count), default=0)
        for at in range(first, len(prices)):
            more = (*counts[:at], counts[at] + 1, *counts[at + 1 :])
            heappush(heap, (cost + prices[at], more))


@dataclass(frozen=True, eq=False)
class _Question:
    room: IntArray
    load: IntArray
    group: IntArray
    offered: IntArray
    lost_n: int

    @staticmethod
    def of(pool: Pool, offered: IntArray, lost_n: int) -> "_Question":
        """Return the question of what is known of a pool."""
        seeks = ~pool.is_on_unknown
        return _Question(
            pool.room[pool.is_known],
            pool.load[seeks],
            pool.group[seeks],
            offered,
            lost_n,
        )

    def too_large(self) -> IntArray:
        """Return machines that no offer holds, and too few hosts that are there."""
        is_offered = np.all(self.offered >= self.load[:, None, :], axis=2).any(axis=1)
        holders = np.all(self.room >= self.load[:, None, :], axis=2).sum(axis=1)
        return np.flatnonzero(~is_offered & (holders <= self.lost_n))

    def verdict(self, counts: Sequence[int], effort: Effort) -> Verdict:
        """Return whether so many new hosts are enough."""
        room = np.vstack([self.room, np.repeat(self.offered, counts, axis=0)])
        if not len(self.load):
            return Verdict.YES
        if len(room) <= self.lost_n:
            return Verdict.NO
        kept = np.sort(room, axis=0)[: len(room) - self.lost_n].sum(axis=0)
        if (self.load.sum(axis=0) > kept).any():
            return Verdict.NO
        return self._packed(room, effort)

    def _packed(self, room: IntArray, effort: Effort) -> Verdict:
        answer = Verdict.YES
        # Hosts that are alike leave the same behind.
        kinds, kind_of = np.unique(room, axis=0, return_inverse=True)
        kind_of = np.sort(kind_of.reshape(-1))
        seen: set[tuple[int, ...]] = set()
        for lost in combinations(range(len(room)), self.lost_n):
            left = tuple(np.delete(kind_of, list(lost)).tolist())
            if left in seen:
                continue
            if len(seen) == effort.losses:
                return Verdict.UNKNOWN
            seen.add(left)
            problem = PackingProblem(kinds[list(left)], self.load, self.group)
            verdict = pack(problem, effort).verdict
            if verdict is Verdict.NO:
                return verdict
            if verdict is Verdict.UNKNOWN:
                answer = verdict
        return answer
