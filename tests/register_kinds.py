"""Small kinds of records, and edits of them, for tests of the register."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from hatangso.model.record import Action, Actor, Edit, FieldValue, Record
from hatangso.model.record_kind import (
    Choice,
    Field,
    FieldType,
    GeometryType,
    RecordKind,
)

DEPARTMENT = Actor("Sở KH&CN")
NOON = datetime(2026, 7, 1, 5, 0, tzinfo=UTC)


def field(name: str, kind: FieldType = FieldType.TEXT, **more: object) -> Field:
    return Field(name, kind, label_vi=name, label_en=name, **more)


MAST = RecordKind(
    code="mast",
    name_vi="Cột",
    name_en="Mast",
    component="telecom",
    fields=(
        field("code", is_required=True),
        field("name"),
        field("lon_deg", FieldType.NUMBER, low=-180, high=180),
        field("lat_deg", FieldType.NUMBER, low=-90, high=90),
        field("height_m", FieldType.NUMBER, low=0, high=300),
        field("floors_n", FieldType.WHOLE),
        field("cost_vnd", FieldType.MONEY),
        field("built_on", FieldType.DATE),
        field("reported_for", FieldType.PERIOD),
        field("is_shared", FieldType.YES_NO),
        field(
            "state",
            FieldType.CHOICE,
            choices=(Choice("up", "chạy", "up"), Choice("down", "hỏng", "down")),
        ),
        field("commune", FieldType.UNIT),
        field("operator"),
        field("subscribers_n", FieldType.WHOLE, is_confidential=True),
        field("keeper", is_personal=True),
    ),
    key=("code",),
    geometry=GeometryType.POINT,
    unit_field="commune",
    operator_field="operator",
)
RADIO = RecordKind(
    code="radio",
    name_vi="Trạm phát",
    name_en="Radio",
    component="telecom",
    fields=(
        field("code", is_required=True),
        field("mast", FieldType.REFERENCE, refers_to="mast", is_required=True),
        field("band"),
    ),
    key=("code",),
)
CABLE = RecordKind(
    code="cable",
    name_vi="Cáp",
    name_en="Cable",
    component="telecom",
    fields=(field("owner"), field("number")),
    key=("owner", "number"),
    geometry=GeometryType.LINE,
)
ZONE = RecordKind(
    code="zone",
    name_vi="Vùng",
    name_en="Zone",
    component="telecom",
    fields=(field("code"),),
    key=("code",),
    geometry=GeometryType.POLYGON,
)
KINDS: Mapping[str, RecordKind] = {
    kind.code: kind for kind in (MAST, RADIO, CABLE, ZONE)
}


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def new(kind: str, /, source_key: str = "", **values: FieldValue) -> Edit:
    return Edit(kind, Action.CREATE, values=values, source_key=source_key)


def update(record: Record, /, source_key: str = "", **values: FieldValue) -> Edit:
    return Edit(
        record.kind,
        Action.UPDATE,
        record.id,
        values,
        record.revision,
        source_key=source_key,
    )


def confirm(record: Record, source_key: str = "") -> Edit:
    return Edit(
        record.kind,
        Action.CONFIRM,
        record.id,
        revision=record.revision,
        source_key=source_key,
    )


def delete(record: Record) -> Edit:
    return Edit(record.kind, Action.DELETE, record.id, revision=record.revision)


def merge(loser: Record, winner: Record) -> Edit:
    return Edit(
        loser.kind,
        Action.MERGE,
        loser.id,
        revision=loser.revision,
        into_id=winner.id,
    )
