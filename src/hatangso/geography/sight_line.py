"""The line between two antennas over the round Earth, and what rises towards it.

The Earth's curvature is laid under the ground, so that sight is a straight line.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hatangso.units import LIGHT_SPEED_M_S, BoolArray, FloatArray

__all__ = ["CLEAR_RATIO", "Intrusion", "SightLine"]

_HZ_PER_MHZ = 1e6
# Share of the first Fresnel zone that must be free for the loss of free space
# (Rec. ITU-R P.530, section 2.2.2).
CLEAR_RATIO = 0.6


@dataclass(frozen=True)
class Intrusion:
    """A stretch of ground that rises into the Fresnel zone, told by its worst point.

    Attributes:
        index: The worst point of the profile: the one with the least clearance, counted
            in radii of the first Fresnel zone.
        start_m: Where the stretch begins, from the start of the path.
        stop_m: Where it ends.
        top_m: Height of ground and clutter above sea level at the worst point.
        excess_m: How far this rises above the line of sight, below 0 if it stays under.
        clearance_ratio: Clearance over the radius of the first Fresnel zone; below 0
            above the line of sight.
    """

    index: int
    start_m: float
    stop_m: float
    top_m: float
    excess_m: float
    clearance_ratio: float


@dataclass(frozen=True)
class SightLine:
    """Ground, antennas and wave; arrays have one element per point of the profile.

    Attributes:
        distance_m: From the start, rising from 0; three points or more.
        ground_m: Ground above sea level.
        clutter_m: What stands on it and counts; 0 at the ends.
        start_m: Antenna at the start above sea level.
        end_m: Antenna at the end.
        frequency_mhz: Of the wave; it decides the Fresnel zone.
        earth_radius_m: Effective, for a ray that the air bends.
    """

    distance_m: FloatArray
    ground_m: FloatArray
    clutter_m: FloatArray
    start_m: float
    end_m: float
    frequency_mhz: float
    earth_radius_m: float

    @property
    def length_m(self) -> float:
        """Return the length of the path."""
        return float(self.distance_m[-1])

    @cached_property
    def bulge_m(self) -> FloatArray:
        """Return how far the Earth rises above its chord."""
        away_m = self.length_m - self.distance_m
        return np.asarray(self.distance_m * away_m / (2 * self.earth_radius_m))

    @cached_property
    def sight_m(self) -> FloatArray:
        """Return the height of the line between the antennas."""
        share = self.distance_m / self.length_m
        return np.asarray(self.start_m + share * (self.end_m - self.start_m))

    @cached_property
    def radius_m(self) -> FloatArray:
        """Return the radius of the first Fresnel zone (Rec. ITU-R P.526, eq. 2)."""
        wavelength_m = LIGHT_SPEED_M_S / (self.frequency_mhz * _HZ_PER_MHZ)
        away_m = self.length_m - self.distance_m
        return np.sqrt(wavelength_m * self.distance_m * away_m / self.length_m)

    @cached_property
    def foot_m(self) -> FloatArray:
        """Return the ground with the Earth's curvature under it."""
        return np.asarray(self.ground_m + self.bulge_m)

    @cached_property
    def top_m(self) -> FloatArray:
        """Return the same with what stands on it."""
        return np.asarray(self.foot_m + self.clutter_m)

    @cached_property
    def excess_m(self) -> FloatArray:
        """Return how far each point rises above the line of sight."""
        return np.asarray(self.top_m - self.sight_m)

    @cached_property
    def clearance_ratio(self) -> FloatArray:
        """Return the clearance in radii of the first zone; infinite at the ends."""
        ratio = np.full(len(self.distance_m), np.inf)
        ratio[1:-1] = -self.excess_m[1:-1] / self.radius_m[1:-1]
        return ratio

    @property
    def highest(self) -> int:
        """Return the point between the ends that comes highest to the line."""
        return int(np.argmax(self.excess_m[1:-1])) + 1

    @property
    def narrowest(self) -> int:
        """Return the point with the least clearance in radii of the first zone."""
        return int(np.argmin(self.clearance_ratio))

    @property
    def is_in_sight(self) -> bool:
        """Whether nothing between the ends touches the line."""
        return bool(np.all(self.excess_m[1:-1] < 0))

    def intrusions(self, clear_ratio: float = CLEAR_RATIO) -> tuple[Intrusion, ...]:
        """Return the stretches that rise into a share of the zone, from the start."""
        is_inside: BoolArray = self.clearance_ratio < clear_ratio
        steps = np.diff(np.concatenate(([0], is_inside.astype(int), [0])))
        stretches = zip(
            np.flatnonzero(steps > 0), np.flatnonzero(steps < 0), strict=True
        )
        return tuple(self._intrusion(int(a), int(b)) for a, b in stretches)

    def _intrusion(self, first: int, stop: int) -> Intrusion:
        worst = first + int(np.argmin(self.clearance_ratio[first:stop]))
        return Intrusion(
            index=worst,
            start_m=float(self.distance_m[first]),
            stop_m=float(self.distance_m[stop - 1]),
            top_m=float(self.ground_m[worst] + self.clutter_m[worst]),
            excess_m=float(self.excess_m[worst]),
            clearance_ratio=float(self.clearance_ratio[worst]),
        )

    def rise_m(self, clear_ratio: float = 0.0, *, is_at_end: bool = False) -> float:
        """Return how much higher one antenna must stand for so much clearance.

        Args:
            clear_ratio: Share of the radius of the first zone that must be free.
            is_at_end: Whether the antenna at the end is raised, not at the start.

        Returns:
            0 where the clearance is there already.
        """
        inner = slice(1, -1)
        wanted_m = self.excess_m[inner] + clear_ratio * self.radius_m[inner]
        share = self.distance_m[inner] / self.length_m
        lever = share if is_at_end else 1 - share
        return max(float(np.max(wanted_m / lever)), 0.0)
