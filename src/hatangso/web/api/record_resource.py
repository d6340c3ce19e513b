"""The register for programs: kinds, records, their history, changes and undo."""

import json
from datetime import date, datetime
from typing import Annotated, Any

import shapely
from fastapi import Path, Query, Request
from pydantic import AwareDatetime, BaseModel, Field

from hatangso.errors import InvalidInputError
from hatangso.model.record import Action, ChangeSet, Edit, FieldValue, Record
from hatangso.model.record_kind import FieldType, RecordKind
from hatangso.registry.rights import visible
from hatangso.web.access import Permission
from hatangso.web.api.shapes import PageOf
from hatangso.web.application_state import state_of, visitor_of
from hatangso.web.routing import ApiRouter
from hatangso.workflows.register.edit_records import commit_edits
from hatangso.workflows.register.import_files import undo_import

__all__ = ["router"]

router = ApiRouter(prefix="/api/v1", tags=["register"])
_MOST = 1_000
_MOST_EDITS = 5_000
_LARGEST_ID = 2**53
_SHAPE = "geometry"
Kind = Annotated[str, Path(max_length=50, description="Code of the kind: site.")]
Number = Annotated[int, Path(ge=1, le=_LARGEST_ID, description="Of the record.")]
Plain = str | int | float | bool | None | dict[str, Any]


class FieldShape(BaseModel):
    """A property of a kind."""

    name: str
    type: FieldType
    label_vi: str
    label_en: str
    unit: str
    is_required: bool
    is_confidential: bool
    is_personal: bool
    choices: list[str]
    refers_to: str
    low: float | None
    high: float | None


class KindShape(BaseModel):
    """A kind of thing that the register holds."""

    code: str
    name_vi: str
    name_en: str
    component: str
    key: list[str]
    geometry: str | None
    fields: list[FieldShape]


class RecordShape(BaseModel):
    """A record; what the asker may not see is null."""

    kind: str
    id: int
    revision: int
    confirmed_on: date | None
    values: dict[str, Plain] = Field(
        description="By field; days as 2026-11-22, lines and polygons as GeoJSON under"
        " geometry."
    )


class EditShape(BaseModel):
    """A change that is asked for."""

    action: Action
    id: int | None = Field(default=None, ge=1, le=_LARGEST_ID)
    revision: int | None = Field(
        default=None, ge=1, le=_LARGEST_ID, description="The record as it was read."
    )
    into_id: int | None = Field(default=None, ge=1, le=_LARGEST_ID)
    values: dict[str, Plain] = {}


class EditsShape(BaseModel):
    """Changes of one kind that happen together or not at all."""

    reason: str = Field(min_length=1, max_length=500)
    edits: list[EditShape] = Field(min_length=1, max_length=_MOST_EDITS)


class ReasonShape(BaseModel):
    """Why something is done."""

    reason: str = Field(min_length=1, max_length=500)


class ChangeSetShape(BaseModel):
    """Changes that happened together."""

    id: int
    at: datetime
    actor: str
    reason: str
    source: str
    sender: str
    undoes: int | None
    changes: int


class ChangeShape(BaseModel):
    """One change of one record."""

    set_id: int
    action: Action
    before: dict[str, Plain] | None
    after: dict[str, Plain] | None


@router.ask("/kinds", Permission.READ)
def kinds(request: Request) -> PageOf[KindShape]:
    """Return the kinds of records with their fields."""
    found = [_kind_shape(kind) for kind in state_of(request).register.kinds.values()]
    return PageOf(total=len(found), offset=0, items=found)


