"""What the reader must know of a plan that looks odd."""

from collections.abc import Sequence

from hatangso.errors import Message
from hatangso.model.build_plan import PlanQuestion
from hatangso.model.work import NETWORK, Work, WorkKind
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.plan_refusals import counted
from hatangso.planning.years.goal_needs import Target, reach_of
from hatangso.planning.years.routes import paths_to_network
from hatangso.planning.years.schedule import Chosen

__all__ = ["notes_on"]


def notes_on(
    problem: BuildProblem,
    chosen: Chosen,
    targets: Sequence[Target],
    *,
    question: PlanQuestion,
    budget_vnd: int,
) -> tuple[Message, ...]:
    """Return what must be said beside a plan.

    Args:
        problem: What was asked.
        chosen: What is built.
        targets: The goals, those that are only watched included.
        question: What the plan is best at.
        budget_vnd: Money of all years.
    """
    notes = [*_idle_fixed(problem, chosen), *_nobody_counts(targets)]
    notes += _satellites(problem, chosen)
    if question is PlanQuestion.CHEAPEST and not problem.goals:
        text = "no goal is asked for: the plan builds only what is fixed"
        notes.append(Message(text))
    elif not chosen.works and question is PlanQuestion.CHEAPEST:
        notes.append(_nothing_to_build(problem, targets))
    elif not chosen.works:
        notes.append(_nothing_bought(problem, targets, budget_vnd))
    return tuple(notes)


def _idle_fixed(problem: BuildProblem, chosen: Chosen) -> list[Message]:
    """Name the fixed works that help nobody."""
    wanting = {one.id for one in problem.wanting}
    carrying = {work.needs for work in chosen.items}
    covers = {work.id: work.covers for work in problem.works}
    idle = [
        fixed.work_id
        for fixed in problem.fixed
        if fixed.work_id not in carrying and wanting.isdisjoint(covers[fixed.work_id])
    ]
    return [
        Message(
            "the fixed work {work} serves nobody who is not served today", {"work": one}
        )
        for one in sorted(idle)
    ]


def _nobody_counts(targets: Sequence[Target]) -> list[Message]:
    """Name the goals that are met by nothing."""
    text = (
        "nobody and nothing of which the coverage is known counts for the goal for"
        " {goal} by {year}: that it is met means nothing"
    )
    return [
        Message(text, {"goal": counted(one.goal), "year": one.goal.year})
        for one in targets
        if not one.total
    ]


def _satellites(problem: BuildProblem, chosen: Chosen) -> list[Message]:
    """Tell of places that get a dish where their service was asked for."""
    people = {one.id: one.people for one in problem.demand}
    text = (
        "{count} places with {people} people get a satellite terminal in the place of"
        " {service}"
    )
    found = []
    for service in problem.services:
        dishes = [
            demand
            for work in chosen.works
            if work.kind is WorkKind.SATELLITE_ACCESS and work.service == service.name
            for demand in work.covers
        ]
        values = {
            "count": len(dishes),
            "people": sum(people[one] for one in dishes),
            "service": service.name,
        }
        found += [Message(text, values)] if dishes else []
    return found


def _nothing_to_build(problem: BuildProblem, targets: Sequence[Target]) -> Message:
    """Say why nothing needs to be built, and for whom that was not examined."""
    if any(one.goal.ratio is None and one.before < one.total for one in targets):
        return Message(
            "nothing that was studied serves anybody else whom the goals mean: nothing"
            " is to be built"
        )
    people = {
        one.place_id: one.people for one in problem.demand if one.id in problem.unknown
    }
    if not people:
        return Message("everything asked for is reached today: nothing is to be built")
    return Message(
        "everything asked for is reached today where the coverage is known; {people}"
        " people in {count} places cannot be judged for want of terrain",
        {"people": sum(people.values()), "count": len(people)},
    )


def _nothing_bought(
    problem: BuildProblem, targets: Sequence[Target], budget_vnd: int
) -> Message:
    if not problem.wanting:
        return _nothing_to_build(problem, targets)
    cheapest = _cheapest_service(problem)
    if cheapest is None:
        return Message("no candidate reaches anybody who is not served today")
    return Message(
        "the budget of {budget_vnd} đồng buys nothing; the cheapest work that serves"
        " anybody is {work}, for {cheapest_vnd} đồng with what it needs",
        {"budget_vnd": budget_vnd, "work": cheapest[1], "cheapest_vnd": cheapest[0]},
    )


def _cheapest_service(problem: BuildProblem) -> tuple[int, str] | None:
    """Return the lowest cost of a work with all that it needs, and the work."""
    cost_vnd = {work.id: work.cost_vnd for work in problem.works}
    paths = paths_to_network(problem.links, extra_vnd=cost_vnd)
    wanting = {one.id for one in problem.wanting}
    allowed = reach_of(problem).allowed
    node_of = {work.id: work.node for work in problem.works}

    def price_vnd(work: Work) -> int:
        nodes = {work.node, node_of.get(work.needs, work.node)} - {NETWORK}
        ties_vnd = sum(paths[node][0] for node in nodes)
        return work.cost_vnd + cost_vnd.get(work.needs, 0) + ties_vnd

    prices = (
        (price_vnd(work), work.id)
        for work in problem.works
        if work.id in allowed and not wanting.isdisjoint(work.covers)
    )
    return min(prices, default=None)
