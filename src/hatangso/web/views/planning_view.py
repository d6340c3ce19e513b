"""Scenarios and their plans as pages show them; each is made once per snapshot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, TypeVar

import shapely

from hatangso.documents.plan_bundles import ROUTE_KINDS
from hatangso.documents.plan_chapter import PlanChapter, chapter_of
from hatangso.documents.plan_left_out import LeftOutRow
from hatangso.documents.plan_rows import BundleRow, ServiceGain, gap_words
from hatangso.documents.plan_rows import service_gains as gains_of
from hatangso.documents.plan_words import joined, service_name
from hatangso.documents.report_content import Text
from hatangso.errors import HatangsoError, Message, NotFoundError
from hatangso.language import fold
from hatangso.model.build_plan import BuildPlan
from hatangso.model.job import Job
from hatangso.model.plan_task import PlanTask
from hatangso.model.record import Record
from hatangso.model.scenario import Aim
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.application_state import AppState
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.workflows.plan_request import DEFAULT_NAME
from hatangso.workflows.register.plan_adoption import (
    NOT_STARTED,
    TASK_KIND,
    Adoption,
    coded_tasks,
    newest_adoption,
)
from hatangso.workflows.scenario_store import (
    PlanResult,
    ScenarioFile,
    list_scenarios,
    plan_result,
)

__all__ = [
    "ROWS_PER_PAGE",
    "LeftOutPage",
    "ScenarioCard",
    "TaskRow",
    "TasksPage",
    "WorkFilter",
    "WorksPage",
    "adopted_title",
    "adoption_of",
    "answered_scenario",
    "chapter_for",
    "left_out_page",
    "map_features",
    "newest_job",
    "plan_frame",
    "result_for",
    "scenario_cards",
    "scenarios",
    "tasks_page",
    "title_of",
    "works_page",
]

Row = TypeVar("Row")
ROWS_PER_PAGE = 50
_JOBS_LOOKED_AT = 100
AIM_WORDS = {
    Aim.CHEAPEST: Message("the goals at least cost"),
    Aim.MOST_PEOPLE: Message("the most people for the money"),
}
# How strongly the map shows what was built before the year that is looked at.
_EARLIER_OPACITY = 0.35


@dataclass(frozen=True)
class ScenarioCard:
    """A scenario in the list, with its newest result.

    Attributes:
        aim: What it wants; None when its file has errors or is gone.
        services: What people call its services.
        years: First and last year.
        problem: Why it cannot be planned.
        plan: Its newest plan; None when it was never planned.
        gap: How good that plan is proven to be.
        job: Its newest job, where that is waiting, running, or ended badly.
        has_file: Whether its question stands in a file that can be changed.
        may_share: Whether the planner can tell what sharing saves.
    """

    name: str
    title: Text
    aim: Message | None
    services: Text
    years: str
    problem: Message | None
    result: PlanResult | None
    gap: Text | None
    gains: tuple[ServiceGain, ...]
    job: Job | None
    is_adopted: bool
    has_file: bool
    may_share: bool

    @property
    def plan(self) -> BuildPlan | None:
        """Return the newest plan."""
        return self.result.answer.plan if self.result else None


@dataclass(frozen=True)
class WorkFilter:
    """Which works are shown; empty fields ask for all."""

    year: int | None = None
    kind: str = ""
    operator: str = ""
    words: str = ""

    def takes(self, row: BundleRow) -> bool:
        """Return whether a row is shown."""
        bundle = row.bundle
        if self.year is not None and bundle.year != self.year:
            return False
        if self.kind and all(item.work.kind != self.kind for item in bundle.items):
            return False
        if self.operator and self.operator not in bundle.operators:
            return False
        if not self.words:
            return True
        ids = (item.work.id for item in bundle.items)
        told = (bundle.place.vi, bundle.commune.vi, bundle.commune.en)
        return fold(self.words) in fold(" ".join((*told, *row.places, *ids)))


@dataclass(frozen=True)
class WorksPage:
    """A page of works.

    Attributes:
        rows: Of this page.
        total: Rows of all pages.
        page: From 1.
        pages: At least 1.
        cost_vnd: Of all that the filter takes.
        people: Likewise, one service at a time.
        kinds: Kinds of works that the plan has, for the filter.
        operators: Likewise.
    """

    rows: tuple[BundleRow, ...]
    total: int
    page: int
    pages: int
    cost_vnd: int
    people: int
    kinds: tuple[str, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True)
class LeftOutPage:
    """A page of places that stay without a service."""

    rows: tuple[LeftOutRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class TaskRow:
    """A task of a plan, and how far it is in the register.

    Attributes:
        state: None where the register has no such task.
        done_percent: None where nobody has said.
    """

    task: PlanTask
    state: Text | None
    done_percent: float | None


@dataclass(frozen=True)
class TasksPage:
    """A page of tasks."""

    rows: tuple[TaskRow, ...]
    total: int
    page: int
    pages: int


def scenarios(snapshot: ProvinceSnapshot) -> Mapping[str, ScenarioFile]:
    """Return the scenario files by name, in the order of the list."""
    return snapshot.part(
        "scenarios", lambda: {x.name: x for x in list_scenarios(snapshot.directory)}
    )


def result_for(snapshot: ProvinceSnapshot, name: str) -> PlanResult | None:
    """Return the newest plan of a scenario; None when none can be read."""

    def find() -> PlanResult:
        found = plan_result(snapshot.inputs, name)
        if found is None:
            raise NotFoundError("the scenario {name} was not planned yet", name=name)
        return found

    try:
        # Names come from addresses: an error is not kept.
        return snapshot.part(f"plan result:{name}", find)
    except HatangsoError:
        return None


def chapter_for(snapshot: ProvinceSnapshot, name: str) -> PlanChapter | None:
    """Return the newest plan of a scenario in words and rows."""
    result = result_for(snapshot, name)
    if result is None:
        return None
    answer = result.answer

    def write() -> PlanChapter:
        return chapter_of(
            answer.plan,
            snapshot.inputs.province,
            sharing=answer.sharing,
            sensitivity=answer.sensitivity,
            more_money=answer.marginal,
        )

    return snapshot.part(f"plan chapter:{name}", write)


def adoption_of(state: AppState, snapshot: ProvinceSnapshot) -> Adoption | None:
    """Return which plan is the province's own."""
    register = state.register
    return snapshot.part("plan adoption", lambda: newest_adoption(register))


