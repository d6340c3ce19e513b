"""What the register holds, who changed it, and what was before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

__all__ = [
    "Action",
    "Actor",
    "Change",
    "ChangeSet",
    "Edit",
    "FieldValue",
    "Record",
    "Role",
]

FieldValue = str | int | float | bool | date | bytes | None


class Role(StrEnum):
    """What somebody may do in the register."""

    DEPARTMENT = "department"  # reads and writes everything
    COMMUNE = "commune"  # writes what lies in its own units
    OPERATOR = "operator"  # writes its own, sees nobody else's confidential fields
    READER = "reader"  # reads what is not confidential


@dataclass(frozen=True)
class Actor:
    """Who acts.

    Attributes:
        units: Codes of the communes of a COMMUNE.
        operator: Name of an OPERATOR.
    """

    name: str
    role: Role = Role.DEPARTMENT
    units: frozenset[str] = frozenset()
    operator: str = ""


@dataclass(frozen=True)
class Record:
    """One thing of the register.

    Attributes:
        id: Number within its kind, never used again.
        revision: Grows by one with every change: 1 when it is new.
        values: By field; ``geometry`` (WKB) beside them for lines and polygons. Fields
            that are not known are None.
        confirmed_on: When somebody last said that it is so.
    """

    kind: str
    id: int
    revision: int
    values: Mapping[str, FieldValue]
    confirmed_on: date | None = None


class Action(StrEnum):
    """What happens to a record."""

    CREATE = "create"
    UPDATE = "update"
    CONFIRM = "confirm"  # the values stay; somebody said that they hold
    DELETE = "delete"
    MERGE = "merge"  # it goes, its history and source keys live on in another


@dataclass(frozen=True)
class Edit:
    """A change that is asked for.

    Attributes:
        record_id: None for a CREATE.
        values: The fields that change (all that are known for a CREATE).
        revision: The record as the caller saw it: the edit is refused when somebody
            changed it since. None for a CREATE.
        into_id: The record that lives on, for a MERGE.
        source_key: How the sender's file names the record; empty when it does not.
    """

    kind: str
    action: Action
    record_id: int | None = None
    values: Mapping[str, FieldValue] = field(default_factory=dict)
    revision: int | None = None
    into_id: int | None = None
    source_key: str = ""


@dataclass(frozen=True)
class Change:
    """One change that happened.

    Attributes:
        before: All values before; None for a CREATE.
        after: All values after; None for a DELETE or MERGE.
    """

    id: int
    set_id: int
    kind: str
    record_id: int
    action: Action
    before: Mapping[str, FieldValue] | None
    after: Mapping[str, FieldValue] | None


@dataclass(frozen=True)
class ChangeSet:
    """Changes that happened together: an import, a form, an undo.

    Attributes:
        at: When, in UTC.
        actor: Who.
        reason: Why.
        source: File that it came from, with its SHA-256; empty for a change by hand.
        sender: Who sent that file; empty likewise.
        undoes: The set that it takes back; None when it takes none back.
        counts: How many changes of each kind and action: ``{("site", "create"): 12}``.
    """

    id: int
    at: datetime
    actor: str
    reason: str
    source: str = ""
    source_sha256: str = ""
    sender: str = ""
    undoes: int | None = None
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
