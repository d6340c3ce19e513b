"""Read a province directory (docs/guide/province-directory.md) into nouns.

Every reader goes on after a problem and notes it, so that one run tells all.
"""

import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar, cast

from hatangso.errors import Message, NotFoundError, Place
from hatangso.io import geojson_layers
from hatangso.io.antenna_files import antenna_files
from hatangso.io.findings import Findings
from hatangso.io.service_table import ServiceDefaults, read_services
from hatangso.io.tables import (
    Column,
    Row,
    choice,
    number,
    read_rows,
    text,
    whole,
    yes_no,
)
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.indicator import Comparator, Figure, FigureKind, IssuingDocument
from hatangso.model.industrial_zone import Building, Zone
from hatangso.model.place import Facility, Locality, ProtectedArea, Road
from hatangso.model.provenance import Provenance, Reality
from hatangso.model.province import Province
from hatangso.model.site import Site

__all__ = [
    "DESCRIPTION_FILE",
    "DIFFICULTY_CLASSES",
    "FACILITY_KINDS",
    "read_province",
    "terrain_files",
]

DESCRIPTION_FILE = "province.toml"
REQUIRED_FILES = ("communes.geojson", "localities.csv", "sites.csv", "services.csv")
FACILITY_KINDS = (
    "school",
    "university",
    "hospital",
    "health_station",
    "commune_office",
    "market",
    "industrial_zone",
    "tourist_site",
    "police",
    "post_office",
    "other",
)
# Communes of ethnic minorities and mountains are classed I to III; below them villages
# may be especially difficult (vùng đặc biệt khó khăn).
DIFFICULTY_CLASSES = ("I", "II", "III", "special")
_LON = Column("lon_deg", number(-180, 180))
_LAT = Column("lat_deg", number(-90, 90))
_HAS_FIBRE = Column("has_fibre", yes_no, required=False)
_LOCALITY_COLUMNS = (
    Column("id", text),
    Column("name", text),
    Column("commune_code", text),
    _LON,
    _LAT,
    Column("people", whole()),
    Column("households", whole(), required=False, default=0),
    Column("has_grid_power", yes_no, required=False),
    Column("difficulty_class", choice(DIFFICULTY_CLASSES), required=False, default=""),
    _HAS_FIBRE,
)
_SITE_COLUMNS = (
    Column("id", text),
    Column("name", text, required=False, default=""),
    _LON,
    _LAT,
    Column("structure_height_m", number(above=0, high=400)),
    Column("owner", text, required=False, default=""),
    _HAS_FIBRE,
)
_FACILITY_COLUMNS = (
    Column("id", text),
    Column("name", text),
    Column("kind", choice(FACILITY_KINDS)),
    _LON,
    _LAT,
    _HAS_FIBRE,
)
_FIGURE_COLUMNS = (
    Column("id", text),
    Column("indicator", text, required=False, default=""),
    Column("name_vi", text),
    Column("name_en", text, required=False, default=""),
    Column("comparator", choice([str(comparator) for comparator in Comparator])),
    Column("value", number()),
    Column("unit", text),
    Column("kind", choice([str(kind) for kind in FigureKind])),
    Column("period", text),
    Column("document", text),
    Column("flag", text, required=False, default=""),
    Column("note", text, required=False, default=""),
)
_DOCUMENT_COLUMNS = (
    Column("id", text),
    Column("title_vi", text),
    Column("title_en", text, required=False, default=""),
    Column("issuer", text, required=False, default=""),
    Column("issued", text, required=False, default=""),
)
Noun = TypeVar("Noun")


def terrain_files(directory: Path) -> list[Path]:
    """Return the terrain tiles of a province directory in order of name."""
    folder = directory / "terrain"
    kinds = {".hgt", ".tif", ".tiff"}
    return sorted(f for f in folder.glob("*") if f.suffix.lower() in kinds)


