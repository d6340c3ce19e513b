"""Coverage in the shape of the FCC's Broadband Data Collection (BDC).

Source:
    47 CFR 1.7004; Federal Communications Commission, guides "Formatting Mobile
    Broadband Availability Coverage Maps" and "Mobile Broadband Supporting Data".
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from hatangso import __version__
from hatangso.errors import InvalidInputError, Message
from hatangso.geography.zones import Zone, zones_of
from hatangso.io.csv_tables import write_csv
from hatangso.io.geopackage import VectorLayer, write_geopackage
from hatangso.io.parameter_files import shipped_parameters
from hatangso.model.site import Technology
from hatangso.model.situation import Situation
from hatangso.units import FloatArray, IntArray
from hatangso.workflows.check import ProvinceInputs
from hatangso.workflows.coverage_layers import ANY_OPERATOR, CoverageLayer
from hatangso.workflows.export_facts import ExportFacts
from hatangso.workflows.operator_names import operator_file_names
from hatangso.workflows.origin import MODEL
from hatangso.workflows.zone_export import service_zone_parameters

__all__ = ["FCC_TECHNOLOGIES", "fcc_notes", "write_fcc_maps"]

# What the rule asks of a model: 47 CFR 1.7004.
_EDGE_PROBABILITY = 0.9
_LOAD_RATIO = 0.5
_RECEIVER_HEIGHT_M = 1.5
_WIDEST_CELL_M = 100.0
_MODEL_ID = "itu_r_p1812_8"
# Numbers of the classes: outside, not covered, and then two per range of levels.
_NOT_COVERED = 1
_FIRST = 2
_STRONGEST_DBM = 0.0


@dataclass(frozen=True)
class _Map:
    """One map that the rule asks for."""

    technology: Technology
    code: int
    download_mbps: float
    upload_mbps: float


@dataclass(frozen=True)
class _Filing:
    """What all maps of an export share."""

    inputs: ProvinceInputs
    facts: ExportFacts
    step_db: float
    provider_id: int | None

    def file_name(self, operator: str, one: _Map) -> str:
        """Return the name of an operator's map, without suffix."""
        services = self.inputs.province.services
        names = operator_file_names([operator, *(item.operator for item in services)])
        speeds = _in_name(one.download_mbps), _in_name(one.upload_mbps)
        return "_".join(("bdc", names[operator], str(one.code), *speeds))


FCC_TECHNOLOGIES = (Technology.G3, Technology.G4, Technology.G5)


def fcc_notes(
    inputs: ProvinceInputs, *, provider_id: int | None
) -> tuple[Message, ...]:
    """Return what a reader must know of the maps, and what they lack."""
    notes = [
        Message(
            "uplink rates are not computed: minup is the rate that the map is named"
            " after, not one that was checked"
        ),
        Message("in a vehicle the rate asked is the one outdoors"),
        Message("rates of 3G are not computed: its map is one of levels alone"),
    ]
    if provider_id is None:
        notes.append(Message("no provider id was given: the column is empty"))
    radio = inputs.radio
    least = {
        "location_probability": radio.location_probability < _EDGE_PROBABILITY,
        "load_ratio": any(x.load_ratio < _LOAD_RATIO for x in radio.rates.values()),
        "receiver_height_m": radio.receiver_height_m < _RECEIVER_HEIGHT_M,
        "terrain": _cell_m(inputs) > _WIDEST_CELL_M,
    }
    short = [name for name, is_short in least.items() if is_short]
    if short:
        notes.append(
            Message(
                "the parameters do not meet 47 CFR 1.7004 in: {names}",
                {"names": ", ".join(short)},
            )
        )
    return tuple(notes)


def write_fcc_maps(
    folder: Path,
    layers: Iterable[CoverageLayer],
    inputs: ProvinceInputs,
    facts: ExportFacts,
    *,
    provider_id: int | None,
) -> int:
    """Write one GeoPackage per operator and map, and the tables that explain them.

    Args:
        folder: Where to write.
        layers: Those of the best operator are passed over: a map is one operator's.
        inputs: Levels, losses, and what the tables tell.
        facts: Written into the metadata of each file.
        provider_id: The number that the Commission gave the operator; None leaves the
            column empty.

    Returns:
        The number of polygons.

    Raises:
        InvalidInputError: No layer is one operator's.
    """
    table = shipped_parameters("workflows", "fcc_bdc.toml")
    step_db = float(table["heat_step_db"]["value"])
    maps = [
        _Map(**{**entry, "technology": Technology(entry["technology"])})
        for entry in table["map"]
    ]
    filing = _Filing(inputs, facts, step_db, provider_id)
    count, operators = 0, set()
    for layer in layers:
        if layer.operator == ANY_OPERATOR:
            continue
        operators.add(layer.operator)
        for one in maps:
            if one.technology is layer.technology:
                count += _write_map(folder, layer, one, filing)
    if not operators:
        raise InvalidInputError(
            "a map of the FCC is one operator's, and there is no raster of any:"
            " run hatangso coverage again"
        )
    _write_tables(folder, inputs)
    return count


def _write_map(folder: Path, layer: CoverageLayer, one: _Map, filing: _Filing) -> int:
    classes = _classes(layer, one, filing)
    parameters = service_zone_parameters()
    zones = zones_of(
        classes,
        layer.grid,
        smallest_km2=parameters.smallest_km2,
        tolerance_cells=parameters.tolerance_cells,
    )
    covered = [zone for zone in zones if zone.number >= _FIRST]
    name = filing.file_name(layer.operator, one)
    vector = VectorLayer(
        name,
        [zone.geometry for zone in covered],
        _columns(covered, layer, one, filing),
    )
    metadata = {**filing.facts.metadata(), "operator": layer.operator}
    write_geopackage(folder / f"{name}.gpkg", [vector], metadata=metadata)
    return len(covered)


