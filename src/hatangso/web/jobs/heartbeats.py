"""When each worker was last heard of: a small file per lane beside the data.

Workers write it whether they have a job or not; whoever looks after the service reads
it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from hatangso.web.jobs.job_kind import Lane

__all__ = ["Heartbeats"]

_FOLDER = ".service"


class Heartbeats:
    """The signs of life of the workers of a province."""

    def __init__(self, directory: Path) -> None:
        """Keep the province directory."""
        self._folder = directory / _FOLDER

    def beat(self, lane: Lane, at: datetime) -> None:
        """Note that the worker of a lane lives."""
        self._folder.mkdir(exist_ok=True)
        path = self._folder / f"{lane}.beat"
        unfinished = path.with_suffix(".new")
        unfinished.write_text(at.astimezone(UTC).isoformat(), encoding="ascii")
        unfinished.replace(path)

    def newest(self) -> Mapping[Lane, datetime | None]:
        """Return when each lane's worker was last heard of; None for never."""
        return {lane: self._newest(lane) for lane in Lane}

    def _newest(self, lane: Lane) -> datetime | None:
        try:
            text = (self._folder / f"{lane}.beat").read_text(encoding="ascii")
            return datetime.fromisoformat(text)
        except (OSError, ValueError):
            return None
