"""Antennas: how the gain falls off the main direction."""

import numpy as np

from hatangso.units import FloatArray

__all__ = ["sector_gain_db"]


def sector_gain_db(
    azimuth_deg: FloatArray,
    azimuths_deg: tuple[float, ...],
    *,
    beamwidth_deg: float = 65.0,
    front_to_back_db: float = 30.0,
) -> FloatArray:
    """Return the gain of the best sector towards directions, relative to its peak.

    Args:
        azimuth_deg: Directions of any shape, clockwise from north.
        azimuths_deg: Main directions of the sectors; none means omnidirectional.
        beamwidth_deg: Width of a sector at half power.
        front_to_back_db: Greatest attenuation.

    Returns:
        Gain, 0 or less, the shape of ``azimuth_deg``.

    Source:
        3GPP TR 38.901, Table 7.3-1, horizontal cut: -min(12 (phi / 65)^2, 30) dB.

    >>> sector_gain_db(np.array([0.0, 32.5, 180.0]), (0.0,))
    array([ -0.,  -3., -30.])
    """
    towards_deg = np.asarray(azimuth_deg, dtype=float)
    if not azimuths_deg:
        return np.zeros_like(towards_deg)
    main_deg = np.asarray(azimuths_deg, dtype=float)
    off_deg = np.abs((towards_deg[..., np.newaxis] - main_deg + 180) % 360 - 180)
    loss_db = 12 * (np.min(off_deg, axis=-1) / beamwidth_deg) ** 2
    return np.asarray(-np.minimum(loss_db, front_to_back_db))
