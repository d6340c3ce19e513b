"""What ties new masts and places to the network: fibre, microwave, satellite."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from scipy.spatial import cKDTree

from hatangso.errors import Message
from hatangso.geography.plane import Plane
from hatangso.geography.terrain import Terrain
from hatangso.model.place import Facility, Locality
from hatangso.model.province import Province
from hatangso.model.site import Site
from hatangso.model.work import NETWORK, Link, Work, WorkKind
from hatangso.planning.candidates.costs import CostParameters, rounded_vnd
from hatangso.planning.candidates.fibre_ties import fibre_links
from hatangso.planning.candidates.microwave_ties import microwave_links
from hatangso.planning.candidates.siting import Located, SitingParameters, positions_deg

__all__ = ["TieProposal", "fibre_ends", "fibre_today", "tie_links"]


@dataclass(frozen=True)
class TieProposal:
    """What could tie nodes to the network.

    Attributes:
        links: In order of identifier.
        notes: Why nodes cannot be tied in some way, and what to mend.
    """

    links: tuple[Link, ...]
    notes: tuple[Message, ...] = ()


def tie_links(
    province: Province,
    terrain: Terrain,
    *,
    works: Sequence[Work],
    costs: CostParameters,
    siting: SitingParameters,
    builder: str = "",
) -> TieProposal:
    """Return what could tie the nodes of works to the network of today.

    The network of today are the sites that carry services: for fibre those that do not
    say that they have none, and the places that say they have fibre. New masts may hang
    on fibre, a microwave hop or a satellite; places that want fibre on fibre alone.

    Args:
        province: Its sites, services, roads, localities and facilities.
        terrain: Ground and clutter, for the sight of hops.
        works: What could be built.
        costs: Prices.
        siting: Distances and heights.
        builder: Operator that may hang its dishes on no masts but its own; empty where
            hops may start from any.
    """
    nodes = {one.node: one for one in works if one.node != NETWORK}
    masts = [one for one in works if one.kind is WorkKind.NEW_MAST]
    fibre, notes = fibre_links(
        province.roads,
        network=fibre_ends(province),
        nodes=nodes,
        costs=costs,
        siting=siting,
    )
    hops = microwave_links(
        terrain,
        sites=_stations(province, builder),
        masts=masts,
        costs=costs,
        siting=siting,
    )
    satellites = (_satellite_link(mast, costs) for mast in masts)
    links = sorted(chain(fibre, hops, satellites), key=lambda one: one.id)
    return TieProposal(tuple(links), notes)


def fibre_today(province: Province, siting: SitingParameters) -> dict[str, bool | None]:
    """Return whether fibre reaches each locality and facility today, by identifier.

    What a place says of itself counts. Of the others those within ``fibre_reach_m`` of
    a station that is not known to be without fibre, or of a place that says it has it,
    are taken to have fibre, all others not.

    Args:
        province: Its sites, services, localities and facilities.
        siting: How far the fibre of an existing station serves.

    Returns:
        None where a place says nothing and no end of fibre is known at all.
    """
    places = _places(province)
    said = {place.id: place.has_fibre for place in places}
    silent = [place for place in places if place.has_fibre is None]
    ends = fibre_ends(province)
    if not silent or not ends:
        return said
    lon, lat = positions_deg([*silent, *ends])
    xy_m = Plane.around(lon, lat).xy_m(lon, lat)
    away_m, _ = cKDTree(xy_m[len(silent) :]).query(xy_m[: len(silent)])
    near = np.asarray(away_m) <= siting.fibre_reach_m
    return said | {
        place.id: bool(is_near) for place, is_near in zip(silent, near, strict=True)
    }


def _stations(province: Province, builder: str = "") -> list[Site]:
    """Return the sites that carry services: they are tied to the network already.

    Of a builder, those that it owns or on which it has services.
    """
    busy = {service.site_id for service in province.services}
    own = {one.site_id for one in province.services if one.operator == builder}
    return [
        site
        for site in province.sites
        if site.id in busy and (not builder or site.owner == builder or site.id in own)
    ]


def fibre_ends(province: Province) -> list[Located]:
    """Return where fibre ends today."""
    stations = [one for one in _stations(province) if one.has_fibre is not False]
    return [*stations, *(place for place in _places(province) if place.has_fibre)]


def _places(province: Province) -> tuple[Locality | Facility, ...]:
    return (*province.localities, *province.facilities)


def _satellite_link(mast: Work, costs: CostParameters) -> Link:
    return Link(
        id=f"S-{mast.id}",
        kind=WorkKind.SATELLITE,
        start=NETWORK,
        end=mast.node,
        cost_vnd=rounded_vnd(costs.satellite_tie_vnd),
    )
