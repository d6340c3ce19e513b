"""What a list of places without signal rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hatangso.documents.kinds.petition_case import UNTOLD, CaseOrigin
from hatangso.documents.official.blocks import Figure
from hatangso.documents.official.issuer import Issuer

__all__ = ["HoleClass", "HoleEntry", "HoleListFacts", "Obstruction", "SiteOf"]


class HoleClass(StrEnum):
    """The two official classes, and what stands outside of them."""

    WHITE = "white"
    HOLLOW = "hollow"
    UNCLASSED = "unclassed"
    SIMULATED_NONE = "simulated_none"  # the computation finds no mobile signal
    SIMULATED_4G = "simulated_4g"  # it finds 2G or 3G, but no 4G


@dataclass(frozen=True)
class SiteOf:
    """The nearest site of an operator.

    Attributes:
        name: Code or name; empty when only the distance was told.
        distance_km: None when only the site was told.
    """

    operator: str
    name: str
    distance_km: float | None
    origin: CaseOrigin = UNTOLD


@dataclass(frozen=True)
class Obstruction:
    """What stands in the way of the signal.

    Attributes:
        told: As somebody wrote it; empty when it was computed.
        top_m: Above sea level; None when nothing was computed.
        from_place_m: How far from the place, likewise.
    """

    told: str = ""
    top_m: float | None = None
    from_place_m: float | None = None
    origin: CaseOrigin = UNTOLD


@dataclass(frozen=True)
class HoleEntry:
    """One place; None and empty: not known.

    Attributes:
        key: Unique among the places.
        difficulty: In words.
        state: In words; empty of a place that no record speaks of.
        origin: Of households and people.
    """

    key: str
    hole_class: HoleClass
    place: str
    cluster: str
    commune: str
    households: int | None
    people: int | None
    has_grid_power: bool | None
    difficulty: str = ""
    sites: tuple[SiteOf, ...] = ()
    obstruction: Obstruction = Obstruction()
    operator: str = ""
    promised_on: date | None = None
    is_late: bool = False
    funding: str = ""
    state: str = ""
    origin: CaseOrigin = UNTOLD


@dataclass(frozen=True)
class HoleListFacts:
    """Everything of the list.

    Attributes:
        as_of: The day for which it stands.
        is_simulated: The register has none: the places were computed.
        closed: Places of the register that have signal by now; None: no register.
        map: None where it cannot be drawn.
        marks: Sentences about data that are derived or synthetic.
    """

    issuer: Issuer
    as_of: date
    entries: tuple[HoleEntry, ...]
    is_simulated: bool = False
    closed: int | None = None
    map: Figure | None = None
    marks: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
