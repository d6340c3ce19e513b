"""Plain counts of what a service reaches, does not reach, and of what nobody knows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from hatangso.errors import InvalidInputError
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.province import Province
from hatangso.model.site import Technology

__all__ = [
    "CoverageCounts",
    "RoadKm",
    "Service",
    "Subject",
    "Tally",
    "add_tallies",
    "measure_coverage",
]

RoadKm = Mapping[tuple[Technology, CoverageLevel, str], float]
_Levels = Mapping[Technology, CoverageLevel]


class Subject(StrEnum):
    """What is counted."""

    LOCALITY = "locality"
    PERSON = "person"
    COMMUNE = "commune"
    FACILITY = "facility"
    ROAD_KM = "road_km"
    SITE_SHARED = "site_shared"
    STATION_5G = "station_5g"
    RATE = "rate"


class Service(StrEnum):
    """What a target asks for: one technology, or any of several."""

    MOBILE = "mobile"
    MOBILE_BROADBAND = "mobile_broadband"
    G4 = "4g"
    G5 = "5g"
    G4_OR_G5 = "4g_5g"


TECHNOLOGIES: Mapping[Service, tuple[Technology, ...]] = MappingProxyType(
    {
        Service.MOBILE: tuple(Technology),
        Service.MOBILE_BROADBAND: (Technology.G3, Technology.G4, Technology.G5),
        Service.G4: (Technology.G4,),
        Service.G5: (Technology.G5,),
        Service.G4_OR_G5: (Technology.G4, Technology.G5),
    }
)
_ENOUGH: Mapping[CoverageLevel, frozenset[CoverageLevel]] = MappingProxyType(
    {
        CoverageLevel.BASIC: frozenset({CoverageLevel.BASIC, CoverageLevel.GOOD}),
        CoverageLevel.GOOD: frozenset({CoverageLevel.GOOD}),
    }
)


@dataclass(frozen=True)
class Tally:
    """Things reached, things known not to be, and things of which nobody knows."""

    reached: float = 0
    missed: float = 0
    unknown: float = 0

    @property
    def known(self) -> float:
        """Return the denominator of a share: what is reached or known not to be."""
        return self.reached + self.missed


_Key = tuple[Subject, Service | None, CoverageLevel, str]


@dataclass(frozen=True)
class CoverageCounts:
    """All tallies of one province.

    Attributes:
        tallies: By subject, service, level, and kind of facility or road (else empty).
        layers: Layers that the province has.
        mean_rate_mbps: Mean of the simulated rates where people live, over those whom
            a service reaches; nothing where no rate was computed.
    """

    tallies: Mapping[_Key, Tally] = field(default_factory=lambda: MappingProxyType({}))
    layers: frozenset[str] = frozenset()
    mean_rate_mbps: Mapping[Service, float] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def tally(
        self,
        subject: Subject,
        service: Service | None,
        kind: str = "",
        *,
        level: CoverageLevel = CoverageLevel.BASIC,
    ) -> Tally:
        """Return a tally; an empty one for things that the province does not have."""
        return self.tallies.get((subject, service, level, kind), Tally())


def add_tallies(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies of different things."""
    parts = tuple(tallies)
    return Tally(
        sum(part.reached for part in parts),
        sum(part.missed for part in parts),
        sum(part.unknown for part in parts),
    )


def measure_coverage(
    province: Province,
    localities: Sequence[PointCoverage],
    facilities: Sequence[PointCoverage],
    road_km: RoadKm,
) -> CoverageCounts:
    """Count what the services of a province reach.

    A place is reached when any technology asked for reaches it, and not reached only
    when all of them are known not to. A technology that no station of the province
    offers reaches nothing; one that is offered but was not computed is unknown.

    Args:
        province: The layers; a province without services leaves everything unknown.
        localities: Coverage of localities by technology, in any order.
        facilities: Coverage of facilities by technology, in any order.
        road_km: Kilometres by technology, level and kind of road. As the technologies
            of one kilometre cannot be told from each other, any of several reaches at
            least what the best of them reaches.

    Raises:
        InvalidInputError: A point is not in the province or stands twice; the message
            names all of them.
    """
    points = _levels(localities, {item.id for item in province.localities})
    places = _levels(facilities, {item.id for item in province.facilities})
    absent = _absent(province)
    tallies: dict[_Key, Tally] = {}
    for level in (CoverageLevel.BASIC, CoverageLevel.GOOD):
        for service in Service:
            judge = _Judge(TECHNOLOGIES[service], level, absent)
            found = {
                **_count_localities(province, points, judge),
                **_count_facilities(province, places, judge),
                **_count_roads(road_km, judge),
            }
            for (subject, kind), tally in found.items():
                tallies[subject, service, level, kind] = tally
        for subject, tally in _count_sites(province).items():
            tallies[subject, None, level, ""] = tally
    return CoverageCounts(
        MappingProxyType(tallies),
        frozenset(province.provenances),
        _mean_rates_mbps(province, localities),
    )


def _mean_rates_mbps(
    province: Province, localities: Sequence[PointCoverage]
) -> Mapping[Service, float]:
    """Return the mean rate of the people reached, for services of one technology."""
    people = {item.id: item.people for item in province.localities}
    enough = _ENOUGH[CoverageLevel.BASIC]
    means = {}
    for service in (Service.G4, Service.G5):
        found = [
            (people[point.point_id], point.rate_mbps)
            for point in localities
            if point.technology in TECHNOLOGIES[service]
            and point.level in enough
            and point.rate_mbps is not None
        ]
        total = sum(weight for weight, _ in found)
        if total:
            means[service] = sum(weight * mbps for weight, mbps in found) / total
    return MappingProxyType(means)


