"""A network of fibre along roads that joins places, with or without rings."""

from dataclasses import dataclass

from shapely import LineString

from hatangso.errors import Message
from hatangso.model.place import Facility, Locality

__all__ = ["FibreNetwork", "FibreRoute", "NetworkPlace"]


@dataclass(frozen=True)
class FibreRoute:
    """A stretch of fibre without a branch along one kind of road.

    Attributes:
        id: ``F-0001``, numbered from the root outwards.
        start: Place or junction at which it begins; empty for the network of today.
        end: Place or junction at its other end, as a rule farther from the root.
        road_kind: Of the road that it follows; None for a drop off the road.
        is_added: Whether it lies beside the least-cost tree, to close a ring.
        is_ring: Whether a cut of it parts nobody from the root.
        places_behind: Places that a cut of it parts from the root.
        line: Course from start to end, WGS 84.
    """

    id: str
    start: str
    end: str
    road_kind: str | None
    length_m: float
    cost_vnd: int
    is_added: bool
    is_ring: bool
    places_behind: int
    line: LineString


@dataclass(frozen=True)
class NetworkPlace:
    """A place that a network was to join.

    Attributes:
        place: The place.
        off_road_m: How far it lies from the nearest road.
        is_joined: Whether fibre reaches it.
        is_doubled: Whether a cut of any one route leaves it joined, drops aside.
        only_ways: Routes whose cut parts it, from the root outwards, drops aside.
    """

    place: Locality | Facility
    off_road_m: float
    is_joined: bool
    is_doubled: bool
    only_ways: tuple[str, ...] = ()


@dataclass(frozen=True)
class FibreNetwork:
    """A network, and how good it is proven to be.

    Attributes:
        root: Identifier of the place from which all others are fed; empty for the
            network of today.
        places: All that were asked for, in their order.
        routes: What is laid, from the root outwards.
        cost_vnd: What the routes cost together.
        tree_vnd: What the least network costs that joins the places, each once.
        bound_vnd: No network that joins them costs less, with rings or without.
        rings_vnd: What is laid beside that tree to close rings; None where no rings
            were asked for.
        rings_bound_vnd: Nothing that does the same for that tree costs less.
        notes: Why places are not joined, and what would mend it.
    """

    root: str
    places: tuple[NetworkPlace, ...]
    routes: tuple[FibreRoute, ...]
    cost_vnd: int
    tree_vnd: int
    bound_vnd: int
    rings_vnd: int | None
    rings_bound_vnd: int | None
    notes: tuple[Message, ...]

    @property
    def tree_gap_ratio(self) -> float:
        """How much cheaper another tree could be at most, as a share of the cost."""
        return _gap_ratio(self.tree_vnd, self.bound_vnd)

    @property
    def rings_gap_ratio(self) -> float | None:
        """The same of what closes rings beside this tree; None without rings."""
        if self.rings_vnd is None or self.rings_bound_vnd is None:
            return None
        return _gap_ratio(self.rings_vnd, self.rings_bound_vnd)

    @property
    def saved_vnd(self) -> int:
        """What is saved by leaving out what rings made needless in the tree."""
        return self.tree_vnd + (self.rings_vnd or 0) - self.cost_vnd

    @property
    def length_m(self) -> float:
        """Length of all routes, drops included."""
        return sum(route.length_m for route in self.routes)


def _gap_ratio(cost_vnd: int, bound_vnd: int) -> float:
    return (cost_vnd - bound_vnd) / cost_vnd if cost_vnd else 0.0
