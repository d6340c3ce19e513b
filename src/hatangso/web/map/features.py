"""A set of things on the map as GeoJSON: made once, kept zipped, sent as it is."""

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

import shapely

from hatangso.errors import NotFoundError, StaleResultError
from hatangso.language import Language
from hatangso.model.coverage import PointCoverage
from hatangso.web.snapshot import ProvinceSnapshot

__all__ = [
    "Feature",
    "FeatureFile",
    "FeatureLayer",
    "Properties",
    "coverages_by_place",
    "feature_file",
]

# About a metre.
_GRID_DEG = 1e-5
_PACKING = 6
Properties = Mapping[str, object]
Feature = tuple[shapely.Geometry, Properties]


@dataclass(frozen=True)
class FeatureLayer:
    """A layer of things, and who makes it.

    Attributes:
        id: Part of its address: ``holes``.
        origins: Layers of the province, or kinds of the register, that it rests on.
        make: Gives its features in a language; none where the province has none. No
            confidential or personal field may be among their properties.
    """

    id: str
    origins: tuple[str, ...]
    make: Callable[[ProvinceSnapshot, Language], Iterable[Feature]]


@dataclass(frozen=True)
class FeatureFile:
    """GeoJSON as it is sent.

    Attributes:
        zipped: With gzip.
        version: Hash of the content.
        count: Number of features.
    """

    zipped: bytes
    version: str
    count: int

    @property
    def text(self) -> bytes:
        """Return it for the few who cannot unzip."""
        return gzip.decompress(self.zipped)


def feature_file(
    snapshot: ProvinceSnapshot, layer: FeatureLayer, language: Language
) -> FeatureFile:
    """Return the features of a layer, made when the first one asks."""

    def make() -> FeatureFile:
        features = [_geojson(*one) for one in layer.make(snapshot, language)]
        content = {"type": "FeatureCollection", "features": features}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        return FeatureFile(
            gzip.compress(text, compresslevel=_PACKING, mtime=0),
            sha256(text).hexdigest()[:12],
            len(features),
        )

    return snapshot.part(f"map features:{layer.id}:{language}", make)


def _geojson(geometry: shapely.Geometry, properties: Properties) -> dict[str, object]:
    rounded = shapely.set_precision(geometry, _GRID_DEG, mode="pointwise")
    shape = shapely.geometry.mapping(rounded)
    known = {
        name: value for name, value in properties.items() if value not in ("", None)
    }
    return {"type": "Feature", "geometry": _short(shape), "properties": known}


def _short(shape: object) -> object:
    """Return coordinates without the digits that rounding left behind."""
    if isinstance(shape, float):
        return round(shape, 5)
    if isinstance(shape, dict):
        return {name: _short(value) for name, value in shape.items()}
    if isinstance(shape, list | tuple):
        return [_short(value) for value in shape]
    return shape


def coverages_by_place(
    snapshot: ProvinceSnapshot,
) -> dict[str, list[PointCoverage]]:
    """Return the computed coverage of each locality; empty where none holds."""

    def group() -> dict[str, list[PointCoverage]]:
        grouped: dict[str, list[PointCoverage]] = {}
        try:
            found = snapshot.coverage.localities
        except (NotFoundError, StaleResultError):
            return grouped
        for one in found:
            grouped.setdefault(one.point_id, []).append(one)
        return grouped

    return snapshot.part("map coverages", group)
