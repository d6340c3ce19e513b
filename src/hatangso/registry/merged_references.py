"""When a record is merged into another, who referred to it refers to the other."""

from collections.abc import Sequence

from hatangso.model.record import Action, FieldValue
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.registry.change_plan import PlannedChange
from hatangso.registry.record_rows import RecordRows, RecordState

__all__ = ["follow_merges"]

# By kind and key of a merged record: key of the one that lives on, and which edit.
_Heirs = dict[str, dict[FieldValue, tuple[FieldValue, int]]]
_Planned = dict[tuple[str, int], PlannedChange]


def follow_merges(
    rows: RecordRows, changes: Sequence[PlannedChange]
) -> list[PlannedChange]:
    """Return the changes, and after them those of records that refer to merged ones."""
    planned = {(one.kind.code, one.record_id): one for one in changes}
    heirs = _heirs(rows, planned)
    for kind in rows.kinds.values():
        for field in kind.fields:
            if field.type is FieldType.REFERENCE and heirs.get(field.refers_to):
                _follow(rows, kind, field, heirs, planned)
    return list(planned.values())


def _heirs(rows: RecordRows, planned: _Planned) -> _Heirs:
    """Return who lives on for each merged record that others could refer to."""
    merges = [
        one
        for one in planned.values()
        if one.action is Action.MERGE and len(one.kind.key) == 1
    ]
    heirs: _Heirs = {}
    for code in sorted({one.kind.code for one in merges}):
        some = [one for one in merges if one.kind.code == code and one.before]
        standing = rows.states(rows.kinds[code], [one.into_id or 0 for one in some])
        for merge in some:
            name = merge.kind.key[0]
            winner = planned.get((code, merge.into_id or 0))
            state = (winner and winner.after) or standing.get(merge.into_id or 0)
            if state is not None and merge.before is not None:
                old, new = merge.before.values[name], state.values[name]
                heirs.setdefault(code, {})[old] = (new, merge.edit_number)
    return heirs


def _follow(
    rows: RecordRows, kind: RecordKind, field: Field, heirs: _Heirs, planned: _Planned
) -> None:
    """Plan the change of all records whose field names a merged record."""
    moves = heirs[field.refers_to]
    found = rows.with_value(kind, field.name, moves)
    states = rows.states(kind, [row[0] for row in found])
    for record_id, old in found:
        place = (kind.code, record_id)
        before = states[record_id]
        new, number = moves[old]
        one = planned.get(place) or PlannedChange(
            kind,
            record_id,
            Action.UPDATE,
            before,
            before._replace(revision=before.revision + 1),
            number,
        )
        if one.after is not None and one.after.values[field.name] == old:
            planned[place] = one._replace(after=_with(one.after, field.name, new))


def _with(state: RecordState, field: str, value: FieldValue) -> RecordState:
    """Return a state with another value in one field."""
    return state._replace(values={**state.values, field: value})
