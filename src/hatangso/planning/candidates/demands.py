"""Who wants what: places and services, and whether they are served today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hatangso.model.coverage import REACHED_LEVELS, CoverageLevel, PointCoverage
from hatangso.model.demand import AskedService, Demand, Goal, Measure
from hatangso.model.place import Facility, Locality

__all__ = ["DemandState", "RoadPiece", "demands", "is_served"]


@dataclass(frozen=True)
class RoadPiece:
    """A stretch of road, told by its middle.

    Attributes:
        id: Unique in the province.
        lon_deg: Longitude of the middle, WGS 84.
        lat_deg: Latitude of the middle, WGS 84.
        length_m: In whole metres.
    """

    id: str
    lon_deg: float
    lat_deg: float
    length_m: int


@dataclass(frozen=True)
class DemandState:
    """Demands, and where they stand today.

    Attributes:
        demand: One for every place and service that a goal or a count needs.
        covered: Identifiers of those that are served.
        unknown: Identifiers of those of which nobody can tell.
        places: The places of the others, by service.
    """

    demand: tuple[Demand, ...]
    covered: frozenset[str]
    unknown: frozenset[str]
    places: Mapping[str, tuple[Locality | Facility | RoadPiece, ...]]


def demands(
    services: Sequence[AskedService],
    goals: Sequence[Goal],
    *,
    localities: Sequence[Locality],
    facilities: Sequence[Facility],
    roads: Sequence[RoadPiece],
    served: Mapping[str, Mapping[str, bool | None]],
) -> DemandState:
    """Return the demands of a plan.

    Localities want every service; facilities and roads want what a goal asks for them.

    Args:
        services: What is planned.
        goals: What they must reach.
        localities: All of the province.
        facilities: Likewise.
        roads: Likewise.
        served: By service and place, whether it is served today; None, or no entry,
            where nobody can tell.
    """
    found: list[Demand] = []
    places: dict[str, tuple[Locality | Facility | RoadPiece, ...]] = {}
    covered, unknown = set(), set()
    for service in services:
        wanting = []
        asked = _asked(service, goals, localities, facilities, roads)
        for place, demand in asked:
            found.append(demand)
            state = served.get(service.name, {}).get(place.id)
            if state is None:
                unknown.add(demand.id)
            elif state:
                covered.add(demand.id)
            else:
                wanting.append(place)
        places[service.name] = tuple(wanting)
    return DemandState(tuple(found), frozenset(covered), frozenset(unknown), places)


def is_served(
    coverage: PointCoverage, service: AskedService, *, operator: str = ""
) -> bool | None:
    """Return whether a place has a mobile service today; None when nobody can tell.

    Args:
        coverage: Of the service's technology at the place, with the rate of whose
            coverage counts.
        service: What is asked.
        operator: Whose coverage counts; empty for anybody's.
    """
    is_reached = coverage.level in REACHED_LEVELS
    if operator:
        is_reached = operator in coverage.operators
    if coverage.level is CoverageLevel.UNKNOWN and not is_reached:
        return None
    if is_reached and service.rate_mbps:
        rate_mbps = coverage.rate_mbps
        return None if rate_mbps is None else rate_mbps >= service.rate_mbps
    return is_reached


def _asked(
    service: AskedService,
    goals: Iterable[Goal],
    localities: Sequence[Locality],
    facilities: Sequence[Facility],
    roads: Sequence[RoadPiece],
) -> list[tuple[Locality | Facility | RoadPiece, Demand]]:
    """Return the places that want a service, with their demands."""
    name = service.name
    own = [goal for goal in goals if goal.service == name]
    asked: list[tuple[Locality | Facility | RoadPiece, Demand]] = [
        (
            one,
            Demand(
                Demand.id_of(name, one.id),
                name,
                one.id,
                "locality",
                people=one.people,
                households=one.households,
                difficulty_class=one.difficulty_class,
                has_grid_power=one.has_grid_power,
            ),
        )
        for one in localities
    ]
    kinds = [set(g.kinds) for g in own if g.measure is Measure.FACILITIES]
    asked += [
        (one, Demand(Demand.id_of(name, one.id), name, one.id, one.kind))
        for one in facilities
        if any(not wanted or one.kind in wanted for wanted in kinds)
    ]
    if any(goal.measure is Measure.ROAD_KM for goal in own):
        asked += [
            (
                one,
                Demand(
                    Demand.id_of(name, one.id),
                    name,
                    one.id,
                    "road",
                    road_m=one.length_m,
                ),
            )
            for one in roads
        ]
    return asked
