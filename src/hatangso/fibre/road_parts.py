"""Why fibre cannot join places: no road in reach, or roads that nothing connects."""

from collections.abc import Sequence

import numpy as np
import shapely

from hatangso.errors import InvalidInputError, Message
from hatangso.fibre.road_routes import RoadRoutes
from hatangso.geography.plane import Plane
from hatangso.units import IntArray

__all__ = ["places_apart"]

_MOST_NAMED = 10


def places_apart(routes: RoadRoutes, names: Sequence[str]) -> tuple[Message, ...]:
    """Say which places no tree can join to most others, and what would mend it.

    Args:
        routes: Roads and places.
        names: What to call the places, in their order.

    Returns:
        A sentence on places without a road, if any, and one on each part of the roads
        with places on it, but for the part with most of them; the part with more places
        first. None where all places hang together.

    Raises:
        InvalidInputError: There are not as many names as places.
    """
    if len(names) != len(routes.terminal):
        raise InvalidInputError(
            "{names} names are given for {places} places",
            names=len(names),
            places=len(routes.terminal),
        )
    messages = []
    is_off = routes.terminal < 0
    if is_off.any():
        off = np.flatnonzero(is_off)
        farthest = int(off[np.argmax(routes.off_road_m[off])])
        messages.append(
            Message(
                "{count} places lie too far from every road, {place} {away_m:.0f} m: "
                "draw their roads or allow longer drops: {places}",
                {
                    "count": len(off),
                    "place": names[farthest],
                    "away_m": float(routes.off_road_m[farthest]),
                    "places": _named(off, names),
                },
            )
        )
    on_road = np.flatnonzero(~is_off)
    part = routes.part[routes.terminal[on_road]]
    parts, counts = np.unique(part, return_counts=True)
    order = parts[np.lexsort((parts, -counts))]
    for one in order[1:].tolist():
        places = on_road[part == one]
        messages.append(_cut_off(routes, int(order[0]), one, _named(places, names)))
    return tuple(messages)


def _cut_off(routes: RoadRoutes, most: int, part: int, places: str) -> Message:
    """Say what hangs on a part of the roads, and where it comes nearest to the most."""
    is_road = np.array([kind is not None for kind in routes.road_kind])
    of_edge = np.where(is_road, routes.part[routes.graph.start], -1)
    lines = np.array(routes.lines, dtype=object)
    here, there = lines[of_edge == part], lines[of_edge == most]
    plane = Plane.around(*shapely.get_coordinates(here).T)
    here, there = plane.geometry_m(list(here)), plane.geometry_m(list(there))
    tree = shapely.STRtree(there)
    (own, other), gap_m = tree.query_nearest(here, return_distance=True)
    best = int(np.argmin(gap_m))
    gap = shapely.shortest_line(here[own[best]], there[other[best]])
    lon_deg, lat_deg = plane.lon_lat(shapely.get_coordinates(gap)[0])
    return Message(
        "no road leads from {km:.1f} km of roads to the {most_km:.1f} km with most "
        "places; at {lon:.5f}, {lat:.5f} they come as near as {gap_m:.0f} m: draw what "
        "is missing or let ends of roads meet from farther off; places there: {places}",
        {
            "km": float(routes.length_km[of_edge == part].sum()),
            "most_km": float(routes.length_km[of_edge == most].sum()),
            "lon": float(lon_deg),
            "lat": float(lat_deg),
            "gap_m": float(gap_m[best]),
            "places": places,
        },
    )


def _named(places: IntArray, names: Sequence[str]) -> str:
    listed = ", ".join(names[place] for place in places[:_MOST_NAMED].tolist())
    return listed + (" …" if len(places) > _MOST_NAMED else "")
