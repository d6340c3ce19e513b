"""Read the GeoJSON layers of a province directory: communes, roads, reserves, zones."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

import shapely
from shapely import LineString, MultiPolygon, Polygon

from hatangso.errors import InvalidInputError, Message, Place
from hatangso.io.findings import Findings
from hatangso.io.geojson import Feature, is_lon_lat, read_features
from hatangso.io.tables import MOST_PEOPLE, CellError
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.industrial_zone import Building, Zone
from hatangso.model.place import ProtectedArea, Road
from hatangso.model.provenance import Reality

__all__ = [
    "BUILDINGS_FILE",
    "BUILDING_KINDS",
    "COMMUNES_FILE",
    "PROTECTED_AREAS_FILE",
    "ZONES_FILE",
    "read_buildings",
    "read_communes",
    "read_protected_areas",
    "read_roads",
    "read_zones",
]

COMMUNES_FILE = "communes.geojson"
PROTECTED_AREAS_FILE = "protected_areas.geojson"
ZONES_FILE = "zones.geojson"
BUILDINGS_FILE = "buildings.geojson"
BUILDING_KINDS = ("factory", "warehouse", "office", "housing", "utility", "other")
# Above any building there is; more is a slip of the keyboard.
_HIGHEST_M = 1000.0
_MOST_STOREYS = 200
# The largest country has 17 million; anything above is square metres.
_LARGEST_AREA_KM2 = 1e6
_Numbered = tuple[int, Feature]
Placed = TypeVar("Placed", Zone, Building)


def read_communes(path: Path, findings: Findings) -> list[AdminUnit]:
    """Read the communes; a feature that cannot be used is a finding."""
    communes: list[AdminUnit] = []
    codes: dict[str, int] = {}
    for row, feature in _features(path, findings):
        place = Place(path.name, row)
        values = _parsed(place, feature.properties, _COMMUNE_PROPERTIES, findings)
        geometry = feature.geometry
        if not isinstance(geometry, Polygon | MultiPolygon):
            _wrong_geometry(place, "Polygon or MultiPolygon", findings)
            continue
        if values is None:
            continue
        code = values["code"]
        if code in codes:
            findings.error(
                Place(path.name, row, "code"),
                Message(
                    'the code "{code}" stands already in feature {first}',
                    {"code": code, "first": codes[code]},
                ),
                Message("give each its own id, or remove the copy"),
                code,
            )
            continue
        codes[code] = row
        geometry = _mended(geometry)
        if geometry.is_empty:
            _wrong_geometry(place, "Polygon or MultiPolygon", findings)
            continue
        values["name_en"] = values["name_en"] or values["name_vi"]
        communes.append(AdminUnit(**values, geometry=geometry))
    return communes


def read_roads(path: Path, findings: Findings) -> list[Road]:
    """Read the roads; a feature that is no line is a finding."""
    roads = []
    for row, feature in _features(path, findings):
        place, geometry = Place(path.name, row), feature.geometry
        if not isinstance(geometry, LineString):
            _wrong_geometry(place, "LineString", findings)
        elif geometry.length == 0:
            findings.warn(
                place,
                Message("the road has no length and was left out"),
                Message("nothing to do; or draw it with two different points"),
            )
        else:
            name = str(feature.properties.get("id") or row)
            kind = str(feature.properties.get("kind") or "")
            roads.append(Road(name, kind, geometry))
    return roads


def read_zones(path: Path, findings: Findings) -> list[Zone]:
    """Read outlines of zones; a feature that cannot be used is a finding."""
    zones: list[Zone] = []
    for row, feature in _areas(path, findings):
        values = _parsed(
            Place(path.name, row), feature.properties, _ZONE_PROPERTIES, findings
        )
        if values is not None:
            zones.append(Zone(**values, geometry=feature.geometry, row=row))
    return _with_own_ids(path.name, zones, findings)


def read_buildings(
    path: Path, findings: Findings, zones: Sequence[Zone]
) -> list[Building]:
    """Read footprints of buildings; a feature that cannot be used is a finding.

    Args:
        path: The file.
        findings: Receives what is wrong with it.
        zones: Where the buildings may stand; one in no zone is a finding.
    """
    known = {zone.id for zone in zones}
    buildings: list[Building] = []
    for row, feature in _areas(path, findings):
        place = Place(path.name, row)
        values = _parsed(place, feature.properties, _BUILDING_PROPERTIES, findings)
        if values is None:
            continue
        zone_id = values["zone_id"]
        if zone_id in known:
            buildings.append(Building(**values, geometry=feature.geometry, row=row))
        elif not findings.has_error(ZONES_FILE):
            findings.error(
                Place(path.name, row, "zone_id"),
                Message("no zone has the id {id}", {"id": zone_id}),
                Message("use an id of zones.geojson, or add the zone there"),
                zone_id,
            )
    return _with_own_ids(path.name, buildings, findings)


def _areas(path: Path, findings: Findings) -> Iterator[_Numbered]:
    """Yield the features that are areas, their rings mended; note the others."""
    for row, feature in _features(path, findings):
        geometry = feature.geometry
        if isinstance(geometry, Polygon | MultiPolygon):
            geometry = _mended(geometry)
        if not isinstance(geometry, Polygon | MultiPolygon) or geometry.is_empty:
            wanted = "Polygon or MultiPolygon"
            _wrong_geometry(Place(path.name, row), wanted, findings)
            continue
        yield row, Feature(geometry, feature.properties)


def _with_own_ids(
    file: str, things: Sequence[Placed], findings: Findings
) -> list[Placed]:
    """Return the things whose id is new; a second use is a finding."""
    first: dict[str, Placed] = {}
    for one in things:
        known = first.setdefault(one.id, one)
        if known is not one:
            findings.error(
                Place(file, one.row, "id"),
                Message(
                    'the id "{id}" stands already in row {first}',
                    {"id": one.id, "first": known.row},
                ),
                Message("give each its own id, or remove the copy"),
                one.id,
            )
    return list(first.values())


def read_protected_areas(path: Path, findings: Findings) -> list[ProtectedArea]:
    """Read where no mast may be built; a feature that cannot be used is a finding."""
    areas = []
    for row, feature in _areas(path, findings):
        name = feature.properties.get("name")
        try:
            areas.append(ProtectedArea(_text(name), feature.geometry))
        except CellError as error:
            where = Place(path.name, row, "name")
            findings.error(where, error.problem, error.fix, name)
    return areas


def _mended(geometry: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    """Return an area whose rings do not cross; empty when nothing is left."""
    if geometry.is_valid:
        return geometry
    return shapely.make_valid(geometry, method="structure", keep_collapsed=False)


def _features(path: Path, findings: Findings) -> Iterator[_Numbered]:
    """Yield number (from 1) and content of each feature that lies on the earth."""
    try:
        features = read_features(path)
    except InvalidInputError as error:
        findings.error(
            Place(path.name),
            error.message,
            Message("export the layer again as GeoJSON in UTF-8"),
        )
        return
    if not features:
        findings.error(
            Place(path.name),
            Message("the layer has no feature"),
            Message("export the layer again with all its features"),
        )
    astray: list[_Numbered] = []
    for row, feature in enumerate(features, start=1):
        if isinstance(feature, Message):
            findings.error(
                Place(path.name, row),
                feature,
                Message("draw the feature again, or remove it"),
            )
        elif is_lon_lat(shapely.get_coordinates(feature.geometry)):
            yield row, feature
        else:
            astray.append((row, feature))
    if astray:
        _report_astray(path.name, astray, findings)


def _report_astray(file: str, astray: Sequence[_Numbered], findings: Findings) -> None:
    """Note once that features lie outside longitude and latitude."""
    row, first = astray[0]
    x, y = next(
        pair
        for pair in shapely.get_coordinates(first.geometry)
        if not is_lon_lat(pair[None])
    )
    problem = "the coordinates of {count} features are not longitude and latitude"
    fix = Message("export the layer again in WGS 84 (EPSG:4326), in degrees")
    exchanged = [shapely.get_coordinates(part.geometry)[:, ::-1] for _, part in astray]
    if all(is_lon_lat(coordinates) for coordinates in exchanged):
        fix = Message("longitude and latitude are swapped: exchange them")
    findings.error(
        Place(file, row), Message(problem, {"count": len(astray)}), fix, f"{x}, {y}"
    )


def _wrong_geometry(place: Place, wanted: str, findings: Findings) -> None:
    findings.error(
        place,
        Message("the geometry is not a {wanted}", {"wanted": wanted}),
        Message("draw it as {wanted}, or remove the feature", {"wanted": wanted}),
    )


def _parsed(
    place: Place,
    properties: Mapping[str, Any],
    parsers: Mapping[str, Callable[[Any], object]],
    findings: Findings,
) -> dict[str, Any] | None:
    """Return the fields of a feature, or None when one cannot be understood."""
    values = {}
    for name, parse in parsers.items():
        value = properties.get(name)
        try:
            values[name] = parse(value)
        except CellError as error:
            where = Place(place.file, place.row, name)
            findings.error(where, error.problem, error.fix, value)
    return values if len(values) == len(parsers) else None


def _text(value: object) -> str:
    """Read a text that must be there; a number has lost its leading zeros."""
    if not isinstance(value, str) or not value.strip():
        raise CellError(
            Message('"{raw}" is not a text', {"raw": _shown(value)}),
            Message('write a text in quotation marks, like "05443"'),
        )
    return value.strip()


def _words(value: object) -> str:
    """Read a text that may be missing."""
    return "" if value is None else str(value)


def _people(value: object) -> int:
    """Read a count; many programs write whole numbers with a point: 1400.0."""
    return _whole(value, 0, MOST_PEOPLE)


def _whole(value: object, low: int, high: int) -> int:
    if not _is_number(value) or value != int(value) or not low <= value <= high:
        limits = {"low": low, "high": high}
        raise CellError(
            Message(
                '"{raw}" is not a whole number from {low} to {high}',
                {"raw": _shown(value), **limits},
            ),
            Message("give a whole number from {low} to {high}", limits),
        )
    return int(value)


def _area_km2(value: object) -> float:
    if not _is_number(value) or not 0 < value <= _LARGEST_AREA_KM2:
        raise CellError(
            Message(
                '"{raw}" is not an area in square kilometres', {"raw": _shown(value)}
            ),
            Message("give a number above 0 without quotation marks, like 230.5"),
        )
    return float(value)


def _height_m(value: object) -> float | None:
    """Read a height; None where nobody has said."""
    if value in (None, ""):
        return None
    if not _is_number(value) or not 0 < value <= _HIGHEST_M:
        limits = {"low": 0, "high": _HIGHEST_M}
        raise CellError(
            Message('"{raw}" is not a height in metres', {"raw": _shown(value)}),
            Message(
                "give a number above {low:g}, up to {high:g}, without quotation marks",
                limits,
            ),
        )
    return float(value)


def _storeys(value: object) -> int | None:
    """Read how many floors a building has; None where nobody has said."""
    if value in (None, ""):
        return None
    return _whole(value, 1, _MOST_STOREYS)


def _building_kind(value: object) -> str:
    """Read what a building is; empty where nobody has said."""
    if value in (None, ""):
        return ""
    if value not in BUILDING_KINDS:
        names = ", ".join(BUILDING_KINDS)
        raise CellError(
            Message('"{raw}" is not known here', {"raw": _shown(value)}),
            Message("write one of: {names}", {"names": names}),
        )
    return str(value)


def _is_number(value: object) -> TypeGuard[float]:
    """Return whether a value is a finite number; true is none."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _reality(value: object) -> Reality:
    """Return how real a count is; a count that does not say counts as real."""
    known = [str(reality) for reality in Reality]
    if value in (None, ""):
        return Reality.REAL
    if value not in known:
        raise CellError(
            Message('"{raw}" is not known here', {"raw": _shown(value)}),
            Message("write one of: {names}", {"names": ", ".join(known)}),
        )
    return Reality(str(value))


def _names(value: object) -> tuple[str, ...]:
    names = [] if value is None else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise CellError(
            Message('"{raw}" is not a list of names', {"raw": _shown(value)}),
            Message('write a list of texts, like ["Xã A", "Xã B"]'),
        )
    return tuple(names)


def _shown(value: object) -> str:
    """Return a value as a message shows it: nothing for what is missing."""
    return "" if value is None else str(value)


_COMMUNE_PROPERTIES: dict[str, Callable[[Any], object]] = {
    "code": _text,
    "name_vi": _text,
    "name_en": _words,
    "kind": _words,
    "area_km2": _area_km2,
    "people": _people,
    "people_reality": _reality,
    "people_note": _words,
    "predecessors": _names,
    "valid_from": _words,
}
_ZONE_PROPERTIES: dict[str, Callable[[Any], object]] = {
    "id": _text,
    "name": _words,
    "facility_id": _text,
}
_BUILDING_PROPERTIES: dict[str, Callable[[Any], object]] = {
    "id": _text,
    "name": _words,
    "zone_id": _text,
    "kind": _building_kind,
    "height_m": _height_m,
    "storeys": _storeys,
}
