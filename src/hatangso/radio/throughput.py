"""From levels to rates: noise, interference, and a truncated Shannon bound.

The rate is what one user with a downlink transfer gets at a place of median level,
outdoors, while the other sectors of the same operator and carrier use the share
``load_ratio`` of their resource elements, and the own sector gives the user the share
``user_share_ratio``. It counts user data above the physical layer's overhead. Uplink,
backhaul, and what the handset can do are not looked at.

2G and 3G get no rate: their interference depends on a reuse of channels and codes that
no file tells.
"""

import numpy as np

from hatangso.errors import InvalidInputError
from hatangso.model.site import Technology
from hatangso.radio.link_budget import (
    RATED_TECHNOLOGIES,
    RadioParameters,
    RateParameters,
    carrier_subcarriers,
)
from hatangso.units import FloatArray

__all__ = ["edge_rate_mbps", "median_rate_mbps", "noise_dbm", "sinr_db"]

# 10 log10 of k (J/K) times 290 K, in dBm per Hz.
_THERMAL_DBM_PER_HZ = -173.975
_HZ_PER_KHZ = 1e3
_MBPS_PER_KHZ = 1e-3


def noise_dbm(technology: Technology, parameters: RadioParameters) -> float:
    """Return the noise power in one resource element of a handset's receiver.

    Raises:
        InvalidInputError: It is 2G or 3G.

    Source:
        k T B at 290 K with the receiver's noise figure; B is the subcarrier spacing.
    """
    rate = _rate(technology, parameters)
    bandwidth_hz = rate.subcarrier_khz * _HZ_PER_KHZ
    return float(
        _THERMAL_DBM_PER_HZ + 10 * np.log10(bandwidth_hz) + rate.noise_figure_db
    )


def sinr_db(
    level_dbm: FloatArray,
    total_dbm: FloatArray,
    technology: Technology,
    parameters: RadioParameters,
) -> FloatArray:
    """Return the ratio of signal to interference and noise per resource element.

    Args:
        level_dbm: Median level S of the server; NaN for none.
        total_dbm: Power sum T of all sectors of the operator on the carrier, the server
            included, of the same shape; a sum below the level counts as the level.
        technology: 4G or 5G.
        parameters: Load and noise.

    Returns:
        10 log10(S / (load (T - S) / b + N)), NaN where the level is; b is the ratio of
        ``other_beams_loss_db``.

    Raises:
        InvalidInputError: It is 2G or 3G.
    """
    rate = _rate(technology, parameters)
    signal_mw = _mw(level_dbm)
    others_mw = np.maximum(_mw(total_dbm) - signal_mw, 0)
    noise_mw = _mw(np.asarray(noise_dbm(technology, parameters)))
    share = rate.load_ratio * _mw(np.asarray(-rate.other_beams_loss_db))
    disturbing_mw = share * others_mw + noise_mw
    return np.asarray(level_dbm - 10 * np.log10(disturbing_mw))


def median_rate_mbps(
    technology: Technology,
    sinr_db: FloatArray,
    bandwidth_mhz: float,
    mimo_layers: int,
    parameters: RadioParameters,
) -> FloatArray:
    """Return the rate of one user in the downlink; the module says what it means.

    Args:
        technology: 4G or 5G.
        sinr_db: Median ratios of any shape; NaN for no signal.
        bandwidth_mhz: Of the carrier.
        mimo_layers: Streams that the service can send at once; they share the power, as
            many of them are used as give most, and they do not disturb each other.
        parameters: How rates are computed.

    Returns:
        Rate, 0 where there is no signal.

    Raises:
        InvalidInputError: It is 2G or 3G, or the standard knows no such bandwidth.

    Source:
        3GPP TR 36.942, Annex A.1: a share of Shannon's bound between a least ratio and
        a greatest efficiency. TS 38.306, 4.1.2, for layers and overhead.
    """
    rate = _rate(technology, parameters)
    carrier_khz = carrier_subcarriers(technology, bandwidth_mhz) * rate.subcarrier_khz
    share = (1 - rate.overhead_ratio) * rate.downlink_ratio * rate.user_share_ratio
    ratio = 10 ** (np.asarray(sinr_db, dtype=np.float64) / 10)
    efficiencies = [
        layers * _efficiency(ratio / layers, rate)
        for layers in range(1, mimo_layers + 1)
    ]
    best = np.max(efficiencies, axis=0)
    return np.asarray(best * carrier_khz * _MBPS_PER_KHZ * share)


def edge_rate_mbps(
    technology: Technology,
    sinr_db: FloatArray,
    bandwidth_mhz: float,
    mimo_layers: int,
    parameters: RadioParameters,
) -> FloatArray:
    """Return the rate that the share ``location_probability`` of the places exceeds.

    The level there is taken to lie the margin below the median, the interference at its
    median: what a verdict compares with ``thresholds_mbps``. See ``median_rate_mbps``.
    """
    low_db = sinr_db - parameters.margin_db
    return median_rate_mbps(technology, low_db, bandwidth_mhz, mimo_layers, parameters)


def _efficiency(ratio: FloatArray, rate: RateParameters) -> FloatArray:
    """Return bits per second and hertz of one stream; NaN counts as nothing."""
    reached = rate.attenuation_ratio * np.log2(1 + ratio)
    is_received = ratio >= 10 ** (rate.least_sinr_db / 10)
    return np.where(
        is_received, np.minimum(reached, rate.greatest_efficiency_bps_hz), 0.0
    )


def _rate(technology: Technology, parameters: RadioParameters) -> RateParameters:
    if technology not in RATED_TECHNOLOGIES:
        raise InvalidInputError(
            "no rate of {technology} is computed: ask for one of {names}",
            technology=technology,
            names=", ".join(RATED_TECHNOLOGIES),
        )
    return parameters.rates[technology]


def _mw(power_dbm: FloatArray) -> FloatArray:
    return np.asarray(10 ** (np.asarray(power_dbm, dtype=np.float64) / 10))
