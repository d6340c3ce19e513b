"""What a plan's goals and budgets cost: who binds, and at what price.

All is told from the plan at hand by dropping and exchanging single items, so every
saving is one that can be had: the best plan without a goal may save still more.
"""

from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from hatangso.errors import Message
from hatangso.model.build_plan import BuildPlan, GoalOutcome, PlanQuestion
from hatangso.model.demand import Measure
from hatangso.planning.reasons.additions import Additions
from hatangso.planning.reasons.standing import Part, Standing
from hatangso.units import IntArray

__all__ = ["binding_budgets", "binding_goals"]

_BILLION = 1_000_000_000


def binding_goals(
    plan: BuildPlan, standing: Standing
) -> tuple[tuple[GoalOutcome, ...], tuple[Message, ...]]:
    """Return a plan's goals with what binds, and a sentence for each that does.

    A goal binds when some item that nobody has fixed serves this goal alone: dropping
    it would break no other goal and save money; under a budget, when the money that it
    sets free would serve more people elsewhere. Goals that are only watched never bind.
    """
    drops = _Drops(plan, standing)
    is_cheapest = plan.question is PlanQuestion.CHEAPEST
    goals, notes = [], []
    for at, outcome in enumerate(plan.goals):
        if at not in drops.accounts:
            goals.append(outcome)
            continue
        note = _saving_without(at, drops) if is_cheapest else _gain_without(at, drops)
        goals.append(replace(outcome, is_binding=note is not None))
        notes += [] if note is None else [note]
    return tuple(goals), tuple(notes)


def binding_budgets(plan: BuildPlan, standing: Standing) -> tuple[Message, ...]:
    """Return a sentence when the budgets of some years hold works back.

    The money of a year binds when what is left of it does not pay for the cheapest
    item that comes later.
    """
    year_of = _year_of(plan, standing)
    spent = list(accumulate(one.cost_vnd for one in plan.years))
    given = list(accumulate(one.budget_vnd or 0 for one in plan.years))
    tight = []
    for at, year in enumerate(plan.years):
        if year.budget_vnd is None:
            break
        left_vnd = year.budget_vnd - year.cost_vnd
        if standing.problem.carries_over:
            left_vnd = given[at] - spent[at]
        later = [
            part.cost_vnd
            for option, part in standing.parts.items()
            if year_of[option] > year.year
        ]
        if later and min(later) > left_vnd:
            tight.append(year.year)
    if not tight:
        return ()
    text = "with more money in {years}, works that come later could be built sooner"
    return (Message(text, {"years": ", ".join(map(str, tight))}),)


@dataclass(frozen=True, eq=False)
class _Account:
    """One goal as the items of the plan serve it.

    Attributes:
        weight: What each demand counts for it, shape (demand,).
        counts: How many items built in time cover each demand, shape (demand,).
        spare: How much more is served than the goal asks for.
    """

    year: int
    weight: IntArray
    counts: IntArray
    spare: int


class _Drops:
    """What each item means to each goal."""

    def __init__(self, plan: BuildPlan, standing: Standing) -> None:
        self.plan, self.standing = plan, standing
        self.year_of = _year_of(plan, standing)
        fixed = set(standing.instance.fixed.tolist())
        self.parts = {k: p for k, p in standing.parts.items() if k not in fixed}
        self.accounts = {
            at: self._account(outcome)
            for at, outcome in enumerate(plan.goals)
            if outcome.goal in standing.problem.goals
        }
        self.broken = {
            option: {
                at
                for at, account in self.accounts.items()
                if self.loss(part, account)[0] > account.spare
            }
            for option, part in self.parts.items()
        }

    def only_for(self, goal: int) -> dict[int, Part]:
        """Return the parts whose loss would break one goal and no other."""
        return {k: p for k, p in self.parts.items() if self.broken[k] == {goal}}

    def loss(self, part: Part, account: _Account) -> tuple[int, IntArray, IntArray]:
        """Return a goal's loss with a part, and how often that covers which demand."""
        cover = self.standing.instance.cover
        in_time = [o for o in part.options.tolist() if self.year_of[o] <= account.year]
        rows = [cover.demands_of(option) for option in in_time]
        demands, times = np.unique(np.concatenate([[], *rows]), return_counts=True)
        demands = demands.astype(np.int64)
        is_lost = account.counts[demands] == times
        return int(account.weight[demands[is_lost]].sum()), demands, times

    def _account(self, outcome: GoalOutcome) -> _Account:
        standing, goal = self.standing, outcome.goal
        wanting = standing.problem.wanting
        in_time = np.zeros(standing.is_built.size, dtype=np.int64)
        for option in standing.built.tolist():
            in_time[option] = self.year_of[option] <= goal.year
        return _Account(
            year=goal.year,
            weight=np.array([goal.weight_of(one) for one in wanting], dtype=np.int64),
            counts=np.asarray(standing.instance.cover.by_demand @ in_time),
            spare=max(0, outcome.after - outcome.needed),
        )


def _year_of(plan: BuildPlan, standing: Standing) -> dict[int, int]:
    years = {item.work.id: item.year for item in plan.items}
    works = standing.problem.ordered_works
    return {one: years[works[one].id] for one in standing.built.tolist()}


