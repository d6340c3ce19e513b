"""Tổng quan: what a leader opens in the morning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from fastapi import Request
from starlette.responses import Response

from hatangso.documents.answers import COVERAGE_LAYERS
from hatangso.documents.plan_tasks import plan_tasks
from hatangso.errors import (
    InvalidInputError,
    Message,
    NotFoundError,
    StaleResultError,
)
from hatangso.io.results_directory import ResultsDirectory
from hatangso.language import Language
from hatangso.model.job import JobState
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.plan_task import PlanTask
from hatangso.registry.freshness import KindState
from hatangso.registry.freshness import state_of as freshness_of
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.access import Permission
from hatangso.web.application_state import VIETNAM_TIME, state_of, visitor_of
from hatangso.web.charts.bars import bar, patterns
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.concern_view import (
    SEVERITIES,
    part_concerns,
    province_concerns,
)
from hatangso.web.views.hole_view import commune_names
from hatangso.web.views.job_view import job_view, may_see
from hatangso.web.views.month_view import (
    month_before,
    outlook_changes,
    register_changes,
)
from hatangso.web.views.overview_view import (
    layer_origins,
    missing_plan,
    plan_card,
    target_summary,
)
from hatangso.web.views.programme_view import kept_programme
from hatangso.workflows.commune_shares import (
    MAIN_TECHNOLOGY,
    ProvinceShare,
    commune_shares,
)
from hatangso.workflows.duties import duties
from hatangso.workflows.plan import kept_answer, plan_step
from hatangso.workflows.plan_request import DEFAULT_NAME
from hatangso.workflows.targets import ProvinceTargets, targets_on

__all__ = ["judged"]

router = PageRouter()
TODAY = "hom-nay"
_WORST = 8
_MOST_DUTIES = 5
_MOST_JOBS = 20
_OPEN_JOBS = (JobState.RUNNING, JobState.WAITING)
_CLOSED_HOLES = frozenset({"closed", "rejected"})


@dataclass(frozen=True)
class KeptPlan:
    """The newest plan with its tasks, or why there is none."""

    answer: PlanAnswer | None
    tasks: tuple[PlanTask, ...] = ()
    name: str = ""
    problem: Message | None = None


@router.page("/", Permission.READ_PUBLIC)
def overview(request: Request, xet: str = "") -> Response:
    """Show where the province stands."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    today = state.today
    found = judged(snapshot, today if xet == TODAY else None)
    values: dict[str, Any] = {
        "targets": target_summary(found, visitor.language),
        "is_today": xet == TODAY,
        "chosen": f"&xet={TODAY}" if xet == TODAY else "",
        "month": _month(snapshot, today, request),
        "layers": layer_origins(snapshot.inputs.province.provenances, visitor.language),
        "data_date": snapshot.inputs.province.data_date,
        **_communes(snapshot, visitor.language),
    }
    if visitor.may(Permission.READ):
        values |= _for_readers(request, snapshot, today)
    return render(request, "overview.html", patterns=patterns, bar=bar, **values)


def judged(snapshot: ProvinceSnapshot, day: date | None) -> ProvinceTargets:
    """Return the targets on the day of the data, or on a day that is asked for.

    What was judged is kept with the snapshot: callers ask for few days only.
    """
    if day is None:
        return snapshot.targets
    return snapshot.part(
        f"targets on {day}", lambda: targets_on(snapshot.inputs, as_of=day)
    )


def _month(
    snapshot: ProvinceSnapshot, today: date, request: Request
) -> Mapping[str, object]:
    """Return which targets stand elsewhere today than a month ago."""
    language, before = visitor_of(request).language, month_before(today)
    changes = snapshot.part(
        f"changes until {today} in {language}",
        lambda: outlook_changes(
            judged(snapshot, before), judged(snapshot, today), language
        ),
    )
    return {"since": before, "until": today, "outlooks": changes}


