"""What the register's measurements say of the service that people get."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from hatangso.errors import Message
from hatangso.indicators.series.province_counts import communes_of_points
from hatangso.indicators.service_quality.availability import (
    RadioAvailability,
    radio_availability,
)
from hatangso.indicators.service_quality.judgement import (
    GroupQuality,
    RuleResult,
    grouped,
    judge,
    quality_of,
)
from hatangso.indicators.service_quality.rules import QualityRules, quality_rules
from hatangso.io.findings import Findings
from hatangso.io.geojson_layers import COMMUNES_FILE, read_communes
from hatangso.io.parameter_files import shipped_parameters
from hatangso.io.province_directory import DESCRIPTION_FILE
from hatangso.language import fold
from hatangso.model.record import Record
from hatangso.model.speed_test import (
    Connection,
    LevelSample,
    PrintedMedian,
    SpeedTest,
)
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.register.register_tables import register_view

__all__ = [
    "GroupResult",
    "Measured",
    "ServiceQuality",
    "measured_in",
    "service_quality",
    "sorted_out",
]

_KIND = "measurement"
_CONNECTIONS = {str(connection): connection for connection in Connection}
_PERCENT = 100
# A row that does not say what it is, is one sample.
_SINGLE = (None, "", "sample")
_PROVINCE_WORD = re.compile(r"^(tinh|thanh pho|tp\.?)\s*")
_SPEECHLESS, _ELSEWHERE, _NO_SAMPLE = "speechless", "elsewhere", "no sample"


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
        medians: As printed.
        level_samples: How many samples of level there are.
        least_level_dbm: From which level a place is served; None when not told.
        availability: Groups of samples of level; none without a least level.
    """

    rules: QualityRules
    groups: tuple[GroupResult, ...]
    tests: int
    notes: tuple[Message, ...]
    medians: tuple[PrintedMedian, ...] = ()
    level_samples: int = 0
    least_level_dbm: float | None = None
    availability: tuple[RadioAvailability, ...] = ()


@dataclass(frozen=True)
class Measured:
    """What the measurements of a register are, each sort for itself.

    Attributes:
        tests: Of connections, one by one or as means.
        medians: As printed; they can be put together with nothing.
        levels: Single samples of what receivers heard.
        notes: Which measurements were left out, and why.
    """

    tests: tuple[SpeedTest, ...]
    medians: tuple[PrintedMedian, ...]
    levels: tuple[LevelSample, ...]
    notes: tuple[Message, ...]


def service_quality(
    directory: Path,
    *,
    by_unit: bool = False,
    by_operator: bool = False,
    since: date | None = None,
    least_level_dbm: float | None = None,
) -> ServiceQuality:
    """Hold the measurements of the register against regulations and plans.

    Args:
        directory: The province directory.
        by_unit: Whether communes are told apart.
        by_operator: Whether operators are told apart.
        since: The first day that counts; None counts all.
        least_level_dbm: From which level a place is served; None when nobody says so,
            and nothing is said of radio availability then.

    Raises:
        NotFoundError: It is no province directory.
        InvalidInputError: The least level is none that a receiver reports.
    """
    rules = quality_rules(
        shipped_parameters("indicators/service_quality", "rules.toml")
    )
    measured = measured_in(directory, since=since)
    groups = grouped(measured.tests, by_unit=by_unit, by_operator=by_operator)
    availability: tuple[RadioAvailability, ...] = ()
    if least_level_dbm is not None:
        availability = radio_availability(
            measured.levels,
            rules.radio_availability,
            least_level_dbm=least_level_dbm,
            by_unit=by_unit,
            by_operator=by_operator,
        )
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
        sum(test.tests for test in measured.tests),
        measured.notes,
        measured.medians,
        len(measured.levels),
        least_level_dbm,
        availability,
    )


def measured_in(directory: Path, *, since: date | None = None) -> Measured:
    """Return the measurements of a register, each in the commune that it lies in.

    Args:
        directory: The province directory.
        since: The first day that counts; None counts all.

    Raises:
        NotFoundError: It is no province directory.
    """
    with register_view(directory, shipped_kinds()) as view:
        records = view.records(_KIND)
    placed = _in_communes(records, directory / COMMUNES_FILE)
    return sorted_out(placed, since=since, province=_province_name(directory))


