"""What digital platforms are made of: services, agencies, certificates, meetings.

Every noun carries ``number``, that of the record behind it, so that a count can be
followed to the things it counts. What nobody has said is None, or empty for a text.
"""

from dataclasses import dataclass
from datetime import date

__all__ = [
    "Agency",
    "DataService",
    "Endpoint",
    "Meeting",
    "PublicService",
    "ServiceLink",
    "SigningCertificate",
    "SystemEntry",
]


@dataclass(frozen=True)
class DataService:
    """A service that shares data over a platform.

    Attributes:
        number: Of its record.
        platform: ``NDXP``, ``LGSP``, ``direct``.
        system: Name of the province's information system that uses it, or would.
        consumers: Agencies that use or need it.
        dossiers: A year that would need one paper less, as somebody counted them.
        cost_vnd: What it costs to connect to it.
    """

    number: int
    code: str
    name: str
    platform: str = ""
    provider: str = ""
    system: str = ""
    consumers: tuple[str, ...] = ()
    is_used: bool | None = None
    monthly_calls: int | None = None
    dossiers: int | None = None
    cost_vnd: int | None = None


@dataclass(frozen=True)
class ServiceLink:
    """Somebody who would no longer ask for a paper copy if a data service were used.

    Attributes:
        service: Code of the data service.
        agency: All procedures of this agency, but those that stand in a link of their
            own; empty when the link is of a procedure.
        procedure: Code of the public service; empty when the link is of an agency.
        copies_ratio: Share of its dossiers that hold a copy which would fall away.
    """

    service: str
    copies_ratio: float
    agency: str = ""
    procedure: str = ""


@dataclass(frozen=True)
class PublicService:
    """An administrative procedure as a public service.

    Attributes:
        number: Of its record.
        level: ``full``, ``partial``, ``information``.
    """

    number: int
    code: str
    name: str
    agency: str = ""
    field: str = ""
    level: str = ""
    is_on_national_portal: bool | None = None
    is_paid_online: bool | None = None
    dossiers: int | None = None
    online_dossiers: int | None = None


@dataclass(frozen=True)
class Agency:
    """A body of the state, with what it has of documents and mail.

    Attributes:
        number: Of its record.
        tier: ``province``, ``district``, ``commune``: whichever tiers there are.
        documents: Sent a year.
    """

    number: int
    code: str
    name: str
    tier: str = ""
    staff: int | None = None
    mail_accounts: int | None = None
    used_mail_accounts: int | None = None
    uses_documents: bool | None = None
    documents: int | None = None
    signed_documents: int | None = None


@dataclass(frozen=True)
class SigningCertificate:
    """A certificate that signatures rest on.

    Attributes:
        number: Of its record.
        purpose: ``agency``, ``person``, ``service``.
        is_withdrawn: Whether it was taken back or stands still, whatever its dates.
    """

    number: int
    holder: str = ""
    agency: str = ""
    purpose: str = ""
    issued_on: date | None = None
    ends_on: date | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Endpoint:
    """A place that takes part in video conferences.

    Attributes:
        number: Of its record.
        commune: Code of the commune that it stands in.
        meetings: It took part in within a year.
    """

    number: int
    name: str
    tier: str = ""
    commune: str = ""
    is_encrypted: bool | None = None
    meetings: int | None = None


@dataclass(frozen=True)
class Meeting:
    """A video conference that was held.

    Attributes:
        number: Of its record.
        endpoints: That took part.
        failed_endpoints: Of these, how many failed.
        minutes: How long it took.
    """

    number: int
    name: str
    held_on: date | None = None
    endpoints: int | None = None
    failed_endpoints: int | None = None
    minutes: int | None = None
    participants: int | None = None


@dataclass(frozen=True)
class SystemEntry:
    """An information system in the catalogue.

    Attributes:
        number: Of its record.
        address: Where it is reached.
    """

    number: int
    code: str
    name: str
    kind: str = ""
    state: str = ""
    agency: str = ""
    address: str = ""
    users: int | None = None
    is_on_lgsp: bool | None = None
    is_on_cloud: bool | None = None
    has_ipv6: bool | None = None
