"""Say what to build: the cheapest plan for a goal, the best one for a budget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import shapely

from hatangso.documents.answers import PLAN_LAYERS
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.coverage_tables import read_coverage
from hatangso.io.plan_files import write_curve, write_items, write_plans
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.coverage import REACHED_LEVELS, CoverageLevel, PointCoverage
from hatangso.model.place import Locality
from hatangso.model.plan import Candidate, Plan
from hatangso.model.province import Province
from hatangso.model.site import Technology
from hatangso.planning.candidates import propose_candidates, with_covers
from hatangso.planning.plan import cost_curve, plan_cheapest, plan_under_budget
from hatangso.planning.problem import Demand, PlanningProblem
from hatangso.planning.siting import Spacing, spacing_conflicts
from hatangso.radio.reach import Transmitter, reach
from hatangso.workflows import coverage as coverage_step
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.manifest import about
from hatangso.workflows.progress import Progress

__all__ = [
    "PLAN_FILE",
    "STEP",
    "PlanRequest",
    "PlanSummary",
    "input_files",
    "plan_build_out",
]

STEP = "plan"
PLAN_FILE = "plan.json"
_COVERAGE_FILE = "locality_coverage.csv"
_PERCENT = 100
# A budget is asked for in round amounts.
_BUDGET_STEP_VND = 100_000_000


@dataclass(frozen=True)
class PlanRequest:
    """What is asked.

    Attributes:
        technology: The service to bring to people.
        operator: Whose coverage and whose money; empty for any operator's.
        goal_percent: Share of the people whose coverage is known; None asks for all
            that can be reached, unless a budget is given.
        budget_vnd: Money that may be spent, above 0; None asks no such question.
        with_half_budget: Whether to ask too what half of the cheapest plan's money
            buys.
    """

    technology: Technology
    operator: str = ""
    goal_percent: float | None = None
    budget_vnd: int | None = None
    with_half_budget: bool = False


@dataclass(frozen=True)
class PlanSummary:
    """The plans, and where they lie."""

    plans: tuple[Plan, ...]
    candidates: int
    synthetic_layers: tuple[str, ...]
    results: Path


def input_files(inputs: ProvinceInputs, results: ResultsDirectory) -> list[Path]:
    """Return the files that a plan rests on."""
    return [*inputs.files, results.path / _COVERAGE_FILE]


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
        NotFoundError: Its coverage is not computed yet, or no such operator is there.
        StaleResultError: Its coverage belongs to other inputs.
        InvalidInputError: The directory has errors, the budget is not above zero, or
            the goal is no share.
        InfeasibleError: No plan reaches the goal.
    """
    _require_sense(request)
    inputs = load_province(directory)
    results = ResultsDirectory.of(directory)
    results.require_fresh(coverage_step.STEP, inputs=inputs.files)
    _require_operator(inputs.province, request.operator)
    read = results.fingerprint(input_files(inputs, results))
    coverages = read_coverage(results.path / _COVERAGE_FILE)
    progress.start("candidates and what they would reach", 1)
    problem = _problem(inputs, coverages, request)
    progress.advance(1)
    plans = _answers(problem, request, progress)
    synthetic = inputs.province.synthetic_layers(*PLAN_LAYERS)
    with results.staging() as folder:
        write_plans(folder / PLAN_FILE, plans, synthetic_layers=synthetic)
        places = [item.candidate for plan in plans for item in plan.items]
        communes = _communes_of(places, inputs.province)
        write_items(folder / "plan.csv", plans, communes, synthetic_layers=synthetic)
        write_curve(
            folder / "cost_curve.csv", plans[0].curve, synthetic_layers=synthetic
        )
        results.publish(
            folder,
            STEP,
            inputs=read,
            parameters={
                "technology": request.technology,
                "operator": request.operator,
                "goal_percent": request.goal_percent,
                "budget_vnd": request.budget_vnd,
            },
            about=about(inputs.province),
            finished_at=now.isoformat(timespec="seconds"),
        )
    return PlanSummary(
        plans=tuple(plans),
        candidates=len(problem.candidates),
        synthetic_layers=synthetic,
        results=results.path,
    )


def _require_sense(request: PlanRequest) -> None:
    """Check the numbers of a request before anything is read."""
    goal = request.goal_percent
    if goal is not None and not 0 <= goal <= _PERCENT:
        raise InvalidInputError(
            "the goal must lie between 0 and 100 %; it is {value:g} %", value=goal
        )
    if request.budget_vnd is not None and request.budget_vnd <= 0:
        raise InvalidInputError(
            "the budget must be above zero; it is {value} đồng",
            value=request.budget_vnd,
        )


