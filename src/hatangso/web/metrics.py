"""Figures of the running service, as Prometheus collects them."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from hatangso.model.job import JobState
from hatangso.operations.database import Operations
from hatangso.web.jobs.heartbeats import Heartbeats
from hatangso.web.jobs.job_kind import Lane

__all__ = ["REQUEST_SECONDS", "metrics_text"]

_MOST_JOBS = 10_000
_OPEN = (JobState.WAITING, JobState.RUNNING)
_REGISTRY = CollectorRegistry()
REQUEST_SECONDS = Histogram(
    "hatangso_request_seconds",
    "How long requests took",
    ("method", "route", "status"),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=_REGISTRY,
)


class _Stores(Collector):
    """What stands in the stores at the moment of the question."""

    def __init__(
        self, operations: Operations, heartbeats: Heartbeats, now: datetime
    ) -> None:
        self._operations = operations
        self._heartbeats = heartbeats
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Yield jobs that wait or run, and how long workers have been silent."""
        jobs = GaugeMetricFamily(
            "hatangso_jobs", "Jobs that wait or run", labels=("lane", "state")
        )
        found = self._operations.jobs.list(limit=_MOST_JOBS, states=_OPEN)
        counts = Counter((job.lane, job.state.value) for job in found)
        for lane in Lane:
            for state in _OPEN:
                jobs.add_metric((lane, state), counts[lane, state])
        yield jobs
        silent = GaugeMetricFamily(
            "hatangso_worker_silent_seconds",
            "How long ago a worker was last heard of",
            labels=("lane",),
        )
        for lane, at in self._heartbeats.newest().items():
            if at is not None:
                silent.add_metric((lane,), (self._now - at).total_seconds())
        yield silent


def metrics_text(
    operations: Operations, heartbeats: Heartbeats, now: datetime
) -> bytes:
    """Return the figures in Prometheus' text format."""
    stores = CollectorRegistry()
    stores.register(_Stores(operations, heartbeats, now))
    return generate_latest(_REGISTRY) + generate_latest(stores)
