"""What people report about the signal where they live."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["CitizenReport", "ReportState", "Reporter"]


class ReportState(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    CONFIRMED = "confirmed"  # a hole of the register came of it, or it belongs to one
    REJECTED = "rejected"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Reporter:
    """Who reported: personal data, seen by those who answer, and removable."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class CitizenReport:
    """One report of missing or weak signal.

    Attributes:
        reference: Code that the reporter may look the state up by.
        commune_code: Of the place; empty when it lies in no commune of the province.
        operator: Whose signal is missing; empty when of all.
        technology: ``2G`` … ``5G``; empty when nobody said.
        text: In the reporter's words.
        reporter: None when nobody left a name, or it was removed.
        photos: Names of the kept pictures.
        hole_id: Number of the register's record that it belongs to; None without one.
        answer: What was answered; empty before.
    """

    id: int
    reference: str
    created_at: datetime
    lon_deg: float
    lat_deg: float
    commune_code: str
    operator: str
    technology: str
    text: str
    state: ReportState
    reporter: Reporter | None = None
    photos: tuple[str, ...] = ()
    hole_id: int | None = None
    answer: str = ""
    answered_at: datetime | None = None
