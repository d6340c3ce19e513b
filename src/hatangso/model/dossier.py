"""Dossiers of administrative procedures, and what became of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Dossier", "DossierState"]


class DossierState(StrEnum):
    """What a dossier is on a day, held against its deadline."""

    EARLY = "early"  # handled on a day before that of the deadline
    ON_TIME = "on_time"
    LATE = "late"
    WAITING = "waiting"
    WAITING_LATE = "waiting_late"
    SUSPENDED = "suspended"  # the citizen was asked for a supplement
    CANCELLED = "cancelled"
    NO_DEADLINE = "no_deadline"
    NOT_YET = "not_yet"  # received after the day


@dataclass(frozen=True, slots=True)
class Dossier:
    """One dossier as a one-stop system exports it; times are Viet Nam's, to the minute.

    Attributes:
        due: Midnight after the day where the file names a day only; None when missing.
        term_days: Working days that the procedure gives; 0 when not told.
        returned: When the result was given; None while it is not.
        supplements: From when until when the office waited for a supplement, in order
            and apart; the last may be open.
        row: Of the file; its first, where a dossier has several.
        resolved: When the office had its result, where that is told apart.
    """

    id: str
    procedure: str
    agency: str
    field: str
    received: datetime
    due: datetime | None
    term_days: int
    returned: datetime | None
    is_cancelled: bool
    supplements: tuple[tuple[datetime, datetime | None], ...]
    row: int
    resolved: datetime | None = None
