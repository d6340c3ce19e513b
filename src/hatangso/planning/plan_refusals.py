"""Why a question has no answer, and what would have to give way."""

from collections.abc import Mapping, Sequence
from functools import reduce

from hatangso.errors import InfeasibleError, InvalidInputError, Message
from hatangso.model.demand import Goal, Measure
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.candidates.obstacles import Obstacle, obstacles_to
from hatangso.planning.years.goal_needs import Target, reach_of

__all__ = [
    "counted",
    "goals_exclude_each_other",
    "out_of_reach",
    "require_possible_fixed",
    "require_something_known",
    "too_dear",
    "too_little_in_a_year",
]

_NAMED_PLACES = 20
_PERCENT = 100


def require_something_known(problem: BuildProblem) -> None:
    """Refuse to plan for places of which nothing is known.

    Raises:
        InfeasibleError: There are places, and none of them is known.
    """
    if problem.unknown and len(problem.unknown) == len(problem.demand):
        raise InfeasibleError(
            "the coverage of all {count} places is unknown: nothing can be planned"
            " before the terrain reaches them",
            count=len(problem.unknown),
        )


def require_possible_fixed(problem: BuildProblem) -> None:
    """Refuse decisions that break a rule by themselves.

    Raises:
        InvalidInputError: A work is fixed twice.
        InfeasibleError: Fixed works exclude each other, cannot be tied, or stand
            before what they need.
    """
    work_of = {work.id: work for work in problem.works}
    year_of: dict[str, int | None] = {}
    for fixed in problem.fixed:
        if fixed.work_id in year_of:
            text = "work {work} is fixed twice; keep one"
            raise InvalidInputError(text, work=fixed.work_id)
        year_of[fixed.work_id] = fixed.year
    _require_no_rivals(problem, year_of)
    tied = reach_of(problem).tied
    for work_id in sorted(year_of):
        if work_id not in tied:
            text = (
                "the fixed work {work} cannot be tied to the network: nothing leads to"
                " its place; take it out or add a link"
            )
            raise InfeasibleError(text, work=work_id)
        needed = work_of[work_id].needs
        year, later = year_of[work_id], year_of.get(needed)
        if year is not None and later is not None and later > year:
            text = (
                "{work} is fixed for {year} but needs {support}, which is fixed for"
                " {later}: fix that earlier or this later"
            )
            values = {"work": work_id, "year": year, "support": needed, "later": later}
            raise InfeasibleError(text, **values)


def _require_no_rivals(problem: BuildProblem, fixed: Mapping[str, int | None]) -> None:
    needed_by = {
        work.needs: work.id
        for work in reversed(problem.ordered_works)
        if work.id in fixed and work.needs
    }
    named = {**needed_by, **{one: one for one in fixed}}
    for one, other in sorted(tuple(sorted(pair)) for pair in problem.conflicts):
        if one in named and other in named:
            text = (
                "the fixed works {one} and {other} exclude each other: take one of"
                " them out"
            )
            raise InfeasibleError(text, one=named[one], other=named[other])


def out_of_reach(problem: BuildProblem, target: Target) -> InfeasibleError:
    """Return the refusal of a goal that all works together do not reach."""
    why = [_named(one) for one in obstacles_to(problem, target)]
    text = (
        "the goal for {goal} by {year} cannot be reached: asked for is {asked:g} %, the"
        " most is {most:g} % ({reachable} of {total}); {why}; or lower the goal"
    )
    return InfeasibleError(
        text,
        goal=counted(target.goal),
        year=target.goal.year,
        asked=_PERCENT * (target.goal.ratio or 0),
        most=_askable_percent(target.most, target.total),
        reachable=target.most,
        total=target.total,
        why=reduce(_and, why),
    )


def _named(obstacle: Obstacle) -> Message:
    """Return an obstacle with the first of its places."""
    if not obstacle.places:
        return obstacle.advice
    rest = len(obstacle.places) - _NAMED_PLACES
    return Message(
        "{advice} ({named}{more})",
        {
            "advice": obstacle.advice,
            "named": ", ".join(obstacle.places[:_NAMED_PLACES]),
            "more": f" + {rest}" if rest > 0 else "",
        },
    )


