from collections.abc import Callable
from dataclasses import replace

import pytest

from build_examples import SERVICES, fibre, hop, mast, place, share, valley, work
from hatangso.model.build_plan import (
    BuildItem,
    BuildPlan,
    LeftOut,
    LeftOutReason,
    PlanQuestion,
)
from hatangso.model.demand import Measure
from hatangso.model.work import NETWORK, WorkKind
from hatangso.planning.build_plans import plan_cheapest, plan_under_budget
from hatangso.planning.build_problem import BuildProblem, FixedWork
from hatangso.planning.build_verifier import faults_of

# Nothing of X is needed: a rival of U1, a loose place, and a link to spoil plans with.
EXTRA_WORKS = (
    work("R1", 150, "4G:near"),
    work("LOOSE", 5, "fibre:hut", node="nowhere"),
)
BASE = valley()
PROBLEM = replace(
    BASE,
    demand=(*BASE.demand, place("fibre", "hut", 30)),
    works=(*BASE.works, *EXTRA_WORKS),
    links=(*BASE.links, fibre("l4", "A", "B", 400)),
    conflicts=(("U1", "R1"), ("LOOSE", "FX")),
    goals=(
        share("4G", 0.9, 2027),
        share("fibre", None, 2027, measure=Measure.FACILITIES),
    ),
    years=(2026, 2027),
    budgets_vnd=(400, 600),
    fixed=(FixedWork("U1", 2026),),
)
PLAN = plan_cheapest(PROBLEM)
RICH = plan_under_budget(PROBLEM)


def at(plan: BuildPlan, work_id: str) -> int:
    return [item.work.id for item in plan.items].index(work_id)


def changed(plan: BuildPlan, work_id: str, **changes: object) -> BuildPlan:
    """Return the plan with one item changed and all sums as they were."""
    place = at(plan, work_id)
    item = replace(plan.items[place], **changes)  # type: ignore[arg-type]
    return replace(plan, items=(*plan.items[:place], item, *plan.items[place + 1 :]))


def reworked(plan: BuildPlan, work_id: str, **changes: object) -> BuildPlan:
    work = replace(plan.items[at(plan, work_id)].work, **changes)  # type: ignore[arg-type]
    return changed(plan, work_id, work=work)


def without(plan: BuildPlan, work_id: str) -> BuildPlan:
    place = at(plan, work_id)
    return replace(plan, items=(*plan.items[:place], *plan.items[place + 1 :]))


def moved(plan: BuildPlan, work_id: str, year: int) -> BuildPlan:
    """Return the plan with an item in another year, in its order and its sums."""
    plan = changed(plan, work_id, year=year)
    items = tuple(sorted(plan.items, key=lambda item: item.year))
    years = tuple(
        replace(
            one,
            cost_vnd=sum(i.work.cost_vnd for i in items if i.year == one.year),
        )
        for one in plan.years
    )
    return replace(plan, items=items, years=years)


def more(plan: BuildPlan, work: str, year: int = 2027) -> BuildPlan:
    """Return the plan with one more work, its money in step."""
    offered = {one.id: one for one in PROBLEM.works}
    item = BuildItem(offered[work], year)
    cost_vnd = plan.cost_vnd + item.work.cost_vnd
    *before, last = plan.years
    last = replace(last, cost_vnd=last.cost_vnd + item.work.cost_vnd)
    return replace(
        plan, items=(*plan.items, item), cost_vnd=cost_vnd, objective=float(cost_vnd),
        bound=float(cost_vnd), years=(*before, last),
    )  # fmt: skip


def first_year(plan: BuildPlan, **changes: object) -> BuildPlan:
    year = replace(plan.years[0], **changes)  # type: ignore[arg-type]
    return replace(plan, years=(year, *plan.years[1:]))


def goal(plan: BuildPlan, **changes: object) -> BuildPlan:
    first = replace(plan.goals[0], **changes)  # type: ignore[arg-type]
    return replace(plan, goals=(first, *plan.goals[1:]))


def outcome(plan: BuildPlan, **changes: object) -> BuildPlan:
    first = replace(plan.outcomes[0], **changes)  # type: ignore[arg-type]
    return replace(plan, outcomes=(first, *plan.outcomes[1:]))


def excused(plan: BuildPlan, demand: str, reason: LeftOutReason) -> BuildPlan:
    left = tuple(
        LeftOut(one.demand_id, reason) if one.demand_id == demand else one
        for one in plan.left_out
    )
    return replace(plan, left_out=left)


