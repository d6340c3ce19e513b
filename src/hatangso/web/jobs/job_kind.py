"""What a kind of job is: its name, who may ask for it, which workflow it runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from hatangso.errors import Message
from hatangso.model.account import Account
from hatangso.model.record import Actor
from hatangso.web.access import Permission
from hatangso.web.settings import Settings
from hatangso.workflows.progress import Progress

__all__ = ["JobCancelledError", "JobDesk", "JobKind", "Lane"]


class Lane(StrEnum):
    """Which worker takes a job: long ones must not keep short ones waiting."""

    QUICK = "quick"  # seconds: files, backups
    HEAVY = "heavy"  # minutes: coverage, plans


class JobCancelledError(Exception):
    """Somebody asked the job to stop."""


@dataclass(frozen=True)
class JobDesk:
    """What a job works with.

    Attributes:
        parameters: What it was asked with, as JSON holds it.
        actor: Who asked, with the rights in the register.
        account: The account who asked; None when it is gone, or a schedule asked.
        progress: Told how far it is; raises JobCancelledError when it shall stop.
        now: The clock.
    """

    settings: Settings
    parameters: Mapping[str, object]
    actor: Actor
    account: Account | None
    progress: Progress
    now: Callable[[], datetime]

    @property
    def directory(self) -> Path:
        """Return the province directory."""
        return self.settings.directory

    def text(self, name: str, usual: str = "") -> str:
        """Return a parameter that is a text."""
        value = self.parameters.get(name)
        return value if isinstance(value, str) else usual


@dataclass(frozen=True)
class JobKind:
    """A kind of job.

    Attributes:
        code: Name in the table of jobs.
        title: What it does, for people.
        permission: Who may ask for it.
        retries: How often it is begun again after its worker died: only for work that
            may be done twice.
        run: Does it; returns what the page that asked shows, as JSON holds it.
    """

    code: str
    title: Message
    lane: Lane
    permission: Permission
    run: Callable[[JobDesk], Mapping[str, object]]
    retries: int = 0
