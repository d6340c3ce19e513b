"""Where people live below the commune: settlements derived from what is known.

No public source gives the position and the people of each thôn, xóm, bản or tổ dân phố.
What is known of a commune - its border and people, the density of people by satellite,
roads, terrain and some named places - bounds them well enough to plan with.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import cKDTree

from hatangso.geography.plane import Plane
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.place import Locality
from hatangso.units import FloatArray, IntArray

__all__ = [
    "Ground",
    "NamedPlace",
    "habitation_weight",
    "mean_people_per_settlement",
    "settle",
    "settlement_counts",
    "share_people",
]

COORDINATE_DECIMALS = 5
PEOPLE_PER_HOUSEHOLD = 3.6
# Fewer people than this are given to no settlement while the commune has enough.
_LEAST_PEOPLE = 30
# Half of the distance between candidate points; positions are moved at random by this
# so that no lattice shows.
_JITTER_RATIO = 0.45
_SIZE_SPREAD = 0.45


@dataclass(frozen=True)
class Ground:
    """Points where a settlement could lie.

    Attributes:
        lon_deg: Longitudes, WGS 84.
        lat_deg: Latitudes, the same shape.
        weight: How much each point invites settlers, 0 or more, the same shape.
        step_m: Distance between neighbouring points.
    """

    lon_deg: FloatArray
    lat_deg: FloatArray
    weight: FloatArray
    step_m: float


@dataclass(frozen=True)
class NamedPlace:
    """A settlement whose name and position are known."""

    name: str
    lon_deg: float
    lat_deg: float


def mean_people_per_settlement(
    *, slope_deg: float | None, density_per_km2: float
) -> float:
    """Return how many people a settlement of a commune has on average.

    Args:
        slope_deg: Mean slope of the commune; None when its terrain is not known.
        density_per_km2: People per square kilometre; used without terrain.

    Source:
        Assumption: 600 in flat communes and 250 in steep ones, linear between 3 and
        15 degrees, or in the logarithm of the density between 1,000 and 60 per km2.

    >>> mean_people_per_settlement(slope_deg=2.0, density_per_km2=100)
    600.0
    >>> mean_people_per_settlement(slope_deg=None, density_per_km2=50)
    250.0
    """
    flat, steep = 600.0, 250.0
    if slope_deg is not None:
        return float(np.interp(slope_deg, [3, 15], [flat, steep]))
    lows, highs = np.log([60.0, 1000.0])
    return float(
        np.interp(np.log(max(density_per_km2, 1)), [lows, highs], [steep, flat])
    )


def settlement_counts(
    people: IntArray, mean_people: FloatArray, *, total: int | None = None
) -> IntArray:
    """Return how many settlements each commune has: at least one where people live.

    Args:
        people: People of each commune.
        mean_people: Mean people per settlement of each commune, above 0.
        total: Known number of settlements of all communes together; their means are
            scaled alike until the sum comes near. None leaves the means as they are.
    """
    wanted = people / mean_people
    if total is not None and wanted.sum() > 0:
        wanted = wanted * (total / wanted.sum())
    counts = np.maximum(np.rint(wanted), 1)
    return np.where(people > 0, np.minimum(counts, people), 0).astype(int)


def habitation_weight(
    density: FloatArray,
    *,
    road_distance_m: FloatArray,
    slope_deg: FloatArray,
    rise_m: FloatArray,
) -> FloatArray:
    """Return how much each point invites settlers.

    Args:
        density: People by satellite, any unit, 0 or more.
        road_distance_m: To the nearest known road.
        slope_deg: Slope of the ground; NaN where it is not known.
        rise_m: How far the point lies above the mean of its surroundings; NaN likewise.

    Source:
        Assumption: settlements follow people, thin out with the distance from a known
        road (scale 1.5 km) down to three tenths, avoid slopes (scale 8 degrees) and
        prefer valleys (scale 40 m) to ridges.
    """
    near_road = 0.3 + 0.7 * np.exp(-road_distance_m / 1_500)
    gentle = np.exp(-np.nan_to_num(slope_deg) / 8)
    valley = 1 / (1 + np.exp(np.nan_to_num(rise_m) / 40))
    return density * near_road * gentle * valley


def settle(
    commune: AdminUnit,
    *,
    count: int,
    ground: Ground,
    places: Sequence[NamedPlace] = (),
    neighbours: Sequence[Locality] = (),
    numbered_as: str = "Thôn",
    spacing_m: float = 400.0,
) -> tuple[Locality, ...]:
    """Return the settlements of a commune; their people add up to the commune's.

    Args:
        commune: Its code seeds the choice, so the same commune settles alike each time.
        count: How many settlements; at most one per inhabitant.
        ground: Candidate points, also outside the commune.
        places: Known settlements; those inside the commune come first and keep their
            names.
        neighbours: Settlements of other communes, to keep apart from.
        numbered_as: What a settlement without a name is called: ``Xóm`` gives
            ``Xóm 1 (Thần Sa)``, counted from the centre outwards.
        spacing_m: Least distance between settlements; shrinks when there is no room.
    """
    if count == 0:
        return ()
    random = np.random.default_rng(_seed(commune.code))
    lon_deg, lat_deg, weight = _candidates(commune, ground, random)
    plane = Plane(
        float(commune.geometry.centroid.x), float(commune.geometry.centroid.y)
    )
    known = _known_places(commune, places)[:count]
    known_xy = plane.xy_m([p.lon_deg for p in known], [p.lat_deg for p in known])
    known_xy = known_xy.reshape(-1, 2)
    xy = plane.xy_m(lon_deg, lat_deg)
    chosen = _spread(
        xy,
        weight,
        count=count - len(known),
        taken=np.concatenate([known_xy, _near(commune, plane, neighbours)]),
        spacing_m=spacing_m,
        random=random,
    )

    lons = np.concatenate([[p.lon_deg for p in known], lon_deg[chosen]])
    lats = np.concatenate([[p.lat_deg for p in known], lat_deg[chosen]])
    names = [p.name for p in known] + [""] * len(chosen)
    spots = np.concatenate([known_xy, xy[chosen]])
    pull = _local_weight(spots, xy, weight)
    sizes = pull**0.3 * np.exp(_SIZE_SPREAD * _normal(random, len(spots)))
    people = share_people(commune.people, sizes)
    middle = np.average(spots, axis=0, weights=people)
    order = np.argsort(np.hypot(*(spots - middle).T), kind="stable")
    return _localities(
        commune,
        order,
        lons=lons,
        lats=lats,
        people=people,
        names=names,
        numbered_as=numbered_as,
    )


def share_people(people: int, sizes: FloatArray) -> IntArray:
    """Split a whole number of people in proportion to sizes, exactly.

    Args:
        people: At least one for each share.
        sizes: Relative sizes, above 0.

    Returns:
        Whole numbers that add up to ``people``, none below 30 while there are enough
        for that, and none below 1.

    >>> share_people(100, np.array([1.0, 1.0, 2.0]))
    array([30, 30, 40])
    """
    least = min(_LEAST_PEOPLE, people // len(sizes))
    spare = people - least * len(sizes)
    sizes = np.asarray(sizes, dtype=float)
    wanted = np.maximum(people * sizes / sizes.sum() - least, 0)
    quota = spare * wanted / wanted.sum() if wanted.sum() > 0 else wanted
    whole = np.floor(quota).astype(int)
    rest = spare - int(whole.sum())
    largest = np.argsort(whole - quota, kind="stable")
    whole += rest // len(sizes)
    whole[largest[: rest % len(sizes)]] += 1
    return np.asarray(whole + least)


def _seed(code: str) -> int:
    return int.from_bytes(code.encode("utf-8"), "big")


def _normal(random: np.random.Generator, count: int) -> FloatArray:
    """Return standard normal numbers by Box and Muller: stable between versions."""
    one, two = 1 - random.random(count), random.random(count)
    return np.asarray(np.sqrt(-2 * np.log(one)) * np.cos(2 * np.pi * two))


def _candidates(
    commune: AdminUnit, ground: Ground, random: np.random.Generator
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the candidate points inside a commune, moved off their lattice."""
    west, south, east, north = commune.geometry.bounds
    is_near = (ground.lon_deg >= west) & (ground.lon_deg <= east)
    is_near &= (ground.lat_deg >= south) & (ground.lat_deg <= north)
    lon, lat, weight = (
        ground.lon_deg[is_near],
        ground.lat_deg[is_near],
        ground.weight[is_near],
    )
    plane = Plane(float((west + east) / 2), float((south + north) / 2))
    moves = (random.random((len(lon), 2)) - 0.5) * 2 * _JITTER_RATIO * ground.step_m
    lon, lat = plane.lon_lat(plane.xy_m(lon, lat) + moves)
    lon, lat = np.round(lon, COORDINATE_DECIMALS), np.round(lat, COORDINATE_DECIMALS)
    is_inside = shapely.contains_xy(commune.geometry, lon, lat)
    if not is_inside.any():
        point = shapely.point_on_surface(commune.geometry)
        return np.array([point.x]), np.array([point.y]), np.ones(1)
    return lon[is_inside], lat[is_inside], weight[is_inside]


