"""What may be asked about a path: every parameter of every model.

None means that nobody has said: then the province's parameters hold, or what the
profile file says.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from hatangso.model.site import Technology
from hatangso.model.situation import Situation
from hatangso.radio.itu_p1812 import Polarisation, SmoothMethod
from hatangso.radio.itu_p2108 import Clutter
from hatangso.radio.path_models import ClutterMethod, PathModel

__all__ = [
    "AirAndGround",
    "ClutterEnd",
    "EndClutter",
    "Equipment",
    "PathRequest",
    "Wave",
]


class ClutterEnd(StrEnum):
    """At which end of the path clutter stands around the antenna."""

    START = "from"
    END = "to"
    BOTH = "both"


@dataclass(frozen=True)
class Wave:
    """The wave, and for which shares of time, locations and situations it is asked.

    Attributes:
        frequency_mhz: None for that of the service, technology or file.
        polarisation: None for that of the parameters or the file.
        time_percent: Share of the time in which the loss is not exceeded.
        location_percent: The same of the locations. None asks for the median, and holds
            it against the threshold with the parameters' margin over it; a share given
            is held against the bare threshold.
        situation_percent: Confidence, for ITM.
    """

    frequency_mhz: float | None = None
    polarisation: Polarisation | None = None
    time_percent: float | None = None
    location_percent: float | None = None
    situation_percent: float = 50.0


@dataclass(frozen=True)
class AirAndGround:
    """The air and the ground of a path.

    Attributes:
        refractivity_gradient_n_per_km: Delta N.
        surface_refractivity_n: N0, reduced to the sea.
        latitude_deg: Of the middle of the path.
        location_sigma_db: Spread from place to place (P.1812).
        building_loss_db: Median loss into a building (P.1812).
        building_sigma_db: Its spread.
        transmitter_coast_km: Over land to the sea (P.1812).
        receiver_coast_km: The same from the receiver.
        smooth_method: Bullington loss of the smooth path (P.1812).
        climate: Radio climate, 1 to 7 (ITM).
        permittivity: Of the ground (ITM).
        conductivity_s_per_m: Of the ground (ITM).
        variability_mode: 0 single message, 1 accidental, 2 mobile, 3 broadcast (ITM).
    """

    refractivity_gradient_n_per_km: float | None = None
    surface_refractivity_n: float | None = None
    latitude_deg: float | None = None
    location_sigma_db: float | None = None
    building_loss_db: float = 0.0
    building_sigma_db: float = 0.0
    transmitter_coast_km: float | None = None
    receiver_coast_km: float | None = None
    smooth_method: SmoothMethod = SmoothMethod.PROFILE
    climate: int | None = None
    permittivity: float | None = None
    conductivity_s_per_m: float | None = None
    variability_mode: int = 3


@dataclass(frozen=True)
class Equipment:
    """What transmits and what receives.

    Attributes:
        technology: Decides threshold and usual equipment; None for 4G, or for the
            highest antenna of a site without it.
        operator: Whose service of a site.
        eirp_dbm: EIRP of what handsets measure; None to compute it.
        port_power_dbm: Power of a port over the whole carrier.
        bandwidth_mhz: Of the carrier.
        antenna_gain_dbi: In the main direction.
        feeder_loss_db: Between port and antenna.
        azimuths_deg: Main directions of the sectors; None for those of the service. A
            start that is no site aims at the receiver.
        mechanical_tilt_deg: Positive downwards.
        electrical_tilt_deg: Positive downwards.
        horizontal_beamwidth_deg: At half power.
        vertical_beamwidth_deg: At half power.
        front_to_back_db: Greatest loss of a sector.
        receiver_gain_dbi: Antenna of the receiver; handsets count as 0.
        situation: Where the handset is.
        threshold_dbm: Level that is enough, as a median; None for basic service.
    """

    technology: Technology | None = None
    operator: str | None = None
    eirp_dbm: float | None = None
    port_power_dbm: float | None = None
    bandwidth_mhz: float | None = None
    antenna_gain_dbi: float | None = None
    feeder_loss_db: float | None = None
    azimuths_deg: tuple[float, ...] | None = None
    mechanical_tilt_deg: float | None = None
    electrical_tilt_deg: float | None = None
    horizontal_beamwidth_deg: float | None = None
    vertical_beamwidth_deg: float | None = None
    front_to_back_db: float | None = None
    receiver_gain_dbi: float = 0.0
    situation: Situation = Situation.OUTDOORS
    threshold_dbm: float | None = None


@dataclass(frozen=True)
class EndClutter:
    """Clutter around the antennas (Rec. ITU-R P.2108); without an end there is none."""

    clutter_end: ClutterEnd | None = None
    clutter_method: ClutterMethod = ClutterMethod.HEIGHT_GAIN
    clutter_kind: Clutter = Clutter.SUBURBAN
    clutter_height_m: float | None = None
    street_width_m: float | None = None


@dataclass(frozen=True)
class PathRequest:
    """What is asked.

    Attributes:
        start: Identifier of a site, locality or facility, or ``longitude,latitude``;
            empty along a file, and where the best station of each operator is sought.
        end: The same of the other end.
        start_height_m: Antenna above the ground; None takes the service's, 30 m without
            one.
        end_height_m: The same of the other end; None takes the receiver's height.
        models: Those that are asked.
        wave: Frequency and shares.
        surroundings: Air and ground.
        equipment: Power, antennas, threshold.
        clutter: Around the antennas.
        needed_limit_m: Search the antenna height that the start would need, up to here;
            None not to.
        measurement: Which row of measurements of a profile file counts, from 1.
    """

    start: str = ""
    end: str = ""
    start_height_m: float | None = None
    end_height_m: float | None = None
    models: tuple[PathModel, ...] = (PathModel.P1812, PathModel.ITM)
    wave: Wave = field(default_factory=Wave)
    surroundings: AirAndGround = field(default_factory=AirAndGround)
    equipment: Equipment = field(default_factory=Equipment)
    clutter: EndClutter = field(default_factory=EndClutter)
    needed_limit_m: float | None = None
    measurement: int = 1
