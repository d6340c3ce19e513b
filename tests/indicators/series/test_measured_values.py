from datetime import date

import pytest

from hatangso.indicators.series.measured_values import measured_values, median_values
from hatangso.model.indicator_series import Origin, ValueStatus
from hatangso.model.speed_test import Connection, PrintedMedian, SpeedTest
from series_samples import UNITS

DAY = date(2024, 11, 3)


def speed(
    mbps: float | None,
    *,
    tests: int = 1,
    unit: str = "1",
    day: date | None = DAY,
    connection: Connection = Connection.MOBILE_4G,
) -> SpeedTest:
    return SpeedTest(day, connection, "VNPT", unit, mbps, tests=tests)


def test_a_mean_counts_every_test_of_its_quarter() -> None:
    said = [speed(40.0), speed(50.0, tests=3), speed(80.0, unit="3")]
    found = measured_values(said, UNITS, province_code="A")
    told = {item.unit_code: (item.value, item.denominator) for item in found}
    assert told == {"1": (47.5, 4), "3": (80, 1), "A": (54, 5)}
    assert {item.period for item in found} == {"2024-Q4"}
    assert {item.origin for item in found} == {Origin.MEASURED}


def test_what_cannot_be_placed_is_left_out() -> None:
    said = [
        speed(None),
        speed(40.0, day=None),
        speed(40.0, connection=Connection.FIXED),
    ]
    assert measured_values(said, UNITS, province_code="A") == []


@pytest.mark.parametrize("unit", ["", "11"])
def test_a_test_of_no_commune_of_its_day_counts_for_the_province(unit: str) -> None:
    (found,) = measured_values([speed(40.0, unit=unit)], UNITS, province_code="A")
    assert found.unit_code == "A"


def printed(mbps: float, connection: Connection, **told: str) -> PrintedMedian:
    words = {"operator": "", "territory": "", "unit_code": "", "method": "i_speed"}
    return PrintedMedian(
        day=DAY,
        connection=connection,
        download_mbps=mbps,
        upload_mbps=None,
        latency_ms=None,
        samples=900,
        **(words | told),
    )


def test_medians_of_i_speed_stand_by_month_as_printed() -> None:
    said = [printed(95.5, Connection.FIXED), printed(52.3, Connection.MOBILE)]
    found = median_values(said, UNITS, province_code="A")
    assert [(one.indicator, one.period, one.value) for one in found] == [
        ("fixed_i_speed_download", "2024-11", 95.5),
        ("mobile_i_speed_download", "2024-11", 52.3),
    ]
    assert {(one.origin, one.status) for one in found} == {
        (Origin.MEASURED, ValueStatus.REPORTED)
    }


@pytest.mark.parametrize(
    "told", [{"operator": "VNPT"}, {"unit_code": "1"}, {"method": "crowd"}]
)
def test_the_median_of_a_part_is_none_of_the_province(told: dict[str, str]) -> None:
    said = [printed(95.5, Connection.FIXED, **told)]
    assert median_values(said, UNITS, province_code="A") == []
