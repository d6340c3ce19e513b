"""What could be built: works at a place, and links that tie places to the network."""

from dataclasses import dataclass
from enum import StrEnum

from shapely import LineString

__all__ = ["NETWORK", "Link", "Work", "WorkKind"]

# The node that stands for the network of today.
NETWORK = ""


class WorkKind(StrEnum):
    """How a service is brought nearer."""

    UPGRADE = "upgrade"
    SHARE = "share"
    NEW_MAST = "new_mast"
    EQUIPMENT = "equipment"
    REPEATER = "repeater"
    FIBRE_ACCESS = "fibre_access"
    SATELLITE_ACCESS = "satellite_access"
    FIBRE = "fibre"
    MICROWAVE = "microwave"
    SATELLITE = "satellite"


@dataclass(frozen=True)
class Work:
    """Something that could be built at a place, or a route that was chosen.

    A new mast covers nobody by itself: its equipment does, one work per service, each
    of which needs the mast.

    Attributes:
        id: Unique among the works.
        kind: ``UPGRADE`` a service on an own mast, ``SHARE`` another's mast,
            ``NEW_MAST`` with road and power, ``EQUIPMENT`` of a service on a new mast,
            ``REPEATER`` for one village, ``FIBRE_ACCESS`` of a place,
            ``SATELLITE_ACCESS`` of a place; in a plan also the routes ``FIBRE``,
            ``MICROWAVE`` and ``SATELLITE``.
        service: Name of the asked service; empty for masts and routes.
        cost_vnd: Estimated cost in đồng, above 0, without what it needs.
        site_id: The existing site on which it stands; None elsewhere.
        operator: Who would run it; empty when it is left open.
        antenna_height_m: Above the ground; 0 without an antenna.
        ground_m: Ground above sea level.
        road_distance_m: To the nearest road.
        grid_distance_m: To the power that it would be connected to; 0 on a site.
        has_own_power: Whether solar panels are cheaper than a line to the grid.
        covers: Identifiers of the demands that it would satisfy.
        needs: Identifier of the work that must stand before it; empty for none.
        node: Node that must be tied to the network; ``NETWORK`` when it is.
        links: Of a route, the identifiers of its links from the network outwards.
        line: Of a route, its course in WGS 84.
        length_m: Of a route.
    """

    id: str
    kind: WorkKind
    service: str
    lon_deg: float
    lat_deg: float
    cost_vnd: int
    site_id: str | None = None
    operator: str = ""
    antenna_height_m: float = 0.0
    ground_m: float = 0.0
    road_distance_m: float = 0.0
    grid_distance_m: float = 0.0
    has_own_power: bool = False
    covers: tuple[str, ...] = ()
    needs: str = ""
    node: str = NETWORK
    links: tuple[str, ...] = ()
    line: LineString | None = None
    length_m: float = 0.0


@dataclass(frozen=True)
class Link:
    """A possible tie between two nodes.

    Attributes:
        id: Unique among the links.
        kind: ``FIBRE``, ``MICROWAVE`` or ``SATELLITE``.
        start: Node at one end; ``NETWORK`` for the network of today.
        end: Node at the other end.
        cost_vnd: In đồng, 0 or more.
        length_m: Along its course.
        line: Course in WGS 84 from start to end; None when nobody needs it.
        needs: Work that must stand at its start, as a mast for a hop; empty for none.
            Such a link leads from start to end only, fibre both ways.
        road_kind: Kind of the road that fibre follows; empty when not known.
        is_outward: Whether fibre too leads from start to end only, as to a mast: one
            that hangs on a radio link has no fibre to hand on.
    """

    id: str
    kind: WorkKind
    start: str
    end: str
    cost_vnd: int
    length_m: float = 0.0
    line: LineString | None = None
    needs: str = ""
    road_kind: str = ""
    is_outward: bool = False

    @property
    def is_two_way(self) -> bool:
        """Whether it may be used from either end."""
        return self.kind is WorkKind.FIBRE and not self.is_outward
