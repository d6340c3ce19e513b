"""Works by what they newly gain for their money and for that of what they stand on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hatangso.model.work import Work

__all__ = ["GainRanking"]


class GainRanking:
    """What each work would gain now, as works are taken one after the other.

    Masts and routes gain nothing themselves: they count as part of the price of the
    first work that stands on them.
    """

    def __init__(
        self,
        works: Sequence[Work],
        *,
        supports: Mapping[str, Sequence[str]],
        cost_vnd: Mapping[str, int],
        worth: Mapping[str, int],
    ) -> None:
        """Begin with nothing taken.

        Args:
            works: Works to be ranked.
            supports: What must stand before each work, in order.
            cost_vnd: Cost of each work and support.
            worth: What each demand is worth that is not served before.
        """
        self._supports, self._cost_vnd, self._worth = supports, cost_vnd, worth
        self._open_demands = {
            work.id: set(work.covers) & worth.keys() for work in works
        }
        self._coverers: dict[str, list[str]] = defaultdict(list)
        self._users: dict[str, list[str]] = defaultdict(list)
        for work in works:
            for demand in self._open_demands[work.id]:
                self._coverers[demand].append(work.id)
            for support in supports[work.id]:
                self._users[support].append(work.id)
        self._taken: set[str] = set()
        self._ranks: dict[str, tuple[float, float, str]] = {}

    def bundle(self, work_id: str) -> tuple[str, ...]:
        """Return a work after all that must stand before it and does not yet."""
        ids = (*self._supports[work_id], work_id)
        return tuple(one for one in ids if one not in self._taken)

    def price_vnd(self, work_id: str) -> int:
        """Return what the bundle of a work costs."""
        return sum(self._cost_vnd[one] for one in self.bundle(work_id))

    def gained(self, work_id: str) -> tuple[str, ...]:
        """Return the demands that a work would newly serve, in order."""
        return tuple(sorted(self._open_demands[work_id]))

    def rank(self, work_id: str) -> tuple[float, float, str]:
        """Return a key that puts those that gain most for their money first."""
        if work_id not in self._ranks:
            new = self._open_demands[work_id]
            price_vnd = self.price_vnd(work_id) or 1
            worth = sum(self._worth[one] for one in new)
            key = (-worth / price_vnd, -len(new) / price_vnd, work_id)
            self._ranks[work_id] = key
        return self._ranks[work_id]

    def take(self, work_id: str) -> tuple[str, ...]:
        """Take a work and what must stand before it; return them, the work last."""
        bundle = self.stand(self.bundle(work_id))
        for demand in self.gained(work_id):
            for other in self._coverers[demand]:
                self._open_demands[other].discard(demand)
                self._ranks.pop(other, None)
        return bundle

    def stand(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Let works or supports stand that did not yet, whoever gains; return them."""
        new = tuple(one for one in ids if one not in self._taken)
        self._taken.update(new)
        for one in new:
            for user in self._users.get(one, ()):
                self._ranks.pop(user, None)
        return new
