import math
import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.indicators.forecast import ForecastMethod, forecast

END = date(2026, 12, 31)
days = st.dates(date(2015, 1, 1), date(2025, 12, 31))
series = st.dictionaries(days, st.floats(-1e6, 1e6), min_size=1, max_size=12)


def test_one_point_says_nothing_about_the_way() -> None:
    found = forecast({date(2024, 12, 31): 71.0}, END)
    assert found is not None
    assert (found.value, found.low, found.high) == (71.0, None, None)
    assert (found.change_per_year, found.method) == (None, ForecastMethod.LAST_VALUE)


def test_two_points_give_a_line_and_no_interval() -> None:
    found = forecast({date(2022, 12, 31): 60.0, date(2024, 12, 31): 70.0}, END)
    assert found is not None
    assert found.value == pytest.approx(80, abs=0.05)
    assert (found.low, found.high) == (None, None)
    assert found.method is ForecastMethod.LINE


def test_no_points_give_no_forecast() -> None:
    assert forecast({}, END) is None


def test_a_slip_among_many_points_does_not_turn_the_line() -> None:
    points = {date(year, 12, 31): 10.0 * (year - 2015) for year in range(2015, 2025)}
    points[date(2019, 12, 31)] = 900.0
    found = forecast(points, END)
    assert found is not None
    assert found.value == pytest.approx(110, abs=2)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 110 <= found.high


def test_a_share_is_not_forecast_beyond_its_whole() -> None:
    points = {
        date(year, 12, 31): 40.0 + 15 * (year - 2020) for year in range(2020, 2025)
    }
    found = forecast(points, END, lowest_value=0, highest_value=100)
    assert found is not None
    assert found.value == found.high == 100


@given(series, st.randoms())
def test_the_order_of_the_rows_does_not_matter(
    points: dict[date, float], rng: random.Random
) -> None:
    rows = list(points.items())
    rng.shuffle(rows)
    assert forecast(dict(rows), END) == forecast(points, END)


@given(series)
def test_the_forecast_lies_in_its_own_interval(points: dict[date, float]) -> None:
    found = forecast(points, END)
    assert found is not None
    if found.low is None or found.high is None:
        assert len(points) < 3
    else:
        slack = 1e-6 * (1 + abs(found.value))
        assert found.low - slack <= found.value <= found.high + slack


@given(series, st.floats(-1e3, 1e3))
def test_moving_a_series_moves_its_forecast(
    points: dict[date, float], shift: float
) -> None:
    one, other = (
        forecast(points, END),
        forecast({day: value + shift for day, value in points.items()}, END),
    )
    assert one is not None
    assert other is not None
    assert other.value == pytest.approx(one.value + shift, rel=1e-6, abs=1e-3)


@given(st.integers(3, 10), st.floats(-50, 50), st.floats(-10, 10))
def test_points_on_a_line_leave_no_doubt(
    count: int, level: float, slope_per_day: float
) -> None:
    start = date(2020, 1, 1)
    points = {
        start + timedelta(days=30 * step): level + slope_per_day * 30 * step
        for step in range(count)
    }
    at = start + timedelta(days=30 * count)
    found = forecast(points, at)
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    expected = level + slope_per_day * 30 * count
    assert found.value == pytest.approx(expected, abs=1e-4)
    assert found.high - found.low == pytest.approx(0, abs=1e-4)


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="finite"):
        forecast({date(2024, 1, 1): math.nan}, END)
