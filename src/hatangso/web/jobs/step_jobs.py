"""The steps from the data to the report, as jobs.

All of them write atomically and may be done twice.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from hatangso.errors import Message
from hatangso.model.site import Technology
from hatangso.web.access import Permission
from hatangso.web.jobs.apart import run_apart
from hatangso.web.jobs.job_kind import JobDesk, JobKind, Lane
from hatangso.workflows.assess import assess_province
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.progress import Progress
from hatangso.workflows.report import write_report
from hatangso.workflows.workers import Workers

__all__ = ["RETRIES", "STEP_JOBS"]

RETRIES = 3


def _technology(desk: JobDesk) -> Technology:
    return Technology(desk.text("technology", Technology.G4.value))


def _coverage(desk: JobDesk) -> Mapping[str, object]:
    """Compute the coverage, then hold it against the targets."""
    return run_apart(
        _covered,
        desk.directory,
        _technology(desk),
        desk.settings.workers,
        desk.now(),
        progress=desk.progress,
    )


def _covered(
    directory: Path,
    technology: Technology,
    workers: int,
    now: datetime,
    progress: Progress,
) -> Mapping[str, object]:
    compute_coverage(directory, progress=progress, now=now, workers=Workers(workers))
    summary = assess_province(directory, technology=technology, now=now)
    return {
        "uncovered": summary.uncovered,
        "uncovered_people": summary.uncovered_people,
    }


def _report(desk: JobDesk) -> Mapping[str, object]:
    return run_apart(
        _reported,
        desk.directory,
        _technology(desk),
        desk.now(),
        progress=desk.progress,
    )


def _reported(
    directory: Path, technology: Technology, now: datetime, progress: Progress
) -> Mapping[str, object]:
    written = write_report(directory, technology=technology, progress=progress, now=now)
    return {"file": written.report.name}


STEP_JOBS = (
    JobKind(
        "coverage",
        Message("Compute the coverage"),
        Lane.HEAVY,
        Permission.PLAN,
        _coverage,
        retries=RETRIES,
    ),
    JobKind(
        "report",
        Message("Write the report"),
        Lane.HEAVY,
        Permission.PLAN,
        _report,
        retries=RETRIES,
    ),
)
