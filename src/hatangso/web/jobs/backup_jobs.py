"""Keep all of the province in one file, as a job."""

from collections.abc import Mapping

from hatangso.errors import Message
from hatangso.web.access import Permission
from hatangso.web.jobs.job_kind import JobDesk, JobKind, Lane
from hatangso.workflows.backup import BACKUP_FOLDER, write_backup

__all__ = ["BACKUP_JOB", "BACKUP_JOBS"]

BACKUP_JOB = "backup"
_RETRIES = 3


def _backup(desk: JobDesk) -> Mapping[str, object]:
    at = desk.now()
    name = f"hatangso-{at:%Y-%m-%d-%H%M%S}.zip"
    path = desk.directory / BACKUP_FOLDER / name
    backup = write_backup(desk.directory, path, at=at, progress=desk.progress)
    return {
        "file": name,
        "files": len(backup.files),
        "address": "/quan-tri/sao-luu",
    }


BACKUP_JOBS = (
    JobKind(
        BACKUP_JOB,
        Message("Make a backup"),
        Lane.QUICK,
        Permission.ADMINISTER,
        _backup,
        retries=_RETRIES,
    ),
)