def _require_operator(province: Province, operator: str) -> None:
    known = sorted({service.operator for service in province.services})
    if operator and operator not in known:
        raise NotFoundError(
            "no operator is called {operator}; there are: {known}",
            operator=operator,
            known=", ".join(known),
        )


def _problem(
    inputs: ProvinceInputs, coverages: Sequence[PointCoverage], request: PlanRequest
) -> PlanningProblem:
    """Return the planning problem with what each candidate would reach."""
    province = inputs.province
    of_technology = [c for c in coverages if c.technology is request.technology]
    covered = {c.point_id for c in of_technology if _is_covered(c, request.operator)}
    unknown = {
        c.point_id
        for c in of_technology
        if c.level is CoverageLevel.UNKNOWN and c.point_id not in covered
    }
    wanting = [
        locality
        for locality in province.localities
        if locality.id not in covered | unknown
    ]
    candidates = propose_candidates(
        province,
        inputs.terrain,
        technology=request.technology,
        uncovered=[locality.id for locality in wanting],
        costs=inputs.costs,
        siting=inputs.siting,
        operator=request.operator or None,
    )
    useful = _with_reach(inputs, candidates, wanting, request.technology)
    return PlanningProblem(
        technology=request.technology,
        demand=tuple(Demand(one.id, one.people) for one in province.localities),
        covered=frozenset(covered),
        unknown=frozenset(unknown),
        candidates=useful,
        conflicts=spacing_conflicts(useful, Spacing(province.communes, inputs.siting)),
    )


def _is_covered(coverage: PointCoverage, operator: str) -> bool:
    """Return whether a locality has the service, of one operator or of any."""
    if operator:
        return operator in coverage.operators
    return coverage.level in REACHED_LEVELS


def _with_reach(
    inputs: ProvinceInputs,
    candidates: Sequence[Candidate],
    wanting: Sequence[Locality],
    technology: Technology,
) -> tuple[Candidate, ...]:
    """Return the candidates that would reach somebody, with whom."""
    found = reach(
        inputs.terrain,
        [
            Transmitter(one.lon_deg, one.lat_deg, one.antenna_height_m, technology)
            for one in candidates
        ],
        wanting,
        parameters=inputs.radio,
        refractivity_gradient_n_per_km=inputs.province.refractivity_gradient_n_per_km,
    )
    ids = [locality.id for locality in wanting]
    return with_covers(candidates, ids, found.is_reached)


def _answers(
    problem: PlanningProblem, request: PlanRequest, progress: Progress
) -> list[Plan]:
    """Answer each question asked; the first answer carries the cost curve."""
    progress.start("the best plans, with their proof", 3)
    plans = []
    if request.goal_percent is not None or request.budget_vnd is None:
        goal_ratio = None
        if request.goal_percent is not None:
            goal_ratio = request.goal_percent / _PERCENT
        plans.append(plan_cheapest(problem, goal_ratio=goal_ratio))
    progress.advance(1)
    budget_vnd = request.budget_vnd
    if budget_vnd is None and request.with_half_budget and plans[0].cost_vnd:
        half_vnd = plans[0].cost_vnd // 2 // _BUDGET_STEP_VND * _BUDGET_STEP_VND
        budget_vnd = max(half_vnd, _BUDGET_STEP_VND)
    if budget_vnd is not None:
        plans.append(plan_under_budget(problem, budget_vnd=budget_vnd))
    progress.advance(2)
    plans[0] = replace(plans[0], curve=cost_curve(problem))
    progress.advance(3)
    return plans


def _communes_of(
    candidates: Sequence[Candidate], province: Province
) -> Mapping[str, str]:
    """Return the name of the commune in which each candidate stands."""
    if not candidates:
        return {}
    tree = shapely.STRtree([commune.geometry for commune in province.communes])
    points = shapely.points([(one.lon_deg, one.lat_deg) for one in candidates])
    found, commune = tree.query(points, predicate="intersects")
    names = np.array([unit.name_vi for unit in province.communes], dtype=object)
    return {
        candidates[i].id: str(names[j])
        for i, j in sorted(zip(found.tolist(), commune.tolist(), strict=True))
    }
