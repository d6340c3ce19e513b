"""GeoJSON (RFC 7946) as text that is compact and can be compared line by line."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from hatangso.errors import InvalidInputError, Message
from hatangso.units import FloatArray

__all__ = ["Feature", "is_lon_lat", "read_features", "read_geojson", "write_geojson"]

# RFC 7946 knows only WGS 84; older writers name it in a "crs" member.
_WGS84_NAMES = ("CRS84", "EPSG::4326", "EPSG:4326")


@dataclass(frozen=True)
class Feature:
    """A geometry in WGS 84 (longitude, latitude) and what is said of it."""

    geometry: BaseGeometry
    properties: Mapping[str, Any]


def read_features(path: Path) -> list[Feature | Message]:
    """Read a feature collection; a message tells why a feature cannot be used.

    Texts among the properties are composed (Unicode NFC), as keyboards write them.

    Raises:
        InvalidInputError: The file cannot be read or is no GeoJSON in WGS 84.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        named = (content.get("crs") or {}).get("properties", {}).get("name")
        features = [_feature(raw) for raw in content["features"]]
    except (
        OSError,
        ValueError,
        RecursionError,
        AttributeError,
        KeyError,
        TypeError,
    ) as error:
        text = "{file} is not a GeoJSON feature collection ({error}): export it again"
        raise InvalidInputError(text, file=path.name, error=error) from error
    if named is not None and not str(named).endswith(_WGS84_NAMES):
        text = "{file} is in {crs}: export it again in WGS 84 (EPSG:4326)"
        raise InvalidInputError(text, file=path.name, crs=named)
    return features


def read_geojson(path: Path) -> tuple[Feature, ...]:
    """Read the features that can be used.

    Raises:
        InvalidInputError: The file cannot be read or is no GeoJSON in WGS 84.
    """
    return tuple(part for part in read_features(path) if isinstance(part, Feature))


def is_lon_lat(coordinates: FloatArray) -> bool:
    """Return whether all pairs, shape (point, 2), can be longitude and latitude."""
    # Not a number compares as false, so it is refused too.
    return bool(np.all(np.abs(coordinates) <= (180.0, 90.0)))


def _feature(raw: Mapping[str, Any]) -> Feature | Message:
    properties = raw.get("properties") or {}
    if not isinstance(properties, Mapping):
        return Message("the properties of the feature are not names with values")
    try:
        with np.errstate(invalid="ignore"):
            geometry = shape(raw["geometry"]) if raw.get("geometry") else None
    except (
        shapely.errors.ShapelyError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ):
        return Message("the geometry cannot be read")
    if geometry is None or geometry.is_empty:
        return Message("the feature has no geometry")
    return Feature(geometry, _composed(properties))


def _composed(value: Any) -> Any:  # noqa: ANN401 - nested to any depth
    """Return JSON whose texts are composed."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {_composed(key): _composed(part) for key, part in value.items()}
    return [_composed(part) for part in value] if isinstance(value, list) else value


def write_geojson(
    path: Path, features: Iterable[Feature], *, decimals: int = 5
) -> None:
    """Write a feature collection, one feature a line.

    Args:
        path: The file; its folder is made when it does not exist.
        features: What to write, in this order.
        decimals: Of the coordinates; 5 keep about 1 m.
    """
    lines = (_line(feature, decimals) for feature in features)
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def _line(feature: Feature, decimals: int) -> str:
    geometry = mapping(feature.geometry)
    content = {
        "type": "Feature",
        "properties": dict(feature.properties),
        "geometry": {
            "type": geometry["type"],
            "coordinates": _rounded(geometry["coordinates"], decimals),
        },
    }
    return json.dumps(
        content, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )


def _rounded(coordinates: Any, decimals: int) -> Any:  # noqa: ANN401 - nested to any depth
    if isinstance(coordinates, float | int):
        return round(float(coordinates), decimals)
    return [_rounded(part, decimals) for part in coordinates]
