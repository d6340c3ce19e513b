"""What goals ask for: what is in reach is what the solver finds."""

from hypothesis import HealthCheck, given, settings

from build_examples import build_problems
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.network.instance import NetworkInstance
from hatangso.planning.years.goal_needs import goal_targets, most_within, reach_of


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(build_problems())
def test_what_is_in_reach_is_what_the_solver_finds(problem: BuildProblem) -> None:
    instance = NetworkInstance.of(problem)
    for target in goal_targets(problem, instance):
        found = most_within(instance, target.weight)
        assert found is None or found[0] == target.reachable - target.before


@settings(max_examples=60, deadline=None, derandomize=True)
@given(build_problems())
def test_free_works_exclude_nothing_and_are_allowed(problem: BuildProblem) -> None:
    reach = reach_of(problem)
    assert reach.free <= reach.allowed <= reach.tied
    for one, other in problem.conflicts:
        assert not {one, other} & reach.free or not {one, other} <= reach.allowed
