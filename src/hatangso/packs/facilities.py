"""Public places from OpenStreetMap, and the offices of the communes."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import shapely

from hatangso.io.geojson import Feature, read_geojson
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.place import Facility, Locality
from hatangso.packs.communes import normalised

__all__ = ["commune_offices", "read_facilities"]

_DECIMALS = 5
# Kind by the tags amenity and tourism.
_KINDS = {
    "school": "school",
    "kindergarten": "school",
    "university": "university",
    "college": "university",
    "hospital": "hospital",
    "clinic": "health_station",
    "townhall": "commune_office",
    "marketplace": "market",
    "police": "police",
    "post_office": "post_office",
    "attraction": "tourist_site",
    "museum": "tourist_site",
}
# Words (without accents) of which the name of each kind must have one: many mapped
# points carry the wrong tag.
_NAME_WORDS = {
    "school": r"truong|tieu hoc|mam non|school",
    "university": r"truong|dai hoc|hoc vien|cao dang|trung tam",
    "hospital": r"benh vien|trung tam y te|da khoa",
    "health_station": r"tram y te|phong kham|bao an",
    "commune_office": r"ubnd|uy ban|^xa |people's committee",
    "market": r"cho|market",
    "police": r"cong an",
    "post_office": r"buu dien|post",
    "tourist_site": r"^(?!.*(road|market|wonderland|ubnd|nha van hoa|lim non)).*[a-z]",
    "industrial_zone": r"^(?!san bay)",
}
# What a name says about the kind, stronger than the tag.
_STRONGER = (
    ("university", r"trung cap|day nghe", "school"),
    ("health_station", r"phong kham", "other"),
    ("commune_office", r"thanh pho|huyen", "other"),
)
_NAMELESS = {
    "school": "Trường học chưa rõ tên",
    "university": "Trường đại học, cao đẳng chưa rõ tên",
    "hospital": "Bệnh viện chưa rõ tên",
    "health_station": "Cơ sở y tế chưa rõ tên",
    "commune_office": "Trụ sở cơ quan chưa rõ tên",
    "market": "Chợ chưa rõ tên",
    "police": "Trụ sở công an chưa rõ tên",
    "post_office": "Bưu điện chưa rõ tên",
    "tourist_site": "Điểm tham quan chưa rõ tên",
    "industrial_zone": "Khu đất công nghiệp chưa rõ tên",
}


def read_facilities(
    sources: Path, key: str, communes: Sequence[AdminUnit]
) -> tuple[Facility, ...]:
    """Return the mapped facilities inside the communes, in the order of identifiers."""
    folder = sources / "osm" / key
    facilities = [
        *_found(_points(read_geojson(folder / "poi.geojson")), communes),
        *_found(_zones(read_geojson(folder / "industrial.geojson")), communes),
    ]
    return tuple(sorted(facilities, key=lambda facility: facility.id))


def commune_offices(
    communes: Iterable[AdminUnit], localities: Sequence[Locality]
) -> tuple[Facility, ...]:
    """Return an office for each commune, placed at its largest settlement."""
    offices = []
    for commune in communes:
        inside = [x for x in localities if x.commune_code == commune.code]
        if not inside:
            continue
        largest = max(inside, key=lambda locality: (locality.people, locality.id))
        kind, name = commune.name_vi.split(" ", 1)
        offices.append(
            Facility(
                id=f"ubnd-{commune.code}",
                name=f"UBND {kind.lower()} {name} (vị trí ước tính)",
                kind="commune_office",
                lon_deg=largest.lon_deg,
                lat_deg=largest.lat_deg,
            )
        )
    return tuple(offices)


def _points(features: Iterable[Feature]) -> Iterable[tuple[str, str, str, Feature]]:
    """Yield identifier, kind, name and feature of the points that have a kind."""
    for feature in features:
        tags = feature.properties
        kind = _KINDS.get(str(tags.get("amenity"))) or _KINDS.get(
            str(tags.get("tourism"))
        )
        if kind is not None:
            yield f"osm-n{tags['osm_id']}", kind, _name(tags), feature


def _zones(features: Iterable[Feature]) -> Iterable[tuple[str, str, str, Feature]]:
    for feature in features:
        tags = feature.properties
        yield f"osm-w{tags['osm_id']}", "industrial_zone", _name(tags), feature


def _name(tags: Mapping[str, object]) -> str:
    names = (tags.get(tag) for tag in ("name", "name:vi", "name:en"))
    return normalised(next((str(name) for name in names if name), ""))


def _found(
    candidates: Iterable[tuple[str, str, str, Feature]], communes: Sequence[AdminUnit]
) -> list[Facility]:
    borders = shapely.STRtree([commune.geometry for commune in communes])
    facilities = []
    for identifier, tagged_kind, name, feature in candidates:
        kind = _kind(tagged_kind, name)
        spot = shapely.point_on_surface(feature.geometry)
        inside = borders.query(spot, predicate="intersects")
        if kind is None or not len(inside):
            continue
        commune = communes[int(inside.min())].name_vi
        facilities.append(
            Facility(
                id=identifier,
                name=name or f"{_NAMELESS[kind]} ({commune})",
                kind=kind,
                lon_deg=round(spot.x, _DECIMALS),
                lat_deg=round(spot.y, _DECIMALS),
            )
        )
    return facilities


def _kind(tagged: str, name: str) -> str | None:
    """Return what a facility is, or None when its name contradicts its tag."""
    if not name:
        return tagged
    plain = _without_accents(name)
    if not re.search(_NAME_WORDS[tagged], plain):
        return None
    for kind, words, stronger in _STRONGER:
        if kind == tagged and re.search(words, plain):
            return stronger
    return tagged


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
