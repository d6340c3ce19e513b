"""How the tables are called that a province may keep for kinds of the register."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["RECORD_LAYERS", "SIDE_LAYERS"]

# By kind, in the order in which their records refer to each other.
RECORD_LAYERS: Mapping[str, str] = MappingProxyType(
    {
        "agency": "agencies",
        "data_centre": "data_centres",
        "rack": "racks",
        "host": "hosts",
        "storage_array": "storage_arrays",
        "energy_reading": "energy_readings",
        "information_system": "information_systems",
        "virtual_machine": "virtual_machines",
        "network_node": "network_nodes",
        "network_link": "network_links",
        "conference_endpoint": "conference_endpoints",
        "online_meeting": "online_meetings",
        "data_service": "data_services",
        "public_service": "public_services",
        "signing_certificate": "signing_certificates",
        "community_team": "community_teams",
        "outreach_event": "outreach_events",
        "target": "targets",
        "task": "tasks",
        "task_funding": "task_funding",
        "milestone": "milestones",
        "sensor": "sensors",
        "incident": "incidents",
        "household_address": "household_addresses",
        "coverage_hole": "coverage_holes",
    }
)
# Neither coverage nor planning reads them: a sensor that speaks makes no map old.
SIDE_LAYERS = frozenset(
    {
        *RECORD_LAYERS.values(),
        "buildings",
        "data_service_links",
        "dossiers",
        "postcodes",
        "sensor_readings",
        "zones",
    }
)