def _near(
    commune: AdminUnit, plane: Plane, neighbours: Sequence[Locality]
) -> FloatArray:
    """Return the neighbours on the plane, as far as they lie about the commune."""
    west, south, east, north = commune.geometry.buffer(0.01).bounds
    spots = [
        (place.lon_deg, place.lat_deg)
        for place in neighbours
        if west <= place.lon_deg <= east and south <= place.lat_deg <= north
    ]
    return plane.xy_m(*np.array(spots).reshape(-1, 2).T)


def _known_places(commune: AdminUnit, places: Sequence[NamedPlace]) -> list[NamedPlace]:
    rounded = [
        NamedPlace(
            place.name,
            round(place.lon_deg, COORDINATE_DECIMALS),
            round(place.lat_deg, COORDINATE_DECIMALS),
        )
        for place in places
    ]
    return [
        place
        for place in rounded
        if shapely.contains_xy(commune.geometry, place.lon_deg, place.lat_deg)
    ]


def _spread(
    xy: FloatArray,
    weight: FloatArray,
    *,
    count: int,
    taken: FloatArray,
    spacing_m: float,
    random: np.random.Generator,
) -> IntArray:
    """Return indices of points drawn by weight, apart from each other and the taken.

    Points are drawn without replacement in proportion to their weight (Efraimidis and
    Spirakis 2006); one that lies too near an earlier one waits for a smaller spacing.
    """
    lift = weight + 1e-9 * max(float(weight.max(initial=0)), 1e-9)
    keys = np.log(1 - random.random(len(xy))) / lift
    order = np.argsort(-keys, kind="stable")
    chosen: list[int] = []
    is_chosen = np.zeros(len(xy), dtype=bool)
    while len(chosen) < count:
        spots = np.concatenate([taken, xy[chosen]]) if chosen else taken
        is_free = ~is_chosen
        if len(spots):
            is_free &= cKDTree(spots).query(xy)[0] >= spacing_m
        tree = cKDTree(xy)
        for index in order:
            if len(chosen) == count:
                break
            if is_free[index]:
                chosen.append(int(index))
                is_chosen[index] = True
                is_free[tree.query_ball_point(xy[index], spacing_m)] = False
        if spacing_m < 1:
            # More settlements than candidate points: several share a point.
            chosen += [int(order[n % len(order)]) for n in range(count - len(chosen))]
        spacing_m *= 0.7
    return np.array(chosen, dtype=int)


