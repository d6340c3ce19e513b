"""What lies on the map: localities, facilities, roads, and where nothing is built."""

from dataclasses import dataclass, field

from shapely import LineString, MultiPolygon, Polygon

__all__ = ["Facility", "Locality", "ProtectedArea", "Road"]


@dataclass(frozen=True)
class Locality:
    """A settlement below the commune: thôn, xóm, bản, tổ dân phố.

    Attributes:
        id: Unique in the province.
        name: As its people call it.
        commune_code: The commune that it belongs to.
        lon_deg: Longitude of its centre, WGS 84.
        lat_deg: Latitude of its centre, WGS 84.
        people: Inhabitants.
        households: Households.
        has_grid_power: Whether the power grid reaches it; None when nobody has said.
        difficulty_class: ``I``, ``II`` or ``III`` as its commune is classed,
            ``special`` for an especially difficult village; empty when nobody has said.
        has_fibre: Whether fibre reaches it; None when nobody has said.
        row: Row of its file, for messages; None when it came from no file.
    """

    id: str
    name: str
    commune_code: str
    lon_deg: float
    lat_deg: float
    people: int
    households: int
    has_grid_power: bool | None = None
    difficulty_class: str = ""
    has_fibre: bool | None = None
    row: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Facility:
    """A public place that a target may name: school, hospital, industrial zone.

    Attributes:
        kind: school, university, hospital, health_station, commune_office, market,
            industrial_zone, tourist_site, police, post_office or other.
        has_fibre: Whether fibre reaches it; None when nobody has said.
        row: Row of its file, for messages; None when it came from no file.
    """

    id: str
    name: str
    kind: str
    lon_deg: float
    lat_deg: float
    has_fibre: bool | None = None
    row: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Road:
    """A road centre line in WGS 84.

    Attributes:
        kind: motorway, national, provincial, local, or empty when the source has none.
    """

    id: str
    kind: str
    geometry: LineString


@dataclass(frozen=True)
class ProtectedArea:
    """An area in which no mast may be built, in WGS 84: a nature reserve, a relic.

    Attributes:
        name: As it is decreed.
    """

    name: str
    geometry: Polygon | MultiPolygon
