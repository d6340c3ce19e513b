"""Who asks for which service, and how much of it a document promises by when."""

from dataclasses import dataclass
from enum import StrEnum

from hatangso.model.site import Technology

__all__ = ["AskedService", "Demand", "Goal", "Measure"]


class Measure(StrEnum):
    """What a goal counts."""

    PEOPLE = "people"
    HOUSEHOLDS = "households"
    LOCALITIES = "localities"
    ROAD_KM = "road_km"
    FACILITIES = "facilities"


@dataclass(frozen=True)
class AskedService:
    """A service as goals ask for it: a technology with a rate, or fibre.

    Attributes:
        name: As goals and demands name it: ``4G``, ``5G-100``, ``fibre``.
        technology: Of a mobile service; None for fibre.
        rate_mbps: Median rate of one user that is asked besides the level; 0 asks for
            none. Of fibre, what the access node offers.
    """

    name: str
    technology: Technology | None
    rate_mbps: float = 0.0

    @property
    def is_fibre(self) -> bool:
        """Whether it comes over glass."""
        return self.technology is None


@dataclass(frozen=True)
class Demand:
    """One place that wants one service.

    Attributes:
        id: Unique; ``demand_id`` of service and place.
        service: Name of the service that is asked for.
        place_id: The locality, the facility, or the sample of a road.
        kind: ``locality``, ``road``, or the kind of the facility.
        people: Inhabitants, 0 or more; 0 of facilities and roads.
        households: Households, likewise.
        road_m: Length of road that it stands for, in whole metres; 0 of others.
        difficulty_class: Of a locality, as its province classes it; empty when nobody
            has said.
        has_grid_power: Of a locality, whether the power grid reaches it; None likewise.
    """

    id: str
    service: str
    place_id: str
    kind: str
    people: int = 0
    households: int = 0
    road_m: int = 0
    difficulty_class: str = ""
    has_grid_power: bool | None = None

    @staticmethod
    def id_of(service: str, place_id: str) -> str:
        """Return the identifier of a demand."""
        return f"{service}:{place_id}"

    @staticmethod
    def parts_of(demand_id: str) -> tuple[str, str]:
        """Return service and place of an identifier that ``id_of`` made."""
        service, _, place_id = demand_id.partition(":")
        return service, place_id


@dataclass(frozen=True)
class Goal:
    """What must be reached by the end of a year.

    Attributes:
        service: Name of the service.
        measure: What is counted.
        ratio: Share to reach of those whose coverage is known, 0 to 1; None asks for
            all that anything can reach.
        year: By whose end.
        kinds: Of facilities, the kinds that count; empty for all.
        difficulty: Of localities, the classes that count; empty for all.
        grid_power: Of localities, whether only those count that the power grid reaches
            (those of which nobody has said it does not), or only those without; None
            for all.
        document: Who asks for it, in words; empty when the planner does.
    """

    service: str
    measure: Measure
    ratio: float | None
    year: int
    kinds: tuple[str, ...] = ()
    document: str = ""
    difficulty: tuple[str, ...] = ()
    grid_power: bool | None = None

    def weight_of(self, demand: Demand) -> int:
        """Return how much a demand counts: people, households, metres, or one."""
        if demand.service != self.service:
            return 0
        is_locality = demand.kind == "locality" and self._means(demand)
        is_facility = demand.kind not in {"locality", "road"}
        if self.measure is Measure.FACILITIES:
            return int(is_facility and (not self.kinds or demand.kind in self.kinds))
        return {
            Measure.PEOPLE: demand.people if is_locality else 0,
            Measure.HOUSEHOLDS: demand.households if is_locality else 0,
            Measure.LOCALITIES: int(is_locality),
            Measure.ROAD_KM: demand.road_m,
        }[self.measure]

    def _means(self, locality: Demand) -> bool:
        """Return whether a locality is one of those that count."""
        is_asked = not self.difficulty or locality.difficulty_class in self.difficulty
        if self.grid_power is None:
            return is_asked
        has_power = locality.has_grid_power is not False
        return is_asked and has_power is self.grid_power
