"""Write a province as the directory that hatangso works on."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from hatangso.geography.terrain import Terrain
from hatangso.io.csv_tables import write_csv
from hatangso.io.geojson import Feature, write_geojson
from hatangso.io.raster_files import write_geotiff
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.indicator import Figure, IssuingDocument
from hatangso.model.industrial_zone import Building, Zone
from hatangso.model.place import Facility, Locality, Road
from hatangso.model.province import Province
from hatangso.model.site import Service, Site
from hatangso.packs.digital_records.ground import Table
from hatangso.packs.proposals import PROPOSALS_HEADER, proposals_file, proposed_masts
from hatangso.packs.zones import DECIMALS

__all__ = ["write_pack"]

# What comes along is written once and downloaded often.
_SMALLEST = 9
_VOID = -32768
_SERVICE_HEADER = (
    "site_id,operator,technology,frequency_mhz,bandwidth_mhz,port_power_dbm,"
    "antenna_gain_dbi,feeder_loss_db,antenna_height_m,azimuths_deg"
)
_FIGURE_HEADER = (
    "id,indicator,name_vi,name_en,comparator,value,unit,kind,period,document,flag,note"
)


def write_pack(
    province: Province, terrain: Terrain, directory: Path, tables: Mapping[str, Table]
) -> None:
    """Write all layers of a province; the same province gives the same bytes.

    Args:
        province: Its provenances name every layer that is written.
        terrain: In whole metres; NaN is written as void.
        directory: Is made when it does not exist; files of the same names are replaced.
        tables: Records that the province keeps beside these, by layer.
    """
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "province.toml").write_bytes(_description(province).encode("utf-8"))
    write_geojson(directory / "communes.geojson", map(_commune, province.communes))
    write_geojson(directory / "roads.geojson", map(_road, province.roads))
    if province.zones:
        write_geojson(directory / "zones.geojson", map(_zone, province.zones))
        buildings = map(_building, province.buildings)
        write_geojson(directory / "buildings.geojson", buildings, decimals=DECIMALS)
    _write_tables(province, directory)
    for layer, table in tables.items():
        write_csv(directory / f"{layer}.csv", table.columns, table.rows)
    elevation = np.where(np.isfinite(terrain.elevation_m), terrain.elevation_m, _VOID)
    write_geotiff(
        directory / "terrain" / "elevation.tif",
        elevation.astype(np.int16),
        terrain.grid,
        nodata=_VOID,
        description="ground above sea level",
        unit="m",
        has_overviews=False,
        effort=_SMALLEST,
    )
    write_geotiff(
        directory / "clutter.tif",
        terrain.clutter_m.astype(np.uint8),
        terrain.grid,
        description="representative clutter height above the ground",
        unit="m",
        has_overviews=False,
        effort=_SMALLEST,
    )


def _write_tables(province: Province, directory: Path) -> None:
    tables: dict[str, tuple[str, map[tuple[object, ...]]]] = {
        "localities": (
            "id,name,commune_code,lon_deg,lat_deg,people,households,has_grid_power",
            map(_locality, province.localities),
        ),
        "sites": (
            "id,name,lon_deg,lat_deg,structure_height_m,owner",
            map(_site, province.sites),
        ),
        "services": (
            _SERVICE_HEADER,
            map(_service, province.services),
        ),
        "facilities": (
            "id,name,kind,lon_deg,lat_deg",
            map(_facility, province.facilities),
        ),
        "figures": (
            _FIGURE_HEADER,
            map(_figure, province.figures),
        ),
        "documents": (
            "id,title_vi,title_en,issuer,issued",
            map(_document, province.documents),
        ),
    }
    for name, (header, rows) in tables.items():
        write_csv(directory / f"{name}.csv", header.split(","), rows)
    write_csv(
        directory / "submissions" / proposals_file(province),
        PROPOSALS_HEADER,
        proposed_masts(province),
    )


def _description(province: Province) -> str:
    gradient = province.refractivity_gradient_n_per_km
    lines = [
        f"key = {_quoted(province.key)}",
        f"name_vi = {_quoted(province.name_vi)}",
        f"name_en = {_quoted(province.name_en)}",
        f"note_vi = {_quoted(province.note_vi)}",
        f"note_en = {_quoted(province.note_en)}",
        f"data_date = {province.data_date.isoformat()}",
        "# Assumption: the median lies between 45 and 60 N/km here.",
        f"refractivity_gradient_n_per_km = {gradient}",
    ]
    for layer, origin in sorted(province.provenances.items()):
        lines += [
            "",
            f"[layers.{layer}]",
            f"reality = {_quoted(origin.reality)}",
            f"source = {_quoted(origin.source)}",
            f"source_vi = {_quoted(origin.source_vi)}",
            f"as_of = {_quoted(origin.as_of)}",
            f"method = {_quoted(origin.method)}",
            f"method_vi = {_quoted(origin.method_vi)}",
            f"licence = {_quoted(origin.licence)}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return a TOML basic string, whose escapes are those of JSON."""
    return json.dumps(str(text), ensure_ascii=False)


