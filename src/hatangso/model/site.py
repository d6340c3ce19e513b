"""Sites and services: a place with a structure, and what an operator does on it."""

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Service", "Site", "Technology"]


class Technology(StrEnum):
    """Generation of a mobile service."""

    G2 = "2G"
    G3 = "3G"
    G4 = "4G"
    G5 = "5G"


@dataclass(frozen=True)
class Site:
    """A place with a structure, power and backhaul; sharing is counted on sites.

    Attributes:
        id: Unique in the province.
        lon_deg: Longitude, WGS 84.
        lat_deg: Latitude, WGS 84.
        structure_height_m: Height of the structure above the ground, above 0.
        owner: Organisation that owns the structure.
        name: What its owner calls it.
        has_fibre: Whether fibre ties it to the network; None when nobody has said.
        row: Row of its file, for messages; None when it came from no file.
    """

    id: str
    lon_deg: float
    lat_deg: float
    structure_height_m: float
    owner: str
    name: str = ""
    has_fibre: bool | None = None
    row: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Service:
    """One operator's technology and band on a site.

    Attributes:
        site_id: The site that carries it.
        operator: Who runs it.
        technology: 2G, 3G, 4G or 5G.
        frequency_mhz: Carrier frequency of the downlink.
        bandwidth_mhz: Carrier bandwidth.
        port_power_dbm: Power of one transmitter port over the whole carrier.
        antenna_gain_dbi: Gain of the antenna in its main direction.
        feeder_loss_db: Loss between port and antenna, 0 or more.
        antenna_height_m: Antenna above the ground, at most the structure's height.
        azimuths_deg: Main directions of the sectors, clockwise from north; empty for
            an omnidirectional antenna.
        antenna_pattern: Name of a pattern of the province; empty for a parametric one.
        mechanical_tilt_deg: How far the sector antennas lean forward, positive
            downwards; an omnidirectional antenna stands upright whatever it says.
        electrical_tilt_deg: How far the vertical pattern is steered, positive
            downwards; a pattern that was measured with a tilt contains that tilt.
        mimo_layers: Streams that a user may receive at once.
        row: Row of its file, for messages; None when it came from no file.
    """

    site_id: str
    operator: str
    technology: Technology
    frequency_mhz: float
    bandwidth_mhz: float
    port_power_dbm: float
    antenna_gain_dbi: float
    feeder_loss_db: float
    antenna_height_m: float
    azimuths_deg: tuple[float, ...] = ()
    antenna_pattern: str = ""
    mechanical_tilt_deg: float = 0.0
    electrical_tilt_deg: float = 0.0
    mimo_layers: int = 1
    row: int | None = field(default=None, compare=False)