def read_province(
    directory: Path, findings: Findings, *, service_defaults: ServiceDefaults
) -> Province:
    """Read every layer but the terrain.

    Args:
        directory: The province directory.
        findings: Receives all that is wrong; layers hold what could be understood.
        service_defaults: Values of the radio columns that a service may leave empty.

    Raises:
        NotFoundError: The directory or its ``province.toml`` does not exist.
    """
    description = _description(directory, findings)
    # What a broken description does not say is no second problem.
    is_broken = findings.has_error(DESCRIPTION_FILE)
    said = Findings() if is_broken else findings
    _check_texts(description, said)
    for name in REQUIRED_FILES:
        if not (directory / name).is_file():
            findings.error(
                Place(name),
                Message("the file is missing"),
                Message("add it; docs/guide/province-directory.md shows its columns"),
            )
    communes = _communes(directory, findings)
    localities = _localities(directory, findings, communes)
    sites = _sites(directory, findings)
    services, patterns = read_services(directory, findings, sites, service_defaults)
    documents = _table(
        directory, "documents.csv", _DOCUMENT_COLUMNS, _document, findings
    )
    figures = _figures(directory, findings, documents)
    facilities = _unique(
        _table(directory, "facilities.csv", _FACILITY_COLUMNS, _facility, findings),
        "facilities.csv",
        findings,
    )
    zones = _zones(directory, findings, facilities)
    return Province(
        key=str(description.get("key", directory.name)),
        name_vi=str(description.get("name_vi", directory.name)),
        name_en=str(description.get("name_en", directory.name)),
        note_vi=str(description.get("note_vi", "")),
        note_en=str(description.get("note_en", "")),
        data_date=_data_date(description, said),
        refractivity_gradient_n_per_km=_gradient(description, said),
        communes=tuple(communes),
        localities=tuple(localities),
        sites=tuple(sites),
        services=tuple(services),
        antenna_patterns=patterns,
        roads=tuple(_roads(directory, findings)),
        protected_areas=tuple(_protected_areas(directory, findings)),
        facilities=tuple(facilities),
        figures=tuple(figures),
        documents=tuple(documents),
        zones=tuple(zones),
        buildings=tuple(_buildings(directory, findings, zones)),
        provenances=_provenances(directory, description, said),
    )


def _description(directory: Path, findings: Findings) -> dict[str, object]:
    """Return the parsed ``province.toml``; a broken one is a finding."""
    if not directory.is_dir():
        raise NotFoundError(
            "there is no directory {directory}: give the path of a province directory",
            directory=directory,
        )
    path = directory / DESCRIPTION_FILE
    if not path.is_file():
        raise NotFoundError(
            "{directory} has no {file}: it is not a province directory",
            directory=directory,
            file=DESCRIPTION_FILE,
        )
    try:
        content = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(unicodedata.normalize("NFC", content))
    except (OSError, ValueError, RecursionError) as error:
        findings.error(
            Place(DESCRIPTION_FILE),
            Message("the file is not valid TOML: {error}", {"error": error}),
            Message("correct it there"),
        )
        return {}


def _check_texts(description: Mapping[str, object], findings: Findings) -> None:
    """Note the names and notes that are no texts."""
    for name in ("key", "name_vi", "name_en", "note_vi", "note_en"):
        value = description.get(name, "")
        if not isinstance(value, str):
            findings.error(
                Place(DESCRIPTION_FILE, None, name),
                Message('"{raw}" is not a text', {"raw": value}),
                Message("write a text in quotation marks"),
                value,
            )


def _data_date(description: Mapping[str, object], findings: Findings) -> date:
    """Return the day for which the data stand; a missing one is a finding."""
    value = description.get("data_date")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    findings.error(
        Place(DESCRIPTION_FILE, None, "data_date"),
        Message("the day for which the data stand is missing or is no date"),
        Message("write it like data_date = 2024-12-31"),
        value,
    )
    return date.min


