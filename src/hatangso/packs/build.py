"""Build the shipped provinces: ``python -m hatangso.packs.build --sources DIR``."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from hatangso.documents.report_content import Text
from hatangso.geography.settlements import NamedPlace
from hatangso.io.geojson import read_geojson
from hatangso.io.terrain_files import read_elevation
from hatangso.language import Language, format_number
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.place import Road
from hatangso.model.provenance import Provenance, Reality
from hatangso.model.province import Province
from hatangso.packs.communes import normalised, read_communes
from hatangso.packs.digital_records.ground import (
    DigitalGround,
    read_amounts,
    read_former_communes,
)
from hatangso.packs.digital_records.tables import digital_origins, digital_tables
from hatangso.packs.facilities import commune_offices, read_facilities
from hatangso.packs.figures import read_documents, read_figures
from hatangso.packs.ground import PackGround, flat_ground, tile_ground
from hatangso.packs.network import build_localities, build_masts
from hatangso.packs.recipes import Recipe, layer_provenance, read_recipes
from hatangso.packs.sensors import SENSOR_LAYERS, write_sensors
from hatangso.packs.write import write_pack
from hatangso.packs.zones import lay_out_buildings, read_zones

__all__ = ["build_pack", "main"]

ELEVATION_TILE = "N21E105.hgt"
REFRACTIVITY_GRADIENT_N_PER_KM = 50.0
_LAYERS = (
    *("communes", "localities", "sites", "services", "facilities", "roads"),
    *("terrain", "clutter", "figures", "documents", "submissions"),
)
# Of provinces that have an industrial zone.
_ZONE_LAYERS = ("zones", "buildings", *SENSOR_LAYERS)
# Mapped places that are settlements; a city is too large to be one.
_SETTLEMENT_CLASSES = ("village", "hamlet", "suburb", "town")


def build_pack(sources: Path, recipe: Recipe, directory: Path) -> Province:
    """Make one province directory from the sources.

    Args:
        sources: Laid out by kind of data: ``units/``, ``population/``, ``osm/``,
            ``terrain/``, ``figures/``, ``statistics/``.
        recipe: What is particular to the province.
        directory: Receives the files.
    """
    communes = read_communes(sources, recipe.key)
    ground = _ground(sources, recipe, communes)
    roads = _roads(sources, recipe.key)
    places = _places(sources, recipe.key)
    localities = build_localities(
        communes,
        recipe=recipe,
        population=sources / "population" / f"worldpop_2020_1km_{recipe.key}.tif",
        terrain=ground.terrain,
        roads=roads,
        places=places,
    )
    facilities = read_facilities(sources, recipe.key, communes)
    sites, services = build_masts(
        communes,
        localities,
        recipe=recipe,
        terrain=ground.terrain,
        roads=roads,
        facilities=facilities,
    )
    figures = read_figures(sources, recipe.key, recipe.name_vi)
    zones = read_zones(sources, recipe.key, facilities)
    province = Province(
        key=recipe.key,
        name_vi=recipe.name_vi,
        name_en=recipe.name_en,
        note_vi=recipe.note_vi,
        note_en=recipe.note_en,
        refractivity_gradient_n_per_km=REFRACTIVITY_GRADIENT_N_PER_KM,
        communes=communes,
        localities=localities,
        sites=sites,
        services=services,
        roads=roads,
        facilities=(*facilities, *commune_offices(communes, localities)),
        figures=figures,
        documents=read_documents(recipe.key, figures),
        zones=zones,
        buildings=lay_out_buildings(zones),
        provenances={},
        data_date=recipe.data_date,
    )
    known_names = {place.name for place in places}
    counts = _counts(province, recipe, ground, known_names)
    layers = (*_LAYERS, *_ZONE_LAYERS) if zones else _LAYERS
    digital = _digital_ground(sources, recipe, province)
    tables = digital_tables(digital)
    origins = _provenances(recipe, counts, layers) | digital_origins(digital, tables)
    province = replace(province, provenances=origins)
    write_pack(province, ground.terrain, directory, tables)
    if zones:
        write_sensors(province, directory)
    return province


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the provinces that the command line names, all by default."""
    recipes = read_recipes()
    parser = argparse.ArgumentParser(prog="python -m hatangso.packs.build")
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--province", choices=sorted(recipes))
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    options = parser.parse_args(arguments)
    for key in [options.province] if options.province else sorted(recipes):
        province = build_pack(options.sources, recipes[key], options.out / key)
        sys.stdout.write(
            f"{key}: {len(province.communes)} communes,"
            f" {sum(unit.people for unit in province.communes)} people,"
            f" {len(province.localities)} localities, {len(province.sites)} sites,"
            f" {len(province.services)} services\n"
        )
    return 0


