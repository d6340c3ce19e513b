"""Many records at once: a field changed, all confirmed or deleted; looked at first."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import Request
from starlette.responses import Response

from hatangso.errors import InvalidInputError, Message, NotFoundError, StaleResultError
from hatangso.model.record import Action, Record
from hatangso.model.record_kind import RecordKind
from hatangso.web.access import Permission
from hatangso.web.forms.record_form import FormRules, RecordForm
from hatangso.web.forms.typed_values import count_of, typed_text
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.record_bulk_view import (
    BULK_ACTIONS,
    BulkChange,
    BulkPreview,
    BulkPreviewer,
    named_again,
    names_of,
    told_by_record,
)
from hatangso.web.views.record_form_view import (
    form_lists,
    form_rules,
    operators_of,
    own_values,
)
from hatangso.web.views.record_links import times_named
from hatangso.web.views.record_query import query_of, selected
from hatangso.web.views.register_visit import (
    RegisterVisit,
    SentForm,
    register_visit,
    sent_text,
    went_well,
)

__all__: list[str] = []

router = PageRouter()
_OVERTAKEN = Message("records changed meanwhile: look at them again")
_Problems = Sequence[tuple[str, Message]]


@router.page("/ha-tang/{code}/hang-loat", Permission.WRITE)
def bulk_form(
    request: Request, code: str, viec: str = "sua", truong: str = ""
) -> Response:
    """Ask what is to be done with the records that were chosen."""
    visit = register_visit(request)
    kind = visit.kind(code)
    action = _action(viec)
    chosen = _chosen(request, visit, kind)
    names = [(one.id, one.revision) for one in chosen]
    form = _form(visit, kind, action, truong)
    return _show(request, visit, kind, viec=viec, form=form, chosen=names)


@router.form("/ha-tang/{code}/hang-loat", Permission.WRITE)
def bulk_change(request: Request, code: str, sent: SentForm) -> Response:
    """Show what would happen, or let it happen when it was shown already."""
    visit = register_visit(request)
    kind = visit.kind(code)
    viec, truong = sent_text(sent, "viec"), sent_text(sent, "truong")
    action = _action(viec)
    revisions = named_again(sent_text(sent, "chon"))
    change, form = BulkChange(action), _form(visit, kind, action, truong)
    if form is not None:
        form = RecordForm.read(kind, _rules(visit, kind, truong), sent)
    if form is not None and not form.is_refused and truong in form.values:
        change = BulkChange(action, truong, form.values[truong])
    if action is Action.UPDATE and not change.field:
        names = list(revisions.items())
        return _show(
            request,
            visit,
            kind,
            viec=viec,
            form=form,
            chosen=names,
            is_refused=True,
        )
    found = _previewed(visit, kind, change, list(revisions))
    problems: _Problems = ()
    if sent.get("buoc") == "lam" and found.edits:
        done, problems = _done(visit, found, revisions, sent_text(sent, "reason"))
        if done:
            return went_well(f"/ha-tang/lich-su/{done}")
        visit = register_visit(request)
        found = _previewed(visit, kind, change, list(revisions))
    return render(
        request,
        "records_bulk_preview.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        kind=kind,
        words=visit.words,
        viec=viec,
        preview=found,
        form=form,
        typed=typed_text(change.value, visit.words.language),
        reason=sent_text(sent, "reason"),
        problems=problems,
    )


def _done(
    visit: RegisterVisit,
    found: BulkPreview,
    revisions: Mapping[int, int],
    reason: str,
) -> tuple[int, _Problems]:
    """Let it happen; return the number of the set, or 0 and what stands against it."""
    if any(one.revision != revisions[one.record_id or 0] for one in found.edits):
        return 0, [("", _OVERTAKEN)]
    try:
        done = visit.commit(found.edits, reason)
    except InvalidInputError as error:
        return 0, _told(visit, found, error)
    except StaleResultError:
        return 0, [("", _OVERTAKEN)]
    return (done.change_set.id if done.change_set else 0), ()


def _action(viec: str) -> Action:
    if viec not in BULK_ACTIONS:
        raise NotFoundError(
            "nobody can do {name} with records; choose one of {names}",
            name=viec,
            names=", ".join(BULK_ACTIONS),
        )
    return BULK_ACTIONS[viec]


def _chosen(request: Request, visit: RegisterVisit, kind: RecordKind) -> list[Record]:
    """Return the records that were ticked, or all that a table had found."""
    params = request.query_params
    if "tat-ca" in params.getlist("chon"):
        query = query_of(kind, params, visit.actor)
        found = selected(visit.seen(kind), query, today=visit.today)
        return visit.records(kind, [one.id for one in found])
    ids = (count_of(one) for one in params.getlist("id"))
    return visit.records(kind, [one for one in ids if one is not None])


def _form(
    visit: RegisterVisit, kind: RecordKind, action: Action, name: str
) -> RecordForm | None:
    """Return the form of the one field that changes; None where none does."""
    if action is not Action.UPDATE or name not in {one.name for one in kind.fields}:
        return None
    return RecordForm.of(kind, _rules(visit, kind, name), {})


def _rules(visit: RegisterVisit, kind: RecordKind, name: str) -> FormRules:
    """Return the rules of the form of one field: as in a record of one's own."""
    return form_rules(visit, kind, own_values(visit, kind), only=name)


def _previewed(
    visit: RegisterVisit, kind: RecordKind, change: BulkChange, ids: Sequence[int]
) -> BulkPreview:
    named = times_named(visit.snapshot, kind)
    previewer = BulkPreviewer(kind, visit.actor, visit.words, named)
    return previewer.preview(visit.records(kind, ids), change)


def _told(
    visit: RegisterVisit, found: BulkPreview, error: InvalidInputError
) -> _Problems:
    """Return what the register has against it, by the name of each record."""
    kind = visit.kind(found.edits[0].kind)
    seen = visit.seen(kind).by_id
    return [
        (visit.words.title(kind, seen[number]) if number in seen else "", problem)
        for number, problem in told_by_record(found.edits, error.findings)
    ] or [("", error.message)]


def _show(
    request: Request,
    visit: RegisterVisit,
    kind: RecordKind,
    *,
    viec: str,
    form: RecordForm | None,
    chosen: Sequence[tuple[int, int]],
    is_refused: bool = False,
) -> Response:
    seen = visit.seen(kind).by_id
    shown = [seen[number] for number, _ in chosen if number in seen]
    beside = {"viec", "truong"}
    return render(
        request,
        "records_bulk.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK,
        kind=kind,
        words=visit.words,
        viec=viec,
        form=form,
        lists=form_lists(visit, form) if form else {},
        operators=operators_of(visit, kind),
        chosen=names_of(chosen),
        count=len(shown),
        first=[visit.words.title(kind, one) for one in shown[:10]],
        carried=[
            one for one in request.query_params.multi_items() if one[0] not in beside
        ],
    )
