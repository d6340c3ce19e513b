"""Quy hoạch: scenarios, what the planner answered, two plans side by side."""

import tempfile
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from fastapi import Request
from starlette.responses import FileResponse, JSONResponse, Response

from hatangso import __version__
from hatangso.documents.plan_bundles import ROUTE_KINDS
from hatangso.documents.plan_chapter import PlanChapter
from hatangso.documents.plan_comparison import ComparisonContent, comparison_words
from hatangso.documents.plan_words import KIND_WORDS
from hatangso.errors import NotFoundError
from hatangso.io.geopackage import write_geopackage
from hatangso.io.results_directory import ResultsDirectory
from hatangso.planning.questions.comparison import compare
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.forms.typed_values import count_of
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.job_view import job_view, may_see
from hatangso.web.views.planning_view import (
    ScenarioCard,
    WorkFilter,
    adopted_title,
    adoption_of,
    answered_scenario,
    chapter_for,
    left_out_page,
    map_features,
    plan_frame,
    result_for,
    scenario_cards,
    tasks_page,
    works_page,
)
from hatangso.web.views.recompute_view import recompute_view
from hatangso.workflows.plan import plan_file, plan_step
from hatangso.workflows.plan_layers import plan_layers
from hatangso.workflows.plan_request import DEFAULT_NAME

router = PageRouter()
_GEOPACKAGE = "geopackage"
_GEOPACKAGE_TYPE = "application/geopackage+sqlite3"


