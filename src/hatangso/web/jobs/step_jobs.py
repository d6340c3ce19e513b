"""The steps from the data to the report, as jobs.

All of them write atomically and may be done twice.
"""

from collections.abc import Mapping

from hatangso.errors import Message
from hatangso.model.site import Technology
from hatangso.web.access import Permission
from hatangso.web.jobs.job_kind import JobDesk, JobKind, Lane
from hatangso.workflows.assess import assess_province
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.report import write_report
from hatangso.workflows.workers import Workers

__all__ = ["STEP_JOBS"]

_RETRIES = 3


def _technology(desk: JobDesk) -> Technology:
    return Technology(desk.text("technology", Technology.G4.value))


def _coverage(desk: JobDesk) -> Mapping[str, object]:
    """Compute the coverage, then hold it against the targets."""
    compute_coverage(
        desk.directory,
        progress=desk.progress,
        now=desk.now(),
        workers=Workers(desk.settings.workers),
    )
    summary = assess_province(
        desk.directory, technology=_technology(desk), now=desk.now()
    )
    return {
        "uncovered": summary.uncovered,
        "uncovered_people": summary.uncovered_people,
    }


def _report(desk: JobDesk) -> Mapping[str, object]:
    written = write_report(
        desk.directory,
        technology=_technology(desk),
        progress=desk.progress,
        now=desk.now(),
    )
    return {"file": written.report.name}


STEP_JOBS = (
    JobKind(
        "coverage",
        Message("Compute the coverage"),
        Lane.HEAVY,
        Permission.PLAN,
        _coverage,
        retries=_RETRIES,
    ),
    JobKind(
        "report",
        Message("Write the report"),
        Lane.HEAVY,
        Permission.PLAN,
        _report,
        retries=_RETRIES,
    ),
)