@router.ask("/records/{kind}", Permission.READ)
def records(
    request: Request,
    kind: Kind,
    as_of: Annotated[
        AwareDatetime | None, Query(description="The register as it stood then.")
    ] = None,
    unit: Annotated[str, Query(max_length=20, description="Code of a commune.")] = "",
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> PageOf[RecordShape]:
    """Return records of a kind, in the order of their numbers."""
    state = state_of(request)
    known = state.register.kind(kind)
    found = (
        state.snapshots.current().records(kind)
        if as_of is None
        else state.register.records(kind, as_of=as_of)
    )
    if unit:
        found = [one for one in found if one.values.get(known.unit_field) == unit]
    return PageOf(
        total=len(found),
        offset=offset,
        items=[
            _record_shape(request, known, one) for one in found[offset : offset + limit]
        ],
    )


@router.ask("/records/{kind}/{number}", Permission.READ)
def record(
    request: Request,
    kind: Kind,
    number: Number,
    as_of: Annotated[AwareDatetime | None, Query()] = None,
) -> RecordShape:
    """Return one record, as it stands or as it stood."""
    state = state_of(request)
    known = state.register.kind(kind)
    found = state.register.record(kind, number, as_of=as_of)
    return _record_shape(request, known, found)


@router.ask("/records/{kind}/{number}/history", Permission.READ)
def history(request: Request, kind: Kind, number: Number) -> PageOf[ChangeShape]:
    """Return all that happened to a record, the oldest first."""
    state = state_of(request)
    known = state.register.kind(kind)

    def shown(values: object) -> dict[str, Plain] | None:
        if not isinstance(values, dict):
            return None
        record = Record(kind, number, 1, values)
        return _record_shape(request, known, record).values

    items = [
        ChangeShape(
            set_id=one.set_id,
            action=one.action,
            before=shown(one.before),
            after=shown(one.after),
        )
        for one in state.register.history(kind, number)
    ]
    return PageOf(total=len(items), offset=0, items=items)


@router.order("/records/{kind}", Permission.WRITE)
def change(
    request: Request,
    kind: Kind,
    asked: EditsShape,
) -> ChangeSetShape | None:
    """Make all changes or none; rights and revisions are checked one by one."""
    state, visitor = state_of(request), visitor_of(request)
    known = state.register.kind(kind)
    edits = [
        Edit(
            kind,
            one.action,
            one.id,
            {name: _value(known, name, given) for name, given in one.values.items()},
            one.revision,
            one.into_id,
        )
        for one in asked.edits
    ]
    done = commit_edits(
        state.directory, edits, actor=visitor.actor, at=state.now(), reason=asked.reason
    ).change_set
    state.snapshots.forget()
    return None if done is None else _set_shape(done)


@router.ask("/change-sets", Permission.READ)
def change_sets(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> PageOf[ChangeSetShape]:
    """Return what happened to the register, the newest first."""
    found = state_of(request).register.change_sets()[::-1]
    return PageOf(
        total=len(found),
        offset=offset,
        items=[_set_shape(one) for one in found[offset : offset + limit]],
    )


@router.order("/change-sets/{number}/undo", Permission.WRITE)
def undo(request: Request, number: Number, why: ReasonShape) -> ChangeSetShape | None:
    """Bring back what was before a set, as a set of its own."""
    state = state_of(request)
    done = undo_import(
        state.directory,
        number,
        actor=visitor_of(request).actor,
        at=state.now(),
        reason=why.reason,
    ).change_set
    state.snapshots.forget()
    return None if done is None else _set_shape(done)


def _kind_shape(kind: RecordKind) -> KindShape:
    return KindShape(
        code=kind.code,
        name_vi=kind.name_vi,
        name_en=kind.name_en,
        component=kind.component,
        key=list(kind.key),
        geometry=kind.geometry.value if kind.geometry else None,
        fields=[
            FieldShape(
                name=one.name,
                type=one.type,
                label_vi=one.label_vi,
                label_en=one.label_en,
                unit=one.unit,
                is_required=one.is_required,
                is_confidential=one.is_confidential,
                is_personal=one.is_personal,
                choices=[choice.code for choice in one.choices],
                refers_to=one.refers_to,
                low=one.low,
                high=one.high,
            )
            for one in kind.fields
        ],
    )


def _record_shape(request: Request, kind: RecordKind, record: Record) -> RecordShape:
    seen = visible(visitor_of(request).actor, kind, record)
    return RecordShape(
        kind=seen.kind,
        id=seen.id,
        revision=seen.revision,
        confirmed_on=seen.confirmed_on,
        values={name: _plain(value) for name, value in seen.values.items()},
    )


def _plain(value: FieldValue) -> Plain:
    """Return a value as JSON holds it."""
    if isinstance(value, bytes):
        shape: dict[str, Any] = json.loads(shapely.to_geojson(shapely.from_wkb(value)))
        return shape
    return value.isoformat() if isinstance(value, date) else value


def _value(kind: RecordKind, name: str, given: Plain) -> FieldValue:
    """Return a value as the register takes it; what cannot be is said by the register.

    Raises:
        InvalidInputError: A day or a shape cannot be read.
    """
    if isinstance(given, dict):
        return _shape(name, given)
    types = {one.name: one.type for one in kind.fields}
    if types.get(name) is FieldType.DATE and isinstance(given, str):
        try:
            return date.fromisoformat(given)
        except ValueError as error:
            raise InvalidInputError(
                "{value} in {field} is no day: write it like 2026-11-22",
                value=given,
                field=name,
            ) from error
    return given


def _shape(name: str, given: dict[str, Any]) -> bytes:
    try:
        shape = shapely.from_geojson(json.dumps(given))
    except shapely.errors.GEOSException as error:
        raise InvalidInputError(
            "{field} is no GeoJSON geometry: {error}", field=name, error=error
        ) from error
    written: bytes = shapely.to_wkb(shape)
    return written


def _set_shape(done: ChangeSet) -> ChangeSetShape:
    return ChangeSetShape(
        id=done.id,
        at=done.at,
        actor=done.actor,
        reason=done.reason,
        source=done.source,
        sender=done.sender,
        undoes=done.undoes,
        changes=sum(done.counts.values()),
    )
