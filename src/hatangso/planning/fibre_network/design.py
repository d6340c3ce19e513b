"""Which fibre along roads joins places at least cost, and what makes it a ring.

This designs a network of its own, as an authority lays one for its offices; the plan's
fibre (``fibre_ties``) hangs on whatever lies there today.
"""

from collections.abc import Sequence

from hatangso.errors import InfeasibleError, InvalidInputError
from hatangso.fibre.ring_thinning import thinned
from hatangso.fibre.rings import close_rings
from hatangso.fibre.road_routes import RoadRoutes, route_graph
from hatangso.fibre.steiner import steiner_tree
from hatangso.model.fibre_network import FibreNetwork
from hatangso.model.place import Facility, Locality, Road
from hatangso.model.work import NETWORK
from hatangso.planning.candidates.costs import CostParameters
from hatangso.planning.candidates.siting import Located, SitingParameters, positions_deg
from hatangso.planning.fibre_network.drawing import FibreDrawing
from hatangso.planning.fibre_network.joined_roads import JoinedRoads
from hatangso.units import IntArray

__all__ = ["fibre_network"]

_LEAST_PLACES = 2


def fibre_network(
    roads: Sequence[Road],
    places: Sequence[Locality | Facility],
    *,
    costs: CostParameters,
    siting: SitingParameters,
    centre: Located | None = None,
    root: str = "",
    existing: Sequence[Located] | None = None,
    with_rings: bool = False,
) -> FibreNetwork:
    """Return the cheapest network of fibre along roads that joins places.

    Args:
        roads: Centre lines.
        places: What to join; each identifier once.
        costs: Prices by kind of road, of drops and of branching off.
        siting: Longest drop, and how near roads must end to meet.
        centre: Where no root is named, the commune office nearest to this point is the
            root, among those on the roads that join most places; any place where there
            is no such office.
        root: Identifier of the place from which the others are fed.
        existing: Where fibre ends today, if that network counts as joined already; it
            is the root then.
        with_rings: Whether to close rings: no cut of one route may part a place from
            the root where the roads allow it. Nothing doubles a place's own drop.

    Raises:
        InvalidInputError: There is no road, no place, or the root has no road in reach.
        NotFoundError: There is no place of the root's name.
        InfeasibleError: The roads join no two of the places, or none to the network.
    """
    if len(places) < (_LEAST_PLACES if existing is None else 1):
        raise InvalidInputError(
            "a network joins two places or more; {count} is given", count=len(places)
        )
    routes = _routes(roads, [*places, *(existing or ())], costs, siting)
    net = JoinedRoads.of(routes, places, existing)
    at = net.root_place(root, centre)
    root_node = net.network if at is None else int(routes.terminal[at])
    joined = net.joined_with(root_node)
    notes = net.notes(joined)
    if len(joined) < (_LEAST_PLACES if at is not None else 1):
        raise InfeasibleError(
            "roads join no other of the {places} places to the root: {why}",
            places=len(places),
            why=notes[0],
        )
    terminals = sorted({root_node, *routes.terminal[joined].tolist()})
    tree = steiner_tree(net.graph, terminals)
    edges, rings = tree.edges, None
    # A root on the road, not at the end of its own drop: nothing doubles a drop.
    hub = root_node if at is None else int(routes.foot[at])
    if with_rings:
        feet = sorted({hub, *routes.foot[joined].tolist()})
        rings = close_rings(net.graph, tree, feet, root=hub)
        laid = _without_drops(net, joined, (*tree.edges, *rings.edges))
        drops = set(tree.edges).difference(laid)
        edges = (*thinned(net.graph, laid, feet, root=hub), *sorted(drops))
    drawing = FibreDrawing.of(net, tree, sorted(edges), hub, joined)
    laid_routes, of_edge = drawing.routes()
    return FibreNetwork(
        root=NETWORK if at is None else places[at].id,
        places=drawing.places(of_edge),
        routes=laid_routes,
        cost_vnd=sum(one.cost_vnd for one in laid_routes),
        tree_vnd=tree.cost_vnd,
        bound_vnd=tree.bound_vnd,
        rings_vnd=rings.cost_vnd if rings else None,
        rings_bound_vnd=rings.bound_vnd if rings else None,
        notes=notes,
    )


def _routes(
    roads: Sequence[Road],
    points: Sequence[Located],
    costs: CostParameters,
    siting: SitingParameters,
) -> RoadRoutes:
    lon, lat = positions_deg(points)
    return route_graph(
        roads,
        lon,
        lat,
        cost_vnd_per_km=costs.fibre_vnd_per_km,
        drop_vnd_per_km=costs.fibre_drop_vnd_per_km * costs.winding_ratio,
        drop_vnd=costs.fibre_crossing_vnd,
        snap_m=siting.road_snap_m,
        reach_m=siting.fibre_drop_range_m,
    )


def _without_drops(
    net: JoinedRoads, joined: IntArray, edges: Sequence[int]
) -> list[int]:
    """Return edges without the drops of the places that are joined."""
    ends = set(net.routes.terminal[joined].tolist())
    graph = net.graph
    return [
        one
        for one in edges
        if int(graph.start[one]) not in ends and int(graph.end[one]) not in ends
    ]
