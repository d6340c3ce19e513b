"""What every handler needs: settings, stores, the province as it stands, a clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from starlette.requests import HTTPConnection

from hatangso.operations.database import Operations
from hatangso.registry.register import Register
from hatangso.units import VIETNAM_TIME
from hatangso.web.access import Visitor
from hatangso.web.settings import Settings
from hatangso.web.snapshot import SnapshotKeeper

__all__ = ["VIETNAM_TIME", "AppState", "state_of", "utc_now", "visitor_of"]


def utc_now() -> datetime:
    """Return the time: the web and the command line read the clock, nobody else."""
    return datetime.now(tz=UTC)  # noqa: TID251 - as the docstring says


@dataclass(frozen=True)
class AppState:
    """Made once by ``create_app``; handlers get it by ``state_of``.

    Attributes:
        register: To read from: histories, other days. Changes go through
            ``workflows/register``, which keeps the tables in step.
    """

    settings: Settings
    operations: Operations
    register: Register
    snapshots: SnapshotKeeper
    now: Callable[[], datetime] = utc_now

    @property
    def today(self) -> date:
        """Return the day in Viet Nam."""
        return self.now().astimezone(VIETNAM_TIME).date()

    @property
    def directory(self) -> Path:
        """Return the province directory."""
        return self.settings.directory


def state_of(request: HTTPConnection) -> AppState:
    """Return the state of the application that serves a request."""
    state: AppState = request.app.state.hatangso
    return state


def visitor_of(request: HTTPConnection) -> Visitor:
    """Return who sends a request."""
    visitor: Visitor = request.state.visitor
    return visitor
