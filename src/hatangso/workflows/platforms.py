"""How the digital platforms of a province stand on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hatangso.platforms.certificates import Certificates, certificates
from hatangso.platforms.conference import Conference, conference
from hatangso.platforms.data_services import (
    DataServices,
    ServiceDemand,
    data_services,
)
from hatangso.platforms.offices import Offices, offices
from hatangso.platforms.parameters import PlatformParameters
from hatangso.platforms.public_services import PublicServices, public_services
from hatangso.platforms.selection import Choice, Selection, best_within
from hatangso.platforms.systems import SystemCatalogue, system_catalogue
from hatangso.workflows.own_parameters import own_parameters
from hatangso.workflows.platform_inputs import (
    PlatformInputs,
    read_platforms,
    tiers_of,
)

__all__ = [
    "REPORTED",
    "PlatformSummary",
    "platforms_from",
    "platforms_of",
    "selection_within",
]

# Indicators of platforms that are reported and not counted here, by section.
REPORTED: Mapping[str, tuple[str, ...]] = {
    "data_services": ("ndxp_service_used_count", "ndxp_service_available_count"),
    "public_services": (
        "full_online_service_count",
        "partial_online_service_count",
        "national_portal_service_ratio",
    ),
    "offices": (
        "document_system_agency_ratio",
        "document_exchange_tier_count",
        "official_mail_account_count",
        "connected_government_tier_count",
        "monitored_government_tier_count",
    ),
    "certificates": ("digital_certificate_count", "adult_digital_signature_ratio"),
    "conference": (
        "videoconference_commune_count",
        "videoconference_endpoint_count",
        "videoconference_endpoint_added_count",
        "online_meeting_count",
    ),
    "systems": (
        "hosted_system_count",
        "shared_system_cloud_ratio",
        "agency_platform_ratio",
        "agency_platform_regular_ratio",
        "enterprise_platform_ratio",
        "enterprise_platform_regular_ratio",
    ),
    "people": (
        "digital_identity_per_inhabitant_rate",
        "bank_account_ratio",
        "payment_account_15_plus_ratio",
        "health_record_ratio",
        "basic_digital_skill_ratio",
        "iot_connection_per_inhabitant_rate",
        "digital_economy_grdp_ratio",
    ),
}
# Benefits are told to the thousandth; a selection counts in whole numbers.
_PARTS = 1_000


@dataclass(frozen=True)
class PlatformSummary:
    """How digital platforms stand.

    Attributes:
        as_of: The day of the judgement.
        has_communes: Whether the communes are known: else none is missing an endpoint.
        left_out: Numbers of records that are not counted, by kind.
        selection: What to connect to within a budget; None when none was asked.
        uncosted: Missing data services of known benefit and unknown cost.
    """

    as_of: date
    parameters: PlatformParameters
    data: DataServices
    public: PublicServices
    offices: Offices
    certificates: Certificates
    conference: Conference
    systems: SystemCatalogue
    has_communes: bool
    left_out: Mapping[str, tuple[int, ...]]
    uncosted: tuple[int, ...]
    selection: Selection | None = None


def platforms_of(
    directory: Path, *, as_of: date, budget_vnd: int | None = None
) -> tuple[PlatformSummary, PlatformInputs]:
    """Return how the platforms of a province directory stand, and what was read.

    Raises:
        NotFoundError: It is no province directory.
        InvalidInputError: A table or parameter cannot be used.
        OutOfRangeError: A parameter is a share above 1.
    """
    inputs = read_platforms(directory)
    parameters = own_parameters(directory, "platforms", PlatformParameters)
    summary = platforms_from(inputs, parameters, as_of=as_of, budget_vnd=budget_vnd)
    return summary, inputs


def platforms_from(
    inputs: PlatformInputs,
    parameters: PlatformParameters,
    *,
    as_of: date,
    budget_vnd: int | None = None,
) -> PlatformSummary:
    """Return how platforms stand on a day."""
    demand = ServiceDemand(
        inputs.agencies,
        inputs.public_services,
        inputs.links,
        copies_ratio=parameters.copies_ratio,
    )
    data = data_services(inputs.data_services, demand)
    return PlatformSummary(
        as_of=as_of,
        parameters=parameters,
        data=data,
        public=public_services(inputs.public_services),
        offices=offices(inputs.agencies, tiers_of("agency")),
        certificates=certificates(
            inputs.certificates,
            inputs.agencies,
            day=as_of,
            within_days=parameters.within_days,
        ),
        conference=conference(
            inputs.endpoints,
            inputs.meetings,
            communes=inputs.communes,
            tiers=tiers_of("conference_endpoint"),
        ),
        systems=system_catalogue(inputs.systems),
        has_communes=bool(inputs.communes),
        left_out=inputs.left_out,
        uncosted=tuple(
            one.service.number for one in data.ranked if one.service.cost_vnd is None
        ),
        selection=None if budget_vnd is None else selection_within(data, budget_vnd),
    )


def selection_within(data: DataServices, budget_vnd: int) -> Selection:
    """Return which missing data services to connect to within a budget.

    Those of unknown benefit or unknown cost are left out; benefit is told in
    thousandths of a copy.
    """
    choices = [
        Choice(one.service.number, round((one.benefit.copies or 0) * _PARTS), cost_vnd)
        for one in data.ranked
        if (cost_vnd := one.service.cost_vnd) is not None
    ]
    return best_within(choices, budget_vnd)
