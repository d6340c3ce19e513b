"""What goals ask for in whole amounts, and how much of it anything can reach."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from hatangso.model.demand import Goal
from hatangso.model.work import NETWORK, Link, Work
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.network.cover import best_network
from hatangso.planning.network.instance import Need, NetworkInstance
from hatangso.planning.years.routes import paths_to_network
from hatangso.units import IntArray

__all__ = [
    "Reach",
    "Target",
    "goal_targets",
    "most_within",
    "needs_of",
    "reach_of",
    "with_weight",
]


@dataclass(frozen=True)
class Reach:
    """Which works can be built at all.

    Attributes:
        tied: Works whose node some links could tie, and so that of what they need.
        allowed: Those of them that no fixed work excludes.
        free: Those of them that can be built whatever else is built.
    """

    tied: frozenset[str]
    allowed: frozenset[str]
    free: frozenset[str]


@dataclass(frozen=True, eq=False)
class Target:
    """A goal in whole amounts of its measure.

    Attributes:
        weight: What each wanting demand counts, shape (demand,).
        total: Amount whose coverage is known.
        before: Served today.
        reachable: The most that all works together are known to serve.
        most: No works serve more than this.
        needed: What the goal asks for.
    """

    goal: Goal
    weight: IntArray
    total: int
    before: int
    reachable: int
    most: int
    needed: int

    @property
    def need(self) -> Need:
        """What must be covered newly."""
        return Need(self.weight, max(0, self.needed - self.before))


def reach_of(problem: BuildProblem) -> Reach:
    """Return which works can be tied to the network, and which are not excluded."""
    work_of = {work.id: work for work in problem.works}
    kept = {one.work_id for one in problem.fixed}
    kept |= {work_of[one].needs for one in kept} - {""}
    rivals = {other for one, other in problem.conflicts if one in kept}
    rivals |= {one for one, other in problem.conflicts if other in kept}
    allowed = _tied_without(problem, rivals)
    torn = {
        end for pair in problem.conflicts if allowed.issuperset(pair) for end in pair
    }
    return Reach(
        tied=_tied(problem.works, problem.links),
        allowed=allowed,
        free=_tied_without(problem, rivals | torn),
    )


def _tied_without(problem: BuildProblem, away: set[str]) -> frozenset[str]:
    """Return the works that can be tied when some are not there."""
    return _tied(
        [work for work in problem.works if not away & {work.id, work.needs}],
        [link for link in problem.links if link.needs not in away],
    )


def _tied(works: Sequence[Work], links: Sequence[Link]) -> frozenset[str]:
    """Return the works that some links could tie, with what they need."""
    nodes = {NETWORK, *paths_to_network(links)}
    standing = {work.id for work in works if work.node in nodes}
    return frozenset(
        work.id
        for work in works
        if work.id in standing and (not work.needs or work.needs in standing)
    )


def goal_targets(
    problem: BuildProblem, instance: NetworkInstance, *, effort: Effort | None = None
) -> tuple[Target, ...]:
    """Return the goals in whole amounts, in their order.

    A goal without a share asks for the most that all works together can serve, besides
    the goals without a share of earlier years.
    """
    reach = reach_of(problem)
    everything_asked: list[Need] = []
    found: dict[int, Target] = {}
    for at in sorted(range(len(problem.goals)), key=lambda at: problem.goals[at].year):
        goal = problem.goals[at]
        target = _target(problem, instance, goal, reach, effort)
        if goal.ratio is None:
            asked = _most(problem, instance, target.weight, reach, effort=effort)
            if everything_asked:
                asked = _most(
                    problem,
                    instance,
                    target.weight,
                    reach,
                    effort=effort,
                    needs=everything_asked,
                )
            target = replace(target, needed=target.before + asked[0])
            everything_asked.append(target.need)
        found[at] = target
    return tuple(found[at] for at in range(len(problem.goals)))


def needs_of(targets: Iterable[Target]) -> tuple[Need, ...]:
    """Return what must be covered newly for some goals."""
    return tuple(one.need for one in targets if one.need.amount > 0)


def most_within(
    instance: NetworkInstance,
    weight: IntArray,
    *,
    needs: Sequence[Need] = (),
    budget_vnd: int | None = None,
    effort: Effort | None = None,
) -> tuple[int, int] | None:
    """Return the most of a measure that money can cover, and a limit above it.

    Args:
        instance: Works and links.
        weight: What each demand counts.
        needs: What must be covered besides.
        budget_vnd: What may be spent; None without a limit.
        effort: When to stop; by size when not given.

    Returns:
        None when the needs cannot be covered for the money.
    """
    if budget_vnd is None:
        budget_vnd = int(instance.cover.cost_vnd.sum() + instance.links.cost_vnd.sum())
    counted = with_weight(instance, weight)
    found = best_network(counted, budget_vnd=budget_vnd, needs=needs, effort=effort)
    return None if found is None else (found.objective, found.bound)


def with_weight(instance: NetworkInstance, weight: IntArray) -> NetworkInstance:
    """Return the instance with another measure in the place of people."""
    return replace(instance, cover=replace(instance.cover, people=weight))


def _target(
    problem: BuildProblem,
    instance: NetworkInstance,
    goal: Goal,
    reach: Reach,
    effort: Effort | None,
) -> Target:
    weight = np.array([goal.weight_of(one) for one in problem.wanting], dtype=np.int64)
    known = [one for one in problem.demand if one.id not in problem.unknown]
    total = sum(goal.weight_of(one) for one in known)
    before = sum(goal.weight_of(one) for one in known if one.id in problem.covered)
    reachable, most = _most(problem, instance, weight, reach, effort=effort)
    # The shortest decimal is what was meant: 0.9 of 10 people are 9, not 10.
    share = Fraction(0) if goal.ratio is None else Fraction(repr(float(goal.ratio)))
    needed = math.ceil(share * total)
    return Target(
        goal, weight, total, before, before + reachable, before + most, needed
    )


def _most(
    problem: BuildProblem,
    instance: NetworkInstance,
    weight: IntArray,
    reach: Reach,
    *,
    effort: Effort | None,
    needs: Sequence[Need] = (),
) -> tuple[int, int]:
    """Return the most that all works cover newly, and a limit above it."""
    everything = _covered_weight(problem, instance, weight, reach.allowed)
    if everything == _covered_weight(problem, instance, weight, reach.free):
        return everything, everything
    found = most_within(instance, weight, needs=needs, effort=effort)
    return (0, everything) if found is None else (found[0], min(found[1], everything))


def _covered_weight(
    problem: BuildProblem,
    instance: NetworkInstance,
    weight: IntArray,
    works: frozenset[str],
) -> int:
    """Return how much some works cover together."""
    is_there = [work.id in works for work in problem.ordered_works]
    is_covered = instance.cover.covered_by(np.flatnonzero(is_there).tolist())
    return int(weight[is_covered].sum())
