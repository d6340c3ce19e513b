"""Coverage: a level with a model behind it."""

from dataclasses import dataclass
from enum import StrEnum

from hatangso.model.site import Technology

__all__ = [
    "LEVEL_NUMBERS",
    "REACHED_LEVELS",
    "CoverageLevel",
    "Obstacle",
    "PointCoverage",
]


class CoverageLevel(StrEnum):
    """How usable a technology is at a place.

    ``UNKNOWN`` means that nobody can tell: the place lies outside the terrain, or no
    signal was found but stations outside the terrain could reach it.
    """

    UNKNOWN = "unknown"
    NONE = "none"
    BASIC = "basic"
    GOOD = "good"


# The levels at which a technology can be used at all.
REACHED_LEVELS = (CoverageLevel.BASIC, CoverageLevel.GOOD)
# Numbers of the levels in rasters; 0 is outside the province.
LEVEL_NUMBERS = {
    CoverageLevel.NONE: 1,
    CoverageLevel.BASIC: 2,
    CoverageLevel.GOOD: 3,
    CoverageLevel.UNKNOWN: 4,
}


@dataclass(frozen=True)
class Obstacle:
    """The terrain that stands highest into the path from the strongest station.

    Attributes:
        lon_deg: Longitude of the obstacle, WGS 84.
        lat_deg: Latitude of the obstacle, WGS 84.
        distance_m: From the receiver.
        height_m: Top of the obstacle above sea level, clutter included.
        excess_m: How far it rises above the straight line between the antennas, the
            curvature of the Earth included; above 0.
        antenna_rise_m: How much higher the transmitting antenna would have to stand to
            see the receiver over all obstacles of the path; above 0.
    """

    lon_deg: float
    lat_deg: float
    distance_m: float
    height_m: float
    excess_m: float
    antenna_rise_m: float


@dataclass(frozen=True)
class PointCoverage:
    """What one technology offers at one point (a locality or a facility).

    Attributes:
        point_id: The locality or facility.
        technology: The technology.
        level: None, basic, good, or unknown.
        level_dbm: Median received level of the strongest service; None when no service
            is in range or the level is unknown for want of terrain.
        site_id: Site of the strongest service; None when no service is in range.
        operator: Operator of the strongest service.
        distance_m: From that site.
        obstacle: What blocks the path from that site; None when it is in sight.
        operators: Operators whose own level is basic or better, in order of name.
        sinr_db: Signal of the strongest service to interference and noise; None when
            none is in range, and for 2G and 3G.
        rate_mbps: Median rate of one user by the service that gives most; likewise.
        in_vehicle: The level inside a vehicle.
        indoors: The level inside a building.
        second_level_dbm: What a second propagation model gives the service that it
            finds strongest; None when it was not asked or finds none.
        second_level: The level by the same model; unknown when it was not asked.
    """

    point_id: str
    technology: Technology
    level: CoverageLevel
    level_dbm: float | None = None
    site_id: str | None = None
    operator: str | None = None
    distance_m: float | None = None
    obstacle: Obstacle | None = None
    operators: tuple[str, ...] = ()
    sinr_db: float | None = None
    rate_mbps: float | None = None
    in_vehicle: CoverageLevel = CoverageLevel.UNKNOWN
    indoors: CoverageLevel = CoverageLevel.UNKNOWN
    second_level_dbm: float | None = None
    second_level: CoverageLevel = CoverageLevel.UNKNOWN

    @property
    def is_uncertain(self) -> bool:
        """Whether one model finds service and the other finds none."""
        levels = {self.level, self.second_level}
        if CoverageLevel.UNKNOWN in levels or CoverageLevel.NONE not in levels:
            return False
        return len(levels) > 1
