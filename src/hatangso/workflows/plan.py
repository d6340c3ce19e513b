"""Say what to build when: the cheapest plan for goals, the best one for a budget."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from hatangso import __version__
from hatangso.documents.answers import PLAN_LAYERS
from hatangso.documents.plan_tasks import plan_tasks
from hatangso.documents.whereabouts import Whereabouts
from hatangso.errors import (
    HatangsoError,
    InfeasibleError,
    InvalidInputError,
    Message,
    NotFoundError,
    StaleResultError,
)
from hatangso.io.build_plan_files import (
    read_answer,
    write_answer,
    write_build_items,
    write_curve_points,
    write_goal_outcomes,
    write_left_out,
    write_plan_tasks,
)
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.build_plan import BuildPlan, CurvePoint
from hatangso.model.demand import Goal
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.province import Province
from hatangso.model.scenario import Aim, PlanScenario
from hatangso.model.sensitivity import Sensitivity
from hatangso.model.sharing import SharingAnswer
from hatangso.model.work import Work
from hatangso.planning.build_plans import cost_curve, plan_cheapest, plan_under_budget
from hatangso.planning.build_problem import BuildProblem
from hatangso.planning.build_verifier import faults_of
from hatangso.planning.covering.binary_program import Effort
from hatangso.planning.questions.marginal_money import marginal
from hatangso.planning.questions.sensitivity import sensitivity
from hatangso.planning.questions.sharing import what_sharing_saves
from hatangso.planning.reasons.explanations import explained
from hatangso.workflows import coverage as coverage_step
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.manifest import about
from hatangso.workflows.plan_problem import ProblemMaker, result_files
from hatangso.workflows.plan_request import DEFAULT_NAME, PlanRequest, asked_scenario
from hatangso.workflows.price_scenarios import price_scenarios
from hatangso.workflows.progress import Progress

__all__ = [
    "PlanSummary",
    "kept_answer",
    "kept_plans",
    "plan_build_out",
    "plan_file",
    "plan_step",
]


_NODES = 4_000
_MANY_COVERS = 20_000
_QUICK = Effort(gap_ratio=0.01, nodes=1)


@dataclass(frozen=True)
class PlanSummary:
    """The answer, and where it lies."""

    answer: PlanAnswer
    results: Path


def plan_step(name: str) -> str:
    """Return the step under which the plan of a scenario is kept."""
    return DEFAULT_NAME if name == DEFAULT_NAME else f"{DEFAULT_NAME}_{name}"


def plan_file(name: str) -> str:
    """Return the file that holds the plan of a scenario."""
    return f"{plan_step(name)}.json"


def kept_plans(results: ResultsDirectory) -> dict[str, str]:
    """Return the names of the scenarios that were planned, and when."""
    found = {}
    for step, entry in results.steps().items():
        is_usual = step == DEFAULT_NAME
        if is_usual or step.startswith(f"{DEFAULT_NAME}_"):
            name = step if is_usual else step.removeprefix(f"{DEFAULT_NAME}_")
            found[name] = str(entry.get("finished_at", ""))
    return found


def kept_answer(
    inputs: ProvinceInputs, results: ResultsDirectory, name: str
) -> PlanAnswer:
    """Return the answer to a scenario that was asked before.

    Raises:
        NotFoundError: It was not asked.
        StaleResultError: It belongs to other inputs.
        InvalidInputError: Its file cannot be read.
    """
    step = plan_step(name)
    if not results.has_step(step):
        raise NotFoundError(
            "there is no plan {name}: run hatangso plan with this scenario first",
            name=name,
        )
    answer = read_answer(results.path / plan_file(name))
    results.require_fresh(
        step,
        inputs=_input_files(inputs, results, answer.scenario, answer.scenario_file),
    )
    return answer


def _input_files(
    inputs: ProvinceInputs,
    results: ResultsDirectory,
    scenario: PlanScenario,
    scenario_file: str,
) -> list[Path]:
    """Return the files that a plan rests on.

    Raises:
        StaleResultError: The scenario file is gone.
    """
    files = [*inputs.files, *result_files(results.path, scenario)]
    if not scenario_file:
        return files
    asked = inputs.directory / scenario_file
    if not asked.is_file():
        raise StaleResultError(
            "{file}, which a plan answers, is gone: run hatangso plan again",
            file=scenario_file,
        )
    return [*files, asked]


def _file_within(directory: Path, file: Path | None) -> str:
    """Return the name of a scenario file below a directory; empty for one elsewhere."""
    if file is None or not file.resolve().is_relative_to(directory.resolve()):
        return ""
    return file.resolve().relative_to(directory.resolve()).as_posix()


def plan_build_out(
    directory: Path, request: PlanRequest, *, progress: Progress, now: datetime
) -> PlanSummary:
    """Plan the build-out of a province whose coverage is computed, and keep it.

    Args:
        directory: The province directory.
        request: What is asked.
        progress: Told how far it is.
        now: Time that the manifest notes.

    Raises:
        NotFoundError: Its coverage is not computed yet, or no such operator or work is
            there.
        StaleResultError: Its coverage belongs to other inputs.
        InvalidInputError: The directory or the scenario has errors.
        InfeasibleError: No plan reaches the goals.
    """
    inputs = load_province(directory)
    scenario, file = asked_scenario(inputs, request)
    scenario_file = _file_within(directory, file)
    results = ResultsDirectory.of(directory)
    results.require_fresh(coverage_step.STEP, inputs=inputs.files)
    read = results.fingerprint(_input_files(inputs, results, scenario, scenario_file))
    if request.with_sharing:
        _require_shareable(scenario)
    answer = _answer(inputs, results, scenario, request, progress)
    answer = replace(answer, scenario_file=scenario_file)
    step = plan_step(scenario.name)
    with results.staging() as folder:
        _write(folder, step, answer, inputs.province)
        results.publish(
            folder,
            step,
            inputs=read,
            parameters={
                "services": [one.name for one in scenario.services],
                "operator": scenario.operator,
                "aim": scenario.aim,
                "budgets_vnd": list(scenario.budgets_vnd),
                "goals": [_said(goal) for goal in scenario.goals],
            },
            about=about(inputs.province),
            finished_at=now.isoformat(timespec="seconds"),
        )
    return PlanSummary(answer, results.path)


def _said(goal: Goal) -> str:
    """Return a goal in one line for the manifest."""
    ratio = "all" if goal.ratio is None else f"{goal.ratio:.12g}"
    kinds = "+".join(goal.kinds)
    return f"{goal.service} {goal.measure} {kinds} {ratio} {goal.year}"


def _answer(
    inputs: ProvinceInputs,
    results: ResultsDirectory,
    scenario: PlanScenario,
    request: PlanRequest,
    progress: Progress,
) -> PlanAnswer:
    progress.start("candidates and what they would reach", 1)
    maker = ProblemMaker(inputs, results.path)
    studied = maker.problem(scenario)
    problem = studied.problem
    progress.advance(1)
    progress.start("the best plans, with their proof", 4)
    plan = _planned(problem, scenario, request.gap_ratio)
    _require_sound(plan, problem)
    plan = explained(plan, problem)
    plan = replace(plan, operator=scenario.operator)
    progress.advance(1)
    if request.with_curve:
        # The curve knows no budget, so that another one does not wait for it.
        curve = _kept_curve(inputs, results, scenario) or cost_curve(problem)
        plan = replace(plan, curve=curve)
    marginal_money = None
    if request.more_vnd is not None:
        marginal_money = marginal(problem, plan, step_vnd=request.more_vnd)
    progress.advance(2)
    sharing, notes = None, studied.notes
    if request.with_sharing:
        sharing, found = _sharing(inputs, maker, scenario, plan)
        notes += found
    progress.advance(3)
    prices = _prices(inputs, maker, scenario, plan) if request.with_prices else None
    progress.advance(4)
    return PlanAnswer(
        scenario=scenario,
        plan=plan,
        studied_works=len(problem.works),
        study_notes=notes,
        synthetic_layers=inputs.province.synthetic_layers(*PLAN_LAYERS),
        marginal=marginal_money,
        sharing=sharing,
        sensitivity=prices,
    )


def _kept_curve(
    inputs: ProvinceInputs, results: ResultsDirectory, scenario: PlanScenario
) -> tuple[CurvePoint, ...]:
    """Return the curve of an earlier answer that differs in money and aim at most."""
    try:
        kept = kept_answer(inputs, results, scenario.name)
    except HatangsoError:
        return ()
    if results.manifest().get("version") != __version__:
        return ()
    return kept.plan.curve if _moneyless(kept.scenario) == _moneyless(scenario) else ()


def _moneyless(scenario: PlanScenario) -> PlanScenario:
    return replace(
        scenario,
        aim=Aim.CHEAPEST,
        years=(1,),
        budgets_vnd=(None,),
        carries_over=True,
        must_meet_goals=False,
        title_vi="",
        title_en="",
    )


def _prices(
    inputs: ProvinceInputs,
    maker: ProblemMaker,
    scenario: PlanScenario,
    plan: BuildPlan,
) -> Sensitivity:
    """Return how the plan holds at other prices."""
    variants = price_scenarios(inputs.directory)
    problems = [
        (one.name, maker.problem(scenario, costs=one.costs).problem) for one in variants
    ]
    return sensitivity(problems, plan)


def _planned(
    problem: BuildProblem, scenario: PlanScenario, gap_ratio: float | None
) -> BuildPlan:
    effort = None if gap_ratio is None else Effort(gap_ratio, nodes=_NODES)
    if scenario.aim is Aim.CHEAPEST:
        return plan_cheapest(problem, effort=effort)
    covers = sum(len(work.covers) for work in problem.works)
    if effort is None and covers > _MANY_COVERS:
        # Who tries one budget after the other wants to see the answer at once.
        effort = _QUICK
    return plan_under_budget(problem, effort=effort)


def _require_sound(plan: BuildPlan, problem: BuildProblem) -> None:
    """Take a second look at a plan before anybody sees it.

    Raises:
        RuntimeError: The plan breaks a rule of its problem: the program is wrong.
    """
    faults = faults_of(plan, problem)
    if faults:
        msg = f"the plan does not pass its second look: {'; '.join(faults[:5])}"
        raise RuntimeError(msg)


def _sharing(
    inputs: ProvinceInputs,
    maker: ProblemMaker,
    scenario: PlanScenario,
    together: BuildPlan,
) -> tuple[SharingAnswer | None, tuple[Message, ...]]:
    """Return what sharing saves, and who alone cannot reach the goals at all."""
    operators = sorted({service.operator for service in inputs.province.services})
    alone, notes = [], []
    for operator in operators:
        own = replace(scenario, operator=operator, shares_masts=False)
        try:
            alone.append((operator, plan_cheapest(maker.problem(own).problem)))
        except InfeasibleError as error:
            text = "{operator} alone cannot reach the goals: {why}"
            notes.append(Message(text, {"operator": operator, "why": error.message}))
    sharing = what_sharing_saves(alone, together) if alone else None
    return sharing, tuple(notes)


def _require_shareable(scenario: PlanScenario) -> None:
    """Refuse to tell what sharing saves where nothing is shared or compared."""
    is_decided = scenario.fixed or scenario.forbidden
    if scenario.operator or scenario.aim is not Aim.CHEAPEST or is_decided:
        raise InvalidInputError(
            "what sharing saves is told of the cheapest plan of all operators: leave"
            " out the operator, the budget, and works that are fixed or forbidden"
        )


def _write(folder: Path, stem: str, answer: PlanAnswer, province: Province) -> None:
    plan, synthetic = answer.plan, answer.synthetic_layers
    write_answer(folder / f"{stem}.json", answer)
    communes = _communes_of((item.work for item in plan.items), province)
    write_build_items(
        folder / f"{stem}.csv", [plan], communes, synthetic_layers=synthetic
    )
    write_goal_outcomes(folder / f"{stem}_goals.csv", [plan])
    write_left_out(
        folder / f"{stem}_left_out.csv",
        [plan],
        province.localities,
        {commune.code: commune.name_vi for commune in province.communes},
    )
    write_plan_tasks(
        folder / f"{stem}_tasks.csv",
        plan_tasks(plan, province),
        synthetic_layers=synthetic,
    )
    if plan.curve:
        curve = "cost_curve" if stem == DEFAULT_NAME else f"{stem}_curve"
        write_curve_points(
            folder / f"{curve}.csv", plan.curve, synthetic_layers=synthetic
        )


def _communes_of(works: Iterable[Work], province: Province) -> dict[str, str]:
    """Return the name of the commune in which each work stands."""
    map_of = Whereabouts(province)
    return {
        work.id: map_of.commune_name(work.lon_deg, work.lat_deg).vi for work in works
    }
