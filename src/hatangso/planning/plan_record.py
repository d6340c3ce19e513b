"""From chosen works and their years to a plan that can be read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hatangso.errors import Message
from hatangso.model.build_plan import (
    BuildItem,
    BuildPlan,
    GoalOutcome,
    LeftOut,
    LeftOutReason,
    PlanQuestion,
    PlanYear,
    ServiceOutcome,
)
from hatangso.model.demand import Demand
from hatangso.model.work import Work
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.years.goal_needs import Target, reach_of
from hatangso.planning.years.schedule import Chosen, spent_vnd

__all__ = ["gap_ratio", "recorded_plan"]


def recorded_plan(
    problem: BuildProblem,
    chosen: Chosen,
    years: Mapping[str, int],
    *,
    question: PlanQuestion,
    bound: int,
    targets: Sequence[Target],
    notes: Sequence[Message] = (),
) -> BuildPlan:
    """Return the plan that builds what was chosen in the years that were found.

    Args:
        problem: What was asked.
        chosen: What is built.
        years: Year of each item, by identifier.
        question: What the bound bounds.
        bound: No plan is better: đồng, or worth newly served.
        targets: The goals in whole amounts, in their order.
        notes: What the reader must know.
    """
    items = _items(problem, chosen, years)
    year_of = {demand: item.year for item in items for demand in item.gained}
    if question is PlanQuestion.CHEAPEST:
        objective = chosen.cost_vnd
        bound = min(bound, objective)
    else:
        served = (one for one in problem.wanting if one.id in year_of)
        objective = sum(problem.people_worth(one) for one in served)
        bound = max(bound, objective)
    return BuildPlan(
        question=question,
        services=problem.services,
        objective=float(objective),
        bound=float(bound),
        gap_ratio=gap_ratio(objective, bound),
        cost_vnd=chosen.cost_vnd,
        outcomes=_outcomes(problem, year_of),
        years=_years(problem, spent_vnd(problem, chosen, years), year_of),
        items=items,
        goals=tuple(_goal_outcome(problem, one, year_of) for one in targets),
        left_out=_left_out(problem, chosen, year_of, question),
        notes=tuple(notes),
    )


def gap_ratio(objective: int, bound: int) -> float:
    """Return how far the best possible could lie from an answer, as a share of it."""
    return abs(objective - bound) / objective if objective else 0.0


def _items(
    problem: BuildProblem, chosen: Chosen, years: Mapping[str, int]
) -> tuple[BuildItem, ...]:
    """Return the items by year, each work after what it stands on.

    In a year those come first that gain most people for their money and that of what
    they stand on.
    """
    people = {one.id: one.people for one in problem.wanting}
    ranking = chosen.ranking(people)
    work_of = {item.id: item for item in chosen.items}
    there = {route.work.id for route in chosen.routes if route.is_there}
    fixed = {one.work_id for one in problem.fixed}
    items: list[BuildItem] = []

    def put(ids: Iterable[str], year: int, gained: tuple[str, ...]) -> None:
        *supports, last = ids
        for one in (*supports, last):
            if one in there:
                continue
            new = gained if one == last else ()
            new_people = sum(people[demand] for demand in new)
            work = work_of[one]
            items.append(BuildItem(work, year, new, new_people, is_fixed=one in fixed))

    for year in problem.years:
        open_works = {one.id for one in chosen.works if years[one.id] == year}
        while open_works:
            best = min(open_works, key=ranking.rank)
            gained = ranking.gained(best)
            bundle = ranking.take(best)
            put(bundle, year, gained)
            open_works -= set(bundle)
        routes = [one.work.id for one in chosen.routes if years[one.work.id] == year]
        for one in ranking.stand(routes):
            put((one,), year, ())
    return tuple(items)


def _outcomes(
    problem: BuildProblem, year_of: Mapping[str, int]
) -> tuple[ServiceOutcome, ...]:
    by_service: dict[str, list[Demand]] = defaultdict(list)
    for one in problem.demand:
        by_service[one.service].append(one)
    outcomes = []
    for service in problem.services:
        asked = by_service[service.name]
        unknown = [one for one in asked if one.id in problem.unknown]
        known = [one for one in asked if one.id not in problem.unknown]
        before = [one for one in known if one.id in problem.covered]
        new = [one for one in known if one.id in year_of]
        outcomes.append(
            ServiceOutcome(
                service=service,
                people_before=_people(before),
                people_after=_people(before) + _people(new),
                people_total=_people(known),
                people_unknown=_people(unknown),
                places_before=len(before),
                places_after=len(before) + len(new),
                places_total=len(known),
                places_unknown=len(unknown),
            )
        )
    return tuple(outcomes)


def _people(demands: Iterable[Demand]) -> int:
    return sum(one.people for one in demands)


def _years(
    problem: BuildProblem, spent: Sequence[int], year_of: Mapping[str, int]
) -> tuple[PlanYear, ...]:
    gained: dict[tuple[str, int], int] = defaultdict(int)
    served: dict[str, int] = defaultdict(int)
    for one in problem.demand:
        if one.id in problem.covered:
            served[one.service] += one.people
        elif one.id in year_of:
            gained[one.service, year_of[one.id]] += one.people
    found = []
    for year, budget_vnd, cost_vnd in zip(
        problem.years, problem.budgets_vnd, spent, strict=True
    ):
        for service in problem.services:
            served[service.name] += gained[service.name, year]
        people = tuple(served[service.name] for service in problem.services)
        found.append(PlanYear(year, budget_vnd, cost_vnd, people))
    return tuple(found)


def _goal_outcome(
    problem: BuildProblem, target: Target, year_of: Mapping[str, int]
) -> GoalOutcome:
    goal = target.goal
    new = (
        one
        for one in problem.wanting
        if year_of.get(one.id, goal.year + 1) <= goal.year
    )
    return GoalOutcome(
        goal=goal,
        total=target.total,
        before=target.before,
        after=target.before + sum(goal.weight_of(one) for one in new),
        reachable=target.reachable,
        needed=target.needed,
    )


def _left_out(
    problem: BuildProblem,
    chosen: Chosen,
    year_of: Mapping[str, int],
    question: PlanQuestion,
) -> tuple[LeftOut, ...]:
    coverers = _coverers(problem.ordered_works)
    reach = reach_of(problem)
    built = {work.id for work in chosen.works}
    rivals = {b for a, b in problem.conflicts if a in built}
    rivals |= {a for a, b in problem.conflicts if b in built}
    has_limit = all(one is not None for one in problem.budgets_vnd)
    is_scarce = question is PlanQuestion.BEST_UNDER_BUDGET and has_limit

    def reason(demand: Demand) -> LeftOutReason:
        works = coverers.get(demand.id, ())
        if not works:
            return LeftOutReason.NO_CANDIDATE
        tied = [one for one in works if one.id in reach.tied]
        if not tied:
            return LeftOutReason.NO_TIE
        if all(
            one.id not in reach.allowed or not rivals.isdisjoint({one.id, one.needs})
            for one in tied
        ):
            return LeftOutReason.RULE
        is_wanted = is_scarce and problem.people_worth(demand) > 0
        return LeftOutReason.BUDGET if is_wanted else LeftOutReason.NOT_NEEDED

    missed = (one for one in problem.wanting if one.id not in year_of)
    return tuple(LeftOut(one.id, reason(one)) for one in missed)


def _coverers(works: Iterable[Work]) -> dict[str, list[Work]]:
    found: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        for demand in work.covers:
            found[demand].append(work)
    return found
