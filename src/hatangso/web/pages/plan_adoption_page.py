"""A plan becomes the province's own: its works become tasks of the register."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.web.access import Permission
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.adoption_view import adoption_view
from hatangso.web.views.planning_view import (
    adopted_title,
    adoption_of,
    plan_frame,
    result_for,
)
from hatangso.workflows.register.import_files import undo_import
from hatangso.workflows.register.plan_adoption import (
    TASK_KIND,
    AdoptionPreview,
    adopt_plan,
    preview_adoption,
)

router = PageRouter()
_LONGEST_REASON = 500


@router.page("/quy-hoach/{name}/thong-qua", Permission.ADOPT)
def adoption(request: Request, name: str) -> Response:
    """Show what the adoption of a plan would change."""
    state = state_of(request)
    return render(
        request,
        "plan_adoption.html",
        **plan_frame(state, name),
        adopted_title=adopted_title(state),
        shown=adoption_view(_preview(request, name)),
    )


@router.form("/quy-hoach/{name}/thong-qua", Permission.ADOPT)
def adopt(
    request: Request,
    name: str,
    reason: Annotated[str, Form()] = "",
    mark: Annotated[str, Form()] = "",
) -> Response:
    """Make a plan the province's own."""
    state, visitor = state_of(request), visitor_of(request)
    told = reason.strip()[:_LONGEST_REASON]
    if not told:
        raise InvalidInputError("say why this plan is adopted, or by which decision")
    adopt_plan(
        state.directory,
        name,
        _preview(request, name),
        seen=mark,
        actor=visitor.actor,
        at=state.now(),
        reason=told,
    )
    state.operations.audit_trail.note(
        state.now(), visitor.login, "plan adopted", visitor.address, scenario=name
    )
    state.snapshots.forget()
    return RedirectResponse(f"/quy-hoach/{name}?da=saved", HTTPStatus.SEE_OTHER)


@router.form("/quy-hoach/{name}/thong-qua/hoan-tac", Permission.ADOPT)
def take_back(request: Request, name: str) -> Response:
    """Take the newest adoption of a plan back."""
    state, visitor = state_of(request), visitor_of(request)
    newest = adoption_of(state, state.snapshots.current())
    if newest is None or newest.scenario != name:
        raise NotFoundError("the plan {name} is not the adopted one", name=name)
    undo_import(
        state.directory, newest.change_set.id, actor=visitor.actor, at=state.now()
    )
    state.operations.audit_trail.note(
        state.now(), visitor.login, "plan taken back", visitor.address, scenario=name
    )
    state.snapshots.forget()
    return RedirectResponse(f"/quy-hoach/{name}?da=undone", HTTPStatus.SEE_OTHER)


def _preview(request: Request, name: str) -> AdoptionPreview:
    """Return what the adoption would change as things stand.

    Raises:
        NotFoundError: The scenario was not planned yet.
    """
    snapshot = state_of(request).snapshots.current()
    result = result_for(snapshot, name)
    if result is None:
        raise NotFoundError("the scenario {name} was not planned yet", name=name)
    return snapshot.part(
        f"plan adoption:{name}",
        lambda: preview_adoption(
            name,
            result.answer.plan,
            snapshot.inputs.province,
            snapshot.records(TASK_KIND),
        ),
    )
