"""Roads as a graph that fibre may follow, and places attached to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely import LineString
from shapely.ops import substring

from hatangso.errors import InvalidInputError
from hatangso.fibre.barriers import Barrier, crossing_vnd
from hatangso.fibre.graph import RouteGraph
from hatangso.model.place import Road
from hatangso.units import KM_PER_M, FloatArray, IntArray, require_between

__all__ = ["RoadRoutes", "route_graph"]

GeometryArray: TypeAlias = NDArray[Any]

_GEOD = Geod(ellps="WGS84")
_DEGREE_M = 111_320.0
# Coordinates closer than this are one: far finer than roads are surveyed.
_GRID_M = 0.01
# A piece of a road lies this close to the road at most, after rounding to the grid.
_SAME_ROAD_M = 0.1


@dataclass(frozen=True, eq=False)
class RoadRoutes:
    """A graph along roads, with the places that hang on it.

    Attributes:
        graph: Crossings, road ends, feet of drops and places; edges with their cost.
        terminal: Node of each place, shape (place,); -1 where no road is in reach.
        foot: Node of the road from which the drop to each place leads, shape (place,);
            -1 where none does. Rings join feet: nothing doubles a drop.
        off_road_m: Distance of each place from the nearest road, shape (place,).
        length_km: Geodesic length of each edge, shape (edge,).
        part: Connected part of each node, numbered by falling length, shape (node,).
        part_km: Length of each part, shape (part,).
        lines: Course of each edge in WGS 84 from its start, shape (edge,).
        road_kind: Kind of the road under each edge, shape (edge,); None under drops.
    """

    graph: RouteGraph
    terminal: IntArray
    foot: IntArray
    off_road_m: FloatArray
    length_km: FloatArray
    part: IntArray
    part_km: FloatArray
    lines: tuple[LineString, ...]
    road_kind: tuple[str | None, ...]


def route_graph(
    roads: Sequence[Road],
    lon_deg: FloatArray,
    lat_deg: FloatArray,
    *,
    cost_vnd_per_km: Mapping[str, float],
    drop_vnd_per_km: float,
    drop_vnd: float = 0.0,
    barriers: Sequence[Barrier] = (),
    barrier_vnd: Mapping[str, float] = MappingProxyType({}),
    snap_m: float = 10.0,
    reach_m: float = 2_000.0,
) -> RoadRoutes:
    """Return the graph of roads, cut where they cross, with places attached.

    Roads that cross are taken to meet, bridges too: fibre can change there. Where roads
    lie upon each other, the cheapest kind counts.

    Args:
        roads: Centre lines.
        lon_deg: Longitude of each place, shape (place,).
        lat_deg: Latitude of each place, shape (place,).
        cost_vnd_per_km: What fibre costs along each kind of road; the entry "" counts
            for roads of no known kind and of kinds without an entry.
        drop_vnd_per_km: What it costs from the nearest point of a road to a place.
        drop_vnd: What every drop costs besides, however short.
        barriers: Lines that cost extra to cross.
        barrier_vnd: What one crossing costs, by kind of barrier.
        snap_m: An end of a road this close to another road leads onto it.
        reach_m: Longest drop.

    Raises:
        InvalidInputError: A kind of road or barrier has no cost, a place has no
            position, or there is no road.
        OutOfRangeError: A distance or cost is negative or not a number.
    """
    require_between("snap_m", snap_m, low=0, high=1_000)
    require_between("reach_m", reach_m, low=1, high=100_000)
    require_between("drop_vnd_per_km", drop_vnd_per_km, low=0, high=1e15)
    require_between("drop_vnd", drop_vnd, low=0, high=1e15)
    price = _prices(roads, cost_vnd_per_km)
    _require_positions(np.atleast_1d(lon_deg), np.atleast_1d(lat_deg))
    plane = _Plane(float(np.mean([road.geometry.centroid.y for road in roads])))
    places = shapely.points(*plane.metres(np.asarray(lon_deg), np.asarray(lat_deg)))
    pieces, kinds = _cut(roads, price, plane, snap_m)
    edges = _join(pieces, np.atleast_1d(places), reach_m)
    lines = tuple(plane.degrees(line) for line in edges.lines)
    length_km = np.array([_GEOD.geometry_length(line) for line in lines]) * KM_PER_M
    # The drops stand behind the pieces of roads.
    under = [*kinds, None]
    road_kind = tuple(under[owner] for owner in edges.owner)
    is_drop = np.array([kind is None for kind in road_kind])
    per_km = np.array([price.get(kind or "", 0.0) for kind in road_kind])
    cost_vnd = np.where(
        is_drop, drop_vnd + length_km * drop_vnd_per_km, length_km * per_km
    )
    cost_vnd += crossing_vnd(lines, barriers, barrier_vnd)
    start, end = np.array(edges.ends).T
    graph = RouteGraph.from_edges(edges.nodes, start, end, cost_vnd)
    part, part_km = _parts(graph, length_km)
    return RoadRoutes(
        graph,
        edges.terminal,
        edges.foot,
        edges.off_road_m,
        length_km,
        part,
        part_km,
        lines,
        road_kind,
    )


def _prices(roads: Sequence[Road], given: Mapping[str, float]) -> dict[str, float]:
    """Return the price of each kind of road that occurs."""
    if not roads:
        raise InvalidInputError("there is no road for fibre to follow")
    for kind, value in given.items():
        require_between(f'cost_vnd_per_km of "{kind}"', value, low=0, high=1e15)
    first: dict[str, str] = {}
    for road in roads:
        first.setdefault(road.kind, road.id)
    missing = sorted(kind for kind in first if kind not in given and "" not in given)
    if missing:
        raise InvalidInputError(
            "fibre along roads of these kinds has no cost: {kinds}; give each one, or "
            'one to the kind "" that stands for all others; the first road is {road}',
            kinds=", ".join(f'"{kind}"' for kind in missing),
            road=first[missing[0]],
        )
    return {kind: given.get(kind, given.get("", 0.0)) for kind in first}


def _require_positions(lon_deg: FloatArray, lat_deg: FloatArray) -> None:
    is_nowhere = ~(np.isfinite(lon_deg) & np.isfinite(lat_deg))
    if is_nowhere.any():
        raise InvalidInputError(
            "{count} places have no position; the first is place {place}",
            count=int(is_nowhere.sum()),
            place=int(np.argmax(is_nowhere)),
        )


@dataclass(frozen=True)
class _Plane:
    """Metres around a latitude: true enough for tolerances, not for lengths.

    What is straight in degrees stays so: roads upon each other stay there.
    """

    lat_deg: float

    def metres(
        self, lon_deg: FloatArray, lat_deg: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        east_m = lon_deg * (_DEGREE_M * np.cos(np.radians(self.lat_deg)))
        return east_m, lat_deg * _DEGREE_M

    def degrees(self, line: LineString) -> LineString:
        degree_m = np.array(self.metres(np.ones(1), np.ones(1))).T
        return LineString(shapely.get_coordinates(line) / degree_m)


def _cut(
    roads: Sequence[Road], price: Mapping[str, float], plane: _Plane, snap_m: float
) -> tuple[GeometryArray, list[str]]:
    """Return pieces of roads between crossings, in metres, and their kinds."""
    lines = shapely.transform(
        [road.geometry for road in roads],
        lambda xy: np.column_stack(plane.metres(xy[:, 0], xy[:, 1])),
    )
    bridges, owner = _bridges(lines, snap_m)
    lines = np.concatenate([lines, bridges])
    by_price = sorted(price, key=lambda kind: (price[kind], kind))
    rank = np.array([by_price.index(road.kind) for road in roads])
    rank = np.concatenate([rank, rank[owner]])
    merged = shapely.union_all(lines, grid_size=_GRID_M)
    pieces = shapely.get_parts(merged)
    pieces = pieces[shapely.get_type_id(pieces) == shapely.GeometryType.LINESTRING]
    middle = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    tree = shapely.STRtree(lines)
    piece, line = tree.query(middle, predicate="dwithin", distance=_SAME_ROAD_M)
    least = np.full(len(pieces), len(by_price) - 1)
    np.minimum.at(least, piece, rank[line])
    return pieces, [by_price[number] for number in least]


def _bridges(lines: GeometryArray, snap_m: float) -> tuple[GeometryArray, IntArray]:
    """Return short lines from ends of roads to the nearest other road, and whose."""
    ends = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    own = np.tile(np.arange(len(lines)), 2)
    tree = shapely.STRtree(lines)
    end, other = tree.query(ends, predicate="dwithin", distance=snap_m)
    is_other = own[end] != other
    end, other = end[is_other], other[is_other]
    gap_m = shapely.distance(ends[end], lines[other])
    order = np.lexsort((other, gap_m, end))
    _, first = np.unique(end[order], return_index=True)
    chosen = order[first]
    chosen = chosen[gap_m[chosen] > 0]
    bridges = shapely.shortest_line(ends[end[chosen]], lines[other[chosen]])
    return bridges, own[end[chosen]]


@dataclass
class _Edges:
    """Edges as they come: nodes at both ends, course in metres, piece that they are of.

    A drop is of the piece after the last.
    """

    nodes: int
    terminal: IntArray
    foot: IntArray
    off_road_m: FloatArray
    ends: list[tuple[int, int]] = field(default_factory=list)
    lines: list[LineString] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)

    def new_node(self) -> int:
        """Return the number of one more node."""
        self.nodes += 1
        return self.nodes - 1

    def add(self, ends: tuple[int, int], line: LineString, owner: int) -> None:
        """Add an edge."""
        self.ends.append(ends)
        self.lines.append(line)
        self.owner.append(owner)


def _join(pieces: GeometryArray, places: GeometryArray, reach_m: float) -> _Edges:
    """Return edges between ends of pieces, feet of drops and places."""
    ends = np.concatenate([shapely.get_point(pieces, 0), shapely.get_point(pieces, -1)])
    grid = np.rint(shapely.get_coordinates(ends) / _GRID_M).astype(np.int64)
    corners, node = np.unique(grid, axis=0, return_inverse=True)
    node = node.reshape(2, -1)
    nearest, off_road_m = _nearest_pieces(pieces, places)
    nobody = np.full(len(places), -1)
    edges = _Edges(len(corners), nobody, nobody.copy(), off_road_m)
    near: dict[int, list[int]] = {}
    for place in np.flatnonzero(off_road_m <= reach_m).tolist():
        near.setdefault(int(nearest[place]), []).append(place)
    for number, piece in enumerate(pieces):
        marks = {0.0: int(node[0, number]), piece.length: int(node[1, number])}
        for place in near.get(number, ()):
            at_m = piece.project(places[place])
            if at_m not in marks:
                marks[at_m] = edges.new_node()
            edges.foot[place] = marks[at_m]
            edges.terminal[place] = edges.new_node()
            drop = LineString([piece.interpolate(at_m), places[place]])
            edges.add((marks[at_m], int(edges.terminal[place])), drop, len(pieces))
        cuts = sorted(marks)
        for low_m, high_m in pairwise(cuts):
            line = substring(piece, low_m, high_m) if number in near else piece
            edges.add((marks[low_m], marks[high_m]), line, number)
    return edges


def _nearest_pieces(
    pieces: GeometryArray, places: GeometryArray
) -> tuple[IntArray, FloatArray]:
    """Return the nearest piece of each place, and how far it is."""
    tree = shapely.STRtree(pieces)
    (place, piece), away_m = tree.query_nearest(places, return_distance=True)
    order = np.lexsort((piece, place))
    _, first = np.unique(place[order], return_index=True)
    return piece[order[first]], away_m[order[first]]


def _parts(graph: RouteGraph, length_km: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return each node's part and the parts' lengths, the longest first."""
    part = graph.parts()
    part_km: FloatArray = np.zeros(int(part.max()) + 1)
    np.add.at(part_km, part[graph.start], length_km)
    order = np.argsort(-part_km, kind="stable")
    return np.argsort(order, kind="stable")[part], part_km[order]
