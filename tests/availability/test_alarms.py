"""Alarms come after a row of bad looks and go after a row of good ones."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.availability.alarm_rules import AlarmRule, alarm_rules
from hatangso.availability.alarms import (
    AlarmChange,
    alarm_changes,
    health_readings,
    sample_readings,
)
from hatangso.errors import InvalidInputError
from hatangso.io.parameter_files import shipped_parameters
from hatangso.model.monitoring import (
    CertificateFault,
    Sample,
    TargetState,
    WebHealth,
)

RULES = alarm_rules(shipped_parameters("availability", "alarm_rules.toml"))
UP, SLOW, DOWN, UNKNOWN = TargetState
DAY_S = 86_400
GAP_S = 150


def row(states: str, start: int = 0) -> list[Sample]:
    """Return a look a minute: d is down, u is up, ? is unknown."""
    kinds = {"d": DOWN, "u": UP, "?": UNKNOWN}
    return [Sample(start + 60 * i, kinds[one]) for i, one in enumerate(states)]


def changes(
    rule: AlarmRule, samples: list[Sample], *, is_open: bool = False
) -> list[tuple[int, bool]]:
    readings = sample_readings(rule, samples)
    found = alarm_changes(rule, (), readings, is_open=is_open, gap_s=GAP_S)
    return [(one.at_s // 60, one.is_raised) for one in found]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ("uddu", []),
        ("uddd", [(1, True)]),
        ("udddudduu", [(1, True), (7, False)]),
        ("dddddd", [(0, True)]),
        # One good look between clears nothing.
        ("dddudddu", [(0, True)]),
        # Unknown looks say nothing, unless they last.
        ("dd?d", [(0, True)]),
        ("dd???d", []),
    ],
)
def test_three_failures_in_a_row_raise_and_two_answers_clear(
    states: str, expected: list[tuple[int, bool]]
) -> None:
    assert changes(RULES["unreachable"], row(states)) == expected


def test_a_slow_alarm_is_cleared_below_a_lower_limit_than_it_was_raised_at() -> None:
    rule = RULES["slow"]
    times = [3500.0] * 5 + [2500.0] * 9 + [1500.0] * 5
    samples = [Sample(60 * i, SLOW, ms) for i, ms in enumerate(times)]
    assert changes(rule, samples) == [(0, True), (14, False)]


def test_no_answer_is_neither_slow_nor_quick() -> None:
    rule = RULES["slow"]
    samples = [Sample(60 * i, SLOW, 9000.0) for i in range(4)]
    assert changes(rule, [*samples, Sample(240, DOWN)]) == []


@given(st.lists(st.sampled_from("du?"), max_size=40).map("".join), st.integers(0, 40))
def test_judging_in_two_parts_is_judging_at_once(states: str, cut: int) -> None:
    rule = RULES["unreachable"]
    readings = sample_readings(rule, row(states))
    whole = alarm_changes(rule, (), readings, is_open=False, gap_s=GAP_S)
    first = alarm_changes(rule, (), readings[:cut], is_open=False, gap_s=GAP_S)
    is_open = bool(first) and first[-1].is_raised
    before = readings[max(0, cut - 5) : cut]
    second = alarm_changes(rule, before, readings[cut:], is_open=is_open, gap_s=GAP_S)
    assert first + second == whole
    assert [one.is_raised for one in whole] == [i % 2 == 0 for i in range(len(whole))]


def health(**told: Any) -> WebHealth:
    return WebHealth(0, has_https=True, **told)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (40, set()),
        (30, {"certificate_ends"}),
        (0, {"certificate_ends", "certificate_ended"}),
        (-3, {"certificate_ends", "certificate_ended"}),
        (None, set()),
    ],
)
def test_a_certificate_that_ends_soon_warns_and_one_that_ended_alarms(
    days: int | None, expected: set[str]
) -> None:
    ends = None if days is None else days * DAY_S
    found = health(certificate_ends_at_s=ends)
    raised = {
        name
        for name, rule in RULES.items()
        if alarm_changes(
            rule, (), health_readings(rule, found), is_open=False, gap_s=GAP_S
        )
    }
    assert raised == expected


def test_a_distrusted_certificate_warns_until_it_is_replaced() -> None:
    rule = RULES["certificate_distrusted"]
    bad = health(certificate_fault=CertificateFault.WRONG_HOST)
    found = alarm_changes(
        rule, (), health_readings(rule, bad), is_open=False, gap_s=GAP_S
    )
    assert found == (AlarmChange(0, is_raised=True),)
    found = alarm_changes(
        rule, (), health_readings(rule, health()), is_open=True, gap_s=GAP_S
    )
    assert found == (AlarmChange(0, is_raised=False),)


def test_wrong_rules_are_told_all_at_once() -> None:
    fine = {"severity": "warning", "source": "tỉnh", "assumption": True}
    counts = {"raise_after": 1, "clear_after": 1}
    table = {
        "a": {**fine, **counts, "when": "on fire"},
        "b": {**fine, **counts, "when": "slower_ms", "raise_at": 5, "clear_at": 9},
        "c": {**fine, "when": "down", "raise_after": 0, "clear_after": 1},
        "d": {**fine, **counts, "when": "down", "is_on": False},
        "e": {**fine, **counts, "when": "certificate_days", "raise_at": 9},
    }
    with pytest.raises(InvalidInputError) as caught:
        alarm_rules(table)
    told = [one.place.column for one in caught.value.findings]
    assert told == ["rules.a", "rules.b", "rules.c", "rules.e"]
