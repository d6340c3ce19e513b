"""What the register's measurements say of the service that people get."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hatangso.errors import Message
from hatangso.indicators.service_quality.judgement import (
    GroupQuality,
    RuleResult,
    grouped,
    judge,
    quality_of,
)
from hatangso.indicators.service_quality.rules import QualityRules, quality_rules
from hatangso.io.parameter_files import shipped_parameters
from hatangso.model.record import Record
from hatangso.model.speed_test import Connection, SpeedTest
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.register_tables import register_view

__all__ = ["GroupResult", "ServiceQuality", "service_quality", "speed_tests"]

_KIND = "measurement"
_CONNECTIONS = {str(connection): connection for connection in Connection}
_PERCENT = 100


@dataclass(frozen=True)
class GroupResult:
    """One group of tests and what the rules that apply to it say."""

    quality: GroupQuality
    rules: tuple[RuleResult, ...]


@dataclass(frozen=True)
class ServiceQuality:
    """What the measurements say.

    Attributes:
        rules: All rules, also those that no test can be held against.
        groups: By commune, operator and connection as asked.
        notes: Which measurements were left out, and why.
    """

    rules: QualityRules
    groups: tuple[GroupResult, ...]
    tests: int
    notes: tuple[Message, ...]


def service_quality(
    directory: Path,
    *,
    by_unit: bool = False,
    by_operator: bool = False,
    since: date | None = None,
) -> ServiceQuality:
    """Hold the measurements of the register against regulations and plans.

    Args:
        directory: The province directory.
        by_unit: Whether communes are told apart.
        by_operator: Whether operators are told apart.
        since: The first day that counts; None counts all.

    Raises:
        NotFoundError: It is no province directory.
    """
    rules = quality_rules(
        shipped_parameters("indicators/service_quality", "rules.toml")
    )
    with register_view(directory, shipped_kinds()) as view:
        records = view.records(_KIND)
    tests, notes = speed_tests(records, since=since)
    groups = grouped(tests, by_unit=by_unit, by_operator=by_operator)
    return ServiceQuality(
        rules,
        tuple(
            GroupResult(
                quality_of(key, found),
                tuple(
                    judge(rule, found)
                    for rule in rules.rule
                    if any(test.connection in rule.connections for test in found)
                ),
            )
            for key, found in groups.items()
        ),
        sum(test.tests for test in tests),
        notes,
    )


def speed_tests(
    records: Iterable[Record], *, since: date | None = None
) -> tuple[list[SpeedTest], tuple[Message, ...]]:
    """Return measurements as tests, and what was left out.

    A row of means stands for as many tests as it says. A row of medians is left out:
    medians of groups give no median, and no mean, of all.
    """
    tests: list[SpeedTest] = []
    medians = speechless = 0
    for record in records:
        values = record.values
        day = values.get("measured_on")
        if since is not None and isinstance(day, date) and day < since:
            continue
        connection = _CONNECTIONS.get(str(values.get("technology")))
        if connection is None or not _says_anything(values):
            speechless += 1
        elif values.get("statistic") == "median":
            medians += 1
        else:
            tests += _tests(values, connection)
    notes = []
    if medians:
        text = "{count} rows of medians were left out: medians cannot be put together"
        notes.append(Message(text, {"count": medians}))
    if speechless:
        text = "{count} measurements say nothing of rate, delay or technology"
        notes.append(Message(text, {"count": speechless}))
    return tests, tuple(notes)


def _says_anything(values: Mapping[str, object]) -> bool:
    names = ("download_mbps", "upload_mbps", "latency_ms", "failures_percent")
    return any(values.get(name) is not None for name in names)


def _number(values: Mapping[str, object], name: str) -> float | None:
    value = values.get(name)
    return float(value) if isinstance(value, int | float) else None


def _tests(values: Mapping[str, object], connection: Connection) -> list[SpeedTest]:
    """Return one measurement as a test that worked and one that did not, if both."""
    count = int(_number(values, "samples") or 1)
    failed = round(count * (_number(values, "failures_percent") or 0.0) / _PERCENT)
    day = values.get("measured_on")
    tests = []
    if count > failed:
        tests.append(
            SpeedTest(
                day=day if isinstance(day, date) else None,
                connection=connection,
                operator=str(values.get("operator") or ""),
                unit_code=str(values.get("commune_code") or ""),
                download_mbps=_number(values, "download_mbps"),
                upload_mbps=_number(values, "upload_mbps"),
                latency_ms=_number(values, "latency_ms"),
                promised_mbps=_number(values, "promised_mbps"),
                tests=count - failed,
            )
        )
    if failed:
        tests.append(
            SpeedTest(
                day=day if isinstance(day, date) else None,
                connection=connection,
                operator=str(values.get("operator") or ""),
                unit_code=str(values.get("commune_code") or ""),
                download_mbps=None,
                has_failed=True,
                tests=failed,
            )
        )
    return tests
