"""How full hosts are, resource by resource."""

from dataclasses import dataclass

import numpy as np

from hatangso.capacity.pool import PARTS, Pool
from hatangso.model.data_centre import Resource

__all__ = ["HostUse", "ResourceUse", "Utilisation", "utilisation"]


@dataclass(frozen=True)
class ResourceUse:
    """How much of a resource is given.

    Attributes:
        resource: In cores, or GB.
        capacity: What the hosts have; None when nobody has said.
        room: What may be given to machines; None likewise.
        given: What the machines were given, as far as their sizes are known.
        used_ratio: Of the room that is given; above 1 when too much is; None likewise.
        overcommit: How much is given for each unit that the hosts have; None likewise.
    """

    resource: Resource
    capacity: float | None
    room: float | None
    given: float
    used_ratio: float | None
    overcommit: float | None


@dataclass(frozen=True)
class HostUse:
    """How full a host is, and how many machines are on it."""

    host: str
    machines_n: int
    uses: tuple[ResourceUse, ...]

    @property
    def is_overfull(self) -> bool:
        """Whether more is given than may be."""
        return any((use.used_ratio or 0) > 1 for use in self.uses)


@dataclass(frozen=True)
class Utilisation:
    """How full a pool is.

    Attributes:
        hosts: One after the other.
        total: All hosts of known room, and all machines but those on other hosts.
    """

    hosts: tuple[HostUse, ...]
    total: tuple[ResourceUse, ...]


def utilisation(pool: Pool) -> Utilisation:
    """Return how full a pool and each of its hosts is."""
    given = np.zeros_like(pool.room)
    on_host = pool.host_of >= 0
    np.add.at(given, pool.host_of[on_host], pool.load[on_host])
    machines_n = np.bincount(pool.host_of[on_host], minlength=len(pool.hosts))
    hosts = []
    for at, host in enumerate(pool.hosts):
        uses = tuple(
            _use(
                resource,
                host.amount(resource) or None,
                int(pool.room[at, column]) if pool.is_known[at] else None,
                int(given[at, column]),
            )
            for column, resource in enumerate(pool.resources)
        )
        hosts.append(HostUse(host.id, int(machines_n[at]), uses))
    counted = pool.load[~pool.is_on_unknown].sum(axis=0)
    has_known = bool(pool.is_known.any())
    total = tuple(
        _use(
            resource,
            _capacity(pool, resource) if has_known else None,
            int(pool.room[:, column].sum()) if has_known else None,
            int(counted[column]),
        )
        for column, resource in enumerate(pool.resources)
    )
    return Utilisation(tuple(hosts), total)


def _capacity(pool: Pool, resource: Resource) -> float:
    known = zip(pool.hosts, pool.is_known, strict=True)
    return sum(host.amount(resource) or 0.0 for host, is_known in known if is_known)


def _use(
    resource: Resource, capacity: float | None, room: int | None, given: int
) -> ResourceUse:
    return ResourceUse(
        resource,
        capacity,
        None if room is None else room / PARTS,
        given / PARTS,
        given / room if room else None,
        given / PARTS / capacity if capacity else None,
    )