def _commune(unit: AdminUnit) -> Feature:
    return Feature(
        unit.geometry,
        {
            "code": unit.code,
            "name_vi": unit.name_vi,
            "name_en": unit.name_en,
            "kind": unit.kind,
            "area_km2": unit.area_km2,
            "people": unit.people,
            "people_reality": str(unit.people_reality),
            "people_note": unit.people_note,
            "predecessors": list(unit.predecessors),
            "valid_from": unit.valid_from,
        },
    )


def _road(road: Road) -> Feature:
    return Feature(road.geometry, {"id": road.id, "kind": road.kind})


def _zone(zone: Zone) -> Feature:
    told = {"id": zone.id, "name": zone.name, "facility_id": zone.facility_id}
    return Feature(zone.geometry, told)


def _building(one: Building) -> Feature:
    return Feature(
        one.geometry,
        {
            "id": one.id,
            "name": one.name,
            "zone_id": one.zone_id,
            "kind": one.kind,
            "height_m": one.height_m,
            "storeys": one.storeys,
        },
    )


def _locality(place: Locality) -> tuple[object, ...]:
    power = {True: "yes", False: "no", None: ""}[place.has_grid_power]
    return (
        *(place.id, place.name, place.commune_code, place.lon_deg, place.lat_deg),
        *(place.people, place.households, power),
    )


def _site(site: Site) -> tuple[object, ...]:
    height_m = _number(site.structure_height_m)
    return site.id, site.name, site.lon_deg, site.lat_deg, height_m, site.owner


def _service(service: Service) -> tuple[object, ...]:
    return (
        *(service.site_id, service.operator, service.technology),
        *map(
            _number,
            (
                service.frequency_mhz,
                service.bandwidth_mhz,
                service.port_power_dbm,
                service.antenna_gain_dbi,
                service.feeder_loss_db,
                service.antenna_height_m,
            ),
        ),
        " ".join(_number(azimuth) for azimuth in service.azimuths_deg),
    )


def _facility(place: Facility) -> tuple[object, ...]:
    return place.id, place.name, place.kind, place.lon_deg, place.lat_deg


def _figure(figure: Figure) -> tuple[object, ...]:
    value = _number(figure.value)
    return (
        *(figure.id, figure.indicator, figure.name_vi, figure.name_en),
        *(figure.comparator, value, figure.unit, figure.kind, figure.period),
        *(figure.document, figure.flag, figure.note),
    )


def _document(document: IssuingDocument) -> tuple[object, ...]:
    return (
        *(document.id, document.title_vi, document.title_en),
        *(document.issuer, document.issued),
    )


def _number(value: float) -> str:
    """Return a number as short as it reads back the same: 43, 0.2."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))
