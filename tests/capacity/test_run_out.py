from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from hatangso.capacity.run_out import run_out
from hatangso.errors import InvalidInputError, OutOfRangeError

START = date(2026, 1, 1)


def series(*values: float, every_n: int = 30) -> dict[date, float]:
    return {START + timedelta(days=every_n * at): v for at, v in enumerate(values)}


def test_a_straight_line_ends_on_its_day() -> None:
    # One a day from 0 on 1 January: 150 after 150 days.
    found = run_out(series(0, 30, 60, 90), bound=150, horizon_n=1_000)
    day = START + timedelta(days=150)
    assert found.per_year == pytest.approx(365.25)
    assert (found.expected_on, found.earliest_on, found.latest_on) == (day, day, day)


def test_two_points_tell_nothing() -> None:
    found = run_out(series(10, 20), bound=100, horizon_n=1_000)
    assert (found.is_known, found.points_n, found.expected_on) == (False, 2, None)
    assert not run_out({}, bound=100, horizon_n=1_000).is_known


def test_one_wild_point_does_not_turn_the_line() -> None:
    found = run_out(series(0, 30, 60, 500, 120, 150, 180), bound=300, horizon_n=900)
    assert found.per_year == pytest.approx(365.25)


def test_the_interval_is_that_of_the_formula() -> None:
    found = run_out(series(10, 12, 11, 14, every_n=100), bound=20, horizon_n=3_650)
    past = np.array([-300.0, -200.0, -100.0, 0.0])
    used = np.array([10.0, 12.0, 11.0, 14.0])
    slopes = [
        (used[b] - used[a]) / (past[b] - past[a])
        for a in range(4)
        for b in range(a + 1, 4)
    ]
    slope = float(np.median(slopes))
    level = float(np.median(used - slope * past))
    spread = np.sqrt(((used - level - slope * past) ** 2).sum() / 2)
    ahead = np.arange(3_651)
    reach = (ahead + 150) ** 2 / ((past + 150) ** 2).sum()
    width = student.ppf(0.95, 2) * spread * np.sqrt(1 + 1 / 4 + reach)
    first = int(np.argmax(level + slope * ahead + width >= 20))
    last_day = START + timedelta(days=300)
    assert found.earliest_on == last_day + timedelta(days=first)


@given(st.lists(st.floats(0, 1_000), min_size=3, max_size=12), st.floats(1, 2_000))
def test_the_expected_day_lies_within_the_interval(
    values: list[float], bound: float
) -> None:
    found = run_out(series(*values), bound=bound, horizon_n=2_000)
    if found.expected_on:
        assert found.earliest_on
        assert found.earliest_on <= found.expected_on
    if found.latest_on:
        assert found.expected_on
        assert found.expected_on <= found.latest_on


def test_what_shrinks_never_runs_out() -> None:
    found = run_out(series(100, 90, 80, 70), bound=150, horizon_n=3_650)
    assert found.is_known
    assert (found.expected_on, found.earliest_on) == (None, None)


def test_what_is_full_already_runs_out_on_its_last_day() -> None:
    points = series(100, 110, 120)
    assert run_out(points, bound=90, horizon_n=10).expected_on == max(points)


@pytest.mark.parametrize("bad", [float("nan"), -1.0])
def test_numbers_that_cannot_be_are_refused(bad: float) -> None:
    with pytest.raises(InvalidInputError, match="0 or more"):
        run_out(series(1, bad, 3), bound=5, horizon_n=10)


def test_the_past_is_no_horizon() -> None:
    with pytest.raises(OutOfRangeError, match="0 days or more; it is -1"):
        run_out(series(1, 2, 3), bound=5, horizon_n=-1)
