"""What could be built for several services at once: on masts, and at places."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from scipy.spatial import cKDTree
from shapely import Polygon

from hatangso.errors import InvalidInputError, Message
from hatangso.geography.plane import Plane
from hatangso.geography.terrain import Terrain
from hatangso.model.demand import AskedService, Demand
from hatangso.model.province import Province
from hatangso.model.site import Service, Site, Technology
from hatangso.model.work import NETWORK, Work, WorkKind
from hatangso.planning.candidates.costs import CostParameters, rounded_vnd
from hatangso.planning.candidates.mast_places import MastPlaces, mast_places
from hatangso.planning.candidates.repeaters import propose_repeaters
from hatangso.planning.candidates.siting import Located, SitingParameters, positions_deg
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.links import Placed

__all__ = ["Proposal", "mast_node", "place_node", "propose_works"]

Thing = TypeVar("Thing", bound=Located)
_PREFIX = {WorkKind.UPGRADE: "UP", WorkKind.SHARE: "SHARE"}


@dataclass(frozen=True)
class Proposal:
    """What could be built.

    Attributes:
        works: In order of identifier; the same input gives the same identifiers.
        notes: Why something that a planner may look for is not among them, and what to
            relax.
    """

    works: tuple[Work, ...]
    notes: tuple[Message, ...] = ()


def mast_node(work_id: str) -> str:
    """Return the node of a new mast."""
    return f"mast:{work_id}"


def place_node(place_id: str) -> str:
    """Return the node of a place that wants fibre."""
    return f"place:{place_id}"


def propose_works(
    province: Province,
    terrain: Terrain,
    *,
    services: Sequence[AskedService],
    wanting: Mapping[str, Sequence[Placed]],
    costs: CostParameters,
    siting: SitingParameters,
    radio: RadioParameters,
    operator: str | None = None,
    protected: Sequence[Polygon] = (),
    nobody_shares: bool = False,
    accepts_satellite: bool = False,
) -> Proposal:
    """Return what could bring services to places that lack them.

    With an operator: upgrades of the sites where it has services or which it owns, and
    tenancy on all others that have room. Without: one upgrade of each site where
    somebody has services but nobody the technology, and tenancy on structures without
    any service. A new mast carries nothing by itself: one work per technology puts
    equipment on it. Services of one technology share their works, which bear the name
    of the one that asks for the highest rate. Works with antennas cover nobody yet:
    see ``work_reach``.

    Args:
        province: Its sites, services, localities, roads and communes.
        terrain: The ground.
        services: What is planned.
        wanting: By the name of a service the places that are known to lack it.
        costs: Prices.
        siting: Distances and heights.
        radio: The link budget, for repeaters.
        operator: Who builds; None leaves it open.
        protected: Areas in which no mast may stand, WGS 84.
        nobody_shares: Whether owners let no further operator onto their masts.
        accepts_satellite: Whether a place may get a satellite terminal where it wants
            fibre.

    Raises:
        InvalidInputError: A service is asked for twice or nobody says who wants it, or
            the province has no site.
    """
    _require_services(services, wanting)
    wanted = _by_technology(services, wanting)
    builder = _Builder(costs, siting, operator, nobody_shares)
    parts = [_fibre_works(services, wanting, costs, accepts_satellite)]
    if wanted:
        parts += [
            _on_existing(province, terrain, wanted, builder),
            _on_new_masts(province, terrain, wanted, builder, protected),
            Proposal(
                propose_repeaters(
                    province,
                    terrain,
                    services=services,
                    wanting=wanting,
                    costs=costs,
                    siting=siting,
                    radio=radio,
                    operator=operator,
                )
            ),
        ]
    works = [work for part in parts for work in part.works]
    return Proposal(
        tuple(sorted(works, key=lambda one: one.id)),
        tuple(note for part in parts for note in part.notes),
    )


@dataclass(frozen=True)
class _Wanted:
    """Who wants a technology, under the name of the most that is asked of it."""

    technology: Technology
    service: str
    places: tuple[Placed, ...]


@dataclass(frozen=True)
class _Builder:
    """Who builds, at which prices, by which rules."""

    costs: CostParameters
    siting: SitingParameters
    operator: str | None
    nobody_shares: bool


def _require_services(
    services: Sequence[AskedService], wanting: Mapping[str, Sequence[Placed]]
) -> None:
    names = [one.name for one in services]
    for name in names:
        if names.count(name) > 1:
            text = "the service {service} is asked for twice: ask once"
            raise InvalidInputError(text, service=name)
    strange = sorted(set(wanting) - set(names))
    if strange:
        text = "places want the service {service}, which nobody asks for: name it"
        raise InvalidInputError(text, service=strange[0])


def _by_technology(
    services: Sequence[AskedService], wanting: Mapping[str, Sequence[Placed]]
) -> list[_Wanted]:
    found = []
    for technology in Technology:
        asked = [one for one in services if one.technology is technology]
        places = {
            place.id: place for one in asked for place in wanting.get(one.name, ())
        }
        if places:
            most = max(asked, key=lambda one: (one.rate_mbps, one.name))
            ordered = tuple(places[name] for name in sorted(places))
            found.append(_Wanted(technology, most.name, ordered))
    return found


def _fibre_works(
    services: Sequence[AskedService],
    wanting: Mapping[str, Sequence[Placed]],
    costs: CostParameters,
    accepts_satellite: bool,  # noqa: FBT001 - handed on
) -> Proposal:
    works = []
    for service in services:
        for place in wanting.get(service.name, ()) if service.is_fibre else ():
            covers = (Demand.id_of(service.name, place.id),)
            access = Work(
                id=f"FIBRE-{place.id}-{service.name}",
                kind=WorkKind.FIBRE_ACCESS,
                service=service.name,
                lon_deg=place.lon_deg,
                lat_deg=place.lat_deg,
                cost_vnd=rounded_vnd(costs.fibre_access_vnd),
                covers=covers,
                node=place_node(place.id),
            )
            works.append(access)
            if accepts_satellite:
                works.append(
                    Work(
                        id=f"SAT-{place.id}-{service.name}",
                        kind=WorkKind.SATELLITE_ACCESS,
                        service=service.name,
                        lon_deg=place.lon_deg,
                        lat_deg=place.lat_deg,
                        cost_vnd=rounded_vnd(costs.satellite_place_vnd),
                        covers=covers,
                    )
                )
    return Proposal(tuple(works))


def _on_existing(
    province: Province,
    terrain: Terrain,
    wanted: Sequence[_Wanted],
    builder: _Builder,
) -> Proposal:
    """Return upgrades and tenancies on the sites in range."""
    services: dict[str, list[Service]] = defaultdict(list)
    for service in province.services:
        services[service.site_id].append(service)
    sites = sorted(province.sites, key=lambda one: one.id)
    works: list[Work] = []
    full: set[str] = set()
    for one in wanted:
        for site in _in_range(sites, one, builder.siting):
            offer = _offer(site, services[site.id], one.technology, builder)
            if offer is None:
                continue
            if offer.kind is WorkKind.SHARE and _is_full(services[site.id], builder):
                full.add(site.id)
                continue
            works.append(offer.work(site, one, builder.costs))
    ground_m = terrain.nearest_elevation_m(*positions_deg(works))
    on_terrain = tuple(
        replace(work, ground_m=float(height_m))
        for work, height_m in zip(works, ground_m, strict=True)
        if np.isfinite(height_m)
    )
    return Proposal(on_terrain, _site_notes(works, on_terrain, full, builder.siting))


def _site_notes(
    works: Sequence[Work],
    on_terrain: Sequence[Work],
    full: set[str],
    siting: SitingParameters,
) -> tuple[Message, ...]:
    away = {one.site_id for one in works} - {one.site_id for one in on_terrain}
    notes = (
        Message(
            "{count} sites in range stand where there is no terrain: what they would"
            " reach nobody can tell; add terrain",
            {"count": len(away)},
        ),
        Message(
            "{count} masts in range carry {tenants:g} operators already and take no"
            " further one; raise tenants_per_mast where the structures carry more",
            {"count": len(full), "tenants": siting.tenants_per_mast},
        ),
    )
    return tuple(note for note in notes if note.values["count"])


@dataclass(frozen=True)
class _Offer:
    """What could be done on a site, by whom, at which height."""

    kind: WorkKind
    operator: str
    height_m: float

    def work(self, site: Site, wanted: _Wanted, costs: CostParameters) -> Work:
        """Return it as a work; its ground is not known yet."""
        cost_vnd = costs.upgrade_vnd(wanted.technology)
        if self.kind is WorkKind.SHARE:
            cost_vnd += costs.share_extra_vnd
        return Work(
            id=f"{_PREFIX[self.kind]}-{site.id}-{wanted.technology}",
            kind=self.kind,
            service=wanted.service,
            lon_deg=site.lon_deg,
            lat_deg=site.lat_deg,
            cost_vnd=rounded_vnd(cost_vnd),
            site_id=site.id,
            operator=self.operator,
            antenna_height_m=self.height_m,
        )


def _offer(
    site: Site,
    services: Sequence[Service],
    technology: Technology,
    builder: _Builder,
) -> _Offer | None:
    operator, height_m = builder.operator, site.structure_height_m
    free_m = max(height_m - builder.siting.antenna_below_top_m, height_m / 2)
    own = [one for one in services if operator in {None, one.operator}]
    if any(one.technology == technology for one in own):
        return None
    if not own:
        is_own = operator is not None and site.owner == operator
        if not is_own and builder.nobody_shares:
            return None
        kind = WorkKind.UPGRADE if is_own else WorkKind.SHARE
        return _Offer(kind, operator or "", free_m)
    runner = _runner(site, own) if operator is None else operator
    antennas_m = [one.antenna_height_m for one in own if one.operator == runner]
    return _Offer(WorkKind.UPGRADE, runner, max(antennas_m))


def _runner(site: Site, services: Sequence[Service]) -> str:
    """Return the owner when it runs services, else who hangs highest."""
    if any(one.operator == site.owner for one in services):
        return site.owner
    return min(services, key=lambda one: (-one.antenna_height_m, one.operator)).operator


def _is_full(services: Sequence[Service], builder: _Builder) -> bool:
    return len({one.operator for one in services}) >= builder.siting.tenants_per_mast


def _on_new_masts(
    province: Province,
    terrain: Terrain,
    wanted: Sequence[_Wanted],
    builder: _Builder,
    protected: Sequence[Polygon],
) -> Proposal:
    """Return masts around all who want a mobile service, and equipment on them."""
    places = {place.id: place for one in wanted for place in one.places}
    spots = mast_places(
        province,
        terrain,
        wanting=list(places.values()),
        siting=builder.siting,
        protected=protected,
    )
    notes = spots.notes
    if not province.roads:
        text = (
            "the province has no roads: access to new masts counts nothing; add"
            " roads.geojson"
        )
        notes = (*notes, Message(text))
    masts = [_mast(spots, number, builder) for number in range(spots.lon_deg.size)]
    return Proposal((*masts, *_equipment(masts, wanted, builder)), notes)


def _mast(spots: MastPlaces, number: int, builder: _Builder) -> Work:
    costs, height_m = builder.costs, builder.siting.mast_height_m
    lon_deg, lat_deg = float(spots.lon_deg[number]), float(spots.lat_deg[number])
    road_m = round(float(spots.road_distance_m[number]), 1)
    grid_m = round(float(spots.grid_distance_m[number]), 1)
    grid_vnd = costs.grid_vnd(grid_m)
    cost_vnd = costs.mast_fixed_vnd + costs.mast_vnd_per_m * height_m
    cost_vnd += costs.road_vnd(road_m) + min(grid_vnd, costs.off_grid_power_vnd)
    # Named after its place: the name stays when others want a signal.
    name = f"NEW-{lat_deg:.5f}-{lon_deg:.5f}"
    return Work(
        id=name,
        kind=WorkKind.NEW_MAST,
        service="",
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        cost_vnd=rounded_vnd(cost_vnd),
        operator=builder.operator or "",
        antenna_height_m=height_m,
        ground_m=float(spots.ground_m[number]),
        road_distance_m=road_m,
        grid_distance_m=grid_m,
        has_own_power=costs.off_grid_power_vnd < grid_vnd,
        node=mast_node(name),
    )


def _equipment(
    masts: Sequence[Work], wanted: Sequence[_Wanted], builder: _Builder
) -> list[Work]:
    """Return one work per mast and technology that somebody in range wants."""
    found = []
    for one in wanted:
        cost_vnd = rounded_vnd(builder.costs.equipment_vnd(one.technology))
        found += [
            replace(
                mast,
                id=f"{mast.id}-{one.technology}",
                kind=WorkKind.EQUIPMENT,
                service=one.service,
                cost_vnd=cost_vnd,
                road_distance_m=0.0,
                grid_distance_m=0.0,
                has_own_power=False,
                needs=mast.id,
                node=NETWORK,
            )
            for mast in _in_range(masts, one, builder.siting)
        ]
    return found


def _in_range(
    things: Sequence[Thing], wanted: _Wanted, siting: SitingParameters
) -> list[Thing]:
    """Return what stands near enough to anybody who wants a technology."""
    lon, lat = positions_deg([*wanted.places, *things])
    xy_m = Plane.around(lon, lat).xy_m(lon, lat)
    count = len(wanted.places)
    distance_m, _ = cKDTree(xy_m[:count]).query(xy_m[count:].reshape(-1, 2))
    range_m = siting.existing_range_m(wanted.technology)
    return [
        thing
        for thing, away_m in zip(things, distance_m, strict=True)
        if away_m <= range_m
    ]