def _gradient(description: Mapping[str, object], findings: Findings) -> float:
    """Return the refractivity gradient; a bad one is a finding."""
    standard = 50.0
    value = description.get("refractivity_gradient_n_per_km", standard)
    low, high = 0.0, 150.0
    is_number = type(value) in (int, float)
    if is_number and low <= cast("float", value) <= high:
        return float(cast("float", value))
    findings.error(
        Place(DESCRIPTION_FILE, None, "refractivity_gradient_n_per_km"),
        Message(
            "{value:g} is outside {low:g} to {high:g}",
            {"value": value, "low": low, "high": high},
        )
        if is_number
        else Message('"{raw}" is not a number', {"raw": value}),
        Message("give a number from {low:g} to {high:g}", {"low": low, "high": high}),
        value,
    )
    return standard


def _provenances(
    directory: Path, description: Mapping[str, object], findings: Findings
) -> dict[str, Provenance]:
    """Return the origin of each layer; a layer present without one is a finding."""
    raw_layers = description.get("layers", {})
    layers = raw_layers if isinstance(raw_layers, dict) else {}
    known = [str(reality) for reality in Reality]
    provenances = {}
    for name, entry in sorted(layers.items()):
        fields = entry if isinstance(entry, dict) else {}
        reality = str(fields.get("reality", ""))
        if reality not in known or not fields.get("source"):
            findings.error(
                Place(DESCRIPTION_FILE, None, f"layers.{name}"),
                Message("the layer does not say what it is and where it comes from"),
                Message(
                    "give reality (one of {names}) and source",
                    {"names": ", ".join(known)},
                ),
                reality,
            )
            continue
        provenances[name] = Provenance(
            layer=name,
            reality=Reality(reality),
            source=str(fields["source"]),
            as_of=str(fields.get("as_of", "")),
            method=str(fields.get("method", "")),
            licence=str(fields.get("licence", "")),
            source_vi=str(fields.get("source_vi", "")),
            method_vi=str(fields.get("method_vi", "")),
        )
    for name in _present_layers(directory):
        if name not in layers:
            findings.error(
                Place(DESCRIPTION_FILE, None, f"layers.{name}"),
                Message("the layer {name} has no origin", {"name": name}),
                Message("add [layers.{name}] with reality and source", {"name": name}),
            )
    return provenances


def _present_layers(directory: Path) -> list[str]:
    """Return the layers that the directory holds."""
    kinds = {".csv", ".geojson", ".tif"}
    names = [f.stem for f in directory.iterdir() if f.suffix.lower() in kinds]
    # Whatever file it is read from, what stands on the ground is one layer.
    names = ["clutter" if name == "land_cover" else name for name in names]
    if terrain_files(directory):
        names.append("terrain")
    if antenna_files(directory):
        names.append("antennas")
    return sorted(set(names))


def _table(
    directory: Path,
    file: str,
    columns: Sequence[Column],
    build: Callable[[int, Row], Noun],
    findings: Findings,
) -> list[Noun]:
    """Return the nouns of a table; none when the directory has no such file."""
    path = directory / file
    if not path.is_file():
        return []
    return [build(number, row) for number, row in read_rows(path, columns, findings)]


def _unique(nouns: Iterable[Noun], file: str, findings: Findings) -> list[Noun]:
    """Return the nouns whose identifier is new; a second use is a finding."""
    first_rows: dict[str, int | None] = {}
    kept = []
    for noun in nouns:
        name, row = str(getattr(noun, "id")), getattr(noun, "row", None)  # noqa: B009 - the noun is generic
        if name in first_rows:
            findings.error(
                Place(file, row, "id"),
                Message(
                    'the id "{id}" stands already in row {first}',
                    {"id": name, "first": first_rows[name]},
                ),
                Message("give each its own id, or remove the copy"),
                name,
            )
            continue
        first_rows[name] = row
        kept.append(noun)
    return kept


