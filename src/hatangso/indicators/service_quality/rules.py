"""Regulations as data: which statistic of which tests has to reach what."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from hatangso.errors import InvalidInputError
from hatangso.model.speed_test import Connection

__all__ = [
    "AvailabilityRule",
    "Condition",
    "QualityRule",
    "QualityRules",
    "Quantity",
    "Statistic",
    "quality_rules",
]


class Quantity(StrEnum):
    """What of a test is looked at."""

    DOWNLOAD = "download_mbps"
    UPLOAD = "upload_mbps"
    LATENCY = "latency_ms"
    DOWNLOAD_OF_PROMISED = "download_of_promised_ratio"
    FAILED = "failed"


class Statistic(StrEnum):
    """How the tests of a group are put into one number."""

    MEAN = "mean"
    MEDIAN = "median"
    SHARE = "share"  # of tests for which the quantity holds
    SHARE_REACHING = "share_reaching"  # of tests at or above the level


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One number that has to be reached.

    Attributes:
        level: Of SHARE_REACHING, in the unit of the quantity.
        at_least: None when there is no lower limit.
        at_most: None when there is no upper limit.
    """

    quantity: Quantity
    statistic: Statistic
    level: float | None = None
    at_least: float | None = None
    at_most: float | None = None


class QualityRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A regulation or plan.

    Attributes:
        fewest_tests: Below that nothing is judged; 0 when the text names no number:
            then the interval decides.
        is_confirmed: Whether its numbers were read in the text in force.
    """

    code: str
    name_vi: str
    name_en: str
    connections: tuple[Connection, ...]
    source: str
    condition: tuple[Condition, ...]
    fewest_tests: int = 0
    is_confirmed: bool = True


class AvailabilityRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which share of samples of level has to reach the least level, told beside it."""

    code: str
    name_vi: str
    name_en: str
    connections: tuple[Connection, ...]
    at_least_ratio: float
    source: str


class _Unread(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A regulation whose numbers could not be read."""

    code: str
    name_vi: str
    name_en: str


class QualityRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All rules, and what is not among them because nobody read its numbers."""

    rule: tuple[QualityRule, ...]
    radio_availability: AvailabilityRule
    unread: tuple[_Unread, ...] = ()


def quality_rules(mapping: Mapping[str, Any]) -> QualityRules:
    """Build the rules from the parsed ``rules.toml``.

    Raises:
        InvalidInputError: A rule is incomplete, or a condition has no limit or level.
    """
    text = "the rules of service quality cannot be used: {problems}"
    try:
        rules = msgspec.convert(mapping, QualityRules)
    except msgspec.ValidationError as error:
        raise InvalidInputError(text, problems=str(error)) from error
    problems = [
        f"{rule.code}: {problem}"
        for rule in rules.rule
        for condition in rule.condition
        if (problem := _problem(condition))
    ]
    if problems:
        raise InvalidInputError(text, problems="; ".join(problems))
    return rules


def _problem(condition: Condition) -> str:
    if condition.at_least is None and condition.at_most is None:
        return f"{condition.quantity} needs at_least or at_most"
    needs_level = condition.statistic is Statistic.SHARE_REACHING
    if needs_level != (condition.level is not None):
        return f"{condition.quantity}: share_reaching needs a level, others have none"
    if (condition.quantity is Quantity.FAILED) != (
        condition.statistic is Statistic.SHARE
    ):
        return "failed is a share, and nothing else is"
    return ""
