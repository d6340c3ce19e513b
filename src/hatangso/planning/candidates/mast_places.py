"""Where a new mast could stand: hill tops near a road, and beside each place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy import ndimage
from scipy.spatial import cKDTree
from shapely import Polygon

from hatangso.errors import InvalidInputError, Message
from hatangso.geography.plane import Plane
from hatangso.geography.terrain import Terrain
from hatangso.model.province import Province
from hatangso.planning.candidates.siting import SitingParameters, Spacing, positions_deg
from hatangso.radio.links import Placed
from hatangso.units import BoolArray, FloatArray, IntArray

__all__ = ["MastPlaces", "mast_places"]

_RINGS_M = np.arange(100.0, 1_001.0, 100.0)
_BEARINGS_RAD = np.radians(np.arange(0.0, 360.0, 45.0))
# Coordinates are written to about 1 m: masts are named after them.
_DECIMALS = 5


@dataclass(frozen=True, eq=False)
class MastPlaces:
    """Places for new masts from north to south; all arrays of one length.

    Attributes:
        ground_m: Ground above sea level.
        road_distance_m: To the nearest road; 0 where the province has no road layer.
        grid_distance_m: To the nearest site, or locality not known to be without power.
        notes: Why places have no spot for a mast, and what to relax.
    """

    lon_deg: FloatArray
    lat_deg: FloatArray
    ground_m: FloatArray
    road_distance_m: FloatArray
    grid_distance_m: FloatArray
    notes: tuple[Message, ...] = ()


def mast_places(
    province: Province,
    terrain: Terrain,
    *,
    wanting: Sequence[Placed],
    siting: SitingParameters,
    protected: Sequence[Polygon] = (),
) -> MastPlaces:
    """Return spots for new masts around places that want a signal.

    A spot is a local top near a road, or beside a place: the highest ground of the
    nearest ring around it on which a mast may stand; of places near each other, the one
    with most people gets it. No spot is nearer to an existing site than the spacing
    asked for; spots may be nearer to each other.

    Args:
        province: Its communes, localities, sites and roads.
        terrain: The ground.
        wanting: The places, at least one.
        siting: Distances and heights.
        protected: Areas in which nothing may be built, WGS 84.

    Raises:
        InvalidInputError: The province has no site to connect a mast to.
    """
    if not province.sites:
        text = "the province has no site: a new mast could be connected to nothing"
        raise InvalidInputError(text)
    around = _Surroundings(province, terrain, wanting, siting, protected)
    beside_lon, beside_lat, notes = _beside(around)
    top_lon, top_lat = _tops(around)
    lon, lat = np.append(top_lon, beside_lon), np.append(top_lat, beside_lat)
    order = np.lexsort((lon, -lat))
    lon, lat = lon[order], lat[order]
    is_first = np.ones(lon.size, dtype=bool)
    is_first[1:] = (np.diff(lon) != 0) | (np.diff(lat) != 0)
    lon, lat = lon[is_first], lat[is_first]
    xy_m = around.plane.xy_m(lon, lat)
    to_site_m = around.site_tree.query(xy_m)[0]
    return MastPlaces(
        lon,
        lat,
        np.asarray(terrain.nearest_elevation_m(lon, lat)),
        around.road_distance_m(xy_m),
        np.minimum(to_site_m, around.power_tree.query(xy_m)[0]),
        notes,
    )


@dataclass(frozen=True, eq=False)
class _Rules:
    """Which spots keep each rule; arrays of one shape."""

    is_ground: BoolArray
    is_open: BoolArray
    is_apart: BoolArray

    @property
    def is_allowed(self) -> BoolArray:
        """Return which spots keep all rules."""
        return np.asarray(self.is_ground & self.is_open & self.is_apart)


class _Surroundings:
    """What every place is measured against, in one plane."""

    def __init__(
        self,
        province: Province,
        terrain: Terrain,
        wanting: Sequence[Placed],
        siting: SitingParameters,
        protected: Sequence[Polygon],
    ) -> None:
        # Those with most people come first: they push out who is too near.
        people = {one.id: one.people for one in province.localities}
        places = sorted(wanting, key=lambda one: (-people.get(one.id, 0), one.id))
        lon, lat = positions_deg([*places, *province.sites])
        self.plane = Plane.around(lon, lat)
        self.terrain, self.siting = terrain, siting
        self.spacing = Spacing(province.communes, siting)
        self._border = shapely.union_all([one.geometry for one in province.communes])
        shapely.prepare(self._border)
        self._protected = shapely.STRtree(list(protected))
        xy_m = self.plane.xy_m(lon, lat)
        self.wanting_xy_m = xy_m[: len(places)]
        self.site_tree = cKDTree(xy_m[len(places) :])
        powered = [
            one for one in province.localities if one.has_grid_power is not False
        ]
        self.power_tree = self.site_tree
        if powered:
            self.power_tree = cKDTree(self.plane.xy_m(*positions_deg(powered)))
        roads = self.plane.geometry_m([road.geometry for road in province.roads])
        self._roads = shapely.STRtree(roads) if len(roads) else None

    def road_distance_m(self, xy_m: FloatArray) -> FloatArray:
        """Return the distance to the nearest road, 0 without any road."""
        if self._roads is None or not len(xy_m):
            return np.zeros(len(xy_m))
        (_, _), distance_m = self._roads.query_nearest(
            shapely.points(xy_m), return_distance=True, all_matches=False
        )
        return np.asarray(distance_m)

    def rules(self, lon_deg: FloatArray, lat_deg: FloatArray) -> _Rules:
        """Return where there is ground of the province, free and no site too near."""
        has_ground = np.isfinite(self.terrain.nearest_elevation_m(lon_deg, lat_deg))
        has_ground &= shapely.intersects_xy(self._border, lon_deg, lat_deg)
        is_open = np.ones(lon_deg.size, dtype=bool)
        points = shapely.points(lon_deg, lat_deg)
        is_open[self._protected.query(points, predicate="intersects")[0]] = False
        to_site_m = self.site_tree.query(self.plane.xy_m(lon_deg, lat_deg))[0]
        is_apart = to_site_m >= self.spacing.asked_m(lon_deg, lat_deg)
        return _Rules(has_ground, is_open, is_apart)


def _beside(
    around: _Surroundings,
) -> tuple[FloatArray, FloatArray, tuple[Message, ...]]:
    """Return one allowed spot beside each place that has any, and why others lack."""
    ring_m, bearing = np.meshgrid(_RINGS_M, _BEARINGS_RAD, indexing="ij")
    east_m, north_m = ring_m * np.sin(bearing), ring_m * np.cos(bearing)
    shifts_m = np.column_stack([east_m.ravel(), north_m.ravel()])
    kept = _thinned(around.wanting_xy_m, around.siting.beside_spacing_m)
    xy_m = around.wanting_xy_m[kept, None, :] + shifts_m[None, :, :]
    lon, lat = _rounded(*around.plane.lon_lat(xy_m.reshape(-1, 2)))
    shape = (len(kept), len(_RINGS_M), len(_BEARINGS_RAD))
    ground_m = around.terrain.nearest_elevation_m(lon, lat)
    rules = around.rules(lon, lat)
    height_m = np.where(rules.is_allowed, ground_m, -np.inf).reshape(*shape)
    has_any = np.any(np.isfinite(height_m), axis=2)
    ring = np.argmax(has_any, axis=1)
    places = np.arange(shape[0])
    direction = np.argmax(height_m[places, ring], axis=1)
    chosen = np.ravel_multi_index((places, ring, direction), shape)
    chosen = chosen[has_any.any(axis=1)]
    return lon[chosen], lat[chosen], _notes(rules, len(kept), around.siting)


def _notes(rules: _Rules, places: int, siting: SitingParameters) -> tuple[Message, ...]:
    """Say how many places have no spot beside them, and which rule took the last."""

    def without_any(is_allowed: BoolArray) -> BoolArray:
        return np.asarray(~np.any(is_allowed.reshape(places, -1), axis=1))

    off_ground = without_any(rules.is_ground)
    in_nature = without_any(rules.is_ground & rules.is_open) & ~off_ground
    too_near = without_any(rules.is_allowed) & ~in_nature & ~off_ground
    counts = {"places": places, "ring_m": float(_RINGS_M[-1])}
    notes = (
        Message(
            "{count} of {places} places have no spot for a new mast within"
            " {ring_m:g} m: all spots are nearer to an existing site than {ward_m:g} m"
            " (wards) or {rural_m:g} m (elsewhere); lower ward_spacing_m or"
            " rural_spacing_m, or share masts",
            {
                **counts,
                "count": int(too_near.sum()),
                "ward_m": siting.ward_spacing_m,
                "rural_m": siting.rural_spacing_m,
            },
        ),
        Message(
            "{count} of {places} places have no spot for a new mast within {ring_m:g} m"
            " outside protected areas; serve them from farther away or correct"
            " protected_areas.geojson",
            {**counts, "count": int(in_nature.sum())},
        ),
        Message(
            "{count} of {places} places have no spot for a new mast within"
            " {ring_m:g} m: there is no terrain of the province; add terrain or correct"
            " coordinates",
            {**counts, "count": int(off_ground.sum())},
        ),
    )
    return tuple(note for note in notes if note.values["count"])


def _tops(around: _Surroundings) -> tuple[FloatArray, FloatArray]:
    """Return the highest tops around each place, no two near each other."""
    siting = around.siting
    lon, lat, height_m = _local_tops(around)
    lon, lat = _rounded(lon, lat)
    xy_m = around.plane.xy_m(lon, lat)
    wanting = cKDTree(around.wanting_xy_m)
    is_good = around.rules(lon, lat).is_allowed
    is_good &= wanting.query(xy_m)[0] <= siting.new_mast_range_m
    is_good &= around.road_distance_m(xy_m) <= siting.road_range_m
    good = np.flatnonzero(is_good)
    good = good[np.lexsort((lon[good], -lat[good], -height_m[good]))]
    kept = good[_thinned(xy_m[good], siting.top_spacing_m)]
    if not kept.size:
        return lon[kept], lat[kept]
    # Of a sorted list the first are the highest.
    near = cKDTree(xy_m[kept]).query_ball_point(
        around.wanting_xy_m, siting.new_mast_range_m, return_sorted=True
    )
    wanted = {one for found in near for one in found[: int(siting.tops_per_locality)]}
    kept = kept[np.array(sorted(wanted), dtype=np.int64)]
    return lon[kept], lat[kept]


def _local_tops(
    around: _Surroundings,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    terrain, siting = around.terrain, around.siting
    rows, cols, size = _window(around)
    ground_m = terrain.elevation_m[rows, cols]
    is_void = ~np.isfinite(ground_m)
    high_m = np.where(is_void, -np.inf, ground_m)
    low_m = np.where(is_void, np.inf, ground_m)
    is_top = ~is_void & (high_m == ndimage.maximum_filter(high_m, size))
    with np.errstate(invalid="ignore"):
        is_top &= ground_m - ndimage.minimum_filter(low_m, size) >= siting.top_rise_m
    row, col = np.nonzero(is_top)
    lon, lat = terrain.grid.lon_lat(row + rows.start, col + cols.start)
    return lon, lat, np.asarray(ground_m[row, col], dtype=float)


def _window(around: _Surroundings) -> tuple[slice, slice, tuple[int, int]]:
    """Return the rows and columns in range, and the cells that a top overlooks."""
    grid, siting = around.terrain.grid, around.siting
    reach_m = siting.new_mast_range_m + siting.top_radius_m
    low, high = around.wanting_xy_m.min(axis=0), around.wanting_xy_m.max(axis=0)
    corners = np.array([low - reach_m, high + reach_m])
    corners = np.vstack([corners, np.column_stack([corners[:, 0], corners[::-1, 1]])])
    lon, lat = around.plane.lon_lat(corners)
    row, col = grid.positions(lon, lat)
    width_m, height_m = grid.cell_size_m(float(lat.mean()))
    rows = slice(*np.clip([row.min(), row.max() + 2], 0, grid.rows).astype(int))
    cols = slice(*np.clip([col.min(), col.max() + 2], 0, grid.cols).astype(int))
    down = max(1, round(siting.top_radius_m / height_m))
    right = max(1, round(siting.top_radius_m / width_m))
    return rows, cols, (2 * down + 1, 2 * right + 1)


def _thinned(xy_m: FloatArray, spacing_m: float) -> IntArray:
    """Return which points stay when earlier ones push out those too near."""
    is_open = np.ones(len(xy_m), dtype=bool)
    kept: list[int] = []
    if len(xy_m):
        tree = cKDTree(xy_m)
        for point in range(len(xy_m)):
            if is_open[point]:
                kept.append(point)
                is_open[tree.query_ball_point(xy_m[point], spacing_m)] = False
    return np.array(kept, dtype=np.int64)


def _rounded(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    return np.round(lon, _DECIMALS), np.round(lat, _DECIMALS)
