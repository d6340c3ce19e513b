"""Works, links and years together: when the best of one moment does not fit the years.

A small question is answered by one programme over all years. A large one is answered
year by year in several ways, and by the best mixture of what these built.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from hatangso.model.build_plan import PlanQuestion
from hatangso.model.work import Work
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.network.cover import best_network, cheapest_network
from hatangso.planning.network.instance import (
    Need,
    NetworkInstance,
    NetworkSelection,
)
from hatangso.planning.years.goal_needs import Target, needs_of
from hatangso.planning.years.routes import routes_of
from hatangso.planning.years.schedule import Chosen, route_link, schedule_years
from hatangso.planning.years.timed_network import (
    Aim,
    Pool,
    YearedAnswer,
    YearNeed,
    build_over_years,
)
from hatangso.planning.years.year_money import caps_vnd

__all__ = [
    "Question",
    "YearPlan",
    "best_of_moment",
    "chosen_of",
    "instance_until",
    "over_years",
    "whole_budget_vnd",
]

# So many variables are searched to the end; so many are searched at all.
_SMALL_VARIABLES, _LARGE_VARIABLES = 500, 20_000
_FULL_SEARCH = Effort(gap_ratio=0.0, nodes=1_000)
_SHORT_SEARCH = Effort(gap_ratio=0.002, nodes=20)


@dataclass(frozen=True)
class Question:
    """A problem with what was worked out about it.

    Attributes:
        kind: What is asked.
        targets: The goals in whole amounts, in their order.
        effort: When the solver of one moment may stop; by size when None.
    """

    kind: PlanQuestion
    problem: BuildProblem
    instance: NetworkInstance
    targets: tuple[Target, ...]
    effort: Effort | None

    @cached_property
    def year_needs(self) -> tuple[YearNeed, ...]:
        """What must be covered newly by when."""
        return tuple(
            YearNeed(one.need, one.goal.year)
            for one in self.targets
            if one.need.amount > 0
        )

    def needs_until(self, year: int) -> tuple[Need, ...]:
        """Return what must be covered newly by the end of a year."""
        return needs_of(one for one in self.targets if one.goal.year <= year)


@dataclass(frozen=True)
class YearPlan:
    """What is built when.

    Attributes:
        years: Year of each item, by identifier.
        bound: No plan over the years is better: đồng, or worth; None when this search
            proved nothing of the kind.
    """

    chosen: Chosen
    years: dict[str, int]
    bound: int | None = None


def chosen_of(
    problem: BuildProblem, options: Iterable[int], links: Iterable[int]
) -> Chosen:
    """Return works and routes for the numbers of a selection."""
    works = tuple(problem.ordered_works[at] for at in sorted(options))
    used = [problem.ordered_links[at] for at in sorted(links)]
    return Chosen(works, routes_of(used, works))


def instance_until(question: Question, year: int) -> NetworkInstance:
    """Return the question of one moment with what must stand by the end of a year."""
    place = {one.id: at for at, one in enumerate(question.problem.ordered_works)}
    due = sorted(
        place[one.work_id]
        for one in question.problem.fixed
        if one.year is not None and one.year <= year
    )
    return replace(question.instance, fixed=np.array(due, dtype=np.int64))


def best_of_moment(
    question: Question, start: NetworkSelection | None = None
) -> NetworkSelection | None:
    """Return the best selection for all goals and all money, whatever the years.

    Args:
        question: What is asked.
        start: A known selection.

    Returns:
        None when the goals cannot be met, under a budget within the money of all years.
    """
    needs, effort = needs_of(question.targets), question.effort
    if question.kind is PlanQuestion.CHEAPEST:
        return cheapest_network(question.instance, needs, effort=effort, start=start)
    return best_network(
        question.instance,
        budget_vnd=whole_budget_vnd(question),
        needs=needs,
        effort=effort,
        start=start,
    )


def whole_budget_vnd(question: Question) -> int:
    """Return the money of all years; what everything costs where it has no limit."""
    cap_vnd = caps_vnd(question.problem)[-1]
    if cap_vnd is not None:
        return cap_vnd
    instance = question.instance
    return int(instance.cover.cost_vnd.sum() + instance.links.cost_vnd.sum())


def over_years(question: Question, first: NetworkSelection) -> YearPlan | None:
    """Return the best plan over the years that was found; None when none was.

    Args:
        question: What is asked.
        first: The best of one moment.
    """
    problem = question.problem
    chosen = chosen_of(problem, first.options, first.links)
    plan = _scheduled(question, chosen)
    if plan is not None or len(problem.years) == 1:
        return plan
    smaller = _only_affordable(question)
    if smaller is not None:
        best = best_of_moment(smaller)
        plan = None if best is None else over_years(smaller, best)
        if best is not None and plan is not None and plan.bound is None:
            return replace(plan, bound=best.bound)
        return plan
    parts = len(problem.works) + len(problem.links) + len(problem.wanting)
    if parts * len(problem.years) <= _SMALL_VARIABLES:
        pool = Pool(problem.ordered_works, problem.ordered_links)
        plan = _from_pool(question, pool, _FULL_SEARCH)
        if plan is not None:
            return plan
    ways = [first, *_ways(question)]
    plans = [_scheduled(question, chosen_of(problem, w.options, w.links)) for w in ways]
    plans.append(_mixture(question, ways))
    sound = [replace(one, bound=None) for one in plans if one is not None]
    return min(sound, key=lambda one: _rank(question, one), default=None)


def _only_affordable(question: Question) -> Question | None:
    """Return the question without what no single year can pay, where money is lost.

    Returns:
        None when that leaves nothing out.
    """
    problem = question.problem
    budgets = [one for one in problem.budgets_vnd if one is not None]
    if problem.carries_over or len(budgets) < len(problem.years):
        return None
    most_vnd = max(budgets)
    work_of = {work.id: work for work in problem.works}
    kept = {one.work_id for one in problem.fixed}
    kept |= {work_of[one].needs for one in kept}
    dear = {one.id for one in problem.works if one.cost_vnd > most_vnd} - kept
    works = [
        one
        for one in problem.works
        if one.id in kept or dear.isdisjoint({one.id, one.needs})
    ]
    links = [
        one
        for one in problem.links
        if one.cost_vnd <= most_vnd and one.needs not in dear
    ]
    if len(works) == len(problem.works) and len(links) == len(problem.links):
        return None
    standing = {one.id for one in works}
    smaller = replace(
        problem,
        works=tuple(works),
        links=tuple(links),
        conflicts=tuple(one for one in problem.conflicts if standing.issuperset(one)),
    )
    return replace(question, problem=smaller, instance=NetworkInstance.of(smaller))


def _scheduled(question: Question, chosen: Chosen) -> YearPlan | None:
    years = schedule_years(question.problem, chosen, question.year_needs)
    if years is not None:
        return YearPlan(chosen, years)
    return None if question.problem.carries_over else _in_stages(question, chosen)


def _in_stages(question: Question, chosen: Chosen) -> YearPlan | None:
    """Let routes be built in stages, where no year pays for the whole of them."""
    problem = question.problem
    used = {one for route in chosen.routes for one in route.work.links}
    links = [link for link in problem.ordered_links if link.id in used]
    nodes = {node for link in links for node in (link.start, link.end)}
    fine = Chosen(chosen.works, routes_of(links, chosen.works, cuts=nodes))
    years = schedule_years(problem, fine, question.year_needs)
    if years is None or len(fine.routes) == len(chosen.routes):
        return None
    into = {route.end: years[route.work.id] for route in fine.routes}
    cuts = {
        route.start
        for route in fine.routes
        if into.get(route.start, 0) != years[route.work.id]
    }
    staged = Chosen(chosen.works, routes_of(links, chosen.works, cuts=cuts))
    of_works = {work.id: years[work.id] for work in chosen.works}
    of_routes = {route.work.id: into[route.end] for route in staged.routes}
    return YearPlan(staged, {**of_works, **of_routes})


def _rank(question: Question, plan: YearPlan) -> tuple[int, int]:
    cost_vnd = plan.chosen.cost_vnd
    if question.kind is PlanQuestion.CHEAPEST:
        return cost_vnd, 0
    return -_worth(question.problem, plan.chosen), cost_vnd


def _worth(problem: BuildProblem, chosen: Chosen) -> int:
    served = {demand for work in chosen.works for demand in work.covers}
    return sum(problem.people_worth(one) for one in problem.wanting if one.id in served)


def _from_pool(
    question: Question,
    pool: Pool,
    effort: Effort,
    routes: Mapping[str, Sequence[str]] | None = None,
) -> YearPlan | None:
    """Return the best plan over the years from what may be built.

    Args:
        question: What is asked.
        pool: What may be built.
        effort: When to stop.
        routes: Links behind each link of the pool, where these are whole routes.
    """
    problem, needs = question.problem, question.year_needs
    is_cheapest = question.kind is PlanQuestion.CHEAPEST
    aim = Aim.CHEAPEST if is_cheapest else Aim.MOST
    best = build_over_years(problem, pool, needs=needs, aim=aim, effort=effort)
    if best is None:
        return None
    found = best
    if not is_cheapest:
        # Without this, money that is left would be spent on what nobody needs.
        worth = _worth(problem, Chosen(_built_works(pool, best), ()))
        least = build_over_years(
            problem,
            pool,
            needs=needs,
            aim=Aim.CHEAPEST,
            effort=effort,
            worth_needed=worth,
        )
        found = least or best
    works = _built_works(pool, found)
    ids = {one for link in found.links for one in (routes or {}).get(link, (link,))}
    links = [link for link in problem.ordered_links if link.id in ids]
    plan = _scheduled(question, Chosen(works, routes_of(links, works)))
    return None if plan is None else replace(plan, bound=best.bound)


def _built_works(pool: Pool, answer: YearedAnswer) -> tuple[Work, ...]:
    return tuple(work for work in pool.works if work.id in answer.works)


def _mixture(question: Question, ways: Sequence[NetworkSelection]) -> YearPlan | None:
    """Return the best plan from all that some way of building chose."""
    problem = question.problem
    chosen = chosen_of(
        problem,
        {one for way in ways for one in way.options},
        {one for way in ways for one in way.links},
    )
    parts = len(chosen.items) + len(problem.wanting)
    if parts * len(problem.years) > _LARGE_VARIABLES:
        return None
    links = tuple(route_link(route) for route in chosen.routes)
    pool = Pool(chosen.works, links, is_outward=True)
    routes = {route.work.id: route.work.links for route in chosen.routes}
    return _from_pool(question, pool, _SHORT_SEARCH, routes)


def _ways(question: Question) -> list[NetworkSelection]:
    """Return selections that were built step by step."""
    problem = question.problem
    years, last = problem.years, problem.years[-1]
    due = {one.goal.year for one in question.targets}
    due |= {one.year for one in problem.fixed if one.year is not None}
    early = sorted(due - {last})
    steps = [(*early, last), *((year, last) for year in early)]
    if question.kind is not PlanQuestion.CHEAPEST:
        steps.append(years)
    found = []
    if question.kind is not PlanQuestion.CHEAPEST:
        least = cheapest_network(
            question.instance, question.needs_until(last), effort=question.effort
        )
        found += [] if least is None else [least]
    for way in dict.fromkeys(steps):
        is_greedy = way == years and question.kind is not PlanQuestion.CHEAPEST
        selection = _built_stepwise(question, way, is_greedy=is_greedy)
        if selection is not None:
            found.append(selection)
    return found


def _built_stepwise(
    question: Question, years: Sequence[int], *, is_greedy: bool
) -> NetworkSelection | None:
    """Return what stands at the end when each step keeps what the ones before built."""
    last = question.problem.years[-1]
    caps = dict(zip(question.problem.years, caps_vnd(question.problem), strict=True))
    built: NetworkSelection | None = None
    for year in years:
        whole = question.instance if year == last else instance_until(question, year)
        instance = _with_built(whole, built)
        needs = question.needs_until(year)
        is_best = question.kind is not PlanQuestion.CHEAPEST
        if is_best and (is_greedy or year == last):
            spent_vnd = 0
            if built is not None:
                spent_vnd = int(whole.links.cost_vnd[list(built.links)].sum())
            total = whole.cover.cost_vnd.sum() + whole.links.cost_vnd.sum()
            cap = caps[year]
            money = int(total) if cap is None else max(0, cap - spent_vnd)
            found = best_network(
                instance, budget_vnd=money, needs=needs, effort=question.effort
            )
        else:
            found = cheapest_network(instance, needs, effort=question.effort)
        if found is None:
            return None
        links = set(found.links) | set(built.links if built else ())
        built = replace(found, links=tuple(sorted(links)))
    return built


def _with_built(
    instance: NetworkInstance, built: NetworkSelection | None
) -> NetworkInstance:
    """Return the question with what stands already."""
    if built is None:
        return instance
    cost_vnd = instance.links.cost_vnd.copy()
    cost_vnd[list(built.links)] = 0
    fixed = sorted({*instance.fixed.tolist(), *built.options})
    return replace(
        instance,
        links=replace(instance.links, cost_vnd=cost_vnd),
        fixed=np.array(fixed, dtype=np.int64),
    )
