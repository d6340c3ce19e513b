"""What operators save by sharing: each alone against all together."""

from dataclasses import dataclass

from hatangso.errors import Message

__all__ = ["SharingAnswer", "SharingSide"]


@dataclass(frozen=True)
class SharingSide:
    """One plan of the comparison.

    Attributes:
        operator: Who builds alone; empty for all together.
        cost_vnd: What the plan costs.
        bound_vnd: No plan that reaches the same goals costs less.
        gap_ratio: How far the bound lies below the cost, as a share of it.
        new_masts: Masts that are built.
        shared_masts: Works on a mast of another owner.
        works: All that is built, routes left aside.
        people_after: People served in the end, summed over the services.
    """

    operator: str
    cost_vnd: int
    bound_vnd: int
    gap_ratio: float
    new_masts: int
    shared_masts: int
    works: int
    people_after: int


@dataclass(frozen=True)
class SharingAnswer:
    """What sharing saves.

    Alone, each operator reaches the goals with its own coverage and its own money;
    together, the coverage of any of them counts and masts are used by all. The sums of
    the best plans are not known to the last đồng, so the saving is proven as a range.

    Attributes:
        alone: Each operator alone, in the order in which they were given.
        together: All of them.
        saving_vnd: What the plans at hand save; below 0 where sharing costs more.
        least_saving_vnd: The best plans save at least this.
        most_saving_vnd: The best plans save at most this.
        notes: What the reader must know when the plans do not reach the same.
    """

    alone: tuple[SharingSide, ...]
    together: SharingSide
    saving_vnd: int
    least_saving_vnd: int
    most_saving_vnd: int
    notes: tuple[Message, ...] = ()

    @property
    def alone_cost_vnd(self) -> int:
        """What all operators spend who build alone."""
        return sum(one.cost_vnd for one in self.alone)

    @property
    def saving_ratio(self) -> float:
        """The saving of the plans at hand as a share of what all spend alone."""
        return self.saving_vnd / self.alone_cost_vnd if self.alone_cost_vnd else 0.0

    @property
    def masts_saved(self) -> int:
        """New masts that need not be built."""
        return sum(one.new_masts for one in self.alone) - self.together.new_masts
