"""What takes a set of changes back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from hatangso.errors import NotFoundError, StaleResultError
from hatangso.model.record import Action
from hatangso.model.record_kind import RecordKind
from hatangso.registry.change_plan import (
    ChangePlan,
    KeyChange,
    PlannedChange,
    name_of,
)
from hatangso.registry.field_values import values_from_json
from hatangso.registry.history import change_sets
from hatangso.registry.record_rows import RecordRows, RecordState, chunks

__all__ = ["plan_undo"]

_SHOWN = 5


def plan_undo(rows: RecordRows, set_id: int) -> ChangePlan:
    """Return what brings records and senders' keys back to what they were before a set.

    Raises:
        NotFoundError: There is no such set, or it changed records of a kind that the
            register no longer has.
        StaleResultError: Something that the set changed is no longer as the set left
            it; the message counts them and names some.
    """
    done = _changes_of(rows, set_id)
    states = _present_states(rows, done)
    changes, stale = [], []
    for row in reversed(done):
        kind = rows.kinds[row.kind]
        state = states.get((row.kind, row.record_id))
        left = values_from_json(kind, row.after)
        if not _is_as_left(state, left, row):
            stale.append(name_of(kind, row.record_id, state))
        else:
            changes.append(_reverse(kind, row, state))
    keys, stale_keys = _reverse_keys(rows, set_id)
    names = list(dict.fromkeys(reversed(stale or stale_keys)))
    if names:
        more = ", …" if len(names) > _SHOWN else ""
        raise StaleResultError(
            "set {id} cannot be undone, {count} of its records changed since:"
            " {records}; undo the later changes first",
            id=set_id,
            count=len(names),
            records=", ".join(names[:_SHOWN]) + more,
        )
    return ChangePlan(_numbered_anew(rows, changes), keys)


def _changes_of(rows: RecordRows, set_id: int) -> Sequence[Row[Any]]:
    """Return the changes of a set, the oldest first."""
    change = rows.tables.change
    if not change_sets(rows, set_id):
        raise NotFoundError("the register has no set of changes {id}", id=set_id)
    found = rows.connection.execute(
        select(change).where(change.c.set_id == set_id).order_by(change.c.id)
    ).all()
    unknown = sorted({row.kind for row in found} - set(rows.kinds))
    if unknown:
        raise NotFoundError(
            "set {id} changed records of {kinds}, which this register no longer holds",
            id=set_id,
            kinds=", ".join(unknown),
        )
    return found


def _present_states(
    rows: RecordRows, done: Sequence[Row[Any]]
) -> dict[tuple[str, int], RecordState]:
    """Return how the records that a set changed stand now."""
    ids: dict[str, list[int]] = {}
    for row in done:
        ids.setdefault(row.kind, []).append(row.record_id)
    return {
        (code, record_id): state
        for code, some in ids.items()
        for record_id, state in rows.states(rows.kinds[code], some).items()
    }


def _is_as_left(state: RecordState | None, left: object, row: Row[Any]) -> bool:
    """Return whether a record is as a set left it."""
    if state is None or left is None:
        return state is None and left is None
    return state.values == left and state.confirmed_on == row.confirmed_after


def _reverse(
    kind: RecordKind, row: Row[Any], state: RecordState | None
) -> PlannedChange:
    """Return the change that takes one back."""
    values = values_from_json(kind, row.before)
    after = None
    if values is not None:
        revision = (state.revision if state else row.revision) + 1
        after = RecordState(values, revision, row.confirmed_before)
    if after is None:
        # To take back the return of a merged record is to merge it again.
        action = Action.DELETE if row.into_id is None else Action.MERGE
    elif state is None:
        action = Action.CREATE
    else:
        action = Action(row.action)
    return PlannedChange(kind, row.record_id, action, state, after, 0, row.into_id)


def _numbered_anew(
    rows: RecordRows, changes: Sequence[PlannedChange]
) -> tuple[PlannedChange, ...]:
    """Return the changes with revisions that no record ever had.

    A record that comes back may have come and gone more often than this set knows.
    """
    table = rows.tables.change
    back: dict[str, list[int]] = {}
    for one in changes:
        if one.before is None:
            back.setdefault(one.kind.code, []).append(one.record_id)
    last: dict[tuple[str, int], int] = {}
    for code, ids in back.items():
        for some in chunks(ids):
            question = (
                select(table.c.record_id, func.max(table.c.revision))
                .where(table.c.kind == code, table.c.record_id.in_(some))
                .group_by(table.c.record_id)
            )
            for record_id, revision in rows.connection.execute(question):
                last[code, record_id] = revision
    return tuple(
        one._replace(
            after=one.after._replace(revision=last[one.kind.code, one.record_id] + 1)
        )
        if one.before is None and one.after is not None
        else one
        for one in changes
    )


def _reverse_keys(
    rows: RecordRows, set_id: int
) -> tuple[tuple[KeyChange, ...], list[str]]:
    """Return what brings senders' keys back, and which mean something else by now."""
    done, now = rows.tables.source_key_change, rows.tables.source_key
    same = (
        (now.c.kind == done.c.kind)
        & (now.c.sender == done.c.sender)
        & (now.c.key == done.c.key)
    )
    question = (
        select(done, now.c.record_id)
        .select_from(done.outerjoin(now, same))
        .where(done.c.set_id == set_id)
        .order_by(done.c.id)
    )
    changes, stale = [], []
    for row in rows.connection.execute(question):
        if row.record_id != row.after_id:
            stale.append(f"{row.sender}: {row.key}")
        changes.append(
            KeyChange(row.kind, row.sender, row.key, row.after_id, row.before_id)
        )
    return tuple(changes), stale
