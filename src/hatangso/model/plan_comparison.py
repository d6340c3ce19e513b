"""Two plans side by side."""

from dataclasses import dataclass

from hatangso.model.build_plan import BuildItem, GoalOutcome
from hatangso.model.demand import Goal

__all__ = [
    "CommonItem",
    "GoalDifference",
    "PlanComparison",
    "ServiceDifference",
    "YearDifference",
]


@dataclass(frozen=True)
class ServiceDifference:
    """What two plans do for one service in the end, those of today included."""

    service: str
    people_one: int
    people_other: int
    places_one: int
    places_other: int


@dataclass(frozen=True)
class GoalDifference:
    """What becomes of one goal in two plans; None in a plan that has not got it."""

    goal: Goal
    one: GoalOutcome | None
    other: GoalOutcome | None


@dataclass(frozen=True)
class YearDifference:
    """What two plans spend in a year; None in a plan that does not know the year."""

    year: int
    cost_one_vnd: int | None
    cost_other_vnd: int | None


@dataclass(frozen=True)
class CommonItem:
    """Something that both plans build."""

    one: BuildItem
    other: BuildItem

    @property
    def shift_years(self) -> int:
        """How many years later the other plan builds it; below 0 for sooner."""
        return self.other.year - self.one.year

    @property
    def dearer_vnd(self) -> int:
        """How much more it costs in the other plan."""
        return self.other.work.cost_vnd - self.one.work.cost_vnd


@dataclass(frozen=True)
class PlanComparison:
    """One plan against another.

    Attributes:
        bound_one: Bound of the first plan, in the unit of its question.
        bound_other: Bound of the other plan, likewise.
        services: Of either plan, those of the first plan first.
        goals: Likewise.
        years: Of either plan, ascending.
        only_one: What only the first plan builds, in its order.
        only_other: What only the other plan builds, in its order.
        both: What both build, in the order of the first plan.
        served_only_one: Demands that the first plan serves newly and the other leaves
            out, in order of identifier.
        served_only_other: The other way round.
    """

    cost_one_vnd: int
    cost_other_vnd: int
    bound_one: float
    bound_other: float
    services: tuple[ServiceDifference, ...]
    goals: tuple[GoalDifference, ...]
    years: tuple[YearDifference, ...]
    only_one: tuple[BuildItem, ...]
    only_other: tuple[BuildItem, ...]
    both: tuple[CommonItem, ...]
    served_only_one: tuple[str, ...]
    served_only_other: tuple[str, ...]

    @property
    def dearer_vnd(self) -> int:
        """How much more the other plan costs."""
        return self.cost_other_vnd - self.cost_one_vnd
