"""What the study of a path found."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from hatangso.errors import Finding, Message
from hatangso.model.site import Technology
from hatangso.radio.path_models import LossPart, PathModel
from hatangso.radio.path_symbols import Quantity
from hatangso.workflows.needed_heights import NeededMast
from hatangso.workflows.path_power import LinkPower

__all__ = ["End", "LinkBudget", "ModelAnswer", "PathObstacle", "PathStudy"]


@dataclass(frozen=True)
class End:
    """One end of a path.

    Attributes:
        name: As it was named or asked for.
        lon_deg: Longitude; None along a file without coordinates.
        lat_deg: Latitude; the same.
        ground_m: Above sea level.
        antenna_m: Above the ground.
    """

    name: str
    lon_deg: float | None
    lat_deg: float | None
    ground_m: float
    antenna_m: float


@dataclass(frozen=True)
class PathObstacle:
    """What rises into 60 % of the first Fresnel zone, told by its worst point.

    Attributes:
        lon_deg: Longitude; None along a file without coordinates.
        lat_deg: Latitude; the same.
        from_start_m: Distance from the start.
        from_end_m: Distance from the end.
        width_m: How much of the path lies in the zone there.
        top_m: Ground and clutter above sea level.
        excess_m: How far it rises above the line of sight; below 0 if it stays under.
        clearance_ratio: Clearance in radii of the first Fresnel zone.
    """

    lon_deg: float | None
    lat_deg: float | None
    from_start_m: float
    from_end_m: float
    width_m: float
    top_m: float
    excess_m: float
    clearance_ratio: float


@dataclass(frozen=True)
class LinkBudget:
    """The link budget without the path.

    Attributes:
        technology: Whose threshold counts; None where only a power was given.
        operator: Who runs the service; empty for what is not there yet.
        eirp_dbm: EIRP of what handsets measure, in the main direction.
        antenna: Name of the pattern; empty where the antenna is aimed at the end.
        azimuths_deg: Main directions of the sectors; empty likewise.
        azimuth_deg: Direction of the end, clockwise from north.
        depression_deg: How far it lies below the horizon.
        pattern_db: Gain towards the end, against the main direction.
        receiver_gain_dbi: Antenna of the receiver.
        situation_loss_db: What stands between outdoors and the handset.
        threshold_dbm: What is enough; None where nobody has said.
    """

    technology: Technology | None
    operator: str
    eirp_dbm: float
    antenna: str
    azimuths_deg: tuple[float, ...]
    azimuth_deg: float
    depression_deg: float
    pattern_db: float
    receiver_gain_dbi: float
    situation_loss_db: float
    threshold_dbm: float | None

    @classmethod
    def of(cls, power: LinkPower, depression_deg: float) -> "LinkBudget":
        """Return the budget towards an end at some angle below the horizon."""
        sectors = power.sectors
        return cls(
            technology=power.technology,
            operator=power.operator,
            eirp_dbm=power.eirp_dbm,
            antenna=sectors[0].pattern.name if sectors else "",
            azimuths_deg=tuple(sector.azimuth_deg for sector in sectors),
            azimuth_deg=power.azimuth_deg,
            depression_deg=depression_deg,
            pattern_db=power.pattern_db(depression_deg),
            receiver_gain_dbi=power.receiver_gain_dbi,
            situation_loss_db=power.situation_loss_db,
            threshold_dbm=power.threshold_dbm,
        )


@dataclass(frozen=True)
class ModelAnswer:
    """What one model says.

    Attributes:
        loss_db: Basic transmission loss.
        parts: What it is the sum of.
        clutter_db: How much of it clutter on the way makes, None where unknown.
        level_dbm: What arrives; None without a power.
        surplus_db: Level above the threshold; below 0 what is missing; None without a
            threshold.
        symbols: Every intermediate under the symbol of the model's description.
    """

    loss_db: float
    parts: Mapping[LossPart, float]
    clutter_db: float | None
    level_dbm: float | None
    surplus_db: float | None
    symbols: Mapping[str, Quantity]


@dataclass(frozen=True)
class PathStudy:
    """What was found.

    Attributes:
        is_in_sight: Whether nothing, clutter included, touches the line of sight.
        excess_m: How far the highest obstacle rises above the line of sight, the
            curvature of the Earth and clutter included; below 0 when it stays under.
        excess_at_m: Distance of that obstacle from the start.
        clearance_ratio: Least clearance in radii of the first Fresnel zone.
        clearance_at_m: Where that is, from the start.
        sight_rise_m: How much higher the antenna at the start, or the one at the end,
            must stand for line of sight; 0 where there is.
        clear_rise_m: The same for 60 % of the first Fresnel zone.
        obstacles: What rises into that zone, from the start.
        power: The link budget without the path; None where nobody has said.
        models: What each model says.
        difference_db: Loss by ITM less that by P.1812; None unless both were asked.
        needed: The masts that the end would need, if asked for.
        notes: Where numbers are to be taken with care.
        findings: What the check of a profile file warned of.
        synthetic_layers: Those of the layers used that are synthetic.
        picture: The SVG file that was written, if one was asked for.
    """

    start: End
    end: End
    distance_m: float
    frequency_mhz: float
    is_in_sight: bool
    excess_m: float
    excess_at_m: float
    clearance_ratio: float
    clearance_at_m: float
    sight_rise_m: tuple[float, float]
    clear_rise_m: tuple[float, float]
    obstacles: tuple[PathObstacle, ...]
    power: LinkBudget | None
    models: Mapping[PathModel, ModelAnswer]
    difference_db: float | None
    needed: tuple[NeededMast, ...] = ()
    notes: tuple[Message, ...] = ()
    findings: tuple[Finding, ...] = ()
    synthetic_layers: tuple[str, ...] = ()
    picture: FilePath | None = None
