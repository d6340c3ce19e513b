"""What is known of where points should lie, and how well a guess agrees with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry

from hatangso.errors import InvalidInputError
from hatangso.geography.coordinate_systems import CoordinateSystem
from hatangso.units import FloatArray, IntArray

__all__ = ["Evidence", "Placed", "Points", "nats", "separation_m"]

# Assumption: one record in twenty has a wrong commune or a wrong number.
_ERRING_RATIO = 0.05
_COUNTRY = shapely.box(102.0, 8.3, 110.0, 23.5)
_METRES_PER_DEG = 111_195.0
# Beyond this distance from its commune a point counts as being anywhere.
_FAR_M = 3_000.0


@dataclass(frozen=True)
class Evidence:
    """Points of a file, and what is known of where they lie.

    Attributes:
        first: First column of numbers: longitudes or metres to the east, unless they
            are exchanged. Missing numbers are NaN. Shape (n,), as all that follow.
        second: Second column.
        declared: Commune that each point is said to lie in, WGS 84; None where it is
            not said.
        region: Where all points should lie: the province; None when not known.
        known_lon_deg: Longitude of the same things as they are known already, NaN where
            they are not; None when nothing is.
        known_lat_deg: Latitude likewise.
    """

    first: FloatArray
    second: FloatArray
    declared: Sequence[Geometry | None]
    region: Geometry | None = None
    known_lon_deg: FloatArray | None = None
    known_lat_deg: FloatArray | None = None


@dataclass(frozen=True)
class Placed:
    """Where a system puts points, and how far that is from where they should lie.

    Attributes:
        lon_deg: WGS 84, NaN where the numbers are no place.
        lat_deg: Likewise.
        outside_m: Distance to the commune or region, 0 inside; infinite when far.
        known_m: Distance to the known place, NaN where there is none.
    """

    lon_deg: FloatArray
    lat_deg: FloatArray
    outside_m: FloatArray
    known_m: FloatArray

    @property
    def inside_ratio(self) -> float:
        """Return the share of points inside their commune or region."""
        return float(np.mean(self.outside_m == 0))

    @property
    def known_median_m(self) -> float:
        """Return the median distance from the known places, NaN when there are none."""
        told = self.known_m[~np.isnan(self.known_m)]
        return float(np.median(told)) if told.size else float("nan")


class Points:
    """The points that have both numbers, with what is known of them.

    Attributes:
        first: First column, shape (n,).
        second: Second column.
        area: Number of the commune or region of each point.
        area_m2: Area of that.
        border_m: Length of its border.
        elsewhere_m2: Where a point with a wrong commune may lie.
    """

    def __init__(self, evidence: Evidence) -> None:
        """Draw communes and region on a map in metres.

        Raises:
            InvalidInputError: No point has both numbers, or columns differ in length.
        """
        first = np.asarray(evidence.first, dtype=float)
        second = np.asarray(evidence.second, dtype=float)
        if not len(first) == len(second) == len(evidence.declared):
            raise InvalidInputError("the columns of coordinates differ in length")
        kept = np.flatnonzero(np.isfinite(first) & np.isfinite(second))
        if not kept.size:
            raise InvalidInputError("no point has both coordinates")
        self.first, self.second = first[kept], second[kept]
        nowhere = np.full(len(first), np.nan)
        lon, lat = evidence.known_lon_deg, evidence.known_lat_deg
        self._known_lon_deg = np.asarray(nowhere if lon is None else lon)[kept]
        self._known_lat_deg = np.asarray(nowhere if lat is None else lat)[kept]
        self._draw([evidence.declared[int(i)] for i in kept], evidence.region)

    def _draw(self, declared: list[Geometry | None], region: Geometry | None) -> None:
        whole = _COUNTRY if region is None else region
        areas = {id(area): area for area in [whole, *declared] if area is not None}
        numbers = {key: number for number, key in enumerate(areas)}
        self.area = np.array([numbers[id(area or whole)] for area in declared])
        self.is_declared = self.area > 0
        self.is_told = self.is_declared | (region is not None)
        self.is_told |= np.isfinite(self._known_lon_deg)
        shapes = np.array(list(areas.values()), dtype=object)
        west, south, east, north = shapely.total_bounds(shapes)
        self._middle_deg = (west + east) / 2, (south + north) / 2
        self._shapes = shapely.transform(shapes, lambda xy: self._xy_m(*xy.T))
        shapely.prepare(self._shapes)
        self._boxes = shapely.bounds(self._shapes)
        self.area_m2 = shapely.area(self._shapes)[self.area]
        self.border_m = shapely.length(self._shapes)[self.area]
        country_m2 = shapely.area(
            shapely.transform(_COUNTRY, lambda xy: self._xy_m(*xy.T))
        )
        whole_m2 = shapely.area(self._shapes[0])
        self.elsewhere_m2 = np.where(self.is_declared, whole_m2, country_m2)

    def _xy_m(self, lon_deg: FloatArray, lat_deg: FloatArray) -> FloatArray:
        lon, lat = self._middle_deg
        east = (lon_deg - lon) * np.cos(np.radians(lat))
        return np.stack([east, lat_deg - lat], axis=-1) * _METRES_PER_DEG

    def sample(self, size: int) -> IntArray:
        """Return rows spread over the file, those with known places among them."""
        told = np.flatnonzero(np.isfinite(self._known_lon_deg))
        parts = (np.arange(len(self.first)), told)
        chosen = [part[_spread(len(part), size // 2)] for part in parts]
        return np.unique(np.concatenate(chosen))

    def placed(self, system: CoordinateSystem, rows: IntArray) -> Placed:
        """Return where a system puts some points."""
        return self._judged(*system.lon_lat(self.first[rows], self.second[rows]), rows)

    def moved(
        self, placed: Placed, rows: IntArray, *, east_m: float, north_m: float
    ) -> Placed:
        """Return points moved by so much, all the same way."""
        to_deg = np.cos(np.radians(self._middle_deg[1])) * _METRES_PER_DEG
        lon = placed.lon_deg + east_m / to_deg
        return self._judged(lon, placed.lat_deg + north_m / _METRES_PER_DEG, rows)

    def _judged(self, lon: FloatArray, lat: FloatArray, rows: IntArray) -> Placed:
        known = self._known_lon_deg[rows], self._known_lat_deg[rows]
        known_m = separation_m((lon, lat), known)
        # What cannot be placed is far from what is known of it.
        known_m = np.where(np.isfinite(known[0]) & np.isnan(lon), np.inf, known_m)
        return Placed(lon, lat, self._outside_m(lon, lat, self.area[rows]), known_m)

    def _outside_m(
        self, lon_deg: FloatArray, lat_deg: FloatArray, area: IntArray
    ) -> FloatArray:
        x, y = self._xy_m(lon_deg, lat_deg).T
        west, south, east, north = self._boxes[area].T
        near = (x > west - _FAR_M) & (x < east + _FAR_M)
        near = np.flatnonzero(near & (y > south - _FAR_M) & (y < north + _FAR_M))
        shapes = self._shapes[area[near]]
        away = ~shapely.contains_xy(shapes, x[near], y[near])
        places = shapely.points(x[near][away], y[near][away])
        outside_m = np.full(len(x), np.inf)
        outside_m[near] = 0
        outside_m[near[away]] = shapely.distance(shapes[away], places)
        return outside_m


def _spread(count: int, size: int) -> IntArray:
    return np.unique(np.linspace(0, count - 1, min(count, size)).round().astype(int))


def separation_m(
    one: tuple[FloatArray, FloatArray], other: tuple[FloatArray, FloatArray]
) -> FloatArray:
    """Return distances between places, longitudes before latitudes, good to 1%."""
    north = other[1] - one[1]
    east = (other[0] - one[0]) * np.cos(np.radians((one[1] + other[1]) / 2))
    return np.asarray(np.hypot(east, north) * _METRES_PER_DEG)


def nats(
    points: Points, placed: Placed, rows: IntArray, *, border_m: float, known_m: float
) -> tuple[FloatArray, FloatArray]:
    """Return how well places agree with what is known, as logarithms of likelihoods.

    A point lies anywhere within its commune alike, behind the border with a probability
    that falls exponentially, around its known place as normal errors do; or, seldom,
    anywhere.

    Args:
        points: What is known.
        placed: Where a system puts the points of ``rows``.
        rows: Which points.
        border_m: How far beside the real ones borders are drawn.
        known_m: Standard deviation of the known places, along either axis.

    Returns:
        Of commune and of known place, for each row; 0 where there is no known place.
    """
    anywhere = _ERRING_RATIO / points.elsewhere_m2[rows]
    room_m2 = points.area_m2[rows] + border_m * points.border_m[rows]
    density = np.exp(-placed.outside_m / border_m) / room_m2
    of_commune = np.log((1 - _ERRING_RATIO) * density + anywhere)
    spread = np.exp(-0.5 * (placed.known_m / known_m) ** 2) / (2 * np.pi * known_m**2)
    of_known = np.log((1 - _ERRING_RATIO) * spread + anywhere)
    return of_commune, np.where(np.isnan(placed.known_m), 0.0, of_known)
