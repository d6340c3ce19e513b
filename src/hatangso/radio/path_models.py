"""What each model makes of one path: the loss, and the parts that it is made of.

A model stands behind one function, so that a study of a path and a search for a height
ask all of them alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from hatangso.geography.sight_line import SightLine
from hatangso.radio.itm import TerrainLoss, point_to_point_loss
from hatangso.radio.itm_inputs import (
    AVERAGE_GROUND,
    Climate,
    Conditions,
    Ground,
    TerrainProfile,
    Variability,
    VariabilityMode,
)
from hatangso.radio.itu_p525 import free_space_loss_db
from hatangso.radio.itu_p1812 import (
    Atmosphere,
    Locations,
    Path,
    Polarisation,
    SmoothMethod,
    TransmissionLoss,
    effective_earth_radius_km,
    transmission_loss,
)
from hatangso.radio.itu_p2108 import (
    CLUTTER_HEIGHTS_M,
    STREET_WIDTH_M,
    Clutter,
    height_gain_loss_db,
    terrestrial_loss_db,
)
from hatangso.units import KM_PER_M, FloatArray, IntArray, require_between

__all__ = [
    "ClutterMethod",
    "LossPart",
    "ModelLoss",
    "PathConditions",
    "PathGround",
    "PathModel",
    "TerminalClutter",
    "basic_loss_db",
    "model_loss",
    "path_of",
    "sight_line",
]

# A profile is sampled anew for ITM at no more points than this.
_MOST_STEPS = 20_000


class PathModel(StrEnum):
    """A model of propagation for one path."""

    P1812 = "p1812"
    ITM = "itm"
    P525 = "p525"


class LossPart(StrEnum):
    """What a basic transmission loss is the sum of; clutter is a share of terrain."""

    FREE_SPACE = "free_space_db"
    MULTIPATH = "multipath_db"
    TERRAIN = "terrain_db"
    BEYOND_HORIZON = "beyond_horizon_db"
    VARIABILITY = "variability_db"
    TERMINAL_CLUTTER = "terminal_clutter_db"


class ClutterMethod(StrEnum):
    """By which method of Rec. ITU-R P.2108 an end loses to its own clutter."""

    HEIGHT_GAIN = "height-gain"
    STATISTICAL = "statistical"


@dataclass(frozen=True)
class TerminalClutter:
    """What stands around one end (Rec. ITU-R P.2108-1).

    Attributes:
        method: Height gain (section 3.1) or statistics of towns (section 3.2).
        clutter: Kind; the statistics do not ask for it.
        height_m: Representative height; None for that of the kind.
        street_width_m: Of the street in which the antenna stands.
    """

    method: ClutterMethod
    clutter: Clutter = Clutter.SUBURBAN
    height_m: float | None = None
    street_width_m: float = STREET_WIDTH_M

    def seen_height_m(self, antenna_height_m: float) -> float:
        """Return the height that the loss of the path is computed for.

        The height gain starts from an antenna at the top of the clutter.
        """
        if self.method is ClutterMethod.STATISTICAL:
            return antenna_height_m
        given_m = self.height_m
        top_m = CLUTTER_HEIGHTS_M[self.clutter] if given_m is None else given_m
        return max(antenna_height_m, top_m)

    def loss_db(
        self,
        antenna_height_m: float,
        *,
        distance_m: float,
        frequency_mhz: float,
        location_ratio: float,
    ) -> float:
        """Return what the clutter adds to the loss of the path."""
        if self.method is ClutterMethod.STATISTICAL:
            loss_db = terrestrial_loss_db(
                distance_m, frequency_mhz=frequency_mhz, location_ratio=location_ratio
            )
        else:
            loss_db = height_gain_loss_db(
                antenna_height_m,
                frequency_mhz=frequency_mhz,
                clutter=self.clutter,
                clutter_height_m=self.height_m,
                street_width_m=self.street_width_m,
            )
        return float(loss_db)


@dataclass(frozen=True)
class PathGround:
    """A profile; all arrays have one element per point.

    Attributes:
        distance_m: From the start, rising from 0.
        ground_m: Above sea level.
        clutter_m: Representative height of what stands on it.
        zones: Radio-climatic zones of Rec. ITU-R P.1812; None where all is inland.
    """

    distance_m: FloatArray
    ground_m: FloatArray
    clutter_m: FloatArray
    zones: IntArray | None = None

    @property
    def length_m(self) -> float:
        """Return the length of the path."""
        return float(self.distance_m[-1])


@dataclass(frozen=True)
class PathConditions:
    """Everything but the profile and the antennas.

    Attributes:
        frequency_mhz: 30 to 6,000 for P.1812, 20 to 20,000 for ITM.
        atmosphere: The air at the centre of the path.
        polarisation: Of both antennas.
        time_ratio: Share of the time in which the loss is not exceeded.
        locations: Share of the locations, its spread, and loss into buildings.
        smooth_method: How P.1812 finds the Bullington loss of the smooth path.
        transmitter_coast_km: To the sea, for P.1812; None to read it from the zones.
        receiver_coast_km: The same at the other end.
        climate: Radio climate of ITM.
        ground: Electrical ground of ITM.
        situation_ratio: Confidence that ITM is asked for.
        mode: Mode of variability of ITM.
        terminal_clutter: Around the start and the end; None without.
    """

    frequency_mhz: float
    atmosphere: Atmosphere
    polarisation: Polarisation = Polarisation.VERTICAL
    time_ratio: float = 0.5
    locations: Locations = field(default_factory=Locations)
    smooth_method: SmoothMethod = SmoothMethod.PROFILE
    transmitter_coast_km: float | None = None
    receiver_coast_km: float | None = None
    climate: Climate = Climate.CONTINENTAL_SUBTROPICAL
    ground: Ground = AVERAGE_GROUND
    situation_ratio: float = 0.5
    mode: VariabilityMode = VariabilityMode.BROADCAST
    terminal_clutter: tuple[TerminalClutter | None, TerminalClutter | None] = (
        None,
        None,
    )


@dataclass(frozen=True)
class ModelLoss:
    """What one model makes of a path.

    Attributes:
        model: Which.
        loss_db: Basic transmission loss, with the clutter at the ends if asked for.
        parts: What it is the sum of; a part that the model does not know is missing.
        clutter_db: How much of it clutter on the way makes; None where the model knows
            none.
        p1812: Every intermediate of Rec. ITU-R P.1812, where that was the model.
        itm: Every intermediate of ITM, where that was the model.
    """

    model: PathModel
    loss_db: float
    parts: Mapping[LossPart, float]
    clutter_db: float | None = None
    p1812: TransmissionLoss | None = None
    itm: TerrainLoss | None = None


def model_loss(
    model: PathModel,
    ground: PathGround,
    heights_m: tuple[float, float],
    conditions: PathConditions,
) -> ModelLoss:
    """Return the basic transmission loss of a path and its parts.

    Args:
        model: Which is asked.
        ground: The profile.
        heights_m: Antennas above the ground, at the start and at the end.
        conditions: Wave, air, ground, and shares of time and locations.

    Raises:
        OutOfRangeError: A number is outside the definition of the model.
    """
    seen_m = _seen_heights_m(heights_m, conditions)
    if model is PathModel.P1812:
        return _p1812(ground, heights_m, seen_m, conditions)
    if model is PathModel.ITM:
        return _itm(ground, heights_m, seen_m, conditions)
    return _p525(ground, heights_m, seen_m, conditions)


def sight_line(
    ground: PathGround,
    antennas_m: tuple[float, float],
    *,
    frequency_mhz: float,
    gradient_n_per_km: float,
) -> SightLine:
    """Return the line between two antennas, bent by the median air.

    Args:
        ground: The profile.
        antennas_m: Above the ground, of both ends.
        frequency_mhz: Of the wave.
        gradient_n_per_km: Lapse rate of the refractivity.
    """
    # The model counts no clutter at the ends (Rec. ITU-R P.1812, Attachment 1).
    clutter_m = np.concatenate([[0.0], ground.clutter_m[1:-1], [0.0]])
    return SightLine(
        distance_m=ground.distance_m,
        ground_m=ground.ground_m,
        clutter_m=clutter_m,
        start_m=float(ground.ground_m[0]) + antennas_m[0],
        end_m=float(ground.ground_m[-1]) + antennas_m[1],
        frequency_mhz=frequency_mhz,
        earth_radius_m=effective_earth_radius_km(gradient_n_per_km) / KM_PER_M,
    )


def basic_loss_db(
    model: PathModel,
    ground: PathGround,
    heights_m: tuple[float, float],
    conditions: PathConditions,
) -> float:
    """Return the loss alone, as ``model_loss`` finds it."""
    seen_m = _seen_heights_m(heights_m, conditions)
    added_db = _terminal_db(ground, heights_m, conditions)
    if model is PathModel.P1812:
        return _transmitted(ground, seen_m, conditions).loss_db + added_db
    if model is PathModel.ITM:
        return _bare(ground, seen_m, conditions).loss_db + added_db
    return _free_space_db(ground, seen_m, conditions) + added_db


def path_of(ground: PathGround, heights_m: tuple[float, float]) -> Path:
    """Return the path as Rec. ITU-R P.1812 wants it."""
    return Path(
        distance_km=ground.distance_m * KM_PER_M,
        terrain_m=ground.ground_m,
        clutter_m=ground.clutter_m,
        transmitter_height_m=heights_m[0],
        receiver_height_m=heights_m[1],
        zones=ground.zones,
    )


def _transmitted(
    ground: PathGround, heights_m: tuple[float, float], conditions: PathConditions
) -> TransmissionLoss:
    """Return the loss by Rec. ITU-R P.1812 without clutter at the ends."""
    return transmission_loss(
        path_of(ground, heights_m),
        frequency_mhz=conditions.frequency_mhz,
        time_ratio=conditions.time_ratio,
        atmosphere=conditions.atmosphere,
        polarisation=conditions.polarisation,
        locations=conditions.locations,
        transmitter_coast_km=conditions.transmitter_coast_km,
        receiver_coast_km=conditions.receiver_coast_km,
        smooth_method=conditions.smooth_method,
    )


def _p1812(
    ground: PathGround,
    heights_m: tuple[float, float],
    seen_m: tuple[float, float],
    conditions: PathConditions,
) -> ModelLoss:
    found = _transmitted(ground, seen_m, conditions)
    bare = PathGround(
        ground.distance_m, ground.ground_m, 0 * ground.clutter_m, ground.zones
    )
    bare_db = _transmitted(bare, seen_m, conditions).loss_db
    sight, bent, joined = found.line_of_sight, found.diffraction, found.combination
    parts = {
        LossPart.FREE_SPACE: sight.lbfs_db,
        LossPart.MULTIPATH: sight.lb0p_db - sight.lbfs_db,
        LossPart.TERRAIN: bent.ldp_db,
        LossPart.BEYOND_HORIZON: joined.lbc_db - bent.lbd_db,
        LossPart.VARIABILITY: found.loss_db - joined.lbc_db,
        LossPart.TERMINAL_CLUTTER: _terminal_db(ground, heights_m, conditions),
    }
    return ModelLoss(
        PathModel.P1812,
        found.loss_db + parts[LossPart.TERMINAL_CLUTTER],
        parts,
        clutter_db=found.loss_db - bare_db,
        p1812=found,
    )


def _itm(
    ground: PathGround,
    heights_m: tuple[float, float],
    seen_m: tuple[float, float],
    conditions: PathConditions,
) -> ModelLoss:
    found = _bare(ground, seen_m, conditions)
    varied_db = found.loss_db - found.free_space_db - found.reference_db
    parts = {
        LossPart.FREE_SPACE: found.free_space_db,
        LossPart.TERRAIN: found.reference_db,
        LossPart.VARIABILITY: varied_db,
        LossPart.TERMINAL_CLUTTER: _terminal_db(ground, heights_m, conditions),
    }
    loss_db = found.loss_db + parts[LossPart.TERMINAL_CLUTTER]
    return ModelLoss(PathModel.ITM, loss_db, parts, itm=found)


def _p525(
    ground: PathGround,
    heights_m: tuple[float, float],
    seen_m: tuple[float, float],
    conditions: PathConditions,
) -> ModelLoss:
    parts = {
        LossPart.FREE_SPACE: _free_space_db(ground, seen_m, conditions),
        LossPart.TERMINAL_CLUTTER: _terminal_db(ground, heights_m, conditions),
    }
    return ModelLoss(PathModel.P525, sum(parts.values()), parts)


def _free_space_db(
    ground: PathGround, heights_m: tuple[float, float], conditions: PathConditions
) -> float:
    names = "transmitter_height_m", "receiver_height_m"
    for name, height_m in zip(names, heights_m, strict=True):
        require_between(name, height_m, low=0.5, high=3e3)
    rise_m = ground.ground_m[0] + heights_m[0] - ground.ground_m[-1] - heights_m[1]
    slant_m = np.hypot(ground.length_m, rise_m)
    loss_db = free_space_loss_db(slant_m, frequency_mhz=conditions.frequency_mhz)
    return float(loss_db)


def _bare(
    ground: PathGround, heights_m: tuple[float, float], conditions: PathConditions
) -> TerrainLoss:
    profile = _equal_steps(ground, heights_m)
    wave = Conditions(
        frequency_mhz=conditions.frequency_mhz,
        refractivity_n=conditions.atmosphere.surface_refractivity_n,
        climate=conditions.climate,
        polarisation=conditions.polarisation,
        ground=conditions.ground,
    )
    quantile = Variability(
        time_ratio=conditions.time_ratio,
        location_ratio=conditions.locations.ratio,
        situation_ratio=conditions.situation_ratio,
        mode=conditions.mode,
    )
    return point_to_point_loss(profile, wave, quantile)


def _equal_steps(ground: PathGround, heights_m: tuple[float, float]) -> TerrainProfile:
    """Return the ground at equal steps for ITM, no longer than the shortest."""
    steps_m = np.diff(ground.distance_m)
    elevation_m, step_m = ground.ground_m, float(steps_m[0])
    if not np.allclose(steps_m, step_m, rtol=1e-6):
        count = int(np.ceil(ground.length_m / np.min(steps_m) - 1e-9))
        count = min(count, _MOST_STEPS)
        at_m = np.linspace(0, ground.length_m, count + 1)
        elevation_m = np.interp(at_m, ground.distance_m, ground.ground_m)
        step_m = ground.length_m / count
    return TerrainProfile(elevation_m, step_m, *heights_m)


def _seen_heights_m(
    heights_m: tuple[float, float], conditions: PathConditions
) -> tuple[float, float]:
    first, second = (
        height_m if clutter is None else clutter.seen_height_m(height_m)
        for height_m, clutter in zip(
            heights_m, conditions.terminal_clutter, strict=True
        )
    )
    return first, second


def _terminal_db(
    ground: PathGround, heights_m: tuple[float, float], conditions: PathConditions
) -> float:
    return sum(
        clutter.loss_db(
            height_m,
            distance_m=ground.length_m,
            frequency_mhz=conditions.frequency_mhz,
            location_ratio=conditions.locations.ratio,
        )
        for height_m, clutter in zip(
            heights_m, conditions.terminal_clutter, strict=True
        )
        if clutter is not None
    )