def _saving_without(goal: int, drops: _Drops) -> Message | None:
    """Return what could be saved without a goal; None when nothing is found."""
    only = drops.only_for(goal)
    if not only:
        return None
    dearest = max(only, key=lambda one: (_price(only[one], goal, drops), -one))
    part = only[dearest]
    values = {
        "saved_bn": _dropped_vnd(goal, drops) / _BILLION,
        "work": drops.standing.problem.ordered_works[dearest].id,
        "step_bn": part.cost_vnd / _BILLION,
        "amount": drops.loss(part, drops.accounts[goal])[0],
    }
    return _saving_note(drops.plan.goals[goal], values)


def _price(part: Part, goal: int, drops: _Drops) -> float:
    return part.cost_vnd / drops.loss(part, drops.accounts[goal])[0]


def _dropped_vnd(goal: int, drops: _Drops) -> int:
    """Return what is saved by dropping, one by one, what no other goal needs."""
    others = [one for at, one in drops.accounts.items() if at != goal]
    counts = [one.counts.copy() for one in others]
    spare = [one.spare for one in others]
    saved_vnd = 0
    only = drops.only_for(goal)
    for option in sorted(only, key=lambda one: (-only[one].cost_vnd, one)):
        part = only[option]
        now = [replace(one, counts=c) for one, c in zip(others, counts, strict=True)]
        losses = [drops.loss(part, one) for one in now]
        if any(loss > left for (loss, *_), left in zip(losses, spare, strict=True)):
            continue
        saved_vnd += part.cost_vnd
        for at, (loss, demands, times) in enumerate(losses):
            spare[at] -= loss
            counts[at][demands] -= times
    return saved_vnd


def _gain_without(goal: int, drops: _Drops) -> Message | None:
    """Return what one exchange would gain without a goal; None when none is found."""
    standing, best = drops.standing, (0, 0, 0)
    left_vnd = _left_vnd(drops.plan, carries_over=standing.problem.carries_over)
    for option, part in drops.only_for(goal).items():
        gain, other = _best_exchange(standing, part, left_vnd + part.cost_vnd)
        best = max(best, (gain, -option, -other))
    gain, option, other = best[0], -best[1], -best[2]
    if gain <= 0:
        return None
    works, outcome = standing.problem.ordered_works, drops.plan.goals[goal]
    text = (
        "the goal for {service} ({year}) costs people: without it the same money would"
        " serve at least {people} more, with {other} in place of {work}"
    )
    values = {
        "service": outcome.goal.service,
        "year": outcome.goal.year,
        "people": gain,
        "other": works[other].id,
        "work": works[option].id,
    }
    return Message(text, values)


def _best_exchange(standing: Standing, part: Part, money_vnd: int) -> tuple[int, int]:
    """Return the people gained by the work of most worth in a part's place, and it."""
    cover = standing.instance.cover
    additions = Additions(standing, part)
    served = standing.served - np.asarray(cover.covers[part.options].sum(axis=0))
    is_open, is_lost = served == 0, (served == 0) & (standing.served > 0)
    worth = cover.covers @ (cover.people * is_open) - cover.people[is_lost].sum()
    people = cover.covers @ (standing.people * is_open) - standing.people[is_lost].sum()
    is_affordable = additions.cost_vnd <= money_vnd
    possible = np.flatnonzero(is_affordable & (worth > 0) & (people > 0))
    for option in possible[np.argsort(-worth[possible], kind="stable")].tolist():
        addition = additions.of(option)
        if addition is not None and addition.cost_vnd <= money_vnd:
            return int(people[option]), option
    return 0, 0


def _left_vnd(plan: BuildPlan, *, carries_over: bool) -> int:
    """Return the money that is left for one more item."""
    left = [(one.budget_vnd or 0) - one.cost_vnd for one in plan.years]
    return max(0, sum(left) if carries_over else max(left))


def _saving_note(outcome: GoalOutcome, values: dict[str, object]) -> Message:
    goal = outcome.goal
    ratio = goal.ratio
    if ratio is None:
        ratio = outcome.needed / outcome.total
    shown = {"service": goal.service, "year": goal.year, "percent": 100 * ratio}
    if goal.measure is Measure.PEOPLE:
        text = (
            "the goal of {percent:.4g} % of the people with {service} ({year}) costs"
            " money: without it at least {saved_bn:.2f} billion đồng would be saved;"
            " the dearest step, {work}, takes {step_bn:.2f} billion đồng for {amount}"
            " people"
        )
    elif goal.measure is Measure.HOUSEHOLDS:
        text = (
            "the goal of {percent:.4g} % of the households with {service} ({year})"
            " costs money: without it at least {saved_bn:.2f} billion đồng would be"
            " saved; the dearest step, {work}, takes {step_bn:.2f} billion đồng for"
            " {amount} households"
        )
    elif goal.measure is Measure.LOCALITIES:
        text = (
            "the goal of {percent:.4g} % of the villages with {service} ({year})"
            " costs money: without it at least {saved_bn:.2f} billion đồng would be"
            " saved; the dearest step, {work}, takes {step_bn:.2f} billion đồng for"
            " {amount} villages"
        )
    elif goal.measure is Measure.ROAD_KM:
        text = (
            "the goal of {percent:.4g} % of the roads with {service} ({year}) costs"
            " money: without it at least {saved_bn:.2f} billion đồng would be saved;"
            " the dearest step, {work}, takes {step_bn:.2f} billion đồng for {amount}"
            " m"
        )
    else:
        text = (
            "the goal of {percent:.4g} % of the facilities with {service} ({year})"
            " costs money: without it at least {saved_bn:.2f} billion đồng would be"
            " saved; the dearest step, {work}, takes {step_bn:.2f} billion đồng for"
            " {amount} facilities"
        )
    return Message(text, shown | values)
