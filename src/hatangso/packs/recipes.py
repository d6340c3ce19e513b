"""What is particular to each shipped province: read from ``recipes.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from hatangso.documents.report_content import Text
from hatangso.language import Language, format_number
from hatangso.model.provenance import Provenance, Reality

__all__ = ["Recipe", "layer_provenance", "read_recipes"]


@dataclass(frozen=True)
class Recipe:
    """How one province is made from the sources.

    Attributes:
        key: Name of the directory, also in the sources: ``thai_nguyen``.
        prefix: Of the identifiers of its masts.
        site_count: Masts to place.
        site_count_source_vi: The printed count, in words.
        site_count_source_en: The same in English.
        site_as_of: When that count was printed for.
        count_5g: Masts that carry 5G.
        left_out_ratio: Share of the settlements that get no mast on purpose.
        numbered_as: What a nameless settlement of a xã is called.
        data_date: The day for which layers and figures stand.
        terrain: ``tile`` for SRTM, ``flat`` for a flat surface.
        note_vi: What the reader must know, in Vietnamese.
        note_en: The same in English.
        settlement_total: Known number of settlements; None when nobody printed it.
        flat_m: Height of the flat surface above the sea.
    """

    key: str
    name_vi: str
    name_en: str
    prefix: str
    site_count: int
    site_count_source_vi: str
    site_count_source_en: str
    site_as_of: str
    count_5g: int
    left_out_ratio: float
    numbered_as: str
    data_date: date
    terrain: str
    note_vi: str
    note_en: str
    settlement_total: int | None = None
    flat_m: int = 0


def read_recipes() -> dict[str, Recipe]:
    """Return the recipes of all shipped provinces by their key."""
    return {key: Recipe(key=key, **raw) for key, raw in _content()["provinces"].items()}


def layer_provenance(
    layer: str, recipe: Recipe, counts: Mapping[str, float | Text]
) -> Provenance:
    """Return where a layer comes from.

    Args:
        layer: Name of the layer.
        recipe: Says which terrain the province has.
        counts: What fills the words in braces of the recipe's sentences.
    """
    content = _content()
    if layer in {"terrain", "clutter"}:
        raw = content[layer][recipe.terrain]
    else:
        raw = content["layers"][layer]
    return Provenance(
        layer=layer,
        reality=Reality(raw["reality"]),
        source=raw["source"],
        source_vi=raw["source_vi"],
        as_of=raw["as_of"].format(site_as_of=recipe.site_as_of),
        method=_sentence(raw["method"], counts, Language.EN),
        method_vi=_sentence(raw["method_vi"], counts, Language.VI),
        licence=raw["licence"],
    )


def _sentence(
    template: str, counts: Mapping[str, float | Text], language: Language
) -> str:
    """Return a sentence with its numbers written as the language does."""
    shown = {
        name: getattr(value, language)
        if isinstance(value, Text)
        else format_number(value, 0 if float(value).is_integer() else 1, language)
        for name, value in counts.items()
    }
    return template.format(**shown)


def _content() -> dict[str, dict[str, dict[str, Any]]]:
    file = resources.files("hatangso.packs") / "recipes.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
