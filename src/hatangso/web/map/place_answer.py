"""What is at a point of the map: unit, nearest village, height, signal."""

from dataclasses import dataclass

import numpy as np
import rasterio
import shapely

from hatangso.errors import Message
from hatangso.geography.grid import distances_m
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.coverage import LEVEL_NUMBERS, CoverageLevel
from hatangso.model.place import Locality
from hatangso.web.map.map_sources import rasters_of
from hatangso.web.map.map_words import LEVEL_WORDS
from hatangso.web.map.raster_layers import RasterBand, RasterKind, RasterLayer
from hatangso.web.snapshot import ProvinceSnapshot

__all__ = ["PlaceAnswer", "SignalRow", "place_answer"]

_LEVELS = {number: level for level, number in LEVEL_NUMBERS.items()}


@dataclass(frozen=True)
class SignalRow:
    """What one technology offers at the point.

    Attributes:
        level_dbm: Of the best operator; None where there is no signal.
        rate_mbps: Likewise; None where none is computed.
        is_uncertain: Whether the two models disagree.
        operators: Those with basic or good signal, in order.
    """

    technology: str
    level: CoverageLevel
    level_dbm: float | None
    rate_mbps: float | None
    is_uncertain: bool
    operators: tuple[str, ...]

    @property
    def word(self) -> Message:
        """Return what people call the level."""
        return LEVEL_WORDS[self.level]


@dataclass(frozen=True)
class PlaceAnswer:
    """What is at a point.

    Attributes:
        commune: None outside the province.
        locality: The nearest village; None where the province has none.
        locality_km: How far it is.
        ground_m: Above sea level; None off the terrain.
        rows: One per technology with a computed coverage.
    """

    lon_deg: float
    lat_deg: float
    commune: AdminUnit | None
    locality: Locality | None
    locality_km: float | None
    ground_m: float | None
    rows: tuple[SignalRow, ...]


def place_answer(
    snapshot: ProvinceSnapshot, lon_deg: float, lat_deg: float
) -> PlaceAnswer:
    """Return what is known of a point."""
    province, terrain = snapshot.inputs.province, snapshot.inputs.terrain
    point = shapely.Point(lon_deg, lat_deg)
    commune = next(
        (one for one in province.communes if shapely.contains(one.geometry, point)),
        None,
    )
    locality, distance_km = _nearest(province.localities, lon_deg, lat_deg)
    ground_m = terrain.nearest_elevation_m(np.array([lon_deg]), np.array([lat_deg]))[0]
    return PlaceAnswer(
        lon_deg,
        lat_deg,
        commune,
        locality,
        distance_km,
        float(ground_m) if np.isfinite(ground_m) else None,
        _rows(rasters_of(snapshot), lon_deg, lat_deg) if commune else (),
    )


def _nearest(
    localities: tuple[Locality, ...], lon_deg: float, lat_deg: float
) -> tuple[Locality | None, float | None]:
    if not localities:
        return None, None
    lons_deg = np.array([one.lon_deg for one in localities])
    lats_deg = np.array([one.lat_deg for one in localities])
    away_m = distances_m(lon_deg, lat_deg, lons_deg, lats_deg)
    nearest = int(np.argmin(away_m))
    return localities[nearest], float(away_m[nearest]) / 1000


def _rows(
    layers: dict[str, RasterLayer], lon_deg: float, lat_deg: float
) -> tuple[SignalRow, ...]:
    rows = []
    for layer in layers.values():
        if layer.kind is not RasterKind.LEVEL or layer.operator:
            continue
        number = _cell(layer.bands[0], lon_deg, lat_deg)
        others = [one for one in layers.values() if one.technology is layer.technology]
        of_best = {one.kind: one for one in others if not one.operator}
        operators = [
            one.operator
            for one in others
            if one.operator
            and one.kind is RasterKind.LEVEL
            and _level(_cell(one.bands[0], lon_deg, lat_deg)) in _REACHED
        ]
        rows.append(
            SignalRow(
                str(layer.technology),
                _level(number),
                _value(of_best.get(RasterKind.DBM), lon_deg, lat_deg),
                _value(of_best.get(RasterKind.RATE), lon_deg, lat_deg),
                _is_uncertain(of_best.get(RasterKind.DOUBT), lon_deg, lat_deg),
                tuple(operators),
            )
        )
    return tuple(rows)


_REACHED = frozenset({CoverageLevel.BASIC, CoverageLevel.GOOD})


def _level(number: float | None) -> CoverageLevel:
    return _LEVELS.get(int(number or 0), CoverageLevel.UNKNOWN)


def _value(layer: RasterLayer | None, lon_deg: float, lat_deg: float) -> float | None:
    return None if layer is None else _cell(layer.bands[0], lon_deg, lat_deg)


def _is_uncertain(layer: RasterLayer | None, lon_deg: float, lat_deg: float) -> bool:
    if layer is None:
        return False
    first_dbm, second_dbm = (_cell(band, lon_deg, lat_deg) for band in layer.bands)
    if second_dbm is None:
        return False
    is_enough = first_dbm is not None and first_dbm >= layer.threshold_dbm
    return is_enough != (second_dbm >= layer.threshold_dbm)


def _cell(band: RasterBand, lon_deg: float, lat_deg: float) -> float | None:
    """Return the cell under a point; None off the raster or without a value."""
    with rasterio.open(band.path) as dataset:
        xs, ys = rasterio.warp.transform("EPSG:4326", dataset.crs, [lon_deg], [lat_deg])
        row, col = dataset.index(xs[0], ys[0])
        if not (0 <= row < dataset.height and 0 <= col < dataset.width):
            return None
        window = rasterio.windows.Window(col, row, 1, 1)
        value = float(dataset.read(band.number, window=window)[0, 0])
    return value if np.isfinite(value) else None