def _ground(sources: Path, recipe: Recipe, communes: Sequence[AdminUnit]) -> PackGround:
    west, south, east, north = map(
        float, shapely.total_bounds([commune.geometry for commune in communes])
    )
    bounds = west, south, east, north
    lakes = _areas(sources / "osm" / recipe.key / "lakes.geojson")
    urban = _areas(sources / "osm" / recipe.key / "urban.geojson")
    if recipe.terrain == "flat":
        return flat_ground(recipe.flat_m, bounds, lakes=lakes, urban=urban)
    tile = read_elevation(sources / "terrain" / ELEVATION_TILE)
    return tile_ground(tile, bounds, lakes=lakes, urban=urban)


def _digital_ground(sources: Path, recipe: Recipe, province: Province) -> DigitalGround:
    communes, localities = province.communes, province.localities
    return DigitalGround(
        key=recipe.key,
        prefix=recipe.prefix,
        name_vi=recipe.name_vi,
        day=recipe.data_date,
        former=read_former_communes(sources, recipe.name_vi, communes, localities),
        localities=localities,
        people=sum(commune.people for commune in communes),
        amounts=read_amounts(recipe.key),
    )


def _areas(path: Path) -> list[BaseGeometry]:
    return [feature.geometry for feature in read_geojson(path)]


def _roads(sources: Path, key: str) -> tuple[Road, ...]:
    features = read_geojson(sources / "osm" / key / "roads.geojson")
    return tuple(
        Road(f"road-{number:04d}", "", feature.geometry)
        for number, feature in enumerate(features, start=1)
    )


def _places(sources: Path, key: str) -> list[NamedPlace]:
    features = sorted(
        read_geojson(sources / "osm" / key / "places.geojson"),
        key=lambda feature: int(feature.properties["osm_id"]),
    )
    return [
        NamedPlace(
            normalised(feature.properties["name"]),
            feature.geometry.x,
            feature.geometry.y,
        )
        for feature in features
        if feature.properties["name"]
        and feature.properties["fclass"] in _SETTLEMENT_CLASSES
    ]


def _counts(
    province: Province, recipe: Recipe, ground: PackGround, known_names: set[str]
) -> Mapping[str, float | Text]:
    """Return what the sentences about the layers speak of."""
    total = recipe.settlement_total
    repaired = [x for x in province.communes if x.people_reality is Reality.DERIVED]
    calibration = Text("", "")
    if total:
        calibration = Text(
            f", hiệu chỉnh theo tổng số khoảng {format_number(total)}",
            f", scaled to about {format_number(total, 0, Language.EN)} in all",
        )
    return {
        "repaired": len(repaired),
        "communes": len(province.communes),
        "calibration": calibration,
        "named": sum(place.name in known_names for place in province.localities),
        "localities": len(province.localities),
        "sites": len(province.sites),
        "site_count_source": Text(
            recipe.site_count_source_vi, recipe.site_count_source_en
        ),
        "left_out_percent": 100 * recipe.left_out_ratio,
        "count_5g": recipe.count_5g,
        "filled": ground.repair.filled,
        "left_void": ground.repair.left_void,
        "clipped": ground.repair.clipped,
        "flat_m": recipe.flat_m,
        "zones": len(province.zones),
        "buildings": len(province.buildings),
    }


def _provenances(
    recipe: Recipe, counts: Mapping[str, float | Text], layers: Sequence[str]
) -> dict[str, Provenance]:
    return {layer: layer_provenance(layer, recipe, counts) for layer in layers}


if __name__ == "__main__":
    sys.exit(main())
