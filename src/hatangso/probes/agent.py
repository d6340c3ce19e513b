"""Looks at all targets, each at its own seconds, so many at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from hatangso.availability.schedule import phase_s, wait_s
from hatangso.model.monitoring import Observation, ProbeKind, Sample, WatchTarget
from hatangso.probes.connection_probe import probe_icmp, probe_tcp
from hatangso.probes.http_probe import probe_http
from hatangso.probes.looks import Look, Means
from hatangso.probes.web_health import web_health

__all__ = ["Agent"]

_PROBES: dict[ProbeKind, Callable[[WatchTarget, Means], Awaitable[Look]]] = {
    ProbeKind.ICMP: probe_icmp,
    ProbeKind.TCP: probe_tcp,
    ProbeKind.HTTP: probe_http,
}
# A sleep may end so much before its time.
_EARLY_S = 0.5


@dataclass(frozen=True)
class Agent:
    """Looks at targets and hands on what it saw.

    Attributes:
        means: What it looks with.
        at_once: So many looks at the same time at most.
        health_every_s: How often certificates and the like are looked at.
        now: Returns the time, in seconds of UTC since 1970.
        sleep: Waits for so many seconds.
    """

    means: Means
    at_once: int
    health_every_s: int
    now: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def look_once(self, targets: Iterable[WatchTarget]) -> list[Observation]:
        """Look at every target once, health included; return what was seen, in order.

        Raises:
            OSError: Never: what goes wrong on the network is what was seen.
        """
        gate = asyncio.Semaphore(self.at_once)
        looks = (self._look(one, gate, with_health=True) for one in targets)
        return list(await asyncio.gather(*looks))

    async def watch(
        self, targets: Sequence[WatchTarget], took: Callable[[Observation], None]
    ) -> None:
        """Look at targets when they are due, until the task is cancelled.

        Args:
            targets: What to look at.
            took: Gets every observation as it comes.
        """
        gate = asyncio.Semaphore(self.at_once)
        async with asyncio.TaskGroup() as group:
            for one in targets:
                group.create_task(self._follow(one, gate, took))

    async def _follow(
        self,
        target: WatchTarget,
        gate: asyncio.Semaphore,
        took: Callable[[Observation], None],
    ) -> None:
        phase = phase_s(target.code, target.interval_s)
        healthy_s: float | None = None
        while True:
            await self.sleep(
                wait_s(
                    self.now(),
                    interval_s=target.interval_s,
                    phase_s=phase,
                    is_early_s=min(_EARLY_S, target.interval_s / 4),
                )
            )
            now_s = self.now()
            # A clock that was set back must not put the next look off.
            is_due = healthy_s is None or abs(now_s - healthy_s) >= self.health_every_s
            if is_due:
                healthy_s = now_s
            took(await self._look(target, gate, with_health=is_due))

    async def _look(
        self, target: WatchTarget, gate: asyncio.Semaphore, *, with_health: bool
    ) -> Observation:
        async with gate:
            at_s = int(self.now())
            found = await _PROBES[target.probe](target, self.means)
            health = None
            if with_health and target.probe is ProbeKind.HTTP:
                health = await web_health(target, self.means, at_s=at_s)
        sample = Sample(at_s, found.state, found.response_ms, found.fault)
        return Observation(target.code, sample, health)
