"""Records that may be one thing: look at two side by side, merge them or keep both."""

from dataclasses import replace
from http import HTTPStatus

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import JSONResponse, Response

from hatangso.errors import InvalidInputError, Message, NotFoundError
from hatangso.model.record import Record
from hatangso.model.record_kind import RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.rights import refusal_of
from hatangso.web.access import Permission
from hatangso.web.forms.typed_values import count_of
from hatangso.web.refusals import Refusal
from hatangso.web.rendering import render
from hatangso.web.routing import PageRouter
from hatangso.web.views.record_duplicates_view import (
    distance_m,
    duplicate_line,
    merge_edits,
    merge_fields,
    waiting_duplicates,
)
from hatangso.web.views.record_links import links_to
from hatangso.web.views.record_map_view import record_features
from hatangso.web.views.record_page_view import centre_of
from hatangso.web.views.register_visit import (
    RegisterVisit,
    SentForm,
    register_visit,
    sent_text,
    went_well,
)

__all__: list[str] = []

router = PageRouter()
_PAGE = 50
_CLOSE_M, _CLOSE_ZOOM, _FAR_ZOOM = 300, 16, 13
_ONE_THING = Message("two records were one thing")


@router.page("/ha-tang/trung-lap", Permission.READ)
def duplicates_page(request: Request, loai: str = "", trang: int = 1) -> Response:
    """Show the pairs that wait, the surest first."""
    visit = register_visit(request)
    operations = visit.state.operations
    waiting = {
        code: waiting_duplicates(visit.snapshot, operations, kind, visit.actor)
        for code, kind in shipped_kinds().items()
    }
    pairs = [
        pair for code, some in waiting.items() for pair in some if loai in {"", code}
    ]
    pairs.sort(key=lambda pair: -pair.certainty_ratio)
    pages = max(-(-len(pairs) // _PAGE), 1)
    page = min(max(trang, 1), pages)
    kinds = shipped_kinds()
    return render(
        request,
        "duplicates.html",
        lines=[
            duplicate_line(pair, visit.words, visit.snapshot, visit.actor)
            for pair in pairs[(page - 1) * _PAGE : page * _PAGE]
        ],
        kinds=[
            (code, visit.words.kind(kinds[code]), len(some))
            for code, some in waiting.items()
            if some
        ],
        chosen=loai,
        count=len(pairs),
        page=page,
        pages=pages,
    )


@router.page("/ha-tang/trung-lap/{code}/{one:int}/{other:int}", Permission.READ)
def pair_page(request: Request, code: str, one: int, other: int) -> Response:
    """Show two records side by side."""
    visit = register_visit(request)
    kind = visit.kind(code)
    return _show(request, visit, kind, _pair(visit, kind, one, other))


@router.page(
    "/ha-tang/trung-lap/{code}/{one:int}/{other:int}/ban-do.geojson", Permission.READ
)
def pair_places(request: Request, code: str, one: int, other: int) -> Response:
    """Return the places of two records."""
    visit = register_visit(request)
    kind = visit.kind(code)
    seen = visit.seen(kind).by_id
    pair = [seen[record.id] for record in _pair(visit, kind, one, other)]
    features = record_features(kind, pair, visit.words, today=visit.today)
    for feature, tone in zip(features, ("good", "plan"), strict=False):
        feature["properties"]["tone"] = tone
    return JSONResponse(
        {"type": "FeatureCollection", "features": features},
        media_type="application/geo+json",
        headers={"cache-control": "private, no-cache"},
    )


@router.form("/ha-tang/trung-lap/{code}/{one:int}/{other:int}/gop", Permission.WRITE)
def merge(
    request: Request, code: str, one: int, other: int, sent: SentForm
) -> Response:
    """Make one record of two: the survivor and each value are chosen."""
    visit = register_visit(request)
    kind = visit.kind(code)
    pair = _pair(visit, kind, one, other)
    is_second = sent_text(sent, "song") == str(other)
    winner, loser = pair[::-1] if is_second else pair
    hidden = _hidden(visit, kind, pair)
    chosen = {
        item.name: _is_learned(item.name, winner, loser, sent)
        for item in kind.fields
        if item.name not in hidden
    }
    reason = sent_text(sent, "reason") or _ONE_THING.text
    edits = merge_edits(_shown(sent, winner), _shown(sent, loser), chosen)
    try:
        visit.commit(edits, reason)
    except InvalidInputError as error:
        return _show(request, visit, kind, pair, refusal=error)
    return went_well(f"/ha-tang/{kind.code}/{winner.id}")


@router.form("/ha-tang/trung-lap/{code}/{one:int}/{other:int}/khac", Permission.WRITE)
def keep_both(request: Request, code: str, one: int, other: int) -> Response:
    """Remember that two records are two things."""
    visit = register_visit(request)
    kind = visit.kind(code)
    for record in _pair(visit, kind, one, other):
        refusal = refusal_of(visit.actor, kind, record.values, record.values)
        if refusal is not None:
            raise Refusal(refusal)
    visit.state.operations.distinct_pairs.note(
        kind.code, one, other, at=visit.at, who=visit.visitor.login
    )
    return went_well(f"/ha-tang/trung-lap?loai={kind.code}")


def _pair(
    visit: RegisterVisit, kind: RecordKind, one: int, other: int
) -> tuple[Record, Record]:
    """Return two records with all their values.

    Raises:
        NotFoundError: There are no such two.
    """
    if one == other:
        raise NotFoundError(
            "{name} is one record: name two that are to be merged", name=one
        )
    return visit.record(kind, one), visit.record(kind, other)


def _is_learned(name: str, winner: Record, loser: Record, sent: FormData) -> bool:
    """Return whether the record that lives on takes a value of the other."""
    chosen = sent_text(sent, f"lay.{name}")
    if chosen:
        return chosen == str(loser.id)
    return winner.values.get(name) is None


def _shown(sent: FormData, record: Record) -> Record:
    """Return a record with the revision that the form showed."""
    revision = count_of(sent_text(sent, f"ban.{record.id}"))
    return record if revision is None else replace(record, revision=revision)


def _hidden(
    visit: RegisterVisit, kind: RecordKind, pair: tuple[Record, Record]
) -> frozenset[str]:
    seen = visit.seen(kind)
    return seen.hidden(pair[0].id) | seen.hidden(pair[1].id)


def _show(
    request: Request,
    visit: RegisterVisit,
    kind: RecordKind,
    pair: tuple[Record, Record],
    *,
    refusal: InvalidInputError | None = None,
) -> Response:
    seen = visit.seen(kind)
    one, other = (seen.by_id[record.id] for record in pair)
    apart_m = distance_m(one, other)
    return render(
        request,
        "duplicate_pair.html",
        status=HTTPStatus.OK if refusal is None else HTTPStatus.CONFLICT,
        kind=kind,
        words=visit.words,
        one=one,
        other=other,
        titles=[visit.words.title(kind, record) for record in (one, other)],
        fields=merge_fields(kind, one, other, visit.words, _hidden(visit, kind, pair)),
        distance_m=apart_m,
        named_by=[
            sum(
                group.count
                for group in links_to(visit.snapshot, visit.words, visit.actor, record)
            )
            for record in (one, other)
        ],
        centre=centre_of(kind, one) or centre_of(kind, other),
        zoom=_CLOSE_ZOOM if apart_m is None or apart_m <= _CLOSE_M else _FAR_ZOOM,
        may_change=all(visit.may_change(kind, record) for record in pair),
        refusal=refusal,
    )
