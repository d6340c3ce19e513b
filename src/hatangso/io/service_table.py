"""Read services.csv: what the operators run on the sites."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hatangso.errors import Message, Place
from hatangso.io.antenna_files import antenna_files, read_antenna_patterns
from hatangso.io.findings import Findings
from hatangso.io.tables import (
    Column,
    Row,
    choice,
    list_of_numbers,
    number,
    read_rows,
    text,
    whole,
)
from hatangso.model.antenna_pattern import AntennaPattern
from hatangso.model.site import Service, Site, Technology

__all__ = ["ServiceDefaults", "read_services"]

_FILE = "services.csv"
_DEFAULTED = {
    "frequency_mhz": number(30, 6_000),
    "bandwidth_mhz": number(above=0, high=1_000),
    "port_power_dbm": number(-30, 80),
    "antenna_gain_dbi": number(-10, 40),
    "feeder_loss_db": number(0, 30),
    "mechanical_tilt_deg": number(-30, 30),
    "electrical_tilt_deg": number(-30, 30),
    "mimo_layers": whole(1, 8),
}
_COLUMNS = (
    Column("site_id", text),
    Column("operator", text),
    Column("technology", choice([str(technology) for technology in Technology])),
    *(Column(name, parse, required=False) for name, parse in _DEFAULTED.items()),
    # Rec. ITU-R P.1812 is not defined for antennas below 1 m.
    Column("antenna_height_m", number(1, 400)),
    Column("azimuths_deg", list_of_numbers(0, 360), required=False, default=()),
    Column("antenna_pattern", text, required=False, default=""),
)
# Radio parameters of a service that the file leaves empty, by technology and column.
ServiceDefaults = Mapping[Technology, Mapping[str, Any]]


def read_services(
    directory: Path,
    findings: Findings,
    sites: Sequence[Site],
    defaults: ServiceDefaults,
) -> tuple[list[Service], dict[str, AntennaPattern]]:
    """Read the services of a province and the antenna patterns that they name.

    An empty cell takes what the antenna's pattern says of gain and tilt, else the
    default of the technology.
    """
    patterns = read_antenna_patterns(directory, findings)
    # A pattern whose file was not understood is no second problem.
    known_patterns = {f.stem for f in antenna_files(directory)} | set(patterns)
    sites_by_id = {site.id: site for site in sites}
    # Nor is a service of a site whose row was not understood.
    known_ids = set(sites_by_id) | _raw_ids(directory / "sites.csv")
    services = []
    path = directory / _FILE
    rows = read_rows(path, _COLUMNS, findings) if path.is_file() else []
    for row, values in rows:
        service = _service(row, values, defaults, patterns)
        site = sites_by_id.get(service.site_id)
        if service.antenna_pattern and service.antenna_pattern not in known_patterns:
            _report_pattern(service, known_patterns, findings)
        elif site is None and known_ids and service.site_id not in known_ids:
            findings.error(
                Place(_FILE, row, "site_id"),
                Message("no site has the id {id}", {"id": service.site_id}),
                Message("use an id of sites.csv, or add the site there"),
                service.site_id,
            )
        elif site and service.antenna_height_m > site.structure_height_m:
            _report_height(service, site, findings)
        elif site:
            services.append(service)
    _report_copies(services, findings)
    return services, patterns


def _report_copies(services: Sequence[Service], findings: Findings) -> None:
    """Note the services that stand twice: each would disturb the other."""
    first: dict[Service, Service] = {}
    for service in services:
        known = first.setdefault(service, service)
        if known is not service:
            findings.error(
                Place(_FILE, service.row, "site_id"),
                Message(
                    "the same service stands already in row {first}",
                    {"first": known.row},
                ),
                Message("remove the copy, or give each its own carrier or sectors"),
                service.site_id,
            )


def _report_pattern(service: Service, known: set[str], findings: Findings) -> None:
    names = ", ".join(sorted(known))
    findings.error(
        Place(_FILE, service.row, "antenna_pattern"),
        Message(
            "there is no file antennas/{name}.msi", {"name": service.antenna_pattern}
        ),
        Message("write one of: {names}", {"names": names})
        if names
        else Message("add it, or leave the cell empty"),
        service.antenna_pattern,
    )


def _report_height(service: Service, site: Site, findings: Findings) -> None:
    findings.error(
        Place(_FILE, service.row, "antenna_height_m"),
        Message(
            "the antenna at {antenna:g} m stands above its structure"
            " of {structure:g} m",
            {
                "antenna": service.antenna_height_m,
                "structure": site.structure_height_m,
            },
        ),
        Message(
            "correct this height or the structure's in sites.csv, row {site_row}",
            {"site_row": site.row},
        ),
        service.antenna_height_m,
    )


def _raw_ids(path: Path) -> set[str]:
    """Return the identifiers of a table whatever else its rows say."""
    if not path.is_file():
        return set()
    rows = read_rows(path, (Column("id", text, required=False),), Findings())
    return {str(values["id"]) for _, values in rows}


def _service(
    row: int,
    values: Row,
    defaults: ServiceDefaults,
    patterns: Mapping[str, AntennaPattern],
) -> Service:
    technology = Technology(str(values["technology"]))
    usual = dict(defaults[technology])
    pattern = patterns.get(str(values["antenna_pattern"]))
    if pattern is not None:
        usual["antenna_gain_dbi"] = pattern.gain_dbi
        usual["electrical_tilt_deg"] = pattern.electrical_tilt_deg
    filled: dict[str, Any] = {
        name: usual[name] if values[name] is None else values[name]
        for name in _DEFAULTED
    }
    fields: dict[str, Any] = {**values, **filled, "technology": technology}
    return Service(**fields, row=row)
