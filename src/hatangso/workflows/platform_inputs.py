"""What the register and files say of digital platforms, as nouns of the engine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hatangso.errors import Message, Place
from hatangso.io.findings import Findings
from hatangso.io.geojson_layers import COMMUNES_FILE, read_communes
from hatangso.io.tables import Column, number, read_rows, text
from hatangso.model.platform import (
    Agency,
    DataService,
    Endpoint,
    Meeting,
    PublicService,
    ServiceLink,
    SigningCertificate,
    SystemEntry,
)
from hatangso.model.record import FieldValue, Record
from hatangso.planning.candidates.parameters import checked_numbers
from hatangso.platforms.parameters import PlatformParameters
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.record_values import day_of, text_of, whole_of
from hatangso.workflows.register.register_tables import register_view

__all__ = [
    "LINKS_FILE",
    "PlatformInputs",
    "commune_codes",
    "platform_inputs",
    "platform_parameters",
    "read_platforms",
    "tiers_of",
]

LINKS_FILE = "data_service_links.csv"
_REMOVED = "removed"
_NOT_YET = ("planned", "building")
_STANDS_STILL = "suspended"
_LINK_COLUMNS = (
    Column("data_service_id", text),
    Column("agency", text, required=False, default=""),
    Column("public_service_id", text, required=False, default=""),
    Column("copies_ratio", number(0, 1)),
)


@dataclass(frozen=True)
class PlatformInputs:
    """What is known of digital platforms.

    Attributes:
        communes: Codes of the communes of the province; empty when it has no borders.
        left_out: Numbers of records, by kind, that are planned, being built, stand
            still or are removed, and so are not counted.
    """

    data_services: tuple[DataService, ...] = ()
    links: tuple[ServiceLink, ...] = ()
    public_services: tuple[PublicService, ...] = ()
    agencies: tuple[Agency, ...] = ()
    certificates: tuple[SigningCertificate, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    systems: tuple[SystemEntry, ...] = ()
    communes: tuple[str, ...] = ()
    left_out: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def read_platforms(directory: Path) -> PlatformInputs:
    """Read all that is known of the digital platforms of a province.

    Raises:
        NotFoundError: It is no province directory.
        InvalidInputError: A table has errors; it carries the findings.
    """
    with register_view(directory, shipped_kinds()) as view:
        return platform_inputs(view.records, directory, commune_codes(directory))


def platform_inputs(
    records: Callable[[str], Sequence[Record]],
    directory: Path,
    communes: Sequence[str],
) -> PlatformInputs:
    """Return what records say of digital platforms.

    Args:
        records: Returns the records of a kind, confidential fields included.
        directory: The province directory, which may hold ``data_service_links.csv``.
        communes: Codes of the communes of the province.

    Raises:
        InvalidInputError: The table of links has errors; it carries the findings.
    """
    left_out: dict[str, tuple[int, ...]] = {}

    def counted(kind: str, *states: str) -> list[Record]:
        found = records(kind)
        gone = {one.id for one in found if one.values.get("state") in states}
        if gone:
            left_out[kind] = tuple(one.id for one in found if one.id in gone)
        return [one for one in found if one.id not in gone]

    systems = records("information_system")
    names = {one.values.get("id"): text_of(one, "name") for one in systems}
    at_work = (*_NOT_YET, _STANDS_STILL, _REMOVED)
    return PlatformInputs(
        data_services=tuple(
            _data_service(one, names) for one in counted("data_service", _REMOVED)
        ),
        links=_links(directory),
        public_services=tuple(
            map(_public_service, counted("public_service", *at_work))
        ),
        agencies=tuple(map(_agency, records("agency"))),
        certificates=tuple(
            map(_certificate, counted("signing_certificate", *_NOT_YET))
        ),
        endpoints=tuple(map(_endpoint, counted("conference_endpoint", *at_work))),
        meetings=tuple(map(_meeting, records("online_meeting"))),
        systems=tuple(map(_system, counted("information_system", _REMOVED))),
        communes=tuple(communes),
        left_out=left_out,
    )


def commune_codes(directory: Path) -> tuple[str, ...]:
    """Return the codes of the communes of a province; none without its borders."""
    path = directory / COMMUNES_FILE
    if not path.is_file():
        return ()
    return tuple(sorted(one.code for one in read_communes(path, Findings())))


def tiers_of(kind: str) -> tuple[str, ...]:
    """Return the tiers that records of a kind may belong to, the highest first."""
    return tuple(one.code for one in shipped_kinds()[kind].field("tier").choices)


def platform_parameters(table: Mapping[str, object]) -> PlatformParameters:
    """Return the parameters that a table holds, as ``platforms.toml`` has them.

    Raises:
        InvalidInputError: A name is unknown or missing, or a value is no number of 0
            or more; it carries all such findings.
        OutOfRangeError: A share is above 1.
    """
    return PlatformParameters(**checked_numbers(PlatformParameters, table))


def _links(directory: Path) -> tuple[ServiceLink, ...]:
    path = directory / LINKS_FILE
    if not path.is_file():
        return ()
    findings = Findings()
    links: dict[tuple[str, ...], ServiceLink] = {}
    for row_number, row in read_rows(path, _LINK_COLUMNS, findings):
        service, agency, procedure = (
            str(row[name])
            for name in ("data_service_id", "agency", "public_service_id")
        )
        place = Place(path.name, row_number)
        if bool(agency) == bool(procedure):
            findings.error(
                place,
                Message("a link names either an agency or a procedure"),
                Message("write one of agency and public_service_id"),
            )
            continue
        key = (service, agency, procedure)
        if key in links:
            findings.error(
                place,
                Message("the same link stands above already"),
                Message("keep one of them"),
            )
            continue
        ratio = float(str(row["copies_ratio"]))
        links[key] = ServiceLink(service, ratio, agency=agency, procedure=procedure)
    findings.raise_errors()
    return tuple(links.values())


def _truth(record: Record, name: str) -> bool | None:
    value = record.values.get(name)
    return value if isinstance(value, bool) else None


def _data_service(record: Record, systems: Mapping[FieldValue, str]) -> DataService:
    told = text_of(record, "information_system_id")
    consumers = [one.strip() for one in text_of(record, "consumers").split(";")]
    return DataService(
        record.id,
        text_of(record, "id"),
        text_of(record, "name"),
        text_of(record, "platform"),
        text_of(record, "provider"),
        systems.get(told) or told,
        tuple(dict.fromkeys(one for one in consumers if one)),
        _truth(record, "is_used"),
        whole_of(record, "monthly_calls"),
        whole_of(record, "dossiers_a_year"),
        whole_of(record, "connection_cost_vnd"),
    )


def _public_service(record: Record) -> PublicService:
    return PublicService(
        record.id,
        text_of(record, "id"),
        text_of(record, "name"),
        text_of(record, "agency"),
        text_of(record, "field_of_work"),
        text_of(record, "level"),
        _truth(record, "is_on_national_portal"),
        _truth(record, "is_paid_online"),
        whole_of(record, "dossiers_a_year"),
        whole_of(record, "online_dossiers_a_year"),
    )


def _agency(record: Record) -> Agency:
    return Agency(
        record.id,
        text_of(record, "id"),
        text_of(record, "name"),
        text_of(record, "tier"),
        whole_of(record, "staff"),
        whole_of(record, "mail_accounts"),
        whole_of(record, "used_mail_accounts"),
        _truth(record, "uses_documents"),
        whole_of(record, "documents_a_year"),
        whole_of(record, "signed_documents_a_year"),
    )


def _certificate(record: Record) -> SigningCertificate:
    return SigningCertificate(
        record.id,
        text_of(record, "holder"),
        text_of(record, "agency"),
        text_of(record, "purpose"),
        day_of(record, "issued_on"),
        day_of(record, "ends_on"),
        is_withdrawn=record.values.get("state") in {_STANDS_STILL, _REMOVED},
    )


def _endpoint(record: Record) -> Endpoint:
    return Endpoint(
        record.id,
        text_of(record, "name"),
        text_of(record, "tier"),
        text_of(record, "commune_code"),
        _truth(record, "is_encrypted"),
        whole_of(record, "meetings_a_year"),
    )


def _meeting(record: Record) -> Meeting:
    return Meeting(
        record.id,
        text_of(record, "name"),
        day_of(record, "held_on"),
        whole_of(record, "endpoints"),
        whole_of(record, "failed_endpoints"),
        whole_of(record, "minutes"),
        whole_of(record, "participants"),
    )


def _system(record: Record) -> SystemEntry:
    return SystemEntry(
        record.id,
        text_of(record, "id"),
        text_of(record, "name"),
        text_of(record, "kind"),
        text_of(record, "state"),
        text_of(record, "agency"),
        text_of(record, "address"),
        whole_of(record, "users"),
        _truth(record, "is_on_lgsp"),
        _truth(record, "is_on_cloud"),
        _truth(record, "has_ipv6"),
    )
