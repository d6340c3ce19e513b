"""What an answer to voters about the signal at a place rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.model.provenance import Reality

__all__ = [
    "UNTOLD",
    "CaseOrigin",
    "PetitionCase",
    "PlannedStation",
    "SiteNearby",
    "least_trusted",
]


@dataclass(frozen=True)
class CaseOrigin:
    """Where numbers of a case come from, and how much they may be trusted."""

    period: str = ""
    source: str = ""
    reality: Reality = Reality.REAL


UNTOLD = CaseOrigin()
"""Where nobody asks for the origin."""


@dataclass(frozen=True)
class SiteNearby:
    """The nearest site of one operator.

    Attributes:
        obstacle_m: Height above sea level of what blocks the sight; None: nothing does.
        is_terrain_known: Whether the ground between is known.
        origin: Of the distance.
        terrain_origin: Of what is said of the obstacle.
    """

    operator: str
    name: str
    technologies: tuple[str, ...]
    distance_m: float
    is_terrain_known: bool
    obstacle_m: float | None
    obstacle_from_place_m: float | None
    origin: CaseOrigin = UNTOLD
    terrain_origin: CaseOrigin = UNTOLD


@dataclass(frozen=True)
class PlannedStation:
    """What a plan that nobody has adopted yet builds for the place.

    Attributes:
        work: What is built, to be read within a sentence: ``xây cột mới``.
        where: ``gần Bản Giòng``; empty where ``work`` names the station.
        operator: Empty where it is left open.
        when: ``năm 2027``.
    """

    work: str
    where: str
    operator: str
    when: str


@dataclass(frozen=True)
class PetitionCase:
    """What is known of a place; None and empty: not known.

    Attributes:
        kind: ``white``, ``hollow`` or empty: the official classes.
        state: Code of the hole's state in the register; empty: no record stands, the
            computation alone finds no signal.
        planned: What the province's plan would build; None when it builds nothing.
        key: Of the place among the numbers of a document.
        origin: Of households and people.
    """

    place: str
    commune: str
    households: int | None
    people: int | None
    kind: str
    state: str
    has_grid_power: bool | None
    sites: Sequence[SiteNearby]
    responsible_operator: str
    promised_on: date | None
    closed_on: date | None
    funding: str
    planned: PlannedStation | None = None
    key: str = ""
    origin: CaseOrigin = UNTOLD


def least_trusted(realities: Iterable[Reality]) -> Reality:
    """Return what a number is that rests on several; on none it is real."""
    order = (Reality.REAL, Reality.DERIVED, Reality.SYNTHETIC)
    return max(realities, key=order.index, default=Reality.REAL)
