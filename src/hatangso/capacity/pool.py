"""Hosts and machines as whole numbers, so that what fits is no matter of rounding."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hatangso.errors import OutOfRangeError
from hatangso.model.data_centre import Host, HostOffer, Resource, VirtualMachine
from hatangso.units import BoolArray, IntArray

__all__ = ["PARTS", "CapacityParameters", "Pool", "load_of", "make_pool", "room_of"]

# Loads are counted in thousandths of a core and of a GB.
PARTS = 1_000
# A share such as 0.9 is no exact number: 230.4 GB must hold machines of 230.4 GB.
_SLACK = 1e-6


@dataclass(frozen=True)
class CapacityParameters:
    """Assumptions; each name is explained in ``capacity.toml``."""

    cores_overcommit: float
    memory_overcommit: float
    disk_overcommit: float
    cores_reserve_ratio: float
    memory_reserve_ratio: float
    disk_reserve_ratio: float
    typical_cores: float
    typical_memory_gb: float
    typical_disk_gb: float
    horizon_years: float
    growth_months: float = 36
    growth_dated_ratio: float = 0.5

    def __post_init__(self) -> None:
        """Refuse what no host can be.

        Raises:
            OutOfRangeError: A reserve is no share, or an overcommitment nothing.
        """
        for name in (
            "cores_reserve_ratio",
            "memory_reserve_ratio",
            "disk_reserve_ratio",
        ):
            value = getattr(self, name)
            if not 0 <= value < 1:
                text = "{name} must be at least 0 and below 1; it is {value:g}"
                raise OutOfRangeError(text, name=name, value=value)
        for name in ("cores_overcommit", "memory_overcommit", "disk_overcommit"):
            value = getattr(self, name)
            if not value > 0:
                text = "{name} must be above zero; it is {value:g}"
                raise OutOfRangeError(text, name=name, value=value)

    def usable(self, resource: Resource) -> float:
        """Return how much may be given to machines for each unit that a host has."""
        overcommit = float(getattr(self, f"{resource}_overcommit"))
        return overcommit * (1 - float(getattr(self, f"{resource}_reserve_ratio")))

    @property
    def typical(self) -> VirtualMachine:
        """A machine of the size that is asked for most."""
        return VirtualMachine(
            "", self.typical_cores, self.typical_memory_gb, self.typical_disk_gb
        )


@dataclass(frozen=True, eq=False)
class Pool:
    """Hosts among which machines may move.

    Attributes:
        resources: What is counted.
        room: What each host may give, shape (host, resource); 0 where it is unknown.
        is_known: Hosts of which everything is known that is counted.
        load: What each machine takes, shape (machine, resource); 0 where unknown.
        is_sized: Machines of which everything is known that is counted.
        host_of: Host of each machine; -1 where it is none of these.
        group: Machines of one number may not share a host; -1 for none.
    """

    hosts: tuple[Host, ...]
    machines: tuple[VirtualMachine, ...]
    resources: tuple[Resource, ...]
    room: IntArray
    is_known: BoolArray
    load: IntArray
    is_sized: BoolArray
    host_of: IntArray
    group: IntArray

    @property
    def is_on_unknown(self) -> BoolArray:
        """Machines on hosts whose room nobody knows."""
        is_unknown = np.append(~self.is_known, [False])
        return np.asarray(is_unknown[self.host_of])


def make_pool(
    hosts: Sequence[Host],
    machines: Sequence[VirtualMachine],
    parameters: CapacityParameters,
    resources: Sequence[Resource] = tuple(Resource),
) -> Pool:
    """Return hosts and machines as numbers, in the order of their names.

    Args:
        hosts: In any order. None or 0 of a resource means that nobody has said.
        machines: In any order; None means that nobody has said.
        parameters: How much of a host may be given.
        resources: What to count; disks are not where no host has any.
    """
    hosts = sorted(hosts, key=lambda one: one.id)
    machines = sorted(machines, key=lambda one: one.id)
    # Disks are often elsewhere; without processors and memory a host is unknown.
    counted = tuple(
        resource
        for resource in resources
        if resource is not Resource.DISK or any(host.amount(resource) for host in hosts)
    )
    places = {host.id: at for at, host in enumerate(hosts)}
    groups = sorted({machine.apart for machine in machines} - {""})
    numbers = {name: at for at, name in enumerate(groups)}
    known = [bool(counted) and all(host.amount(r) for r in counted) for host in hosts]
    sized = [all(m.amount(r) is not None for r in counted) for m in machines]
    room = [room_of(one, parameters, counted) for one in hosts]
    load = [load_of(one, counted) for one in machines]
    is_known = np.array(known, dtype=bool)
    return Pool(
        hosts=tuple(hosts),
        machines=tuple(machines),
        resources=counted,
        room=np.array(room, dtype=np.int64).reshape(len(hosts), len(counted))
        * is_known[:, None],
        is_known=is_known,
        load=np.array(load, dtype=np.int64).reshape(len(machines), len(counted)),
        is_sized=np.array(sized, dtype=bool),
        host_of=np.array([places.get(m.host_id, -1) for m in machines], dtype=np.int64),
        group=np.array([numbers.get(m.apart, -1) for m in machines], dtype=np.int64),
    )


def room_of(
    host: Host | HostOffer,
    parameters: CapacityParameters,
    resources: Sequence[Resource],
) -> list[int]:
    """Return what a host may give, in thousandths, rounded down; 0 where unknown."""
    if isinstance(host, HostOffer):
        host = Host(host.id, host.cores, host.memory_gb, host.disk_gb)
    return [
        int(np.floor((host.amount(r) or 0) * parameters.usable(r) * PARTS + _SLACK))
        for r in resources
    ]


def load_of(machine: VirtualMachine, resources: Sequence[Resource]) -> list[int]:
    """Return what a machine takes, in thousandths, rounded up; 0 where unknown."""
    return [int(np.ceil((machine.amount(r) or 0) * PARTS - _SLACK)) for r in resources]
