"""From edits that are asked for to what they change."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from hatangso.errors import StaleResultError
from hatangso.model.record import Action, Edit
from hatangso.model.record_kind import RecordKind
from hatangso.registry.change_plan import (
    ChangePlan,
    KeyChange,
    PlannedChange,
    name_of,
)
from hatangso.registry.merged_references import follow_merges
from hatangso.registry.record_rows import RecordRows, RecordState, chunks
from hatangso.registry.sender_memory import sender_keys

__all__ = ["plan_edits"]

# The day on which somebody in Viet Nam says that a record holds.
_VIET_NAM = timezone(timedelta(hours=7))
_GOES = frozenset({Action.DELETE, Action.MERGE})


def plan_edits(
    rows: RecordRows, edits: Sequence[Edit], *, at: datetime, sender: str
) -> ChangePlan:
    """Return what checked edits change.

    Numbers for new records are taken here. Who referred to a merged record refers to
    the one that lives on.

    Raises:
        StaleResultError: Somebody changed records since the caller saw them; all are
            named.
    """
    states = _present_states(rows, edits)
    _refuse_stale(rows.kinds, edits, states)
    new_ids = _new_ids(rows, edits)
    confirmed_on = at.astimezone(_VIET_NAM).date()
    changes = []
    for number, edit in enumerate(edits, start=1):
        kind = rows.kinds[edit.kind]
        record_id = edit.record_id
        if record_id is None:
            record_id = next(new_ids[edit.kind])
        before = states.get((edit.kind, record_id))
        after = _state_after(edit, before, confirmed_on)
        changes.append(
            PlannedChange(
                kind, record_id, edit.action, before, after, number, edit.into_id
            )
        )
    key_changes = _key_changes(rows, edits, changes, sender)
    return ChangePlan(tuple(follow_merges(rows, changes)), key_changes)


_States = dict[tuple[str, int], RecordState]


def _present_states(rows: RecordRows, edits: Sequence[Edit]) -> _States:
    """Return how all records that the edits name stand now."""
    ids: dict[str, set[int]] = {}
    for edit in edits:
        for one in (edit.record_id, edit.into_id):
            if one is not None:
                ids.setdefault(edit.kind, set()).add(one)
    return {
        (code, record_id): state
        for code, some in ids.items()
        for record_id, state in rows.states(rows.kinds[code], some).items()
    }


def _refuse_stale(
    kinds: Mapping[str, RecordKind], edits: Sequence[Edit], states: _States
) -> None:
    """Refuse edits of records that are not what the caller saw."""
    going = {(edit.kind, edit.record_id) for edit in edits if edit.action in _GOES}
    stale = []
    for edit in edits:
        kind = kinds[edit.kind]
        if edit.record_id is not None:
            state = states.get((edit.kind, edit.record_id))
            if state is None or state.revision != edit.revision:
                stale.append(name_of(kind, edit.record_id, state))
        if edit.into_id is not None:
            other = (edit.kind, edit.into_id)
            if other not in states or other in going:
                stale.append(name_of(kind, edit.into_id, states.get(other)))
    if stale:
        raise StaleResultError(
            "{count} records changed or went since they were read: {records}; read the"
            " register again",
            count=len(stale),
            records=", ".join(dict.fromkeys(stale)),
        )


def _new_ids(rows: RecordRows, edits: Sequence[Edit]) -> dict[str, Iterator[int]]:
    """Take as many numbers of each kind as there are new records."""
    counts: dict[str, int] = {}
    for edit in edits:
        if edit.action is Action.CREATE:
            counts[edit.kind] = counts.get(edit.kind, 0) + 1
    found = {}
    table = rows.tables.last_number
    insert = (
        postgresql.insert
        if rows.connection.dialect.name == "postgresql"
        else sqlite.insert
    )
    for code, count in sorted(counts.items()):
        statement = insert(table).values(kind=code, number=count)
        last = rows.connection.execute(
            statement.on_conflict_do_update(
                index_elements=["kind"], set_={"number": table.c.number + count}
            ).returning(table.c.number)
        ).scalar_one()
        found[code] = iter(range(last - count + 1, last + 1))
    return found


def _state_after(
    edit: Edit, before: RecordState | None, confirmed_on: date
) -> RecordState | None:
    """Return how a record stands after an edit; None when it goes."""
    if edit.action in _GOES:
        return None
    if before is None:
        return RecordState(edit.values, 1, confirmed_on)
    return RecordState(
        {**before.values, **edit.values}, before.revision + 1, confirmed_on
    )


def _key_changes(
    rows: RecordRows,
    edits: Sequence[Edit],
    changes: Sequence[PlannedChange],
    sender: str,
) -> tuple[KeyChange, ...]:
    """Return what becomes of senders' keys.

    The keys of a merged record go to the one that lives on, those of a deleted one go;
    what the sender's file says itself comes after. A sender without a name has no keys.
    """
    before: dict[tuple[str, str, str], int] = {}
    after: dict[tuple[str, str, str], int | None] = {}
    gone = {
        (one.kind.code, one.record_id): one.into_id
        for one in changes
        if one.action in _GOES
    }
    for place, record_id in _keys_of_records(rows, list(gone)).items():
        before[place] = record_id
        after[place] = gone[place[0], record_id]
    if sender:
        known = {code: sender_keys(rows, sender, code) for code in _keyed(edits)}
        for edit, change in zip(edits, changes, strict=True):
            if edit.source_key and edit.action not in _GOES:
                place = (edit.kind, sender, edit.source_key)
                if edit.source_key in known[edit.kind]:
                    before[place] = known[edit.kind][edit.source_key]
                after[place] = change.record_id
    return tuple(
        KeyChange(*place, before.get(place), record_id)
        for place, record_id in sorted(after.items())
        if before.get(place) != record_id
    )


def _keyed(edits: Sequence[Edit]) -> set[str]:
    """Return the kinds of edits with a sender's key."""
    return {edit.kind for edit in edits if edit.source_key}


def _keys_of_records(
    rows: RecordRows, records: Sequence[tuple[str, int]]
) -> dict[tuple[str, str, str], int]:
    """Return every key, of any sender, that means one of some records."""
    table = rows.tables.source_key
    ids: dict[str, list[int]] = {}
    for code, record_id in records:
        ids.setdefault(code, []).append(record_id)
    return {
        (code, row.sender, row.key): row.record_id
        for code, some in ids.items()
        for part in chunks(some)
        for row in rows.connection.execute(
            select(table).where(table.c.kind == code, table.c.record_id.in_(part))
        )
    }
