"""Communes, roads, villages, public places and holes: what everybody may see."""

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np
import shapely

from hatangso.errors import Message
from hatangso.io.coverage_tables import read_coverage
from hatangso.io.results_directory import ResultsDirectory
from hatangso.language import Language, translate
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.map.features import Feature, FeatureLayer, coverages_by_place
from hatangso.web.map.map_words import LEVEL_WORDS
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.workflows.commune_shares import MAIN_TECHNOLOGY

__all__ = ["TERRITORY_LAYERS", "facility_words"]

# Some 30 m: less than a pixel of the closest look at a whole commune.
_SIMPLE_DEG = 0.0003
_ROAD_DEG = 0.0001
_MAJOR_ROADS = frozenset({"motorway", "national", "provincial"})
_COMMUNE = "commune"


def _communes(snapshot: ProvinceSnapshot, language: Language) -> Iterator[Feature]:
    communes = snapshot.inputs.province.communes
    shapes = _simplified([one.geometry for one in communes])
    for one, shape in zip(communes, shapes, strict=True):
        is_vietnamese = language is Language.VI
        yield (
            shape,
            {
                "id": one.code,
                "name": one.name_vi if is_vietnamese else one.name_en,
                "people": one.people,
                "area_km2": one.area_km2,
                "before": "; ".join(one.predecessors),
            },
        )


def _simplified(shapes: list[shapely.Geometry]) -> list[shapely.Geometry]:
    """Return areas with fewer points; neighbours keep their common border."""
    try:
        return list(shapely.coverage_simplify(shapes, _SIMPLE_DEG))
    except shapely.errors.GEOSException:
        # Areas that overlap are no coverage.
        return list(shapely.simplify(shapes, _SIMPLE_DEG))


def _communes_before(
    snapshot: ProvinceSnapshot, language: Language
) -> Iterator[Feature]:
    """Yield units that have ended and whose border the register holds."""
    del language
    for record in snapshot.records("unit"):
        values = record.values
        is_over = isinstance(values.get("valid_to"), date)
        shape = values.get("geometry")
        if is_over and values.get("level") == _COMMUNE and isinstance(shape, bytes):
            geometry = shapely.simplify(shapely.from_wkb(shape), _SIMPLE_DEG)
            yield geometry, {"id": values["code"], "name": values["name"]}


def _off_terrain(snapshot: ProvinceSnapshot, language: Language) -> Iterator[Feature]:
    """Yield the part of the province for which there is no terrain."""
    inputs = snapshot.inputs
    grid = inputs.terrain.grid
    last_row, last_col = grid.rows - 0.5, grid.cols - 0.5
    corners = grid.lon_lat(
        np.array([-0.5, last_row, last_row, -0.5]),
        np.array([-0.5, -0.5, last_col, last_col]),
    )
    frame = shapely.Polygon(zip(*(values.tolist() for values in corners), strict=True))
    border = shapely.union_all([one.geometry for one in inputs.province.communes])
    rest = shapely.simplify(shapely.difference(border, frame), _SIMPLE_DEG)
    if not rest.is_empty:
        text = Message("no terrain: coverage unknown")
        yield rest, {"id": "off-terrain", "name": translate(text, language)}


def _roads(snapshot: ProvinceSnapshot, language: Language) -> Iterator[Feature]:
    del language
    for road in snapshot.inputs.province.roads:
        rank = "major" if road.kind in _MAJOR_ROADS else "minor"
        shape = shapely.simplify(road.geometry, _ROAD_DEG)
        yield shape, {"id": road.id, "rank": rank, "kind": road.kind}


def _localities(snapshot: ProvinceSnapshot, language: Language) -> Iterator[Feature]:
    communes = _commune_names(snapshot, language)
    found = coverages_by_place(snapshot)
    for one in snapshot.inputs.province.localities:
        yield (
            shapely.Point(one.lon_deg, one.lat_deg),
            {
                "id": one.id,
                "name": one.name,
                "commune": communes.get(one.commune_code, ""),
                "people": one.people,
                **_levels(found.get(one.id, ()), language),
            },
        )


