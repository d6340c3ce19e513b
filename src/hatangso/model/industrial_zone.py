"""Industrial zones: their outlines, and the buildings that stand in them."""

from dataclasses import dataclass, field

from shapely import MultiPolygon, Polygon

__all__ = ["Building", "Zone"]


@dataclass(frozen=True)
class Zone:
    """An outline of an industrial zone, in WGS 84.

    Attributes:
        id: Unique among the outlines of the province.
        name: As its people call it.
        facility_id: The facility, of kind industrial_zone, that it outlines; several
            outlines may belong to one.
        row: Number of its feature, for messages; None when it came from no file.
    """

    id: str
    name: str
    facility_id: str
    geometry: Polygon | MultiPolygon
    row: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Building:
    """A building of an industrial zone: its footprint in WGS 84, and how high it is.

    Attributes:
        id: Unique among the buildings of the province.
        name: May be empty.
        zone_id: The outline in which it stands.
        kind: factory, warehouse, office, housing, utility, other, or empty when nobody
            has said.
        height_m: From the ground to its top; None when nobody has said.
        storeys: Floors above the ground; None when nobody has said.
        row: Number of its feature, for messages; None when it came from no file.
    """

    id: str
    name: str
    zone_id: str
    kind: str
    geometry: Polygon | MultiPolygon
    height_m: float | None = None
    storeys: int | None = None
    row: int | None = field(default=None, compare=False)
