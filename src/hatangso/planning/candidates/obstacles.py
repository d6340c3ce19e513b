"""Why nothing reaches a goal, and what could be relaxed."""

from collections import defaultdict
from dataclasses import dataclass

from hatangso.errors import Message
from hatangso.model.build_plan import LeftOutReason
from hatangso.model.demand import Demand, Goal
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.years.goal_needs import Target, reach_of

__all__ = ["Obstacle", "obstacles_to"]


@dataclass(frozen=True)
class Obstacle:
    """One reason why a part of a goal cannot be reached.

    Attributes:
        amount: How much of the goal's measure it keeps out.
        places: Where, in order of identifier; empty where works exclude each other, so
            that some could be served but not all at once.
        advice: What stands in the way, and what could be relaxed.
    """

    amount: int
    places: tuple[str, ...]
    advice: Message


def obstacles_to(problem: BuildProblem, target: Target) -> tuple[Obstacle, ...]:
    """Return what keeps a goal from being reached in full, the largest first.

    Money and years are left aside, and the goal is looked at for itself.
    """
    goal = target.goal
    groups: dict[LeftOutReason, list[Demand]] = defaultdict(list)
    for one, reason in _lost(problem):
        if goal.weight_of(one):
            groups[reason].append(one)
    found = [_obstacle(goal, reason, demands) for reason, demands in groups.items()]
    wanting = target.before + int(target.weight.sum())
    rivalry = wanting - sum(one.amount for one in found) - target.reachable
    if rivalry > 0:
        found.append(_rivalry(rivalry))
    return tuple(sorted(found, key=lambda one: (-one.amount, one.advice.text)))


def _lost(problem: BuildProblem) -> list[tuple[Demand, LeftOutReason]]:
    """Return the demands that nothing can serve, each with the reason."""
    reach = reach_of(problem)
    within, tied, served = set[str](), set[str](), set[str]()
    for work in problem.works:
        within.update(work.covers)
        tied.update(work.covers if work.id in reach.tied else ())
        served.update(work.covers if work.id in reach.allowed else ())
    lost = []
    for one in problem.wanting:
        if one.id in served:
            continue
        reason = LeftOutReason.NO_CANDIDATE
        if one.id in tied:
            reason = LeftOutReason.RULE
        elif one.id in within:
            reason = LeftOutReason.NO_TIE
        lost.append((one, reason))
    return lost


def _obstacle(goal: Goal, reason: LeftOutReason, demands: list[Demand]) -> Obstacle:
    text = (
        "only works that spacing, protection or a fixed work rules out reach {count}"
        " places: relax the rule there or fix another work"
    )
    if reason is LeftOutReason.NO_CANDIDATE:
        text = (
            "no work that may be built is in range of {count} places: forbid less,"
            " allow more kinds of work, higher masts, or masts in more places"
        )
    elif reason is LeftOutReason.NO_TIE:
        text = (
            "the works for {count} places cannot be tied to the network: draw or join"
            " their roads, allow longer drops and hops, or satellite"
        )
    return Obstacle(
        amount=sum(goal.weight_of(one) for one in demands),
        places=tuple(sorted(one.place_id for one in demands)),
        advice=Message(text, {"count": len(demands)}),
    )


def _rivalry(amount: int) -> Obstacle:
    text = (
        "works that exclude each other cannot all be built: relax the spacing, or let"
        " more services stand on one mast"
    )
    return Obstacle(amount, (), Message(text))
