"""Laws that hold for every question over services, years and links."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from build_examples import build_problems, work
from hatangso.errors import InfeasibleError
from hatangso.model.build_plan import BuildPlan
from hatangso.planning.build_plans import cost_curve, plan_cheapest, plan_under_budget
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.build_verifier import faults_of

LAWS = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def cheapest(problem: BuildProblem) -> BuildPlan | None:
    try:
        return plan_cheapest(problem)
    except InfeasibleError:
        return None


def best(problem: BuildProblem) -> BuildPlan | None:
    try:
        return plan_under_budget(problem)
    except InfeasibleError:
        return None


@LAWS
@given(build_problems())
def test_every_plan_passes_the_second_look(problem: BuildProblem) -> None:
    for plan in (cheapest(problem), best(problem)):
        if plan is not None:
            assert faults_of(plan, problem) == []
            assert plan.gap_ratio == 0 or plan.objective == 0


@LAWS
@given(build_problems(), st.integers(1, 40))
def test_more_money_never_serves_fewer(problem: BuildProblem, more_vnd: int) -> None:
    less = best(problem)
    richer = replace(
        problem,
        budgets_vnd=tuple(
            None if one is None else one + more_vnd for one in problem.budgets_vnd
        ),
    )
    if less is not None:
        more = best(richer)
        assert more is not None
        assert more.objective >= less.objective


@LAWS
@given(build_problems(), st.data())
def test_more_to_choose_from_never_costs_more(
    problem: BuildProblem, data: st.DataObject
) -> None:
    # A share that is asked of all that can be reached would grow with the works.
    goals = tuple(one for one in problem.goals if one.ratio is not None)
    problem = replace(problem, goals=goals)
    plan = cheapest(problem)
    ids = [one.id for one in problem.demand]
    covers = sorted(data.draw(st.sets(st.sampled_from(ids), min_size=1)))
    extra = work("extra", data.draw(st.integers(1, 30)), *covers)
    more = cheapest(replace(problem, works=(*problem.works, extra)))
    if plan is not None:
        assert more is not None
        assert more.cost_vnd <= plan.cost_vnd


@LAWS
@given(build_problems(), st.integers(0, 60), st.integers(0, 60))
def test_splitting_money_over_years_never_helps(
    problem: BuildProblem, first_vnd: int, second_vnd: int
) -> None:
    goals = tuple(replace(one, year=1) for one in problem.goals)
    fixed = tuple(replace(one, year=None) for one in problem.fixed)
    together = replace(
        problem, years=(1,), budgets_vnd=(first_vnd + second_vnd,),
        goals=goals, fixed=fixed,
    )  # fmt: skip
    split = replace(
        together,
        years=(1, 2),
        budgets_vnd=(first_vnd, second_vnd),
        goals=tuple(replace(one, year=2) for one in goals),
    )
    one, other = best(together), best(split)
    if other is not None:
        assert one is not None
        assert one.objective >= other.objective
    cheap, split_cheap = cheapest(together), cheapest(split)
    if split_cheap is not None:
        assert cheap is not None
        assert cheap.cost_vnd <= split_cheap.cost_vnd


@LAWS
@given(build_problems())
def test_what_a_budget_reaches_costs_no_more_than_it(problem: BuildProblem) -> None:
    rich = best(problem)
    plan = cheapest(problem)
    assert (rich is None) == (plan is None)
    if rich is not None and plan is not None:
        assert plan.cost_vnd <= rich.cost_vnd


@LAWS
@given(build_problems())
def test_the_same_question_has_the_same_answer(problem: BuildProblem) -> None:
    turned = replace(
        problem,
        demand=problem.demand[::-1],
        works=problem.works[::-1],
        links=problem.links[::-1],
    )
    assert best(problem) == best(problem) == best(turned)
    assert cheapest(problem) == cheapest(turned)


@LAWS
@given(build_problems(), st.integers(2, 6))
def test_the_curve_rises_with_its_money(problem: BuildProblem, points: int) -> None:
    problem = replace(problem, weights={})
    try:
        curve = cost_curve(problem, points=points)
    except InfeasibleError:
        return
    people = [point.people for point in curve]
    assert people == sorted(people)
    assert all(point.cost_vnd <= point.budget_vnd for point in curve)
    assert all(point.gap_ratio < 0.002 for point in curve)
