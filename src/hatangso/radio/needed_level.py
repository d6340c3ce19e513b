"""The level that a service asks for: that of its technology, and that of its rate."""

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.model.demand import AskedService
from hatangso.model.site import Technology
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.throughput import median_rate_mbps, noise_dbm
from hatangso.units import require_between

__all__ = ["needed_level_dbm"]

# From nothing to far above what any modulation needs; halved until it is this narrow.
_LOW_DB, _HIGH_DB = -30.0, 90.0
_EXACT_DB = 1e-3


def needed_level_dbm(
    service: AskedService,
    parameters: RadioParameters,
    *,
    interference_margin_db: float,
) -> float:
    """Return the median level from which a place has a mobile service.

    It is the greater of the basic level of the technology, with its margin for the
    spread over places, and of the level at which a transmitter with the technology's
    usual carrier gives the median rate asked while neighbours raise the noise.

    Args:
        service: Of a mobile technology.
        parameters: Thresholds, usual carriers and how rates are computed.
        interference_margin_db: How far neighbours raise the noise.

    Raises:
        InvalidInputError: The service is fibre, asks 2G or 3G for a rate, or asks for
            more than the usual carrier can give.
        OutOfRangeError: The margin lies outside 0 to 50 dB.
    """
    require_between("interference_margin_db", interference_margin_db, low=0, high=50)
    if service.technology is None:
        text = "the service {service} comes over glass: no level is asked of it"
        raise InvalidInputError(text, service=service.name)
    basic_dbm = parameters.thresholds_dbm(service.technology)[0]
    if service.rate_mbps <= 0:
        return basic_dbm
    ratio_db = _needed_sinr_db(service, service.technology, parameters)
    quiet_dbm = noise_dbm(service.technology, parameters)
    return max(basic_dbm, quiet_dbm + interference_margin_db + ratio_db)


def _needed_sinr_db(
    service: AskedService, technology: Technology, parameters: RadioParameters
) -> float:
    """Return the least ratio that gives the rate: rates never fall with the ratio."""
    usual = parameters.service_defaults()[technology]

    def rate_mbps(ratio_db: float) -> float:
        return float(
            median_rate_mbps(
                technology,
                np.asarray(ratio_db),
                usual["bandwidth_mhz"],
                usual["mimo_layers"],
                parameters,
            )
        )

    low_db, high_db = _LOW_DB, _HIGH_DB
    if rate_mbps(high_db) < service.rate_mbps:
        text = (
            "the service {service} asks for {rate:g} Mbit/s; a usual carrier of"
            " {technology} gives one user {most:.0f} at most: ask for less, or give the"
            " technology a wider carrier in parameters.toml"
        )
        raise InvalidInputError(
            text,
            service=service.name,
            rate=service.rate_mbps,
            technology=technology,
            most=rate_mbps(high_db),
        )
    while high_db - low_db > _EXACT_DB:
        middle_db = (low_db + high_db) / 2
        if rate_mbps(middle_db) >= service.rate_mbps:
            high_db = middle_db
        else:
            low_db = middle_db
    return high_db