def _and(one: Message, other: Message) -> Message:
    return Message("{one}; {other}", {"one": one, "other": other})


def goals_exclude_each_other(
    target: Target | None = None, reachable: int = 0
) -> InfeasibleError:
    """Return the refusal of goals that are reachable each, but not together.

    Args:
        target: A goal that could give way; None when none was found.
        reachable: How much of it is reached when the others are.
    """
    if target is None:
        return InfeasibleError(
            "the goals cannot all be reached together, because works exclude each"
            " other: lower more than one of them"
        )
    return InfeasibleError(
        "the goals cannot all be reached together, because works exclude each other:"
        " besides the others, {goal} by {year} reaches {most:g} %; ask no more"
        " of it, or add candidates",
        goal=counted(target.goal),
        year=target.goal.year,
        most=_askable_percent(reachable, target.total),
    )


def too_dear(
    *,
    year: int,
    cheapest_vnd: int,
    budget_vnd: int,
    is_for_fixed: bool = False,
    target: Target | None = None,
    reachable: int = 0,
) -> InfeasibleError:
    """Return the refusal of goals, or of fixed works, that cost more than there is.

    Args:
        year: By whose end.
        cheapest_vnd: What they cost at least.
        budget_vnd: What may be spent by then.
        is_for_fixed: Whether what is fixed costs that much without any goal.
        target: A goal that could give way; None when none was found.
        reachable: How much of it the money reaches.
    """
    values: dict[str, object] = {
        "year": year,
        "cheapest_vnd": cheapest_vnd,
        "budget_vnd": budget_vnd,
        "missing_vnd": cheapest_vnd - budget_vnd,
    }
    if is_for_fixed:
        return InfeasibleError(
            "what is fixed costs at least {cheapest_vnd} đồng up to {year}, and"
            " {budget_vnd} đồng may be spent by then: give {missing_vnd} đồng more or"
            " take works out",
            **values,
        )
    if target is None:
        return InfeasibleError(
            "the goals up to {year} cost at least {cheapest_vnd} đồng, and"
            " {budget_vnd} đồng may be spent by then: give {missing_vnd} đồng more, or"
            " a later year, or lower more than one goal",
            **values,
        )
    return InfeasibleError(
        "the goals up to {year} cost at least {cheapest_vnd} đồng, and {budget_vnd}"
        " đồng may be spent by then: give {missing_vnd} đồng more, or a later year, or"
        " ask {most:g} % for {goal}",
        **values,
        goal=counted(target.goal),
        most=_askable_percent(reachable, target.total),
    )


def too_little_in_a_year(missing_vnd: Mapping[int, int] | None) -> InfeasibleError:
    """Return the refusal of what no order of building fits into the years.

    Args:
        missing_vnd: What the cheapest works lack in which years; None when money is
            not what is missing.
    """
    if not missing_vnd:
        return InfeasibleError(
            "no order of building keeps every goal and every fixed work in its year:"
            " move goals or fixed works to other years"
        )
    year = min(missing_vnd)
    return InfeasibleError(
        "no order of building fits the money of each year: {missing_vnd} đồng are"
        " missing in {year}; give more in that year or before, let money carry over,"
        " or move goals and fixed works to later years",
        missing_vnd=missing_vnd[year],
        year=year,
    )


def _askable_percent(amount: int, total: int) -> float:
    # Rounded down, so that the share named can really be asked for.
    return 10_000 * amount // total / _PERCENT if total else float(_PERCENT)


def counted(goal: Goal) -> Message:
    """Return what a goal counts, in words."""
    values: dict[str, Sequence[str] | str] = {"service": goal.service}
    return {
        Measure.PEOPLE: Message("people with {service}", values),
        Measure.HOUSEHOLDS: Message("households with {service}", values),
        Measure.LOCALITIES: Message("localities with {service}", values),
        Measure.ROAD_KM: Message("roads with {service}", values),
        Measure.FACILITIES: Message("facilities with {service}", values),
    }[goal.measure]
