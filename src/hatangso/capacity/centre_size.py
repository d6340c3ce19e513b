"""How large a new data centre is: racks, power, floor and money."""

from dataclasses import dataclass
from math import ceil

from hatangso.capacity.pool import CapacityParameters
from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.model.data_centre import HostOffer, Resource, VirtualMachine

__all__ = ["CentreSize", "SizeParameters", "SizeRequest", "centre_size"]

# A need that is a whole number of hosts but for rounding needs no further host.
_SLACK = 1e-9
_MOST = 1e7


@dataclass(frozen=True)
class SizeParameters:
    """Assumptions; each name is explained in ``sizing.toml``."""

    rack_kw: float
    rack_usable_u: float
    host_u: float
    host_kw: float
    other_power_ratio: float
    design_pue: float
    power_reserve_ratio: float
    white_floor_m2: float
    support_floor_ratio: float
    building_vnd_per_kw: float
    rack_vnd: float
    growth_ratio: float
    growth_years: float
    spare_hosts: float

    def __post_init__(self) -> None:
        """Refuse what no centre can be.

        Raises:
            OutOfRangeError: The PUE is below 1, or a density is nothing.
        """
        if self.design_pue < 1:
            text = "a PUE must be 1 or more; it is {value:g}"
            raise OutOfRangeError(text, value=self.design_pue)
        for name in ("rack_kw", "rack_usable_u", "host_u", "host_kw"):
            if not getattr(self, name) > 0:
                text = "{name} must be above zero; it is {value:g}"
                raise OutOfRangeError(text, name=name, value=getattr(self, name))


@dataclass(frozen=True)
class SizeRequest:
    """What the centre is to carry: one of machines, hosts and racks at least.

    Attributes:
        machines_n: Virtual machines on the day it opens.
        machine: What one of them takes.
        hosts_n: Hosts on the day it opens.
        racks_n: Racks that are wanted, full.
        total_kw: Power of the whole centre that is wanted beside them; None for none.
        is_grown: Whether machines and hosts grow for the years of the parameters.
    """

    machines_n: int = 0
    machine: VirtualMachine | None = None
    hosts_n: int = 0
    racks_n: int = 0
    total_kw: float | None = None
    is_grown: bool = True


@dataclass(frozen=True)
class CentreSize:
    """How large the centre is.

    Attributes:
        hosts_n: Spare ones included; 0 where racks alone were asked for.
        it_kw: Of the computers.
        total_kw: Of everything, at the PUE of the design, with the reserve.
        floor_m2: Racks with their aisles, and the rooms beside them.
        building_vnd: Of building, power and cooling.
        racks_vnd: Of the racks.
        hosts_vnd: Of the hosts; 0 where racks alone were asked for.
        wanted_rack_kw: Power of computers that each rack may have when the whole centre
            has the power that is wanted; None when none was told.
    """

    hosts_n: int
    racks_n: int
    it_kw: float
    total_kw: float
    floor_m2: float
    building_vnd: int
    racks_vnd: int
    hosts_vnd: int
    wanted_rack_kw: float | None

    @property
    def cost_vnd(self) -> int:
        """What all of it costs."""
        return self.building_vnd + self.racks_vnd + self.hosts_vnd


def centre_size(
    request: SizeRequest,
    parameters: SizeParameters,
    *,
    capacity: CapacityParameters,
    offer: HostOffer,
) -> CentreSize:
    """Return how large a centre must be.

    Hosts carry the sum of the machines, resource by resource, and the spare ones come
    on top: how machines fit one by one is not asked of a centre that is not there.

    Args:
        request: What is wanted.
        parameters: Densities and prices.
        capacity: How much of a host may be given.
        offer: The host that is bought.

    Raises:
        InvalidInputError: Nothing is wanted.
        OutOfRangeError: A number is below zero or beyond all measure, or a machine
            takes something that the host has nothing of.
    """
    _require(request)
    growth = 1.0
    if request.is_grown:
        growth = (1 + parameters.growth_ratio) ** parameters.growth_years
    carried = max(
        request.hosts_n * growth,
        _hosts_for(request, capacity, offer) * growth,
    )
    hosts_n = _up(carried)
    if hosts_n:
        hosts_n += round(parameters.spare_hosts)
    hosts_kw = hosts_n * parameters.host_kw * (1 + parameters.other_power_ratio)
    hosts_u = hosts_n * parameters.host_u * (1 + parameters.other_power_ratio)
    racks_n = max(
        request.racks_n,
        _up(hosts_u / parameters.rack_usable_u),
        _up(hosts_kw / parameters.rack_kw),
    )
    # Racks that are wanted are wanted full.
    it_kw = max(hosts_kw, request.racks_n * parameters.rack_kw)
    losses = parameters.design_pue * (1 + parameters.power_reserve_ratio)
    total_kw = it_kw * losses
    floor_m2 = racks_n * parameters.white_floor_m2
    wanted = request.total_kw
    return CentreSize(
        hosts_n,
        racks_n,
        it_kw,
        total_kw,
        floor_m2 * (1 + parameters.support_floor_ratio),
        round(it_kw * parameters.building_vnd_per_kw),
        round(racks_n * parameters.rack_vnd),
        hosts_n * offer.price_vnd,
        None if wanted is None else wanted / losses / racks_n,
    )


def _up(value: float) -> int:
    return ceil(value - _SLACK)


def _hosts_for(
    request: SizeRequest, capacity: CapacityParameters, offer: HostOffer
) -> float:
    """Return how many hosts the machines of the first day take, in parts of a host."""
    machine = request.machine or capacity.typical
    most = 0.0
    for resource, has in (
        (Resource.CORES, offer.cores),
        (Resource.MEMORY, offer.memory_gb),
        (Resource.DISK, offer.disk_gb),
    ):
        takes = request.machines_n * (machine.amount(resource) or 0.0)
        room = has * capacity.usable(resource)
        if takes and not room:
            text = "the host {offer} has nothing of {resource}"
            raise OutOfRangeError(text, offer=offer.id, resource=str(resource))
        if takes:
            most = max(most, takes / room)
    return most


def _require(request: SizeRequest) -> None:
    counts = (request.machines_n, request.hosts_n, request.racks_n)
    powers = () if request.total_kw is None else (request.total_kw,)
    for value in (*counts, *powers):
        if not 0 <= value <= _MOST:
            text = "what is wanted must be 0 to {most:g}; it is {value:g}"
            raise OutOfRangeError(text, most=_MOST, value=value)
    if not any(counts):
        raise InvalidInputError("say how many machines, hosts or racks are wanted")
