"""How official documents group indicators: versioned lists, and who stands where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.indicators.catalogue import IndicatorCatalogue

__all__ = [
    "IndicatorPlace",
    "Taxonomies",
    "Taxonomy",
    "TaxonomyPart",
    "taxonomies",
]

_BETWEEN = "/"


@dataclass(frozen=True)
class TaxonomyPart:
    """A component, group or main index.

    Attributes:
        is_confirmed: Whether its name was read in the document or in a report of it.
    """

    code: str
    name_vi: str
    name_en: str
    is_confirmed: bool


@dataclass(frozen=True)
class IndicatorPlace:
    """Where an indicator stands in one taxonomy.

    Attributes:
        is_confirmed: False where it follows from what the indicator says alone.
    """

    taxonomy: str
    part: str
    indicator: str
    is_confirmed: bool


@dataclass(frozen=True)
class Taxonomy:
    """One grouping of indicators.

    Attributes:
        issued: Date of its document.
        places: In the order of the file.
    """

    code: str
    name_vi: str
    name_en: str
    document: str
    issued: str
    parts: tuple[TaxonomyPart, ...]
    places: tuple[IndicatorPlace, ...]


@dataclass(frozen=True)
class Taxonomies:
    """All groupings, by code in the order of their file."""

    by_code: Mapping[str, Taxonomy]

    def places_of(self, indicator: str) -> tuple[IndicatorPlace, ...]:
        """Return where an indicator stands; nothing for one that stands nowhere."""
        return tuple(
            place
            for taxonomy in self.by_code.values()
            for place in taxonomy.places
            if place.indicator == indicator
        )

    def indicators_in(self, group: str) -> tuple[str, ...]:
        """Return the indicators of ``dii-2023``, or of one part: ``dii-2023/cloud``.

        Raises:
            NotFoundError: No taxonomy or part is called so; the message names those
                that there are.
        """
        code, _, part = group.partition(_BETWEEN)
        taxonomy = self.by_code.get(code)
        if taxonomy is None:
            raise NotFoundError(
                "no indicator or grouping is called {code}; groupings: {names}",
                code=code,
                names=", ".join(self.by_code),
            )
        parts = [item.code for item in taxonomy.parts]
        if part and part not in parts:
            raise NotFoundError(
                "{code} has no part {part}; write one of: {names}",
                code=code,
                part=part,
                names=", ".join(parts),
            )
        return tuple(
            place.indicator for place in taxonomy.places if part in ("", place.part)
        )


def taxonomies(mapping: Mapping[str, Any], catalogue: IndicatorCatalogue) -> Taxonomies:
    """Build the groupings from the parsed ``taxonomies.toml``.

    Raises:
        InvalidInputError: A row is incomplete, a code stands twice, a part or an
            indicator does not exist, or an indicator stands twice in one grouping; the
            message names them all.
    """
    problems: list[str] = []
    found: dict[str, Taxonomy] = {}
    for row in mapping.get("taxonomy", ()):
        try:
            taxonomy = _taxonomy(row)
        except (TypeError, KeyError) as error:
            problems.append(f"{row.get('code', '?')}: {error}")
            continue
        if taxonomy.code in found:
            problems.append(f"the code {taxonomy.code} stands twice")
        problems += _problems(taxonomy, catalogue)
        found[taxonomy.code] = taxonomy
    if problems:
        text = "the groupings of indicators cannot be used: {problems}"
        raise InvalidInputError(text, problems="; ".join(problems))
    return Taxonomies(MappingProxyType(found))


def _taxonomy(row: Mapping[str, Any]) -> Taxonomy:
    told = {key: row[key] for key in row if key not in ("part", "place")}
    parts = tuple(TaxonomyPart(**part) for part in row.get("part", ()))
    places: Sequence[Mapping[str, Any]] = row.get("place", ())
    return Taxonomy(
        **told,
        parts=parts,
        places=tuple(
            IndicatorPlace(row["code"], place["part"], code, place["is_confirmed"])
            for place in places
            for code in place["indicators"]
        ),
    )


def _problems(taxonomy: Taxonomy, catalogue: IndicatorCatalogue) -> list[str]:
    parts = [part.code for part in taxonomy.parts]
    seen: set[str] = set()
    problems = [
        f"{taxonomy.code}: the part {part} stands twice"
        for part in sorted({code for code in parts if parts.count(code) > 1})
    ]
    for place in taxonomy.places:
        where = f"{taxonomy.code}{_BETWEEN}{place.part}"
        if place.part not in parts:
            problems.append(f"{where}: no part is called so")
        if place.indicator not in catalogue:
            problems.append(f"{where}: no indicator is called {place.indicator}")
        if place.indicator in seen:
            problems.append(f"{taxonomy.code}: {place.indicator} stands twice")
        seen.add(place.indicator)
    return problems
