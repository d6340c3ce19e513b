"""A network of fibre as a table, as layers of a map, and as plain facts."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from hatangso.documents.fibre_words import course_words, part_words
from hatangso.documents.plan_words import FACILITY_WORDS
from hatangso.io.csv_tables import write_csv
from hatangso.io.geopackage import VectorLayer, write_geopackage
from hatangso.language import translate
from hatangso.model.fibre_network import FibreNetwork, FibreRoute, NetworkPlace
from hatangso.model.place import Facility
from hatangso.units import KM_PER_M

__all__ = ["SinglePlaces", "fibre_facts", "single_places", "write_fibre_files"]

_ROUTES_HEADER = (
    "id",
    "from",
    "to",
    "from_name",
    "to_name",
    "length_km",
    "road_kind",
    "cost_vnd",
    "is_drop",
    "is_added",
    "is_ring",
    "places_behind",
    "synthetic_layers",
)


@dataclass(frozen=True)
class SinglePlaces:
    """Places that hang on one route, the first on their way that nothing doubles."""

    route: FibreRoute
    places: tuple[NetworkPlace, ...]


def single_places(network: FibreNetwork) -> tuple[SinglePlaces, ...]:
    """Return the places that a cut may part, by the first route that parts them.

    Returns:
        Those with most places first.
    """
    behind: dict[str, list[NetworkPlace]] = defaultdict(list)
    for one in network.places:
        if one.only_ways:
            behind[one.only_ways[0]].append(one)
    routes = {route.id: route for route in network.routes}
    groups = [SinglePlaces(routes[name], tuple(ones)) for name, ones in behind.items()]
    return tuple(sorted(groups, key=lambda one: (-len(one.places), one.route.id)))


def fibre_facts(network: FibreNetwork) -> dict[str, object]:
    """Return what is known of a network, for machines."""
    joined = [one for one in network.places if one.is_joined]
    return {
        "root": network.root,
        "cost_vnd": network.cost_vnd,
        "length_km": _km(network.length_m),
        "bound_vnd": network.bound_vnd,
        "tree": {
            "cost_vnd": network.tree_vnd,
            "bound_vnd": network.bound_vnd,
            "gap_ratio": network.tree_gap_ratio,
        },
        "rings": None
        if network.rings_vnd is None
        else {
            "cost_vnd": network.rings_vnd,
            "bound_vnd": network.rings_bound_vnd,
            "gap_ratio": network.rings_gap_ratio,
            "saved_vnd": network.saved_vnd,
        },
        "places": len(network.places),
        "places_joined": len(joined),
        "places_doubled": sum(one.is_doubled for one in joined),
        "bridges": [
            {
                "route": group.route.id,
                "length_km": _km(group.route.length_m),
                "places": [_named(one) for one in group.places],
            }
            for group in single_places(network)
        ],
        "single": [
            {**_named(one), "only_ways": list(one.only_ways)}
            for one in joined
            if one.only_ways
        ],
        "not_joined": [
            {**_named(one), "off_road_m": round(one.off_road_m, 1)}
            for one in network.places
            if not one.is_joined
        ],
        "notes_vi": [translate(note, "vi") for note in network.notes],
        "notes_en": [translate(note, "en") for note in network.notes],
    }


def write_fibre_files(
    folder: Path,
    network: FibreNetwork,
    facts: Mapping[str, object],
    *,
    synthetic_layers: Sequence[str],
) -> None:
    """Write a network as ``fibre_network.csv``, ``.json`` and ``.gpkg``.

    Args:
        folder: Where to write.
        network: The network.
        facts: What is known of it.
        synthetic_layers: Those that it rests on.
    """
    names = {one.place.id: one.place.name for one in network.places}
    synthetic = "; ".join(synthetic_layers)
    rows = [
        (
            one.id,
            one.start,
            one.end,
            names.get(one.start, ""),
            names.get(one.end, ""),
            _km(one.length_m),
            one.road_kind,
            one.cost_vnd,
            _yes(says=one.road_kind is None),
            _yes(says=one.is_added),
            _yes(says=one.is_ring),
            one.places_behind,
            synthetic,
        )
        for one in network.routes
    ]
    write_csv(folder / "fibre_network.csv", _ROUTES_HEADER, rows)
    content = {**facts, "synthetic_layers": list(synthetic_layers)}
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (folder / "fibre_network.json").write_text(text, encoding="utf-8")
    layers = [
        _routes_layer(network, names, synthetic),
        _places_layer(network, synthetic),
    ]
    write_geopackage(folder / "fibre_network.gpkg", layers)


def _routes_layer(
    network: FibreNetwork, names: Mapping[str, str], synthetic: str
) -> VectorLayer:
    routes = network.routes
    return VectorLayer(
        "fibre_routes",
        [one.line for one in routes],
        {
            "id": [one.id for one in routes],
            "part": ["ring" if one.is_added else "tree" for one in routes],
            "part_vi": [part_words(one).vi for one in routes],
            "is_ring": [one.is_ring for one in routes],
            "from_id": [one.start for one in routes],
            "to_id": [one.end for one in routes],
            "to_name": [names.get(one.end, "") for one in routes],
            "road_kind": [one.road_kind for one in routes],
            "road_vi": [course_words(one).vi for one in routes],
            "length_km": [_km(one.length_m) for one in routes],
            "cost_vnd": [one.cost_vnd for one in routes],
            "places_behind": [one.places_behind for one in routes],
            "synthetic_layers": [synthetic] * len(routes),
        },
    )


def _places_layer(network: FibreNetwork, synthetic: str) -> VectorLayer:
    places = network.places
    return VectorLayer(
        "fibre_places",
        [shapely.Point(one.place.lon_deg, one.place.lat_deg) for one in places],
        {
            "id": [one.place.id for one in places],
            "name": [one.place.name for one in places],
            "kind_vi": [_kind_vi(one) for one in places],
            "is_root": [one.place.id == network.root for one in places],
            "is_joined": [one.is_joined for one in places],
            "is_doubled": [one.is_doubled for one in places],
            "only_ways": ["; ".join(one.only_ways) for one in places],
            "off_road_m": [round(one.off_road_m, 1) for one in places],
            "synthetic_layers": [synthetic] * len(places),
        },
    )


def _kind_vi(one: NetworkPlace) -> str:
    if isinstance(one.place, Facility):
        return FACILITY_WORDS[one.place.kind].vi
    return "điểm dân cư"


def _named(one: NetworkPlace) -> dict[str, object]:
    return {"id": one.place.id, "name": one.place.name}


def _km(length_m: float) -> float:
    return round(length_m * KM_PER_M, 3)


def _yes(*, says: bool) -> str:
    return "yes" if says else "no"