def _classes(layer: CoverageLayer, one: _Map, filing: _Filing) -> IntArray:
    """Return numbers that tell range of levels and environment; see ``_columns``."""
    radio = filing.inputs.radio
    basic_dbm, _ = radio.thresholds_dbm(one.technology)
    frequency_mhz = radio.technologies[one.technology].frequency_mhz
    loss_db = radio.situation_loss_db(Situation.IN_VEHICLE, frequency_mhz)
    level_dbm: FloatArray = np.asarray(layer.level_dbm, dtype=float)
    is_covered = layer.is_inside & (level_dbm >= basic_dbm)
    if layer.rate_mbps is not None:
        is_covered &= layer.rate_mbps >= one.download_mbps
    in_vehicle = level_dbm - loss_db >= basic_dbm
    below_dbm = np.minimum(np.where(is_covered, level_dbm, _STRONGEST_DBM), -1e-6)
    ranges = np.floor((_STRONGEST_DBM - below_dbm) / filing.step_db).astype(int)
    classes = np.where(is_covered, _FIRST + 2 * ranges + in_vehicle, _NOT_COVERED)
    return np.asarray(np.where(layer.is_inside, classes, 0))


def _columns(
    zones: Sequence[Zone], layer: CoverageLayer, one: _Map, filing: _Filing
) -> dict[str, Sequence[object]]:
    count = len(zones)
    codes = [zone.number - _FIRST for zone in zones]
    return {
        "providerid": [filing.provider_id] * count,
        "brandname": [layer.operator] * count,
        "technology": [one.code] * count,
        "mindown": [one.download_mbps] * count,
        "minup": [one.upload_mbps] * count,
        # 1 where a handset in a moving vehicle is served too, 0 where only outdoors.
        "environmnt": [code % 2 for code in codes],
        "minsignal": [
            _STRONGEST_DBM - (code // 2 + 1) * filing.step_db for code in codes
        ],
    }


def _cell_m(inputs: ProvinceInputs) -> float:
    """Return the longer side of a cell in the middle of the terrain."""
    grid = inputs.terrain.grid
    _, lat_deg = grid.lon_lat(np.array(grid.rows / 2), np.array(grid.cols / 2))
    return max(grid.cell_size_m(float(lat_deg)))


def _write_tables(folder: Path, inputs: ProvinceInputs) -> None:
    """Write model, clutter, link budget and what belongs together."""
    cell_m = _cell_m(inputs)
    radio, layers = inputs.radio, inputs.province.provenances
    sources = {
        name: layers[name].source if name in layers else ""
        for name in ("terrain", "clutter")
    }
    dates = {
        name: layers[name].as_of if name in layers else ""
        for name in ("terrain", "clutter")
    }
    write_csv(
        folder / "bdc_propagation_model.csv",
        (
            "model_id",
            "tool_name",
            "tool_version",
            "tool_developer",
            "model_resolution",
            "receiver_height",
            "terrain_source",
            "terrain_vintage",
            "terrain_resolution",
            "clutter_source",
            "clutter_vintage",
            "clutter_resolution",
        ),
        [
            (
                _MODEL_ID,
                f"hatangso, {MODEL}",
                __version__,
                "hatangso maintainers",
                round(cell_m),
                radio.receiver_height_m,
                sources["terrain"],
                dates["terrain"],
                round(cell_m),
                sources["clutter"],
                dates["clutter"],
                round(cell_m),
            )
        ],
    )
    heights_m = np.unique(inputs.terrain.clutter_m).tolist()
    write_csv(
        folder / "bdc_clutter.csv",
        ("model_id", "clutter_height_m", "cell_count"),
        [
            (_MODEL_ID, height_m, int((inputs.terrain.clutter_m == height_m).sum()))
            for height_m in heights_m
        ],
    )
    write_csv(
        folder / "bdc_link_budget.csv",
        ("link_budget_id", "parameter", "value"),
        _link_budget(inputs),
    )
    write_csv(
        folder / "bdc_model_link_budget.csv",
        ("model_id", "link_budget_id"),
        [(_MODEL_ID, _budget_id(technology)) for technology in FCC_TECHNOLOGIES],
    )


def _link_budget(inputs: ProvinceInputs) -> list[tuple[str, str, object]]:
    """Return the parameters of each technology, under the names of the radio files."""
    radio = inputs.radio
    rows: list[tuple[str, str, object]] = []
    for technology in FCC_TECHNOLOGIES:
        values: dict[str, object] = {
            "location_probability": radio.location_probability,
            "location_sigma_db": radio.location_sigma_db,
            "margin_db": round(radio.margin_db, 2),
            "in_vehicle_loss_db": radio.in_vehicle_loss_db,
            **asdict(radio.technologies[technology]),
        }
        if technology in radio.rates:
            values |= asdict(radio.rates[technology])
        rows += [
            (_budget_id(technology), name, value) for name, value in values.items()
        ]
    return rows


def _budget_id(technology: Technology) -> str:
    return f"link_budget_{str(technology).lower()}"


def _in_name(rate_mbps: float) -> str:
    return f"{rate_mbps:g}".replace(".", "p")
