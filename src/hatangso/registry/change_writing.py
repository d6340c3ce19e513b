"""Write a planned set of changes, many rows at a time, with its history."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Executable, Table, bindparam, insert

from hatangso.errors import StaleResultError
from hatangso.model.record import ChangeSet
from hatangso.model.record_kind import RecordKind
from hatangso.registry.change_plan import ChangePlan, KeyChange, PlannedChange
from hatangso.registry.record_rows import RecordRows, key_of
from hatangso.registry.row_insertion import insert_rows

__all__ = ["write_plan"]


def write_plan(rows: RecordRows, plan: ChangePlan, header: ChangeSet) -> ChangeSet:
    """Write records and history, and return the set as it was numbered.

    Args:
        rows: Seen through the connection that may write.
        plan: Checked.
        header: The set; its number and counts are not looked at.

    Raises:
        StaleResultError: A record is no more what the plan was made for.
    """
    numbered = replace(header, id=_write_header(rows, header))
    _write_records(rows, plan.changes)
    _write_history(rows, plan.changes, numbered.id)
    _write_keys(rows, plan.key_changes, numbered.id)
    counts = Counter((one.kind.code, one.action.value) for one in plan.changes)
    return replace(numbered, counts=dict(sorted(counts.items())))


def _write_header(rows: RecordRows, header: ChangeSet) -> int:
    """Write who changes what and why, and return the number of the set."""
    table = rows.tables.change_set
    row = {
        name: value for name, value in asdict(header).items() if name in table.c
    }  # the counts follow from the changes
    del row["id"]
    statement = insert(table).values(row).returning(table.c.id)
    return int(rows.connection.execute(statement).scalar_one())


def _write_records(rows: RecordRows, changes: Sequence[PlannedChange]) -> None:
    """Bring the tables of the kinds to what is planned."""
    by_kind: dict[str, list[PlannedChange]] = {}
    for one in changes:
        by_kind.setdefault(one.kind.code, []).append(one)
    for some in by_kind.values():
        kind, table = some[0].kind, rows.table(some[0].kind)
        _delete(rows, table, [one for one in some if one.after is None])
        changed = [one for one in some if one.before and one.after]
        _let_keys_go(rows, kind, [one for one in changed if _moves_key(one)])
        _update(rows, table, changed)
        new = [
            rows.row_of(kind, one.record_id, one.after)
            for one in some
            if one.before is None and one.after
        ]
        insert_rows(rows.connection, table, new)


def _delete(rows: RecordRows, table: Table, changes: Sequence[PlannedChange]) -> None:
    """Take records out, as long as they are what the plan was made for."""
    statement = table.delete().where(
        table.c.record_id == bindparam("its_id"),
        table.c.revision == bindparam("seen"),
    )
    _execute_exactly(rows, statement, [_seen(one) for one in changes])


def _update(rows: RecordRows, table: Table, changes: Sequence[PlannedChange]) -> None:
    """Change records, as long as they are what the plan was made for."""
    columns = [column for column in table.c if not column.primary_key]
    statement = (
        table.update()
        .where(
            table.c.record_id == bindparam("its_id"),
            table.c.revision == bindparam("seen"),
        )
        .values({column.name: bindparam(column.name) for column in columns})
    )
    parameters = []
    for one in changes:
        if one.after is not None:
            row = rows.row_of(one.kind, one.record_id, one.after)
            del row["record_id"]
            parameters.append({**row, **_seen(one)})
    _execute_exactly(rows, statement, parameters)


def _let_keys_go(
    rows: RecordRows, kind: RecordKind, changes: Sequence[PlannedChange]
) -> None:
    """Empty the keys that change, so that records may exchange theirs."""
    table = rows.table(kind)
    statement = (
        table.update()
        .where(table.c.record_id == bindparam("its_id"))
        .values(dict.fromkeys(kind.key))
    )
    parameters = [{"its_id": one.record_id} for one in changes]
    _execute_exactly(rows, statement, parameters)


def _moves_key(change: PlannedChange) -> bool:
    """Return whether a record changes its key."""
    before, after = change.before, change.after
    if before is None or after is None:
        return False
    return key_of(change.kind, before.values) != key_of(change.kind, after.values)


def _seen(change: PlannedChange) -> dict[str, int]:
    """Return what finds the record that the plan was made for."""
    revision = change.before.revision if change.before else 0
    return {"its_id": change.record_id, "seen": revision}


def _execute_exactly(
    rows: RecordRows, statement: Executable, parameters: Sequence[Mapping[str, Any]]
) -> None:
    """Execute for all, and refuse when not every one met its record."""
    if not parameters:
        return
    done = rows.connection.execute(statement, list(parameters)).rowcount
    if done != len(parameters):
        raise StaleResultError(
            "records changed while they were being written: read the register again"
        )


def _write_history(
    rows: RecordRows, changes: Sequence[PlannedChange], set_id: int
) -> None:
    """Write what each record was before and after."""
    history = [
        {
            "set_id": set_id,
            "kind": one.kind.code,
            "record_id": one.record_id,
            "action": one.action.value,
            "revision": one.revision,
            "into_id": one.into_id,
            "before": one.before.values if one.before else None,
            "after": one.after.values if one.after else None,
            "confirmed_before": one.before.confirmed_on if one.before else None,
            "confirmed_after": one.after.confirmed_on if one.after else None,
        }
        for one in changes
    ]
    insert_rows(rows.connection, rows.tables.change, history)


def _write_keys(rows: RecordRows, changes: Sequence[KeyChange], set_id: int) -> None:
    """Write what becomes of senders' keys, and the history of it."""
    if not changes:
        return
    table, connection = rows.tables.source_key, rows.connection
    places = [
        {"its_kind": one.kind, "its_sender": one.sender, "its_key": one.key}
        for one in changes
        if one.before_id is not None
    ]
    if places:
        statement = table.delete().where(
            table.c.kind == bindparam("its_kind"),
            table.c.sender == bindparam("its_sender"),
            table.c.key == bindparam("its_key"),
        )
        connection.execute(statement, places)
    present = [
        {
            "kind": one.kind,
            "sender": one.sender,
            "key": one.key,
            "record_id": one.after_id,
        }
        for one in changes
        if one.after_id is not None
    ]
    insert_rows(connection, table, present)
    history = [{"set_id": set_id, **vars(one)} for one in changes]
    insert_rows(connection, rows.tables.source_key_change, history)
