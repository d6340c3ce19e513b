"""What a data centre is made of, as far as its fullness goes."""

from dataclasses import dataclass, replace
from enum import StrEnum

__all__ = [
    "EnergyReading",
    "Host",
    "HostOffer",
    "Rack",
    "Resource",
    "StorageArray",
    "VirtualMachine",
]


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


@dataclass(frozen=True)
class Rack:
    """A rack; every number is None when nobody has said.

    Attributes:
        id: Unique in the province.
        centre: The data centre that it stands in; empty when nobody has said.
        height_u: Rack units that it has.
        used_u: Those with equipment.
        power_kw: What all its feeds give together.
        load_kw: What its equipment draws.
        feeds: Independent feeds.
        cooling_kw: Heat that can be taken away.
        is_estimated: Whether units or load were added up from its hosts, since nobody
            measured them: other equipment is not in them.
    """

    id: str
    centre: str = ""
    height_u: float | None = None
    used_u: float | None = None
    power_kw: float | None = None
    load_kw: float | None = None
    feeds: int | None = None
    cooling_kw: float | None = None
    is_estimated: bool = False

    def with_more(self, *, height_u: float, power_kw: float) -> "Rack":
        """Return the rack with something more in it."""
        return replace(
            self,
            used_u=None if self.used_u is None else self.used_u + height_u,
            load_kw=None if self.load_kw is None else self.load_kw + power_kw,
        )


@dataclass(frozen=True)
class EnergyReading:
    """What the meters of a centre counted in a month.

    Attributes:
        month: ``2026-03``.
        total_kwh: Of the whole centre; None when nobody has said.
        it_kwh: Of its computers; None likewise.
    """

    month: str
    total_kwh: float | None
    it_kwh: float | None


@dataclass(frozen=True)
class StorageArray:
    """Storage that many hosts share.

    Attributes:
        id: Unique in the province.
        centre: The data centre that it stands in.
        cluster: The hosts that it serves; empty for all of the centre.
        usable_gb: None when nobody has said.
        used_gb: None likewise.
    """

    id: str
    centre: str = ""
    cluster: str = ""
    usable_gb: float | None = None
    used_gb: float | None = None


def _amount(one: Host | VirtualMachine, resource: Resource) -> float | None:
    return {
        Resource.CORES: one.cores,
        Resource.MEMORY: one.memory_gb,
        Resource.DISK: one.disk_gb,
    }[resource]
