"""What became of a province's dossiers, kept: pages and concerns read it at once."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
import numpy as np

from hatangso.errors import (
    Finding,
    HatangsoError,
    InvalidInputError,
    NotFoundError,
    Severity,
    StaleResultError,
)
from hatangso.io.dossier_files import dossier_suffix
from hatangso.io.judged_dossier_files import (
    read_judged,
    read_judged_summary,
    write_judged,
)
from hatangso.io.results_directory import ResultsDirectory, file_sha256
from hatangso.model.judged_dossiers import Group, JudgedDossiers
from hatangso.procedures.totals import Total
from hatangso.workflows.procedures import (
    CALENDAR_FILE,
    DOSSIER_FILES,
    Grouping,
    JudgedFile,
    ProcedureSummary,
    dossier_file,
    group_keys,
    judged_file,
    own_calendar,
)
from hatangso.workflows.register.layer_origins import give_layer_origin

__all__ = [
    "DOSSIER_LAYER",
    "KEPT_FILE",
    "KeptProcedures",
    "judge_province",
    "kept_dossiers",
    "kept_is_fresh",
    "kept_procedures",
    "kept_stamp",
    "shown_findings",
    "take_dossiers",
]

KEPT_FILE = "procedures.npz"
# The name of the dossiers in the description of the province.
DOSSIER_LAYER = "dossiers"
# A screen holds no more; the command tells them all.
_MOST_FINDINGS = 200
_LONGEST_ID_BYTES = 100
_MINUTE = "datetime64[m]"
_ORDER = tuple(Severity)


@dataclass(frozen=True)
class KeptProcedures:
    """What a file of dossiers says, as ``ProcedureSummary``, by every grouping.

    Attributes:
        inputs: SHA-256 of what was read, by name.
        findings: The gravest, as many as a screen holds.
        findings_n: How many there are, by severity.
        lowest_on_time_ratio: Below it an agency is a concern; a parameter.
    """

    inputs: Mapping[str, str]
    file: str
    as_of: datetime
    rows: int
    judged: int
    refused_rows: int
    duplicate_rows: int
    moved_deadlines: int
    whole: Total
    groups: Mapping[Grouping, tuple[Total, ...]]
    progress_points: float | None
    most_points: float | None
    findings: tuple[Finding, ...]
    findings_n: Mapping[Severity, int]
    assumed: tuple[str, ...]
    lowest_on_time_ratio: float


def judge_province(
    directory: Path, *, as_of: datetime, by: Grouping = Grouping.AGENCY
) -> ProcedureSummary:
    """Hold the dossiers of a province against their deadlines, and keep the answer.

    Args:
        directory: The province directory.
        as_of: In Viet Nam's time, without an offset.
        by: What the summary that is returned counts by; all are kept.

    Raises:
        NotFoundError: The directory has no dossiers.
        InvalidInputError: A file cannot be read or used.
    """
    inputs = _inputs(directory)
    file = dossier_file(directory)
    judged = judged_file(file, as_of=as_of, calendar=own_calendar(directory))
    return _keep(directory, judged, inputs, by)


def take_dossiers(
    directory: Path,
    file: Path,
    *,
    as_of: datetime,
    source: str = "",
    skips_errors: bool = False,
) -> ProcedureSummary:
    """Judge a file of dossiers and put it into a province's place for them.

    What lay there before goes when the new one is there, not earlier.

    Args:
        directory: The province directory.
        file: CSV or a workbook, whatever it is called.
        as_of: In Viet Nam's time, without an offset.
        source: What its sender calls it; empty for its own name.
        skips_errors: Whether rows with errors are left out.

    Raises:
        InvalidInputError: It cannot be read, has no dossier, or has errors that are not
            left out; it carries the findings. The province keeps what it has.
    """
    name = f"dossiers{dossier_suffix(file)}"
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=directory) as folder:
        staged = Path(folder) / name
        shutil.copyfile(file, staged)
        judged = judged_file(staged, as_of=as_of, calendar=own_calendar(directory))
        _require_usable(judged, skips_errors=skips_errors)
        staged.replace(directory / name)
    for other in set(DOSSIER_FILES) - {name}:
        (directory / other).unlink(missing_ok=True)
    give_layer_origin(directory, DOSSIER_LAYER, [source or file.name], as_of.date())
    return _keep(directory, judged, _inputs(directory))


def _require_usable(judged: JudgedFile, *, skips_errors: bool) -> None:
    findings = shown_findings(judged.read.findings)
    if not judged.read.dossiers:
        raise InvalidInputError(
            "{file} has no dossier that can be judged",
            file=judged.read.file,
            findings=findings,
        )
    if judged.read.refused_rows and not skips_errors:
        raise InvalidInputError(
            "{count} rows cannot be judged: correct them, or send the file again and"
            " leave them out",
            count=judged.read.refused_rows,
            findings=findings,
        )


def _keep(
    directory: Path,
    judged: JudgedFile,
    inputs: Mapping[str, str],
    by: Grouping = Grouping.AGENCY,
) -> ProcedureSummary:
    summary = judged.summary(by)
    kept = _kept(judged, summary, inputs)
    path = ResultsDirectory.of(directory).path / KEPT_FILE
    write_judged(path, msgspec.json.encode(kept), _columns(judged))
    return summary


def kept_procedures(directory: Path) -> KeptProcedures:
    """Return what was kept, be it of these files or of others.

    Raises:
        NotFoundError: Nothing was kept yet.
        StaleResultError: What was kept cannot be understood.
    """
    path = ResultsDirectory.of(directory).path / KEPT_FILE
    try:
        told = read_judged_summary(path)
    except FileNotFoundError:
        raise NotFoundError(
            "{directory} has no results of this step:"
            " run hatangso {step} {directory} first",
            directory=directory,
            step="procedures",
        ) from None
    try:
        return msgspec.json.decode(told, type=KeptProcedures)
    except (msgspec.MsgspecError, ValueError) as error:
        raise StaleResultError(
            "{file} cannot be understood: judge the dossiers again", file=KEPT_FILE
        ) from error


def kept_dossiers(directory: Path) -> JudgedDossiers:
    """Return the dossiers behind what was kept.

    Raises:
        FileNotFoundError: Nothing was kept yet.
        StaleResultError: What was kept cannot be understood.
    """
    return read_judged(ResultsDirectory.of(directory).path / KEPT_FILE)


def kept_is_fresh(directory: Path, kept: KeptProcedures) -> bool:
    """Return whether dossiers and calendar are still those that were judged."""
    try:
        return kept.inputs == _inputs(directory)
    except HatangsoError:
        return False


def kept_stamp(directory: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes whenever dossiers, calendar or what was kept do."""
    stamps = []
    kept = ResultsDirectory.of(directory).path / KEPT_FILE
    for path in (kept, *(directory / name for name in (*DOSSIER_FILES, CALENDAR_FILE))):
        try:
            told = path.stat()
        except FileNotFoundError:
            continue
        stamps.append((path.name, told.st_size, told.st_mtime_ns))
    return tuple(stamps)


