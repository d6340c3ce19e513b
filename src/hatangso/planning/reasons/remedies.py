"""What it would take to serve those whom a plan leaves out, each for itself."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from hatangso.model.build_plan import LeftOut, Remedy
from hatangso.model.work import NETWORK, Link, Work
from hatangso.planning.reasons.additions import Addition, Additions
from hatangso.planning.reasons.standing import Standing
from hatangso.planning.years.routes import routes_of
from hatangso.units import FloatArray, IntArray

__all__ = ["Remedies"]

_NEVER = np.iinfo(np.int64).max


class Remedies:
    """The cheapest way to serve each demand on top of one plan.

    Attributes:
        gained_people: Whom each option would serve newly, shape (option,).
    """

    def __init__(self, standing: Standing) -> None:
        """Look at a plan with all that it builds."""
        cover = standing.instance.cover
        self._standing = standing
        self._additions = Additions(standing)
        self._cost_vnd = self._additions.cost_vnd.copy()
        self._known: dict[int, Addition | None] = {}
        new_people = np.where(standing.served == 0, standing.people, 0)
        self.gained_people: IntArray = np.asarray(cover.covers @ new_people)

    def of(self, left_out: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
        """Return the same with the cheapest remedy of each, None where none exists.

        Of equally dear ones the one that serves most people is taken. What would be
        built excludes nothing that the plan builds; years and budgets are left aside.
        """
        problem = self._standing.problem
        place = {one.id: at for at, one in enumerate(problem.wanting)}
        demands = np.array([place[one.demand_id] for one in left_out], dtype=np.int64)
        best = self._best_for(demands)
        made = {one: self._remedy(one) for one in set(best.tolist()) if one >= 0}
        return tuple(
            replace(one, remedy=made.get(option))
            for one, option in zip(left_out, best.tolist(), strict=True)
        )

    def _best_for(self, demands: IntArray) -> IntArray:
        """Return the best option for each demand, -1 where there is none."""
        while True:
            ranks, order = _ranks(self._cost_vnd, self.gained_people)
            best = self._first_covering(demands, ranks, order)
            open_ones = sorted(set(best.tolist()) - {-1} - self._known.keys())
            if not open_ones:
                return best
            for option in open_ones:
                addition = self._additions.of(option)
                self._known[option] = addition
                exact = np.inf if addition is None else addition.cost_vnd
                self._cost_vnd[option] = max(exact, self._cost_vnd[option])

    def _first_covering(
        self, demands: IntArray, ranks: IntArray, order: IntArray
    ) -> IntArray:
        by_demand = self._standing.instance.cover.by_demand
        best = np.full(by_demand.shape[0], _NEVER)
        filled = np.flatnonzero(np.diff(by_demand.indptr))
        if filled.size:
            rank = ranks[by_demand.indices]
            best[filled] = np.minimum.reduceat(rank, by_demand.indptr[filled])
        found = best[demands]
        is_none = found == _NEVER
        found[is_none] = 0
        return np.where(is_none, -1, order[found]) if order.size else found - 1

    def _remedy(self, option: int) -> Remedy | None:
        addition = self._known[option]
        if addition is None:
            return None
        problem = self._standing.problem
        works = tuple(problem.ordered_works[one] for one in addition.options)
        return Remedy(
            works=(*works, *self._routes(addition, works)),
            cost_vnd=addition.cost_vnd,
            gained_people=int(self.gained_people[option]),
        )

    def _routes(self, addition: Addition, works: Sequence[Work]) -> tuple[Work, ...]:
        """Return the routes of an addition, begun at what the plan ties already."""
        problem, tied = self._standing.problem, self._standing.is_tied
        at_hand = {node for node, ties in zip(problem.nodes, tied, strict=True) if ties}

        def seen(node: str) -> str:
            return NETWORK if node in at_hand else node

        links: list[Link] = []
        for number in addition.links:
            link = problem.ordered_links[number]
            links.append(replace(link, start=seen(link.start), end=seen(link.end)))
        by_id = {work.id: work for work in problem.works}
        relays = [by_id[link.needs] for link in links if link.needs]
        ends = [replace(work, node=seen(work.node)) for work in (*works, *relays)]
        routes = routes_of(links, ends)
        stands = {
            link.id
            for link, number in zip(links, addition.links, strict=True)
            if self._standing.has_link[number]
        }
        return tuple(
            replace(route.work, id=f"+{route.work.id}")
            for route in routes
            if not stands.issuperset(route.work.links)
        )


def _ranks(cost_vnd: FloatArray, people: IntArray) -> tuple[IntArray, IntArray]:
    """Return the rank of each option by cost, people and name, and who has each."""
    order = np.lexsort((-people, cost_vnd))
    ranks = np.empty(order.size, dtype=np.int64)
    ranks[order] = np.arange(order.size)
    ranks[~np.isfinite(cost_vnd)] = _NEVER
    return ranks, order
