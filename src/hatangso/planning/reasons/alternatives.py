"""The nearest other ways to serve whom an item serves."""

import heapq
from collections.abc import Sequence

import numpy as np

from hatangso.model.build_plan import Alternative, BuildItem
from hatangso.planning.reasons.additions import Addition, Additions
from hatangso.planning.reasons.standing import Part, Standing
from hatangso.units import BoolArray, IntArray

__all__ = ["Replacements"]

# More works than these in the place of one are another plan, not an alternative.
_MOST_TOGETHER = 4


class Replacements:
    """Other ways for the items of one plan."""

    def __init__(self, standing: Standing) -> None:
        """Keep where each work and each demand stands in the arrays."""
        problem = standing.problem
        self._standing = standing
        self._work = {one.id: at for at, one in enumerate(problem.ordered_works)}
        self._demand = {one.id: at for at, one in enumerate(problem.wanting)}

    def of(self, item: BuildItem, *, count: int) -> tuple[Alternative, ...]:
        """Return works that could take an item's place, the nearest first.

        The item is dropped with what only it needs, and the other work is tied to what
        is left, which it must not exclude; years and budgets are left aside. A demand
        that some other item covers too is not missed. Where no single work misses
        nobody, a few works together may; they are put together greedily, so that
        another few could be cheaper.

        Args:
            item: An item of the plan.
            count: How many to return at most.

        Returns:
            First those that miss nobody, the cheapest first; then those that miss
            fewest people, then fewest demands. None for an item that gains nothing, or
            that something else in the plan needs.
        """
        option = self._work.get(item.work.id, -1)
        part = self._standing.parts.get(option)
        if part is None or not item.gained:
            return ()
        gained = np.array([self._demand[one] for one in item.gained], dtype=np.int64)
        lost = gained[self._standing.served[gained] == 1]
        additions = Additions(self._standing, part)
        covering = self._standing.options_of(lost if lost.size else gained)
        candidates = np.setdiff1d(covering, [option])
        candidates = candidates[np.isfinite(additions.cost_vnd[candidates])]
        ranked = self._ranked(candidates, lost, additions)
        found = _cheapest(ranked, additions, count)
        if lost.size and not any(self._covered(one)[lost].all() for one in found):
            found = [*self._several(candidates, lost, additions), *found][:count]
        return tuple(self._alternative(one, part, lost) for one in found)

    def _ranked(
        self, candidates: IntArray, lost: IntArray, additions: Additions
    ) -> list[tuple[int, ...]]:
        """Return people missed, demands missed, cost and number of each candidate."""
        standing = self._standing
        size = standing.instance.cover.options
        reached = np.bincount(standing.options_of(lost), minlength=size)
        people = standing.people[lost]
        each = np.diff(standing.instance.cover.by_demand.indptr)[lost]
        reached_people = np.bincount(
            standing.options_of(lost), weights=np.repeat(people, each), minlength=size
        )
        missed = lost.size - reached[candidates]
        missed_people = people.sum() - reached_people[candidates]
        cost = additions.cost_vnd[candidates]
        columns = [missed > 0, missed_people, missed, cost, candidates]
        table = np.column_stack(columns).astype(np.int64)
        return [tuple(row) for row in table.tolist()]

    def _covered(self, *additions: Addition) -> BoolArray:
        options = [option for one in additions for option in one.options]
        return self._standing.instance.cover.covered_by(options)

    def _several(
        self, candidates: IntArray, lost: IntArray, additions: Additions
    ) -> list[Addition]:
        """Return a few candidates that miss nobody together, or nothing."""
        covers = self._standing.instance.cover.covers[candidates][:, lost]
        cost = additions.cost_vnd[candidates]
        is_open = np.ones(lost.size, dtype=bool)
        chosen: list[Addition] = []
        while is_open.any() and len(chosen) < _MOST_TOGETHER and candidates.size:
            new = covers @ is_open.astype(np.int64)
            price = np.divide(cost, new, out=np.full(cost.size, np.inf), where=new > 0)
            best = int(np.argmin(price))
            if not np.isfinite(price[best]):
                return []
            cost[best] = np.inf
            addition = additions.of(int(candidates[best]))
            if addition is None or additions.together([*chosen, addition]) is None:
                continue
            chosen.append(addition)
            is_open &= ~self._covered(addition)[lost]
        whole = additions.together(self._without_idle(chosen, lost))
        return [] if is_open.any() or whole is None else [whole]

    def _without_idle(
        self, chosen: Sequence[Addition], lost: IntArray
    ) -> list[Addition]:
        """Drop the dearest additions that the others make needless."""
        kept = list(chosen)
        for one in sorted(chosen, key=lambda one: -one.cost_vnd):
            rest = [other for other in kept if other is not one]
            if self._covered(*rest)[lost].all():
                kept = rest
        return kept

    def _alternative(
        self, addition: Addition, part: Part, lost: IntArray
    ) -> Alternative:
        problem = self._standing.problem
        works = [problem.ordered_works[one] for one in addition.options]
        missed = lost[~self._covered(addition)[lost]]
        return Alternative(
            work_ids=tuple(work.id for work in works),
            kind=str(works[0].kind),
            cost_vnd=addition.cost_vnd,
            extra_vnd=addition.cost_vnd - part.cost_vnd,
            missed=tuple(problem.wanting[one].id for one in missed.tolist()),
        )


def _cheapest(
    ranked: list[tuple[int, ...]], additions: Additions, count: int
) -> list[Addition]:
    """Return the first candidates once it is known what they really cost."""
    heapq.heapify(ranked)
    known: dict[int, Addition] = {}
    found: list[Addition] = []
    while ranked and len(found) < count:
        *missed, cost_vnd, option = heapq.heappop(ranked)
        if option in known:
            found.append(known[option])
            continue
        addition = additions.of(option)
        if addition is not None:
            known[option] = addition
            cost_vnd = max(cost_vnd, addition.cost_vnd)
            heapq.heappush(ranked, (*missed, cost_vnd, option))
    return found
