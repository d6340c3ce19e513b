"""What a kept plan, the targets and the register give to documents on a plan."""

from collections.abc import Iterable, Mapping
from datetime import date

from hatangso.documents.kinds.plan_annexes import LeftOutPlace, RegisterTask
from hatangso.documents.kinds.plan_costs import PlanCosts, PlannedTask, PlannedWork
from hatangso.documents.kinds.plan_effects import GoalFact, ServiceFact
from hatangso.documents.official.issuer import Issuer
from hatangso.documents.plan_bundles import Bundle, plan_bundles
from hatangso.documents.plan_left_out import left_out_places
from hatangso.documents.plan_rows import goal_aim
from hatangso.documents.plan_tasks import shipped_funding
from hatangso.documents.plan_words import (
    KIND_WORDS,
    is_calendar_year,
    service_name,
    service_names,
    work_phrase,
)
from hatangso.documents.report_content import Text
from hatangso.documents.whereabouts import OUTSIDE, Whereabouts, within
from hatangso.errors import InvalidInputError, StaleResultError
from hatangso.io.results_directory import ResultsDirectory
from hatangso.language import Language, sort_key, translate
from hatangso.model.build_plan import BuildPlan, GoalOutcome
from hatangso.model.demand import Measure
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.plan_task import PlanTask
from hatangso.model.provenance import Reality
from hatangso.model.province import Province
from hatangso.model.record import Record
from hatangso.units import KM_PER_M
from hatangso.workflows.documents.document_kind import Option
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.plan import kept_answer, kept_plans
from hatangso.workflows.plan_request import DEFAULT_NAME
from hatangso.workflows.register.plan_adoption import coded_tasks

__all__ = [
    "WHOLE_PERIOD",
    "asked_years",
    "department_name",
    "goal_facts",
    "left_out_facts",
    "other_tasks",
    "period_options",
    "plan_costs",
    "plan_marks",
    "plan_of",
    "scenario_options",
    "scenario_title",
    "service_facts",
]

WHOLE_PERIOD = "all"
_OVER = frozenset({"done", "stopped"})
_UNITS = {
    Measure.PEOPLE: "người",
    Measure.HOUSEHOLDS: "hộ",
    Measure.LOCALITIES: "điểm dân cư",
    Measure.FACILITIES: "công trình",
    Measure.ROAD_KM: "km",
}


def scenario_options(facts: ProvinceFacts) -> tuple[Option, ...]:
    """Return the scenarios that have a plan which still holds, the usual one first."""
    options = []
    for name in _names(facts):
        try:
            answer = _answer(facts, name)
        except StaleResultError:
            continue
        options.append(Option(name, scenario_title(answer)))
    return tuple(options)


def period_options(facts: ProvinceFacts) -> tuple[Option, ...]:
    """Return the whole period, then each calendar year of the plans that hold."""
    years: set[int] = set()
    for one in scenario_options(facts):
        years.update(_answer(facts, one.value).scenario.years)
    return (
        Option(WHOLE_PERIOD, "Cả thời kỳ của phương án"),
        *(Option(str(y), f"Năm {y}") for y in sorted(years) if is_calendar_year(y)),
    )


def _names(facts: ProvinceFacts) -> list[str]:
    kept = kept_plans(ResultsDirectory.of(facts.directory))
    return sorted(kept, key=lambda name: (name != DEFAULT_NAME, name))


def _answer(facts: ProvinceFacts, name: str) -> PlanAnswer:
    return kept_answer(facts.inputs, ResultsDirectory.of(facts.directory), name)


def plan_of(facts: ProvinceFacts, name: str) -> PlanAnswer:
    """Return the plan of a scenario; of no name the usual one's.

    Raises:
        NotFoundError: There is no plan of this name.
        StaleResultError: It belongs to other inputs.
    """
    return _answer(facts, name or DEFAULT_NAME)


def scenario_title(answer: PlanAnswer) -> str:
    """Return what people call a scenario."""
    return answer.scenario.title_vi or answer.scenario.name


def asked_years(answer: PlanAnswer, period: str) -> tuple[int, ...]:
    """Return the years that a document speaks of.

    Raises:
        InvalidInputError: The plan has no such year.
    """
    years = tuple(one.year for one in answer.plan.years)
    if period in {"", WHOLE_PERIOD}:
        return years
    if period not in {str(year) for year in years}:
        raise InvalidInputError(
            "the plan {name} has no year {year}; its years are {years}",
            name=scenario_title(answer),
            year=period,
            years=years,
        )
    return (int(period),)


def plan_costs(
    answer: PlanAnswer,
    province: Province,
    years: tuple[int, ...],
    records: Iterable[Record] = (),
) -> PlanCosts:
    """Return the tasks of a plan in some years, with all that they cost.

    Args:
        answer: The plan.
        province: Where.
        years: Of the plan; tasks of others are left out.
        records: Tasks of the register: what they say of lead, help, deadline and
            funding of an adopted task is newer than the plan.
    """
    plan = answer.plan
    bundles = plan_bundles(plan, Whereabouts(province))
    codes = list(coded_tasks(plan, province).items())
    noted = {str(one.values.get("id")): one for one in records}
    names = service_names(plan)
    budgets = {one.year: one.budget_vnd for one in plan.years}
    return PlanCosts(
        title=scenario_title(answer),
        years=years,
        budgets_vnd=tuple(budgets[year] for year in years),
        tasks=tuple(
            _task(bundle, task, noted.get(code), names)
            for bundle, (code, task) in zip(bundles, codes, strict=True)
            if bundle.year in years
        ),
        source=f"Phương án “{scenario_title(answer)}”",
        reality=Reality.SYNTHETIC if answer.synthetic_layers else Reality.DERIVED,
    )


