"""Read a province directory as a whole and say everything that is wrong with it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
import shapely

from hatangso.errors import Finding, HatangsoError, InvalidInputError, Message, Place
from hatangso.geography.address_codes.layout import address_layout
from hatangso.geography.grid import distances_m
from hatangso.geography.land_cover import LandCover, land_cover
from hatangso.geography.terrain import Terrain
from hatangso.io.antenna_files import antenna_files
from hatangso.io.findings import Findings
from hatangso.io.geojson_layers import COMMUNES_FILE
from hatangso.io.parameter_files import (
    DEFAULT_SET,
    OVERRIDES_FILE,
    PARAMETER_SET,
    merged,
    parameter_set,
    read_overrides,
    shipped_parameters,
)
from hatangso.io.province_directory import (
    DESCRIPTION_FILE,
    read_province,
    terrain_files,
)
from hatangso.language import fold
from hatangso.model.place import Locality
from hatangso.model.province import Province
from hatangso.model.record_layers import SIDE_LAYERS
from hatangso.model.site import Service, Site
from hatangso.network.parameters import NetworkParameters
from hatangso.people.team_standing import PeopleParameters
from hatangso.planning.candidates.costs import CostParameters, cost_parameters
from hatangso.planning.candidates.siting import SitingParameters, siting_parameters
from hatangso.programme.lateness import ProgrammeParameters
from hatangso.radio.link_budget import (
    RadioParameters,
    radio_parameters,
    reference_eirp_dbm,
)
from hatangso.workflows.capacity_inputs import capacity_parameters, host_offers
from hatangso.workflows.data_centres.centre_parameters import CENTRE_TABLES
from hatangso.workflows.own_parameters import made_parameters
from hatangso.workflows.platform_inputs import platform_parameters
from hatangso.workflows.sensor_readings import sensing_parameters
from hatangso.workflows.system_security import security_parameters
from hatangso.workflows.terrain_check import check_reach, load_terrain

__all__ = ["ProvinceInputs", "load_province", "province_files"]

Parameters = TypeVar("Parameters")
# A locality's point may lie a little outside its commune: borders are drawn coarsely.
_BORDER_SLACK_DEG = 0.005
_PEOPLE_TOLERANCE_RATIO = 0.05
# Engines whose assumptions lie in a file of their own name.
_OWN_PARAMETERS: tuple[tuple[str, type[object]], ...] = (
    ("network", NetworkParameters),
    ("people", PeopleParameters),
    ("programme", ProgrammeParameters),
)


@dataclass(frozen=True)
class ProvinceInputs:
    """Everything that a province directory holds, understood.

    Attributes:
        directory: Where it lies.
        province: All layers but the terrain.
        terrain: Ground and clutter, repaired.
        radio: Radio parameters, the province's own laid over the shipped ones.
        costs: Prices, likewise.
        siting: Where new masts may stand, likewise.
        findings: Warnings of the check.
        files: Every file that results rest on.
    """

    directory: Path
    province: Province
    terrain: Terrain
    radio: RadioParameters
    costs: CostParameters
    siting: SitingParameters
    findings: tuple[Finding, ...]
    files: tuple[Path, ...]


def load_province(directory: Path) -> ProvinceInputs:
    """Read a province directory and check it as a whole.

    Returns:
        All layers, with the warnings among the findings.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: It has errors; the error carries all findings.
    """
    findings = Findings()
    radio, costs, siting, cover = _parameters(directory, findings)
    province = read_province(
        directory, findings, service_defaults=radio.service_defaults()
    )
    terrain = load_terrain(directory, cover, findings)
    _check_rows(province, findings)
    _check_sites(province, findings)
    _check_services(province, radio, findings)
    _check_operators(province, findings)
    _check_localities(province, findings)
    _check_people(province, findings)
    if terrain is not None:
        check_reach(province, terrain, findings)
    findings.raise_errors()
    return ProvinceInputs(
        directory=directory,
        province=province,
        # Without terrain there is an error, and that was raised.
        terrain=cast("Terrain", terrain),
        radio=radio,
        costs=costs,
        siting=siting,
        findings=tuple(findings),
        files=tuple(province_files(directory)),
    )


def province_files(directory: Path) -> list[Path]:
    """Return the files of a province directory that results rest on, in order."""
    kinds = {".csv", ".geojson", ".tif"}
    layers = [
        f
        for f in directory.iterdir()
        if f.suffix.lower() in kinds and f.stem not in SIDE_LAYERS
    ]
    named = [directory / name for name in (DESCRIPTION_FILE, OVERRIDES_FILE)]
    present = [f for f in named if f.is_file()]
    return sorted(
        [*layers, *present, *terrain_files(directory), *antenna_files(directory)]
    )


def _parameters(
    directory: Path, findings: Findings
) -> tuple[RadioParameters, CostParameters, SitingParameters, LandCover]:
    """Return the parameters; overrides that cannot be used are findings."""
    overrides: dict[str, Any] = {}
    try:
        overrides = read_overrides(directory)
    except InvalidInputError as error:
        findings.error(
            Place(OVERRIDES_FILE), error.message, Message("correct it there")
        )
    known = (
        *("radio", "costs", "siting", "land_cover", "capacity", "host_offers"),
        *(name for name, _ in _OWN_PARAMETERS),
        *(
            "platforms",
            "system_security",
            "sensing",
            "address_codes",
            *(name for name, _, _ in CENTRE_TABLES),
        ),
    )
    for name in sorted(set(overrides) - set(known)):
        findings.error(
            Place(OVERRIDES_FILE, None, name),
            Message('"{raw}" is not known here', {"raw": name}),
            Message("write one of: {names}", {"names": ", ".join(known)}),
            name,
        )
    costs, siting = (
        shipped_parameters("planning/candidates", f"{part}.toml")
        for part in ("costs", "siting")
    )
    for part, file, build in (
        ("capacity", "capacity.toml", capacity_parameters),
        ("host_offers", "host_offers.toml", host_offers),
        *CENTRE_TABLES,
    ):
        _built(part, shipped_parameters("capacity", file), overrides, build, findings)
    for part, record in _OWN_PARAMETERS:
        shipped = shipped_parameters(part, f"{part}.toml")
        _built(part, shipped, overrides, partial(made_parameters, record), findings)
    security = shipped_parameters("workflows", "system_security.toml")
    _built("system_security", security, overrides, security_parameters, findings)
    sensing = shipped_parameters("sensing", "sensing.toml")
    _built("sensing", sensing, overrides, sensing_parameters, findings)
    platforms = shipped_parameters("platforms", "platforms.toml")
    _built("platforms", platforms, overrides, platform_parameters, findings)
    codes = shipped_parameters("geography/address_codes", "address_codes.toml")
    _built("address_codes", codes, overrides, address_layout, findings)
    radio = _radio_set(overrides, findings)
    cover = shipped_parameters("geography", "land_cover.toml")
    return (
        _built("radio", radio, overrides, radio_parameters, findings),
        _built("costs", costs, overrides, cost_parameters, findings),
        _built("siting", siting, overrides, siting_parameters, findings),
        _built("land_cover", cover, overrides, land_cover, findings),
    )


def _radio_set(overrides: dict[str, Any], findings: Findings) -> dict[str, Any]:
    """Return the set of radio parameters that a province builds on."""
    table = overrides.get("radio")
    if not isinstance(table, dict) or PARAMETER_SET not in table:
        return parameter_set(DEFAULT_SET)
    name = table.pop(PARAMETER_SET)
    try:
        return parameter_set(str(name))
    except InvalidInputError as error:
        findings.error(
            Place(OVERRIDES_FILE, None, f"radio.{PARAMETER_SET}"),
            error.message,
            Message("correct it there, or remove the line to use the shipped value"),
            name,
        )
        return parameter_set(DEFAULT_SET)


def _built(
    part: str,
    base: Mapping[str, Any],
    overrides: Mapping[str, Any],
    build: Callable[[Mapping[str, Any]], Parameters],
    findings: Findings,
) -> Parameters:
    """Build parameters from shipped ones with a table of overrides laid over them."""
    table = overrides.get(part, {})
    if not isinstance(table, dict):
        findings.error(
            Place(OVERRIDES_FILE, None, part),
            Message('"{raw}" is not a table', {"raw": table}),
            Message("write its entries below a line [{part}]", {"part": part}),
            table,
        )
        table = {}
    try:
        return build(merged(base, table))
    except HatangsoError as error:
        fix = Message("correct it there, or remove the line to use the shipped value")
        several = error.findings if isinstance(error, InvalidInputError) else ()
        for one in several:
            place = Place(OVERRIDES_FILE, None, f"{part}.{one.place.column}")
            findings.error(place, one.problem, one.fix)
        if not several:
            findings.error(Place(OVERRIDES_FILE, None, part), error.message, fix)
        return build(base)


def _check_rows(province: Province, findings: Findings) -> None:
    """Note the tables without any row: nothing can be computed from them."""
    layers: Sequence[tuple[str, Sequence[object], str]] = (
        ("localities.csv", province.localities, "localities.csv"),
        ("sites.csv", province.sites, "sites.csv"),
        # Services of sites that were not understood are left out already.
        ("services.csv", province.services, "sites.csv"),
    )
    for file, rows, other in layers:
        if not rows and not findings.has_error(file, other):
            findings.error(
                Place(file),
                Message("the table has no row"),
                Message("write a row for each record"),
            )


def _check_sites(province: Province, findings: Findings) -> None:
    """Note the sites that stand outside the province."""
    if not province.sites or findings.has_error(COMMUNES_FILE):
        # Where the province lies is not known before its communes are mended.
        return
    area = shapely.union_all([commune.geometry for commune in province.communes])
    shapely.prepare(area)
    lons = np.array([site.lon_deg for site in province.sites])
    lats = np.array([site.lat_deg for site in province.sites])
    is_inside = shapely.intersects_xy(area, lons, lats)
    is_swapped = shapely.intersects_xy(area, lats, lons)
    # A border drawn at another scale may leave a mast on it just outside.
    points = shapely.points(lons, lats)
    is_near = shapely.dwithin(area, points, _BORDER_SLACK_DEG)
    for index in np.flatnonzero(~(is_inside | is_near)):
        site = province.sites[index]
        _report_outside(site, area, is_swapped=bool(is_swapped[index]), to=findings)


def _report_outside(
    site: Site, area: shapely.Geometry, *, is_swapped: bool, to: Findings
) -> None:
    nearest = shapely.shortest_line(area, shapely.Point(site.lon_deg, site.lat_deg))
    border_lon, border_lat = shapely.get_coordinates(nearest)[0]
    away_m = distances_m(
        border_lon, border_lat, np.array([site.lon_deg]), np.array([site.lat_deg])
    )[0]
    fix = Message("correct lon_deg and lat_deg, or remove the site")
    if is_swapped:
        fix = Message("longitude and latitude are swapped: exchange them")
    to.error(
        Place("sites.csv", site.row, "lon_deg"),
        Message(
            "the site {site} lies {away_km:.1f} km outside the province",
            {"site": site.id, "away_km": away_m / 1000},
        ),
        fix,
        f"{site.lon_deg}, {site.lat_deg}",
    )


def _check_services(
    province: Province, radio: RadioParameters, findings: Findings
) -> None:
    """Note the services whose reference power cannot be computed."""
    for service in province.services:
        try:
            reference_eirp_dbm(service, radio)
        except HatangsoError as error:
            findings.error(
                Place("services.csv", service.row, "bandwidth_mhz"),
                error.message,
                Message("correct the bandwidth, or leave the cell empty"),
                service.bandwidth_mhz,
            )


def _check_operators(province: Province, findings: Findings) -> None:
    """Note the operators whose names are nearly the same, each spelling once."""
    first: dict[str, Service] = {}
    noted: set[str] = set()
    for service in province.services:
        name = service.operator
        known = first.setdefault("".join(filter(str.isalnum, fold(name))), service)
        if name == known.operator or name in noted:
            continue
        noted.add(name)
        findings.warn(
            Place("services.csv", service.row, "operator"),
            Message(
                'the operator "{name}" is written "{other}" in row {row}',
                {"name": name, "other": known.operator, "row": known.row},
            ),
            Message("write both alike if they are one: they count as two"),
            name,
        )


def _check_localities(province: Province, findings: Findings) -> None:
    """Note the localities that do not lie in their commune."""
    borders = {commune.code: commune.geometry for commune in province.communes}
    placed = [
        locality for locality in province.localities if locality.commune_code in borders
    ]
    if not placed:
        return
    points = shapely.points([(place.lon_deg, place.lat_deg) for place in placed])
    own = np.array([borders[place.commune_code] for place in placed])
    is_inside = shapely.dwithin(own, points, _BORDER_SLACK_DEG)
    for index in np.flatnonzero(~is_inside):
        _report_misplaced(placed[index], findings)


def _report_misplaced(locality: Locality, findings: Findings) -> None:
    findings.warn(
        Place("localities.csv", locality.row, "lon_deg"),
        Message(
            "{name} lies outside its commune {code}",
            {"name": locality.name, "code": locality.commune_code},
        ),
        Message("correct its coordinates or its commune_code"),
        f"{locality.lon_deg}, {locality.lat_deg}",
    )


def _check_people(province: Province, findings: Findings) -> None:
    """Note the communes whose localities do not add up to their people."""
    if findings.has_error(COMMUNES_FILE, "localities.csv"):
        return
    sums: Counter[str] = Counter()
    for locality in province.localities:
        sums[locality.commune_code] += locality.people
    for commune in province.communes:
        apart = abs(sums[commune.code] - commune.people)
        if apart > _PEOPLE_TOLERANCE_RATIO * max(commune.people, 1):
            findings.warn(
                Place("localities.csv", None, "people"),
                Message(
                    "the localities of {commune} have {sum} people,"
                    " the commune has {people}",
                    {
                        "commune": commune.name_vi,
                        "sum": sums[commune.code],
                        "people": commune.people,
                    },
                ),
                Message("add the localities that are missing, or correct the people"),
                sums[commune.code],
            )
