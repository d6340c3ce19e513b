"""Fibre along roads from the network of today to new masts and to places."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hatangso.errors import Message
from hatangso.fibre.graph import RouteGraph
from hatangso.fibre.road_routes import RoadRoutes, route_graph
from hatangso.fibre.shrinkage import shrunken
from hatangso.fibre.stretches import Stretch, course, stretches_of
from hatangso.model.place import Road
from hatangso.model.work import NETWORK, Link, Work, WorkKind
from hatangso.planning.candidates.costs import CostParameters
from hatangso.planning.candidates.siting import Located, SitingParameters, positions_deg

__all__ = ["fibre_links"]

_M_PER_KM = 1_000.0
# So many disconnected parts of the roads are told one by one.
_MOST_TOLD = 5


def fibre_links(
    roads: Sequence[Road],
    *,
    network: Sequence[Located],
    nodes: Mapping[str, Work],
    costs: CostParameters,
    siting: SitingParameters,
) -> tuple[tuple[Link, ...], tuple[Message, ...]]:
    """Return fibre along roads between the network of today and nodes.

    Every node is attached to the nearest road by a drop. Fibre ends at a mast: from one
    that is tied by radio nothing goes on. Where fibre leads past nobody
    who may want it, stretches are put together; what cannot be a part of any cheapest
    network is left out.

    Args:
        roads: Centre lines; those of a kind without a price cost as of no known kind.
        network: Where fibre ends today.
        nodes: Work that may have to be tied, by the name of its node.
        costs: Prices by kind of road, of drops and of branching off.
        siting: Longest drop, and how near roads must end to meet.

    Returns:
        Links in order of identifier, and why nodes stay without fibre.
    """
    if not nodes:
        return (), ()
    if not roads:
        text = (
            "the province has no roads: no fibre is planned for {count} masts and"
            " places; add roads.geojson"
        )
        return (), (Message(text, {"count": len(nodes)}),)
    names = sorted(nodes)
    lon, lat = positions_deg([*network, *(nodes[name] for name in names)])
    routes = route_graph(
        roads,
        lon,
        lat,
        cost_vnd_per_km=costs.fibre_vnd_per_km,
        drop_vnd_per_km=costs.fibre_drop_vnd_per_km * costs.winding_ratio,
        drop_vnd=costs.fibre_crossing_vnd,
        snap_m=siting.road_snap_m,
        reach_m=siting.fibre_drop_range_m,
    )
    atlas = _Atlas.of(routes, len(network), names)
    masts = {name for name in names if nodes[name].kind is WorkKind.NEW_MAST}
    notes = _notes(routes, len(network), nodes, siting)
    return tuple(sorted(atlas.links(masts), key=lambda one: one.id)), notes


@dataclass(frozen=True, eq=False)
class _Atlas:
    """A route graph whose nodes of the network of today are one, node 0.

    Attributes:
        start: Node at the start of each edge of the routes, the network taken together.
        end: Node at its end.
        names: Of nodes that may have to be tied, by number.
    """

    routes: RoadRoutes
    graph: RouteGraph
    names: dict[int, str]

    @classmethod
    def of(cls, routes: RoadRoutes, network_n: int, names: Sequence[str]) -> "_Atlas":
        """Return the atlas of routes whose first places are the network."""
        given = routes.graph
        # Node 0 is the network of today; all others move up by one.
        here = np.arange(1, given.nodes + 1)
        tied = routes.terminal[:network_n]
        here[tied[tied >= 0]] = 0
        graph = RouteGraph(
            given.nodes + 1, here[given.start], here[given.end], given.cost_vnd
        )
        wanting = zip(routes.terminal[network_n:], names, strict=True)
        named = {int(here[at]): name for at, name in wanting if at >= 0}
        return cls(routes, graph, {0: NETWORK, **named})

    def links(self, masts: Collection[str]) -> list[Link]:
        """Return the links of the smallest graph that ties any nodes as cheaply.

        Args:
            masts: Names of the nodes at which fibre ends.
        """
        is_mast = np.zeros(self.graph.nodes, dtype=bool)
        is_mast[[at for at, name in self.names.items() if name in masts]] = True
        is_kept = np.zeros(self.graph.nodes, dtype=bool)
        is_kept[list(self.names)] = True
        small = shrunken(self.graph, is_kept)
        found = []
        for edge in range(small.graph.edges):
            ends = small.graph.start[edge], small.graph.end[edge]
            start, end = sorted(
                (int(small.given_node[at]) for at in ends),
                key=lambda at: (is_mast[at], at),
            )
            if is_mast[start]:
                continue
            edges = small.given_edges([edge]).tolist()
            (stretch,) = stretches_of(self.graph, edges, start)
            link = self._link(stretch, int(small.graph.cost_vnd[edge]))
            found.append(replace(link, is_outward=bool(is_mast[end])))
        return found

    def _link(self, stretch: Stretch, cost_vnd: int) -> Link:
        ends = stretch.start, stretch.end
        names = [self.names.get(at, f"road:{at}") for at in ends]
        length_m: dict[str, float] = defaultdict(float)
        for edge in stretch.edges:
            kind = self.routes.road_kind[edge]
            length_m[kind or ""] += float(self.routes.length_km[edge]) * _M_PER_KM
        return Link(
            id=f"F-{names[0] or 'network'}-{names[1]}",
            kind=WorkKind.FIBRE,
            start=names[0],
            end=names[1],
            cost_vnd=cost_vnd,
            length_m=round(sum(length_m.values()), 1),
            line=course(self.routes.lines, stretch),
            road_kind=max(length_m, key=lambda kind: (length_m[kind], kind)),
        )


def _notes(
    routes: RoadRoutes,
    network_n: int,
    nodes: Mapping[str, Located],
    siting: SitingParameters,
) -> tuple[Message, ...]:
    """Say which nodes fibre cannot reach: off the roads, or on roads cut off."""
    names, terminal = sorted(nodes), routes.terminal[network_n:]
    off_road = int((terminal < 0).sum())
    notes = []
    if off_road:
        text = (
            "{count} of {nodes} masts and places lie farther than {reach_m:g} m from"
            " every road: fibre does not reach them; draw their roads into"
            " roads.geojson or raise fibre_drop_range_m"
        )
        notes.append(
            Message(
                text,
                {
                    "count": off_road,
                    "nodes": len(names),
                    "reach_m": siting.fibre_drop_range_m,
                },
            )
        )
    tied = routes.terminal[:network_n]
    with_network = set(routes.part[tied[tied >= 0]].tolist())
    cut_off: dict[int, list[str]] = defaultdict(list)
    for at, name in zip(terminal, names, strict=True):
        if at >= 0 and int(routes.part[at]) not in with_network:
            cut_off[int(routes.part[at])].append(name)
    return (*notes, *_cut_off_notes(routes, cut_off, nodes, siting))


def _cut_off_notes(
    routes: RoadRoutes,
    cut_off: Mapping[int, Sequence[str]],
    nodes: Mapping[str, Located],
    siting: SitingParameters,
) -> list[Message]:
    if not cut_off:
        return []
    text = (
        "{parts} parts of the roads ({km:.1f} km) hold no station: fibre does not reach"
        " {count} masts and places there; join the roads in roads.geojson, raise"
        " road_snap_m ({snap_m:g} m), or add the stations"
    )
    notes = [
        Message(
            text,
            {
                "parts": len(cut_off),
                "km": float(sum(routes.part_km[part] for part in cut_off)),
                "count": sum(len(names) for names in cut_off.values()),
                "snap_m": siting.road_snap_m,
            },
        )
    ]
    largest = sorted(cut_off, key=lambda part: (-len(cut_off[part]), part))
    for part in largest[:_MOST_TOLD]:
        first = nodes[cut_off[part][0]]
        text = (
            "roads of {km:.1f} km near {lon:.4f}, {lat:.4f} lead to no station;"
            " {count} masts and places hang on them"
        )
        values = {
            "km": float(routes.part_km[part]),
            "lon": first.lon_deg,
            "lat": first.lat_deg,
            "count": len(cut_off[part]),
        }
        notes.append(Message(text, values))
    return notes
