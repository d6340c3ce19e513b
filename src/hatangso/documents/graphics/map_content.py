"""What a map shows: areas, lines and points in degrees, and where they come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from shapely import LineString, MultiLineString, MultiPolygon, Polygon

from hatangso.documents.graphics.drawing_notes import NO_NOTES, DrawingNotes
from hatangso.documents.graphics.marks import PointSort

__all__ = [
    "ROUTE_TITLES",
    "Area",
    "CommuneMapContent",
    "Conflict",
    "MapContent",
    "MapPoint",
    "PointLayer",
    "RouteLayer",
    "RouteSort",
    "SiteMapContent",
    "Spacing",
]

Line: TypeAlias = LineString | MultiLineString


@dataclass(frozen=True)
class Area:
    """A commune.

    Attributes:
        name: With its kind: ``Xã Phú Đình``; the map drops the kind.
        geometry: In WGS 84.
        step: Its class, from 0; None when nobody knows its value.
    """

    code: str
    name: str
    geometry: Polygon | MultiPolygon
    step: int | None = None


@dataclass(frozen=True)
class MapPoint:
    """A point.

    Attributes:
        lon_deg: Longitude, WGS 84.
        lat_deg: Latitude, WGS 84.
        label: Written beside it where there is room; empty for none.
    """

    lon_deg: float
    lat_deg: float
    label: str = ""


@dataclass(frozen=True)
class PointLayer:
    """Points of one sort.

    Attributes:
        title: In the legend; empty for that of the sort.
        size_pt: Diameter of a mark; None: the more there are, the smaller.
    """

    sort: PointSort
    points: Sequence[MapPoint]
    title: str = ""
    size_pt: float | None = None


class RouteSort(StrEnum):
    """What a line is."""

    FIBRE = "fibre"
    PLANNED_FIBRE = "planned_fibre"
    MICROWAVE = "microwave"
    OTHER = "other"


ROUTE_TITLES = {
    RouteSort.FIBRE: "Tuyến cáp quang hiện có",
    RouteSort.PLANNED_FIBRE: "Tuyến cáp quang theo kế hoạch",
    RouteSort.MICROWAVE: "Tuyến vi ba",
    RouteSort.OTHER: "Tuyến khác",
}


@dataclass(frozen=True)
class RouteLayer:
    """Lines of one sort, in WGS 84; ``title`` empty for that of the sort."""

    sort: RouteSort
    lines: Sequence[Line]
    title: str = ""


@dataclass(frozen=True)
class MapContent:
    """A map of the province.

    Attributes:
        classes: What the steps of the areas mean, from the least to the most ink; empty
            when the areas are not told apart. At most ``fills.MOST_CLASSES``.
        classes_title: What is classed, with its unit.
        routes: Drawn above the roads, in order.
        points: Drawn in order, the last on top.
        is_named: Whether the names of the areas are written.
    """

    areas: Sequence[Area]
    classes: Sequence[str] = ()
    classes_title: str = ""
    roads: Sequence[Line] = ()
    routes: Sequence[RouteLayer] = ()
    points: Sequence[PointLayer] = ()
    notes: DrawingNotes = NO_NOTES
    is_named: bool = True


@dataclass(frozen=True)
class CommuneMapContent:
    """A map of one commune, with what lies around it faint.

    Attributes:
        points: Localities by how they are covered, sites, works; drawn in order.
    """

    commune: Area
    neighbours: Sequence[Area] = ()
    roads: Sequence[Line] = ()
    routes: Sequence[RouteLayer] = ()
    points: Sequence[PointLayer] = ()
    notes: DrawingNotes = NO_NOTES


@dataclass(frozen=True)
class Spacing:
    """How far other masts must stay away from a place."""

    lon_deg: float
    lat_deg: float
    radius_m: float


@dataclass(frozen=True)
class Conflict:
    """Two places that stand too near each other, or a place and what is in its way.

    Attributes:
        number: Of the row of the table that says what is wrong; written once, however
            many conflicts have it.
    """

    number: int
    lon_deg: float
    lat_deg: float
    other_lon_deg: float
    other_lat_deg: float


@dataclass(frozen=True)
class SiteMapContent:
    """Proposed masts among those that stand.

    The map shows the proposed places, their circles and what they conflict with; what
    lies beyond is left out.

    Attributes:
        areas: Borders, for orientation.
        proposed: Labelled with the number in the operator's list.
    """

    proposed: Sequence[MapPoint]
    existing: Sequence[MapPoint] = ()
    spacings: Sequence[Spacing] = ()
    conflicts: Sequence[Conflict] = ()
    areas: Sequence[Area] = ()
    roads: Sequence[Line] = ()
    notes: DrawingNotes = NO_NOTES