@dataclass(frozen=True)
class _Judge:
    """Says whether a place is reached, by any of some technologies at a level."""

    technologies: tuple[Technology, ...]
    level: CoverageLevel
    absent: frozenset[Technology]

    def verdict(self, levels: _Levels) -> bool | None:
        """Return whether a place is reached; None when nobody knows."""
        known = [
            CoverageLevel.NONE
            if technology in self.absent
            else levels.get(technology, CoverageLevel.UNKNOWN)
            for technology in self.technologies
        ]
        if any(level in _ENOUGH[self.level] for level in known):
            return True
        return None if CoverageLevel.UNKNOWN in known else False


def _absent(province: Province) -> frozenset[Technology]:
    offered = {service.technology for service in province.services}
    return frozenset(Technology) - offered if offered else frozenset()


def _levels(
    coverage: Sequence[PointCoverage], known_ids: set[str]
) -> dict[str, dict[Technology, CoverageLevel]]:
    levels: dict[str, dict[Technology, CoverageLevel]] = defaultdict(dict)
    problems = set()
    for point in coverage:
        if point.point_id not in known_ids:
            problems.add(f"{point.point_id} is not in the province")
        if point.technology in levels[point.point_id]:
            problems.add(f"{point.point_id} has {point.technology} twice")
        levels[point.point_id][point.technology] = point.level
    if problems:
        text = "the coverage does not fit the province: {problems}"
        raise InvalidInputError(text, problems="; ".join(sorted(problems)))
    return levels


def _tally(weighted: Iterable[tuple[bool | None, float]]) -> Tally:
    sums: dict[bool | None, float] = {True: 0, False: 0, None: 0}
    for verdict, weight in weighted:
        sums[verdict] += weight
    return Tally(sums[True], sums[False], sums[None])


def _count_localities(
    province: Province,
    levels: Mapping[str, _Levels],
    judge: _Judge,
) -> dict[tuple[Subject, str], Tally]:
    verdicts = [
        (item, judge.verdict(levels.get(item.id, {}))) for item in province.localities
    ]
    by_commune: dict[str, list[bool | None]] = defaultdict(list)
    for item, verdict in verdicts:
        by_commune[item.commune_code].append(verdict)
    communes = (
        _any_reached(by_commune.get(commune.code, [])) for commune in province.communes
    )
    return {
        (Subject.LOCALITY, ""): _tally((verdict, 1) for _, verdict in verdicts),
        (Subject.PERSON, ""): _tally(
            (verdict, item.people) for item, verdict in verdicts
        ),
        (Subject.COMMUNE, ""): _tally((verdict, 1) for verdict in communes),
    }


def _any_reached(verdicts: Sequence[bool | None]) -> bool | None:
    if any(verdicts):
        return True
    return None if not verdicts or None in verdicts else False


def _count_facilities(
    province: Province,
    levels: Mapping[str, _Levels],
    judge: _Judge,
) -> dict[tuple[Subject, str], Tally]:
    by_kind: dict[str, list[tuple[bool | None, float]]] = defaultdict(list)
    for item in province.facilities:
        verdict = judge.verdict(levels.get(item.id, {}))
        by_kind[item.kind].append((verdict, 1))
    return {
        (Subject.FACILITY, kind): _tally(verdicts) for kind, verdicts in by_kind.items()
    }


def _count_roads(road_km: RoadKm, judge: _Judge) -> dict[tuple[Subject, str], Tally]:
    kinds = sorted({kind for _, _, kind in road_km})
    return {
        (Subject.ROAD_KM, kind): _road_tally(road_km, judge, kind) for kind in kinds
    }


def _road_tally(road_km: RoadKm, judge: _Judge, kind: str) -> Tally:
    def length_km(technology: Technology, levels: Iterable[CoverageLevel]) -> float:
        return sum(road_km.get((technology, level, kind), 0) for level in levels)

    enough = _ENOUGH[judge.level]
    short = set(CoverageLevel) - enough - {CoverageLevel.UNKNOWN}
    total_km = max(length_km(technology, CoverageLevel) for technology in Technology)
    reached_km, missed_km = 0.0, total_km
    for technology in judge.technologies:
        if technology in judge.absent:
            continue
        reached_km = max(reached_km, length_km(technology, sorted(enough)))
        missed_km = min(missed_km, length_km(technology, sorted(short)))
    return Tally(reached_km, missed_km, max(0.0, total_km - reached_km - missed_km))


def _count_sites(province: Province) -> dict[Subject, Tally]:
    operators: dict[str, set[str]] = {site.id: set() for site in province.sites}
    stations: dict[Technology, set[tuple[str, str]]] = defaultdict(set)
    for service in province.services:
        operators.setdefault(service.site_id, set()).add(service.operator)
        stations[service.technology].add((service.site_id, service.operator))
    shared = sum(len(names) > 1 for names in operators.values())
    single = sum(len(names) == 1 for names in operators.values())
    fourth, fifth = len(stations[Technology.G4]), len(stations[Technology.G5])
    return {
        Subject.SITE_SHARED: Tally(shared, single, len(operators) - shared - single),
        # More 5G than 4G stations is possible, so this is a ratio and not a share.
        Subject.STATION_5G: Tally(fifth, fourth - fifth) if fourth else Tally(),
    }