def scenario_cards(
    state: AppState, snapshot: ProvinceSnapshot
) -> tuple[ScenarioCard, ...]:
    """Return all scenarios with their newest results and jobs."""
    files = scenarios(snapshot)
    # A question that was typed at the command line has a result and no file.
    names = list(files)
    if DEFAULT_NAME not in files and result_for(snapshot, DEFAULT_NAME):
        names.insert(0, DEFAULT_NAME)
    adoption = adoption_of(state, snapshot)
    jobs = _newest_jobs(state)
    return tuple(
        _card(
            name,
            files.get(name),
            result_for(snapshot, name),
            jobs.get(name),
            is_adopted=adoption is not None and adoption.scenario == name,
        )
        for name in names
    )


def answered_scenario(
    state: AppState, snapshot: ProvinceSnapshot, name: str
) -> ScenarioCard:
    """Return one scenario.

    Raises:
        NotFoundError: There is neither a file nor a plan of that name.
    """
    for card in scenario_cards(state, snapshot):
        if card.name == name:
            return card
    raise NotFoundError("there is no scenario {name}", name=name)


def newest_job(state: AppState, name: str) -> Job | None:
    """Return the newest job that planned a scenario."""
    return _newest_jobs(state).get(name)


def title_of(name: str, file: ScenarioFile | None, result: PlanResult | None) -> Text:
    """Return what people call a scenario."""
    asked = file.scenario if file else None
    scenario = asked or (result.answer.scenario if result else None)
    if scenario is None:
        return Text(name, name)
    title_vi, title_en = scenario.title_vi, scenario.title_en
    return Text(title_vi or title_en or name, title_en or title_vi or name)


def adopted_title(state: AppState) -> Text | None:
    """Return what people call the plan of the province; None without one."""
    snapshot = state.snapshots.current()
    adoption = adoption_of(state, snapshot)
    if adoption is None:
        return None
    name = adoption.scenario
    return title_of(name, scenarios(snapshot).get(name), result_for(snapshot, name))


def plan_frame(state: AppState, name: str) -> dict[str, Any]:
    """Return what the head of every page of a plan shows, by its names there.

    Raises:
        NotFoundError: There is no such scenario.
    """
    snapshot = state.snapshots.current()
    return {
        "card": answered_scenario(state, snapshot, name),
        "chapter": chapter_for(snapshot, name),
        "adoption": adoption_of(state, snapshot),
    }


def works_page(chapter: PlanChapter, asked: WorkFilter, page: int) -> WorksPage:
    """Return the works that a filter takes, a page of them."""
    found = [row for row in chapter.bundles if asked.takes(row)]
    page, pages = _page(page, len(found))
    works = [item.work for row in chapter.bundles for item in row.bundle.items]
    return WorksPage(
        rows=_rows(found, page),
        total=len(found),
        page=page,
        pages=pages,
        cost_vnd=sum(row.bundle.cost_vnd for row in found),
        people=sum(row.bundle.gained_people for row in found),
        kinds=tuple(sorted({work.kind for work in works})),
        operators=tuple(sorted({work.operator for work in works} - {""})),
    )


def left_out_page(chapter: PlanChapter, words: str, page: int) -> LeftOutPage:
    """Return the places that stay without a service, a page of them."""
    asked = fold(words)
    found = [
        row
        for row in chapter.left_out
        if asked in fold(f"{row.name} {row.commune.vi} {row.commune.en}")
    ]
    page, pages = _page(page, len(found))
    return LeftOutPage(_rows(found, page), len(found), page, pages)


