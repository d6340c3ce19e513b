"""People who bring digital services to people: teams, officials, events."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["DigitalTeam", "Officials", "OutreachEvent", "TeamTier", "Village"]


class TeamTier(StrEnum):
    """Whom a team serves."""

    COMMUNE = "commune"
    VILLAGE = "village"


@dataclass(frozen=True)
class DigitalTeam:
    """A community digital team.

    Attributes:
        number: Of its record.
        commune: Code that its record names, of today or of former times.
        homes: Communes of today that this code stands for, the largest part first;
            empty when it stands for none of the province.
        locality: Village that it serves, as it was written; empty when it was not.
        members: None when nobody has told; likewise the others.
    """

    number: int
    name: str
    tier: TeamTier | None
    commune: str
    homes: tuple[str, ...]
    locality: str = ""
    members: int | None = None
    trained: int | None = None
    trained_on: date | None = None


@dataclass(frozen=True)
class Village:
    """A village that should have a team.

    Attributes:
        number: Of its record.
        id: Its code; teams may name it instead of its name.
    """

    number: int
    id: str
    name: str
    commune: str


@dataclass(frozen=True)
class Officials:
    """Those who work at an agency.

    Attributes:
        number: Of the agency's record.
        staff: None when nobody has told; likewise the others.
    """

    number: int
    name: str
    commune: str = ""
    staff: int | None = None
    it_staff: int | None = None
    trained: int | None = None


@dataclass(frozen=True)
class OutreachEvent:
    """A training, an outreach event, a contest or a workshop.

    Attributes:
        number: Of its record.
        kind: Code of the record's choice; empty when nobody has told.
    """

    number: int
    name: str
    kind: str = ""
    audience: str = ""
    held_on: date | None = None
    agency: str = ""
    commune: str = ""
    participants: int | None = None
