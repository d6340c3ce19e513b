"""Roads with places on them, where the fibre of today may count as one network."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hatangso.errors import InfeasibleError, InvalidInputError, Message, NotFoundError
from hatangso.fibre.graph import RouteGraph
from hatangso.fibre.road_parts import places_apart
from hatangso.fibre.road_routes import RoadRoutes
from hatangso.geography.plane import Plane
from hatangso.model.place import Facility, Locality
from hatangso.planning.candidates.siting import Located, positions_deg
from hatangso.units import IntArray

__all__ = ["JoinedRoads"]

# Whose rooms and power an authority has at hand.
_ROOT_KIND = "commune_office"


@dataclass(frozen=True, eq=False)
class JoinedRoads:
    """Roads with places on them, the network of today taken together.

    Attributes:
        graph: That of the routes, all ends of fibre being one node.
        part: Connected part of each node of the routes' graph.
        network: Node of the network of today; -1 where it does not count.
    """

    routes: RoadRoutes
    places: Sequence[Locality | Facility]
    graph: RouteGraph
    part: IntArray
    network: int

    @classmethod
    def of(
        cls,
        routes: RoadRoutes,
        places: Sequence[Locality | Facility],
        existing: Sequence[Located] | None,
    ) -> "JoinedRoads":
        """Return the net of routes whose last places are the network of today."""
        given = routes.graph
        tied = routes.terminal[len(places) :]
        tied = tied[tied >= 0]
        here = np.arange(given.nodes)
        if existing is not None:
            if not tied.size:
                raise InfeasibleError(
                    "no end of today's fibre lies near a road: leave --use-existing"
                    " out, or add stations and places that have fibre"
                )
            here[tied] = tied[0]
        graph = RouteGraph(
            given.nodes, here[given.start], here[given.end], given.cost_vnd
        )
        network = int(tied[0]) if existing is not None else -1
        return cls(routes, places, graph, graph.parts()[here], network)

    def root_place(self, root: str, centre: Located | None) -> int | None:
        """Return the number of the place that is the root; None for the network."""
        if self.network >= 0:
            return None
        if root:
            return self._named(root)
        on_road = self.routes.terminal[: len(self.places)] >= 0
        if not on_road.any():
            raise InfeasibleError(
                "no place lies near enough to a road; the nearest lies {away_m:.0f} m"
                " off: draw the roads into roads.geojson or raise fibre_drop_range_m",
                away_m=float(self.routes.off_road_m[: len(self.places)].min()),
            )
        numbers = np.flatnonzero(on_road)
        part = self.part[self.routes.terminal[numbers]]
        most = np.argmax(np.bincount(part))
        numbers = numbers[part == most]
        is_office = [_is_office(self.places[one]) for one in numbers]
        numbers = numbers[is_office] if any(is_office) else numbers
        if centre is None:
            return int(numbers[0])
        lon, lat = positions_deg([centre, *(self.places[one] for one in numbers)])
        xy_m = Plane.around(lon, lat).xy_m(lon, lat)
        return int(numbers[np.argmin(np.hypot(*(xy_m[1:] - xy_m[0]).T))])

    def _named(self, root: str) -> int:
        found = [at for at, one in enumerate(self.places) if one.id == root]
        if not found:
            raise NotFoundError(
                "no locality or facility has the identifier {root}", root=root
            )
        if self.routes.terminal[found[0]] < 0:
            raise InvalidInputError(
                "the root {root} lies {away_m:.0f} m from the nearest road: name"
                " another, draw its road or raise fibre_drop_range_m",
                root=root,
                away_m=float(self.routes.off_road_m[found[0]]),
            )
        return found[0]

    def joined_with(self, root_node: int) -> IntArray:
        """Return the numbers of the places that roads join to the root."""
        terminal = self.routes.terminal[: len(self.places)]
        is_joined = (terminal >= 0) & (self.part[terminal] == self.part[root_node])
        return np.flatnonzero(is_joined)

    def notes(self, joined: IntArray) -> tuple[Message, ...]:
        """Say why places are left out, if any are."""
        if len(joined) == len(self.places):
            return ()
        count = len(self.places)
        here = replace(
            self.routes,
            terminal=self.routes.terminal[:count],
            foot=self.routes.foot[:count],
            off_road_m=self.routes.off_road_m[:count],
            part=self.part,
        )
        return places_apart(here, [one.name for one in self.places])


def _is_office(place: Locality | Facility) -> bool:
    return isinstance(place, Facility) and place.kind == _ROOT_KIND
