"""The link budget: from a service's power to the level that handsets report."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from hatangso.errors import InvalidInputError
from hatangso.model.site import Service, Technology
from hatangso.model.situation import Situation
from hatangso.radio.calibration import Calibration, calibration
from hatangso.radio.itm_inputs import Climate
from hatangso.radio.itu_p1812 import Polarisation
from hatangso.radio.itu_p2109 import BuildingType, building_entry_loss_db
from hatangso.units import FloatArray, require_between

__all__ = [
    "RATED_TECHNOLOGIES",
    "RadioParameters",
    "RateParameters",
    "TechnologyParameters",
    "carrier_subcarriers",
    "radio_parameters",
    "reference_eirp_dbm",
    "require_parameter",
    "resource_blocks",
]

# Numbers of resource blocks per bandwidth in MHz.
# 3GPP TS 36.104, Table 5.6-1.
_LTE_BLOCKS = {1.4: 6, 3.0: 15, 5.0: 25, 10.0: 50, 15.0: 75, 20.0: 100}
# 3GPP TS 38.104, Table 5.3.2-1, subcarriers 30 kHz apart.
_NR_BLOCKS = {
    5.0: 11,
    10.0: 24,
    15.0: 38,
    20.0: 51,
    25.0: 65,
    30.0: 78,
    35.0: 92,
    40.0: 106,
    45.0: 119,
    50.0: 133,
    60.0: 162,
    70.0: 189,
    80.0: 217,
    90.0: 245,
    100.0: 273,
}
_SUBCARRIERS_PER_BLOCK = 12
# Those whose rate is computed: 2G and 3G depend on a reuse that no file tells.
RATED_TECHNOLOGIES = (Technology.G4, Technology.G5)
_BLOCKS = {Technology.G4: _LTE_BLOCKS, Technology.G5: _NR_BLOCKS}
_SERVICE_COLUMNS = (
    "frequency_mhz",
    "bandwidth_mhz",
    "port_power_dbm",
    "antenna_gain_dbi",
    "feeder_loss_db",
    "mechanical_tilt_deg",
    "electrical_tilt_deg",
    "mimo_layers",
)
_WORDS = {"polarisation": Polarisation, "building_type": BuildingType}
_WHOLE = frozenset({"itm_climate", "mimo_layers"})
_DESCRIPTION = frozenset({"value", "unit", "assumption", "source"})
_LIMITS = {
    "receiver_height_m": (1, 3_000),
    "surface_refractivity_n": (250, 400),
    "itm_climate": (1, len(Climate)),
    "itm_ground_permittivity": (1, 100),
    "itm_ground_conductivity_s_m": (1e-9, 100),
    "location_probability": (0.01, 0.99),
    "location_sigma_db": (0, 30),
    "sector_beamwidth_deg": (1, 360),
    "sector_front_to_back_db": (0, 60),
    "sector_side_lobe_db": (0, 60),
    "in_vehicle_loss_db": (0, 60),
    "fixed_indoor_loss_db": (0, 60),
    "vertical_beamwidth_deg": (1, 360),
    "mechanical_tilt_deg": (-30, 30),
    "electrical_tilt_deg": (-30, 30),
    "mimo_layers": (1, 8),
    "frequency_mhz": (30, 6_000),
    "bandwidth_mhz": (0.01, 1_000),
    "port_power_dbm": (-30, 80),
    "antenna_gain_dbi": (-10, 40),
    "feeder_loss_db": (0, 30),
    "reference_share_ratio": (1e-3, 10),
    "basic_dbm": (-200, 0),
    "good_dbm": (-200, 0),
    "basic_rate_mbps": (0, 100_000),
    "good_rate_mbps": (0, 100_000),
    "range_m": (100, 100_000),
    "subcarrier_khz": (1, 1_000),
    "noise_figure_db": (0, 30),
    "load_ratio": (0, 1),
    "other_beams_loss_db": (0, 30),
    "attenuation_ratio": (0.01, 1),
    "least_sinr_db": (-40, 40),
    "greatest_efficiency_bps_hz": (0.01, 20),
    "overhead_ratio": (0, 0.95),
    "downlink_ratio": (0.01, 1),
    "user_share_ratio": (1e-3, 1),
}
_PARAMETER_SET = "parameter_set"
_CALIBRATION = "calibration"
_RATE_NAMES = ("basic_rate_mbps", "good_rate_mbps")
Record = TypeVar("Record", "TechnologyParameters", "RateParameters")


@dataclass(frozen=True)
class TechnologyParameters:
    """What holds for all services of a technology.

    Attributes:
        frequency_mhz: Default of a service's carrier frequency.
        bandwidth_mhz: Default of its bandwidth.
        port_power_dbm: Default of its power per port.
        antenna_gain_dbi: Default of its antenna gain.
        feeder_loss_db: Default of its feeder loss.
        mechanical_tilt_deg: Default of its mechanical tilt, positive downwards.
        electrical_tilt_deg: Default of its electrical tilt, positive downwards.
        mimo_layers: Default of the streams that a user may receive.
        vertical_beamwidth_deg: Width at half power, up and down, of an antenna without
            a pattern.
        reference_share_ratio: Share of the power in the reference signal (2G, 3G), or
            its boost over the other subcarriers (4G, 5G).
        basic_dbm: Level that basic service needs at the receiver.
        good_dbm: Level that good service needs, ``basic_dbm`` or more.
        basic_rate_mbps: Rate that basic service needs besides; 0 when none is asked.
        good_rate_mbps: Rate that good service needs, ``basic_rate_mbps`` or more.
        range_m: Farther than this nothing is computed.
    """

    frequency_mhz: float
    bandwidth_mhz: float
    port_power_dbm: float
    antenna_gain_dbi: float
    feeder_loss_db: float
    mechanical_tilt_deg: float
    electrical_tilt_deg: float
    mimo_layers: int
    vertical_beamwidth_deg: float
    reference_share_ratio: float
    basic_dbm: float
    good_dbm: float
    basic_rate_mbps: float
    good_rate_mbps: float
    range_m: float


@dataclass(frozen=True)
class RateParameters:
    """How a rate follows from level and interference; see ``throughput``.

    Attributes:
        subcarrier_khz: Distance between subcarriers.
        noise_figure_db: Noise that the receiver adds to the thermal one.
        load_ratio: Share of the resource elements that each other sector uses.
        other_beams_loss_db: How much weaker their beams are here on average than if
            all pointed here.
        attenuation_ratio: Share of Shannon's capacity that the system reaches.
        least_sinr_db: Below this nothing is received.
        greatest_efficiency_bps_hz: Most bits per second and hertz of one stream.
        overhead_ratio: Share of the resource elements that carry no user data.
        downlink_ratio: Share of the time that goes to the downlink.
        user_share_ratio: Share of the carrier that one user gets at that load.
    """

    subcarrier_khz: float
    noise_figure_db: float
    load_ratio: float
    other_beams_loss_db: float
    attenuation_ratio: float
    least_sinr_db: float
    greatest_efficiency_bps_hz: float
    overhead_ratio: float
    downlink_ratio: float
    user_share_ratio: float


@dataclass(frozen=True)
class RadioParameters:
    """Everything that the radio engine assumes; ``parameter_sets`` has the sources.

    Attributes:
        parameter_set: Name of the shipped file that they started from.
        polarisation: Of all antennas.
        receiver_height_m: Receiver above the ground.
        location_probability: Share of the places at a cell's edge with the level asked.
        location_sigma_db: Standard deviation of the level from place to place.
        sector_beamwidth_deg: Width of a sector at half power.
        sector_front_to_back_db: Greatest attenuation of a sector.
        sector_side_lobe_db: Greatest attenuation of its vertical cut.
        in_vehicle_loss_db: What the body of a vehicle takes from the level.
        building_type: What stands around a handset indoors.
        fixed_indoor_loss_db: What a building of type "fixed" takes from the level.
        surface_refractivity_n: Of the air, reduced to sea level.
        itm_climate: Radio climate, for the second opinion (ITM).
        itm_ground_permittivity: Of the ground, relative to free space, for the same.
        itm_ground_conductivity_s_m: Of the ground, in siemens per metre, for the same.
        technologies: What holds per technology.
        rates: How rates are computed, for those of ``RATED_TECHNOLOGIES``.
        calibration: What measurements add to the levels; nothing by default.
    """

    parameter_set: str
    polarisation: Polarisation
    receiver_height_m: float
    location_probability: float
    location_sigma_db: float
    sector_beamwidth_deg: float
    sector_front_to_back_db: float
    sector_side_lobe_db: float
    in_vehicle_loss_db: float
    building_type: BuildingType
    fixed_indoor_loss_db: float
    surface_refractivity_n: float
    itm_climate: Climate
    itm_ground_permittivity: float
    itm_ground_conductivity_s_m: float
    technologies: Mapping[Technology, TechnologyParameters]
    rates: Mapping[Technology, RateParameters]
    calibration: Calibration = field(default_factory=Calibration)

    @cached_property
    def margin_db(self) -> float:
        """Return how far the median must lie above a threshold.

        Source:
            Normal spread over places: sigma times the quantile of the probability.
        """
        return float(norm.ppf(self.location_probability) * self.location_sigma_db)

    def range_m(self, technology: Technology) -> float:
        """Return how far a technology is computed."""
        return self.technologies[technology].range_m

    def thresholds_dbm(self, technology: Technology) -> tuple[float, float]:
        """Return the median levels from which service is basic and good."""
        chosen = self.technologies[technology]
        return chosen.basic_dbm + self.margin_db, chosen.good_dbm + self.margin_db

    def thresholds_mbps(self, technology: Technology) -> tuple[float, float]:
        """Return the rates that basic and good service need besides; 0 for none."""
        chosen = self.technologies[technology]
        return chosen.basic_rate_mbps, chosen.good_rate_mbps

    def situation_loss_db(self, situation: Situation, frequency_mhz: float) -> float:
        """Return what stands between the level outdoors and a handset's: its median.

        Source:
            Buildings of a type other than "fixed": Rec. ITU-R P.2109-2, half of them.
        """
        if situation is Situation.OUTDOORS:
            return 0.0
        if situation is Situation.IN_VEHICLE:
            return self.in_vehicle_loss_db
        if self.building_type is BuildingType.FIXED:
            return self.fixed_indoor_loss_db
        return building_entry_loss_db(frequency_mhz, self.building_type)

    def situation_levels_dbm(
        self, level_dbm: FloatArray, situation: Situation, frequency_mhz: float
    ) -> FloatArray:
        """Return the median levels at handsets in a situation, from those outdoors.

        The thresholds of ``thresholds_dbm`` hold in every situation: they are what the
        handset needs. The spread over places is that outdoors.
        """
        return np.asarray(level_dbm - self.situation_loss_db(situation, frequency_mhz))

    def service_defaults(self) -> dict[Technology, dict[str, Any]]:
        """Return what an empty cell of a service means, per technology and column."""
        return {
            technology: {name: getattr(chosen, name) for name in _SERVICE_COLUMNS}
            for technology, chosen in self.technologies.items()
        }

    def as_mapping(self) -> dict[str, Any]:
        """Return plain tables that ``radio_parameters`` reads back."""
        plain = dict.fromkeys(_WORDS, str) | dict.fromkeys(_WHOLE, int)
        return {
            _PARAMETER_SET: self.parameter_set,
            "propagation": {
                name: plain.get(name, float)(getattr(self, name))
                for name in _propagation_names()
            },
            "technology": {str(key): asdict(x) for key, x in self.technologies.items()},
            "rate": {str(key): asdict(x) for key, x in self.rates.items()},
            _CALIBRATION: self.calibration.as_mapping(),
        }


def radio_parameters(mapping: Mapping[str, Any]) -> RadioParameters:
    """Return the parameters that parsed tables hold.

    Args:
        mapping: ``parameter_set`` and the tables ``propagation``, ``technology.2G`` to
            ``technology.5G``, ``rate.4G`` and ``rate.5G``; a value stands alone or in a
            table with unit, assumption and source. A table ``calibration`` may be
            there too.

    Raises:
        InvalidInputError: A name is unknown or missing, or a value is of no use.
        OutOfRangeError: A number is outside its limits.
    """
    mapping = {_CALIBRATION: {}, **mapping}
    tables = {"propagation", "technology", "rate", _CALIBRATION}
    _require_names(mapping, {_PARAMETER_SET, *tables}, "the radio parameters")
    propagation, technology, rate = (
        mapping[name] for name in ("propagation", "technology", "rate")
    )
    names = _propagation_names()
    _require_names(propagation, set(names), "propagation")
    _require_names(technology, {str(item) for item in Technology}, "technology")
    _require_names(rate, {str(item) for item in RATED_TECHNOLOGIES}, "rate")
    words: dict[str, Any] = {name: _word(name, propagation[name]) for name in _WORDS}
    numbers: dict[str, Any] = {
        name: _number(name, propagation[name]) for name in names if name not in words
    }
    climate = Climate(numbers.pop("itm_climate"))
    return RadioParameters(
        parameter_set=str(mapping[_PARAMETER_SET]),
        itm_climate=climate,
        technologies={
            item: _technology(item, technology[str(item)]) for item in Technology
        },
        rates={
            item: _record(RateParameters, rate[str(item)], f"rate.{item}")
            for item in RATED_TECHNOLOGIES
        },
        calibration=calibration(mapping[_CALIBRATION]),
        **words,
        **numbers,
    )


def require_parameter(name: str, value: ArrayLike, *, called: str = "") -> None:
    """Check numbers against the limits of the parameter that they stand for.

    Raises:
        OutOfRangeError: One is outside; the message calls it as asked.
    """
    low, high = _LIMITS[name]
    require_between(called or name, value, low=low, high=high)


def resource_blocks(technology: Technology, bandwidth_mhz: float) -> int:
    """Return the number of resource blocks of a 4G or 5G carrier (30 kHz spacing).

    Raises:
        InvalidInputError: The standard knows no such bandwidth.

    >>> resource_blocks(Technology.G4, 10)
    50
    """
    blocks = _BLOCKS[technology]
    found = blocks.get(float(bandwidth_mhz))
    if found is None:
        raise InvalidInputError(
            "{technology} has no carrier of {value:g} MHz; write one of: {names}",
            technology=technology,
            value=bandwidth_mhz,
            names=", ".join(f"{known:g}" for known in blocks),
        )
    return found


def carrier_subcarriers(technology: Technology, bandwidth_mhz: float) -> int:
    """Return the number of subcarriers of a 4G or 5G carrier.

    Raises:
        InvalidInputError: The standard knows no such bandwidth.
    """
    return _SUBCARRIERS_PER_BLOCK * resource_blocks(technology, bandwidth_mhz)


def reference_eirp_dbm(service: Service, parameters: RadioParameters) -> float:
    """Return the EIRP of what handsets measure, in the antenna's main direction.

    That is the BCCH carrier for 2G (RxLev), the CPICH for 3G (RSCP), one resource
    element of the reference signals for 4G (RSRP) and of the synchronisation signals
    for 5G (SS-RSRP).

    Raises:
        InvalidInputError: The standard knows no such bandwidth.

    Source:
        3GPP TS 36.214, 5.1.1 and TS 38.215, 5.1.1: RSRP is the power of one resource
        element, of which a carrier has 12 per resource block.
    """
    chosen = parameters.technologies[service.technology]
    power_dbm = service.port_power_dbm + 10 * np.log10(chosen.reference_share_ratio)
    if service.technology in _BLOCKS:
        subcarriers = carrier_subcarriers(service.technology, service.bandwidth_mhz)
        power_dbm -= 10 * np.log10(subcarriers)
    return float(power_dbm + service.antenna_gain_dbi - service.feeder_loss_db)


def _propagation_names() -> list[str]:
    elsewhere = {_PARAMETER_SET, "technologies", "rates", _CALIBRATION}
    return [f.name for f in fields(RadioParameters) if f.name not in elsewhere]


def _technology(name: Technology, table: object) -> TechnologyParameters:
    where = f"technology.{name}"
    chosen = _record(TechnologyParameters, table, where)
    for basic, good in (("basic_dbm", "good_dbm"), _RATE_NAMES):
        least = getattr(chosen, basic)
        if getattr(chosen, good) < least:
            raise InvalidInputError(
                "{name} must not lie below {basic} ({value:g})",
                name=f"{where}.{good}",
                basic=basic,
                value=least,
            )
    if name not in RATED_TECHNOLOGIES and chosen.good_rate_mbps > 0:
        raise InvalidInputError(
            "no rate of {technology} is computed: set {name} to 0",
            technology=name,
            name=f"{where}.good_rate_mbps",
        )
    return chosen


def _record(kind: type[Record], table: object, where: str) -> Record:
    """Return a record of numbers from a table with exactly its names."""
    names = sorted(f.name for f in fields(kind))
    _require_names(table, set(names), where)
    assert isinstance(table, Mapping)  # noqa: S101 - _require_names has checked it
    numbers: dict[str, Any] = {
        name: _number(name, table[name], where) for name in names
    }
    return kind(**numbers)


def _require_names(table: object, names: set[str], where: str) -> None:
    if not isinstance(table, Mapping):
        raise InvalidInputError("{where} must be a table", where=where)
    unknown, missing = sorted(set(table) - names), sorted(names - set(table))
    if unknown:
        raise InvalidInputError(
            '"{raw}" is not known in {where}; write one of: {names}',
            raw=unknown[0],
            where=where,
            names=", ".join(sorted(names)),
        )
    if missing:
        raise InvalidInputError(
            "{where} lacks {names}", where=where, names=", ".join(missing)
        )


def _plain(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    unknown = sorted(set(value) - _DESCRIPTION)
    if unknown or "value" not in value:
        raise InvalidInputError(
            "a parameter's table holds value, unit, assumption and source; not {names}",
            names=", ".join(unknown) or "no value",
        )
    return value["value"]


def _word(name: str, value: object) -> str:
    """Return one of the words that a parameter may be."""
    kind, plain = _WORDS[name], str(_plain(value))
    if plain not in set(kind):
        raise InvalidInputError(
            '{name} must be one of {names}; it is "{raw}"',
            name=name,
            names=", ".join(kind),
            raw=plain,
        )
    return kind(plain)


def _number(name: str, value: object, where: str = "propagation") -> float:
    plain, named = _plain(value), f"{where}.{name}"
    if isinstance(plain, bool) or not isinstance(plain, (int, float)):
        raise InvalidInputError(
            "{name} must be a number; it is {value}", name=named, value=plain
        )
    require_parameter(name, plain, called=named)
    if name not in _WHOLE:
        return float(plain)
    if plain != int(plain):
        raise InvalidInputError(
            "{name} must be a whole number; it is {value}", name=named, value=plain
        )
    return int(plain)