def _communes(snapshot: ProvinceSnapshot, language: Language) -> dict[str, object]:
    """Return the communes with most to do, or nothing without a coverage."""
    shares: ProvinceShare | None
    try:
        coverage = snapshot.coverage
        shares = snapshot.part(
            "communes without",
            lambda: commune_shares(snapshot.inputs.province, coverage.localities),
        )
    except (NotFoundError, StaleResultError):
        shares = None
    rests_on = snapshot.inputs.province.synthetic_layers(*COVERAGE_LAYERS)
    return {
        "shares": shares,
        "commune_names": commune_names(snapshot, language),
        "worst": _WORST,
        "technology": MAIN_TECHNOLOGY,
        "synthetic": bool(rests_on),
    }


def _for_readers(
    request: Request, snapshot: ProvinceSnapshot, today: date
) -> dict[str, object]:
    """Return what only those who are signed in see."""
    state, visitor = state_of(request), visitor_of(request)
    kept = snapshot.part("newest plan", lambda: _newest_plan(snapshot))
    programme = kept_programme(snapshot, today)
    due = duties(programme, kept.tasks)
    jobs = [
        job_view(state, visitor, one, with_log=False)
        for one in state.operations.jobs.list(limit=_MOST_JOBS, states=_OPEN_JOBS)
        if may_see(visitor, one)
    ]
    since = datetime.combine(month_before(today), time(), VIETNAM_TIME)
    holes = [
        one
        for one in snapshot.records("coverage_hole")
        if one.values.get("state") not in _CLOSED_HOLES
    ]
    return {
        "systems": part_concerns(snapshot, province_concerns(state, snapshot)),
        "severities": SEVERITIES,
        "plan": plan_card(kept.answer, visitor.language) if kept.answer else None,
        "plan_name": kept.name,
        "plan_problem": missing_plan(kept.problem),
        "late": [one for one in due if one.is_late],
        "soon": [one for one in due if not one.is_late],
        "most_duties": _MOST_DUTIES,
        "soon_days": round(programme.parameters.soon_days),
        "tasks": len(snapshot.records("task")),
        "jobs": jobs,
        "registered_holes": len(holes),
        "changes": register_changes(
            state.register.change_sets(),
            shipped_kinds(),
            since=since.astimezone(UTC),
            language=visitor.language,
        ),
        "kinds": _kind_states(snapshot, today),
        "kind_of": shipped_kinds(),
    }


def _kind_states(snapshot: ProvinceSnapshot, today: date) -> tuple[KindState, ...]:
    """Return how fresh the kinds are of which there is a record, the stalest first."""

    def compute() -> tuple[KindState, ...]:
        states = [
            freshness_of(kind, snapshot.records(kind.code), today=today)
            for kind in shipped_kinds().values()
        ]
        held = [one for one in states if one.records]
        return tuple(sorted(held, key=lambda one: -one.stale / one.records))

    return snapshot.part(f"kinds on {today}", compute)


def _newest_plan(snapshot: ProvinceSnapshot) -> KeptPlan:
    """Return the plan that was made last; why none can be shown otherwise."""
    inputs = snapshot.inputs
    results = ResultsDirectory.of(snapshot.directory)
    try:
        name = _newest_name(results)
        answer = kept_answer(inputs, results, name)
    except (InvalidInputError, NotFoundError, StaleResultError) as error:
        return KeptPlan(None, problem=error.message)
    return KeptPlan(answer, plan_tasks(answer.plan, inputs.province), name)


def _newest_name(results: ResultsDirectory) -> str:
    """Return the scenario whose plan was finished last; the usual one without any."""
    steps = results.manifest().get("steps")
    finished = {
        step: str(entry.get("finished_at", ""))
        for step, entry in (steps.items() if isinstance(steps, dict) else ())
        if step == plan_step(DEFAULT_NAME) or step.startswith(f"{DEFAULT_NAME}_")
    }
    newest = max(finished, key=lambda step: (finished[step], step), default="")
    return newest.removeprefix(f"{DEFAULT_NAME}_") or DEFAULT_NAME
