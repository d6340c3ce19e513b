"""What a data centre is made of, as far as its fullness goes."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Host", "HostOffer", "Resource", "VirtualMachine"]


class Resource(StrEnum):
    """What a host has and a machine takes."""

    CORES = "cores"
    MEMORY = "memory"  # GB
    DISK = "disk"  # GB


@dataclass(frozen=True)
class Host:
    """A physical server that carries virtual machines.

    Attributes:
        id: Unique in the province.
        cores: Physical cores; None when nobody has said.
        memory_gb: None likewise.
        disk_gb: None likewise.
        pool: Hosts among which machines may move: centre and cluster.
    """

    id: str
    cores: float | None
    memory_gb: float | None
    disk_gb: float | None
    pool: str = ""

    def amount(self, resource: Resource) -> float | None:
        """Return how much it has of a resource; None when nobody has said."""
        return _amount(self, resource)


@dataclass(frozen=True)
class VirtualMachine:
    """A virtual machine with what it was given.

    Attributes:
        id: Unique in the province.
        cores: Virtual processors; None when nobody has said.
        memory_gb: None likewise.
        disk_gb: None likewise.
        host_id: The host that runs it; empty when nobody has said.
        system: The information system that it serves; empty likewise.
        apart: Machines of one such group may not share a host; empty for none.
    """

    id: str
    cores: float | None
    memory_gb: float | None
    disk_gb: float | None
    host_id: str = ""
    system: str = ""
    apart: str = ""

    def amount(self, resource: Resource) -> float | None:
        """Return how much it takes of a resource; None when nobody has said."""
        return _amount(self, resource)


@dataclass(frozen=True)
class HostOffer:
    """A type of host that could be bought.

    Attributes:
        id: Unique among the offers.
        price_vnd: What one costs, above 0.
        source: Where the price was had.
        assumption: Whether nobody has confirmed it.
    """

    id: str
    cores: float
    memory_gb: float
    disk_gb: float
    price_vnd: int
    source: str = ""
    assumption: bool = True


def _amount(one: Host | VirtualMachine, resource: Resource) -> float | None:
    return {
        Resource.CORES: one.cores,
        Resource.MEMORY: one.memory_gb,
        Resource.DISK: one.disk_gb,
    }[resource]
