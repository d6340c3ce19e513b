import random
import tomllib
from datetime import date
from importlib import resources
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.indicators.service_quality.judgement import (
    Verdict,
    grouped,
    judge,
    quality_of,
)
from hatangso.indicators.service_quality.rules import QualityRule, quality_rules
from hatangso.indicators.service_quality.statistics import mean_of, median_of, share_of
from hatangso.model.speed_test import Connection, SpeedTest


def shipped() -> dict[str, Any]:
    folder = resources.files("hatangso.indicators") / "service_quality"
    return tomllib.loads((folder / "rules.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rules() -> dict[str, QualityRule]:
    return {rule.code: rule for rule in quality_rules(shipped()).rule}


def made(download_mbps: float | None, **changes: Any) -> SpeedTest:
    told: dict[str, Any] = {
        "day": date(2025, 10, 1),
        "connection": Connection.MOBILE_5G,
        "operator": "VNPT",
        "unit_code": "05443",
        "upload_mbps": 40.0,
        "latency_ms": 20.0,
    }
    return SpeedTest(download_mbps=download_mbps, **(told | changes))


FAILED = made(None, upload_mbps=None, latency_ms=None, has_failed=True)


# Rule 6 of the domain: mean, 95 % at 30 Mb/s, latency, 1,500 samples.
def test_qcvn_126_is_reached_by_enough_good_tests(
    rules: dict[str, QualityRule],
) -> None:
    result = judge(rules["qcvn-126-2021"], [made(120.0)] * 1500)
    assert result.verdict is Verdict.REACHED
    assert [item.estimate.value for item in result.conditions if item.estimate] == [
        120, 40, 1, 20, 0,
    ]  # fmt: skip


def test_too_few_tests_are_an_answer_of_their_own(
    rules: dict[str, QualityRule],
) -> None:
    result = judge(rules["qcvn-126-2021"], [made(120.0)] * 1499)
    assert result.verdict is Verdict.TOO_FEW
    assert result.tests == 1499


@pytest.mark.parametrize(
    ("tests", "quantity"),
    [
        ([made(99.0)] * 1500, "download_mbps"),
        ([made(200.0)] * 1400 + [made(29.0)] * 100, "download_mbps"),
        ([made(120.0, latency_ms=51.0)] * 1500, "latency_ms"),
        ([made(120.0)] * 1420 + [FAILED] * 80, "failed"),
        ([made(120.0, upload_mbps=29.0)] * 1500, "upload_mbps"),
    ],
)
def test_one_condition_missed_is_enough(
    rules: dict[str, QualityRule], tests: list[SpeedTest], quantity: str
) -> None:
    result = judge(rules["qcvn-126-2021"], tests)
    assert result.verdict is Verdict.NOT_REACHED
    missed = [
        str(item.condition.quantity)
        for item in result.conditions
        if item.verdict is Verdict.NOT_REACHED
    ]
    assert missed == [quantity]


# Rule 7 of the domain: Pd of at least 0.8 Vd.
@pytest.mark.parametrize(("reached", "verdict"), [(85, "reached"), (75, "not_reached")])
def test_a_fixed_line_is_held_against_what_was_promised(
    rules: dict[str, QualityRule], reached: float, verdict: str
) -> None:
    tests = [
        made(reached + wiggle, connection=Connection.FIXED, promised_mbps=100.0)
        for wiggle in (-2, -1, 0, 1, 2) * 20
    ]
    assert judge(rules["qcvn-34-2019"], tests).verdict == verdict


def test_where_no_number_of_tests_is_named_the_interval_decides(
    rules: dict[str, QualityRule],
) -> None:
    near = [made(value, connection=Connection.MOBILE_4G) for value in (20, 42, 61, 38)]
    far = [made(value, connection=Connection.MOBILE_4G) for value in (52, 57, 55, 60)]
    assert judge(rules["plan-4g"], near).verdict is Verdict.TOO_FEW
    assert judge(rules["plan-4g"], far).verdict is Verdict.REACHED
    assert judge(rules["plan-4g"], far[:1]).verdict is Verdict.TOO_FEW
    assert judge(rules["plan-4g"], []).verdict is Verdict.NOT_MEASURED


def test_a_quantity_that_nobody_measured_is_not_reached_nor_missed(
    rules: dict[str, QualityRule],
) -> None:
    tests = [made(120.0, latency_ms=None)] * 1500
    assert judge(rules["qcvn-126-2021"], tests).verdict is Verdict.NOT_MEASURED


def test_groups_are_communes_operators_and_connections() -> None:
    tests = [
        made(100.0),
        made(60.0, operator="Viettel"),
        made(40.0, unit_code="05446"),
        made(50.0, connection=Connection.FIXED),
    ]
    assert list(grouped(tests)) == [("", "", "5G"), ("", "", "fixed")]
    keys = list(grouped(tests, by_unit=True, by_operator=True))
    assert keys[0] == ("05443", "VNPT", "5G")
    assert len(keys) == 4


def test_a_row_of_averages_counts_as_often_as_it_says() -> None:
    quality = quality_of(("", "", "5G"), [made(100.0, tests=9), made(50.0), FAILED])
    assert (quality.tests, quality.failed) == (11, 1)
    assert quality.download_mbps is not None
    assert quality.download_mbps.value == pytest.approx(95)


# Wilson's interval of 81 of 263, as published with the method's worked example
# (Newcombe 1998, Statistics in Medicine 17, table I: 0.2553 to 0.3662).
def test_the_interval_of_a_share_is_wilsons() -> None:
    found = share_of(81, 263)
    assert found is not None
    assert (found.low, found.high) == (
        pytest.approx(0.2553, abs=5e-5),
        pytest.approx(0.3662, abs=5e-5),
    )


def test_the_interval_of_a_median_holds_it_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)
    hits = 0
    for _ in range(2000):
        found = median_of(list(rng.lognormal(3, 1, 25)))
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= np.exp(3) <= found.high
    assert 0.95 <= hits / 2000 <= 0.99


def test_five_tests_give_no_interval_of_the_median() -> None:
    found = median_of([1, 2, 3, 4, 5])
    assert found is not None
    assert (found.value, found.low, found.high) == (3, None, None)
    assert median_of([]) is None


@given(st.lists(st.floats(0, 1e4), min_size=2, max_size=40), st.randoms())
def test_the_order_of_the_tests_does_not_matter(
    values: list[float], rng: random.Random
) -> None:
    mixed = values.copy()
    rng.shuffle(mixed)
    one, other = mean_of(values), mean_of(mixed)
    assert median_of(values) == median_of(mixed)
    assert one is not None
    assert other is not None
    assert one.value == pytest.approx(other.value)


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        (
            {"quantity": "download_mbps", "statistic": "mean"},
            "needs at_least or at_most",
        ),
        (
            {"quantity": "download_mbps", "statistic": "share_reaching", "at_least": 1},
            "needs a level",
        ),
        (
            {"quantity": "failed", "statistic": "mean", "at_most": 1},
            "failed is a share",
        ),
        (
            {"quantity": "smell", "statistic": "mean", "at_most": 1},
            "Invalid enum value",
        ),
    ],
)
def test_a_broken_rule_is_refused(condition: dict[str, object], problem: str) -> None:
    rule = {
        "code": "x", "name_vi": "x", "name_en": "x", "connections": ["5G"],
        "source": "x", "condition": [condition],
    }  # fmt: skip
    with pytest.raises(InvalidInputError, match=problem):
        quality_rules({**shipped(), "rule": [rule]})