def _levels(
    coverages: Iterable[PointCoverage], language: Language
) -> dict[str, object]:
    properties: dict[str, object] = {}
    for one in coverages:
        text = translate(LEVEL_WORDS[one.level], language)
        if one.operators:
            text += f" ({', '.join(one.operators)})"
        properties[str(one.technology)] = text
    return properties


def _commune_names(snapshot: ProvinceSnapshot, language: Language) -> dict[str, str]:
    return {
        one.code: one.name_vi if language is Language.VI else one.name_en
        for one in snapshot.inputs.province.communes
    }


def _holes(snapshot: ProvinceSnapshot, language: Language) -> Iterator[Feature]:
    """Yield the holes of the register, then the computed ones that it lacks."""
    known = set()
    for record in snapshot.records("coverage_hole"):
        values = record.values
        if values.get("locality_id"):
            known.add(values["locality_id"])
        if isinstance(values.get("lon_deg"), float):
            yield (
                shapely.Point(values["lon_deg"], values["lat_deg"]),
                {
                    "id": f"{record.id}",
                    "name": values.get("cluster") or values.get("locality"),
                    "class": values.get("kind"),
                    "people": values.get("people"),
                    "basis": translate(Message("from the register"), language),
                    "href": f"/vung-lom/{record.id}",
                },
            )
    communes = _commune_names(snapshot, language)
    found = coverages_by_place(snapshot)
    for one in snapshot.inputs.province.localities:
        levels = {x.technology: x.level for x in found.get(one.id, ())}
        is_hole = levels.get(MAIN_TECHNOLOGY) is CoverageLevel.NONE
        if not is_hole or one.id in known:
            continue
        is_white = all(level is CoverageLevel.NONE for level in levels.values())
        yield (
            shapely.Point(one.lon_deg, one.lat_deg),
            {
                "id": one.id,
                "name": one.name,
                "commune": communes.get(one.commune_code, ""),
                "class": "white" if is_white else "hollow",
                "people": one.people,
                "basis": translate(Message("computed"), language),
                **_levels(found.get(one.id, ()), language),
            },
        )


def _facilities(snapshot: ProvinceSnapshot, language: Language) -> Iterator[Feature]:
    words = facility_words(language)
    covered = snapshot.part("map facilities", lambda: _facility_levels(snapshot))
    for one in snapshot.inputs.province.facilities:
        level = covered.get(one.id)
        yield (
            shapely.Point(one.lon_deg, one.lat_deg),
            {
                "id": one.id,
                "name": one.name,
                "kind": words.get(one.kind, one.kind),
                "is_covered": _yes_no(level),
                str(MAIN_TECHNOLOGY): translate(LEVEL_WORDS[level], language)
                if level
                else "",
            },
        )


def _yes_no(level: CoverageLevel | None) -> str:
    if level is None or level is CoverageLevel.UNKNOWN:
        return ""
    return "no" if level is CoverageLevel.NONE else "yes"


def _facility_levels(snapshot: ProvinceSnapshot) -> dict[str, CoverageLevel]:
    if not coverages_by_place(snapshot):
        return {}
    results = ResultsDirectory.of(snapshot.directory)
    return {
        one.point_id: one.level
        for one in read_coverage(results.path / "facility_coverage.csv")
        if one.technology is MAIN_TECHNOLOGY
    }


def facility_words(language: Language) -> dict[str, str]:
    """Return what people call each kind of facility."""
    fields = {one.name: one for one in shipped_kinds()["facility"].fields}
    return {
        one.code: one.label_vi if language is Language.VI else one.label_en
        for one in fields["kind"].choices
    }


TERRITORY_LAYERS = (
    FeatureLayer("off-terrain", ("terrain",), _off_terrain),
    FeatureLayer("communes", ("communes",), _communes),
    FeatureLayer("communes-before", ("communes",), _communes_before),
    FeatureLayer("roads", ("roads",), _roads),
    FeatureLayer("localities", ("localities", "sites", "services"), _localities),
    FeatureLayer("facilities", ("facilities", "sites", "services"), _facilities),
    FeatureLayer("holes", ("localities", "sites", "services"), _holes),
)
