"""What could be built: upgrades, shared masts, new masts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from scipy.spatial import cKDTree

from hatangso.errors import InvalidInputError
from hatangso.geography.plane import Plane
from hatangso.geography.terrain import Terrain
from hatangso.model.place import Locality
from hatangso.model.plan import BuildKind, Candidate
from hatangso.model.province import Province
from hatangso.model.site import Service, Site, Technology
from hatangso.planning.costs import CostParameters, candidate_cost_vnd
from hatangso.planning.mast_places import mast_places
from hatangso.planning.siting import SitingParameters, positions_deg
from hatangso.units import BoolArray

__all__ = ["propose_candidates", "with_covers"]

_PREFIX = {BuildKind.UPGRADE: "UP", BuildKind.SHARE: "SHARE"}


def propose_candidates(
    province: Province,
    terrain: Terrain,
    *,
    technology: Technology,
    uncovered: Collection[str],
    costs: CostParameters,
    siting: SitingParameters,
    operator: str | None = None,
) -> tuple[Candidate, ...]:
    """Return what could bring a technology to uncovered localities.

    With an operator: upgrades of the sites where it has services or which it owns, and
    new tenancy on all others. Without: one upgrade of each site where somebody has
    services but nobody the technology, and tenancy on structures without any service.
    New masts stand on tops near a road and beside each locality.

    Args:
        province: Its sites, services, localities, roads and communes.
        terrain: The ground.
        technology: What is planned.
        uncovered: Identifiers of the localities that want it.
        costs: Prices.
        siting: Distances and heights.
        operator: Who builds; None leaves it open.

    Returns:
        Candidates in order of identifier, their covers still empty; the same input
        gives the same identifiers. Sites off the terrain are left out.

    Raises:
        InvalidInputError: A locality is not known, or the province has no site.
    """
    wanting = _localities(province, uncovered)
    if not wanting:
        return ()
    existing = _existing_candidates(
        province,
        wanting,
        technology=technology,
        costs=costs,
        siting=siting,
        operator=operator,
    )
    ground_m = terrain.nearest_elevation_m(*positions_deg(existing))
    on_terrain = [
        replace(candidate, ground_m=float(height_m))
        for candidate, height_m in zip(existing, ground_m, strict=True)
        if np.isfinite(height_m)
    ]
    masts = _new_masts(
        province,
        terrain,
        wanting,
        technology=technology,
        costs=costs,
        siting=siting,
        operator=operator,
    )
    return tuple(sorted([*on_terrain, *masts], key=lambda one: one.id))


def with_covers(
    candidates: Sequence[Candidate],
    locality_ids: Sequence[str],
    reach: BoolArray,
) -> tuple[Candidate, ...]:
    """Return the candidates that reach somebody, with whom they reach.

    Args:
        candidates: What could be built.
        locality_ids: Whom the columns of the matrix mean.
        reach: Whether each candidate would bring each locality to the level asked,
            shape (candidate, locality).

    Raises:
        InvalidInputError: The matrix has another shape.
    """
    asked = (len(candidates), len(locality_ids))
    if reach.shape != asked:
        text = "the matrix of reach must have the shape {asked}; it has {shape}"
        raise InvalidInputError(text, asked=asked, shape=reach.shape)
    ids = np.asarray(locality_ids, dtype=object)
    return tuple(
        replace(candidate, covers=tuple(sorted(ids[row])))
        for candidate, row in zip(candidates, reach.astype(bool), strict=True)
        if row.any()
    )


def _localities(province: Province, ids: Collection[str]) -> list[Locality]:
    known = {one.id: one for one in province.localities}
    strange = sorted(set(ids) - set(known))
    if strange:
        text = "locality {locality} is not in the province; mend its identifier"
        raise InvalidInputError(text, locality=strange[0])
    return [known[one] for one in sorted(set(ids))]


def _existing_candidates(
    province: Province,
    wanting: Sequence[Locality],
    *,
    technology: Technology,
    costs: CostParameters,
    siting: SitingParameters,
    operator: str | None,
) -> list[Candidate]:
    services: dict[str, list[Service]] = defaultdict(list)
    for service in province.services:
        services[service.site_id].append(service)
    candidates = []
    for site in _sites_in_range(
        province, wanting, range_m=siting.existing_range_m(technology)
    ):
        offer = _offer(site, services[site.id], technology, operator, siting)
        if offer is None:
            continue
        kind, runner, height_m = offer
        candidates.append(
            Candidate(
                id=f"{_PREFIX[kind]}-{site.id}-{technology}",
                kind=kind,
                lon_deg=site.lon_deg,
                lat_deg=site.lat_deg,
                site_id=site.id,
                operator=runner,
                antenna_height_m=height_m,
                ground_m=0.0,
                road_distance_m=0.0,
                cost_vnd=candidate_cost_vnd(costs, kind=kind, technology=technology),
            )
        )
    return candidates


def _sites_in_range(
    province: Province, wanting: Sequence[Locality], *, range_m: float
) -> list[Site]:
    sites = sorted(province.sites, key=lambda one: one.id)
    if not sites:
        return []
    lon, lat = positions_deg([*wanting, *sites])
    xy_m = Plane.around(lon, lat).xy_m(lon, lat)
    distance_m, _ = cKDTree(xy_m[: len(wanting)]).query(xy_m[len(wanting) :])
    return [
        site for site, away in zip(sites, distance_m, strict=True) if away <= range_m
    ]


def _offer(
    site: Site,
    services: Sequence[Service],
    technology: Technology,
    operator: str | None,
    siting: SitingParameters,
) -> tuple[BuildKind, str, float] | None:
    """Return what could be done on a site, by whom, at which height."""
    height_m = site.structure_height_m
    free_m = max(height_m - siting.antenna_below_top_m, height_m / 2)
    own = [one for one in services if operator in {None, one.operator}]
    if any(one.technology == technology for one in own):
        return None
    if operator is None and not own:
        return BuildKind.SHARE, "", free_m
    if operator is not None and not own:
        kind = BuildKind.UPGRADE if site.owner == operator else BuildKind.SHARE
        return kind, operator, free_m
    runner = _runner(site, own) if operator is None else operator
    antennas_m = [one.antenna_height_m for one in own if one.operator == runner]
    return BuildKind.UPGRADE, runner, max(antennas_m)


def _runner(site: Site, services: Sequence[Service]) -> str:
    """Return the owner when it runs services, else who hangs highest."""
    if any(one.operator == site.owner for one in services):
        return site.owner
    return min(services, key=lambda one: (-one.antenna_height_m, one.operator)).operator


def _new_masts(
    province: Province,
    terrain: Terrain,
    wanting: Sequence[Locality],
    *,
    technology: Technology,
    costs: CostParameters,
    siting: SitingParameters,
    operator: str | None,
) -> list[Candidate]:
    places = mast_places(province, terrain, wanting=wanting, siting=siting)
    masts = []
    for number in range(places.lon_deg.size):
        road_m, grid_m, backhaul_m = (
            round(float(distances_m[number]), 1)
            for distances_m in (
                places.road_distance_m,
                places.grid_distance_m,
                places.backhaul_distance_m,
            )
        )
        masts.append(
            Candidate(
                id=f"NEW-{number + 1:04d}",
                kind=BuildKind.NEW_MAST,
                lon_deg=float(places.lon_deg[number]),
                lat_deg=float(places.lat_deg[number]),
                site_id=None,
                operator=operator or "",
                antenna_height_m=siting.mast_height_m,
                ground_m=float(places.ground_m[number]),
                road_distance_m=road_m,
                grid_distance_m=grid_m,
                backhaul_distance_m=backhaul_m,
                cost_vnd=candidate_cost_vnd(
                    costs,
                    kind=BuildKind.NEW_MAST,
                    technology=technology,
                    mast_height_m=siting.mast_height_m,
                    road_distance_m=road_m,
                    grid_distance_m=grid_m,
                    backhaul_distance_m=backhaul_m,
                ),
            )
        )
    return masts
