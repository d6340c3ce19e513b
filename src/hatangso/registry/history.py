"""What was: sets of changes, the life of a record, the register on another day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.model.record import Action, Change, ChangeSet, Record
from hatangso.model.record_kind import RecordKind
from hatangso.registry.field_values import values_from_json
from hatangso.registry.record_rows import RecordRows

__all__ = [
    "change_sets",
    "changes_of_set",
    "life_of",
    "records_as_of",
    "require_time_zone",
]

# Databases compare with no larger number.
_LARGEST = 2**63 - 1


def require_time_zone(moment: datetime) -> None:
    """Refuse a moment that could be any of twenty-four.

    Raises:
        InvalidInputError: It has no time zone.
    """
    if moment.tzinfo is None:
        raise InvalidInputError(
            "{moment} has no time zone: give the moment in UTC", moment=moment
        )


def change_sets(rows: RecordRows, set_id: int | None = None) -> list[ChangeSet]:
    """Return all sets, or the one with a number, the oldest first."""
    if set_id is not None and not 0 < set_id <= _LARGEST:
        return []
    table, change = rows.tables.change_set, rows.tables.change
    counted = select(
        change.c.set_id, change.c.kind, change.c.action, func.count()
    ).group_by(change.c.set_id, change.c.kind, change.c.action)
    question = select(table).order_by(table.c.id)
    if set_id is not None:
        counted = counted.where(change.c.set_id == set_id)
        question = question.where(table.c.id == set_id)
    counts: dict[int, dict[tuple[str, str], int]] = {}
    counted = counted.order_by(change.c.kind, change.c.action)
    for number, kind, action, count in rows.connection.execute(counted):
        counts.setdefault(number, {})[kind, action] = count
    return [
        ChangeSet(**row, counts=counts.get(row["id"], {}))
        for row in rows.connection.execute(question).mappings()
    ]


def changes_of_set(rows: RecordRows, set_id: int) -> list[Change]:
    """Return what a set changed, in the order in which it was asked for.

    Raises:
        NotFoundError: There is no such set.
    """
    if not change_sets(rows, set_id):
        raise NotFoundError("the register has no set of changes {id}", id=set_id)
    table = rows.tables.change
    question = select(table).where(table.c.set_id == set_id).order_by(table.c.id)
    return _changes(rows, question)


def life_of(rows: RecordRows, kind: RecordKind, record_id: int) -> list[Change]:
    """Return all that happened to a record and to those that were merged into it."""
    table = rows.tables.change
    family = {record_id}
    newest = {record_id}
    while newest:
        newest = _merged_into(rows, kind, newest) - family
        family |= newest
    question = select(table).where(
        table.c.kind == kind.code, table.c.record_id.in_(sorted(family))
    )
    return _changes(rows, question.order_by(table.c.id))


def _merged_into(rows: RecordRows, kind: RecordKind, ids: set[int]) -> set[int]:
    """Return the records whose last change was a merge into one of some records."""
    table = rows.tables.change
    of_kind = table.c.kind == kind.code
    candidates = select(table.c.record_id).where(
        of_kind, table.c.into_id.in_(sorted(ids))
    )
    last = (
        select(func.max(table.c.id))
        .where(of_kind, table.c.record_id.in_(candidates))
        .group_by(table.c.record_id)
    )
    question = select(table.c.record_id).where(
        table.c.id.in_(last),
        table.c.action == Action.MERGE.value,
        table.c.into_id.in_(sorted(ids)),
    )
    return set(rows.connection.execute(question).scalars())


def records_as_of(
    rows: RecordRows,
    kind: RecordKind,
    moment: datetime,
    record_id: int | None = None,
) -> list[Record]:
    """Return the records of a kind as they stood at a moment, or one of them.

    The moment must have its time zone; what was committed at that moment counts.
    """
    require_time_zone(moment)
    change, change_set = rows.tables.change, rows.tables.change_set
    happened = select(func.max(change.c.id)).where(
        change.c.kind == kind.code,
        change.c.set_id.in_(select(change_set.c.id).where(change_set.c.at <= moment)),
    )
    if record_id is not None:
        happened = happened.where(change.c.record_id == record_id)
    question = (
        select(
            change.c.record_id,
            change.c.revision,
            change.c.after,
            change.c.confirmed_after,
        )
        .where(
            change.c.id.in_(happened.group_by(change.c.record_id)),
            change.c.after.is_not(None),
        )
        .order_by(change.c.record_id)
    )
    return [
        Record(kind.code, number, revision, values_from_json(kind, after) or {}, day)
        for number, revision, after, day in rows.connection.execute(question)
    ]


def _changes(rows: RecordRows, question: Select[Any]) -> list[Change]:
    """Return the changes that a question finds."""
    return [_change(row, rows.kinds) for row in rows.connection.execute(question)]


def _change(row: Row[Any], kinds: Mapping[str, RecordKind]) -> Change:
    """Return a change from its row; that of a kind no longer known as it was kept."""
    kind = kinds.get(row.kind)
    return Change(
        id=row.id,
        set_id=row.set_id,
        kind=row.kind,
        record_id=row.record_id,
        action=Action(row.action),
        before=values_from_json(kind, row.before) if kind else row.before,
        after=values_from_json(kind, row.after) if kind else row.after,
    )
