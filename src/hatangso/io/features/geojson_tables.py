"""Read GeoJSON that others made: any reference system, properties as they stand."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.errors import GEOSException
from shapely.geometry import shape

from hatangso.errors import InvalidInputError, Message, Place
from hatangso.io.features.feature_geometry import mended
from hatangso.io.features.feature_limits import FeatureLimits
from hatangso.io.findings import Findings
from hatangso.io.geojson import is_lon_lat
from hatangso.model.raw_table import CellValue, RawColumn, RawRow, RawTable

__all__ = ["read_geojson_table"]

_WGS84 = "EPSG:4326"
_EPSG = re.compile(r"EPSG:+(?:\d[\d.]*:)?:?(\d+)$", re.IGNORECASE)


def read_geojson_table(content: bytes, place: Place, limits: FeatureLimits) -> RawTable:
    """Read a feature collection, a feature or a bare shape.

    Without a ``crs`` member coordinates are in WGS 84 (RFC 7946, section 4), unless
    they are too large to be degrees: then nobody said what they are.

    Args:
        content: The document.
        place: The file, and the layer when it holds several.
        limits: How much is read.

    Raises:
        InvalidInputError: The file is no GeoJSON, or holds more than the limits allow.
    """
    file, sheet = place.file, place.sheet or ""
    document = _document(content, file)
    features = _features(document, file)
    if len(features) > limits.features:
        msg = "{file} holds {count} features, more than {limit}: send it in parts"
        raise InvalidInputError(
            msg, file=file, count=len(features), limit=limits.features
        )
    findings = Findings()
    shapes, said = [], []
    for number, feature in enumerate(features, start=1):
        here = Place(file, number, None, place.sheet)
        shapes.append(_shape(feature, here, findings))
        said.append(_properties(feature, here, findings))
    titles = list(dict.fromkeys(key for values in said for key in values))
    rows = tuple(
        RawRow(number, tuple(values.get(title) for title in titles), (), wkb)
        for number, (values, wkb) in enumerate(zip(said, shapes, strict=True), start=1)
    )
    columns = tuple(RawColumn(title, (title,)) for title in titles)
    crs = _crs(document, rows, findings, place)
    return mended(
        RawTable(
            file,
            sheet,
            (),
            columns,
            rows,
            crs=crs,
            header_row=0,
            findings=tuple(findings),
            notes=() if crs else (Message("the file does not say its coordinates"),),
        )
    )


def _document(content: bytes, file: str) -> Mapping[str, Any]:
    try:
        document = json.loads(content.decode(_encoding(content)))
    except (ValueError, RecursionError) as error:
        msg = "{file} is not whole GeoJSON ({error}): export it again"
        raise InvalidInputError(msg, file=file, error=error) from error
    if not isinstance(document, Mapping):
        msg = "{file} is not GeoJSON: export it again"
        raise InvalidInputError(msg, file=file)
    return document


def _encoding(content: bytes) -> str:
    """Return the encoding by the byte order mark; RFC 8259 knows only UTF-8."""
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return "utf-16" if is_utf16 else "utf-8-sig"


def _features(document: Mapping[str, Any], file: str) -> Sequence[Any]:
    kind = document.get("type")
    if kind == "FeatureCollection" and isinstance(document.get("features"), list):
        return list(document["features"])
    if kind == "Feature":
        return [document]
    if "coordinates" in document or "geometries" in document:
        return [{"type": "Feature", "geometry": document, "properties": {}}]
    msg = '{file} has no features (its type is "{type}"): export it again as GeoJSON'
    raise InvalidInputError(msg, file=file, type=kind)


def _shape(feature: object, place: Place, findings: Findings) -> bytes | None:
    geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
    if geometry is None:
        return None
    try:
        with np.errstate(invalid="ignore"):
            return bytes(shapely.to_wkb(shape(geometry)))
    except (
        ValueError, TypeError, KeyError, AttributeError, IndexError, GEOSException,
    ):  # fmt: skip
        findings.error(
            place,
            Message("the shape of the feature cannot be read"),
            Message("draw it again and export the file again"),
        )
        return None


def _properties(
    feature: object, place: Place, findings: Findings
) -> dict[str, CellValue]:
    properties = feature.get("properties") if isinstance(feature, Mapping) else feature
    if properties is None:
        return {}
    if not isinstance(properties, Mapping):
        findings.error(
            place,
            Message("the properties of the feature are not names with values"),
            Message("export the file again"),
        )
        return {}
    return dict(_flat(properties))


def _flat(properties: Mapping[str, Any]) -> Iterator[tuple[str, CellValue]]:
    """Yield the properties as cells; lists and groups as their JSON."""
    for key, value in properties.items():
        if isinstance(value, str):
            text = unicodedata.normalize("NFC", value).strip()
            yield unicodedata.normalize("NFC", key), text or None
        elif value is None or isinstance(value, bool | int | float):
            yield unicodedata.normalize("NFC", key), value
        else:
            yield key, json.dumps(value, ensure_ascii=False)


def _crs(
    document: Mapping[str, Any],
    rows: Sequence[RawRow],
    findings: Findings,
    place: Place,
) -> str:
    named = document.get("crs")
    if named is None:
        shapes = shapely.from_wkb([row.geometry for row in rows], on_invalid="ignore")
        return _WGS84 if is_lon_lat(shapely.get_coordinates(shapes)) else ""
    properties = named.get("properties") if isinstance(named, Mapping) else None
    name = str(properties.get("name")) if isinstance(properties, Mapping) else ""
    if name.endswith("CRS84"):
        return _WGS84
    match = _EPSG.search(name)
    if match is None:
        findings.warn(
            place,
            Message('the reference system "{name}" is not known', {"name": name}),
            Message("name it as EPSG, or answer the question about it"),
            name,
        )
        return ""
    return f"EPSG:{match[1]}"
