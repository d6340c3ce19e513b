"""Settlements and synthetic masts of a pack."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import rasterio
import shapely
from scipy import ndimage
from scipy.spatial import cKDTree
from shapely import LineString

from hatangso.geography.grid import Grid
from hatangso.geography.plane import Plane
from hatangso.geography.settlements import (
    Ground,
    NamedPlace,
    habitation_weight,
    mean_people_per_settlement,
    settle,
    settlement_counts,
)
from hatangso.geography.terrain import Terrain, slope_deg
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.place import Facility, Locality, Road
from hatangso.model.site import Service, Site
from hatangso.packs.mast_equipment import EquipmentRules, equip
from hatangso.packs.masts import MastRules, MastSpot, Neighbourhood, place_masts
from hatangso.packs.recipes import Recipe
from hatangso.units import FloatArray

__all__ = ["build_localities", "build_masts", "road_points"]

CANDIDATE_STEP_M = 150.0
_ROAD_STEP_DEG = 0.001
_RISE_REACH_CELLS = 15
_LEAST_KNOWN_RATIO = 0.5
_5G_ZONE_M = 1_500.0
_5G_TOWN_PEOPLE = 5_000


def build_localities(
    communes: Sequence[AdminUnit],
    *,
    recipe: Recipe,
    population: Path,
    terrain: Terrain,
    roads: Sequence[Road],
    places: Sequence[NamedPlace],
) -> tuple[Locality, ...]:
    """Return the settlements of all communes.

    Args:
        communes: Of one province.
        recipe: Says the known number of settlements and how they are counted.
        population: Raster of people in WGS 84; only its proportions count.
        terrain: The ground; flat terrain says nothing about where people settle.
        roads: Known roads.
        places: Settlements with a known name.
    """
    relief = _Relief(terrain) if recipe.terrain == "tile" else None
    ground = _ground(communes, population, relief, roads)
    means = [_mean_people(commune, relief) for commune in communes]
    counts = settlement_counts(
        np.array([commune.people for commune in communes]),
        np.array(means),
        total=recipe.settlement_total,
    )
    localities: list[Locality] = []
    for commune, count in zip(communes, counts, strict=True):
        is_ward = commune.kind == "phường"
        localities += settle(
            commune,
            count=int(count),
            ground=ground,
            places=places,
            neighbours=localities,
            numbered_as="Tổ dân phố" if is_ward else recipe.numbered_as,
        )
    return tuple(localities)


def build_masts(
    communes: Sequence[AdminUnit],
    localities: Sequence[Locality],
    *,
    recipe: Recipe,
    terrain: Terrain,
    roads: Sequence[Road],
    facilities: Sequence[Facility],
) -> tuple[tuple[Site, ...], tuple[Service, ...]]:
    """Return synthetic sites and services, numbered by commune."""
    numbers = {commune.code: number for number, commune in enumerate(communes)}
    commune_of = np.array([numbers[place.commune_code] for place in localities])
    is_ward = np.array([commune.kind == "phường" for commune in communes])
    road_lon, road_lat = road_points(roads)
    around = Neighbourhood(
        lon_deg=np.array([place.lon_deg for place in localities]),
        lat_deg=np.array([place.lat_deg for place in localities]),
        people=np.array([place.people for place in localities]),
        commune=commune_of,
        is_ward=is_ward[commune_of],
        road_lon_deg=road_lon,
        road_lat_deg=road_lat,
        border=shapely.union_all([commune.geometry for commune in communes]),
        terrain=terrain,
    )
    rules = MastRules(count=recipe.site_count, left_out_ratio=recipe.left_out_ratio)
    seed = int.from_bytes(recipe.prefix.encode("ascii"), "big")
    spots = sorted(
        place_masts(around, rules, seed=seed),
        key=lambda spot: (spot.settlement, spot.lon_deg, spot.lat_deg),
    )
    homes = [communes[commune_of[spot.settlement]] for spot in spots]
    return equip(
        spots,
        place_names=[home.name_vi.split(" ", 1)[1] for home in homes],
        is_ward=[home.kind == "phường" for home in homes],
        is_5g_area=_is_5g_area(spots, homes, facilities),
        rules=EquipmentRules(prefix=recipe.prefix, count_5g=recipe.count_5g),
        seed=seed + 1,
    )


def road_points(roads: Sequence[Road]) -> tuple[FloatArray, FloatArray]:
    """Return longitudes and latitudes along the roads, about 100 m apart."""
    if not roads:
        return np.empty(0), np.empty(0)
    lines: list[LineString] = [road.geometry for road in roads]
    xy = shapely.get_coordinates(shapely.segmentize(lines, _ROAD_STEP_DEG))
    return xy[:, 0], xy[:, 1]


class _Relief:
    """Slope, and rise above the surroundings, of the cells of a terrain."""

    def __init__(self, terrain: Terrain) -> None:
        size = 2 * _RISE_REACH_CELLS + 1
        is_known = np.isfinite(terrain.elevation_m)
        known_m = np.where(is_known, terrain.elevation_m, 0).astype(float)
        share = ndimage.uniform_filter(is_known.astype(float), size)
        mean_m = ndimage.uniform_filter(known_m, size) / np.maximum(share, 1e-9)
        self._slope = replace(terrain, elevation_m=slope_deg(terrain))
        self._rise = replace(terrain, elevation_m=terrain.elevation_m - mean_m)

    def slope_deg(self, lon_deg: FloatArray, lat_deg: FloatArray) -> FloatArray:
        """Return the slope under points, NaN where it is not known."""
        return self._slope.nearest_elevation_m(lon_deg, lat_deg)

    def rise_m(self, lon_deg: FloatArray, lat_deg: FloatArray) -> FloatArray:
        """Return how far points lie above the mean within about 1.4 km."""
        return self._rise.nearest_elevation_m(lon_deg, lat_deg)


def _mean_people(commune: AdminUnit, relief: _Relief | None) -> float:
    slope: float | None = None
    if relief is not None:
        lon, lat = _lattice(commune.geometry.bounds)
        is_inside = shapely.contains_xy(commune.geometry, lon, lat)
        slopes = relief.slope_deg(lon[is_inside], lat[is_inside])
        is_known = np.isfinite(slopes)
        if is_known.size and is_known.mean() >= _LEAST_KNOWN_RATIO:
            slope = float(slopes[is_known].mean())
    density = commune.people / commune.area_km2
    return mean_people_per_settlement(slope_deg=slope, density_per_km2=density)


def _ground(
    communes: Sequence[AdminUnit],
    population: Path,
    relief: _Relief | None,
    roads: Sequence[Road],
) -> Ground:
    bounds = shapely.total_bounds([commune.geometry for commune in communes])
    lon, lat = _lattice(tuple(bounds))
    unknown = np.full(lon.shape, np.nan)
    weight = habitation_weight(
        _density(population, lon, lat),
        road_distance_m=_road_distance_m(lon, lat, roads),
        slope_deg=unknown if relief is None else relief.slope_deg(lon, lat),
        rise_m=unknown if relief is None else relief.rise_m(lon, lat),
    )
    return Ground(lon, lat, weight, CANDIDATE_STEP_M)


def _lattice(bounds: tuple[float, ...]) -> tuple[FloatArray, FloatArray]:
    """Return points over bounds, one candidate step apart."""
    west, south, east, north = bounds
    plane = Plane((west + east) / 2, (south + north) / 2)
    (left, bottom), (right, top) = plane.xy_m([west, east], [south, north])
    x = np.arange(left, right, CANDIDATE_STEP_M)
    y = np.arange(bottom, top, CANDIDATE_STEP_M)
    xy = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    return plane.lon_lat(xy)


def _density(population: Path, lon: FloatArray, lat: FloatArray) -> FloatArray:
    """Return people per cell at points, between the cells of a raster."""
    with rasterio.open(population) as dataset:
        people = np.where(dataset.read_masks(1) > 0, dataset.read(1), 0)
        step = dataset.transform
        grid = Grid(
            dataset.crs.to_string(), step.c, step.f, step.a, -step.e, *dataset.shape
        )
    rows, cols = grid.positions(lon, lat)
    between = ndimage.map_coordinates(people, [rows, cols], order=1, mode="nearest")
    return np.asarray(np.maximum(between, 0))


def _road_distance_m(
    lon: FloatArray, lat: FloatArray, roads: Sequence[Road]
) -> FloatArray:
    if not roads:
        return np.zeros(len(lon))
    plane = Plane(float(lon.mean()), float(lat.mean()))
    tree = cKDTree(plane.xy_m(*road_points(roads)))
    return np.asarray(tree.query(plane.xy_m(lon, lat))[0])


def _is_5g_area(
    spots: Sequence[MastSpot],
    homes: Sequence[AdminUnit],
    facilities: Sequence[Facility],
) -> list[bool]:
    """Return which masts stand in wards, towns or beside industrial zones."""
    zones = [place for place in facilities if place.kind == "industrial_zone"]
    plane = Plane(spots[0].lon_deg, spots[0].lat_deg)
    masts = plane.xy_m([s.lon_deg for s in spots], [s.lat_deg for s in spots])
    is_near = np.zeros(len(spots), dtype=bool)
    if zones:
        tree = cKDTree(
            plane.xy_m([z.lon_deg for z in zones], [z.lat_deg for z in zones])
        )
        is_near = tree.query(masts)[0] <= _5G_ZONE_M
    return [
        bool(near) or home.kind == "phường" or spot.people_near >= _5G_TOWN_PEOPLE
        for near, home, spot in zip(is_near, homes, spots, strict=True)
    ]
