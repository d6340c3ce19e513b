"""A whole province: three services over three years, tied to the network.

    python benchmarks/planning/province.py [PROVINCE_DIRECTORY]

Without a directory the shipped Thái Nguyên is copied and its coverage computed first,
which takes a minute and is not counted. Four questions are asked of its example
scenario: the plan, the same with greedy choice instead of the optimiser, another budget
as a planner asks for it, and everything that is in reach without ties to the network.
Every plan is looked at a second time by the verifier. Seconds of the wall and of the
processor are for orientation; gaps and ratios count.
"""

import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from hatangso.io.scenario_files import read_scenario
from hatangso.model.build_plan import BuildPlan
from hatangso.model.demand import Goal
from hatangso.packs.catalogue import pack_directory
from hatangso.planning.build_plans import plan_cheapest
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.build_verifier import faults_of
from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.network.instance import NetworkInstance
from hatangso.planning.network.reduction import network_question
from hatangso.planning.network.search import Guide, build
from hatangso.planning.years.goal_needs import goal_targets, needs_of
from hatangso.workflows.check import load_province
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.plan import plan_build_out
from hatangso.workflows.plan_problem import ProblemMaker
from hatangso.workflows.plan_request import SCENARIO_FILE, PlanRequest
from hatangso.workflows.progress import Silent

_BILLION = 1_000_000_000
_TO_THE_END = Effort(gap_ratio=0.0, nodes=4_000)


class Watch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        """Start."""
        self._wall_s, self._processor_s = perf_counter(), process_time()

    def __str__(self) -> str:
        """Return both times."""
        wall_s = perf_counter() - self._wall_s
        processor_s = process_time() - self._processor_s
        return f"{wall_s:.1f} s ({processor_s:.1f} s of the processor)"


def measure(directory: Path) -> None:
    """Ask the four questions of a province whose coverage is computed."""
    inputs = load_province(directory)
    scenario = read_scenario(directory / SCENARIO_FILE)
    watch = Watch()
    problem = ProblemMaker(inputs, directory / "results").problem(scenario).problem
    print(
        f"problem: {len(problem.works)} works, {len(problem.links)} links,"
        f" {len(problem.wanting)} demands open, made in {watch}"
    )
    watch = Watch()
    plan = plan_cheapest(problem)
    _tell("plan over the years", plan, problem, watch)
    watch = Watch()
    greedy_vnd = _greedy_vnd(problem)
    ratio = greedy_vnd / plan.cost_vnd
    print(f"greedy choice: {greedy_vnd / _BILLION:.2f} billion, {ratio:.3f} x, {watch}")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for budget_bn in (30, 45):
        watch = Watch()
        request = PlanRequest(budget_vnd=budget_bn * _BILLION, with_curve=False)
        found = plan_build_out(directory, request, progress=Silent(), now=now)
        gap = found.answer.plan.gap_ratio
        print(f"budget of {budget_bn} billion, from files to files: {gap:.2%}, {watch}")
    residual = _without_ties(problem)
    watch = Watch()
    whole = plan_cheapest(residual, effort=_TO_THE_END)
    _tell("all in reach without ties", whole, residual, watch)


def _tell(name: str, plan: BuildPlan, problem: BuildProblem, watch: Watch) -> None:
    seconds = str(watch)
    faults = faults_of(plan, problem)
    print(
        f"{name}: {plan.cost_vnd / _BILLION:.2f} billion, gap {plan.gap_ratio:.3%},"
        f" {len(plan.items)} items, {seconds}; faults: {faults or 'none'}"
    )


def _greedy_vnd(problem: BuildProblem) -> int:
    """Return what the goals of the last year cost by greedy choice alone."""
    instance = NetworkInstance.of(problem)
    needs = needs_of(goal_targets(problem, instance))
    question = network_question(instance, needs)
    answer = build(question, Guide.of(question)) if question else None
    if answer is None:
        raise SystemExit("greedy choice finds no plan")
    return answer.cost_vnd


def _without_ties(problem: BuildProblem) -> BuildProblem:
    """Return the covering question alone: everything that anything reaches."""
    last = problem.years[-1]

    def whole(goal: Goal) -> Goal:
        return replace(goal, ratio=None, year=last)

    return replace(
        problem,
        works=tuple(replace(one, node="") for one in problem.works),
        links=(),
        goals=tuple(dict.fromkeys(whole(goal) for goal in problem.goals)),
        years=(last,),
        budgets_vnd=(None,),
    )


def main() -> None:
    """Measure the province of the command line, or the shipped one."""
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    with TemporaryDirectory() as folder:
        directory = Path(folder) / "thai_nguyen"
        shutil.copytree(pack_directory("thai_nguyen"), directory)
        now = datetime(2026, 1, 1, tzinfo=UTC)
        compute_coverage(directory, progress=Silent(), now=now)
        measure(directory)


if __name__ == "__main__":
    main()
