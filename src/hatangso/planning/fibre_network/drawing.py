"""Edges that are laid, drawn as routes with names and places that hang on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from hatangso.fibre.bridges import hung_network
from hatangso.fibre.rooted_tree import RootedTree
from hatangso.fibre.steiner import FibreTree
from hatangso.fibre.stretches import Stretch, course, stretches_of
from hatangso.model.fibre_network import FibreRoute, NetworkPlace
from hatangso.model.work import NETWORK
from hatangso.planning.fibre_network.joined_roads import JoinedRoads
from hatangso.units import KM_PER_M, BoolArray, IntArray

__all__ = ["FibreDrawing"]


@dataclass(frozen=True, eq=False)
class FibreDrawing:
    """Edges that are laid, on the way to routes with names.

    Attributes:
        hung: The network, hung up at its root.
        is_bridge: Whether a cut above each place of that walk parts what lies below.
        at: Where the joined places stand in that walk.
    """

    net: JoinedRoads
    tree: FibreTree
    edges: tuple[int, ...]
    joined: IntArray
    hung: RootedTree
    is_bridge: BoolArray
    at: tuple[int, ...]

    @classmethod
    def of(
        cls,
        net: JoinedRoads,
        tree: FibreTree,
        edges: Sequence[int],
        hub: int,
        joined: IntArray,
    ) -> "FibreDrawing":
        """Return the drawing of edges, seen from a root."""
        hung, is_bridge = hung_network(net.graph, edges, hub)
        at = tuple(hung.place[int(one)] for one in net.routes.terminal[joined])
        return cls(net, tree, tuple(edges), joined, hung, is_bridge, at)

    def routes(self) -> tuple[tuple[FibreRoute, ...], dict[int, str]]:
        """Return the routes, and the route that each edge belongs to."""
        given, costs_vnd = self.net.routes, self.net.graph.cost_vnd
        behind, in_tree = self._behind(), set(self.tree.edges)
        sort_of = {
            one: (given.road_kind[one] or "", one in in_tree, behind.get(one, 0))
            for one in self.edges
        }
        stretches = stretches_of(
            self.net.graph, self.edges, self.hung.node[0], sort_of=sort_of
        )
        names = self._names(stretches)
        routes, of_edge = list[FibreRoute](), dict[int, str]()
        for number, one in enumerate(stretches, start=1):
            first, edges = one.edges[0], list(one.edges)
            of_edge.update(dict.fromkeys(edges, f"F-{number:04d}"))
            length_km = float(given.length_km[edges].sum())
            route = FibreRoute(
                id=f"F-{number:04d}",
                start=names[one.start],
                end=names[one.end],
                road_kind=given.road_kind[first],
                length_m=round(length_km / KM_PER_M, 1),
                cost_vnd=int(costs_vnd[edges].sum()),
                is_added=first not in in_tree,
                is_ring=first not in behind,
                places_behind=behind.get(first, 0),
                line=course(given.lines, one),
            )
            routes.append(route)
        return tuple(routes), of_edge

    def places(self, of_edge: Mapping[int, str]) -> tuple[NetworkPlace, ...]:
        """Return all places that were asked for."""
        walked = dict(zip(self.joined.tolist(), self.at, strict=True))
        found = []
        for number, place in enumerate(self.net.places):
            is_joined = number in walked
            ways = self._only_ways(walked[number], of_edge) if is_joined else ()
            told = NetworkPlace(
                place,
                off_road_m=float(self.net.routes.off_road_m[number]),
                is_joined=is_joined,
                is_doubled=is_joined and not ways,
                only_ways=ways,
            )
            found.append(told)
        return tuple(found)

    def _behind(self) -> dict[int, int]:
        """Return how many places a cut of each bridge parts from the root."""
        below = np.bincount(self.at, minlength=len(self.hung.node))
        before = np.append(0, np.cumsum(below))
        return {
            self.hung.edge[at]: int(before[self.hung.end[at]] - before[at])
            for at in np.flatnonzero(self.is_bridge).tolist()
        }

    def _only_ways(self, at: int, of_edge: Mapping[int, str]) -> tuple[str, ...]:
        """Return the routes whose cut parts a place, its own drop left aside."""
        ways: dict[str, None] = {}
        at = self.hung.above[at]
        while at > 0:
            if self.is_bridge[at]:
                ways[of_edge[self.hung.edge[at]]] = None
            at = self.hung.above[at]
        return tuple(reversed(ways))

    def _names(self, stretches: Sequence[Stretch]) -> dict[int, str]:
        """Return what ends of routes are called: places, else numbered junctions."""
        terminal = self.net.routes.terminal[self.joined]
        names = {
            int(node): self.net.places[number].id
            for node, number in zip(terminal, self.joined.tolist(), strict=True)
        }
        names[self.net.network] = NETWORK
        junctions = 0
        for node in chain.from_iterable((one.start, one.end) for one in stretches):
            if node not in names:
                junctions += 1
                names[node] = f"J-{junctions:04d}"
        return names
