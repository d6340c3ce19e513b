"""Records by hand: a new one, a changed one; what is wrong is told at its field."""

from dataclasses import replace
from http import HTTPStatus

from fastapi import Request
from starlette.responses import Response

from hatangso.errors import InvalidInputError, Message, StaleResultError
from hatangso.model.record import FieldValue, Record
from hatangso.model.record_kind import FieldType, RecordKind
from hatangso.registry.rights import refusal_of
from hatangso.web.access import Permission
from hatangso.web.forms.record_form import RecordForm
from hatangso.web.refusals import Refusal
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.record_form_view import (
    form_lists,
    form_rules,
    operators_of,
    own_values,
)
from hatangso.web.views.register_visit import (
    RegisterVisit,
    SentForm,
    register_visit,
    went_well,
)

__all__: list[str] = []

router = PageRouter()
_NOTHING_NEW = Message("nothing was changed")


@router.page("/ha-tang/{code}/moi", Permission.WRITE)
def new_form(request: Request, code: str) -> Response:
    """Show the form of a new record, with what the address says of it already."""
    visit = register_visit(request)
    kind = visit.kind(code)
    own = own_values(visit, kind)
    rules = form_rules(visit, kind, own)
    given: dict[str, FieldValue] = {
        item.name: request.query_params[item.name]
        for item in kind.fields
        if item.name in request.query_params
        and item.type in {FieldType.TEXT, FieldType.REFERENCE, FieldType.UNIT}
    }
    form = RecordForm.prefilled(kind, rules, own | given)
    return _show(request, visit, form, None)


@router.form("/ha-tang/{code}/moi", Permission.WRITE)
def create(request: Request, code: str, sent: SentForm) -> Response:
    """Make a record of what was typed, or show what is wrong with it."""
    visit = register_visit(request)
    kind = visit.kind(code)
    form = RecordForm.read(kind, form_rules(visit, kind, own_values(visit, kind)), sent)
    form = replace(form, revision=None)
    if not form.is_refused:
        try:
            done = visit.commit([form.new_record()], form.reason)
        except InvalidInputError as error:
            form = form.with_findings(error.findings)
        else:
            set_id = done.change_set.id if done.change_set else 0
            (change,) = visit.state.register.changes(set_id)
            return _went_well(kind, change.record_id)
    return _show(request, visit, form, None)


@router.page("/ha-tang/{code}/{record_id:int}/sua", Permission.WRITE)
def edit_form(request: Request, code: str, record_id: int) -> Response:
    """Show the form of a record."""
    visit = register_visit(request)
    kind = visit.kind(code)
    record = visit.record(kind, record_id)
    refusal = refusal_of(visit.actor, kind, record.values, record.values)
    if refusal is not None:
        raise Refusal(refusal)
    form = RecordForm.of(kind, form_rules(visit, kind, record.values), record.values)
    return _show(request, visit, replace(form, revision=record.revision), record)


@router.form("/ha-tang/{code}/{record_id:int}/sua", Permission.WRITE)
def change(request: Request, code: str, record_id: int, sent: SentForm) -> Response:
    """Change a record, or show what stands against it."""
    visit = register_visit(request)
    kind = visit.kind(code)
    record = visit.record(kind, record_id)
    rules = form_rules(visit, kind, record.values)
    form = RecordForm.read(kind, rules, sent)
    if form.revision != record.revision:
        return _show(request, visit, form.overtaken(record, rules), record)
    if not form.is_refused and not form.changed_values():
        form = replace(form, other_problems=(_NOTHING_NEW,))
    if not form.is_refused:
        try:
            visit.commit([form.change_of(record_id)], form.reason)
        except InvalidInputError as error:
            form = form.with_findings(error.findings)
        except StaleResultError:
            visit = register_visit(request)
            record = visit.record(kind, record_id)
            form = form.overtaken(record, rules)
        else:
            return _went_well(kind, record_id)
    return _show(request, visit, form, record)


def _went_well(kind: RecordKind, record_id: int) -> Response:
    return went_well(f"/ha-tang/{kind.code}/{record_id}")


def _show(
    request: Request, visit: RegisterVisit, form: RecordForm, record: Record | None
) -> Response:
    is_fine = not form.is_refused and not form.is_overtaken
    hidden = {one.name for one in form.kind.fields} - {one.name for one in form.inputs}
    return render(
        request,
        "record_form.html",
        status=HTTPStatus.OK if is_fine else HTTPStatus.UNPROCESSABLE_ENTITY,
        kind=form.kind,
        words=visit.words,
        form=form,
        lists=form_lists(visit, form),
        operators=operators_of(visit, form.kind),
        hidden=[
            visit.words.label(one) for one in form.kind.fields if one.name in hidden
        ],
        record=record,
        has_pin={"lon_deg", "lat_deg"} <= {one.name for one in form.inputs},
        name=visit.words.title(form.kind, record) if record else "",
    )
