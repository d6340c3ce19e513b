"""Tests of connections held against regulations: reached, not reached, or too few."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hatangso.indicators.service_quality.rules import (
    Condition,
    QualityRule,
    Quantity,
    Statistic,
)
from hatangso.indicators.service_quality.statistics import (
    Estimate,
    mean_of,
    median_of,
    share_of,
)
from hatangso.model.speed_test import SpeedTest

__all__ = [
    "ConditionResult",
    "GroupQuality",
    "RuleResult",
    "Verdict",
    "grouped",
    "judge",
    "quality_of",
]


class Verdict(StrEnum):
    """What tests say of a rule."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    TOO_FEW = "too_few"  # the samples cannot tell: an answer of its own
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True)
class ConditionResult:
    """One condition against a group of tests; no estimate without samples."""

    condition: Condition
    estimate: Estimate | None
    verdict: Verdict


@dataclass(frozen=True)
class RuleResult:
    """A rule against a group of tests."""

    rule: QualityRule
    tests: int
    conditions: tuple[ConditionResult, ...]
    verdict: Verdict


@dataclass(frozen=True)
class GroupQuality:
    """What the tests of one group say, before any rule.

    Attributes:
        key: Commune, operator and connection; empty parts are "all of them".
    """

    key: tuple[str, str, str]
    tests: int
    failed: int
    download_mbps: Estimate | None
    median_download_mbps: Estimate | None
    upload_mbps: Estimate | None
    latency_ms: Estimate | None


def grouped(
    tests: Iterable[SpeedTest],
    *,
    by_unit: bool = False,
    by_operator: bool = False,
) -> dict[tuple[str, str, str], list[SpeedTest]]:
    """Return tests by commune, operator and connection, in the order of their keys."""
    groups: dict[tuple[str, str, str], list[SpeedTest]] = defaultdict(list)
    for test in tests:
        unit = test.unit_code if by_unit else ""
        operator = test.operator if by_operator else ""
        groups[unit, operator, str(test.connection)].append(test)
    return {key: groups[key] for key in sorted(groups)}


def quality_of(key: tuple[str, str, str], tests: Sequence[SpeedTest]) -> GroupQuality:
    """Return the statistics of a group.

    Rows of averages weigh as many tests as they say; they have no median.
    """
    return GroupQuality(
        key=key,
        tests=sum(test.tests for test in tests),
        failed=sum(test.tests for test in tests if test.has_failed),
        download_mbps=_mean(tests, Quantity.DOWNLOAD),
        median_download_mbps=_median(tests, Quantity.DOWNLOAD),
        upload_mbps=_mean(tests, Quantity.UPLOAD),
        latency_ms=_mean(tests, Quantity.LATENCY),
    )


def judge(rule: QualityRule, tests: Iterable[SpeedTest]) -> RuleResult:
    """Hold tests against a rule.

    A rule that names a number of tests is judged by the plain estimates once there are
    as many. A rule that names none is judged where the 95 % interval lies on one side
    of the limit; where the limit lies within, the samples are too few to tell.

    Args:
        rule: The rule.
        tests: Any; those of other connections are left out.
    """
    found = [test for test in tests if test.connection in rule.connections]
    count = sum(test.tests for test in found)
    results = tuple(
        _condition(condition, found, count, rule) for condition in rule.condition
    )
    return RuleResult(rule, count, results, _together(results))


def _together(results: Sequence[ConditionResult]) -> Verdict:
    """Return the verdict of a rule: one failure is enough, one doubt too."""
    verdicts = {result.verdict for result in results}
    for verdict in (Verdict.NOT_REACHED, Verdict.TOO_FEW, Verdict.NOT_MEASURED):
        if verdict in verdicts:
            return verdict
    return Verdict.REACHED


def _condition(
    condition: Condition, tests: Sequence[SpeedTest], count: int, rule: QualityRule
) -> ConditionResult:
    estimate = _estimate(condition, tests)
    if estimate is None:
        return ConditionResult(condition, None, Verdict.NOT_MEASURED)
    if rule.fewest_tests and count < rule.fewest_tests:
        return ConditionResult(condition, estimate, Verdict.TOO_FEW)
    if rule.fewest_tests:
        is_reached = _holds(condition, estimate.value)
        verdict = Verdict.REACHED if is_reached else Verdict.NOT_REACHED
        return ConditionResult(condition, estimate, verdict)
    ends = [end for end in (estimate.low, estimate.high) if end is not None]
    verdicts = {_holds(condition, end) for end in ends}
    if len(verdicts) != 1:
        return ConditionResult(condition, estimate, Verdict.TOO_FEW)
    verdict = Verdict.REACHED if verdicts == {True} else Verdict.NOT_REACHED
    return ConditionResult(condition, estimate, verdict)


def _holds(condition: Condition, value: float) -> bool:
    is_enough = condition.at_least is None or value >= condition.at_least
    return is_enough and (condition.at_most is None or value <= condition.at_most)


def _estimate(condition: Condition, tests: Sequence[SpeedTest]) -> Estimate | None:
    if condition.quantity is Quantity.FAILED:
        failed = sum(test.tests for test in tests if test.has_failed)
        return share_of(failed, sum(test.tests for test in tests))
    if condition.statistic is Statistic.MEDIAN:
        return _median(tests, condition.quantity)
    if condition.statistic is Statistic.SHARE_REACHING and condition.level is not None:
        if _has_averages(tests):
            return None
        values, _ = _values(tests, condition.quantity)
        return share_of(sum(value >= condition.level for value in values), len(values))
    return _mean(tests, condition.quantity)


def _mean(tests: Sequence[SpeedTest], quantity: Quantity) -> Estimate | None:
    return mean_of(*_values(tests, quantity))


def _median(tests: Sequence[SpeedTest], quantity: Quantity) -> Estimate | None:
    return None if _has_averages(tests) else median_of(_values(tests, quantity)[0])


def _has_averages(tests: Iterable[SpeedTest]) -> bool:
    """Return whether some row is an average: single tests cannot be counted then."""
    return any(test.tests > 1 and not test.has_failed for test in tests)


def _values(
    tests: Sequence[SpeedTest], quantity: Quantity
) -> tuple[list[float], list[int]]:
    """Return what was measured, and by how many tests; failures measured nothing."""
    read = _READERS[quantity]
    found = [(value, test.tests) for test in tests if (value := read(test)) is not None]
    return [value for value, _ in found], [count for _, count in found]


def _of_promised(test: SpeedTest) -> float | None:
    if test.download_mbps is None or not test.promised_mbps:
        return None
    return test.download_mbps / test.promised_mbps


_READERS: Mapping[Quantity, Callable[[SpeedTest], float | None]] = {
    Quantity.DOWNLOAD: lambda test: test.download_mbps,
    Quantity.UPLOAD: lambda test: test.upload_mbps,
    Quantity.LATENCY: lambda test: test.latency_ms,
    Quantity.DOWNLOAD_OF_PROMISED: _of_promised,
}
