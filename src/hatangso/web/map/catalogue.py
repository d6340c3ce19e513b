"""What there is to see on the map, as the browser reads it: layers, legends, words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from hatangso.documents.map_images import LEVEL_COLOURS
from hatangso.errors import Message
from hatangso.language import Language, format_date, format_number, translate
from hatangso.model.coverage import CoverageLevel
from hatangso.model.provenance import Provenance, Reality
from hatangso.web.map.features import FeatureLayer, feature_file
from hatangso.web.map.map_sources import rasters_of, relief_of
from hatangso.web.map.map_words import (
    BAND_TITLES,
    LAYER_LEGENDS,
    LAYER_TITLES,
    LEVEL_WORDS,
    REALITY_WORDS,
    SCRIPT_WORDS,
)
from hatangso.web.map.network_features import NETWORK_LAYERS
from hatangso.web.map.palettes import DOUBT_COLOUR, SCALES, Scale
from hatangso.web.map.raster_layers import RasterKind, RasterLayer
from hatangso.web.map.territory_features import TERRITORY_LAYERS
from hatangso.web.snapshot import ProvinceSnapshot

__all__ = ["MapCatalogue", "map_catalogue"]

Json = dict[str, object]
_DOUBTFUL = (Reality.SYNTHETIC, Reality.DERIVED, Reality.REAL)
_COVERAGE_ORIGINS = ("terrain", "clutter", "sites", "services")


@dataclass(frozen=True)
class MapCatalogue:
    """Everything that the script of the map needs to begin.

    Attributes:
        bounds_deg: West, south, east, north of the province.
        words: By name.
        layers: As the script reads them: see ``frontend/src/map/catalogue.ts``.
    """

    language: Language
    bounds_deg: tuple[float, ...]
    words: Mapping[str, str]
    layers: tuple[Json, ...]

    def as_json(self) -> Json:
        """Return it as JSON."""
        return {
            "language": self.language.value,
            "bounds": list(self.bounds_deg),
            "words": dict(self.words),
            "layers": list(self.layers),
        }


def map_catalogue(
    snapshot: ProvinceSnapshot, language: Language, *, sees_networks: bool
) -> MapCatalogue:
    """Return what there is to see for a visitor.

    Args:
        snapshot: The province.
        language: Of titles and words.
        sees_networks: Whether sites, networks and plans are among the layers.
    """
    networks = NETWORK_LAYERS if sees_networks else ()
    return MapCatalogue(
        language,
        _bounds(snapshot),
        {name: translate(text, language) for name, text in SCRIPT_WORDS.items()},
        (
            _relief(snapshot, language),
            *_rasters(snapshot, language),
            *_features(snapshot, language, TERRITORY_LAYERS, "lop"),
            *_features(snapshot, language, networks, "lop-mang"),
        ),
    )


def _bounds(snapshot: ProvinceSnapshot) -> tuple[float, ...]:
    boxes = [one.geometry.bounds for one in snapshot.inputs.province.communes]
    west, south, east, north = zip(*boxes, strict=True)
    corners = min(west), min(south), max(east), max(north)
    return tuple(round(corner, 4) for corner in corners)


def _relief(snapshot: ProvinceSnapshot, language: Language) -> Json:
    relief = relief_of(snapshot)
    return {
        "id": "relief",
        "kind": "terrain",
        "title": translate(LAYER_TITLES["relief"], language),
        "tiles": f"/ban-do/dia-hinh/{{z}}/{{x}}/{{y}}.png?v={relief.version}",
        "maxZoom": relief.finest_zoom,
        "legend": [],
        **_origin(snapshot, ("terrain",), language),
    }


def _rasters(snapshot: ProvinceSnapshot, language: Language) -> Iterator[Json]:
    for layer in rasters_of(snapshot).values():
        origin = _origin(snapshot, _COVERAGE_ORIGINS, language)
        yield {
            "id": layer.id,
            "kind": "raster",
            "title": _raster_title(layer, language),
            "tiles": f"/ban-do/o/{layer.id}/{{z}}/{{x}}/{{y}}.png?v={layer.version}",
            "maxZoom": layer.finest_zoom,
            "bounds": [round(value, 5) for value in layer.bounds_deg],
            "legend": _raster_legend(layer, language),
            "shows": layer.kind.value,
            "technology": str(layer.technology),
            "operator": layer.operator,
            **origin,
            "source": _computed(layer, language),
        }


def _computed(layer: RasterLayer, language: Language) -> str:
    """Return the model and the day of the data: the tag goes on about medians."""
    model = layer.model.partition(",")[0]
    if not layer.date:
        return model
    return f"{model} ({format_date(date.fromisoformat(layer.date), language)})"


def _raster_title(layer: RasterLayer, language: Language) -> str:
    operator = layer.operator or translate(Message("best operator"), language)
    kind = translate(BAND_TITLES[layer.kind], language)
    return f"{layer.technology} · {operator} · {kind}"


def _raster_legend(layer: RasterLayer, language: Language) -> list[Json]:
    if layer.kind is RasterKind.LEVEL:
        return [
            _entry(LEVEL_COLOURS[level], LEVEL_WORDS[level], language, mark)
            for level, mark in (
                (CoverageLevel.GOOD, "fill"),
                (CoverageLevel.BASIC, "fill"),
                (CoverageLevel.NONE, "fill"),
                (CoverageLevel.UNKNOWN, "hatch"),
            )
        ]
    if layer.kind is RasterKind.DOUBT:
        text = Message("one model finds signal, the other none")
        return [_entry(DOUBT_COLOUR, text, language, "hatch")]
    return _scale_legend(SCALES[layer.kind], language)


def _scale_legend(scale: Scale, language: Language) -> list[Json]:
    """Return a scale from the best step down."""
    limits = [
        format_number(limit, 0, language).replace("-", "\N{MINUS SIGN}")
        for limit in scale.limits
    ]
    labels = [f"< {limits[0]}"]
    labels += [f"{low} … {high}" for low, high in pairwise(limits)]
    labels += [f"≥ {limits[-1]}"]
    steps = zip(scale.colours, labels, strict=True)
    return [
        {"colour": colour, "label": f"{label} {scale.unit}", "mark": "fill"}
        for colour, label in reversed(list(steps))
    ]


def _entry(colour: str, text: Message, language: Language, mark: str) -> Json:
    return {"colour": colour, "label": translate(text, language), "mark": mark}


def _features(
    snapshot: ProvinceSnapshot,
    language: Language,
    layers: Sequence[FeatureLayer],
    folder: str,
) -> Iterator[Json]:
    for layer in layers:
        address = f"/ban-do/{folder}/{language.value}/{layer.id}.geojson"
        yield {
            "id": layer.id,
            "kind": "features",
            "title": translate(LAYER_TITLES[layer.id], language),
            "data": f"{address}?v={snapshot.fingerprint}",
            "count": _count(snapshot, layer, language),
            "legend": [
                _entry(ink, text, language, mark)
                for ink, text, mark in LAYER_LEGENDS[layer.id]
            ],
            **_origin(snapshot, layer.origins, language),
        }


def _count(snapshot: ProvinceSnapshot, layer: FeatureLayer, language: Language) -> int:
    """Return whether there is anything: 0, or more."""
    if layer.id != "measurements":
        return 1
    return feature_file(snapshot, layer, language).count


def _origin(
    snapshot: ProvinceSnapshot, names: Sequence[str], language: Language
) -> Mapping[str, object]:
    """Return the weakest origin of layers, and the source of the first."""
    known = snapshot.inputs.province.provenances
    found = [known[name] for name in names if name in known]
    reality = next(
        (one for one in _DOUBTFUL if any(x.reality is one for x in found)), None
    )
    return {
        "source": _source(found[0], language)
        if found
        else translate(Message("register of the province"), language),
        "reality": reality.value if reality else "",
        "realityLabel": translate(REALITY_WORDS[reality], language) if reality else "",
    }


def _source(provenance: Provenance, language: Language) -> str:
    is_vietnamese = language is Language.VI and provenance.source_vi
    source = provenance.source_vi if is_vietnamese else provenance.source
    return f"{source} ({provenance.as_of})" if provenance.as_of else source
