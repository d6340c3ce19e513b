"""One test of a connection, as an app or a drive test recorded it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Connection", "LevelSample", "PrintedMedian", "SpeedTest"]


class Connection(StrEnum):
    """What was tested."""

    FIXED = "fixed"
    MOBILE_2G = "2G"
    MOBILE_3G = "3G"
    MOBILE_4G = "4G"
    MOBILE_5G = "5G"
    MOBILE = "mobile"  # the file does not say which generation


@dataclass(frozen=True)
class LevelSample:
    """What a receiver heard of a network at one place.

    Attributes:
        unit_code: Commune in which it was heard; empty when nobody knows.
        level_dbm: RxLev (2G), RSCP (3G), RSRP (4G) or SS-RSRP (5G).
    """

    connection: Connection
    operator: str
    unit_code: str
    level_dbm: float


@dataclass(frozen=True)
class PrintedMedian:
    """Medians of many tests as somebody published them: no mean follows from them.

    Attributes:
        day: Last of the period that they speak of.
        operator: Empty for all operators together.
        territory: Province or region as printed; empty when a commune is told, or none.
        method: Who measured, as the register has it: ``i_speed``.
        samples: None when not printed.
    """

    day: date | None
    connection: Connection
    operator: str
    territory: str
    unit_code: str
    method: str
    download_mbps: float | None
    upload_mbps: float | None
    latency_ms: float | None
    samples: int | None


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