def test_the_plans_that_are_to_be_spoilt_are_right() -> None:
    assert faults_of(PLAN, PROBLEM) == []
    assert faults_of(RICH, PROBLEM) == []
    assert [item.work.id for item in PLAN.items] == [
        "U1", "F-0001", "F-0002", "FA", "F-0003", "MB", "EB4",
    ]  # fmt: skip
    assert {one.reason for one in PLAN.left_out} == {
        LeftOutReason.NO_CANDIDATE, LeftOutReason.NO_TIE, LeftOutReason.NOT_NEEDED,
    }  # fmt: skip


SPOILT: list[tuple[Callable[[BuildPlan], BuildPlan], str]] = [
    (lambda plan: replace(plan, services=SERVICES[::-1]), "service"),
    (lambda plan: reworked(plan, "U1", cost_vnd=99), "item"),
    (lambda plan: reworked(plan, "U1", covers=("4G:near", "4G:lost")), "item"),
    (lambda plan: reworked(plan, "MB", node=NETWORK), "item"),
    (lambda plan: reworked(plan, "U1", id="U2"), "item"),
    (lambda plan: more(plan, "U1"), "item"),
    (lambda plan: moved(plan, "FA", 2028), "item"),
    (lambda plan: replace(plan, items=plan.items[::-1]), "order"),
    (lambda plan: more(plan, "R1"), "conflict"),
    (lambda plan: without(plan, "MB"), "needs"),
    (lambda plan: moved(plan, "EB4", 2026), "needs"),
    (lambda plan: reworked(plan, "F-0001", cost_vnd=1), "route"),
    (lambda plan: reworked(plan, "F-0001", length_m=1.0), "route"),
    (lambda plan: reworked(plan, "F-0001", links=("l1", "l9")), "route"),
    (lambda plan: reworked(plan, "F-0001", links=()), "route"),
    (lambda plan: reworked(plan, "F-0001", links=("l1", "l1")), "route"),
    (lambda plan: reworked(plan, "F-0001", kind=WorkKind.MICROWAVE), "route"),
    (lambda plan: reworked(plan, "F-0001", node="B"), "route"),
    (lambda plan: reworked(plan, "F-0001", id="EA4"), "route"),
    (lambda plan: reworked(plan, "F-0003", links=("h1",), cost_vnd=90,
                           length_m=9_000, kind=WorkKind.MICROWAVE), "needs"),
    (lambda plan: without(plan, "F-0001"), "tie"),
    (lambda plan: moved(plan, "F-0002", 2027), "tie"),
    (lambda plan: more(plan, "LOOSE"), "tie"),
    (lambda plan: replace(plan, cost_vnd=plan.cost_vnd - 1), "cost"),
    (lambda plan: first_year(plan, cost_vnd=0), "cost"),
    (lambda plan: first_year(plan, budget_vnd=10_000), "budget"),
    (lambda plan: first_year(plan, year=2025), "budget"),
    (lambda plan: moved(plan, "MB", 2026), "budget"),
    (lambda plan: moved(plan, "U1", 2027), "fixed"),
    (lambda plan: without(plan, "U1"), "fixed"),
    (lambda plan: changed(plan, "U1", is_fixed=False), "fixed"),
    (lambda plan: changed(plan, "MB", is_fixed=True), "fixed"),
    (lambda plan: changed(plan, "U1", gained=("4G:here", "4G:near")), "gained"),
    (lambda plan: changed(plan, "U1", gained_people=700), "gained"),
    (lambda plan: changed(plan, "MB", gained=("4G:far",)), "gained"),
    (lambda plan: outcome(plan, people_after=1_101), "people"),
    (lambda plan: outcome(plan, people_before=0), "people"),
    (lambda plan: outcome(plan, people_total=2_040), "people"),
    (lambda plan: outcome(plan, people_unknown=0), "people"),
    (lambda plan: outcome(plan, places_after=9), "people"),
    (lambda plan: replace(plan, outcomes=plan.outcomes[:1]), "people"),
    (lambda plan: first_year(plan, people=(0, 0, 0)), "people"),
    (lambda plan: goal(plan, needed=900), "goal"),
    (lambda plan: goal(plan, after=1_140), "goal"),
    (lambda plan: goal(plan, total=1_000), "goal"),
    (lambda plan: goal(plan, reachable=2_000), "goal"),
    (lambda plan: goal(plan, reachable=800), "goal"),
    (lambda plan: replace(plan, goals=plan.goals[1:]), "goal"),
    (lambda plan: replace(plan, goals=(replace(plan.goals[0], needed=1_140),
                                       plan.goals[1])), "goal"),
    (lambda plan: replace(plan, left_out=plan.left_out[1:]), "left out"),
    (lambda plan: replace(plan, left_out=(*plan.left_out, LeftOut(
        "4G:dark", LeftOutReason.NO_CANDIDATE))), "left out"),
    (lambda plan: excused(plan, "4G:lost", LeftOutReason.NO_TIE), "left out"),
    (lambda plan: excused(plan, "fibre:hut", LeftOutReason.NO_CANDIDATE), "left out"),
    (lambda plan: excused(plan, "5G-100:upper", LeftOutReason.RULE), "left out"),
    (lambda plan: excused(plan, "5G-100:upper", LeftOutReason.BUDGET), "left out"),
    (lambda plan: replace(plan, bound=plan.bound + 1), "bound"),
    (lambda plan: replace(plan, objective=plan.objective - 1), "bound"),
    (lambda plan: replace(plan, gap_ratio=0.01), "bound"),
    (lambda plan: replace(plan, question=PlanQuestion.BEST_UNDER_BUDGET), "bound"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "rule"), SPOILT)
