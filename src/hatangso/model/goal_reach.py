"""Goals that nothing reaches, and what stands in the way."""

from dataclasses import dataclass

from hatangso.errors import Message
from hatangso.model.build_plan import LeftOutReason
from hatangso.model.demand import Goal

__all__ = ["Obstacle", "UnreachableGoal"]


@dataclass(frozen=True)
class Obstacle:
    """One reason why a part of a goal cannot be reached.

    Attributes:
        reason: Why; None where the coverage of today is not known.
        amount: How much of the goal's measure it keeps out.
        demands: Whom, in order of identifier; empty where works exclude each other, so
            that some could be served but not all at once.
        advice: What could be relaxed.
    """

    reason: LeftOutReason | None
    amount: int
    demands: tuple[str, ...]
    advice: Message


@dataclass(frozen=True)
class UnreachableGoal:
    """A goal that asks for more than all works together give; roads in metres.

    Attributes:
        total: Amount whose coverage is known.
        before: Served today.
        reachable: The most that all works together are known to serve.
        most: No works serve more than this.
        needed: What the goal asks for.
        obstacles: What stands in the way, the largest first.
    """

    goal: Goal
    total: int
    before: int
    reachable: int
    most: int
    needed: int
    obstacles: tuple[Obstacle, ...]

    @property
    def is_proven(self) -> bool:
        """Whether it is certain that no selection of works reaches the goal."""
        return self.needed > self.most
