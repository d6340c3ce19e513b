"""What the register knows, how fresh it is, and which records may be one thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from hatangso.errors import InvalidInputError, Message, NotFoundError
from hatangso.model.record import Action, Actor, ChangeSet, Edit, Record
from hatangso.model.record_kind import RecordKind
from hatangso.registry.duplicates import Duplicate, duplicates_of, merged_values
from hatangso.registry.freshness import KindState, state_of
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.register.import_matching import key_text
from hatangso.workflows.register.register_tables import (
    opened_register,
    register_view,
    write_tables,
)

__all__ = ["MergeSummary", "RegisterState", "merge_records", "register_state"]


_ONE_THING = Message("two records were one thing")


@dataclass(frozen=True)
class RegisterState:
    """What the register knows of the kinds that were asked for.

    Attributes:
        kinds: By code, in the order of the catalogue; kinds without records are left
            out unless they were asked for.
        states: By the same codes.
        duplicates: By the same codes, the surest first; kinds without are left out.
    """

    kinds: Mapping[str, RecordKind]
    states: Mapping[str, KindState]
    duplicates: Mapping[str, tuple[Duplicate, ...]]

    def name_of(self, record: Record) -> str:
        """Return what names a record in files, with what people call it."""
        key = key_text(self.kinds[record.kind], record.values)
        called = str(record.values.get("name") or "")
        return f"{key} ({called})" if called and called != key else key


@dataclass(frozen=True)
class MergeSummary:
    """What became of two records.

    Attributes:
        learned: Fields that the winner took from the loser.
        disputed: Fields that both knew and told differently: the winner's value stays.
        notes: What the reader of the province's tables should know.
    """

    change_set: ChangeSet
    learned: tuple[str, ...]
    disputed: tuple[str, ...]
    notes: tuple[Message, ...]


def register_state(directory: Path, *, today: date, kind: str = "") -> RegisterState:
    """Look at the register of a province, without writing anything.

    Args:
        directory: The province directory.
        today: For what is stale.
        kind: Code of the one kind to look at; empty looks at all.

    Raises:
        NotFoundError: It is no province directory, or no kind has this code.
        InvalidInputError: A table of the directory has errors; it carries them.
    """
    catalogue = shipped_kinds()
    asked = [_kind(catalogue, kind)] if kind else list(catalogue.values())
    kinds, states, duplicates = {}, {}, {}
    with register_view(directory, catalogue) as view:
        for one in asked:
            records = view.records(one.code)
            if not records and not kind:
                continue
            kinds[one.code] = one
            states[one.code] = state_of(one, records, today=today)
            found = tuple(duplicates_of(one, records))
            if found:
                duplicates[one.code] = found
    return RegisterState(kinds, states, duplicates)


def merge_records(
    directory: Path,
    kind: str,
    *,
    winner: str,
    loser: str,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> MergeSummary:
    """Make one record of two: the winner lives on and keeps both histories.

    The winner learns what only the loser knew; where both know, the winner's value
    stays.

    Args:
        directory: The province directory.
        kind: Code of their kind.
        winner: Name of the record that lives on, as files write it.
        loser: Name of the record that goes.
        actor: Who merges.
        at: When.
        reason: Why; empty says that they were one thing.

    Raises:
        NotFoundError: No kind or record has this name.
        InvalidInputError: Both names are one record, or the actor may not change it.
        StaleResultError: Somebody changed one of them meanwhile.
    """
    catalogue = shipped_kinds()
    told = _kind(catalogue, kind)
    with opened_register(directory, catalogue, at=at) as register:
        records = register.records(kind)
        one, other = (_named(told, records, name) for name in (winner, loser))
        if one.id == other.id:
            text = "{name} is one record: name two that are to be merged"
            raise InvalidInputError(text, name=winner)
        learned, disputed = merged_values(one, other)
        edits = [
            Edit(kind, Action.MERGE, other.id, revision=other.revision, into_id=one.id)
        ]
        if learned:
            edits.append(
                Edit(kind, Action.UPDATE, one.id, learned, revision=one.revision)
            )
        change_set = register.commit(
            edits, actor=actor, at=at, reason=reason or _ONE_THING.text
        )
        notes = write_tables(directory, register, {kind})
    return MergeSummary(change_set, tuple(learned), disputed, tuple(notes))


def _kind(catalogue: Mapping[str, RecordKind], code: str) -> RecordKind:
    if code not in catalogue:
        raise NotFoundError(
            "no kind of record is called {code}; write one of: {names}",
            code=code,
            names=", ".join(catalogue),
        )
    return catalogue[code]


def _named(kind: RecordKind, records: list[Record], name: str) -> Record:
    found = [record for record in records if key_text(kind, record.values) == name]
    if not found:
        raise NotFoundError(
            'no {kind} is called "{name}"', kind=kind.name_vi, name=name
        )
    return found[0]
