"""What a set changes in the register, worked out before anything is written."""

from dataclasses import dataclass
from typing import NamedTuple

from hatangso.model.record import Action, FieldValue
from hatangso.model.record_kind import RecordKind
from hatangso.registry.record_rows import RecordState, key_of

__all__ = ["ChangePlan", "KeyChange", "PlannedChange", "name_of", "shown_key"]


class PlannedChange(NamedTuple):
    """One record before and after; a tuple, since there are many.

    Attributes:
        before: None for a record that is not there.
        after: None for a record that will not be there.
        into_id: The record that lives on, for a merge and for taking one back.
        edit_number: Which edit asked for it, from 1; that of the merge for references
            that follow it; 0 for none, as in an undo.
    """

    kind: RecordKind
    record_id: int
    action: Action
    before: RecordState | None
    after: RecordState | None
    edit_number: int
    into_id: int | None = None

    @property
    def revision(self) -> int:
        """Return the revision that the change makes of the record."""
        if self.after is not None:
            return self.after.revision
        return self.before.revision + 1 if self.before else 1


@dataclass(frozen=True)
class KeyChange:
    """A sender's key before and after: the record that it means, None for none."""

    kind: str
    sender: str
    key: str
    before_id: int | None
    after_id: int | None


@dataclass(frozen=True)
class ChangePlan:
    """All that one set changes."""

    changes: tuple[PlannedChange, ...]
    key_changes: tuple[KeyChange, ...]


def name_of(kind: RecordKind, record_id: int, state: RecordState | None) -> str:
    """Return how a person recognises a record: its number and, if known, its key."""
    key = key_of(kind, state.values) if state else None
    number = f"{kind.code} {record_id}"
    return f"{number} ({shown_key(key)})" if key else number


def shown_key(key: tuple[FieldValue, ...]) -> str:
    """Return the parts of a key that are known, as a person reads them."""
    return ", ".join(str(part) for part in key if part is not None)
