"""One record: all that is known of it, what happened to it, how it stood on a day."""

from datetime import date

from fastapi import Request
from starlette.responses import JSONResponse, Response

from hatangso.errors import Message, NotFoundError
from hatangso.model.record import Action, Edit
from hatangso.model.record_kind import RecordKind
from hatangso.web.access import Permission
from hatangso.web.forms.typed_values import count_of
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.record_history_view import ShownChange, set_line, shown_change
from hatangso.web.views.record_links import links_to, named_record
from hatangso.web.views.record_map_view import record_features
from hatangso.web.views.record_page_view import RecordSheet, record_sheet
from hatangso.web.views.record_query import read_day_typed
from hatangso.web.views.record_sight import SeenRecords, end_of_day
from hatangso.web.views.register_visit import (
    RegisterVisit,
    SentForm,
    register_visit,
    sent_text,
    went_well,
)

__all__: list[str] = []

router = PageRouter()
_STILL_SO = Message("still so today")


@router.page("/ha-tang/{code}/{record_id:int}", Permission.READ)
def record_page(
    request: Request, code: str, record_id: int, ngay: str = ""
) -> Response:
    """Show a record; one that went is told by its history."""
    visit = register_visit(request)
    kind = visit.kind(code)
    day = read_day_typed(ngay)
    seen = _seen(visit, kind, record_id, day)
    history = _history(visit, kind, record_id)
    record = seen.by_id.get(record_id)
    if record is None and not history:
        raise NotFoundError("the register has no {kind} {id}", kind=code, id=record_id)
    is_present = record is not None and day is None
    return render(
        request,
        "record.html",
        kind=kind,
        words=visit.words,
        record_id=record_id,
        sheet=_sheet(visit, seen, record_id),
        named_by=_links(visit, record_id, seen) if is_present else [],
        history=history,
        nature=visit.nature(kind),
        day=day,
        may_change=is_present and visit.may_change(kind, visit.record(kind, record_id)),
    )


@router.page("/ha-tang/{code}/{record_id:int}/ban-do.geojson", Permission.READ)
def record_place(
    request: Request, code: str, record_id: int, ngay: str = ""
) -> Response:
    """Return the place of a record."""
    visit = register_visit(request)
    kind = visit.kind(code)
    seen = _seen(visit, kind, record_id, read_day_typed(ngay))
    found = [one for one in seen.records if one.id == record_id]
    features = record_features(kind, found, visit.words, today=visit.today)
    return JSONResponse(
        {"type": "FeatureCollection", "features": features},
        media_type="application/geo+json",
        headers={"cache-control": "private, no-cache"},
    )


@router.form("/ha-tang/{code}/{record_id:int}/xac-nhan", Permission.WRITE)
def confirm(request: Request, code: str, record_id: int, sent: SentForm) -> Response:
    """Note that a record is still so today."""
    visit = register_visit(request)
    kind = visit.kind(code)
    visit.record(kind, record_id)
    revision = sent_text(sent, "revision")
    edit = Edit(
        kind.code,
        Action.CONFIRM,
        record_id,
        revision=count_of(revision) or 0,
    )
    visit.commit([edit], _STILL_SO.text)
    return went_well(f"/ha-tang/{kind.code}/{record_id}")


def _seen(
    visit: RegisterVisit, kind: RecordKind, record_id: int, day: date | None
) -> SeenRecords:
    """Return the records of a kind now; the one that is asked for on another day."""
    if day is None:
        return visit.seen(kind)
    moment = end_of_day(day)
    try:
        then = [visit.state.register.record(kind.code, record_id, as_of=moment)]
    except NotFoundError:
        then = []
    return SeenRecords(kind, then, visit.actor, visit.words.unit_names)


def _sheet(
    visit: RegisterVisit, seen: SeenRecords, record_id: int
) -> RecordSheet | None:
    record = seen.by_id.get(record_id)
    if record is None:
        return None
    return record_sheet(
        seen,
        record,
        visit.words,
        today=visit.today,
        named=lambda name, value: named_record(
            visit.snapshot, visit.actor, seen.kind.field(name), value
        ),
    )


def _links(visit: RegisterVisit, record_id: int, seen: SeenRecords) -> list[object]:
    record = seen.by_id[record_id]
    return [*links_to(visit.snapshot, visit.words, visit.actor, record)]


def _history(
    visit: RegisterVisit, kind: RecordKind, record_id: int
) -> list[ShownChange]:
    """Return what happened to a record, the newest first."""
    sets = {one.id: one for one in visit.change_sets()}
    undone = {one.undoes: one.id for one in sets.values() if one.undoes is not None}
    changes = visit.state.register.history(kind.code, record_id)
    return [
        shown_change(
            one,
            visit.actor,
            visit.words,
            made=set_line(sets[one.set_id], visit.words, undone),
        )
        for one in reversed(changes)
        if one.set_id in sets
    ]
