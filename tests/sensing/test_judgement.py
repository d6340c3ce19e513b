"""When a sensor is fresh, silent, out of limits, and back within them."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import OutOfRangeError
from hatangso.model.sensing import Limits, Series
from hatangso.sensing.judgement import (
    Excursion,
    Judgement,
    SensorState,
    Side,
    excursions,
    judge,
)
from hatangso.sensing.sensing_rules import SensingRules

RULES = SensingRules(60, 3, 0.05, 2)
LIMITS = Limits(0.0, 100.0)
HOUR_S = 3600


def hourly(*values: float, start_s: int = 0) -> Series:
    at_s = start_s + HOUR_S * np.arange(len(values))
    return Series(at_s, np.array(values, dtype=float))


def judged(series: Series, at_s: int, limits: Limits = LIMITS) -> Judgement:
    return judge(series, limits, RULES, at_s=at_s, every_min=60)


VALUES = st.lists(st.floats(-200, 300), max_size=40)
HYPOTHESES = st.builds(lambda values: hourly(*values), VALUES)


def _plain_excursions(series: Series, limits: Limits) -> list[tuple[int, int | None]]:
    """Return starts and ends, one reading after the other."""
    found: list[tuple[int, int | None]] = []
    start, good = None, 0
    low, high = limits.low, limits.high
    assert low is not None
    assert high is not None
    margin = RULES.clear_margin_ratio * (high - low)
    for at_s, value in zip(series.at_s.tolist(), series.values.tolist(), strict=True):
        is_out = value < low or value > high
        is_back = low + margin <= value <= high - margin
        good = good + 1 if is_back else 0
        if start is None and is_out:
            start, good = at_s, 0
        elif start is not None and good >= RULES.clear_after_readings:
            found.append((start, at_s))
            start = None
    return found + ([(start, None)] if start is not None else [])


@given(HYPOTHESES)
def test_excursions_are_those_that_a_reader_of_one_line_at_a_time_finds(
    series: Series,
) -> None:
    found = [(one.start_s, one.end_s) for one in excursions(series, LIMITS, RULES)]
    assert found == _plain_excursions(series, LIMITS)


@given(HYPOTHESES)
def test_excursions_do_not_overlap_and_start_beyond_a_limit(series: Series) -> None:
    found = excursions(series, LIMITS, RULES)
    for one, after in pairwise(found):
        assert one.end_s is not None
        assert one.start_s < one.end_s <= after.start_s
    values = dict(zip(series.at_s.tolist(), series.values.tolist(), strict=True))
    for one in found:
        assert not 0 <= values[one.start_s] <= 100
        assert not 0 <= one.worst <= 100


@given(HYPOTHESES, st.integers(0, 60 * HOUR_S))
def test_what_comes_later_changes_no_judgement_of_today(
    series: Series, at_s: int
) -> None:
    assert judged(series, at_s) == judged(series.until(at_s), at_s)


@given(HYPOTHESES, st.integers(0, 100 * HOUR_S))
def test_a_value_is_told_only_while_the_sensor_speaks(
    series: Series, at_s: int
) -> None:
    found = judged(series, at_s)
    is_silent = found.latest_s is None or at_s - found.latest_s > 3 * HOUR_S
    assert (found.value is None) is is_silent
    assert (found.state in {SensorState.SILENT, SensorState.UNHEARD}) is is_silent


def test_a_sensor_that_never_spoke_is_unheard_not_at_zero() -> None:
    found = judged(Series.empty(), HOUR_S)
    assert (found.state, found.latest, found.value) == (SensorState.UNHEARD, None, None)


def test_three_missing_reports_are_no_silence_and_a_second_more_is() -> None:
    series = hourly(20, 21)
    assert judged(series, 4 * HOUR_S).state is SensorState.FRESH
    assert judged(series, 4 * HOUR_S + 1).state is SensorState.SILENT


def test_a_silent_sensor_keeps_the_excursion_that_it_fell_silent_in() -> None:
    found = judged(hourly(20, 130), 50 * HOUR_S)
    assert found.state is SensorState.SILENT
    assert found.excursion == Excursion(Side.HIGH, HOUR_S, None, 130.0)


def test_one_good_reading_is_no_recovery_and_two_within_the_margin_are() -> None:
    assert judged(hourly(101, 50), HOUR_S).state is SensorState.OUT_OF_LIMITS
    assert judged(hourly(101, 96, 96), 2 * HOUR_S).state is SensorState.OUT_OF_LIMITS
    assert judged(hourly(101, 95, 95), 2 * HOUR_S).state is SensorState.FRESH


def test_a_value_on_its_limit_is_within_it() -> None:
    assert judged(hourly(0, 100), HOUR_S).state is SensorState.FRESH


def test_without_limits_nothing_is_out_of_them() -> None:
    found = judged(hourly(-1e9, 1e9), HOUR_S, Limits())
    assert found.state is SensorState.FRESH


def test_a_single_limit_has_its_margin_from_itself() -> None:
    limit = Limits(high=40.0)
    assert judged(hourly(41, 38.1, 38.1), 2 * HOUR_S, limit).excursion is not None
    assert judged(hourly(41, 38.0, 38.0), 2 * HOUR_S, limit).excursion is None


def test_too_low_is_told_apart_from_too_high() -> None:
    (found,) = excursions(hourly(50, -3, -7), LIMITS, RULES)
    assert (found.side, found.worst) == (Side.LOW, -7.0)


@pytest.mark.parametrize(
    "numbers", [(0, 3, 0.05, 2), (60, 0, 0.05, 2), (60, 3, 0.5, 2), (60, 3, 0.05, 0)]
)
def test_rules_that_judge_nothing_are_refused(numbers: tuple[float, ...]) -> None:
    with pytest.raises(OutOfRangeError):
        SensingRules(*numbers)
