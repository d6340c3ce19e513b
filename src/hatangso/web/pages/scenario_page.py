"""Scenarios as forms: new, copied, changed, planned, deleted."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Form, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from hatangso.documents.plan_words import DIFFICULTY_WORDS, FACILITY_WORDS
from hatangso.errors import Finding, InvalidInputError, Message, Place, Severity
from hatangso.language.money import parse_money_vnd
from hatangso.model.demand import Measure
from hatangso.model.job import Job
from hatangso.model.scenario import Aim
from hatangso.model.site import Technology
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.jobs.job_kinds import ask_job
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.planning_view import adoption_of, newest_job, title_of
from hatangso.web.views.scenario_form import (
    ScenarioForm,
    blank_form,
    field_words,
    form_from,
    form_of,
    form_with_errors,
    form_with_rows,
    scenario_content,
)
from hatangso.workflows.scenario_store import (
    ScenarioFile,
    delete_scenario,
    free_name,
    save_scenario,
    scenario_file,
)

router = PageRouter()
_ADD, _SAVE_AND_PLAN = "add-", "save-plan"
_USUAL_MORE = "1 tỷ"
_PERCENT = 100
_MEASURES = {
    Measure.PEOPLE: Message("people"),
    Measure.HOUSEHOLDS: Message("households"),
    Measure.LOCALITIES: Message("villages"),
    Measure.ROAD_KM: Message("length of roads"),
    Measure.FACILITIES: Message("public facilities"),
}
_TECHNOLOGIES = (*(str(one) for one in Technology), "fibre")


async def _sent(request: Request) -> FormData:
    return await request.form()


Sent = Annotated[FormData, Depends(_sent)]


@router.page("/quy-hoach/kich-ban/moi", Permission.PLAN)
def new_scenario(
    request: Request, tu: str = "", cam: str = "", giu: str = ""
) -> Response:
    """Show the form of a new scenario, or of a copy of ``tu``.

    ``cam`` forbids one more work in the copy; ``giu`` fixes one.
    """
    directory = state_of(request).directory
    if not tu:
        state = state_of(request)
        data_year = state.snapshots.current().inputs.province.data_date.year
        return _shown(request, blank_form(max(data_year + 1, state.now().year)))
    source = scenario_file(directory, tu)
    form = form_of(source.content)
    title = form.title_vi or source.name
    changes = {"title_vi": f"{title} (bản sao)", "title_en": form.title_en}
    if form.title_en:
        changes["title_en"] = f"{form.title_en} (copy)"
    if cam:
        changes["forbidden"] = f"{form.forbidden}\n{cam[:100]}".strip()
    form = replace(form, **changes)  # type: ignore[arg-type]
    if giu:
        form = form_with_rows(form, "fixed")
        fixed = (*form.fixed[:-1], replace(form.fixed[-1], work=giu[:100]))
        form = replace(form, fixed=fixed)
    return _shown(request, form)


@router.form("/quy-hoach/kich-ban/moi", Permission.PLAN)
def create_scenario(request: Request, sent: Sent) -> Response:
    """Write a new scenario."""
    return _saved(request, replace(form_from(sent), seen=""), str(sent.get("action")))


@router.page("/quy-hoach/{name}/sua", Permission.PLAN)
def edit_scenario(request: Request, name: str) -> Response:
    """Show the form of a scenario."""
    source = scenario_file(state_of(request).directory, name)
    form = form_of(
        source.content,
        name=source.name,
        seen=source.sha256,
        comments=source.comments,
    )
    return _shown(request, form_with_errors(form, source.findings))


@router.form("/quy-hoach/{name}/sua", Permission.PLAN)
def change_scenario(request: Request, name: str, sent: Sent) -> Response:
    """Write a scenario that was changed."""
    form = replace(form_from(sent), name=name)
    source = scenario_file(state_of(request).directory, name)
    form = replace(form, comments=source.comments)
    return _saved(request, form, str(sent.get("action")))


@router.form("/quy-hoach/{name}/chay", Permission.PLAN)
def plan_scenario(
    request: Request,
    name: str,
    more: Annotated[str, Form()] = "",
    gap: Annotated[str, Form()] = "",
    curve: Annotated[str, Form()] = "",
    sharing: Annotated[str, Form()] = "",
    prices: Annotated[str, Form()] = "",
) -> Response:
    """Ask for the plan of a scenario."""
    source = scenario_file(state_of(request).directory, name)
    parameters = {
        "curve": bool(curve),
        "sharing": bool(sharing),
        "prices": bool(prices),
        "more_vnd": parse_money_vnd(more) if more.strip() else None,
        "gap_ratio": float(gap) / _PERCENT if gap in {"0.1", "0.5", "1", "3"} else None,
    }
    _asked(request, source, parameters)
    return _to(f"/quy-hoach/{name}?da=started")


@router.form("/quy-hoach/{name}/xoa", Permission.PLAN)
def remove_scenario(request: Request, name: str) -> Response:
    """Delete a scenario and its plan."""
    state, visitor = state_of(request), visitor_of(request)
    adoption = adoption_of(state, state.snapshots.current())
    if adoption is not None and adoption.scenario == name:
        raise InvalidInputError(
            "{name} is the plan of the province: adopt another one, or take the"
            " adoption back, before you delete it",
            name=name,
        )
    delete_scenario(state.directory, name)
    state.operations.audit_trail.note(
        state.now(), visitor.login, "scenario deleted", visitor.address, scenario=name
    )
    state.snapshots.forget()
    return _to("/quy-hoach?da=deleted")


def _saved(request: Request, form: ScenarioForm, action: str) -> Response:
    """Write what a form asks for, or show it again."""
    if action.startswith(_ADD):
        return _shown(request, form_with_rows(form, action.removeprefix(_ADD)))
    state, visitor = state_of(request), visitor_of(request)
    title = form.title_vi or form.title_en
    name = form.name or free_name(state.directory, title)
    try:
        saved = save_scenario(
            state.directory, name, scenario_content(form), seen=form.seen
        )
    except InvalidInputError as error:
        return _refused(request, form, error)
    state.operations.audit_trail.note(
        state.now(), visitor.login, "scenario saved", visitor.address, scenario=name
    )
    state.snapshots.forget()
    if action == _SAVE_AND_PLAN:
        more_vnd = parse_money_vnd(_USUAL_MORE)
        _asked(request, saved, {"curve": True, "more_vnd": more_vnd})
    return _to(f"/quy-hoach/{saved.name}?da=saved")


def _refused(
    request: Request, form: ScenarioForm, error: InvalidInputError
) -> Response:
    """Show a form with what cannot be used."""
    found = list(error.findings)
    if not found:
        place, fix = (
            Place(f"{form.name}.toml", None, "name"),
            Message("correct it there"),
        )
        found = [Finding(Severity.ERROR, place, error.message, fix)]
    return _shown(
        request, form_with_errors(form, found), HTTPStatus.UNPROCESSABLE_ENTITY
    )


def _asked(
    request: Request, source: ScenarioFile, parameters: Mapping[str, object]
) -> Job | None:
    """Ask for a plan, unless one is on its way."""
    state, visitor = state_of(request), visitor_of(request)
    if source.scenario is None:
        raise InvalidInputError(
            "{file} has errors: correct them, then plan it",
            file=f"{source.name}.toml",
            findings=source.findings,
        )
    open_one = newest_job(state, source.name)
    if open_one is not None and not open_one.state.is_over:
        return None
    subject = title_of(source.name, source, None).vi
    asked = {**parameters, "scenario": source.name, "subject": subject}
    return ask_job(state, visitor, "plan", asked)


def _shown(
    request: Request, form: ScenarioForm, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    services = state_of(request).snapshots.current().inputs.province.services
    return render(
        request,
        "scenario_form.html",
        status=status,
        form=form,
        field_words=field_words,
        operators=sorted({one.operator for one in services} | {form.operator} - {""}),
        technologies=_TECHNOLOGIES,
        measures=_MEASURES,
        aims=tuple(Aim),
        kinds=FACILITY_WORDS,
        difficulties=DIFFICULTY_WORDS,
    )


def _to(address: str) -> Response:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
