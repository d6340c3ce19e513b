"""Zones of a coverage as polygons, for the digital maps that operators publish."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from hatangso.errors import Message
from hatangso.geography.service_zones import (
    NO_SERVICE,
    UNKNOWN_SERVICE,
    ZoneParameters,
    ZoneRule,
    zone_numbers,
    zone_parameters,
)
from hatangso.geography.zones import Zone, zones_of
from hatangso.io.geojson import Feature, write_geojson
from hatangso.io.geopackage import VectorLayer, write_geopackage
from hatangso.io.parameter_files import shipped_parameters
from hatangso.model.coverage import CoverageLevel
from hatangso.model.site import Technology
from hatangso.model.situation import Situation
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.coverage_layers import CoverageLayer
from hatangso.workflows.export_facts import ExportFacts

__all__ = ["service_zone_parameters", "write_zones", "zone_notes"]

_SITUATIONS_VI = {
    Situation.OUTDOORS: "Ngoài trời",
    Situation.IN_VEHICLE: "Trong xe",
    Situation.INDOORS: "Trong nhà",
}
_NAMES = {
    NO_SERVICE: ("Không có dịch vụ", "no service"),
    UNKNOWN_SERVICE: ("Chưa xác định", "unknown"),
}
# The cells of a province lie some 100 m apart; this keeps 0.1 m.
_DECIMALS = 6


@dataclass(frozen=True)
class _Row:
    """One zone of one operator, technology and situation."""

    layer: CoverageLayer
    situation: Situation
    zone: Zone
    rule: ZoneRule | None
    least_dbm: float | None


def service_zone_parameters() -> ZoneParameters:
    """Return the shipped parameters of service zones."""
    return zone_parameters(shipped_parameters("geography", "zones.toml"))


def zone_notes() -> tuple[Message, ...]:
    """Return what a reader of zones must know."""
    smallest_km2 = service_zone_parameters().smallest_km2
    return (
        Message(
            "zones follow QCVN 81:2019/BTTTT; what each zone stands for is declared by"
            " its operator: geography/zones.toml says what is assumed"
        ),
        Message("in a vehicle and indoors the rate asked is the one outdoors"),
        Message(
            "patches smaller than {km2:g} km² belong to what surrounds them",
            {"km2": smallest_km2},
        ),
    )


def write_zones(
    folder: Path,
    layers: Iterable[CoverageLayer],
    inputs: ProvinceInputs,
    facts: ExportFacts,
) -> int:
    """Write ``zones.gpkg`` and a GeoJSON file per technology.

    Args:
        folder: Where to write.
        layers: Of any technologies and operators.
        inputs: Levels and losses.
        facts: Written with every zone.

    Returns:
        The number of zones.
    """
    parameters = service_zone_parameters()
    rows: dict[Technology, list[_Row]] = {technology: [] for technology in Technology}
    for layer in layers:
        for situation in Situation:
            rows[layer.technology] += _rows(layer, situation, inputs, parameters)
    vectors = []
    for technology, of_technology in rows.items():
        if not of_technology:
            continue
        name = f"zones_{str(technology).lower()}"
        columns = _columns(of_technology, facts)
        geometries = [row.zone.geometry for row in of_technology]
        vectors.append(VectorLayer(name, geometries, columns))
        write_geojson(
            folder / f"{name}.geojson",
            _features(geometries, columns),
            decimals=_DECIMALS,
        )
    write_geopackage(folder / "zones.gpkg", vectors, metadata=facts.metadata())
    return sum(len(of_technology) for of_technology in rows.values())


def _rows(
    layer: CoverageLayer,
    situation: Situation,
    inputs: ProvinceInputs,
    parameters: ZoneParameters,
) -> list[_Row]:
    radio, technology = inputs.radio, layer.technology
    chosen = radio.technologies[technology]
    loss_db = radio.situation_loss_db(situation, chosen.frequency_mhz)
    rules = parameters.rules[technology]
    numbers = zone_numbers(
        layer.level_dbm - loss_db,
        layer.rate_mbps,
        rules,
        thresholds_dbm=radio.thresholds_dbm(technology),
        is_unknown=layer.is_unknown,
        is_outside=~layer.is_inside,
    )
    zones = zones_of(
        numbers,
        layer.grid,
        smallest_km2=parameters.smallest_km2,
        tolerance_cells=parameters.tolerance_cells,
    )
    by_number = {rule.number: rule for rule in rules}
    levels = {
        CoverageLevel.BASIC: chosen.basic_dbm,
        CoverageLevel.GOOD: chosen.good_dbm,
    }
    found = []
    for zone in zones:
        rule = by_number.get(zone.number)
        least_dbm = levels[rule.level] if rule else None
        found.append(_Row(layer, situation, zone, rule, least_dbm))
    return found


def _columns(rows: Sequence[_Row], facts: ExportFacts) -> dict[str, Sequence[object]]:
    names = [_names(row.zone.number) for row in rows]
    nothing = float("nan")
    return {
        "operator": [row.layer.operator or "*" for row in rows],
        "technology": [str(row.layer.technology) for row in rows],
        "situation": [str(row.situation) for row in rows],
        "situation_vi": [_SITUATIONS_VI[row.situation] for row in rows],
        "zone": [en for _, en in names],
        "zone_vi": [vi for vi, _ in names],
        "minimum_level_dbm": [
            nothing if row.least_dbm is None else row.least_dbm for row in rows
        ],
        "minimum_rate_mbps": [_least_mbps(row) for row in rows],
        "area_km2": [round(row.zone.area_km2, 3) for row in rows],
        **facts.columns(len(rows)),
    }


def _least_mbps(row: _Row) -> float:
    """Return the rate that was asked; not a number when none was."""
    if row.rule is None or row.layer.rate_mbps is None or not row.rule.rate_mbps:
        return float("nan")
    return row.rule.rate_mbps


def _names(number: int) -> tuple[str, str]:
    return _NAMES.get(number, (f"Vùng {number}", f"zone {number}"))


def _features(
    geometries: Sequence[BaseGeometry], columns: Mapping[str, Sequence[object]]
) -> Iterable[Feature]:
    for index, geometry in enumerate(geometries):
        cells = {name: _cell(values[index]) for name, values in columns.items()}
        yield Feature(geometry, cells)


def _cell(value: object) -> object:
    """Return a cell as JSON has it: nothing instead of not a number."""
    return None if isinstance(value, float) and math.isnan(value) else value