def test_a_spoilt_plan_is_found_out(
    spoil: Callable[[BuildPlan], BuildPlan], rule: str
) -> None:
    faults = faults_of(spoil(PLAN), PROBLEM)

    assert any(fault.startswith(f"{rule}: ") for fault in faults)


def asked(**changes: object) -> BuildProblem:
    return replace(PROBLEM, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("problem", "rule"),
    [
        (asked(budgets_vnd=(269, 900)), "budget"),
        (asked(carries_over=False, budgets_vnd=(400, 599)), "budget"),
        (asked(conflicts=(("U1", "EB4"),)), "conflict"),
        (asked(fixed=(FixedWork("EA4", None),)), "fixed"),
        (asked(unknown=frozenset({"4G:near"})), "gained"),
        (asked(goals=(share("4G", 0.95, 2026), PROBLEM.goals[1])), "goal"),
        (asked(links=PROBLEM.links[1:]), "route"),
        (asked(links=tuple(one for one in PROBLEM.links if one.id != "l3")), "route"),
        (asked(works=(*PROBLEM.works, mast("F-0001", 1, "A"))), "route"),
        (asked(works=(*PROBLEM.works, work("new", 1, "4G:lost"))), "left out"),
    ],
)
def test_a_plan_for_another_question_is_found_out(
    problem: BuildProblem, rule: str
) -> None:
    assert any(fault.startswith(f"{rule}: ") for fault in faults_of(PLAN, problem))


def test_a_goal_that_is_only_watched_may_be_missed() -> None:
    problem = replace(PROBLEM, watched=(share("5G-100", 0.5, 2026),))
    plan = plan_cheapest(problem)

    assert plan.items == PLAN.items
    assert (plan.goals[2].after, plan.goals[2].is_met) == (0, False)
    assert faults_of(plan, problem) == []
    told_wrong = replace(plan.goals[2], after=300)
    spoilt = replace(plan, goals=(*plan.goals[:2], told_wrong))
    assert any(fault.startswith("goal: ") for fault in faults_of(spoilt, problem))
    bound = replace(problem, goals=(*PROBLEM.goals, *problem.watched), watched=())
    assert any(fault.startswith("goal: ") for fault in faults_of(plan, bound))


def test_an_early_goal_that_is_met_late_is_found_out() -> None:
    early = replace(PROBLEM, goals=(share("4G", 0.9, 2026), PROBLEM.goals[1]))
    said = replace(PLAN.goals[0], goal=early.goals[0])

    faults = faults_of(replace(PLAN, goals=(said, PLAN.goals[1])), early)

    assert any(fault.startswith("goal: ") for fault in faults)


def test_a_hop_that_leaves_its_own_end_is_no_tie() -> None:
    problem = replace(
        BASE,
        works=(mast("MA", 300, "A"), mast("MB", 1, "B"), *BASE.works[2:4]),
        links=(hop("h0", NETWORK, "B", 5), hop("back", "A", "B", 5, needs="MA")),
        goals=(),
    )
    plan = plan_under_budget(replace(problem, budgets_vnd=(10_000,)))

    assert plan.items == ()
    assert {one.reason for one in plan.left_out} >= {LeftOutReason.NO_TIE}


def test_left_out_for_want_of_money_is_told_of_budgets_only() -> None:
    poor = replace(PROBLEM, goals=(), fixed=(), budgets_vnd=(50, 50))
    plan = plan_under_budget(poor)

    assert faults_of(plan, poor) == []
    spoilt = excused(plan, "4G:upper", LeftOutReason.NOT_NEEDED)
    assert any(fault.startswith("left out") for fault in faults_of(spoilt, poor))
