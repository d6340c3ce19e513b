"""One test of a connection, as an app or a drive test recorded it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Connection", "SpeedTest"]


class Connection(StrEnum):
    """What was tested."""

    FIXED = "fixed"
    MOBILE_3G = "3G"
    MOBILE_4G = "4G"
    MOBILE_5G = "5G"
    MOBILE = "mobile"  # the file does not say which generation


@dataclass(frozen=True)
class SpeedTest:
    """One test; what was not measured is None.

    Attributes:
        unit_code: Commune in which it was made; empty when nobody knows.
        latency_ms: Round trip.
        has_failed: Whether the connection could not be used; the rates are None then.
        promised_mbps: Download rate of the subscriber's package, for fixed lines.
        tests: How many tests the row stands for: 1, or more in files of averages.
    """

    day: date | None
    connection: Connection
    operator: str
    unit_code: str
    download_mbps: float | None
    upload_mbps: float | None = None
    latency_ms: float | None = None
    has_failed: bool = False
    promised_mbps: float | None = None
    lon_deg: float | None = None
    lat_deg: float | None = None
    tests: int = 1
    row: int | None = None
