"""Measurements: what a receiver reported at a place."""

from dataclasses import dataclass

from hatangso.model.site import Technology

__all__ = ["Measurement"]


@dataclass(frozen=True)
class Measurement:
    """The level of one reference signal at one place, outdoors or as the file says.

    Attributes:
        lon_deg: Longitude, WGS 84.
        lat_deg: Latitude, WGS 84.
        technology: 2G, 3G, 4G or 5G.
        level_dbm: RxLev (2G), RSCP (3G), RSRP (4G) or SS-RSRP (5G).
        operator: Name of the network's operator, or its MCC and MNC in digits; empty
            when the file tells neither.
        cell: Identity of the cell that was measured, unique in its network; empty when
            unknown.
        site_id: The province's site that was measured; empty when unknown.
        frequency_mhz: Carrier frequency of the downlink; None when unknown.
        time: When, as the file writes it; empty when unknown.
        file: Name of the file.
        row: Row of the file.
    """

    lon_deg: float
    lat_deg: float
    technology: Technology
    level_dbm: float
    operator: str = ""
    cell: str = ""
    site_id: str = ""
    frequency_mhz: float | None = None
    time: str = ""
    file: str = ""
    row: int = 0