def sorted_out(
    records: Iterable[Record], *, since: date | None = None, province: str = ""
) -> Measured:
    """Return measurements as tests, medians and levels, and what was left out.

    A row of means stands for as many tests as it says. Medians of groups give no
    median, and no mean, of all; a mean level is no sample.

    Args:
        records: Measurements of the register.
        since: The first day that counts; None counts all.
        province: Its name; what speaks of another territory is left out. Empty leaves
            nothing out.
    """
    tests: list[SpeedTest] = []
    medians: list[PrintedMedian] = []
    levels: list[LevelSample] = []
    left_out: Counter[str] = Counter()
    for record in records:
        values = record.values
        day = values.get("measured_on")
        if since is not None and isinstance(day, date) and day < since:
            continue
        connection = _CONNECTIONS.get(str(values.get("technology")))
        level_dbm = _number(values, "level_dbm")
        if connection is None:
            left_out[_SPEECHLESS] += 1
        elif province and not _is_of(province, _text(values, "territory")):
            left_out[_ELSEWHERE] += 1
        elif _says_anything(values) and values.get("statistic") == "median":
            medians.append(_median(values, connection))
        elif _says_anything(values):
            tests += _tests(values, connection)
        elif level_dbm is None:
            left_out[_SPEECHLESS] += 1
        if level_dbm is None or connection is None:
            continue
        if values.get("statistic") in _SINGLE:
            levels.append(_level(values, connection, level_dbm))
        else:
            left_out[_NO_SAMPLE] += 1
    notes = _notes(left_out)
    return Measured(tuple(tests), tuple(medians), tuple(levels), notes)


def _notes(left_out: Counter[str]) -> tuple[Message, ...]:
    """Tell how many measurements were left out, and why."""
    texts = {
        _ELSEWHERE: Message(
            "{count} measurements speak of other territories and were left out",
            {"count": left_out[_ELSEWHERE]},
        ),
        _NO_SAMPLE: Message(
            "{count} levels are averages, not samples: they tell no share of places",
            {"count": left_out[_NO_SAMPLE]},
        ),
        _SPEECHLESS: Message(
            "{count} measurements say nothing of rate, delay, level or technology",
            {"count": left_out[_SPEECHLESS]},
        ),
    }
    return tuple(text for reason, text in texts.items() if left_out[reason])


def _in_communes(records: Sequence[Record], communes: Path) -> list[Record]:
    """Return records with the commune in which their place lies, where none is told."""
    found = list(records)
    asked = [
        (number, lon_deg, lat_deg)
        for number, record in enumerate(found)
        if not record.values.get("commune_code")
        and (lon_deg := _number(record.values, "lon_deg")) is not None
        and (lat_deg := _number(record.values, "lat_deg")) is not None
    ]
    if not asked or not communes.is_file():
        return found
    codes = communes_of_points(
        read_communes(communes, Findings()),
        np.array([lon_deg for _, lon_deg, _ in asked]),
        np.array([lat_deg for _, _, lat_deg in asked]),
    )
    for (number, _, _), code in zip(asked, codes, strict=True):
        values = {**found[number].values, "commune_code": code}
        found[number] = replace(found[number], values=values)
    return found


def _province_name(directory: Path) -> str:
    """Return the name of the province; empty when it does not say one."""
    try:
        text = (directory / DESCRIPTION_FILE).read_text(encoding="utf-8-sig")
        return str(tomllib.loads(text).get("name_vi", ""))
    except (OSError, ValueError):
        return ""


def _is_of(province: str, territory: str) -> bool:
    names = {_PROVINCE_WORD.sub("", fold(text)) for text in (province, territory)}
    return not territory or len(names) == 1


def _says_anything(values: Mapping[str, object]) -> bool:
    names = ("download_mbps", "upload_mbps", "latency_ms", "failures_percent")
    return any(values.get(name) is not None for name in names)


def _number(values: Mapping[str, object], name: str) -> float | None:
    value = values.get(name)
    return float(value) if isinstance(value, int | float) else None


def _text(values: Mapping[str, object], name: str) -> str:
    return str(values.get(name) or "")


def _median(values: Mapping[str, object], connection: Connection) -> PrintedMedian:
    day, samples = values.get("measured_on"), _number(values, "samples")
    return PrintedMedian(
        day=day if isinstance(day, date) else None,
        connection=connection,
        operator=_text(values, "operator"),
        territory=_text(values, "territory"),
        unit_code=_text(values, "commune_code"),
        method=_text(values, "method"),
        download_mbps=_number(values, "download_mbps"),
        upload_mbps=_number(values, "upload_mbps"),
        latency_ms=_number(values, "latency_ms"),
        samples=None if samples is None else int(samples),
    )


def _level(
    values: Mapping[str, object], connection: Connection, level_dbm: float
) -> LevelSample:
    operator, unit = _text(values, "operator"), _text(values, "commune_code")
    return LevelSample(connection, operator, unit, level_dbm)


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
