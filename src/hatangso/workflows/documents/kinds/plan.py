"""The plan for digital infrastructure, made of a kept plan and the targets."""

from hatangso.documents.kinds.plan import compose_plan
from hatangso.documents.kinds.plan_costs import span_of_years
from hatangso.documents.kinds.plan_facts import PlanFacts
from hatangso.documents.kinds.plan_figures import cost_chart, works_map
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.errors import Message
from hatangso.workflows.documents.document_kind import (
    DocumentKind,
    DocumentRequest,
    Parameter,
)
from hatangso.workflows.documents.plan_reading import (
    asked_years,
    department_name,
    goal_facts,
    left_out_facts,
    other_tasks,
    period_options,
    plan_costs,
    plan_marks,
    plan_of,
    scenario_options,
    service_facts,
)
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.documents.target_reading import (
    base_titles,
    target_facts,
    value_facts,
)

__all__ = ["KIND", "PLAN_PARAMETERS"]

PLAN_PARAMETERS = (
    Parameter(
        "scenario",
        Message("Scenario"),
        Message("The plan whose works the document lists."),
        scenario_options,
    ),
    Parameter(
        "period",
        Message("Period"),
        Message("All years of the plan, or one of them."),
        period_options,
    ),
)


def _make(facts: ProvinceFacts, request: DocumentRequest) -> OfficialDocument:
    asked = request.parameters
    answer = plan_of(facts, asked.get("scenario", ""))
    years = asked_years(answer, asked.get("period", ""))
    province = facts.inputs.province
    records = facts.records("task")
    costs = plan_costs(answer, province, years, records)
    marks = plan_marks(answer)
    return compose_plan(
        PlanFacts(
            issuer=request.issuer,
            period=span_of_years(years),
            department=department_name(request.issuer),
            bases=base_titles(facts.targets.standings),
            values=value_facts(facts),
            targets=target_facts(facts),
            costs=costs,
            goals=goal_facts(answer.plan, years),
            services=service_facts(answer.plan, years),
            tasks=other_tasks(answer, province, years, records),
            left_out=left_out_facts(answer.plan, province),
            marks=marks,
            map=works_map(answer.plan, province, years, marks),
            chart=cost_chart(costs),
            parameters=dict(asked),
        )
    )


KIND = DocumentKind(
    code="plan",
    order=1,
    title=Message("Plan for digital infrastructure"),
    help=Message(
        "The plan that the committee issues: targets, tasks, money, who does what."
    ),
    make=_make,
    parameters=PLAN_PARAMETERS,
)
