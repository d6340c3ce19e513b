"""Who may change and who may see what: the one place that decides it."""

from collections.abc import Mapping
from dataclasses import replace

from hatangso.errors import Message
from hatangso.model.record import Actor, FieldValue, Record, Role
from hatangso.model.record_kind import Field, RecordKind

__all__ = ["hidden_fields", "refusal_of", "sight_of", "visible"]

Values = Mapping[str, FieldValue]


def refusal_of(
    actor: Actor, kind: RecordKind, before: Values | None, after: Values | None
) -> Message | None:
    """Return why somebody may not make a change; None when it is allowed.

    A commune changes records of its own units, an operator its own records; neither
    takes a record from or gives one to somebody else. Nobody changes a confidential
    field that the same person may not see.

    Args:
        actor: Who asks.
        kind: What sort of record it is.
        before: All values of the record; None when it is new.
        after: All values that it would get; None when it would go.
    """
    if actor.role is Role.DEPARTMENT:
        return None
    if actor.role is Role.READER:
        return Message("{actor} may read the register, not change it", _who(actor))
    for values in (before, after):
        if values is not None and not _owns(actor, kind, values):
            return _foreign(actor, kind, values)
    if actor.role is Role.COMMUNE:
        hidden = [
            field.label_vi
            for field in kind.fields
            if field.is_confidential
            and (before or {}).get(field.name) != (after or {}).get(field.name)
            and after is not None
        ]
        if hidden:
            return Message(
                "{actor} may not change {fields}: only the operator and the department"
                " may",
                {**_who(actor), "fields": ", ".join(hidden)},
            )
    return None


def visible(actor: Actor, kind: RecordKind, record: Record) -> Record:
    """Return a record with None in the fields that somebody may not see."""
    hidden = hidden_fields(actor, kind, record.values)
    if not hidden:
        return record
    return replace(
        record,
        values={
            name: None if name in hidden else value
            for name, value in record.values.items()
        },
    )


def hidden_fields(actor: Actor, kind: RecordKind, values: Values) -> frozenset[str]:
    """Return the fields of a record that somebody may not see.

    Args:
        actor: Who asks.
        kind: What sort of record it is.
        values: All values of the record; they decide whose it is.
    """
    return frozenset(
        field.name
        for field in kind.fields
        if (field.is_confidential or field.is_personal)
        and not _may_see(actor, kind, field, values)
    )


def sight_of(actor: Actor) -> tuple[Role, str]:
    """Return what decides which fields somebody sees: equal for two who see the same.

    What was masked for one may be shown to the other.
    """
    return actor.role, actor.operator if actor.role is Role.OPERATOR else ""


def _may_see(actor: Actor, kind: RecordKind, field: Field, values: Values) -> bool:
    """Return whether somebody may see one field of a record."""
    if actor.role is Role.DEPARTMENT:
        return True
    if field.is_personal and actor.role is Role.READER:
        return False
    if not field.is_confidential:
        return True
    return actor.role is Role.OPERATOR and _owns(actor, kind, values)


def _owns(actor: Actor, kind: RecordKind, values: Values) -> bool:
    """Return whether a record belongs to a commune's official or to an operator."""
    if actor.role is Role.COMMUNE:
        return bool(kind.unit_field) and values.get(kind.unit_field) in actor.units
    return (
        bool(kind.operator_field)
        and bool(actor.operator)
        and values.get(kind.operator_field) == actor.operator
    )


def _foreign(actor: Actor, kind: RecordKind, values: Values) -> Message:
    """Return the sentence about a record that belongs to somebody else."""
    is_commune = actor.role is Role.COMMUNE
    owner_field = kind.unit_field if is_commune else kind.operator_field
    if not owner_field:
        return Message(
            "{actor} may not change records of the kind {kind}",
            {**_who(actor), "kind": kind.name_vi},
        )
    owner = values.get(owner_field)
    return Message(
        '{actor} may change what is its own; here "{field}" is {owner}',
        {
            **_who(actor),
            "field": kind.field(owner_field).label_vi,
            "owner": Message("not known") if owner is None else owner,
        },
    )


def _who(actor: Actor) -> dict[str, object]:
    """Return the gap that names who acts."""
    return {"actor": actor.name}
