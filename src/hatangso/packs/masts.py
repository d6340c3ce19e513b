"""Where masts would stand: synthetic sites for provinces whose own are not public.

The number of sites is printed; their places are business secrets. The sites made here
follow people, ground and roads, so that a demonstration behaves like a province, and
leave some remote settlements alone, as real networks do. They are never facts.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely import MultiPolygon, Polygon

from hatangso.geography.plane import Plane
from hatangso.geography.terrain import Terrain
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = [
    "MastRules",
    "MastSpot",
    "Neighbourhood",
    "place_masts",
    "remote_settlements",
]

COORDINATE_DECIMALS = 5
_HILLS_SCALE_M = 150.0


def _sunflower(count: int) -> FloatArray:
    """Return points spread evenly over a disc of radius 1, shape (point, 2)."""
    number = np.arange(count)
    radius = np.sqrt((number + 0.5) / count)
    angle = number * np.pi * (3 - np.sqrt(5))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


_DISC = _sunflower(64)


@dataclass(frozen=True)
class Neighbourhood:
    """What the masts are placed among.

    Attributes:
        lon_deg: Longitudes of the settlements, WGS 84.
        lat_deg: Latitudes, the same shape.
        people: People of each settlement.
        commune: Index of the commune of each settlement.
        is_ward: Whether that commune is a ward.
        road_lon_deg: Longitudes of points along the roads, a few hundred metres apart.
        road_lat_deg: Their latitudes.
        border: Border of the province.
        terrain: The ground; settlements may lie outside it.
    """

    lon_deg: FloatArray
    lat_deg: FloatArray
    people: IntArray
    commune: IntArray
    is_ward: BoolArray
    road_lon_deg: FloatArray
    road_lat_deg: FloatArray
    border: Polygon | MultiPolygon
    terrain: Terrain


@dataclass(frozen=True)
class MastRules:
    """How masts are spread.

    Attributes:
        count: How many masts.
        left_out_ratio: Share of the settlements that are left without a mast on
            purpose: the remotest, with those around them.
        left_out_radius_m: No mast stands nearer to such a settlement.
        reach_m: Every other settlement gets a mast this near while masts last.
        snap_m: How far a mast may stand from its settlement.
        ward_snap_m: The same in wards.
        ward_spacing_m: Least distance between masts in wards, while there is room.
        spacing_m: The same elsewhere.
    """

    count: int
    left_out_ratio: float = 0.01
    left_out_radius_m: float = 2_200.0
    reach_m: float = 2_000.0
    snap_m: float = 750.0
    ward_snap_m: float = 350.0
    ward_spacing_m: float = 100.0
    spacing_m: float = 400.0


@dataclass(frozen=True)
class MastSpot:
    """A place for a mast.

    Attributes:
        settlement: Index of the settlement that it serves first.
        people_near: People in settlements within 1.5 km.
        road_distance_m: To the nearest known road.
        relief_m: Height of the ground between the lowest and highest point within the
            reach of its choice; NaN without terrain.
    """

    lon_deg: float
    lat_deg: float
    settlement: int
    people_near: int
    road_distance_m: float
    relief_m: float


def remote_settlements(
    around: Neighbourhood, *, left_out_ratio: float, radius_m: float
) -> BoolArray:
    """Return which settlements are left out: the remotest and those beside them.

    Args:
        around: The settlements.
        left_out_ratio: Share of all settlements, 0 to 1, that is not exceeded.
        radius_m: A left-out settlement takes those within this distance with it.

    Source:
        Assumption: remoteness grows with the distance to a known road and with the
        hills above the settlement, and falls with the people within 3 km; wards are
        never remote.
    """
    xy, road_m = _map(around)
    tree = cKDTree(xy)
    near = tree.query_ball_point(xy, 3_000.0)
    people_near = np.array([around.people[n].sum() for n in near], dtype=float)
    score = np.log(road_m + 300) - np.log(people_near + 100)
    score += _hills_above_m(around, xy) / _HILLS_SCALE_M
    is_left_out = np.zeros(len(xy), dtype=bool)
    budget = int(left_out_ratio * len(xy))
    for index in np.argsort(-score, kind="stable"):
        beside = np.array(sorted(tree.query_ball_point(xy[index], radius_m)))
        is_new = ~is_left_out[beside]
        if around.is_ward[beside].any() or is_new.sum() > budget:
            continue
        is_left_out[beside] = True
        budget -= int(is_new.sum())
        if budget <= 0:
            break
    return is_left_out


def place_masts(
    around: Neighbourhood, rules: MastRules, *, seed: int
) -> tuple[MastSpot, ...]:
    """Place exactly the number of masts that the rules ask for.

    First every settlement that is not left out gets a mast within reach, the most
    people first; the rest goes to communes in proportion to their people (highest
    averages), inside a commune to where most people share a mast. Each mast then moves
    to high ground near a road.
    """
    xy, _ = _map(around)
    is_left_out = remote_settlements(
        around,
        left_out_ratio=rules.left_out_ratio,
        radius_m=rules.left_out_radius_m,
    )
    tree = cKDTree(xy)
    anchors = _reach_all(tree, around.people, is_left_out, rules)
    anchors += _share_out(tree, around, is_left_out, anchors, rules.count)
    return _Snapper(around, rules, xy[is_left_out], seed).snap(anchors)


def _map(around: Neighbourhood) -> tuple[FloatArray, FloatArray]:
    """Return the settlements on a plane, and their distance to the nearest road."""
    plane = _plane(around)
    xy = plane.xy_m(around.lon_deg, around.lat_deg)
    roads = plane.xy_m(around.road_lon_deg, around.road_lat_deg)
    if not len(roads):
        return xy, np.full(len(xy), 5_000.0)
    return xy, np.asarray(cKDTree(roads).query(xy)[0])


def _plane(around: Neighbourhood) -> Plane:
    west, south, east, north = around.border.bounds
    return Plane((west + east) / 2, (south + north) / 2)


def _hills_above_m(around: Neighbourhood, xy: FloatArray) -> FloatArray:
    """Return how far the ground within 2.5 km rises above each point, 0 if unknown."""
    ring = _DISC[:, None, :] * 2_500 + xy
    lon_deg, lat_deg = _plane(around).lon_lat(ring)
    ground_m = around.terrain.nearest_elevation_m(lon_deg, lat_deg)
    own_m = around.terrain.nearest_elevation_m(around.lon_deg, around.lat_deg)
    top_m = np.where(np.isfinite(ground_m), ground_m, -np.inf).max(axis=0)
    rise_m = np.where(np.isfinite(top_m) & np.isfinite(own_m), top_m - own_m, 0)
    return np.maximum(rise_m, 0)


def _reach_all(
    tree: cKDTree, people: IntArray, is_left_out: BoolArray, rules: MastRules
) -> list[int]:
    """Return settlements whose masts reach all that are not left out, greedily."""
    reach = [np.array(n) for n in tree.query_ball_point(tree.data, rules.reach_m)]
    is_open = ~is_left_out
    gain = np.array([people[n][is_open[n]].sum() for n in reach])
    gain[is_left_out] = -1
    anchors: list[int] = []
    while is_open.any() and len(anchors) < rules.count:
        best = int(np.argmax(gain))
        anchors.append(best)
        for lost in reach[best][is_open[reach[best]]]:
            is_open[lost] = False
            gain[reach[lost]] -= people[lost]
        gain[best] = -1
    return anchors


def _share_out(
    tree: cKDTree,
    around: Neighbourhood,
    is_left_out: BoolArray,
    anchors: list[int],
    count: int,
) -> list[int]:
    """Return settlements of the remaining masts: communes first, then crowds."""
    near = [np.array(n) for n in tree.query_ball_point(tree.data, 800.0)]
    crowd = np.array([around.people[n].sum() for n in near], dtype=float)
    crowd[is_left_out] = 0
    masts_near = np.zeros(len(crowd))
    communes = int(around.commune.max()) + 1
    people = np.bincount(around.commune, weights=around.people, minlength=communes)
    has_room = np.bincount(around.commune, weights=crowd, minlength=communes) > 0
    masts = np.zeros(communes)
    for anchor in anchors:
        masts[around.commune[anchor]] += 1
        masts_near[near[anchor]] += 1
    members = [np.nonzero(around.commune == c)[0] for c in range(communes)]
    more: list[int] = []
    while len(anchors) + len(more) < count:
        # A commune without a mast comes before all others.
        average = np.where(has_room, people / np.maximum(masts, 1e-6), -1)
        commune = int(np.argmax(average))
        inside = members[commune]
        best = int(inside[np.argmax(crowd[inside] / (1 + masts_near[inside]))])
        more.append(best)
        masts[commune] += 1
        masts_near[near[best]] += 1
    return more


class _Snapper:
    """Moves masts from their settlements to high ground near roads, one by one."""

    def __init__(
        self, around: Neighbourhood, rules: MastRules, left_out: FloatArray, seed: int
    ) -> None:
        self.around = around
        self.rules = rules
        self.plane = _plane(around)
        self.xy = self.plane.xy_m(around.lon_deg, around.lat_deg)
        roads = self.plane.xy_m(around.road_lon_deg, around.road_lat_deg)
        self.roads = cKDTree(roads) if len(roads) else None
        self.left_out = cKDTree(left_out) if len(left_out) else None
        self.random = np.random.default_rng(seed)
        shapely.prepare(around.border)

    def snap(self, anchors: list[int]) -> tuple[MastSpot, ...]:
        """Return a spot for each anchor."""
        near = cKDTree(self.xy).query_ball_point(self.xy, 1_500.0)
        placed = np.empty((0, 2))
        spots = []
        for anchor in anchors:
            spot_xy, road_m, relief_m = self._best(anchor, placed)
            placed = np.concatenate([placed, [spot_xy]])
            lon, lat = self.plane.lon_lat(spot_xy)
            spots.append(
                MastSpot(
                    round(float(lon), COORDINATE_DECIMALS),
                    round(float(lat), COORDINATE_DECIMALS),
                    anchor,
                    int(self.around.people[near[anchor]].sum()),
                    road_m,
                    relief_m,
                )
            )
        return tuple(spots)

    def _best(self, anchor: int, placed: FloatArray) -> tuple[FloatArray, float, float]:
        rules, is_ward = self.rules, bool(self.around.is_ward[anchor])
        turn = self.random.random() * 2 * np.pi
        noise = self.random.random(len(_DISC))
        turned = _DISC @ np.array(
            [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
        )
        reach_m = rules.ward_snap_m if is_ward else rules.snap_m
        xy = self.xy[anchor] + turned * reach_m
        lon, lat = self.plane.lon_lat(xy)
        road_m = self._road_m(xy)
        ground_m = self.around.terrain.nearest_elevation_m(lon, lat)
        is_known = np.isfinite(ground_m)
        relief_m = float(np.ptp(ground_m[is_known])) if is_known.any() else np.nan
        # Height is worth the way up to it: 1 m of ground for 20 m from the road.
        score = np.nan_to_num(ground_m) - np.maximum(road_m - 100, 0) / 20
        score = score * (0.3 if is_ward else 1.0) + 15 * noise
        forbidden = ~shapely.contains_xy(self.around.border, lon, lat)
        apart_m = (
            cKDTree(placed).query(xy)[0] if len(placed) else np.full(len(_DISC), np.inf)
        )
        short_m = np.maximum(
            (rules.ward_spacing_m if is_ward else rules.spacing_m) - apart_m, 0
        )
        if self.left_out is not None:
            forbidden |= self.left_out.query(xy)[0] < rules.left_out_radius_m
        # What is forbidden loses against all else; want of room against all heights.
        score = score - 1e3 * short_m / rules.ward_spacing_m - 1e9 * forbidden
        best = int(np.argmax(score))
        return xy[best], float(road_m[best]), relief_m

    def _road_m(self, xy: FloatArray) -> FloatArray:
        if self.roads is None:
            return np.zeros(len(xy))
        return np.asarray(self.roads.query(xy)[0])
