"""How the service stands: versions, disk, database, results, workers, settings."""

import platform
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import rasterio
import sqlalchemy
from pydantic import SecretStr

from hatangso import __version__
from hatangso.web.application_state import AppState
from hatangso.web.jobs.heartbeats import Heartbeats
from hatangso.web.settings import Settings
from hatangso.workflows.register.register_tables import (
    REGISTER_FILE,
    register_location,
)
from hatangso.workflows.service_database import OPERATIONS_FILE

__all__ = ["HealthView", "SettingRow", "health_view", "setting_rows"]

_SILENT = timedelta(minutes=1)
# Below this share of the disk, backups and coverages soon fail.
_LITTLE_RATIO = 0.1
_BYTES_PER_GB = 1_000_000_000


@dataclass(frozen=True)
class SettingRow:
    """One of the service's settings, as it holds now; secrets show as set or not."""

    name: str
    value: object


@dataclass(frozen=True)
class HealthView:
    """What administrators see of the service.

    Attributes:
        versions: Of the software and what it rests on, by name.
        database: ``SQLite`` or ``PostgreSQL``.
        database_bytes: Size of the files; None on a server.
        workers: When each lane's worker was last heard of; None for never.
        silent: Lanes whose worker is not heard of any more.
        results_at: When the newest results were written; None without any.
    """

    versions: Mapping[str, str]
    disk_free_gb: float
    disk_total_gb: float
    database: str
    database_bytes: int | None
    workers: Mapping[str, datetime | None]
    silent: frozenset[str]
    results_at: datetime | None

    @property
    def is_disk_full(self) -> bool:
        """Whether little of the disk is free."""
        return self.disk_free_gb < _LITTLE_RATIO * self.disk_total_gb

    def as_plain(self) -> Mapping[str, object]:
        """Return it as JSON holds it."""
        return {
            "versions": dict(self.versions),
            "disk_free_gb": round(self.disk_free_gb, 1),
            "disk_total_gb": round(self.disk_total_gb, 1),
            "database": self.database,
            "database_bytes": self.database_bytes,
            "workers": {
                name: at and at.isoformat() for name, at in self.workers.items()
            },
            "silent": sorted(self.silent),
            "results_at": self.results_at and self.results_at.isoformat(),
        }


def health_view(state: AppState) -> HealthView:
    """Return how the service stands now."""
    directory = state.directory
    disk = shutil.disk_usage(directory)
    is_server = isinstance(register_location(directory), str)
    stores = [directory / REGISTER_FILE, directory / OPERATIONS_FILE]
    workers = Heartbeats(directory).newest()
    manifest = directory / "results" / "manifest.json"
    return HealthView(
        versions={
            "hatangso": __version__,
            "Python": platform.python_version(),
            "SQLAlchemy": sqlalchemy.__version__,
            "SQLite": sqlite3.sqlite_version,
            "GDAL": rasterio.__gdal_version__,
        },
        disk_free_gb=disk.free / _BYTES_PER_GB,
        disk_total_gb=disk.total / _BYTES_PER_GB,
        database="PostgreSQL" if is_server else "SQLite",
        database_bytes=None
        if is_server
        else sum(path.stat().st_size for path in stores if path.exists()),
        workers={lane.value: at for lane, at in workers.items()},
        silent=frozenset(
            lane.value
            for lane, at in workers.items()
            if at is None or state.now() - at > _SILENT
        ),
        results_at=datetime.fromtimestamp(manifest.stat().st_mtime, tz=UTC)
        if manifest.is_file()
        else None,
    )


def setting_rows(settings: Settings) -> tuple[SettingRow, ...]:
    """Return the settings as they hold; of a secret only whether there is one."""
    rows = []
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = "•••" if value.get_secret_value() else ""
        shown = value if isinstance(value, bool) else str(value)
        rows.append(SettingRow(f"HATANGSO_{name.upper()}", shown))
    return tuple(rows)
