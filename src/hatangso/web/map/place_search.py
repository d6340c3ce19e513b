"""Find places by name, however they are typed: without marks, in parts."""

from dataclasses import dataclass

import shapely

from hatangso.errors import Message
from hatangso.language import Language, fold, sort_key
from hatangso.web.map.territory_features import facility_words
from hatangso.web.snapshot import ProvinceSnapshot

__all__ = ["FoundPlace", "find_places"]

_MOST = 12
_FEWEST_LETTERS = 2
_COMMUNE, _VILLAGE, _SITE = Message("commune"), Message("village"), Message("site")


@dataclass(frozen=True)
class FoundPlace:
    """A place that a search found.

    Attributes:
        kind: What it is: a sentence, or a word of the register.
        within: Name of its commune; empty where that is not known.
        zoom: How close to look.
    """

    name: str
    kind: Message | str
    within: str
    lon_deg: float
    lat_deg: float
    zoom: int


@dataclass(frozen=True)
class _Entry:
    folded: str
    rank: int
    place: FoundPlace


def find_places(
    snapshot: ProvinceSnapshot, text: str, language: Language, *, sees_networks: bool
) -> list[FoundPlace]:
    """Return places whose name holds all words that were typed, best first.

    Args:
        snapshot: The province.
        text: As typed; shorter than two letters finds nothing.
        language: Of names and kinds.
        sees_networks: Whether sites are among them.
    """
    words = fold(text).split()
    if sum(map(len, words)) < _FEWEST_LETTERS:
        return []
    found = [
        entry
        for entry in snapshot.part(
            f"map places:{language}", lambda: _entries(snapshot, language)
        )
        if (sees_networks or entry.place.kind is not _SITE)
        and all(word in entry.folded for word in words)
    ]
    asked = " ".join(words)

    def order(entry: _Entry) -> tuple[object, ...]:
        at = entry.folded.find(asked)
        return at < 0, entry.rank, at > 0, sort_key(entry.place.name)

    return [entry.place for entry in sorted(found, key=order)[:_MOST]]


def _entries(snapshot: ProvinceSnapshot, language: Language) -> list[_Entry]:
    province = snapshot.inputs.province
    is_vietnamese = language is Language.VI
    communes = {
        one.code: one.name_vi if is_vietnamese else one.name_en
        for one in province.communes
    }
    entries = []

    def add(rank: int, place: FoundPlace, also: str = "") -> None:
        folded = fold(f"{place.name} {place.within} {also}")
        entries.append(_Entry(folded, rank, place))

    for unit in province.communes:
        middle = shapely.point_on_surface(unit.geometry)
        name = communes[unit.code]
        place = FoundPlace(name, _COMMUNE, "", middle.x, middle.y, 12)
        add(0, place, f"{unit.name_vi} {unit.code} {' '.join(unit.predecessors)}")
    for one in province.localities:
        within = communes.get(one.commune_code, "")
        place = FoundPlace(one.name, _VILLAGE, within, one.lon_deg, one.lat_deg, 14)
        add(1, place)
    words = facility_words(language)
    for facility in province.facilities:
        kind = words.get(facility.kind, facility.kind)
        at = facility.lon_deg, facility.lat_deg
        add(2, FoundPlace(facility.name, kind, "", *at, 15))
    for site in province.sites:
        at = site.lon_deg, site.lat_deg
        add(3, FoundPlace(site.name or site.id, _SITE, "", *at, 15), site.id)
    return entries
