"""Channel numbers of mobile networks: the downlink frequency that one stands for."""

from hatangso.model.site import Technology

__all__ = ["downlink_mhz"]

# First and last channel, frequency of channel 0 of the formula, channel subtracted.
# 3GPP TS 45.005, 2: GSM 900 and its extensions, DCS 1800; 0.2 MHz a channel.
_GSM = (
    (0, 124, 935.0, 0),
    (512, 885, 1_805.2, 512),
    (975, 1_023, 935.0, 1_024),
)
# 3GPP TS 25.101, 5.4.4: bands VIII and I; 0.2 MHz a channel.
_UMTS = ((2_937, 3_088, 340.0, 0), (10_562, 10_838, 0.0, 0))
# 3GPP TS 36.101, Table 5.7.3-1: bands 1, 3, 5, 7, 8, 20, 28, 38 to 41; 0.1 MHz.
_LTE = (
    (0, 599, 2_110.0, 0),
    (1_200, 1_949, 1_805.0, 1_200),
    (2_400, 2_649, 869.0, 2_400),
    (2_750, 3_449, 2_620.0, 2_750),
    (3_450, 3_799, 925.0, 3_450),
    (6_150, 6_449, 791.0, 6_150),
    (9_210, 9_659, 758.0, 9_210),
    (37_750, 38_249, 2_570.0, 37_750),
    (38_250, 38_649, 1_880.0, 38_250),
    (38_650, 39_649, 2_300.0, 38_650),
    (39_650, 41_589, 2_496.0, 39_650),
)
_TABLES = {
    Technology.G2: (_GSM, 0.2),
    Technology.G3: (_UMTS, 0.2),
    Technology.G4: (_LTE, 0.1),
}
# 3GPP TS 38.104, Table 5.4.2.1-1: 5 kHz a channel below 3 GHz, 15 kHz above.
_NR_CHANNELS_BELOW_3_GHZ = 600_000
_NR_LAST = 2_016_666


def downlink_mhz(technology: Technology, channel: int) -> float | None:
    """Return the downlink frequency of an ARFCN, UARFCN, EARFCN or NR-ARFCN.

    Returns:
        The frequency; None when the number lies in no band that is known here.

    Source:
        3GPP TS 45.005, 25.101, 36.101 and 38.104.

    >>> downlink_mhz(Technology.G4, 1_551)
    1840.1
    """
    if technology is Technology.G5:
        if not 0 < channel <= _NR_LAST:
            return None
        if channel < _NR_CHANNELS_BELOW_3_GHZ:
            return round(channel * 0.005, 3)
        return round(3_000 + (channel - _NR_CHANNELS_BELOW_3_GHZ) * 0.015, 3)
    table, step_mhz = _TABLES[technology]
    for first, last, start_mhz, subtracted in table:
        if first <= channel <= last:
            return round(start_mhz + step_mhz * (channel - subtracted), 3)
    return None
