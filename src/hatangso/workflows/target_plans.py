"""What the kept plan of a province does about its targets."""

from collections.abc import Mapping
from dataclasses import dataclass

from hatangso.errors import InvalidInputError, NotFoundError, StaleResultError
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.build_plan import GoalOutcome
from hatangso.model.demand import AskedService, Measure
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.site import Technology
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.plan import kept_answer
from hatangso.workflows.plan_request import DEFAULT_NAME

__all__ = ["PlanShare", "plan_shares"]

# What a plan counts for an indicator: technology (None is fibre), measure, kinds of
# facility. A goal with classes of localities counts fewer and is not the same.
_PLANNED: Mapping[str, tuple[Technology | None, Measure, tuple[str, ...]]] = {
    "village_4g_ratio": (Technology.G4, Measure.LOCALITIES, ()),
    "village_mobile_broadband_ratio": (Technology.G4, Measure.LOCALITIES, ()),
    "village_5g_ratio": (Technology.G5, Measure.LOCALITIES, ()),
    "village_fixed_broadband_ratio": (None, Measure.LOCALITIES, ()),
    "people_4g_ratio": (Technology.G4, Measure.PEOPLE, ()),
    "people_mobile_broadband_ratio": (Technology.G4, Measure.PEOPLE, ()),
    "people_5g_ratio": (Technology.G5, Measure.PEOPLE, ()),
    "household_fibre_access_ratio": (None, Measure.HOUSEHOLDS, ()),
    "industrial_zone_5g_ratio": (
        Technology.G5,
        Measure.FACILITIES,
        ("industrial_zone",),
    ),
    "university_hospital_5g_ratio": (
        Technology.G5,
        Measure.FACILITIES,
        ("hospital", "university"),
    ),
}


@dataclass(frozen=True)
class PlanShare:
    """What a plan does for what an indicator counts.

    Attributes:
        title_vi: Of the scenario; empty when it has none.
        title_en: Likewise.
        year: At whose end ``after`` holds.
        before: Served today, in the measure of the goal (roads in metres).
        after: Served then.
        total: Of which it is known.
        service_cost_vnd: What the plan's works for this service cost; masts and
            routes that serve several services are not among them.
        plan_cost_vnd: What the whole plan costs.
        rests_on_synthetic: Whether a synthetic layer entered the plan.
    """

    title_vi: str
    title_en: str
    service: str
    measure: Measure
    year: int
    before: int
    after: int
    total: int
    service_cost_vnd: int
    plan_cost_vnd: int
    rests_on_synthetic: bool


def plan_shares(
    inputs: ProvinceInputs, results: ResultsDirectory
) -> dict[str, tuple[PlanShare, ...]]:
    """Return what the kept plan does, by indicator; nothing without a fresh plan."""
    try:
        answer = kept_answer(inputs, results, DEFAULT_NAME)
    except (InvalidInputError, NotFoundError, StaleResultError):
        return {}
    services = {one.name: one for one in answer.plan.services}
    shares: dict[str, tuple[PlanShare, ...]] = {}
    for code, asked in _PLANNED.items():
        fitting = [one for one in answer.plan.goals if _fits(one, asked, services)]
        if not fitting and not asked[2]:
            # A plan for people serves villages too; it says so by what it counts.
            people = (asked[0], Measure.PEOPLE, ())
            fitting = [one for one in answer.plan.goals if _fits(one, people, services)]
        if fitting:
            last = max(fitting, key=lambda one: (one.goal.year, one.after))
            shares[code] = (_share(answer, last),)
    return shares


def _fits(
    outcome: GoalOutcome,
    asked: tuple[Technology | None, Measure, tuple[str, ...]],
    services: Mapping[str, AskedService],
) -> bool:
    technology, measure, kinds = asked
    goal = outcome.goal
    service = services.get(goal.service)
    return (
        service is not None
        and service.technology is technology
        and goal.measure is measure
        and tuple(sorted(goal.kinds)) == kinds
        and not goal.difficulty
        and goal.grid_power is None
    )


def _share(answer: PlanAnswer, outcome: GoalOutcome) -> PlanShare:
    plan, goal = answer.plan, outcome.goal
    return PlanShare(
        title_vi=answer.scenario.title_vi,
        title_en=answer.scenario.title_en,
        service=goal.service,
        measure=goal.measure,
        year=goal.year,
        before=outcome.before,
        after=outcome.after,
        total=outcome.total,
        service_cost_vnd=sum(
            one.work.cost_vnd for one in plan.items if one.work.service == goal.service
        ),
        plan_cost_vnd=plan.cost_vnd,
        rests_on_synthetic=bool(answer.synthetic_layers),
    )