def tasks_page(
    snapshot: ProvinceSnapshot, name: str, plan: BuildPlan, page: int
) -> TasksPage:
    """Return the tasks of a plan with their states, a page of them."""

    def join() -> tuple[TaskRow, ...]:
        known = {one.values.get("id"): one for one in snapshot.records(TASK_KIND)}
        coded = coded_tasks(plan, snapshot.inputs.province)
        return tuple(_task_row(task, known.get(code)) for code, task in coded.items())

    found = snapshot.part(f"plan tasks:{name}", join)
    page, pages = _page(page, len(found))
    return TasksPage(_rows(found, page), len(found), page, pages)


def _task_row(task: PlanTask, record: Record | None) -> TaskRow:
    if record is None:
        return TaskRow(task, None, None)
    choices = shipped_kinds()[TASK_KIND].field("state").choices
    code = record.values.get("state") or NOT_STARTED
    state = next(
        (Text(x.label_vi, x.label_en) for x in choices if x.code == code), None
    )
    done = record.values.get("done_percent")
    return TaskRow(task, state, done if isinstance(done, float) else None)


def map_features(
    name: str, chapter: PlanChapter, until: int | None
) -> dict[str, object]:
    """Return the works and routes of a plan as GeoJSON.

    Args:
        name: Of the scenario, for the links.
        chapter: The plan.
        until: What is built by the end of that year; earlier years are paler. None
            shows all years alike.
    """
    features = [
        feature
        for row in chapter.bundles
        if until is None or row.bundle.year <= until
        for feature in _features(name, row, until)
    ]
    return {"type": "FeatureCollection", "features": features}


def _features(
    name: str, row: BundleRow, until: int | None
) -> Iterator[dict[str, object]]:
    bundle = row.bundle
    page = (bundle.number - 1) // ROWS_PER_PAGE + 1
    properties = {
        "name": f"{bundle.number}",
        "tone": "plan",
        "opacity": 1.0 if until in {None, bundle.year} else _EARLIER_OPACITY,
        "href": f"/quy-hoach/{name}/cong-trinh?trang={page}#hang-muc-{bundle.number}",
    }
    shapes = [item.work.line for item in bundle.items if item.work.line is not None]
    main = bundle.main
    is_placed = isfinite(main.lon_deg) and isfinite(main.lat_deg)
    if main.kind not in ROUTE_KINDS and is_placed:
        shapes.append(shapely.Point(main.lon_deg, main.lat_deg))
    for shape in shapes:
        drawn = shapely.set_precision(shape, 1e-5, mode="pointwise")
        yield {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(drawn),
            "properties": properties,
        }


def _card(
    name: str,
    file: ScenarioFile | None,
    result: PlanResult | None,
    job: Job | None,
    *,
    is_adopted: bool,
) -> ScenarioCard:
    asked = file.scenario if file else result.answer.scenario if result else None
    years = asked.years if asked else ()
    return ScenarioCard(
        name=name,
        title=title_of(name, file, result),
        aim=AIM_WORDS[asked.aim] if asked else None,
        services=joined(service_name(one) for one in asked.services)
        if asked
        else Text("", ""),
        years="\N{EN DASH}".join(str(one) for one in sorted({*years[:1], *years[-1:]})),
        problem=file.problem if file else None,
        result=result,
        gap=gap_words(result.answer.plan) if result else None,
        gains=gains_of(result.answer.plan) if result else (),
        job=job if _matters(job, result) else None,
        is_adopted=is_adopted,
        has_file=file is not None,
        may_share=asked is not None
        and asked.aim is Aim.CHEAPEST
        and not (asked.operator or asked.fixed or asked.forbidden),
    )


def _matters(job: Job | None, result: PlanResult | None) -> bool:
    """Return whether a job tells more than the result that is there."""
    if job is None:
        return False
    if not job.state.is_over:
        return True
    finished = result.finished_at if result else None
    is_newer = finished is None or (job.finished_at or job.asked_at) > finished
    return is_newer and job.problem is not None


def _newest_jobs(state: AppState) -> dict[str, Job]:
    found: dict[str, Job] = {}
    for job in state.operations.jobs.list(limit=_JOBS_LOOKED_AT, kinds=("plan",)):
        found.setdefault(str(job.parameters.get("scenario", "")), job)
    return found


def _page(page: int, total: int) -> tuple[int, int]:
    """Return a page that there is, and how many there are."""
    pages = max(1, -(-total // ROWS_PER_PAGE))
    return min(max(page, 1), pages), pages


def _rows(found: Sequence[Row], page: int) -> tuple[Row, ...]:
    start = (page - 1) * ROWS_PER_PAGE
    return tuple(found[start : start + ROWS_PER_PAGE])
