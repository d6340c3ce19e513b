"""Shapes on the map as the register keeps them: flat WKB in WGS 84, and its box."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from hatangso.errors import Message
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import GeometryType, RecordKind

__all__ = ["Box", "meets", "normal_shape", "shape_columns"]

_TYPES = {
    GeometryType.LINE: ("LineString", "MultiLineString"),
    GeometryType.POLYGON: ("Polygon", "MultiPolygon"),
}
_FARTHEST_DEG = np.array([180.0, 90.0])
_LITTLE_ENDIAN, _WKB_POINT = 1, 1
_POINT = struct.Struct("<BIdd")
_NOWHERE = (None, None, None, None)


@dataclass(frozen=True)
class Box:
    """A piece of the map between two meridians and two parallels."""

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float


def normal_shape(kind: RecordKind, wkb: bytes) -> bytes | Message:
    """Return a shape as the register keeps it, or what is wrong with it.

    Heights and numbers of reference systems are left out, so that equal shapes have
    equal bytes.

    Args:
        kind: A kind of lines or polygons.
        wkb: In WGS 84, longitude first.
    """
    try:
        with np.errstate(invalid="ignore"):
            shape = shapely.from_wkb(wkb)
    except shapely.errors.GEOSException:
        return Message("it is not well-known binary (WKB)")
    names = _TYPES.get(kind.geometry, ()) if kind.geometry else ()
    if shape.geom_type not in names:
        return Message(
            "it is a {found}; wanted is one of: {names}",
            {"found": shape.geom_type, "names": ", ".join(names)},
        )
    if shape.is_empty:
        return Message("it has no points")
    # A coordinate that is not a number is at no distance from anything.
    if not (np.abs(shapely.get_coordinates(shape)) <= _FARTHEST_DEG).all():
        return Message("it leaves the globe: write degrees, longitude first")
    flat: bytes = shapely.to_wkb(shape, output_dimension=2, byte_order=_LITTLE_ENDIAN)
    return flat


def shape_columns(
    kind: RecordKind, values: Mapping[str, FieldValue]
) -> dict[str, FieldValue]:
    """Return what the table keeps of a record's place, None where it has none.

    Args:
        kind: A kind with a geometry.
        values: All values of a record, checked before.
    """
    wkb, (west_deg, south_deg, east_deg, north_deg) = _wkb_and_bounds(kind, values)
    return {
        "geometry": wkb,
        "west_deg": west_deg,
        "south_deg": south_deg,
        "east_deg": east_deg,
        "north_deg": north_deg,
    }


def _wkb_and_bounds(
    kind: RecordKind, values: Mapping[str, FieldValue]
) -> tuple[bytes | None, tuple[float | None, ...]]:
    """Return the shape of a record with its box from the west, or nothing but None."""
    if kind.geometry is GeometryType.POINT:
        lon_deg, lat_deg = values.get("lon_deg"), values.get("lat_deg")
        if isinstance(lon_deg, float) and isinstance(lat_deg, float):
            wkb = _POINT.pack(_LITTLE_ENDIAN, _WKB_POINT, lon_deg, lat_deg)
            return wkb, (lon_deg, lat_deg, lon_deg, lat_deg)
        return None, _NOWHERE
    wkb_given = values.get("geometry")
    if not isinstance(wkb_given, bytes):
        return None, _NOWHERE
    return wkb_given, shapely.from_wkb(wkb_given).bounds


def meets(shapes: Sequence[FieldValue], box: Box) -> list[bool]:
    """Return for each shape whether any of it lies in a box, borders included."""
    if not shapes:
        return []
    corners = [(box.west_deg, box.south_deg), (box.east_deg, box.north_deg)]
    # The hull of an area's four corners, or of a line's two, or one point.
    window = shapely.MultiPoint(
        [(lon_deg, lat_deg) for lon_deg, _ in corners for _, lat_deg in corners]
    ).convex_hull
    shapely.prepare(window)
    found: list[bool] = shapely.intersects(shapely.from_wkb(shapes), window).tolist()
    return found