def _communes(directory: Path, findings: Findings) -> list[AdminUnit]:
    path = directory / geojson_layers.COMMUNES_FILE
    if not path.is_file():
        return []
    return geojson_layers.read_communes(path, findings)


def _roads(directory: Path, findings: Findings) -> list[Road]:
    path = directory / "roads.geojson"
    if not path.is_file():
        return []
    return geojson_layers.read_roads(path, findings)


def _protected_areas(directory: Path, findings: Findings) -> list[ProtectedArea]:
    path = directory / geojson_layers.PROTECTED_AREAS_FILE
    if not path.is_file():
        return []
    return geojson_layers.read_protected_areas(path, findings)


def _zones(
    directory: Path, findings: Findings, facilities: Sequence[Facility]
) -> list[Zone]:
    path = directory / geojson_layers.ZONES_FILE
    if not path.is_file():
        return []
    zones = geojson_layers.read_zones(path, findings)
    if findings.has_error("facilities.csv"):
        return zones
    known = {one.id for one in facilities if one.kind == "industrial_zone"}
    for zone in zones:
        if zone.facility_id not in known:
            findings.error(
                Place(path.name, zone.row, "facility_id"),
                Message(
                    "no industrial zone of facilities.csv has the id {id}",
                    {"id": zone.facility_id},
                ),
                Message("use an id of facilities.csv, or add the zone there"),
                zone.facility_id,
            )
    return zones


def _buildings(
    directory: Path, findings: Findings, zones: Sequence[Zone]
) -> list[Building]:
    path = directory / geojson_layers.BUILDINGS_FILE
    if not path.is_file():
        return []
    return geojson_layers.read_buildings(path, findings, zones)


def _localities(
    directory: Path, findings: Findings, communes: Sequence[AdminUnit]
) -> list[Locality]:
    file = "localities.csv"
    codes = {commune.code for commune in communes}
    localities = _unique(
        _table(directory, file, _LOCALITY_COLUMNS, _locality, findings), file, findings
    )
    if findings.has_error(geojson_layers.COMMUNES_FILE):
        # A locality of a commune that was not understood is no second problem.
        return localities
    for locality in localities:
        if codes and locality.commune_code not in codes:
            findings.error(
                Place(file, locality.row, "commune_code"),
                Message(
                    "no commune has the code {code}", {"code": locality.commune_code}
                ),
                Message("use a code of communes.geojson"),
                locality.commune_code,
            )
    return localities


def _locality(row: int, values: Row) -> Locality:
    return Locality(**values, row=row)  # type: ignore[arg-type]


def _sites(directory: Path, findings: Findings) -> list[Site]:
    file = "sites.csv"
    rows = _table(directory, file, _SITE_COLUMNS, _site, findings)
    return _unique(rows, file, findings)


def _site(row: int, values: Row) -> Site:
    return Site(**values, row=row)  # type: ignore[arg-type]


def _facility(row: int, values: Row) -> Facility:
    return Facility(**values, row=row)  # type: ignore[arg-type]


def _document(_row: int, values: Row) -> IssuingDocument:
    return IssuingDocument(**values)  # type: ignore[arg-type]


def _figures(
    directory: Path, findings: Findings, documents: Sequence[IssuingDocument]
) -> list[Figure]:
    file = "figures.csv"
    known = {document.id for document in documents}
    is_known = not findings.has_error("documents.csv")
    figures = _unique(
        _table(directory, file, _FIGURE_COLUMNS, _figure, findings), file, findings
    )
    for figure in figures:
        if is_known and figure.document not in known:
            findings.error(
                Place(file, figure.row, "document"),
                Message("no document has the id {id}", {"id": figure.document}),
                Message("use an id of documents.csv, or add the document there"),
                figure.document,
            )
    return figures


def _figure(row: int, values: Row) -> Figure:
    return Figure(
        **{
            **values,
            "comparator": Comparator(str(values["comparator"])),
            "kind": FigureKind(str(values["kind"])),
        },  # type: ignore[arg-type]
        row=row,
    )