@router.page("/quy-hoach", Permission.READ)
def planning(request: Request) -> Response:
    """List the scenarios with their newest results."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    return render(
        request,
        "planning.html",
        cards=scenario_cards(state, snapshot),
        adoption=adoption_of(state, snapshot),
        adopted_title=adopted_title(state),
        recompute=recompute_view(state, visitor),
    )


@router.page("/quy-hoach/kich-ban/so-sanh", Permission.READ)
def comparison(request: Request, a: str = "", b: str = "") -> Response:
    """Hold two plans against each other."""
    state = state_of(request)
    snapshot = state.snapshots.current()
    cards = [one for one in scenario_cards(state, snapshot) if one.plan]
    shown: Mapping[str, object] = {}
    chosen = {one.name: one for one in cards}
    if a in chosen and b in chosen and a != b:
        key = f"plan comparison:{a}:{b}"
        shown = snapshot.part(key, lambda: _compared(snapshot, chosen[a], chosen[b]))
    return render(
        request, "plan_comparison.html", cards=cards, a=a, b=b, shown=shown or None
    )


@router.page("/quy-hoach/{name}", Permission.READ)
def plan(request: Request, name: str, nam: int | None = None) -> Response:
    """Show what a plan costs, buys and proves."""
    state, visitor = state_of(request), visitor_of(request)
    snapshot = state.snapshots.current()
    found = answered_scenario(state, snapshot, name).job
    is_seen = found is not None and may_see(visitor, found)
    return render(
        request,
        "plan.html",
        **plan_frame(state, name),
        job=job_view(state, visitor, found) if found and is_seen else None,
        recompute=recompute_view(state, visitor),
        year=nam,
        downloads=_downloads(snapshot, name),
    )


@router.page("/quy-hoach/{name}/cong-trinh", Permission.READ)
def works(
    request: Request,
    name: str,
    nam: str = "",
    loai: str = "",
    nha_mang: str = "",
    tim: str = "",
    trang: int = 1,
) -> Response:
    """List what a plan builds where and when."""
    state = state_of(request)
    snapshot = state.snapshots.current()
    asked = WorkFilter(count_of(nam), loai, nha_mang, tim[:100].strip())
    chapter = _require_chapter(snapshot, name)
    return render(
        request,
        "plan_works.html",
        **plan_frame(state, name),
        asked=asked,
        shown=works_page(chapter, asked, trang),
        kind_words=KIND_WORDS,
        route_kinds=ROUTE_KINDS,
    )


@router.page("/quy-hoach/{name}/chua-phuc-vu", Permission.READ)
def left_out(request: Request, name: str, tim: str = "", trang: int = 1) -> Response:
    """List who stays without a service, and why."""
    state = state_of(request)
    snapshot = state.snapshots.current()
    chapter = _require_chapter(snapshot, name)
    words = tim[:100].strip()
    return render(
        request,
        "plan_left_out.html",
        **plan_frame(state, name),
        words=words,
        shown=left_out_page(chapter, words, trang),
    )


@router.page("/quy-hoach/{name}/nhiem-vu", Permission.READ)
def tasks(request: Request, name: str, trang: int = 1) -> Response:
    """List the tasks that a plan gives to whom, and how far they are."""
    state = state_of(request)
    snapshot = state.snapshots.current()
    chapter = _require_chapter(snapshot, name)
    return render(
        request,
        "plan_tasks.html",
        **plan_frame(state, name),
        shown=tasks_page(snapshot, name, chapter.plan, trang),
    )


@router.page("/quy-hoach/{name}/ban-do.geojson", Permission.READ)
def plan_map(request: Request, name: str, nam: int | None = None) -> Response:
    """Give the works and routes of a plan to the map of its page."""
    snapshot = state_of(request).snapshots.current()
    chapter = _require_chapter(snapshot, name)
    if nam in {None, *(row.bundle.year for row in chapter.bundles)}:
        key = f"plan map:{name}:{nam}"
        content = snapshot.part(key, lambda: map_features(name, chapter, nam))
    else:
        # Any number may stand in an address: only years of the plan are kept.
        content = map_features(name, chapter, nam)
    headers = {"cache-control": "private, no-cache", "vary": "Cookie"}
    return JSONResponse(content, headers=headers, media_type="application/geo+json")


@router.page("/quy-hoach/{name}/tep/{what}", Permission.READ)
def plan_download(request: Request, name: str, what: str) -> Response:
    """Give a file of a plan."""
    snapshot = state_of(request).snapshots.current()
    if what == _GEOPACKAGE:
        return _geopackage(snapshot, name)
    found = _downloads(snapshot, name).get(what)
    if found is None:
        raise NotFoundError("the plan {name} has no file {file}", name=name, file=what)
    return FileResponse(found, filename=found.name)


def _require_chapter(snapshot: ProvinceSnapshot, name: str) -> PlanChapter:
    """Return a plan in words.

    Raises:
        NotFoundError: The scenario was not planned yet.
    """
    chapter = chapter_for(snapshot, name)
    if chapter is None:
        raise NotFoundError("the scenario {name} was not planned yet", name=name)
    return chapter


def _downloads(snapshot: ProvinceSnapshot, name: str) -> dict[str, Path]:
    """Return the files of a plan by what they are."""
    if result_for(snapshot, name) is None:
        return {}
    folder = ResultsDirectory.of(snapshot.directory).path
    step = plan_step(name)
    curve = "cost_curve" if name == DEFAULT_NAME else f"{step}_curve"
    known = {
        "works": f"{step}.csv",
        "goals": f"{step}_goals.csv",
        "left-out": f"{step}_left_out.csv",
        "tasks": f"{step}_tasks.csv",
        "curve": f"{curve}.csv",
        "json": plan_file(name),
    }
    files = {what: folder / file for what, file in known.items()}
    return {what: path for what, path in files.items() if path.is_file()}


def _geopackage(snapshot: ProvinceSnapshot, name: str) -> Response:
    """Return a plan as layers that a GIS opens."""
    chapter = _require_chapter(snapshot, name)

    def write() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "plan.gpkg"
            province = snapshot.inputs.province
            write_geopackage(path, plan_layers(province, [chapter.plan]))
            return path.read_bytes()

    content = snapshot.part(f"plan geopackage:{name}", write)
    headers = {"content-disposition": f'attachment; filename="{plan_step(name)}.gpkg"'}
    return Response(content, HTTPStatus.OK, headers, _GEOPACKAGE_TYPE)


def _compared(
    snapshot: ProvinceSnapshot, one: ScenarioCard, other: ScenarioCard
) -> Mapping[str, object]:
    if one.plan is None or other.plan is None:
        return {}
    province = snapshot.inputs.province
    content = ComparisonContent(
        province=province,
        one=one.plan,
        other=other.plan,
        comparison=compare(one.plan, other.plan),
        one_name=one.title,
        other_name=other.title,
        data_date=province.data_date,
        software_version=__version__,
    )
    return comparison_words(content)
