"""What the Irregular Terrain Model asks for: the wave, the ground, the antennas.

Source:
    NTIA Report 82-100 and G. A. Hufford, The ITS Irregular Terrain Model, version
    1.2.2: The Algorithm, for limits and suggested values.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from hatangso.radio.itu_p1812 import Polarisation
from hatangso.units import FloatArray, require_between

__all__ = [
    "AVERAGE_GROUND",
    "FRESH_WATER",
    "GOOD_GROUND",
    "POOR_GROUND",
    "SEA_WATER",
    "Area",
    "Climate",
    "Conditions",
    "Ground",
    "Siting",
    "TerrainProfile",
    "Variability",
    "VariabilityMode",
]

_TENFOLD = 10


class Climate(IntEnum):
    """The radio climates, numbered as in the model."""

    EQUATORIAL = 1
    CONTINENTAL_SUBTROPICAL = 2
    MARITIME_SUBTROPICAL = 3
    DESERT = 4
    CONTINENTAL_TEMPERATE = 5
    MARITIME_TEMPERATE_OVER_LAND = 6
    MARITIME_TEMPERATE_OVER_SEA = 7


class VariabilityMode(IntEnum):
    """Which variations a user sees apart, numbered as in the model.

    SINGLE_MESSAGE folds all into the situation; ACCIDENTAL keeps the time apart, for
    interference; MOBILE folds locations into the time; BROADCAST keeps all apart.
    """

    SINGLE_MESSAGE = 0
    ACCIDENTAL = 1
    MOBILE = 2
    BROADCAST = 3


class Siting(StrEnum):
    """With how much care the place of an antenna was chosen."""

    RANDOM = "random"
    CAREFUL = "careful"
    VERY_CAREFUL = "very careful"


@dataclass(frozen=True)
class Ground:
    """The electrical ground.

    Attributes:
        permittivity: Relative to free space, 1 to 100.
        conductivity_s_per_m: In siemens per metre, above 0, to 100.

    Raises:
        OutOfRangeError: A number is out of range.
    """

    permittivity: float
    conductivity_s_per_m: float

    def __post_init__(self) -> None:
        """Check the limits."""
        require_between("permittivity", self.permittivity, low=1, high=100)
        conductivity = self.conductivity_s_per_m
        require_between("conductivity_s_per_m", conductivity, low=1e-9, high=100)


# NTIA Report 82-100, table of suggested values.
AVERAGE_GROUND = Ground(15, 0.005)
POOR_GROUND = Ground(4, 0.001)
GOOD_GROUND = Ground(25, 0.02)
FRESH_WATER = Ground(81, 0.01)
SEA_WATER = Ground(81, 5.0)


@dataclass(frozen=True)
class Conditions:
    """The wave, the air and the ground.

    Attributes:
        frequency_mhz: 20 to 20,000.
        refractivity_n: Surface refractivity N_0, reduced to sea level, 250 to 400.
        climate: Of the place.
        polarisation: Of both antennas.
        ground: Under the path.

    Raises:
        OutOfRangeError: A number is out of range.
    """

    frequency_mhz: float
    refractivity_n: float
    climate: Climate
    polarisation: Polarisation = Polarisation.VERTICAL
    ground: Ground = AVERAGE_GROUND

    def __post_init__(self) -> None:
        """Check the limits of the model."""
        require_between("frequency_mhz", self.frequency_mhz, low=20, high=20_000)
        require_between("refractivity_n", self.refractivity_n, low=250, high=400)
        require_between("climate", self.climate, low=1, high=len(Climate))


@dataclass(frozen=True)
class Variability:
    """For which share of time, locations and situations a loss shall hold.

    Attributes:
        time_ratio: Above 0 and below 1.
        location_ratio: The same.
        situation_ratio: The same; the confidence in the prediction.
        mode: Which of them are told apart.
        has_location: Whether locations vary at all; code + 10 where they do not.
        has_situation: Whether situations vary at all; code + 20 where they do not.

    Raises:
        OutOfRangeError: A ratio is not between 0 and 1.
    """

    time_ratio: float = 0.5
    location_ratio: float = 0.5
    situation_ratio: float = 0.5
    mode: VariabilityMode = VariabilityMode.BROADCAST
    has_location: bool = True
    has_situation: bool = True

    def __post_init__(self) -> None:
        """Check the ratios; 0 and 1 have no quantile."""
        ratios = self.time_ratio, self.location_ratio, self.situation_ratio
        require_between("a ratio of the variability", ratios, low=1e-9, high=1 - 1e-9)

    @classmethod
    def of_code(
        cls,
        code: int,
        *,
        time_ratio: float,
        location_ratio: float,
        situation_ratio: float,
    ) -> "Variability":
        """Return the variability of a code as other programs write it (mdvar).

        Raises:
            OutOfRangeError: The code is none of 0 to 3, with 10, 20 or 30 more.

        >>> Variability.of_code(
        ...     12, time_ratio=0.9, location_ratio=0.5, situation_ratio=0.5
        ... ).has_location
        False
        """
        require_between("the code of the variability", code, low=0, high=33)
        require_between("the last digit of the code", code % _TENFOLD, low=0, high=3)
        tens = code // _TENFOLD
        return cls(
            time_ratio,
            location_ratio,
            situation_ratio,
            mode=VariabilityMode(code % _TENFOLD),
            has_location=tens % 2 == 0,
            has_situation=tens < len(("location", "situation")),
        )


@dataclass(frozen=True)
class TerrainProfile:
    """Bare ground from transmitter to receiver, and the antennas at its ends.

    Attributes:
        elevation_m: Ground above sea level at equal steps, both ends included; at
            least two points, -500 to 9,000.
        step_m: Distance between two points.
        transmitter_height_m: Antenna above the ground, 0.5 to 3,000.
        receiver_height_m: The same at the other end.

    Raises:
        OutOfRangeError: A number is out of range or not a number.
    """

    elevation_m: FloatArray
    step_m: float
    transmitter_height_m: float
    receiver_height_m: float

    def __post_init__(self) -> None:
        """Check the limits of the model."""
        points = len(self.elevation_m)
        require_between("the number of points of a profile", points, low=2, high=1e6)
        require_between("elevation_m", self.elevation_m, low=-500, high=9_000)
        require_between("step_m", self.step_m, low=0.01, high=1e6)
        _require_heights(self.transmitter_height_m, self.receiver_height_m)

    @property
    def length_m(self) -> float:
        """Return the length of the path."""
        return (len(self.elevation_m) - 1) * self.step_m


@dataclass(frozen=True)
class Area:
    """Two antennas somewhere in a terrain that is known by its roughness only.

    Attributes:
        distance_m: Between them, 1 m to 20,000 km.
        roughness_m: Interdecile range of the terrain, delta h: 0 smooth, 90 hills,
            200 mountains, 500 rugged mountains.
        transmitter_height_m: Antenna above the ground, 0.5 to 3,000.
        receiver_height_m: The same at the other end.
        transmitter_siting: How the place was chosen.
        receiver_siting: The same at the other end.

    Raises:
        OutOfRangeError: A number is out of range or not a number.
    """

    distance_m: float
    roughness_m: float
    transmitter_height_m: float
    receiver_height_m: float
    transmitter_siting: Siting = Siting.RANDOM
    receiver_siting: Siting = Siting.RANDOM

    def __post_init__(self) -> None:
        """Check the limits of the model."""
        require_between("distance_m", self.distance_m, low=1, high=20_000e3)
        require_between("roughness_m", self.roughness_m, low=0, high=9_000)
        _require_heights(self.transmitter_height_m, self.receiver_height_m)


def _require_heights(transmitter_height_m: float, receiver_height_m: float) -> None:
    require_between("transmitter_height_m", transmitter_height_m, low=0.5, high=3e3)
    require_between("receiver_height_m", receiver_height_m, low=0.5, high=3e3)
