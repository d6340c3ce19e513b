"""Hours and days of readings, and what is missing between them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.model.sensing import Series
from hatangso.sensing.history import Gap, buckets, gaps


def made(*readings: tuple[int, float]) -> Series:
    kept = sorted(dict(readings).items())
    return Series(
        np.array([at for at, _ in kept], dtype=np.int64),
        np.array([value for _, value in kept], dtype=float),
    )


MADE = st.builds(
    lambda readings: made(*readings),
    st.lists(st.tuples(st.integers(0, 1000), st.floats(-1e6, 1e6)), max_size=50),
)


@given(MADE, st.integers(1, 400))
def test_every_reading_falls_into_one_bucket(series: Series, width_s: int) -> None:
    found = buckets(series, start_s=0, end_s=1001, width_s=width_s)
    assert sum(one.readings_n for one in found) == len(series.at_s)


@given(MADE, st.integers(1, 400))
def test_the_mean_lies_between_least_and_greatest_or_none_is_known(
    series: Series, width_s: int
) -> None:
    for one in buckets(series, start_s=0, end_s=1001, width_s=width_s):
        if one.readings_n:
            assert one.low is not None
            assert one.mean is not None
            assert one.high is not None
            assert one.low <= one.mean <= one.high
        else:
            assert (one.low, one.mean, one.high) == (None, None, None)


def test_an_hour_without_a_reading_is_not_known() -> None:
    found = buckets(made((10, 2.0), (20, 4.0)), start_s=0, end_s=7200, width_s=3600)
    assert [(one.readings_n, one.mean) for one in found] == [(2, 3.0), (0, None)]


def test_a_bucket_has_a_width() -> None:
    with pytest.raises(ValueError, match="width"):
        buckets(Series.empty(), start_s=0, end_s=10, width_s=0)


@given(MADE, st.integers(1, 400))
def test_between_gaps_no_two_readings_are_too_far_apart(
    series: Series, longest_s: int
) -> None:
    found = gaps(series, start_s=0, end_s=1000, longest_s=longest_s)
    for one in found:
        assert one.end_s - one.start_s > longest_s
        is_inside = (series.at_s > one.start_s) & (series.at_s < one.end_s)
        assert not is_inside.any()
    missing_s = sum(one.end_s - one.start_s for one in found)
    assert missing_s <= 1000


def test_a_sensor_that_says_nothing_has_one_long_gap() -> None:
    found = gaps(Series.empty(), start_s=0, end_s=100, longest_s=10)
    assert found == (Gap(0, 100),)
