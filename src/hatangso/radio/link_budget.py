"""The link budget: from a service's power to the level that handsets report."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from scipy.stats import norm

from hatangso.errors import InvalidInputError
from hatangso.model.site import Service, Technology
from hatangso.radio.itm_inputs import Climate
from hatangso.radio.itu_p1812 import Polarisation
from hatangso.units import require_between

__all__ = [
    "RadioParameters",
    "TechnologyParameters",
    "radio_parameters",
    "reference_eirp_dbm",
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
_BLOCKS = {Technology.G4: _LTE_BLOCKS, Technology.G5: _NR_BLOCKS}
_SERVICE_COLUMNS = (
    "frequency_mhz",
    "bandwidth_mhz",
    "port_power_dbm",
    "antenna_gain_dbi",
    "feeder_loss_db",
)
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
    "frequency_mhz": (30, 6_000),
    "bandwidth_mhz": (0.01, 1_000),
    "port_power_dbm": (-30, 80),
    "antenna_gain_dbi": (-10, 40),
    "feeder_loss_db": (0, 30),
    "reference_share_ratio": (1e-3, 10),
    "basic_dbm": (-200, 0),
    "good_dbm": (-200, 0),
    "range_m": (100, 100_000),
}


@dataclass(frozen=True)
class TechnologyParameters:
    """What holds for all services of a technology.

    Attributes:
        frequency_mhz: Default of a service's carrier frequency.
        bandwidth_mhz: Default of its bandwidth.
        port_power_dbm: Default of its power per port.
        antenna_gain_dbi: Default of its antenna gain.
        feeder_loss_db: Default of its feeder loss.
        reference_share_ratio: Share of the power in the reference signal (2G, 3G), or
            its boost over the other subcarriers (4G, 5G).
        basic_dbm: Level that basic service needs at the receiver.
        good_dbm: Level that good service needs, above ``basic_dbm``.
        range_m: Farther than this nothing is computed.
    """

    frequency_mhz: float
    bandwidth_mhz: float
    port_power_dbm: float
    antenna_gain_dbi: float
    feeder_loss_db: float
    reference_share_ratio: float
    basic_dbm: float
    good_dbm: float
    range_m: float


@dataclass(frozen=True)
class RadioParameters:
    """Everything that the radio engine assumes; ``parameters.toml`` has the sources.

    Attributes:
        polarisation: Of all antennas.
        receiver_height_m: Receiver above the ground.
        location_probability: Share of the places at a cell's edge with the level asked.
        location_sigma_db: Standard deviation of the level from place to place.
        sector_beamwidth_deg: Width of a sector at half power.
        sector_front_to_back_db: Greatest attenuation of a sector.
        surface_refractivity_n: Of the air, reduced to sea level.
        itm_climate: Radio climate, for the second opinion (ITM).
        itm_ground_permittivity: Of the ground, relative to free space, for the same.
        itm_ground_conductivity_s_m: Of the ground, in siemens per metre, for the same.
        technologies: What holds per technology.
    """

    polarisation: Polarisation
    receiver_height_m: float
    location_probability: float
    location_sigma_db: float
    sector_beamwidth_deg: float
    sector_front_to_back_db: float
    surface_refractivity_n: float
    itm_climate: Climate
    itm_ground_permittivity: float
    itm_ground_conductivity_s_m: float
    technologies: Mapping[Technology, TechnologyParameters]

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

    def service_defaults(self) -> dict[Technology, dict[str, float]]:
        """Return what an empty cell of a service means, per technology and column."""
        return {
            technology: {name: getattr(chosen, name) for name in _SERVICE_COLUMNS}
            for technology, chosen in self.technologies.items()
        }

    def as_mapping(self) -> dict[str, Any]:
        """Return plain tables that ``radio_parameters`` reads back."""
        names = [f.name for f in fields(self) if f.name != "technologies"]
        plain = {"polarisation": str, "itm_climate": int}
        return {
            "propagation": {
                name: plain.get(name, float)(getattr(self, name)) for name in names
            },
            "technology": {
                str(technology): {
                    f.name: getattr(chosen, f.name) for f in fields(chosen)
                }
                for technology, chosen in self.technologies.items()
            },
        }


def radio_parameters(mapping: Mapping[str, Any]) -> RadioParameters:
    """Return the parameters that parsed tables hold.

    Args:
        mapping: Tables ``propagation`` and ``technology.2G`` to ``technology.5G``; a
            value stands alone or in a table with unit, assumption and source.

    Raises:
        InvalidInputError: A name is unknown or missing, or a value is of no use.
        OutOfRangeError: A number is outside its limits.
    """
    _require_names(mapping, {"propagation", "technology"}, "the radio parameters")
    propagation, technology = mapping["propagation"], mapping["technology"]
    names = {f.name for f in fields(RadioParameters)} - {"technologies"}
    _require_names(propagation, names, "propagation")
    _require_names(technology, {str(item) for item in Technology}, "technology")
    polarisation = str(_plain(propagation["polarisation"]))
    if polarisation not in set(Polarisation):
        text = 'polarisation must be vertical or horizontal; it is "{raw}"'
        raise InvalidInputError(text, raw=polarisation)
    numbers = {
        name: _number(name, propagation[name])
        for name in sorted(names - {"polarisation"})
    }
    climate = numbers.pop("itm_climate")
    if not climate.is_integer():
        raise InvalidInputError(
            "itm_climate must be a whole number; it is {value}", value=climate
        )
    return RadioParameters(
        polarisation=Polarisation(polarisation),
        itm_climate=Climate(int(climate)),
        technologies={
            item: _technology(item, technology[str(item)]) for item in Technology
        },
        **numbers,
    )


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
        blocks = resource_blocks(service.technology, service.bandwidth_mhz)
        power_dbm -= 10 * np.log10(_SUBCARRIERS_PER_BLOCK * blocks)
    return float(power_dbm + service.antenna_gain_dbi - service.feeder_loss_db)


def _technology(name: Technology, table: object) -> TechnologyParameters:
    where = f"technology.{name}"
    names = {f.name for f in fields(TechnologyParameters)}
    _require_names(table, names, where)
    assert isinstance(table, Mapping)  # noqa: S101 - _require_names has checked it
    numbers = {item: _number(item, table[item]) for item in sorted(names)}
    chosen = TechnologyParameters(**numbers)
    if chosen.good_dbm < chosen.basic_dbm:
        raise InvalidInputError(
            "{name}.good_dbm must not lie below basic_dbm ({value:g})",
            name=where,
            value=chosen.basic_dbm,
        )
    return chosen


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


def _number(name: str, value: object) -> float:
    plain = _plain(value)
    if isinstance(plain, bool) or not isinstance(plain, (int, float)):
        raise InvalidInputError(
            "{name} must be a number; it is {value}", name=name, value=plain
        )
    low, high = _LIMITS[name]
    require_between(name, plain, low=low, high=high)
    return float(plain)
