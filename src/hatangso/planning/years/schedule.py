"""When to build what was chosen: who gains most comes first, within every year's money.

A work stands no sooner than the mast that it needs and the routes that tie it.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from hatangso.model.work import NETWORK, Link, Work
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.covering.gain_ranking import GainRanking
from hatangso.planning.years.routes import Route
from hatangso.planning.years.timed_network import (
    Aim,
    Pool,
    YearNeed,
    build_over_years,
)
from hatangso.planning.years.year_money import overspent_vnd

__all__ = [
    "Chosen",
    "extra_money_vnd",
    "route_link",
    "schedule_years",
    "spent_vnd",
]

# Up to here the search goes to its end within seconds; beyond, a few nodes are enough,
# and for very many the greedy order where it keeps every rule.
_SMALL_VARIABLES, _LARGE_VARIABLES = 500, 20_000
_FULL_SEARCH = Effort(gap_ratio=0.0, nodes=1_000)
_SHORT_SEARCH = Effort(gap_ratio=0.002, nodes=20)


@dataclass(frozen=True)
class Chosen:
    """Works that were chosen, and the routes that tie them.

    Attributes:
        works: In order of identifier; what one needs is among them.
        routes: Each after the one that it hangs on.
    """

    works: tuple[Work, ...]
    routes: tuple[Route, ...]

    @cached_property
    def items(self) -> tuple[Work, ...]:
        """Everything that has a price, works first."""
        return (*self.works, *(route.work for route in self.routes))

    @cached_property
    def cost_vnd(self) -> int:
        """What all of it costs."""
        return sum(one.cost_vnd for one in self.items)

    @cached_property
    def supports(self) -> dict[str, tuple[str, ...]]:
        """What must stand before each item, nearest to the network first."""
        at_node = {route.end: route for route in self.routes}
        found: dict[str, tuple[str, ...]] = {}
        for item in (*(route.work for route in self.routes), *self.works):
            found[item.id] = ()
        for route in self.routes:
            before = at_node.get(route.start)
            above = (*found[before.work.id], before.work.id) if before else ()
            found[route.work.id] = _with(above, route.work.needs)
        of_node = {
            node: (*found[route.work.id], route.work.id)
            for node, route in at_node.items()
        }
        node_of = {work.id: work.node for work in self.works}
        for work in self.works:
            tie = of_node.get(work.node, ())
            mast = of_node.get(node_of.get(work.needs, NETWORK), ())
            found[work.id] = _with(
                (*tie, *(m for m in mast if m not in tie)), work.needs
            )
        return found

    def ranking(self, worth: Mapping[str, int]) -> GainRanking:
        """Return the works ranked by the worth that they gain for their money."""
        return GainRanking(
            self.works,
            supports=self.supports,
            cost_vnd={item.id: item.cost_vnd for item in self.items},
            worth=worth,
        )

    @cached_property
    def pool(self) -> Pool:
        """All of it as things to build, a route as one link."""
        links = tuple(route_link(route) for route in self.routes)
        return Pool(self.works, links, is_whole=True, is_outward=True)


def schedule_years(
    problem: BuildProblem, chosen: Chosen, needs: Sequence[YearNeed]
) -> dict[str, int] | None:
    """Return the year of every item, so that people are served as early as possible.

    What many need stands no sooner than the first that needs it, where money allows.

    Args:
        problem: Who is worth what, and what binds.
        chosen: What is to be built, all of it.
        needs: What must be covered by when.

    Returns:
        By identifier; None when no order fits, or none was found.
    """
    greedy = _greedy_years(problem, chosen)
    is_sound = greedy is not None and _is_right(problem, chosen, needs, greedy)
    variables = len(problem.years) * (len(chosen.items) + len(problem.wanting))
    if greedy is not None and is_sound:
        if len(problem.years) == 1 or len(set(greedy.values())) <= 1:
            return greedy
        if variables > _LARGE_VARIABLES:
            return _no_sooner_than_needed(problem, chosen, greedy)
    if len(problem.years) == 1:
        return None
    answer = build_over_years(
        problem,
        chosen.pool,
        needs=needs,
        aim=Aim.EARLY,
        effort=_FULL_SEARCH if variables <= _SMALL_VARIABLES else _SHORT_SEARCH,
    )
    if answer is None:
        return greedy if is_sound else None
    return _no_sooner_than_needed(problem, chosen, {**answer.works, **answer.links})


def extra_money_vnd(
    problem: BuildProblem, chosen: Chosen, needs: Sequence[YearNeed]
) -> dict[int, int] | None:
    """Return the least money that is missing to build what was chosen, by year.

    Returns:
        Years in which money is missing; None when more money would not help.
    """
    answer = build_over_years(
        problem,
        chosen.pool,
        needs=needs,
        aim=Aim.LEAST_EXTRA,
        effort=_SHORT_SEARCH,
    )
    if answer is None:
        return None
    spent = spent_vnd(problem, chosen, {**answer.works, **answer.links})
    over = overspent_vnd(problem, spent)
    return {year: vnd for year, vnd in zip(problem.years, over, strict=True) if vnd}


def spent_vnd(
    problem: BuildProblem, chosen: Chosen, years: Mapping[str, int]
) -> tuple[int, ...]:
    """Return what each year costs."""
    spent: dict[int, int] = defaultdict(int)
    for item in chosen.items:
        spent[years[item.id]] += item.cost_vnd
    return tuple(spent[year] for year in problem.years)


def _with(ids: Iterable[str], last: str) -> tuple[str, ...]:
    found = tuple(ids)
    return (*found, last) if last and last not in found else found


def route_link(route: Route) -> Link:
    """Return a route as one link, from the network outwards."""
    work = route.work
    return Link(
        work.id, work.kind, route.start, route.end, work.cost_vnd, needs=work.needs
    )


def _is_right(
    problem: BuildProblem,
    chosen: Chosen,
    needs: Sequence[YearNeed],
    years: Mapping[str, int],
) -> bool:
    """Return whether an order of works keeps every rule."""
    for item, supports in chosen.supports.items():
        if any(years[one] > years[item] for one in supports):
            return False
    if any(
        one.year not in (None, years.get(one.work_id, one.year))
        for one in problem.fixed
    ):
        return False
    if any(overspent_vnd(problem, spent_vnd(problem, chosen, years))):
        return False
    for one in needs:
        served = {d for w in chosen.works if years[w.id] <= one.year for d in w.covers}
        amount = sum(
            int(weight)
            for demand, weight in zip(problem.wanting, one.need.weight, strict=True)
            if demand.id in served
        )
        if amount < one.need.amount:
            return False
    return True


def _greedy_years(problem: BuildProblem, chosen: Chosen) -> dict[str, int] | None:
    """Return years by taking, year by year, what gains most for its money."""
    fixed = {one.work_id: one.year for one in problem.fixed if one.year is not None}
    worth = {one.id: problem.people_worth(one) for one in problem.wanting}
    ranking = chosen.ranking(worth)
    open_works = [work.id for work in chosen.works]
    years: dict[str, int] = {}
    left_vnd, last = 0, problem.years[-1]
    for year, budget_vnd in zip(problem.years, problem.budgets_vnd, strict=True):
        money = math.inf if budget_vnd is None else left_vnd + budget_vnd
        is_keeping = problem.carries_over and year != last
        for is_due in (True, False):
            while True:
                fitting = [
                    (ranking.rank(one), one)
                    for one in open_works
                    if fixed.get(one) == (year if is_due else None)
                    and (is_due or ranking.price_vnd(one) <= money)
                    and (is_due or not is_keeping or ranking.rank(one)[1] < 0)
                ]
                if not fitting:
                    break
                one = min(fitting)[1]
                money -= ranking.price_vnd(one)
                years.update(dict.fromkeys(ranking.take(one), year))
                open_works = [work for work in open_works if work not in years]
        left_vnd = int(max(0, money)) if is_keeping and money < math.inf else 0
    for route in chosen.routes:
        years.setdefault(route.work.id, last)
    return None if open_works else years


def _no_sooner_than_needed(
    problem: BuildProblem, chosen: Chosen, years: Mapping[str, int]
) -> dict[str, int]:
    """Put off what others need to the year of the first of them."""
    later = dict(years)
    kept = {one.work_id for one in problem.fixed if one.year is not None}
    users: dict[str, list[str]] = defaultdict(list)
    for item, supports in chosen.supports.items():
        for one in supports:
            users[one].append(item)
    farthest_first = sorted(users, key=lambda one: (-len(chosen.supports[one]), one))
    for one in farthest_first:
        year = min(later[user] for user in users[one])
        if one in kept or year <= later[one]:
            continue
        moved = {**later, one: year}
        if not any(overspent_vnd(problem, spent_vnd(problem, chosen, moved))):
            later = moved
    return later
