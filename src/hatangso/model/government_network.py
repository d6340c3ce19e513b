"""The dedicated government data network (TSLCD, WAN): its nodes, links and loads."""

from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite

from hatangso.errors import InvalidInputError

__all__ = ["Demand", "LinkOffer", "NetworkLink", "NetworkNode", "Reached"]


class Reached(StrEnum):
    """Whether a node reaches a core."""

    CORE = "core"
    YES = "yes"
    NO = "no"  # its links are known, and none leads there
    DOWN = "down"  # it stands still itself
    UNKNOWN = "unknown"  # nobody has said how it is connected


@dataclass(frozen=True)
class NetworkNode:
    """A connected point.

    Attributes:
        id: Unique in the province.
        is_core: Whether the others must reach it.
        lon_deg: None when nobody has said.
        lat_deg: None likewise.
        is_up: Whether it works; one that stands still carries nothing.
    """

    id: str
    is_core: bool = False
    lon_deg: float | None = None
    lat_deg: float | None = None
    is_up: bool = True


@dataclass(frozen=True)
class NetworkLink:
    """What joins two nodes, the same both ways.

    Attributes:
        id: Unique in the province.
        start_id: Empty when nobody has said.
        end_id: Empty likewise.
        capacity_mbps: Each way; None when nobody has said.
        carrier: Who provides it; empty when nobody has said.
        route_id: Cable route that it lies on; empty likewise.
        is_backup: Whether it is used only when no other way is left.
        is_up: Whether it works.
    """

    id: str
    start_id: str
    end_id: str
    capacity_mbps: float | None = None
    carrier: str = ""
    route_id: str = ""
    is_backup: bool = False
    is_up: bool = True

    def __post_init__(self) -> None:
        """Refuse a capacity that no link has.

        Raises:
            InvalidInputError: The capacity is below zero or no number.
        """
        if self.capacity_mbps is not None and not 0 <= self.capacity_mbps < inf:
            text = "the capacity of link {link} must be 0 Mb/s or more; it is {value}"
            raise InvalidInputError(text, link=self.id, value=self.capacity_mbps)


@dataclass(frozen=True)
class LinkOffer:
    """A link that could be had.

    Attributes:
        id: Unique among the offers.
        cost_vnd: Whole đồng, 0 or more.
        length_km: None when nobody has said.
    """

    id: str
    start_id: str
    end_id: str
    cost_vnd: int
    length_km: float | None = None

    def __post_init__(self) -> None:
        """Refuse what is no price.

        Raises:
            InvalidInputError: The cost is below zero, or both ends are one.
        """
        if self.cost_vnd < 0:
            text = "the cost of link {link} must be 0 đồng or more; it is {value}"
            raise InvalidInputError(text, link=self.id, value=self.cost_vnd)
        if self.start_id == self.end_id:
            text = "the offered link {link} leads from {node} to itself"
            raise InvalidInputError(text, link=self.id, node=self.start_id)


@dataclass(frozen=True)
class Demand:
    """What a service needs between a node and the core, each way at once.

    Attributes:
        node_id: A node of the network.
        service: What needs it.
        rate_mbps: 0 or more.
    """

    node_id: str
    service: str
    rate_mbps: float

    def __post_init__(self) -> None:
        """Refuse what nobody can need.

        Raises:
            InvalidInputError: The rate is below zero or no number.
        """
        if not (isfinite(self.rate_mbps) and self.rate_mbps >= 0):
            text = "what {service} needs must be 0 Mb/s or more; it is {value}"
            raise InvalidInputError(text, service=self.service, value=self.rate_mbps)