def _task(
    bundle: Bundle, task: PlanTask, record: Record | None, names: Mapping[str, Text]
) -> PlannedTask:
    values = record.values if record else {}
    deadline = values.get("deadline")
    return PlannedTask(
        number=bundle.number,
        name=task.task,
        group=KIND_WORDS[bundle.main.kind].vi,
        lead=str(values.get("lead") or task.lead),
        cooperating=str(values.get("cooperating") or task.cooperating),
        year=bundle.year,
        deadline=deadline if isinstance(deadline, date) else task.deadline,
        funding=str(values.get("funding_source") or task.funding),
        works=tuple(
            PlannedWork(
                name=work_phrase(
                    item.work, names.get(item.work.service, Text("", ""))
                ).vi,
                kind=KIND_WORDS[item.work.kind].vi,
                cost_vnd=item.work.cost_vnd,
                people=item.gained_people,
            )
            for item in bundle.items
        ),
        place=bundle.place.vi,
        commune="" if bundle.commune == OUTSIDE else within(bundle.commune.vi),
    )


def other_tasks(
    answer: PlanAnswer,
    province: Province,
    years: tuple[int, ...],
    records: Iterable[Record],
) -> tuple[RegisterTask, ...]:
    """Return the tasks of the register that the plan has not and that are not over.

    Of a document on some years only, those that are due in them or have no deadline.
    """
    own = set(coded_tasks(answer.plan, province))
    is_part = len(years) < len(answer.plan.years)
    found = []
    for record in records:
        task = _register_task(record)
        is_due = task.deadline is None or task.deadline.year in years
        is_over = record.values.get("state") in _OVER
        if task.code not in own and not is_over and (is_due or not is_part):
            found.append(task)
    last = date.max
    return tuple(
        sorted(found, key=lambda one: (one.deadline or last, sort_key(one.name)))
    )


def _register_task(record: Record) -> RegisterTask:
    values = record.values
    deadline, budget = values.get("deadline"), values.get("budget_vnd")
    return RegisterTask(
        code=str(values.get("id") or f"#{record.id}"),
        name=str(values.get("name") or ""),
        lead=str(values.get("lead") or ""),
        cooperating=str(values.get("cooperating") or ""),
        deadline=deadline if isinstance(deadline, date) else None,
        budget_vnd=round(budget) if isinstance(budget, int | float) else None,
        funding=str(values.get("funding_source") or ""),
    )


def service_facts(plan: BuildPlan, years: tuple[int, ...]) -> tuple[ServiceFact, ...]:
    """Return what the works of some years do for each service."""
    before = tuple(one.people_before for one in plan.outcomes)
    after = tuple(one.people_after for one in plan.outcomes)
    earlier = [one for one in plan.years if one.year < years[0] and one.people]
    until = [one for one in plan.years if one.year <= years[-1] and one.people]
    starts = earlier[-1].people if earlier else before
    ends = until[-1].people if until else after
    return tuple(
        ServiceFact(
            code=one.service.name,
            name=service_name(one.service).vi,
            before=start,
            after=end,
            total=one.people_total,
            unknown=one.people_unknown,
        )
        for one, start, end in zip(plan.outcomes, starts, ends, strict=True)
    )


def goal_facts(plan: BuildPlan, years: tuple[int, ...]) -> tuple[GoalFact, ...]:
    """Return the goals of some years, roads in kilometres; of all years all goals."""
    is_part = len(years) < len(plan.years)
    asked = [one for one in plan.goals if not is_part or one.goal.year in years]
    return tuple(_goal(plan, one) for one in asked)


def _goal(plan: BuildPlan, one: GoalOutcome) -> GoalFact:
    measure = one.goal.measure
    scale = KM_PER_M if measure is Measure.ROAD_KM else 1
    return GoalFact(
        aim=goal_aim(plan, one).vi,
        unit=_UNITS[measure],
        document=one.goal.document,
        total=one.total * scale,
        before=one.before * scale,
        needed=one.needed * scale,
        after=one.after * scale,
        is_met=one.is_met,
    )


def left_out_facts(plan: BuildPlan, province: Province) -> tuple[LeftOutPlace, ...]:
    """Return who stays without what, service by service, most people first."""
    rows = left_out_places(plan, Whereabouts(province))
    order = {name.vi: at for at, name in enumerate(service_names(plan).values())}
    places = [
        LeftOutPlace(
            key=f"{one.service.vi}:{one.place_id}",
            name=one.name,
            commune="" if one.commune == OUTSIDE else one.commune.vi,
            people=one.people,
            service=one.service.vi,
            why=one.why.vi,
            remedy=one.remedy.vi,
            cost_vnd=one.cost_vnd,
        )
        for one in rows
    ]
    return tuple(sorted(places, key=lambda one: order.get(one.service, len(order))))


def plan_marks(answer: PlanAnswer) -> tuple[str, ...]:
    """Return what must be said of a plan that rests on data which are not real."""
    layers = [translate(name, Language.VI) for name in answer.synthetic_layers]
    if not layers:
        return ()
    mark = (
        f"Phương án tính trên dữ liệu mô phỏng ({', '.join(layers)}): số liệu chỉ để"
        " minh họa, phải tính lại trên dữ liệu thật trước khi ban hành."
    )
    return (mark,)


def department_name(issuer: Issuer) -> str:
    """Return the department that follows the plan, as a sentence names it."""
    usual = shipped_funding().department.vi
    if issuer.department.casefold() == usual.casefold():
        return usual
    return issuer.department.capitalize() or usual
