"""The agent at work: looks at what is watched until it is stopped.

It is the only part that opens addresses of the register, and it runs only where the
administrator starts it; no page and no interface of the web application calls it.
"""

import asyncio
import platform
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hatangso.errors import Finding, HatangsoError
from hatangso.model.monitoring import KeptTarget, Observation
from hatangso.operations.database import Operations, open_operations
from hatangso.own_loop import waited_for
from hatangso.probes.agent import Agent
from hatangso.probes.connection_probe import may_ping, ping
from hatangso.probes.looks import Means
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.monitoring import roll_up, take_observations
from hatangso.workflows.monitoring_import import ImportedLooks, import_looks
from hatangso.workflows.monitoring_settings import (
    MonitoringSettings,
    monitoring_settings,
)
from hatangso.workflows.monitoring_targets import WatchList, watch_list
from hatangso.workflows.register.register_tables import register_view
from hatangso.workflows.service_database import operations_location

__all__ = ["Round", "import_monitoring", "local_means", "look_once", "watch_on"]

# Looks are kept together: a write for each would wear a disk out.
_FLUSH_S = 5.0
_ROLL_S = 600


@dataclass(frozen=True)
class Round:
    """What one look at everything came to.

    Attributes:
        targets: What was looked at, with what is known of it now.
        without_address: Records that run and tell no address.
        may_ping: Whether this machine lets the agent send ICMP.
        findings: Addresses that cannot be used.
    """

    targets: tuple[KeptTarget, ...]
    without_address: tuple[str, ...]
    may_ping: bool
    findings: tuple[Finding, ...]


@dataclass
class _Site:
    """A province with its settings, its targets and where looks are kept."""

    directory: Path
    operations: Operations
    now: Callable[[], datetime]
    settings: MonitoringSettings = field(init=False)
    listed: WatchList = field(init=False)

    def __post_init__(self) -> None:
        self.reread()

    @property
    def now_s(self) -> int:
        return int(self.now().timestamp())

    def reread(self) -> None:
        """Read settings and register again."""
        self.settings = monitoring_settings(self.directory)
        with register_view(self.directory, shipped_kinds()) as view:
            self.listed = watch_list(view.records, self.settings)

    def keep(self) -> None:
        """Make what is listed what is watched."""
        self.operations.monitoring.keep_targets(self.listed.targets, at_s=self.now_s)

    def take(self, seen: list[Observation]) -> None:
        """Keep what was seen."""
        take_observations(
            self.operations,
            seen,
            parameters=self.settings.parameters,
            rules=self.settings.rules,
            now_s=self.now_s,
        )

    def agent(self, means: Means) -> Agent:
        """Return what looks."""
        parameters = self.settings.parameters
        return Agent(
            means,
            at_once=max(1, round(parameters.at_once)),
            health_every_s=round(parameters.health_every_s),
            now=lambda: self.now().timestamp(),
        )

    def beat(self, started_at: datetime, means: Means) -> None:
        """Give a sign of life."""
        self.operations.monitoring.beat(
            platform.node() or "agent",
            started_at=started_at,
            at=self.now(),
            targets=len(self.listed.targets),
            may_ping=means.ping is not None,
        )


def local_means() -> Means:
    """Return what this machine can look with."""
    return Means(ping=ping if may_ping() else None)


def look_once(directory: Path, *, means: Means, now: Callable[[], datetime]) -> Round:
    """Look at everything that is watched once, and keep what was seen.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: ``monitoring.toml`` or the register cannot be used.
    """
    with open_operations(operations_location(directory)) as operations:
        site = _Site(directory, operations, now)
        site.keep()
        started_at = now()
        site.take(waited_for(lambda: site.agent(means).look_once(site.listed.targets)))
        site.beat(started_at, means)
        roll_up(operations, parameters=site.settings.parameters, now_s=site.now_s)
        wanted = {one.code for one in site.listed.targets}
        kept = [one for one in operations.monitoring.targets() if one.code in wanted]
        return Round(
            tuple(kept),
            site.listed.without_address,
            means.ping is not None,
            site.listed.findings,
        )


def watch_on(
    directory: Path,
    *,
    means: Means,
    now: Callable[[], datetime],
    told: Callable[[WatchList], None],
) -> None:
    """Look at everything that is watched when it is due, until interrupted.

    The register and ``monitoring.toml`` are read again every few minutes; a file that
    cannot be used then changes nothing.

    Args:
        directory: The province directory.
        means: What to look with.
        now: Returns the time.
        told: Gets what is watched, at first and whenever it changes.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: ``monitoring.toml`` or the register cannot be used at first.
    """
    with open_operations(operations_location(directory)) as operations:
        site = _Site(directory, operations, now)
        asyncio.run(_Watch(site, means, told, now()).run())


@dataclass
class _Watch:
    """The agent's life between its start and its end."""

    site: _Site
    means: Means
    told: Callable[[WatchList], None]
    started_at: datetime
    seen: list[Observation] = field(default_factory=list)
    rolled_s: int = 0

    async def run(self) -> None:
        while True:
            self.site.keep()
            self.told(self.site.listed)
            await self._until_changed()

    async def _until_changed(self) -> None:
        """Look on until settings or register say otherwise."""
        before = self.site.settings, self.site.listed
        agent = self.site.agent(self.means)
        tasks = {
            asyncio.create_task(
                agent.watch(self.site.listed.targets, self.seen.append)
            ),
            asyncio.create_task(self._write()),
        }
        try:
            while (self.site.settings, self.site.listed) == before:
                done, _ = await asyncio.wait(
                    tasks,
                    timeout=before[0].parameters.reread_s,
                    return_when=asyncio.FIRST_EXCEPTION,
                )
                for task in done:
                    task.result()
                with suppress(HatangsoError):
                    await asyncio.to_thread(self.site.reread)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._flush()

    async def _write(self) -> None:
        while True:
            await asyncio.sleep(_FLUSH_S)
            await self._flush()

    async def _flush(self) -> None:
        taken, self.seen[:] = list(self.seen), []
        await asyncio.to_thread(self._keep, taken)

    def _keep(self, taken: list[Observation]) -> None:
        self.site.take(taken)
        self.site.beat(self.started_at, self.means)
        now_s = self.site.now_s
        if abs(now_s - self.rolled_s) >= _ROLL_S:
            parameters = self.site.settings.parameters
            roll_up(self.site.operations, parameters=parameters, now_s=now_s)
            self.rolled_s = now_s


def import_monitoring(
    directory: Path, path: Path, *, now: Callable[[], datetime], target: str = ""
) -> ImportedLooks:
    """Take in a file of another monitoring system.

    Args:
        directory: The province directory.
        path: A CSV file.
        now: Returns the time.
        target: What a file without a column of targets is about; empty for its name.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: A file cannot be used.
    """
    with open_operations(operations_location(directory)) as operations:
        site = _Site(directory, operations, now)
        return import_looks(
            operations,
            path,
            site.settings,
            site.listed,
            now_s=site.now_s,
            target=target,
        )
