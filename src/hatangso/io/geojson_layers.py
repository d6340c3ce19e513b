"""Read the GeoJSON layers of a province directory: communes and roads."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely import LineString, MultiPolygon, Polygon

from hatangso.errors import InvalidInputError, Message, Place
from hatangso.io.findings import Findings
from hatangso.io.geojson import read_features
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.place import Road
from hatangso.model.provenance import Reality

__all__ = ["read_communes", "read_roads"]


def read_communes(path: Path, findings: Findings) -> list[AdminUnit]:
    """Read the communes; a feature that cannot be used is a finding."""
    communes: list[AdminUnit] = []
    codes: dict[str, int] = {}
    for row, properties, geometry in _features(path, findings):
        place = Place(path.name, row)
        if not isinstance(geometry, Polygon | MultiPolygon):
            _wrong_geometry(place, "Polygon or MultiPolygon", findings)
            continue
        people = properties.get("people")
        code, name = properties.get("code"), properties.get("name_vi")
        if not code or not name or not isinstance(people, int) or people < 0:
            findings.error(
                place,
                Message("the commune lacks code, name_vi or a count of people"),
                Message("give code and name_vi as text, people as a whole number"),
                code,
            )
            continue
        if str(code) in codes:
            findings.error(
                Place(path.name, row, "code"),
                Message(
                    'the code "{code}" stands already in feature {first}',
                    {"code": code, "first": codes[str(code)]},
                ),
                Message("give each its own id, or remove the copy"),
                code,
            )
            continue
        codes[str(code)] = row
        border = geometry
        if not geometry.is_valid:
            border = shapely.make_valid(
                geometry, method="structure", keep_collapsed=False
            )
        communes.append(
            AdminUnit(
                code=str(code),
                name_vi=str(name),
                name_en=str(properties.get("name_en") or name),
                kind=str(properties.get("kind") or ""),
                area_km2=float(properties.get("area_km2") or 0),
                people=people,
                geometry=border,
                people_reality=_reality(properties.get("people_reality")),
                people_note=str(properties.get("people_note") or ""),
                predecessors=tuple(map(str, properties.get("predecessors") or ())),
                valid_from=str(properties.get("valid_from") or ""),
            )
        )
    return communes


def read_roads(path: Path, findings: Findings) -> list[Road]:
    """Read the roads; a feature that is no line is a finding."""
    roads = []
    for row, properties, geometry in _features(path, findings):
        if not isinstance(geometry, LineString):
            _wrong_geometry(Place(path.name, row), "LineString", findings)
            continue
        name = str(properties.get("id") or row)
        roads.append(Road(name, str(properties.get("kind") or ""), geometry))
    return roads


def _reality(value: object) -> Reality:
    """Return how real a count is; a count that does not say counts as real."""
    return Reality(str(value)) if value in list(Reality) else Reality.REAL


def _wrong_geometry(place: Place, wanted: str, findings: Findings) -> None:
    findings.error(
        place,
        Message("the geometry is not a {wanted}", {"wanted": wanted}),
        Message("draw it as {wanted}, or remove the feature", {"wanted": wanted}),
    )


def _features(
    path: Path, findings: Findings
) -> Iterator[tuple[int, Mapping[str, Any], object]]:
    """Yield number (from 1), properties and geometry of each feature."""
    try:
        features = read_features(path)
    except InvalidInputError as error:
        findings.error(
            Place(path.name),
            error.message,
            Message("export the layer again as GeoJSON in UTF-8"),
        )
        return
    for row, feature in enumerate(features, start=1):
        if feature is None:
            yield row, {}, None
        else:
            yield row, feature.properties, feature.geometry
