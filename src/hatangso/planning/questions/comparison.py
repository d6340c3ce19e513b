"""One plan against another: what each does, builds, spends and serves alone."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from hatangso.model.build_plan import BuildItem, BuildPlan
from hatangso.model.plan_comparison import (
    CommonItem,
    GoalDifference,
    PlanComparison,
    ServiceDifference,
    YearDifference,
)

__all__ = ["compare"]

_Key = TypeVar("_Key", bound=Hashable)


def compare(one: BuildPlan, other: BuildPlan) -> PlanComparison:
    """Return what tells two plans apart.

    A work is the same when its identifier is, a route when it follows the same links.
    """
    items_one, items_other = _items(one), _items(other)
    return PlanComparison(
        cost_one_vnd=one.cost_vnd,
        cost_other_vnd=other.cost_vnd,
        bound_one=one.bound,
        bound_other=other.bound,
        services=_services(one, other),
        goals=_goals(one, other),
        years=_years(one, other),
        only_one=_missing(items_one, items_other),
        only_other=_missing(items_other, items_one),
        both=tuple(
            CommonItem(item, items_other[key])
            for key, item in items_one.items()
            if key in items_other
        ),
        served_only_one=_served_only(one, other),
        served_only_other=_served_only(other, one),
    )


def _items(plan: BuildPlan) -> dict[tuple[str, ...], BuildItem]:
    return {item.work.links or (item.work.id,): item for item in plan.items}


def _missing(
    items: Mapping[tuple[str, ...], BuildItem], others: Mapping[tuple[str, ...], object]
) -> tuple[BuildItem, ...]:
    return tuple(item for key, item in items.items() if key not in others)


def _either(one: Iterable[_Key], other: Iterable[_Key]) -> list[_Key]:
    return list(dict.fromkeys((*one, *other)))


def _services(one: BuildPlan, other: BuildPlan) -> tuple[ServiceDifference, ...]:
    found = [
        {outcome.service.name: outcome for outcome in plan.outcomes}
        for plan in (one, other)
    ]

    def count(name: str, what: str) -> list[int]:
        return [
            getattr(outcomes[name], what) if name in outcomes else 0
            for outcomes in found
        ]

    return tuple(
        ServiceDifference(
            name, *count(name, "people_after"), *count(name, "places_after")
        )
        for name in _either(*found)
    )


def _goals(one: BuildPlan, other: BuildPlan) -> tuple[GoalDifference, ...]:
    first, second = (
        {outcome.goal: outcome for outcome in plan.goals} for plan in (one, other)
    )
    return tuple(
        GoalDifference(goal, first.get(goal), second.get(goal))
        for goal in _either(first, second)
    )


def _years(one: BuildPlan, other: BuildPlan) -> tuple[YearDifference, ...]:
    first, second = (
        {year.year: year.cost_vnd for year in plan.years} for plan in (one, other)
    )
    return tuple(
        YearDifference(year, first.get(year), second.get(year))
        for year in sorted(_either(first, second))
    )


def _served_only(one: BuildPlan, other: BuildPlan) -> tuple[str, ...]:
    """Return whom a plan serves newly and the other one leaves out."""
    left_out = {left.demand_id for left in other.left_out}
    gained = {demand for item in one.items for demand in item.gained}
    return tuple(sorted(gained & left_out))
