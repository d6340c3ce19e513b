"""GeoJSON (RFC 7946) as text that is compact and can be compared line by line."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from hatangso.errors import InvalidInputError

__all__ = ["Feature", "read_features", "read_geojson", "write_geojson"]

# RFC 7946 knows only WGS 84; older writers name it in a "crs" member.
_WGS84_NAMES = ("CRS84", "EPSG::4326", "EPSG:4326")


@dataclass(frozen=True)
class Feature:
    """A geometry in WGS 84 (longitude, latitude) and what is said of it."""

    geometry: BaseGeometry
    properties: Mapping[str, Any]


def read_features(path: Path) -> list[Feature | None]:
    """Read a feature collection; None stands for a feature without usable geometry.

    Raises:
        InvalidInputError: The file is no GeoJSON in WGS 84.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        named = (content.get("crs") or {}).get("properties", {}).get("name")
        features = [_feature(raw) for raw in content["features"]]
    except (
        json.JSONDecodeError,
        UnicodeDecodeError,
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
    """Read the features that have a usable geometry.

    Raises:
        InvalidInputError: The file is no GeoJSON in WGS 84.
    """
    return tuple(feature for feature in read_features(path) if feature is not None)


def _feature(raw: Mapping[str, Any]) -> Feature | None:
    try:
        geometry = shape(raw["geometry"]) if raw.get("geometry") else None
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError):
        return None
    if geometry is None or geometry.is_empty:
        return None
    return Feature(geometry, raw.get("properties") or {})


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
