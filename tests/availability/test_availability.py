"""Laws of availability: all time is accounted for, silence is never an outage."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.availability.hours import HOUR_S, hour_counts, hour_durations
from hatangso.availability.schedule import phase_s, wait_s
from hatangso.availability.timeline import (
    Durations,
    Span,
    durations,
    joined,
    ordered,
    outages,
    timeline,
)
from hatangso.errors import OutOfRangeError
from hatangso.model.monitoring import Outage, OutageEnd, Sample, TargetState

UP, SLOW, DOWN, UNKNOWN = TargetState
END_S = 6 * HOUR_S
SAMPLES = st.lists(
    st.builds(
        Sample,
        st.integers(-HOUR_S, END_S + HOUR_S),
        st.sampled_from(TargetState),
        st.none() | st.floats(0, 60_000),
    ),
    max_size=60,
)
HOLDS = st.integers(1, 2 * HOUR_S)


def looks(*told: tuple[int, TargetState]) -> list[Sample]:
    return [Sample(at_s, state) for at_s, state in told]


def lasted(samples: list[Sample], hold_s: int, until_s: int = END_S) -> Durations:
    return durations(timeline(samples, from_s=0, until_s=until_s, hold_s=hold_s))


def test_a_minute_of_looks_is_read_second_by_second() -> None:
    samples = looks((0, UP), (60, DOWN), (120, DOWN), (180, UP), (240, SLOW))
    spans = timeline(samples, from_s=0, until_s=600, hold_s=150)
    assert spans == (
        Span(0, 60, UP),
        Span(60, 180, DOWN),
        Span(180, 240, UP),
        Span(240, 390, SLOW),
        Span(390, 600, UNKNOWN),
    )
    total = durations(spans)
    assert total == Durations(up_s=120, slow_s=150, down_s=120, unknown_s=210)
    assert total.available_ratio == 270 / 390
    assert outages(spans) == (Outage(60, 180, OutageEnd.RECOVERED),)


def test_an_agent_that_stops_makes_time_unknown_not_down() -> None:
    before = lasted(looks((0, UP), (60, UP)), hold_s=150)
    assert (before.up_s, before.down_s) == (210, 0)
    assert before.unknown_s == END_S - 210
    assert before.available_ratio == 1.0


def test_an_outage_that_nobody_saw_the_end_of_says_so() -> None:
    spans = timeline(looks((0, DOWN)), from_s=0, until_s=600, hold_s=150)
    assert outages(spans) == (Outage(0, 150, OutageEnd.UNKNOWN),)


def test_without_looks_nothing_is_known() -> None:
    assert lasted([], hold_s=60).available_ratio is None
    assert lasted([], hold_s=60).known_ratio == 0


def test_of_two_looks_in_one_second_the_worse_counts() -> None:
    assert ordered(looks((5, UP), (5, DOWN), (5, SLOW))) == tuple(looks((5, DOWN)))


def test_an_empty_period_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="ends after it begins"):
        timeline([], from_s=5, until_s=5, hold_s=1)


@given(SAMPLES, HOLDS)
def test_all_time_is_accounted_for(samples: list[Sample], hold_s: int) -> None:
    spans = timeline(samples, from_s=0, until_s=END_S, hold_s=hold_s)
    assert spans[0].from_s == 0
    assert spans[-1].until_s == END_S
    for one, other in pairwise(spans):
        assert one.until_s == other.from_s
        assert one.state is not other.state
    assert durations(spans).period_s == END_S


@given(SAMPLES, HOLDS, st.randoms())
def test_order_and_duplicates_change_nothing(
    samples: list[Sample], hold_s: int, random: Random
) -> None:
    twice = [*samples, *samples]
    random.shuffle(twice)
    assert lasted(twice, hold_s) == lasted(samples, hold_s)


@given(SAMPLES, HOLDS, st.integers(0, END_S))
def test_after_the_last_look_nothing_is_known_for_longer_than_it_holds(
    samples: list[Sample], hold_s: int, stop_s: int
) -> None:
    until_stop = [one for one in samples if one.at_s <= stop_s]
    spans = timeline(until_stop, from_s=0, until_s=END_S, hold_s=hold_s)
    for span in spans:
        if span.state is not UNKNOWN:
            assert span.until_s <= stop_s + hold_s


@given(SAMPLES, HOLDS, st.integers(1, END_S - 1))
def test_two_periods_add_up_to_the_whole(
    samples: list[Sample], hold_s: int, cut_s: int
) -> None:
    first = timeline(samples, from_s=0, until_s=cut_s, hold_s=hold_s)
    second = timeline(samples, from_s=cut_s, until_s=END_S, hold_s=hold_s)
    whole = timeline(samples, from_s=0, until_s=END_S, hold_s=hold_s)
    assert durations(first) + durations(second) == durations(whole)
    assert joined(outages(first), second) == outages(whole)


@given(SAMPLES, HOLDS)
def test_counts_of_hours_say_what_the_looks_said(
    samples: list[Sample], hold_s: int
) -> None:
    counts = hour_counts(samples, from_s=0, until_s=END_S, hold_s=hold_s)
    assert hour_durations(counts, from_s=0, until_s=END_S) == lasted(samples, hold_s)
    inside = [
        one.response_ms
        for one in samples
        if 0 <= one.at_s < END_S and one.response_ms is not None
    ]
    assert sum(one.answers for one in counts) == len(inside)
    assert sum(one.response_sum_ms for one in counts) == pytest.approx(sum(inside))
    for one in counts:
        assert one.up_s + one.slow_s + one.down_s <= HOUR_S


@given(st.integers(1, 100_000), st.floats(0, 2e9), st.text(max_size=20))
def test_a_target_is_due_at_its_second_of_every_interval(
    interval_s: int, now_s: float, code: str
) -> None:
    phase = phase_s(code, interval_s)
    assert 0 <= phase < interval_s
    wait = wait_s(now_s, interval_s=interval_s, phase_s=phase)
    assert 0 < wait <= interval_s
    off = (now_s + wait - phase) % interval_s
    assert min(off, interval_s - off) == pytest.approx(0, abs=1e-5)


def test_a_sleep_that_ends_early_serves_no_moment_twice() -> None:
    early = wait_s(119.9, interval_s=60, phase_s=0, is_early_s=1)
    assert early == pytest.approx(60.1)
    assert wait_s(120.1, interval_s=60, phase_s=0, is_early_s=1) == pytest.approx(59.9)


def test_a_clock_set_back_by_an_hour_delays_no_look_by_more_than_an_interval() -> None:
    assert wait_s(7200 - 3600, interval_s=60, phase_s=30) == 30
