"""What happened to records: who changed what, when, why, and what was before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from hatangso.errors import Message
from hatangso.language import fold, format_number, translate
from hatangso.model.record import Action, Actor, Change, ChangeSet, FieldValue, Record
from hatangso.model.record_kind import RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.rights import hidden_fields, refusal_of, visible
from hatangso.web.application_state import VIETNAM_TIME
from hatangso.web.views.record_words import ACTIONS, RecordWords

__all__ = [
    "Difference",
    "HistoryQuery",
    "SetLine",
    "ShownChange",
    "is_undoable",
    "seen_change",
    "set_line",
    "shown_change",
    "sought_sets",
]

Values = Mapping[str, FieldValue]
_GEOMETRY = "geometry"
_SHAPE = Message("Shape on the map")


@dataclass(frozen=True)
class Difference:
    """One field before and after."""

    label: str | Message
    before: str
    after: str


@dataclass(frozen=True)
class ShownChange:
    """What happened to a record once.

    Attributes:
        href: The record, where it still exists.
        differences: Of the fields that the visitor may see.
        is_hidden: Whether other fields may have changed.
        made: The set that it belongs to; None in a list of one set's changes.
    """

    record_id: int
    name: str
    href: str
    action: Action
    action_word: Message
    differences: tuple[Difference, ...]
    is_hidden: bool
    made: "SetLine | None" = None


@dataclass(frozen=True)
class SetLine:
    """A set of changes in a list.

    Attributes:
        counts: What it did, in words: "12 added: Site".
        undone_by: Number of the set that took it back; None when none did.
    """

    id: int
    at: datetime
    actor: str
    reason: str
    source: str
    sender: str
    undoes: int | None
    undone_by: int | None
    counts: tuple[str, ...]
    total: int


@dataclass(frozen=True)
class HistoryQuery:
    """Which sets are asked for; empty parts ask for all.

    Attributes:
        who: Part of a name, with or without diacritics.
        kind: Code of a kind.
        source: Part of a file's name or of who sent it.
        first: The first day, in Viet Nam.
        last: The last day, likewise.
    """

    who: str = ""
    kind: str = ""
    source: str = ""
    first: date | None = None
    last: date | None = None


def sought_sets(sets: Sequence[ChangeSet], query: HistoryQuery) -> list[ChangeSet]:
    """Return the sets that are asked for."""
    return [one for one in sets if _is_sought(one, query)]


def _is_sought(one: ChangeSet, query: HistoryQuery) -> bool:
    day = one.at.astimezone(VIETNAM_TIME).date()
    return (
        fold(query.who) in fold(one.actor)
        and fold(query.source) in fold(f"{one.source} {one.sender}")
        and (not query.kind or query.kind in {kind for kind, _ in one.counts})
        and (query.first is None or day >= query.first)
        and (query.last is None or day <= query.last)
    )


def set_line(
    one: ChangeSet, words: RecordWords, undone_by: Mapping[int, int]
) -> SetLine:
    """Return a set as a list shows it."""
    kinds = shipped_kinds()
    counts = []
    for (code, action), count in one.counts.items():
        kind = words.kind(kinds[code]) if code in kinds else code
        word = translate(ACTIONS[Action(action)], words.language)
        number = format_number(count, 0, words.language)
        counts.append(f"{kind}: {number} {word}")
    return SetLine(
        one.id,
        one.at,
        one.actor,
        one.reason,
        one.source,
        one.sender,
        one.undoes,
        undone_by.get(one.id),
        tuple(counts),
        sum(one.counts.values()),
    )


def seen_change(change: Change, actor: Actor) -> Change:
    """Return a change without what somebody may not see, before or after.

    Whose the record was decides about what it was, whose it is about what it is.
    """
    kind = shipped_kinds().get(change.kind)
    if kind is None:
        # Nobody knows any more which of its fields were confidential.
        return replace(
            change,
            before=None if change.before is None else {},
            after=None if change.after is None else {},
        )
    return replace(
        change,
        before=_masked(actor, kind, change, change.before),
        after=_masked(actor, kind, change, change.after),
    )


def _masked(
    actor: Actor, kind: RecordKind, change: Change, values: Values | None
) -> Values | None:
    if values is None:
        return None
    return visible(actor, kind, Record(kind.code, change.record_id, 0, values)).values


def shown_change(
    change: Change,
    actor: Actor,
    words: RecordWords,
    *,
    made: SetLine | None = None,
    living: frozenset[int] | None = None,
) -> ShownChange:
    """Return a change as a page shows it.

    Args:
        change: With all its values; what the visitor may not see is left out here.
        actor: Who looks.
        words: The reader's.
        made: The set that it belongs to.
        living: Numbers of the records that exist; None: no links are wanted.
    """
    kind = shipped_kinds().get(change.kind)
    seen = seen_change(change, actor)
    before, after = seen.before or {}, seen.after or {}
    name = words.name(kind, after or before) if kind else ""
    exists = living is not None and change.record_id in living
    return ShownChange(
        change.record_id,
        name or f"{words.kind(kind) if kind else change.kind} {change.record_id}",
        f"/ha-tang/{change.kind}/{change.record_id}" if exists else "",
        change.action,
        ACTIONS[change.action],
        _differences(kind, before, after, words) if kind else (),
        is_hidden=kind is None or _has_hidden(actor, kind, change),
        made=made,
    )


def _has_hidden(actor: Actor, kind: RecordKind, change: Change) -> bool:
    return any(
        hidden_fields(actor, kind, values)
        for values in (change.before, change.after)
        if values is not None
    )


def _differences(
    kind: RecordKind, before: Values, after: Values, words: RecordWords
) -> tuple[Difference, ...]:
    found = [
        Difference(
            words.label(item),
            words.with_unit(item, before.get(item.name)),
            words.with_unit(item, after.get(item.name)),
        )
        for item in kind.fields
        if before.get(item.name) != after.get(item.name)
    ]
    if before.get(_GEOMETRY) != after.get(_GEOMETRY):
        shapes = (before.get(_GEOMETRY), after.get(_GEOMETRY))
        told = [words.value(kind.fields[0], one) for one in shapes]
        found.append(Difference(_SHAPE, *told))
    return tuple(found)


def is_undoable(changes: Sequence[Change], actor: Actor) -> bool:
    """Return whether somebody has the right to take all of some changes back.

    The register decides; this spares buttons that would be refused.
    """
    kinds = shipped_kinds()
    return all(
        one.kind in kinds
        and refusal_of(actor, kinds[one.kind], one.after, one.before) is None
        for one in changes
    )