def _local_weight(spots: FloatArray, xy: FloatArray, weight: FloatArray) -> FloatArray:
    """Return the mean weight within 500 m of each spot, relative to the largest."""
    near = cKDTree(xy).query_ball_point(spots, 500.0)
    mean = np.array([weight[sorted(n)].mean() if n else 0.0 for n in near])
    return np.maximum(mean / max(float(mean.max(initial=0)), 1e-30), 0.05)


def _localities(
    commune: AdminUnit,
    order: IntArray,
    *,
    lons: FloatArray,
    lats: FloatArray,
    people: IntArray,
    names: Sequence[str],
    numbered_as: str,
) -> tuple[Locality, ...]:
    commune_name = commune.name_vi.removeprefix(commune.kind.capitalize()).strip()
    localities = []
    unnamed = 0
    for place, index in enumerate(order, start=1):
        name = names[index]
        if not name:
            unnamed += 1
            name = f"{numbered_as} {unnamed} ({commune_name})"
        count = int(people[index])
        localities.append(
            Locality(
                id=f"{commune.code}-{place:03d}",
                name=name,
                commune_code=commune.code,
                lon_deg=float(lons[index]),
                lat_deg=float(lats[index]),
                people=count,
                households=max(1, round(count / PEOPLE_PER_HOUSEHOLD)),
            )
        )
    return tuple(localities)