def shown_findings(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the gravest findings, as many as a screen holds."""
    ordered = sorted(findings, key=lambda one: _ORDER.index(one.severity))
    return tuple(ordered[:_MOST_FINDINGS])


def _inputs(directory: Path) -> dict[str, str]:
    paths = [directory / name for name in (*DOSSIER_FILES, CALENDAR_FILE)]
    return {path.name: file_sha256(path) for path in paths if path.is_file()}


def _kept(
    judged: JudgedFile, summary: ProcedureSummary, inputs: Mapping[str, str]
) -> KeptProcedures:
    told = Counter(one.severity for one in summary.findings)
    return KeptProcedures(
        inputs=inputs,
        file=summary.file,
        as_of=summary.as_of,
        rows=summary.rows,
        judged=summary.judged,
        refused_rows=summary.refused_rows,
        duplicate_rows=summary.duplicate_rows,
        moved_deadlines=summary.moved_deadlines,
        whole=summary.whole,
        groups={
            by: judged.totals(group_keys(judged.read.dossiers, by)) for by in Grouping
        },
        progress_points=summary.progress_points,
        most_points=summary.most_points,
        findings=shown_findings(summary.findings),
        findings_n={one: told[one] for one in Severity},
        assumed=summary.assumed,
        lowest_on_time_ratio=judged.rules.lowest_on_time_ratio.value,
    )


def _columns(judged: JudgedFile) -> JudgedDossiers:
    dossiers, found = judged.read.dossiers, judged.judgement
    ids = [one.id.encode("utf-8", "replace")[:_LONGEST_ID_BYTES] for one in dossiers]
    return JudgedDossiers(
        id=np.array(ids, dtype=np.bytes_),
        groups={str(by): _group(group_keys(dossiers, by)) for by in Grouping},
        received=np.array([one.received for one in dossiers], dtype=_MINUTE),
        deadline=found.deadline,
        ended=found.ended,
        state=found.state,
        late_min=found.late_min,
        row=np.array([one.row for one in dossiers], dtype=np.int64),
    )


def _group(keys: Sequence[str]) -> Group:
    names = tuple(sorted(set(keys)))
    places = {name: place for place, name in enumerate(names)}
    return Group(names, np.array([places[key] for key in keys], dtype=np.int64))
