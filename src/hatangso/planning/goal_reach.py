"""Which goals nothing reaches, and why."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from hatangso.errors import Message
from hatangso.model.build_plan import LeftOutReason
from hatangso.model.demand import Demand, Goal
from hatangso.model.goal_reach import Obstacle, UnreachableGoal
from hatangso.model.work import Work
from hatangso.planning.binary_program import Effort
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.goal_needs import Target, goal_targets, reach_of
from hatangso.planning.network_instance import NetworkInstance

__all__ = ["unreachable_goals"]


def unreachable_goals(
    problem: BuildProblem,
    *,
    excluded: Iterable[Work] = (),
    effort: Effort | None = None,
) -> tuple[UnreachableGoal, ...]:
    """Return the goals that ask for more than all works together give, and why.

    Money and years are left aside, and each goal is looked at for itself: goals that
    can be reached one by one may still exclude each other.

    Args:
        problem: What is asked.
        excluded: Works that spacing or protection kept out of the problem.
        effort: When the solver may stop early where works exclude each other.
    """
    targets = goal_targets(problem, NetworkInstance.of(problem), effort=effort)
    reasons = _reasons(problem, excluded)
    return tuple(
        UnreachableGoal(
            goal=target.goal,
            total=target.total,
            before=target.before,
            reachable=target.reachable,
            most=target.most,
            needed=target.needed,
            obstacles=_obstacles(problem, target, reasons),
        )
        for target in targets
        if target.needed > target.reachable
    )


def _reasons(
    problem: BuildProblem, excluded: Iterable[Work]
) -> dict[str, LeftOutReason]:
    """Return why each demand that nothing can serve stays out."""
    reach = reach_of(problem)
    within, tied, served = set[str](), set[str](), set[str]()
    for work in problem.works:
        within.update(work.covers)
        tied.update(work.covers if work.id in reach.tied else ())
        served.update(work.covers if work.id in reach.allowed else ())
    forbidden = {demand for work in excluded for demand in work.covers}
    reasons = {}
    for one in problem.wanting:
        if one.id in served:
            continue
        if one.id in tied or one.id in forbidden:
            reasons[one.id] = LeftOutReason.RULE
        elif one.id in within:
            reasons[one.id] = LeftOutReason.NO_TIE
        else:
            reasons[one.id] = LeftOutReason.NO_CANDIDATE
    return reasons


def _obstacles(
    problem: BuildProblem, target: Target, reasons: dict[str, LeftOutReason]
) -> tuple[Obstacle, ...]:
    goal = target.goal
    groups: dict[LeftOutReason, list[Demand]] = defaultdict(list)
    for one in problem.wanting:
        if one.id in reasons and goal.weight_of(one):
            groups[reasons[one.id]].append(one)
    found = [_obstacle(goal, reason, demands) for reason, demands in groups.items()]
    wanting = int(np.sum(target.weight))
    kept_out = sum(one.amount for one in found)
    rivalry = target.before + wanting - kept_out - target.reachable
    if rivalry > 0:
        found.append(_rivalry(rivalry))
    unknown = [
        one for one in problem.demand if one.id in problem.unknown
        if goal.weight_of(one)
    ]  # fmt: skip
    if unknown:
        found.append(_obstacle(goal, None, unknown))
    return tuple(sorted(found, key=lambda one: (-one.amount, one.advice.text)))


def _obstacle(
    goal: Goal, reason: LeftOutReason | None, demands: list[Demand]
) -> Obstacle:
    if reason is LeftOutReason.NO_CANDIDATE:
        text = (
            "no work is in range of {count} places: allow more kinds of work, higher"
            " masts, or masts in more places"
        )
    elif reason is LeftOutReason.NO_TIE:
        text = (
            "the works for {count} places cannot be tied to the network: allow longer"
            " hops, satellite, or fibre along more roads"
        )
    elif reason is LeftOutReason.RULE:
        text = (
            "only works that spacing, protection or a fixed work rules out reach"
            " {count} places: relax the rule there or fix another work"
        )
    else:
        text = (
            "the coverage of {count} places is not known, so they do not count: add"
            " terrain or measurements there"
        )
    return Obstacle(
        reason=reason,
        amount=sum(goal.weight_of(one) for one in demands),
        demands=tuple(sorted(one.id for one in demands)),
        advice=Message(text, {"count": len(demands)}),
    )


def _rivalry(amount: int) -> Obstacle:
    text = (
        "works that exclude each other cannot all be built: relax the spacing, or let"
        " more services stand on one mast"
    )
    return Obstacle(LeftOutReason.RULE, amount, (), Message(text))
