"""Take in what another monitoring system saw."""

from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median

from hatangso.errors import Finding
from hatangso.io.monitoring_files import read_monitoring_file
from hatangso.model.monitoring import Observation, ProbeKind, Sample, WatchTarget
from hatangso.operations.database import Operations
from hatangso.workflows.monitoring import roll_up, take_observations
from hatangso.workflows.monitoring_settings import MonitoringSettings
from hatangso.workflows.monitoring_targets import WatchList

__all__ = ["ImportedLooks", "import_looks"]

_LEAST_S, _MOST_S = 10, 3600


@dataclass(frozen=True)
class ImportedLooks:
    """What a file brought.

    Attributes:
        targets: Names in the file, with how many looks each.
        known: Of these, those that are records or targets of ``monitoring.toml``.
    """

    file: str
    layout: str
    rows: int
    refused_rows: int
    duplicate_rows: int
    targets: dict[str, int]
    known: tuple[str, ...]
    findings: tuple[Finding, ...]


def import_looks(
    operations: Operations,
    path: Path,
    settings: MonitoringSettings,
    listed: WatchList,
    *,
    now_s: int,
    target: str = "",
) -> ImportedLooks:
    """Keep the looks of a file; to take a file in twice changes nothing.

    A name of the file that is the code, the name or the record's own code of something
    that is watched is that; any other becomes a target that is only imported.

    Args:
        operations: Where to keep them.
        path: A CSV file.
        settings: Of the province.
        listed: What is watched.
        now_s: The time, in seconds of UTC since 1970.
        target: What a file without a column of targets is about; empty for its name.

    Raises:
        InvalidInputError: The file cannot be read.
    """
    parameters = settings.parameters
    read = read_monitoring_file(
        path, now_s=now_s, slow_ms=parameters.slow_ms, target=target
    )
    known = _codes(listed)
    codes = {name: known.get(name, f"import/{name}") for name in read.series}
    watched = {one.code: one for one in listed.targets}
    of_agent = {one.code for one in operations.monitoring.targets() if one.is_watched}
    operations.monitoring.keep_imported(
        replace(
            watched[codes[name]],
            probe=ProbeKind.IMPORTED,
            interval_s=_interval_s(samples),
        )
        if codes[name] in watched
        else _imported(codes[name], name, samples)
        for name, samples in read.series.items()
        if codes[name] not in of_agent
    )
    take_observations(
        operations,
        [
            Observation(codes[name], sample)
            for name, samples in read.series.items()
            for sample in samples
        ],
        parameters=parameters,
        rules=settings.rules,
        now_s=now_s,
    )
    roll_up(operations, parameters=parameters, now_s=now_s)
    return ImportedLooks(
        file=read.file,
        layout=read.layout,
        rows=read.rows,
        refused_rows=read.refused_rows,
        duplicate_rows=read.duplicate_rows,
        targets={name: len(samples) for name, samples in read.series.items()},
        known=tuple(name for name in read.series if name in known),
        findings=read.findings,
    )


def _codes(listed: WatchList) -> dict[str, str]:
    """Return the codes by all that names a target, unless two share it."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for one in listed.targets:
        for name in {one.code, one.name, one.record_key} - {""}:
            if found.setdefault(name, one.code) != one.code:
                shared.add(name)
    return {name: code for name, code in found.items() if name not in shared}


def _interval_s(samples: tuple[Sample, ...]) -> int:
    """Return how often another system looked, as far as its looks say."""
    steps = [b.at_s - a.at_s for a, b in pairwise(samples)]
    return min(max(round(median(steps)), _LEAST_S), _MOST_S) if steps else _MOST_S


def _imported(code: str, name: str, samples: tuple[Sample, ...]) -> WatchTarget:
    """Return a target that only another system watches."""
    return WatchTarget(
        code=code,
        name=name,
        probe=ProbeKind.IMPORTED,
        address="",
        interval_s=_interval_s(samples),
        timeout_s=0.0,
        slow_ms=0.0,
    )
