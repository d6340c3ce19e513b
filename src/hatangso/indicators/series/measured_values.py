"""Speed tests as values of series: means of communes and provinces, by quarter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from hatangso.geography.unit_history import UnitHistory
from hatangso.indicators.series.periods import asked_period
from hatangso.model.indicator_series import Observation, Origin, ValueStatus
from hatangso.model.speed_test import Connection, PrintedMedian, SpeedTest

__all__ = ["I_SPEED_MEDIANS", "MEASURED_MEANS", "measured_values", "median_values"]

# Indicators that are the mean download rate of tests of one sort, in Mb/s.
MEASURED_MEANS: Mapping[Connection, str] = MappingProxyType(
    {
        Connection.MOBILE_4G: "mobile_4g_average_download",
        Connection.MOBILE_5G: "mobile_5g_average_download",
    }
)
_QUARTER_MONTHS = 3
_SOURCE = "measurement"
_I_SPEED = "i_speed"
# Indicators that i-Speed publishes itself, as medians of months.
I_SPEED_MEDIANS: Mapping[Connection, str] = MappingProxyType(
    {
        Connection.FIXED: "fixed_i_speed_download",
        Connection.MOBILE: "mobile_i_speed_download",
    }
)


def measured_values(
    tests: Iterable[SpeedTest], units: UnitHistory, *, province_code: str
) -> list[Observation]:
    """Return the mean rates of tests, with how many tests they rest on.

    Args:
        tests: Those without a day or a rate are left out; one whose commune was not in
            force on its day counts for the province alone.
        units: Units through time.
        province_code: Code of the province.

    Returns:
        By indicator, unit and quarter; the denominator is the number of tests.
    """
    groups: dict[tuple[str, str, str], list[tuple[date, float, int]]]
    groups = defaultdict(list)
    for test in tests:
        code = MEASURED_MEANS.get(test.connection)
        if code is None or test.day is None or test.download_mbps is None:
            continue
        quarter = (test.day.month - 1) // _QUARTER_MONTHS + 1
        period = asked_period(f"{test.day.year}-Q{quarter}").code
        for unit in sorted({province_code, test.unit_code} - {""}):
            if units.unit(unit, test.day) is not None:
                told = test.day, test.download_mbps, test.tests
                groups[code, unit, period].append(told)
    return [
        _mean(code, unit, period, groups[code, unit, period])
        for code, unit, period in sorted(groups)
    ]


def median_values(
    medians: Iterable[PrintedMedian], units: UnitHistory, *, province_code: str
) -> list[Observation]:
    """Return the medians of i-Speed for a province, by month, as they were printed.

    Those of one operator or of a commune are no value of the province and are left
    out: no median of all follows from them.

    Args:
        medians: Of the province.
        units: Units through time.
        province_code: Code of the province.
    """
    found = [
        Observation(
            I_SPEED_MEDIANS[median.connection],
            province_code,
            median.day,
            f"{median.day:%Y-%m}",
            median.download_mbps,
            Origin.MEASURED,
            ValueStatus.REPORTED,
            source=_I_SPEED,
        )
        for median in medians
        if median.method == _I_SPEED
        and median.connection in I_SPEED_MEDIANS
        and not (median.operator or median.unit_code)
        and median.day is not None
        and median.download_mbps is not None
        and units.unit(province_code, median.day) is not None
    ]
    return sorted(found, key=lambda one: (one.indicator, one.period, one.value or 0))


def _mean(
    code: str, unit: str, period: str, told: list[tuple[date, float, int]]
) -> Observation:
    total = sum(mbps * tests for _, mbps, tests in told)
    count = sum(tests for _, _, tests in told)
    return Observation(
        code,
        unit,
        max(day for day, _, _ in told),
        period,
        total / count,
        Origin.MEASURED,
        ValueStatus.COMPUTED,
        source=_SOURCE,
        numerator=total,
        denominator=float(count),
    )
