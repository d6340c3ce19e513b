"""The proposal for funding, made of a kept plan with its proof and its cost curve."""

from collections.abc import Sequence

from hatangso.documents.kinds.funding_proposal import (
    FundingFacts,
    HoleFact,
    compose_funding_proposal,
)
from hatangso.documents.kinds.funding_tables import CurveFact, YearFact
from hatangso.documents.kinds.plan_costs import span_of_years
from hatangso.documents.kinds.plan_figures import curve_chart
from hatangso.documents.kinds.plan_proof import ProofFact
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.plan_answers import more_money_words
from hatangso.documents.whereabouts import within
from hatangso.errors import Message, NotFoundError, StaleResultError
from hatangso.language import format_date, format_number
from hatangso.model.build_plan import BuildPlan, PlanQuestion
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.provenance import Reality
from hatangso.model.site import Technology
from hatangso.workflows.assess import uncovered
from hatangso.workflows.documents.document_kind import (
    DocumentKind,
    DocumentRequest,
    Parameter,
)
from hatangso.workflows.documents.plan_reading import (
    asked_years,
    department_name,
    goal_facts,
    plan_costs,
    plan_marks,
    plan_of,
    scenario_options,
    service_facts,
)
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.documents.target_reading import base_titles, target_facts

__all__ = ["KIND"]

_LARGEST = 3


def _make(facts: ProvinceFacts, request: DocumentRequest) -> OfficialDocument:
    asked = request.parameters
    answer = plan_of(facts, asked.get("scenario", ""))
    plan, province = answer.plan, facts.inputs.province
    years = asked_years(answer, "")
    more = more_money_words(answer.marginal).vi if answer.marginal else ""
    costs = plan_costs(answer, province, years, facts.records("task"))
    curve = _curve(plan)
    return compose_funding_proposal(
        FundingFacts(
            issuer=request.issuer,
            period=span_of_years(years),
            department=department_name(request.issuer),
            bases=base_titles(facts.targets.standings),
            holes=_holes(facts, plan),
            targets=target_facts(facts),
            services=service_facts(plan, years),
            goals=goal_facts(plan, years),
            costs=costs,
            years=_years(plan),
            proof=_proof(answer),
            curve=curve,
            chart=curve_chart(curve, costs),
            more_money=more,
            marks=plan_marks(answer),
            parameters=dict(asked),
        )
    )


def _holes(facts: ProvinceFacts, plan: BuildPlan) -> tuple[HoleFact, ...]:
    """Return who lacks the mobile technologies that the plan speaks of."""
    try:
        coverages = facts.coverage.localities
    except (NotFoundError, StaleResultError):
        return ()
    asked = dict.fromkeys(one.technology for one in plan.services if one.technology)
    return tuple(_hole(facts, coverages, one) for one in asked)


def _hole(
    facts: ProvinceFacts, coverages: Sequence[PointCoverage], technology: Technology
) -> HoleFact:
    province = facts.inputs.province
    localities = {one.id: one for one in province.localities}
    communes = {one.code: one.name_vi for one in province.communes}
    lacking = [
        localities[x.point_id] for x in uncovered(coverages, province, technology)
    ]
    is_made_up = province.synthetic_layers(*province.computed_layers)
    return HoleFact(
        technology=str(technology),
        places=len(lacking),
        people=sum(one.people for one in lacking),
        unknown=sum(
            one.technology is technology and one.level is CoverageLevel.UNKNOWN
            for one in coverages
        ),
        largest=tuple(
            f"{one.name}, {within(communes.get(one.commune_code, ''))}"
            f" ({format_number(one.people)} người)"
            for one in lacking[:_LARGEST]
        ),
        reality=Reality.SYNTHETIC if is_made_up else Reality.DERIVED,
        period=format_date(province.data_date),
    )


def _people_before(plan: BuildPlan) -> int:
    return sum(one.people_before for one in plan.outcomes)


def _years(plan: BuildPlan) -> tuple[YearFact, ...]:
    before = _people_before(plan)
    return tuple(
        YearFact(one.year, one.cost_vnd, sum(one.people) - before)
        for one in plan.years
        if one.people
    )


def _curve(plan: BuildPlan) -> tuple[CurveFact, ...]:
    """Return the points of the curve by cost, without who is served today."""
    people = _people_before(plan)
    places = sum(one.places_before for one in plan.outcomes)
    points = {
        CurveFact(one.cost_vnd, one.people - people, one.places - places)
        for one in plan.curve
    }
    return tuple(sorted(points, key=lambda one: (one.cost_vnd, one.people)))


def _proof(answer: PlanAnswer) -> ProofFact:
    plan = answer.plan
    weights = set(answer.scenario.weights.values())
    return ProofFact(
        is_cheapest=plan.question is PlanQuestion.CHEAPEST,
        objective=plan.objective,
        bound=plan.bound,
        is_weighed=bool(weights - {1}),
        budget_vnd=plan.budget_vnd,
        studied_works=answer.studied_works,
    )


KIND = DocumentKind(
    code="funding_proposal",
    order=8,
    title=Message("Proposal for funding"),
    help=Message(
        "The department asks the committee for a plan's money: what each part buys, how"
        " good the plan is proven to be, what less money would do."
    ),
    make=_make,
    parameters=(
        Parameter(
            "scenario",
            Message("Scenario"),
            Message("The plan whose money is asked for."),
            scenario_options,
        ),
    ),
)
