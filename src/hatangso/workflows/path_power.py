"""From what is asked about a path to what the models and the link budget want."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from hatangso.errors import NotFoundError
from hatangso.geography.profile import TerrainProfile
from hatangso.model.antenna_pattern import AntennaPattern
from hatangso.model.province import Province
from hatangso.model.site import Service, Technology
from hatangso.radio.antenna import Sector
from hatangso.radio.itm_inputs import Climate, Ground, VariabilityMode
from hatangso.radio.itu_p1812 import Atmosphere, Locations
from hatangso.radio.itu_p2108 import STREET_WIDTH_M
from hatangso.radio.link_budget import (
    RadioParameters,
    reference_eirp_dbm,
    require_parameter,
)
from hatangso.radio.masts import NO_PATTERNS, sectors_of
from hatangso.radio.path_models import PathConditions, PathGround, TerminalClutter
from hatangso.units import require_between
from hatangso.workflows.path_request import (
    ClutterEnd,
    EndClutter,
    Equipment,
    PathRequest,
)

__all__ = [
    "LinkPower",
    "chosen_service",
    "depression_deg",
    "given",
    "link_power",
    "path_conditions",
    "path_ground",
    "require_operator",
    "usual_service",
]

_PERCENT = 100
_SERVICE_OPTIONS = (
    "port_power_dbm",
    "bandwidth_mhz",
    "antenna_gain_dbi",
    "feeder_loss_db",
    "azimuths_deg",
    "mechanical_tilt_deg",
    "electrical_tilt_deg",
)
# Options that widen a parametric antenna, by what the parameters call them.
_PARAMETERS = {
    "horizontal_beamwidth_deg": "sector_beamwidth_deg",
    "vertical_beamwidth_deg": "vertical_beamwidth_deg",
    "front_to_back_db": "sector_front_to_back_db",
}


@dataclass(frozen=True)
class LinkPower:
    """The link budget without the path.

    Attributes:
        technology: Whose threshold counts; None where only a power was given.
        operator: Who runs the service; empty for what is not there yet.
        eirp_dbm: EIRP of what handsets measure, in the main direction.
        sectors: The antennas; empty where the antenna is aimed at the receiver.
        azimuth_deg: Direction of the receiver, clockwise from north.
        receiver_gain_dbi: Antenna of the receiver.
        situation_loss_db: What stands between outdoors and the handset.
        threshold_dbm: What is enough; None where nobody has said.
    """

    technology: Technology | None
    operator: str
    eirp_dbm: float
    sectors: tuple[Sector, ...]
    azimuth_deg: float
    receiver_gain_dbi: float
    situation_loss_db: float
    threshold_dbm: float | None

    def pattern_db(self, depression_deg: float) -> float:
        """Return the gain of the best sector towards the receiver, 0 or less."""
        if not self.sectors:
            return 0.0
        towards = np.array(self.azimuth_deg), np.array(depression_deg)
        return max(float(sector.gain_db(*towards)) for sector in self.sectors)

    def level_dbm(self, loss_db: float, depression_deg: float) -> float:
        """Return the level that arrives over a loss."""
        strength_dbm = self.eirp_dbm + self.pattern_db(depression_deg)
        return strength_dbm + self.receiver_gain_dbi - self.situation_loss_db - loss_db


def given(asked: float | None, usual: float) -> float:
    """Return what was asked for; a 0 is asked for too, and judged later."""
    return usual if asked is None else asked


def require_operator(province: Province, request: PathRequest) -> None:
    """Check that the operator who is asked for runs a service.

    Raises:
        NotFoundError: Nobody is called so.
    """
    operator = request.equipment.operator
    known = sorted({service.operator for service in province.services})
    if operator is not None and operator not in known:
        raise NotFoundError(
            "no operator is called {operator}; there are: {known}",
            operator=operator,
            known=", ".join(known),
        )


def chosen_service(
    province: Province, site_id: str, request: PathRequest
) -> Service | None:
    """Return the service of a site that is meant.

    It is one on the frequency asked for if there is one; of several, one of 4G, or else
    the one with the highest antenna.
    """
    wanted, asked_mhz = request.equipment, request.wave.frequency_mhz
    services = [
        service
        for service in province.services
        if service.site_id == site_id
        and wanted.operator in (None, service.operator)
        and wanted.technology in (None, service.technology)
    ]
    return max(
        services,
        key=lambda one: (
            one.frequency_mhz == asked_mhz,
            one.technology is Technology.G4,
            one.antenna_height_m,
        ),
        default=None,
    )


def usual_service(technology: Technology, radio: RadioParameters) -> Service:
    """Return a service with the usual equipment of its technology."""
    defaults = radio.service_defaults()[technology]
    return Service(
        site_id="", operator="", technology=technology, antenna_height_m=1.0, **defaults
    )


def link_power(
    service: Service,
    radio: RadioParameters,
    request: PathRequest,
    *,
    azimuth_deg: float,
    patterns: Mapping[str, AntennaPattern] = NO_PATTERNS,
) -> LinkPower:
    """Return the link budget of a service, with what was asked laid over it."""
    wanted = request.equipment
    changes = {
        name: value
        for name in _SERVICE_OPTIONS
        if (value := getattr(wanted, name)) is not None
    }
    _require_equipment(wanted)
    service = replace(service, **changes)
    frequency_mhz = given(request.wave.frequency_mhz, service.frequency_mhz)
    eirp_dbm = wanted.eirp_dbm
    if eirp_dbm is None:
        eirp_dbm = reference_eirp_dbm(service, radio)
    require_between("eirp_dbm", eirp_dbm, low=-200, high=200)
    require_between("receiver_gain_dbi", wanted.receiver_gain_dbi, low=-50, high=60)
    return LinkPower(
        technology=service.technology,
        operator=service.operator,
        eirp_dbm=eirp_dbm,
        sectors=_sectors(service, radio, wanted, patterns),
        azimuth_deg=azimuth_deg,
        receiver_gain_dbi=wanted.receiver_gain_dbi,
        situation_loss_db=radio.situation_loss_db(wanted.situation, frequency_mhz),
        threshold_dbm=_threshold_dbm(service.technology, radio, request),
    )


def _require_equipment(wanted: Equipment) -> None:
    """Check what was asked against the limits of services and parameters."""
    require_between("azimuths_deg", wanted.azimuths_deg or (), low=0, high=360)
    for name in (*_SERVICE_OPTIONS, *_PARAMETERS):
        value = getattr(wanted, name)
        if value is not None and name != "azimuths_deg":
            require_parameter(_PARAMETERS.get(name, name), value, called=name)


def _sectors(
    service: Service,
    radio: RadioParameters,
    wanted: Equipment,
    patterns: Mapping[str, AntennaPattern],
) -> tuple[Sector, ...]:
    """Return the antennas; none where what is not there yet aims at the receiver."""
    if not service.site_id and not service.azimuths_deg:
        return ()
    if (wanted.horizontal_beamwidth_deg, wanted.vertical_beamwidth_deg) != (None, None):
        service = replace(service, antenna_pattern="")
    widened = _with_widths(radio, service.technology, wanted)
    return sectors_of(service, widened, patterns)


def _threshold_dbm(
    technology: Technology, radio: RadioParameters, request: PathRequest
) -> float:
    asked_dbm = request.equipment.threshold_dbm
    if asked_dbm is not None:
        require_between("threshold_dbm", asked_dbm, low=-200, high=50)
        return asked_dbm
    if request.wave.location_percent is None:
        return radio.thresholds_dbm(technology)[0]
    # The loss holds in a share of the locations: no margin beside that.
    return radio.technologies[technology].basic_dbm


def _with_widths(
    radio: RadioParameters, technology: Technology, wanted: Equipment
) -> RadioParameters:
    """Return the parameters with the widths of antennas that were asked for."""
    chosen = radio.technologies[technology]
    vertical_deg = given(wanted.vertical_beamwidth_deg, chosen.vertical_beamwidth_deg)
    changed = replace(chosen, vertical_beamwidth_deg=vertical_deg)
    return replace(
        radio,
        sector_beamwidth_deg=given(
            wanted.horizontal_beamwidth_deg, radio.sector_beamwidth_deg
        ),
        sector_front_to_back_db=given(
            wanted.front_to_back_db, radio.sector_front_to_back_db
        ),
        technologies={**radio.technologies, technology: changed},
    )


def depression_deg(ground: PathGround, heights_m: tuple[float, float]) -> float:
    """Return how far below the horizon the end lies, seen from the start."""
    fall_m = ground.ground_m[0] + heights_m[0] - ground.ground_m[-1] - heights_m[1]
    return float(np.degrees(np.arctan2(fall_m, ground.length_m)))


def path_ground(profile: TerrainProfile) -> PathGround:
    """Return the profile as the models want it."""
    return PathGround(profile.distance_m, profile.ground_m, profile.clutter_m)


def path_conditions(
    request: PathRequest,
    radio: RadioParameters,
    *,
    frequency_mhz: float,
    latitude_deg: float,
    refractivity_gradient_n_per_km: float,
) -> PathConditions:
    """Return everything but profile and antennas, with what was asked laid over it.

    Raises:
        OutOfRangeError: A number is outside the models.
    """
    wave, around = request.wave, request.surroundings
    return PathConditions(
        frequency_mhz=frequency_mhz,
        atmosphere=Atmosphere(
            latitude_deg=given(around.latitude_deg, latitude_deg),
            refractivity_gradient_n_per_km=given(
                around.refractivity_gradient_n_per_km, refractivity_gradient_n_per_km
            ),
            surface_refractivity_n=given(
                around.surface_refractivity_n, radio.surface_refractivity_n
            ),
        ),
        polarisation=wave.polarisation or radio.polarisation,
        time_ratio=given(wave.time_percent, 50.0) / _PERCENT,
        locations=Locations(
            ratio=given(wave.location_percent, 50.0) / _PERCENT,
            deviation_db=given(around.location_sigma_db, radio.location_sigma_db),
            building_entry_db=around.building_loss_db,
            building_entry_deviation_db=around.building_sigma_db,
        ),
        smooth_method=around.smooth_method,
        transmitter_coast_km=around.transmitter_coast_km,
        receiver_coast_km=around.receiver_coast_km,
        climate=_climate(around.climate, radio),
        ground=Ground(
            given(around.permittivity, radio.itm_ground_permittivity),
            given(around.conductivity_s_per_m, radio.itm_ground_conductivity_s_m),
        ),
        situation_ratio=wave.situation_percent / _PERCENT,
        mode=_mode(around.variability_mode),
        terminal_clutter=_terminal_clutter(request.clutter),
    )


def _climate(asked: int | None, radio: RadioParameters) -> Climate:
    if asked is None:
        return radio.itm_climate
    require_between("the climate", asked, low=1, high=len(Climate))
    return Climate(asked)


def _mode(asked: int) -> VariabilityMode:
    last = len(VariabilityMode) - 1
    require_between("the mode of variability", asked, low=0, high=last)
    return VariabilityMode(asked)


def _terminal_clutter(
    asked: EndClutter,
) -> tuple[TerminalClutter | None, TerminalClutter | None]:
    if asked.clutter_end is None:
        return None, None
    clutter = TerminalClutter(
        method=asked.clutter_method,
        clutter=asked.clutter_kind,
        height_m=asked.clutter_height_m,
        street_width_m=given(asked.street_width_m, STREET_WIDTH_M),
    )
    is_at_start = asked.clutter_end in {ClutterEnd.START, ClutterEnd.BOTH}
    is_at_end = asked.clutter_end in {ClutterEnd.END, ClutterEnd.BOTH}
    return (clutter if is_at_start else None, clutter if is_at_end else None)
