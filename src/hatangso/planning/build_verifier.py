"""A second look at a plan over years, as simple as can be.

It shares no arithmetic with the optimiser: sets and sums over what the problem says,
one rule after the other.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hatangso.model.build_plan import (
    BuildPlan,
    GoalOutcome,
    LeftOut,
    LeftOutReason,
    PlanQuestion,
)
from hatangso.model.demand import Demand
from hatangso.model.work import NETWORK, Link, Work, WorkKind
from hatangso.planning.build_problem import BuildProblem

__all__ = ["faults_of"]

_ROUTES = (WorkKind.FIBRE, WorkKind.MICROWAVE, WorkKind.SATELLITE)


def faults_of(plan: BuildPlan, problem: BuildProblem) -> list[str]:
    """Return what a plan says or does against its problem; nothing when it is right.

    What only explains (alternatives, remedies, what binds, the curve) is not looked at.

    Args:
        plan: The plan.
        problem: What was asked.

    Returns:
        One line for every fault, beginning with the word for the rule: ``service``,
        ``item``, ``order``, ``conflict``, ``needs``, ``route``, ``tie``, ``cost``,
        ``budget``, ``fixed``, ``gained``, ``people``, ``goal``, ``left out`` or
        ``bound``.
    """
    look = _Look(plan, problem)
    return [
        *_faults_of_items(look),
        *_faults_of_routes(look),
        *_faults_of_ties(look),
        *_faults_of_money(look),
        *_faults_of_fixed(look),
        *_faults_of_gains(look),
        *_faults_of_people(look),
        *_faults_of_goals(look),
        *_faults_of_left_out(look),
        *_faults_of_proof(look),
    ]


@dataclass
class _Look:
    plan: BuildPlan
    problem: BuildProblem

    def __post_init__(self) -> None:
        """Sort what both say into sets."""
        plan, problem = self.plan, self.problem
        self.offered = {work.id: work for work in problem.works}
        self.links = {link.id: link for link in problem.links}
        self.demand = {one.id: one for one in problem.demand}
        self.works = [item for item in plan.items if item.work.kind not in _ROUTES]
        self.routes = [item for item in plan.items if item.work.kind in _ROUTES]
        self.year_of = {item.work.id: item.year for item in self.works}
        self.wanting = set(self.demand) - problem.covered - problem.unknown

    def served(self, year: int) -> set[str]:
        """Return whom the works serve newly by the end of a year."""
        built = (item.work for item in self.works if item.year <= year)
        return {one for work in built for one in work.covers} & self.wanting

    def excluded(self) -> set[str]:
        """Return the works that exclude one that is built."""
        pairs = self.problem.conflicts
        found = {other for one, other in pairs if one in self.year_of}
        return found | {one for one, other in pairs if other in self.year_of}


def _faults_of_items(look: _Look) -> list[str]:
    plan, problem, faults = look.plan, look.problem, []
    if plan.services != problem.services:
        faults.append("service: others are planned than were asked for")
    counts = Counter(item.work.id for item in plan.items)
    faults += [f"item: {one} is built {n} times" for one, n in counts.items() if n > 1]
    for item in look.works:
        if look.offered.get(item.work.id) != item.work:
            faults.append(f"item: {item.work.id} is not offered like that")
        needed = item.work.needs
        if needed and look.year_of.get(needed, item.year + 1) > item.year:
            faults.append(f"needs: {item.work.id} stands before {needed}")
    faults += [
        f"item: {item.work.id} is built in {item.year}"
        for item in plan.items
        if item.year not in problem.years
    ]
    years = [item.year for item in plan.items]
    if years != sorted(years):
        faults.append("order: the years of the items do not rise")
    for one, other in problem.conflicts:
        if one in look.year_of and other in look.year_of:
            faults.append(f"conflict: {one} and {other} exclude each other")
    return faults


def _faults_of_routes(look: _Look) -> list[str]:
    faults = []
    used = Counter(one for item in look.routes for one in item.work.links)
    faults += [f"route: link {one} lies in {n}" for one, n in used.items() if n > 1]
    for item in look.routes:
        route = item.work
        links = [look.links[one] for one in route.links if one in look.links]
        if route.id in look.offered:
            faults.append(f"route: {route.id} is the name of a work")
        if not links or len(links) != len(route.links):
            faults.append(f"route: {route.id} has links that are not offered")
            continue
        if {link.kind for link in links} != {route.kind}:
            faults.append(f"route: {route.id} is not of the kind of its links")
        if route.cost_vnd != sum(link.cost_vnd for link in links):
            faults.append(f"route: {route.id} costs other than its links")
        if abs(route.length_m - sum(link.length_m for link in links)) > 1:
            faults.append(f"route: {route.id} is not as long as its links")
        if route.node not in _ends(links):
            faults.append(f"route: {route.id} does not lead to {route.node}")
        for link in links:
            if link.needs and look.year_of.get(link.needs, item.year + 1) > item.year:
                faults.append(f"needs: {route.id} stands before {link.needs}")
    return faults


def _ends(links: Iterable[Link]) -> set[str]:
    """Return where a walk along links may end; nowhere when they do not join."""
    at: set[str] | None = None
    for link in links:
        onward = {link.end} if at is None or link.start in at else set()
        if link.is_two_way and (at is None or link.end in at):
            onward.add(link.start)
        at = onward
    return at or set()


def _faults_of_ties(look: _Look) -> list[str]:
    faults = []
    there = [
        link
        for link in look.problem.links
        if not (link.cost_vnd or link.length_m or link.needs)
    ]
    for year in look.problem.years:
        built = [
            look.links[one]
            for item in look.routes
            if item.year <= year
            for one in item.work.links
            if one in look.links
        ]
        tied = _tied_nodes([*there, *built])
        faults += [
            f"tie: {item.work.id} hangs on nothing in {year}"
            for item in look.plan.items
            if item.year <= year and item.work.node not in tied
        ]
    return faults


def _tied_nodes(links: Collection[Link]) -> set[str]:
    """Return the nodes that can be walked to from the network."""
    onward: dict[str, set[str]] = defaultdict(set)
    for link in links:
        onward[link.start].add(link.end)
        if link.is_two_way:
            onward[link.end].add(link.start)
    tied, new = {NETWORK}, {NETWORK}
    while new:
        new = {end for start in new for end in onward[start]} - tied
        tied |= new
    return tied


def _faults_of_money(look: _Look) -> list[str]:
    plan, problem, faults = look.plan, look.problem, []
    cost_vnd = sum(item.work.cost_vnd for item in plan.items)
    if cost_vnd != plan.cost_vnd:
        faults.append(f"cost: the items cost {cost_vnd}, not {plan.cost_vnd}")
    if tuple(one.year for one in plan.years) != problem.years:
        return [*faults, "budget: other years are planned than were asked for"]
    if tuple(one.budget_vnd for one in plan.years) != problem.budgets_vnd:
        faults.append("budget: the money of the years is not what was given")
    purse_vnd = 0
    for year, budget_vnd in zip(plan.years, problem.budgets_vnd, strict=True):
        spent_vnd = sum(i.work.cost_vnd for i in plan.items if i.year == year.year)
        if spent_vnd != year.cost_vnd:
            faults.append(f"cost: {year.year} costs {spent_vnd}, not {year.cost_vnd}")
        if budget_vnd is None:
            continue
        purse_vnd = budget_vnd + (purse_vnd if problem.carries_over else 0)
        if spent_vnd > purse_vnd:
            faults.append(f"budget: {spent_vnd} of {purse_vnd} is spent in {year.year}")
        purse_vnd -= spent_vnd
    return faults


def _faults_of_fixed(look: _Look) -> list[str]:
    faults = []
    for fixed in look.problem.fixed:
        year = look.year_of.get(fixed.work_id)
        if year is None:
            faults.append(f"fixed: {fixed.work_id} is not built")
        elif fixed.year not in (None, year):
            faults.append(f"fixed: {fixed.work_id} is built in {year}")
    fixed_ids = {one.work_id for one in look.problem.fixed}
    faults += [
        f"fixed: {item.work.id} is marked {item.is_fixed}"
        for item in look.plan.items
        if item.is_fixed != (item.work.id in fixed_ids)
    ]
    return faults


def _faults_of_gains(look: _Look) -> list[str]:
    faults: list[str] = []
    reached: set[str] = set()
    for item in look.plan.items:
        new = (set(item.work.covers) & look.wanting) - reached
        reached |= new
        if new != set(item.gained) or len(item.gained) != len(new):
            faults.append(f"gained: {item.work.id} adds {sorted(new)}")
        if item.gained_people != sum(look.demand[one].people for one in new):
            faults.append(f"gained: people of {item.work.id}")
    return faults


def _faults_of_people(look: _Look) -> list[str]:
    plan, problem, faults = look.plan, look.problem, []
    names = [service.name for service in problem.services]
    if [one.service for one in plan.outcomes] != list(problem.services):
        return ["people: not one outcome for each service"]
    end = look.served(problem.years[-1])
    for outcome in plan.outcomes:
        name = outcome.service.name
        unknown = _counts(look, name, problem.unknown)
        known = _counts(look, name, set(look.demand) - problem.unknown)
        before = _counts(look, name, problem.covered)
        after = _counts(look, name, problem.covered | end)
        people, places = zip(before, after, known, unknown, strict=True)
        if people != (
            outcome.people_before,
            outcome.people_after,
            outcome.people_total,
            outcome.people_unknown,
        ):
            faults.append(f"people: {people} with {name}")
        if places != (
            outcome.places_before,
            outcome.places_after,
            outcome.places_total,
            outcome.places_unknown,
        ):
            faults.append(f"people: {places} places with {name}")
    for year in plan.years:
        with_it = problem.covered | look.served(year.year)
        now = tuple(_counts(look, name, with_it)[0] for name in names)
        if now != year.people:
            faults.append(f"people: {now} at the end of {year.year}")
    return faults


def _counts(look: _Look, service: str, ids: Iterable[str]) -> tuple[int, int]:
    """Return people and places of a service among demands."""
    found = [look.demand[one] for one in ids if look.demand[one].service == service]
    return sum(one.people for one in found), len(found)


def _faults_of_goals(look: _Look) -> list[str]:
    goals = look.problem.goals
    if [one.goal for one in look.plan.goals] != [*goals, *look.problem.watched]:
        return ["goal: not one outcome for each goal"]
    faults = [f for one in look.plan.goals for f in _faults_of_goal(look, one)]
    faults += [
        f"goal: {one.after} of {one.needed} by {one.goal.year}"
        for one in look.plan.goals[: len(goals)]
        if not one.is_met
    ]
    return faults


def _faults_of_goal(look: _Look, outcome: GoalOutcome) -> list[str]:
    goal, problem, faults = outcome.goal, look.problem, []

    def amount(ids: Iterable[str]) -> int:
        return sum(goal.weight_of(look.demand[one]) for one in ids)

    total = amount(set(look.demand) - problem.unknown)
    before = amount(problem.covered)
    after = before + amount(look.served(goal.year))
    if (outcome.total, outcome.before, outcome.after) != (total, before, after):
        faults.append(f"goal: {before} before, {after} after, {total} in all")
    if outcome.goal.ratio is not None:
        asked = Fraction(Decimal(str(float(outcome.goal.ratio)))) * total
        if not outcome.needed - 1 < asked <= outcome.needed:
            faults.append(f"goal: {float(asked)} is needed, not {outcome.needed}")
    elif outcome.needed > outcome.reachable:
        faults.append(f"goal: {outcome.needed} cannot be reached")
    offered = {one for work in problem.works for one in work.covers} & look.wanting
    if not after <= outcome.reachable <= before + amount(offered):
        faults.append(f"goal: {outcome.reachable} is not what can be reached")
    return faults


def _faults_of_left_out(look: _Look) -> list[str]:
    missed = look.wanting - look.served(look.problem.years[-1])
    said = [one.demand_id for one in look.plan.left_out]
    if sorted(said) != sorted(missed):
        return [f"left out: {sorted(missed)}"]
    everywhere = _tied_nodes(look.problem.links)
    excluded = look.excluded()
    open_links = [link for link in look.problem.links if link.needs not in excluded]
    in_reach = _tied_nodes(open_links)
    return [
        f"left out: {one.demand_id} for {one.reason}"
        for one in look.plan.left_out
        if not _is_reason(look, one, (everywhere, in_reach), excluded)
    ]


def _is_reason(
    look: _Look, one: LeftOut, tied: tuple[set[str], set[str]], excluded: set[str]
) -> bool:
    demand = look.demand[one.demand_id]
    everywhere, in_reach = tied
    works = [work for work in look.problem.works if demand.id in work.covers]
    tying = [work for work in works if _nodes(look, work) <= everywhere]
    standing = [
        work
        for work in tying
        if not {work.id, work.needs} & excluded and _nodes(look, work) <= in_reach
    ]
    if not tying or not works:
        right = LeftOutReason.NO_TIE if works else LeftOutReason.NO_CANDIDATE
        return one.reason is right
    if one.reason is LeftOutReason.RULE:
        return not standing
    if one.reason is LeftOutReason.BUDGET:
        return bool(standing) and _is_wanted(look, demand)
    has_limit = None not in look.problem.budgets_vnd
    is_short = bool(standing) and has_limit and _is_wanted(look, demand)
    return one.reason is LeftOutReason.NOT_NEEDED and not is_short


def _nodes(look: _Look, work: Work) -> set[str]:
    needed = look.offered.get(work.needs)
    return {work.node} if needed is None else {work.node, needed.node}


def _is_wanted(look: _Look, demand: Demand) -> bool:
    weight = look.problem.weights.get(demand.service, 1)
    is_scarce = look.plan.question is PlanQuestion.BEST_UNDER_BUDGET
    return is_scarce and weight * demand.people > 0


def _faults_of_proof(look: _Look) -> list[str]:
    plan, problem = look.plan, look.problem
    if plan.question is PlanQuestion.CHEAPEST:
        is_right, value = plan.bound <= plan.objective, plan.cost_vnd
    else:
        new = [look.demand[one] for one in look.served(problem.years[-1])]
        value = sum(problem.weights.get(one.service, 1) * one.people for one in new)
        is_right = plan.bound >= plan.objective
    faults = []
    if plan.objective != value:
        faults.append(f"bound: the objective is {value}, not {plan.objective}")
    if not is_right:
        faults.append(f"bound: {plan.objective} passes the bound {plan.bound}")
    gap = 0.0
    if plan.objective:
        gap = abs(plan.objective - plan.bound) / plan.objective
    if abs(gap - plan.gap_ratio) > 1e-12:  # noqa: PLR2004 - what rounding leaves
        faults.append(f"bound: the gap is {gap}, not {plan.gap_ratio}")
    return faults
