"""What a little more money buys."""

from dataclasses import dataclass

__all__ = ["MarginalMoney"]


@dataclass(frozen=True)
class MarginalMoney:
    """A plan against the best one for some more money, years left aside.

    Attributes:
        step_vnd: How much more money.
        budget_vnd: What may be spent with it.
        cost_vnd: What the better plan spends.
        people_more: People whom it serves besides, one service at a time.
        places_more: Demands that it serves besides.
        worth_more: The same people as the question weighs them.
        most_worth_more: No plan for that money gains more.
        added: Works that only the better plan builds, routes left aside.
        dropped: Works that only the plan at hand builds.
        curve_people: People that the cost curve promises for the step; None without a
            curve that reaches so far.
    """

    step_vnd: int
    budget_vnd: int
    cost_vnd: int
    people_more: int
    places_more: int
    worth_more: int
    most_worth_more: int
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    curve_people: float | None = None