def test_rows_of_averages_have_a_mean_and_no_median() -> None:
    rows = [made(40.0, tests=30), made(50.0, tests=10)]
    quality = quality_of(("", "", "5G"), rows)
    assert quality.median_download_mbps is None
    mean = quality.download_mbps
    assert mean is not None
    assert (mean.value, mean.samples) == (42.5, 40)
    # Two averages tell little of how single tests spread.
    assert mean.low is not None
    assert mean.low < 0


def test_one_average_tells_no_interval(rules: dict[str, QualityRule]) -> None:
    quality = quality_of(("", "", "5G"), [made(40.0, tests=30)])
    assert quality.download_mbps is not None
    assert quality.download_mbps.low is None
    result = judge(rules["qcvn-126-2021"], [made(120.0, tests=2000)])
    assert result.verdict is Verdict.NOT_MEASURED


def test_means_of_single_tests_are_as_before() -> None:
    values = [10.0, 20.0, 40.0]
    plain, weighted = mean_of(values), mean_of(values, [1, 1, 1])
    assert plain == weighted
    assert plain is not None
    # Student's t for 2 degrees of freedom is 4,303; s = 15,275.
    assert plain.high == pytest.approx(70 / 3 + 4.3027 * 15.2753 / 3**0.5, rel=1e-4)
