"""Bands: what the kernels need to know of a frequency."""

import numpy as np

from hatangso.radio.itu_p1812 import LAND, Polarisation
from hatangso.units import GHZ_PER_MHZ, FloatArray, require_between

__all__ = ["MOST_BANDS", "band_constants"]

# Bands of one mast are marked in the bits of a signed 64-bit number.
MOST_BANDS = 62
# Below this frequency ducts leak.
_LEAK_GHZ = 0.5


def band_constants(
    frequencies_mhz: FloatArray, polarisation: Polarisation
) -> FloatArray:
    """Return the constants of each band over land, (band, ``kernels.BAND``).

    Args:
        frequencies_mhz: 30 to 6,000, one per band.
        polarisation: Of all antennas.

    Raises:
        OutOfRangeError: A frequency is outside the Recommendation.

    Source:
        Rec. ITU-R P.1812-8, eq (8), (12), (30), (32), (33), (44) and (47): the part of
        each that does not depend on the path. The whole path counts as land: at the
        frequencies of mobile networks the electrical constants of the ground hardly
        matter.
    """
    require_between("frequency_mhz", frequencies_mhz, low=30, high=6_000)
    f = np.asarray(frequencies_mhz, dtype=np.float64) * GHZ_PER_MHZ
    permittivity, conductivity = LAND
    loss_tangent = (18 * conductivity / f) ** 2
    k = 0.036 * np.cbrt(1 / f) * ((permittivity - 1) ** 2 + loss_tangent) ** -0.25
    if polarisation is Polarisation.VERTICAL:
        k = k * np.sqrt(permittivity**2 + loss_tangent)
    free_db = 92.4 + 20 * np.log10(f)
    by_root_wavelength = np.sqrt(f / 0.2998)
    # Eq (45) and (47a).
    scatter_db = 190.1 + 25 * np.log10(f) - 2.5 * np.log10(f / 2) ** 2
    leak_db = np.where(f < _LEAK_GHZ, 45.375 - 137 * f + 92.5 * f**2, 0)
    coupling_db = 102.45 + 20 * np.log10(f) + leak_db
    columns = (free_db, by_root_wavelength, k, 21.88 * np.cbrt(f))
    more = (0.9575 * np.cbrt(f) ** 2, f, scatter_db, coupling_db)
    return np.column_stack((*columns, *more))
